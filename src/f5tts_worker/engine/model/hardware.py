"""Which device, which number type, and how memory is allocated."""

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

import torch

from f5tts_worker.errors import WorkerError

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}

_DEVICES = Path("/dev")
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # glibc's malloc.h


def choose_device(wanted: str = "auto") -> Any:
    """Return the torch device for "auto", "cpu" or "cuda".

    Raises WorkerError INVALID_SETTINGS, and with "auto" ENGINE_UNHEALTHY for a GPU that is there but cannot
    be used: speech from the CPU would take many times as long, at the GPU's price.
    """
    if wanted == "auto":
        wanted = "cuda" if torch.cuda.is_available() else "cpu"
        if wanted == "cpu" and _has_gpu():
            message = "This worker has a GPU that PyTorch cannot use: it is lost, or its driver is too old."
            raise WorkerError("ENGINE_UNHEALTHY", message)
    if wanted == "cuda" and not torch.cuda.is_available():
        raise WorkerError("INVALID_SETTINGS", "device is cuda, but this worker sees no CUDA device.")
    if wanted not in ("cpu", "cuda"):
        raise WorkerError("INVALID_SETTINGS", f"device must be auto, cpu or cuda, not {wanted!r}.")
    return torch.device(wanted)


def jobs_at_once(device: Any) -> int:
    """Return how many jobs a device can feed: on a CPU one, since nothing is faster there for being together.

    On a GPU one for each 4 GiB beyond the 8 that models and a full batch may take, at most 8. An estimate:
    batches have a limit of their own, so more jobs cost little memory.
    """
    if device.type != "cuda":
        return 1
    gibibytes = torch.cuda.get_device_properties(device).total_memory / 2**30
    return max(1, min(8, int(gibibytes - 8) // 4 + 1))


def _has_gpu() -> bool:
    """Say whether the machine shows a GPU that this process should see; PyTorch may have no code for any."""
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES", "all") in ("", "-1")
    return not hidden and torch.version.cuda is not None and any(_DEVICES.glob("nvidia[0-9]*"))


def choose_dtype(device: Any, wanted: str = "auto") -> Any:
    """Return the weights' type: fp16 on CUDA, bf16 on CPUs that multiply it in hardware, fp32 elsewhere."""
    if wanted != "auto":
        if wanted not in DTYPES:
            raise WorkerError("INVALID_SETTINGS", f"dtype must be auto or one of {', '.join(DTYPES)}.")
        return DTYPES[wanted]
    if device.type == "cuda":
        return torch.float16
    return torch.bfloat16 if has_fast_bf16() else torch.float32


def wider_dtype(device: Any, dtype: Any) -> str | None:
    """Return the type to try for weights that overflow in `dtype`: bf16 where it is fast, fp32, or None.

    bf16 has fp32's range. A fine-tune in it, or one with large activations, may leave fp16's (65,504).
    """
    if dtype == torch.float32:
        return None
    on_gpu = device.type == "cuda"
    fast = torch.cuda.is_bf16_supported(including_emulation=False) if on_gpu else has_fast_bf16()
    return "bfloat16" if dtype == torch.float16 and fast else "float32"


def has_fast_bf16() -> bool:
    """Say whether the CPU multiplies bf16 in hardware."""
    return has_amx() or has_avx512_bf16()


@cache
def has_amx() -> bool:
    """Say whether the CPU has AMX tiles."""
    return bool(torch.cpu._is_amx_tile_supported())  # noqa: SLF001  no public name in torch 2.8


@cache
def has_avx512_bf16() -> bool:
    """Say whether the CPU multiplies bf16 pairs in AVX-512."""
    return bool(torch.cpu._is_avx512_bf16_supported())  # noqa: SLF001  no public name in torch 2.8


@cache
def has_fused_linear(dtype: Any) -> bool:
    """Say whether oneDNN's linear with a fused activation exists for a type."""
    if not torch.backends.mkldnn.is_available() or not hasattr(torch.ops.mkldnn, "_linear_pointwise"):
        return False
    if dtype == torch.bfloat16:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())  # noqa: SLF001  no public name
    return bool(dtype == torch.float32)


@cache
def keep_large_blocks() -> None:
    """Ask malloc to keep large blocks instead of giving each back to the kernel.

    A step makes and drops hundreds of blocks of several MB. By default each is mapped again, and its first
    touch costs a page fault per 4 KB: measured at 8 ms for an addition over 7.7 MB that otherwise takes
    0.4 ms.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:  # absent outside glibc
            mallopt(_M_MMAP_THRESHOLD, 1 << 30)
            mallopt(_M_TRIM_THRESHOLD, 1 << 30)

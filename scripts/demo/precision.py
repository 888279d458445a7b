"""Half precision where it is faster: on a GPU, and on a processor that multiplies bf16 itself."""

from functools import cache
from pathlib import Path

import torch

_FLAGS = ("avx512_bf16", "amx_bf16")


def autocast(device: torch.device) -> torch.autocast:
    """Return the context of a training step: bf16, or float32 where a processor would have to imitate bf16.

    Imitated, a product of matrices takes 8 to 20 times as long as in float32 (docs/DEMO.md).
    """
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type != "cpu" or has_bf16())


@cache
def has_bf16() -> bool:
    """Say whether the processor multiplies bf16 itself; True where Linux cannot be asked."""
    path = Path("/proc/cpuinfo")
    return not path.exists() or any(flag in path.read_text() for flag in _FLAGS)

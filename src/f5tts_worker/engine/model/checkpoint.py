"""Weights files, read in one pass from beginning to end.

Mapping a file over a network volume reads it in small pieces and is many times slower, so safetensors are
read here by hand: the format is a length, a JSON header, and the tensors' bytes one after the other.
"""

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from f5tts_worker.errors import WorkerError

_SAFETENSORS_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
_MAX_HEADER_BYTES = 100_000_000  # the format's own limit

# Where training scripts keep the weights inside a .pt file; the averaged ones come first, as in F5-TTS.
_CONTAINERS = ("ema_model_state_dict", "model_state_dict", "state_dict", "model")
_PREFIXES = ("ema_model.", "_orig_mod.", "module.")
_COUNTERS = ("initted", "step")

# Small, or used once per request or schedule: always fp32. The transformer blocks and the position
# convolutions are what a step's time goes into.
_KEPT_IN_FP32 = ("text_embed.", "time_embed.", "input_embed.proj.", "proj_out.", "rotary_embed.")


def read_weights(path: Path, convert: Callable[[str, Any], Any] | None = None) -> dict[str, Any]:
    """Read a .safetensors, .pt, .pth or .bin file into CPU tensors under the model's own names.

    Prefixes of training wrappers are removed, counters dropped. `convert(name, tensor)` is applied to each
    tensor as it is read, so that the file's and the memory's number types never both exist in full. Raises
    WorkerError MODEL_UNAVAILABLE when the file is missing, MODEL_MISMATCH when it is not a weights file.
    """
    tensors = _renamed(_tensors(path))
    return {name: convert(name, tensor) if convert else tensor for name, tensor in tensors}


def in_type(name: str, tensor: Any, dtype: Any) -> Any:
    """Return a tensor of the model in the type that the engine holds it in where it computes in `dtype`."""
    if not tensor.is_floating_point():
        return tensor
    inner = name.removeprefix("transformer.")
    return tensor.to(torch.float32 if inner.startswith(_KEPT_IN_FP32) else dtype)


def _tensors(path: Path) -> Iterable[tuple[str, Any]]:
    if not path.is_file():
        raise WorkerError("MODEL_UNAVAILABLE", f"The weights file {path.name} is missing.")
    if path.suffix == ".safetensors":
        return _read_safetensors(path)
    if path.suffix in (".pt", ".pth", ".bin", ".ckpt"):
        return _read_pickled(path).items()
    raise WorkerError(
        "MODEL_MISMATCH",
        f"{path.name} is neither .safetensors nor .pt: no weights file this worker can read.",
    )


def _renamed(tensors: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for full_name, tensor in tensors:
        name = full_name
        while prefix := next((prefix for prefix in _PREFIXES if name.startswith(prefix)), ""):
            name = name.removeprefix(prefix)
        if name not in _COUNTERS:
            yield name, tensor


def _read_safetensors(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open("rb") as file:
        for name, entry in sorted(
            _safetensors_header(path, file), key=lambda item: item[1]["data_offsets"][0]
        ):
            first, last = entry["data_offsets"]
            data = torch.empty(last - first, dtype=torch.uint8)  # the arrays are only read
            if file.readinto(data.numpy()) != len(data):
                raise _broken(path, "it ends in the middle of a tensor")
            dtype = _SAFETENSORS_DTYPES.get(entry["dtype"])
            if dtype is None:
                raise _broken(path, f"{name} has the type {entry['dtype']}")
            yield name, data.view(dtype).reshape(entry["shape"])


def _safetensors_header(path: Path, file: Any) -> list[tuple[str, dict[str, Any]]]:
    size = int.from_bytes(file.read(8), "little")
    if not 0 < size <= _MAX_HEADER_BYTES:
        raise _broken(path, "its header is unreadable")
    try:
        header = json.loads(file.read(size))
        entries = [(name, entry) for name, entry in header.items() if name != "__metadata__"]
        end = 0
        for _, entry in sorted(entries, key=lambda item: item[1]["data_offsets"]):
            if entry["data_offsets"][0] != end:
                raise _broken(path, "its tensors do not follow one another")
            end = entry["data_offsets"][1]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(path, "its header is unreadable") from error
    return entries


def _read_pickled(path: Path) -> Mapping[str, Any]:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=False)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError) as error:
        raise _broken(path, "it is damaged, or holds more than tensors") from error
    if not isinstance(content, Mapping):
        raise _broken(path, "it holds no table of tensors")
    for container in _CONTAINERS:
        inner = content.get(container)
        if isinstance(inner, Mapping):
            content = inner
            break
    tensors = {name: value for name, value in content.items() if isinstance(value, torch.Tensor)}
    if not tensors:
        raise _broken(path, "it holds no tensors")
    return tensors


def _broken(path: Path, why: str) -> WorkerError:
    return WorkerError("MODEL_MISMATCH", f"{path.name} cannot be read as a weights file: {why}.")

"""A checkpoint as it loads fastest: safetensors, in the number types that a CUDA device will hold it in.

Usage: python -m f5tts_worker.engine.model.conversion SOURCE TARGET. Run once, when weights are installed, in
a process of its own.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

from f5tts_worker.engine.model.checkpoint import in_type, read_weights
from f5tts_worker.errors import WorkerError


def halve(source: Path, target: Path) -> None:
    """Write a checkpoint as a CUDA device will hold it: fp16, and fp32 where the engine keeps that.

    The averaged weights alone, under the model's own names. Bit for bit what loading the original and casting
    gives. Raises WorkerError MODEL_UNAVAILABLE or MODEL_MISMATCH.
    """
    weights = read_weights(source, lambda name, tensor: in_type(name, tensor, torch.float16))
    save_file({name: tensor.contiguous() for name, tensor in weights.items()}, target)


def main() -> int:
    """Convert what the command line names. Returns the exit code."""
    source, target = (Path(argument) for argument in sys.argv[1:])
    try:
        halve(source, target)
    except WorkerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

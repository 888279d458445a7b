"""Weights as they load fastest: safetensors, in the number types that the engine will hold them in.

Usage: python -m f5tts_worker.engine.model.conversion half|plain SOURCE TARGET. Run once, when weights are
installed, in a process of its own.
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


def plain(source: Path, target: Path) -> None:
    """Write a pickled checkpoint's tensors as they are, in a format that holds nothing else."""
    # Tensors of a pickle may share their memory, which safetensors does not write.
    save_file({name: tensor.clone().contiguous() for name, tensor in read_weights(source).items()}, target)


def main() -> int:
    """Convert what the command line names. Returns the exit code."""
    what, source, target = sys.argv[1:]
    try:
        {"half": halve, "plain": plain}[what](Path(source), Path(target))
    except WorkerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

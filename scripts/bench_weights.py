#!/usr/bin/env python3
"""Measure how long weights take to load: as published, and as the worker stores them.

scripts/bench.py weights --runtime ENV/bin/python [--json FILE]

Makes a model of F5TTS_v1_Base's full size with random weights, as the hub has it (fp32 safetensors) and as
training leaves it (.pt), and a random Vocos as a pickle; converts the checkpoint with the worker's own
program, and loads each form for a device that computes in fp16, in a fresh process, twice: after the file was
dropped from the system's cache, and again. Nothing is downloaded. Standard library only at the top.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from bench_runs import make_files, run_in

FORMS = {
    "checkpoint, fp32 safetensors (published)": "model.safetensors",
    "checkpoint, fp32 .pt (published)": "model.pt",
    "checkpoint, fp16 safetensors (ours)": "half.safetensors",
    "Vocos, fp32 pickle (published)": "vocos/pytorch_model.bin",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--runtime", default=sys.executable, help="the inference environment's Python")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(given: argparse.Namespace) -> int:
    """Measure and print. Returns the exit code."""
    with tempfile.TemporaryDirectory() as name:
        figures = measure(given.runtime, Path(name))
    print(f"{'':44}{'MB':>8}{'first, s':>10}{'again, s':>10}{'peak, MB':>10}")
    for form, found in figures.items():
        if "seconds" in found:
            print(f"{form:44}{found['seconds']:26.1f}")
        else:
            row = f"{found['mb']:8.0f}{found['first']:10.2f}{found['again']:10.2f}{found['peak_mb']:10.0f}"
            print(f"{form:44}{row}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))
    return 0


def measure(python: str, folder: Path) -> dict[str, dict[str, float]]:
    """Make the files, convert them, load each; return the figures by form."""
    figures: dict[str, dict[str, float]] = {}
    make_files(python, folder, "checkpoint", "training", "vocos")
    start = time.perf_counter()
    files = folder / "model.safetensors", folder / "half.safetensors"
    run_in(python, "-m", "f5tts_worker.engine.model.conversion", *files)
    figures["converting model.safetensors, whole program"] = {"seconds": time.perf_counter() - start}
    for form, file in FORMS.items():
        path = folder / file
        forget(path)
        first, again = (json.loads(run_in(python, __file__, path)) for _ in range(2))
        figures[form] = {
            "mb": path.stat().st_size / 1e6,
            "first": first["seconds"],
            "again": again["seconds"],
            "peak_mb": again["peak_mb"],
        }
    return figures


def forget(path: Path) -> None:
    """Let the system forget a file's content, as on a machine that has never read it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def load(path: Path) -> None:
    """Load one file as the engine does for a device that computes in fp16; print seconds and peak memory."""
    import torch

    from f5tts_worker.engine.model.checkpoint import in_type, read_weights

    vocos = "vocos" in (path.stem, path.parent.name)
    start = time.perf_counter()
    read_weights(
        path,
        lambda name, tensor: tensor.float() if vocos else in_type(name, tensor, torch.float16),
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":  # what `measure` starts in the environment: FILE
    load(Path(sys.argv[1]))

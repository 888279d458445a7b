"""torch.compile: one step compiled, kernels fused; what compiling takes is said beside the gain."""

import time

import torch

from gpu_day.step import Day
from gpu_day.steps.experiments.comparing import trials

# Norms, gates, rotations and casts are 8 of a block's 13 kernels, and by estimate a tenth of a page's time.
_PREDICTED = {"sentence": "1.2", "page": "1.1"}


def run(day: Day) -> None:
    """Compile for each shape."""
    with torch.inference_mode():
        for trial in trials(day):
            torch.compiler.reset()
            velocity = torch.compile(trial.loop.network.velocity, dynamic=False)
            started = time.perf_counter()
            velocity(*trial.loop.first)
            day.figures.add(f"compiling, {trial.name}", time.perf_counter() - started, "s", "for this shape")
            predicted = next(p for kind, p in _PREDICTED.items() if kind in trial.name)
            trial.compare("torch.compile", lambda: trial.loop.run(velocity), predicted)  # noqa: B023 - called at once

"""CUDA graphs: all steps of a batch recorded once and replayed; the CPU launches nothing in between."""

import time
from collections.abc import Callable
from typing import Any

import torch

from gpu_day import models
from gpu_day.step import Day
from gpu_day.steps.experiments.comparing import Trial, trials

# By count, the host launches about 300 kernels a step, 13 in each block: by estimate, that takes a little
# longer than a sentence's kernels.
_PREDICTED = {"sentence": "1.2", "page": "1.0"}


def run(day: Day) -> None:
    """Record and replay."""
    with torch.inference_mode():
        for trial in trials(day, (7, 16)):
            replay = _recorded(trial)
            trial.compare(
                "CUDA graph", replay, next(p for kind, p in _PREDICTED.items() if kind in trial.name)
            )


def _recorded(trial: Trial) -> Callable[[], Any]:
    started = time.perf_counter()
    parts = [_record(trial.loop, batch) for batch in trial.loop.batches]
    torch.cuda.synchronize()
    trial.day.figures.add(
        f"recording, {trial.name}", time.perf_counter() - started, "s", "once for each shape"
    )

    def replay() -> Any:
        for graph, _ in parts:
            graph.replay()
        return torch.cat([made for _, made in parts])

    return replay


def _record(loop: models.Loop, batch: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):  # libraries set themselves up outside the recording
        loop.one(batch, loop.network.velocity)
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        made = loop.one(batch, loop.network.velocity)
    return graph, made

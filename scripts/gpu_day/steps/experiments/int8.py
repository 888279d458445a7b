"""int8: weights a scale for each output, activations a scale for each frame, products by `torch._int_mm`."""

from typing import Any

import torch

from gpu_day.step import Day
from gpu_day.steps.experiments.comparing import trials, with_linear

# Twice the matrix peak, but activations are quantised by kernels of their own.
_PREDICTED = "0.8 for a sentence, 1.1 for a page"


def run(day: Day) -> None:
    """Replace the linear layers of all blocks."""
    with torch.inference_mode():
        for trial in trials(day):
            velocity = with_linear(trial.loop.network, Int8Linear())
            trial.compare("int8", lambda: trial.loop.run(velocity), _PREDICTED)  # noqa: B023 - called at once


class Int8Linear:
    """A linear layer in int8; weights are quantised when they are first met."""

    def __init__(self) -> None:
        self._weights: dict[int, tuple[Any, Any]] = {}

    def __call__(self, x: Any, weights: tuple[Any, Any]) -> Any:
        """Return x @ weight.T + bias."""
        weight, bias = weights
        if id(weight) not in self._weights:
            self._weights[id(weight)] = _quantised(weight)
        whole, scale = self._weights[id(weight)]
        rows, row_scale = _quantised(x.flatten(0, -2))
        product = torch._int_mm(rows, whole.t())  # noqa: SLF001 - PyTorch has no public name for it
        return (product * row_scale * scale.t()).to(x.dtype).view(*x.shape[:-1], -1) + bias


def _quantised(rows: Any) -> tuple[Any, Any]:
    scale = rows.abs().amax(1, keepdim=True).float().clamp(min=1e-8) / 127
    return (rows / scale).round().to(torch.int8), scale

"""fp8 (e4m3): a scale for each output and each frame, products by `torch._scaled_mm`, results in bf16."""

from typing import Any

import torch

from gpu_day.results import NotRunError
from gpu_day.step import Day
from gpu_day.steps.experiments.comparing import trials, with_linear

# Twice the matrix peak, but activations are quantised by kernels of their own.
_PREDICTED = "0.8 for a sentence, 1.2 for a page"
_LARGEST = 448.0  # of e4m3
_LEAST_CAPABILITY = (8, 9)  # Ada; Hopper and Blackwell too


def run(day: Day) -> None:
    """Replace the linear layers of all blocks."""
    if torch.cuda.get_device_capability() < _LEAST_CAPABILITY:
        raise NotRunError("this GPU does not multiply fp8")
    with torch.inference_mode():
        for trial in trials(day):
            velocity = with_linear(trial.loop.network, Fp8Linear())
            trial.compare("fp8", lambda: trial.loop.run(velocity), _PREDICTED)  # noqa: B023 - called at once


class Fp8Linear:
    """A linear layer in fp8; weights are quantised when they are first met."""

    def __init__(self) -> None:
        self._weights: dict[int, tuple[Any, Any]] = {}

    def __call__(self, x: Any, weights: tuple[Any, Any]) -> Any:
        """Return x @ weight.T + bias."""
        weight, bias = weights
        if id(weight) not in self._weights:
            self._weights[id(weight)] = _quantised(weight)
        whole, scale = self._weights[id(weight)]
        rows, row_scale = _quantised(x.flatten(0, -2))
        product = torch._scaled_mm(  # noqa: SLF001 - PyTorch has no public name for it
            rows, whole.t(), scale_a=row_scale, scale_b=scale.t(), out_dtype=torch.bfloat16
        )
        return product.to(x.dtype).view(*x.shape[:-1], -1) + bias


def _quantised(rows: Any) -> tuple[Any, Any]:
    scale = rows.abs().amax(1, keepdim=True).float().clamp(min=1e-8) / _LARGEST
    return (rows / scale).to(torch.float8_e4m3fn), scale

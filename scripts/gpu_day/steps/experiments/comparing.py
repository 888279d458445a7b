"""What all experiments do: time the exact loop and the other one, and compare what they sample."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch

import torch

from f5tts_worker.engine.model.network import DiTNetwork
from gpu_day import models
from gpu_day.step import Day


@dataclass(frozen=True)
class Trial:
    """A model with what it samples, the exact result and its seconds."""

    day: Day
    name: str
    loop: models.Loop
    steps: int
    exact: Any
    seconds: float

    def compare(self, what: str, sample: Callable[[], Any], predicted: str) -> None:
        """Time another way to sample the same, and save its gain beside the prediction, and its error."""
        made = sample()
        seconds = models.seconds_of(sample, self.day.device)
        rms, largest = models.rms_error(made, self.exact), models.largest_error(made, self.exact)
        note = (
            f"predicted {predicted}; {seconds * 1e3:.1f} ms instead of {self.seconds * 1e3:.1f};"
            f" error against exact: rms {rms:.1e}, largest {largest:.1e}"
        )
        self.day.figures.add(f"{what}, {self.name}", self.seconds / seconds, "times as fast", note)


def trials(day: Day, steps: tuple[int, ...] = (16,)) -> Iterator[Trial]:
    """Yield the demo, whose trained weights show the error, and the full size, which shows the gain."""
    for model in reversed(models.models(day)):  # the larger first
        network = model.network(day.device)
        for text, sentences in list(models.texts(day).items())[: 1 if day.small else None]:
            for number in steps:
                loop = models.Loop(network, model, model.plans(sentences), number)
                sample = partial(loop.run, network.velocity)
                name = f"{model.name}, {text}, {number} steps"
                yield Trial(day, name, loop, number, sample(), models.seconds_of(sample, day.device))


def with_linear(network: DiTNetwork, linear: Callable[[Any, tuple[Any, Any]], Any]) -> models.Velocity:
    """Return the network's velocity with another linear layer in its blocks."""
    from f5tts_worker.engine.model import network as module

    def gelu(x: Any, weights: tuple[Any, Any]) -> Any:
        return torch.nn.functional.gelu(linear(x, weights), approximate="tanh")

    def velocity(*inputs: Any) -> Any:
        with patch.multiple(module, linear=linear, linear_gelu=gelu):
            return network.velocity(*inputs)

    return velocity

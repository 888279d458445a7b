"""Blocks kept from step to step (the idea of Cache-DiT's DBCache).

The first blocks are computed in every step. If what they add has hardly changed since the last full step,
what the middle blocks added then is added again, and only the last blocks follow.
"""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  its usual name

from f5tts_worker.engine.model.network import DiTNetwork
from gpu_day.step import Day
from gpu_day.steps.experiments.comparing import trials

_THRESHOLDS = (0.05, 0.1, 0.2, 0.4)  # relative change of what the first blocks add
_PREDICTED = "1.6 at 32 steps where the error is small (vLLM-Omni's figure for F5-TTS), 1.0 at 7"


def run(day: Day) -> None:
    """Try a few thresholds."""
    with torch.inference_mode():
        for trial in trials(day, (7,) if day.small else (32, 7)):
            for threshold in _THRESHOLDS[2:3] if day.small else _THRESHOLDS:
                kept = Kept(trial.loop.network, threshold)

                def sample(kept: Kept = kept, trial: Any = trial) -> Any:
                    kept.forget()
                    return trial.loop.run(kept.velocity)

                sample()
                share = f"threshold {threshold:g}, middle blocks kept in {kept.kept} of {trial.steps} steps"
                trial.compare(share, sample, _PREDICTED)


class Kept:
    """A network whose middle blocks may be left out of a step."""

    def __init__(self, network: DiTNetwork, threshold: float) -> None:
        self._network, self._threshold = network, threshold
        depth = len(network._blocks)  # noqa: SLF001 - an experiment inside the network
        self._first, self._last = max(1, depth // 8), max(1, depth // 8)
        self.forget()

    def forget(self) -> None:
        """Begin a new sampling."""
        self.kept = 0
        self._added: Any = None
        self._middle: Any = None

    def velocity(self, state: Any, fixed: Any, layout: Any, moment: Any) -> Any:
        """Return the flow's velocity, as DiTNetwork.velocity does."""
        network = self._network
        start = network._input.step(state, fixed, layout)  # noqa: SLF001
        x = self._apply(start.clone(), layout, moment, slice(0, self._first))
        added = x - start
        if self._added is not None and added.shape == self._added.shape and self._is_like(added):
            x = x + self._middle
            self.kept += 1
        else:
            before = x.clone()
            x = self._apply(x, layout, moment, slice(self._first, -self._last))
            self._added, self._middle = added, x - before
        x = self._apply(x, layout, moment, slice(-self._last, None))
        scale, shift = moment.last
        x = F.layer_norm(x, (x.shape[-1],), scale, shift, eps=1e-6)
        return F.linear(x.float(), *network._proj_out)  # noqa: SLF001

    def _is_like(self, added: Any) -> bool:
        change = (added - self._added).abs().mean() / self._added.abs().mean()
        return bool(change < self._threshold)  # waits for the device: part of the price

    def _apply(self, x: Any, layout: Any, moment: Any, blocks: slice) -> Any:
        network = self._network
        pairs: Sequence[Any] = list(zip(network._blocks, moment.blocks, strict=True))[blocks]  # noqa: SLF001
        for block, vectors in pairs:
            x = network._apply(block, vectors, x, layout)  # noqa: SLF001
        return x

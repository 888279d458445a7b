"""When each letter of known text begins, by all ways of laying it along a CTC model's output together.

Where a model is unsure, the best way is one of many that are almost as likely: a letter begins late by what
the blank has of it, or where chance puts it. Here each way counts by its probability, by the forward-backward
algorithm (Graves et al., 2006), and a letter begins where half of all have reached it. From one frame to the
next that is a matter of degree, so these times are finer than frames.
"""

from typing import Any

import numpy as np

_BAND = 128  # states around the best way that are looked at: 32 letters on either side
_HALF = 0.5
_TINY = 1e-300


def borders(logs: Any, states: Any, best: Any, blank: int) -> Any | None:
    """Return at which frame, and which part of it, half of all ways have reached each state; shape (states,).

    `logs` holds log probabilities of shape (frames, columns), `states` the columns of a text's letters with a
    blank before, between and after them; `best` is the best way's state in each frame. A state that half of
    all ways leave out has the border of the next one. None where the ways are too unlikely to be counted.
    """
    frames, width = len(logs), min(_BAND, len(states))
    firsts = np.clip(best - width // 2, 0, len(states) - width)
    near = firsts[:, None] + np.arange(width)
    chances = np.exp(logs[np.arange(frames)[:, None], states[near]], dtype=np.float64)
    skips = np.zeros(len(states))  # a blank may be left out between unlike letters
    skips[2:] = (states[2:] != blank) & (states[2:] != states[:-2])
    steps = np.diff(firsts)
    until = _forward(chances, skips[near], steps)
    # What comes after a frame is the same question, asked of both turned round.
    skips_back = np.append(skips[2:], [0.0, 0.0])[near]
    since = _forward(chances[::-1, ::-1], skips_back[::-1, ::-1], steps[::-1])[::-1, ::-1]
    ways = until * since / chances
    total = ways.sum(1, keepdims=True)
    if not total.all():
        return None
    reached = np.cumsum((ways / total)[:, ::-1], 1)[:, ::-1]
    return _crossings(reached, firsts, len(states))


def _forward(chances: Any, skips: Any, steps: Any) -> Any:
    """Return the share of all ways that are in each state of the band in each frame, by the frames so far.

    `steps` is by how many states the band moves from each frame to the next.
    """
    frames, width = chances.shape
    paths = np.zeros((frames, width + 4))
    paths[0, 2:4] = chances[0, :2]
    for frame, step in enumerate(steps.tolist(), 1):
        before, now = paths[frame - 1, step:], paths[frame, 2:-2]
        np.multiply(before[:width], skips[frame], out=now)
        now += before[1 : width + 1]
        now += before[2 : width + 2]
        now *= chances[frame]
        now /= now.sum() + _TINY
    return paths[:, 2:-2]


def _crossings(reached: Any, firsts: Any, count: int) -> Any:
    """Return where the share of ways that have reached each of `count` states crosses a half."""
    frames, width = reached.shape
    last = np.maximum.accumulate(firsts + (reached >= _HALF).sum(1) - 1)
    states = np.arange(count)
    at = np.searchsorted(last, states)

    def share(frame: Any) -> Any:
        frame = np.clip(frame, 0, frames - 1)
        place = states - firsts[frame]
        return np.where(
            place < 0, 1.0, np.where(place < width, reached[frame, np.clip(place, 0, width - 1)], 0)
        )

    before = np.where(at > 0, share(at - 1), 0.0)
    part = (_HALF - before) / np.maximum(share(at) - before, _TINY)
    return np.where(at < frames, np.maximum(at + np.clip(part, 0.0, 1.0) - _HALF, 0.0), frames)

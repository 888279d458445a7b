"""What an aligner hears in a recording of any length: its text's letters, and the likeliest ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from f5tts_worker.engine.aligner_model import Aligner
from f5tts_worker.engine.ctc import STAR, Labels

_NO_LETTER = -2  # heard, but not in the text


@dataclass(frozen=True)
class Hearing:
    """Half-precision log probabilities of shape (frames, columns), under `labels`.

    `letters` are the likeliest letters in order, `at` the frame of each: a recognition without a dictionary.
    """

    emission: Any
    labels: Labels
    letters: Sequence[int]
    at: Sequence[int]


def listen(
    aligner: Aligner, samples: Any, said: Sequence[str], heard: Callable[[int], None] = lambda _frames: None
) -> Hearing:
    """Hear 16 kHz mono samples of shape (n,), keeping what the spoken forms `said` can be aligned with.

    An hour takes 180,000 frames of the text's letters, 2 bytes each. `heard` is told the frames so far.
    """
    columns = _columns(aligner.labels, said)
    place = np.full(max([*aligner.labels.columns.values(), *columns]) + 1, _NO_LETTER)
    place[columns] = np.arange(len(columns))
    silent = [column for column in (aligner.labels.blank, aligner.labels.separator) if column is not None]
    kept, best = [], []
    frames = 0
    for logs in aligner.listen(samples):
        # The best of all letters comes along: it is what a star stands for.
        letters = logs.clone()
        letters[:, silent] = -torch.inf
        kept.append(torch.cat([logs[:, columns], letters.amax(1, keepdim=True)], 1).half())
        best.append(logs.argmax(1).numpy())
        frames += len(logs)
        heard(frames)
    path = np.concatenate(best)
    changes = np.flatnonzero(np.diff(path, prepend=-1))
    at = changes[~np.isin(path[changes], silent)]
    letters = place[np.minimum(path[at], len(place) - 1)]
    known = {label: int(place[column]) for label, column in aligner.labels.columns.items()}
    labels = replace(
        aligner.labels,
        columns={label: column for label, column in known.items() if column != _NO_LETTER},
        blank=int(place[aligner.labels.blank]),
        separator=None if aligner.labels.separator is None else int(place[aligner.labels.separator]),
    )
    return Hearing(torch.cat(kept), labels, letters.tolist(), at.tolist())


def _columns(labels: Labels, said: Sequence[str]) -> list[int]:
    """Return the columns that an alignment of these spoken forms looks at."""
    used = {letter for form in set(said) for piece in labels.letters(form) for letter in piece}
    separator = [] if labels.separator is None else [labels.separator]
    return sorted((used | {labels.blank, *separator}) - {STAR})

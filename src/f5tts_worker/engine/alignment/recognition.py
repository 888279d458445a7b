"""What an aligner recognises in a recording of any length: its text's letters, and the likeliest ones.

Many models (wav2vec 2.0 base, the demo's) norm what they hear by the mean and spread of their whole window,
so music, noise or silence changes how the speech next to it is heard: words came out up to 0.2 s late. Once
it is known roughly where the text is said, windows with much other sound are heard again without it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from f5tts_worker.engine.alignment.aligner_model import SAMPLE_RATE, Aligner
from f5tts_worker.engine.alignment.ctc import STAR, Labels

_NO_LETTER = -2  # heard, but not in the text
_PAUSE_S = 1.5  # between two words: a longer stretch is something else, or silence
_EDGE_S = 0.3  # of it that stay with the word next to it
_QUIET, _NOISE = 0.003, 4.0  # of the power of loud frames, and of the quietest: silence is below both
_NEVER = -30.0  # a log probability
_SHARE = 0.1  # of a window in which the text is not said; less does no harm

Frames = Callable[[int], None]


@dataclass(frozen=True)
class Recognition:
    """Half-precision log probabilities of shape (frames, columns), under `labels`.

    `letters` are the likeliest letters in order, `at` the frame of each: a recognition without a dictionary.
    `path` holds the likeliest of the model's own columns for every frame, `columns` those that were kept.
    """

    emission: Any
    labels: Labels
    letters: Sequence[int]
    at: Sequence[int]
    path: Any
    columns: Sequence[int]


def recognise(
    aligner: Aligner, samples: Any, said: Sequence[str], heard: Frames = lambda _frames: None
) -> Recognition:
    """Hear 16 kHz mono samples of shape (n,), keeping what the spoken forms `said` can be aligned with.

    An hour takes 180,000 frames of the text's letters, 2 bytes each. `heard` is called with the number of
    frames so far.
    """
    columns = _columns(aligner.labels, said)
    samples = np.asarray(samples, np.float32)
    sounding = _sounding(samples, aligner)
    if sounding.all():
        return _recognition(aligner.labels, columns, *_hear(aligner, samples, columns, heard))
    emission, path = _hear(aligner, _joined(samples, sounding, aligner.stride), columns, heard)
    # In silence the model would hear its blank.
    whole = torch.full((len(sounding), emission.shape[1]), _NEVER, dtype=emission.dtype)
    whole[:, columns.index(aligner.labels.blank)] = 0.0
    whole[torch.from_numpy(sounding)] = emission
    likeliest = np.full(len(sounding), aligner.labels.blank, path.dtype)
    likeliest[sounding] = path
    return _recognition(aligner.labels, columns, whole, likeliest)


def recognise_again(
    aligner: Aligner,
    samples: Any,
    before: Recognition,
    words: Iterable[tuple[float, float]],
    heard: Frames = lambda _frames: None,
) -> Recognition | None:
    """Hear the windows with much sound away from any word again, without it; None if there are none.

    `words` are the starts and ends in milliseconds, in order, at which `before` has the text's words.
    `heard` is called with the frames so far, at most as many as the recording has.
    """
    said = _said(words, len(before.path), aligner.stride / SAMPLE_RATE)
    wanted, near = np.zeros_like(said), np.zeros_like(said)
    for window in aligner.windows(len(said)):
        if 0 < np.mean(said[window.first : window.last]) < 1 - _SHARE:
            wanted[window.start : window.end] = near[window.first : window.last] = True
    near &= said
    wanted &= said
    if not wanted.any():
        return None
    heard_near, path_near = _hear(aligner, _joined(samples, near, aligner.stride), before.columns, heard)
    emission, path = before.emission.clone(), before.path.copy()
    emission[torch.from_numpy(wanted)] = heard_near[torch.from_numpy(wanted[near])]
    path[wanted] = path_near[wanted[near]]
    return _recognition(aligner.labels, before.columns, emission, path)


def _hear(aligner: Aligner, samples: Any, columns: Sequence[int], heard: Frames) -> tuple[Any, Any]:
    """Return the log probabilities of these columns and of the best letter, and the likeliest columns."""
    silent = aligner.labels.silent
    kept, best = [], []
    frames = 0
    for logs in aligner.listen(samples):
        # The best letter of all is kept too: a star stands for it.
        letters = logs.clone()
        letters[:, silent] = -torch.inf
        kept.append(torch.cat([logs[:, columns], letters.amax(1, keepdim=True)], 1).half())
        best.append(logs.argmax(1).numpy())
        frames += len(logs)
        heard(frames)
    return torch.cat(kept), np.concatenate(best)


def _recognition(own: Labels, columns: Sequence[int], emission: Any, path: Any) -> Recognition:
    """Read the letters off a path; `own` are the model's labels."""
    place = np.full(max([*own.columns.values(), *columns]) + 1, _NO_LETTER)
    place[columns] = np.arange(len(columns))
    changes = np.flatnonzero(np.diff(path, prepend=-1))
    at = changes[~np.isin(path[changes], own.silent)]
    letters = place[np.minimum(path[at], len(place) - 1)]
    known = {label: int(place[column]) for label, column in own.columns.items()}
    labels = replace(
        own,
        columns={label: column for label, column in known.items() if column != _NO_LETTER},
        blank=int(place[own.blank]),
        separator=None if own.separator is None else int(place[own.separator]),
    )
    return Recognition(emission, labels, letters.tolist(), at.tolist(), path, columns)


def _said(words: Iterable[tuple[float, float]], frames: int, frame_s: float) -> Any:
    """Say for every frame whether it is in a word, in a pause between two, or close to one."""
    said = np.zeros(frames, bool)
    before = -np.inf
    for start_ms, end_ms in words:
        start, end = start_ms / 1000, end_ms / 1000
        first = before if start - before <= _PAUSE_S else start - _EDGE_S
        said[max(round(first / frame_s), 0) : round((end + _EDGE_S) / frame_s)] = True
        before = end
    return said


def _sounding(samples: Any, aligner: Aligner) -> Any:
    """Say for every frame whether it is heard: all but the inside of long silences."""
    stride = aligner.stride
    frames = aligner.frames(len(samples))
    level = np.zeros(frames)
    whole = samples[: len(samples) // stride * stride].reshape(-1, stride)
    level[: len(whole)] = np.einsum("ij,ij->i", whole, whole, dtype=np.float64) / stride
    # Speech, hushed speech as well, is well above a recording's own noise.
    loud, floor = np.percentile(level, [95, 5])
    quiet = level <= min(_QUIET * loud, _NOISE * floor)
    edges = np.flatnonzero(np.diff(quiet, prepend=False, append=False)).reshape(-1, 2)
    sounding = np.ones(frames, bool)
    margin = round(_EDGE_S * SAMPLE_RATE / stride)
    for first, last in edges:
        if (last - first) * stride > _PAUSE_S * SAMPLE_RATE:
            sounding[first + margin : last - margin] = False
    return sounding


def _joined(samples: Any, chosen: Any, stride: int) -> Any:
    """Return the sound of the chosen frames alone."""
    edges = np.flatnonzero(np.diff(chosen, prepend=False, append=False)).reshape(-1, 2) * stride
    return np.concatenate([samples[first:last] for first, last in edges])


def _columns(labels: Labels, said: Sequence[str]) -> list[int]:
    """Return the columns that an alignment of these spoken forms looks at."""
    used = {letter for form in set(said) for piece in labels.letters(form) for letter in piece}
    return sorted((used | set(labels.silent)) - {STAR})

"""Forced alignment of known letters in a CTC model's output: which frames each word takes.

The method is that of "CTC-Segmentation of Large Corpora" (Kürzinger et al., 2020) as torchaudio implements
it; letters that the model does not know become stars, as in torchaudio's tutorial and in WhisperX.
"""

import itertools
import unicodedata
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from f5tts_worker.engine.alignment.posterior import borders

STAR = -1  # a letter that the model does not know
_PAUSE = -2  # a frame at least without a letter, behind the separator before a word that follows a mark
_INSIDE_WORDS = "'-"  # marks that a model may have been taught to hear; all other punctuation is silent
_FAR = 40  # frames between two letters of one word: 0.8 s
# forced_align keeps one byte for each frame and state; ten minutes of brisk speech need 0.5 GB.
MAX_CELLS = 800_000_000
# CTC models are surer than they are right. These made starts truer on voices heard well and badly alike
# (docs/BENCHMARKS.md); from 0.2 to 0.4 and from 0.5 to 0.7, they hardly matter.
_SHARED, _SURENESS = 0.3, 0.6
_PARTS = 20  # of a frame: a millisecond of those of 20 ms
_LONGEST = 3  # frames of a word's last letter, of whose end a model is not sure
_TORN, _BETWEEN = 1.0, 4  # nats for each of so many frames of a pause in a word
# One frame never decides: what is less likely than this counts as this likely.
FLOOR = -8.0
# A blank of which the model is unsure is a poor witness of silence, so its log probability counts double.
_BLANK, _BLANK_COST = 2.0, 0.5
FREE_COST = 0.2  # nats a frame, the price of a letter that is not in the text
# Letters that models take for each other.
_ALIKE = ("aeiouyw'", "pb", "td", "ckgqx", "szxc", "fv", "mn", "lrw", "jgy", "ht", "gh")


@dataclass(frozen=True)
class Labels:
    """A CTC model's letters in lower case with their columns, its blank, its word separator if it has one."""

    columns: Mapping[str, int]
    blank: int
    separator: int | None
    turkish: bool = False  # dotted and dotless i are two letters

    @classmethod
    def of(
        cls, vocabulary: Mapping[str, int], *, blank: int, separator: str = "|", language: str = ""
    ) -> "Labels":
        """Build labels from a model's vocabulary. Letters are lower-cased, as WhisperX does."""
        columns = {label.lower(): column for label, column in vocabulary.items() if column != blank}
        return cls(columns, blank, columns.get(separator), turkish=language in ("tr", "az"))

    @property
    def silent(self) -> list[int]:
        """The columns that stand for no letter: the blank and the separator."""
        return [column for column in (self.blank, self.separator) if column is not None]

    def letters(self, spoken: str) -> list[list[int]]:
        """Return the columns of each piece (they stand between spaces) of what is said; STAR if unknown."""
        if self.turkish:
            spoken = spoken.replace("I", "\u0131").replace("İ", "i")
        text = unicodedata.normalize("NFC", spoken.lower())
        pieces = ([column for char in piece for column in self._columns(char)] for piece in text.split())
        return [piece for piece in pieces if piece]

    def knows(self, spoken: str) -> bool:
        """Say whether the model can hear any letter of what is said."""
        return any(letter != STAR for piece in self.letters(spoken) for letter in piece)

    def _columns(self, char: str) -> Iterator[int]:
        category = unicodedata.category(char)[0]
        if category not in "LNM" and char not in _INSIDE_WORDS:
            return
        if char in self.columns:
            yield self.columns[char]
            return
        # "é" is heard as "e" by a model without accents, "ß" as "ss", a lone vowel sign or hyphen not at all.
        simpler = unicodedata.normalize("NFKD", char.casefold())
        known = [self.columns[part] for part in simpler if part in self.columns]
        if known:
            yield from known
        elif category in "LN":
            yield STAR


@dataclass(frozen=True)
class Span:
    """Where something is heard, in frames and parts of them, and its letters' mean probability.

    Letters that the model does not know have no probability; a word of such letters alone has None. `scores`
    makes of a word's the probability that it is what was said. `letters` are the frames in which a word's
    letters begin, None for those that are not near the others.
    """

    start: float
    end: float
    score: float | None
    letters: tuple[float | None, ...] = ()


class UnalignableError(ValueError):
    """These letters cannot be laid along these frames."""


def align_words(
    emission: Any,
    words: Sequence[Sequence[Sequence[int]]],
    labels: Labels,
    spaced: Sequence[bool],
    pauses: Sequence[tuple[int, int]] = (),
    marked: Collection[int] = (),
) -> list[Span | None]:
    """Lay words along a model's log probabilities, shape (frames, columns); None for words without letters.

    `words` holds each word's pieces as `Labels.letters` gives them, `spaced` whether a separator belongs
    before each; `pauses` are frames without speech, first and last (exclusive). The words numbered in
    `marked` stand behind a full stop, a comma or the like, so they are likely to follow a pause. Raises
    UnalignableError when there are more letters than frames, or too many for memory.
    """
    frames = emission.shape[0]
    between = [pause for pause in pauses if pause[0] > 0 and pause[1] < frames]
    targets, owners = _targets(words, labels, spaced, marked if between else ())
    if not targets:
        return [None] * len(words)
    needed = len(targets) + sum(a == b for a, b in itertools.pairwise(targets))
    if needed > frames:
        raise UnalignableError(f"{needed} letters in {frames} frames")
    if frames * (2 * len(targets) + 1) > MAX_CELLS:
        raise UnalignableError(f"{len(targets)} letters in {frames} frames are too many at once")
    known = [target not in (STAR, _PAUSE, labels.separator) for target in targets]
    is_letter = [target not in (_PAUSE, labels.separator) for target in targets]
    logs = _with_pauses(np.asarray(emission, np.float32).copy(), pauses, labels)
    soft = softened(logs, labels, _SHARED, _SURENESS)
    soft = _with_marks(soft, labels)
    columns = np.array(targets) % soft.shape[1]  # STAR is the last one, _PAUSE the one before
    spans = _timed(soft, columns, _token_spans(soft, columns, labels.blank), labels.blank)
    return _collect(spans, owners, known, is_letter, len(words))


def softened(logs: Any, labels: Labels, shared: float, sureness: float = 1.0) -> Any:
    """Return log probabilities of a model that is less sure of what it hears, shape (frames, columns + 1).

    Letters that sound alike get this share of each other's probability, and `logs` are multiplied by
    `sureness`. The last column is that of letters that the model does not know.
    """
    if sureness != 1.0:
        logs = sureness * logs
        logs -= np.logaddexp.reduce(logs, 1, keepdims=True)
    shares = np.exp(logs)
    soft = shares.copy()
    for alike in _ALIKE:
        columns = [labels.columns[letter] for letter in alike if letter in labels.columns]
        soft[:, columns] += shared * (shares[:, columns].sum(1, keepdims=True) - shares[:, columns])
    soft = np.log(np.minimum(soft, 1.0) + 1e-9)
    soft[:, labels.blank] = _BLANK * logs[:, labels.blank] - _BLANK_COST
    soft = np.maximum(soft, FLOOR)
    return np.concatenate([soft, np.delete(soft, labels.silent, 1).max(1, keepdims=True)], 1)


def _with_pauses(logs: Any, pauses: Sequence[tuple[int, int]], labels: Labels) -> Any:
    """Hear no letter in pauses, and in those between two words rather the separator than the blank.

    So a word is not torn apart by a pause: its first letter was often taken for the last sound before it.
    """
    for first, last in pauses:
        logs[first:last] += FLOOR
        logs[first:last, labels.blank] = 0.0
        if labels.separator is not None and first > 0 and last < len(logs):
            # In a few frames: a long pause must not draw a word away from sound that speaks for it.
            begin = max((first + last - _BETWEEN) // 2, first)
            middle = slice(begin, min(begin + _BETWEEN, last))
            logs[middle, labels.blank] = -_TORN
            logs[middle, labels.separator] = 0.0
    return logs


def _with_marks(soft: Any, labels: Labels) -> Any:
    """Add a column before the last one: no letter at all.

    Where a voice is heard badly, the first word behind a mark was often taken for the last sound before the
    pause. Between two words without a pause, a frame without a letter has its price.
    """
    if labels.separator is None:
        return soft
    return np.insert(soft, -1, soft[:, [labels.separator, labels.blank]].max(1), 1)


def _targets(
    words: Sequence[Sequence[Sequence[int]]],
    labels: Labels,
    spaced: Sequence[bool],
    marked: Collection[int],
) -> tuple[list[int], list[int]]:
    """Return the letters and what stands between them, and the word that each belongs to (-1: none)."""
    targets: list[int] = []
    owners: list[int] = []
    for index, pieces in enumerate(words):
        for number, piece in enumerate(pieces):
            if targets and labels.separator is not None and (number or spaced[index]):
                is_marked = not number and index in marked
                apart = [labels.separator, _PAUSE] if is_marked else [labels.separator]
                targets.extend(apart)
                owners.extend([index if number else -1] * len(apart))
            targets.extend(piece)
            owners.extend([index] * len(piece))
    return targets, owners


def _token_spans(logs: Any, targets: Any, blank: int) -> list[Span]:
    """Return where the best way has each letter, and its probability there."""
    from torchaudio.functional import forced_align, merge_tokens

    try:
        with warnings.catch_warnings():  # torchaudio 2.8 announces, at every call, that 2.9 may drop this
            warnings.filterwarnings("ignore", message=".*forced_align has been deprecated")
            letters = torch.from_numpy(targets)[None]
            path, scores = forced_align(torch.from_numpy(logs)[None], letters, blank=blank)
    except RuntimeError as error:
        raise UnalignableError(str(error)) from error
    spans = merge_tokens(path[0], scores[0].exp(), blank)
    if len(spans) != len(targets):
        raise UnalignableError(f"{len(spans)} letters were placed of {len(targets)}")
    return [Span(span.start, span.end, span.score) for span in spans]


def _timed(logs: Any, targets: Any, spans: list[Span], blank: int) -> list[Span]:
    """Begin and end letters by all ways together, where these can be counted."""
    states = np.full(2 * len(targets) + 1, blank)
    states[1::2] = targets
    edges = np.sort([edge for span in spans for edge in (span.start, span.end)])
    best = np.searchsorted(edges, np.arange(len(logs)), "right")
    found = borders(logs, states, best, blank)
    if found is None:
        return spans
    found = np.round(_PARTS * found) / _PARTS
    return [
        replace(span, start=start, end=end)
        for span, start, end in zip(spans, found[1::2].tolist(), found[2::2].tolist(), strict=True)
    ]


def _collect(
    spans: Sequence[Span],
    owners: Sequence[int],
    known: Sequence[bool],
    is_letter: Sequence[bool],
    count: int,
) -> list[Span | None]:
    """Join each word's letters: from the first one's start to the last one's end."""
    found: list[Span | None] = [None] * count
    rows = zip(owners, spans, known, is_letter, strict=True)
    for owner, group in itertools.groupby(rows, lambda row: row[0]):
        if owner < 0:
            continue
        word = list(group)
        own = _together([(span, is_known) for _, span, is_known, _ in word])
        first, last = own[0][0].start, own[-1][0].start
        letters = tuple(s.start if first <= s.start <= last else None for _, s, _, said in word if said)
        scores = [span.score or 0.0 for span, is_known in own if is_known]
        score = sum(scores) / len(scores) if scores else None
        end = min(max(own[-1][0].end, last), last + _LONGEST)
        found[owner] = Span(first, end, score, letters)
    return found


def _together(letters: list[tuple[Span, bool]]) -> list[tuple[Span, bool]]:
    """Leave out letters of a word that are far from most of its others: noise was taken for them."""
    cuts = [
        number
        for number, ((left, _), (right, _)) in enumerate(itertools.pairwise(letters), 1)
        if right.start - left.end > _FAR
    ]
    edges = [0, *cuts, len(letters)]
    return max((letters[first:last] for first, last in itertools.pairwise(edges)), key=len)

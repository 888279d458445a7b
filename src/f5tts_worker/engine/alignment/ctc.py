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

import torch

STAR = -1  # a letter that the model does not know
_INSIDE_WORDS = "'-"  # marks that a model may have been taught to hear; all other punctuation is silent
# forced_align keeps one byte for each frame and state; ten minutes of brisk speech need 0.5 GB.
MAX_CELLS = 800_000_000
_LETTERED = 0.6  # the probability of any letter at all: above this it is a letter
_ANYTHING = -0.5  # the log probability, a frame, of sound outside all words; letters have about -0.1


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
    """Where something is heard: frames `start` to `end` (exclusive), and its letters' mean probability."""

    start: int
    end: int
    score: float


class UnalignableError(ValueError):
    """These letters cannot be laid along these frames."""


def align_words(
    emission: Any,
    words: Sequence[Sequence[Sequence[int]]],
    labels: Labels,
    spaced: Sequence[bool],
    *,
    loose: Collection[int] = (),
) -> list[Span | None]:
    """Lay words along a model's log probabilities, shape (frames, columns); None for words without letters.

    `words` holds each word's pieces as `Labels.letters` gives them, `spaced` whether a separator belongs
    before each. Before the words numbered in `loose` there may be sound that is in no word; one past the last
    word means the end. Raises UnalignableError when there are more letters than frames, or too many for
    memory.
    """
    anything = emission.shape[1]
    targets, owners = _targets(words, labels, spaced, loose, anything)
    if all(owner < 0 for owner in owners):
        return [None] * len(words)
    silent = [labels.blank]
    if loose:
        silent.append(anything)
        emission = _with_anything(emission, labels)
    frames = emission.shape[0]
    needed = len(targets) + sum(a == b for a, b in itertools.pairwise(targets))
    if needed > frames:
        raise UnalignableError(f"{needed} letters in {frames} frames")
    if frames * (2 * len(targets) + 1) > MAX_CELLS:
        raise UnalignableError(f"{len(targets)} letters in {frames} frames are too many at once")
    emission, targets = _with_star(emission, targets, silent)
    spans = _token_spans(emission, targets, labels.blank)
    lettered = emission[:, labels.silent].exp().sum(1) < 1 - _LETTERED
    spans = _with_onsets(spans, targets, labels, lettered.tolist())
    return _collect(spans, owners, len(words))


def _targets(
    words: Sequence[Sequence[Sequence[int]]],
    labels: Labels,
    spaced: Sequence[bool],
    loose: Collection[int],
    anything: int,
) -> tuple[list[int], list[int]]:
    """Return the letters and what stands between them, and the word that each belongs to (-1: none)."""
    targets: list[int] = []
    owners: list[int] = []
    for index, pieces in enumerate([*words, ()]):
        if index in loose and targets[-1:] != [anything]:
            targets.append(anything)
            owners.append(-1)
        for number, piece in enumerate(pieces):
            between = bool(targets) and targets[-1] != anything
            if between and labels.separator is not None and (number or spaced[index]):
                targets.append(labels.separator)
                owners.append(index if number else -1)
            targets.extend(piece)
            owners.extend([index] * len(piece))
    return targets, owners


def _with_anything(emission: Any, labels: Labels) -> Any:
    """Add a column for whatever is said that is not in the text.

    It costs as much as a pause where the model hears one, and _ANYTHING per frame elsewhere.
    """
    column = emission[:, labels.silent].logsumexp(1, keepdim=True).clamp(min=_ANYTHING)
    return torch.cat([emission, column], 1)


def _with_star(emission: Any, targets: list[int], silent: list[int]) -> tuple[Any, list[int]]:
    """Add a column for unknown letters where there are any: the likeliest letter of each frame."""
    if STAR not in targets:
        return emission, targets
    letters = emission.clone()
    letters[:, silent] = -torch.inf
    star = emission.shape[1]
    return torch.cat([emission, letters.amax(1, keepdim=True)], 1), [
        star if t == STAR else t for t in targets
    ]


def _token_spans(emission: Any, targets: list[int], blank: int) -> list[Span]:
    from torchaudio.functional import forced_align, merge_tokens

    try:
        with warnings.catch_warnings():  # torchaudio 2.8 announces, at every call, that 2.9 may drop this
            warnings.filterwarnings("ignore", message=".*forced_align has been deprecated")
            path, scores = forced_align(emission[None].float(), torch.tensor([targets]), blank=blank)
    except RuntimeError as error:
        raise UnalignableError(str(error)) from error
    spans = merge_tokens(path[0], scores[0].exp(), blank)
    if len(spans) != len(targets):
        raise UnalignableError(f"{len(spans)} letters were placed of {len(targets)}")
    return [Span(span.start, span.end, span.score) for span in spans]


def _with_onsets(
    spans: Sequence[Span], targets: Sequence[int], labels: Labels, lettered: Sequence[bool]
) -> list[Span]:
    """Begin what follows a separator one frame earlier where any letter is heard there rather than none.

    A model that is unsure of the letter (it first takes the k of "kitchen" for a c) leaves a word's first
    frame to the blank. `lettered` says where letters are heard. More than one frame would be nearer to the
    truth still, and too far from where WhisperX begins words.
    """
    begun = list(spans[:1])
    for (left, right), target in zip(itertools.pairwise(spans), targets[:-1], strict=True):
        earlier = target == labels.separator and left.end < right.start and lettered[right.start - 1]
        begun.append(replace(right, start=right.start - earlier))
    return begun


def _collect(spans: Sequence[Span], owners: Sequence[int], count: int) -> list[Span | None]:
    """Join each word's letters: from the first one's start to the last one's end, scores by their frames."""
    found: list[Span | None] = [None] * count
    sums = [0.0] * count
    lengths = [0] * count
    for span, owner in zip(spans, owners, strict=True):
        if owner < 0:
            continue
        before = found[owner]
        sums[owner] += span.score * (span.end - span.start)
        lengths[owner] += span.end - span.start
        found[owner] = Span(before.start if before else span.start, span.end, sums[owner] / lengths[owner])
    return found

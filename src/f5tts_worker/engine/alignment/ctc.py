"""Forced alignment of known letters in a CTC model's output: which frames each word takes.

The method is that of "CTC-Segmentation of Large Corpora" (Kürzinger et al., 2020) as torchaudio implements
it; letters that the model does not know become stars, as in torchaudio's tutorial and in WhisperX.
"""

import itertools
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

STAR = -1  # a letter that the model does not know
_INSIDE_WORDS = "'-"  # marks that a model may have been taught to hear; all other punctuation is silent
_FAR = 40  # frames between two letters of one word: 0.8 s
# forced_align keeps one byte for each frame and state; ten minutes of brisk speech need 0.5 GB.
MAX_CELLS = 800_000_000
_LETTERED = 0.6  # the probability of any letter at all: above this it is a letter


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
    """Where something is heard: frames `start` to `end` (exclusive), and its letters' mean probability.

    Letters that the model does not know have no probability; a word of such letters alone has None. `scores`
    makes of a word's the probability that it is what was said. `letters` are the frames in which a word's
    letters begin, None for those that are not near the others.
    """

    start: int
    end: int
    score: float | None
    letters: tuple[int | None, ...] = ()


class UnalignableError(ValueError):
    """These letters cannot be laid along these frames."""


def align_words(
    emission: Any,
    words: Sequence[Sequence[Sequence[int]]],
    labels: Labels,
    spaced: Sequence[bool],
) -> list[Span | None]:
    """Lay words along a model's log probabilities, shape (frames, columns); None for words without letters.

    `words` holds each word's pieces as `Labels.letters` gives them, `spaced` whether a separator belongs
    before each. Raises UnalignableError when there are more letters than frames, or too many for memory.
    """
    targets, owners = _targets(words, labels, spaced)
    if not targets:
        return [None] * len(words)
    frames = emission.shape[0]
    needed = len(targets) + sum(a == b for a, b in itertools.pairwise(targets))
    if needed > frames:
        raise UnalignableError(f"{needed} letters in {frames} frames")
    if frames * (2 * len(targets) + 1) > MAX_CELLS:
        raise UnalignableError(f"{len(targets)} letters in {frames} frames are too many at once")
    known = [target not in (STAR, labels.separator) for target in targets]
    is_letter = [target != labels.separator for target in targets]
    emission, targets = _with_star(emission, targets, labels.blank)
    spans = _token_spans(emission, targets, labels.blank)
    lettered = emission[:, labels.silent].exp().sum(1) < 1 - _LETTERED
    spans = _with_onsets(spans, targets, labels, lettered.tolist())
    return _collect(spans, owners, known, is_letter, len(words))


def _targets(
    words: Sequence[Sequence[Sequence[int]]], labels: Labels, spaced: Sequence[bool]
) -> tuple[list[int], list[int]]:
    """Return the letters and what stands between them, and the word that each belongs to (-1: none)."""
    targets: list[int] = []
    owners: list[int] = []
    for index, pieces in enumerate(words):
        for number, piece in enumerate(pieces):
            if targets and labels.separator is not None and (number or spaced[index]):
                targets.append(labels.separator)
                owners.append(index if number else -1)
            targets.extend(piece)
            owners.extend([index] * len(piece))
    return targets, owners


def _with_star(emission: Any, targets: list[int], blank: int) -> tuple[Any, list[int]]:
    """Add a column for unknown letters where there are any: the likeliest letter of each frame."""
    if STAR not in targets:
        return emission, targets
    letters = emission.clone()
    letters[:, blank] = -torch.inf
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


def _collect(
    spans: Sequence[Span],
    owners: Sequence[int],
    known: Sequence[bool],
    is_letter: Sequence[bool],
    count: int,
) -> list[Span | None]:
    """Join each word's letters: from the first one's start to the last one's end, scores by their frames."""
    found: list[Span | None] = [None] * count
    rows = zip(owners, spans, known, is_letter, strict=True)
    for owner, group in itertools.groupby(rows, lambda row: row[0]):
        if owner < 0:
            continue
        word = list(group)
        own = _together([(span, is_known) for _, span, is_known, _ in word])
        near = range(own[0][0].start, own[-1][0].end)
        letters = tuple(span.start if span.start in near else None for _, span, _, said in word if said)
        scored = [span for span, is_known in own if is_known]
        frames = sum(span.end - span.start for span in scored)
        total = sum((span.score or 0.0) * (span.end - span.start) for span in scored)
        found[owner] = Span(near.start, near.stop, total / frames if frames else None, letters)
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

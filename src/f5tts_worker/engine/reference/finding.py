"""Where in a recording a text is said, and how much of it is heard: letters against letters.

The aligner's likeliest letters are the recognition; an edit distance compares them with the text's. Unlike an
alignment, which gives every word a place, this notices a text that is not said at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from f5tts_worker.languages import CLOSING, ends_sentence

if TYPE_CHECKING:
    from f5tts_worker.engine.alignment.aligner import Aligner

# With the demo's aligner and four flite voices, 16 pairs of sentences: the right text 0.31 to 0.81, with
# white noise 15 dB below 0.37 to 0.71; another text 0.16 to 0.24; the same in German 0.23 to 0.32, in French
# 0.18 to 0.22, in Russian 0. A text that is half right (0.21 to 0.53) cannot be distinguished.
_POOR_AGREEMENT = 0.3
# So many words with letters that the language does not have, and the text is probably in another one.
_FOREIGN_WORDS, _FOREIGN_SHARE, _FOREIGN_AGREEMENT = 2, 0.1, 0.45
# One sentence of nine, where it is said: 0.49 to 0.78 in the voices that the aligner knows, 0.30 to 0.50 in
# the others; where it is not said: 0.28 to 0.40.
_PART_SHARE, _PART_AGREEMENT = 0.8, 0.45
# With so much agreement, what is heard beside the text is other words and not its own, badly heard.
_SURE = 0.75
# Two sentences of flite's slt, rms, kal16 and awb: a text has 0.84 to 1.09 letters for each that is heard,
# and 1.27 to 1.72 with a third sentence. 0.44 to 0.85 of what is heard agrees with it.
_LONGER_SHARE, _LONGER_AGREEMENT = 1.2, 0.6
_NEAR = 2  # words: what is said begins and ends with a sentence so near, rather than inside it
_LEAD_MS = 60  # a letter is heard so much later than it begins, at most
_RATE = 16_000


@dataclass(frozen=True)
class Found:
    """How a text is heard in a recording.

    `agreement` is the part of the letters that agree, 0 to 1, `share` how many the text has for each that is
    heard. `start_ms` to `end_ms` is where most of it is heard, which agrees with it by `inner_agreement`;
    other letters are heard before `after_ms` and from `before_ms` on, if any are and that can be told.
    """

    agreement: float
    share: float
    inner_agreement: float
    start_ms: int
    end_ms: int
    after_ms: int | None = None
    before_ms: int | None = None
    said: str | None = None  # the part of the text that is heard, if it surely says more
    is_foreign: bool = False  # has words with letters that the aligner's language lacks

    @property
    def is_part(self) -> bool:
        """Whether more is said in the recording than the text says."""
        return self.share < _PART_SHARE and self.inner_agreement >= _PART_AGREEMENT

    def faults(self, language: str | None) -> list[str]:
        """Return the sentence for a text that agrees too little, in a list; empty if none."""
        if self.agreement >= (_FOREIGN_AGREEMENT if self.is_foreign else _POOR_AGREEMENT):
            if self.share <= _LONGER_SHARE:
                return []
            found = (
                f"The reference text has {self.share:.1f} times as many letters as are heard in its audio."
                " Send exactly the words that are heard: with others, speech comes out too fast."
            )
            return [found]
        fault = (
            "The reference text does not seem to be what is said in its audio, or the language is not"
            f" {language or 'the one expected'}: {self.agreement:.0%} of the letters agree."
            " Send exactly the words that are heard, and their language."
        )
        return [fault]


def find(aligner: "Aligner", samples: Any, text: str, language: str) -> Found:
    """Find a text in 16 kHz samples [n]."""
    from f5tts_worker.engine.alignment.recognition import recognise
    from f5tts_worker.engine.text.spoken import split_words

    words = split_words(text, language)
    spoken = [word.spoken for word in words]
    found = recognise(aligner, samples, spoken)
    letters = [[letter for piece in found.labels.letters(form) for letter in piece] for form in spoken]
    said, heard = np.array([letter for own in letters for letter in own], int), np.array(found.letters, int)
    if not said.size or not heard.size:
        return Found(0.0, 1.0, 0.0, 0, 0)
    whole = 1 - _distances(heard, said, anywhere=False)[-1] / max(len(said), len(heard))
    ends = _distances(heard, said, anywhere=True)
    last = _nearest(ends[1:], heard == said[-1])
    starts = _distances(heard[last::-1], said[::-1], anywhere=False)
    first = last - _nearest(starts[1:], heard[last::-1] == said[0])
    frame_ms = 1000 * aligner.stride / _RATE
    start_ms, end_ms = round(found.at[first] * frame_ms), round((found.at[last] + 1) * frame_ms)
    inner = 1 - float(ends.min()) / len(said)
    is_sure = inner >= _SURE
    after_ms = _begins(found.at, first, frame_ms) if is_sure and heard[first] in said[:2] else None
    before_ms = _begins(found.at, last + 1, frame_ms) if is_sure and heard[last] == said[-1] else None
    own = aligner.labels.columns
    foreign = sum(any(char.isalpha() and char not in own for char in form.lower()) for form in spoken)
    is_foreign = foreign >= max(_FOREIGN_WORDS, _FOREIGN_SHARE * len(spoken))
    share = len(said) / len(heard)
    part = _part_said(said, heard, [len(own) for own in letters]) if share > _LONGER_SHARE else None
    displays = [word.display for word in words]
    told = text_of(text, displays, *_whole_sentences(displays, *part)) if part else None
    return Found(float(whole), share, inner, start_ms, end_ms, after_ms, before_ms, told, is_foreign)


def _part_said(said: Any, heard: Any, lengths: Sequence[int]) -> tuple[int, int] | None:
    """Return which words (the first, and one past the last) of a text are heard where it says more; or None.

    `lengths` are the numbers of the words' letters. A word is said if half of it is within what is heard.
    """
    ends = _distances(said, heard, anywhere=True)
    if 1 - ends.min() / len(heard) < _LONGER_AGREEMENT:
        return None
    last = _nearest(ends[1:], said == heard[-1])
    first = last - _nearest(
        _distances(said[last::-1], heard[::-1], anywhere=False)[1:], said[last::-1] == heard[0]
    )
    stops = np.cumsum(lengths)
    middles = stops - np.array(lengths) / 2
    words = np.flatnonzero((middles >= first) & (middles <= last + 1) & (np.array(lengths) > 0))
    return (int(words[0]), int(words[-1]) + 1) if words.size else None


def _whole_sentences(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return the part of a text moved to the edges of its sentences, where these are near."""
    edges = [0, *(number for number, word in enumerate(words, 1) if ends_sentence(word)), len(words)]
    nearest = [min(edges, key=lambda edge: abs(edge - place)) for place in (first, last)]
    begin, end = (
        near if abs(near - place) <= _NEAR else place
        for near, place in zip(nearest, (first, last), strict=True)
    )
    return (begin, end) if begin < end else (first, last)


def text_of(text: str, words: Sequence[str], first: int, last: int) -> str:
    """Return the text of some of its words with the writer's own spacing and punctuation."""
    place, begin = 0, 0
    for number, word in enumerate(words[:last]):
        found = text.find(word, place)
        if found < 0:  # the aligner wrote a word differently
            return " ".join(words[first:last])
        begin = found if number == first else begin
        place = found + len(word)
    rest = text[place:]
    return (text[begin:place] + rest[: len(rest) - len(rest.lstrip(CLOSING))]).strip()


def _nearest(distances: Any, is_same: Any) -> int:
    """Return the place of the least distance; of several, the first at which the same letter is heard."""
    least = distances == distances.min()
    both = least & is_same
    return int((both if both.any() else least).argmax())


def _begins(at: Sequence[int], place: int, frame_ms: float) -> int | None:
    """Return where a letter, one of those heard `at` these frames, begins; None for the first and the end."""
    if not 0 < place < len(at):
        return None
    return round(max((at[place - 1] + at[place]) / 2 * frame_ms, at[place] * frame_ms - _LEAD_MS))


def _distances(heard: Any, said: Any, *, anywhere: bool) -> Any:
    """Return how far `said` is from what is heard up to each place, from the start or from anywhere."""
    places = np.arange(len(said) + 1)
    row, distances = places, [len(said)]
    for letter in heard:
        changed = np.minimum(row[1:] + 1, row[:-1] + (said != letter))
        above = np.concatenate([[0] if anywhere else row[:1] + 1, changed])
        row = np.minimum.accumulate(above - places) + places
        distances.append(int(row[-1]))
    return np.array(distances)

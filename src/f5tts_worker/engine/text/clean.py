# ruff: noqa: RUF001  punctuation of many scripts is what this module is about
"""The text that F5-TTS gets for a row of words, and how long it takes to say.

F5-TTS does not predict durations: it gets the number of frames to fill, in proportion to the reference's text
and length. The official rule counts UTF-8 bytes, which makes "é" twice as long as "e" and a Cyrillic word
after a Latin reference twice as long as it should be. Here a letter of an alphabet counts 1 and a Chinese,
Japanese or Korean character 3, as its bytes do; for ASCII and for CJK text the two rules are the same.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from f5tts_worker.languages import ends_sentence, is_east_asian, is_unspaced

_CJK_WEIGHT = 3.0
# A capital that is spelled ("FBI", "T-shirt"): flite's slt and rms take 3.3 and 3.7 times as long for one as
# for a letter of running speech, the spaces behind words included (medians of 17 acronyms).
_SPELLED_WEIGHT = 3.0
_CAPITALS, _SMALL = "A-ZÀ-ÖØ-ÞΑ-ΩА-Я", "a-zß-öø-ÿα-ωа-я"
_WORDS_OF_ONE_LETTER = "AIOYÀÉ"
_SPELLED = re.compile(
    rf"[{_CAPITALS}]{{2,}}(?![{_SMALL}])|(?<!\w)(?![{_WORDS_OF_ONE_LETTER}])[{_CAPITALS}](?!['’\w])"
)

# An utterance of a word or two is not a slice of a long one: it starts and ends, and its last syllable is
# drawn out. F5-TTS sets speed 0.3 below 10 bytes, so "Hello" takes 3.3 times as long as the reference's rate,
# "Hello there" not at all longer. Here what is added fades from 0.4 s to nothing at 2 s: a second or so for
# "Hello", and no jump.
_SHORT_EXTRA_SECONDS = 0.4
_SHORT_UNTIL_SECONDS = 2.0


@dataclass(frozen=True)
class SpokenWord:
    """One display word, what is said for it ("" when nothing is), its sentence's and paragraph's numbers."""

    display: str
    spoken: str
    sentence: int = 0
    paragraph: int = 0


@dataclass(frozen=True)
class Pace:
    """How fast the reference speaks: its mel frames, and its text's `speech_length`."""

    frames: int
    length: float
    frames_per_second: float = 93.75

    def frames_for(self, text: str, speed: float = 1.0) -> int:
        """Return the frames in which to say `text`: F5-TTS's rule, and a little more for very short texts."""
        frames = self.frames / self.length * speech_length(text)
        seconds = frames / self.frames_per_second
        extra = _SHORT_EXTRA_SECONDS * max(0.0, 1 - seconds / _SHORT_UNTIL_SECONDS)
        return max(1, int((frames + extra * self.frames_per_second) / speed))

    def length_for(self, seconds: float, speed: float = 1.0) -> float:
        """Return the largest `speech_length` that `frames_for` fits into `seconds` (0.5 s at least)."""
        usable = seconds * speed
        if usable < _SHORT_UNTIL_SECONDS:  # the short texts' rule, solved for the length
            shrink = 1 - _SHORT_EXTRA_SECONDS / _SHORT_UNTIL_SECONDS
            usable = max((usable - _SHORT_EXTRA_SECONDS) / shrink, 0.01)
        return usable * self.frames_per_second * self.length / self.frames


def speech_length(text: str) -> float:
    """Weigh a text by how long it takes to say: 1 a letter, 3 a CJK character or a spelled capital."""
    spelled = sum(len(letters) for letters in _SPELLED.findall(text))
    plain = sum(_CJK_WEIGHT if is_east_asian(letter) else 1.0 for letter in text)
    return plain + spelled * (_SPELLED_WEIGHT - 1)


def join_words(words: Sequence[SpokenWord]) -> str:
    """Write the spoken forms as one text: spaces between words, none in scripts written without spaces."""
    text = ""
    for word in words:
        spoken = word.spoken.strip()
        if not spoken:
            continue
        mark_alone = not any(letter.isalnum() for letter in spoken)  # a dash spoken as a comma
        if text and not mark_alone and not (is_unspaced(text[-1]) and is_unspaced(spoken[0])):
            text += " "
        text += spoken
    return text


def close_text(text: str, *, last: bool) -> str:
    """End a chunk with a mark if it has none, since otherwise F5-TTS swallows the end of the last word.

    A full stop at the end of the request; a comma where the text goes on in the next chunk.
    """
    if not text or unicodedata.category(text[-1])[0] not in "LMN":
        return text
    if is_east_asian(text[-1]):
        return text + ("。" if last else "，")
    return text + ("." if last else ",")


def close_reference_text(text: str) -> str:
    """End a reference's text as F5-TTS wants it: a sentence mark and a space ("。" alone in Chinese)."""
    text = " ".join(text.split())
    if not ends_sentence(text):
        text = text.rstrip(",;:-–—，；：、") + ("。" if text and is_east_asian(text[-1]) else ".")
    return text if is_east_asian(text[-1]) else text + " "

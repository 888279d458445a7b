"""Words with their times, as the engine returns them: checked once, and the source of everything else."""

import bisect
import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeGuard

from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import is_unspaced

Source = Literal["aligned", "interpolated"]

# Has no width, allows no line break, and breaks up what a parser would take for a code.
WORD_JOINER = "\u2060"
SEARCH = 64  # characters that the engine may have left out between two words of the text

# Overrides reverse letters: they can change what a subtitle seems to say. Other marks of direction are the
# author's way to put a line right, and end with the cue.
OVERRIDES = frozenset("\u202d\u202e")
# A word that is too wide for a line is divided after one of these, as addresses are.
_PARTS = re.compile(r"[^/._?&=@:\s-]*[/._?&=@:\s-]+|[^/._?&=@:\s-]+")
# Byte order mark, zero-width space, interlinear annotation: invisible, and they upset parsers and searches.
_FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # letters of which two make a flag
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*\Z")
_VIRAMA = 9  # the combining class of the sign that joins two letters of India's scripts
INVISIBLE = frozenset("\ufeff\u200b\ufff9\ufffa\ufffb")


@dataclass(frozen=True)
class Word:
    """One display word and when it is spoken, in milliseconds from the start of the audio."""

    text: str
    start_ms: int
    end_ms: int
    score: float | None  # 0 to 1: how sure the aligner is; None where nothing was heard
    source: Source
    space: bool = True  # a space stands between this word and the next
    sentence: int = 0  # the number of its sentence in the text
    voice: str | None = None  # who says it, where a text has several voices
    paragraph: int = 0  # the number of its paragraph, or item of a list
    pause_ms: int = 0  # the silence after it that the author asked for
    # The words that it was made of: one that no line can hold, or several that make a phrase.
    made_of: "tuple[Word, ...]" = ()

    @cached_property
    def visible(self) -> str:
        """The word as subtitles show it; empty when there is nothing to see."""
        return visible(self.text)

    @cached_property
    def written(self) -> str:
        """The word as the text has it where a style shows it in capitals, which hide names and units."""
        source = self.made_of[0].visible if len(self.made_of) == 1 else ""
        return source if source.upper() == self.visible.upper() else self.visible

    def is_part_of(self, other: "Word") -> bool:
        """Say whether both are parts of one word that no line can hold."""
        return bool(self.made_of) and self.made_of is other.made_of

    @property
    def sources(self) -> "tuple[Word, ...]":
        """The words of the list that this one shows."""
        return self.made_of or (self,)


def visible(text: str) -> str:
    """Return the text as one line of what can be seen: white space is one space, without control marks."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text  # nearly every word
    kept = "".join(char for char in text if char.isspace() or _printable(char))
    line = " ".join(kept.split())
    if all(unicodedata.category(char) in ("Cf", "Mn", "Me", "Zs") for char in line):
        return ""  # marks and joiners with nothing to stand on
    return line


def from_engine(
    items: Sequence[Mapping[str, Any]], *, audio_ms: int | None = None, sentences: Sequence[str] = ()
) -> list[Word]:
    """Check the engine's words ({word, start_ms, end_ms, score, source}) and return them as `Word`s.

    `sentences` are those that were spoken: the spaces between words are taken from them. Where a word is not
    found in them, its script decides, and it belongs to the sentence of the word before. Raises WorkerError
    INTERNAL for a word that runs backwards, overlaps the word before it or leaves the audio (`audio_ms`
    long): that is a fault of ours, and subtitles made from it would be silently wrong.
    """
    texts = [_encodable(item.get("word", "")) for item in items]
    text = _encodable("".join(sentences))
    places = _places(texts, text)
    spaces = _spaces(texts, places, text)
    numbers = _sentence_numbers(places, sentences)
    paragraphs = [
        0,
        *itertools.accumulate(_PARAGRAPH_END.search(sentence) is not None for sentence in sentences),
    ]
    words: list[Word] = []
    previous_end = 0
    for index, item in enumerate(items):
        start, end = item.get("start_ms"), item.get("end_ms")
        if not _is_time(start) or not _is_time(end) or not previous_end <= start <= end:
            raise _fault(index, item, f"must lie in order, not before {previous_end} ms")
        if audio_ms is not None and end > audio_ms:
            raise _fault(index, item, f"must end within the audio, {audio_ms} ms")
        if item.get("source") not in ("aligned", "interpolated"):
            raise _fault(index, item, "must have the source aligned or interpolated")
        source: Source = "aligned" if item["source"] == "aligned" else "interpolated"
        words.append(
            Word(
                texts[index],
                start,
                end,
                _score(item.get("score")),
                source,
                spaces[index],
                numbers[index],
                voice=_voice(item.get("speaker")) or _voice(item.get("voice")),
                paragraph=paragraphs[numbers[index]],
                pause_ms=item.get("pause_ms", 0),
            )
        )
        previous_end = end
    return words


def as_json(words: Sequence[Word]) -> list[dict[str, Any]]:
    """Return the API's `word_timings`: word, start and end in seconds, score, source, and any voice."""
    return [
        timing(word.text, word.start_ms, word.end_ms, word.source, word.score, word.voice) for word in words
    ]


def timing(
    word: str,
    start_ms: int,
    end_ms: int,
    source: str,
    score: float | None = None,
    voice: str | None = None,
    *,
    characters: Sequence[Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return one word of the API's `word_timings`, with its times in seconds.

    And with its voice, and its characters' times, where they are known.
    """
    rounded = None if score is None else round(float(score), 3)
    told = {"word": word, "start": start_ms / 1000, "end": end_ms / 1000, "score": rounded, "source": source}
    if voice is not None:
        told["voice"] = voice
    if characters is None:
        return told
    own = [
        {"character": one["character"], "start": one["start_ms"] / 1000, "end": one["end_ms"] / 1000}
        for one in characters
    ]
    return {**told, "characters": own}


def timing_of(word: Mapping[str, Any]) -> dict[str, Any]:
    """Return one of the engine's words as `timing` does: names of speakers and pauses are for subtitles."""
    return timing(**{name: value for name, value in word.items() if name not in ("speaker", "pause_ms")})


def divided(text: str, room: float, measure: Callable[[str], float]) -> list[str]:
    """Cut a word into parts of at most `room`: after marks such as `/`, `-` and `.`, else into equal parts.

    `measure` gives a text's width, the sum of its letters'. A letter stays with its accents.
    """
    if measure(text) <= room:
        return [text]
    parts = [""]
    for token in _PARTS.findall(text):
        if measure(parts[-1]) + measure(token) <= room:
            parts[-1] += token
        elif measure(token) <= room:
            parts.append(token)
        else:
            parts[-1:] = _evenly([parts[-1], *_letters(token)], room, measure)
    return parts


def _evenly(pieces: Sequence[str], room: float, measure: Callable[[str], float]) -> list[str]:
    """Join pieces to as few parts as the room allows, of nearly the same width."""
    ends = list(itertools.accumulate(map(measure, pieces)))
    for count in range(math.ceil(ends[-1] / room), len(pieces)):
        cuts = [bisect.bisect_left(ends, ends[-1] * part / count - 1e-6) + 1 for part in range(1, count)]
        parts = ["".join(pieces[first:stop]) for first, stop in itertools.pairwise([0, *cuts, len(pieces)])]
        if all(measure(part) <= room for part in parts):
            return [part for part in parts if part]
    return [piece for piece in pieces if piece]


def joined(words: Sequence[Word]) -> str:
    """Return the words as one line of visible text, with spaces where they belong."""
    parts: list[str] = []
    for index, word in enumerate(words):
        parts.append(word.visible)
        if word.space and index + 1 < len(words):
            parts.append(" ")
    return "".join(parts)


def _letters(text: str) -> Iterator[str]:
    """Yield each letter with the accents and joiners on it, conjuncts and flags whole."""
    letter = ""
    for char in text:
        clings = unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "Sk") or letter.endswith("\u200d")
        clings = clings or (letter != "" and unicodedata.combining(letter[-1]) == _VIRAMA)
        clings = clings or (len(letter) == 1 and letter in _FLAGS and char in _FLAGS)
        if letter and not clings:
            yield letter
            letter = ""
        letter += char
    yield letter


def _printable(char: str) -> bool:
    # Unassigned code points stay: they are next year's emoji. Noncharacters are removed.
    noncharacter = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return (
        unicodedata.category(char) not in ("Cc", "Cs")
        and not noncharacter
        and char not in OVERRIDES
        and char not in INVISIBLE
    )


def _encodable(value: Any) -> str:
    # JSON can carry half of a surrogate pair, and no file in UTF-8 can
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _is_time(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _score(value: Any) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return round(float(value), 3)
    return None  # NaN and infinity are not JSON


def _voice(value: Any) -> str | None:
    return _encodable(value) if isinstance(value, str) and visible(_encodable(value)) else None


def _fault(index: int, item: Mapping[str, Any], rule: str) -> WorkerError:
    times = f"{item.get('start_ms')} to {item.get('end_ms')} ms"
    return WorkerError("INTERNAL", f"The time of word {index + 1} ({times}) {rule}.", {"word": index})


def _sentence_numbers(places: Sequence[tuple[int, int] | None], sentences: Sequence[str]) -> list[int]:
    """Return the number of every word's sentence."""
    ends = list(itertools.accumulate(map(len, sentences)))
    numbers = [0]
    for place in places:
        numbers.append(numbers[-1] if place is None else bisect.bisect_right(ends, place[0]))
    return numbers[1:]


def _spaces(texts: Sequence[str], places: Sequence[tuple[int, int] | None], text: str) -> list[bool]:
    """Return, for every word, whether a space follows it."""
    spaces = []
    for index, (here, there) in enumerate(itertools.pairwise(places)):
        if here is not None and there is not None:
            spaces.append(any(char.isspace() for char in text[here[1] : there[0]]))
        else:
            spaces.append(_space_by_script(texts[index], texts[index + 1]))
    return [*spaces, False][: len(texts)]


def _places(texts: Sequence[str], text: str) -> list[tuple[int, int] | None]:
    """Find each word in the text, in order: (first, one past last), or None if it is not nearby."""
    places: list[tuple[int, int] | None] = []
    cursor = 0
    for word in texts:
        at = text.find(word, cursor, cursor + len(word) + SEARCH) if word else -1
        places.append(None if at < 0 else (at, at + len(word)))
        cursor = cursor if at < 0 else at + len(word)
    return places


def _space_by_script(left: str, right: str) -> bool:
    before, after = visible(left)[-1:], visible(right)[:1]
    if not before or not after:
        return bool(before)
    if is_unspaced(before) and is_unspaced(after):
        return False
    marks = [unicodedata.category(char).startswith("P") for char in (before, after)]
    return not (is_unspaced(before) and marks[1]) and not (is_unspaced(after) and marks[0])

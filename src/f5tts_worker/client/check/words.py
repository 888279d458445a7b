"""Words compared with words: their order, their times, what was heard, and the subtitles' own."""

import json
import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from f5tts_worker.client.check.sound import Span

CLOSE_MS = 20  # ASS counts in hundredths of a second
EARLY_MS = 83  # a cue may end two frames before its last word, so that the next one is seen to be another


def spans(words: Sequence[Mapping[str, Any]]) -> list[Span]:
    """Return the words' times in milliseconds."""
    return [(round(1000 * word["start"]), round(1000 * word["end"])) for word in words]


def difference(found: Sequence[str], wanted: Sequence[str]) -> str:
    """Say how a list of words differs from the one that was wanted; nothing if it does not."""
    if list(found) == list(wanted):
        return ""
    if len(found) != len(wanted):
        return f"the number of words is {len(found)} instead of {len(wanted)}"
    wrong = [index for index, pair in enumerate(zip(found, wanted, strict=True)) if pair[0] != pair[1]]
    first = wrong[0]
    if len(wrong) == 2 and (found[first], found[wrong[1]]) == (wanted[wrong[1]], wanted[first]):
        return f"two words are swapped: {wanted[first]!r} (word {first + 1}) and {wanted[wrong[1]]!r}"
    return f"word {first + 1} is {found[first]!r} instead of {wanted[first]!r}"


def order_faults(times: Sequence[Span], ms: float) -> Iterator[str]:
    """Yield what is wrong with the times of words in a sound of so many milliseconds."""
    before = 0
    for number, (start, end) in enumerate(times, 1):
        if not before <= start <= end:
            yield f"word {number} is at {start} to {end} ms, after one that ends at {before} ms"
        before = end
    if times and times[-1][1] > ms + CLOSE_MS:
        yield f"the last word ends at {times[-1][1]} ms, after the sound, which has {ms:.0f} ms"


@dataclass(frozen=True)
class Errors:
    """How far times lie from others, in milliseconds; `late` is signed."""

    median: float
    p95: float
    late: float

    @classmethod
    def of(cls, found: Sequence[int], truth: Sequence[int]) -> "Errors":
        """Compare as many times with as many."""
        late = [one - other for one, other in zip(found, truth, strict=True)]
        sizes = sorted(map(abs, late))
        return cls(statistics.median(sizes), sizes[int(0.95 * len(sizes))], statistics.median(late))


def letters(text: str) -> list[str]:
    """Return a text's words as they are compared in what is heard: small letters, no marks."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'"))


def word_errors(heard: Sequence[str], said: Sequence[str]) -> int:
    """Return how many words must be changed, added or left out (Levenshtein's distance)."""
    row = list(range(len(said) + 1))
    for count, word in enumerate(heard, 1):
        left, row[0] = row[0], count
        for index, other in enumerate(said, 1):
            left, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, left + (word != other))
    return row[-1]


def spoken_swap(heard: Sequence[str], said: Sequence[str]) -> str:
    """Name two neighbouring words that were heard in the other order; nothing if there are none."""
    errors = word_errors(heard, said)
    for index in range(len(said) - 1 if errors else 0):
        swapped = [*said[:index], said[index + 1], said[index], *said[index + 2 :]]
        if word_errors(heard, swapped) <= errors - 2:
            return f"two words are spoken in the other order: {said[index]!r} and {said[index + 1]!r}"
    return ""


def subtitle_faults(name: str, content: str, words: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield where a subtitle file disagrees with the word timings."""
    texts, times = [str(word["word"]) for word in words], spans(words)
    if name == "json":
        own = json.loads(content)["words"]
        if wrong := difference([word["word"] for word in own], texts):
            yield f"{name}: {wrong}"
        elif spans(own) != times:
            yield f"{name}: its words have other times than word_timings"
        return
    import pysubs2  # late: only here

    cues = [(cue.start, cue.end, cue.plaintext.split()) for cue in pysubs2.SSAFile.from_string(content)]
    if wrong := difference([word for *_, said in cues for word in said], texts):
        yield f"{name}: {wrong}"
        return
    first = 0
    for start, end, said in cues:
        spoken = times[first][0], times[first + len(said) - 1][1]
        if abs(start - spoken[0]) > CLOSE_MS or end < spoken[1] - EARLY_MS - CLOSE_MS:
            where = f"from {start} to {end} ms, but said from {spoken[0]} to {spoken[1]} ms"
            yield f"{name}: {' '.join(said[:3])!r} is shown {where}"
            return
        first += len(said)

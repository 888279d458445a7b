"""Where everything of a book is in time: passages one behind the other, in whole milliseconds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from f5tts_worker.client.book.cutting import Passage, seconds_of
from f5tts_worker.client.book.journal import Journal, Recorded
from f5tts_worker.client.output.saving import SavingError
from f5tts_worker.script.sentences import split_sentences

_BLOCK_MS = 1_000


@dataclass(frozen=True)
class Planned:
    """A passage of the plan, and the name under which the journal keeps it."""

    passage: Passage
    key: str


@dataclass(frozen=True)
class Placed:
    """A passage's place in its chapter: where it begins and where its speech ends, in ms from the start.

    One that could not be made is silent for about as long as its speech would have been.
    """

    planned: Planned
    start_ms: int
    end_ms: int
    is_missing: bool
    warnings: Sequence[str] = ()

    @property
    def stop_ms(self) -> int:
        """Where the next one begins: behind the pause."""
        return self.end_ms + self.planned.passage.pause_ms


@dataclass(frozen=True)
class ChapterSound:
    """A chapter as it will be heard."""

    title: str
    placed: Sequence[Placed]

    @property
    def ms(self) -> int:
        """Its length, with the pause at its end."""
        return self.placed[-1].stop_ms if self.placed else 0


@dataclass(frozen=True)
class Facts:
    """What the passages have in common: samples per second, and what made them."""

    rate: int
    models: Sequence[str]
    workers: Sequence[str]

    @property
    def comment(self) -> str:
        """The tag that says that a machine made it, as the worker writes it into its own files."""
        worker, model = self.workers[0] or "f5tts-worker", self.models[0]
        return f"AI-generated speech, {worker}" + (f", model {model}" if model else "")


def facts_of(keys: Iterable[str], journal: Journal) -> Facts:
    """Look through all passages that are done. Raises SavingError if there is none, or if they do not fit."""
    rates: dict[int, None] = {}
    models: dict[str, None] = {}
    workers: dict[str, None] = {}
    for key in keys:
        if recorded := journal.recorded(key):
            rates[recorded.rate], models[recorded.model], workers[recorded.worker] = None, None, None
    if not rates:
        raise SavingError("no passage of the book could be made")
    if len(rates) > 1:
        raise SavingError(f"the passages have different sample rates: {', '.join(map(str, rates))}")
    return Facts(next(iter(rates)), list(models), list(workers))


def place(title: str, planned: Sequence[Planned], journal: Journal) -> ChapterSound:
    """Lay a chapter's passages one behind the other."""
    placed, start = [], 0
    for one in planned:
        recorded = journal.recorded(one.key)
        length = recorded.ms if recorded else round(seconds_of(one.passage.text) * 1000)
        warnings = recorded.warnings if recorded else ()
        placed.append(Placed(one, start, start + length, recorded is None, warnings))
        start = placed[-1].stop_ms
    return ChapterSound(title, placed)


def sound(chapter: ChapterSound, journal: Journal, rate: int) -> Iterator[bytes]:
    """Yield a chapter's samples, 16-bit mono, at most a second at a time."""
    for placed in chapter.placed:
        if placed.is_missing:
            yield from _silence(placed.stop_ms - placed.start_ms, rate)
        else:
            yield from _recorded(journal, placed).blocks()
            yield from _silence(placed.planned.passage.pause_ms, rate)


def words(chapter: ChapterSound, journal: Journal, offset_ms: int) -> list[dict[str, Any]]:
    """Return a chapter's words in order: `word`, `start_ms`, `end_ms`, `score`, `source`, any `voice`."""
    found = []
    for placed in chapter.placed:
        if not placed.is_missing:
            start = offset_ms + placed.start_ms
            lines = placed.planned.passage.lines
            alone = lines[0].voice if len(lines) == 1 else None  # of several, the answer names each word's
            found += [_word(word, start, alone) for word in _recorded(journal, placed).words]
    return found


def sentences(chapter: ChapterSound, language: str) -> list[str]:
    """Return the sentences that are spoken in a chapter, white space and all."""
    found = []
    for placed in chapter.placed:
        if not placed.is_missing:
            found += split_sentences(placed.planned.passage.text + "\n\n", language)
    return found


def _word(word: Mapping[str, Any], start_ms: int, voice: str | None) -> dict[str, Any]:
    times = {
        "start_ms": start_ms + round(1000 * word["start"]),
        "end_ms": start_ms + round(1000 * word["end"]),
    }
    said = {"word": word["word"], **times, "score": word.get("score"), "source": word.get("source")}
    voice = voice or word.get("voice")
    return {**said, "voice": voice} if voice else said


def _recorded(journal: Journal, placed: Placed) -> Recorded:
    recorded = journal.recorded(placed.planned.key)
    if recorded is None or recorded.ms != placed.end_ms - placed.start_ms:
        raise SavingError(f"the passages in {journal.folder} were changed while the book was put together")
    return recorded


def _silence(ms: int, rate: int) -> Iterator[bytes]:
    for start in range(0, ms, _BLOCK_MS):
        yield bytes(2 * (min(_BLOCK_MS, ms - start) * rate // 1000))

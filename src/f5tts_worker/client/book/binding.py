"""Puts a book's files together: the sound with its tags, subtitles, word times, and the report."""

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from f5tts_worker.client.book import layout, sound
from f5tts_worker.client.book.contents import About
from f5tts_worker.client.book.journal import Journal
from f5tts_worker.client.book.layout import ChapterSound, Facts, Placed
from f5tts_worker.client.output.saving import SavingError
from f5tts_worker.files.whole_files import PARTIAL, flush
from f5tts_worker.subtitles.endings import ending

_UNSAFE = re.compile(r"[^\w .,'()&+-]+")
_MOST_NAME, _MOST_NAME_BYTES = 60, 180  # of a title in a file's name; file systems take 255 bytes in all


@dataclass(frozen=True)
class Wishes:
    """What is wanted beside the sound: its format, its loudness in LUFS, subtitles, word times."""

    form: str
    loudness: float
    subtitles: Sequence[str] = ()
    style: str | None = None
    words: bool = False


@dataclass(frozen=True)
class Files:
    """Where the files of a book go: one file (`.m4b`), or a folder of chapters."""

    out: Path
    form: str

    @property
    def is_one(self) -> bool:
        """Say whether all chapters are in one file."""
        return self.form == "m4b"

    @property
    def passages(self) -> Path:
        """The journal's folder."""
        return self._stem.with_name(f"{self._stem.name}.passages")

    @property
    def report(self) -> Path:
        """The state of each chapter, as JSON."""
        return self._stem.with_name(f"{self._stem.name}.report.json")

    def sound(self, number: int, title: str) -> Path:
        """Return the file that holds the chapter with this number, from 1."""
        return self.out if self.is_one else self.out / f"{_name(number, title)}.{self.form}"

    def beside(self, number: int, title: str, kind: str) -> Path:
        """Return a chapter's subtitles or word times; those of one file are in a folder beside it."""
        folder = self._stem.with_name(f"{self._stem.name}.chapters") if self.is_one else self.out
        return folder / f"{_name(number, title)}.{ending(kind)}"

    def all(self, titles: Sequence[str], wishes: Wishes) -> list[Path]:
        """Return every file that the book will have."""
        kinds = (*wishes.subtitles, *(("words.json",) if wishes.words or wishes.subtitles else ()))
        found = {self.report: None}
        for number, title in enumerate(titles, 1):
            found[self.sound(number, title)] = None
            found |= {self.beside(number, title, kind): None for kind in kinds}
        return list(found)

    @property
    def _stem(self) -> Path:
        return self.out.with_suffix("") if self.is_one else self.out


def _name(number: int, title: str) -> str:
    plain = " ".join(_UNSAFE.sub(" ", title).split())[:_MOST_NAME]
    plain = plain.encode("utf-8", "ignore")[:_MOST_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"{number:02d} {plain}".strip()


@dataclass(frozen=True)
class Binder:
    """Makes the files of a book whose passages are in the journal."""

    files: Files
    wishes: Wishes
    about: About
    facts: Facts
    journal: Journal
    language: str | None  # None: whichever the worker has

    def bind(self, chapters: Sequence[ChapterSound], step: Callable[[str], None]) -> None:
        """Write all files, each whole or not at all; `step` hears what is being done. Raises SavingError."""
        rate = self.facts.rate
        gains = {}
        for chapter in chapters:
            step(f"measuring how loud it is: {chapter.title}")
            measured = sound.loudness(layout.sound(chapter, self.journal, rate), rate)
            gains[id(chapter)] = sound.gain_for(measured, self.wishes.loudness)
        groups: list[Sequence[ChapterSound]] = (
            [chapters] if self.files.is_one else [[one] for one in chapters]
        )
        for number, group in enumerate(groups, 1):
            path = self.files.sound(number, group[0].title)
            step(f"encoding {path.name}")
            label = self._label(number, group, len(groups))
            parts = (sound.Part(layout.sound(one, self.journal, rate), gains[id(one)]) for one in group)
            make = partial(sound.write, name=self.wishes.form, parts=parts, rate=rate, label=label)
            _write(path, make)
        offset = 0
        for number, chapter in enumerate(chapters, 1):
            self._write_words(number, chapter, offset)
            offset += chapter.ms if self.files.is_one else 0

    def _label(self, number: int, group: Sequence[ChapterSound], count: int) -> sound.Label:
        authors = ", ".join(self.about.authors)
        tags = {
            "title": self.about.title if self.files.is_one else group[0].title,
            "album": self.about.title,
            "artist": authors,
            "album_artist": authors,
            "genre": "Audiobook",
            "comment": self.facts.comment,
            "track": "" if self.files.is_one else f"{number}/{count}",
            "media_type": "2" if self.files.form in ("m4b", "m4a") else "",  # iTunes' number for audiobooks
        }
        marks = list(_marks(group)) if self.files.is_one else []
        return sound.Label({key: text for key, text in tags.items() if text}, self.about.cover, marks)

    def _write_words(self, number: int, chapter: ChapterSound, offset_ms: int) -> None:
        """Write a chapter's subtitles and word times; the times are those of the file that is played."""
        if not (self.wishes.words or self.wishes.subtitles):
            return
        from f5tts_worker.subtitles.render import render  # late: few books have subtitles
        from f5tts_worker.subtitles.words import from_engine

        found = layout.words(chapter, self.journal, offset_ms)
        ends = offset_ms + chapter.ms
        texts: dict[str, str] = {
            "words.json": json.dumps(list(map(_in_seconds, found)), ensure_ascii=False, indent=1)
        }
        if self.wishes.subtitles:
            sentences = layout.sentences(chapter, self.language or "en")
            said = from_engine(found, audio_ms=ends, sentences=sentences)
            texts |= render(
                said,
                self.wishes.subtitles,
                self.wishes.style,
                title=chapter.title,
                audio_ms=ends,
                language=self.language,
            )
        for kind, text in texts.items():
            data = f"{text.rstrip()}\n".encode()
            _write(self.files.beside(number, chapter.title, kind), partial(Path.write_bytes, data=data))

    def report(self, chapters: Sequence[ChapterSound], failures: Mapping[str, str]) -> None:
        """Write the report: where each chapter is, what could not be spoken and why, and all warnings."""
        offset, told = 0, []
        for number, chapter in enumerate(chapters, 1):
            missing = [
                _where(one, offset) | {"why": failures.get(one.planned.key, "")}
                for one in chapter.placed
                if one.is_missing
            ]
            warned = [
                _where(one, offset) | {"warnings": [*one.warnings]} for one in chapter.placed if one.warnings
            ]
            told.append(
                {
                    "title": chapter.title,
                    "file": self.files.sound(number, chapter.title).name,
                    "start": offset / 1000,
                    "seconds": chapter.ms / 1000,
                    "passages": len(chapter.placed),
                    "silent": missing,
                    "warned": warned,
                }
            )
            offset += chapter.ms if self.files.is_one else 0
        whole = {
            "title": self.about.title,
            "comment": self.facts.comment,
            "models": self.facts.models,
            "chapters": told,
        }
        data = json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"
        _write(self.files.report, lambda path: path.write_bytes(data))


def _where(one: Placed, offset_ms: int) -> dict[str, Any]:
    times = {"start": (offset_ms + one.start_ms) / 1000, "end": (offset_ms + one.end_ms) / 1000}
    return {**times, "text": one.planned.passage.text}


def _marks(chapters: Sequence[ChapterSound]) -> Iterator[sound.Mark]:
    starts = itertools.accumulate((chapter.ms for chapter in chapters), initial=0)
    for (start, stop), chapter in zip(itertools.pairwise(starts), chapters, strict=True):
        yield sound.Mark(start, stop, chapter.title)


def _in_seconds(word: Mapping[str, Any]) -> dict[str, Any]:
    times = {"start": word["start_ms"] / 1000, "end": word["end_ms"] / 1000}
    told = {"word": word["word"], **times, "score": word["score"], "source": word["source"]}
    return {**told, "voice": word["voice"]} if "voice" in word else told


def _write(path: Path, make: Callable[[Path], object]) -> None:
    """Have a file made beside its place, and put it there once it is whole. Raises SavingError.

    What a kill leaves has a name of its own, which the next run writes over.
    """
    unfinished = path.with_name(f"{PARTIAL}{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        make(unfinished)
        with unfinished.open("r+b") as file:  # Windows flushes no file that is open for reading alone
            flush(file)
        unfinished.replace(path)
    except OSError as error:
        raise SavingError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)

"""The command `book`: a book read, listed, spoken over all workers, and put together."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from f5tts_worker.client.asking import Given, UsageError, ask, connect
from f5tts_worker.client.book import sound
from f5tts_worker.client.book.binding import Binder, Files, Wishes
from f5tts_worker.client.book.casting import Cast, read_cast
from f5tts_worker.client.book.contents import About, Book, BookError, Chapter
from f5tts_worker.client.book.cutting import passages, seconds_of
from f5tts_worker.client.book.journal import Journal
from f5tts_worker.client.book.layout import ChapterSound, Facts, Planned, facts_of, place
from f5tts_worker.client.book.making import Maker
from f5tts_worker.client.book.orders import Orders, look
from f5tts_worker.client.book.pictures import MOST_SIDE, size_of
from f5tts_worker.client.book.reading.books import read_book
from f5tts_worker.client.book.showing import (
    Progress,
    chapters_in,
    clock,
    show_chapters,
    show_voices,
    show_warnings,
)
from f5tts_worker.client.connection import UnreachableError
from f5tts_worker.client.output.display import Display, visible
from f5tts_worker.client.output.saving import SavingError, check_folder
from f5tts_worker.client.output.wording import reworded
from f5tts_worker.languages import LANGUAGES, language_code
from f5tts_worker.subtitles.styles import find

DEFAULT_LOUDNESS = -18.0  # LUFS
# What the worker is asked for: quiet enough that no peak of its is lowered, for that is done here, once.
_ASKED_LOUDNESS = -23.0
_OPTIONS = ("speed", "quality", "seed")


def book(given: Given, subtitles: Sequence[str]) -> int:
    """Make a book, or list its chapters. Raises UsageError and what the steps raise."""
    try:
        return _book(given, subtitles)
    except BookError as error:
        raise UsageError(str(error)) from None


def _book(given: Given, subtitles: Sequence[str]) -> int:
    if not 1 <= given.parallel <= 64:
        raise UsageError("--parallel must be from 1 to 64")
    found = _as_told(read_book(given.file), given)
    chosen = _chosen(found.chapters, given)
    cast = read_cast(given.voices, given.voice) if given.voices else None
    if given.list:
        show_chapters(found, chosen, given.speed or 1.0)
        if cast:
            spoken = _language(given, found.about) or "en"
            speed = given.speed or 1.0
            cut = (one for chapter in chosen for one in passages(chapter, spoken, speed, cast))
            show_voices(cut, speed)
        return 0
    if not chosen:
        raise UsageError("no chapter is chosen; --list shows them all")
    sound.check_installed()
    find(given.style)  # an unknown style is refused now, and not when all is spoken
    connect(given)  # reports a missing endpoint or key
    files = _files(given)
    loudness = DEFAULT_LOUDNESS if given.target_loudness is None else given.target_loudness
    wishes = Wishes(files.form, loudness, subtitles, given.style, given.words)
    journal = Journal(files.passages)
    titles = [chapter.title for chapter in chosen]
    _take_place(files.all(titles, wishes), journal, overwrite=given.overwrite)
    orders = _orders(given, found.about, cast)
    language = orders.common.get("language")
    planned = [
        [
            Planned(one, orders.key(one))
            for one in passages(chapter, language or "en", given.speed or 1.0, cast)
        ]
        for chapter in chosen
    ]
    failures = _make(given, journal, orders, [one for chapter in planned for one in chapter])
    return _bind(
        given,
        files,
        wishes,
        found.about,
        journal,
        language,
        list(zip(titles, planned, strict=True)),
        failures,
    )


def _as_told(found: Book, given: Given) -> Book:
    """Return the book with the title, author and cover of the command line, if they are given."""
    about = found.about
    if given.title:
        about = replace(about, title=given.title)
    if given.author:
        about = replace(about, authors=(given.author,))
    if given.cover:
        try:
            picture = given.cover.read_bytes()
        except OSError as error:
            raise UsageError(f"{given.cover} cannot be read: {error.strerror}") from None
        if size_of(picture) is None:
            raise UsageError(
                f"{given.cover} is no JPEG or PNG picture of at most {MOST_SIDE:,} pixels a side"
            )
        about = replace(about, cover=picture)
    return replace(found, about=about)


def _chosen(chapters: Sequence[Chapter], given: Given) -> list[Chapter]:
    """Return the chapters to speak: those named by number, or all that are part of the text."""
    if given.chapters is None:
        return [chapter for chapter in chapters if given.all or not chapter.left_out]
    numbers: set[int] = set()
    for part in given.chapters.split(","):
        span = re.fullmatch(r"\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*", part)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
        if not 1 <= first <= last <= len(chapters):
            raise UsageError(
                f"--chapters has {part.strip()!r}; expected numbers from 1 to {len(chapters)}, such as 1-3,7"
            )
        numbers.update(range(first, last + 1))
    return [chapter for number, chapter in enumerate(chapters, 1) if number in numbers]


def _files(given: Given) -> Files:
    out, form = given.out, given.format
    ending = out.suffix.lower().removeprefix(".") if out else ""
    if out and (given.in_folder or out.is_dir()) and form in (None, "m4b"):
        out, form = out / f"{given.file.stem}.m4b", "m4b"
    if form is None:
        form = "m4b" if not out or ending == "m4b" else None
    if form is None:
        raise UsageError(
            f"--out is {out}: end it in .m4b for one file, or name a --format for a folder of chapters"
        )
    if ending == "m4b" and form != "m4b":
        raise UsageError(f"--out ends in .m4b, but --format is {form}")
    if out is None:
        out = given.file.with_suffix(".m4b" if form == "m4b" else "")
    if form != "m4b" and out.is_file():
        raise UsageError(f"{out} is a file; for a file a chapter, --out must name a folder")
    if form == "m4b" and out.suffix.lower() != ".m4b":
        out = out.with_name(f"{out.name}.m4b")
    return Files(out, form)


def _take_place(paths: Sequence[Path], journal: Journal, *, overwrite: bool) -> None:
    """Refuse to replace files of others, and remember ours before they exist."""
    there = [path for path in paths if path.exists() and not journal.owns(path)]
    if there and not overwrite:
        more = f" and {len(there) - 3} more" if there[3:] else ""
        raise UsageError(f"{', '.join(map(str, there[:3]))}{more} exists; use --out or --overwrite")
    for folder in {path.parent for path in paths} | {journal.folder}:
        check_folder(folder)
    journal.own(paths)


def _language(given: Given, about: About) -> str | None:
    """Return the language to ask for: the one that is given, or the book's own, if the worker may know it."""
    if given.language:
        return str(given.language)
    code = language_code(about.language or "")
    return code if code in LANGUAGES else None


def _orders(given: Given, about: About, cast: Cast | None) -> Orders:
    """Ask the endpoint for all that decides how it speaks, and return what makes the jobs."""
    names = dict.fromkeys([*([given.voice] if given.voice else []), *(cast.voices if cast else ())])
    shelf = look(partial(ask, given), names, given.model)
    own = shelf.defaults.get(given.voice or "", {}).get("language")
    language = _language(given, about) or str(own or "") or shelf.language
    return Orders(_request(given, language, given.model or shelf.model), shelf)


def _request(given: Given, language: str | None, model: str | None) -> dict[str, Any]:
    data: dict[str, Any] = {"model": model} if model else {}
    data |= {name: value for name in _OPTIONS if (value := getattr(given, name)) is not None}
    data |= {"output_format": "wav", "target_loudness": _ASKED_LOUDNESS, "literal_text": True}
    if given.voice:
        data["local_voice"] = given.voice
    if language:
        data["language"] = language
    if given.any_language:
        data["any_language"] = True
    return data


def _make(given: Given, journal: Journal, orders: Orders, planned: Sequence[Planned]) -> dict[str, str]:
    """Have all passages made that are not there yet; return why some could not be."""
    passages_of = {one.key: one.passage for one in planned}
    missing = [key for key in passages_of if journal.recorded(key) is None]
    if not missing:
        return {}
    maker = Maker(lambda: connect(given), journal, given.timeout, given.parallel)
    display = Display(given.command, quiet=given.quiet)
    seconds = {key: seconds_of(passage.text) for key, passage in passages_of.items()}
    progress = Progress(display, seconds, missing)
    try:
        failures = maker.make(missing, lambda key: orders.order(passages_of[key]), progress)
    except (UnreachableError, SavingError) as error:
        raise type(error)(f"{error}; run it again to continue") from None
    finally:
        display.end()
    if len(failures) == len(passages_of):
        why = reworded(next(iter(failures.values())), given.command)
        raise SavingError(f"no passage could be made; of the first it is said: {why}")
    return failures


def _bind(
    given: Given, files: Files, wishes: Wishes, about: About, journal: Journal, language: str | None,
    planned: Sequence[tuple[str, Sequence[Planned]]], failures: Mapping[str, str],
) -> int:  # fmt: skip
    facts = facts_of((one.key for _, chapter in planned for one in chapter), journal)
    chapters = [place(title, one, journal) for title, one in planned]
    display = Display(given.command, quiet=given.quiet)
    binder = Binder(files, wishes, about, facts, journal, language)
    try:
        binder.bind(chapters, lambda message: display({"message": message}))
    finally:
        display.end()
    binder.report(chapters, failures)
    _tell(files, chapters, facts)
    show_warnings(chapters, given.command)
    return 1 if _tell_silent(given, chapters, failures) else 0


def _tell(files: Files, chapters: Sequence[ChapterSound], facts: Facts) -> None:
    """Print what was made."""
    if len(facts.models) > 1:
        models = visible(", ".join(facts.models))
        print(f"note: the passages were made by several models: {models}", file=sys.stderr)
    for path in dict.fromkeys(files.sound(number, one.title) for number, one in enumerate(chapters, 1)):
        print(path)
    length = clock(sum(chapter.ms for chapter in chapters) / 1000)
    print(f"{length} in {chapters_in(chapters)}; the report: {files.report}")


def _tell_silent(given: Given, chapters: Sequence[ChapterSound], failures: Mapping[str, str]) -> bool:
    """Print what is silent, where, and why; say whether anything is."""
    missing = [(chapter, one) for chapter in chapters for one in chapter.placed if one.is_missing]
    for chapter, one in missing:
        why = reworded(failures.get(one.planned.key, ""), given.command)
        start = " ".join(one.planned.passage.text.split())[:60]
        place_in = f"{chapter.title}, at {clock(one.start_ms / 1000)}"
        print(visible(f"SILENT: {place_in}: {start!r}: {why}"), file=sys.stderr)
    return bool(missing)

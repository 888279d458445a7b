"""Chapters out of a book's blocks."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from f5tts_worker.client.book.contents import LONGEST_TITLE, Block, Chapter, Kind, check_length
from f5tts_worker.client.book.reading.left_out import reason_of_title
from f5tts_worker.script.readable import readable

_FIRST = 3  # blocks in which a chapter's heading is looked for
_LONGEST_HEADING = 100  # characters


@dataclass(frozen=True)
class Start:
    """The block at which a chapter begins, and its title in the contents, if there is one."""

    at: int
    title: str


@dataclass(frozen=True)
class Skipped:
    """Blocks that are none of the text, from `start` to before `stop`, and what they are."""

    start: int
    stop: int
    reason: str


def by_headings(blocks: Sequence[Block]) -> list[Start]:
    """Return where chapters begin in a book without contents.

    The outermost level of headings that occurs more than once is that of chapters; one above it, which occurs
    once, is the book's title.
    """
    levels = [block.level for block in blocks if block.kind is Kind.HEADING]
    if not levels:
        return []
    level = min((one for one in set(levels) if levels.count(one) > 1), default=min(levels))
    return [
        Start(at, block.text)
        for at, block in enumerate(blocks)
        if block.kind is Kind.HEADING and block.level <= level
    ]


def divided(
    blocks: Sequence[Block], starts: Iterable[Start], skipped: Iterable[Skipped] = ()
) -> tuple[Chapter, ...]:
    """Return the chapters that begin at `starts`; what is skipped makes chapters of its own.

    Texts are made those that a reader would see. A chapter of nothing but headings, such as the title of a
    part, joins the one that follows. Raises BookError.
    """
    check_length(blocks)
    ranges = [one for one in skipped if one.stop > one.start]
    titles: dict[int, str] = {}
    for start in starts:
        titles.setdefault(start.at, start.title)
    for one in ranges:
        titles.setdefault(one.start, "")
        titles.setdefault(one.stop, "")
    titles.setdefault(0, "")
    edges = [*sorted(at for at in titles if at < len(blocks)), len(blocks)]
    reasons = {at: one.reason for one in reversed(ranges) for at in range(one.start, one.stop)}
    chapters = []
    for at, stop in itertools.pairwise(edges):
        if chapter := _chapter(titles[at], blocks[at:stop], reasons.get(at, "")):
            chapters.append(chapter)
    return tuple(
        chapter if chapter.title else replace(chapter, title=f"Section {number}")
        for number, chapter in enumerate(_parts_joined(chapters), 1)
    )


def _chapter(title: str, blocks: Sequence[Block], reason: str) -> Chapter | None:
    seen = _tidy(_seen(block) for block in blocks)
    if not seen:
        return None
    title = " ".join(readable(title)[0].split())[:LONGEST_TITLE]
    reason = reason or reason_of_title(title)
    if title:
        seen = _with_heading(title, seen)
    else:
        title = next((block.text for block in seen if block.kind is Kind.HEADING), "")[:LONGEST_TITLE]
        reason = reason or reason_of_title(title)
    return Chapter(title, tuple(seen), reason)


def _seen(block: Block) -> Block:
    text = readable(block.text)[0].strip()
    return replace(block, text=text) if any(map(str.isalnum, text)) else Block(Kind.SCENE)


def _tidy(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with breaks only between paragraphs, one at a time."""
    tidy: list[Block] = []
    for block in blocks:
        if block.kind is Kind.HEADING and tidy and tidy[-1].kind is Kind.SCENE:
            tidy.pop()
        if block.kind is not Kind.SCENE or (tidy and tidy[-1].kind is Kind.PARAGRAPH):
            tidy.append(block)
    return tidy[:-1] if tidy and tidy[-1].kind is Kind.SCENE else tidy


def _with_heading(title: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks with a heading: their own, a paragraph that is the title, or the title itself."""
    if any(block.kind is Kind.HEADING for block in blocks[:_FIRST]):
        return blocks
    wanted = _letters(title)
    for at, block in enumerate(blocks[:_FIRST]):
        said = _letters(block.text)
        if said and len(block.text) <= _LONGEST_HEADING and (said in wanted or wanted in said):
            return [*blocks[:at], Block(Kind.HEADING, block.text, 1), *blocks[at + 1 :]]
    return [Block(Kind.HEADING, title, 1), *blocks] if wanted else blocks


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _parts_joined(chapters: Sequence[Chapter]) -> list[Chapter]:
    joined: list[Chapter] = []
    waiting: list[Block] = []
    for chapter in chapters:
        if chapter.left_out:
            joined.append(chapter)
        elif not chapter.has_paragraphs:
            waiting += chapter.blocks
        else:
            joined.append(replace(chapter, blocks=(*waiting, *chapter.blocks)))
            waiting = []
    return [*joined, Chapter(waiting[0].text[:LONGEST_TITLE], tuple(waiting))] if waiting else joined

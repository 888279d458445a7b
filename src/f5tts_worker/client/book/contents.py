"""What a book is to us: chapters of headings, paragraphs and breaks between scenes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

LONGEST_TITLE = 300  # characters, of a title or an author's name
MOST_BLOCKS = 100_000  # the Bible has 32,000 verses


class BookError(Exception):
    """A book that cannot be read or made, in one sentence."""


class Kind(Enum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    SCENE = "scene"  # a break between two scenes: nothing is said


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or a break; `level` is that of a heading, from 1."""

    kind: Kind
    text: str = ""
    level: int = 0


def check_length(blocks: Sequence[Block]) -> None:
    """Raise BookError for what is no book: each block takes memory, however short it is."""
    if len(blocks) > MOST_BLOCKS:
        raise BookError(f"the book has more than {MOST_BLOCKS:,} paragraphs")


@dataclass(frozen=True)
class Chapter:
    """A chapter and its blocks in order; `left_out` says why it is not spoken unless that is asked for."""

    title: str
    blocks: tuple[Block, ...]
    left_out: str = ""

    @property
    def has_paragraphs(self) -> bool:
        """Say whether it has more than headings."""
        return any(block.kind is Kind.PARAGRAPH for block in self.blocks)


@dataclass(frozen=True)
class About:
    """What a book says of itself. The cover is a JPEG's or a PNG's bytes."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str | None = None
    cover: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Book:
    """A book: what it says of itself, and its chapters, also those that are left out."""

    about: About
    chapters: tuple[Chapter, ...]

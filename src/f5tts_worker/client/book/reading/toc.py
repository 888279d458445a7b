"""A book's table of contents: the navigation page of EPUB 3, or the NCX of EPUB 2."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from f5tts_worker.client.book.contents import LONGEST_TITLE
from f5tts_worker.client.book.reading.markup import Tag, tokens

MOST_ENTRIES = 5_000


@dataclass(frozen=True)
class Entry:
    """One line of the contents: its title, where it leads (as written), and how deep it is nested, from 1."""

    title: str
    reference: str
    depth: int


@dataclass
class _Draft:
    words: list[str]
    reference: str
    depth: int

    def entry(self) -> Entry:
        return Entry(" ".join("".join(self.words).split())[:LONGEST_TITLE], self.reference, self.depth)


def read_nav(text: str) -> tuple[list[Entry], dict[str, str]]:
    """Return the contents in a navigation page, and its landmarks: reference -> kind, such as "toc"."""
    entries: list[Entry] = []
    landmarks: dict[str, str] = {}
    inside, depth = "", 0
    draft: _Draft | None = None
    for token in tokens(text):
        if isinstance(token, str):
            if draft:
                draft.words.append(token)
        elif token.name == "nav":
            inside = "" if token.closes else _kind_of_nav(token)
            depth = 0
        elif token.name == "ol":
            depth += -1 if token.closes else 1
        elif token.name == "a" and token.closes and draft:
            if inside == "toc" and len(entries) < MOST_ENTRIES:
                entries.append(draft.entry())
            draft = None
        elif token.name == "a" and inside:
            reference = token.attributes.get("href", "")
            draft = _Draft([], reference, max(1, depth))
            if inside == "landmarks" and (kinds := token.words("epub:type")):
                landmarks[reference] = min(kinds)
    return entries, landmarks


def _kind_of_nav(tag: Tag) -> str:
    kinds = tag.words("epub:type", "role")
    for kind in ("toc", "landmarks"):
        if kinds & {kind, f"doc-{kind}"}:
            return kind
    return "" if kinds else "toc"  # a page whose only list has no kind


def read_ncx(text: str) -> list[Entry]:
    """Return the contents in an NCX, in the order in which it lists them."""
    return [draft.entry() for draft in itertools.islice(_points(text), MOST_ENTRIES)]


def _points(text: str) -> Iterator[_Draft]:
    depth = 0
    draft: _Draft | None = None
    in_label = False
    for token in tokens(text):
        if isinstance(token, str):
            if draft and in_label:
                draft.words.append(token)
        elif token.name == "navpoint":
            depth += -1 if token.closes else 1
            draft = None if token.closes else _Draft([], "", max(1, depth))
        elif token.name == "text":
            in_label = not token.closes
        elif token.name == "content" and draft and not token.closes:
            draft.reference = token.attributes.get("src", "")
            yield draft
            draft = None

"""A page of an EPUB: what is read aloud of it, in order, and where its places with a name are."""

import re
from dataclasses import dataclass, field

from f5tts_worker.client.book.contents import Block, Kind, check_length
from f5tts_worker.client.book.reading.markup import Tag, tokens
from f5tts_worker.languages import CLAUSE_END, SENTENCE_END

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"  # noqa: SIM905 - a table of words
    " figure footer form header li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
# Their text is not the book's, or is said already by what stands beside it.
_SILENT = frozenset(
    "audio button canvas head iframe metadata noscript object option rp rt rtc script select style svg"  # noqa: SIM905 - a table of words
    " template textarea video".split()
)
_NOTES = frozenset(("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"))
_NOTE_ROLES = frozenset(f"doc-{name}" for name in _NOTES)
_SILENT_TYPES = frozenset(("noteref", "pagebreak", "page-list", "toc", "landmarks"))
_SILENT_ROLES = frozenset(f"doc-{name}" for name in _SILENT_TYPES | {"pagelist", "backlink"})
_SILENT_CLASSES = frozenset(
    "pagenum pageno page-num page_num page-number page_number pgnum pagebreak pagenumber noteref".split()  # noqa: SIM905 - a table of words
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905 - a table of words
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\[P(?:g|age)\.? ?\d{1,4}\]")
_INITIAL = re.compile(r"[^\W\d_]|[\"'\u201c\u2018][^\W\d_]")  # a picture of it begins a chapter
_TEX = re.compile(r"[\\{}^_$]")  # a formula in TeX's notation is nothing to be said
_MARK = re.compile(r"\s*[\[(]?(?:\d{1,4}|[*†‡§¶]{1,4}|[a-zivx]{1,4})[\])]?\s*")
_SURE_MARK = re.compile(r"\s*(?:[\[(]?\d{1,4}[\])]?|[*†‡§¶]{1,4})\s*")
_MARKS = tuple(SENTENCE_END | CLAUSE_END)
_CELL = ", "  # between the cells of a table's row
_MOST_TYPES = 100  # that a page says of itself
_MOST_PLACES = 50_000  # with a name, on a page
_MOST_OPEN = 50  # links and raised text inside each other; real pages have two
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class Page:
    """What a page says: its blocks, the block at which each named place is, and what kind of page it is."""

    blocks: list[Block] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)


def read_page(text: str) -> Page:
    """Return what a reader would say of an XHTML page.

    Left out are notes and their marks, page numbers, pictures, and the readings of ruby. A picture in a
    heading is what it is said to show, and so are an initial letter and a formula. A row of a table is a
    paragraph, its cells divided by commas; an item of a list is one, too. A page of nothing but notes has
    them, and is one of the type "notes". Raises BookError.
    """
    reader = _Reader(reads_notes=False)
    reader.read(text)
    if reader.has_notes and not any(block.kind is Kind.PARAGRAPH for block in reader.page.blocks):
        reader = _Reader(reads_notes=True)
        reader.read(text)
        reader.page.types.add("notes")
    return reader.page


class _Reader:
    """Reads tokens; what it has of an unfinished block is in `_parts`."""

    def __init__(self, *, reads_notes: bool) -> None:
        self.page = Page()
        self.has_notes = False
        self._reads_notes = reads_notes
        self._parts: list[str] = []
        self._shown: list[str] = []  # by pictures in a heading
        self._level = 0  # of the heading that is open; 0 for a paragraph
        self._has_begun = False
        self._silent: tuple[str, int] | None = None  # the element that is left out, and how deep it is nested
        self._open: list[
            tuple[str, int, bool]
        ] = []  # links and raised text, and where in `_parts` they begin

    def read(self, text: str) -> None:
        for token in tokens(text):
            self.take(token)
        self.flush()

    def take(self, token: Tag | str) -> None:
        if self._silent is not None:
            self._pass_by(token)
        elif isinstance(token, str):
            self._parts.append(token.replace("\n", " "))  # only `br` ends a line
        elif token.closes:
            self._close(token.name)
        else:
            self._begin(token)

    def _pass_by(self, token: Tag | str) -> None:
        name, depth = self._silent or ("", 0)
        if isinstance(token, Tag) and token.name == name and not token.empty:
            depth += -1 if token.closes else 1
            self._silent = (name, depth) if depth else None

    def _begin(self, tag: Tag) -> None:
        if tag.name in _BLOCKS:
            self.flush()
        place = tag.attributes.get("id") or (tag.name == "a" and tag.attributes.get("name"))
        if place and len(self.page.places) < _MOST_PLACES:
            self.page.places.setdefault(str(place), len(self.page.blocks))
        if tag.name in ("body", "section", "html", "div", "article"):
            is_head = not self._has_begun and len(self.page.types) < _MOST_TYPES
            self.page.types |= self._kinds(tag) if is_head else set()
        is_note = _is_note(tag)
        self.has_notes = self.has_notes or is_note
        if _is_silent(tag) or (is_note and not self._reads_notes):
            if not tag.empty and tag.name not in _VOID:
                self._silent = (tag.name, 1)
        elif tag.name == "math":
            shown = tag.attributes.get("alttext", "")
            self._parts.append("" if _TEX.search(shown) else shown)
            self._silent = None if tag.empty else (tag.name, 1)
        elif tag.name == "hr":
            self.flush()
            self._add(Block(Kind.SCENE))
        elif tag.name in _HEADINGS and not tag.empty:
            self._level = int(tag.name[1])
        else:
            self._begin_inside(tag)

    def _begin_inside(self, tag: Tag) -> None:
        if tag.name == "br":
            self._parts.append("\n")
        elif tag.name == "img":
            shows = tag.attributes.get("alt", "").strip()
            self._parts.append(shows if _INITIAL.fullmatch(shows) else "")
            self._shown += [shows] if self._level else []
        elif tag.name in ("td", "th"):
            self._end_cell()
            if self._parts:
                self._parts.append(_CELL)
        elif tag.name in ("a", "sup") and not tag.empty and len(self._open) < _MOST_OPEN:
            is_link = tag.name == "a" and "#" in tag.attributes.get("href", "")
            self._open.append((tag.name, len(self._parts), is_link))

    @staticmethod
    def _kinds(tag: Tag) -> set[str]:
        roles = {role.removeprefix("doc-") for role in tag.words("role") if role.startswith("doc-")}
        return tag.words("epub:type") | roles

    def _close(self, name: str) -> None:
        if name in ("a", "sup"):
            self._close_raised(name)
        if name in _BLOCKS:
            self.flush()
            if name in _HEADINGS:
                self._level = 0

    def _close_raised(self, name: str) -> None:
        """Take out the mark of a note, which is a link; raised digits that are none stay raised."""
        while self._open:
            opened, start, is_link = self._open.pop()
            if opened != name:
                continue
            inside = "".join(self._parts[start:])
            raised = any(kind == "sup" for kind, _, _ in self._open)
            before = self._parts[start - 1][-1:] if start else ""
            if is_link and _is_note_mark(inside, before, raised=raised):
                del self._parts[start:]
            elif name == "sup" and len(digits := inside.strip()) < 4 and digits.isdecimal():
                self._parts[start:] = [digits.translate(_RAISED)]
            return

    def _end_cell(self) -> None:
        """Drop white space, and the comma behind which a cell is empty."""
        while self._parts and (self._parts[-1] == _CELL or not self._parts[-1].strip()):
            self._parts.pop()

    def flush(self) -> None:
        """End the block that is open, if there is one."""
        if _CELL in self._parts[-2:]:
            self._end_cell()
        text = _PAGE_NUMBER.sub("", "".join(self._parts))
        text = re.sub(r" *\n *", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()
        if self._level and not any(map(str.isalnum, text)):
            text = " ".join(filter(None, self._shown)) or text
        for ended in (self._parts, self._shown, self._open):
            ended.clear()
        if not text:
            return
        self._has_begun = True
        if not any(map(str.isalnum, text)):
            self._add(Block(Kind.SCENE))
        elif self._level:
            self._add(Block(Kind.HEADING, _one_line(text), self._level))
        else:
            self._add(Block(Kind.PARAGRAPH, text))

    def _add(self, block: Block) -> None:
        self.page.blocks.append(block)
        check_length(self.page.blocks)


def _is_note_mark(inside: str, before: str, *, raised: bool) -> bool:
    """Say whether a link is the mark of a note: raised, in brackets, a sign, or digits at a word's end.

    Digits behind a space are a reference that is said: "see chapter 12".
    """
    text = inside.strip()
    if raised or text.strip("⁰¹²³⁴⁵⁶⁷⁸⁹") == "":
        return bool(_MARK.fullmatch(text.translate(_LOWERED)))
    return bool(_SURE_MARK.fullmatch(text)) and not (text.isdecimal() and (not before or before.isspace()))


def _one_line(heading: str) -> str:
    """Return a heading of several lines on one, the lines told apart: "Chapter 1. The Storm"."""
    lines = [line for line in heading.split("\n") if line]
    return " ".join(line if line.endswith(_MARKS) or line == lines[-1] else f"{line}." for line in lines)


def _is_note(tag: Tag) -> bool:
    return bool(
        tag.words("epub:type") & _NOTES
        or tag.words("role") & _NOTE_ROLES
        or tag.words("class") & {"footnote", "footnotes"}
    )


def _is_silent(tag: Tag) -> bool:
    return (
        tag.name in _SILENT
        or "hidden" in tag.attributes
        or tag.attributes.get("aria-hidden", "").lower() == "true"
        or bool(_HIDDEN.search(tag.attributes.get("style", "")))
        or bool(tag.words("epub:type") & _SILENT_TYPES)
        or bool(tag.words("role") & _SILENT_ROLES)
        or bool(tag.words("class") & _SILENT_CLASSES)
    )

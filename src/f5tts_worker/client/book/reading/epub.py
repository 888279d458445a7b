"""EPUB 2 and 3: pages in the order of the spine, the contents, and what the book says of itself."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from f5tts_worker.client.book.contents import LONGEST_TITLE, About, Block, Book, BookError, Kind, check_length
from f5tts_worker.client.book.pictures import size_of
from f5tts_worker.client.book.reading.archive import Archive, resolved
from f5tts_worker.client.book.reading.chapters import Skipped, Start, by_headings, divided
from f5tts_worker.client.book.reading.left_out import reason_of_kinds
from f5tts_worker.client.book.reading.markup import Tag, decoded, tokens
from f5tts_worker.client.book.reading.page import Page, read_page
from f5tts_worker.client.book.reading.toc import Entry, read_nav, read_ncx

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_MOST_PAGES = 5_000
_MOST_LIST_BYTES = 4_000_000  # of what lists pages and chapters
_MOST_COVER_BYTES = 20_000_000
_MOST_AUTHORS = 20
_TELLING = frozenset(("copyright", "titlepage", "imprint", "colophon", "endnotes", "footnotes"))  # of files
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,8}")


@dataclass
class _Package:
    """What the package file says: manifest, spine, and metadata; paths are those in the zip."""

    path: str
    files: dict[str, str] = field(default_factory=dict)  # id -> path
    marked: dict[str, str] = field(default_factory=dict)  # a property such as "nav" -> path
    types: dict[str, str] = field(default_factory=dict)  # path -> media type
    spine: list[str] = field(default_factory=list)
    title: str = ""
    authors: list[str] = field(default_factory=list)
    language: str | None = None
    cover: str | None = None
    guide: dict[str, str] = field(default_factory=dict)  # path -> kind


@dataclass(frozen=True)
class _Flow:
    """All pages one behind the other: their blocks, where each begins, and the pages themselves."""

    blocks: list[Block]
    starts: dict[str, int]
    pages: dict[str, Page]

    def place(self, path: str, fragment: str) -> int | None:
        """Return the block that a reference leads to; a fragment that is missing is the page's start."""
        if path not in self.starts:
            return None
        return self.starts[path] + self.pages[path].places.get(fragment, 0)


@dataclass(frozen=True)
class _Line:
    """A line of the contents, and the block that it leads to."""

    title: str
    path: str
    depth: int
    at: int


def read_epub(path: Path) -> Book:
    """Return the book in an EPUB. Raises BookError, in one sentence, for what cannot be read."""
    with Archive(path) as archive:
        package = _package(archive)
        _refuse_protected(archive, package)
        flow = _flow(archive, package)
        entries, beside, kinds = _contents(archive, package)
        cover = _cover(archive, package)
    about = About(package.title, tuple(package.authors), package.language, cover)
    starts = _starts(list(_lines(flow, entries, beside)), flow.blocks) or by_headings(flow.blocks)
    starts = starts or [Start(at, "") for at in sorted(set(flow.starts.values()))]
    return Book(about, divided(flow.blocks, starts, _skipped(flow, kinds)))


def _package(archive: Archive) -> _Package:
    path = ""
    if _CONTAINER in archive.names:
        for token in tokens(decoded(archive.read(_CONTAINER, _MOST_LIST_BYTES), _CONTAINER)):
            if isinstance(token, Tag) and token.name == "rootfile" and not path:
                path = token.attributes.get("full-path", "")
    if path not in archive.names:  # some books lack the container's page
        path = min((name for name in archive.names if name.endswith(".opf")), key=len, default=path)
    if not path:
        raise BookError("the zip file is no EPUB: it has no package file (.opf)")
    package = _Package(path)
    ids: list[str] = []
    element, authors = "", package.authors
    for token in tokens(decoded(archive.read(path, _MOST_LIST_BYTES), path)):
        if isinstance(token, str):
            _told(package, element, " ".join(token.split()), authors)
        elif token.closes:
            element = ""
        else:
            element = token.name
            _noted(package, token, ids)
    package.spine = [package.files[name] for name in dict.fromkeys(ids) if name in package.files]
    package.cover = package.files.get(package.cover or "", package.cover)
    return package


def _told(package: _Package, element: str, text: str, authors: list[str]) -> None:
    if not text:
        return
    if element == "title" and not package.title:
        package.title = text[:LONGEST_TITLE]
    elif element == "creator" and len(authors) < _MOST_AUTHORS and text[:LONGEST_TITLE] not in authors:
        authors.append(text[:LONGEST_TITLE])
    elif element == "language" and package.language is None and _LANGUAGE.fullmatch(text):
        package.language = text


def _noted(package: _Package, tag: Tag, spine: list[str]) -> None:
    """Take what a tag of the package file says; paths are made those in the zip."""
    said = tag.attributes
    if tag.name == "item" and (href := said.get("href")):
        path = resolved(href, package.path)[0]
        package.files[said.get("id", "")] = path
        package.types[path] = said.get("media-type", "").lower()
        for mark in said.get("properties", "").split():
            package.marked.setdefault(mark, path)
    elif tag.name == "itemref" and said.get("linear", "yes").lower() != "no":
        spine.append(said.get("idref", ""))
    elif tag.name == "meta" and said.get("name") == "cover":
        package.cover = said.get("content")
    elif tag.name == "reference":
        package.guide[resolved(said.get("href", ""), package.path)[0]] = said.get("type", "").lower()


def _refuse_protected(archive: Archive, package: _Package) -> None:
    """Fonts may be scrambled; pages that are belong to a shop's reader."""
    if _ENCRYPTION not in archive.names:
        return
    pages = frozenset(package.spine)
    for token in tokens(decoded(archive.read(_ENCRYPTION, _MOST_LIST_BYTES), _ENCRYPTION)):
        uri = token.attributes.get("uri", "") if isinstance(token, Tag) else ""
        if uri and resolved(uri, "")[0] in pages:
            raise BookError("the book is protected (DRM): its pages are encrypted and cannot be read")


def _flow(archive: Archive, package: _Package) -> _Flow:
    if not package.spine:
        raise BookError("the EPUB names no pages in an order (its spine is empty)")
    if len(package.spine) > _MOST_PAGES:
        raise BookError(f"the EPUB has more than {_MOST_PAGES:,} pages")
    flow = _Flow([], {}, {})
    for path in package.spine:
        if path in flow.starts or package.types.get(path, "").startswith("image/"):
            continue
        page = read_page(decoded(archive.read(path), path))
        flow.starts[path], flow.pages[path] = len(flow.blocks), page
        flow.blocks.extend(page.blocks)
        check_length(flow.blocks)
    return flow


def _contents(archive: Archive, package: _Package) -> tuple[list[Entry], str, dict[str, str]]:
    """Return the contents, the page that they stand on, and what the book says which page is."""
    kinds = dict(package.guide)
    if (nav := package.marked.get("nav")) in archive.names and nav:
        entries, landmarks = read_nav(decoded(archive.read(nav, _MOST_LIST_BYTES), nav))
        kinds |= {
            resolved(reference, nav)[0]: kind for reference, kind in landmarks.items() if "#" not in reference
        }
        kinds[nav] = "toc"
        if entries:
            return entries, nav, kinds
    ncx = next((path for path, kind in package.types.items() if kind == "application/x-dtbncx+xml"), "")
    if ncx in archive.names:
        return read_ncx(decoded(archive.read(ncx, _MOST_LIST_BYTES), ncx)), ncx, kinds
    return [], package.path, kinds


def _lines(flow: _Flow, entries: list[Entry], beside: str) -> Iterator[_Line]:
    for entry in entries:
        path, fragment = resolved(entry.reference, beside)
        if entry.title and (at := flow.place(path, fragment)) is not None:
            yield _Line(entry.title, path, entry.depth, at)


def _starts(lines: list[_Line], blocks: list[Block]) -> list[Start]:
    """Return where chapters begin: at the lines of the outermost level, and at those inside of parts.

    A line inside another one begins a chapter if it leads to another page, or if the outer one has no text of
    its own before its first inner line: then that is a part. Others are sections of a chapter.
    """
    starts: list[Start] = []
    paragraphs = [at for at, block in enumerate(blocks) if block.kind is Kind.PARAGRAPH]
    outer: list[
        tuple[_Line, bool, bool | None]
    ] = []  # line, whether it begins a chapter, whether it is a part
    for line in lines:
        while outer and outer[-1][0].depth >= line.depth:
            outer.pop()
        begins = True
        if outer:
            parent, parent_begins, is_part = outer[-1]
            if is_part is None:
                has_own = bisect_left(paragraphs, parent.at) < bisect_left(paragraphs, line.at)
                is_part = parent_begins and not has_own
                outer[-1] = (parent, parent_begins, is_part)
            begins = is_part or (parent_begins and line.path != parent.path)
        if begins:
            starts.append(Start(line.at, line.title))
        outer.append((line, begins, None))
    return starts


def _skipped(flow: _Flow, kinds: Mapping[str, str]) -> list[Skipped]:
    """Return the pages that are none of the book's text, by what the book or the page itself says."""
    found = []
    for path, page in flow.pages.items():
        name = path.rpartition("/")[2].partition(".")[0].lower()
        said = {kinds.get(path, ""), name if name in _TELLING else ""}
        if reason := reason_of_kinds(page.types | said):
            start = flow.starts[path]
            found.append(Skipped(start, start + len(page.blocks), reason))
    return found


def _cover(archive: Archive, package: _Package) -> bytes | None:
    """Return the picture of the cover; a missing or broken one, or one of another kind, is no fault."""
    path = package.marked.get("cover-image") or package.cover
    if not path or path not in archive.names:
        return None
    try:
        data = archive.read(path, _MOST_COVER_BYTES)
    except BookError:
        return None
    return data if size_of(data) else None

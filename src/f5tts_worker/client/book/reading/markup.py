"""Tags and text of XML and HTML, one after the other, however broken.

Both package files and pages of an EPUB are read with this. No parser of XML is underneath, so there is
nothing to expand an entity, fetch a file or recurse: the work is proportional to the text. Pages of real
books are often not well-formed, and are read all the same.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from f5tts_worker.client.book.contents import BookError

_MOST_TAG = 4_000  # characters: what is longer is no tag
_NAME = re.compile(r"/?\s*([A-Za-z_][\w.-]*(?::[\w.-]+)?)")
# A name is tried at its first letter only, and nothing of it is given back: a tag of nothing but letters
# would be read once for each of them.
_ATTRIBUTE = re.compile(
    r"(?<![\w:.-])([A-Za-z_][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))"
)
_REST_OF_TAG = re.compile(r"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")  # the first `>` outside quotes
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DECLARES = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_ENCODING = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([\w.:-]{1,40})""")
# Others than these are encodings of Python's that no page is written in, some of them slow.
_ENCODINGS = re.compile(
    r"utf-8|ascii|utf-16(?:-[lb]e)?|iso8859-\d+|cp\d+|koi8-[ru]|shift_jis|euc_(?:jp|kr)|gb2312|gbk|gb18030|big5"
)


@dataclass(frozen=True)
class Tag:
    """An opening, closing or empty tag. Names are in small letters, the element's without its prefix."""

    name: str
    closes: bool = False
    empty: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)

    def words(self, *names: str) -> set[str]:
        """Return the words in these attributes, in small letters."""
        return {word for name in names for word in self.attributes.get(name, "").lower().split()}


def decoded(data: bytes, name: str) -> str:
    """Return the text of a page by its byte order mark, its declaration, or as UTF-8.

    Raises BookError for a page that declares entities: a book needs none, and bombs are made of them.
    """
    text = _characters(data)
    if _DECLARES.search(text):
        raise BookError(f"{name} declares entities of its own, which is not read")
    return text


def _characters(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data.startswith((b"<\0", b"\0<")):
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", "replace")
    declared = _ENCODING.search(data[:1000])
    try:
        encoding = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
    except LookupError:
        encoding = "utf-8"
    if encoding == "utf-8" or encoding.startswith("utf-16") or not _ENCODINGS.fullmatch(encoding):
        encoding = "utf-8"  # what says UTF-16 and has come so far is none
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def tokens(text: str) -> Iterator[Tag | str]:
    """Yield tags, and the text between them with its entities replaced; comments are left out."""
    place, close = 0, -1
    while (found := text.find("<", place)) >= 0:
        if found > place:
            yield unescaped(text[place:found])
        if close < found:  # the next `>`, looked for once: there may be none behind very many `<`
            close = text.find(">", found)
            close = close if close >= 0 else len(text) + _MOST_TAG
        place, token = _after(text, found, close)
        if token is not None:
            yield token
    if place < len(text):
        yield unescaped(text[place:])


def unescaped(text: str) -> str:
    """Replace the entities of HTML; one that does not exist stays as it is written."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text) if "&" in text else text


def _after(text: str, place: int, close: int) -> tuple[int, Tag | str | None]:
    """Return where what begins at the `<` ends, and what it is; None for what shows nothing.

    `close` is where the next `>` is, or far behind the text's end.
    """
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", ">"), ("<!", ">")):
        if text.startswith(opening, place):
            end = text.find(closing, place + len(opening))
            inside = text[place + len(opening) : end] if end >= 0 else ""
            shown = inside if opening == "<![CDATA[" else None
            return (len(text) if end < 0 else end + len(closing)), shown
    name = _NAME.match(text, place + 1) if close < place + _MOST_TAG else None
    if name is None:
        return place + 1, "<"
    rest = _REST_OF_TAG.match(text, name.end(), place + _MOST_TAG)
    end = rest.end() - 1 if rest else close  # a quote that is never closed is none
    inside = text[name.end() : end]
    attributes = {key.lower(): unescaped(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(inside)}
    closes = text[place + 1] == "/"
    plain = name[1].rpartition(":")[2].lower()
    return end + 1, Tag(plain, closes, inside.endswith("/") and not closes, attributes)

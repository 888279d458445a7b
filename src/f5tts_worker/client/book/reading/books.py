"""The one door to books: by the ending of the file."""

from dataclasses import replace
from pathlib import Path

from f5tts_worker.client.book.contents import LONGEST_TITLE, Book, BookError
from f5tts_worker.client.book.reading.epub import read_epub
from f5tts_worker.client.book.reading.plain import read_markdown, read_text
from f5tts_worker.client.input.texts import content

MOST_TEXT_BYTES = 16_000_000
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_TEXT = (".txt", ".text", "")


def read_book(path: Path) -> Book:
    """Return the book in an EPUB, Markdown or text file. Raises BookError or UsageError."""
    ending = path.suffix.lower()
    if ending not in (".epub", *_MARKDOWN, *_TEXT):
        raise BookError(f"{path} is no EPUB (.epub), Markdown (.md) or text (.txt), by its ending")
    if path.is_file() and ending != ".epub" and path.stat().st_size > MOST_TEXT_BYTES:
        raise BookError(f"{path} is larger than {MOST_TEXT_BYTES // 1_000_000} MB")
    if ending == ".epub":
        book = read_epub(path)
    else:
        read = read_markdown if ending in _MARKDOWN else read_text
        book = read(content(path), path.stem)
    if not any(chapter.has_paragraphs for chapter in book.chapters):
        raise BookError(f"{path} has no text that could be spoken")
    title = book.about.title.strip()[:LONGEST_TITLE] or path.stem
    return replace(book, about=replace(book.about, title=title))

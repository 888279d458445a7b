"""Books in Markdown and plain text."""

import pytest
from tests.unit.client.book.epubs import shape

from f5tts_worker.client.asking import UsageError
from f5tts_worker.client.book.contents import BookError
from f5tts_worker.client.book.reading.books import read_book

MARKDOWN = """---
title: "The Sea"
author: A. One
language: de
---
# The Sea

## One *day*

The **old** dog
sat.[^1] ![a picture](x.png)

> Quoted,
> 2 > 1 > 0.

* * *

- First
- Second

[^1]: A note
    that goes on.

Two
---

<p>In HTML.</p>

The end.
"""


def read(tmp_path, text, name="book.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_book(path)


def test_markdown(tmp_path):
    """Headings, quotes, lists and rules are read as they are laid out; notes and pictures are left out."""
    found = read(tmp_path, MARKDOWN)
    assert shape(found) == {
        "One day": [
            "# The Sea",
            "# One day",
            "The old dog\nsat.",
            "Quoted,\n2 > 1 > 0.",
            "***",
            "First",
            "Second",
        ],
        "Two": ["# Two", "In HTML.", "The end."],
    }
    assert (found.about.title, found.about.authors, found.about.language) == ("The Sea", ("A. One",), "de")


def test_markdown_with_a_note_in_html(tmp_path):
    """It is none of the text."""
    text = '# A\n\nText.\n\n<aside class="footnote">A note.</aside>\n\nMore.\n'
    assert shape(read(tmp_path, text)) == {"A": ["# A", "Text.", "More."]}


def test_markdown_links_by_reference(tmp_path):
    """A link whose address stands elsewhere is its words, in any chapter; definitions end no scene."""
    text = (
        '# A\n\nSee [the site][1] and [Docs] now[1], [sic].\n![Map][m]\n\n[1]: http://x.y "Title"\n\n'
        "First line\\\nsecond line.\n\n# [B][docs]\n\n> See [docs][] and a[0][2].\n\n"
        "[docs]: http://z.y\n[m]: /map.png\n"
    )
    assert shape(read(tmp_path, text)) == {
        "A": ["# A", "See the site and Docs now, [sic].", "First line\nsecond line."],
        "B": ["# B", "See docs and a[0][2]."],
    }


def test_markdown_without_front_matter(tmp_path):
    """The title is the one heading above the chapters, or the file's name."""
    assert read(tmp_path, "# The Sea\n\n## A\n\nx y\n\n## B\n\nz\n").about.title == "The Sea"
    assert read(tmp_path, "# A\n\nx y\n\n# B\n\nz\n").about.title == "book"
    assert shape(read(tmp_path, "Only text.\n")) == {"Section 1": ["Only text."]}


def test_plain_text(tmp_path):
    """Lines that name a chapter begin one, a sentence that begins so does not; wrapped lines are joined."""
    text = (
        "A dedication.\n\nCHAPTER ONE\n\nIt was\nlate.\n\n"
        "Part of me wanted to leave, but I stayed where I was.\n"
        "\n* * *\n\nII.\n\nMore.\n\nContents\n\nKapitel 3: Das Meer\n\nEnde.\n"
    )
    assert shape(read(tmp_path, text, "book.txt")) == {
        "Section 1": ["A dedication."],
        "CHAPTER ONE": [
            "# CHAPTER ONE",
            "It was late.",
            "Part of me wanted to leave, but I stayed where I was.",
        ],
        "II.": ["# II.", "More.", "Contents"],
        "Kapitel 3: Das Meer": ["# Kapitel 3: Das Meer", "Ende."],
    }


def test_a_text_without_blank_lines(tmp_path):
    """Then each line is a paragraph."""
    assert shape(read(tmp_path, "One line.\nAnother.\n", "a.txt")) == {"Section 1": ["One line.", "Another."]}


WRAPPED = (
    "It was a dark and stormy night, and the rain fell in torrents,",
    "except at occasional inter-",
    "vals, when it was checked by the wind.",
)


@pytest.mark.parametrize(
    "lines",
    [
        ["Chapter 1", *WRAPPED, *WRAPPED],
        ["Chapter 1", f"   {WRAPPED[0]}", *WRAPPED[1:], f"   {WRAPPED[0]}", *WRAPPED[1:]],
        [part for line in ("Chapter 1", *WRAPPED, *WRAPPED) for part in (line, "")],
        ["Chapter 1", "", *WRAPPED, "", *WRAPPED],
    ],
    ids=("short last lines", "indented", "double spaced", "blank lines"),
)
def test_lines_that_a_program_has_broken(tmp_path, lines):
    """They are one paragraph, however the next one begins, and so is a word that was divided."""
    (tmp_path / "a.txt").write_text("\n".join(lines))
    (chapter,) = read_book(tmp_path / "a.txt").chapters
    said = f"{WRAPPED[0]} except at occasional intervals, when it was checked by the wind."
    assert [block.text for block in chapter.blocks] == ["Chapter 1", said, said]


def test_project_gutenberg(tmp_path):
    """What stands around the book says its title and author, and is not read."""
    text = (
        "The Project Gutenberg eBook\n\nTitle: The Sea\n\nAuthor: A. One\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK THE SEA ***\n\nText.\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK THE SEA ***\n\nLicence.\n"
    )
    found = read(tmp_path, text, "a.txt")
    assert shape(found) == {"Section 1": ["Text."]}
    assert (found.about.title, found.about.authors) == ("The Sea", ("A. One",))


def test_what_is_no_book(tmp_path):
    """Another ending, a file without text and one that is not there are one sentence each."""
    with pytest.raises(BookError, match=r"is no EPUB \(.epub\), Markdown \(.md\) or text \(.txt\)"):
        read(tmp_path, "x", "book.docx")
    with pytest.raises(BookError, match="no text that could be spoken"):
        read(tmp_path, "\n***\n")
    with pytest.raises(UsageError, match="cannot be read"):
        read_book(tmp_path / "none.md")

"""EPUBs made to cost time, memory or files: one sentence, or the book without what was too much."""

import random
import re
import struct
import tracemalloc
import zipfile

import pytest
from tests.growth import AT_MOST, growth
from tests.unit.client.book.epubs import PNG, make, nav, page

from f5tts_worker.client.book import binding, contents
from f5tts_worker.client.book.contents import Block, BookError, Kind
from f5tts_worker.client.book.pictures import size_of
from f5tts_worker.client.book.reading import epub
from f5tts_worker.client.book.reading.books import read_book
from f5tts_worker.client.book.reading.chapters import Start, divided
from f5tts_worker.client.book.reading.markup import tokens

ONE = {"a.xhtml": page("<h1>One</h1><p>First text.</p>")}


def read(tmp_path, pages=ONE, **said):
    return read_book(make(tmp_path / "book.epub", pages, **said))


@pytest.mark.parametrize("inside", ["a", "a ", "a=", " ", "a='", '"', "'", "&", "<"])
def test_work_grows_with_a_tag(inside):
    """Within the longest tag, too: none of its parts is read again for each letter."""
    assert growth(lambda text: list(tokens(text)), lambda n: f"<a {inside * n}>") < AT_MOST


def test_a_language_that_is_none(tmp_path):
    """It is left aside at once, however it is put together."""
    metadata = f"<dc:title>A Book</dc:title><dc:language>en{'_a' * 5_000}!</dc:language>"
    found = read(tmp_path, metadata=metadata.replace("_a", "_" * 3))
    assert found.about.language is None


def test_what_is_long_or_many_in_the_package(tmp_path):
    """Titles and names are cut, and only the first authors are kept."""
    authors = "".join(f"<dc:creator>A. {n}</dc:creator>" for n in range(30_000))
    long = "x" * 100_000
    found = read(
        tmp_path,
        metadata=f"<dc:title>{long}</dc:title>{authors}",
        contents=nav(f'<li><a href="a.xhtml">{long}</a></li>'),
    )
    assert len(found.about.title) == contents.LONGEST_TITLE
    assert len(found.about.authors) == 20
    assert [len(chapter.title) for chapter in found.chapters] == [contents.LONGEST_TITLE]
    with pytest.raises(BookError, match="unpack to more than 4 MB"):
        read(tmp_path, metadata=long * 50)


def test_many_headings_and_lines_of_contents():
    """Parts inside parts, chapters of nothing but headings, and pages that are left out are no more work."""

    def work(count):
        blocks = [Block(Kind.HEADING, "x", 1)] * count
        lines = [epub._Line("x", "a", depth, depth) for depth in range(count)]
        epub._starts(lines, blocks)
        divided(blocks, [Start(at, "x") for at in range(count)], [epub.Skipped(0, count // 2, "notes")])

    assert growth(work, lambda n: n, start=50) < AT_MOST


def test_more_paragraphs_than_a_book_has(tmp_path, monkeypatch):
    """Each takes memory, however short it is: on one page, on several, and in a text."""
    monkeypatch.setattr(contents, "MOST_BLOCKS", 50)
    for pages in (
        {"a.xhtml": page("<p>a" * 60)},
        {"a.xhtml": page("<hr/>" * 60)},
        {f"{n}.xhtml": page("<p>a" * 20) for n in range(4)},
    ):
        with pytest.raises(BookError, match="more than 50 paragraphs"):
            read(tmp_path, pages)
    (tmp_path / "book.txt").write_text("a\n\n" * 60)
    with pytest.raises(BookError, match="more than 50 paragraphs"):
        read_book(tmp_path / "book.txt")


def test_a_zip_whose_list_of_files_is_huge(tmp_path):
    """It is refused before it is read into memory."""
    book = make(tmp_path / "book.epub", ONE)
    data = bytearray(book.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    data[start:start] = bytes(30_000_000)
    end += 30_000_000
    data[end + 12 : end + 16] = struct.pack("<L", end - start)
    book.write_bytes(data)
    tracemalloc.start()
    try:
        with pytest.raises(BookError, match=r"is no EPUB: .* list of files is too long"):
            read_book(book)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_pack(tmp_path, method):
    """EPUB has only two; others may ask for gigabytes of memory."""
    book = make(tmp_path / "book.epub", ONE)
    with zipfile.ZipFile(book, "a", method) as other:
        other.writestr("META-INF/encryption.xml", "<x/>")
    with pytest.raises(BookError, match="packed in a way that EPUB does not have"):
        read_book(book)


def test_any_damage_is_one_sentence(tmp_path):
    """Whichever bytes of an EPUB are others, there is a book or a BookError, and never another error."""
    whole = make(tmp_path / "book.epub", ONE, contents=nav('<li><a href="a.xhtml">One</a></li>')).read_bytes()
    chance = random.Random(0)  # noqa: S311 - no secret
    outcomes = set()
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / "book.epub").write_bytes(
            data[: chance.choice([len(data), len(data), chance.randrange(len(data))])]
        )
        try:
            read_book(tmp_path / "book.epub")
            outcomes.add("read")
        except BookError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def jpeg(width, height):
    """Return the beginning of a JPEG: JFIF's segment, and the frame's with its size."""
    frame = b"\xff\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + frame


def test_covers(tmp_path):
    """A picture's size is read from its head; absurd ones and broken ones are no cover."""
    huge = PNG[:16] + struct.pack(">II", 100_000, 100_000) + PNG[24:]
    assert size_of(PNG) == (1, 1)
    assert size_of(jpeg(600, 800)) == (600, 800)
    for wrong in (
        huge,
        jpeg(60_000, 10),
        jpeg(0, 5),
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\xff\xff",
        PNG[:20],
        b"GIF89a",
        b"",
    ):
        assert size_of(wrong) is None
    item = '<item id="c" href="c.png" media-type="image/png" properties="cover-image"/>'
    assert read(tmp_path, extra=item, files={"OEBPS/c.png": PNG}).about.cover == PNG
    assert read(tmp_path, extra=item, files={"OEBPS/c.png": huge}).about.cover is None


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "..", "C:\\x", "a/b", "\u0000", "𐌰" * 300, "x" * 300, "CON", "-rf", ""]
)
def test_names_that_leave_the_folder(tmp_path, title):
    """A chapter's file lies in the folder of the book, under a name that every file system takes."""
    files = binding.Files(tmp_path / "out", "mp3")
    for path in (files.sound(1, title), files.beside(1, title, "whisper_json")):
        assert path.parent == tmp_path / "out"
        assert re.fullmatch(r"01[\w .,'()&+-]*", path.name)
        path.parent.mkdir(exist_ok=True)
        path.with_name(f".partial-{path.name}").write_bytes(b"")

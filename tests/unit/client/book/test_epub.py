"""EPUBs of every kind: the right text in the right order, or one sentence."""

import struct
import zipfile

import pytest
from tests.growth import AT_MOST, growth
from tests.pairs import each_once
from tests.unit.client.book.epubs import PNG, make, nav, ncx, package, page, point, shape

from f5tts_worker.client.book.contents import BookError
from f5tts_worker.client.book.reading import archive
from f5tts_worker.client.book.reading.books import read_book
from f5tts_worker.client.book.reading.markup import decoded
from f5tts_worker.client.book.reading.page import read_page
from f5tts_worker.client.book.reading.toc import read_nav, read_ncx

ONE = {"a.xhtml": page("<h1>One</h1><p>First text.</p>")}


def read(tmp_path, pages=ONE, **said):
    return read_book(make(tmp_path / "book.epub", pages, **said))


def test_an_ordinary_book(tmp_path):
    """Title, authors, language and cover are the package's; chapters are in the spine's order."""
    pages = {
        "text/2.xhtml": page("<h2>Two</h2><p>Second.</p>"),
        "text/1.xhtml": page("<h2>One</h2><p>First.</p><hr/><p>After.</p>"),
    }
    metadata = "<dc:title>The Sea</dc:title><dc:creator>A. One</dc:creator><dc:creator>B. Two</dc:creator>"
    found = read(
        tmp_path,
        pages,
        contents=nav('<li><a href="text/1.xhtml">One</a></li><li><a href="text/2.xhtml">Two</a></li>'),
        metadata=metadata + "<dc:language>en-GB</dc:language>",
        spine='<itemref idref="i1"/><itemref idref="i0"/>',
        extra='<item id="c" href="cover.png" media-type="image/png" properties="cover-image"/>',
        files={"OEBPS/cover.png": PNG},
    )
    assert shape(found) == {"One": ["# One", "First.", "***", "After."], "Two": ["# Two", "Second."]}
    assert (found.about.title, found.about.authors) == ("The Sea", ("A. One", "B. Two"))
    assert (found.about.language, found.about.cover) == ("en-GB", PNG)


def test_nested_contents(tmp_path):
    """Chapters of parts are chapters, a part's title is spoken before its first, and sections are none."""
    pages = {
        "p1.xhtml": page("<h1>Part I</h1>"),
        "c1.xhtml": page("<h2>One</h2><p>Begins.</p><h3 id='s'>Inside</h3><p>Goes on.</p>"),
        "c2.xhtml": page("<h2>Two</h2><p>Ends.</p>"),
    }
    lists = (
        '<li><a href="p1.xhtml">Part I</a><ol><li><a href="c1.xhtml">One</a><ol>'
        '<li><a href="c1.xhtml#s">Inside</a></li></ol></li><li><a href="c2.xhtml">Two</a></li></ol></li>'
    )
    assert shape(read(tmp_path, pages, contents=nav(lists))) == {
        "One": ["# Part I", "# One", "Begins.", "# Inside", "Goes on."],
        "Two": ["# Two", "Ends."],
    }


def test_parts_and_chapters_on_one_page(tmp_path):
    """A part that has no text of its own before its first chapter is one also where all is on one page."""
    pages = {
        "a.xhtml": page("<h1 id='p'>Part I</h1><h2 id='c1'>One</h2><p>A.</p><h2 id='c2'>Two</h2><p>B.</p>")
    }
    points = point("Part I", "a.xhtml#p", point("One", "a.xhtml#c1") + point("Two", "a.xhtml#c2"))
    assert shape(read(tmp_path, pages, contents=ncx(points))) == {
        "One": ["# Part I", "# One", "A."],
        "Two": ["# Two", "B."],
    }


def test_no_contents(tmp_path):
    """Without contents, chapters begin at the level of headings that occurs more than once."""
    pages = {
        "a.xhtml": page("<h1>The Book</h1><h2>One</h2><p>A.</p>"),
        "b.xhtml": page("<p>More of one.</p><h2>Two</h2><p>B.</p>"),
    }
    assert shape(read(tmp_path, pages)) == {
        "One": ["# The Book", "# One", "A.", "More of one."],
        "Two": ["# Two", "B."],
    }


def test_neither_contents_nor_headings(tmp_path):
    """Then each page is a chapter, by its number."""
    pages = {"a.xhtml": page("<p>A.</p>"), "b.xhtml": page("<p>B.</p>")}
    assert shape(read(tmp_path, pages)) == {"Section 1": ["A."], "Section 2": ["B."]}


def test_contents_that_lead_nowhere(tmp_path):
    """Lines that name no page of the book are left aside, and a missing place is its page's start."""
    items = (
        '<li><a href="gone.xhtml">Gone</a></li><li><a href="a.xhtml#gone">One</a></li><li><span>x</span></li>'
    )
    assert shape(read(tmp_path, contents=nav(items))) == {"One": ["# One", "First text."]}


def test_what_is_no_text_is_left_out(tmp_path):
    """Cover, title page, imprint and notes are known by what the book says of them, or by their title."""
    pages = {
        "cover.xhtml": page("<p>Cover words</p>", type="cover"),
        "t.xhtml": page("<p>The Book, by Me</p>"),
        "i.xhtml": page("<h1>Copyright</h1><p>All rights reserved.</p>"),
        "a.xhtml": page("<h1>One</h1><p>Text.</p>", type="bodymatter chapter"),
        "n.xhtml": page("<h1>Notes</h1><p>A note.</p>"),
    }
    landmarks = (
        '<nav epub:type="landmarks"><ol><li><a epub:type="titlepage" href="t.xhtml">T</a></li></ol></nav>'
    )
    items = '<li><a href="a.xhtml">One</a></li><li><a href="n.xhtml">Notes</a></li>'
    found = read(tmp_path, pages, contents=nav(items, landmarks))
    assert [(chapter.title, chapter.left_out) for chapter in found.chapters] == [
        ("Section 1", "the cover"),
        ("Section 2", "the title page"),
        ("Copyright", "the imprint"),
        ("One", ""),
        ("Notes", "notes"),
    ]


def test_a_guide_says_what_a_page_is(tmp_path):
    """EPUB 2 has a guide in place of landmarks."""
    pages = {"c.xhtml": page("<p>Chapter list</p>"), "a.xhtml": page("<h1>One</h1><p>Text.</p>")}
    guide = '<guide><reference type="toc" href="c.xhtml"/></guide>'
    found = read(tmp_path, pages, guide=guide, contents=ncx(point("One", "a.xhtml")))
    assert [chapter.left_out for chapter in found.chapters] == ["the contents", ""]


def test_footnotes_and_page_numbers(tmp_path):
    """Marks of notes, notes and page numbers are not spoken; references and exponents that are text stay."""
    body = (
        '<h1>One</h1><p>He came<a epub:type="noteref" href="#n1">1</a> home.<sup><a href="#n2">2</a></sup> '
        'She<a href="#n3"><sup>3</sup></a> saw<a href="#n4">[4]</a> it<a href="#n5">*</a>.'
        '<span epub:type="pagebreak" title="12">12</span> See chapter <a href="#c">12</a>: '
        '10<sup>2</sup> m.<span class="pagenum">[Pg 7]</span></p>'
        '<aside epub:type="footnote" id="n1"><p>A note.</p></aside>'
        '<section role="doc-endnotes"><ol><li>More notes.</li></ol></section><p>The end.</p>'
    )
    assert shape(read(tmp_path, {"a.xhtml": page(body)})) == {
        "One": ["# One", "He came home. She saw it. See chapter 12: 10² m.", "The end."]
    }


@pytest.mark.parametrize(
    "notes",
    [
        '<section epub:type="endnotes"><h2>Notes</h2><p>A note.</p></section>',
        '<section role="doc-endnotes"><h2>Notes</h2><ol><li epub:type="endnote">A note.</li></ol></section>',
        '<h2>Notes</h2><aside epub:type="footnote">A note.</aside>',
        '<div class="footnotes"><h2>Notes</h2><div class="footnote"><p>A note.</p></div></div>',
    ],
)
def test_pages_of_notes_are_there_to_be_chosen(tmp_path, notes):
    """They are left out as notes are, and `--all` or their number brings them."""
    pages = {"a.xhtml": page("<h1>One</h1><p>Text.</p>"), "n.xhtml": page(notes)}
    found = read(tmp_path, pages, contents=nav('<li><a href="a.xhtml">One</a></li>'))
    assert [(chapter.title, chapter.left_out) for chapter in found.chapters] == [
        ("One", ""),
        ("Notes", "notes"),
    ]
    assert found.chapters[1].blocks[-1].text == "A note."


def test_tables_lists_and_pictures(tmp_path):
    """A row and an item are a paragraph each; of pictures only the caption is read."""
    body = (
        "<h1>One</h1><table><caption>Prices</caption><tr><th>Thing</th><th>Price</th></tr>"
        "<tr><td></td><td>Bread</td><td> </td><td>2 euros</td><td/></tr></table>"
        "<ul><li>First</li><li><p>Second</p></li></ul>"
        '<figure><img src="x.png" alt="A boat"/><svg><text>drawn</text></svg>'
        "<figcaption>The boat.</figcaption></figure>"
        "<p>Dear Anna,</p><math><mi>x</mi></math>"
    )
    assert shape(read(tmp_path, {"a.xhtml": page(body)}))["One"][1:] == [
        "Prices", "Thing, Price", "Bread, 2 euros", "First", "Second", "The boat.", "Dear Anna,",
    ]  # fmt: skip


def test_pictures_of_words_and_what_only_eyes_see(tmp_path):
    """A picture may be a heading or an initial letter; what screen readers are not to read is not read."""
    body = (
        '<h1><img src="t.png" alt="Chapter One"/></h1><p><img src="t.png" alt="T"/>he start [Pg 7] came.</p>'
        '<h2><img src="o.png" alt="An ornament"/>Two</h2>'
        '<p><span aria-hidden="true">T<span>he</span></span><span class="sr-only">The</span> end.</p>'
        '<p>If <math alttext="x squared"><mi>x</mi></math> is <math alttext="y^{2}"><mi>y</mi></math>.</p>'
        '<p style="visibility: hidden">gone</p><button>Play</button>'
    )
    found = read(tmp_path, {"a.xhtml": page(body), "copyright.xhtml": page("<p>All rights reserved.</p>")})
    assert shape(found)["Chapter One"] == [
        "# Chapter One", "The start came.", "# Two", "The end.", "If x squared is .",
    ]  # fmt: skip
    assert [chapter.left_out for chapter in found.chapters] == ["", "the imprint"]


def test_ruby(tmp_path):
    """The text is read, not the small letters that say how."""
    body = "<h1>一</h1><p>これは<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>です。</p>"
    assert shape(read(tmp_path, {"a.xhtml": page(body)})) == {"一": ["# 一", "これは漢字です。"]}


def test_right_to_left(tmp_path):
    """Hebrew and Arabic stay in the order in which they are read."""
    body = '<h1 dir="rtl">פרק א</h1><p dir="rtl">שלום <bdo dir="rtl">עולם</bdo>.</p><p>مرحبا بالعالم.</p>'
    found = read(
        tmp_path, {"a.xhtml": page(body)}, metadata="<dc:title>x</dc:title><dc:language>he</dc:language>"
    )
    assert shape(found) == {"פרק א": ["# פרק א", "שלום עולם.", "مرحبا بالعالم."]}


def test_headings_that_are_none(tmp_path):
    """A title in a paragraph is a heading, too; where it is a picture, the contents' title is spoken."""
    pages = {
        "a.xhtml": page('<p class="big">CHAPTER ONE</p><p>Text.</p>'),
        "b.xhtml": page('<img src="two.png"/><p>Other text.</p>'),
        "c.xhtml": page('<h2>Chapter 3<br/>The Storm</h2><h2 id="x"/><p>Wind.</p>'),
    }
    items = "".join(
        f'<li><a href="{name}">{title}</a></li>'
        for name, title in (
            ("a.xhtml", "Chapter One"),
            ("b.xhtml", "Chapter Two"),
            ("c.xhtml", "Chapter 3: The Storm"),
        )
    )
    assert list(shape(read(tmp_path, pages, contents=nav(items))).values()) == [
        ["# CHAPTER ONE", "Text."],
        ["# Chapter Two", "Other text."],
        ["# Chapter 3. The Storm", "Wind."],
    ]


def test_breaks_between_scenes(tmp_path):
    """Rules and lines of signs are breaks, one at a time, and none at a chapter's ends."""
    body = "<h1>One</h1><hr/><p>A.</p><p>* * *</p><hr/><p>B.</p><p>⁂</p>"
    assert shape(read(tmp_path, {"a.xhtml": page(body)})) == {"One": ["# One", "A.", "***", "B."]}


def test_broken_pages_are_read(tmp_path):
    """Tags that are not closed, entities of HTML, stray signs and other encodings do no harm."""
    pages = {
        "a.xhtml": "<h1>One</h1><p>Caf&eacute; &amp; tea&nbsp;&#8212; 3 < 4 <b>bold<p>Next &unknown; one"
        "<!-- gone <p>x",
        "b.xhtml": "<?xml version='1.0' encoding='iso-8859-1'?><body><p>Caf\xe9.</p>".encode("latin-1"),
        "c.xhtml": "<?xml version='1.0' encoding='utf-16'?><body><p>Wide.</p></body>".encode("utf-16"),
    }
    assert shape(read(tmp_path, pages)) == {
        "One": ["# One", "Café & tea — 3 < 4 bold", "Next &unknown; one", "Café.", "Wide."]
    }


def test_absurd_nesting(tmp_path):
    """Five thousand elements inside each other are read like one."""
    body = "<div>" * 5_000 + "<p>Deep.</p>" + "</div>" * 5_000
    deep = "<li><a href='a.xhtml'>One</a><ol>" * 5_000
    assert list(shape(read(tmp_path, {"a.xhtml": page(body)}, contents=nav(deep))).values()) == [
        ["# One", "Deep."]
    ]


HOSTILE = [
    *(
        "<",
        "<a ",
        "<!--",
        "<!",
        "<a x='",
        '<a "',
        '<a ">',
        "&",
        "<sup><a href='#'>",
        "<a href='#'>1</a>",
        "<hr/>",
    ),
    *("<![CDATA[", "<td>", "<p>", "<br/>", "<div id='a'>", "<rt>", "<h1>", " ", "<sup>1</sup>", "</a>"),
]


@pytest.mark.parametrize(("unit", "read"), each_once(HOSTILE, [read_page, read_nav, read_ncx]))
def test_work_grows_with_the_page(read, unit):
    """What parsers stumble over, often and never closed, takes time in proportion, not by its square."""
    assert growth(lambda text: read(decoded(text.encode(), "x")), lambda n: unit * n) < AT_MOST


def test_bombs(tmp_path, monkeypatch):
    """Entities that multiply are not read, and no more than the limit is unpacked, whatever the zip says."""
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + page("<p>&b;</p>")
    with pytest.raises(BookError, match="declares entities of its own"):
        read(tmp_path, {"a.xhtml": bomb})
    with pytest.raises(BookError, match="unpack to more than 16 MB"):
        read(tmp_path, {"a.xhtml": " " * 17_000_000})
    monkeypatch.setattr(archive, "MOST_BYTES", 3_000_000)
    with pytest.raises(BookError, match="unpack to more than 3 MB"):
        read(tmp_path, {f"{n}.xhtml": " " * 1_000_000 for n in range(4)})
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    with pytest.raises(BookError, match="more than 2 files"):
        read(tmp_path)


def test_a_size_that_lies(tmp_path):
    """A page that says it has ten bytes and unpacks to millions is no danger."""
    path = make(tmp_path / "book.epub", {"a.xhtml": page("<p>Text.</p>" + " " * 5_000_000)})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        size = struct.pack("<L", book.getinfo("OEBPS/a.xhtml").file_size)
    path.write_bytes(data.replace(size, struct.pack("<L", 10)))
    with pytest.raises(BookError, match="cannot be read"):
        read_book(path)


@pytest.mark.parametrize(
    "href",
    [
        "../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.org/x",
        "gone.xhtml",
        "%2e%2e/%2e%2e/x",
    ],
)
def test_paths_out_of_the_zip(tmp_path, href):
    """A page that is not in the zip is named; nothing is opened or fetched."""
    extra = f'<item id="x" href="{href}" media-type="application/xhtml+xml"/>'
    with pytest.raises(BookError, match="which is not in it"):
        read(tmp_path, ONE, extra=extra, spine='<itemref idref="x"/>')


def test_broken_zips(tmp_path):
    """What is no zip, is cut off, damaged, protected, or no EPUB is said in one sentence."""
    whole = make(tmp_path / "whole.epub", ONE).read_bytes()
    book = tmp_path / "book.epub"
    for data in (b"", b"PK\x03\x04", whole[:300], b"%PDF-1.4"):
        book.write_bytes(data)
        with pytest.raises(BookError, match="is no EPUB: it is not a whole zip file"):
            read_book(book)
    at = whole.index(b"OEBPS/a.xhtml") + 20
    book.write_bytes(whole[:at] + bytes(40) + whole[at + 40 :])
    with pytest.raises(BookError, match=r"'OEBPS/a.xhtml' in the book cannot be read"):
        read_book(book)
    flags = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := flags.find(mark, at + 1)) >= 0:
            flags[at + offset] |= 1
    book.write_bytes(flags)
    with pytest.raises(BookError, match="protected by a password"):
        read_book(book)
    with zipfile.ZipFile(book, "w") as other:
        other.writestr("x.txt", "x")
    with pytest.raises(BookError, match="has no package file"):
        read_book(book)
    with pytest.raises(BookError, match="does not exist"):
        read_book(tmp_path / "none.epub")


def test_protected_books(tmp_path):
    """A shop's protection is named; scrambled fonts are none."""
    font = '<encryption><CipherReference URI="OEBPS/font.otf"/></encryption>'
    assert read(tmp_path, files={"META-INF/encryption.xml": font}).chapters
    with pytest.raises(BookError, match=r"protected \(DRM\)"):
        read(tmp_path, files={"META-INF/encryption.xml": font.replace("font.otf", "a.xhtml")})


def test_empty_books(tmp_path):
    """No spine, and no text, are said."""
    with pytest.raises(BookError, match="spine is empty"):
        read(tmp_path, spine="")
    with pytest.raises(BookError, match="no text that could be spoken"):
        read(tmp_path, {"a.xhtml": page("<img src='x.png'/>")})


def test_odd_packages(tmp_path):
    """Without a container the package file is found; a cover that is none, and a page twice, do no harm."""
    path = tmp_path / "book.epub"
    with zipfile.ZipFile(path, "w") as book:
        items = {"a.xhtml": page("<h1>One</h1><p>A.</p>")}
        spine = '<itemref idref="i0"/><itemref idref="i0"/><itemref idref="none"/>'
        extra = '<item id="c" href="c.png" media-type="image/png"/>'
        metadata = (
            '<meta name="cover" content="c"/><dc:title> </dc:title><dc:language>not a code!</dc:language>'
        )
        book.writestr("x/p.opf", package(items, extra=extra, spine=spine, metadata=metadata))
        book.writestr("x/a.xhtml", items["a.xhtml"])
        book.writestr("x/c.png", b"GIF89a")
    found = read_book(path)
    assert shape(found) == {"One": ["# One", "A."]}
    assert (found.about.title, found.about.language, found.about.cover) == ("book", None, None)

"""Makes EPUBs for tests: whole ones, odd ones and hostile ones."""

import zipfile
from pathlib import Path

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\n"
    b"IDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


def page(body, title="A page", head="", **attributes):
    """Return an XHTML page; `type` becomes the body's epub:type."""
    kind = f' epub:type="{attributes["type"]}"' if attributes.get("type") else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{title}</title>{head}</head><body{kind}>{body}</body></html>"
    )


def nav(items, more=""):
    """Return a navigation page; `items` is the inside of the outermost list."""
    return page(f'<nav epub:type="toc"><h1>Contents</h1><ol>{items}</ol></nav>{more}')


def ncx(points):
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'


def point(title, src, inner=""):
    label = f"<navLabel><text>{title}</text></navLabel>"
    return f'<navPoint id="p">{label}<content src="{src}"/>{inner}</navPoint>'


def package(pages, *, metadata="<dc:title>A Book</dc:title>", extra="", spine=None, guide=""):
    """Return a package file for pages by name, in this order."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    refs = spine if spine is not None else "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata>'
        f"<manifest>{items}{extra}</manifest><spine>{refs}</spine>{guide}</package>"
    )


def make(path, pages, *, contents=None, files=None, **said):
    """Write an EPUB of pages (name -> XHTML) beside its package; `contents` is a nav or an NCX."""
    extra = said.pop("extra", "")
    written = {"OEBPS/" + name: text for name, text in pages.items()}
    if contents is not None:
        is_ncx = contents.startswith("<ncx")
        name, kind = (
            ("toc.ncx", "application/x-dtbncx+xml") if is_ncx else ("nav.xhtml", "application/xhtml+xml")
        )
        mark = "" if is_ncx else ' properties="nav"'
        extra += f'<item id="contents" href="{name}" media-type="{kind}"{mark}/>'
        written["OEBPS/" + name] = contents
    written |= {"META-INF/container.xml": CONTAINER, "OEBPS/content.opf": package(pages, extra=extra, **said)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in {**written, **(files or {})}.items():
            book.writestr(name, data)
    return Path(path)


def shape(book):
    """Return a book as titles and texts: headings begin with #, a break is ***."""
    marks = {"heading": "# ", "paragraph": "", "scene": "***"}
    return {
        chapter.title + (f" [{chapter.left_out}]" if chapter.left_out else ""): [
            marks[block.kind.value] + block.text for block in chapter.blocks
        ]
        for chapter in book.chapters
    }

"""What of a book is not read aloud unless that is asked for."""

import re

# What EPUB's landmarks, guides and pages say of themselves -> what it is.
_KINDS = {
    "cover": "the cover", "titlepage": "the title page", "title-page": "the title page",
    "halftitlepage": "the title page", "copyright-page": "the imprint", "copyright": "the imprint",
    "toc": "the contents", "loi": "a list", "lot": "a list", "loa": "a list", "index": "the index",
    "bibliography": "the bibliography", "colophon": "the colophon", "imprint": "the imprint",
    "imprimatur": "the imprint", "other-credits": "the credits", "contributors": "the credits",
    "footnotes": "notes", "endnotes": "notes", "rearnotes": "notes", "notes": "notes", "errata": "errata",
}  # fmt: skip
_TITLES = {
    "the cover": "cover|front cover|couverture|cubierta|portada|copertina|umschlag|omslag",
    "the title page": "(?:half[- ]?)?title ?page|titelseite|titelblatt|page de titre|frontespizio",
    "the imprint": "copyright(?: (?:page|notice))?|imprint|impressum|colophon|colofon"
    "|mentions légales|créditos",
    "the contents": "(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice"
    "|contenido|indice|sommario|sumário|inhoud(?:sopgave)?",
    "the index": "index|register|sachregister|stichwortverzeichnis",
    "notes": "(?:foot|end)?notes|notes to the text|anmerkungen|fußnoten|endnoten|notas|note|noten|voetnoten"
    "|eindnoten",
    "the bibliography": "bibliography|references|works cited|literatur(?:verzeichnis)?|bibliographie"
    "|bibliografía|bibliografia",
    "an advertisement or credits": "also by(?: .{1,60})?|other books by .{1,60}|books by .{1,60}"
    "|about the (?:author|publisher)|about this book|credits|newsletter|the full project gutenberg.{0,40}",
}
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), reason) for reason, pattern in _TITLES.items())


def reason_of_kinds(kinds: set[str]) -> str:
    """Return what a page is by the kinds it is said to be of; "" for a part of the book's text."""
    return next((_KINDS[kind] for kind in sorted(kinds) if kind in _KINDS), "")


def reason_of_title(title: str) -> str:
    """Return what a chapter is by its title; "" for a part of the book's text."""
    plain = title.strip(" .:*_").replace("\u2019", "'")
    return next((reason for pattern, reason in _PATTERNS if pattern.fullmatch(plain)), "")

"""What a reader would see of a text that was copied from somewhere: a web page, a book, a chat, subtitles.

Each rule takes out what is not meant to be read, and leaves ordinary text exactly as it is: where a sign can
be part of a text ("a < b", "5 * 3", "snake_case", "example.com"), it stays. Every rule's work grows with the
text's length alone.
"""

# ruff: noqa: RUF001 - signs that look like others are what this module is about

import re
from collections.abc import Callable
from itertools import pairwise

from f5tts_worker.files.scrambled import unscrambled
from f5tts_worker.script import (
    direction_marks,
    escapes,
    forum_markup,
    hypertext,
    latex,
    markdown,
    pasted_chats,
    pasted_rows,
    pasted_subtitles,
)

_BLANK_LINES = re.compile("\n{3,}")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028]")
# Control characters other than white space, zero-width spaces and byte order marks, signs for programs alone,
# private use, the place of an object, and what is no character. What joins letters or words stays.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u2061-\u2064\u206a-\u206f\ue000-\uf8ff\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffc\ufffe\uffff\U000f0000-\U0010ffff]"
)
# Word's bullets and numbers before a tab: three signs of the fonts Symbol and Wingdings, and "o" and "§".
_WORD_BULLET = re.compile(
    r"^[ \t]*(?:[\uf0a7\uf0b7\uf0d8\uf0fc\uf076][ \t]|[o§]\t)[ \t]*(?=\S)", re.MULTILINE
)
_WORD_NUMBER = re.compile(r"^([ \t]*(?:\d{1,3}|[A-Za-z])[.)])\t[ \t]*(?=\S)", re.MULTILINE)
_TERMINAL = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")  # colours of a terminal
_LETTER = r"[^\W\d_]"

# Words divided at the end of a line. Some hyphens belong to the word: "self-\ntaught", German "Vor-\nund".
_SOFT_HYPHEN = re.compile(
    r"(?:(?<=[^\W\d_])\n[ \t]*(?=\u00ad[ \t]*\n[ \t]*[a-zà-ÿ]))?\u00ad(?:[ \t]*\n[ \t]*)?"
)
_DIVIDED = re.compile(rf"(?<={_LETTER})[-‐][ \t]*\n[ \t]*(?={_LETTER})")
_KEEPS_HYPHEN = re.compile(
    r"(?:^|\W)(?:\w|all|anti|co|cross|ex|half|high|ill|low|mid|non|post|pre|self|semi|well)$", re.IGNORECASE
)
_JOINS_PARTS = re.compile(r"(?:and|bis|e|et|o|oder|och|of|og|or|ou|to|und|y)\b")

# "word[12]", "end.[3]", "[citation needed]", "word¹", "word†"; not "list[0]", "x[1] = 2", "m²", "[sic]".
_FOOTNOTE = re.compile(
    rf"(?:(?<={_LETTER}{{3}})|(?<=[.,;:!?\"”’»)]))(?:(?:\[[1-9]\d{{0,2}}\])+(?![\w(]|\s*=)|[¹²³⁰⁴-⁹]+(?!\w))"
    r"|[ \t]?\[(?:citation needed|edit|\^[^\[\]\s]{1,40})\](?::[ \t]*)?|(?<=\w)[†‡]"
)
# "70/(1.75)²", "(x - 1)²" and "(-5)²", but not "and/or-(new)²"
_TERM = r"(?:\d{0,3}[^\W\d_]|\d{1,4})"
_POWER = re.compile(
    r"[-+*/×÷=^]\((?:\w|[^()\s]{0,20}?[\d+*/^][^()\s]{0,20})\)$"
    rf"|\((?=[^()]*(?:[^\W\d_]|[+×·])){_TERM}(?: ?[-+−*/×·] ?{_TERM}){{1,3}}\)$"
    r"|\([-−]\d{1,3}(?:[.,]\d{1,3})?\)$"
)
_EQUALS = re.compile(r" ?=(?!=)")
# Between the pages of a book, on a line of its own: "- 12 -", "Page 12 of 300"; "12" may be a chapter.
_PAGE_NUMBER = re.compile(
    r"^[ \t]*(?:([-–—])[ \t]*(?P<number>\d{1,3})[ \t]*\1|page[ \t]\d{1,4}[ \t](?:of|/|sur|de)[ \t]\d{1,4}"
    r"|(?:seite[ \t]\d{1,4}[ \t]von|p[áa]gina[ \t]\d{1,4}[ \t](?:de|di|van))[ \t]\d{1,4})[ \t]*(?:\n|$)",
    re.IGNORECASE | re.MULTILINE,
)
_APOSTROPHE = re.compile(
    rf"(?<={_LETTER})[´`′＇‛ʹ](?={_LETTER})|(?<=s)´(?=\s)|(?<!\S)´(?=(?:cause|em|tis|twas)\b)"
)

# A lost space: "end.Next", "end!Next", "one,two", "$5.Next". Two letters before the mark: no initial.
_LOST_SPACE = re.compile(
    rf"(?:(?<={_LETTER}{{2}})|(?<=\d)(?=[.!?]+[A-Z][a-z]{{2}}))(?P<mark>[.!?…]+[\"”’»)]*|[,;]|[؟۔।])(?=(?P<first>{_LETTER}))"
)
_LOST_AT_QUOTE = re.compile(
    rf"(?<=[.!?…])(?=[“„(]{_LETTER})|(?<=[^\W\d_]”)(?={_LETTER}{{2}})|(?<=[.!?…,]”)(?={_LETTER}{{2}})"
)
_QUOTED = re.compile(rf'^\(?"[^"]+"(?={_LETTER}{{2}})')
_LOST_AT_BRACKET = re.compile(
    rf"(?<={_LETTER}{{2}}\))(?={_LETTER}{{2}})|(?<={_LETTER}{{3}})(?=\({_LETTER}{{2}})"
)
# What begins a sentence in small letters, is no domain, and hardly ever follows a dot in a program.
_BEGINNINGS = frozenset(
    ("and", "because", "but", "her", "his", "she", "the", "then", "there", "they", "was", "were")
)
_TECHNICAL = re.compile(r"://|@|^www\.|[/\\_=<>{}]|\(\)", re.IGNORECASE)
_WORD = re.compile(rf"{_LETTER}*")
_FILE_OR_DOMAIN = frozenset(
    ("com", "dev", "edu", "exe", "gov", "htm", "html", "io", "js", "json", "md", "net")
)
_FILE_OR_DOMAIN |= {"app", "org", "pdf", "php", "py", "txt", "xml"}


def readable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what a reader would see of the text, and what kinds of marks were taken out of it.

    Lost spaces, wrong apostrophes and invisible characters are mended without being named.
    """
    return without_marks(seen(text))


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what `readable` does for a text that is `seen`. Characters of private use keep their place."""
    taken: list[str] = []
    for rule, name in _RULES:
        before, text = text, rule(text)
        if name and text != before:
            taken.append(name)
    return (_BLANK_LINES.sub("\n\n", text).strip("\n") if taken else text), tuple(taken)


def shown(text: str) -> str:
    """Return a few words without HTML's tags and entities, on one line."""
    return " ".join(hypertext.untagged(hypertext.unescaped(seen(text))).split())


def seen(text: str) -> str:
    """Return a text without what cannot be seen: characters of private use, marks that draw it backwards."""
    plain = _TERMINAL.sub("", unscrambled(text)) if "\x1b" in text else unscrambled(text)
    lines = _LINE_ENDS.sub("\n", plain).replace("\u2029", "\n\n")
    shown = _UNSEEN.sub("", _WORD_NUMBER.sub(r"\1 ", _WORD_BULLET.sub("• ", lines)))
    return direction_marks.balanced(shown)


def undivided(text: str) -> str:
    """Join the words that were divided at the end of a line."""

    def join(match: re.Match[str]) -> str:
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 8]
        if _JOINS_PARTS.match(after):
            return match[0]
        one_word = after[0].islower() or before[-1].isupper()
        return "" if one_word and not _KEEPS_HYPHEN.search(before) else "-"

    return _DIVIDED.sub(join, _SOFT_HYPHEN.sub("", text))


def _spaced(text: str) -> str:
    """Put a space where one was lost after a mark, but not into addresses, file names, versions or code."""
    return re.sub(r"\S+", lambda token: _spaced_token(token[0]), text)


def _spaced_token(token: str) -> str:
    if _TECHNICAL.search(token):
        return token
    places = list(_LOST_SPACE.finditer(token))
    is_name = token[:1].isupper() and len(places) > 1 and {place["mark"] for place in places} == {"."}
    parts, start = [], 0
    for place in places:
        if _is_lost(place, token, is_name=is_name):  # no name: System.Text.Json
            parts.append(token[start : place.end()])
            start = place.end()
    spaced = _QUOTED.sub(r"\g<0> ", _LOST_AT_QUOTE.sub(" ", " ".join([*parts, token[start:]])))
    # A pair of brackets inside a token belongs to it: "print(value)", "(re)write", "child(ren)s".
    return spaced if "(" in token and ")" in token else _LOST_AT_BRACKET.sub(" ", spaced)


def _is_lost(place: re.Match[str], token: str, *, is_name: bool) -> bool:
    mark, after = place["mark"], place["first"]
    if mark in "؟۔।":
        return True
    if mark in ",;":
        return after < "\u2e80" and place.end() + 1 < len(token)  # Chinese needs no space
    before = token[place.start() - 1]
    word = _WORD.match(token, place.end())
    following = word[0] if word else ""
    if following in _BEGINNINGS:
        return before.islower() and mark == "."
    if not after.isupper() or not (before.islower() or before.isdigit()) or is_name:
        return False
    if len(following) == 1:
        return following in "AI" and place.end() + 1 == len(token)
    return following[1:].islower() and following.lower() not in _FILE_OR_DOMAIN


def _without_notes(text: str) -> str:
    """Take out the marks of footnotes; a formula's power is none."""

    def shown(mark: re.Match[str]) -> str:
        is_squared = text.endswith(")", 0, mark.start()) and _EQUALS.match(text, mark.end())
        is_power = is_squared or _POWER.search(text, max(0, mark.start() - 24), mark.start())
        return mark[0] if is_power else ""

    return _FOOTNOTE.sub(shown, text)


def _without_pages(text: str) -> str:
    """Take out the numbers of pages, unless the text is nothing else."""
    numbers = [int(page["number"]) for page in _PAGE_NUMBER.finditer(text) if page["number"]]
    if 1 in numbers or any(one >= two for one, two in pairwise(numbers)):
        return text  # "- 1 -" begins a chapter or a poem, or ends a countdown
    rest = _PAGE_NUMBER.sub("", text)
    return rest if rest.strip() else text


_RULES: tuple[tuple[Callable[[str], str], str], ...] = (
    (latex.text_only, "LaTeX"),
    (escapes.unescaped, ""),
    (pasted_chats.messages_only, "the times of a chat"),
    (pasted_subtitles.words_only, "the numbers and times of subtitles"),
    (hypertext.unescaped, ""),
    (hypertext.untagged, "HTML tags"),
    (_without_pages, "page numbers"),
    (undivided, ""),
    (forum_markup.text_only, "marks of a forum, wiki or chat"),
    (markdown.text_only, "Markdown"),
    (markdown.with_brackets, ""),
    (markdown.numbered_apart, ""),
    (pasted_rows.rows_apart, ""),
    (_without_notes, "marks of footnotes"),
    (lambda text: _APOSTROPHE.sub("'", text), ""),
    (_spaced, ""),
)

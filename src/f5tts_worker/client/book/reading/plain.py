"""Books in Markdown and in plain text."""

import re
from collections.abc import Iterator
from dataclasses import replace

from f5tts_worker.client.book.contents import About, Block, Book, Kind
from f5tts_worker.client.book.reading.chapters import Start, by_headings, divided
from f5tts_worker.client.book.reading.page import read_page
from f5tts_worker.languages import CLOSING, ends_sentence
from f5tts_worker.script.markdown import without_references
from f5tts_worker.script.readable import readable, undivided

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<lines>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FACT = re.compile(r"(title|author|language|lang)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^{}]*\})?")
_LONGEST = 500  # characters of a heading or a fact
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*")
_RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\S.*")
_NOTE = re.compile(r"\[\^[^\]\n]{1,60}\]:.*")
_NOTE_MARK = re.compile(r"[ \t]?\[\^[^\]\n]{1,60}\]")
_PICTURE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_QUOTE = re.compile(r"(?:[ \t]*>[ \t]?)+")

# A line of its own that names a chapter of a plain text.
_NAMED = (
    "chapter|part|book|prologue|epilogue|preface|foreword|introduction|afterword|kapitel|teil|buch|prolog|epilog"
    "|vorwort|nachwort|einleitung|chapitre|partie|livre|épilogue|préface|avant-propos|capítulo|parte|libro|prólogo"
    "|epílogo|capitolo|prologo|epilogo|prefazione|capitulo|hoofdstuk|deel|boek|proloog|epiloog|voorwoord"
)
_TITLE_LINE = re.compile(
    rf"(?:(?:{_NAMED})(?![\w'\u2019])[^\n]{{0,80}}|[IVXLC]{{1,7}}\.?|第[\w一-鿿]{{1,6}}章.{{0,40}})",
    re.IGNORECASE,
)
# Lines that a program has broken: most of the longer ones end inside a sentence, and the last of a paragraph
# is shorter than the others.
_LONG_LINE = 40  # characters
_SHORT_LAST = 0.8  # of the longest line
_SENTENCE = re.compile(r"[a-z,;]$|[.!?][\"\u201d\u2019]?$")
_GUTENBERG = re.compile(
    r"^\*\*\* ?(START|END) OF TH(?:E|IS) PROJECT GUTENBERG.*$", re.MULTILINE | re.IGNORECASE
)


def read_markdown(text: str, name: str) -> Book:
    """Return the book in a Markdown text; `name` is its title unless the text says another one.

    Chapters begin at headings, by the level that occurs more than once. Footnotes and pictures are left out.
    """
    facts: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        found = (_FACT.fullmatch(line[:_LONGEST]) for line in front["lines"].split("\n"))
        facts = {fact[1].lower(): fact[2] for fact in found if fact}
        text = text[front.end() :]
    blocks = list(_markdown_blocks(without_references(_PICTURE.sub("", text))))
    starts = by_headings(blocks)
    levels = [block.level for block in blocks if block.kind is Kind.HEADING]
    first = next((block for block in blocks if block.kind is Kind.HEADING), None)
    is_title = (
        first is not None
        and len(levels) > 1
        and levels.count(first.level) == 1
        and first.level == min(levels)
    )
    title = facts.get("title") or (readable(first.text)[0] if first and is_title else name)
    author = facts.get("author", "")
    language = facts.get("language") or facts.get("lang") or None
    return Book(About(title, (author,) if author else (), language), divided(blocks, starts))


def _markdown_blocks(text: str) -> Iterator[Block]:
    lines: list[str] = []
    in_note = False
    for line in [*text.split("\n"), ""]:
        bare = _QUOTE.sub("", line, count=1).strip() if line.lstrip().startswith(">") else line.strip()
        if in_note and (line[:1].isspace() or not bare):
            continue
        in_note = bool(_NOTE.match(bare))
        heading = _HEADING.fullmatch(bare) if len(bare) <= _LONGEST else None
        underlined = _UNDERLINE.fullmatch(bare) if len(lines) == 1 else None
        if underlined:
            yield Block(Kind.HEADING, lines.pop(), 1 if bare[0] == "=" else 2)
        elif not bare or in_note or heading or _RULE.fullmatch(bare) or _ITEM.fullmatch(bare):
            yield from _paragraph(lines)
            lines.clear()
            if heading:
                yield Block(Kind.HEADING, _NOTE_MARK.sub("", heading[2]), len(heading[1]))
            elif _RULE.fullmatch(bare):
                yield Block(Kind.SCENE)
            elif bare and not in_note:
                lines.append(bare)
        else:
            lines.append(bare)


def _paragraph(lines: list[str]) -> Iterator[Block]:
    text = _NOTE_MARK.sub("", "\n".join(lines))
    if text.lstrip().startswith("<"):
        page = read_page(text)  # HTML between the paragraphs
        yield from () if "notes" in page.types else page.blocks
    elif text.strip():
        yield Block(Kind.PARAGRAPH, text)


def read_text(text: str, name: str) -> Book:
    """Return the book in a plain text; `name` is its title unless Project Gutenberg's head says another one.

    A blank line ends a paragraph; without any, each line is one, unless a program has broken the lines.
    Chapters begin at lines such as "Chapter 1".
    """
    about = About(name)
    marks = {mark[1].upper(): mark for mark in _GUTENBERG.finditer(text)}
    if start := marks.get("START"):
        found = re.findall(r"^(Title|Author): +(.+)$", text[: start.start()], re.MULTILINE)
        facts = dict(reversed(found))
        about = replace(
            about, title=facts.get("Title", name), authors=tuple(filter(None, [facts.get("Author")]))
        )
        stop = marks["END"].start() if "END" in marks else len(text)
        text = text[start.end() : stop]
    paragraphs = (
        re.split(r"\n[^\S\n]*\n\s*", text)
        if re.search(r"\S[^\S\n]*\n[^\S\n]*\n\s*\S", text)
        else text.split("\n")
    )
    paragraphs = _whole([paragraph for paragraph in paragraphs if paragraph.strip()])
    blocks = [_text_block(" ".join(undivided(paragraph).split())) for paragraph in paragraphs]
    starts = [Start(at, block.text) for at, block in enumerate(blocks) if block.kind is Kind.HEADING]
    return Book(about, divided(blocks, starts or [Start(0, "")]))


def _whole(paragraphs: list[str]) -> list[str]:
    """Join lines that a program has broken, where each looks like a paragraph of its own."""
    long = [line for line in paragraphs if len(line) >= _LONG_LINE]
    broken = [line for line in long if not ends_sentence(line.strip().rstrip(CLOSING))]
    if any("\n" in paragraph.strip() for paragraph in paragraphs) or len(broken) * 2 <= len(long):
        return paragraphs
    full = _SHORT_LAST * max(map(len, paragraphs))
    indented = any(line[:1].isspace() for line in paragraphs) and any(line[:1].strip() for line in paragraphs)
    found: list[list[str]] = []
    before = ""
    for line in paragraphs:
        ended = ends_sentence(before.strip().rstrip(CLOSING)) and len(before) < full
        begins = line[:1].isspace() if indented else ended
        if not found or begins or _stands_alone(line.strip()) or _stands_alone(before.strip()):
            found.append([line])
        else:
            found[-1].append(line)
        before = line
    return ["\n".join(lines) for lines in found]


def _text_block(text: str) -> Block:
    return Block(Kind.HEADING, text, 1) if _is_title(text) else Block(Kind.PARAGRAPH, text)


def _stands_alone(line: str) -> bool:
    return _is_title(line) or not any(map(str.isalnum, line))


def _is_title(text: str) -> bool:
    is_sentence = text[:1].islower() or (len(text) > 40 and _SENTENCE.search(text) is not None)
    return _TITLE_LINE.fullmatch(text) is not None and not is_sentence

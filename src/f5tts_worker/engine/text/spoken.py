"""Display words and what is said for each of them.

A display word is what a reader sees between white space, punctuation included; two words with a dash or dots
between them are two. In scripts that write without spaces it is one character, or the smallest group that
belongs together. Its spoken form has digits, money and signs spelled out in the text's language, keeps the
punctuation that a voice follows, and is "" when nothing is said (emoji, ornaments).
"""

# ruff: noqa: RUF001 - the characters that look like others are what this module is about

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from f5tts_worker.engine.text.capitals import lower_shouted
from f5tts_worker.engine.text.clean import SpokenWord, close_text, join_words
from f5tts_worker.engine.text.languages import kinds_of, region_of
from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.neutral import currency_names
from f5tts_worker.engine.text.reading.numbers import ascii_digits
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, find_pieces, read_words, without
from f5tts_worker.engine.text.respelled import Respelled, Span, find_spans, leading
from f5tts_worker.engine.text.tokens import IS_UNSPACED, NO_BREAK, TECHNICAL, parts, tokens
from f5tts_worker.languages import UNSPACED_LETTERS, language_code

# What a voice pauses or rises at, as each script writes it: F5-TTS's models were trained on text as people
# write it. The aligner drops all of it.
PROSODY = ",.?!;:、，。．？！；：،؛؟۔।॥"
_ALIKE = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'", "‐": "-", "‑": "-", "−": "-", "‽": "?",
    "·": " ", "・": " ", "⁄": "/", "∕": "/", "٫": ".", "٬": ",", "％": "%", "＄": "$", "￥": "¥",
    "￡": "£", "～": "–",
})  # fmt: skip

_GROUP_SPACE = re.compile(rf"(?<=\d)[{NO_BREAK} ](?=\d)")
_ORDINAL_MARKS = str.maketrans("ºª", "oa")
# Joiners shape letters (Persian, Indic scripts) and emoji.
_JOINERS = "\u200c\u200d"
# An author's marks of direction stay in what is shown; overrides, which reverse letters, go.
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"
_IS_DIRECTION = re.compile(f"[{_DIRECTIONS}]")
_LONE_DIRECTIONS = re.compile(rf"(?<!\S)[{_DIRECTIONS}{_JOINERS}]+(?!\S)")
_PLAIN_WORD = re.compile("[A-Za-z]+(?:'[a-z]+)?[,.?!;:]?")  # most words need no further work
_ELIDED_NEXT = re.compile(r"'[^\W\d_]")
_INNER_SPACE = re.compile(f"(?<=[{UNSPACED_LETTERS}]) (?=[{UNSPACED_LETTERS}])")
SUPERSCRIPTS = "²³¹⁰⁴-⁹⁺⁻"
_SILENT = re.compile("[™®℠\u20e3]")
# A space that was lost: "house.Then", "$5.Nobody", "one...two"; not "System.Text.Json".
_LOST_SPACE = re.compile(r"(?<=[a-z\d])(?:[.!?]+(?=[A-Z][a-z])|(?:\.{3,}|…)(?=\w))")
_INCHES = re.compile(r"(?<=\d)(?:''|’’|′′|″)")
_AND = re.compile("&amp(?=[A-Z])")  # "AT&ampT": an entity that has lost its semicolon
_TIMES_DOT = re.compile(r"(?<=[\d!])[·⋅](?=[^\W_])")  # 3·10⁸, 2·x, 3!·2!
_DEGREE = re.compile(r"[º⁰](?=[CF](?!\w))|(?<=[2-9]\d|1[1-9])⁰(?![\w⁰¹²³⁴-⁹])")  # often typed for °
# Fancy letters: small capitals that make a word (one alone is of the phonetic alphabet), struck-out ones.
_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ"
_IN_SMALL_CAPITALS = re.compile(rf"(?<![^\W\d_])[a-zA-Z]?(?:[sxq]|[{_SMALL_CAPITALS}]){{2,}}(?![^\W\d_])")
_LARGE = str.maketrans(_SMALL_CAPITALS, "abcdefghijklmnopqrstuvwyz")
_MARKS = re.compile("(?<![\u0300-\u036f])[\u0300-\u036f]+")
_STRUCK = re.compile("[\u0334-\u0338]|[\u0300-\u036f]{4}")
_BLANKS = re.compile(r"[^\S\n]+")
_NFKC_SPOILS = re.compile("[\u0e33\u0eb3]")  # Thai and Lao AM would come apart


def split_words(
    text: str,
    language: str,
    *,
    normalise: bool = True,
    respellings: Sequence[Respelled] = (),
    region: str | None = None,
) -> list[SpokenWord]:
    """Split a text into display words, in order, each with its spoken form.

    The display words joined are the visible text without its white space. `language` is a code such as "en"
    or "en-GB"; an unknown one leaves digits as they are, and signs out. Without `normalise` words are spoken
    as they are written, digits and capitals too. `respellings` are parts of the text that are spoken as if
    something else were written there; that is always read as a person would. `region` is the one whose
    habits the text shows, where it is a part of a longer one.
    """
    code = language_code(language)
    found = [part for gap, token in tokens(visible(text), code) for part in parts(gap, token)]
    displays, gaps = [display for _, display in found], [gap for gap, _ in found]
    spans = find_spans(text, displays, list(_said_instead(respellings, language)))
    if normalise:
        region = region_of(text, language) if region is None else region
        said = _read(lower_shouted(displays, code), gaps, kinds_of(code, region), code, spans)
    else:
        said = [_as_written(display) for display in displays]
        if spans:
            line, starts = _line(displays, gaps)
            texts = read_words(line, starts, [_piece(span, displays, starts) for span in spans])
            touched = {number for span in spans for number in range(span.first, span.last + 1)}
            said = [_pronounceable(texts[n].strip()) if n in touched else one for n, one in enumerate(said)]
    return [SpokenWord(display, spoken) for display, spoken in zip(displays, said, strict=True)]


def split_sentences(
    sentences: Sequence[str],
    language: str,
    *,
    normalise: bool = True,
    respellings: Sequence[Respelled] = (),
) -> list[SpokenWord]:
    """Split sentences into display words as `split_words` does; each carries its sentence's number.

    A blank line after a sentence ends its paragraph. A sentence without a mark at its end (a heading, an item
    of a list) is spoken with a full stop, or the voice would run into the next one. The places of
    `respellings`, which are in order, are those of the sentences' text together.
    """
    words: list[SpokenWord] = []
    paragraph = begins = 0
    region = region_of(" ".join(sentences), language)
    starts, stops = [one.start for one in respellings], [one.stop for one in respellings]
    for number, sentence in enumerate(sentences):
        ends = begins + len(sentence)
        near = respellings[bisect_right(stops, begins) : bisect_left(starts, ends)]
        respelled = [one.within(begins, ends) for one in near]
        begins = ends
        own = [
            replace(word, sentence=number, paragraph=paragraph)
            for word in split_words(
                sentence, language, normalise=normalise, respellings=respelled, region=region
            )
        ]
        said = [place for place, word in enumerate(own) if word.spoken]
        if said and number + 1 < len(sentences):
            own[said[-1]] = replace(own[said[-1]], spoken=close_text(own[said[-1]].spoken, last=True))
        words += own
        paragraph += "\n\n" in _BLANKS.sub("", sentence[len(sentence.rstrip()) :])
    return words


def visible(text: str) -> str:
    """Return the text without control, zero-width, overriding and unpaired surrogate characters."""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cc":
            kept.append(" " if char.isspace() else "")
        elif category == "Cf":
            joins = char in _JOINERS and kept and not kept[-1].isspace()
            kept.append(char if joins or _IS_DIRECTION.match(char) else "")
        elif category != "Cs":
            kept.append(char)
    return _LONE_DIRECTIONS.sub("", "".join(kept))


def _read(
    displays: Sequence[str],
    gaps: Sequence[str],
    kinds: Sequence[Kind],
    language: str,
    spans: Sequence[Span],
) -> list[str]:
    """Return what is said for each of the display words of a text; `gaps` is the white space before each."""
    line, starts = _line(displays, gaps)
    given = [_piece(span, displays, starts) for span in spans]
    pieces = [*given, *find_pieces(without(line, given), kinds)]
    texts = read_words(line, starts, sorted(pieces))
    said = [_said(text.strip(), language) for text in texts]
    marked = True  # nothing is said before the first word
    for number, spoken in enumerate(said):
        if spoken and spoken in PROSODY and marked:
            said[number] = ""  # one pause is enough: "Ht. | | Wt."
        marked = spoken[-1:] in PROSODY if spoken else marked
    return said


def _line(displays: Sequence[str], gaps: Sequence[str]) -> tuple[str, list[int]]:
    """Return display words as one line for patterns, and where each begins in it."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for gap, display in zip(gaps, displays, strict=True):
        word = _unified(display)
        joined = not gap and not (parts and parts[-1].endswith(("..", "…")))  # "well...no" has lost its space
        between = "" if joined or not parts else "\n" if "\n" in gap else " "
        starts.append(length + len(between))
        parts += (between, word)
        length += len(between) + len(word)
    return "".join(parts), starts


def _said_instead(respellings: Sequence[Respelled], language: str) -> Iterator[tuple[Respelled, str]]:
    """Yield respellings with what is said for each; those that leave nothing to say are left out."""
    said: dict[str, str] = {"": ""}
    for one in respellings:
        if one.spoken not in said:
            said[one.spoken] = join_words(split_words(one.spoken, language))
        if said[one.spoken] or not one.spoken:
            yield one, said[one.spoken]


def _piece(span: Span, displays: Sequence[str], starts: Sequence[int]) -> Piece:
    """Return a span as a piece of the line that the display words make."""

    def place(word: int, count: int) -> int:
        return starts[word] + len(_unified(leading(displays[word], count)))

    return Piece(place(span.first, span.start), place(span.last, span.stop), span.spoken)


def _said(text: str, language: str) -> str:
    if _PLAIN_WORD.fullmatch(text):
        return text
    return _INNER_SPACE.sub("", _pronounceable(_signs(text, language)))


def _unified(display: str) -> str:
    """Write a display word as patterns expect it: plain signs, ASCII digits, no marks of direction."""
    if display == "·":  # "12 · 8": between words it may be said
        return display
    text = _GROUP_SPACE.sub("'", display)  # as Switzerland groups
    if not TECHNICAL.search(text):
        text = _LOST_SPACE.sub(r"\g<0> ", text)
    text = _AND.sub("&", _INCHES.sub('"', text))
    if text.isascii():
        return text.replace("`", "'")
    text = re.sub("(?<=[₀-₉])(?=[0-9])", " ", text)  # "log₂8"
    text = _DEGREE.sub("°", _TIMES_DOT.sub("×", text))
    text = _IS_DIRECTION.sub("", text).translate(_ALIKE)
    text = _IN_SMALL_CAPITALS.sub(lambda word: word[0].translate(_LARGE), text)
    text = _MARKS.sub(lambda marks: "" if _STRUCK.search(marks[0]) else marks[0], text)
    text = re.sub(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e])", " ", _SILENT.sub("", text))  # 1½
    form: Literal["NFC", "NFKC"] = "NFC" if _NFKC_SPOILS.search(text) else "NFKC"
    text = re.sub(f"[^ºª{SUPERSCRIPTS}{PROSODY}]+", lambda match: unicodedata.normalize(form, match[0]), text)
    return ascii_digits(text.translate(_ALIKE)).replace(TAKEN, "\ufffd")


def _as_written(display: str) -> str:
    """Return a display word without what no voice can say: pictures, marks of direction."""
    text = unicodedata.normalize("NFC", _IS_DIRECTION.sub("", display).translate(_ALIKE))
    if not _has_sound(text):
        return _pronounceable(text)
    return "".join(char for char in text if unicodedata.category(char) not in ("So", "Co", "Cn")).strip()


def needs_space(left: str, right: str) -> bool:
    """Say whether a space belongs between two characters: not beside scripts that are written without."""
    if not left or not right:
        return bool(left or right)
    if IS_UNSPACED.match(left) or IS_UNSPACED.match(right) or right in PROSODY:
        return False
    return not (unicodedata.category(left)[0] == "P" and unicodedata.east_asian_width(left) in "WF")


def _signs(text: str, language: str) -> str:
    """Spell the signs that are left beside words: &, +, @, dots and slashes inside names."""
    signs = tables.SIGNS.get(language, {})
    if "²" in text or "³" in text:
        text = re.sub("[²³]", lambda match: f" {signs.get(match[0], '')} ", text)
    bare = text.strip(PROSODY + " ")
    if bare in tables.CURRENCY_CODES:
        return text.replace(bare, currency_names(bare, language)(5, 0))
    if bare in ("-", "–", "—", "--", "|"):  # "|" between the cells of a table
        return ","
    if "." in signs:
        text = re.sub(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})", f" {signs['.']} ", text)
    text = re.sub(r"(?<=\w)-?[/_|\\]+(?=\w)", " ", text)
    text = re.sub(r"(?<=\w)(?:--+|[–—]+)(?=\w|$)", ", ", text).rstrip()
    text = re.sub("={2,}", " ", text)  # an ornament
    return re.sub("[&+=@%°‰×÷±≈≤≥§]", lambda match: f" {signs.get(match[0], '')} ", text)


def _pronounceable(text: str) -> str:
    """Keep letters with their marks, apostrophes and hyphens inside words, and the punctuation of prosody."""
    if not _has_sound(text):
        # Punctuation that stands alone is a pause; an emoticon is nothing.
        return text[:1] if re.fullmatch(f"[{PROSODY}]+", text) else ""
    kept: list[str] = []
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        if char == "." and re.match("'[a-z]", text[place + 1 : place + 3]):
            continue  # "U.K.'s"
        if category[0] == "L" or category == "Nd" or char in PROSODY:
            kept.append(char)
        elif category[0] == "M" or char in _JOINERS:
            kept.append(char if kept and kept[-1].strip(PROSODY + " -'") else "")
        elif char in "'-":
            before = text[place - 1 : place]
            follows = text[place + 1 : place + 2].isalnum()
            inside = follows and (before.isalnum() or (char == "'" and before == "."))  # "U.K.'s"
            led = (
                char == "-" and before.isalnum() and _ELIDED_NEXT.match(text, place + 1)
            )  # "Bakker-'t Hooft"
            beside = char == "-" and before == "." and follows
            kept.append(char if inside else " " if beside or led else "")  # "U.S.-based"
        elif char.isspace() or char in '()[]"':
            kept.append(" ")
    said = re.sub(r"\s+", " ", "".join(kept)).translate(_ORDINAL_MARKS)
    said = re.sub(rf"\s+(?=[{PROSODY}])", "", said.strip())
    # "?!" rises like "?"; dots in a row are one long pause.
    # Only the first mark of a run may start a match: else a long run would take the square of its length.
    said = re.sub(rf"(?<![{PROSODY}])(\.\.\.|[{PROSODY}])[{PROSODY}]*(?=\s|$)", r"\1", said)
    return said.lstrip(PROSODY + " ")


def _has_sound(text: str) -> bool:
    return any(unicodedata.category(char)[0] == "L" or char.isdigit() for char in text)

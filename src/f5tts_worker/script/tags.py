"""Our tags in a text: `[pause:1.5s]`, `[voice:anna]`, `<break time="800ms"/>`, `<sub alias="…">…</sub>`.

Brackets and tags that are none of ours are text. One that is plainly meant as ours and is wrong is a fault.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from f5tts_worker.script import say_as
from f5tts_worker.script.hypertext import unescaped
from f5tts_worker.script.readable import shown
from f5tts_worker.script.turns import (
    A_TIME,
    LONG_PAUSE_MS,
    MAX_PAUSE_MS,
    PAUSE_MS,
    SHORT_PAUSE_MS,
    Context,
    Item,
    Lines,
    Respelled,
    ScriptFault,
    Silence,
    Speaker,
)

MAX_ALIAS_CHARS = 1_000
# W3C's Speech Synthesis Markup Language 1.1, section 3.2.3, names them; how long each is, is ours to say.
STRENGTHS: Mapping[str, int] = {
    "none": 0,
    "x-weak": 200,
    "weak": SHORT_PAUSE_MS,
    "medium": PAUSE_MS,
    "strong": 1_200,
    "x-strong": LONG_PAUSE_MS,
}
_MOST_FAULTS = 30
_SHOWN = 40  # characters of a tag in a sentence about it

_ATTRIBUTE = r"""[\w:-]{1,40}\s{0,9}=\s{0,9}(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>/]{1,80})"""
_TAG = re.compile(
    r"(?<![\\\[])\[[ \t]{0,9}(?P<kind>(?:short |long )?pause|/?voice)(?P<value>[^\[\]\n]*+)"
    r"(?P<end>\]?+)(?!\()"
    r"|(?P<label_at>^[ \t]{0,9})\[(?P<label>[^\[\]\n]{1,80})\](?!\():?"
    rf"|<(?P<name>break|sub|say-as)(?P<attributes>(?:\s{{1,9}}{_ATTRIBUTE})*)\s{{0,9}}/?(?P<close>>?)",
    re.IGNORECASE | re.MULTILINE,
)
_ONE_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_ENDS = {name: re.compile(rf"</{name}\s{{0,9}}>", re.IGNORECASE) for name in ("sub", "say-as")}
_TIME = re.compile(
    r"\+?(?P<number>\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})\s?(?P<unit>m?s|(?:milli)?seconds?|secs?)?"
)


class WrongTagError(Exception):
    """What is wrong with a tag, and what would be right."""

    def __init__(self, problem: str, expected: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected


@dataclass(frozen=True)
class Tag:
    """What stands for the characters `start` to `stop` of a text."""

    start: int
    stop: int
    item: Item


def find_tags(
    text: str, context: Context, name_of: Callable[[str], str | None]
) -> tuple[list[Tag], list[ScriptFault]]:
    """Return the tags of a text, in order, and what is wrong with others.

    `name_of` returns the name of the voice that a text names, or None if it can be no voice's name.
    """
    finder = _Finder(text, context, name_of)
    return list(finder.tags()), finder.faults


def duration_ms(text: str) -> int:
    """Read the length of a pause: "1.5s", "500ms", "2 seconds". Raises WrongTagError."""
    text = text.strip()
    found = _TIME.fullmatch(text.lower())
    if found is None:
        is_negative = bool(re.match(r"[-−]\s*[\d.]", text))  # noqa: RUF001 - a minus sign, too
        raise WrongTagError("is negative" if is_negative else "is no time" if text else "has no time", A_TIME)
    if found["unit"] is None:
        raise WrongTagError("has no unit", A_TIME)
    scale = 1 if found["unit"].startswith("m") else 1000
    ms = round(float(found["number"]) * scale)
    if ms > MAX_PAUSE_MS:
        raise WrongTagError("is longer than 30 s", A_TIME)
    return ms


def break_ms(attributes: Mapping[str, str]) -> int:
    """Return the length of SSML's `break`. Raises WrongTagError."""
    if (time := attributes.get("time")) is not None:
        return duration_ms(time)
    strength = attributes.get("strength", "medium").strip().lower()
    if strength not in STRENGTHS:
        raise WrongTagError("has an unknown strength", "one of " + ", ".join(STRENGTHS))
    return STRENGTHS[strength]


def respelled(name: str, attributes: Mapping[str, str], display: str, language: str) -> Respelled:
    """Return what `sub` or `say-as` makes of the text in it. Raises WrongTagError."""
    if not display:
        raise WrongTagError("has no text in it", "the words that it is about")
    if name == "sub":
        spoken = " ".join(attributes.get("alias", "").split())
        if not any(map(str.isalnum, spoken)) or len(spoken) > MAX_ALIAS_CHARS:
            raise WrongTagError(
                "has an alias that cannot be spoken", f"words, at most {MAX_ALIAS_CHARS:,} characters"
            )
        return Respelled(display, spoken)
    kind = attributes.get("interpret-as", "").strip().lower()
    if kind not in say_as.KINDS:
        raise WrongTagError("has no interpret-as that is known", "one of " + ", ".join(say_as.KINDS))
    return Respelled(display, say_as.spoken(display, kind, attributes.get("format", ""), language))


class _Finder:
    def __init__(self, text: str, context: Context, name_of: Callable[[str], str | None]) -> None:
        self.faults: list[ScriptFault] = []
        self._text, self._context, self._name_of = text, context, name_of
        self._lines = Lines(text)
        self._unclosed: set[str] = set()  # elements that are closed nowhere in what follows

    def tags(self) -> Iterator[Tag]:
        """Yield the tags; those that are wrong become faults, and text. Very many of those end it early."""
        reached = 0
        while len(self.faults) < _MOST_FAULTS and (found := _TAG.search(self._text, reached)):
            reached = max(found.end(), found.start() + 1)
            try:
                tag = self._tag(found)
            except WrongTagError as wrong:
                start = self._start(found)
                tag_text = self._text[start : min(found.end(), start + _SHOWN)].split("\n")[0].strip()
                place = self._lines.place(start)
                self.faults.append(
                    ScriptFault(place, f"has {tag_text} in {place}, which {wrong.problem}", wrong.expected)
                )
                continue
            if tag is not None:
                yield tag
                reached = tag.stop

    def _start(self, found: re.Match[str]) -> int:
        return found.end("label_at") if found["label"] is not None else found.start()

    def _tag(self, found: re.Match[str]) -> Tag | None:
        if found["label"] is not None:
            return self._label(found)
        if found["kind"] is not None:
            item = self._bracket(found)
            return None if item is None else Tag(found.start(), found.end(), item)
        return self._element(found)

    def _label(self, found: re.Match[str]) -> Tag | None:
        """Return the tag at a line's start that names one of the request's voices: F5-TTS's own form."""
        named = self._context.named(found["label"].strip())
        if named is None:
            # What is no voice of the request may still be a pause.
            inner = _TAG.match(self._text, found.end("label_at")) if found["label_at"] else None
            again = inner if inner is not None and inner["kind"] is not None else None
            item = self._bracket(again) if again is not None else None
            return None if item is None or again is None else Tag(again.start(), again.end(), item)
        (voice, name), start = named, self._start(found)
        return Tag(start, found.end(), Speaker(voice, self._lines.place(start), begins_line=True, name=name))

    def _bracket(self, found: re.Match[str]) -> Item | None:
        kind, value, is_closed = found["kind"].lower(), found["value"], bool(found["end"])
        if kind.endswith(" pause") or kind == "/voice" or (kind == "pause" and not value.strip()):
            if value.strip() or not is_closed:
                return None
            fixed = {"short pause": SHORT_PAUSE_MS, "long pause": LONG_PAUSE_MS, "pause": PAUSE_MS}
            return self._from(None, found.start()) if kind == "/voice" else Silence(fixed[kind])
        has_colon = value.lstrip().startswith(":")
        if not has_colon and not (kind == "pause" and re.match(r"\s+[-+−.]?\d", value)):  # noqa: RUF001
            return None  # "[pause for thought]", "[voices]"
        if not is_closed:
            raise WrongTagError("is not closed", "a ] at its end")
        value = value.strip().removeprefix(":").strip()
        return Silence(duration_ms(value)) if kind == "pause" else self._speaker(value, found.start())

    def _speaker(self, label: str, start: int) -> Speaker:
        voice, name = self._context.named(label) or (self._name_of(label), None)
        if voice is None:
            raise WrongTagError("names no voice", "the name of a voice, as in [voice:anna]")
        return self._from(voice, start, name)

    def _from(self, voice: str | None, start: int, name: str | None = None) -> Speaker:
        line = self._text[self._text.rfind("\n", 0, start) + 1 : start]
        return Speaker(voice, self._lines.place(start), begins_line=not line.strip(), name=name)

    def _element(self, found: re.Match[str]) -> Tag | None:
        name = found["name"].lower()
        attributes = {
            key.lower(): unescaped(double or single or bare)
            for key, double, single, bare in _ONE_ATTRIBUTE.findall(found["attributes"])
        }
        # <sub> without an alias is HTML's; "<breakfast" and "<sub" are text.
        is_ours = bool(attributes) if name == "sub" else bool(attributes or found["close"])
        if not is_ours or (name == "sub" and "alias" not in attributes):
            return None
        if not found["close"]:
            raise WrongTagError("is not closed", "a > at its end")
        if name == "break":
            return Tag(found.start(), found.end(), Silence(break_ms(attributes)))
        end = None if name in self._unclosed else _ENDS[name].search(self._text, found.end())
        if end is None:
            self._unclosed.add(name)
            raise WrongTagError("is not closed", f"</{name}> after what it is about")
        display = shown(self._text[found.end() : end.start()])
        return Tag(found.start(), end.end(), respelled(name, attributes, display, self._context.language))

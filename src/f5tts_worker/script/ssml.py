"""SSML (W3C's Speech Synthesis Markup Language) -> turns, without entities, DTDs or depth.

Known are p, s, break, sub, say-as, voice and prosody's rate. Of everything else only the words are taken, and
one warning names what was left out.
"""

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from f5tts_worker.languages import ends_sentence
from f5tts_worker.script.readable import seen
from f5tts_worker.script.tags import WrongTagError, break_ms, respelled
from f5tts_worker.script.turn_builder import turns_of
from f5tts_worker.script.turns import (
    MAX_SPEED,
    MIN_SPEED,
    Context,
    Item,
    Place,
    Rate,
    Reading,
    ScriptFault,
    Silence,
    Speaker,
)

MAX_DEPTH = 40
_MOST_FAULTS = 30
_NAMED = 20  # things that a warning names

# A document type in front of it is refused later: it is no text either.
_BEGINS = re.compile(
    r"\ufeff?\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!DOCTYPE\b[\s\S]{0,5000}?)?<speak(?![\w-])", re.IGNORECASE
)
# What each element takes; what is None takes any, in silence.
_KNOWN: Mapping[str, frozenset[str] | None] = {
    "speak": None,
    "p": frozenset({"xml:lang"}),
    "s": frozenset({"xml:lang"}),
    "break": frozenset({"time", "strength"}),
    "sub": frozenset({"alias"}),
    "say-as": frozenset({"interpret-as", "format", "detail"}),
    "voice": frozenset({"name"}),
    "prosody": frozenset({"rate"}),
}
_SILENT = frozenset({"metadata", "meta", "desc", "lexicon", "style", "script", "title"})  # their text is none
_RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.6}
_RATE = re.compile(r"(?P<sign>[+-]?)(?P<number>\d{1,4}(?:\.\d{1,6})?)(?P<percent>%?)")


def is_ssml(text: str) -> bool:
    """Say whether a text begins as SSML does."""
    return _BEGINS.match(text) is not None


def read(text: str, context: Context, name_of: Callable[[str], str | None]) -> Reading:
    """Return the turns of an SSML document, and everything that is wrong with it."""
    reader = _Reader(context, name_of)
    reader.feed(text)
    if reader.dropped:
        named = ", ".join(list(reader.dropped)[:_NAMED])
        more = " and more" if len(reader.dropped) > _NAMED else ""
        reader.warnings.append(f"Left out of the SSML, because it is not supported: {named}{more}.")
    if reader.faults:
        return Reading(faults=reader.faults, warnings=reader.warnings)
    speakers = [item for item in reader.items if isinstance(item, Speaker)]
    return Reading(turns_of(reader.items), reader.faults, reader.warnings, speakers)


class _StopError(Exception):
    """The document is refused as it is."""


class _Reader:
    """Takes expat's events. Inside `sub` and `say-as` text is gathered until they end."""

    def __init__(self, context: Context, name_of: Callable[[str], str | None]) -> None:
        self.items: list[Item] = []
        self.faults: list[ScriptFault] = []
        self.warnings: list[str] = []
        self.dropped: dict[str, None] = {}
        self._context, self._name_of = context, name_of
        self._open: list[tuple[str, dict[str, str], Place]] = []
        self._speakers = [Speaker(None, Place(1, 1))]
        self._speeds: list[float | None] = [None]
        self._gathered: list[str] | None = None
        self._silent = 0
        self._last = ""  # the text before, for the ends of sentences

    def feed(self, text: str) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        self._parser = parser
        before = text[: len(text) - len(text.lstrip())]
        self._start_line, self._start_column = before.count("\n"), len(before.rpartition("\n")[2])
        try:
            parser.Parse(text.lstrip().encode("utf-8", "replace"), True)
        except _StopError:
            pass
        except expat.ExpatError as error:
            place = self._at(error.lineno, error.offset)
            said = expat.ErrorString(error.code)
            expected = "SSML whose tags are all closed, with &amp; for & and &lt; for <"
            if said.startswith("undefined entity"):
                expected = "no entities but &amp; &lt; &gt; &quot; &apos; and those with a number"
            self.faults.append(ScriptFault(place, f"is not well-formed SSML in {place}: {said}", expected))

    @property
    def _place(self) -> Place:
        return self._at(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber)

    def _at(self, line: int, column: int) -> Place:
        """Return the place in the caller's text, which may begin with white space."""
        return Place(line + self._start_line, column + 1 + (self._start_column if line == 1 else 0))

    def _refuse(self, *_: object) -> int:
        place = self._place
        self.faults.append(
            ScriptFault(place, f"has a document type or an entity in {place}", "SSML without them")
        )
        raise _StopError

    def _fault(self, place: Place, name: str, wrong: WrongTagError) -> None:
        self.faults.append(
            ScriptFault(place, f"has <{name}> in {place}, which {wrong.problem}", wrong.expected)
        )
        if len(self.faults) >= _MOST_FAULTS:
            raise _StopError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        place = self._place
        if len(self._open) >= MAX_DEPTH:
            self.faults.append(
                ScriptFault(place, f"is nested too deeply in {place}", f"at most {MAX_DEPTH} elements")
            )
            raise _StopError
        self._open.append((name, attributes, place))
        takes = _KNOWN.get(name, frozenset())
        if name not in _KNOWN:
            self.dropped[f"<{name[:40]}>"] = None
        elif takes is not None:
            unknown = [key for key in attributes if key not in takes]
            self.dropped |= dict.fromkeys(f"{key[:40]} of <{name}>" for key in unknown)
        self._silent += name in _SILENT
        try:
            self._begin(name, attributes, place)
        except WrongTagError as wrong:
            self._fault(place, name, wrong)

    def _begin(self, name: str, attributes: Mapping[str, str], place: Place) -> None:
        if name in ("p", "s"):
            self._divide(paragraph=name == "p")
        elif name == "break" and not self._silent:
            self._add(Silence(break_ms(attributes)))
        elif name in ("sub", "say-as") and self._gathered is None:
            self._gathered = []
        elif name == "voice":
            self._speakers.append(self._speakers[-1])  # also where its name is wrong, for its end
            if "name" in attributes:
                self._speakers[-1] = self._speaker(attributes, place)
                self._add(self._speakers[-1])
        elif name == "prosody":
            self._speeds.append(self._speeds[-1])
            self._speeds[-1] = self._speed(attributes)
            self._add(Rate(self._speeds[-1]))

    def _end(self, name: str) -> None:
        _, attributes, place = self._open.pop()
        self._silent -= name in _SILENT
        if name in ("p", "s"):
            self._divide(paragraph=name == "p")
        elif name in ("sub", "say-as") and not any(one[0] in ("sub", "say-as") for one in self._open):
            display = " ".join("".join(self._gathered or ()).split())
            self._gathered = None
            try:
                self._add(respelled(name, attributes, display, self._context.language))
            except WrongTagError as wrong:
                self._fault(place, name, wrong)
            self._last = display
        elif name == "voice":
            self._speakers.pop()
            if "name" in attributes:
                self._add(self._speakers[-1])
        elif name == "prosody":
            self._speeds.pop()
            self._add(Rate(self._speeds[-1]))

    def _add(self, item: Item) -> None:
        if self._gathered is None:
            self.items.append(item)

    def _text(self, text: str) -> None:
        if self._silent:
            return
        # Line ends and indentation of the file are no part of what is said.
        text = re.sub(r"\s+", " ", seen(text))
        if self._gathered is not None:
            self._gathered.append(text)
        elif text != " " or not self._last.endswith(("\n", " ")):
            self.items.append(text)
            self._last = text

    def _divide(self, *, paragraph: bool) -> None:
        """End a paragraph, or a sentence: without a mark at its end, only a blank line ends it."""
        if not self._last or self._last.endswith("\n"):
            return
        gap = " " if not paragraph and ends_sentence(self._last) else "\n\n"
        self.items.append(gap)
        self._last += gap

    def _speaker(self, attributes: Mapping[str, str], place: Place) -> Speaker:
        label = attributes["name"].strip()
        voice, name = self._context.named(label) or (self._name_of(label), None)
        if voice is None:
            raise WrongTagError("names no voice", 'the name of a voice, as in <voice name="anna">')
        return Speaker(voice, place, name=name)

    def _speed(self, attributes: Mapping[str, str]) -> float | None:
        if (given := attributes.get("rate")) is None:
            return self._speeds[-1]
        outer = self._speeds[-1] if self._speeds[-1] is not None else self._context.speed
        speed = round(outer * _rate(given), 6)
        if not MIN_SPEED <= speed <= MAX_SPEED:
            raise WrongTagError(
                f"makes a speed of {speed:g}", f"one from {MIN_SPEED:g} to {MAX_SPEED:g} together with speed"
            )
        return speed


def _rate(text: str) -> float:
    """Return how many times as fast `rate` asks for: "fast", "90%", "+10%", "1.2". Raises WrongTagError."""
    text = text.strip().lower()
    if text in _RATES:
        return _RATES[text]
    found = _RATE.fullmatch(text)
    if found is None or (found["sign"] and not found["percent"]):
        raise WrongTagError("has an unknown rate", "slow, fast, 90%, +10% or the like")
    number = float(found["number"]) / (100 if found["percent"] else 1)
    return {"+": 1 + number, "-": 1 - number, "": number}[found["sign"]]

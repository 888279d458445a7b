"""TTML, DFXP, IMSC and EBU-TT-D -> cues: their paragraphs, or the parts of these that have times."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from f5tts_worker.script.cue_file import Cue, CueFile, said_by

_NAME = r"(?:[A-Za-z][\w.-]{0,20}:)?"
_BLOCK = re.compile(rf"<{_NAME}(?P<name>p|div)(?=[\s/>])")
_BLOCK_END = re.compile(rf"</{_NAME}p\s*>")
_AGENT = re.compile(
    r"<(?:\w{1,20}:)?agent\s[^<>]{0,200}?\bid=\"([^\"<>]{1,80})\"[^<>]{0,200}>\s{0,99}"
    r"<(?:\w{1,20}:)?name\b[^<>]{0,80}>([^<>]{1,80})<"
)
_TAG = re.compile(rf"<(?P<closes>/?){_NAME}(?P<name>[A-Za-z][\w.-]{{0,40}})(?P<more>(?:[\s/][^<>]*)?)>")
_COMMENT = re.compile(r"<!--|-->")
# What shows its words: of TTML spans, and of HTML what some converters leave in. All else is about them.
_SHOWN = ("span", "br", "b", "i", "u", "em", "strong", "font")
_READINGS = ("text", "textContainer", "delimiter")  # of a ruby, whose word is said already
_ATTRIBUTE = re.compile(
    r"(?<![\w.-])(?:\w{1,20}:)?([\w-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"<>]*)\"|'([^'<>]*)')"
)
_MOST_TAG = 2_000
_HEAD = 20_000
_CLOCK_TIME = re.compile(r"(\d{1,3}):(\d\d):(\d\d)(?:[.,](\d{1,9})|[:;](\d{1,3}))?")
_OFFSET_TIME = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
_UNITS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}

Rates = tuple[Fraction, Fraction]  # frames and ticks per second


def ttml_cues(text: str, read: CueFile) -> Iterator[Cue]:
    """Yield what the paragraphs say. Nothing here reads XML, so nothing expands an entity.

    A paragraph without times has those of its parts, or else of the division around it.
    """
    text = _without_comments(text)
    blocks = [(found.start(), found["name"]) for found in _BLOCK.finditer(text)]
    starts = [start for start, _ in blocks]
    head = text[: min([*starts[:1], _HEAD])]
    rates, agents = _rates(head), dict(_AGENT.findall(head))
    around: Mapping[str, str] = {}
    line, place = 1, 0
    for (start, name), stop in zip(blocks, [*starts[1:], len(text)], strict=False):
        line += text.count("\n", place, start)
        place = start
        tag, _, body = text[start:stop].partition(">")
        said = _attributes(tag)
        if name == "div":
            around = said
            continue
        inside = "" if tag.endswith("/") else _BLOCK_END.split(body, maxsplit=1)[0]
        for times, words in _timed(said, around, inside):
            yield from _cue(times, words, agents.get(said.get("agent", "")), rates, line, read)


def _timed(
    said: Mapping[str, str], around: Mapping[str, str], body: str
) -> list[tuple[Mapping[str, str], str]]:
    """Return the parts of a paragraph, each with the attributes that have its times."""
    parts = _parts(_without_unshown(body))
    if "begin" not in said and any("begin" in own for own, _ in parts):
        return parts
    whole = "".join(words for _, words in parts)
    return [(said if "begin" in said else around, whole)]


def _cue(
    times: Mapping[str, str], words: str, speaker: str | None, rates: Rates, line: int, read: CueFile
) -> Iterator[Cue]:
    if not words.strip():
        return
    begin, end, length = (_milliseconds(times.get(name), rates) for name in ("begin", "end", "dur"))
    if end is None and begin is not None and length is not None:
        end = begin + length
    if begin is not None and end is not None:
        yield from said_by(speaker, read.voiced(words.split("\n"), (begin, end), line))
    else:
        read.fault(line, f"has times that cannot be read in line {line}", 'begin="00:00:01.000"')


def _parts(body: str) -> list[tuple[Mapping[str, str], str]]:
    """Return the words of each span with times, and those up to the next; the first has all before it."""
    parts: list[tuple[Mapping[str, str], list[str]]] = [({}, [])]
    after = inside = 0
    for found in _TAG.finditer(body):
        parts[-1][1].append(body[after : found.start()] + "\n" * (found["name"] == "br"))
        after = found.end()
        if found["name"] != "span" or found["more"].endswith("/"):
            continue
        if found["closes"]:
            inside = max(0, inside - 1)
        elif inside:
            inside += 1
        elif "begin" in (own := _attributes(found["more"])):
            parts.append((own, []))
            inside = 1
    parts[-1][1].append(body[after:])
    if len(parts) > 1:
        parts[:2] = [(parts[1][0], parts[0][1] + parts[1][1])]
    return [(own, "".join(words)) for own, words in parts]


def _without_unshown(body: str) -> str:
    """Return a paragraph without elements whose words are not shown; one that never ends is only a tag."""
    ends = {found["name"]: found.start() for found in _TAG.finditer(body) if found["closes"]}
    kept: list[str] = []
    after, unshown, depth = 0, "", 0
    for found in _TAG.finditer(body):
        name = found["name"]
        is_one = not found["closes"] and not found["more"].endswith("/")
        if unshown == name and (is_one or found["closes"]):
            depth += 1 if is_one else -1
            after, unshown = found.end(), unshown if depth else ""
        elif not unshown and is_one and ends.get(name, 0) > found.start() and not _is_shown(found):
            kept.append(body[after : found.start()])
            unshown, depth = name, 1
    return "".join(kept) + ("" if unshown else body[after:])


def _is_shown(tag: re.Match[str]) -> bool:
    return tag["name"] in _SHOWN and _attributes(tag["more"]).get("ruby") not in _READINGS


def _without_comments(text: str) -> str:
    """Take out comments, but not their line ends, by which lines are counted."""
    kept, start, begins = [], 0, None
    for found in _COMMENT.finditer(text):
        if begins is None and found[0] == "<!--":
            begins = found.start()
            kept.append(text[start:begins])
        elif begins is not None and found[0] == "-->":
            kept.append("\n" * text.count("\n", begins, found.end()))
            start, begins = found.end(), None
    return "".join(kept) + text[start if begins is None else begins :]


def _attributes(tag: str) -> Mapping[str, str]:
    return {name: a or b for name, a, b in _ATTRIBUTE.findall(tag[:_MOST_TAG])}


def _rates(head: str) -> Rates:
    """Return frames and ticks per second, as the file says (TTML2, section 7.2)."""
    given = _attributes(head[:_MOST_TAG])
    frames = Fraction(_whole(given.get("frameRate"), 30))
    multiplier = re.fullmatch(r"\s*(\d{1,6})\s+(\d{1,6})\s*", given.get("frameRateMultiplier", ""))
    if multiplier and int(multiplier[1]) and int(multiplier[2]):
        frames *= Fraction(int(multiplier[1]), int(multiplier[2]))
    return frames, Fraction(_whole(given.get("tickRate"), 1))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 and int(text) else default


def _milliseconds(text: str | None, rates: Rates) -> int | None:
    """Return a time expression of TTML in milliseconds."""
    if found := _CLOCK_TIME.fullmatch((text or "").strip()):
        hours, minutes, seconds = (int(part) for part in found.groups()[:3])
        rest = (
            Fraction(int(found[4]), 10 ** len(found[4]))
            if found[4]
            else Fraction(int(found[5] or 0)) / rates[0]
        )
        return round(((hours * 60 + minutes) * 60 + seconds + rest) * 1000)
    if found := _OFFSET_TIME.fullmatch((text or "").strip()):
        units = {**_UNITS, "f": 1 / rates[0], "t": 1 / rates[1]}
        return round(Fraction(found[1]) * units[found[2]] * 1000)
    return None

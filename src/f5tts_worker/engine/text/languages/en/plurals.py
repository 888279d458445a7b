"""Plurals of numbers in English: "year 6s", "under 9s", "49ers", "100s of people"."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.nouns import several
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_LASTS = re.compile(
    r"(?i:\b(?:after|between|every|for|lasts?|takes?|took|wait|within) (?:\d{1,3}s (?:and|or) )?)$"
)


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of numbers that are several."""
    return (
        Kind("telephone of a series", r"\biPhone (?P<number>[3-6])(?P<s>[sS])(?!\w)", lambda match: named(match, number=cardinal(match["number"], "en"), s=" S")),
        Kind("under an age", r"(?<![\w.'-])u(?P<number>[6-9]|1\d|2[0-3])s(?!\w)", lambda match: whole(match, f"under {several(cardinal(match['number'], 'en'))}")),
        Kind("many", r"(?<![\w.,])(?P<number>10|100|1,?000)s(?= of\b)", _many),
        Kind("plural of a name", r"(?<=[a-z]-)(?<!sub-)(?P<number>\d{1,3})s(?!\w)", _plural_of),
        Kind("plural", r"(?=\d)(?i:(?<=two )|(?<=three )|(?<=four )|(?<=under-)|(?<=over-)|(?<=under )|(?<=two by )|(?<=four by )|(?<=\d by )|(?<=count by )|(?<=counts by )|(?<=counting by )|(?<=many )|(?<=of )|(?<=all )|(?<=\dx)|(?<=\d x )|(?<=several )|(?<=few )|(?<=\byear )|(?<=\bgrade )|(?<=\bform )|(?<=\blevel )|(?<=\bstage )|(?<=\bmodel )|(?<=\bsize )|(?<=\bclass )|(?<=\btier )|(?<=\bband )|(?<=\bpage )|(?<=\bmatchday ))"
             r"(?P<number>\d{1,2})'?s(?!\w)|(?<![\w.,$])(?:(?P<one>\d{1,3})s(?= (?:and|or) \d{1,3}s(?!\w)))|(?:(?<=\ds and )|(?<=\ds or ))(?P<two>\d{1,3})s(?!\w)", _plural),
        Kind("people of a number", r"(?<![\w.,])(?P<number>\d?[1-9])(?P<er>ers?)(?!\w)", _people),
    )  # fmt: skip


def _people(match: re.Match[str]) -> Iterable[Piece]:
    """Say "49ers" and "76ers" as niners and sixers."""
    said = cardinal(match["number"], "en")
    return whole(match, f"{said.removesuffix('e')}{match['er']}")


def _many(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, {"10": "tens", "100": "hundreds"}.get(match["number"], "thousands"))


def _plural(match: re.Match[str]) -> Iterable[Piece]:
    """Say "5s and 10s" as fives and tens; what takes "5s or 10s" takes seconds."""
    if not match["number"] and _LASTS.search(match.string, max(0, match.start() - 20), match.start()):
        return ()
    return whole(match, several(cardinal(match["number"] or match["one"] or match["two"], "en")))


def _plural_of(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, several(cardinal(match["number"], "en")))

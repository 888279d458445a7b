"""German versions in a row: "Version 14.04 und 12.04", "die Versionen 4.3.0 bis 4.3.16"; they are no dates."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece

_PROGRAMS = (
    "Ubuntu|Debian|Fedora|Android|iOS|iPadOS|macOS|Windows|GNOME|Gnome|gnome|KDE|Plasma|Linux|Kernel|Python|PHP|Java|Node|Firefox|Chrome|Thunderbird|"
    "LibreOffice|WordPress|Typo3|TYPO3|OpenSSL|Bluetooth|HDMI|USB|Django|Blender|Docker|MySQL|PostgreSQL|Qt|GIMP|Firmware|Release|(?:[A-Z][\\w-]{0,20}-)?[Vv]ersion(?:en)?"
)
_NUMBER = r"\d{1,4}(?:\.\d{1,4}){1,3}"


def _say_versions(match: re.Match[str]) -> Iterable[Piece]:
    for part in re.finditer(_NUMBER, match["numbers"]):
        start = match.start("numbers") + part.start()
        yield Piece(start, start + len(part[0]), " Punkt ".join(map(_part, part[0].split("."))))


def _part(number: str) -> str:
    return digits(number, "de") if number[0] == "0" else cardinal(number, "de")


# Before the dates: "4.3.16".
VERSIONS = Kind(
    "versions",
    rf"(?<![\w-])(?:{_PROGRAMS}) \(?(?P<numbers>{_NUMBER}(?:(?:,| und| oder| bis| sowie| auf| zu) {_NUMBER}(?!\w|\.\d)){{0,5}})(?![\w%€$]|[.,]\d| ?[€$%]| (?:Euro|Uhr)\b)",
    _say_versions,
)

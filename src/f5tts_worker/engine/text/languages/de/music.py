"""German notes on music: beats of a bar, numbers of bars, how loud it is."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_NEAR = 120  # letters around
_MUSIC = re.compile(
    r"\b(?:Takte?n?|Dur|Moll|BWV|KV|Satz|Sätze|Allegro|Adagio|Andante|Presto|Largo|Vivace|Crescendo|cresc\.|"
    r"Dynamik|Noten|Partitur|Sonate|Sinfonie|Streicher|Bläser|Klavier|Chor|Tempo|bpm)(?!\w)|-Takt\b"
)
_PARTS = {"2": "Halbe", "4": "Viertel", "8": "Achtel", "16": "Sechzehntel", "32": "Zweiunddreißigstel"}
_LOUDNESS = {
    "ppp": "Pianississimo", "pp": "Pianissimo", "p": "piano", "mp": "Mezzopiano", "mf": "Mezzoforte",
    "f": "forte", "ff": "Fortissimo", "fff": "Fortississimo", "fp": "Fortepiano", "sfz": "Sforzato",
}  # fmt: skip


def _is_music(match: re.Match[str]) -> bool:
    return bool(_MUSIC.search(match.string, max(0, match.start() - _NEAR), match.end() + _NEAR))


def _say_beats(match: re.Match[str]) -> Iterable[Piece]:
    """Say "12/8-Takt" by its beats."""
    beats = cardinal(match["beats"], "de").removesuffix("s" * (match["beats"] == "1"))
    return whole(match, f"{beats} {_PARTS[match['part']]}")


def _say_loudness(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, sign=_LOUDNESS[match["sign"]]) if _is_music(match) else ()


MUSIC: tuple[Kind, ...] = (
    Kind(
        "beats of a bar",
        r"(?<![\w.,/])(?P<beats>\d{1,2})/(?P<part>2|4|8|16|32)(?=[- ]?Takt)",
        _say_beats,
    ),
    Kind(
        "number of a bar",
        r"(?<![\w.])(?P<bar>T\.)(?= \d{1,3}(?!\w|[.,]\d))",
        lambda match: named(match, bar="Takt") if _is_music(match) else (),
    ),
    Kind(
        "loudness",
        r"(?<![\w.-])(?<!\d )(?P<sign>p{2,3}|m[pf]|f{2,3}|fp|sfz"
        r"|(?:(?<=\bein )|(?<=\bim )|(?<=\bvom )|(?<=\bdann )|(?<=\bplötzlich ))[pf])(?![\w'-]|\.\w)",
        _say_loudness,
        frozenset("pf"),
    ),
)

"""Dates as labels of museums and catalogues shorten them: "v. 1530", "déb. XVIe s.", "† 1486"."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind, capitalised
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_YEAR = r"(?= (?:l'an |les années )?(?:1\d{3}|20[0-2]\d|[3-9]\d\d)(?![\w/%°]|[.,]\d| [€$]))"
_CENTURY = r"(?= (?:du )?[IVX]+(?:er|e|ᵉ|ème)(?!\w))"
_PROGRAM = re.compile(r"(?:[A-Z]\w*|\b(?i:logiciel|version|appli(?:cation)?)) $")
_PARTS = {"déb.": "début", "mil.": "milieu", "dern.": "dernier", "prem.": "premier"}


def _say_verse(match: re.Match[str]) -> Iterable[Piece]:
    """Say "v. 1530" as about that year, "les v. 3 à 5" as lines of verse; "Flash v. 9" is neither."""
    is_version = _PROGRAM.search(match.string, max(0, match.start() - 24), match.start())
    return () if is_version and match["short"] else whole(match, "vers")


_CORNERS = {
    "b.": "bas",
    "h.": "haut",
    "g.": "gauche",
    "d.": "droite",
    "dr.": "droite",
    "dte": "droite",
    "c.": "centre",
}


LABELS: tuple[Kind, ...] = (
    Kind(
        "corner of a picture",  # "signé en b. à dr."
        r"\b[Ee]n (?P<height>[bh]\.)(?: à (?P<side>g\.|dr?\.|dte)| au (?P<centre>c\.))?(?!\w)",
        lambda match: named(
            match,
            **{group: _CORNERS[match[group]] for group in ("height", "side", "centre") if match[group]},
        ),
        frozenset("bh"),
    ),
    Kind(
        "about a year, or a line of verse",
        rf"(?<![\w.'/])v\.(?:{_YEAR}|(?P<short>(?= \d{{1,4}}(?!\w|[.,]\d))))",
        _say_verse,
        frozenset("v"),
    ),
    abbreviation_kind("about", {"c.": "circa", "ca": "circa", "ca.": "circa"}, after=_YEAR),
    abbreviation_kind(
        "before or after a year",
        {"apr.": "après", "av.": "avant"},
        before=r"(?<!\d )(?<!\d, )(?<!\bbis, )(?<!\bbis )",
        after=_YEAR,
    ),
    abbreviation_kind("part of a century", _PARTS | capitalised(_PARTS), after=rf"(?:{_CENTURY}|{_YEAR})"),
    Kind(
        "died",
        r"(?:(?<=\()|(?<= ))†(?= ?\d{3,4}(?!\w))",
        lambda match: whole(match, "mort en "),
        frozenset("†"),
    ),
)

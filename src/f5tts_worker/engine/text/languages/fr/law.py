"""What French courts and their reporters shorten: "Cass. 2e civ.", "7e ch. réunies", "X c. France", "aff. C-131/12"."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_CHAMBERS = {
    "civ.": "civile", "soc.": "sociale", "crim.": "criminelle", "com.": "commerciale", "corr.": "correctionnelle", "ass. plén.": "assemblée plénière",
    "ch. mixte": "chambre mixte", "req.": "requêtes",
}  # fmt: skip
_COURTS = {
    "Cass.": "Cassation", "C. cass.": "Cour de cassation", "Cons. const.": "Conseil constitutionnel", "Cons. d'État": "Conseil d'État",
    "Trib. adm.": "Tribunal administratif", "trib. adm.": "tribunal administratif", "Trib.": "Tribunal", "trib.": "tribunal",
}  # fmt: skip
_TRIAL = re.compile(
    r"\b(?:CA|CE|CEDH|CJUE|Cass|Conseil d'État|TA|TGI|TJ|[Aa]ff(?:aire|\.)|[Aa]rrêts?|[Pp]rocès)\b"
)


def _say_chamber(match: re.Match[str]) -> Iterable[Piece]:
    """Say the "ch." of "2e et 7e ch. réunies"."""
    return whole(match, "chambres" if match.string.startswith(" réunies", match.end()) else "chambre")


def _say_against(match: re.Match[str]) -> Iterable[Piece]:
    """Say "X c. France" with its parties against each other; "c/" is nothing else."""
    if match["short"] == "c/":
        return named(match, short="contre")
    near = _TRIAL.search(match.string, max(0, match.start() - 80), match.end() + 80)
    return named(match, short="contre") if near else ()


LAW: tuple[Kind, ...] = (
    abbreviation_kind(
        "chamber",
        _CHAMBERS,
        before=r"(?:(?<=\b[Cc]ass\. )|(?<=\bch\. )|(?<=\de )|(?<=\dre )|(?<=\bTrib\. )|(?<=\btrib\. ))",
    ),
    Kind(
        "chamber by its number",
        r"(?:(?<=\de )|(?<=\dre )|(?<=\dère )|(?<=\dème ))ch\.(?= (?:[A-D](?!\w)|civ|soc|corr|crim|com|réunies|du )|[,;)]|$)",
        _say_chamber,
        frozenset("h"),
    ),
    abbreviation_kind("court", _COURTS),
    abbreviation_kind(
        "case", {"aff.": "affaire", "Aff.": "Affaire"}, after=r"(?= (?:[A-Z]-?\d|\d|n°|jointes))"
    ),
    abbreviation_kind("decision", {"déc.": "décision"}, after=r"(?= n°)"),
    Kind(
        "parties of a trial",
        r"(?<=[\w.)] )(?P<short>c\.|c/)(?= ?(?:[A-ZÀ-Þ]|l'[A-ZÀ-Þ]|la [A-ZÀ-Þ]))",
        _say_against,
        frozenset("c"),
    ),
)

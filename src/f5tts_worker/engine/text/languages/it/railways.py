"""Italian stations as timetables shorten them: "Torino P.N.", "Roma T.ni", "Reggio C."."""

# ruff: noqa: E501 - a row of a table is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import Kind, Piece

_STATIONS = {
    "Firenze": {"S.M.N.": "Santa Maria Novella", "S. M. N.": "Santa Maria Novella", "SMN": "Santa Maria Novella", "Rif.": "Rifredi"},
    "Genova": {"P.P.": "Piazza Principe", "P. Principe": "Piazza Principe", "Br.": "Brignole", "Brign.": "Brignole"},
    "Milano": {"P.G.": "Porta Garibaldi", "P. Garibaldi": "Porta Garibaldi", "P.ta Garibaldi": "Porta Garibaldi", "Lamb.": "Lambrate", "Rog.": "Rogoredo"},
    "Napoli": {"C. Flegrei": "Campi Flegrei", "P. Garibaldi": "Piazza Garibaldi"},
    "Reggio": {"C.": "Calabria", "Cal.": "Calabria", "E.": "Emilia", "Em.": "Emilia"},
    "Roma": {"T.ni": "Termini", "Term.": "Termini", "Tib.": "Tiburtina", "Tib.na": "Tiburtina", "Ost.": "Ostiense", "Trast.": "Trastevere"},
    "Torino": {"P.N.": "Porta Nuova", "P. Nuova": "Porta Nuova", "P.S.": "Porta Susa", "P. Susa": "Porta Susa", "Ling.": "Lingotto"},
    "Venezia": {"S.L.": "Santa Lucia", "M.re": "Mestre", "Me.": "Mestre"},
    "Verona": {"P.N.": "Porta Nuova", "P. Nuova": "Porta Nuova", "P.V.": "Porta Vescovo"},
}  # fmt: skip
_ENDS_LINE = re.compile(r"[\"')\]]*(?:\n|$)")


def _short_forms() -> str:
    """Return the pattern of every city with its own short forms."""
    cities = (
        f"{city} (?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})"
        for city, forms in _STATIONS.items()
    )
    return "|".join(cities)


def _station(match: re.Match[str]) -> Iterable[Piece]:
    city, _, short = match[0].partition(" ")
    is_end = short.endswith(".") and _ENDS_LINE.match(match.string, match.end())
    start = match.start() + len(city) + 1
    return (Piece(start, match.end(), _STATIONS[city][short] + "." * bool(is_end)),)


RAILWAYS: tuple[Kind, ...] = (
    Kind("station", rf"(?<![\w.-])(?:{_short_forms()})(?![^\W\d_])", _station, frozenset(".S")),
)

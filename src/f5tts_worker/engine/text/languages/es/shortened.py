"""Abbreviations that mean what stands around them: quarters of a city, states, days of work, the letter of a unit."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; a row of a table is many short words

import re
from collections.abc import Iterable, Mapping

from f5tts_worker.engine.text.languages.es.context import is_near
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.es.ordinals import ORDINALS, ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

# Of Mexico, behind a town and a comma.
_STATES: Mapping[str, str] = {
    "Ags.": "Aguascalientes", "B. C.": "Baja California", "B. C. S.": "Baja California Sur", "Camp.": "Campeche", "Chih.": "Chihuahua", "Chis.": "Chiapas", "Coah.": "Coahuila",
    "Col.": "Colima", "Dgo.": "Durango", "Edo. Méx.": "Estado de México", "Edomex": "Estado de México", "Gro.": "Guerrero", "Gto.": "Guanajuato", "Hgo.": "Hidalgo", "Jal.": "Jalisco", "Méx.": "Estado de México",
    "Mich.": "Michoacán", "Mor.": "Morelos", "N. L.": "Nuevo León", "Nay.": "Nayarit", "Oax.": "Oaxaca", "Pue.": "Puebla", "Q. Roo": "Quintana Roo", "Qro.": "Querétaro", "S. L. P.": "San Luis Potosí",
    "Sin.": "Sinaloa", "Son.": "Sonora", "Tab.": "Tabasco", "Tamps.": "Tamaulipas", "Tlax.": "Tlaxcala", "Ver.": "Veracruz", "Yuc.": "Yucatán", "Zac.": "Zacatecas",
}  # fmt: skip
_QUARTERS = {"Nte.": "norte", "Ote.": "oriente", "Pte.": "poniente", "Pnte.": "poniente", "Pon.": "poniente"}
_LETTERS = {
    unit: GRAMMAR.units[unit].one
    for unit in ("L", "l", "g", "m", "h", "s", "t", "kg", "km", "ml", "mg", "min")
}
_DAYS = {"lab": "laborable", "háb": "hábil", "nat": "natural", "hab": "hábil"}
_MANY = {"lab": "laborables", "háb": "hábiles", "nat": "naturales", "hab": "hábiles"}
_LADIES = {
    "Lic.": "licenciada",
    "Ing.": "ingeniera",
    "Arq.": "arquitecta",
    "Prof.": "profesora",
    "Abg.": "abogada",
}
# A first name in front of another name; those in -a that are men's or surnames are not meant.
_LADY = (
    r"(?= (?!Acosta|Borja|Cabrera|Correa|Espinoza|Figueroa|García|Guerra|Herrera|Ibarra|Josema|Luna|Medina|Mejía|Mendoza|Molina|Mora|"
    r"Ortega|Padilla|Peña|Rivera|Silva|Sosa|Tapia|Valencia|Vega|Zavala)(?:[A-ZÁÉÍÓÚ][a-zñáéíóúü]+a|Carmen|Isabel|Beatriz|Raquel|Ester|Inés|Mercedes|Dolores|Irene) [A-ZÁÉÍÓÚ])"
)
_CENTURIES = re.compile(r"(?<!\w)(?:siglos?|ss?\.) ")
_OF_TRAINING = frozenset(
    "descanso ejercicio ejercicios entrenamiento plancha repeticiones reps sentadillas series".split()
)
_NO_NAMES = frozenset("de del y o a es uno dos tres en que".split())
_SO_MUCH = re.compile(rf"[\d{TAKEN}] ?[^\W\d_]{{0,12}} (?:por|cada|al|el) $")
_GOES_ON = re.compile(r" (?!del?\b|que\b|y\b|en\b|con\b)")


def _say_century(match: re.Match[str]) -> Iterable[Piece]:
    """Say the second numeral of "del siglo XV y comienzos del XVI"."""
    before = match.string[max(0, match.start() - 120) : match.start()]
    value = roman_value(match["roman"])
    return named(match, roman=cardinal(str(value), "es")) if value and _CENTURIES.search(before) else ()


def _say_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "01-ENE-2025" and "15-mar"."""
    months = dict(zip(GRAMMAR.months.split(), GRAMMAR.months.split(), strict=True))
    for name, short in zip(GRAMMAR.months.split(), GRAMMAR.short_months.split(), strict=True):
        months |= dict.fromkeys(short.split("|"), name)
    day, year = int(match["day"]), match["year"]
    if not 1 <= day <= 31:
        return ()
    said = f"{cardinal(str(day), 'es')} de {months[match['month'].lower()]}"
    if not year:
        return whole(match, said)
    return whole(match, f"{said} de {cardinal(year if len(year) == 4 else f'20{year}', 'es')}")


def _say_rank(match: re.Match[str]) -> Iterable[Piece]:
    """Say "4o. piso" and "2a. edición" as Mexico writes ordinals."""
    said = ordinal(int(match["number"]))
    if match["end"] == "a":
        return named(match, rank=re.sub(r"o\b", "a", said))
    stands_before = _GOES_ON.match(match.string, match.end())  # not "1o. de mayo"
    return named(match, rank=re.sub(r"(primer|tercer)o$", r"\1", said) if stands_before else said)


def _say_days(match: re.Match[str]) -> Iterable[Piece]:
    short = match["short"]
    ends = "." * (not match.string[match.end() :].strip("\"')\n"))
    return named(match, abbreviation=(_DAYS if match["days"] == "día" else _MANY)[short] + ends)


def _say_part_of_year(match: re.Match[str]) -> Iterable[Piece]:
    number, is_quarter = int(match["number"]), match["part"] == "T"
    if not is_quarter and number > 2:
        return ()
    said = re.sub(r"(primer|tercer)o$", r"\1", ordinal(number))
    return whole(match, f"{said} {'trimestre' if is_quarter else 'semestre'}")


def _say_romans(match: re.Match[str]) -> Iterable[Piece]:
    low, high = roman_value(match["low"]), roman_value(match["high"])
    if not 0 < low < high or (low == 1 and high in (5, 10)):  # "I-V" may be chords
        return ()
    return named(match, low=cardinal(str(low), "es"), to="a", high=cardinal(str(high), "es"))


def _say_letter(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 30) : match.start()]
    is_unit = match[0] == "L" or _SO_MUCH.search(before)
    return whole(match, _LETTERS[match[0]]) if is_unit else ()


_MONTHS = "|".join([*GRAMMAR.months.split(), *GRAMMAR.short_months.replace("|", " ").split()])
SHORTENED: tuple[Kind, ...] = (
    abbreviation_kind("title of a lady", _LADIES, after=_LADY),
    Kind(
        "another century",  # "del siglo XV y comienzos del XVI", "los siglos XII, XIII y XIV"
        rf"(?:\b(?:[Dd]?[Ee]l|al|o|y|e|a|hasta)|(?:(?<=[IVX])|(?<={TAKEN})),) (?P<roman>[IVX]{{1,5}})(?![\w'-]|\.\w| [A-Z][a-z]| (?:{ORDINALS.nouns})\b)",
        _say_century,
        frozenset("IVX"),
    ),
    Kind(
        "day with a short month",
        rf"(?<![\w./-])(?P<day>\d{{1,2}})(?P<gap>[-/.])(?P<month>(?i:{_MONTHS}))(?:(?P=gap)(?P<year>\d{{4}}|\d\d))?(?![\w/-])",
        _say_month,
    ),
    Kind(
        "ordinal with a letter",
        r"(?<![\w.,:/-])(?P<rank>(?P<number>\d{1,2})(?P<end>[oa])\.)(?= (?!m\.)[^\W\d_]{2})",
        _say_rank,
    ),
    Kind(
        "days that count",
        r"\b(?P<days>días?) (?P<abbreviation>(?P<short>lab|h[áa]b|nat)\.)",
        _say_days,
        frozenset("d"),
    ),
    abbreviation_kind(
        "quarter of a city",
        _QUARTERS,
        before=rf"(?:(?<=[\wáéíóú{TAKEN}] ))",
        after=r"(?=,|;|\.|\)|$|\n| \d| n[úo.º]|{TAKEN}| (?:por|y|en|a)\b)",
    ),
    abbreviation_kind(
        "state",
        {written: full for short, full in _STATES.items() for written in (short, short.replace(" ", ""))},
        before=r"(?<=[a-záéíóúñ], )",
        after=r"(?=$|[\n,;)]| C\.? ?P)",
    ),
    abbreviation_kind("extension", {"Ext.": "Extensión", "ext.": "extensión"}, after=r"(?=:? \d)"),
    Kind(
        "appeal",  # to a court
        r"(?<!\w)(?P<short>[Rr]ec\.)(?= (?:n[úu]m|n\.?º)?\.? ?\d{1,5}/)",
        lambda match: named(match, short="recurso"),
        frozenset("."),
    ),
    Kind(
        "number of what is named",  # "Nº cliente: 45", "n.º de serie"
        r"(?<!\w)(?P<short>[Nn](?:\.º|\.°|º\.?|°))(?= (?P<noun>[a-záéíóúñ]+|[A-Z]{1,3}-?\d))",
        lambda match: named(
            match,
            short=f"{'Número' if match['short'][0] == 'N' else 'número'}{' de' * (match['noun'] not in _NO_NAMES and match['noun'].isalpha())}",
        ),
        frozenset("º°"),
    ),
    abbreviation_kind(
        "heading",
        {
            "Méx.": "México",
            "Arg.": "Argentina",
            "Esp.": "España",
            "Col.": "Colombia",
            "Ecu.": "Ecuador",
            "Uru.": "Uruguay",
            "Ven.": "Venezuela",
            "Sol.": "Solución",
            "sol.": "solución",
            "Ej.": "Ejemplo",
            "ej.": "ejemplo",
            "Res.": "Resultado",
            "Imp.": "Importe",
            "Tít.": "Título",
        },
        after="(?=:)",
    ),
    Kind(
        "part of a year",  # "en el 3T de 2024", "4.º T 2024"
        r"(?<![\w.,/-])(?P<number>[1-4])(?P<mark>\.?º? ?)(?P<part>[TS])(?= ?(?:del? )?(?:20)?\d\d(?![\d.,]))",
        _say_part_of_year,
    ),
    abbreviation_kind(
        "year on year",
        {"i. a.": "interanual", "i.a.": "interanual"},
        before=rf"(?:(?<=% )|(?<=por ciento )|(?<=tasa )|(?<={TAKEN} ))",
    ),
    abbreviation_kind("of space", {"vol.": "volumétrico"}, before="(?<=[Pp]eso )"),
    Kind(
        "version of a protocol",
        r"(?<!\w)IPv(?=[46](?!\w))",
        lambda match: whole(match, "IP V"),
        frozenset("46"),
    ),
    Kind(
        "midday",  # "12:00 m." as Colombia writes it
        r"(?<![\w.,:])12:00 (?P<midday>m\.)(?!\w)",
        lambda match: named(match, midday="del mediodía"),
        frozenset(":"),
    ),
    Kind(
        "capital district",  # "Bogotá D. C."
        r"(?:(?<=[a-záéíóú] )|(?<=[a-záéíóú], ))D\. ?C\.",
        lambda match: whole(match, "D C"),
        frozenset("D"),
    ),
    Kind(
        "slash of a case",  # "C-311/18"
        r"(?<![\w-])[CT]-\d{1,3}(?P<slash>/)(?=\d\d(?![\w/]))",
        lambda match: named(match, slash=" "),
        frozenset("/"),
    ),
    Kind(
        "part of an hour",  # "a las 8 y 1/4"
        r"\b[Ll]as? \d{1,2} y (?P<part>1/[24])(?![\w/])",
        lambda match: named(match, part="cuarto" if match["part"][-1] == "4" else "media"),
    ),
    Kind(
        "rest between sets",  # "4 series, desc. 90\""
        r"(?<!\w)(?P<rest>[Dd]esc\.)|(?<![\w.,])(?<=\D)\d{1,3}(?P<seconds>\")",
        lambda match: (
            named(match, rest="descanso", seconds="segundos") if is_near(match, _OF_TRAINING) else ()
        ),
        frozenset('."'),
    ),
    abbreviation_kind("depth", {"prof.": "profundidad"}, before=r"(?<= de )", after=r"(?! [A-Z])"),
    Kind(
        "from Roman to Roman",  # "3 tomos (I-III)"
        r"(?<![\w.'-])(?P<low>[IVX]{1,5})(?P<to>[-–])(?P<high>[IVX]{1,5})(?![\w'-]|\.\w)",
        _say_romans,
        frozenset("IVX"),
    ),
    Kind(
        "digits behind a letter",  # "NIF B12345678"
        r"(?<![\w.,/-])(?P<letter>[A-Z])-?(?P<number>\d{6,9})(?![\w.,]\d|\w)",
        lambda match: named(match, number=digits(match["number"], "es")),
    ),
    Kind(
        "case of a court",  # "Pérez c/ Gómez s/ daños"
        r"\b(?P<against>c/) (?=[^\W\d_])[^.;\n]{1,80}? (?P<about>s/)(?= [a-záéíóúñ])",
        lambda match: named(match, against="contra", about="sobre"),
        frozenset("/"),
    ),
    abbreviation_kind("paragraph", {"inc.": "inciso", "incs.": "incisos"}, after=r"(?= (?:\d|[a-z]\)))"),
    Kind(
        "slash of a law",  # "Dto. 390/76"
        r"\b(?:[Dd]ecreto|[Dd]to\.|[Ll]ey|[Rr]esolución|[Rr]es\.|[Oo]rdenanza|[Aa]cuerdo) (?:[Nn]\.?º ?)?\d{1,5}(?P<slash>/)(?=\d\d(?![\w/]))",
        lambda match: named(match, slash=" "),
        frozenset("/"),
    ),
    abbreviation_kind(
        "decree",
        {"Dto.": "decreto", "dto.": "decreto"},
        after=rf"(?= (?:n\.?º ?)?\d{{1,5}}[/{TAKEN}]\d{{2}})",
    ),
    Kind(
        "old road",  # "N-II"
        r"(?<![\w-])N-(?P<roman>I{1,3}|IV|VI?)(?![\w-])",
        lambda match: whole(match, f"N {cardinal(str(roman_value(match['roman'])), 'es')}"),
        frozenset("N"),
    ),
    abbreviation_kind("of volume", {"vol.": "de volumen", "vol": "de volumen"}, before=r"(?<=% )"),
    Kind(
        "diameter behind",  # "24 cm Ø"
        rf"(?<=[\w\"{TAKEN}] )Ø(?! ?[\d{TAKEN}])",
        lambda match: whole(match, "de diámetro"),
        frozenset("Ø"),
    ),
    Kind(
        "unit by its letter",  # "20 ml por L de gasolina"
        rf"(?:(?<=\bpor )|(?<=\bcada )|(?<=\bel )|(?<=\bal ))(?:{'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?= de [a-záéíóú]{{3}}|[.,;)]|$)(?!\.\w)",
        _say_letter,
        frozenset("Lghlmst"),
    ),
)

"""German: inflected ordinals, "ein" and "eine", the clock with "Uhr", names of units, abbreviations."""

# ruff: noqa: E501, RUF001, SIM905 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.inflection import (
    gender_of,
    inflected,
    is_masculine,
    ordinal,
    takes_accusative,
    takes_dative,
)
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons, street_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, quantity, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.units import metric
from f5tts_worker.languages import SENTENCE_STARTERS

_ADDRESS_SIGNS = {
    ".": "Punkt", "@": "at", "/": "Schrägstrich", "-": "Bindestrich", "_": "Unterstrich", ":": "Doppelpunkt",
    "?": "Fragezeichen", "=": "gleich", "&": "und", "+": "plus", "~": "Tilde", "%": "Prozent", "#": "Raute", "*": "Stern",
}  # fmt: skip
_COUNTED = frozenset(
    "Advent Akt Auflage Bundesliga Halbzeit Jahrhundert Kapitel Klasse Liga Platz Runde Stock Tag Weltkrieg".split()
)


def _agree(said: str, gender: str) -> str:
    if not said.endswith("eins"):
        return said
    return said[:-1] + ("e" if gender == "f" and said == "eins" else "")


def _plural(many: str, prefix: str) -> str:
    return prefix + many[:1].lower() + many[1:]


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    if under == 2 and gender and not whole_part:
        return "eine halbe" if gender == "f" else "ein halbes" if gender == "n" else "einen halben"
    if under == 2:
        lead = cardinal(str(whole_part), "de").removesuffix("s") if whole_part else ""
        return f"{lead} einhalb".strip()
    part = {7: "siebtel", 100: "hundertstel"}.get(under) or f"{ordinal(under)}l"
    lead = f"{cardinal(str(whole_part), 'de')} " if whole_part else ""
    return f"{lead}{_agree(cardinal(str(over), 'de'), 'n')} {part.capitalize()}"


def _hour(hour: int) -> tuple[str, str]:
    return _agree(cardinal(str(hour), "de"), "m"), "Uhr"


_BASES = {
    "x": Noun("Mal", "Mal", "n"), "m": Noun("Meter", "Meter"), "g": Noun("Gramm", "Gramm"), "l": Noun("Liter", "Liter"), "L": Noun("Liter", "Liter"),
    "t": Noun("Tonne", "Tonnen", "f"), "W": Noun("Watt", "Watt"), "Wh": Noun("Wattstunde", "Wattstunden", "f"),
    "V": Noun("Volt", "Volt"), "A": Noun("Ampere", "Ampere"), "Ah": Noun("Amperestunde", "Amperestunden", "f"),
    "Hz": Noun("Hertz", "Hertz"), "Pa": Noun("Pascal", "Pascal"), "J": Noun("Joule", "Joule"), "Ω": Noun("Ohm", "Ohm"),
    "B": Noun("Byte", "Byte"), "bit": Noun("Bit", "Bit"), "bit/s": Noun("Bit pro Sekunde", "Bit pro Sekunde"),
    "s": Noun("Sekunde", "Sekunden", "f"), "cal": Noun("Kalorie", "Kalorien", "f"),
    "h": Noun("Stunde", "Stunden", "f"), "Std.": Noun("Stunde", "Stunden", "f"), "min": Noun("Minute", "Minuten", "f"),
    "Min.": Noun("Minute", "Minuten", "f"), "Sek.": Noun("Sekunde", "Sekunden", "f"), "Pfd.": Noun("Pfund", "Pfund"),
    "ha": Noun("Hektar", "Hektar"), "qm": Noun("Quadratmeter", "Quadratmeter"), "cbm": Noun("Kubikmeter", "Kubikmeter"), "%": Noun("Prozent", "Prozent"), "‰": Noun("Promille", "Promille"),
    "°C": Noun("Grad Celsius", "Grad Celsius"), "°F": Noun("Grad Fahrenheit", "Grad Fahrenheit"), "°": Noun("Grad", "Grad"),
    "dB": Noun("Dezibel", "Dezibel"), "PS": Noun("PS", "PS"), "TL": Noun("Teelöffel", "Teelöffel"), "EL": Noun("Esslöffel", "Esslöffel"), "Pck.": Noun("Päckchen", "Päckchen", "n"), "Stk.": Noun("Stück", "Stück", "n"),
    "Msp.": Noun("Messerspitze", "Messerspitzen", "f"), "Pers.": Noun("Person", "Personen", "f"), "mmHg": Noun("Millimeter Quecksilbersäule", "Millimeter Quecksilbersäule"),
    '"': Noun("Zoll", "Zoll"), "Nm": Noun("Newtonmeter", "Newtonmeter"), "ct": Noun("Cent", "Cent"), "Zi.": Noun("Zimmer", "Zimmer", "n"), "U/min": Noun("Umdrehung pro Minute", "Umdrehungen pro Minute", "f"), "J.": Noun("Jahr", "Jahre", "n"), "Tg.": Noun("Tag", "Tage"), "Pf.": Noun("Pfennig", "Pfennig"), "Mon.": Noun("Monat", "Monate"), "Wo.": Noun("Woche", "Wochen", "f"),
    "Tbl.": Noun("Tablette", "Tabletten", "f"), "Tabl.": Noun("Tablette", "Tabletten", "f"), "Pkt.": Noun("Punkt", "Punkte"), "Bft.": Noun("Beaufort", "Beaufort"), "Einw.": Noun("Einwohner", "Einwohner"),
    "Min": Noun("Minute", "Minuten", "f"), "Std": Noun("Stunde", "Stunden", "f"), "Mbit/s": Noun("Megabit pro Sekunde", "Megabit pro Sekunde"),
}  # fmt: skip
_EURO, _DOLLAR = Noun("Euro", "Euro"), Noun("Dollar", "Dollar")
_CENT = Noun("Cent", "Cent")
_MILLION, _MILLIARDE = Noun("Million", "Millionen", "f"), Noun("Milliarde", "Milliarden", "f")
_GRAMMAR = Grammar(
    code="de",
    agree=_agree,
    gender_of=gender_of,
    months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    short_months="Jan Feb|Febr Mrz|Mär Apr Mai Jun Jul Aug Sep|Sept Okt Nov Dez",
    weekdays="Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    short_weekdays="Mo Di Mi Do Fr Sa So",
    day=lambda day, before, _: inflected(day, before),
    date=(" ", " "),
    year=lambda number: year(number, "de"),
    hour=_hour,
    minute=lambda minute: cardinal(str(minute), "de"),
    hour_words="Uhr",
    says_hours=True,
    before_hour="um|ab|gegen|bis|von|vor|nach|seit|zwischen",
    units=metric("Nano Mikro Milli Zenti Dezi Hekto Kilo Mega Giga Tera", _BASES),
    powers=(
        lambda noun: Noun(_plural(noun.one, "Quadrat"), _plural(noun.many, "Quadrat")),
        lambda noun: Noun(_plural(noun.one, "Kubik"), _plural(noun.many, "Kubik")),
    ),
    per={"100 km": "auf hundert Kilometer", "h": "pro Stunde", "s": "pro Sekunde", "min": "pro Minute", "Min": "pro Minute", "m²": "pro Quadratmeter", "m³": "pro Kubikmeter",
         "m3": "pro Kubikmeter", "kg": "pro Kilogramm", "l": "pro Liter", "km": "pro Kilometer", "d": "pro Tag", "Std": "pro Stunde", "Pers": "pro Person", "Stk": "pro Stück", "Mon": "pro Monat"},
    each="pro",
    currencies={
        **dict.fromkeys(("€", "EUR", "Euro"), Currency(_EURO, _CENT)),
        **dict.fromkeys(("$", "USD", "US$", "US-$"), Currency(_DOLLAR, _CENT)),
        **dict.fromkeys(("£", "GBP"), Currency(Noun("Pfund", "Pfund"), Noun("Penny", "Pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(Noun("Yen", "Yen"))),
        **dict.fromkeys(("CHF", "SFr."), Currency(Noun("Franken", "Franken"), Noun("Rappen", "Rappen"))),
    },
    cents_after="",
    says_cents=False,
    scales={"k": Noun("tausend", "tausend"), "Mio.": _MILLION, "Mill.": _MILLION, "Million": _MILLION, "Millionen": _MILLION, "Mrd.": _MILLIARDE,
            "Milliarde": _MILLIARDE, "Milliarden": _MILLIARDE, "Tsd.": Noun("tausend", "tausend"), "Billionen": Noun("Billion", "Billionen", "f")},
    of="",
    fraction=_fraction,
    signs={"/": "zu", "slash": "Schrägstrich", "-": "minus", "–": "bis", "x": "mal", ":": "zu", "score": "zu", "²": "Quadrat", "§": "Paragraf"}
    | comparisons("größer als|kleiner als|größer oder gleich|kleiner oder gleich|ungleich|ungefähr"),
)  # fmt: skip

_NUMBERED = "az\\.|kapitel|band|teil|akt|szene|abschnitt|klasse|typ|phase|stufe|weltkrieg|buch|tafel|anlage"
_REGNAL = (
    "(?<=\\bPapst )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bKönig )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bKönigin )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bKaiser )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bZar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Albrecht|Alexander|Alexei|Alfons|August|Benedikt|Christian|Clemens|Elisabeth|Erich|Ferdinand|Franz|Franz Joseph|Friedrich|"
    "Friedrich Wilhelm|Georg|Gustav|Harald|Heinrich|Innozenz|Isabella|Iwan|Jakob|Joachim|Johannes|Johannes Paul|Johann|Joseph|"
    "Karl|Katharina|Konrad|Leo|Leopold|Ludwig|Margarethe|Maria|Maximilian|Napoleon|Nikolaus|Otto|Paul|Peter|Philipp|Pius|Richard|"
    "Rudolf|Sigismund|Urban|Viktor Emanuel|Wilhelm|Zar"
)
_FEMALE = frozenset({"Elisabeth", "Katharina", "Margarethe", "Maria", "Isabella"})


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    line, end = match.string, match.end()
    following = line[end : end + 30]
    word = re.match(r" (?:\d{1,2}\. |(?:und|bis) \d{1,2}\. )?([^\W\d_]+)", following)
    if (word and word[1] in SENTENCE_STARTERS["de"]) or len(match["number"]) > 3:
        return ()
    before = line[max(0, match.start() - 40) : match.start()]
    if (
        (not before or re.search(r"(?:[^\d.][.!?:] |\n)$", before))
        and word
        and word[1].istitle()
        and word[1] not in _COUNTED
    ):
        return whole(match, f"{cardinal(match['number'], 'de')}.")  # an item of a list
    return whole(match, inflected(int(match["number"]), before, following))


def _say_day_alone(match: re.Match[str]) -> Iterable[Piece]:
    """Say "zum 30.!" as an ordinal; a full stop that ends the sentence too is kept."""
    ends = "." * (not match.string[match.end() :].strip("\n"))
    before = match.string[max(0, match.start() - 40) : match.start()]
    return whole(match, f"{inflected(int(match['number']), before)}{ends}")


def _say_short_date(match: re.Match[str]) -> Iterable[Piece]:
    month = int(match["month"])
    if not 1 <= month <= 12 or not 1 <= int(match["day"]) <= 31:
        return ()
    before = match.string[max(0, match.start() - 40) : match.start()]
    return whole(match, f"{inflected(int(match['day']), before)} {_GRAMMAR.months.split()[month - 1]}")


def _say_roman_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    before = match.string[max(0, match.start() - 40) : match.start()]
    following = match.string[match.end() : match.end() + 30]
    return whole(match, inflected(value, before, following)) if value else ()


def _regnal(value: int, name: str) -> str:
    return f"{'die' if name in _FEMALE else 'der'} {ordinal(value)}"


def _decade(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    return whole(
        match, f"{year(number, 'de') if len(number) == 4 else cardinal(number, 'de')}er{match['many']}"
    )


def _say_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Tell "in 3:58 h", which took so long, from "um 8:15 h"."""
    hours, minutes = cardinal(str(int(match["h"])), "de"), cardinal(str(int(match["min"])), "de")
    before = match.string[max(0, match.start() - 12) : match.start()]
    if re.search(r"\b(?:in|nach|dauert|dauerte|von|Zeit|etwa|rund) $", before) and int(match["h"]):
        took = "eine Stunde" if match["h"] == "1" else f"{hours} Stunden"
        first, rest = f"{took} {minutes}", "Minuten"
    else:
        first, rest = _agree(hours, "m"), f"Uhr {minutes if int(match['min']) else ''}".strip()
    return [Piece(match.start(), match.end("min"), first), *named(match, unit=rest)]


def _say_dative(match: re.Match[str]) -> Iterable[Piece]:
    """Say "nach 3 Mon." with the plural's own ending: nach drei Monaten."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    if match["number"] == "1" or not takes_dative(before):
        return ()
    ends = "." * (not match.string[match.end() :].strip("\n"))
    return named(
        match, number=quantity(match["number"], "de"), unit=words.DATIVES[match["unit"].rstrip(".")] + ends
    )


def _say_one(match: re.Match[str]) -> Iterable[Piece]:
    """Say "vor 1 Std." and "für 1 Monat" with the ending that the preposition asks for."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    written = match["noun"]
    unit = _GRAMMAR.units.get(written) or _GRAMMAR.units.get(written.rstrip("."))
    currency = _GRAMMAR.currencies.get(written)
    noun = unit.one if unit else currency.unit.one if currency else written
    gender = unit.gender if unit else gender_of(noun)
    if not gender or re.match(r" ?[-–/]", match.string[match.end() :][:2]):
        return ()
    if takes_dative(before):
        said = "einer" if gender == "f" else "einem"
    elif takes_accusative(before) and is_masculine(noun):
        said = "einen"
    else:
        return ()
    ends = "." * (written[-1] == "." and not match.string[match.end() :].strip("\n"))
    return named(match, one=said, noun=noun + ends) if noun != written else named(match, one=said)


def _by_digits(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=digits(match["number"], "de"))


KINDS: tuple[Kind, ...] = continental_kinds(
    _GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=words.ANYWHERE,
        before_numbers=words.BEFORE_NUMBERS,
        before_names=words.BEFORE_NAMES,
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=_regnal,
        version="§|Version|Raum|Zimmer|Kapitel|Abschnitt|Abbildung|Tabelle|Gleichung|Ziffer|Punkt|Aufgabe|Übung|Folie",
        acronyms="AIDS DAX EDEKA HARIBO IKEA ISO NATO OPEC OSZE TOP TÜV UNO",
    ),
    own=(
        Kind(
            "postcode",
            r"(?:PLZ(?: \w+)? |(?<=in )|(?<=nach )|(?<=, ))(?P<number>\d{5})(?=[.,;!?)]|$|\n| [A-ZÄÖÜ])",
            _by_digits,
        ),
        Kind(
            "called",
            r"(?:\b(?i:telefon|tel\.|rufnummer|hotline|durchwahl|notruf|pin|tan|code):? )(?P<number>\d{3,7})(?!\w|[.,:]\d| \d| mal\b| [A-ZÄÖÜ]\w)",
            _by_digits,
        ),
        Kind(
            "emergency",
            r"(?<![\w.,])(?P<number>11[02])(?=$|[.,!?] ?(?:$|\n)| wählen| anrufen| an(?!\w))",
            _by_digits,
        ),
        Kind(
            "senate",  # of a court: "XII ZR 8/21"
            r"(?<!\w)(?P<roman>[IVX]{1,5})(?= (?:AZR|BLw|KZR|StR|ZA|ZB|ZR|R|B|C) \d{1,4}/\d\d)",
            lambda match: whole(match, cardinal(str(roman_value(match["roman"])), "de")),
            frozenset("IVX"),
        ),
        Kind(
            "item of an agenda",  # not "die TOP 10 der Charts"
            r"(?:(?<=\n)|(?<![^\n])|(?<=[Zz]u )|(?<=[Uu]nter )|(?<=[Bb]ei )|(?<=[Aa]b )|(?<=[Bb]is )|(?<=[Vv]or )|(?<=[Vv]on )|(?<=[Nn]ach )|(?<=\())"
            r"TOP(?= \d{1,2}(?!\d| ?[A-ZÄÖÜ]))|TOP(?= \d{1,2}(?:\.\d)?[:)])",
            lambda match: whole(match, "Tagesordnungspunkt"),
            frozenset("P"),
        ),
        Kind("euros", r"(?<=\d)-€-(?=[A-ZÄÖÜ])", lambda match: whole(match, "Euro"), frozenset("€")),
        Kind("sections", r"§§(?= ?\d)", lambda match: whole(match, "Paragrafen"), frozenset("§")),
        abbreviation_kind(
            "to the end of",
            {"z.": "zum"},
            after=r"(?= (?:Jahres|Monats|Quartals|Wochen)(?:anfang|beginn|ende)\b)",
        ),
        Kind(
            "day alone",
            r"(?:(?<=\b[Aa]m )|(?<=\b[Zz]um )|(?<=\b[Vv]om )|(?<=\b[Dd]e[mnrs] ))(?P<number>\d{1,2})\.(?=[!?,;)]|$|\n| (?:bis|oder|und)\b(?! (?:de[rmn] |die )?\d{1,2}\.))",
            _say_day_alone,
        ),
        abbreviation_kind("following", {"f.": "folgende"}, before=r"(?<=\d )", after=r"(?=[,;)]|$| [a-z])"),
        abbreviation_kind("francs", {"Fr.": "Franken"}, before=r"(?<=\d )"),
        street_kind("str", "straße"),
        street_kind("nr", "nummer"),
        abbreviation_kind("sentence of a law", {"S.": "Satz"}, before=r"(?:(?<=Abs\. \d )|(?<=Abs\. \d\d ))"),
        Kind(
            "percentage",
            r"(?<![\w.,])(?P<number>\d+(?:,\d+)?) ?%-?ig(?P<end>[a-z]*)",
            lambda match: whole(match, f"{quantity(match['number'], 'de')}prozentig{match['end']}"),
        ),
        Kind("hours", r"(?<![\w.,:])(?P<h>\d{1,2}):(?P<min>[0-5]\d) ?(?P<unit>h|Std\.)(?!\w)", _say_hours),
        abbreviation_kind(
            "dated",
            {"v.": "vom"},
            before=r"(?<!i\. H\. )(?<!i\.H\. )",
            after=r"(?= (?:\d{1,2}\.(?!\d{3})|\ue000))",
        ),
        abbreviation_kind(
            "extra time", {"n. V.": "nach Verlängerung", "n.V.": "nach Verlängerung"}, before=r"(?<=\d )"
        ),
        Kind(
            "rooms",
            r"(?<![\w.,])(?P<number>\d)-Zi\.-Whg\.",
            lambda match: whole(match, f"{cardinal(match['number'], 'de')} Zimmer-Wohnung"),
        ),
        Kind(
            "spaced day and month",
            r"(?:(?<=am )|(?<=bis )|(?<=vom )|(?<=zum )|(?<=den )|(?<=ab )|(?<=dem ))(?P<day>\d{1,2})\. (?P<month>\d{1,2})\.(?!\w)",
            _say_short_date,
        ),
        Kind("day and month", r"(?<![\w.,])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\w)", _say_short_date),
        Kind(
            "ordinal",
            r"(?<![\w.,:])(?P<number>\d+)\.(?= [^\W\d_]|(?: ?[-–] ?|/)(?:\d{1,2}\. [^\W\d_]|\ue000)|\ue000)",
            _say_ordinal,
        ),
        Kind(
            "Roman ordinal",
            r"(?<!\w)(?P<roman>[IVX]{2,6}|[IVX](?=\. (?:Weltkrieg|Akt|Jahrhundert|Jh|Quartal|Klasse|Teil|Senat)))\.(?= [^\W\d_])",
            _say_roman_ordinal,
            frozenset("IVX"),
        ),
        abbreviation_kind("minute of a game", {"Min.": "Minute"}, before=r"(?<=\ue000 )"),
        abbreviation_kind("scale", {"Mio.": "Millionen", "Mrd.": "Milliarden"}, before=r"(?<!\d )"),
        Kind(
            "dative",
            r"(?<![\w.,:/])(?P<number>\d{1,3}(?:\.\d{3})*(?:,\d+)?) (?P<unit>(?:J|Mon|Tg|Pkt|Zi|Einw|Bd)\.|[TE]L)(?!\w)",
            _say_dative,
        ),
        Kind(
            "one in its case",
            r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_], ))(?<![A-ZÄÖÜ] )(?P<one>1) (?P<noun>[^\W\d_]+\.?|[€$%])(?!\w)",
            _say_one,
        ),
        Kind("decade", r"(?<![\w.,])(?P<number>\d{1,2}|\d{4})er(?P<many>n?)(?!\w)", _decade),
    ),
)

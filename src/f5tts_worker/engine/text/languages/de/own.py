"""What German alone has: ordinals and days, "ein" in its case, courts, sections, abbreviations in context."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; the dash of ranges is meant; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR, agree, hour_of_day
from f5tts_worker.engine.text.languages.de.inflection import (
    adjective,
    gender_of,
    inflected,
    is_masculine,
    ordinal,
    takes_accusative,
    takes_dative,
)
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.names import street_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, quantity, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.languages import SENTENCE_STARTERS

_COUNTS = re.compile(
    r"\b(?:z\. ?B\.|ca\.|mind\.|inkl\.|exkl\.|zzgl\.|max\.|min\.|tgl\.|bzw\.|u\.|od\.|rd\.|etwa|rund|je|jeweils|Sie|Uhr) $"
)
_TIMES = frozenset(GRAMMAR.months.split()) | frozenset(GRAMMAR.weekdays.split()) | {"Anfang", "Ende", "Mitte"}
_WITH_SCORE = re.compile(
    r" (?:Toren?|Punkten?|Sätzen?|Siegen?|Stimmen|Führung|verloren|gewonnen|geschlagen|besiegt)\b"
)
_BEFORE_SCORE = re.compile(
    r"(?:\b(?:gewann|gewannen|siegten?|besiegten?|verlor|verloren|unterlag|schlug|schlugen|[Ee]s stand|stand es|[Ee]ndstand|[Zz]wischenstand|Ergebnis)(?: mit| war| ist| lautete?|:)? "
    r"|(?:\d{1,3}:\d|(?:2[5-9]|[3-9]\d):\d\d)(?:, | und | \())$"
)
# "mehr als 5." counts; "unser Sohn wurde 5." tells an age.
_COMPARED = re.compile(r"(?:\b(?:mehr|weniger|anders)|[a-zäöüß]er)(?: [^\W\d_]+)? als $")
_GREW = re.compile(r"(?i:sohn|tochter|kind|baby|bruder|schwester|enkel|enkelin|neffe|nichte) wurde $")
_TOOK, _LASTS = re.compile(r"\b(?:dauer|brauch)\w* $"), re.compile(r" (?:Flug|Fahrt|Arbeit|lang)\b")
_NUMBERED = re.compile(
    r"\b(?:Abbildung|Absatz|Abschnitt|Artikel|Band|Gleis|Kapitel|Linie|Nummer|Phase|Platz|Punkt|Raum|Satz|Seite|Stufe|Tabelle|Teil|Version|"
    r"Zimmer|Ziffer) $"
)
_COUNTED = frozenset(
    "Advent Akt Auflage Bundesliga Etage Halbzeit Jahrhundert Kapitel Klasse Liga Platz Preis Reihe Runde Stock Tag Weltkrieg".split()
)


def _is_item(number: int, before: str) -> bool:
    """Say whether a number goes on with a list inside a sentence: "1. Deckel öffnen, 2. Wasser einfüllen"."""
    return before.endswith((", ", "; ")) and bool(re.search(rf"(?:^|[:(,;] ){number - 1}\. ", before))


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    line, end = match.string, match.end()
    following = line[end : end + 30]
    word = re.match(r" (?:\d{1,2}\. |(?:und|bis) \d{1,2}\. )?([^\W\d_]+)", following)
    if (word and word[1] in SENTENCE_STARTERS["de"]) or len(match["number"]) > 3:
        return ()
    before = line[max(0, match.start() - 40) : match.start()]
    if _is_item(int(match["number"]), before) and not (word and word[1] in _COUNTED):
        return whole(match, f"{cardinal(match['number'], 'de')}.")
    if _NUMBERED.search(before):  # "Absatz 2. Haben Sie": the sentence ends
        return ()
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
    if _COMPARED.search(before) or _GREW.search(before):
        return ()
    return whole(match, f"{inflected(int(match['number']), before)}{ends}")


def _say_short_date(match: re.Match[str]) -> Iterable[Piece]:
    month = int(match["month"])
    if not 1 <= month <= 12 or not 1 <= int(match["day"]) <= 31:
        return ()
    before = match.string[max(0, match.start() - 40) : match.start()]
    return whole(match, f"{inflected(int(match['day']), before)} {GRAMMAR.months.split()[month - 1]}")


def _say_roman_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    before = match.string[max(0, match.start() - 40) : match.start()]
    following = match.string[match.end() : match.end() + 30]
    return whole(match, inflected(value, before, following)) if value else ()


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
        first, rest = agree(hours, "m"), f"Uhr {minutes if int(match['min']) else ''}".strip()
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


def _say_adjective(match: re.Match[str]) -> Iterable[Piece]:
    """Say "die max. Höhe" with the ending that goes with the article and the noun."""
    before, short = match.string[max(0, match.start() - 40) : match.start()], match["short"]
    has_article = re.search(r"\b(?i:d(?:as|e[mnrs]|ie)|[ai]m|zu[mr]|eine?[mnrs]?) $", before)
    if not has_article and (short.lower() == "bes" or match["noun"] in _TIMES):  # "besonders"; "Ende Mai"
        return ()
    if match["noun"] in SENTENCE_STARTERS["de"]:  # a sentence begins
        return ()
    said = adjective(words.ADJECTIVES[short.lower()], before, match["noun"])
    return named(match, short=said.capitalize() if short[0].isupper() else said, dot="")


def _say_francs(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, sign="", number=f"{cardinal(match['number'], 'de')} Franken", dash="")


def _say_clock(match: re.Match[str]) -> Iterable[Piece]:
    hour, name = hour_of_day(int(match["hour"]))
    minute = int(match["minute"] or match["more"])
    if _TOOK.search(match.string[max(0, match.start() - 12) : match.start()]) or _LASTS.match(
        match.string, match.end()
    ):
        hour = "eine" if int(match["hour"]) == 1 else cardinal(match["hour"], "de")
        name = "Stunde" + "n" * (hour != "eine")
    return whole(match, f"{hour} {name} {cardinal(str(minute), 'de') if minute else ''}".strip())


def _say_nothing(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, "")


def _say_hour(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, " ".join(hour_of_day(int(match["hour"])))) if int(match["hour"]) <= 24 else ()


def _say_of_century(match: re.Match[str]) -> Iterable[Piece]:
    ends = "." * (not match.string[match.end() :].strip("\n"))
    return [
        Piece(match.start(), match.start("noun") - 1, f"{ordinal(int(match['number']))}n"),
        Piece(match.start("noun"), match.end(), f"Jahrhunderts{ends}"),
    ]


def _say_score(match: re.Match[str]) -> Iterable[Piece]:
    """Tell "25:23, 19:25" and "mit 24:12 Toren" from times of day."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    is_score = match["two"] != "00" and (
        _WITH_SCORE.match(match.string, match.end()) or _BEFORE_SCORE.search(before)
    )
    numbers = (cardinal(match[end], "de") for end in ("one", "two"))
    return whole(match, " zu ".join(numbers)) if is_score else ()


def _say_one(match: re.Match[str]) -> Iterable[Piece]:
    """Say "vor 1 Std." and "für 1 Monat" with the ending that the preposition asks for."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    written = match["noun"]
    if written in GRAMMAR.scales:
        return ()
    unit = GRAMMAR.units.get(written) or GRAMMAR.units.get(written.rstrip("."))
    currency = GRAMMAR.currencies.get(written)
    noun = unit.one if unit else currency.unit.one if currency else written.rstrip(".")
    gender = unit.gender if unit else gender_of(noun)
    if not gender or re.match(r" ?[-–/]", match.string[match.end() :][:2]):
        return ()
    if takes_dative(before):
        said = "einer" if gender == "f" else "einem"
    elif takes_accusative(before) and is_masculine(noun):
        said = "einen"
    elif _COUNTS.search(before):  # where a number cannot belong to what stands in front
        said = "eine" if gender == "f" else "ein"
    else:
        return ()
    ends = "." * (written[-1] == "." and not match.string[match.end() :].strip("\n"))
    return named(match, one=said, noun=noun + ends) if unit or currency else named(match, one=said)


def _by_digits(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=digits(match["number"], "de"))


OWN: tuple[Kind, ...] = (
    Kind("of a century", r"(?<=\bdes )(?P<number>\d{1,2})\. (?P<noun>Jh(?:dt?)?)\.", _say_of_century),
    Kind(
        "score",
        r"(?<![\w.,:])(?P<one>\d{1,3}):(?P<two>\d{1,3})(?! ?Uhr| (?:Stunden|Minuten|Std|den|das|als|vor)\b|[\w:]|[.,]\d)",
        _say_score,
    ),
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
        r"TOP(?= \d{1,2}(?!\d| ?[A-ZÄÖÜ]| (?:der|aller|des|im|in|aus|für)\b))|(?<![a-z] )TOP(?= \d{1,2}(?:\.\d)?[:)])",
        lambda match: whole(match, "Tagesordnungspunkt"),
        frozenset("P"),
    ),
    abbreviation_kind("editor", {"Hg.": "Herausgeber"}, after=r"(?=\))"),  # not of mercury
    abbreviation_kind("semester", {"WS": "Wintersemester"}, after=r"(?= (?:20)?\d\d/)"),
    Kind("euros", r"(?<=\d)-€-(?=[A-ZÄÖÜ])", lambda match: whole(match, "Euro"), frozenset("€")),
    Kind("sections", r"§§(?= ?\d)", lambda match: whole(match, "Paragrafen"), frozenset("§")),
    abbreviation_kind(
        "to the end of",
        {"z.": "zum"},
        after=r"(?= (?:Jahres|Monats|Quartals|Wochen)(?:anfang|beginn|ende)\b)",
    ),
    Kind(
        "day alone",
        r"(?:(?<=\b[Aa]m )|(?<=\b[Zz]um )|(?<=\b[Vv]om )|(?<=\b[Dd]e[mnrs] )|(?<=\d\. und )|(?<=\bwurde )(?=[1-9]\.)|(?<=\bals )(?=[1-9]\.))(?P<number>\d{1,2})\.(?=[!?,;)]|$|\n| (?:bis|oder|und)\b(?! (?:de[rmn] |die )?\d{1,2}\.))",
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
        r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_], )|(?<=[^\W\d_]\. ))(?<![A-ZÄÖÜ] )(?P<one>1) (?P<noun>[^\W\d_]+\.?|[€$%])(?!\w)",
        _say_one,
    ),
    Kind(
        "glued",  # "30jährig", "3,5-fach"
        rf"(?<![\w.,])(?P<number>\d{{1,4}}(?:,\d)?)-?(?P<rest>(?:{words.GLUED})\w*)",
        lambda match: whole(
            match,
            quantity(match["number"], "de").removesuffix("s" * (match["number"] == "1")) + match["rest"],
        ),
    ),
    Kind("women too", r"(?<=[a-zäöüß]{3})(?<!ußen)(?:[:*_]|/-?)(?=innen\b)", _say_nothing, frozenset(":*_/")),
    Kind(
        "clock with h",
        r"(?:(?<=\b[Uu]m )|(?<=\b[Aa]b )|(?<=\bgegen )|(?<=\bbis (?=\d\dh)))(?P<hour>\d{1,2}) ?h(?!\w| (?:länger|kürzer|früher|später|mehr|weniger|lang|verlängert|verkürzt|verschoben|verzögert|verspätet|vorverlegt|erhöht|gekürzt|reduziert|überschritten|aufwärts|Arbeit|Schlaf|Training|Dauer|Laufzeit)\b)",
        _say_hour,
    ),
    Kind("extension", r"(?:(?<=[Dd]urchwahl )|(?<=Fax )|(?<=DW ))-(?=\d)", _say_nothing, frozenset("-")),
    Kind("francs in full", r"(?<!\w)(?P<sign>Fr\.) (?P<number>\d+)(?P<dash>\.[-–]{1,2})", _say_francs),
    Kind(
        "clock with a point and h",
        r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])(?:\.(?P<minute>[0-5]\d) ?h|h(?P<more>[0-5]\d))(?!\w)",
        _say_clock,
    ),
    Kind(
        "spaced date",
        r"(?<![\w.,:])(?P<day>\d{1,2})\. (?P<month>\d{1,2})\.(?= (?:19|20)\d\d(?!\w|[.,]\d))",
        _say_short_date,
    ),
    abbreviation_kind("pages", {"S.": "Seiten"}, before=r"(?<=\d )", after=r"(?=[),;]|$)"),
    Kind(
        "adjective",
        rf"(?<![\w.-])(?P<short>(?i:{'|'.join(words.ADJECTIVES)}))(?P<dot>\.)(?= (?P<noun>[A-ZÄÖÜ][a-zäöüß]{{2,}}))",
        _say_adjective,
        frozenset("."),
    ),
    Kind("decade", r"(?<![\w.,])(?P<number>\d{1,4})er(?P<many>n?)(?!\w)", _decade),
)

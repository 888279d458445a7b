"""German ordinals: in figures and in Roman numerals, days of a month, centuries, decades."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; the dash of ranges is meant; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.de.inflection import inflected, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.languages import SENTENCE_STARTERS

# "mehr als 5." counts; "unser Sohn wurde 5." tells an age.
_COMPARED = re.compile(r"(?:\b(?:mehr|weniger|anders)|[a-zäöüß]er)(?: [^\W\d_]+)? als $")
_GREW = re.compile(r"(?i:sohn|tochter|kind|baby|bruder|schwester|enkel|enkelin|neffe|nichte) wurde $")
_NUMBERED = re.compile(
    r"\b(?:Abbildung|Absatz|Abschnitt|Artikel|Band|Gleis|Kapitel|Linie|Nummer|Phase|Platz|Punkt|Raum|Satz|Seite|Stufe|Tabelle|Teil|Version|"
    r"Zimmer|Ziffer|FSK|Ausfahrt|Kilometer|Tempo|Jahrgang|S\.|Nr\.|Kap\.|Abb\.|Abs\.|Rn\.|Tab\.|Pos\.) (?:\d{1,4} ?[-–] ?)?$"
)
# "das Nexus 6. Gestrichen wurden": a name ends the sentence.
_IS_NAME = re.compile(
    r"(?<![.!?] )\b(?!D(?:er|ie|as|en|em)|Eine?|Jede|[AI]m|Zu[mr]|Ihre?|Seine?|Mein|Kein|Bei|Mit|Nach|Auf|In |An )[A-ZÄÖÜ]\w* $"
)
_BEGINS = re.compile(
    r" (?:Ge[a-zäöüß]+(?:t|en)|[A-ZÄÖÜ][a-zäöüß]+iert|(?:Be|Ent|Er|Ver)[a-zäöüß]+(?:t|en)) (?:wurden?|werden|wird|ist|sind|war|waren|hat|haben|hatten?|kann|können|soll|muss)\b"
)
_COUNTED = frozenset(
    "Advent Akt Auflage Bundesliga Etage Halbzeit Jahrhundert Kapitel Klasse Liga Platz Preis Reihe Runde Punkt Stock Tag Weltkrieg Versuch Teil Mahnung Spieltag Durchgang Staffel Schritt Phase Rang Rate Hälfte Halbjahr Quartal Semester Woche".split()
)


# "Sie wurde 2. im Finale": she is the second.
_SHE = re.compile(
    r"\b(?:[Ss]ie|(?:[Dd]ie|[Ii]hre|[Ss]eine) [A-ZÄÖÜ]\w+(?:in|schaft)|[Ff]rau \w+)\b[^.!?;]*(?:\d\.[^.!?;]*)?$"
)
_RANKED = re.compile(r"\b(?:wurden?|wird|werden|ist|war|waren|bin|bist|landeten?|als)\b")


def _ranks_her(before: str, following: str) -> bool:
    """Say whether an ordinal without a noun is a woman's or a team's rank."""
    has_noun = re.match(r" [A-ZÄÖÜ]", following)
    return bool(not has_noun and _SHE.search(before) and _RANKED.search(before))


def _is_item(number: int, before: str) -> bool:
    """Say whether a number goes on with a list inside a sentence: "1. Deckel öffnen, 2. Wasser einfüllen"."""
    goes_on = before.endswith((", ", "; ")) or re.search(r"[a-zäöüß](?:en|ln|rn) $", before)
    return bool(goes_on and re.search(rf"(?:^|[:(,;a-zäöüß] ){number - 1}\. ", before))


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    line, end = match.string, match.end()
    following = line[end : end + 30]
    word = re.match(r" (?:\d{1,2}\. |(?:und|bis) \d{1,2}\. )?([^\W\d_]+)", following)
    if (word and word[1] in SENTENCE_STARTERS["de"]) or len(match["number"]) > 3:
        return ()
    before = line[max(0, match.start() - 40) : match.start()]
    if _is_item(int(match["number"]), before) and not (word and word[1] in _COUNTED):
        return whole(match, f"{cardinal(match['number'], 'de')}.")
    if _NUMBERED.search(before) or (
        _IS_NAME.search(before) and _BEGINS.match(following)
    ):  # "Absatz 2. Haben Sie": the sentence ends
        return ()
    if (
        (not before or re.search(r"(?:[^\d.][.!?:] |\n)$", before))
        and word
        and word[1].istitle()
        and word[1] not in _COUNTED
    ):
        return whole(match, f"{cardinal(match['number'], 'de')}.")  # an item of a list
    if _ranks_her(line[max(0, match.start() - 80) : match.start()], following):
        return whole(match, ordinal(int(match["number"])))
    return whole(match, inflected(int(match["number"]), before, following))


def _say_day_alone(match: re.Match[str]) -> Iterable[Piece]:
    """Say "zum 30.!" as an ordinal; a full stop that ends the sentence too is kept."""
    ends = "." * (not match.string[match.end() :].strip("\n"))
    before = match.string[max(0, match.start() - 40) : match.start()]
    if _COMPARED.search(before) or _GREW.search(before):
        return ()
    number = int(match["number"])
    is_hers = _RANKED.search(before[-8:]) and _ranks_her(before, match.string[match.end() : match.end() + 3])
    return whole(match, f"{ordinal(number) if is_hers else inflected(number, before)}{ends}")


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


def _say_roman_month(match: re.Match[str]) -> Iterable[Piece]:
    day, month = int(match["day"].rstrip(".")), roman_value(match["month"].rstrip("."))
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return ()
    before = match.string[max(0, match.start() - 40) : match.start()]
    return named(match, day=inflected(day, before), month=GRAMMAR.months.split()[month - 1])


_SHORT_MONTHS = {name[:3]: name for name in GRAMMAR.months.split()} | {"Sept": "September", "Mrz": "März"}


def _say_short_month(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 40) : match.start()]
    return named(match, day=inflected(int(match["day"][:-1]), before), month=_SHORT_MONTHS[match["month"]])


def _say_lettered(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return whole(match, f"{cardinal(str(value), 'de')} {match['letter']}") if value else ()


def _decade(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    return whole(
        match, f"{year(number, 'de') if len(number) == 4 else cardinal(number, 'de')}er{match['many']}"
    )


def _say_of_century(match: re.Match[str]) -> Iterable[Piece]:
    ends = "." * (not match.string[match.end() :].strip("\n"))
    return [
        Piece(match.start(), match.start("noun") - 1, f"{ordinal(int(match['number']))}n"),
        Piece(match.start("noun"), match.end(), f"Jahrhunderts{ends}"),
    ]


def _say_added(match: re.Match[str]) -> Iterable[Piece]:
    """Say "in der 90.+3 Minute", and "(90.+3)" as ninety plus three."""
    has_article = match.string.endswith("der ", 0, match.start())
    said = inflected(int(match["minute"]), "in der ") if has_article else cardinal(match["minute"], "de")
    return [Piece(match.start(), match.end("plus"), f"{said} plus ")]


ORDINALS: tuple[Kind, ...] = (
    Kind(
        "month in Roman numerals",  # "3. XI. 1912"
        r"(?<![\w.,])(?P<day>\d{1,2}\.) ?(?P<month>[IVX]{1,4}\.)(?= ?(?:1[5-9]|20)\d\d(?!\d))",
        _say_roman_month,
        frozenset("IVX"),
    ),
    Kind(
        "short month without a point",  # "am 9. Dez"
        r"(?:(?<=\b[Aa]m )|(?<=\b[Vv]om )|(?<=\b[Zz]um )|(?<=\b[Bb]is )|(?<=\b[Aa]b )|(?<=\b[Ss]eit )|(?<=\bde[mnr] ))"
        rf"(?P<day>\d{{1,2}}\.) ?(?P<month>{'|'.join(_SHORT_MONTHS)})(?![\w.'-]| [A-ZÄÖÜ])",
        _say_short_month,
    ),
    Kind("of a century", r"(?<=\bdes )(?P<number>\d{1,2})\. (?P<noun>Jh(?:dt?)?)\.", _say_of_century),
    Kind(
        "day alone",
        r"(?:(?<=\b[Aa]m )|(?<=\b[Zz]um )|(?<=\b[Vv]om )|(?<=\b[Dd]e[mnrs] )|(?<=\d\. und )|(?<=\b[Jj]ede[rnms] )|(?<=\b[Jj]ede )|(?<=\bwurde )(?=[1-9]\.)|(?<=\bals )(?=[1-9]\.))(?P<number>\d{1,2})\.(?=(?!, \d{1,2}\.(?:,| (?:und|oder|u\.|bis|sowie|[A-ZÄÖÜ])))[!?,;)]|$|\n| (?:bis|oder|und)\b(?! (?:de[rmn] |die )?\d{1,2}\.))",
        _say_day_alone,
    ),
    Kind(
        "spaced day and month",
        r"(?:(?<=am )|(?<=bis )|(?<=vom )|(?<=zum )|(?<=den )|(?<=ab )|(?<=dem ))(?P<day>\d{1,2})\. (?P<month>\d{1,2})\.(?!\w)",
        _say_short_date,
    ),
    Kind(
        "day and month",
        r"(?<![\w.,])(?<!\b[A-Z]{3} )(?<!ersion )(?<!Linux )(?<!luetooth )(?<!\b[A-Z]{4} )(?<!Android )(?<!iOS )(?<!Python )(?<!Kapitel )(?<!Abschnitt )(?<!Punkt )(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\w)",
        _say_short_date,
    ),
    Kind(
        "ordinal",
        r"(?<![\w.,:])(?<!\d/)(?P<number>\d+)\.(?= [^\W\d_]|(?: ?[-–] ?|/)(?:\d{1,2}\. [^\W\d_]|\ue000)|\ue000|(?:, \d{1,2}\.){1,4},? (?:und|oder|u\.|sowie|[A-ZÄÖÜ\ue000]))",
        _say_ordinal,
    ),
    Kind(
        "Roman numeral and a letter",  # "Stadium IIb", "Typ Ia"
        r"(?<!\w)(?P<roman>I{2,3}|IV|VI{0,3}|IX|XI{0,3}|(?<=[a-z] )[IVX])(?P<letter>[a-e])(?![\w'.-]\w|\w)",
        _say_lettered,
        frozenset("IVX"),
    ),
    Kind(
        "Roman ordinal",
        r"(?<!\w)(?P<roman>[IVX]{2,6}|[IVX](?=\. (?:Weltkrieg|Akt|Jahrhundert|Jh|Quartal|Klasse|Teil|Senat)))\.(?= [^\W\d_])",
        _say_roman_ordinal,
        frozenset("IVX"),
    ),
    Kind(
        "spaced date",
        r"(?<![\w.,:])(?P<day>\d{1,2})\. (?P<month>\d{1,2})\.(?= (?:19|20)\d\d(?!\w|[.,]\d))",
        _say_short_date,
    ),
    Kind(
        "ordinal in a word",  # "1.-Mai-Demo", "2.-Liga-Spiel"
        r"(?<![\w.,])(?P<number>\d{1,2})\.(?=-(?P<noun>[A-ZÄÖÜ][a-zäöüß]+)-[A-ZÄÖÜ])",
        lambda match: whole(match, inflected(int(match["number"]), "", f" {match['noun']}")),
    ),
    Kind("added time", r"(?<![\w.,])(?P<minute>45|90|105|120)\.(?P<plus>\+)(?=\d{1,2}(?!\d))", _say_added),
    Kind("decade", r"(?<![\w.,])(?P<number>\d{1,4})er(?P<many>n?)(?!\w)", _decade),
)

"""What German alone has: ordinals and days, "ein" in its case, courts, sections, abbreviations in context."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; the dash of ranges is meant; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.clock import CLOCKS
from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.de.inflection import (
    adjective,
    inflected,
    ordinal,
    takes_dative,
)
from f5tts_worker.engine.text.languages.de.ones import ONES
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.names import street_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, quantity, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.languages import SENTENCE_STARTERS

# "min." are minutes behind these: "noch fünf min. 3 Leute warten".
_NO_MINUTES = r"(?<!\d )(?<!\d)" + "".join(
    rf"(?<!{word} )"
    for word in "zwei drei vier fünf sechs acht zehn zwanzig paar einige jede pro letzten ersten".split()
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
_NUMBERED = re.compile(
    r"\b(?:Abbildung|Absatz|Abschnitt|Artikel|Band|Gleis|Kapitel|Linie|Nummer|Phase|Platz|Punkt|Raum|Satz|Seite|Stufe|Tabelle|Teil|Version|"
    r"Zimmer|Ziffer) $"
)
_COUNTED = frozenset(
    "Advent Akt Auflage Bundesliga Etage Halbzeit Jahrhundert Kapitel Klasse Liga Platz Preis Reihe Runde Punkt Stock Tag Weltkrieg Versuch Teil Mahnung Spieltag Durchgang Staffel Schritt Phase Rang Rate Hälfte Halbjahr Quartal Semester Woche".split()
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


def _say_nothing(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, "")


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


def _by_digits(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=digits(match["number"], "de"))


def _say_scale_in_word(match: re.Match[str]) -> Iterable[Piece]:
    number = quantity(match["number"], "de")
    scale = {"Mio": "Millionen", "Mrd": "Milliarden"}[match["scale"]]
    euros = " Euro" if match["sign"] else ""
    return whole(match, f"{'ein' if number == 'eins' else number} {scale}{euros}")


def _say_added(match: re.Match[str]) -> Iterable[Piece]:
    """Say "in der 90.+3 Minute", and "(90.+3)" as ninety plus three."""
    has_article = match.string.endswith("der ", 0, match.start())
    said = inflected(int(match["minute"]), "in der ") if has_article else cardinal(match["minute"], "de")
    return [Piece(match.start(), match.end("plus"), f"{said} plus ")]


_HELP = re.compile(
    r"\b(?i:die|den|unter|notruf|notfall|polizei|feuerwehr|rettung|notarzt|hilfe|\w*nummer|wähle?n?|rufe?n?(?: sie)?)\b[^.!?]{0,24}$"
)


def _say_emergency(match: re.Match[str]) -> Iterable[Piece]:
    """Say 110 and 112 by their digits where help is called; "Tempo 110" is a number."""
    is_called = match.end() < len(match.string) and match.string[match.end()] == " "
    before = match.string[max(0, match.start() - 60) : match.start()]
    return _by_digits(match) if is_called or _HELP.search(before) or not before.strip() else ()


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
        _say_emergency,
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
    Kind(
        "two years",  # "WS 23/24", "Saison 23/24"
        r"(?:(?<=\b[WS]S )|(?<=\b[WS][io]Se )|(?<=semester )|(?<=Saison )|(?<=Spielzeit )|(?<=Schuljahr ))\d\d(?P<slash>/)(?=\d\d(?![\w/]))",
        lambda match: named(match, slash=" "),
    ),
    abbreviation_kind("semester", {"WS": "Wintersemester"}, after=r"(?= (?:20)?\d\d[/\ue000])"),
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
    *CLOCKS,
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
    Kind(
        "day and month",
        r"(?<![\w.,])(?<!\b[A-Z]{3} )(?<!ersion )(?<!Android )(?<!iOS )(?<!Python )(?<!Kapitel )(?<!Abschnitt )(?<!Punkt )(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\w)",
        _say_short_date,
    ),
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
    *ONES,
    abbreviation_kind(
        "see",
        {"s.": "siehe"},
        after=r"(?= (?:Abb|Abs|Anh|Anl|Anm|Bild|Kap|Nr|Tab|Seite|Anhang|Anlage|Abschnitt|unten|oben|auch)(?![a-zäöü]))",
    ),
    Kind(
        "glued",  # "30jährig", "3,5-fach"
        rf"(?<![\w.,])(?P<number>\d{{1,4}}(?:,\d)?)-?(?P<rest>(?:{words.GLUED})\w*)",
        lambda match: whole(
            match,
            quantity(match["number"], "de").removesuffix("s" * (match["number"] == "1"))
            + match["rest"].lower(),
        ),
    ),
    Kind("women too", r"(?<=[a-zäöüß]{3})(?<!ußen)(?:[:*_]|/-?)(?=innen\b)", _say_nothing, frozenset(":*_/")),
    Kind(
        "extension",
        r"(?:(?<=[Dd]urchwahl )|(?<=[Dd]urchwahl ist die )|(?<=[Dd]urchwahl lautet )|(?<=[Dd]urchwahl: )|(?<=Fax )|(?<=DW ))-(?=\d)",
        _say_nothing,
        frozenset("-"),
    ),
    Kind("francs in full", r"(?<!\w)(?P<sign>Fr\.) (?P<number>\d+)(?P<dash>\.[-–]{1,2})", _say_francs),
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
    abbreviation_kind("at least", {"min.": "mindestens"}, before=_NO_MINUTES, after=r"(?= \d)"),
    abbreviation_kind("building", {"Geb.": "Gebäude"}, after=r"(?= \d{1,2}[a-zA-Z]?(?![\w.]))"),
    Kind(
        "square",
        r"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß]{3,20})pl\.(?= \d)",
        lambda match: whole(match, f"{match['stem']}platz"),
    ),
    Kind("number", r"(?<=[a-zß]-)Nr\.", lambda match: whole(match, "Nummer"), frozenset("N")),
    Kind("square", r"(?<=[a-zß]-)Pl\.(?= \d)", lambda match: whole(match, "Platz"), frozenset("P")),
    Kind(  # "1-Mio.-Marke", "5-Mrd.-€-Paket"
        "scale in a word",
        r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d)?)-(?P<scale>Mio|Mrd)\.-(?P<sign>€-)?(?=[A-ZÄÖÜ])",
        _say_scale_in_word,
    ),
    Kind("one in a word", r"(?<![\w.,/-])1(?=-[A-ZÄÖÜ][a-zäöüß]+)", lambda match: whole(match, "ein")),
    Kind("added time", r"(?<![\w.,])(?P<minute>45|90|105|120)\.(?P<plus>\+)(?=\d{1,2}(?!\d))", _say_added),
    Kind("decade", r"(?<![\w.,])(?P<number>\d{1,4})er(?P<many>n?)(?!\w)", _decade),
)

"""What German alone has, in order: numbers by their digits, scores, and the kinds of the other modules."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant; the dash of ranges is meant; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.both import BOTH
from f5tts_worker.engine.text.languages.de.clock import CLOCKS, DAY_BESIDE_DATE
from f5tts_worker.engine.text.languages.de.codes import CODES
from f5tts_worker.engine.text.languages.de.formulas import FORMULAS
from f5tts_worker.engine.text.languages.de.francs import FRANCS
from f5tts_worker.engine.text.languages.de.functions import FUNCTIONS
from f5tts_worker.engine.text.languages.de.gatherings import GATHERINGS
from f5tts_worker.engine.text.languages.de.music import MUSIC
from f5tts_worker.engine.text.languages.de.ones import ONES
from f5tts_worker.engine.text.languages.de.ordinals import ORDINALS
from f5tts_worker.engine.text.languages.de.people import PEOPLE
from f5tts_worker.engine.text.languages.de.places import COORDINATE, SIDES
from f5tts_worker.engine.text.languages.de.recipes import RECIPES
from f5tts_worker.engine.text.languages.de.scores import SCORES
from f5tts_worker.engine.text.languages.de.scripture import SCRIPTURE
from f5tts_worker.engine.text.languages.de.sheets import SHEETS
from f5tts_worker.engine.text.languages.de.shortened import BEFORE_ORDINALS, BEHIND_ORDINALS
from f5tts_worker.engine.text.languages.de.stressed import STRESSED
from f5tts_worker.engine.text.languages.de.titles import TITLES
from f5tts_worker.engine.text.languages.de.weekdays import WEEKDAYS
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, quantity
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_COMMAND = re.compile(
    r"(?:\b(?:git|docker|kubectl|ls|rm|cp|mv|tar|curl|wget|ssh|grep|npm|pip|apt|chmod|ping|sudo|python|java)\b|"
    r"\b(?:[Bb]efehl|[Oo]ption|[Pp]arameter|[Ss]chalter|[Ff]lag)\b)[^.,;]*$"
)
_VOWELLESS = re.compile(r"(?<![a-z])[bcdfghjklmnpqrstvwxz]{2,4}(?![a-z])")
_HELP = re.compile(
    r"\b(?i:die|den|unter|notruf|notfall|polizei|feuerwehr|rettung|notarzt|hilfe|\w*nummer|wähle?n?|rufe?n?(?: sie)?)\b[^.!?]{0,24}$"
)


def _by_digits(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=digits(re.sub("[ ']", "", match["number"]), "de"))


def _say_emergency(match: re.Match[str]) -> Iterable[Piece]:
    """Say 110 and 112 by their digits where help is called; "Tempo 110" is a number."""
    is_called = match.end() < len(match.string) and match.string[match.end()] == " "
    before = match.string[max(0, match.start() - 60) : match.start()]
    return _by_digits(match) if is_called or _HELP.search(before) or not before.strip() else ()


def _say_host(match: re.Match[str]) -> Iterable[Piece]:
    """Say "srv-db02", whose parts without vowels are spelled."""
    if not _VOWELLESS.search(match[0]):
        return ()
    parts = re.findall(r"[a-z]+|\d+", match[0])
    said = (
        digits(part, "de")
        if part[0] == "0"
        else cardinal(part, "de")
        if part.isdecimal()
        else " ".join(part.upper())
        if _VOWELLESS.fullmatch(part)
        else part
        for part in parts
    )
    return whole(match, " ".join(said))


def _say_extension(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    return named(
        match,
        dash="",
        number=cardinal(number, "de") if len(number) == 2 and number[0] != "0" else digits(number, "de"),
    )


OWN: tuple[Kind, ...] = (
    *FUNCTIONS,
    *SHEETS,
    Kind("host", r"(?<![\w./@-])[a-z]{2,10}\d{0,3}(?:-[a-z\d]{1,10}){0,4}(?<=\d)(?![\w.@/-])", _say_host),
    Kind(
        "pause before a senate",
        r"(?<= )[-–](?= [IVX]{1,5} (?:AZR|BLw|KZR|StR|ZA|ZB|ZR) \d)",
        lambda match: whole(match, ","),
        frozenset("-–"),
    ),
    Kind(
        "hashtag with a figure",
        r"(?<![\w&])#(?=\d{1,4}[^\W\d_]{2})",
        lambda match: whole(match, "Hashtag"),
        frozenset("#"),
    ),
    Kind("number at the tax office", r"(?<!\w)(?:DE|ATU|CHE-?)(?P<number>\d{8,9})(?!\w|[.,]\d)", _by_digits),
    Kind(
        "option of a command",  # "git push -f", "npm install --save"
        r"(?<= )(?P<dashes>--?)(?=[A-Za-z][\w-]{0,20}(?!\w))",
        lambda match: (
            whole(match, " ".join(["minus"] * len(match["dashes"])))
            if _COMMAND.search(match.string, max(0, match.start() - 60), match.start())
            else ()
        ),
        frozenset("-"),
    ),
    Kind(
        "mark at school",  # "eine 4-"
        r"(?:(?<=\beine )|(?<=\beiner )|(?<=\bNote )|(?<=\bzwischen )|(?<=\bne ))(?P<mark>[1-6])(?P<minus>-)(?=[.,;:!?)]|$| (?!\d))",
        lambda match: whole(match, f"{cardinal(match['mark'], 'de')} minus"),
        frozenset("-"),
    ),
    STRESSED,
    *TITLES,
    *PEOPLE,
    COORDINATE,
    *CODES,
    *MUSIC,
    *FORMULAS,
    *SCRIPTURE,
    *SCORES,
    Kind(
        "postcode",
        r"(?:PLZ(?: \w+)? |(?<=in )|(?<=nach )|(?<=, )|(?<=· ))(?P<number>\d{5})(?=[.,;!?)]|$|\n| [A-ZÄÖÜ])",
        _by_digits,
    ),
    Kind(
        "called",
        r"(?:\b(?i:telefon|tel\.|rufnummer|hotline|durchwahl|notruf|pin|tan|code):? )(?P<number>\d{3,7})(?!\w|[.,:]\d| \d| mal\b| [A-ZÄÖÜ]\w)",
        _by_digits,
    ),
    Kind(
        "emergency",
        r"(?<![\w.,])(?P<number>11[02])(?=$|[.,!?] ?(?:$|\n)| wählen| anrufen| an(?!\w)| (?:und|oder) 11\d)",
        _say_emergency,
    ),
    Kind("medical service", r"(?<![\w.,])(?P<number>116[' ]?11[67])(?![\w]|[.,]\d)", _by_digits),
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
    Kind(
        "two years",  # "WS 23/24", "Saison 23/24"
        r"(?:(?<=\b[WS]S )|(?<=\b[WS][io]Se )|(?<=semester )|(?<=Saison )|(?<=Spielzeit )|(?<=Schuljahr ))\d\d(?P<slash>/)(?=\d\d(?![\w/]))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "years before Christ",  # "300-280 v. Chr.": they count down
        r"(?<![\w.,/-])\d{1,4}(?P<to> ?[-–] ?)(?=\d{1,4} v\. ?(?:Chr|u\.))",
        lambda match: named(match, to="bis"),
    ),
    Kind("euros", r"(?<=\d)-€-(?=[A-ZÄÖÜ])", lambda match: whole(match, "Euro"), frozenset("€")),
    Kind("sections", r"§§(?= ?\d)", lambda match: whole(match, "Paragrafen"), frozenset("§")),
    Kind(
        "percentage",
        r"(?<![\w.,])(?P<number>\d+(?:,\d+)?) ?%-?ig(?P<end>[a-z]*)",
        lambda match: whole(match, f"{quantity(match['number'], 'de')}prozentig{match['end']}"),
    ),
    *FRANCS,
    *RECIPES,
    *WEEKDAYS,
    *CLOCKS,
    *BEFORE_ORDINALS,
    *GATHERINGS,
    *ORDINALS,
    *SIDES,
    DAY_BESIDE_DATE,
    *ONES,
    *BEHIND_ORDINALS,
    Kind(
        "glued",  # "30jährig", "3,5-fach"
        rf"(?<![\w.,])(?P<number>\d{{1,4}}(?:,\d)?)-?(?P<rest>(?:{words.GLUED})\w*)",
        lambda match: whole(
            match,
            quantity(match["number"], "de").removesuffix("s" * (match["number"] == "1"))
            + match["rest"].lower(),
        ),
    ),
    *BOTH,
    Kind(
        "extension",
        r"(?:\b[Dd]urchwahl(?::| ist die| lautet)?|\bFax(?: an)?:?|\bDW) (?P<dash>-)(?P<number>\d{1,6})(?![\w-]|[.,]\d)",
        _say_extension,
        frozenset("-"),
    ),
    Kind("one in a word", r"(?<![\w.,/-])1(?=-[A-ZÄÖÜ][a-zäöüß]+)", lambda match: whole(match, "ein")),
)

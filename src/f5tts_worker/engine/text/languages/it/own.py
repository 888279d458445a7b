"""Kinds of spans of Italian alone: telephones, marks at school, messages, letters, what is for each."""

# ruff: noqa: E501 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.acronyms import ACRONYMS
from f5tts_worker.engine.text.languages.it.clock import CLOCK
from f5tts_worker.engine.text.languages.it.dates import DATES
from f5tts_worker.engine.text.languages.it.gender import FEMININE, gender_of
from f5tts_worker.engine.text.languages.it.grammar import ordinal
from f5tts_worker.engine.text.languages.it.law import LAW
from f5tts_worker.engine.text.languages.it.measures import MEASURES
from f5tts_worker.engine.text.languages.it.music import MUSIC
from f5tts_worker.engine.text.languages.it.notation import NOTATION
from f5tts_worker.engine.text.languages.it.numbered import NUMBERED_KINDS, ORDINALS
from f5tts_worker.engine.text.languages.it.railways import RAILWAYS
from f5tts_worker.engine.text.languages.it.ranges import RANGES
from f5tts_worker.engine.text.languages.it.saints import SAINTS
from f5tts_worker.engine.text.languages.it.shortened import SHORTENED
from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.romance import half_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_CALLED = re.compile(
    r"(?i:\b(?:chiam\w+|telefon\w+|verde|tel|call center|assistenza|centralino|numero al)\b)"
)
_ARTICLE = re.compile(r"\b(?i:il|la|le|i|gli|(?:a|da|de|ne|su)(?:ll[ae]|i|l)|col) $")
# "x" for "per" in messages, not the unknown of a formula: "il valore x non è noto".
_FOR = r"(?:(?<=[a-zà-ù] )|(?<=[a-zà-ù], ))x(?= (?:il?|l[aeo]|gli|te|me|noi|voi|lui|lei|loro|tutt[ie]|tt|favore|chi|ora|un[ao]?|caso|quest\w+|stasera|oggi|domani|sempre|esempio|info|persona|tavolo|camera|notte|giorno|famiglia|bambini|adulti|cena|pranzo|[tms]u[oae]i?|tuoi|mi[aeo]i?|miei)\b)"
_UNKNOWN = re.compile(
    r"(?i:\b(?:l[ae]|un[ao]?|se|quando|e|o|di|con|calcola|trova|ass[ei]|coordinat[ae]|fattor[ei]|funzion[ei]|incognit[ae]|letter[ae]|numer[oi]|punt[oi]|ragg[io]+|retta|signora?|termin[ei]|valor[ei]|variabil[ei]|vettor[ei])|'incognita) $"
)


def _free_number(match: re.Match[str]) -> Iterable[Piece]:
    """Say "800 123 456" in groups where one is to call it: it may count people too."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return say_groups(match, "it") if _CALLED.search(before) else ()


def _aged(match: re.Match[str]) -> Iterable[Piece]:
    """Say "40enne" as quarantenne."""
    said = cardinal(match["number"], "it")
    stem = said.replace("é", "e") if said.endswith(("sei", "tre", "tré")) else said[:-1]
    return whole(match, stem + match["end"])


def _of_a_year(match: re.Match[str]) -> Iterable[Piece]:
    """Say "n. 241/1990" with its year, "n. 5/24" as it is written."""
    is_year = re.match(r"\d{4}", match.string[match.end() :])
    return named(match, slash=" del " if is_year else " barra ")


def _yours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "ns. fattura" and "al Vs. ordine" as their nouns want it; "noi vs. loro" is no letter's."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    if match["short"] == "v" and not _ARTICLE.search(before):
        return ()
    noun = match["noun"]
    ends = "i" if noun.endswith("i") else "e" if re.search("(?:ur|er|[rst]t|ch|i)e$", noun) else "a"
    ends = "e" if noun.endswith("ioni") else ends if ends != "a" or FEMININE.fullmatch(noun) else "o"
    if article := re.search(r"\b(?:(?:a|da|de|ne|su)?l)?l([ae]) $", before):  # "alla Vs. del 3 maggio"
        ends = article[1]
    return [Piece(match.start(), match.start() + 3, ("nostr" if match["short"] in "Nn" else "vostr") + ends)]


def _for(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 16) : match.start()]
    return () if _UNKNOWN.search(before) else whole(match, "per")


def _number_of_a_year(match: re.Match[str]) -> Iterable[Piece]:
    """Say "n. 0147/2024" digit by digit, its year as a year."""
    return named(
        match, number=cardinal(match["number"], "it"), slash=" barra ", year=cardinal(match["year"], "it")
    )


def _account(match: re.Match[str]) -> Iterable[Piece]:
    """Say the digits of an IBAN one by one, its letters left as they are."""
    for run in re.finditer(r"\d+", match[0]):
        start, end = match.start() + run.start(), match.start() + run.end()
        pause = "," if match.string[end : end + 1] == " " and end < match.end() else ""
        yield Piece(start, end, digits(run[0], "it") + pause)


def _tax_code(match: re.Match[str]) -> Iterable[Piece]:
    """Spell "RSSMRA80A01F205X"."""
    return whole(
        match, " ".join(digits(sign, "it") if sign.isdecimal() else sign.upper() for sign in match[0])
    )


TELEPHONES: tuple[Kind, ...] = (
    Kind("tax code", r"(?<!\w)[A-Za-z]{6}\d\d[A-Za-z]\d\d[A-Za-z]\d{3}[A-Za-z](?!\w)", _tax_code),
    Kind(
        "account",  # "IT60 X054 2811 1010 0000 0123 456"
        r"(?<!\w)IT ?\d{2} ?[A-Z] ?\d{3} ?(?:\d{4} ?){4}\d{3}(?!\w)|(?<!\w)IT ?\d{2} ?[A-Z] ?\d{5} ?\d{5} ?\d{12}(?!\w)",
        _account,
    ),
    Kind(
        "number of a year",
        r"(?:\b[Nn](?:r|um)?\.|\b[Nn]°|\b[Pp]rot\.) ?(?P<number>0\d{1,6})(?P<slash>/)(?P<year>(?:19|20)\d\d)(?![\w/-]|[.,]\d)",
        _number_of_a_year,
    ),
    Kind(
        "mobile",
        r"(?<![\w.,+-])3\d{2}[ ./-]?\d{6,7}(?![\w-]|[.,]\d)",
        lambda match: say_groups(match, "it"),
    ),
    Kind(
        "trunk with a dot",  # "0123.456789"
        r"(?<![\w.,+-])0\d{1,3}\.\d{5,8}(?![\w-]|[.,]\d)",
        lambda match: say_groups(match, "it"),
    ),
    Kind(
        "free number",
        r"(?<![\w.,+-])80[0-3][ .'-]?\d{3}[ .'-]?\d{3}(?![\w-]|[.,]\d)",
        _free_number,
    ),
)

OWN: tuple[Kind, ...] = (
    Kind(
        "minute of a match",  # "al 93'"
        r"(?:(?<=\b[Aa]l )|(?<=\b[Dd]al )|(?<=\b[Dd]el )|(?<=\b[Nn]el )|(?<=\be al ))(?P<number>[1-9]\d?|1[012]\d)'(?![\w'])",
        lambda match: whole(match, ordinal(int(match["number"]))),
        frozenset("'"),
    ),
    *SAINTS,
    *NOTATION,
    *MUSIC,
    *NUMBERED_KINDS,
    *RANGES,
    *DATES,
    *MEASURES,
    Kind(
        "angle",
        r"(?:(?<=\bmisura )|(?<=\bmisurano )|(?<=\bangolo di )|(?<=\bangoli di )|(?<=\b[Rr]uota di )|(?<=\bruotare di )|(?<=\brotazione di ))(?P<number>\d{1,3})(?P<sign>°)(?!\w)",
        lambda match: named(match, number=cardinal(match["number"], "it"), sign=" gradi"),
    ),
    *LAW,
    *RAILWAYS,
    *SHORTENED,
    *ORDINALS.kinds(),
    half_kind("e", gender_of, "mezzo", "mezza"),
    Kind("years of age", r"(?<![\w.,])(?P<number>\d{2})(?P<end>enn[ei])(?!\w)", _aged),
    *CLOCK,
    Kind(
        "year of a number",
        r"\bn\. ?[\d.]{1,7}(?P<slash>/)(?=(?:(?:19|20)\d\d|\d\d)(?![\w/-]|[.,]\d))",
        _of_a_year,
    ),
    Kind("yours", r"(?<![\w.])(?P<short>[VvNn])s\.(?= (?P<noun>[a-zà-ù]{3,}))", _yours, frozenset("s")),
    Kind(
        "mark at school",
        r"(?:(?<=\bun )|(?<=\bdato )|(?<=\bpreso )|(?<=\bvoto ))(?P<number>\d|10)(?P<sign>[-+])(?=[ .,;!?]|$)(?! \d)",
        lambda match: named(
            match,
            number=cardinal(match["number"], "it"),
            sign=" meno" if match["sign"] == "-" else " più",
        ),
    ),
    Kind(
        "each person",
        r"(?<=[€$£])(?P<each>/pers\.?)(?=[/ ,;:)]|$)",
        lambda match: named(match, each=" a persona"),
        frozenset("/"),
    ),
    Kind(
        "long live",  # "W gli sposi!"
        r"(?:^|(?<=[!.;:«\"(] )|(?<=[«\"(]))W(?= (?:(?:gli|il|i|l[aeo]) |l'|[A-ZÀ-Þ][^\W\d_]+!))",
        lambda match: whole(match, "viva"),
        frozenset("W"),
    ),
    Kind("see", r"(?<=\()v\.(?= [a-z])", lambda match: whole(match, "vedi"), frozenset("v")),
    Kind("by in capitals", r"(?<=\d )x(?= [A-Z] ?\d)", lambda match: whole(match, "per"), frozenset("x")),
    Kind(
        "for so many",
        r"(?<![\w)])(?<![\d\ue000] )x(?= ?\d{1,3} (?:pers|porzion|ospit))",
        lambda match: whole(match, "per"),
        frozenset("x"),
    ),
    Kind(
        "flour",
        r"(?:(?<=\b[Ff]arina )|(?<=\b[Ff]arina [«\"“])|(?<=\btipo )|(?<=\btipo [«\"“]))00(?![\w.,/:-]\d|\w)",
        lambda match: whole(match, "doppio zero"),
        frozenset("0"),
    ),
    Kind(
        "so many times a day",  # "10 gtt x 2/die"
        r"(?<=[a-z.] )x(?= \d{1,2}(?: ?/ ?(?:die|dì|gg)| volte| al (?:dì|giorno)))",
        lambda match: whole(match, "per"),
        frozenset("x"),
    ),
    Kind("for", _FOR, _for, frozenset("x")),
    *ACRONYMS,
)

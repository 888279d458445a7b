"""What has a notation of its own: moves of chess, music, reactions, doses, ratios, options of programs."""

# ruff: noqa: E501, RUF001 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, named_apart, whole

_CHESS = Words(
    "fr",
    {"R": "roi", "D": "dame", "T": "tour", "F": "fou", "C": "cavalier"},
    takes="prend",
    check="échec",
    mate="mat",
    castling=("petit roque", "grand roque"),
    talk="échecs|les blancs|les noirs|cavalier|gambit|défense",
    becomes="égale {}",
)
_NOTES = {"𝅝": "ronde", "𝅗𝅥": "blanche", "♩": "noire", "♪": "croche", "♫": "croches"}
_ALTERED = {"♯": "dièse", "♭": "bémol", "♮": "bécarre"}
_MIXED = re.compile(r"\b(?i:dos(?:age|é)|mélang|dilu|proportion|concentration)\w*[^.!?]{0,40}$")
_SHELF = re.compile(r"\b(?:[Cc]otes?|Dewey|CDU)\b[^.!?\d]{0,40}$")
_SECOND = re.compile(r"(?<!\w)II(?:\.? ?[-–—]|[.)]) ")
_FORMULA = re.compile("[=²³√≈]")
_COMMAND = re.compile(
    r"(?i:\b(?:apt|bash|cargo|curl|docker|git|grep|ls|make|node|npm|npx|php|pip3?|pnpm|pytest|python3?|rsync|ruby|ssh|sudo|tar|uv|wget|yarn)\b"
    r"|\b(?:argument|commande|drapeau|flag|option|param[eè]tre)s?\b|\.(?:py|sh|js|exe)\b)"
)


def _say_mixture(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dilution 1:10" as so much to so much, and no time of day."""
    if not _MIXED.search(match.string, max(0, match.start() - 60), match.start()):
        return ()
    return whole(match, " pour ".join(cardinal(part, "fr") for part in match[0].split(":")))


def _say_minus(match: re.Match[str]) -> Iterable[Piece]:
    """Say the dash of "3x² - 5x" where a formula is written."""
    if not _FORMULA.search(match.string, max(0, match.start() - 60), match.end() + 60):
        return ()
    return named(match, sign="moins")


def _say_item(match: re.Match[str]) -> Iterable[Piece]:
    """Say "II. Méthode" as two; one letter may begin a name, unless there is a second item."""
    value = roman_value(match["roman"])
    is_item = len(match["roman"]) > 1 or _SECOND.search(match.string)
    return whole(match, cardinal(str(value), "fr")) if value and is_item else ()


def _say_shelf(match: re.Match[str]) -> Iterable[Piece]:
    """Say the point of "cote 843.914", which groups no thousands."""
    if not _SHELF.search(match.string, max(0, match.start() - 50), match.start()):
        return ()
    part = match["part"]
    said = (digits if part[0] == "0" else cardinal)(part, "fr")
    return named(match, **{"class": cardinal(match["class"], "fr")}, point=" point ", part=said)


def _say_option(match: re.Match[str]) -> Iterable[Piece]:
    """Say the dashes of "--verbose" and "-v" behind a command."""
    if not _COMMAND.search(match.string, max(0, match.start() - 60), match.start()):
        return ()
    return whole(match, " ".join(["tiret"] * len(match[0])) + " ")


_DOSED = "cps?|cpr|comprimés?|gél\\.|gélules?|sach\\.|sachets?|gouttes?|gtt?s?|amp\\.|ampoules?|bouffées?|pulv\\.|mg|g|m[lL]|μg|UI|doses?"
_ATOM = "(?:[A-Z][a-z]?\\d{0,2})"

NOTATION: tuple[Kind, ...] = (
    chess_kind(_CHESS),
    Kind(
        "beat",
        rf"[{''.join(note[0] for note in _NOTES)}]\U0001d165?(?P<gap> ?)(?P<sign>=) ?(?=\d)",
        lambda match: [
            Piece(match.start(), match.start("sign"), _NOTES.get(match[0][0], "blanche")),
            *named(match, sign="égale"),
        ],
        frozenset("="),
    ),
    Kind(
        "altered note",
        r"(?<=\w)(?P<gap> ?)(?P<sign>[♯♭♮])",
        lambda match: named(match, sign=f" {_ALTERED[match['sign']]} "),
        frozenset("♯♭♮"),
    ),
    Kind(
        "reaction",  # "2 H2 + O2 → 2 H2O"
        rf"(?<![\w.])(?:{_ATOM}|\)\d?){{1,8}}[+-]? (?P<arrow>→|⟶|->|⇌)(?= (?:\d )?{_ATOM}{{1,8}})",
        lambda match: named(match, arrow="donne") if re.search(r"\d", match[0]) else (),
        frozenset("→⟶>⇌"),
    ),
    Kind(
        "times a dose",  # "1 cp x 3/j"
        rf"\d ?(?:{_DOSED})(?P<by> ?[x×] ?)(?=\d{{1,2}} ?(?:/ ?(?:j|jour|sem|h)\b|par |fois|[,;)]|$))",
        lambda match: named_apart(match, {"by": "fois"}),
        frozenset("x×"),
    ),
    Kind(
        "so many times",  # "2 x T-shirt", "zoom x10"
        r"(?:(?<=\d )[x×](?= [A-ZÀ-Þ][\w-]{2})|(?<=[a-zà-ÿ] )[x×](?=\d{1,4}(?![\w-])))",
        lambda match: whole(match, "fois "),
        frozenset("x×"),
    ),
    Kind(
        "power of an unknown",  # of metres and litres they are units
        r"(?<![\w.,])(?P<number>\d{1,3})(?P<letter>[a-ckn-z])(?P<power>[²³])(?!\w)",
        lambda match: named(
            match,
            number=f"{cardinal(match['number'], 'fr')} ",
            power=" au carré" if match["power"] == "²" else " au cube",
        ),
    ),
    Kind(
        "power of what is in brackets",  # "(a + b)²"
        r"(?<=\))[²³]",
        lambda match: whole(match, " au carré" if match[0] == "²" else " au cube"),
        frozenset("²³"),
    ),
    Kind(
        "minus of a formula",
        rf"(?:(?<=[²³){TAKEN}] )|(?<=\d[a-zA-Z] )|(?<=(?<![a-zA-ZÀ-ÿ])[b-zB-Z] ))(?P<sign>-)(?= (?:\d{{0,4}}[a-zA-Zπ](?![^\W\d_])|\d*\(|\d+ ?[×x=)²³]))",
        _say_minus,
        frozenset("-"),
    ),
    Kind(
        "unknown",  # "y = 2x"
        r"(?<=[=+] )(?P<number>\d{1,4})(?P<x>[xyz])(?!\w)",
        lambda match: named(match, number=cardinal(match["number"], "fr"), x=f" {match['x']}"),
        frozenset("xyz"),
    ),
    Kind(
        "aircraft",  # "Boeing 737-800", "A350-900"
        r"(?:(?<=\bBoeing )7\d\d|(?<=\bA)[23]\d\d|(?<=\bATR )[47]2|7[2-8]7(?=-\d00))(?P<dash>-)(?=\d{1,4}(?!\d))",
        lambda match: named(match, dash=" "),
    ),
    Kind(
        "item with a Roman numeral",  # "II. Méthode", "III - Les enjeux"
        r"(?:(?<![^\n])|(?<=[;,] ))(?P<roman>[IVX]{1,5})(?=(?:\.? ?[-–—]|[.)]) (?:[A-ZÀ-Þ][a-zà-ÿ']|\")|\. ?(?:[-–—] |$))",
        _say_item,
        frozenset("IVX"),
    ),
    Kind(
        "engine",
        r"(?<=\d )(?:d[CT]i|[HTVGCS]Di|[VGT][TS]i|CRDi|TCe|TFSi)(?!\w)",
        lambda match: whole(match, " ".join(match[0].upper())),
        frozenset("CDST"),
    ),
    Kind(
        "blood test",
        r"(?<!\w)Hb(?P<kind>A1c)?(?= (?:à |: ?|= ?)?\d)",
        lambda match: whole(match, "hémoglobine" + " A un c" * bool(match["kind"])),
        frozenset("H"),
    ),
    Kind(
        "count of cells",  # "8 000/mm³"
        r"(?<=\d)/mm[³3](?!\w)",
        lambda match: whole(match, " par millimètre cube"),
        frozenset("/"),
    ),
    Kind(
        "shelf of a library",  # "cote 843.914 PER"
        r"(?<![\w.,])(?P<class>\d{3})(?P<point>\.)(?P<part>\d{1,6})(?![\w]|[.,]\d)",
        _say_shelf,
    ),
    Kind(
        "dots of a name",  # "@lea.b"
        r"(?<![\w.@])@\w{1,30}(?:\.\w{1,30}){1,3}",
        lambda match: [
            Piece(match.start() + dot.start(), match.start() + dot.end(), " point ")
            for dot in re.finditer(r"\.", match[0])
        ],
        frozenset("@"),
    ),
    Kind(
        "several paragraphs",
        r"(?<![\w§])§§(?= ?\d)",
        lambda match: whole(match, "paragraphes "),
        frozenset("§"),
    ),
    Kind("mixture", r"(?<![\w.,:])\d{1,3}(?::\d{1,4}){1,2}(?![\w:]|[.,]\d)", _say_mixture),
    Kind("option", r"(?<![^\s(\"'])(?:--(?=[a-z]{2})|-(?=[a-zA-Z](?![\w'-])))", _say_option, frozenset("-")),
)

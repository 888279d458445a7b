"""Numbers of orders, files and cases in English: "Order No. 77-1034", "#7731", "our ref. HR/2291/JB"."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; both dashes are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.numbers import digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_REFERRED = r"(?<!\w)(?i:order|invoice|ticket|case|claim|policy|reference|ref\.?|confirmation|booking|reservation|account|item|part|badge|patent|permit|licen[cs]e|a/c|acct\.?|charity|company|employee|isbn|member(?:ship)?|passport|payroll|registration|student|vat|p\.?o\.? box)"
_SPELLED_OUT = 5  # digits of a name that is never said in pairs
_PART_OF_A_FILE = r"(?:[A-Z]{1,6}|[a-z]{2,3}|\d{1,8}|[A-Z]{1,5}\d{1,6})"
_FILED = re.compile(
    r"(?i:\b(?:app(?:lication)?|batch|case|claim|docket|document|doc|file|filing|grant|invoice|licen[cs]e|no|number|order|permit|planning|p\.?o|policy|quote|ref|reference|report|ticket|title)\b[.:#]{0,2} ?#?)$"
)


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of numbers by which something is filed."""
    return (
        Kind("numbered with a dash", r"(?i:(?<=no\. )|(?<=number )|(?<=#)|(?<=# )|(?<=order )|(?<=invoice )|(?<=case )|(?<=ref\. )|(?<=docket )|(?<=ticket )|(?<=account )|(?<=issn )|(?<=pub\. l\. )|(?<=public law )|(?<=sku ))"
             r"(?P<one>\d{1,6})(?P<dash>[-–])(?P<two>\d{1,6})(?!\w|[-–]\d|[.,]\d)", _numbered),
        Kind("identifier", rf"(?:(?<=#)|(?<=# )|{_REFERRED} (?:(?:no\.|number) )?)(?P<number>\d{{4,9}})(?![\w]|[.,:]\d| (?!(?:as|has|is|was)\b)[a-z]+s\b)", _identifier),
        Kind("number of a register", r"\b(?:ABN|ACN|EIN|IMEI|NHS|NPI|SIN|TFN|UTR|Aadhaar)(?: (?:[Nn]o\.?|[Nn]umber|is))?:? (?P<number>\d{2,4}(?:[ '-]\d{3,7}){1,4})(?!\w|[.,]\d)", _registered),
        Kind("account in groups", r"\b(?i:a/c|acct?\.?|account)(?: (?:[Nn]o\.?|[Nn]umber))?:? (?P<number>\d{4}[ '-]\d{4})(?!\w|[.,]\d)", _registered),
        Kind("bank of Australia", r"\bBSB(?: (?:no\.?|number|is))?:? (?P<number>\d{3}[ '-]?\d{3})(?!\w)", _registered),
        Kind("shared telephone", r"(?<![\w.,+-])(?P<number>1[38]00[ -]\d{3}[ -]\d{3})(?![\w-]|[.,]\d)", _registered),
        Kind("act of the European Union", r"\b(?:Regulation|Directive|Decision)s? (?:\([A-Z]{2,7}\) )?(?P<number>(?:19|20)\d\d/\d{1,4})(?![\w-])", _act),
        Kind("file", rf"(?<![\w./@-])(?=[a-z\d/-]*[A-Z])(?=[A-Za-z/-]*\d)(?!FY|Q\d){_PART_OF_A_FILE}(?:[/-]{_PART_OF_A_FILE}){{1,5}}(?![\w/-]|\.\w)", _filed),
    )  # fmt: skip


def _filed(match: re.Match[str]) -> Iterable[Piece]:
    """Say "HR/2291/JB" part by part, without its strokes: several of them, or a word in front, show a file."""
    strokes = match[0].count("/")
    is_filed = _FILED.search(match.string, max(0, match.start() - 24), match.start())
    if not strokes or (strokes < len("//") and not is_filed) or not re.search(r"\d{3}", match[0]):
        return ()
    parts = re.findall(r"[A-Za-z]+|\d+", match[0])
    return whole(match, " ".join(_part(part) for part in parts))


def _registered(match: re.Match[str]) -> Iterable[Piece]:
    """Say "ABN 51 824 753 556" digit by digit, a pause between the groups."""
    return named(
        match, number=", ".join(digits(group, "en") for group in re.findall(r"\d+", match["number"]))
    )


def _act(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=" ".join(paired(part) for part in match["number"].split("/")))


def _part(part: str) -> str:
    if not part.isdecimal():
        return part.upper()
    return paired(part) if len(part) < _SPELLED_OUT else digits(part, "en")


def _numbered(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Order 77-1034" by its parts: a range does not go down, nor from tens to thousands."""
    one, two = match["one"], match["two"]
    if len(one) == len(two) < len("000") and one < two and "0" not in (one[0], two[0]):
        return ()  # "Nos. 12-15"
    return named(match, one=paired(one), dash=" ", two=paired(two))


def _identifier(match: re.Match[str]) -> Iterable[Piece]:
    """Say "#7731" in pairs and what is longer digit by digit; a round number behind a word may be a quantity."""
    number = match["number"]
    if not match[0][0].isdecimal() and (len(number) < _SPELLED_OUT or number.endswith("00")):
        return ()
    return named(match, number=paired(number) if len(number) < _SPELLED_OUT else digits(number, "en"))

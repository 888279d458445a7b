"""Telephone numbers: France's in pairs, its neighbours' by their groups, North America's by digits."""

import re
from collections.abc import Iterable, Sequence

from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece

_FEWEST, _MOST = 8, 13  # digits of a number of another country, that country's among them
_GAP = "[ .'/-]"  # "2 512" has been taken for thousands
_ENDS = r"(?![\w-]|[.,]\d|['/ ]\d)"

_NAMES_CODE = re.compile(r"\b(?i:code|commande|contrat|devis|dossier|facture|réf\.|référence) (?:: |n° ?)?$")
_NUMBERS_FILE = re.compile(r"\b[Nn](?:° ?|uméro )$")
_NUMBERS_FIRM = re.compile(r"\b(?:(?i:sire[nt])|RCS)\b[^.!?\d]{0,30} $")
_CALLS = re.compile(
    r"\b(?i:appel\w*|compos\w+|contact\w+|faites|joindre|joignable|numéro|tapez|tél\w*|urgence)\b"
    r"[^.!?\d]{0,28} $"
)


def _group(written: str) -> str:
    """Say a group of figures with the nought in front: "zéro un"."""
    bare = written.lstrip("0")
    noughts = ["zéro"] * (len(written) - len(bare))
    return " ".join([*noughts, cardinal(bare, "fr")] if bare else noughts)


def _pieces(match: re.Match[str], groups: Sequence[re.Match[str]], said: Sequence[str]) -> Iterable[Piece]:
    """Say groups of figures, each with the signs that touch it."""
    base, line = match.start(), match.string
    for group, words in zip(groups, said, strict=True):
        end = base + group.end()
        yield Piece(base + group.start(), end + (end < match.end() and line[end] in ").-/'"), words)


def _say_telephone(match: re.Match[str]) -> Iterable[Piece]:
    """Say 01 23 45 67 89 in pairs, as it is written."""
    pairs = list(re.finditer(r"\d\d", match[0]))
    return _pieces(match, pairs, [_group(pair[0]) for pair in pairs])


def _say_from_abroad(match: re.Match[str]) -> Iterable[Piece]:
    """Say +33 6 12 34 56 78 as France says it."""
    yield Piece(match.start(), match.start() + 3, "plus trente-trois")
    figures = list(re.finditer(r"\d", match[0]))[-9:]
    for first, last in ((0, 0), (1, 2), (3, 4), (5, 6), (7, 8)):
        pair = "".join(digit[0] for digit in figures[first : last + 1])
        yield Piece(match.start() + figures[first].start(), match.start() + figures[last].end(), _group(pair))


def _say_free_telephone(match: re.Match[str]) -> Iterable[Piece]:
    """Say 0 800 123 456 in threes."""
    for group in re.finditer(r"0(?= ?8)|\d{3}", match[0]):
        yield Piece(match.start() + group.start(), match.start() + group.end(), cardinal(group[0], "fr"))


def _say_in_groups(match: re.Match[str]) -> Iterable[Piece]:
    """Say "+32 475 12 34 56" and "022 310 45 67" by their groups."""
    groups = list(re.finditer(r"\+?\d+", match[0]))
    if not _FEWEST <= sum(len(group[0].lstrip("+")) for group in groups) <= _MOST:
        return ()
    said = [("plus " if group[0][0] == "+" else "") + _group(group[0].lstrip("+")) for group in groups]
    return _pieces(match, groups, said)


def _say_american(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 800 463-2839" digit by digit, but for hundreds: "huit cents"."""
    groups = list(re.finditer(r"\+?\d+", match[0]))
    said = []
    for number, group in enumerate(groups):
        bare = group[0].lstrip("+")
        are_hundreds = bare.endswith("00") and bare[0] != "0" and number < len(groups) - 1
        words = (cardinal if are_hundreds else digits)(bare, "fr")
        said.append(("plus " if group[0][0] == "+" else "") + words)
    return _pieces(match, groups, said)


def _say_short_number(match: re.Match[str]) -> Iterable[Piece]:
    """Say "appelez le 3639" in pairs, "le 118 218" in threes."""
    if len(match[0]) == len("3639") and not _CALLS.search(
        match.string, max(0, match.start() - 40), match.start()
    ):
        return ()
    groups = list(re.finditer(r"\d{3}(?!\d)|\d\d", match[0]))
    return _pieces(match, groups, [_group(group[0]) for group in groups])


def _say_company(match: re.Match[str]) -> Iterable[Piece]:
    """Say "SIRET 123 456 789 00012" by its groups."""
    if not _NUMBERS_FIRM.search(match.string, max(0, match.start() - 40), match.start()):
        return ()
    groups = list(re.finditer(r"\d+", match[0]))
    return _pieces(match, groups, [_group(group[0]) for group in groups])


def _say_code(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dossier n° 75-2023-08" by its groups."""
    start = max(0, match.start() - 24)
    groups = list(re.finditer(r"\d+", match[0]))
    is_code = _NAMES_CODE.search(match.string, start, match.start())
    is_range = len(groups) == 2 and groups[1][0][0] != "0"  # "n° 12-15"
    if not is_code and (is_range or not _NUMBERS_FILE.search(match.string, start, match.start())):
        return ()
    return _pieces(match, groups, [_group(group[0]) + "," * (group is not groups[-1]) for group in groups])


TELEPHONES: tuple[Kind, ...] = (
    Kind("telephone", r"(?<![\w.,+-])(?<!\d )0\d(?:[ .-]?\d\d){4}(?![\w-]|[.,]\d)", _say_telephone),
    Kind(
        "telephone from abroad",
        r"(?<![\w+])\+33 ?(?:\(0\) ?)?[1-9](?:[ .-]?\d\d){4}(?![\w-]|[.,]\d)",
        _say_from_abroad,
    ),
    Kind(
        "free telephone",
        r"(?<![\w.,+-])(?<!\d )0 ?8\d\d(?:[ ']\d{3}){2}(?![\w-]|[.,]\d)",
        _say_free_telephone,
    ),
    Kind("short number", r"(?<![\w.,:'/+-])(?:3\d{3}|118[' ]\d{3})(?![\w'-]|[.,]\d| \d)", _say_short_number),
    Kind("number of a file", r"(?<![\w.,/-])\d{1,4}(?:-\d{1,4}){1,4}(?![\w/-]|[.,]\d)", _say_code),
    Kind(
        "number of an appeal",  # "n° 18-24.567"
        r"(?:(?<=n° )|(?<=n°))\d\d-\d\d\.\d{3}(?![\w-]|[.,]\d)",
        lambda match: _pieces(
            match,
            groups := list(re.finditer(r"\d+", match[0])),
            [_group(group[0]) for group in groups],
        ),
    ),
    Kind(
        "code of a trade",  # "code APE 6201Z"
        r"(?:(?<=\bAPE )|(?<=\bNAF )|(?<=\bAPE : )|(?<=\bNAF : ))"
        r"(?P<first>\d\d)\.?(?P<second>\d\d)(?=[A-Z](?!\w))",
        lambda match: [
            Piece(match.start(), match.end(), f"{_group(match['first'])} {_group(match['second'])} ")
        ],
    ),
    Kind("number of a company", r"(?<![\w'])\d{3}[' ]\d{3}[' ]\d{3}(?: \d{5})?(?![\w'])", _say_company),
    Kind(
        "telephone of America",
        rf"(?<![\w.,+-])(?<!\d )(?:\+?1{_GAP})?(?:\d{{3}}{_GAP}|\(\d{{3}}\) ?)"
        r"\d{3}-\d{4}(?![\w-]|[.,]\d)",
        _say_american,
    ),
    Kind(
        "telephone of another country",
        rf"(?<![\w+])\+\d{{1,3}}{_GAP}?(?:\(0\){_GAP}?)?\d{{1,3}}(?:{_GAP}\d{{2,3}}){{2,5}}{_ENDS}",
        _say_in_groups,
    ),
    Kind(
        "telephone of a neighbour",  # "02/512.34.89", "0475 12 34 56", "022 310 45 67"
        rf"(?<![\w.,+'/-])(?<!\d )0\d{{1,3}}[ /]\d{{2,3}}(?:[ .']\d\d){{2,3}}{_ENDS}",
        _say_in_groups,
    ),
)

"""Formulas in English: operators between what they join, powers, and numbers with a sign."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.measures import SYMBOL, unit_of
from f5tts_worker.engine.text.reading.neutral import SUPERSCRIPTS
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_OPERATOR = r"(?:<->|[<>=!]=|[-=]>|&&|\|\||[-+*/×÷=<>≤≥≠±≈→⇒⇔∈∝≡∪∩⊂])"
_OPERAND = r"[\w.()|²³⁰¹⁴-⁹⁺⁻^√∛π∞%]+"
_FORMULA = rf"(?<![\w.()|^²³⁺⁻√∛∞%/-]){_OPERAND}(?: ?{_OPERATOR} ?-?{_OPERAND})+"
_OPERATORS = re.compile(rf"{_OPERATOR}")
_SURE = re.compile(r"[=<>≤≥≠÷±≈→⇒⇔∈∝≡∪∩⊂]|&&|\|\||\^\w{1,3} ?[-+*/]|\* ?[\d(]|(?<=\d)\+|(?<=\d )\+")
_SPOILS = re.compile(
    r"--|[A-Za-z]{4,}[-/]|[A-Za-z]{3,} ?\*|[-/][A-Za-z]{3,}|[a-z] > [A-Z][a-z]{2}|ft-lb|lb-ft"
)
_PRODUCT = re.compile(
    r"(?<=^[A-Za-z] = )[a-z]{2,3}(?!\w)|(?<![\w.])(?P<count>\d{1,3})(?P<of>(?!st|nd|rd|th)[a-z]{2})(?![\w²³^])"
)
_PART = re.compile(
    r"(?<![\w.)]|[/*^×÷])(?<![/*×÷] )(?P<over>\d{1,2})/(?P<under>[2-9]|1[0-2])(?![\w(^!]|\.\d| ?[/*×÷])"
)
_SIGNS = frozenset("-+*/×÷=<>≤≥≠±≈→^⇒⇔∈∝≡∪∩⊂&|")
_BEHIND = rf"(?: (?P<unit>J s|N m|Pa s|{SYMBOL}(?:/{SYMBOL})?)(?![\w/°⁻]))?"
_PER = rf"(?<=[\w\ue000⁰¹²³⁴-⁹] )(?P<unit>{SYMBOL})(?P<power>⁻[¹²³]|\^-[123])(?!\w)"
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_FUNCTIONS = {"sin": "sine", "cos": "cosine", "tan": "tangent", "log": "log"}
_SUBJECT = re.compile(r"[\w)%°\ue000⁰¹²³⁴-⁹] ?$")
_NO_SUBJECT = re.compile(
    r"(?i:\b(?:an?|the|of|to|at|for|(?<!\d )in|by|with|from|and|or|than|are|were|only|just|up|per|every|plus|minus|cost|last|need|take|weigh|\w*(?<!s)s)) ?$"
)
_POWER_WORDS = {"2": "squared", "3": "cubed"}


def formulas() -> tuple[Kind, ...]:
    """Return the kinds of whole formulas; they come before ranges and dates could take their signs."""
    return (
        Kind("plus or minus", r"\+/-", lambda match: whole(match, "plus or minus"), frozenset("+")),
        Kind(
            "derivative",
            r"(?<!\w)d([a-z])/d([a-z])(?!\w)",
            lambda match: whole(match, f"D {match[1].upper()} D {match[2].upper()}"),
            frozenset("/"),
        ),
        Kind(
            "scientific",
            rf"(?<![\w.])(?P<number>\d+(?:\.\d+)?)(?P<e>[eE])(?P<power>\d{{1,2}}|[+-]\d{{1,3}})(?!\w|\.\d){_BEHIND}",
            _scientific,
        ),
        Kind("per unit", _PER, _per, frozenset("⁻^")),
        Kind("formula", _FORMULA, _formula, _SIGNS),
        Kind(
            "raised",
            rf"(?:(?<=[\d)])(?P<power>[⁺⁻]?[⁰¹²³⁴-⁹]+)|(?<=[\w)\ue000])(?:\^|\*\*)(?P<raised>-?\d+|[A-Za-z](?!\w)|\([^()\s]{{1,20}}\))){_BEHIND}",
            _power,
            SUPERSCRIPTS | {"^", "*"},
        ),
    )


def signs() -> tuple[Kind, ...]:
    """Return the kinds of signs that are left beside numbers and letters."""
    return (
        Kind("ion", r"(?:(?<![A-Za-z])(?P<base>[A-Z][a-z])|(?<=\w))(?P<charge>[²³⁴]?)(?P<sign>[⁺⁻])(?![⁰¹²³⁴-⁹])", _ion, frozenset("⁺⁻")),
        Kind("power", r"(?P<base>(?<![^\W\d_])[A-Za-z]{2,3}(?=[²³]))?(?<=[^\W\d_])(?P<power>[⁺⁻]?[⁰¹²³⁴-⁹]+)",
             _power, SUPERSCRIPTS),
        Kind("compared", r"(?<![\w)<>=-])(?P<sign>>=|<=|[<>≥≤~≈±]) ?(?=[$€£.-]?\d|\ue000)", _compared, frozenset("<>≥≤~≈±")),
        Kind("up to", r"(?<=[\d\ue000])(?P<sign>\.\.)(?=[\w\ue000-])", partial(_say, sign="to"), frozenset(".")),
        Kind("variable", r"(?<![\w.'-])(?:\d)?[a-z](?P<sign>-)(?=\d(?![\w-]))", partial(_say, sign="minus"), frozenset("-")),
        Kind("grade", r"(?<![\w-])(?:AB|[A-F])(?P<sign>-)(?=[ ,.;)]|$)(?! -)", partial(_say, sign="minus"), frozenset("-")),
        Kind("note", r"(?<!\w)[A-G](?P<sign>[♯♭])", lambda match: named(match, sign="sharp" if match["sign"] == "♯" else "flat"), frozenset("♯♭")),
        Kind("copyright", r"(?<!Copyright )(?P<sign>©)(?= ?(?:\d|\ue000))", partial(_say, sign="copyright"), frozenset("©")),
        Kind("times", r"(?<=[\d)])(?P<sign> ?[*×] ?)(?=\d|\(|\.\d)", partial(_say, sign="times"), frozenset("*×")),
        Kind("wide by deep", r"(?<=[a-z] )(?P<sign>×)(?= [\d\ue000])", partial(_say, sign="by"), frozenset("×")),
        Kind("signed", r"(?<![\w)\ue000.])(?P<sign>[-–+])(?=\.?\d|\ue000)", _signed, frozenset("+-–")),
        Kind("sign", f"[{''.join(tables.SIGNS)}]", lambda match: whole(match, tables.SIGNS[match[0]]), frozenset(tables.SIGNS)),
        Kind("root", r"(?P<sign>√) ?(?=[\w(])", partial(_say, sign="the square root of"), frozenset("√")),
    )  # fmt: skip


def _say(match: re.Match[str], sign: str) -> Iterable[Piece]:
    return named(match, sign=sign)


def _scientific(match: re.Match[str]) -> Iterable[Piece]:
    said = f"{quantity(match['number'], 'en')} times ten {_raised(match['power'])}"
    return [Piece(match.start(), match.end("power"), said), *_behind(match)]


def _per(match: re.Match[str]) -> Iterable[Piece]:
    """Say "mol⁻¹" as per mole."""
    name = unit_of(match["unit"], many=False)
    power = _POWER_WORDS.get(match["power"][-1].translate(_DIGITS), "")
    return whole(match, f"per {name} {power}".strip()) if name else ()


def _behind(match: re.Match[str]) -> list[Piece]:
    """Say the unit of a power of ten: "10⁻⁷ m"."""
    name = unit_of(match["unit"], many=True) if match["unit"] else ""
    return named(match, unit=name) if name else []


def _raised(power: str) -> str:
    sign = "minus " if power[0] == "-" else ""
    bare = power.lstrip("+-")
    return f"to the power of {sign}{cardinal(bare, 'en') if bare.isdecimal() else bare}"


def _power(match: re.Match[str]) -> Iterable[Piece]:
    groups = match.groupdict("")
    power = (groups["power"] or groups.get("raised", "")).translate(_DIGITS).strip("()")
    if match["power"] and power.isdecimal() and power not in _POWER_WORDS and not _is_number(match):
        return ()  # a footnote's mark
    base_is_ten = match.string.endswith("10", 0, match.start())
    said = _POWER_WORDS.get(power, "") if not base_is_ten or power in _POWER_WORDS else ""
    base = groups.get("base", "")
    letters = f"{_FUNCTIONS.get(base) or ' '.join(base.upper())} "
    if groups.get("unit") and not (base_is_ten or match["power"]):  # "n^2 s"
        groups["unit"] = ""
        end = match.end("raised")
    else:
        end = match.start("unit") - 1 if groups.get("unit") else match.end()
    said_power = Piece(match.start(), end, (letters + (said or _raised(power))).strip())
    return [said_power, *(_behind(match) if groups.get("unit") else ())]


def _ion(match: re.Match[str]) -> Iterable[Piece]:
    sign = "plus" if match["sign"] == "⁺" else "minus"
    charge = match["charge"].translate(_DIGITS)
    base = " ".join((match["base"] or "").upper())
    return whole(match, " ".join(filter(None, [base, cardinal(charge, "en") if charge else "", sign])))


def _is_number(match: re.Match[str]) -> bool:
    """Say whether what is raised is a number or a single letter."""
    before = match.string[max(0, match.start() - 2) : match.start()]
    return before[-1:].isdecimal() or not before[:-1].isalpha()


def _formula(match: re.Match[str]) -> Iterable[Piece]:
    """Say all operators of what is a formula for sure."""
    text = match[0]
    asked = re.search(r"(?i:\b(?:is|are|was)) $", match.string[max(0, match.start() - 6) : match.start()])
    asked = asked or re.match(r"[A-Za-z]{3}|(?:or|if|is|of|to|at)\b", text)  # "Python >= 3.10"
    if not _SURE.search(text) or _SPOILS.search(text):
        return
    for found in _PRODUCT.finditer(text):  # "F = ma", "4ac"
        if found["of"] in tables.EACH and found["of"] != "ac":
            continue
        said = " ".join(
            [cardinal(found["count"], "en"), *found["of"].upper()] if found["of"] else found[0].upper()
        )
        yield Piece(match.start() + found.start(), match.start() + found.end(), said)
    parts = {found.end("over") for found in _PART.finditer(text) if int(found["over"]) < int(found["under"])}
    for found in _OPERATORS.finditer(text):
        start, end = match.start() + found.start(), match.start() + found.end()
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if (
            found.start() in parts
            or before == "^"
            or (found[0] in "<>*/" and (before == " ") != (after == " "))
        ):
            continue  # a power's sign; a bracket or a star at a word
        said = (
            tables.OPERATORS[found[0]]
            if found[0] != "≈"
            else _about(match.string[max(0, start - 24) : start])
        )
        if found[0] == "-" and re.search(r"(?<!\w)[EHQSW]\d{1,2}$", text[: found.start()]):  # seasons "S1-3"
            said = "to"
        said = (
            said.removeprefix("is ")
            if (asked and found[0] != "≈") or before == "(" or text[: found.start()].strip() == "("
            else said
        )
        yield Piece(start, end, said)


def _about(before: str) -> str:
    """Say "≈" behind what is about so much, or in front of a number alone: "pot life ≈ 25 min", "a mass of ≈ 5 kg"."""
    return "is about" if _SUBJECT.search(before) and not _NO_SUBJECT.search(before) else "about"


def _compared(match: re.Match[str]) -> Iterable[Piece]:
    said = {
        ">": "greater than", "<": "less than", ">=": "greater than or equal to", "≥": "greater than or equal to",
        "<=": "less than or equal to", "≤": "less than or equal to", "~": "about", "≈": "about",
        "±": "plus or minus",
    }  # fmt: skip
    if match["sign"] == "≈" and match.string[match.end("sign")] == " ":
        return named(match, sign=_about(match.string[max(0, match.start() - 24) : match.start()]))
    variable = re.search(r"(?<![\w'])[A-Za-z] ?$", match.string[max(0, match.start() - 3) : match.start()])
    return named(match, sign=f"is {said[match['sign']]}" if variable else said[match["sign"]])


def _signed(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, sign="plus" if match["sign"] == "+" else "minus")

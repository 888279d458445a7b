"""SSML's `say-as`: a text written so that the reading of numbers and signs says it as it was asked for."""

import re
from collections.abc import Callable, Mapping

from f5tts_worker.languages import language_code

_DIGIT_RUN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_DATE_PARTS = re.compile(r"\d+")
# How an ordinal number is written, after its digits; English has four forms.
_ORDINAL = {"de": ".", "fr": "e", "es": "º", "it": "º", "pt": "º", "nl": "e"}
_ENGLISH_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def spoken(text: str, kind: str, form: str, language: str) -> str:
    """Return what is to be read for `text`; what is no number, date or the like is read as it is.

    `kind` is one of KINDS, `form` the order of a date's parts ("mdy"), or "".
    """
    return KINDS[kind](text, form.strip().lower(), language_code(language)) or text


def _characters(text: str, _form: str, _language: str) -> str:
    """Letters with full stops are spelled ("H.E.L.P."), and digits that stand apart are read one by one."""
    parts = []
    for run in _DIGIT_RUN.findall(text):
        if run.isdigit():
            parts.append(" ".join(run))
        elif run[0].isalpha():
            parts.append("".join(f"{letter.upper()}." for letter in run))
        else:
            parts.append(run)
    return " ".join(parts)


def _digits(text: str, _form: str, _language: str) -> str:
    return " ".join(" ".join(run) if run.isdigit() else run for run in _DIGIT_RUN.findall(text))


def _telephone(text: str, _form: str, _language: str) -> str:
    """Read digit by digit, with a rest between groups."""
    groups = [" ".join(group) for group in re.findall(r"\d+", text)]
    plus = "+" if text.lstrip().startswith("+") else ""
    return plus + ", ".join(groups)


def _ordinal(text: str, _form: str, language: str) -> str:
    number = text.strip().rstrip(".")
    if not number.isdecimal():  # "1²" is none
        return text
    if language != "en":
        return number + _ORDINAL.get(language, "")
    is_teen = number[-2:] in ("11", "12", "13")
    return number + ("th" if is_teen else _ENGLISH_ORDINALS.get(int(number[-1]), "th"))


def _date(text: str, form: str, _language: str) -> str:
    """Write a date of three numbers as ISO 8601 does; the order of its parts is given, or plain."""
    parts = _DATE_PARTS.findall(text)
    order = re.sub("[^dmy]", "", re.sub(r"(.)\1+", r"\1", form))
    if len(parts) != 3 or sorted(order) != ["d", "m", "y"]:
        return text
    found = dict(zip(order, parts, strict=True))
    year = found["y"] if len(found["y"]) == 4 else f"20{found['y']:0>2}"
    return f"{year}-{found['m']:0>2}-{found['d']:0>2}"


def _as_it_is(text: str, _form: str, _language: str) -> str:
    return text


KINDS: Mapping[str, Callable[[str, str, str], str]] = {
    "characters": _characters,
    "spell-out": _characters,
    "digits": _digits,
    "telephone": _telephone,
    "ordinal": _ordinal,
    "cardinal": _as_it_is,
    "date": _date,
    "time": _as_it_is,
}

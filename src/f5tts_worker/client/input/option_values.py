"""How the command line's options are read: numbers, words, texts and places as people type them."""

import argparse
import math
import os
from typing import Any

from f5tts_worker.client.input.places import file_path
from f5tts_worker.request import forms
from f5tts_worker.request.field import Field


class Out(argparse.Action):
    """Where files go. A slash at the end makes a folder of it, which need not be there."""

    def __call__(
        self, parser: argparse.ArgumentParser, found: argparse.Namespace, text: Any, *_: Any
    ) -> None:
        """Keep the path, and whether it is to be a folder."""
        if text.strip() in ("", "-"):
            parser.error("argument --out: a file's name is needed; nothing is written to standard output")
        found.out, found.in_folder = file_path(text), text.strip("\"'").endswith(("/", os.sep))


class Words(argparse.Action):
    """A text, also without quotation marks around it, or with those that Windows does not know."""

    def __call__(self, _parser: object, found: argparse.Namespace, words: Any, *_: Any) -> None:
        """Keep the words as one text."""
        text = " ".join(words)
        is_quoted = len(words) > 1 and text[0] == text[-1] == "'"
        found.text = (text[1:-1] if is_quoted else text) or None


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return number


def word(text: str) -> str:
    """Return one of an option's words as our tables have it: `.MP3` is mp3."""
    return text.strip().lower().removeprefix(".")


def timeout(text: str) -> float:
    """Return how long to wait, in seconds."""
    seconds = _number(text)
    if not 1 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is not from 1 to 86400 seconds")
    return seconds


def of_field(field: Field) -> dict[str, Any]:
    """Return how an option takes the numbers that a field of the request takes."""

    def read(text: str) -> float:
        try:
            plain = str(forms.meant(field, text))  # a decimal comma, too
            number = int(plain) if field.kind == "integer" else _number(plain)
        except ValueError:
            number = math.nan
        if field.low is None or field.high is None or not field.low <= number <= field.high:
            raise argparse.ArgumentTypeError(f"{text!r} is not {field.wanted}")
        return number

    return {"type": read, "help": field.wanted}

"""Reads a batch file: lines of text, JSON lines, or CSV, into one request per item."""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from f5tts_worker.request.canonical import canonical
from f5tts_worker.request.field import Field
from f5tts_worker.request.fields import ENDPOINTS, OUTPUT_FORMATS
from f5tts_worker.request.names import is_name
from f5tts_worker.request.output_fields import SUBTITLE_FORMATS

SHORT_NAMES = {"voice": "local_voice", "format": "output_format", "subtitles": "subtitle_format"}
TEXT_COLUMNS = {
    "name",
    "text",
    "ref_text",
    "voice",
    "local_voice",
    "request_id",
}  # never numbers, whatever they look like


# What Excel writes, and reads, before the heading.
_EXCELS_LINE = re.compile(r"sep=[,;\t]\n", re.IGNORECASE)


class BatchFileError(Exception):
    """A batch file with faults, all of them in one message."""


@dataclass(frozen=True)
class Item:
    """One job of a batch: the name of its files, and its request."""

    name: str
    data: dict[str, Any]

    @property
    def digest(self) -> str:
        """What tells whether the item has changed since it was done."""
        return hashlib.sha256(canonical(self.data).encode()).hexdigest()


def read_items(text: str, ending: str, defaults: Mapping[str, Any]) -> list[Item]:
    """Return the items of a file's text; `defaults` are fields for those that do not name them.

    The ending decides: `.jsonl` has one object per line, `.json` a list of them, `.csv` and `.tsv` a heading,
    anything else one text per line.
    Raises BatchFileError with every fault.
    """
    rows, faults = [], []
    unit = "entry" if _is_list(text, ending.lower()) else "line"
    for line, row in _rows(text, ending.lower()):
        if isinstance(row, str):
            faults.append(f"{unit} {line}: {row}")
        else:
            rows.append((line, row))
    items: list[Item] = []
    for number, (line, row) in enumerate(rows, 1):
        name = unicodedata.normalize("NFC", str(row.pop("name", "") or f"{number:04d}"))
        data = {**defaults, **row}
        faults += [f"{unit} {line}: {fault}" for fault in _faults(name, data, items)]
        items.append(Item(name, data))
    if faults:
        raise BatchFileError(
            "; ".join(faults[:20]) + (f"; and {len(faults) - 20} more" if faults[20:] else "")
        )
    if not items:
        raise BatchFileError("it contains no text")
    return items


def _rows(text: str, ending: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield each row with its line, or what is wrong with it."""
    lines = text.split("\n")  # not splitlines(), which also divides at U+2028 and the like inside a text
    if _is_list(text, ending):
        yield from _listed(text)
    elif ending in (".jsonl", ".ndjson", ".json"):
        yield from ((n, _object(line)) for n, line in enumerate(lines, 1) if line.strip())
    elif ending in (".csv", ".tsv"):
        yield from _cells(text)
    else:
        yield from ((n, {"text": line.strip()}) for n, line in enumerate(lines, 1) if line.strip())


def _is_list(text: str, ending: str) -> bool:
    return ending == ".json" and text.lstrip().startswith("[")


def _listed(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield the objects of a list, each with its number in place of a line."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BatchFileError(f"it is not JSON ({error})") from None
    for number, one in enumerate(found, 1):
        yield number, _renamed(one) if isinstance(one, dict) else "it is not a JSON object"


def _cells(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    first = 0
    if of_excel := _EXCELS_LINE.match(text):
        first, text = 1, text[of_excel.end() :]
    separator, heading = _heading(text)
    # Tables are exported with tabs by two kinds of programs: one quotes as in CSV, the other not at all.
    are_plain = separator == "\t" and not _is_quoted(text)
    reader = csv.DictReader(
        io.StringIO(text, newline=""),
        heading,
        delimiter=separator,
        quoting=csv.QUOTE_NONE if are_plain else csv.QUOTE_MINIMAL,
        strict=True,
    )
    line = first + 1
    try:
        next(reader, None)  # the heading itself
        for row in reader:
            line, beyond = reader.line_num + first, row.pop(None, None) or ()
            cells = {str(key): _cell(key, value, separator) for key, value in row.items() if key and value}
            if any(cell.strip() for cell in beyond):
                yield line, "it has more cells than the heading"
            elif any(value != "" for value in cells.values()):
                yield line, _renamed(cells)
    except csv.Error as error:
        is_limit = "limit" in str(error)
        advice = "" if is_limit else "; a cell with quotation marks is quoted, and they are doubled"
        yield line + 1, f"it is not CSV ({error}{advice})"


def _is_quoted(text: str) -> bool:
    """Say whether quotation marks in a table with tabs stand as in CSV."""
    try:
        return all(True for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        return False


def _heading(text: str) -> tuple[str, list[str]]:
    """Return what separates the cells, and the names of the columns.

    Spreadsheets with decimal commas write semicolons. The one that makes a column `text` counts.
    """
    first = text.partition("\n")[0]
    for separator in ",;\t":
        try:
            names = [name.strip().lower() for name in next(csv.reader([first], delimiter=separator), [])]
        except csv.Error as error:
            raise BatchFileError(f"line 1: it is not CSV ({error})") from None
        if "text" in names:
            return separator, names
    raise BatchFileError(f"its first line has no column `text`, only: {first[:400] or 'nothing'}")


def _object(line: str) -> dict[str, Any] | str:
    try:
        found = json.loads(line)
    except ValueError:
        return "it is not JSON"
    return _renamed(found) if isinstance(found, dict) else "it is not a JSON object"


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {SHORT_NAMES.get(key, key): value for key, value in row.items()}


def _cell(column: str, text: str, separator: str) -> Any:
    """Read a cell of CSV: numbers and true or false as such where the column takes them, all else as text."""
    text = text.strip()
    if column in TEXT_COLUMNS:
        return text
    # Only in files with decimal commas.
    plain = re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", text) if separator == ";" else text
    is_value = re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?|true|false", plain, re.ASCII | re.IGNORECASE)
    return json.loads(plain.lower()) if is_value else text  # spreadsheets write TRUE


def _faults(name: str, data: Mapping[str, Any], before: list[Item]) -> Iterator[str]:
    tts = ENDPOINTS["tts"]
    known: list[Field] = [*tts.fields, *tts.options]
    if not is_name(name, 100):
        yield f"the name {name[:40]!r} is not a file name: use letters, digits, spaces, dots, - and _"
    if any(name.lower() == item.name.lower() for item in before):
        yield f"the name {name!r} occurs twice"
    text = data.get("text")
    if not (isinstance(text, str) and text.strip()) and (text is not None or not data.get("turns")):
        yield "it has no text"
    yield from _format_faults(data)
    for key in sorted(set(data) - {field.name for field in known}):
        yield f"there is no field {key[:40]!r}"


def _format_faults(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the two fields that name files; the worker checks all others."""
    audio, subtitles = data.get("output_format"), data.get("subtitle_format")
    if audio is not None and plain_format(audio) not in OUTPUT_FORMATS:
        yield f"format is {str(audio)[:40]!r}; expected one of {', '.join(OUTPUT_FORMATS)}"
    names = subtitles if isinstance(subtitles, list) else [] if subtitles is None else [subtitles]
    for name in names:
        if plain_format(name) not in SUBTITLE_FORMATS:
            yield f"subtitles is {str(name)[:40]!r}; expected some of {', '.join(SUBTITLE_FORMATS)}"


def plain_format(name: object) -> str:
    """Return a format's name as the worker reads it."""
    return str(name).strip().lower()

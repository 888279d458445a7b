"""Checks for JSON that comes from places where others may write, too: tables of fields and their types."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]
Table = Mapping[str, tuple[bool, Check]]  # name -> must it be there? and is its value valid?


def checked(found: object, table: Table) -> dict[str, Any] | None:
    """Return the fields of a table that are there; None if one is missing or invalid."""
    if not isinstance(found, dict):
        return None
    known = {name: found[name] for name in table if name in found}
    whole = all(name in known for name, (required, _) in table.items() if required)
    return known if whole and all(table[name][1](value) for name, value in known.items()) else None


def is_text(value: object) -> bool:
    """Say whether it is text that an answer can hold: half a character cannot be sent."""
    try:
        return isinstance(value, str) and bool(value.encode() or True)
    except UnicodeEncodeError:
        return False


def is_number(value: object) -> bool:
    """Say whether a value read from JSON is a finite number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value) and value >= 0
    except OverflowError:
        return False


def is_whole(value: object) -> bool:
    """Say whether it is a whole number of at least 0."""
    return isinstance(value, int) and is_number(value)


def is_sum(value: object) -> bool:
    """Say whether it is a SHA-256 sum in hexadecimal digits."""
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def list_of(check: Check) -> Check:
    """Return the check of a list whose items pass one."""
    return lambda value: isinstance(value, list) and all(map(check, value))


def dict_of(check: Check, names: frozenset[str] | None = None) -> Check:
    """Return the check of an object whose values pass one, with no other names than these."""
    return lambda value: (
        isinstance(value, dict) and (names is None or names >= set(value)) and all(map(check, value.values()))
    )


def exactly(table: Table) -> Check:
    """Return the check of an object with the fields of a table and no others."""
    return lambda value: checked(value, table) == value


def optional(**fields: Check) -> Table:
    """Return a table of fields that may be absent."""
    return {name: (False, check) for name, check in fields.items()}


def required(**fields: Check) -> Table:
    """Return a table of fields that must be there."""
    return {name: (True, check) for name, check in fields.items()}

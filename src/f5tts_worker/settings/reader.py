"""Reads single environment variables as the table of settings has them."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from f5tts_worker.settings.table import SETTINGS

_WORDS = dict.fromkeys(("true", "1", "yes", "on"), True) | dict.fromkeys(("false", "0", "no", "off"), False)
_EDGES = re.compile("^[\\s\u200b\u2060\ufeff]+|[\\s\u200b\u2060\ufeff]+$")
_QUOTED = re.compile(r"""^(["'])(.*)\1$""", re.DOTALL)
T = TypeVar("T")


class SettingsReader:
    """Reads single variables, and collects every fault of them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def first(self, *names: str) -> str | None:
        """Return the first that is set, without what is around it.

        That is the quotes that `docker --env-file` leaves, and what cannot be seen and is copied from pages.
        """
        values = (_EDGES.sub("", self.environ.get(name, "")) for name in names)
        return next((value for given in values if (value := _QUOTED.sub(r"\2", given).strip())), None)

    def text(self, name: str) -> str:
        """Return a variable, or its default."""
        return self.first(name) or str(SETTINGS[name].default)

    def path(self, name: str) -> Path | None:
        """Return a variable as an absolute path, or None."""
        value = self.first(name)
        if value is None:
            return None
        # Only a shell knows what ~ is, and no shell reads a file of variables.
        home = os.path.expanduser(value)  # noqa: PTH111 (pathlib raises where there is no home)
        return Path(home if value.startswith("~/") else value).absolute()

    def choice(self, name: str) -> str:
        """Return the one of its choices that a variable names, in any case of letters."""
        allowed = SETTINGS[name].choices
        return self._parse(name, lambda v: {a.lower(): a for a in allowed}[v.lower()], " or ".join(allowed))

    def flag(self, name: str) -> bool:
        """Return a variable as true or false."""
        return self._parse(name, lambda v: _WORDS[v.lower()], "true or false")

    def number(self, name: str) -> int:
        """Return a variable as a whole number within its bounds."""
        low, high = SETTINGS[name].bounds or (0, sys.maxsize)

        def parse(value: str) -> int:
            number = int(value)
            if not low <= number <= high:
                raise ValueError
            return number

        return self._parse(name, parse, f"a whole number from {low} to {high}")

    def _parse(self, name: str, parse: Callable[[str], T], wanted: str) -> T:
        default: T = SETTINGS[name].default
        value = self.first(name)
        if value is None:
            return default
        try:
            return parse(value)
        except (ValueError, KeyError):
            self.faults.append(f"{name} must be {wanted}, not {value[:40]!r}")
            return default

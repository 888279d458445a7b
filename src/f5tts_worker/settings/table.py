"""The table of settings, settings.toml: the one place for names, defaults, limits and meanings.

`config` reads them from here, docs/SETTINGS.md is made from them (scripts/settings_table.py), and the form on
RunPod's Hub is compared with them.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One environment variable, or several with one prefix (`CUDA_*`).

    `default` has the type of the setting: text, a whole number, true or false; None means unset, and
    `shown` says in words what applies then. `aliases` are read, in this order, where the variable is empty.
    `meaning` is plain text, because RunPod's form shows it, too; `more` is Markdown for docs/SETTINGS.md.
    """

    name: str
    meaning: str
    default: Any = None
    takes: str = "text"
    unit: str = ""
    bounds: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    shown: str = ""
    more: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The variable and its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Group:
    """Settings that belong together, under one heading."""

    title: str
    about: str
    settings: tuple[Setting, ...]


def _read() -> tuple[Group, ...]:
    table = tomllib.loads(Path(__file__).with_name("settings.toml").read_text(encoding="utf-8"))
    return tuple(
        Group(group["title"], group["about"], tuple(map(_setting, group["setting"])))
        for group in table["group"]
    )


def _setting(row: dict[str, Any]) -> Setting:
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
    return Setting(**values)


GROUPS = _read()
SETTINGS = {setting.name: setting for group in GROUPS for setting in group.settings}

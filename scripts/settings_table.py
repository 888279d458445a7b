"""Print docs/SETTINGS.md, made from the table of settings in the code.

python scripts/settings_table.py > docs/SETTINGS.md
"""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from f5tts_worker.settings.table import GROUPS, Setting

HEAD = """\
# Settings

<!-- Made by scripts/settings_table.py from src/f5tts_worker/settings/settings.toml, which the code reads. -->

All settings are environment variables, and none has to be set. If a value is not valid, the worker ends at
its start with one sentence that names every fault. `true`, `1`, `yes`, `on` and `false`, `0`, `no`, `off` are
accepted. A variable with an empty value counts as not set, and the one listed after it is read instead.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    for group in GROUPS:
        yield f"## {group.title}\n\n{group.about}\n"
        yield "| Variable | Takes | Default | Meaning |\n|---|---|---|---|"
        for setting in group.settings:
            names = ", or ".join(f"`{name}`" for name in setting.names)
            meaning = " ".join(filter(None, (setting.meaning, setting.more)))
            yield f"| {names} | {_takes(setting)} | {_default(setting)} | {meaning} |"
        yield ""


def _takes(setting: Setting) -> str:
    if isinstance(setting.default, bool):
        return "`true`, `false`"
    if setting.choices:
        return ", ".join(f"`{choice}`" for choice in setting.choices)
    unit = f" {setting.unit}" if setting.unit else ""
    if setting.bounds:
        low, high = setting.bounds
        return f"{low:,} to {high:,}{unit}"
    return f"a number ({setting.unit})" if unit else setting.takes


def _default(setting: Setting) -> str:
    if setting.default is None:
        return setting.shown
    return f"`{str(setting.default).lower() if isinstance(setting.default, bool) else setting.default}`"


if __name__ == "__main__":
    print(page(), end="")

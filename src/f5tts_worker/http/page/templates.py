"""The page's templates, and the table of its phrases, which its scripts read, too."""

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def asset(name: str) -> str:
    """Return the text of a file of the page."""
    return resources.files("f5tts_worker.http.page").joinpath("assets", name).read_text(encoding="utf-8")


def phrases() -> dict[str, str]:
    """Return what the page says, by the names that its templates and scripts use."""
    return dict(json.loads(asset("en.json")))


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return a template with `{{name}}` replaced by HTML, and `{{say.name}}` by a phrase of the table.

    `{{player}}` is what both pages have in common. No value is ever searched for places to fill.
    """
    said = {f"say.{name}": html.escape(text) for name, text in phrases().items()}
    known = {**said, "phrases": data(phrases()), **values}
    whole = asset(template).replace("{{player}}", asset("player.html"))
    return re.sub(r"\{\{([\w.]+)\}\}", lambda place: known[place[1]], whole)


def data(value: Any) -> str:
    """Return a value as JSON that cannot end the element that it stands in."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

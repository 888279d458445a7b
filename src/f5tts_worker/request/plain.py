"""What a request says, in the usual spelling of each of its fields, however its caller wrote it.

What is in that spelling already stays as it is: the records of earlier versions name requests by it.
"""

import base64
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from f5tts_worker.request.direction_fields import TURN_SPEED
from f5tts_worker.request.forms import is_nothing, meant, plain_name
from f5tts_worker.request.names import voice_name
from f5tts_worker.request.style_properties import BY_PLAIN_NAME


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return an input, as JSON has it, of the values that were read from a job's fields."""
    found = {name: _usual(value) for name, value in values.items()}
    if "turns" in found:
        labels = {str(label).casefold() for label in values.get("voices") or ()}
        found["turns"] = [_turn(one, labels) if isinstance(one, dict) else one for one in values["turns"]]
    if "subtitle_style" in found:
        found["subtitle_style"] = _style(values["subtitle_style"])
    return found


def _usual(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    return value


def _turn(turn: Mapping[str, Any], labels: Collection[str]) -> dict[str, Any]:
    """Return a turn; `labels` are the request's own names for voices, which stay whole."""
    found = {name: value for name, value in turn.items() if value not in (None, "")}
    if isinstance(text := found.get("text"), str):
        found["text"] = unicodedata.normalize("NFC", text)
    if isinstance(voice := found.get("voice"), str):
        name = unicodedata.normalize("NFC", voice.strip())
        found["voice"] = name if name.casefold() in labels else voice_name(voice) or name
    if "speed" in found:
        found["speed"] = meant(TURN_SPEED, found["speed"])
    return found


def _style(style: object) -> object:
    """Return a style's name, or its properties by our names; one that has only a preset is its name."""
    if not isinstance(style, Mapping):
        return style.strip().lower() if isinstance(style, str) else style
    found = {}
    for name, value in style.items():
        field = BY_PLAIN_NAME.get(plain_name(name))
        if field is None or value is None or is_nothing(field, value):
            continue
        usual = meant(field, value)
        if isinstance(usual, str) and field.kind in ("choice", "color"):
            usual = usual.strip().lower() if field.kind == "choice" else usual.strip().upper()
        found[field.name] = usual
    return found["preset"] if found.keys() == {"preset"} else found

"""What the files of subtitle formats are called, apart from the writers, which import a package."""

from collections.abc import Mapping

_ENDINGS: Mapping[str, str] = {"textgrid": "TextGrid", "whisper_json": "whisper.json"}


def ending(name: str) -> str:
    """Return how the name of a format's file ends, after the dot."""
    return _ENDINGS.get(name, name)

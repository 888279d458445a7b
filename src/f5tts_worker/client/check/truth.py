"""The recordings that come with the check, and when each of their words is said."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from f5tts_worker.client.check.sound import Span


@dataclass(frozen=True)
class Recording:
    """An Opus file of a synthesizer that says when it speaks each word, in milliseconds."""

    name: str
    text: str
    times: tuple[Span, ...]
    data: bytes

    @property
    def base64(self) -> str:
        """The file as a request takes it."""
        return base64.b64encode(self.data).decode("ascii")


def recordings() -> Iterator[Recording]:
    """Yield the recordings; scripts/check_recordings.py makes them."""
    folder = files(__package__) / "recordings"
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for name, said in truth.items():
        times = tuple((start, end) for start, end in said["words"])
        yield Recording(name, said["text"], times, (folder / f"{name}.opus").read_bytes())

"""Where a voice or a file comes from, as a request names it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StoredVoice:
    """A voice by name: in the store, or built in."""

    name: str


@dataclass(frozen=True)
class RemoteFile:
    """A recording or a text to fetch; `field` is what the caller called it."""

    url: str
    field: str


@dataclass(frozen=True)
class InlineFile:
    """A recording or a text that came inside the request."""

    data: bytes
    field: str

    def __repr__(self) -> str:
        return f"InlineFile({len(self.data)} bytes, field={self.field!r})"


FileSource = RemoteFile | InlineFile

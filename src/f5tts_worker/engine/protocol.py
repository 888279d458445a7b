"""The engine's protocol: one JSON object per line, over two dedicated pipes. Standard library only.

request   {"id": 7, "method": "synthesise", "params": {...}}
events    {"id": 7, "event": "progress", "data": {"stage": "sampling", "done": 3, "total": 8}}
          {"id": 7, "event": "result", "data": {...}}     exactly one of result and error ends a request
          {"id": 7, "event": "error", "data": {"code": ..., "message": ..., "details": {...}}}
          {"id": 0, "event": "ready", "data": {"pid": ...}}   once, before any model is loaded
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

METHODS = ("load", "prepare", "synthesise", "align", "transcribe", "encode")
EventKind = Literal["ready", "progress", "result", "error"]
EVENTS: tuple[EventKind, ...] = ("ready", "progress", "result", "error")

# A line longer than this is a fault: audio passes by file path, an hour of words is 4 MB.
MAX_LINE_BYTES = 16 * 1024 * 1024


class ProtocolError(Exception):
    """A line that is not a message of this protocol."""


@dataclass(frozen=True)
class Request:
    """One call: `method` is one of METHODS, `params` is JSON."""

    id: int
    method: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One message from the engine about request `id` (0: about the engine itself)."""

    id: int
    event: EventKind
    data: Mapping[str, Any] = field(default_factory=dict)


def encode(message: Request | Event) -> bytes:
    """Return the message as one line of JSON, line feed included. Raises ProtocolError for one too long."""
    text = json.dumps(vars(message), ensure_ascii=False, separators=(",", ":"))
    line = text.encode(errors="surrogatepass") + b"\n"  # json.loads reads lone surrogates the same way
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"a message of {len(line)} bytes; at most {MAX_LINE_BYTES}")
    return line


def decode_request(line: bytes) -> Request:
    """Read a request from one line. Raises ProtocolError."""
    data = _object(line)
    method = data.get("method")
    if method not in METHODS:
        raise ProtocolError(f"unknown method {method!r}")
    return Request(_id(data), method, _mapping(data, "params"))


def decode_event(line: bytes) -> Event:
    """Read an event from one line. Raises ProtocolError."""
    data = _object(line)
    kind = data.get("event")
    if kind not in EVENTS:
        raise ProtocolError(f"unknown event {kind!r}")
    return Event(_id(data), kind, _mapping(data, "data"))


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"a line of {len(line)} bytes; at most {MAX_LINE_BYTES}")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {line[:80]!r}") from error
    if not isinstance(data, dict):
        raise ProtocolError(f"not an object: {line[:80]!r}")
    return data


def _id(data: Mapping[str, Any]) -> int:
    value = data.get("id")
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ProtocolError(f"id must be a whole number, not {value!r}")
    return value


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ProtocolError(f"{key} must be an object, not {type(value).__name__}")
    return value

"""What every tiny engine needs: requests in and events out, on the two pipes that its arguments name."""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

REQUESTS, EVENTS = (int(number) for number in sys.argv[-2:])


def send(id_: int, event: str, **data: Any) -> None:
    """Send one event."""
    raw(json.dumps({"id": id_, "event": event, "data": data}).encode() + b"\n")


def raw(data: bytes) -> None:
    """Write bytes as they are."""
    while data:
        data = data[os.write(EVENTS, data) :]


def ready() -> None:
    """Say that the engine is up."""
    send(0, "ready", pid=os.getpid())


def requests() -> Iterator[dict[str, Any]]:
    """Yield requests until the pipe ends."""
    with os.fdopen(REQUESTS, "rb", closefd=False) as pipe:
        for line in pipe:
            yield json.loads(line)

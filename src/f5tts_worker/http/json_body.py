"""JSON that clients send, read so that nothing in it is dropped without a word."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from f5tts_worker.http.faults import Fault

_SHOWN = 40  # letters of a name that an error repeats
_LISTED = 10


def read_json(data: str | bytes) -> Any:
    """Return what JSON says. Raises ValueError and RecursionError as `json.loads`, and Fault 422.

    The latter names what occurs twice in one object: most readers take the last one, without a word.
    """
    twice: dict[str, None] = {}

    def as_object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            twice.update(dict.fromkeys(name for name, count in counts.items() if count > 1))
        return found

    read = json.loads(data, object_pairs_hook=as_object)
    if twice:
        problem, expected = "occurs twice in one object", "it once"
        rows = [
            {"field": name[:_SHOWN], "problem": problem, "expected": expected} for name in [*twice][:_LISTED]
        ]
        sentence = "; ".join(f"{row['field']} {problem}" for row in rows)
        raise Fault(422, "INVALID_REQUEST", f"{sentence}.", {"faults": rows})
    return read


class JsonRequest(Request):
    """A request whose body is read so, by the framework too."""

    async def json(self) -> Any:
        """Return the body. Raises as `read_json`."""
        return read_json(await self.body())

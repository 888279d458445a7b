"""Files of an answer that the server itself has: they are fetched at once, with the key that it may ask for.

A bucket's links are signed, and need no key; no other place than the server may get it.
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

FILES = "/v1/files/"  # where `f5tts serve` has what it made


def with_files(state: Mapping[str, Any], server: str, fetch: Callable[[str], bytes]) -> dict[str, Any]:
    """Return a job's state whose answer holds what it linked to on this server.

    `fetch` returns what is at a path below the server's address.
    """
    answer = state.get("output")
    if state.get("status") != "COMPLETED" or not isinstance(answer, dict):
        return dict(state)

    def linked(part: Mapping[str, Any], name: str) -> bytes | None:
        """Return the file that a part links to, or None where that is elsewhere."""
        path = _path(part.get(name), server)
        return None if path is None else fetch(path)

    held = dict(answer)
    if (sound := linked(answer, "audio_url")) is not None:
        held["audio_base64"] = base64.b64encode(sound).decode("ascii")
    if "word_timings" not in answer and (words := linked(answer, "word_timings_url")) is not None:
        held["word_timings"] = json.loads(words)
    parts = answer.get("subtitles")
    if isinstance(parts, dict):
        held["subtitles"] = {
            name: part
            if "content" in part or (text := linked(part, "url")) is None
            else {**part, "content": text.decode()}
            for name, part in parts.items()
        }
    return {**state, "output": held}


def _path(link: object, server: str) -> str | None:
    """Return the path of a link to a file of the server's, by whatever scheme and prefix it knows itself."""
    if not isinstance(link, str):
        return None
    parts, own = urlsplit(link), urlsplit(server)
    _, found, key = parts.path.partition(FILES)
    is_own = (parts.hostname, parts.port) == (own.hostname, own.port)
    return f"{FILES}{key}" if found and is_own else None

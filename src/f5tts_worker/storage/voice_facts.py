"""What is known of a stored voice, next to its recording: `voices/NAME.json`.

A recording, its text and its sidecar are three objects, and no store writes three at once. A reader must
never take a new recording with the text of an old one. So an upload writes the sidecar first, with the sums
of recording and text and with the text itself, then the recording, then the text file. Whatever a reader
finds between two of these writes, and whatever a broken upload leaves behind, `text_of` finds the right text.
All times are the store's, of one clock; "much newer" is by more than an upload takes:

    recording is the sidecar's, text file is not, and is not newer:  being replaced; the sidecar's text
    recording is the sidecar's, text file is much newer:             corrected by hand; the text file
    recording is not the sidecar's, text file is not either:         not yet replaced, or a pair put there by
                                                                     hand; the text file
    recording is not the sidecar's and newer, text file is its and
    is not much newer:                                               only the recording was replaced by hand;
                                                                     no text: it is unknown what is said now
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from f5tts_worker.request.fields import MAX_REF_TEXT_CHARS
from f5tts_worker.storage.json_checks import (
    Table,
    checked,
    exactly,
    is_number,
    is_text,
    is_whole,
    list_of,
    required,
)
from f5tts_worker.storage.store import Entry

LAYOUT = 1
MAX_BYTES = 256 * 1024
MAX_WARNINGS = 50
WRITING_MS = 10_000  # three small writes are done by then: later changes come from others


def describe(audio: Path, text: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sidecar of a prepared recording and its text.

    facts: {seconds, language, chars_per_second, source: {from, format, seconds}, warnings, job: id | None}.
    """
    data = audio.read_bytes()  # twelve seconds: half a megabyte
    return {
        "layout": LAYOUT,
        "seconds": facts["seconds"],
        "text": text,
        "language": facts["language"],
        "chars_per_second": facts["chars_per_second"],
        "source": dict(facts["source"]),
        "warnings": list(facts["warnings"])[:MAX_WARNINGS],
        "job": facts["job"],
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "audio_bytes": len(data),
        "audio_sha256": hashlib.sha256(data).hexdigest(),
        "text_sha256": sha256_of(text),
    }


def encode(sidecar: Mapping[str, Any]) -> bytes:
    """Return the file's content."""
    return json.dumps(sidecar, ensure_ascii=False, indent=1).encode()


def decode(data: bytes) -> dict[str, Any] | None:
    """Return a sidecar that `describe` could have made, or None: others may write to the bucket, too."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    facts = checked(found, _FIELDS)
    return facts and {name: value for name, value in facts.items() if name != "layout"}


def sha256_of(text: str | None) -> str:
    """Return a text's sum as a sidecar has it: white space does not count."""
    return hashlib.sha256(" ".join((text or "").split()).encode()).hexdigest()


def describes(sidecar: Mapping[str, Any], audio: Entry, file: Path | None = None) -> bool:
    """Say whether this is the sidecar of a recording: by its size, and by its sum where it is at hand."""
    if audio.size != sidecar["audio_bytes"] or not audio.key.endswith(".wav"):
        return False
    return file is None or hashlib.sha256(file.read_bytes()).hexdigest() == sidecar["audio_sha256"]


def text_of(
    sidecar: Mapping[str, Any],
    own: Entry,
    audio: Entry,
    *,
    is_its: bool,
    beside: Entry | None,
    text: str | None,
) -> str | None:
    """Return what is said in the recording `audio`, or None if it is not known: see the module's table.

    `own` is the sidecar's entry, `is_its` whether it describes the recording, `beside` and `text` the text
    file.
    """
    by_hand = text is not None and beside is not None and beside.modified > own.modified + WRITING_MS
    if is_its:
        return text if by_hand else str(sidecar["text"])
    same = sha256_of(text) == sidecar["text_sha256"]
    left_behind = same and not by_hand and audio.modified >= own.modified
    return None if left_behind else text


def _is_word(value: object) -> bool:
    return is_text(value) and len(str(value)) <= 300


def _is_sum(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


_FIELDS: Table = required(
    layout=lambda value: value == LAYOUT,
    seconds=is_number,
    text=lambda value: is_text(value) and 0 < len(value.strip()) <= len(value) <= MAX_REF_TEXT_CHARS,
    language=lambda value: value is None or _is_word(value),
    chars_per_second=is_number,
    source=exactly({**required(format=_is_word, seconds=is_number), "from": (True, _is_word)}),
    warnings=lambda value: list_of(is_text)(value) and len(value) <= MAX_WARNINGS,
    job=lambda value: value is None or _is_word(value),
    created=_is_word,
    audio_bytes=is_whole,
    audio_sha256=_is_sum,
    text_sha256=_is_sum,
)

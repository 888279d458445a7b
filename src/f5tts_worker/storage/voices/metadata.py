"""What is known of a stored voice, next to its recording: `voices/NAME.json`.

A recording, its text and its metadata are three objects, and no store writes three at once. A reader must
never take a new recording with the text of an old one. So an upload writes the metadata first, with the sums
of recording and text and with the text itself, then the recording, then the text file. Whatever a reader
finds between two of these writes, and whatever a broken upload leaves behind, `text_of` decides which text is
said in the recording that is there:

1. The metadata describes the recording. Its own text is right: an unlike text file is the old one, about to
   be replaced. Only a text file that is much newer was corrected by hand, and is right then.
2. It describes another recording. That one is not yet replaced, or a pair was put there by hand: the text
   file is right. Only where it is the very text of the metadata, and the recording is newer, was the
   recording alone replaced by hand: what is said in it is unknown.

The times are the store's own, of one clock; "much newer" is by more than an upload takes.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from f5tts_worker.languages import LANGUAGES
from f5tts_worker.request.consent import is_consent
from f5tts_worker.request.fields import MAX_REF_TEXT_CHARS, MAX_SEED
from f5tts_worker.script.lexicon import faults_of
from f5tts_worker.script.turns import MAX_SPEED, MIN_SPEED
from f5tts_worker.storage.json_checks import (
    Table,
    checked,
    exactly,
    is_number,
    is_sum,
    is_text,
    is_whole,
    list_of,
    optional,
    required,
)
from f5tts_worker.storage.store import Entry

LAYOUT = 1
MAX_BYTES = 6_000_000  # the largest lexicon among the defaults has 5 MB, if all of it must be escaped
MAX_WARNINGS = 50
WRITING_MS = 10_000  # three small writes are done by then: later changes come from others


def describe(audio: Path, text: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a prepared recording and its text.

    facts: {seconds, language, chars_per_second, source: {from, format, seconds}, warnings, job: id | None},
    and defaults and consent where there are any.
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
        **{name: dict(facts[name]) for name in ("defaults", "consent") if facts.get(name)},
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "audio_bytes": len(data),
        "audio_sha256": hashlib.sha256(data).hexdigest(),
        "text_sha256": sha256_of(text),
    }


def encode(metadata: Mapping[str, Any]) -> bytes:
    """Return the file's content."""
    return json.dumps(metadata, ensure_ascii=False, indent=1).encode()


def decode(data: bytes) -> dict[str, Any] | None:
    """Return metadata that `describe` could have made, or None: others may write to the bucket, too."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    facts = checked(found, _FIELDS)
    return facts and {name: value for name, value in facts.items() if name != "layout"}


def sha256_of(text: str | None) -> str:
    """Return a text's sum as metadata has it: white space does not count."""
    return hashlib.sha256(" ".join((text or "").split()).encode()).hexdigest()


def describes(metadata: Mapping[str, Any], audio: Entry, file: Path | None = None) -> bool:
    """Say whether this is the metadata of a recording: by its size, and by its sum where it is at hand."""
    if audio.size != metadata["audio_bytes"] or not audio.key.endswith(".wav"):
        return False
    return file is None or hashlib.sha256(file.read_bytes()).hexdigest() == metadata["audio_sha256"]


def text_of(
    metadata: Mapping[str, Any],
    own: Entry,
    audio: Entry,
    *,
    is_its: bool,
    beside: Entry | None,
    text: str | None,
) -> str | None:
    """Return what is said in the recording `audio`, or None if it is not known: see the top of this module.

    `own` is the entry of the metadata, `is_its` says whether it describes the recording, `beside` and `text`
    are the text file.
    """
    corrected = text is not None and beside is not None and beside.modified > own.modified + WRITING_MS
    if is_its:
        return text if corrected else str(metadata["text"])
    is_old = sha256_of(text) == metadata["text_sha256"] and audio.modified >= own.modified
    return text if corrected or not is_old else None


def _is_word(value: object) -> bool:
    return is_text(value) and len(str(value)) <= 300


are_defaults = exactly(
    optional(
        speed=lambda value: is_number(value) and MIN_SPEED <= value <= MAX_SPEED,
        language=lambda value: is_text(value) and value in LANGUAGES,
        seed=lambda value: is_whole(value) and value <= MAX_SEED,
        lexicon=lambda value: next(faults_of(value), None) is None,
    )
)
_FIELDS: Table = {
    **optional(defaults=are_defaults, consent=is_consent),
    **required(
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
        audio_sha256=is_sum,
        text_sha256=is_sum,
    ),
}

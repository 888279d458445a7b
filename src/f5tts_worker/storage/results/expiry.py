"""Results that are to go at a time of their own: `expires_in` of a request, and `delete_result`.

A mark `output/expiring/TIME-JOB` says when. In the order of its keys the store lists what is due first, so
that a look costs one listing, in a bucket too. The record says the same, and counts as absent from then on,
whether or not a worker was there to delete it.
"""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from f5tts_worker.storage.results.records import load_record, output_key, until_of
from f5tts_worker.storage.store import Store

OUTPUT = "output/"
MARKS = f"{OUTPUT}expiring/"
_LATE_MS = 30_000  # after its record, for what a job still writes; one that is sent again later is another


def seconds_left(record: Mapping[str, Any], now: float | None = None) -> float | None:
    """Return for how long a record still counts, at least 0; None if for ever."""
    until = until_of(record)
    return None if until is None else max(0.0, until - (time.time() if now is None else now))


def text_of(until: float) -> str:
    """Return a time as records have it."""
    return datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds")


def path_while_it_counts(store: Store, key: str) -> Path | None:
    """Return where a key is on this machine, there or not; None in a bucket, and for what has expired.

    Raises WorkerError as `store` does.
    """
    path = store.local_path(key)
    if path is None or not key.startswith(OUTPUT):
        return path
    record = load_record(store, key.removeprefix(OUTPUT).partition(".")[0])
    return path if record is None or seconds_left(record) != 0 else None


def put_mark(store: Store, record: Mapping[str, Any]) -> None:
    """Note in the store when a record expires, if it does. Raises WorkerError as `store` does."""
    if (key := _mark_key(record)) is not None:
        store.put_bytes(key, b"", "application/octet-stream")


def _mark_key(record: Mapping[str, Any]) -> str | None:
    until = until_of(record)
    return None if until is None else f"{MARKS}{int(until):012d}-{record['job_id']}"


def delete_result(store: Store, job_id: str) -> int:
    """Delete all that a job has in the store, and the mark that says when it was to go; return the files.

    Raises WorkerError as `store` does.
    """
    record = load_record(store, job_id)
    if record is not None and (mark := _mark_key(record)) is not None:
        store.delete(mark)  # or it would end what is made when the job is sent again
    return delete_files(store, job_id)


def delete_files(store: Store, job_id: str, until: float | None = None) -> int:
    """Delete all that a job has in the store, its record first; return the number of files.

    With `until`, what was written later stays. Raises WorkerError as `store` does.
    """
    own = output_key(job_id, "")
    found = [entry for entry in store.list(own) if until is None or entry.modified <= 1000 * until]
    for entry in sorted(found, key=lambda entry: not entry.key.endswith(".result.json")):
        store.delete(entry.key)
    return len(found)


def delete_expired(store: Store, now: float | None = None) -> int:
    """Delete the results whose time is over, and their marks; return how many. `now` in Unix seconds.

    Raises WorkerError as `store` does.
    """
    now = time.time() if now is None else now
    gone = 0
    for entry in store.scan(MARKS):
        found = re.fullmatch(r"(\d{12})-([A-Za-z0-9_-]+)", entry.key.removeprefix(MARKS))
        if found is None:
            continue
        until, job_id = int(found[1]), found[2]
        if until > now:
            break
        record = load_record(store, job_id)
        later = None if record is None else until_of(record)
        if record is None:
            gone += bool(delete_files(store, job_id, until))
        elif later is not None and later <= now:  # else it was made again since
            gone += bool(delete_files(store, job_id, _written_by(store, job_id)))
        store.delete(entry.key)
    return gone


def _written_by(store: Store, job_id: str) -> float:
    """Return when the job of a record had written all that is its own: Unix seconds of the store's clock."""
    entry = store.head(output_key(job_id, "result.json"))
    return 0.0 if entry is None else (entry.modified + _LATE_MS) / 1000

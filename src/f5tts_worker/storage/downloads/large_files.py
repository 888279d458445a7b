"""Files of gigabytes from the web: looked at before they are fetched, and continued where they end.

The same guards as for what callers send (fetch.py), but the address is the operator's, and the cap is larger.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from f5tts_worker.deadline import left
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.downloads.fetch import PIECE_BYTES, Policy, answer_to, too_large
from f5tts_worker.storage.downloads.guard import Guard
from f5tts_worker.storage.downloads.resumable import arrived, arriving

PAUSES = (1.0, 3.0, 10.0)  # seconds between tries after passing faults; a try that brings data does not count
_PASSING = (408, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Remote:
    """A file as its server describes it: size in bytes, None if unknown; ETag, "" for none.

    Only a strong ETag counts: a weak one does not promise the same bytes.
    """

    size: int | None
    tag: str


def look(url: str, policy: Policy, *, field: str) -> Remote | None:
    """Ask what is there without fetching it; None if there is nothing. Raises WorkerError as `fetch` does."""
    guard = Guard(policy.seconds, field)
    # A GET of one byte and no HEAD, which a presigned address does not allow.
    with answer_to(url, policy, guard, {"Range": "bytes=0-0"}) as answer:
        return None if answer.status_code in (403, 404, 410) else _described(answer, guard)


def fetch_large(
    url: str, target: Path, remote: Remote, policy: Policy, *, field: str, on_bytes: Callable[[int], None]
) -> None:
    """Write the file that `look` described to `target`, continuing with what is there of this version.

    `on_bytes` gets the size so far; what it raises ends the download, and what has arrived stays. Raises
    WorkerError URL_REFUSED, DOWNLOAD_FAILED or DOWNLOAD_TOO_LARGE.
    """
    if (remote.size or 0) > policy.max_bytes:
        raise too_large(field, policy.max_bytes)
    pauses = list(PAUSES)
    ends = running_time() + policy.seconds
    while True:
        there = arrived(target, remote.tag, remote.size)
        try:
            with arriving(target, remote.tag, remote.size) as file:
                _receive(url, file, remote, policy, Guard(policy.seconds, field), on_bytes)
        except WorkerError as error:
            if error.code != "DOWNLOAD_FAILED" or error.details.get("status", 503) not in _PASSING:
                raise
            if arrived(target, remote.tag, remote.size) <= there:
                if not pauses:
                    raise
                time.sleep(left(pauses.pop(0)))
            if running_time() > ends:
                raise
        else:
            return


def _receive(
    url: str,
    file: BinaryIO,
    remote: Remote,
    policy: Policy,
    guard: Guard,
    on_bytes: Callable[[int], None],
) -> None:
    """Append the rest of the file to what is there, or all of it in its place."""
    there = file.tell()
    if there and there == remote.size:
        return
    more = {"Range": f"bytes={there}-", "If-Range": remote.tag} if there else None
    with answer_to(url, policy, guard, more) as answer:
        if _described(answer, guard).tag != remote.tag:
            raise guard.failed("met a different version of the file", status=409)
        if not _is_part(answer):
            file.seek(0)
            file.truncate()
        while piece := answer.raw.read1(PIECE_BYTES, decode_content=True):
            guard.check()
            file.write(piece)
            if file.tell() > policy.max_bytes:
                raise too_large(guard.field, policy.max_bytes)
            on_bytes(file.tell())
        guard.check()
        if remote.size is not None and file.tell() != remote.size:
            raise guard.failed("broke off before the end")


def _is_part(answer: Any) -> bool:
    """Say whether an answer is a part of the file; there are servers that send one with status 200."""
    return "Content-Range" in answer.headers


def _described(answer: Any, guard: Guard) -> Remote:
    """Read size and version from an answer. Raises WorkerError DOWNLOAD_FAILED for a refusal."""
    if answer.status_code not in (200, 206):
        status = answer.status_code
        raise guard.failed(f"was answered with HTTP status {status}", status=status)
    length = answer.headers.get("Content-Length", "")
    if _is_part(answer):
        length = answer.headers["Content-Range"].rpartition("/")[2]
    tag = answer.headers.get("ETag", "")
    size = int(length) if length.isascii() and length.isdecimal() else None
    return Remote(size, "" if tag.startswith("W/") else tag)

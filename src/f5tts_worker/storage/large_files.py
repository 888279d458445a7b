"""Files of gigabytes from the web: looked at before they are fetched, and continued where they end.

The same guards as for what callers send (fetch.py), but the address is the operator's, and the cap is larger.
"""

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from f5tts_worker.deadline import left
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.download_guard import Guard
from f5tts_worker.storage.fetch import PIECE_BYTES, Policy, answer_to, session_for, too_large
from f5tts_worker.storage.resumable import begin, finish, part_of

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
    guard = Guard(policy.seconds, field, None)
    try:
        # A GET of one byte and no HEAD, which a presigned address does not allow.
        with (
            guard,
            session_for(policy, guard) as session,
            answer_to(session, url, policy, guard, {"Range": "bytes=0-0"}) as answer,
        ):
            if answer.status_code in (403, 404, 410):
                return None
            return _described(answer, guard)
    except Exception as error:
        if isinstance(error, WorkerError):
            raise
        raise guard.explain(error) from None


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
        there = begin(target, remote.tag)
        if there > (remote.size or there):
            part_of(target).unlink()
            there = 0
        try:
            _go_on(url, target, there, remote, policy, field, on_bytes)
        except WorkerError as error:
            if error.code != "DOWNLOAD_FAILED" or error.details.get("status", 503) not in _PASSING:
                raise
            if begin(target, remote.tag) <= there:
                if not pauses:
                    raise
                time.sleep(left(pauses.pop(0)))
            if running_time() > ends:
                raise
        else:
            finish(target)
            return


def _go_on(
    url: str,
    target: Path,
    there: int,
    remote: Remote,
    policy: Policy,
    field: str,
    on_bytes: Callable[[int], None],
) -> None:
    if there and there == remote.size:
        return
    guard = Guard(policy.seconds, field, None)
    more = {"Range": f"bytes={there}-", "If-Range": remote.tag} if there else None
    try:
        with (
            guard,
            session_for(policy, guard) as session,
            answer_to(session, url, policy, guard, more) as answer,
        ):
            _receive(answer, part_of(target), remote, guard, policy.max_bytes, on_bytes)
    except Exception as error:
        if isinstance(error, WorkerError) or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise guard.explain(error) from None  # the libraries' messages quote the whole address


def _receive(
    answer: Any, part: Path, remote: Remote, guard: Guard, most: int, on_bytes: Callable[[int], None]
) -> None:
    if _described(answer, guard).tag != remote.tag:
        raise guard.failed("met a different version of the file", status=409)
    with part.open("ab" if _is_part(answer) else "wb") as file:
        while piece := answer.raw.read1(PIECE_BYTES, decode_content=True):
            guard.check()
            file.write(piece)
            if file.tell() > most:
                raise too_large(guard.field, most)
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

"""One job, however often it is delivered: RunPod promises "at least once", and work costs the caller money.

Deliveries that meet in this worker share one piece of work. A later one is answered from the store's record,
which names the request that it answers. What a bucket did not take waits on the volume, and is not made
again either. Failures are not answered from memory: a failed job that is delivered again runs again.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from f5tts_worker.config import Bucket, PlacedSettings
from f5tts_worker.errors import WorkerError, fault
from f5tts_worker.jobs.delivery import response
from f5tts_worker.jobs.usage import of_earlier
from f5tts_worker.request.canonical import canonical
from f5tts_worker.storage import Store
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results import outputs
from f5tts_worker.storage.results.records import load_result
from f5tts_worker.storage.results.undelivered import deliver, spool_of
from f5tts_worker.storage.s3.errors import AccessDeniedError

log = logging.getLogger(__name__)

# What the SDK calls a job of `--test_input`: every such job has the same id, so it names none.
NO_ID = "local_test"

Answer = dict[str, Any]


class TooLargeInsideError(WorkerError):
    """A result that the bucket did not take does not fit into an answer."""


def has_id(job: Mapping[str, Any]) -> bool:
    """Say whether the job has an id of its own."""
    return job.get("id") not in (None, "", NO_ID)


def request_digest(job: Mapping[str, Any], bucket: Bucket | None = None) -> str:
    """Return what tells this job's request from another's, as hexadecimal digits.

    `bucket` is one that came with the job: its place counts, its key does not.
    """
    text = canonical(job.get("input"))
    if bucket is not None:
        text += json.dumps([bucket.endpoint, bucket.name])
    return hashlib.sha256(text.encode()).hexdigest()


def seed_of(job_id: str, digest: str) -> int:
    """Return a 32-bit seed that is the job's own: two workers with the same job make the same speech."""
    return int.from_bytes(hashlib.sha256(f"{job_id}\0{digest}".encode()).digest()[:4])


def earlier_answer(store: Store, job_id: str, digest: str, *, only: bool = False) -> Answer | None:
    """Return the stored answer of this very job, with fresh addresses, or None. Takes one look-up.

    `only`: the id is for one request alone. Raises WorkerError: what `Store.read_bytes` raises but for access
    that was denied, RESULT_TOO_LARGE, and INVALID_REQUEST for an id that came with another request.
    """
    try:
        record = load_result(store, job_id)
        if not _answers(record, job_id, digest, only=only):
            return None
        return response.success(record, store)
    except AccessDeniedError as error:
        # A key that may not list is denied access to what is absent. A wrong key is reported before the work.
        log.warning("cannot look for an earlier result: %s", error)
        return None
    except WorkerError as error:
        if error.code == "NOT_FOUND":
            return None  # a part of the result was deleted
        raise


def _answers(
    record: Mapping[str, Any] | None, job_id: str, digest: str | None, *, only: bool
) -> TypeGuard[Mapping[str, Any]]:
    """Say whether there is a record of this request. Raises WorkerError if there must be no other one."""
    is_ours = record is not None and digest in (None, record.get("request"))
    if only and record is not None and not is_ours:
        raise _other_request(job_id)
    return is_ours


def _other_request(job_id: str) -> WorkerError:
    expected = "an id that belongs to this request alone"
    return fault("request_id", f"is {job_id!r}, with which another request was sent", expected)


def waiting_answer(
    settings: PlacedSettings, store: Store, job_id: str, digest: str | None, *, only: bool = False
) -> Answer | None:
    """Return the answer of a job whose result waits on the volume for the bucket, or None if none does.

    With a digest, only that of this very request; `only` as in `earlier_answer`. The result goes into the
    bucket now, or is inside the answer, unless a caller's own bucket refuses it. Raises WorkerError as
    `keep_on_volume` does.
    """
    spool = spool_of(settings)
    if spool is None:
        return None
    record = load_result(spool, job_id)
    if not _answers(record, job_id, digest, only=only):
        return None
    try:
        deliver(spool, store, record)
    except FileNotFoundError:  # another worker has just put it there
        return None
    except WorkerError as error:
        if error.code == "STORE_REFUSED" and settings.bucket is not None and settings.bucket.from_job:
            raise
        return inside(record, spool, error)
    return response.success(record, store)


def keep_on_volume(
    settings: PlacedSettings, outcome: outputs.Outcome, folder: Path, error: WorkerError
) -> Answer:
    """Answer with a result that the bucket did not take, and keep it on the volume where there is room.

    `folder` is the job's own. Raises WorkerError: STORE_UNAVAILABLE, which sending the job again may cure, if
    the result does not fit into an answer; `error` itself if it cannot be kept either.
    """
    spool = spool_of(settings)
    if spool is None or error.code not in ("STORE_UNAVAILABLE", "STORE_REFUSED", "JOB_TIMEOUT"):
        raise error
    log.warning("the bucket did not take the result: %s", error)
    try:
        return inside(outputs.publish(spool, outcome), spool, error)
    except WorkerError as also:
        if also.code not in ("VOLUME_FULL", "STORE_UNAVAILABLE") or isinstance(also, TooLargeInsideError):
            raise
        log.warning("the result cannot be kept on the volume either: %s", also)
    here = FolderStore(folder / "unkept")  # on the container's disk: enough to answer with
    try:
        return inside(outputs.publish(here, outcome), here, error, kept=False)
    except WorkerError:
        raise error from None


def inside(record: Mapping[str, Any], place: FolderStore, error: WorkerError, *, kept: bool = True) -> Answer:
    """Return the answer with everything inside it and a warning that says why.

    Raises WorkerError STORE_UNAVAILABLE if it does not fit.
    """
    why = error.message.rstrip(".")
    waits = " The same job sent again (RunPod's /retry) finds it on the volume for a week." if kept else ""
    try:
        answer = response.success(record, place)
    except WorkerError as large:
        if large.code != "RESULT_TOO_LARGE":
            raise
        sentence = f"The bucket did not take the result, and it is too large for an answer: {why}.{waits}"
        details = {**error.details, "cause": error.code, "kept_on_volume": kept}
        raise TooLargeInsideError("STORE_UNAVAILABLE", sentence, details) from None
    warning = f"The bucket did not take the result, so all of it is in this answer: {why}.{waits}"
    answer["warnings"] = [*answer.get("warnings", []), warning]
    return answer


@dataclass
class _Shared:
    """Work under way, and how many deliveries wait for it."""

    task: asyncio.Task[Answer]
    waiting: int = 0


class Deliveries:
    """The jobs that are being worked on, by id and request. Lives in one event loop."""

    def __init__(self) -> None:
        self._shared: dict[tuple[str, str], _Shared] = {}

    def check_only(self, job_id: str, digest: str) -> None:
        """Raise WorkerError INVALID_REQUEST if another request is being worked on under this id."""
        if any(key[0] == job_id and key[1] != digest for key in self._shared):
            raise _other_request(job_id)

    async def once(self, job_id: str, digest: str, work: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """Do the work, or join it if it is under way. It is cancelled when all that wait for it are."""
        key = (job_id, digest)
        shared = self._shared.get(key)
        has_joined = shared is not None
        if shared is None:
            shared = self._shared[key] = _Shared(asyncio.create_task(work()))
        else:
            log.info("delivered again while under way: joining")
        shared.waiting += 1
        try:
            answer = dict(await asyncio.shield(shared.task))  # each its own: the SDK takes answers apart
            return of_earlier(answer) if has_joined else answer
        finally:
            shared.waiting -= 1
            if not shared.waiting:
                self._shared.pop(key, None)
                if not shared.task.done():
                    shared.task.cancel()
                    await asyncio.wait([shared.task])  # a cancelled job's work has ended when it says so

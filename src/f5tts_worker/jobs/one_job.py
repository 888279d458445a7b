"""The life of one job, from what the SDK hands over to its answer: `answer`, and then what stands below it.

It is read, and refused or joined with the same job under way. An attempt looks whether it was done before,
notes that it has begun, takes the endpoint's steps, and keeps a record. Whatever fails becomes an answer, and
a note where others may ask for the job.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from f5tts_worker import log as logs
from f5tts_worker.bootstrap import uploads_paused
from f5tts_worker.config import Bucket, Settings
from f5tts_worker.deadline import in_thread
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.delivery import response
from f5tts_worker.jobs.delivery.deliveries import earlier_answer, has_id, request_digest, waiting_answer
from f5tts_worker.jobs.delivery.job_bucket import FIELD, bucket_of
from f5tts_worker.jobs.delivery.piece_files import NOWHERE, PieceFiles
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.listener import Listener
from f5tts_worker.jobs.pipeline import ENDPOINTS
from f5tts_worker.jobs.status.job_states import PATIENCE_S, NoteKeeper
from f5tts_worker.jobs.status.progress import Post, ProgressPosts, runpod_post
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.jobs.unknown_names import is_model_unknown, unknown_names
from f5tts_worker.jobs.usage import log_usage, of_earlier
from f5tts_worker.jobs.workplace import Workplace
from f5tts_worker.request.parse import read
from f5tts_worker.request.plain import plain
from f5tts_worker.request.reader import Fault
from f5tts_worker.request.requests import (
    AlignRequest,
    HealthRequest,
    Request,
    TtsRequest,
    UploadRequest,
    WarmupRequest,
)
from f5tts_worker.running_time import running_time
from f5tts_worker.storage import Store, open_bucket, open_store
from f5tts_worker.storage.results.records import put_record, record_of, safe_job_id
from f5tts_worker.supervisor.own_folder import own_folder
from f5tts_worker.volume.volume import choose_folder

log = logging.getLogger(__name__)

WITH_OUTPUTS = (TtsRequest, AlignRequest)  # what a second delivery must not make again
WITHOUT_FILES = (UploadRequest, WarmupRequest)  # what is done once it has an answer
WITH_ENGINE = (*WITH_OUTPUTS, *WITHOUT_FILES)  # what takes a while, and room on the volume


@dataclass(frozen=True)
class Order:
    """A job as it was parsed.

    `is_named`: it has an id of its own; `is_only`: that is its caller's, for this request alone. `digest` is
    None where it makes nothing that could be made twice, `bucket` where it brings none.
    """

    job: Mapping[str, Any]
    id: str
    is_named: bool
    is_only: bool
    request: Request
    digest: str | None
    bucket: Bucket | None
    listener: Listener | None = None

    @property
    def leaves_in_pieces(self) -> bool:
        """Say whether its speech is to go into the bucket piece by piece; a listener hears it himself."""
        return isinstance(self.request, TtsRequest) and self.request.pieces and self.listener is None

    @property
    def is_noted(self) -> bool:
        """Say whether others may ask how the job stands: it takes a while, and has an id of its own."""
        return self.is_named and isinstance(self.request, WITH_ENGINE)


async def answer(
    job: Mapping[str, Any], place: Workplace, listener: Listener | None = None
) -> dict[str, Any]:
    """Run one job and return the dict that RunPod gets. Raises nothing but CancelledError.

    A listener hears the speech of `tts` while it is made, unless it is joined or was made before.
    """
    # One without an id of its own gets one: its results must not take the place of another's.
    job_id = safe_job_id(str(job["id"]) if has_id(job) else f"unnamed-{secrets.token_hex(8)}")
    logs.job_id.set(job_id)
    try:
        order = replace(await _read(job, job_id, place), listener=listener)
        if order.is_only and order.digest is not None:
            place.deliveries.check_only(order.id, order.digest)
    except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer and the log the details)
        refusal = _failed(error, job_id)
        if has_id(job) and not job.get(FIELD):  # the bucket that came with the job may be the fault
            await _note_refusal(job_id, refusal, place)
        return refusal
    if order.digest is None:
        return await _attempt(order, place)
    return await place.deliveries.once(order.id, order.digest, lambda: _attempt(order, place))


async def _read(job: Mapping[str, Any], job_id: str, place: Workplace) -> Order:
    """Read a job. Raises WorkerError INVALID_REQUEST with all that is wrong with it."""
    bucket, of_bucket = bucket_of(job, place.settings)
    if bucket is not None:
        logs.hide_in_job(*bucket.secrets)
    parsed = read(job.get("input"), place.settings)
    faults = [*parsed.faults, *of_bucket]
    if bucket is not None and getattr(parsed.request, "expires_in", None) is not None:
        hint = "a lifecycle rule of that bucket: the worker has its key only while the job runs"
        path = parsed.given["expires_in"]
        faults.append(Fault(path, "has no effect in a bucket that comes with the job", hint))
    is_refused = faults or is_model_unknown(parsed, place.settings)
    if is_refused and not of_bucket:  # else nobody knows where the voices are
        named = await unknown_names(parsed, bucket, place)
        faults += named if faults or len(named) > 1 else ()  # one alone has a code of its own
    request = replace(parsed, faults=faults).checked()
    own: str | None = getattr(request, "request_id", None)
    if own is not None:
        job_id = safe_job_id(own)
        log.info("this job is the request %s", job_id)
    is_only = own is not None
    is_named = is_only or has_id(job)
    is_made_once = is_only or (is_named and isinstance(request, WITH_OUTPUTS))
    digest = request_digest({"input": plain(parsed.values)}, bucket) if is_made_once else None
    return Order(job, job_id, is_named, is_only, request, digest, bucket)


async def _note_refusal(job_id: str, refusal: Mapping[str, Any], place: Workplace) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            _, store = await place.opened(running_time() + PATIENCE_S)
    except Exception as error:  # noqa: BLE001 (the refusal is answered, noted or not)
        log.warning("the refusal could not be noted: %s", error)
        return
    await NoteKeeper(job_id).fail(store, refusal)


async def _attempt(order: Order, place: Workplace) -> dict[str, Any]:
    """Do the job, and answer and note how it ended."""
    brought = None if order.bucket is None else open_bucket(replace(place.settings, bucket=order.bucket))
    note = NoteKeeper(order.id, after=place.note_of(order.id))
    try:
        with uploads_paused():
            return await _work(order, place, brought, note)
    except asyncio.CancelledError:
        heard = None if order.listener is None else order.listener.place
        if heard is not None:
            log.info("the listener left after %(words)d words, %(characters)d characters", heard)
        place.keep_note(order.id, note.cancel(heard))
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer and the log the details)
        failure = _failed(error, order.id)
        store = brought or place.store
        if order.is_noted and store is not None:
            await note.fail(store, failure)
        return failure
    finally:
        if brought is not None:
            brought.close()


async def _work(order: Order, place: Workplace, brought: Store | None, note: NoteKeeper) -> dict[str, Any]:
    """Do the job in a folder of its own, or find that it was done before."""
    deadline = running_time() + place.settings.job_seconds
    # A cancelled job's last thread may still write here, and then leaves a folder.
    with own_folder() as folder:
        tools = await _tools(order, place, brought, folder, deadline)
        if order.digest is not None:
            earlier = await in_thread(deadline, 0, _earlier, tools, order)
            if earlier is not None and isinstance(order.request, WITH_OUTPUTS):
                log.info("delivered again: answered from the earlier result")
                earlier = of_earlier(earlier)
                log_usage(earlier)
                return earlier
        if isinstance(order.request, WITH_ENGINE):
            await place.readiness.volume()  # has room, or this job ends here
        posts = ProgressPosts(_post(order, place.settings))
        async with posts as progress, _pieces(order, tools, progress, deadline) as pieces:
            warnings = [*order.request.warnings, *tools.warnings]
            if pieces is None and order.leaves_in_pieces:
                warnings.append(NOWHERE)
            job = Job(
                order.id,
                progress,
                folder,
                deadline,
                order.digest,
                is_named=order.is_named,
                listener=order.listener if pieces is None else pieces.listener,
                warnings=warnings,
            )
            noted = note.kept(tools.store, deadline) if order.is_noted else contextlib.nullcontext()
            async with noted:
                with place.listed(job):
                    done: dict[str, Any] = await ENDPOINTS[type(order.request)](order.request, job, tools)
            done.setdefault("warnings", warnings)
            if order.is_noted:
                log_usage(done)
        if order.is_noted and isinstance(order.request, WITHOUT_FILES):
            await in_thread(deadline, 0, _record, tools.store, order, done)
    return done


async def _tools(
    order: Order, place: Workplace, brought: Store | None, folder: Path, deadline: float
) -> Tools:
    """Return what the steps work with; `health` does not wait for the volume."""
    if isinstance(order.request, HealthRequest):
        settings = place.settings.placed(choose_folder(place.settings))
        return Tools(settings, open_store(settings), place.readiness)
    volume, own = await place.opened(deadline)
    tools = Tools(volume.settings, own, place.readiness, volume.warnings, place.running)
    if brought is None or order.bucket is None:
        return tools
    # Nothing from a caller's own bucket goes where other jobs look: its server may send anything.
    settings = replace(volume.settings, bucket=order.bucket)
    return replace(tools, settings=settings, store=brought, own_cache=folder / "voices")


def _pieces(
    order: Order, tools: Tools, progress: ProgressPosts, deadline: float
) -> contextlib.AbstractAsyncContextManager[PieceFiles | None]:
    """Return what puts the job's pieces into the bucket, where they are wanted and there is one."""
    if not order.leaves_in_pieces or tools.settings.bucket is None:  # a server's folder is none
        return contextlib.nullcontext()
    return PieceFiles(
        tools.store,
        order.id,
        order.digest or secrets.token_hex(8),
        progress,
        expires_in=getattr(order.request, "expires_in", None),
        seconds_left=deadline - running_time(),
    )


def _post(order: Order, settings: Settings) -> Post | None:
    """Return what tells of the job's progress, where somebody would hear of it."""
    if order.listener is not None:
        return order.listener.progress
    return runpod_post(order.job) if settings.on_runpod else None


def _earlier(tools: Tools, order: Order) -> dict[str, Any] | None:
    """Return the answer of this very job if it was done before: from the volume, else from the store."""
    job_id, digest, only = order.id, order.digest or "", order.is_only
    return waiting_answer(tools.settings, tools.store, job_id, digest, only=only) or earlier_answer(
        tools.store, job_id, digest, only=only
    )


def _record(store: Store, order: Order, done: Mapping[str, Any]) -> None:
    """Store the record of a job that made no files, so that `result` and `status` know it."""
    endpoint = "upload" if isinstance(order.request, UploadRequest) else "warmup"
    try:
        put_record(store, record_of(endpoint, {**done, "request": order.digest}))
    except WorkerError as error:
        log.warning("the answer could not be stored: %s", error)


def _failed(error: Exception, job_id: str) -> dict[str, Any]:
    log.info("failed: %s", error)
    return response.failure(error, job_id)

"""What is to be forgotten: a voice, or what a job has made. Blocking; each says what is left, and where."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from f5tts_worker.errors import WorkerError, fault
from f5tts_worker.jobs.delivery import response
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.status.job_states import standing_of
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.storage.results.expiry import delete_result
from f5tts_worker.storage.results.undelivered import spool_of
from f5tts_worker.storage.voices.builtin import LocalVoice

_VERSIONS = "earlier versions of its objects, if the bucket keeps versions: a lifecycle rule removes them"
_OF_VOICE = (
    "the results that were made with it: delete_result deletes those of a job",
    "the records of earlier uploads that it replaced, with text and consent: delete_result deletes each",
    "the memory of workers that have spoken in it: until a minute after, with their next job, or their end",
    "what jobs that are under way with it still write: send the request again when they have ended",
)
_OF_RESULT = (
    "its speech, without text and name, among what is kept on the volume for later jobs: for up to a day"
)
_OF_QUEUE = "RunPod's own copy of the answer: for up to half an hour"
_OF_LOCAL_API = "the local API's own copy of the answer, in its memory: for up to half an hour"


def forget_voice(name: str, builtin: Mapping[str, LocalVoice], job: Job, tools: Tools) -> dict[str, Any]:
    """Delete a stored voice and what is kept of it on the volume. Raises WorkerError as `Voices.delete`."""
    found = asdict(tools.voices.delete_everywhere(name, builtin, tools.settings.root))
    left = [*_OF_VOICE]
    if stuck := found.pop("stuck"):
        left.append(f"{stuck} files on the volume that could not be removed: send a health job to see why")
    return response.plain(job.id, deleted=name, removed=found, left=[*left, *_in_bucket(tools)])


def forget_result(job_id: str, job: Job, tools: Tools) -> dict[str, Any]:
    """Delete all that a job has stored. Raises WorkerError NOT_FOUND, and INVALID_REQUEST while it runs."""
    found = standing_of(job_id, tools.running, tools.settings, tools.store)
    if found.status in ("QUEUED", "PROCESSING"):
        raise fault("job_id", f"is {job_id!r}, which is under way", "a job that has ended, or was cancelled")
    spool = spool_of(tools.settings)
    places = [tools.store] if spool is None else [spool, tools.store]
    files = sum(delete_result(place, job_id) for place in places)
    if not files:
        raise WorkerError("NOT_FOUND", f"There is nothing of the job {job_id!r} in the store.")
    return response.plain(
        job.id, deleted=job_id, files=files, left=[_OF_RESULT, *_copies(tools), *_in_bucket(tools)]
    )


def _copies(tools: Tools) -> list[str]:
    """Return who else has the answer; an HTTP server keeps none that is stored."""
    if tools.settings.serve == "http":
        return []
    return [_OF_QUEUE if tools.settings.on_runpod else _OF_LOCAL_API]


def _in_bucket(tools: Tools) -> list[str]:
    return [] if tools.settings.bucket is None else [_VERSIONS]

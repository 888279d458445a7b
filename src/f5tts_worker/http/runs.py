"""The jobs that HTTP requests begin: counted, ended when their clients leave, and looked up later."""

import asyncio
import logging
import uuid
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.types import Receive

from f5tts_worker.http.backend import NAMED, Answer, Backend, sound_of, words_of
from f5tts_worker.http.faults import Fault, of_answer
from f5tts_worker.http.streams import Stream, client_left, stays
from f5tts_worker.request.fields import ENDPOINTS
from f5tts_worker.request.forms import meant
from f5tts_worker.request.names import identifier
from f5tts_worker.running_time import running_time

log = logging.getLogger(__name__)
T = TypeVar("T")

# No work for the engine.
AT_ONCE = ("list_voices", "get_voice", "delete_voice", "health", "result", "delete_result", "status")
_REQUEST_ID = next(field for field in ENDPOINTS["tts"].fields if field.name == "request_id")
LOOK_UP_S = 300.0  # for a worker to say how a job stands: before an endpoint, one may have to be started
KEPT, KEPT_S = 200, 1800.0  # outcomes of jobs without a waiting client; RunPod keeps results for as long


@dataclass(frozen=True)
class UnderWay:
    """A job that goes on after the request that began it has been answered."""

    job_id: str


@dataclass
class LookUp:
    """A question to a worker about a job, and how many wait for its answer."""

    task: asyncio.Task[Answer]
    askers: int = 0


class Runs:
    """Begins jobs and waits for them, for as long as somebody wants their answers."""

    def __init__(self, backend: Backend, parallel: int) -> None:
        self._backend = backend
        self._parallel = parallel
        self._tasks: dict[asyncio.Task[Any], str] = {}
        self._left: dict[asyncio.Task[Any], str] = {}  # those of them, and of others, that nobody waits for
        self._expected = 0  # jobs that wait for room, which is theirs before those who come have any
        self._look_ups: dict[tuple[str, str], LookUp] = {}  # by endpoint and job
        self._ended: dict[str, tuple[float, Answer | Fault]] = {}  # when and how, the oldest first

    def check_room(self) -> None:
        """Raise Fault 429 where too many jobs are under way, or wait to be."""
        if len(self._tasks) + self._expected >= self._parallel:
            sentence = f"{self._parallel} jobs are under way already. Send the request again a little later."
            raise Fault(429, "BUSY", sentence)

    def begin(self, job_input: Mapping[str, Any]) -> str:
        """Start a job in the background and return its id. Raises Fault as `answer` does before it waits.

        How it ends is kept for those who ask later.
        """
        job_id, task = self._start(job_input)
        self._let_go(job_id, task, job_input)
        return job_id

    async def answer(self, job_input: Mapping[str, Any], request: Request) -> Answer:
        """Do a job for a request and return its answer. Raises Fault, also for one that failed.

        A client that goes away meanwhile ends the job.
        """
        answer = await self.answer_within(None, job_input, request)
        assert not isinstance(answer, UnderWay)  # noqa: S101 - no time was named
        return answer

    async def answer_within(
        self, seconds: float | None, job_input: Mapping[str, Any], request: Request
    ) -> Answer | UnderWay:
        """Return a job's answer, or after so many seconds its id: then it goes on by itself."""
        job_id, task = self._start(job_input)
        stays = False
        try:
            if await _has_ended(task, seconds, request):
                return checked(_result(task))
            stays = True
            self._let_go(job_id, task, job_input)
            return UnderWay(job_id)
        finally:
            if not stays:
                await _stop(task)

    async def stream(self, job_input: Mapping[str, Any], request: Request) -> Stream:
        """Do a job for a request that hears its speech while it is made; return when it can be heard.

        Raises Fault as `answer` does, also for a job that fails before its first piece. The stream is to be
        closed: that ends the job.
        """
        return await self._streamed(self._admitted(job_input, is_work=True), job_input, request.receive)

    async def stream_later(self, job_input: Mapping[str, Any], patience_s: float) -> Stream:
        """Do the same after others where there is no room at once. Raises Fault 429 after `patience_s`.

        Whoever waits cancels this when the client leaves.
        """
        await self._room(patience_s)
        return await self._streamed(self._admitted(job_input, is_work=False), job_input, stays)

    async def _streamed(self, job_id: str, job_input: Mapping[str, Any], receive: Receive) -> Stream:
        stream = Stream(self._backend.stream(job_id, job_input))
        task = self._begun(job_id, stream.pump(), is_work=True)
        await stream.begin(task, receive)
        return stream

    async def told_at_once(self, job_input: Mapping[str, Any]) -> Answer | None:
        """Return the answer of a job that is no work, or None where one must be paid for. Raises Fault.

        Whoever waits cancels this when the client leaves.
        """
        if self._backend.is_metered:
            return None
        _, task = self._start(job_input)
        try:
            await asyncio.wait({task})
            return checked(_result(task))
        finally:
            await _stop(task)

    async def earlier(self, job_id: str, request: Request) -> Answer:
        """Return the answer of an earlier job, or how it stands. Raises Fault, also for one that failed."""
        ended = self._end(job_id)
        if isinstance(ended, Fault):
            raise ended.with_traceback(None)  # or each time it is raised would add to it
        answer = ended or self._backend.known(job_id) or await self._told("result", job_id, request)
        if answer.get("error_code") == "NOT_FOUND" and self._under_way(job_id):
            return {"status": "QUEUED", "job_id": job_id}  # no worker has looked at it yet
        if answer.get("error_code") == "NOT_FOUND" and self._end(job_id):  # it has ended meanwhile
            return await self.earlier(job_id, request)
        return checked(answer)

    async def status(self, job_id: str, request: Request) -> Answer:
        """Say how a job stands. Raises Fault."""
        ended = self._end(job_id)
        if isinstance(ended, Fault):
            error = {"error": f"{ended.code}: {ended.message}", "error_code": ended.code}
            failure = {**error, "retryable": ended.retryable}
            return {"job_id": job_id, "status": "FAILED", "failure": failure}
        if ended is not None:
            return {"job_id": job_id, "status": "COMPLETED"}
        answer = checked(self._backend.known(job_id) or await self._told("status", job_id, request))
        if answer.get("status") == "UNKNOWN" and self._under_way(job_id):
            return {**answer, "status": "QUEUED"}  # no worker has looked at it yet
        return answer

    async def cancel(self, job_id: str) -> bool:
        """End a job that was begun here, and say whether there was one."""
        tasks = self._under_way(job_id)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        return bool(tasks)

    def _under_way(self, job_id: str) -> set[asyncio.Task[Any]]:
        return {task for task, known in (self._tasks | self._left).items() if known == job_id}

    async def finish(self) -> None:
        """Wait for what is under way: the server's end lets running jobs end."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _room(self, patience_s: float) -> None:
        """Wait until there is room for a job. Raises Fault 429."""
        until = running_time() + patience_s
        self._expected += 1
        try:
            while len(self._tasks) >= self._parallel and (left := until - running_time()) > 0:
                await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._expected -= 1
        if len(self._tasks) >= self._parallel:
            self.check_room()

    def _start(self, job_input: Mapping[str, Any]) -> tuple[str, asyncio.Task[Answer]]:
        """Start a job and return its id and its end. Raises Fault 422, and 429 where there is no room."""
        is_work = self._backend.is_metered or job_input.get("endpoint") not in AT_ONCE
        job_id = self._admitted(job_input, is_work=is_work)
        return job_id, self._begun(job_id, self._backend.run(job_id, job_input), is_work=is_work)

    def _admitted(self, job_input: Mapping[str, Any], *, is_work: bool) -> str:
        """Return the id of a job that may begin. Raises Fault 422, and 429 where there is no room."""
        own = meant(_REQUEST_ID, job_input.get("request_id"))
        job_id = _checked("request_id", own) if isinstance(own, str) and own else f"http-{uuid.uuid4()}"
        if is_work:
            self.check_room()
        self._ended.pop(job_id, None)
        return job_id

    def _begun(self, job_id: str, doing: Coroutine[Any, Any, T], *, is_work: bool) -> asyncio.Task[T]:
        """Have a job done as a task, which counts while it lasts."""
        task = asyncio.create_task(doing)
        task.add_done_callback(_seen)
        if is_work:
            self._tasks[task] = job_id
            task.add_done_callback(self._tasks.pop)
        return task

    async def _told(self, endpoint: str, job_id: str, request: Request) -> Answer:
        """Ask a worker about a job, once for all who ask meanwhile. Raises Fault."""
        key = endpoint, _checked("job_id", job_id)
        if key not in self._look_ups:
            _, task = self._start({"endpoint": endpoint, "job_id": job_id})
            self._look_ups[key] = LookUp(task)
        look_up = self._look_ups[key]
        look_up.askers += 1
        try:
            if await _has_ended(look_up.task, LOOK_UP_S, request):
                return _result(look_up.task)
            raise Fault(504, "JOB_TIMEOUT", "No worker has said in time how the job stands.", retryable=True)
        finally:
            look_up.askers -= 1
            if not look_up.askers:
                del self._look_ups[key]
                await _stop(look_up.task)

    def _let_go(self, job_id: str, task: asyncio.Task[Answer], job_input: Mapping[str, Any]) -> None:
        """Keep the outcome of a job that nobody waits for, unless a worker keeps it for those who ask."""
        is_recorded = job_input.get("endpoint", "tts") in NAMED

        def keep(done: asyncio.Task[Answer]) -> None:
            del self._left[done]
            outcome = _outcome(done, job_id)
            if isinstance(outcome, Fault) or not is_recorded:
                self._ended[job_id] = (running_time(), outcome)
            if len(self._ended) > KEPT:
                del self._ended[next(iter(self._ended))]

        self._left[task] = job_id
        task.add_done_callback(keep)

    def _end(self, job_id: str) -> Answer | Fault | None:
        """Return the outcome of a background job, which is kept for a while."""
        if self._under_way(job_id):
            return None  # that was an earlier one of this id
        since, outcome = self._ended.get(job_id, (0.0, None))
        return outcome if running_time() - since < KEPT_S else None

    async def audio(self, answer: Answer) -> bytes:
        """Return the speech of an answer, inside it or linked. Raises Fault."""
        return await sound_of(self._backend, answer)

    async def subtitles(self, answer: Answer, name: str) -> str:
        """Return the subtitles of an answer in one format, inside it or linked. Raises Fault."""
        part = (answer.get("subtitles") or {}).get(name) or {}
        if isinstance(part.get("content"), str):
            return str(part["content"])
        return (await self._backend.read(str(part.get("url")))).decode()

    async def with_subtitles(self, answer: Answer) -> Answer:
        """Return an answer with the texts of its subtitle files in it, also of those that it links.

        A file that cannot be had stays a link.
        """

        async def whole(name: str, part: Mapping[str, Any]) -> dict[str, Any]:
            try:
                return {**part, "content": await self.subtitles(answer, name)}
            except (Fault, ValueError) as error:  # the second for what is no text
                log.warning("the %s file stays a link: %s", name, error)
                return dict(part)

        parts = answer.get("subtitles") or {}
        read = await asyncio.gather(*(whole(name, part) for name, part in parts.items()))
        return {**answer, "subtitles": dict(zip(parts, read, strict=True))} if parts else answer

    async def words(self, answer: Answer) -> list[dict[str, Any]]:
        """Return the word timings of an answer, inside it or linked. Raises Fault."""
        return await words_of(self._backend, answer)


def checked(answer: Answer) -> Answer:
    """Return the answer of a job that succeeded. Raises Fault for one that failed."""
    if "error" in answer:
        raise of_answer(answer)
    return answer


def _checked(name: str, job_id: str) -> str:
    """Return a job's id if it is one, as the worker sees it. Raises Fault 422."""
    if identifier(job_id) is None:
        expected = _REQUEST_ID.wanted
        fault = {"field": name, "problem": "is no id of a job", "expected": expected}
        raise Fault(422, "INVALID_REQUEST", f"{name} is no id of a job ({expected}).", {"faults": [fault]})
    return job_id


def _result(task: asyncio.Task[Answer]) -> Answer:
    """Return what a task that has ended came to. Raises Fault 409 for one that was cancelled, by its id."""
    if task.cancelled():
        raise Fault(409, "CANCELLED", "The job was cancelled.")
    return task.result()


def _outcome(task: asyncio.Task[Answer], job_id: str) -> Answer | Fault:
    """Return what the task of a job that has ended came to, whatever that is."""
    try:
        return checked(_result(task))
    except Fault as fault:
        fault.job_id = job_id
        return fault
    except Exception as error:
        log.exception("a job failed inside the server")
        sentence = f"Something went wrong inside the server ({type(error).__name__}); its log says more."
        return Fault(500, "INTERNAL", sentence, retryable=True, job_id=job_id)


async def _has_ended(task: asyncio.Task[Answer], seconds: float | None, request: Request) -> bool:
    """Wait for a task, and say whether it has ended by then. Raises Fault 499 when the client leaves."""
    left = asyncio.ensure_future(client_left(request.receive))
    try:
        await asyncio.wait({task, left}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if left.done() and not task.done():
            raise Fault(499, "CLIENT_LEFT", "The client has closed the connection.")
        return task.done()
    finally:
        left.cancel()


async def _stop(task: asyncio.Task[Answer]) -> None:
    """End a task, if it has not ended yet."""
    if task.cancel():
        await asyncio.wait({task})


def _seen(task: asyncio.Task[Any]) -> None:
    """Take note of how a task ended; Python logs the failure of one that is never looked at."""
    if not task.cancelled():
        task.exception()

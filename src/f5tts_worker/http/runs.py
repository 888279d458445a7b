"""The jobs that HTTP requests begin: counted, ended when their clients leave, and looked up later."""

import asyncio
import base64
import binascii
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from f5tts_worker.http.backend import Answer, Backend
from f5tts_worker.http.faults import Fault, of_answer

AT_ONCE = ("list_voices", "get_voice", "delete_voice", "health", "result", "status")  # no work for the engine


@dataclass(frozen=True)
class UnderWay:
    """A job that goes on after the request that began it has been answered."""

    job_id: str


class Runs:
    """Begins jobs and waits for them, for as long as somebody wants their answers."""

    def __init__(self, backend: Backend, parallel: int) -> None:
        self._backend = backend
        self._parallel = parallel
        self._tasks: dict[asyncio.Task[Answer], str] = {}

    def check_room(self) -> None:
        """Raise Fault 429 where too many jobs are under way."""
        if len(self._tasks) >= self._parallel:
            sentence = f"{self._parallel} jobs are under way already. Send the request again a little later."
            raise Fault(429, "BUSY", sentence)

    def begin(self, job_input: Mapping[str, Any]) -> tuple[str, asyncio.Task[Answer]]:
        """Start a job and return its id and its end. Raises Fault 429 where too many are under way."""
        is_work = job_input.get("endpoint") not in AT_ONCE
        if is_work:
            self.check_room()
        own = job_input.get("request_id")
        job_id = own if isinstance(own, str) and own else f"http-{uuid.uuid4()}"
        task = asyncio.create_task(self._backend.run(job_id, job_input))
        task.add_done_callback(_seen)
        if is_work:
            self._tasks[task] = job_id
            task.add_done_callback(self._tasks.pop)
        return job_id, task

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
        job_id, task = self.begin(job_input)
        left = asyncio.create_task(_left(request))
        stays = False
        try:
            await asyncio.wait({task, left}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return checked(task.result())
            stays = not left.done()
            if stays:
                return UnderWay(job_id)
            raise Fault(499, "CLIENT_LEFT", "The client has closed the connection.")
        finally:
            left.cancel()
            if not stays and task.cancel():
                await asyncio.wait({task})

    async def earlier(self, job_id: str) -> Answer:
        """Return the answer of an earlier job, or how it stands. Raises Fault, also for one that failed."""
        answer = await self._backend.earlier(job_id)
        if answer.get("error_code") == "NOT_FOUND" and job_id in self._tasks.values():
            return {"status": "QUEUED", "job_id": job_id}  # no worker has looked at it yet
        return checked(answer)

    async def status(self, job_id: str) -> Answer:
        """Say how a job stands. Raises Fault."""
        answer = checked(await self._backend.status(job_id))
        if answer.get("status") == "UNKNOWN" and job_id in self._tasks.values():
            return {**answer, "status": "QUEUED"}  # no worker has looked at it yet
        return answer

    async def cancel(self, job_id: str) -> bool:
        """End a job that was begun here, and say whether there was one."""
        tasks = {task for task, known in self._tasks.items() if known == job_id}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        return bool(tasks)

    async def finish(self) -> None:
        """Wait for what is under way: the server's end lets running jobs end."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def audio(self, answer: Answer) -> bytes:
        """Return the speech of an answer, inside it or linked. Raises Fault."""
        inside = answer.get("audio_base64")
        if isinstance(inside, str):
            try:
                return base64.b64decode(inside, validate=True)
            except binascii.Error:
                raise Fault(502, "INTERNAL", "The worker's audio is not valid base64.") from None
        return await self._backend.read(str(answer.get("audio_url")))

    async def subtitles(self, answer: Answer, name: str) -> str:
        """Return the subtitles of an answer in one format, inside it or linked. Raises Fault."""
        part = (answer.get("subtitles") or {}).get(name) or {}
        if isinstance(part.get("content"), str):
            return str(part["content"])
        return (await self._backend.read(str(part.get("url")))).decode()

    async def words(self, answer: Answer) -> list[dict[str, Any]]:
        """Return the word timings of an answer, inside it or linked. Raises Fault."""
        found = answer.get("word_timings")
        if found is None:
            found = json.loads(await self._backend.read(str(answer.get("word_timings_url"))))
        return list(found)


def checked(answer: Answer) -> Answer:
    """Return the answer of a job that succeeded. Raises Fault for one that failed."""
    if "error" in answer:
        raise of_answer(answer)
    return answer


def _seen(task: asyncio.Task[Answer]) -> None:
    """Look at how a task ended: of one that nobody waits for, Python would log it."""
    if not task.cancelled():
        task.exception()


async def _left(request: Request) -> None:
    """Return when the client has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass

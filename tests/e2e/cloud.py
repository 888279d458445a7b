"""A stand-in for RunPod's side of a serverless endpoint, on the loopback.

It is no mock of the SDK: the worker under test runs the real SDK's production loop and speaks HTTP with this
server, which hands out jobs (job-take, job-take-batch), takes progress and results (job-done), asks for stops
(job-stop) and takes heartbeats (ping). Paths and answers are those that runpod 1.12 asks for: rp_job, rp_http
and rp_ping there. Clients find run, runsync and status, as runpod.endpoint asks for them.
"""

import asyncio
import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

ENDPOINT = "standin"
PATIENCE_S = 900  # for what must come: starting an engine takes a minute on a machine with other work
POD = "pod-under-test"
BUSY = "speaking"  # what the engine spends its time with, in progress's words


@dataclass(frozen=True)
class Post:
    """One thing that the worker said about a job: `at` is time.monotonic() of its arrival."""

    job: str
    at: float
    body: dict[str, Any]

    @property
    def is_progress(self) -> bool:
        return self.body.get("status") == "IN_PROGRESS"


class Cloud:
    """Serves in a thread of its own; every method may be called from the test's thread.

    `hold_s` is how long an empty job-take or job-stop is held open. RunPod holds them longer; after SIGTERM
    the SDK leaves only when both have ended, so a short one keeps the tests short. Each costs work.
    """

    def __init__(self, api_key: str, hold_s: float = 2.0) -> None:
        self.api_key = api_key
        self.hold_s = hold_s
        self.pings: list[str | None] = []  # the jobs in progress, as each heartbeat named them
        self.refused: list[str] = []  # requests without the right key
        self.submitted: list[str] = []  # every job that was queued
        self.left: int | None = None  # how many more jobs are handed out; None: all
        self._posts: list[Post] = []
        self._jobs: list[dict[str, Any]] = []
        self._stops: list[str] = []
        self._taken: dict[str, float] = {}
        self._takers: dict[str, str] = {}  # job -> pod
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._quit = asyncio.Event()
        self._asked = asyncio.Event()  # a new one for each news to the requests that are held
        self._up: threading.Event = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="cloud", daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._up.wait(PATIENCE_S):
            raise TimeoutError("the stand-in did not start")
        return self

    def __exit__(self, *exception: object) -> None:
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(60)

    def environment(self, pod: str = POD) -> dict[str, str]:
        """Return what RunPod would put into a worker's process environment. Each worker has its pod."""
        base = f"http://127.0.0.1:{self.port}/v2/{ENDPOINT}"
        return {
            "RUNPOD_WEBHOOK_GET_JOB": f"{base}/job-take/$ID?gpu=none",
            "RUNPOD_WEBHOOK_POST_OUTPUT": f"{base}/job-done/$RUNPOD_POD_ID/$ID?gpu=none",
            "RUNPOD_WEBHOOK_PING": f"{base}/ping/$RUNPOD_POD_ID?gpu=none",
            "RUNPOD_AI_API_KEY": self.api_key,
            "RUNPOD_POD_ID": pod,
            "RUNPOD_ENDPOINT_ID": ENDPOINT,
            "RUNPOD_PING_INTERVAL": "1000",
            "RUNPOD_SKIP_AUTO_SYSTEM_CHECKS": "true",  # they open a connection to the internet
            "RUNPOD_SKIP_GPU_CHECK": "true",
        }

    def submit(self, job_input: object, job_id: str | None = None, **beside: object) -> str:
        """Queue a job, as POST /run would; `beside` is what stands beside `input`. Returns its id."""
        job_id = job_id or f"e2e-{uuid.uuid4().hex}"
        with self._news:
            self._jobs.append({"id": job_id, "input": job_input, **beside})
            self.submitted.append(job_id)
        self._loop.call_soon_threadsafe(self._look)
        return job_id

    def forget(self, job_id: str) -> None:
        """Forget what was said about a job, as before POST /retry."""
        with self._news:
            self._posts = [post for post in self._posts if post.job != job_id]

    def lose(self, pod: str) -> list[str]:
        """End the jobs of a worker that is gone, as RunPod does: without an answer. Returns them."""
        with self._news:
            ended = {post.job for post in self._posts if not post.is_progress}
            lost = [job for job, taker in self._takers.items() if taker == pod and job not in ended]
            self._posts += [Post(job, time.monotonic(), {"error": "the worker is gone"}) for job in lost]
            self._news.notify_all()
        return lost

    def cancel(self, job_id: str) -> None:
        """Ask the worker to stop a job, as POST /cancel would, once it has begun.

        The SDK takes a job, names it in its heartbeats, and begins it up to 0.1 s later, or later still on a
        busy machine; it drops a stop that comes between (JobScaler.stop_job).
        """
        self.wait_progress(job_id)
        with self._news:
            self._stops.append(job_id)
        self._loop.call_soon_threadsafe(self._look)

    def posts(self, job_id: str) -> list[Post]:
        """Return everything said about a job so far, in order of arrival."""
        with self._news:
            return [post for post in self._posts if post.job == job_id]

    def progress(self, job_id: str) -> list[dict[str, Any]]:
        """Return the progress updates of a job, in order of arrival."""
        return [post.body["output"] for post in self.posts(job_id) if post.is_progress]

    def wait_for(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until the condition holds. Raises TimeoutError that says what did not come."""
        end = time.monotonic() + seconds
        with self._news:
            while not condition():
                if not self._news.wait(min(0.2, max(0.0, end - time.monotonic()))) and time.monotonic() > end:
                    raise TimeoutError(f"waited {seconds} s for {what}")

    def wait_taken(self, job_id: str, seconds: float = PATIENCE_S) -> None:
        """Wait until the worker has taken the job."""
        self.wait_for(lambda: job_id in self._taken, seconds, f"job {job_id} to be taken")

    def wait_progress(self, job_id: str, stage: str | None = None, seconds: float = PATIENCE_S) -> None:
        """Wait until the job has reported progress (of one stage)."""
        self.wait_for(
            lambda: any(
                p.job == job_id and p.is_progress and stage in (None, p.body["output"].get("stage"))
                for p in self._posts
            ),
            seconds,
            f"progress {stage or ''} of job {job_id}",
        )

    def wait_busy(self, job_id: str, after: float = 0.0) -> None:
        """Wait until the engine works on the job, and said so after this time.monotonic().

        Raises AssertionError with the answer if the job ends before.
        """

        def is_busy() -> bool:
            posts = [post for post in self._posts if post.job == job_id and post.at > after]
            ends = [post.body for post in posts if not post.is_progress]
            assert not ends, f"{job_id} ended before it was seen at work: {str(ends[0])[:1000]}"
            return any(post.body["output"]["message"] == BUSY for post in posts)

        self.wait_for(is_busy, PATIENCE_S, f"progress {BUSY} of job {job_id}")

    def taken_at(self, job_id: str) -> float:
        """Return when the worker took the job, as time.monotonic()."""
        return self._taken[job_id]

    def result(self, job_id: str, seconds: float = PATIENCE_S) -> dict[str, Any]:
        """Wait for the result of a job and return what was posted: `output`, and `error` if it FAILED."""
        self.wait_for(
            lambda: any(p.job == job_id and not p.is_progress for p in self._posts),
            seconds,
            f"the result of job {job_id}",
        )
        return next(post.body for post in self.posts(job_id) if not post.is_progress)

    def run(self, job_input: object, seconds: float = PATIENCE_S) -> dict[str, Any]:
        """Queue a job and wait for its result."""
        return self.result(self.submit(job_input), seconds)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._main())
        finally:
            self._loop.close()

    async def _main(self) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024, middlewares=[self._authorised])
        root = f"/v2/{ENDPOINT}"
        app.add_routes(
            [
                web.get(f"{root}/job-take/{{pod}}", self._take),
                web.get(f"{root}/job-take-batch/{{pod}}", self._take),
                web.get(f"{root}/job-stop/{{pod}}", self._stop),
                web.post(f"{root}/job-done/{{pod}}/{{job:.+}}", self._done),
                web.get(f"{root}/ping/{{pod}}", self._ping),
                web.post(f"{root}/run", self._run),
                web.post(f"{root}/runsync", self._runsync),
                web.get(f"{root}/status/{{job}}", self._status),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._up.set()
        await self._quit.wait()
        await runner.cleanup()

    @web.middleware
    async def _authorised(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") != self.api_key:
            self.refused.append(f"{request.method} {request.path}")
            return web.Response(status=401)
        response: web.StreamResponse = await handler(request)
        return response

    async def _held(self, ready: Callable[[], Any]) -> Any:
        """Hold the request open until there is something to say, or the time is over."""
        end = time.monotonic() + self.hold_s
        while not self._quit.is_set():
            asked = self._asked
            with self._news:
                if found := ready():
                    return found
            try:
                await asyncio.wait_for(asked.wait(), end - time.monotonic())
            except TimeoutError:
                return None
        return None

    def _end(self) -> None:
        self._quit.set()
        self._look()

    def _look(self) -> None:
        self._asked.set()
        self._asked = asyncio.Event()

    async def _take(self, request: web.Request) -> web.Response:
        batch = "batch_size" in request.query
        count = int(request.query.get("batch_size", 1))

        def take() -> list[dict[str, Any]]:
            some = count if self.left is None else min(count, self.left)
            taken, self._jobs = self._jobs[:some], self._jobs[some:]
            self.left = None if self.left is None else self.left - len(taken)
            self._taken |= {job["id"]: time.monotonic() for job in taken}
            self._takers |= {job["id"]: request.match_info["pod"] for job in taken}
            return taken

        taken = await self._held(take)
        if not taken:
            return web.Response(status=204)
        return web.json_response(taken if batch else taken[0])

    async def _stop(self, request: web.Request) -> web.Response:
        def take() -> list[str]:
            stops, self._stops = self._stops, []
            return stops

        stops = await self._held(take)
        return web.json_response({"jobsToStop": stops}) if stops else web.Response(status=204)

    async def _done(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        with self._news:
            self._posts.append(Post(request.match_info["job"], time.monotonic(), body))
            self._news.notify_all()
        return web.json_response({})

    async def _ping(self, request: web.Request) -> web.Response:
        self.pings.append(request.query.get("job_id"))
        return web.json_response({})

    async def _run(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response({"id": self.submit(body["input"]), "status": "IN_QUEUE"})

    async def _runsync(self, request: web.Request) -> web.Response:
        body = await request.json()
        job = self.submit(body["input"])
        found = await asyncio.to_thread(self.result, job)
        return web.json_response(
            {"id": job, "status": "FAILED" if "error" in found else "COMPLETED", **found}
        )

    async def _status(self, request: web.Request) -> web.Response:
        job = request.match_info["job"]
        with self._news:
            posts = [post for post in self._posts if post.job == job]
            queued = any(waiting["id"] == job for waiting in self._jobs)
            known = queued or job in self._taken
        if not known:
            return web.json_response({"error": "job not found"}, status=404)
        done = next((post.body for post in posts if not post.is_progress), None)
        if done is not None:
            status = "FAILED" if "error" in done else "COMPLETED"
            return web.json_response({"id": job, "status": status, **done})
        state = {"id": job, "status": "IN_QUEUE" if queued else "IN_PROGRESS"}
        return web.json_response(state | ({"output": posts[-1].body["output"]} if posts else {}))

"""Progress of a job: in order, only the newest when updates pile up, and never after the result.

The SDK's own `progress_update` starts a thread per call, so updates overtake each other and can land after
the result. Here one task per job posts one update at a time, and has ended before the result is returned.

The engine does some things again: what was misspoken, what did not fit into memory, what was lost with its
process. A bar that a caller draws must not run back then.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Self

from f5tts_worker.running_time import running_time

log = logging.getLogger(__name__)

Post = Callable[[Mapping[str, Any]], Awaitable[None]]

INTERVAL_S = 0.5  # RunPod's /status is polled, so faster updates would only cost requests
LOG_INTERVAL_S = 30.0
LAST_POST_S = 2.0  # how long the result may wait for an update that is on its way
SAMPLING = "sampling"  # the stage in which the engine speaks
PARTS = "turns"  # the stage of speech that is made of several
RETRY = "retry"  # the stage of all that is done once more because it was misspoken


class ProgressPosts:
    """Takes reports from the pipeline and posts the newest one, at most every INTERVAL_S seconds.

    Used as `async with ProgressPosts(post) as progress`; `report` is called in the event loop's thread.
    """

    def __init__(self, post: Post | None) -> None:
        self._post = post
        self._started = running_time()
        self.latest: dict[str, Any] | None = None  # what was reported last, for those who ask
        self._newest: dict[str, Any] | None = None  # what is still to be posted
        self._facts: dict[str, Any] = {}  # in whatever is posted
        self._furthest = ("", "", 0, 0)  # of what the engine reported
        self._passed: set[str] = set()  # its stages that are over
        self._round: tuple[str, int, int] | None = None  # a phrase, how many rounds were before, and the most
        self._part: tuple[int, int] | None = None  # parts of the speech that were before, and all of them
        self._logged: dict[str, float] = {}  # when the last line of each stage was written
        self._news = asyncio.Event()
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def report(self, stage: str, message: str, done: int = 0, total: int = 0) -> None:
        """Report the state: a stage's name, a phrase for people, and how far it is (0 of 0: unknown)."""
        if self._closing.is_set():
            return
        elapsed = round(running_time() - self._started, 1)
        update: dict[str, Any] = {"stage": stage, "message": message, "elapsed": elapsed}
        if total:
            update |= {"done": done, "total": total, "percent": min(100, 100 * done // total)}
        self._log(update)
        self.latest = self._newest = update
        self._news.set()

    def add(self, **facts: Any) -> None:
        """Say something more with what was reported last, and with all that follows."""
        self._facts |= facts
        self._newest = self._newest or self.latest
        self._news.set()

    def advance(self, stage: str, message: str, done: int, total: int) -> None:
        """Report what the engine does. Where it does something again, the furthest state stays as it is."""
        if stage == "load" and self._furthest[0] not in ("", "load"):
            stage, _, done, total = self._furthest  # loading again is a wait, and no step
            self.report(stage, message, done, total)
            return
        if self._part is not None:
            if stage != SAMPLING:  # of each part, this is nearly all
                self.report(*self._furthest)
                return
            before, most = self._part
            stage, message = PARTS, f"speaking turn {before + 1} of {most}"
            done, total = before * total + done, most * total
        elif self._round is not None:
            message, before, most = self._round
            stage, done, total = RETRY, before * total + done, most * total
        last, _, last_done, last_total = self._furthest
        is_back = stage in self._passed or (stage == last and done * last_total < last_done * total)
        if not is_back:
            if stage != last:
                self._passed.add(last)
            self._furthest = stage, message, done, total
        self.report(*self._furthest)

    @contextlib.contextmanager
    def part(self, before: int, most: int) -> Iterator[None]:
        """Count what the engine reports in the block as one of `most` parts, after `before` others."""
        self._part = (before, most) if most > 1 else None
        try:
            yield
        finally:
            self._part = None

    @contextlib.contextmanager
    def retrying(self, message: str, before: int, most: int) -> Iterator[None]:
        """Count what the engine reports in the block as a round of at most `most`, after `before` others."""
        self._round = message, before, most
        try:
            yield
        finally:
            self._round = None

    async def __aenter__(self) -> Self:
        if self._post is not None:
            self._task = asyncio.create_task(self._send(self._post))
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._closing.set()
        self._news.set()
        if self._task is None:
            return
        _done, late = await asyncio.wait({self._task}, timeout=LAST_POST_S)
        if late:
            self._task.cancel()
            await asyncio.wait({self._task})

    def _log(self, update: Mapping[str, Any]) -> None:
        # A log is read by people: a line when a stage begins, and one now and then while a long one lasts, or
        # two take turns.
        stage, now = update["stage"], update["elapsed"]
        is_news = stage not in self._logged or now - max(self._logged.values()) >= LOG_INTERVAL_S
        if is_news:
            self._logged[stage] = now
        log.log(
            logging.INFO if is_news else logging.DEBUG,
            "%s",
            update["message"],
            extra={"progress": dict(update)},
        )

    async def _send(self, post: Post) -> None:
        while not self._closing.is_set():
            await self._news.wait()
            self._news.clear()
            update, self._newest = self._newest, None
            if update is None or self._closing.is_set():
                continue
            try:
                await post({**update, **self._facts})
            except Exception as error:  # noqa: BLE001 (a lost update must never cost the job)
                log.warning("a progress update was not delivered: %s", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), INTERVAL_S)


def runpod_post(job: Mapping[str, Any]) -> Post:
    """Return the function that posts one update of this job to RunPod, and has arrived when it returns."""

    async def post(update: Mapping[str, Any]) -> None:
        from runpod.http_client import AsyncClientSession
        from runpod.serverless.modules.rp_http import send_result

        async with AsyncClientSession() as session:
            await send_result(session, {"status": "IN_PROGRESS", "output": dict(update)}, dict(job))

    return post

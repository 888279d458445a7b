"""Jobs of HTTP requests: how many, how long, and what becomes of them when their clients leave."""

import asyncio

import pytest
from starlette.requests import Request

from f5tts_worker.http.faults import Fault
from f5tts_worker.http.runs import Runs, UnderWay

TTS = {"endpoint": "tts", "text": "Hello"}


class Held:
    """A stand-in for a backend whose jobs last until they are let go."""

    def __init__(self):
        self.go = asyncio.Event()
        self.begun, self.ended = [], []
        self.known = {"error": "NOT_FOUND: no.", "error_code": "NOT_FOUND"}

    async def run(self, job_id, job_input):
        self.begun.append(job_id)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.ended.append(job_id)
            raise
        return {"status": "completed", "job_id": job_id}

    async def earlier(self, job_id):
        return dict(self.known)

    async def status(self, job_id):
        return {"status": "UNKNOWN", "job_id": job_id}


def request_of(*, leaves=None):
    """Return a request whose client leaves when the event is set, or never."""

    async def receive():
        await (leaves or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http", "headers": []}, receive)


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0)


async def test_a_client_that_leaves_ends_its_job():
    """At once, and no other one's."""
    backend, leaves = Held(), asyncio.Event()
    runs = Runs(backend, 2)
    left = asyncio.create_task(runs.answer(TTS | {"request_id": "left"}, request_of(leaves=leaves)))
    stays = asyncio.create_task(runs.answer(TTS | {"request_id": "stays"}, request_of()))
    await until(lambda: len(backend.begun) == 2)
    leaves.set()
    with pytest.raises(Fault) as caught:
        await left
    assert (caught.value.status, backend.ended) == (499, ["left"])
    backend.go.set()
    assert (await stays)["job_id"] == "stays"


async def test_a_request_that_is_given_up_ends_its_job():
    """As when the server's own time is over."""
    backend = Held()
    task = asyncio.create_task(Runs(backend, 2).answer(TTS, request_of()))
    await until(lambda: backend.begun)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert backend.ended == backend.begun


async def test_more_jobs_than_there_is_room_for_are_refused():
    """With 429; what needs no engine is still done, and room that becomes free is used."""
    backend = Held()
    runs = Runs(backend, 2)
    tasks = [asyncio.create_task(runs.answer(TTS, request_of())) for _ in range(2)]
    await until(lambda: len(backend.begun) == 2)
    with pytest.raises(Fault) as caught:
        await runs.answer(TTS, request_of())
    assert (caught.value.status, caught.value.retryable) == (429, True)
    listing = asyncio.create_task(runs.answer({"endpoint": "list_voices"}, request_of()))
    await until(lambda: len(backend.begun) == 3)
    backend.go.set()
    await asyncio.gather(*tasks, listing)
    assert (await runs.answer(TTS, request_of()))["status"] == "completed"


async def test_a_job_goes_on_when_its_answer_is_not_waited_for():
    """It is found by its id, and the server's end waits for it."""
    backend = Held()
    runs = Runs(backend, 1)
    begun = await runs.answer_within(0, TTS, request_of())
    assert isinstance(begun, UnderWay)
    assert (await runs.earlier(begun.job_id))["status"] == "QUEUED"
    assert (await runs.status(begun.job_id))["status"] == "QUEUED"
    assert (await runs.status("another"))["status"] == "UNKNOWN"
    ending = asyncio.create_task(runs.finish())
    await asyncio.sleep(0)
    assert not ending.done()
    backend.go.set()
    await ending
    with pytest.raises(Fault, match="no") as caught:
        await runs.earlier(begun.job_id)
    assert caught.value.status == 404


async def test_a_job_can_be_cancelled_by_its_id():
    """Once; what is not under way here is not known."""
    backend = Held()
    runs = Runs(backend, 1)
    begun = await runs.answer_within(0, TTS, request_of())
    await until(lambda: backend.begun)
    assert await runs.cancel(begun.job_id)
    assert backend.ended == [begun.job_id]
    assert not await runs.cancel(begun.job_id)


async def test_what_an_answer_links_to_is_fetched():
    """Sound, subtitles and words, inside the answer or not."""

    class Linked:
        async def read(self, address):
            return {"/a": b"sound", "/s": b"1\n", "/w": b'[{"word": "Hello"}]'}[address]

    runs = Runs(Linked(), 1)
    linked = {"audio_url": "/a", "subtitles": {"srt": {"url": "/s"}}, "word_timings_url": "/w"}
    inside = {"audio_base64": "c291bmQ=", "subtitles": {"srt": {"content": "1\n", "url": "/x"}}}
    inside |= {"word_timings": [{"word": "Hello"}]}
    for answer in (linked, inside):
        assert await runs.audio(answer) == b"sound"
        assert await runs.subtitles(answer, "srt") == "1\n"
        assert await runs.words(answer) == [{"word": "Hello"}]
    with pytest.raises(Fault, match="base64"):
        await runs.audio({"audio_base64": "!"})

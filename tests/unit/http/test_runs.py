"""Jobs of HTTP requests: how many, how long, and what becomes of them when their clients leave."""

import asyncio

import pytest
from starlette.requests import Request

from f5tts_worker.http import runs as module
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.runs import Runs, UnderWay

TTS = {"endpoint": "tts", "text": "Hello"}


class Held:
    """A stand-in for a backend whose jobs last until they are let go."""

    is_metered = False

    def __init__(self):
        self.go = asyncio.Event()
        self.begun, self.ended = [], []
        self.holds_look_ups = False
        self.known_to_workers = {"error": "NOT_FOUND: no.", "error_code": "NOT_FOUND"}

    async def run(self, job_id, job_input):
        if job_input["endpoint"] in ("result", "status") and not self.holds_look_ups:
            unknown = {"status": "UNKNOWN", "job_id": job_input["job_id"]}
            return dict(self.known_to_workers if job_input["endpoint"] == "result" else unknown)
        self.begun.append(job_id)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.ended.append(job_id)
            raise
        return {"status": "completed", "job_id": job_id}

    def known(self, job_id):
        return None


def request_of(*, leaves=None):
    """Return a request whose client leaves when the event is set, or never."""

    async def receive():
        await (leaves or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http", "headers": []}, receive)


async def until(condition):
    async with asyncio.timeout(120):
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
    assert (await runs.earlier(begun.job_id, request_of()))["status"] == "QUEUED"
    assert (await runs.status(begun.job_id, request_of()))["status"] == "QUEUED"
    assert (await runs.status("another", request_of()))["status"] == "UNKNOWN"
    ending = asyncio.create_task(runs.finish())
    await asyncio.sleep(0)
    assert not ending.done()
    backend.go.set()
    await ending
    with pytest.raises(Fault, match="no") as caught:
        await runs.earlier(begun.job_id, request_of())
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


async def test_a_client_that_waits_for_a_cancelled_job_is_told():
    """Its answer is an error like any other."""
    backend = Held()
    runs = Runs(backend, 1)
    waiting = asyncio.create_task(runs.answer(TTS | {"request_id": "one"}, request_of()))
    await until(lambda: backend.begun)
    assert await runs.cancel("one")
    with pytest.raises(Fault) as caught:
        await waiting
    assert (caught.value.status, caught.value.code) == (409, "CANCELLED")


async def test_an_id_of_figures_alone():
    """A table sends it as a number; its job can be asked for by it."""
    backend = Held()
    runs = Runs(backend, 1)
    assert runs.begin(TTS | {"request_id": 1234}) == "1234"
    backend.go.set()
    await runs.finish()


@pytest.mark.parametrize("own", ["é", "a\r\nSet-Cookie: b=c", " a", "../a", "a" * 129])
async def test_an_id_that_is_none_is_refused(own):
    """Before it stands in a header, and before a worker is asked about it."""
    backend = Held()
    runs = Runs(backend, 1)
    with pytest.raises(Fault) as begun:
        runs.begin(TTS | {"request_id": own})
    with pytest.raises(Fault) as asked:
        await runs.earlier(own, request_of())
    assert [(caught.value.status, caught.value.field) for caught in (begun, asked)] == [
        (422, "request_id"),
        (422, "job_id"),
    ]
    assert backend.begun == []


@pytest.fixture
def metered():
    """Return a backend whose workers have to be paid for, and that holds what it is asked about jobs."""
    backend = Held()
    backend.is_metered = backend.holds_look_ups = True
    return backend


async def test_a_job_is_looked_up_once_for_all_who_ask(metered):
    """As long as one of them stays; then the look-up ends as well."""
    runs, leaves = Runs(metered, 2), [asyncio.Event(), asyncio.Event()]
    asking = [asyncio.create_task(runs.earlier("one", request_of(leaves=event))) for event in leaves]
    await until(lambda: metered.begun)
    for event, asked in zip(leaves, asking, strict=True):
        assert metered.ended == []
        event.set()
        with pytest.raises(Fault) as caught:
            await asked
        assert caught.value.status == 499
    assert len(metered.begun) == 1
    assert metered.ended == metered.begun
    metered.go.set()
    assert (await runs.earlier("one", request_of()))["status"] == "completed"


async def test_questions_that_cost_money_need_room(metered):
    """In front of an endpoint whatever a worker has to answer counts; what is known here does not."""
    runs = Runs(metered, 2)
    asking = [asyncio.create_task(runs.status(name, request_of())) for name in ("one", "two")]
    await until(lambda: len(metered.begun) == 2)
    for question in (
        runs.status("three", request_of()),
        runs.answer({"endpoint": "list_voices"}, request_of()),
    ):
        with pytest.raises(Fault) as caught:
            await question
        assert caught.value.status == 429
    metered.known = lambda job_id: {"status": "QUEUED", "job_id": job_id}
    assert (await runs.status("three", request_of()))["status"] == "QUEUED"
    metered.go.set()
    await asyncio.gather(*asking)


async def test_a_look_up_that_nobody_answers_ends(metered, monkeypatch):
    """An endpoint may have no worker to start."""
    monkeypatch.setattr(module, "LOOK_UP_S", 0.01)
    with pytest.raises(Fault) as caught:
        await Runs(metered, 1).earlier("one", request_of())
    assert (caught.value.status, caught.value.retryable) == (504, True)
    assert metered.ended == metered.begun


async def test_how_a_job_ended_that_nobody_waited_for(metered):
    """Is known here, where no worker has heard of it."""
    runs = Runs(metered, 1)

    async def ended(job_input, outcome):
        async def run(_job_id, _job_input):
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        metered.run = run
        job_id = runs.begin(job_input)
        await runs.finish()
        del metered.run
        return job_id

    lost = await ended(TTS, Fault(502, "UNREACHABLE", "The endpoint is away.", retryable=True))
    failed = await ended(TTS, {"error": "UNKNOWN_VOICE: no.", "error_code": "UNKNOWN_VOICE"})
    broken = await ended(TTS, ValueError("a bug"))
    warm = await ended({"endpoint": "warmup"}, {"status": "completed", "model": "demo"})
    for job_id, status in ((lost, 502), (failed, 404), (broken, 500)):
        for _ in range(2):
            with pytest.raises(Fault) as caught:
                await runs.earlier(job_id, request_of())
            assert caught.value.status == status
    told = await runs.status(lost, request_of())
    assert told == {
        "job_id": lost,
        "status": "FAILED",
        "failure": {
            "error": "UNREACHABLE: The endpoint is away.",
            "error_code": "UNREACHABLE",
            "retryable": True,
        },
    }
    assert (await runs.earlier(warm, request_of()))["model"] == "demo"
    assert (await runs.status(warm, request_of()))["status"] == "COMPLETED"
    assert metered.begun == []
    again = runs.begin(TTS | {"request_id": lost})
    await until(lambda: metered.begun)
    metered.known = lambda job_id: {"status": "PROCESSING", "job_id": job_id}
    assert (await runs.earlier(again, request_of()))["status"] == "PROCESSING"
    assert await runs.cancel(again)
    with pytest.raises(Fault) as caught:
        await runs.earlier(again, request_of())
    assert caught.value.code == "CANCELLED"


async def test_what_is_kept_of_jobs_has_an_end(metered, monkeypatch):
    """In number and in time; what a worker has stored is not kept at all."""
    monkeypatch.setattr(module, "KEPT", 2)
    metered.go.set()
    runs = Runs(metered, 9)
    ids = [runs.begin({"endpoint": "warmup"}) for _ in range(3)]
    spoken = runs.begin(TTS)
    await runs.finish()
    asked = len(metered.begun)
    for job_id in (ids[0], spoken):
        await runs.earlier(job_id, request_of())
    assert len(metered.begun) == asked + 2
    await runs.earlier(ids[2], request_of())
    assert len(metered.begun) == asked + 2
    monkeypatch.setattr(module, "KEPT_S", 0.0)
    await runs.earlier(ids[2], request_of())
    assert len(metered.begun) == asked + 3


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

"""A job delivered more than once: one piece of work, one result, and no failure that sticks."""

import asyncio
import base64
import json

import pytest
from tests.unit.tiny_worker import busy, job, running

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.delivery.deliveries import earlier_answer, request_digest, seed_of
from f5tts_worker.request.parse import read
from f5tts_worker.request.plain import plain
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.s3.errors import AccessDeniedError


def made(worker):
    """Count what the engine is asked to speak from now on; returns the growing list."""
    orders, call = [], worker.readiness.call

    async def counted(method, params, load, job, **more):
        if method == "synthesise":
            orders.append(params)
        return await call(method, params, load, job, **more)

    worker.readiness.call = counted
    return orders


def said(answer):
    """Return an answer without what it cost: giving it again costs nothing."""
    return {name: value for name, value in answer.items() if name != "usage"}


@pytest.mark.faults("deliveries", count=20)
async def test_twenty_deliveries_make_one_result(tmp_path):
    """Ten at once and ten later: the engine speaks once, and all get the same answer."""
    async with running(tmp_path) as worker:
        orders = made(worker)
        together = await asyncio.gather(*(worker.answer(job(text="Hello")) for _ in range(10)))
        later = [await worker.answer(job(text="Hello")) for _ in range(10)]
    assert len(orders) == 1
    assert all(said(answer) == said(together[0]) for answer in [*together, *later])
    assert sorted(one["usage"]["cached"] for one in together) == [*["answer"] * 9, "none"]
    assert {one["usage"]["cached"] for one in later} == {"answer"}
    assert {one["usage"]["device_seconds"] for one in later} == {0}
    assert together[0]["status"] == "completed"
    assert len({id(answer) for answer in together}) == len(together), "the SDK takes answers apart"
    assert "request" not in together[0]


async def test_another_worker_answers_from_the_record(tmp_path):
    """The worker that did the job may be gone: the record is in the store."""
    async with running(tmp_path) as first:
        once = await first.answer(job(text="Hello"))
    async with running(tmp_path) as second:
        again = await second.answer(job(text="Hello"))
        assert second.readiness.state()["engine"] == "NEW"
    assert said(again) == said(once)


async def test_two_workers_at_once_make_the_same_speech(tmp_path):
    """Without a seed in the request it comes from the job, so that whoever writes last changes nothing."""
    async with running(tmp_path / "one") as one, running(tmp_path / "two") as two:
        answers = [await worker.answer(job(text="Hello")) for worker in (one, two)]
        other = await one.answer(job(2, text="Hello"))
    assert answers[0]["seed"] == answers[1]["seed"]
    assert other["seed"] != answers[0]["seed"]


async def test_the_same_id_with_another_request_is_another_job(tmp_path):
    """A local client may use an id again: the answer belongs to what was asked."""
    async with running(tmp_path) as worker:
        hello = await worker.answer(job(text="Hello"))
        bye = await worker.answer(job(text="Good bye"))
        both = await asyncio.gather(worker.answer(job(text="One")), worker.answer(job(text="Two")))
    assert (hello["text"], bye["text"]) == ("Hello", "Good bye")
    assert [answer["text"] for answer in both] == ["One", "Two"]


@pytest.mark.parametrize("job_id", [None, "", "local_test"])
async def test_jobs_without_an_id_of_their_own_are_done_each_time(tmp_path, job_id):
    """`--test_input` gives every job the same id."""
    async with running(tmp_path) as worker:
        orders = made(worker)
        for _ in range(2):
            assert (await worker.answer({"id": job_id, "input": {"text": "Hello"}}))["status"] == "completed"
    assert len(orders) == 2
    assert len(list((tmp_path / "f5tts/store/output").glob("*.wav"))) == 2  # neither in the other's place


async def test_a_callers_id_may_be_any_word(tmp_path):
    """What the SDK calls every job of `--test_input` names one request when a caller chose it."""
    own = {"request_id": "local_test", "text": "Hello"}
    async with running(tmp_path) as worker:
        orders = made(worker)
        await worker.answer({"id": "local_test", "input": {"text": "Something else"}})
        answers = [await worker.answer(job(number, **own)) for number in range(2)]
    assert len(orders) == 2
    assert said(answers[0]) == said(answers[1])
    assert (answers[0]["job_id"], answers[0]["text"]) == ("local_test", "Hello")


async def test_a_failure_is_not_remembered(tmp_path):
    """What failed is tried again by the next delivery; those who waited together fail together."""
    async with running(tmp_path) as worker:
        orders = made(worker)
        failed = await asyncio.gather(*(worker.answer(job(text="please die")) for _ in range(3)))
        await worker.answer(job(text="please die"))
    assert [answer["error_code"] for answer in failed] == ["ENGINE_DIED"] * 3
    assert len(orders) == 2


async def test_a_cancelled_delivery_leaves_the_others_their_work(tmp_path):
    """The work ends when the last one who waits for it is cancelled, and not before."""
    async with running(tmp_path) as worker:
        one, two = (asyncio.create_task(worker.answer(job(text="hang"))) for _ in range(2))
        await busy(worker)
        one.cancel()
        with pytest.raises(asyncio.CancelledError):
            await one
        assert worker.readiness.state()["engine"] == "BUSY"
        two.cancel()
        with pytest.raises(asyncio.CancelledError):
            await two
        assert worker.readiness.state()["engine"] != "BUSY"
        assert (await worker.answer(job(2, text="Hello")))["status"] == "completed"


async def test_a_result_that_lost_its_audio_is_made_again(tmp_path):
    """A record whose files somebody deleted is no answer."""
    async with running(tmp_path) as worker:
        orders = made(worker)
        await worker.answer(job(text="Hello"))
        (tmp_path / "f5tts/store/output/job-1.wav").unlink()
        assert "audio_base64" in await worker.answer(job(text="Hello"))
    assert len(orders) == 2


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (AccessDeniedError("STORE_REFUSED", "no"), True),
        (WorkerError("STORE_REFUSED", "no"), False),
        (WorkerError("STORE_UNAVAILABLE", "no"), False),
    ],
)
def test_a_store_that_does_not_tell(tmp_path, monkeypatch, error, goes_on):
    """A key without the right to list is no reason to fail; a wrong key or a store that is away is."""
    store = FolderStore(tmp_path)

    def refuse(key, limit):
        raise error

    monkeypatch.setattr(store, "read_bytes", refuse)
    if goes_on:
        assert earlier_answer(store, "job-1", "aa") is None
    else:
        with pytest.raises(WorkerError, match=error.code):
            earlier_answer(store, "job-1", "aa")


def test_one_lookup_answers_the_usual_question(tmp_path, monkeypatch):
    """A job that is new costs one reading of the store."""
    store, read = FolderStore(tmp_path), []
    real = store.read_bytes
    monkeypatch.setattr(store, "read_bytes", lambda key, limit: read.append(key) or real(key, limit))
    assert earlier_answer(store, "job-1", "aa") is None
    assert read == ["output/job-1.result.json"]


def test_a_record_without_a_request_answers_none(tmp_path):
    """Nobody knows what it is the answer to."""
    store = FolderStore(tmp_path)
    store.put_bytes("output/job-1.result.json", json.dumps({"version": 1, "files": {}}).encode(), "")
    assert earlier_answer(store, "job-1", "aa") is None


OWN = {"request_id": "chapter-1", "text": "Hello"}


@pytest.mark.faults("requests sent again", count=10)
async def test_the_same_request_in_a_new_job_is_the_same_job(tmp_path):
    """Made once: while it is under way, later, and by another worker; with its seed, and under its own id."""
    async with running(tmp_path) as first:
        orders = made(first)
        together = await asyncio.gather(*(first.answer(job(number, **OWN)) for number in range(5)))
        later = await first.answer(job(6, **OWN))
    async with running(tmp_path) as second:
        other_spelling = await second.answer(job(7, options={"speed": None}, **OWN))
        nameless = await second.answer({"id": "local_test", "input": OWN})
        shown = await second.answer(job(8, endpoint="result", job_id="chapter-1"))
        state = await second.answer(job(9, endpoint="status", job_id="chapter-1"))
        assert second.readiness.state()["engine"] == "NEW"
    assert len(orders) == 1
    (new,) = (answer for answer in together if answer["usage"]["cached"] == "none")
    assert shown == new
    rest = [*together, later, other_spelling, nameless]
    assert all(said(answer) == said(new) for answer in rest)
    assert (together[0]["status"], together[0]["job_id"], state["status"]) == (
        "completed",
        "chapter-1",
        "COMPLETED",
    )


async def test_a_seed_belongs_to_the_request(tmp_path):
    """Made anew after its result was lost, or on another volume, it is the same speech."""
    async with running(tmp_path / "one") as one, running(tmp_path / "two") as two:
        seeds = [(await worker.answer(job(n, **OWN)))["seed"] for n, worker in enumerate((one, two))]
    assert seeds[0] == seeds[1]


async def test_an_id_is_for_one_request(tmp_path):
    """Another request with it is refused, under way or later; the first one's result stays."""
    async with running(tmp_path) as worker:
        hanging = asyncio.create_task(worker.answer(job(1, text="hang", request_id="a")))
        await busy(worker)
        meanwhile = await worker.answer(job(2, text="Hello", request_id="a"))
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        first = await worker.answer(job(3, **OWN))
        later = await worker.answer(job(4, text="Good bye", request_id="chapter-1"))
        again = await worker.answer(job(5, **OWN))
    for refused in (meanwhile, later):
        assert refused["error_code"] == "INVALID_REQUEST"
        assert refused["details"]["faults"][0]["field"] == "request_id"
        assert "another request" in refused["error"]
    assert said(again) == said(first)


async def test_what_failed_may_be_sent_again_with_its_id(tmp_path):
    """No answer was made, so that the next attempt is the first; even of a corrected request."""
    async with running(tmp_path) as worker:
        failed = await worker.answer(job(1, text="please die", request_id="a"))
        corrected = await worker.answer(job(2, text="Hello", request_id="a"))
    assert (failed["error_code"], failed["job_id"]) == ("ENGINE_DIED", "a")
    assert corrected["status"] == "completed"


async def test_a_voice_that_is_stored_again_by_the_same_request(tmp_path):
    """What a lost answer's request has stored is not in its own way, but in another's."""
    recording = base64.b64encode(b"RIFFxxxxWAVE and more").decode()
    data = {"endpoint": "upload", "voice_name": "carla", "voice_file_base64": recording, "request_id": "a"}
    async with running(tmp_path) as worker:
        answers = [await worker.answer(job(number, **data)) for number in (1, 2)]
        other = await worker.answer(job(3, **{**data, "request_id": "b"}))
        misused = await worker.answer(job(4, **{**data, "voice_name": "dora"}))
    assert said(answers[0]) == said(answers[1])
    assert answers[0]["status"] == "completed"
    assert other["details"]["faults"][0]["field"] == "voice_name"
    assert misused["details"]["faults"][0]["field"] == "request_id"


def test_the_digest_is_of_the_request_not_of_its_spelling():
    """RunPod may write a job's JSON anew for each delivery."""
    one, two = {"id": "a", "input": {"x": 1, "y": 2}}, {"input": {"y": 2, "x": 1}, "id": "a"}
    assert request_digest(one) == request_digest(two) != request_digest({"id": "a", "input": {"x": 1}})
    whole, decimal, other = ({"id": "a", "input": {"speed": speed}} for speed in (1, 1.0, 1.5))
    assert request_digest(whole) == request_digest(decimal) != request_digest(other)
    apart = {"id": "a", "input": {"endpoint": "tts", "options": {"speed": 1}, "seed": None}}
    assert request_digest(apart) == request_digest(whole)
    assert 0 <= seed_of("a", request_digest(one)) < 2**32


SPELLINGS = (
    ({"speed": 1}, {"speed": "1"}),
    ({"speed": 1}, {"options": {"Speed": "1.0"}}),
    ({"subtitle_format": "srt"}, {"subtitle_format": ["srt"]}),
    ({"subtitle_format": "srt,ass"}, {"subtitle_format": ["srt", "ass"]}),
    ({"local_voice": ""}, {}),
    ({"word_timings": True}, {"word_timings": "true"}),
    ({"output_format": "mp3"}, {"output_format": "MP3"}),
    ({"local_voice": "slt"}, {"local_voice": "voices/slt.wav"}),
    ({"language": "en"}, {"language": "en-GB"}),
    ({"lexicon": {"Rees": "Reece"}}, {"lexicon": '{"Rees": "Reece"}'}),
    ({"seed": -1}, {"seed": None}),
    ({"takes": {"1": 1}}, {"takes": {"1": "1"}}),
    (
        {"text": None, "turns": [{"voice": "slt", "text": "Hi.", "speed": 1}]},
        {"text": None, "turns": [{"voice": "slt.wav ", "text": "Hi.", "speed": "1.0"}]},
    ),
    (
        {"subtitle_format": "ass", "subtitle_style": "word_pop"},
        {"subtitle_format": "ass", "subtitle_style": {"Preset": "Word_Pop", "size": ""}},
    ),
    (
        {"subtitle_format": "ass", "subtitle_style": {"size": 60, "color": "#FFD60A"}},
        {"subtitle_format": "ass", "subtitle_style": '{"Size": "60", "color": "#ffd60a "}'},
    ),
    ({"text": "Ren\u00e9 is here."}, {"text": "Rene\u0301 is here."}),
)


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
async def test_a_request_in_another_spelling_is_the_same(tmp_path, one, other):
    """As forms, spreadsheets and other programs write it; another request it is not."""
    same = {"text": "Hello there.", "request_id": "a"}
    async with running(tmp_path) as worker:
        first = await worker.answer(job(1, **same | one))
        again = await worker.answer(job(2, **same | other))
        another = await worker.answer(job(3, **same | other | {"cfg_strength": 3}))
    assert first["status"] == "completed", first
    assert again.get("usage", {}).get("cached") == "answer", again
    assert another["details"]["faults"][0]["field"] == "request_id"


def test_requests_of_earlier_versions_are_known():
    """What was spelled as the documents have it has the digest that it always had."""
    settings = from_environment({"F5TTS_MODEL": "demo"})
    for data in (
        {"text": "Hello", "request_id": "a", "options": {"speed": 1.5, "seed": 7, "subtitle_format": "srt"}},
        {"text": "Hello", "subtitle_format": ["srt", "ass"], "subtitle_style": {"size": 60}, "pieces": True},
        {"turns": [{"voice": "anna", "text": "Hi.", "speed": 0.9}], "voices": {"anna": "anna.calm"}},
        {"text": "Hello", "voice_reference_base64": "UklGRg==", "ref_text": "It is I.", "language": "en"},
        {"endpoint": "align", "audio_url": "https://example.org/a.wav?sig=1", "word_timings": False},
        {"endpoint": "upload", "voice_name": "anna", "voice_file_base64": "UklGRg==", "overwrite": True},
    ):
        assert request_digest({"input": plain(read(data, settings).values)}) == request_digest(
            {"input": data}
        )

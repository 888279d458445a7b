"""A job's way through RunPod's queue, and the speech that comes out of it."""

import asyncio
import contextlib
import json
import re
import threading
import time
from dataclasses import replace

import pytest
from tests.unit.http.asking import client_of
from tests.unit.servers import s3_server, serve
from tests.unit.tiny_worker import running

from f5tts_worker.client.connection import JobError, UnknownJobError, UnreachableError
from f5tts_worker.errors import WorkerError
from f5tts_worker.http import runpod_queue as module
from f5tts_worker.http.application import make_app
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.runpod_queue import RunPodQueue
from f5tts_worker.http.serving import Serving
from f5tts_worker.http.sound import samples_of
from f5tts_worker.jobs import one_job
from f5tts_worker.jobs.delivery.piece_files import PieceFiles
from f5tts_worker.storage import open_bucket
from f5tts_worker.storage.results import expiry

TTS = {"endpoint": "tts", "text": "Hello"}
DONE = {"status": "COMPLETED", "output": {"status": "completed", "duration": 1.0}}


class Queue:
    """A stand-in for the connection to RunPod's queue: its states come one by one, errors are raised."""

    def __init__(self, *states):
        self.states = list(states)
        self.sent, self.cancelled = [], threading.Event()

    def submit(self, order):
        self.sent.append(order["input"])
        return self._next() if self.states and isinstance(self.states[0], Exception) else "queue-1"

    def state(self, job_id):
        assert job_id == "queue-1"
        return self._next()

    def cancel(self, job_id):
        assert job_id == "queue-1"
        self.cancelled.set()

    def _next(self):
        found = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Look at the queue at once, and a hundred times a second."""
    monkeypatch.setattr(module, "LOOK_S", 0.01)


async def test_a_job_goes_through_the_queue():
    """Under an id of ours, by which any worker knows it later."""
    queue = Queue({"status": "IN_QUEUE"}, {"status": "IN_PROGRESS", "output": {"done": 1}}, DONE)
    assert await RunPodQueue(queue).run("job-1", TTS) == DONE["output"]
    assert queue.sent == [TTS | {"request_id": "job-1"}]


async def test_lists_of_models_start_no_worker():
    """Clients ask for them often."""
    queue = Queue(DONE)
    async with client_of(make_app(RunPodQueue(queue), Serving())) as client:
        theirs = (await client.get("/v1/models")).json()["data"]
        eleven = (await client.get("/elevenlabs/v1/models")).json()
    assert "tts-1" in {model["id"] for model in theirs}
    assert [model["model_id"] for model in eleven] == ["eleven_multilingual_v2"]
    assert queue.sent == []


async def test_what_takes_no_id_gets_none():
    """And an id that the caller brought is kept."""
    queue = Queue(DONE)
    backend = RunPodQueue(queue)
    await backend.run("job-1", {"endpoint": "list_voices"})
    await backend.run("job-2", TTS | {"request_id": "own"})
    assert [order.get("request_id") for order in queue.sent] == [None, "own"]


async def test_a_failed_job_is_an_answer():
    """With the worker's code and details, as its own queue would give them."""
    failed = {"status": "FAILED", "error": "UNKNOWN_VOICE: none.", "output": {"details": {"known": ["slt"]}}}
    answer = await RunPodQueue(Queue(failed)).run("job-1", TTS)
    assert answer["error"] == "UNKNOWN_VOICE: none."
    assert (answer["error_code"], answer["details"]) == ("UNKNOWN_VOICE", {"known": ["slt"]})
    wrong_key = await RunPodQueue(Queue(JobError("no", "UNAUTHORIZED", retryable=False))).run("job-1", TTS)
    assert wrong_key["error_code"] == "UNAUTHORIZED"


async def test_a_cancelled_job_is_cancelled_in_the_queue():
    """A job that nobody waits for is paid for by nobody."""
    queue = Queue({"status": "IN_PROGRESS"})
    backend = RunPodQueue(queue)
    task = asyncio.create_task(backend.run("job-1", TTS))
    await asyncio.sleep(0)
    async with asyncio.timeout(120):
        while backend.known("job-1")["status"] != "PROCESSING":
            await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert queue.cancelled.is_set()


@pytest.mark.parametrize("cancels", [1, 2])
async def test_a_job_that_is_cancelled_while_it_is_sent(cancels):
    """It may be in the queue when that is known; a second cancel changes nothing."""
    sending, sent = threading.Event(), threading.Event()

    class Slow(Queue):
        def submit(self, order):
            sending.set()
            sent.wait(120)
            return super().submit(order)

    queue = Slow({"status": "IN_PROGRESS"})
    task = asyncio.create_task(RunPodQueue(queue).run("job-1", TTS))
    await asyncio.to_thread(sending.wait, 120)
    for _ in range(cancels):
        task.cancel()
        await asyncio.sleep(0)
    sent.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(queue.cancelled.wait, 120)


async def test_a_job_that_could_not_be_sent_is_not_cancelled():
    """Nor is it sent again once nobody waits for it."""
    sending, sent = threading.Event(), threading.Event()

    class Slow(Queue):
        def submit(self, order):
            sending.set()
            sent.wait(120)
            return super().submit(order)

    queue = Slow(UnreachableError("x"), DONE)
    task = asyncio.create_task(RunPodQueue(queue).run("job-1", TTS))
    await asyncio.to_thread(sending.wait, 120)
    task.cancel()
    await asyncio.sleep(0)
    sent.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(queue.sent) == 1
    assert not queue.cancelled.is_set()


async def test_a_cancel_that_the_queue_refuses_is_logged(caplog):
    """The job has still been cancelled for those who ask here."""

    class Stubborn(Queue):
        def cancel(self, job_id):
            raise UnknownJobError("the queue does not know this job")

    backend = RunPodQueue(Stubborn({"status": "IN_PROGRESS"}))
    task = asyncio.create_task(backend.run("job-1", TTS))
    async with asyncio.timeout(120):
        while (backend.known("job-1") or {}).get("status") != "PROCESSING":
            await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert "could not be cancelled in the queue" in caplog.text


async def test_two_requests_may_share_an_id():
    """Each gets its answer, whichever ends first."""
    first_may_end = threading.Event()

    class Held(Queue):
        def submit(self, order):
            super().submit(order)
            return f"queue-{len(self.sent)}"

        def state(self, job_id):
            is_held = job_id == "queue-1" and not first_may_end.is_set()
            return {"status": "IN_PROGRESS"} if is_held else DONE

    queue = Held(DONE)
    backend = RunPodQueue(queue)
    first = asyncio.create_task(backend.run("job-1", TTS))
    async with asyncio.timeout(120):
        while not queue.sent:
            await asyncio.sleep(0)
    assert await backend.run("job-1", TTS) == DONE["output"]
    first_may_end.set()
    assert await first == DONE["output"]
    assert backend.known("job-1") is None


async def test_progress_is_told_while_it_runs():
    """Without a job that asks a worker."""
    queue = Queue({"status": "IN_PROGRESS", "output": {"message": "speaking"}})
    backend = RunPodQueue(queue)
    task = asyncio.create_task(backend.run("job-1", TTS))
    await asyncio.sleep(0)
    async with asyncio.timeout(120):
        while (found := backend.known("job-1"))["status"] != "PROCESSING":
            await asyncio.sleep(0)
    assert found == {"job_id": "job-1", "status": "PROCESSING", "progress": {"message": "speaking"}}
    assert len(queue.sent) == 1
    task.cancel()
    await asyncio.wait({task})


async def test_a_queue_that_does_not_answer_is_asked_again(monkeypatch):
    """For a while; then it is a bad gateway, and so is a queue that has forgotten the job."""
    flaky = Queue(UnreachableError("x"), UnreachableError("x"), DONE)
    assert await RunPodQueue(flaky).run("job-1", TTS) == DONE["output"]
    monkeypatch.setattr(module, "PATIENCE_S", 0.0)
    for error in (UnreachableError("the endpoint is away"), UnknownJobError("the queue has forgotten it")):
        with pytest.raises(Fault) as caught:
            await RunPodQueue(Queue(error)).run("job-1", TTS)
        assert caught.value.status == 502


async def test_what_the_queue_would_refuse_is_not_sent():
    """RunPod takes 10 MB."""
    queue = Queue(DONE)
    with pytest.raises(Fault) as caught:
        await RunPodQueue(queue).run("job-1", {"endpoint": "align", "audio_base64": "A" * 10_000_000})
    assert (caught.value.status, queue.sent) == (413, [])


async def test_a_link_is_fetched_and_never_shown(tmp_path):
    """A result of a bucket; the address holds a signature."""
    (tmp_path / "a.mp3").write_bytes(b"sound")
    backend = RunPodQueue(Queue(DONE))
    with serve(tmp_path) as web:
        assert await backend.read(f"{web.address}/a.mp3") == b"sound"
        with pytest.raises(Fault) as caught:
            await backend.read(f"{web.address}/b.mp3?X-Amz-Signature=secret")
    assert caught.value.status == 502
    assert "secret" not in caught.value.message


class InLine:
    """A stand-in for the connection: its jobs are done by a worker on RunPod, whose progress is kept."""

    def __init__(self, worker, monkeypatch):
        self._worker, self._loop = worker, asyncio.get_running_loop()
        self._states, self.inputs, self.progress = {}, [], []
        monkeypatch.setattr(one_job, "runpod_post", self._post_of)

    def submit(self, order):
        job = {"id": f"queue-{len(self.inputs)}", **order}
        self.inputs.append(order["input"])
        self._states[job["id"]] = {"status": "IN_PROGRESS"}
        asyncio.run_coroutine_threadsafe(self._do(job), self._loop)
        return job["id"]

    def state(self, job_id):
        return self._states[job_id]

    async def _do(self, job):
        answer = await self._worker.answer(job)
        ended = {"error": answer["error"]} if "error" in answer else {}
        status = "FAILED" if ended else "COMPLETED"
        self._states[job["id"]] = {"status": status, "output": answer, **ended}

    def _post_of(self, job):
        async def post(update):
            self.progress.append(update)
            self._states[job["id"]] = {"status": "IN_PROGRESS", "output": update}

        return post


@pytest.fixture(scope="module")
def bucket():
    with s3_server("key", "secret") as (bucket, folder):
        yield bucket, folder


@contextlib.asynccontextmanager
async def queue_with(folder, monkeypatch, bucket=None):
    """Yield a queue whose worker has this bucket, or none."""
    own = {}
    if bucket is not None:
        own |= {"S3_BUCKET": bucket.name, "AWS_ENDPOINT_URL": bucket.endpoint}
        own |= {"AWS_ACCESS_KEY_ID": bucket.access_key, "AWS_SECRET_ACCESS_KEY": bucket.secret_key}
    async with running(folder, **own) as worker:
        worker.settings = worker._place.settings = replace(worker.settings, on_runpod=True)
        yield InLine(worker, monkeypatch)


@pytest.fixture
def first_is_heard(monkeypatch):
    """Return an event without which no job's second piece gets into the bucket."""
    put, heard = PieceFiles._put, threading.Event()

    def held(self, piece):
        assert piece["index"] == 0 or heard.wait(60)
        put(self, piece)

    monkeypatch.setattr(PieceFiles, "_put", held)
    return heard


async def listen(queue, job_id, heard, **job_input):
    """Return what a stream tells; `heard` is set with its first piece."""
    told = []
    async for one in RunPodQueue(queue).stream(job_id, {"seed": 7, **job_input}):
        told.append(one)
        if one["type"] == "piece":
            heard.set()
    return told


async def test_speech_leaves_an_endpoint_while_it_is_made(tmp_path, bucket, monkeypatch, first_is_heard):
    """Piece by piece through the bucket: the first while the job is under way, and all are the whole."""
    at, folder = bucket
    text = "One by one. All is well. It ends."
    async with queue_with(tmp_path, monkeypatch, at) as queue:
        told = await listen(queue, "job-1", first_is_heard, text=text)
        whole = await RunPodQueue(queue).run("job-2", {"text": text, "seed": 7})
    kinds = [one["type"] for one in told]
    assert kinds == ["start", *["piece"] * (len(told) - 2), "end"]
    assert told[0] == {"type": "start", "job_id": "job-1", "sample_rate": 24000, "format": "pcm", "seed": 7}
    pieces = told[1:-1]
    assert len(pieces) == 3
    wav = (folder / "output" / "job-2.wav").read_bytes()
    assert b"".join(piece["audio"] for piece in pieces) == samples_of(wav)
    assert [word for piece in pieces for word in piece["word_timings"]] == whole["word_timings"]
    assert [piece["is_last"] for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert told[-1]["word_timings"] == whole["word_timings"]


async def test_without_a_bucket_all_comes_at_the_end(tmp_path, monkeypatch):
    """In one piece, and a warning says why."""
    async with queue_with(tmp_path, monkeypatch) as queue:
        told = [one async for one in RunPodQueue(queue).stream("job-1", {"text": "It is late. Go home."})]
    assert [one["type"] for one in told] == ["start", "piece", "end"]
    assert "pieces was ignored: without a bucket there is nowhere to put them." in told[-1]["warnings"]


async def test_a_job_that_fails_in_the_middle(tmp_path, bucket, monkeypatch, first_is_heard):
    """What it had said is heard, and then its error; one that fails before has its error alone."""
    async with queue_with(tmp_path, monkeypatch, bucket[0]) as queue:
        told = await listen(queue, "job-a", first_is_heard, text="All is well. Then stop. It ends.")
        early = await listen(queue, "job-b", first_is_heard, text="Please refuse this.")
    assert [one["type"] for one in told] == ["start", "piece", "piece", "error"]
    assert told[-1]["error_code"] == early[-1]["error_code"] == "OUT_OF_MEMORY"
    assert [one["type"] for one in early] == ["error"]


async def test_pieces_expire(tmp_path, bucket, monkeypatch, first_is_heard):
    """No link to them outlasts the results; of a job that failed, which has none, nothing stays either."""
    folder = bucket[1] / "output"
    async with queue_with(tmp_path, monkeypatch, bucket[0]) as queue:
        await listen(queue, "short", first_is_heard, text="All is well. Go on.", expires_in=60)
        links = [update["pieces_url"] for update in queue.progress if "pieces_url" in update]
        links += [json.loads(path.read_text())["next"] for path in folder.glob("short.*piece-0.json")]
        await listen(queue, "broken", first_is_heard, text="All is well. Then stop. It ends.", expires_in=60)
        assert list(folder.glob("broken.*piece*"))
        store = open_bucket(queue._worker.settings)
        expiry.delete_expired(store, time.time() + queue._worker.settings.job_seconds + 120)
    assert {re.search(r"X-Amz-Expires=(\d+)", link)[1] for link in links} == {"61"}
    assert not [path for name in ("short", "broken") for path in folder.glob(f"{name}.*")]


async def test_a_bucket_that_fails_in_the_middle(tmp_path, bucket, monkeypatch, first_is_heard):
    """The stream breaks off: what it has of the speech is never taken for the whole. The job is done."""
    held = PieceFiles._put

    def failing(self, piece):
        held(self, piece)
        if piece["index"] == 1:
            raise WorkerError("STORE_UNAVAILABLE", "No.")

    monkeypatch.setattr(PieceFiles, "_put", failing)
    async with queue_with(tmp_path, monkeypatch, bucket[0]) as queue:
        with pytest.raises(Fault) as caught:
            await listen(queue, "job-c", first_is_heard, text="All is well. Go on. It ends.")
        assert queue.state("queue-0")["status"] == "COMPLETED"
    assert (first_is_heard.is_set(), caught.value.code) == (True, "STORE_UNAVAILABLE")


async def test_subtitles_are_dubbed_piece_by_piece_through_an_endpoint(
    tmp_path, bucket, monkeypatch, first_is_heard
):
    """A piece is a cue, as without an endpoint between."""
    srt = "1\n00:00:00,500 --> 00:00:02,000\nHello.\n\n2\n00:00:03,000 --> 00:00:05,000\nGo home.\n"
    async with queue_with(tmp_path, monkeypatch, bucket[0]) as queue:
        told = await listen(queue, "dubbed", first_is_heard, endpoint="dub", srt=srt)
    assert [one["type"] for one in told] == ["start", "piece", "piece", "end"]
    assert [one["text"].strip() for one in told[1:-1]] == ["Hello.", "Go home."]


async def test_a_stream_asks_for_pieces_whatever_its_options_say(tmp_path, bucket, monkeypatch):
    """They are how it hears the speech; the two do not contradict each other."""
    async with queue_with(tmp_path, monkeypatch, bucket[0]) as queue:
        stream = RunPodQueue(queue).stream("other", {"text": "It is late.", "options": {"pieces": False}})
        told = [one async for one in stream]
    assert [one["type"] for one in told] == ["start", "piece", "end"]


async def test_a_stream_hears_its_own_job_alone(tmp_path):
    """Not another's, which came later with the same id."""
    (tmp_path / "piece").write_text("{}")
    late, queue = [], Queue({"status": "IN_PROGRESS"})
    with serve(tmp_path) as web:
        backend = RunPodQueue(queue)
        stream = backend.stream("same", TTS)
        first = asyncio.ensure_future(anext(stream))
        while not queue.sent:
            await asyncio.sleep(0)
        backend._progress["same"] = {"progress": {"pieces_url": f"{web.address}/piece"}}
        for _ in range(100):
            await asyncio.sleep(0.001)
            late += [first.done()]
        first.cancel()
        await asyncio.wait({first})
        await stream.aclose()
    assert not any(late)


async def test_the_same_request_is_the_same_job_with_and_without_pieces(tmp_path, bucket, monkeypatch):
    """They say how its speech leaves, not what is made."""
    asked = {"text": "It is late.", "request_id": "mine"}
    async with queue_with(tmp_path, monkeypatch, bucket[0]) as queue:
        first = await RunPodQueue(queue).run("a", asked)
        *_, again = [one async for one in RunPodQueue(queue).stream("b", asked)]
    assert again["usage"]["cached"] == "answer"
    assert again["word_timings"] == first["word_timings"]

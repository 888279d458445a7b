"""The two backends: a worker's files and its end, and a job's way through RunPod's queue."""

import asyncio
import threading

import pytest
from tests.unit.http.asking import client_of
from tests.unit.servers import serve

from f5tts_worker.client.connection import JobError, UnknownJobError, UnreachableError
from f5tts_worker.config import read_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.http import backend as module
from f5tts_worker.http.application import make_app
from f5tts_worker.http.backend import OwnWorker, RunPodQueue
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.serving import Serving

TTS = {"endpoint": "tts", "text": "Hello"}
SETTINGS, _ = read_environment({"F5TTS_MODEL": "demo"})
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
    """Look at the queue as often as it can be asked."""
    monkeypatch.setattr(module, "LOOK_S", 0.0)


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
    async with asyncio.timeout(20):
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
            sent.wait(20)
            return super().submit(order)

    queue = Slow({"status": "IN_PROGRESS"})
    task = asyncio.create_task(RunPodQueue(queue).run("job-1", TTS))
    await asyncio.to_thread(sending.wait, 20)
    for _ in range(cancels):
        task.cancel()
        await asyncio.sleep(0)
    sent.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(queue.cancelled.wait, 20)


async def test_a_job_that_could_not_be_sent_is_not_cancelled():
    """Nor is it sent again once nobody waits for it."""
    sending, sent = threading.Event(), threading.Event()

    class Slow(Queue):
        def submit(self, order):
            sending.set()
            sent.wait(20)
            return super().submit(order)

    queue = Slow(UnreachableError("x"), DONE)
    task = asyncio.create_task(RunPodQueue(queue).run("job-1", TTS))
    await asyncio.to_thread(sending.wait, 20)
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
    async with asyncio.timeout(20):
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
    async with asyncio.timeout(20):
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
    async with asyncio.timeout(20):
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


async def test_files_of_the_store_and_no_others(tmp_path):
    """Results and voices; nothing beside them, and nothing outside."""
    for name in ("output/a b.mp3", "voices/anna.wav", "models/m.bin", "secret"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"content")

    async def path_of(key):
        if ".." in key:
            raise WorkerError("NOT_FOUND", "No.")
        return tmp_path / key

    worker = OwnWorker(None, path_of, lambda: "ready", SETTINGS)
    assert await worker.read("/v1/files/output/a%20b.mp3") == b"content"
    assert await worker.file("voices/anna.wav") == tmp_path / "voices/anna.wav"
    for key in ("models/m.bin", "secret", "output/../secret", "output/none.mp3", "output"):
        with pytest.raises(Fault) as caught:
            await worker.file(key)
        assert caught.value.status == 404


async def test_a_worker_that_asks_to_be_replaced_is_broken():
    """Its health check says so; the caller's answer does not."""

    async def handle(job, _listener):
        return {"error": "ENGINE_UNHEALTHY: no.", "refresh_worker": job["input"]["endpoint"] == "tts"}

    states = ["preparing"]
    worker = OwnWorker(handle, None, lambda: states[-1], SETTINGS)
    assert worker.state() == "preparing"
    states.append("ready")
    assert worker.state() == "ready"
    await worker.run("job-1", {"endpoint": "align"})
    assert worker.state() == "ready"
    assert "refresh_worker" not in await worker.run("job-1", TTS)
    assert worker.state() == "broken"

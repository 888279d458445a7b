"""A job's time binds all that it waits for: its answer comes then, and what it left behind ends soon."""

import asyncio
import base64
import contextlib
import dataclasses
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.unit.jobs.delivery.test_deliveries import made
from tests.unit.servers import body, http_server
from tests.unit.storage.s3.test_bucket_faults import AnyPath, listing, reset, s3_error, silence
from tests.unit.tiny_worker import job, running

from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.downloads import fetch
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.s3 import client as s3_client
from f5tts_worker.storage.s3.bucket import BucketStore

JOB_SECONDS = 2


def slowly(answer):
    """Give the answer after a while."""

    def answered(connection, path):
        time.sleep(0.4)
        answer(connection, path)

    return answered


def dribbled(head, *headers):
    """Answer with something that comes a byte at a time, for an hour."""

    def answer(connection, _path):
        connection.sendall("\r\n".join([f"HTTP/1.1 {head}", *headers, ""]).encode())
        for _ in range(36_000):
            connection.sendall(b"a")
            time.sleep(0.1)

    return answer


def takes_slowly(connection, _path):
    """Take in what is uploaded a little at a time, for an hour."""
    for _ in range(36_000):
        connection.recv(1000)
        time.sleep(0.1)


class Pages(AnyPath):
    """Answers for a server whose listing always has one more page, and whose pages take a while."""

    def __missing__(self, path):
        number = len(self.answers)
        self.answers.append(number)
        return slowly(listing(f"voices/anna.{number}.wav", more=f"t{number}"))


class Recorded(ThreadPoolExecutor):
    """A pool that knows its tasks, so that a test can see them end."""

    def __init__(self):
        super().__init__()
        self.tasks = []

    def submit(self, *task, **more):
        self.tasks.append(super().submit(*task, **more))
        return self.tasks[-1]


@contextlib.asynccontextmanager
async def at_work(folder, endpoint=None):
    """Yield a worker whose jobs have two seconds, and a function that waits for threads left behind."""
    pool = Recorded()
    asyncio.get_running_loop().set_default_executor(pool)
    bucket = {"S3_BUCKET": "b", "AWS_ACCESS_KEY_ID": "canary-key", "AWS_SECRET_ACCESS_KEY": "canary-secret"}
    at = bucket | {"AWS_ENDPOINT_URL": endpoint} if endpoint else {}

    async def all_ended():
        """Wait for every thread to end; some went on for an hour once."""
        waits = [asyncio.wrap_future(task) for task in pool.tasks if not task.done()]
        if waits:
            assert not (await asyncio.wait(waits, timeout=60))[1]

    async with running(folder, **at, F5TTS_ALLOW_PRIVATE_URLS="true") as worker:
        await worker.readiness.preload()  # so that a job's seconds are for its waits
        worker._place.settings = dataclasses.replace(worker.settings, job_seconds=JOB_SECONDS)
        yield worker, all_ended


async def out_of_time(worker, request, record_property):
    """Ask for what takes too long; check the answer, and record how late it was."""
    begun = time.monotonic()
    answer = await worker.answer(request)
    record_property("late_s", max(0.0, time.monotonic() - begun - JOB_SECONDS))
    assert (answer["error_code"], answer["retryable"]) == ("JOB_TIMEOUT", True), answer
    assert "canary" not in str(answer)


OBJECT = ("Content-Length: 36000", 'ETag: "abc"', "Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT", "")
ASKED = {
    "page": job(endpoint="list_voices"),
    "voice": job(endpoint="get_voice", voice_name="anna"),
    "speech": job(text="Hello", local_voice="anna"),
    "status": job(endpoint="status", job_id="job-9"),
}


@pytest.mark.faults("time")
@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("page", Pages()),
        ("voice", Pages()),
        ("speech", Pages(s3_error("NoSuchKey", 404))),
        ("page", AnyPath(silence)),
        ("status", AnyPath(silence)),
        ("page", AnyPath(dribbled("200 OK", ""))),
        ("page", AnyPath(dribbled("200 OK", "X-Slow: "))),
        ("page", AnyPath(listing("voices/anna.wav", "voices/anna.txt"), dribbled("200 OK", *OBJECT))),
        ("status", AnyPath(dribbled("200 OK", *OBJECT))),
        ("status", AnyPath(dribbled("503 Slow Down", ""))),
    ],
    ids=[
        *("pages-of-all", "pages-of-one", "pages-for-speech", "silence", "silence-for-object", "listing"),
        *("headers", "text-of-a-voice", "object", "error"),
    ],
)
async def test_a_slow_store_costs_no_more_than_the_jobs_time(tmp_path, asked, answers, record_property):
    """However it is slow, the job is answered in time, and no thread goes on asking the store."""
    with http_server(answers) as server:
        async with at_work(tmp_path, server.url("")) as (worker, all_ended):
            await out_of_time(worker, ASKED[asked], record_property)
            await all_ended()


@pytest.mark.faults("time")
@pytest.mark.parametrize("trouble", [s3_error("SlowDown", 503), reset], ids=["busy", "reset"])
async def test_a_store_in_trouble_is_not_asked_again_without_time(tmp_path, trouble, record_property):
    """Where there is no time for a pause and another try, the answer is the store's own trouble."""
    with http_server(AnyPath(trouble)) as server:
        async with at_work(tmp_path, server.url("")) as (worker, all_ended):
            begun = time.monotonic()
            answer = await worker.answer(ASKED["page"])
            record_property("late_s", max(0.0, time.monotonic() - begun - JOB_SECONDS))
            await all_ended()
    assert answer["error_code"] == "STORE_UNAVAILABLE"
    assert len(server.asked) < 5  # between five tries, there are pauses of up to 1, 2, 4 and 8 seconds


@pytest.mark.faults("time")
async def test_a_slow_recording(tmp_path, record_property):
    """A download that may take a minute takes no longer than the job."""
    with http_server({"/a.wav": dribbled("200 OK", "")}) as server:
        async with at_work(tmp_path) as (worker, all_ended):
            request = job(text="Hello", voice_reference_url=server.url("/a.wav"), ref_text="Hello.")
            await out_of_time(worker, request, record_property)
            await all_ended()


@pytest.mark.faults("time")
async def test_a_volume_that_blocks(tmp_path, monkeypatch, record_property):
    """A thread that is stuck in the volume is left behind: the answer comes in time all the same."""
    goes_on = threading.Event()
    monkeypatch.setattr(
        FolderStore, "scan", lambda *_: goes_on.wait(60) and iter(())
    )  # a stand-in for the volume
    async with at_work(tmp_path) as (worker, all_ended):
        await out_of_time(worker, ASKED["page"], record_property)
        goes_on.set()
        await all_ended()


@pytest.mark.faults("time")
async def test_what_was_made_is_not_lost(tmp_path, record_property):
    """A store that takes no result in time costs no result: it is in the answer and on the volume."""

    class Takes(AnyPath):
        def __missing__(self, path):
            return s3_error("NoSuchKey", 404) if not speaking.is_set() else takes_slowly

    speaking = threading.Event()
    with http_server(Takes()) as server:
        async with at_work(tmp_path, server.url("")) as (worker, all_ended):
            orders, call = made(worker), worker.readiness.call

            async def called(method, *given, **how):
                speaking.set()
                return await call(method, *given, **how)

            worker.readiness.call = called
            begun = time.monotonic()
            answer = await worker.answer(job(text="Hello"))
            record_property("late_s", max(0.0, time.monotonic() - begun - JOB_SECONDS))
            again = await worker.answer(job(text="Hello"))
            await all_ended()
    assert base64.b64decode(answer["audio_base64"]).startswith(b"RIFF")
    assert "did not take the result" in answer["warnings"][-1]
    assert again["error_code"] == "JOB_TIMEOUT" or again["audio_base64"] == answer["audio_base64"]
    assert len(orders) == 1
    kept = sorted(path.name for path in tmp_path.rglob("spool/*/output/*"))
    assert kept == ["job-1.result.json", "job-1.wav"]


@pytest.mark.faults("time")
async def test_a_large_upload_ends_with_the_jobs_time(tmp_path):
    """Also in the threads that send its parts, to a server that takes them in a little at a time."""
    from f5tts_worker.deadline import in_thread

    (tmp_path / "large").write_bytes(bytes(20_000_000))
    initiated = "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
    before = set(threading.enumerate())
    with http_server(AnyPath(body(initiated.encode()), takes_slowly)) as server:
        store = BucketStore(Bucket("b", server.url(""), "us-east-1", "key0", "secret0"), url_lifetime_s=60)
        ends = running_time() + 1
        with pytest.raises(WorkerError) as caught:
            await in_thread(ends, 0, store.put_file, "output/a.wav", tmp_path / "large", "audio/wav")
        for thread in set(threading.enumerate()) - before:
            if thread.name.startswith("ThreadPool"):
                thread.join(30)
                assert not thread.is_alive()
        store.close()
    assert caught.value.code == "JOB_TIMEOUT"


@pytest.mark.faults("time")
@pytest.mark.parametrize("stack", ["download", "bucket"])
def test_a_name_with_many_silent_addresses(tmp_path, monkeypatch, stack):
    """Three addresses of a name are tried, and no more; resolver and connections are stand-ins."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 2)
    tried = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"93.184.215.{n}", 443)) for n in range(50)]

    def connect(_self, address):
        tried.append(address)
        raise TimeoutError

    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *more, **options: found if host == "many.example" else resolve(host, *more, **options),
    )
    monkeypatch.setattr(socket.socket, "connect", connect)
    policy = fetch.Policy(1000)
    at = Bucket("b", "https://many.example", "us-east-1", "key0", "secret0", from_job=True)
    store = BucketStore(at, url_lifetime_s=60, policy=policy)
    url = "https://many.example/a.wav"
    uses = {
        "download": (lambda: fetch.download(url, tmp_path / "a", policy, field="x"), "DOWNLOAD_FAILED", 3),
        "bucket": (lambda: store.head("voices/a.wav"), "STORE_UNAVAILABLE", 6),  # in two tries
    }
    use, code, most = uses[stack]
    with pytest.raises(WorkerError) as caught:
        use()
    assert caught.value.code == code
    assert len(tried) == most

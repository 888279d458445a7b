"""The stand-in itself, against the real SDK with a handler of a few lines."""

import signal
import time

import pytest
from tests.e2e.cloud import PATIENCE_S, Cloud
from tests.e2e.processes import WorkerProcess, clean_environment

HANDLER = """
import asyncio, runpod
from runpod.serverless.modules.rp_http import send_result
from runpod.http_client import AsyncClientSession
async def handler(job):
    given = job["input"]
    if "progress" in given:
        async with AsyncClientSession() as session:
            for done in range(given["progress"]):
                await send_result(session, {"status": "IN_PROGRESS", "output": {"done": done}}, job)
    await asyncio.sleep(given.get("seconds", 0))
    return given["answer"]
runpod.serverless.start({"handler": handler})
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    script = folder / "tiny.py"
    script.write_text(HANDLER)
    with Cloud("key-of-the-tiny-worker") as cloud:
        process = WorkerProcess(folder, clean_environment(**cloud.environment()), script=script)
        yield cloud, process
        process.close()
        assert cloud.refused == []


def test_a_job_gets_its_progress_and_then_its_result(tiny):
    """Updates arrive in the order in which they were sent, and the result comes last."""
    cloud, _process = tiny
    job = cloud.submit({"progress": 3, "answer": {"word": "done"}})
    assert cloud.result(job)["output"] == {"word": "done"}
    assert [update["done"] for update in cloud.progress(job)] == [0, 1, 2]
    assert [post.is_progress for post in cloud.posts(job)] == [True, True, True, False]


def test_an_error_is_posted_as_one(tiny):
    """A top-level error makes the job FAILED, and the other keys stay in the output."""
    cloud, _process = tiny
    body = cloud.run({"answer": {"error": "CODE: a sentence", "error_code": "CODE"}})
    assert body == {"error": "CODE: a sentence", "output": {"error_code": "CODE"}}


def test_a_cancelled_job_posts_nothing_and_the_next_one_runs(tiny):
    """The SDK cancels an asynchronous handler through job-stop, and takes the next job."""
    cloud, _process = tiny
    job = cloud.submit({"progress": 1, "seconds": 60, "answer": 1})
    cloud.wait_progress(job)
    cloud.cancel(job)
    assert cloud.run({"answer": 2})["output"] == 2
    assert [post.is_progress for post in cloud.posts(job)] == [True]


def test_heartbeats_name_the_job(tiny):
    """Pings come while a job runs and name it."""
    cloud, _process = tiny
    job = cloud.submit({"progress": 1, "seconds": 600, "answer": 1})
    cloud.wait_for(lambda: job in cloud.pings, PATIENCE_S, "a ping that names the job")
    cloud.cancel(job)


@pytest.mark.exhaustive  # test_ends.py ends a worker so that has an engine
def test_sigterm_lets_the_job_end(tmp_path):
    """After SIGTERM the running job ends, its result is posted, no new job is taken, the exit code is 0."""
    script = tmp_path / "tiny.py"
    script.write_text(HANDLER)
    with Cloud("k") as cloud:
        process = WorkerProcess(tmp_path, clean_environment(**cloud.environment()), script=script)
        try:
            job = cloud.submit({"progress": 1, "seconds": 1, "answer": "late"})
            cloud.wait_progress(job)
            process.process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0
            assert cloud.result(job, 1)["output"] == "late"
            left = cloud.submit({"answer": 1})
            time.sleep(0.2)
            assert cloud.posts(left) == []
        finally:
            process.close()

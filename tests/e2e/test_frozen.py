"""A whole worker stands still for hours, as FlashBoot may have it, and goes on where it was."""

import time
from pathlib import Path

import pytest
from tests.e2e.answers import check_speech
from tests.e2e.cloud import PATIENCE_S
from tests.e2e.processes import children
from tests.frozen import stop_for_hours

pytestmark = pytest.mark.environment

HERE = Path(__file__).parent
SHORT = {"text": "The old man walked down the road.", "nfe_steps": 1}
LONG = {  # takes seconds, so that it can be stopped in the middle
    "text": "The old man and the young girl walked down the long road.",
    "nfe_steps": 24,
}


@pytest.fixture
def worker(start_production):
    """Start a worker whose queue holds no question long: none from before a freeze is answered with a job.

    The SDK gives up such a question when it finds that hours have passed, and with it what is answered.
    """
    worker = start_production(HERE / "later_handler.py")
    worker.cloud.hold_s = 0.1
    return worker


def freeze(worker, hours):
    """Stop the worker with all that it started, its heartbeat and its engine, for so many hours."""
    process, cloud = worker.process, worker.cloud
    ended = sum(not post.is_progress for job in cloud.submitted for post in cloud.posts(job))
    # The SDK gives up a result whose arrival it has not heard of when it finds that hours have passed.
    process.wait_until(lambda: process.log().count('"Finished."') == ended, PATIENCE_S, "the end of a result")
    stop_for_hours([process.pid, *children(process.pid)], process.log_file.with_name("clock"), hours)
    time.sleep(10 * worker.cloud.hold_s)  # the stand-in has long answered what was asked before


def check(worker, asked, body, tmp_path):
    """Check that a job succeeded, and that its stages did not take the hours."""
    assert "error" not in body, worker.process.log()[-3000:]
    check_speech(body["output"], asked["text"], tmp_path)
    assert max(body["output"]["timings"].values()) < 3600
    assert body["output"]["warnings"] == []


def test_hours_at_every_stage(worker, tmp_path):
    """While the engine loads, between jobs, in the middle of one: every job succeeds, by the same engine."""
    engine = worker.process.engine(240)
    freeze(worker, 2)
    check(worker, SHORT, worker.run(SHORT), tmp_path)
    freeze(worker, 6)
    check(worker, SHORT, worker.run(SHORT), tmp_path)
    job = worker.cloud.submit(LONG)
    worker.cloud.wait_busy(job)
    freeze(worker, 12)
    asked = worker.ok({"endpoint": "status", "job_id": job})
    assert asked["status"] in ("PROCESSING", "COMPLETED")
    check(worker, LONG, worker.result(job), tmp_path)
    elapsed = [update["elapsed"] for update in worker.cloud.progress(job)]
    assert max(elapsed) < 3600
    assert worker.process.engines() == [engine]
    assert worker.ok({"endpoint": "health"})["engine"] == "READY"

"""Whole jobs in the container: RunPod's loop, an installed environment, no network, real signals."""

import os
import signal
import time

import pytest
from tests.container.containers import Container, ended
from tests.e2e.answers import check_speech
from tests.e2e.cloud import Cloud

KEY = "rpa_CANARYCANARYCANARY0001"
SHORT = {"text": "The old man walked down the road.", "nfe_steps": 1}
SENTENCE = "The old man and the young girl walked down the long road. "
# A minute of work or more, whose speech, as opus, still fits into an answer.
LONG = {"text": SENTENCE * 15, "nfe_steps": 64, "output_format": "opus"}


@pytest.fixture
def cloud():
    """Stand in for RunPod. It shares the loopback with the containers, and there is no other network."""
    with Cloud(KEY) as cloud:
        yield cloud


@pytest.fixture
def worker(run, cloud, installed) -> Container:
    """Start a container in RunPod's production loop, the demo model on its volume."""
    own = {"F5TTS_MODEL": "demo", "OMP_NUM_THREADS": "1"}  # other tests need the other processor
    return run(environ=cloud.environment() | own, volume=installed)


def finished(cloud, worker, job):
    """Wait for a job's result; say what the container printed if none comes."""
    try:
        return cloud.result(job)
    except TimeoutError as error:
        raise TimeoutError(f"{error}\n{worker.log[-3000:]}") from None


def speak(cloud, worker, tmp_path, job):
    """Wait for the short job, and look at what came of it."""
    body = finished(cloud, worker, job)
    assert "error" not in body, body["error"]
    check_speech(body["output"], SHORT["text"], tmp_path)


def test_jobs_need_no_network_and_a_stop_lets_the_last_one_end(worker, cloud, tmp_path, figure):
    """From a ready volume the demo model speaks with nothing to fetch from.

    SIGTERM to process 1 while a job runs: its result is posted, exit code 0, and no process is left.
    """
    job = cloud.submit(SHORT)
    cloud.wait_taken(job)
    figure("from the container's start to its first job taken", time.monotonic() - worker.started)
    speak(cloud, worker, tmp_path, job)
    figure("from the container's start to its first speech", time.monotonic() - worker.started)

    job = cloud.submit(SHORT | {"nfe_steps": 8})
    cloud.wait_taken(job)
    members = worker.members()
    assert len(members) >= 3  # tini, the worker, its engine or heartbeat
    worker.stop()
    assert worker.wait(900) == 0, worker.log[-3000:]
    assert "error" not in cloud.result(job, 5)
    assert ended(members, 60) == []


# Ordinarily test_start.py ends a container so, without an engine, and tests/engine ends one with its worker.
@pytest.mark.exhaustive
def test_the_container_ends_with_its_python(worker, cloud, figure):
    """Kill -9 of the worker: heartbeat and engine do not outlive it, and the container's code says 137."""
    job = cloud.submit(LONG)
    cloud.wait_busy(job)
    members = worker.members()
    killed = time.monotonic()
    os.kill(worker.python, signal.SIGKILL)
    assert worker.wait() == 128 + signal.SIGKILL
    assert ended(members, 60) == []
    figure("from kill -9 of the worker to the end of its container's last process", time.monotonic() - killed)

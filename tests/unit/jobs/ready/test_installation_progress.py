"""How far the installation is reaches RunPod's /status, in the words of the installer."""

import asyncio
import json

import pytest
from filelock import SoftFileLease
from tests.unit.tiny_worker import job, running

from f5tts_worker.bootstrap.environment.environment import _tell_of_other, chosen_recipe
from f5tts_worker.config import from_environment
from f5tts_worker.jobs import one_job
from f5tts_worker.jobs.worker import Worker
from f5tts_worker.volume.progress import Progress, Watch

MESSAGE = "installing the environment: 41 of 60 packages, 2.1 of 6.8 GB"


async def test_a_waiting_job_hears_of_packages_and_gigabytes(tmp_path, monkeypatch):
    """A job that waits for the environment posts what the installer says, with a percentage."""
    posted = []

    def post_of(_job):
        async def post(update):
            posted.append(update)

        return post

    monkeypatch.setattr(one_job, "runpod_post", post_of)
    async with running(tmp_path, RUNPOD_WEBHOOK_POST_OUTPUT="http://127.0.0.1:1/done") as worker:
        work = worker.readiness.environment_work
        worker.readiness.installing = True
        waiting = asyncio.ensure_future(worker.answer(job(text="Hello")))
        async with asyncio.timeout(120):
            while not any(update["message"] == MESSAGE for update in posted):
                if work.waiting:
                    work.tell(Progress("environment", MESSAGE, 41, 60))
                await asyncio.sleep(0.01)
        worker.readiness.installing = False
        assert (await waiting)["status"] == "completed"
    told = next(update for update in posted if update["message"] == MESSAGE)
    assert (told["stage"], told["done"], told["total"], told["percent"]) == ("environment", 41, 60, 68)


@pytest.mark.parametrize("written", ["", "[", "5", "null", "[]", "\x00"])
def test_news_that_cannot_be_read(written, tmp_path):
    """Who waits for another worker goes on waiting, whatever the news beside the lease hold."""
    news, heard = tmp_path / "news", []
    news.write_text(written)
    _tell_of_other(news, Watch(heard.append))
    assert heard == [Progress("environment", "another worker is installing the environment")]


async def test_a_job_need_not_wait_for_another_workers_installation(tmp_path):
    """If the setting says so: it is told at once how far that is, and the installation is left alone."""
    environments = tmp_path / "f5tts" / "envs"
    environments.mkdir(parents=True)
    variables = {"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": "demo", "F5TTS_WAIT_FOR_INSTALLATION": "false"}
    settings = from_environment(variables)
    lease = environments / f".building-{chosen_recipe(settings).key}"
    news = lease.with_name(f"{lease.name}.progress")
    news.write_text(json.dumps([MESSAGE, 41, 60]))
    worker = Worker(settings)
    try:
        with SoftFileLease(lease, lease_duration=30, heartbeat_interval=5):
            answers = [await worker.answer(job(number, text="Hello")) for number in (1, 2)]
    finally:
        await worker.readiness.close()
    for answer in answers:
        assert (answer["error_code"], answer["retryable"]) == ("ENVIRONMENT_INSTALLING", True)
        assert f"Another worker is {MESSAGE}" in answer["error"]
        assert (answer["details"]["done"], answer["details"]["total"]) == (41, 60)
    assert news.exists()

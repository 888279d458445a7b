"""The setting that lets callers reach private addresses is never on in silence."""

import json

import pytest
from tests.unit.tiny_worker import ReadyAtOnce, job, make_engine

from f5tts_worker.config import from_environment
from f5tts_worker.jobs.worker import Worker


@pytest.mark.parametrize("opened", [True, False])
async def test_an_open_network_is_told_loudly(tmp_path, capsys, opened):
    """It is a warning in the log when the worker starts, and on health's page; without it there is none."""
    settings = {"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": "demo", "F5TTS_PRELOAD": "false"}
    at = from_environment(settings | {"F5TTS_ALLOW_PRIVATE_URLS": str(opened).lower()})
    worker = Worker(at, ReadyAtOnce(at, make_engine))
    worker.start()
    try:
        page = await worker.handle(job(endpoint="health"))
    finally:
        worker.close()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    told = [line["level"] for line in lines if "F5TTS_ALLOW_PRIVATE_URLS is on" in line["message"]]
    assert told == (["WARNING"] if opened else [])
    assert any("F5TTS_ALLOW_PRIVATE_URLS is on" in warning for warning in page["warnings"]) is opened

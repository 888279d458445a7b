"""Damaged recordings of every container, and pictures: the engine answers each and lives."""

import shutil
import sys
from pathlib import Path

import pytest
from scripts.hostile_media import mutations, prepare_all, sources

from f5tts_worker.engine.protocol import Request
from f5tts_worker.engine.request_loop import Gate, answer
from f5tts_worker.engine.service import Service
from f5tts_worker.errors import CODES

ITS_FAULT = CODES.keys() - {"ENGINE_DIED", "INTERNAL"}


@pytest.fixture
def originals(tmp_path):
    if shutil.which("ffmpeg") is None:
        pytest.skip("the ffmpeg program is not installed")
    return sources(tmp_path)


def test_damaged_recordings_are_answered(tmp_path, originals):
    """A file of each kind, in this process, which lives on: it is prepared, or refused with its own fault."""
    service, answers = Service(), []
    for number, (name, content) in enumerate(mutations(originals, 18, seed=7)):
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(content)
        order = {"audio": str(path), "text": "A tone is heard.", "cache": str(tmp_path / "cache")}
        event, _ = answer(service, Request(number, "prepare", order), lambda _: None, Gate())
        answers.append(event.data.get("code", "prepared") if event.event == "error" else "prepared")
    assert len(answers) == 18
    assert set(answers) <= {"prepared", *ITS_FAULT}


@pytest.mark.exhaustive  # test_damaged_recordings_are_answered has fewer, without an engine's start
async def test_an_engine_survives_damaged_recordings(tmp_path, originals):
    """Ten files of each kind, one engine: each is prepared, or refused with a code that is its fault."""
    answers = await prepare_all(Path(sys.executable), mutations(originals, 180, seed=7), tmp_path)
    assert len(answers) == 180
    assert len({pid for *_, pid in answers}) == 1
    assert {code for _, code, _, _ in answers} <= {"prepared", *ITS_FAULT}

"""Damaged recordings of every container, and pictures, through a real engine: it answers each and lives."""

import shutil
import sys
from pathlib import Path

import pytest
from scripts.hostile_media import mutations, prepare_all, sources

from f5tts_worker.errors import CODES


async def test_an_engine_survives_damaged_recordings(tmp_path, pytestconfig):
    """A file of each kind, one engine: each is prepared, or refused with a code that is its fault."""
    count = 180 if pytestconfig.getoption("--exhaustive") else 18
    if shutil.which("ffmpeg") is None:
        pytest.skip("the ffmpeg program is not installed")
    answers = await prepare_all(Path(sys.executable), mutations(sources(tmp_path), count, seed=7), tmp_path)
    assert len(answers) == count
    assert len({pid for *_, pid in answers}) == 1
    assert {code for _, code, _, _ in answers} <= {"prepared", *CODES} - {"ENGINE_DIED", "INTERNAL"}

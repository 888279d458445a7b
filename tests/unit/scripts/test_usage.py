"""`scripts/usage.py` on the records of a folder and of a real S3 server: every job once, by day and voice."""

import csv
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.pairs import ordinarily
from tests.unit.servers import s3_server

from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results.records import put_record
from f5tts_worker.storage.s3.bucket import BucketStore

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "usage.py"
SPEC = importlib.util.spec_from_file_location("usage", SCRIPT)
usage = importlib.util.module_from_spec(SPEC)
sys.modules["usage"] = usage
SPEC.loader.exec_module(usage)


def fill(store):
    """Store records of two days and two voices, one of an earlier version, and what is no record."""
    used = {"characters": 10, "speech_seconds": 1.5, "device": "cuda", "device_seconds": 0.5, "model": "demo"}
    for number, (day, voice, more) in enumerate(
        [("01", "anna", {}), ("01", "anna", {"cached": "all", "device_seconds": 0}), ("02", "=1+1", {})]
    ):
        made = {"created": f"2026-11-{day}T23:59:59+00:00", "voice": voice, "usage": {**used, **more}}
        put_record(store, {"version": 1, "job_id": f"job-{number}", "endpoint": "tts", **made})
    old = {"text": "Hello", "duration": 2, "voice": "anna", "created": "2026-11-01T01:00:00+00:00"}
    put_record(store, {"version": 1, "job_id": "old", "endpoint": "tts", **old})
    put_record(store, {"version": 1, "job_id": "warm", "endpoint": "warmup"})
    store.put_bytes("output/job-0.wav", b"RIFF", "audio/wav")
    store.put_bytes("output/rubbish.result.json", b"{", "application/json")


def check(store):
    sums = usage.summed(store)
    assert set(sums) == {("2026-11-01", "tts", "anna"), ("2026-11-02", "tts", "=1+1")}
    anna = sums["2026-11-01", "tts", "anna"]
    assert (anna.jobs, anna.characters, anna.speech_seconds, anna.gpu_seconds) == (3, 25, 5.0, 0.5)
    assert (anna.cpu_seconds, anna.from_cache) == (0, 1)


def test_records_are_added_up(tmp_path):
    """In a folder and in a bucket alike."""
    store = FolderStore(tmp_path / "f5tts" / "store")
    fill(store)
    check(store)
    with s3_server("canaryusage01", "canary-usage-secret-02") as (bucket, _):
        fill(in_bucket := BucketStore(bucket, url_lifetime_s=60))
        check(in_bucket)


@pytest.mark.parametrize("days", ordinarily([(), ("--since", "2026-11-02")], ("--since", "2026-11-02")))
def test_the_command(tmp_path, days):
    """A table with a sum, or a CSV in which no voice's name is a formula."""
    fill(FolderStore(tmp_path / "f5tts" / "store"))
    command = [sys.executable, str(SCRIPT), "--volume", str(tmp_path), *days]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert shown[-1].split() == [
        "all",
        *(["1", "10", "1.5", "0.5", "0.0", "0"] if days else ["4", "35", "6.5", "1.0", "0.0", "1"]),
    ]
    subprocess.run([*command, "--csv", str(tmp_path / "out.csv")], check=True)
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text().splitlines()))
    assert rows[-1]["voice"] == "'=1+1"
    assert json.loads(rows[-1]["characters"]) == 10

"""Files that say, signed, that a machine made them; read again by the C2PA library."""

import io
import json
import logging
import shlex
import subprocess
import sys

import av
import c2pa
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from scripts.bench_signing import recording
from tests.unit.certificates import certified, make_key, pem
from tests.unit.tiny_worker import job, running

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.steps.signing import (
    FORMATS,
    PROGRAM,
    SOURCE_TYPE,
    check_signing,
    manifest,
    signed,
)

KEY = make_key()


@pytest.fixture
def own_log():
    """Return what our package logs, with nothing taken out."""
    text = io.StringIO()
    handler, ours = logging.StreamHandler(text), logging.getLogger("f5tts_worker")
    level = ours.level
    ours.addHandler(handler)
    ours.setLevel("DEBUG")
    yield text
    ours.removeHandler(handler)
    ours.setLevel(level)


def variables(certificate=None, key=None):
    """Return the settings that have files signed."""
    return {"F5TTS_C2PA_CERT": certificate or certified(KEY), "F5TTS_C2PA_KEY": key or pem(KEY)}


def read(path):
    """Return what the library finds in a file: its state, and the manifest."""
    with c2pa.Reader(str(path)) as reader:
        return reader.get_validation_state(), reader.get_active_manifest()


def sign(source, target, certificate=None, key=None):
    """Have the program sign, as the worker does."""
    order = {"source": str(source), "target": str(target), "algorithm": "es256"}
    order |= {"certificates": certificate or certified(KEY), "key": key or pem(KEY)}
    order["manifest"] = manifest("speech", "demo")
    command = [sys.executable, "-I", PROGRAM]
    done = subprocess.run(
        command, input=json.dumps(order), env={}, check=True, capture_output=True, text=True
    )
    assert done.stderr == ""
    ready, said = done.stdout.splitlines()
    assert ready == "ready"
    return json.loads(said)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_signed(name, tmp_path):
    """The manifest is valid and says what made the file; the tag and the sound are still there."""
    source, target = recording(tmp_path / f"source.{name}", 1, "made here"), tmp_path / f"signed.{name}"
    answer = sign(source, target)
    state, active = read(target)
    assert answer["bytes"] == target.stat().st_size - source.stat().st_size
    assert state == "Valid"
    found = {one["label"]: one["data"] for one in active["assertions"]}
    (action,) = found["c2pa.actions.v2"]["actions"]
    assert (action["action"], action["digitalSourceType"]) == ("c2pa.created", SOURCE_TYPE)
    with av.open(str(source)) as before, av.open(str(target)) as after:
        assert before.metadata.get("comment") == after.metadata.get("comment")
        sounds = [b"".join(bytes(packet) for packet in file.demux(audio=0)) for file in (before, after)]
    assert sounds[0] == sounds[1] != b""


def test_a_changed_file_is_found_out(tmp_path):
    """One byte of sound that differs makes the manifest invalid."""
    target = tmp_path / "signed.wav"
    sign(recording(tmp_path / "source.wav", 1), target)
    data = bytearray(target.read_bytes())
    data[30_000] ^= 1
    target.write_bytes(data)
    assert read(target)[0] == "Invalid"


def test_what_c2pa_does_not_accept(tmp_path):
    """A certificate for another purpose is refused, with a reason that holds nothing of the key."""
    other = certified(KEY, purpose=ExtendedKeyUsageOID.SERVER_AUTH)
    answer = sign(recording(tmp_path / "source.wav", 1), tmp_path / "signed.wav", other)
    assert answer["refused"]
    assert "certificate" in answer["error"]


def test_the_key_waits_until_nobody_else_can_read_it(tmp_path):
    """A program that has not said that it is closed to others gets nothing."""
    silent = tmp_path / "python"
    program = "import sys; print('{}', flush=True); sys.stderr.write(sys.stdin.read())"
    silent.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -I -c "{program}"\n')
    silent.chmod(0o755)
    assert signed(silent, {"key": "secret"}) == {"error": "it ended with code 0"}


async def test_a_job_with_a_certificate(tmp_path):
    """The file is signed, and the answer says so; Ogg, which cannot be signed, says that it is not."""
    async with running(tmp_path, **variables(), F5TTS_WATERMARK="true") as worker:
        signed = await worker.answer(job(text="Hello there"))
        plain = await worker.answer(job(2, text="Hello", options={"output_format": "ogg"}))
        files = [path for answer in (signed, plain) for path in worker.files_of(answer)]
    everything = {"tag": True, "watermark": True, "manifest": True}
    assert (signed["marked"], plain["marked"]) == (everything, everything | {"manifest": False})
    assert signed["timings"]["sign"] > 0
    assert "sign" not in plain["timings"]
    state, active = read(next(path for path in files if path.suffix == ".wav"))
    assert (state, active["title"]) == ("Valid", "job-1.wav")


async def test_a_worker_with_neither_certificate_nor_watermark(tmp_path):
    """Its files have the tag alone, and the answer says so."""
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(text="Hello"))
    assert answer["marked"] == {"tag": True, "watermark": False, "manifest": False}


async def test_the_key_is_nowhere(tmp_path, own_log):
    """No file on the volume, no answer and no log has a line of the key, accepted or refused."""
    lines = pem(KEY).splitlines()[1:-1]
    other = certified(KEY, purpose=ExtendedKeyUsageOID.SERVER_AUTH)
    seen = []
    for number, certificate in enumerate((None, other)):
        async with running(tmp_path, **variables(certificate)) as worker:
            seen.append(await worker.answer(job(number, text="Hello there")))
    assert [answer.get("error_code") for answer in seen] == [None, "INVALID_SETTINGS"]
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    everything = b"".join([json.dumps(seen).encode(), own_log.getvalue().encode(), *kept])
    assert len(kept) > 1
    assert not any(line.encode() in everything for line in lines)


def test_a_certificate_that_expires_while_the_worker_runs():
    """Jobs that make speech are refused from then on."""
    settings = from_environment(variables())
    check_signing(settings)
    object.__setattr__(settings.signing, "ends", settings.signing.begins)
    with pytest.raises(WorkerError, match="expired on"):
        check_signing(settings)

"""`--check` says what is wrong with a published volume, `--sweep` removes what nobody needs."""

import hashlib
import os
import time

import pytest

from f5tts_worker.bootstrap import __main__ as setup
from f5tts_worker.bootstrap import ensure
from f5tts_worker.bootstrap.checkup import check_environment, check_models
from f5tts_worker.volume.inventory import published_models
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.publish import new_attempt, publish

DAY = 86_400


def faults(findings):
    return [finding.fault for finding in findings]


def test_environment(settings, recipe):
    """What was installed is well; a file that is gone, and a package that cannot be imported, are named."""
    (absent,) = check_environment(settings, Watch(), recipe)
    assert "not installed" in absent.fault
    built = ensure(settings, recipe=recipe)
    assert faults(check_environment(settings, Watch(), recipe)) == [None]
    module = built.site_packages / "iniconfig/exceptions.py"
    whole = module.read_text()
    module.unlink()
    (fault,) = faults(check_environment(settings, Watch(), recipe))
    assert "iniconfig/exceptions.py" in fault
    assert f"{built.key}.json" in fault
    module.write_text("import nothing_of_that_name" + " " * (len(whole) - 27))
    (fault,) = faults(check_environment(settings, Watch(), recipe))
    assert "cannot be imported" in fault
    assert "nothing_of_that_name" in fault


def test_a_damaged_record(settings, recipe):
    """A RECORD that cannot be read is a finding, and not the end of the check."""
    built = ensure(settings, recipe=recipe)
    record = next(built.site_packages.glob("mdurl-*.dist-info/RECORD"))
    for bad in (b"\xff\xfe" * 99, b"mdurl/_url.py,x,many\n", b"mdurl/_url.py,\0,1\r\0\n"):
        record.write_bytes(bad)
        (fault,) = faults(check_environment(settings, Watch(), recipe))
        assert fault
        assert f"{built.key}.json" in fault


@pytest.fixture
def model(settings):
    """Publish a model of one file."""
    folder = new_attempt(settings.root / "models/vocos", "0" * 16)
    (folder / "model.bin").write_bytes(b"weights")
    files = {"model.bin": {"size": 7, "sha256": hashlib.sha256(b"weights").hexdigest()}}
    assert publish(folder, {"name": "vocos", "files": files}, lambda: False)
    return folder / "model.bin"


def test_models(settings, model):
    """Sums are compared with the pointer's: other bytes of the same size are found here, and only here."""
    assert faults(check_models(settings.root, Watch())) == [None]
    model.write_bytes(b"weight!")
    assert [found["verified"] for found in published_models(settings.root)] == [True]
    (fault,) = faults(check_models(settings.root, Watch()))
    assert "model.bin: not what was verified" in fault
    model.unlink()
    assert [found["verified"] for found in published_models(settings.root)] == [False]
    assert "model.bin" in faults(check_models(settings.root, Watch()))[0]


def test_check_is_told(settings, model, capsys):
    """A line for each thing, the last one a sum, and the exit code."""
    model.write_bytes(b"weight!")
    assert setup.main([str(settings.volume), "--check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["WRONG", "WRONG", "2"]
    assert lines[-1].endswith("2 wrong")


def test_sweep_is_told(settings, model, capsys):
    """What went, with its size and why; what is in use stays."""
    dead = new_attempt(settings.root / "envs", "1" * 16)
    (dead / "library.so").write_bytes(bytes(3_000_000))
    moment = time.time() - 2 * DAY
    os.utime(dead, (moment, moment))
    assert setup.main(["--volume", str(settings.volume), "--sweep"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"removed {dead}: 3.0 MB, never finished, or replaced", "1 removed, 0.00 GB"]
    assert model.exists()


def test_pod(tmp_path, monkeypatch, capsys):
    """On a Pod the volume is /workspace, though nothing is mounted there, unless another folder is named."""
    monkeypatch.setattr(setup, "POD_MOUNT", tmp_path)
    monkeypatch.setattr(setup.os.path, "ismount", lambda path: False)
    monkeypatch.delenv("F5TTS_VOLUME", raising=False)
    assert setup.main(["--sweep"]) == 0
    assert (tmp_path / "f5tts").is_dir()
    assert setup.main([str(tmp_path / "other"), "--sweep"]) == 0
    assert (tmp_path / "other/f5tts").is_dir()
    monkeypatch.setenv("F5TTS_VOLUME", str(tmp_path / "third"))
    assert setup.main(["--sweep"]) == 0
    assert (tmp_path / "third/f5tts").is_dir()
    assert capsys.readouterr().err == ""

"""Real installations of a small lock by real processes: what is published works, and nothing else is."""

import dataclasses
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from tests.pairs import ordinarily
from tests.volume.workers import alive, attempts, kill, wait_for

from f5tts_worker.bootstrap import Recipe, ensure, find
from f5tts_worker.bootstrap.environment import environment, installer
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume import lease


def works(found):
    command = [found.python, "-I", "-c", "import iniconfig; print(iniconfig.__file__)"]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return Path(printed.strip()).is_relative_to(found.site_packages)


def test_installs_once(settings, recipe, envs):
    """The first call builds, checks and publishes with progress; the second reads the pointer only."""
    heard = []
    built = ensure(settings, heard.append, recipe=recipe)
    assert works(built)
    assert find(settings, recipe) == built == ensure(settings, heard.clear, recipe=recipe)
    assert any("of 3 packages" in progress.message for progress in heard)
    assert all(progress.stage == "environment" for progress in heard)
    assert attempts(envs) == [built.folder]
    names = [built.folder.name, f"{built.key}.json", f"{built.folder.name}.used"]
    assert sorted(path.name for path in envs.iterdir()) == sorted(names)


@pytest.mark.parametrize("how", ordinarily(["bind mount", "copy"], "copy"))
def test_another_mount_path(how, settings, recipe, tmp_path, tally, request):
    """A volume that was prepared under one path works under another one, with the first one gone."""
    built = ensure(settings, recipe=recipe)
    if how == "copy":
        other = shutil.copytree(settings.volume, tmp_path / "copied", symlinks=True)
    else:
        other = request.getfixturevalue("mount")("--bind", settings.volume)
    settings.volume.rename(tmp_path / "no-longer-there")
    found = find(dataclasses.replace(settings, volume=other), recipe)
    assert found.key == built.key
    assert found.folder.is_relative_to(other)
    assert works(found)
    tally("path", times=1)


def test_python_elsewhere(settings, recipe, tmp_path, monkeypatch):
    """Where the builder's interpreter does not exist, ours is lent, with the environment's packages."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    built = ensure(settings, recipe=recipe)
    for link in (built.folder / "bin").glob("python*"):
        link.unlink()
    (built.folder / "bin/python").symlink_to("/another/image/bin/python3.11")
    with monkeypatch.context() as earlier:  # ours was elsewhere then; what was lent does not stand in the way
        earlier.setattr(installer, "base_python", lambda: Path("/no/longer/there/python3.11"))
        assert not find(settings, recipe).python.exists()
    found = find(settings, recipe)
    assert found.python.is_relative_to(tmp_path / "cache")
    subprocess.run([found.python, "-I", "-c", "import iniconfig"], check=True)
    assert find(settings, recipe) == found


DAMAGES = {
    "truncated": lambda pointer, folder: pointer.write_bytes(pointer.read_bytes()[:40]),
    "empty": lambda pointer, folder: pointer.write_text(""),
    "other layout": lambda pointer, folder: pointer.write_text(
        pointer.read_text().replace('"layout": 1', '"layout": 2')
    ),
    "leads elsewhere": lambda pointer, folder: pointer.write_text(
        pointer.read_text().replace(folder.name, "../../elsewhere")
    ),
    "folder gone": lambda pointer, folder: shutil.rmtree(folder),
    "packages gone": lambda pointer, folder: shutil.rmtree(folder / "lib"),
}


def test_pointer_is_validated(settings, recipe, envs, tally, tmp_path, full):
    """A pointer that is damaged or names nothing counts as none, and the next call builds again."""
    built = ensure(settings, recipe=recipe)
    shutil.copytree(envs, tmp_path / "whole", symlinks=True)
    for number, (name, damage) in enumerate(DAMAGES.items(), start=1):
        damage(envs / f"{built.key}.json", built.folder)
        assert find(settings, recipe) is None, name
        tally("files", cases=1)
        if full or number in (1, len(DAMAGES)):
            again = ensure(settings, recipe=recipe)
            assert again.folder != built.folder, name
            assert works(again), name
        shutil.rmtree(envs)
        shutil.copytree(tmp_path / "whole", envs, symlinks=True)
        assert find(settings, recipe) == built, name


def test_check_decides(settings, lock, tmp_path, envs):
    """What cannot be imported is not published, and its folder is gone."""
    check = tmp_path / "strict.py"
    check.write_text("import a_module_that_is_not_there\n")
    with pytest.raises(WorkerError, match="cannot be imported") as caught:
        ensure(settings, recipe=Recipe(lock, check, bytes_needed=0))
    assert caught.value.code == "ENVIRONMENT_FAILED"
    assert "a_module_that_is_not_there" in str(caught.value.details)
    assert list(envs.iterdir()) == []


def test_cancel(settings, recipe, envs, silent_index, monkeypatch, tmp_path):
    """A cancelled installation ends with uv gone and nothing left."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", silent_index.address)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    cancelled = threading.Event()
    threading.Thread(target=lambda: (silent_index.wait(300), cancelled.set())).start()
    with pytest.raises(WorkerError) as caught:
        ensure(settings, cancelled=cancelled, recipe=recipe)
    assert caught.value.code == "CANCELLED"
    assert alive(recipe.key) == []
    assert list(envs.iterdir()) == []


def test_deadline(settings, recipe, envs, silent_index, monkeypatch, tmp_path):
    """An installation that does not come to an end is stopped by F5TTS_INSTALL_SECONDS."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", silent_index.address)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    with pytest.raises(WorkerError, match="F5TTS_INSTALL_SECONDS") as caught:
        ensure(dataclasses.replace(settings, install_seconds=1), recipe=recipe)
    assert caught.value.code == "ENVIRONMENT_FAILED"
    assert alive(recipe.key) == []


def test_killed_while_uv_runs(settings, recipe, envs, start, silent_index, tmp_path):
    """A killed worker takes its installer with it, publishes nothing, and the next attempt starts afresh."""
    worker = start(UV_DEFAULT_INDEX=silent_index.address, UV_CACHE_DIR=str(tmp_path / "cache"))
    assert silent_index.wait(300)
    (left,) = attempts(envs)
    assert alive(left.name)
    assert kill(worker)
    wait_for(lambda: not alive(left.name))
    assert find(settings, recipe) is None
    built = ensure(settings, recipe=recipe)
    assert built.folder != left
    assert works(built)


def test_killed_before_the_pointer(settings, recipe, envs, start):
    """Whole as it may look, an attempt whose builder died before publishing is not taken over."""
    recipe.check.write_text("import pathlib, time\npathlib.Path('checking').touch()\ntime.sleep(60)\n")
    worker = start()
    wait_for(lambda: list(envs.glob("*/checking")))
    assert kill(worker)
    (left,) = attempts(envs)
    wait_for(lambda: not alive(left.name))
    assert find(settings, recipe) is None
    recipe.check.write_text("import iniconfig\n")
    built = ensure(settings, recipe=recipe)
    assert built.folder != left
    assert works(built)


def test_race_with_lease(settings, recipe, envs, start):
    """Of several workers that start at once one builds; all end with the same environment."""
    workers = [start() for _ in range(2)]
    printed = {worker.communicate()[0] for worker in workers}
    assert [worker.returncode for worker in workers] == [0, 0]
    assert printed == {f"{find(settings, recipe).python}\n"}
    assert len(attempts(envs)) == 1


def test_race_without_lease(settings, recipe, envs, start):
    """When the lease lies and all build at once, the first to publish wins; the others use its work."""
    recipe.check.write_text("import time, iniconfig\ntime.sleep(0.5)\n")  # all are in the middle together
    workers = [start("--without-lease") for _ in range(2)]
    printed = {worker.communicate()[0] for worker in workers}
    assert [worker.returncode for worker in workers] == [0, 0]
    found = find(settings, recipe)
    assert printed == {f"{found.python}\n"}
    assert attempts(envs) == [found.folder]
    assert works(found)


def test_waiting_is_told(settings, recipe, envs, start):
    """Who waits for another worker hears how far that one is."""
    recipe.check.write_text("import pathlib, time\npathlib.Path('checking').touch()\ntime.sleep(2)\n")
    builder = start()
    wait_for(lambda: list(envs.glob("*/checking")))
    heard = []
    found = ensure(settings, heard.append, recipe=recipe)
    assert heard[0].message.startswith("another worker is installing the environment")
    assert builder.communicate()[0] == f"{found.python}\n"


def test_holder_on_another_host_is_dead(settings, recipe, envs, monkeypatch):
    """A lease whose holder is on another machine is taken over when its heartbeat has stopped."""
    envs.mkdir(parents=True)
    monkeypatch.setattr(lease, "POLL_SECONDS", 0.05)
    marker = envs / f".building-{recipe.key}"
    marker.write_text(
        f"filelock/2\npid=1\nhost=elsewhere\nmode=lease\ntoken=abc\nduration={lease.LEASE_SECONDS!r}\n"
    )
    stopped = time.time() - lease.LEASE_SECONDS + 0.5
    os.utime(marker, (stopped, stopped))
    heard = []
    assert works(ensure(settings, heard.append, recipe=recipe))
    assert heard[0].message.startswith("another worker")


@pytest.mark.parametrize(
    ("ahead", "duration"),
    [(3600, 2.0), (0, 77.0)],
    ids=["the volume's clock is ahead", "promised other times"],
)
def test_dead_holder_by_our_own_clock(ahead, duration, settings, recipe, envs, monkeypatch):
    """A holder whose heartbeat stands still is dead, whatever the volume's clock and its promise say."""
    envs.mkdir(parents=True)
    monkeypatch.setattr(lease, "LEASE_SECONDS", 2.0)
    monkeypatch.setattr(lease, "HEARTBEAT_SECONDS", 0.5)
    marker = envs / f".building-{recipe.key}"
    marker.write_text(f"filelock/2\npid=1\nhost=elsewhere\nmode=lease\ntoken=abc\nduration={duration!r}\n")
    later = time.time() + ahead
    os.utime(marker, (later, later))
    assert works(ensure(dataclasses.replace(settings, install_seconds=600), recipe=recipe))


def test_a_lease_that_lies_forever(settings, recipe, envs, monkeypatch):
    """A heartbeat without work behind it holds nobody up for longer than an installation may take."""
    envs.mkdir(parents=True)
    monkeypatch.setattr(lease, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(environment, "deadline_after", lambda _seconds: running_time() + 600)  # its own work
    (envs / f".building-{recipe.key}").write_text(
        f"filelock/2\npid=1\nhost=elsewhere\nmode=lease\ntoken=abc\nduration={lease.LEASE_SECONDS!r}\n"
    )
    found = ensure(dataclasses.replace(settings, install_seconds=5), recipe=recipe)
    assert works(found)


def test_volume_is_a_file(settings, recipe):
    """A volume that is a file is said to be one."""
    settings.volume.write_text("")
    with pytest.raises(WorkerError, match="is a file") as caught:
        ensure(settings, recipe=recipe)
    assert caught.value.code == "VOLUME_UNUSABLE"

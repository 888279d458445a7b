"""A volume that is full, read-only or missing: one code, nothing published, and it works when it is cured."""

import base64
import dataclasses
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.pairs import ordinarily
from tests.placed import placed
from tests.unit.tiny_worker import job, running
from tests.volume.index import wheel
from tests.volume.workers import PACKAGES, attempts, works

from f5tts_worker.bootstrap import Environment, Recipe, check_volume, ensure, find
from f5tts_worker.bootstrap import __main__ as setup
from f5tts_worker.bootstrap.housekeeping import swept_when_full, volume_with_room
from f5tts_worker.bootstrap.inside import bytecode
from f5tts_worker.errors import WorkerError
from f5tts_worker.health.page import look_at_volume

PAGE = 4096
BUILT = Environment("given", Path("/"), Path("/python"), Path("/"))

# Run as the environment's check, so that the disk is full when the pointer is to be written.
FILL = """
import {packages}
try:
    with open("{filler}", "wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
except OSError:
    pass
"""
FILL_WITH_NAMES = """
import itertools, {packages}
try:
    for number in itertools.count():
        open(f"{filler}-{{number}}", "x").close()
except OSError:
    pass
"""


@pytest.fixture
def volume(mount):
    return mount("-t", "tmpfs", "-o", "size=16m,nr_inodes=2000", "none")


@pytest.fixture
def small(releases):
    """Make the recipe of an environment that needs about 2 MB."""
    return releases.next()


@pytest.fixture
def on(volume):
    return placed({"F5TTS_VOLUME": str(volume)})


def fill(volume, left):
    """Write to the volume until so many bytes are left."""
    with (volume / "filler").open("wb", buffering=0) as file:
        while os.statvfs(volume).f_bavail * os.statvfs(volume).f_bsize > left:
            file.write(bytes(PAGE))


def fill_with_names(volume, left):
    """Make files until so many more would fit."""
    for number in range(os.statvfs(volume).f_favail - left):
        (volume / f"filler-{number}").touch()


def clear(volume):
    for path in volume.glob("filler*"):
        path.unlink()


def unpacked_bytes(recipe):
    """Return the size of the modules that the lock's packages have."""
    with zipfile.ZipFile(io.BytesIO(wheel("alpha").data)) as archive:
        return sum(file.file_size for file in archive.infolist()) * len(recipe.lock.read_text().splitlines())


def refused_then_built(settings, broken, healthy, full_disk=None):
    """Require that the attempt ends with VOLUME_FULL and leaves nothing; the next one, with space, works."""
    with pytest.raises(WorkerError) as caught:
        ensure(settings, recipe=broken)
    assert caught.value.code == "VOLUME_FULL"
    envs = settings.root / "envs"
    assert attempts(envs) == []
    assert list(envs.glob("*.json*")) == []
    clear(full_disk or settings.volume)
    assert works(ensure(settings, recipe=healthy))


@pytest.mark.parametrize(
    "left", ordinarily(["nothing", "no name", "too little", "a page", "three names"], "nothing", "too little")
)
def test_full_before(left, volume, on, small, tally):
    """A volume that is full at the start is said to be."""
    recipe = small
    if left in ("nothing", "a page"):
        fill(volume, 0 if left == "nothing" else PAGE)
    elif left == "too little":
        recipe = Recipe(small.lock, small.check, bytes_needed=17 * 1024 * 1024)
    else:
        fill_with_names(volume, 0 if left == "no name" else 3)
    refused_then_built(on, recipe, small)
    tally("full", times=1)


def bytes_needed(volume, recipe):
    """Install once, elsewhere on the same file system, to see what it takes."""
    before = os.statvfs(volume).f_bavail
    ensure(placed({"F5TTS_VOLUME": str(volume / "trial")}), recipe=recipe)
    used = (before - os.statvfs(volume).f_bavail) * os.statvfs(volume).f_bsize
    shutil.rmtree(volume / "trial")
    return used


@pytest.mark.counts(quick=1, full=25)
def test_full_during(number, volume, on, small, full, tally):
    """A volume that fills up in the middle of the installation, wherever that is, is said to be full."""
    share = (number + 0.5) / (25 if full else 1)
    fill(volume, int(share * bytes_needed(volume, small)))
    refused_then_built(on, small, small)
    tally("full", times=1)


def test_full_while_a_module_is_compiled(mount):
    """A compiled module that the disk takes only the beginning of is an error, not a module cut short.

    Python itself leaves it so, in silence. The check may not import that very module; with space
    back in time for the pointer, such an environment would be published.
    """
    volume = mount("-t", "tmpfs", "-o", "size=64k", "none")
    (volume / "module.py").write_text(
        "".join(f"def function_{n}(a):\n    return a * {n}\n" for n in range(200))
    )
    fill(volume, 2 * PAGE)
    command = [sys.executable, "-I", bytecode.__file__, volume]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "No space left on device" in done.stdout


def test_full_during_the_check(volume, on, small, tally, tmp_path):
    """A check that finds the disk full is not taken for a package that cannot be imported."""
    check = tmp_path / "fills.py"
    check.write_text(f'open("{volume}/filler", "wb").write(bytes(17 * 1024 * 1024))\n')
    refused_then_built(on, Recipe(small.lock, check, bytes_needed=0), small)
    tally("full", times=1)


@pytest.mark.parametrize("share", ordinarily([0.2, 0.6, 1.2], 1.2))
def test_full_where_packages_are_unpacked(share, mount, settings, small, monkeypatch, tally):
    """The container's disk can fill up too, with packages or with what is put together of them."""
    disk = mount("-t", "tmpfs", "-o", "size=16m,nr_inodes=2000", "none")
    monkeypatch.setenv("UV_CACHE_DIR", str(disk / "uv"))
    fill(disk, int(share * unpacked_bytes(small)))
    refused_then_built(settings, small, small, disk)
    tally("full", times=1)


@pytest.mark.counts(quick=1, full=5)
def test_full_at_the_pointer(number, volume, on, small, tally, tmp_path):
    """A volume whose last byte or last name is taken when the pointer is due has no pointer."""
    check = tmp_path / "fills.py"
    program = FILL_WITH_NAMES if number % 2 else FILL
    check.write_text(program.format(packages=", ".join(PACKAGES), filler=volume / "filler"))
    refused_then_built(on, Recipe(small.lock, check, bytes_needed=0), small)
    tally("full", times=1)


def test_read_only(volume, on, small, tally):
    """A volume that is read-only is said to be, and what was installed on it before can be used."""
    built = ensure(on, recipe=small)
    subprocess.run(["mount", "-o", "remount,ro", volume], check=True)
    assert ensure(on, recipe=small) == built
    assert works(built)
    with pytest.raises(WorkerError, match="read-only") as caught:
        check_volume(on)
    assert caught.value.code == "VOLUME_UNUSABLE"
    tally("files", cases=1)


def test_read_only_and_empty(volume, on, small):
    """Nothing can be installed on a read-only volume; the sentence says why."""
    subprocess.run(["mount", "-o", "remount,ro", volume], check=True)
    with pytest.raises(WorkerError, match="read-only") as caught:
        ensure(on, recipe=small)
    assert caught.value.code == "VOLUME_UNUSABLE"
    assert find(on, small) is None


def test_missing(small, tally, tmp_path, monkeypatch):
    """Without a volume the worker says so and installs onto the container's disk."""
    monkeypatch.setattr("f5tts_worker.volume.volume.CONTAINER_FOLDER", tmp_path / "container")
    chosen = check_volume(placed({}), mounts=(tmp_path / "not-mounted",))
    assert not chosen.persistent
    assert "no network volume is attached" in chosen.warnings[0]
    assert works(ensure(chosen.settings, recipe=small))
    tally("files", cases=1)


@pytest.mark.parametrize("names_left", [0, 100], ids=["no names left", "names left"])
def test_a_full_volume_can_be_swept(volume, on, names_left, capsys):
    """`--sweep` is the cure for a full volume, so that it is full does not hinder it."""
    dead = left_by_killed_workers(on, 1_000_000)
    if names_left == 0:
        fill_with_names(volume, 0)
    else:
        fill(volume, 0)
    with pytest.raises(WorkerError, match="VOLUME_FULL"):
        check_volume(on)
    assert setup.main([str(volume), "--sweep"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 removed")
    assert not dead.exists()


def test_preparing_a_full_volume_sweeps_it_first(volume, on, monkeypatch):
    """What killed workers have left does not hinder who prepares the volume anew."""
    left_by_killed_workers(on, 5_000_000)
    fill(volume, 0)
    monkeypatch.setattr("f5tts_worker.volume.volume.MIN_FREE_BYTES", 4_000_000)
    prepared = []
    monkeypatch.setattr(setup, "ensure", lambda settings, _display: prepared.append(settings) or BUILT)
    assert setup.main([str(volume), "--no-models", "--model", "demo"]) == 0
    assert prepared[0].volume == volume


def left_by_killed_workers(on, size):
    """Leave an attempt of other days, of which nobody knows."""
    dead = on.root / "envs" / f"{'0' * 16}-00000000"
    dead.mkdir(parents=True)
    (dead / "library.so").write_bytes(bytes(size))
    os.utime(dead, (1, 1))
    return dead


def test_a_worker_sweeps_a_full_volume(volume, on, monkeypatch):
    """Where killed workers have filled the volume, nobody lives to sweep it but who comes next."""
    dead = left_by_killed_workers(on, 5_000_000)
    fill(volume, 0)
    monkeypatch.setattr("f5tts_worker.volume.volume.MIN_FREE_BYTES", 4_000_000)
    assert volume_with_room(on).free_bytes >= 4_000_000
    assert not dead.exists()
    fill(volume, 0)
    with pytest.raises(WorkerError, match="VOLUME_FULL"):
        volume_with_room(on)


def test_a_builder_sweeps_a_volume_without_room(volume, on, small):
    """The room that an environment needs may be what killed builders have left."""
    dead = left_by_killed_workers(on, 5_000_000)
    fill(volume, 2_000_000)
    assert works(ensure(on, recipe=dataclasses.replace(small, bytes_needed=6_000_000)))
    assert not dead.exists()


def test_a_volume_that_does_not_say_that_it_is_full(volume, on, small):
    """Where the free space is the cluster's, a full volume shows at the write: then it is swept."""
    dead = left_by_killed_workers(on, 9_000_000)
    fill(volume, 200_000)
    assert works(ensure(on, recipe=dataclasses.replace(small, bytes_needed=0)))
    assert not dead.exists()


@pytest.mark.parametrize("dead", [0, 1])
def test_swept_once(volume, on, dead):
    """A volume that is full after a sweep is full; one where nothing can be removed is not tried twice."""
    tried = []

    def write(settings):
        tried.append(settings)
        raise WorkerError("VOLUME_FULL", "There is no space left.")

    if dead:
        left_by_killed_workers(on, 1000)
    with pytest.raises(WorkerError, match="VOLUME_FULL"):
        swept_when_full(write)(on)
    assert tried == [on] * (1 + dead)


async def test_reading_and_deleting_need_no_room(volume, monkeypatch):
    """Without a free byte, what is there can be listed, fetched and deleted; speech is refused."""
    monkeypatch.setattr("f5tts_worker.volume.volume.MIN_FREE_BYTES", 4_000_000)
    recording = base64.b64encode(b"RIFFxxxxWAVE and more").decode()
    upload = {"endpoint": "upload", "voice_file_base64": recording, "ref_text": "It is I."}
    async with running(volume) as worker:
        for name in ("anna", "bert"):
            assert (await worker.answer(job(name, voice_name=name, **upload)))["status"] == "completed"
        made = await worker.answer(job(1, text="Hello", request_id="mine"))
    fill(volume, 0)
    async with running(volume) as worker:
        listed = await worker.answer(job(2, endpoint="list_voices"))
        shown = await worker.answer(job(3, endpoint="get_voice", voice_name="anna"))
        found = await worker.answer(job(4, endpoint="result", job_id="mine"))
        again = await worker.answer(job(5, text="Hello", request_id="mine"))
        standing = await worker.answer(job(6, endpoint="status", job_id="mine"))
        refused = [
            await worker.answer(job(7, text="Hello you")),
            await worker.answer(job(8, voice_name="carla", **upload)),
        ]
        gone = [
            await worker.answer(job(9, endpoint="delete_voice", voice_name="anna")),
            await worker.answer(job(10, endpoint="delete_voice", voice_name="bert", everywhere=True)),
            await worker.answer(job(11, endpoint="delete_result", job_id="mine")),
        ]
    assert {"anna", "bert"} <= {voice["name"] for voice in listed["voices"]}
    assert shown["voice"]["name"] == "anna"
    assert found["audio_base64"] == again["audio_base64"] == made["audio_base64"]
    assert standing["status"] == "COMPLETED"
    for answer in refused:
        assert answer["error_code"] == "VOLUME_FULL"
        assert "delete_result and delete_voice work on a full volume" in answer["error"]
    assert [answer["status"] for answer in gone] == ["completed"] * 3
    assert not list((volume / "f5tts/store").rglob("*.wav"))


async def test_a_full_volume_is_not_an_empty_one(volume, on, small, monkeypatch):
    """What is published on it is on the health page, which says that it is full."""
    built = ensure(on, recipe=small)
    monkeypatch.setattr("f5tts_worker.bootstrap.environment.environment.chosen_recipe", lambda _: small)
    fill(volume, 0)
    seen = look_at_volume(on)
    assert seen["environment"]["key"] == built.key
    assert seen["volume"]["error"].startswith("VOLUME_FULL")
    assert (seen["volume"]["writable"], seen["volume"]["free_bytes"]) == (False, 0)

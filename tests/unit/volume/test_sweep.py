"""The sweep: what goes, what stays, and that nothing goes which somebody runs from."""

import os
import threading
import time

import pytest
from tests.placed import placed

from f5tts_worker.bootstrap import housekeeping
from f5tts_worker.bootstrap.environment import environment
from f5tts_worker.bootstrap.environment.environment import Environment, Recipe, find, use
from f5tts_worker.bootstrap.environment.installer import site_packages
from f5tts_worker.bootstrap.housekeeping import Housekeeper
from f5tts_worker.bootstrap.weights import own_model
from f5tts_worker.volume import places as copies
from f5tts_worker.volume import sweep as sweeping
from f5tts_worker.volume import use_marks
from f5tts_worker.volume.publish import CONVERTED, mark_of, new_attempt, publish, read_pointer
from f5tts_worker.volume.sweep import CHUNKS, PREPARED_SECONDS, UNUSED_SECONDS, remove, sweep
from f5tts_worker.volume.use_marks import DAY_SECONDS, touch, touch_daily, volume_time

OURS, OTHER, THIRD = "0" * 16, "1" * 16, "2" * 16


@pytest.fixture
def settings(tmp_path):
    return placed({"F5TTS_VOLUME": str(tmp_path)})


@pytest.fixture
def envs(settings):
    folder = settings.root / "envs"
    folder.mkdir(parents=True)
    return folder


def age(path, seconds):
    moment = time.time() - seconds
    os.utime(path, (moment, moment), follow_symlinks=False)


def published(home, key, unused=0.0, size=1000):
    """Publish something that was last used so many seconds ago."""
    folder = new_attempt(home, key)
    (folder / "library.so").write_bytes(bytes(size))
    (folder / "lib64").symlink_to("lib")
    assert publish(folder, {"key": key}, lambda: False)
    touch(mark_of(folder))
    for path in (folder, home / f"{key}.json", mark_of(folder)):
        age(path, unused)
    return folder


def paths(swept):
    return sorted(item.path for item in swept)


def test_what_died_goes(settings, envs):
    """Old attempts without pointer and lease go, of environments and of models."""
    dead = new_attempt(envs, OURS)
    (dead / "lib").mkdir()
    weights = new_attempt(settings.root / "models/F5TTS_v1_Base", OURS)
    for folder in (dead, weights):
        age(folder, DAY_SECONDS + 60)
    assert paths(sweep(settings)) == sorted([dead, weights])
    assert not dead.exists()
    assert not weights.exists()


def test_what_counts_stays(settings, envs):
    """What is published, young, being built, or not ours stays."""
    kept = [published(envs, OURS, 10 * DAY_SECONDS), new_attempt(envs, OURS), new_attempt(envs, OTHER)]
    (envs / f".building-{OTHER}").write_text("")
    kept += [envs / "my-own-folder", settings.root / "store"]
    for folder in kept[3:]:
        folder.mkdir()
    for folder in (*kept[2:], kept[0]):
        age(folder, 100 * DAY_SECONDS)
    assert sweep(settings, OURS) == []
    assert all(folder.exists() for folder in kept)


def test_an_environment_that_nobody_used_for_a_week_goes(settings, envs):
    """Pointer, folder and mark of another image's environment go, and the bytes are told."""
    old = published(envs, OTHER, UNUSED_SECONDS + 60, size=70_000)
    used = published(envs, THIRD, UNUSED_SECONDS - 60)
    own = published(envs, OURS, 50 * UNUSED_SECONDS)
    (swept,) = sweep(settings, OURS)
    assert swept.path == old
    assert 70_000 <= swept.size < 71_000
    left = {path.name for path in envs.iterdir()}
    assert left == {f"{folder.name}{end}" for folder in (used, own) for end in ("", ".used")} | {
        f"{THIRD}.json",
        f"{OURS}.json",
    }


def test_without_a_key_no_environment_goes(settings, envs):
    """Who does not know which environment is his own removes none."""
    published(envs, OTHER, 9 * UNUSED_SECONDS)
    assert sweep(settings) == []


def test_a_used_folder_stays_though_its_pointer_is_lost(settings, envs):
    """An engine may still run from an attempt whose pointer was damaged and written anew for another one."""
    running = published(envs, OURS)
    age(running, 3 * DAY_SECONDS)
    (envs / f"{OURS}.json").write_text("{")
    again = new_attempt(envs, OURS)
    assert publish(again, {"key": OURS}, lambda: False)
    assert sweep(settings, OURS) == []
    age(mark_of(running), UNUSED_SECONDS + 60)
    assert paths(sweep(settings, OURS)) == [running]
    assert not mark_of(running).exists()


def test_another_layout_counts(settings, envs):
    """A pointer of another layout, written by another image, protects its folder as ours does."""
    folder = published(envs, OTHER, 3 * DAY_SECONDS)
    pointer = envs / f"{OTHER}.json"
    pointer.write_text(pointer.read_text().replace('"layout": ', '"layout": 9'))
    mark_of(folder).unlink()
    assert read_pointer(pointer) is None
    assert sweep(settings, OURS) == []


def test_a_worker_that_comes_while_its_environment_is_withdrawn(settings, envs, monkeypatch):
    """A mark that appears when the pointer was just taken away keeps the folder, for later sweeps too."""
    folder = published(envs, OTHER, UNUSED_SECONDS + 60)
    pointer = envs / f"{OTHER}.json"
    seen = use_marks.last_used

    def come(*paths):
        if not pointer.exists():
            touch(mark_of(folder))
        return seen(*paths)

    monkeypatch.setitem(sweep.__globals__, "last_used", come)
    assert sweep(settings, OURS) == []
    assert (folder / "library.so").exists()
    monkeypatch.undo()
    assert sweep(settings, OURS) == []


def test_two_sweeps_and_a_worker(settings, envs, tmp_path, monkeypatch):
    """Whoever finds an environment after marking it has it, though two sweeps are just taking it away.

    The second decides between the first one's taking the pointer away and the worker's mark. If the first
    put the pointer back for the mark's sake, the worker would find what the second is about to remove.
    """
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1")
    recipe = Recipe(lock)
    folder = published(envs, recipe.key, UNUSED_SECONDS + 60)
    site_packages(folder).mkdir(parents=True)
    for part in ("pyvenv.cfg", "python"):
        (folder / part).write_text("")
    (folder / "bin").symlink_to(".")
    age(folder, UNUSED_SECONDS + 60)
    assert find(settings, recipe).folder == folder  # the worker's first look
    seen, decided = use_marks.last_used, []

    def everybody_comes(*paths):
        if not (envs / f"{recipe.key}.json").exists() and not decided:
            decided.append(None)
            decided[0] = next(sweep.__globals__["_dead_attempts"](settings.root, time.time()))[0]
            touch(mark_of(folder))
        return seen(*paths)

    monkeypatch.setitem(sweep.__globals__, "last_used", everybody_comes)
    sweep(settings, OURS)
    assert decided == [folder]
    assert find(settings, recipe) is None  # the worker's second look


def test_a_worker_that_comes_too_late_builds(settings, envs, tmp_path, monkeypatch):
    """Whoever marks an environment after its pointer was taken away does not believe that he has it."""
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1")
    recipe = Recipe(lock)
    folder = published(envs, recipe.key)
    site_packages(folder).mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("")
    (folder / "bin").mkdir()
    (folder / "bin/python").write_text("")
    assert use(settings, recipe).folder == folder

    def sweep_meanwhile(mark):
        touch(mark)
        (envs / f"{recipe.key}.json").unlink()

    monkeypatch.setattr(environment, "touch", sweep_meanwhile)
    assert use(settings, recipe) is None


def test_users_and_sweeps_race(settings, envs, tmp_path):
    """However a worker and a sweep meet, the worker has the whole environment or none."""
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1")
    recipe = Recipe(lock)
    outcomes = set()
    for delay in range(60):
        folder = published(envs, recipe.key, UNUSED_SECONDS + 60)
        for part in ("pyvenv.cfg", "bin/python", str(site_packages(folder) / "torch.py")):
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            (folder / part).write_text("")
        sweeper = threading.Thread(target=sweep, args=(settings, OURS))
        sweeper.start()
        time.sleep(delay * 2e-5)
        found = use(settings, recipe)
        sweeper.join()
        outcomes.add(found is None)
        if found is not None:
            assert (site_packages(folder) / "torch.py").exists()
        remove(envs)
        envs.mkdir()
    assert outcomes <= {True, False}


def test_this_machines_clock_does_not_matter(settings, envs, monkeypatch):
    """Times are compared on the volume's clock: a machine a year ahead removes nothing that is used."""
    folder = published(envs, OTHER, DAY_SECONDS)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 365 * DAY_SECONDS)
    assert sweep(settings, OURS) == []
    assert folder.exists()


def test_a_volume_that_cannot_be_written_to(settings, envs, monkeypatch):
    """Nothing is swept where nothing can be marked, and no mark is an error there."""
    published(envs, OTHER, 9 * UNUSED_SECONDS)
    refused = OSError(30, "Read-only file system")

    def refuse(*_arguments, **_options):
        raise refused

    monkeypatch.setattr(use_marks.Path, "touch", refuse)
    touch(envs / "a.used")
    touch_daily(envs / "b.used")
    assert volume_time(envs) is None
    assert sweep(settings, OURS) == []


def test_sweep_of_an_empty_volume(settings):
    """There is nothing to sweep on a new volume."""
    assert sweep(settings, OURS) == []


def test_litter(settings, envs):
    """Unfinished pointers, leases, probes, lost marks and partial downloads go when they are a day old."""
    home = settings.root / "models/whisper"
    home.mkdir(parents=True)
    names = [envs / f".{OURS}.json.abcd", envs / f".building-{OURS}.progress", settings.root / ".time-1-ab"]
    names += [settings.root / ".write-test-1-ab", envs / f"{OTHER}-00000000.used", home / f".{OURS}.json.ab"]
    names += [home / f"{THIRD}-00000000.used", home / f".building-{OTHER}", home / f".uploading-{OURS}"]
    for path in names:
        path.write_text("")
    part = home / f".partial-{OURS}"
    (part / "deep").mkdir(parents=True)
    (part / "deep/model.bin").write_bytes(bytes(50))
    assert sweep(settings, OURS) == []
    for path in (*names, part, part / "deep"):
        age(path, DAY_SECONDS + 60)
    assert paths(sweep(settings, OURS)) == sorted(names)
    age(part / "deep/model.bin", DAY_SECONDS + 60)
    (home / f".building-{OURS}").write_text("")
    assert sweep(settings, OURS) == []
    (home / f".building-{OURS}").unlink()
    (swept,) = sweep(settings, OURS)
    assert (swept.path, swept.size) == (part, 50)


def test_what_was_not_written_to_its_end(settings):
    """Partial files of the store and of copies go when they are a day old; voices and results never do."""
    homes = [settings.root / home for home in ("store/voices", "store/output", "voices-cache")]
    partial = [home / ".partial-abcdefgh" for home in homes]
    for path in partial:
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes(70))
        path.with_name("anna.wav").write_text("")
    folder = homes[2] / ".partial-ijklmnop"  # of a download from a bucket
    folder.mkdir()
    (folder / "part").write_bytes(bytes(70))
    for path in (*partial, folder):
        age(path, DAY_SECONDS - 60)
    assert sweep(settings, OURS) == []
    for path in (*partial, folder):
        age(path, DAY_SECONDS + 60)
    for home in homes[:2]:
        age(home / "anna.wav", 100 * DAY_SECONDS)
    assert paths(sweep(settings, OURS)) == sorted(partial)
    age(folder / "part", DAY_SECONDS + 60)
    (swept,) = sweep(settings, OURS)
    assert (swept.path, swept.size) == (folder, 70)
    assert sorted(path.name for path in settings.root.rglob("*") if path.is_file()) == ["anna.wav"] * 3


def test_copies_that_nobody_used(settings):
    """Prepared references and copies of voices go after four weeks, but not where they were used."""
    references, voices = settings.root / "references", settings.root / "voices-cache"
    voices.mkdir(parents=True)
    for name in ("old", "used"):
        (references / name).mkdir(parents=True)
        for path in (references / name / "reference.json", voices / f"{name}.wav"):
            path.write_text("{}")
    (references / "used/used").touch()
    for path in [*settings.root.rglob("old*"), *settings.root.rglob("reference.json"), references / "used"]:
        age(path, PREPARED_SECONDS + 60)
    swept = sweep(settings, OURS)
    assert sorted(path.name for path in settings.root.rglob("*.wav")) == ["used.wav"]
    assert [path.name for path in references.iterdir()] == ["used"]
    assert len(swept) == 2


@pytest.fixture
def crowded(settings, monkeypatch):
    """Keep six references and six copies of 100 bytes, unused for 0 to 5 days, with room for three."""
    monkeypatch.setitem(sweep.__globals__, "PREPARED_BYTES", 300)
    references, voices = settings.root / "references", settings.root / "voices-cache"
    voices.mkdir(parents=True)
    for days in range(6):
        (references / f"{days}").mkdir(parents=True)
        written = [references / f"{days}/audio.f32", voices / f"{days}.wav"]
        for path in written:
            path.write_bytes(bytes(100))
        (references / f"{days}/used").touch()
        for path in (*written, references / f"{days}/used", references / f"{days}"):
            age(path, days * DAY_SECONDS + 60)
    return settings.root


def test_copies_beyond_their_room(settings, crowded):
    """The longest unused go first, until the rest has room; each folder has room of its own."""
    swept = sweep(settings, OURS)
    assert [item.path.name for item in swept[3:]] == ["5.wav", "4.wav", "3.wav"]
    assert [item.path.name[:3] for item in swept[:3]] == [".5.", ".4.", ".3."]
    assert sorted(path.name for path in crowded.glob("*/[0-9]*")) == [
        "0",
        "0.wav",
        "1",
        "1.wav",
        "2",
        "2.wav",
    ]
    assert sweep(settings, OURS) == []


def test_copies_that_may_be_in_use_stay_without_room(settings, crowded, monkeypatch):
    """A mark is renewed when it is a day old: what has one younger than two days may be used by a job."""
    monkeypatch.setitem(sweep.__globals__, "PREPARED_BYTES", 0)
    sweep(settings, OURS)
    assert sorted(path.name for path in crowded.glob("*/[0-9]*")) == ["0", "0.wav", "1", "1.wav"]


def test_a_copy_that_is_used_while_others_go_stays(settings, crowded, monkeypatch):
    """Whether it is unused is looked at when its turn comes, not when the sweep began."""
    taken = sweep.__globals__["remove"]

    def slowly(path):
        touch(crowded / "voices-cache/4.wav")
        touch(crowded / "references/4/used")
        return taken(path)

    monkeypatch.setitem(sweep.__globals__, "remove", slowly)
    sweep(settings, OURS)
    assert sorted(path.name for path in (crowded / "voices-cache").iterdir()) == ["0.wav", "1.wav", "4.wav"]
    assert sorted(path.name for path in (crowded / "references").iterdir()) == ["0", "1", "4"]


def test_speech_is_kept_for_a_day(settings, monkeypatch):
    """Chunks of speech go a day after their last use; beyond their room, the longest unused go earlier."""
    kept = settings.root / CHUNKS
    kept.mkdir(parents=True)
    for number, unused in enumerate((DAY_SECONDS + 60, 7200, 3600, 0)):
        (kept / f"{number}.wav").write_bytes(bytes(1000))
        age(kept / f"{number}.wav", unused)
    assert paths(sweep(settings)) == [kept / "0.wav"]
    monkeypatch.setattr(sweeping, "CHUNKS_BYTES", 2000)
    assert paths(sweep(settings)) == [kept / "1.wav"]


def test_what_a_killed_sweep_hid_goes(settings):
    """A prepared reference that is hidden already goes when it is a day old."""
    hidden = settings.root / "references/.0123.abcd"
    hidden.mkdir(parents=True)
    (hidden / "audio.f32").write_bytes(bytes(70))
    assert sweep(settings, OURS) == []
    for path in (hidden, hidden / "audio.f32"):
        age(path, DAY_SECONDS + 60)
    (swept,) = sweep(settings, OURS)
    assert (swept.path, swept.size) == (hidden, 70)


@pytest.fixture
def converted(settings):
    folder = settings.root / "models" / CONVERTED
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def own(settings):
    folder = settings.root / f"models/{own_model.HOME_PREFIX}01234567"
    folder.mkdir(parents=True)
    return folder


def published_weights(home, key, unused=0.0, when=1_000):
    """Publish a file of weights at a time, last used so many seconds ago."""
    folder = new_attempt(home, key)
    (folder / "model.safetensors").write_bytes(bytes(100))
    said = {"published": when, "files": {"model.safetensors": {"size": 100}}}
    assert publish(folder, said, lambda: False)
    touch(mark_of(folder))
    for path in (folder, home / f"{key}.json", mark_of(folder)):
        age(path, unused)
    return folder


def test_copies_of_weights_that_nobody_loaded_for_a_week_go(settings, converted):
    """Pointer, folder and mark go; copies that were loaded, and models of the table, stay."""
    old = published_weights(converted, OURS, UNUSED_SECONDS + 60)
    used = published_weights(converted, OTHER, UNUSED_SECONDS - 60)
    table = published_weights(settings.root / "models/F5TTS_v1_Base", OURS, 50 * UNUSED_SECONDS)
    assert paths(sweep(settings)) == [old]
    assert sorted(converted.iterdir()) == sorted([used, mark_of(used), converted / f"{OTHER}.json"])
    assert table.exists()


def test_states_of_an_own_checkpoint_that_were_replaced_go(settings, own):
    """What a newer state has replaced goes when unused for a week; the newest stays, however old it is."""
    old = published_weights(own, OURS, 9 * UNUSED_SECONDS, when=1)
    used = published_weights(own, OTHER, DAY_SECONDS, when=2)
    newest = published_weights(own, THIRD, 8 * UNUSED_SECONDS, when=3)
    assert paths(sweep(settings)) == [old]
    assert used.exists()
    (newest / "model.safetensors").unlink()  # damaged: the one before is what would be used
    age(mark_of(used), 2 * UNUSED_SECONDS)
    assert paths(sweep(settings)) == [newest]
    assert used.exists()


def test_weights_of_a_running_engine_stay(settings, converted):
    """What a worker has taken is marked for as long as it lives, and found by nobody who comes too late."""
    place = copies.Place(converted, OURS)
    folder = published_weights(converted, OURS, UNUSED_SECONDS + 60)
    assert place.use() == folder
    assert sweep(settings) == []
    age(mark_of(folder), 9 * UNUSED_SECONDS)
    use_marks.renew()
    assert sweep(settings) == []
    age(mark_of(folder), 9 * UNUSED_SECONDS)
    assert paths(sweep(settings)) == [folder]
    assert place.use() is None


def test_weights_stay_though_their_pointer_is_lost(settings):
    """An engine may have been loaded from a folder whose pointer was damaged and written anew for another."""
    home = settings.root / "models/F5TTS_v1_Base"
    home.mkdir(parents=True)
    running = published_weights(home, OURS)
    assert copies.Place(home, OURS).use() == running
    age(running, 3 * DAY_SECONDS)
    (home / f"{OURS}.json").write_text("{")
    published_weights(home, OURS)
    assert sweep(settings) == []


def test_loads_and_sweeps_race(settings, converted):
    """However a worker and a sweep meet, the worker has whole weights or none."""
    place = copies.Place(converted, OURS)
    for delay in range(60):
        folder = published_weights(converted, OURS, UNUSED_SECONDS + 60)
        sweeper = threading.Thread(target=sweep, args=(settings,))
        sweeper.start()
        time.sleep(delay * 2e-5)
        found = place.use()
        sweeper.join()
        if found is not None:
            assert (folder / "model.safetensors").stat().st_size == 100
        remove(converted)
        converted.mkdir()


def test_housekeeping_with_the_operators_environment(settings, converted, monkeypatch):
    """Where the operator named the Python, the worker marks its weights all the same, and sweeps nothing."""
    monkeypatch.setattr(housekeeping, "MARK_SECONDS", 0.05)
    monkeypatch.setattr(housekeeping, "FIRST_SWEEP_SECONDS", 0.12)
    mine, other = (published_weights(converted, key, 9 * DAY_SECONDS) for key in (OURS, OTHER))
    assert copies.Place(converted, OURS).use() == mine
    keeper = Housekeeper()
    keeper.start(settings, Environment(environment.GIVEN, mine, mine / "bin/python", mine))
    for _ in range(5):
        age(mark_of(mine), 9 * DAY_SECONDS)
        wait_until(lambda: time.time() - mark_of(mine).stat().st_mtime < 60)
    keeper.close()
    keeper._thread.join(60)
    assert not mark_of(mine.parent / "bin").exists()
    assert other.exists()


def test_marks_go_on_after_a_sweep_that_failed(settings, envs, monkeypatch, caplog):
    """Whatever goes wrong in a sweep, what this worker uses stays marked."""
    monkeypatch.setattr(housekeeping, "MARK_SECONDS", 0.05)
    monkeypatch.setattr(housekeeping, "FIRST_SWEEP_SECONDS", 0.05)

    def fail(*_arguments, **_options):
        raise RuntimeError("no sentence for this one")

    monkeypatch.setattr(housekeeping, "sweep", fail)
    mine = published(envs, THIRD)
    keeper = Housekeeper()
    keeper.start(settings, Environment(THIRD, mine, mine / "bin/python", mine))
    wait_until(lambda: "no sentence" in caplog.text)
    age(mark_of(mine), 9 * DAY_SECONDS)
    wait_until(lambda: time.time() - mark_of(mine).stat().st_mtime < 60)
    keeper.close()
    keeper._thread.join(60)


def wait_until(holds):
    for _ in range(500):
        if holds():
            return
        time.sleep(0.02)
    raise TimeoutError


def test_marks(tmp_path):
    """A daily mark is renewed when it is a day old, and also when it lies in the future."""
    mark = tmp_path / "used"
    touch_daily(mark)
    for seconds, renewed in ((100, False), (DAY_SECONDS + 60, True), (-DAY_SECONDS, True)):
        age(mark, seconds)
        before = mark.stat().st_mtime
        touch_daily(mark)
        assert (mark.stat().st_mtime != before) == renewed


def test_housekeeping(settings, envs, monkeypatch):
    """While a worker lives its environment is marked again and again, and others' leavings are swept."""
    monkeypatch.setattr(housekeeping, "MARK_SECONDS", 0.05)
    monkeypatch.setattr(housekeeping, "FIRST_SWEEP_SECONDS", 0.12)
    old, mine = published(envs, OTHER, 9 * DAY_SECONDS), published(envs, THIRD, 9 * DAY_SECONDS)
    keeper = Housekeeper()
    found = Environment(THIRD, mine, mine / "bin/python", mine)
    for _ in range(2):
        keeper.start(settings, found)
    for _ in range(400):
        if not old.exists():
            break
        time.sleep(0.02)
    age(mark_of(mine), DAY_SECONDS)
    for _ in range(400):
        if time.time() - mark_of(mine).stat().st_mtime < 60:
            break
        time.sleep(0.02)
    keeper.close()
    keeper._thread.join(60)
    assert not keeper._thread.is_alive()
    assert not old.exists()
    assert mine.exists()
    assert time.time() - mark_of(mine).stat().st_mtime < 60

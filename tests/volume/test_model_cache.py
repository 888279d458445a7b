"""The bucket's copy of the models: filled behind the jobs' back, used before the hub, and never trusted."""

import dataclasses
import hashlib
import json
import logging
from pathlib import Path

import pytest
from tests.pairs import ordinarily
from tests.unit.servers import free_port, s3_server
from tests.volume.hub import COMMIT, Handler, Hub

from f5tts_worker.bootstrap import ensure_transcriber
from f5tts_worker.bootstrap.weights import download, model_cache, source_files, weights
from f5tts_worker.bootstrap.weights.models import File, Source
from f5tts_worker.bootstrap.weights.uploads import Uploads
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.s3 import large_objects
from f5tts_worker.volume.progress import Watch

WEIGHTS = bytes(range(256)) * 12_288  # 3 MB, three parts and a bit
FILES = {"model.bin": WEIGHTS, "config.json": b"{}"}
PART = 900_000


def pinned(name):
    return File(name, len(FILES[name]), hashlib.sha256(FILES[name]).hexdigest())


SOURCE = Source("whisper", "MIT", "some/whisper", COMMIT, (pinned("model.bin"), pinned("config.json")))


@pytest.fixture(scope="module")
def server():
    with s3_server("model-key", "model-secret") as served:
        yield served


@pytest.fixture
def bucket(server, request):
    """Give each test a corner of the bucket of its own."""
    whole, folder = server
    prefix = request.node.name.replace("[", "-").replace("]", "")
    return dataclasses.replace(whole, prefix=prefix), folder / prefix


@pytest.fixture
def cached(settings, bucket):
    return dataclasses.replace(settings, bucket=bucket[0], enable_s3_model_cache=True)


@pytest.fixture
def uploads(monkeypatch):
    """Begin every test with nothing to upload, small parts, and nothing known of any bucket."""
    fresh = Uploads()
    monkeypatch.setattr(source_files, "UPLOADS", fresh)
    monkeypatch.setattr(weights, "TRANSCRIBER", SOURCE)
    monkeypatch.setattr(large_objects, "PART_BYTES", PART)
    monkeypatch.setattr(large_objects, "PAUSES", (0.05,))
    monkeypatch.setattr(model_cache, "_unreachable", {})
    monkeypatch.setattr(download, "PAUSES", (0.1,))
    return fresh


@pytest.fixture
def hub(monkeypatch):
    with Hub(FILES) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.address)
        yield served


@pytest.fixture
def no_hub(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free_port()}")


def elsewhere(settings, folder):
    """Return the settings of another worker, with a volume of its own."""
    return dataclasses.replace(settings, volume=folder)


def fill(settings, uploads):
    """Fetch from the hub and wait until the bucket has it."""
    ensure_transcriber(settings)
    uploads.finish(Watch())


def same(folder):
    return {name: (folder / name).read_bytes() for name in FILES} == FILES


def test_from_the_hub_to_the_bucket_to_another_worker(cached, bucket, uploads, hub, tmp_path):
    """What came from the hub goes to the bucket; the next worker takes it from there and asks no hub."""
    fill(cached, uploads)
    home = bucket[1] / "models/whisper"
    (manifest,) = home.glob("*.json")
    assert json.loads(manifest.read_text())["revision"] == COMMIT
    assert (home / pinned("model.bin").sha256 / "model.bin").read_bytes() == WEIGHTS
    asked = hub.asked.total()
    heard = []
    folder = ensure_transcriber(elsewhere(cached, tmp_path / "other"), heard.append)
    assert same(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.bin"]
    assert hub.asked.total() == asked
    said = [progress.message for progress in heard]
    assert "fetching whisper from the bucket: 100 %, 3 of 3 MB" in said
    assert not [message for message in said if "hub" in message]


def test_off_by_default(settings, bucket, uploads, hub):
    """Without ENABLE_S3_MODEL_CACHE a bucket is neither asked nor filled."""
    fill(dataclasses.replace(settings, bucket=bucket[0]), uploads)
    assert not bucket[1].exists()


def test_a_slow_bucket(cached, bucket, uploads, hub, tmp_path, caplog, monkeypatch):
    """A bucket that brings something, but too slowly, is given up for the hub before all time is gone."""
    fill(cached, uploads)
    asked = hub.asked.total()
    there = elsewhere(dataclasses.replace(cached, install_seconds=60), tmp_path / "other")
    monkeypatch.setattr(model_cache, "running_time", lambda: running_time() + 31)
    with caplog.at_level(logging.WARNING, logger="f5tts_worker"):
        assert same(ensure_transcriber(there))
    assert "Fetching from the bucket took longer" in caplog.text
    assert hub.asked.total() > asked


def test_an_empty_cache_says_so_once(cached, uploads, hub, caplog, tally):
    """With nothing in the bucket the hub is asked, and one line says so."""
    heard = []
    with caplog.at_level(logging.INFO, logger="f5tts_worker"):
        assert same(ensure_transcriber(cached, heard.append))
    assert [p.message for p in heard].count("whisper is not in the bucket yet; asking the model hub") == 1
    assert caplog.text.count("asking the model hub") == 1
    tally("cache", cases=1)


def damage(settings, how):
    """Break what is in the bucket."""
    store = model_cache.cache_of(settings)
    blob = model_cache.content_key("whisper", "model.bin", pinned("model.bin").sha256)
    manifest = model_cache.manifest_key("whisper", source_files.place_of(settings, SOURCE).key)
    text = store.read_bytes(manifest, 10_000).decode()
    data = json.loads(text)

    def put(key, content):
        store.put_bytes(key, content, "application/octet-stream")

    if how == "partial":
        store.delete(blob)
    elif how == "short":
        put(blob, WEIGHTS[:-1])
    elif how == "corrupt":
        put(blob, WEIGHTS[::-1])
    elif how == "manifest cut":
        put(manifest, text[:-20].encode())
    elif how == "manifest of others":
        data["files"]["model.bin"]["sha256"] = "0" * 64
        put(manifest, json.dumps(data).encode())
    elif how == "manifest that climbs":
        data["files"]["../../../x"] = data["files"].pop("config.json")
        put(manifest, json.dumps(data).encode())


WAYS = ("partial", "short", "corrupt", "manifest cut", "manifest of others", "manifest that climbs")


@pytest.mark.parametrize("how", ordinarily(WAYS, "short", "manifest that climbs"))
def test_a_bad_cache_is_passed_over_and_mended(how, cached, bucket, uploads, hub, tmp_path, caplog, tally):
    """Whatever is wrong there, the hub is asked instead, one line says so, and the bucket is mended."""
    fill(cached, uploads)
    damage(cached, how)
    heard = []
    caplog.clear()
    with caplog.at_level(logging.WARNING, logger="f5tts_worker"):
        other = elsewhere(cached, tmp_path / "other")
        assert same(ensure_transcriber(other, heard.append))
    assert caplog.text.count("asking the model hub") == 1
    assert len([p for p in heard if "cannot be fetched from the bucket" in p.message]) == 1
    assert not (tmp_path / "x").exists()
    uploads.finish(Watch())
    third = ensure_transcriber(elsewhere(cached, tmp_path / "third"), heard.append)
    assert same(third)
    assert len([p for p in heard if "asking the model hub" in p.message]) == 1
    tally("cache", cases=1)


def test_an_unreachable_bucket(cached, bucket, uploads, hub, tmp_path, caplog, tally):
    """A bucket that does not answer costs one try and one line, however many models are wanted."""
    lost = dataclasses.replace(bucket[0], endpoint=f"http://127.0.0.1:{free_port()}")
    settings = dataclasses.replace(cached, bucket=lost)
    with caplog.at_level(logging.INFO, logger="f5tts_worker"):
        assert same(ensure_transcriber(settings))
        assert same(ensure_transcriber(elsewhere(settings, tmp_path / "other")))
    uploads.finish(Watch())
    assert caplog.text.count("asking the model hub") == 1
    assert caplog.text.count("cannot be reached") == 1
    tally("cache", cases=1)


def test_an_upload_waits_for_jobs(cached, bucket, uploads, hub):
    """Nothing is sent while a job runs; afterwards it is."""
    with uploads.paused():
        ensure_transcriber(cached)
        assert not (bucket[1] / "models").exists()
        assert uploads._orders.unfinished_tasks == 1
    uploads.finish(Watch())
    assert list((bucket[1] / "models/whisper").glob("*.json"))


class KilledError(Exception):
    """Stands for the end of the process."""


def test_a_killed_upload_is_continued(cached, bucket, uploads, hub, monkeypatch):
    """A killed upload leaves no manifest; the next worker that has the files sends only what is missing."""
    sent = []

    def killed():
        sent.append("part")
        if len(sent) == 3:
            raise KilledError

    monkeypatch.setattr(uploads, "_give_way", killed)
    fill(cached, uploads)
    assert not list((bucket[1] / "models").glob("*/*.json"))
    later = Uploads()
    monkeypatch.setattr(source_files, "UPLOADS", later)
    again = []
    monkeypatch.setattr(later, "_give_way", lambda: again.append("part"))
    ensure_transcriber(cached)
    later.finish(Watch())
    assert (bucket[1] / "models/whisper" / pinned("model.bin").sha256 / "model.bin").read_bytes() == WEIGHTS
    assert list((bucket[1] / "models/whisper").glob("*.json"))
    assert len(again) == 3  # two parts of four were there; and the small file


def test_a_killed_fetch_is_continued(cached, bucket, uploads, hub, tmp_path, monkeypatch):
    """What a killed worker had fetched from the bucket the next one does not fetch again."""
    fill(cached, uploads)
    monkeypatch.setattr("f5tts_worker.bootstrap.weights.unfinished_downloads.LARGE_BYTES", PART)
    other = elsewhere(cached, tmp_path / "other")
    place = source_files.place_of(other, SOURCE)
    dead = place.home / f"{place.key}-00000000"
    objects = model_cache.cache_of(other)

    def die(size):
        if size >= 2 * PART:
            raise KilledError

    key = model_cache.content_key("whisper", "model.bin", pinned("model.bin").sha256)
    with pytest.raises(KilledError):
        objects.fetch(objects.head(key), dead / "model.bin", die)
    firsts = []
    read = large_objects.LargeObjects._read_range
    monkeypatch.setattr(large_objects.LargeObjects, "_read_range", lambda *a: firsts.append(a[2]) or read(*a))
    assert same(ensure_transcriber(other))
    assert 2 * PART in firsts
    assert PART not in firsts
    assert Path(dead / "model.bin.part").exists()  # it may have a live writer, so it is the sweep's to remove


def test_a_copied_beginning_that_is_wrong(cached, bucket, uploads, hub, tmp_path, monkeypatch):
    """A beginning with other bytes is found out by the sum, and the file is fetched afresh."""
    fill(cached, uploads)
    monkeypatch.setattr("f5tts_worker.bootstrap.weights.unfinished_downloads.LARGE_BYTES", PART)
    other = elsewhere(cached, tmp_path / "other")
    place = source_files.place_of(other, SOURCE)
    objects = model_cache.cache_of(other)
    entry = objects.head(model_cache.content_key("whisper", "model.bin", pinned("model.bin").sha256))
    dead = place.home / f"{place.key}-00000000"
    dead.mkdir(parents=True)
    (dead / "model.bin.part").write_bytes(bytes(PART))
    (dead / "model.bin.part.tag").write_text(entry.tag)
    assert same(ensure_transcriber(other))


@pytest.mark.parametrize("bucket_is_there", [True, False])
def test_a_bucket_without_the_model_costs_no_bytes(cached, uploads, hub, monkeypatch, bucket_is_there):
    """What a killed worker had fetched from the hub is continued, if the bucket has nothing to give."""
    if not bucket_is_there:
        absent = dataclasses.replace(cached.bucket, endpoint=f"http://127.0.0.1:{free_port()}")
        cached = dataclasses.replace(cached, bucket=absent)
    monkeypatch.setattr("f5tts_worker.bootstrap.weights.unfinished_downloads.LARGE_BYTES", PART)
    place = source_files.place_of(cached, SOURCE)
    dead = place.home / f"{place.key}-00000000"
    dead.mkdir(parents=True)
    (dead / "model.bin.part").write_bytes(WEIGHTS[: 2 * PART])
    (dead / "model.bin.part.tag").write_text(f'"{pinned("model.bin").sha256}"')
    assert same(ensure_transcriber(cached))
    assert hub.ranges["model.bin"] == [f"bytes={2 * PART}-"]


def test_a_bucket_that_fails_midway_leaves_no_other_revision(cached, uploads, hub, tmp_path, monkeypatch):
    """A small file that it gave is fetched again from the hub, which has no sum for it: all files agree."""

    class WithoutSums(Handler):
        def tags(self, name, header="ETag"):  # as the hub does for files that it keeps in git itself
            given = super().tags(name, header)
            return given if name == "model.bin" else {header: given[header][:41] + '"'}

    hub.RequestHandlerClass = WithoutSums
    names = (File("config.json"), File("model.bin"))
    monkeypatch.setattr(weights, "TRANSCRIBER", Source("whisper", "MIT", "some/whisper", None, names))
    fill(cached, uploads)
    hub.files = {"config.json": b'{"new": 1}', "model.bin": WEIGHTS[::-1]}
    other = elsewhere(cached, tmp_path / "other")

    def late():
        return running_time() + 1e5 * any(other.root.glob("models/*/*/config.json"))

    monkeypatch.setattr(model_cache, "running_time", late)
    folder = ensure_transcriber(other)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == hub.files

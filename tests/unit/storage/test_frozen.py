"""After hours in which a worker stood still, no job gets a dead connection, or a refusal for being late."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.frozen import stop_for_hours
from tests.unit.servers import Relay, body, http_server, s3_server
from tests.unit.storage.s3.test_bucket_faults import AnyPath, reset, s3_error

from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.downloads import fetch
from f5tts_worker.storage.s3.bucket import BucketStore

HOURS = 6 * 3600.0
ROOT = Path(__file__).parents[3]
MEGABYTE = 1_000_000


@contextlib.contextmanager
def store_at(endpoint):
    store = BucketStore(Bucket("voices-bucket", endpoint, "us-east-1", "key", "secret"), url_lifetime_s=60)
    try:
        yield store
    finally:
        store.close()


def test_a_bucket_is_connected_to_anew(freeze):
    """A connection is kept from request to request, but not over a freeze: its other end may be gone."""
    with (
        s3_server("key", "secret") as (bucket, _),
        Relay(int(bucket.endpoint.rpartition(":")[2])) as relay,
        store_at(f"http://127.0.0.1:{relay.port}") as store,
    ):
        store.put_bytes("output/a.txt", b"before", "text/plain")
        assert store.read_bytes("output/a.txt", 100) == b"before"
        assert relay.seen == 1
        freeze(HOURS)
        assert store.read_bytes("output/a.txt", 100) == b"before"
        assert store.read_bytes("output/a.txt", 100) == b"before"
        assert relay.seen == 2


def then(after, answer):
    """Do something when the request has come, before it is answered."""

    def answered(connection, path):
        after()
        answer(connection, path)

    return answered


def test_what_was_signed_before_a_freeze_is_signed_again(freeze):
    """S3 refuses a request that was signed more than a quarter of an hour ago; the next try is of now."""
    late = then(lambda: freeze(HOURS), s3_error("RequestTimeTooSkewed", 403))
    with http_server(AnyPath(late, body(b""))) as server, store_at(server.url("")) as store:
        store.put_bytes("output/a.txt", b"a", "text/plain")
    assert len(server.asked) == 2


def test_a_clock_that_is_wrong_stays_wrong(freeze):
    """Without a freeze the same refusal is told at once, and after one the second is."""
    refusal = s3_error("RequestTimeTooSkewed", 403)
    with http_server(AnyPath(refusal)) as server, store_at(server.url("")) as store:
        with pytest.raises(WorkerError, match="clock is wrong"):
            store.put_bytes("output/a.txt", b"a", "text/plain")
        assert len(server.asked) == 1
        server_late = AnyPath(then(lambda: freeze(HOURS), refusal), refusal)
    with http_server(server_late) as server, store_at(server.url("")) as store:
        with pytest.raises(WorkerError, match="clock is wrong"):
            store.put_bytes("output/a.txt", b"a", "text/plain")
        assert len(server.asked) == 2


@pytest.mark.parametrize("frozen", [True, False])
def test_a_download_that_broke_in_a_freeze_is_begun_again(freeze, tmp_path, frozen):
    """Its minute has not passed, and its address is not at fault; without a freeze it may be."""
    broken = then(lambda: freeze(HOURS if frozen else 0), reset)
    with http_server(AnyPath(broken, body(b"sound"))) as server:
        policy = fetch.Policy(1000, allow_http=True, allow_loopback=True)
        if frozen:
            assert fetch.download(server.url("/a.wav"), tmp_path / "a.wav", policy, field="audio_url") == 5
            assert (tmp_path / "a.wav").read_bytes() == b"sound"
            return
        with pytest.raises(WorkerError) as caught:
            fetch.download(server.url("/a.wav"), tmp_path / "a.wav", policy, field="audio_url")
        assert caught.value.code == "DOWNLOAD_FAILED"
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "megabytes",
    [
        pytest.param(3, id="whole", marks=pytest.mark.exhaustive),  # as each of the parts is sent
        pytest.param(20, id="in-parts"),
    ],
)
def test_hours_in_the_middle_of_a_delivery(tmp_path, megabytes):
    """A process stands still while it sends; the server gives up. It sends again, and its time is not up."""
    clock, speech = tmp_path / "clock", tmp_path / "a.wav"
    clock.touch()
    speech.write_bytes(os.urandom(megabytes * MEGABYTE))
    with (
        s3_server("key", "secret") as (bucket, folder),
        Relay(int(bucket.endpoint.rpartition(":")[2])) as relay,
    ):
        relay.hold_after = MEGABYTE
        program = [sys.executable, Path(__file__).with_name("delivering.py")]
        worker = subprocess.Popen(
            [*program, f"http://127.0.0.1:{relay.port}", clock, speech],
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert relay.held.wait(60)
            stop_for_hours([worker.pid], clock, 12, meanwhile=relay.break_once)
            took, _ = worker.communicate(timeout=60)
        finally:
            worker.kill()
            worker.wait()
        assert float(took) < 3600
        assert (folder / "output/a.wav").read_bytes() == speech.read_bytes()

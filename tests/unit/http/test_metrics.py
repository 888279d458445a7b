"""The figures of a server, as Prometheus' own parser reads them."""

import asyncio
import os
import subprocess
import sys

from prometheus_client.parser import text_string_to_metric_families as families
from tests.unit.http.asking import Spoken, client_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.metrics import Metrics, _resident_of_children
from f5tts_worker.http.serving import Serving

KEY = "a-key"
GIVEN = {"Authorization": f"Bearer {KEY}"}
TIMINGS = {"queued": 0.5, "synthesise": 1.0, "real_time_factor": 0.25}


def read(text):
    """Return {name and labels: value}."""
    samples = (sample for family in families(text) for sample in family.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


async def figures(client, **headers):
    answer = await client.get("/metrics", headers=headers)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return read(answer.text)


async def test_jobs_and_their_work_are_counted():
    """By endpoint and outcome; speech, stages and the real-time factor where there is speech."""
    backend = Spoken(duration=4.0, timings=TIMINGS, audio_base64="c291bmQ=")
    async with client_of(make_app(backend, Serving(parallel=3))) as client:
        await client.post("/v1/tts", json={"text": "Hello."})
        await client.post("/v1/audio/speech", json={"input": "Hello."})
        backend.answer = {"error": "UNKNOWN_VOICE: no.", "error_code": "UNKNOWN_VOICE"}
        await client.post("/v1/tts", json={"text": "Hello."})
        found = await figures(client)
    assert found["f5tts_jobs_total", "tts", "completed"] == 2
    assert found["f5tts_jobs_total", "tts", "failed"] == 1
    assert found["f5tts_job_seconds_count", "tts"] == 3
    assert found["f5tts_errors_total", "UNKNOWN_VOICE"] == 1
    assert found[("f5tts_speech_seconds_total",)] == 8
    assert found["f5tts_stage_seconds_total", "queued"] == 1
    assert ("f5tts_stage_seconds_total", "real_time_factor") not in found
    assert found["f5tts_real_time_factor_bucket", "0.2"] == 0
    assert found["f5tts_real_time_factor_bucket", "0.35"] == 2
    assert found["f5tts_jobs_under_way", "tts"] == 0
    assert found[("f5tts_jobs_limit",)] == 3
    assert found[("process_resident_memory_bytes",)] > 0


async def test_speech_that_was_made_before_is_no_new_work():
    """It is counted by itself; dubbed speech is speech as any other."""
    backend = Spoken(duration=4.0, timings=TIMINGS, audio_base64="c291bmQ=")
    async with client_of(make_app(backend, Serving())) as client:
        await client.post("/v1/dub", json={"srt": "1"})
        backend.answer["usage"] = {"cached": "answer"}
        await client.post("/v1/tts", json={"text": "Hello."})
        await client.post("/v1/audio/speech", json={"input": "Hello."})
        found = await figures(client)
    assert found["f5tts_jobs_total", "dub", "completed"] == 1
    assert found["f5tts_jobs_total", "tts", "made_before"] == 2
    assert ("f5tts_jobs_total", "tts", "completed") not in found
    assert ("f5tts_job_seconds_count", "tts") not in found
    assert found[("f5tts_speech_seconds_total",)] == 4
    assert found["f5tts_stage_seconds_total", "queued"] == 0.5


async def test_what_is_under_way_and_what_is_cancelled_is_counted():
    """A job that its client ends is neither a success nor a failure."""
    backend, ends = Spoken(), asyncio.Event()

    async def run(job_id, job_input):
        await ends.wait()

    backend.run = run
    async with client_of(make_app(backend, Serving(parallel=1))) as client:
        begun = await client.post("/v1/tts", json={"text": "Hello."}, headers={"Prefer": "respond-async"})
        assert (await client.post("/v1/tts", json={"text": "Hello."})).status_code == 429
        during = await figures(client)
        await client.delete(begun.headers["location"])
        after = await figures(client)
    assert during["f5tts_jobs_under_way", "tts"] == 1
    assert during["f5tts_errors_total", "BUSY"] == 1
    assert after["f5tts_jobs_under_way", "tts"] == 0
    assert after["f5tts_jobs_total", "tts", "cancelled"] == 1


async def test_each_server_has_figures_of_its_own():
    """No count of one shows in another."""
    first, second = (client_of(make_app(Spoken(), Serving())) for _ in range(2))
    async with first, second:
        await first.post("/v1/status", json={"job_id": "a"})
        assert ("f5tts_jobs_total", "status", "completed") in await figures(first)
        assert ("f5tts_jobs_total", "status", "completed") not in await figures(second)


async def test_they_need_the_key_unless_they_are_open():
    """The setting opens them alone, and to hosts that the server does not know, too."""
    async with client_of(make_app(Spoken(), Serving(key=KEY))) as client:
        assert (await client.get("/metrics")).status_code == 401
        assert ("f5tts_errors_total", "UNAUTHORIZED") in await figures(client, **GIVEN)
    async with client_of(make_app(Spoken(), Serving(key=KEY, open_metrics=True))) as client:
        assert (await client.get("/metrics")).status_code == 200
        assert (await client.get("/v1/models")).status_code == 401
    for opened, status in ((False, 403), (True, 200)):
        async with client_of(make_app(Spoken(), Serving(open_metrics=opened))) as client:
            assert (await client.get("/metrics", headers={"Host": "worker.lan"})).status_code == status


async def test_the_memory_of_gpus_is_shown_as_it_was_seen(monkeypatch):
    """In bytes, a row for each."""
    seen = {"gpus": [{"memory_mib": 1024, "free_mib": 512}, {"memory_mib": None, "free_mib": 1}]}
    monkeypatch.setattr("f5tts_worker.http.metrics.look_at_gpus", lambda: seen)
    metrics = Metrics(1)
    async with asyncio.timeout(60):
        while ("f5tts_gpu_memory_free_bytes", "0") not in (found := read((await metrics.text()).decode())):
            await asyncio.sleep(0.01)
    assert found["f5tts_gpu_memory_total_bytes", "0"] == 2**30
    assert found["f5tts_gpu_memory_free_bytes", "1"] == 2**20
    assert ("f5tts_gpu_memory_total_bytes", "1") not in found


def test_the_memory_of_what_was_started_is_counted():
    """A child's, and that of its own child, whose megabytes are its."""
    code = "import sys; kept = bytearray(b'x') * 50_000_000; print(flush=True); sys.stdin.read()"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
    before = _resident_of_children(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", inner], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        child.stdout.readline()
        assert _resident_of_children(os.getpid()) - before > 50_000_000
        child.communicate()

"""Measure a job's costs besides the models: fetch, parse, encode, store, answer; uploads; prepared voices."""

import argparse
import asyncio
import json
import math
import os
import statistics
import struct
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_runs import BUSY, ROOT, cpu_name, run_in

JOBS, WARM_UP = 60, 5
SPEECH_SECONDS, REFERENCE_SECONDS = 10, 6
UPLOADS, UPLOAD_BYTES = 12, 10_000_000
LOOKS = ("list_voices", "status", "result", "health")  # never touch the engine
OVERHEAD_BAR_MS, HIT_BAR_MS, LOOK_BAR_MS = 60.0, 5.0, 100.0
KEY, SECRET = "benchkey", "benchsecret"
# Ten seconds of speech.
TEXT = (
    "The harbour lay quiet, and one by one the lamps went on. A little later the first of the boats came "
    "slowly home, and somebody on the quay began to sing."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--runtime", required=True, help="the inference environment's Python")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--jobs", type=int, default=JOBS, help="number of measured jobs of each kind")


def run(arguments: argparse.Namespace) -> int:
    """Measure all three and print the table. The models are a stub that copies ready speech."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from tests.unit.servers import s3_server, serve

    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name, s3_server(KEY, SECRET) as (at, _):
        folder = Path(name)
        bucket = {"S3_BUCKET": at.name, "AWS_ENDPOINT_URL": at.endpoint}
        bucket |= {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        _write_tone(folder / "speech.wav", SPEECH_SECONDS)
        _write_tone(folder / "web" / "reference.wav", REFERENCE_SECONDS)
        with serve(folder / "web") as web:
            figures = asyncio.run(_jobs(arguments, folder, bucket, f"{web.address}/reference.wav"))
        figures |= _uploads(folder, bucket)
        figures |= _hits(arguments.runtime, folder)
    print(f"{cpu_name()}, {cores} cores, load at the start {load:.1f}; the models are a stub")
    if load > BUSY * cores:
        print("THE MACHINE WAS BUSY: do not keep these figures.")
    _print_table(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps({**figures, "cores": cores, "load": load}, indent=1))
    return 0


async def _jobs(
    arguments: argparse.Namespace, folder: Path, bucket: dict[str, str], reference: str
) -> dict[str, Any]:
    """Run whole jobs one after the other: wav and mp3, with word timings and two subtitle files."""
    worker = _worker(arguments.runtime, folder, bucket)
    worker.start()
    figures: dict[str, Any] = {}
    try:
        for audio_format in ("wav", "mp3"):
            seconds = []
            for number in range(WARM_UP + arguments.jobs):
                job = {
                    "id": f"bench-{audio_format}-{number}",
                    "input": {
                        "text": TEXT,
                        "voice_reference_url": reference,
                        "ref_text": "What is said.",
                        "subtitle_format": ["ass", "srt"],
                        "output_format": audio_format,
                    },
                }
                begun = time.perf_counter()
                answer = await worker.handle(job)
                seconds.append(time.perf_counter() - begun)
                if "audio_url" not in answer:
                    raise SystemExit(f"a job failed: {answer}")
            figures |= _summed(audio_format, seconds[WARM_UP:])
        for endpoint in LOOKS:
            figures |= _summed(endpoint, await _look(worker, endpoint))
    finally:
        worker.close()
    return figures


async def _look(worker: Any, endpoint: str) -> list[float]:
    """Ask an endpoint that only looks, again and again; return the seconds that each answer took."""
    seconds = []
    asked = {"endpoint": endpoint} | ({"job_id": "bench-wav-0"} if endpoint in ("status", "result") else {})
    for number in range(WARM_UP + 20):
        begun = time.perf_counter()
        answer = await worker.handle({"id": f"look-{endpoint}-{number}", "input": asked})
        seconds.append(time.perf_counter() - begun)
        if "error" in answer:
            raise SystemExit(f"{endpoint} failed: {answer}")
    return seconds[WARM_UP:]


def _summed(name: str, seconds: list[float]) -> dict[str, float]:
    """Return the median and the 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    worst = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return {f"{name} median ms": 1000 * statistics.median(ordered), f"{name} p95 ms": 1000 * worst}


def _worker(python: str, folder: Path, bucket: dict[str, str]) -> Any:
    """Return the real worker; environment and models are said to be there."""
    from f5tts_worker.bootstrap import Environment
    from f5tts_worker.config import from_environment
    from f5tts_worker.jobs.ready.readiness import Readiness
    from f5tts_worker.jobs.worker import Worker
    from f5tts_worker.supervisor.process import Engine

    class Ready(Readiness):
        async def environment(self, _job: Any) -> Environment:
            return Environment("bench", folder, Path(python), folder)

        async def load_params(self, model: str, language: str, _job: Any) -> dict[str, Any]:
            return {"model": {"name": model}, "aligner": {"language": language}, "device": "cpu"}

    stub = str(Path(__file__).with_name("bench_stub_engine.py"))
    volume = {"F5TTS_VOLUME": str(folder / "volume"), "F5TTS_MODEL": "demo", "F5TTS_LOG_LEVEL": "WARNING"}
    settings = from_environment({**volume, **bucket, "F5TTS_ALLOW_PRIVATE_URLS": "true"})
    speech = str(folder / "speech.wav")
    return Worker(settings, Ready(settings, lambda where: Engine(where, arguments=(stub, speech))))


def _uploads(folder: Path, bucket: dict[str, str]) -> dict[str, Any]:
    """Upload 10 MB with the store and with plain boto3, in turns; return the medians in MB/s."""
    import boto3

    from f5tts_worker.config import from_environment
    from f5tts_worker.storage import open_bucket

    path = folder / "large.wav"
    path.write_bytes(os.urandom(UPLOAD_BYTES))
    store = open_bucket(from_environment(bucket))
    plain = boto3.client(
        "s3",
        endpoint_url=bucket["AWS_ENDPOINT_URL"],
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )
    ways: dict[str, Callable[[], None]] = {
        "ours MB/s": lambda: store.put_file("voices/large.wav", path, "audio/wav"),
        "boto3 MB/s": lambda: plain.upload_file(str(path), bucket["S3_BUCKET"], "voices/plain.wav"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(UPLOADS):
        for name in list(ways) if number % 2 else list(ways)[::-1]:
            begun = time.perf_counter()
            ways[name]()
            seconds[name].append(time.perf_counter() - begun)
    store.close()
    return {name: UPLOAD_BYTES / 1e6 / statistics.median(times[1:]) for name, times in seconds.items()}


# Runs in the environment's Python: the same reference twice in one engine, then in another one.
_HITS = """
import json, statistics, sys, time
from pathlib import Path
from f5tts_worker.engine.reference.prepare import Limits
from f5tts_worker.engine.reference.shelf import ReferenceShelf
audio, cache = Path(sys.argv[1]), Path(sys.argv[2])
def timed(shelf):
    begun = time.perf_counter()
    shelf.prepare(audio, "What is said.", "en", cache, Limits())
    return 1000 * (time.perf_counter() - begun)
first = ReferenceShelf()
figures = {"voice first ms": timed(first)}
figures["voice in memory ms"] = statistics.median(timed(first) for _ in range(50))
figures["voice on volume ms"] = statistics.median(timed(ReferenceShelf()) for _ in range(20))
print(json.dumps(figures))
"""


def _hits(python: str, folder: Path) -> dict[str, Any]:
    """Prepare a voice that is prepared already, in the environment's Python; return milliseconds."""
    printed = run_in(python, "-c", _HITS, folder / "web/reference.wav", folder / "cache")
    figures: dict[str, Any] = json.loads(printed)
    return figures


def _print_table(figures: dict[str, Any]) -> None:
    rows = [
        ("overhead of a job, wav: median, ms", "wav median ms", OVERHEAD_BAR_MS),
        ("overhead of a job, wav: 95th percentile, ms", "wav p95 ms", None),
        ("overhead of a job, mp3: median, ms", "mp3 median ms", OVERHEAD_BAR_MS),
        ("overhead of a job, mp3: 95th percentile, ms", "mp3 p95 ms", None),
        *((f"{name}: 95th percentile, ms", f"{name} p95 ms", LOOK_BAR_MS) for name in LOOKS),
        ("upload of 10 MB, ours, MB/s", "ours MB/s", None),
        ("upload of 10 MB, plain boto3, MB/s", "boto3 MB/s", None),
        ("voice prepared for the first time, ms", "voice first ms", None),
        ("prepared voice, in memory, ms", "voice in memory ms", HIT_BAR_MS),
        ("prepared voice, on the volume, ms", "voice on volume ms", HIT_BAR_MS),
    ]
    for label, name, bar in rows:
        goal = "" if bar is None else f"   goal: at most {bar:.0f}"
        print(f"{label:46}{figures[name]:10.1f}{goal}")


def _write_tone(path: Path, seconds: int) -> None:
    """Write something like a voice: a tone that swells four times a second, 24 kHz mono."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = seconds * 24_000
    swell = [0.2 * (0.6 + 0.4 * math.sin(8 * math.pi * n / 24_000)) for n in range(count)]
    samples = [int(32767 * swell[n] * math.sin(2 * math.pi * 180 * n / 24_000)) for n in range(count)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(struct.pack(f"<{count}h", *samples))

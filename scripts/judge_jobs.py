#!/usr/bin/env python3
"""Judge many jobs at once: each has exactly one answer, the right one, whatever happens to the others.

scripts/judge_jobs.py --volume VOLUME [--jobs 500] [--at-once 8]

The worker is the real one with the demo model, on a volume that is set up. Of the jobs, 5 % are cancelled
while they run, 2 % are too long for their time, and the engine is killed (SIGKILL) each time 40 more have
begun. Then some of the texts are spoken once more, each alone and by a fresh worker that has nothing kept:
what was spoken among others must be the same, sample for sample.
"""

import argparse
import asyncio
import base64
import collections
import contextlib
import hashlib
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from bench_runs import ROOT
from bench_throughput import WORDS

LONG_SENTENCES = 240  # of a text that takes longer than a job may
KILL_EVERY, CANCELLED, LATE = 40, 20, 50  # one of so many
AGAIN = 25  # are spoken once more
STEPS = {"late": 12}  # so that a part of it takes a second or two
ALLOWED = {"usual": {"speech"}, "late": {"JOB_TIMEOUT"}, "cancelled": {"CANCELLED", "speech"}}


def main() -> int:
    """Run the jobs, print what came of them, and return 1 if anything is not as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--volume", type=Path, required=True, help="a volume that is set up for the demo")
    parser.add_argument("--jobs", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=60, help="that a job may take")
    arguments = parser.parse_args()
    arguments.volume = arguments.volume.resolve()
    return asyncio.run(_judged(arguments))


async def _judged(arguments: argparse.Namespace) -> int:
    texts = _texts()
    jobs = [_job(number, next(texts), texts) for number in range(arguments.jobs)]
    random.Random(0).shuffle(jobs)  # noqa: S311 - the same mixture each time
    began = time.perf_counter()
    async with _worker(arguments.volume, arguments.seconds) as worker:
        answers, kills = await _run(worker, jobs, arguments.at_once)
    took = time.perf_counter() - began
    wrong = [fault for job in jobs if (fault := _fault(job, answers[job["id"]]))]
    again = [job for job in jobs if job["kind"] == "usual" and "error" not in answers[job["id"]][0]][:AGAIN]
    async with _worker(arguments.volume, arguments.seconds) as worker:
        for job in again:
            alone = await worker.handle({"id": f"alone-{job['id']}", "input": job["input"]})
            if _samples(alone) != _samples(answers[job["id"]][0]):
                wrong.append(f"{job['id']}: other samples than alone")
    kinds = collections.Counter(f"{job['kind']}: {_outcome(answers[job['id']][0])}" for job in jobs)
    print(f"{len(jobs)} jobs, {arguments.at_once} at once, {kills} kills, {took:.0f} s")
    for kind, count in sorted(kinds.items()):
        print(f"  {count:4d}  {kind}")
    print(f"{len(again)} of them spoken again, each alone; {len(wrong)} faults")
    for fault in wrong[:20]:
        print(f"  {fault}")
    return 1 if wrong else 0


def _job(number: int, text: str, texts: Iterator[str]) -> dict[str, Any]:
    kind = "cancelled" if number % CANCELLED == 7 else "late" if number % LATE == 13 else "usual"
    if kind == "late":
        text = " ".join(itertools.islice(texts, LONG_SENTENCES))
    order = {"text": text, "seed": number, "nfe_steps": STEPS.get(kind, 4), "word_timings": True}
    if kind == "late":
        # Otherwise it would be refused at its start: as too long for its time, and for an answer.
        order |= {"request_id": f"late-{number}", "output_format": "opus"}
    return {"id": f"job-{number}", "kind": kind, "input": order}


async def _run(worker: Any, jobs: list[dict[str, Any]], at_once: int) -> tuple[dict[str, list[Any]], int]:
    """Have all jobs answered; return every answer to each, and how often the engine was killed."""
    answers: dict[str, list[Any]] = {job["id"]: [] for job in jobs}
    waiting, begun, kills = iter(jobs), itertools.count(1), 0

    async def work() -> None:
        nonlocal kills
        for job in waiting:
            task = asyncio.ensure_future(worker.handle({"id": job["id"], "input": job["input"]}))
            if next(begun) % KILL_EVERY == 0:
                await asyncio.sleep(0.3)
                kills += await _kill(worker)
            if job["kind"] == "cancelled":
                await asyncio.sleep(random.Random(job["id"]).uniform(0, 1))  # noqa: S311
                task.cancel()
            try:
                answers[job["id"]].append(await task)
            except asyncio.CancelledError:
                answers[job["id"]].append({"error": "cancelled", "error_code": "CANCELLED"})

    await asyncio.gather(*(work() for _ in range(at_once)))
    return answers, kills


async def _kill(worker: Any) -> int:
    pid = worker.readiness._engine and worker.readiness._engine.pid  # noqa: SLF001 - nobody else knows it
    if pid is None:
        return 0
    os.kill(pid, signal.SIGKILL)
    return 1


def _fault(job: dict[str, Any], answers: list[Any]) -> str | None:
    """Say what is wrong with what a job was answered."""
    if len(answers) != 1:
        return f"{job['id']}: {len(answers)} answers"
    outcome = _outcome(answers[0])
    if outcome not in ALLOWED[job["kind"]]:
        return f"{job['id']} ({job['kind']}): {outcome} {answers[0].get('error', '')}"
    said = " ".join(word["word"] for word in answers[0].get("word_timings", ()))
    if outcome == "speech" and said != job["input"]["text"]:
        return f"{job['id']}: another text's words"
    return None


def _outcome(answer: dict[str, Any]) -> str:
    return str(answer["error_code"]) if "error" in answer else "speech"


def _samples(answer: dict[str, Any]) -> str:
    """Return a hash of the samples: what follows them in the file tells when it was made."""
    wav = base64.b64decode(answer["audio_base64"])
    size = int.from_bytes(wav[40:44], "little")
    return hashlib.sha256(wav[44 : 44 + size]).hexdigest()


@contextlib.asynccontextmanager
async def _worker(volume: Path, seconds: int) -> AsyncIterator[Any]:
    """Start a worker that has the volume's environment, and nothing that was spoken before."""
    sys.path.insert(0, str(ROOT / "src"))
    from f5tts_worker.config import from_environment
    from f5tts_worker.jobs.worker import Worker

    with tempfile.TemporaryDirectory() as fresh:
        (Path(fresh) / "f5tts").mkdir()
        (Path(fresh) / "f5tts" / "envs").symlink_to(volume / "f5tts" / "envs")
        worker = Worker(
            from_environment(
                {
                    "F5TTS_VOLUME": fresh,
                    "F5TTS_MODEL": "demo",
                    "F5TTS_LOG_LEVEL": "ERROR",
                    "F5TTS_JOB_SECONDS": str(seconds),
                }
            )
        )
        worker.start()
        try:
            warm_up = {"id": "first", "input": {"endpoint": "warmup"}}
            while "error" in (answer := await worker.handle(warm_up)):
                print(answer["error"], file=sys.stderr)
            yield worker
        finally:
            worker.close()


def _texts() -> Iterator[str]:
    """Yield sentences, none like another."""
    for words in itertools.permutations(WORDS, 4):
        yield " ".join(words).capitalize() + "."


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Have a worker do jobs of many kinds, several at once, while all around it fails, and judge every answer.

The worker is `handler.py` under the SDK's loop with the real engine and the demo model, on a clock that
jumps. The S3 server is real, behind a relay that refuses, holds and resets; the volume is seen through a file
system that plants errors (as root, with FUSE; otherwise those faults are left out, and the table says so).
RunPod's queue is a stand-in. A tenth of the jobs meet a fault, drawn from the seed.

    F5TTS_VOLUME=$PWD/.volume .venv/bin/python scripts/judge_storm.py --jobs 2000 --state storm.json

The worker's processes, the bucket and the volume fail independently of each other, each once at a time, while
jobs go on. After every hundred jobs, --state has what was found so far.

It fails if a job has no answer, two, or a wrong one; if a request is spoken twice; if a secret is found in a
log, an answer or a file; or if what the worker holds grows.
"""

import argparse
import itertools
import json
import math
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "scripts")]

from storm_judge.orders import PASSING, Order, Orders  # noqa: E402  found, as the next, through the line above
from storm_judge.world import BROKEN, FULL, PATIENCE_S, READ_ONLY, Answer, World, has_fuse  # noqa: E402

FAULTY = 0.1  # of all jobs
FAULT_S = 4.0  # how long what is not over at once lasts
WAITING = 2  # faults of one thing, the one under way among them, before jobs wait for them
EACH = 100  # jobs, after which the state is written
TRIES = 12  # of a job that is told to come again
STAGES = ("voice", "prepare", "synthesise", "align", "encode", "store")
OF_JOBS = ("delivered twice", "cancelled", "beyond its time")
GROWTH: Mapping[str, float] = {
    "worker MiB": 60,
    "engine MiB": 300,
    "descriptors": 40,
    "threads": 40,
}  # at most


class Lane:
    """Does the faults of one thing (the worker's processes, the bucket, the volume) one after the other."""

    def __init__(self, wrong: list[str]) -> None:
        self._wrong = wrong
        self._thread = ThreadPoolExecutor(1)
        self._places = threading.BoundedSemaphore(WAITING)

    def add(self, what: str, do: Callable[[], None]) -> None:
        """Have a fault done in its turn; wait while too many do, so that jobs do not run away from them."""
        self._places.acquire()
        self._thread.submit(do).add_done_callback(lambda done: self._note(what, done))

    def _note(self, what: str, done: "Future[None]") -> None:
        self._places.release()
        if (error := done.exception()) is not None:
            self._wrong.append(f"after {what}: {type(error).__name__}: {str(error)[:300]}")

    def close(self) -> None:
        """Wait until all of them are over."""
        self._thread.shutdown()


class Storm:
    """Runs the jobs, plants the faults, and notes what came of both."""

    def __init__(self, world: World, given: argparse.Namespace) -> None:
        self._world, self._at_once, self._seconds = world, given.at_once, given.seconds
        self._ends, self._state = math.inf, given.state
        jobs, seed = given.jobs, given.seed
        self.left_out = 0  # jobs for which there was no time
        chance = random.Random(seed)  # noqa: S311 - weather, no secret
        self.orders = Orders(chance, world.bucket_folder)
        self.jobs = list(self.orders.draw(jobs))
        weather = self._weather()
        self._faults = {name: (thing, do) for thing, faults in weather.items() for name, do in faults.items()}
        names = [*self._faults, *OF_JOBS]
        kinds = itertools.cycle(chance.sample(names, len(names)))
        every = max(1, round(1 / given.faulty))
        for order in self.jobs[chance.randrange(every) :: every]:
            order.fault = next(kinds)
        self._chance = random.Random(seed + 1)  # noqa: S311 - as above
        self.wrong: list[str] = []
        self._lanes = {thing: Lane(self.wrong) for thing in weather}
        self.recovery: defaultdict[str, list[float]] = defaultdict(list)
        self.told: Counter[str] = Counter()  # passing errors, which were sent again
        self.ended: Counter[tuple[str, str]] = Counter()
        self.figures: list[tuple[str, dict[str, float]]] = []
        self._done = 0

    def _weather(self) -> dict[str, dict[str, Callable[[], None]]]:
        """Return what can fail, and in which ways."""
        world = self._world
        found: dict[str, dict[str, Callable[[], None]]] = {
            "worker": {
                "engine killed": world.kill_engine,
                "worker killed, started again": world.kill_worker,
                "SIGTERM in a stage": self._end_in_stage,
                "clock jumps by hours": lambda: world.jump(2),
            },
            "bucket": {
                "bucket refuses": lambda: world.refuse_bucket(FAULT_S),
                "bucket resets": lambda: world.reset_bucket(FAULT_S),
                "bucket holds": lambda: world.slow_bucket(FAULT_S),
            },
        }
        if has_fuse():
            found["volume"] = {
                "volume full": lambda: world.plant(FULL, FAULT_S),
                "volume read-only": lambda: world.plant(READ_ONLY, FAULT_S),
                "disk errors, 1 in 10": lambda: world.plant(BROKEN, FAULT_S, 10),
            }
        return found

    def run(self) -> None:
        """Do all jobs."""
        self._began = time.monotonic()
        self._ends = self._began + self._seconds
        with ThreadPoolExecutor(self._at_once) as pool:
            list(pool.map(self._judge, self.orders.each()))  # so that all that is loaded once is
        self.measure("start", self.settle())
        with ThreadPoolExecutor(self._at_once) as pool:
            list(pool.map(self._do, self.jobs))
        for lane in self._lanes.values():
            lane.close()
        self.measure("end", self.settle())

    def settle(self) -> float:
        """Speak once, and return the seconds that this took."""
        began = time.monotonic()
        order = self.orders.speech()
        order.kind = "probe"
        self._ask(order)
        return time.monotonic() - began

    def measure(self, when: str, _seconds: float) -> None:
        """Note what the worker holds, once nothing is under way for it."""
        time.sleep(2)
        self.figures.append((when, self._world.figures()))

    def _do(self, order: Order) -> None:
        if time.monotonic() > self._ends:
            self.left_out += 1
            order.fault = None
            return
        try:
            self._judge(order)
        except Exception as error:  # noqa: BLE001 - whatever it is, the storm goes on, and fails
            self.wrong.append(f"{order.kind} ({order.fault}): {type(error).__name__}: {str(error)[:300]}")
        self._done += 1
        if self._done % max(1, len(self.jobs) // 20) == 0:
            print(f"  {self._done} of {len(self.jobs)}, {len(self.wrong)} wrong", file=sys.stderr, flush=True)
        if self._done % EACH == 0:
            when = f"{self._done} jobs"
            self._lanes["worker"].add("some jobs", lambda: self._look(when))

    def _look(self, when: str) -> None:
        """Note what the worker holds while it works, and what was found so far."""
        self.figures.append((when, self._world.figures()))
        if self._state:
            self._state.write_text(json.dumps(self.state(), indent=1))

    def state(self) -> dict[str, Any]:
        """Return what was found so far, as JSON takes it."""
        return {
            "jobs": self._done,
            "seconds": round(time.monotonic() - self._began),
            "wrong": self.wrong,
            "ended": {f"{kind}: {outcome}": count for (kind, outcome), count in self.ended.copy().items()},
            "told to come again": self.told.copy(),
            "seconds until the next speech": self.recovery.copy(),
            "held": self.figures,
        }

    def _judge(self, order: Order) -> None:
        if order.fault == "cancelled":
            return self._cancel(order)
        if order.fault == "beyond its time":
            return self._late(order)
        if order.fault == "delivered twice":
            return self._twice(order)
        if order.fault is not None:
            thing, fault = self._faults[name := order.fault]
            self._lanes[thing].add(name, lambda: self._recover(name, fault))
        return self._ask(order)

    def _recover(self, name: str, fault: Callable[[], None]) -> None:
        """Have something fail, and note how long the next speech takes from then on."""
        fault()
        self.recovery[name].append(round(self.settle(), 1))

    def _end_in_stage(self) -> None:
        """End the worker while some job is in a stage, or after a short while."""
        job, stage = self._world.cloud.submit(self.orders.speech(20).input), self._chance.choice(STAGES)
        with suppress(TimeoutError):
            self._world.cloud.wait_progress(job, stage, 10)
        self._world.end_worker()

    def _ask(self, order: Order) -> None:
        """Send a job until it has an answer that is not to be sent again, and judge that."""
        for _ in range(TRIES):
            answer = self._answer(self._world.cloud.submit(order.input))
            code = _code(answer)
            if code not in PASSING or code in order.errors:
                break
            self.told[code] += 1
            time.sleep(1)
        self._check(order, answer)

    def _check(self, order: Order, answer: Answer) -> None:
        code = _code(answer)
        order.answers.append(answer)
        self.ended[order.kind, code or "answer"] += 1
        if code is None and not order.errors:
            order.check(answer)
        elif code not in order.errors:
            raise AssertionError(f"{code} {answer.get('error', '')}")

    def _answer(self, job: str) -> Answer:
        body = self._world.cloud.result(job, PATIENCE_S)
        finals = [post for post in self._world.cloud.posts(job) if not post.is_progress]
        if len(finals) > 1 and "gone" not in str(finals):
            self.wrong.append(f"{job}: {len(finals)} answers")
        output = body.get("output")
        return output if isinstance(output, dict) else {"error": body.get("error"), "error_code": "GONE"}

    def _twice(self, order: Order) -> None:
        """Deliver one job two times: what was made is the same."""
        speech = self.orders.speech(8)
        job = f"twice-{speech.input['request_id']}"
        for _ in range(2):
            self._world.cloud.submit(speech.input, job)
        self._world.cloud.result(job, PATIENCE_S)
        self._ask(speech)
        self._ask(speech)
        said = {
            str([answer.get(name) for name in ("seed", "duration", "created")]) for answer in speech.answers
        }
        if len(said) != 1:
            raise AssertionError(f"one request was spoken {len(said)} times")
        self._ask(order)

    def _late(self, order: Order) -> None:
        """Ask for more than fits into a job's time: refused or ended, and the next job works."""
        late = self.orders.speech(4000, word_timings=False, output_format="opus")
        late.input |= {"nfe_steps": 64}
        del late.input["request_id"]
        late.kind, late.errors = "beyond its time", frozenset({"JOB_TIMEOUT"})
        self._ask(late)
        self._ask(order)

    def _cancel(self, order: Order) -> None:
        """Cancel a job under way; it is not answered any more, or was just before."""
        cloud = self._world.cloud
        job = cloud.submit(self.orders.speech(60).input)
        cloud.wait_for(lambda: bool(cloud.posts(job)), PATIENCE_S, f"a word of job {job}")
        cloud.cancel(job)
        time.sleep(5)
        answered = any(not post.is_progress for post in cloud.posts(job))
        self.ended["cancelled", "answered before" if answered else "ended"] += 1
        self._ask(order)


def _code(answer: Answer) -> str | None:
    return str(answer["error_code"]) if "error_code" in answer else None


def report(storm: Storm, spilt: Sequence[str], left: Sequence[str], took: float) -> int:
    """Print the table; return 1 if anything is not as it should be."""
    faults = list(spilt and [f"a secret is in {', '.join(spilt[:5])}"]) + storm.wrong
    first, last = storm.figures[0][1], storm.figures[-1][1]
    faults += [
        f"{name} grew from {first[name]:.0f} to {last[name]:.0f}"
        for name, most in GROWTH.items()
        if last[name] > first[name] + most
    ]
    if last["temporary files"] > first["temporary files"]:
        faults.append(f"temporary files are left: {', '.join(left)}")
    done = len(storm.jobs) - storm.left_out
    again = sum(storm.told.values())
    print(f"\n{done} jobs in {took:.0f} s, no time for {storm.left_out}; {again} times: send it again")
    print("\n| job | ended as | times |\n|---|---|---|")
    for (kind, outcome), count in sorted(storm.ended.items()):
        print(f"| {kind} | {outcome} | {count} |")
    print("\n| fault | times | next speech after, median s | worst s |\n|---|---|---|---|")
    for name, seconds in sorted(storm.recovery.items()):
        print(f"| {name} | {len(seconds)} | {statistics.median(seconds):.1f} | {max(seconds):.1f} |")
    for name in OF_JOBS:
        print(f"| {name} | {sum(order.fault == name for order in storm.jobs)} | | |")
    print(f"\nSaid meanwhile: {dict(storm.told)}")
    looks = [storm.figures[0], storm.figures[len(storm.figures) // 2], storm.figures[-1]]
    print("\n| | " + " | ".join(when for when, _ in looks) + " |\n|---|" + "---|" * len(looks))
    for name in first:
        print(f"| {name} | " + " | ".join(f"{found[name]:.0f}" for _, found in looks) + " |")
    print(f"\nsecrets found: {len(spilt)}; faults: {len(faults)}")
    for fault in faults[:30]:
        print(f"  {fault}")
    return 1 if faults else 0


def main() -> int:
    """Run the storm."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=6)
    parser.add_argument("--worker-jobs", type=int, default=4, help="that the worker takes at once")
    parser.add_argument("--job-seconds", type=int, default=60, help="F5TTS_JOB_SECONDS")
    parser.add_argument("--faulty", type=float, default=FAULTY, help="the share of jobs that meet a fault")
    parser.add_argument("--seconds", type=float, default=3600, help="no job begins after so many")
    parser.add_argument("--state", type=Path, help="file for what was found so far")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    print(f"seed {given.seed}, {given.jobs} jobs, {given.at_once} at once", flush=True)
    if not has_fuse():
        print("not run: volume full, read-only, disk errors (they need root, FUSE and libfuse3-dev)")
    source = Path(os.environ["F5TTS_VOLUME"])
    with tempfile.TemporaryDirectory(prefix="storm-", ignore_cleanup_errors=True) as folder:
        began = time.monotonic()
        how = {"at_once": given.worker_jobs, "planted": has_fuse(), "job_seconds": given.job_seconds}
        with World(Path(folder), source, **how) as world:
            storm = Storm(world, given)
            storm.run()
            # here, so that nothing which is taken down afterwards can lose it
            return report(storm, world.spilt(), world.left(), time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())

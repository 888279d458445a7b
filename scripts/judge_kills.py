#!/usr/bin/env python3
"""Kill a worker, or its engine, in the middle of long speech, and send the same request again.

Every time, the samples must be those of a run that nothing disturbed, and no chunk that was finished may be
made again. Each kill is a SIGKILL at a random moment between a job's sending and the end of its speech; one
that comes too late is not counted. The worker is `handler.py` under the SDK's loop, with the demo model.

    F5TTS_VOLUME=$PWD/.volume .venv/bin/python scripts/judge_kills.py --kills 20
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.e2e.cloud import PATIENCE_S, Cloud  # noqa: E402  found, as the next, through the line above
from tests.e2e.processes import WorkerProcess, clean_environment, wait_gone  # noqa: E402

from f5tts_worker.volume.sweep import CHUNKS  # noqa: E402

KEY = "rpa_NOBODYSKEY"
ENGINE, WORKER = "engine", "worker"
PARAGRAPHS = (
    "The baker opened his shop before sunrise. Nobody in the village knew where the letter came from.",
    "We packed our bags and walked down to the station. Later that morning a cold wind blew.",
    "My uncle kept three brown horses and one old donkey. The children were singing in the rain.",
    "After dinner we played cards until the candles went out. She wrote her name into the book.",
)


class Judge:
    """A worker on a volume of its own, under a stand-in for RunPod's queue; a new one after each death."""

    def __init__(self, cloud: Cloud, folder: Path, text: str, steps: int) -> None:
        self._cloud, self._folder = cloud, folder
        root = folder / "volume" / "f5tts"
        root.mkdir(parents=True)
        (root / "envs").symlink_to(Path(os.environ["F5TTS_VOLUME"]).absolute() / "f5tts" / "envs")
        self.chunks = root / CHUNKS
        self._order = {"text": text, "nfe_steps": steps, "seed": 11, "word_timings": False}
        own = {"F5TTS_VOLUME": str(folder / "volume"), "F5TTS_MODEL": "demo"}
        self._environ = clean_environment(**own) | cloud.environment()
        self._workers = 0
        self.worker = self._start()

    def _start(self) -> WorkerProcess:
        self._workers += 1
        return WorkerProcess(self._folder / f"worker{self._workers}", self._environ)

    def send(self, request_id: str) -> str:
        """Queue the request; return the job."""
        return self._cloud.submit({**self._order, "request_id": request_id})

    def audio(self, job: str) -> str:
        """Wait for a job's speech, as base64; "" if the job failed because its engine died."""
        output = self._cloud.result(job)["output"]
        if output.get("error_code") == "ENGINE_DIED":
            return ""
        audio: str = output["audio_base64"]
        return audio

    def is_over(self, job: str) -> bool:
        """Say whether the job's answer has been posted."""
        return any(not post.is_progress for post in self._cloud.posts(job))

    def kill(self, victim: str) -> None:
        """Kill the engine alone, or the worker, with which its engine ends."""
        engine = self.worker.engine()
        if victim == ENGINE:
            os.kill(engine, signal.SIGKILL)
        else:
            self.worker.kill()
        if not wait_gone(engine, PATIENCE_S):
            sys.exit("The engine outlives its worker.")

    def kept(self) -> dict[str, int]:
        """Return the finished chunks: their names, and the numbers of their files."""
        return {path.name: path.stat().st_ino for path in self.chunks.glob("*.wav")}

    def again(self, job: str, request_id: str, victim: str) -> str:
        """Return the speech after a kill: the worker's own second try, or the request sent again."""
        if victim == WORKER:
            self.worker.close()  # its heartbeat outlives it
            self.worker = self._start()
        elif audio := self.audio(job):
            return audio
        return self.audio(self.send(request_id))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--paragraphs", type=int, default=12, help="of the text: about 5 s of speech each")
    parser.add_argument("--nfe-steps", dest="steps", type=int, default=7)
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    return parser.parse_args()


def main() -> int:
    """Print a line for each kill; return 1 if anything did not hold."""
    options = arguments()
    text = "\n\n".join(PARAGRAPHS[number % len(PARAGRAPHS)] for number in range(options.paragraphs))
    with tempfile.TemporaryDirectory() as folder, Cloud(KEY) as cloud:
        judge = Judge(cloud, Path(folder), text, options.steps)
        try:
            return run(judge, options)
        finally:
            judge.worker.close()


def run(judge: Judge, options: argparse.Namespace) -> int:
    """Speak once undisturbed, then kill as often as asked for."""
    judge.audio(judge.send("warm"))
    shutil.rmtree(judge.chunks)
    began = time.monotonic()
    whole = judge.audio(judge.send("whole"))
    seconds = time.monotonic() - began
    made = judge.kept()
    print(f"undisturbed: {len(made)} chunks, {seconds:.1f} s; kill, victim, at s, chunks done, what held")
    draw = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    kills, sent, bad = 0, 0, 0
    while kills < options.kills:
        shutil.rmtree(judge.chunks, ignore_errors=True)
        sent += 1
        victim, request_id, moment = (ENGINE, WORKER)[kills % 2], f"killed-{sent}", draw.uniform(0, seconds)
        job = judge.send(request_id)
        time.sleep(moment)
        if judge.is_over(job):
            continue
        kills += 1
        judge.kill(victim)
        done = judge.kept()
        audio = judge.again(job, request_id, victim)
        after = judge.kept()
        faults = [] if audio == whole else ["other samples"]
        if again := sum(after.get(name) != file for name, file in done.items()):
            faults.append(f"{again} chunks made again")
        if set(after) != set(made):
            faults.append("other chunks")
        bad += bool(faults)
        print(f"{kills:3d} {victim:8}{moment:6.1f} {len(done):4d}   {', '.join(faults) or 'all'}", flush=True)
    print(f"{kills} kills, {bad} with a fault")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

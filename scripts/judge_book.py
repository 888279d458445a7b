#!/usr/bin/env python3
"""Make a book over three workers while they and the client are killed; compare it with that of one worker.

    F5TTS_VOLUME=$PWD/.volume .venv/bin/python scripts/judge_book.py --words 5000

The book, made up here, has 12 chapters. The client, `f5tts book`, is killed twice and one of three workers
once (SIGKILL) at random moments; then it is run to its end. Another client makes the same book with one
worker on a volume of its own, which nothing disturbs. Each passage's samples must be the same, the chapters
must begin at the same millisecond, and the two files must be equal, byte for byte. Workers are `handler.py`
under the SDK's loop with the demo model; RunPod's queue is the stand-in of the tests.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.e2e.cloud import ENDPOINT, Cloud  # noqa: E402  found, as the next, through the line above
from tests.e2e.processes import WorkerProcess, clean_environment  # noqa: E402

KEY = "rpa_NOBODYSKEY"
CHAPTERS, WORKERS, CLIENT_KILLS = 12, 3, 2
SUBJECTS = ["the baker", "an old man", "my sister", "the tall captain", "a small boy", "our neighbour"]
VERBS = ["walked along", "looked at", "talked about", "painted", "remembered", "sold", "waited near"]
OBJECTS = ["the river", "a wooden boat", "the market", "three brown horses", "the garden wall", "a letter"]
ENDS = ["before the sun came up", "in the cold rain", "until it was dark", "with a smile", "and said nothing"]


def book(words: int, chance: random.Random) -> str:
    """Return a text in Markdown of about so many words: chapters, paragraphs, and breaks between scenes."""
    parts = ["# The Made Book"]
    for chapter in range(1, CHAPTERS + 1):
        parts.append(f"## Chapter {chapter}")
        left = words // CHAPTERS
        while left > 0:
            said = []
            for _ in range(chance.randint(1, 4)):
                choice = [chance.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, ENDS)]
                said.append(" ".join(choice).capitalize() + ".")
            parts.append(" ".join(said))
            left -= len(parts[-1].split())
            if chance.random() < 0.1:
                parts.append("* * *")
    return "\n\n".join(parts) + "\n"


class Run:
    """A folder with a queue, workers on one volume, and clients that make the book in it."""

    def __init__(self, folder: Path, cloud: Cloud, workers: int, parallel: int) -> None:
        self.folder, self.cloud, self._parallel = folder, cloud, parallel
        root = folder / "volume" / "f5tts"
        root.mkdir(parents=True)
        (root / "envs").symlink_to(Path(os.environ["F5TTS_VOLUME"]).absolute() / "f5tts" / "envs")
        own = {"F5TTS_VOLUME": str(root.parent), "F5TTS_MODEL": "demo", "OMP_NUM_THREADS": "1"}
        self.workers = {
            pod: WorkerProcess(folder / pod, clean_environment(**own) | cloud.environment(pod))
            for pod in (f"pod{number}" for number in range(workers))
        }

    def client(self) -> subprocess.Popen[bytes]:
        """Start the client."""
        base = f"http://127.0.0.1:{self.cloud.port}/v2"
        own = {"RUNPOD_ENDPOINT_BASE_URL": base, "RUNPOD_API_KEY": KEY, "F5TTS_ENDPOINT": ENDPOINT}
        environ = clean_environment(**own, PYTHONPATH=str(ROOT / "src"))
        wishes = (
            "--voice",
            "slt",
            "--quality",
            "fast",
            "--parallel",
            str(self._parallel),
            "--words",
            "--quiet",
        )
        command = [sys.executable, "-m", "f5tts_worker", "book", "book.md", *wishes]
        return subprocess.Popen(command, cwd=self.folder, env=environ)

    def passages(self) -> dict[str, bytes]:
        """Return the passages that are there: name -> the bytes of the sound."""
        found = (self.folder / "book.passages").glob("*.json")
        return {path.stem: path.with_suffix(".wav").read_bytes() for path in found if path.stem != "written"}

    def wait_for(self, count: int, client: subprocess.Popen[bytes]) -> bool:
        """Wait until so many passages are there; say whether the client was still at work then."""
        folder = self.folder / "book.passages"
        while client.poll() is None:
            if len(list(folder.glob("*.json"))) > count:  # one of these is no passage
                return True
            time.sleep(0.05)
        return False

    def finish(self, client: subprocess.Popen[bytes]) -> None:
        """Wait for the client's end."""
        if code := client.wait():
            sys.exit(f"the client ended with {code}")

    def close(self) -> None:
        """End the workers."""
        for worker in self.workers.values():
            worker.close()


def disturbed(run: Run, passages: int, chance: random.Random) -> int:
    """Make the book while a worker and, twice, the client are killed; return how many jobs were lost."""
    moments = sorted(chance.sample(range(1, passages - 1), CLIENT_KILLS + 1))
    victim, lost = chance.randrange(CLIENT_KILLS + 1), 0
    client = run.client()
    for number, moment in enumerate(moments):
        if not run.wait_for(moment, client):
            sys.exit(f"the client ended with {client.poll()} before it could be killed")
        if number == victim:
            pod = chance.choice(list(run.workers))
            run.workers[pod].kill()
            lost = len(run.cloud.lose(pod))
            print(f"after {moment} passages {pod} was killed; it had {lost} jobs", flush=True)
        else:
            client.kill()
            client.wait()
            print(f"after {moment} passages the client was killed", flush=True)
            client = run.client()
    run.finish(client)
    return lost


def main() -> int:
    """Make both books, and return 1 if they differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0, help="of the text and of the moments")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - no secret
    text = book(options.words, chance)
    passages = len({part.lstrip("# ") for part in text.split("\n\n")} - {"* * *"})
    print(f"{len(text.split())} words in {CHAPTERS} chapters, {passages} different passages", flush=True)
    with tempfile.TemporaryDirectory() as folder, Cloud(KEY) as many, Cloud(KEY) as one:
        runs = []
        for name, cloud, workers, parallel in (("killed", many, WORKERS, 6), ("alone", one, 1, 2)):
            place = Path(folder) / name
            place.mkdir()
            (place / "book.md").write_text(text)
            run = Run(place, cloud, workers, parallel)
            started = time.monotonic()
            try:
                if workers > 1:
                    disturbed(run, passages, chance)
                else:
                    run.finish(run.client())
            finally:
                run.close()
            spoken = [job for job in cloud.submitted if "voice" not in job]
            print(f"{name}: {len(spoken)} jobs, {time.monotonic() - started:.0f} s", flush=True)
            runs.append(run)
        return compared(*runs)


def compared(killed: Run, alone: Run) -> int:
    """Print what is the same and what is not; return 1 if anything differs."""
    mine, other = killed.passages(), alone.passages()
    differing = [name for name in mine.keys() | other.keys() if mine.get(name) != other.get(name)]
    reports = [json.loads((run.folder / "book.report.json").read_text()) for run in (killed, alone)]
    starts = [[chapter["start"] for chapter in report["chapters"]] for report in reports]
    silent = sum(len(chapter["silent"]) for report in reports for chapter in report["chapters"])
    files = [(run.folder / "book.m4b").read_bytes() for run in (killed, alone)]
    print(f"passages: {len(mine)} and {len(other)}, {len(differing)} differ; {silent} are silent")
    same = "" if starts[0] == starts[1] else ": NOT THE SAME"
    print(f"chapters begin at {', '.join(map(str, starts[0]))} s{same}")
    equal = "equal" if files[0] == files[1] else "DIFFERENT"
    print(f"the files have {len(files[0]):,} bytes each and are {equal}")
    return int(bool(differing) or starts[0] != starts[1] or files[0] != files[1] or bool(silent))


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Make a book over three workers while they and the client are killed; compare it with that of one worker.

    F5TTS_VOLUME=$PWD/.volume .venv/bin/python scripts/judge_book.py --words 5000
    .venv/bin/python scripts/judge_book.py --hours 10

The book, made up here, has 12 chapters. The client, `f5tts book`, is killed twice and one of three workers
once (SIGKILL) at random moments; then it is run to its end. Another client makes the same book with one
worker on a volume of its own, which nothing disturbs. Each passage's samples must be the same, the chapters
must begin at the same millisecond, and the two files must be equal, byte for byte. Workers are `handler.py`
under the SDK's loop with the demo model; RunPod's queue is the stand-in of the tests.

With --hours, the client makes a book of so many hours, and the most memory that it had is printed. Nothing is
spoken for that: a stand-in for a worker's local API answers at once with seconds of a recording, as long as
the text would take.
"""

import argparse
import base64
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.e2e.cloud import ENDPOINT, Cloud  # noqa: E402  found, as the next, through the line above
from tests.e2e.processes import WorkerProcess, clean_environment  # noqa: E402

from f5tts_worker.request.fields import QUALITY  # noqa: E402  found, as the next, through the line above

KEY = "rpa_NOBODYSKEY"
MOST_BYTES = 200_000_000  # of memory, for a book of ten hours
CHAPTERS, WORKERS, CLIENT_KILLS = 12, 3, 2
LETTERS_PER_SECOND = 15
SUBJECTS = ["the baker", "an old man", "my sister", "the tall captain", "a small boy", "our neighbour"]
VERBS = ["walked along", "looked at", "talked about", "painted", "remembered", "sold", "waited near"]
OBJECTS = ["the river", "a wooden boat", "the market", "three brown horses", "the garden wall", "a letter"]
ENDS = ["before the sun came up", "in the cold rain", "until it was dark", "with a smile", "and said nothing"]


def book(words: int, chance: random.Random, sentences: int = 0, *, counted: bool = False) -> str:
    """Return a text in Markdown of about so many words: chapters, paragraphs, and breaks between scenes.

    Paragraphs have so many `sentences`, or 1 to 4; `counted` ones have a number, so that no two are the same.
    """
    parts = ["# The Made Book"]
    for chapter in range(1, CHAPTERS + 1):
        parts.append(f"## Chapter {chapter}")
        left = words // CHAPTERS
        while left > 0:
            said = []
            for _ in range(sentences or chance.randint(1, 4)):
                choice = [chance.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, ENDS)]
                said.append(" ".join(choice).capitalize() + ".")
            if counted:
                said.insert(0, f"Day {len(parts)}.")
            parts.append(" ".join(said))
            left -= len(parts[-1].split())
            if chance.random() < 0.1:
                parts.append("* * *")
    return "\n\n".join(parts) + "\n"


class StandIn:
    """A stand-in for a worker's local API, whose jobs take no time: it answers with a part of a recording."""

    def __init__(self) -> None:
        with wave.open(str(ROOT / "src/f5tts_worker/demo/voices/slt.wav"), "rb") as file:
            self._rate, said = file.getframerate(), file.readframes(file.getnframes())
        self._sound = said * (100 * 2 * self._rate // len(said))  # longer than any passage
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                job = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
                output = standin.spoken(job["text"]) if "text" in job else {"voices": [], "voice": {}}
                data = json.dumps({"id": "x", "status": "COMPLETED", "output": output}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments: object) -> None:
                """Say nothing of each job."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def spoken(self, text: str) -> dict[str, Any]:
        """Return an answer as a worker's, with a time for each word."""
        seconds, words = len(text) / LETTERS_PER_SECOND, text.split()
        file = io.BytesIO()
        with wave.open(file, "wb") as wav:
            wav.setparams((1, 2, self._rate, 0, "NONE", ""))
            wav.writeframes(self._sound[: 2 * round(seconds * self._rate)])
        step = seconds / len(words)
        times = [
            {"word": word, "start": n * step, "end": (n + 1) * step, "score": 0.9, "source": "aligned"}
            for n, word in enumerate(words)
        ]
        sound = base64.b64encode(file.getvalue()).decode()
        return {
            "text": text,
            "audio_base64": sound,
            "word_timings": times,
            "model": "none",
            "worker": "stand-in",
        }


def memory(hours: float, sentences: int, chance: random.Random) -> int:
    """Have a book of so many hours made with the stand-in, and print the most memory that the client had."""
    words = round(hours * 3600 * LETTERS_PER_SECOND / 5.4)  # letters of a word of this text, with its space
    text = book(words, chance, sentences, counted=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "book.md").write_text(text)
        environ = clean_environment(PYTHONPATH=str(ROOT / "src"), F5TTS_ENDPOINT=StandIn().url)
        command = [sys.executable, "-m", "f5tts_worker", "book", "book.md", "--subtitles", "srt", "--words"]
        client = subprocess.Popen(command, cwd=folder, env=environ)
        _, status, used = os.wait4(client.pid, 0)
        if status:
            sys.exit(f"the client ended with {status}")
        report = json.loads((Path(folder) / "book.report.json").read_text())
        seconds = sum(chapter["seconds"] for chapter in report["chapters"])
        passages = sum(chapter["passages"] for chapter in report["chapters"])
    print(f"{seconds / 3600:.1f} hours in {passages:,} passages, with a stand-in for the worker")
    print(f"the client had at most {used.ru_maxrss * 1024 / 1e6:.0f} MB")
    return int(used.ru_maxrss * 1024 > MOST_BYTES)


class Queue(Cloud):
    """The tests' queue, which has each text spoken in so many NFE steps: two long books take fewer hours."""

    def __init__(self, steps: int) -> None:
        super().__init__(KEY)
        self._steps = steps
        self.spoken = 0  # how many texts were sent

    def submit(self, job_input: Any, job_id: str | None = None, **beside: object) -> str:
        """Queue a job, with these steps in place of the client's quality."""
        if "quality" in job_input:
            self.spoken += 1
            job_input = {**job_input, "nfe_steps": self._steps}
            del job_input["quality"]
        return super().submit(job_input, job_id, **beside)


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
    parser.add_argument("--steps", type=int, default=QUALITY["fast"], help="NFE steps of the speech (7)")
    parser.add_argument("--hours", type=float, help="measure the client's memory with a book of this length")
    parser.add_argument("--sentences", type=int, default=0, help="of each paragraph (1 to 4)")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - no secret
    if options.hours:
        return memory(options.hours, options.sentences, chance)
    text = book(options.words, chance, options.sentences)
    passages = len({part.lstrip("# ") for part in text.split("\n\n")} - {"* * *"})
    print(f"{len(text.split())} words in {CHAPTERS} chapters, {passages} different passages", flush=True)
    with tempfile.TemporaryDirectory() as folder, Queue(options.steps) as many, Queue(options.steps) as one:
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
            print(f"{name}: {cloud.spoken} jobs, {time.monotonic() - started:.0f} s", flush=True)
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
    heard(killed.folder / "book.m4b")
    equal = "equal" if files[0] == files[1] else "DIFFERENT"
    print(f"the files have {len(files[0]):,} bytes each and are {equal}")
    return int(bool(differing) or starts[0] != starts[1] or files[0] != files[1] or bool(silent))


def heard(path: Path) -> None:
    """Print how loud a book is as a whole and its highest true peak, by the ffmpeg program."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", path, "-vn", "-af", "ebur128=peak=true"]
    told = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
    loudness, peak = (re.findall(rf"{name}: +(-?[\d.]+)", told)[-1] for name in ("I", "Peak"))
    print(f"the book has {loudness} LUFS, its true peak is at {peak} dB")


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Have two versions of the worker serve by turns on one volume, each with what the other has left there.

    F5TTS_VOLUME=$PWD/.volume .venv/bin/python scripts/judge_versions.py --jobs 200
    F5TTS_VOLUME=$PWD/.volume .venv/bin/python scripts/judge_versions.py --other v0.1.0 --jobs 40

The other version is a commit of this repository, unpacked into a temporary folder. Both are `handler.py`
under the SDK's loop with the demo model, and use the same environment. In a turn a version stores a voice,
shows, lists and deletes voices of the other, speaks in them, returns the other's results, and is given a job
of the other's once more. It fails at any answer that is not right, and at any traceback.
"""

import argparse
import base64
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.e2e.cloud import Cloud  # noqa: E402  found, as the next, through the line above
from tests.e2e.processes import HANDLER, WorkerProcess, clean_environment  # noqa: E402

OTHER = "178d580"
API_KEY = "rpa_NOBODYSKEY"
VOICES = ROOT / "src" / "f5tts_worker" / "demo" / "voices"
RECORDING = base64.b64encode((VOICES / "slt.wav").read_bytes()).decode()
SAID = (VOICES / "slt.txt").read_text().strip()
CONSENT = {"who": "Anna", "when": "2026-11-20", "how": "signed form"}
SENTENCES = (
    "The old man walked down the road.",
    "We packed our bags.",
    "A cold wind blew.",
    "My uncle kept three brown horses.",
)


Ask = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Left:
    """What a turn leaves: a voice, a job, what that was asked, and its words."""

    voice: str
    job: str
    input: dict[str, Any]
    words: Any


class Turns:
    """Runs the turns, and notes what went wrong."""

    def __init__(self, folder: Path, other: Path, source: Path) -> None:
        self._folder = folder
        self._handlers = {"this": HANDLER, "the other": other / "handler.py"}
        self._volume = folder / "volume"
        root = self._volume / "f5tts"
        root.mkdir(parents=True)
        (root / "envs").symlink_to(source.absolute() / "f5tts" / "envs")
        self.done: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.anew = 0  # jobs of the other version that were done once more when they came again
        self._left: list[Left] = []

    @property
    def jobs(self) -> int:
        """How many there were."""
        return self.done.total()

    def turn(self, number: int, name: str) -> None:
        """Have one version serve for a while."""
        environ = {"F5TTS_VOLUME": str(self._volume), "F5TTS_MODEL": "demo"}
        with Cloud(API_KEY, hold_s=0.1) as cloud:
            worker = WorkerProcess(
                self._folder / f"turn-{number}",
                clean_environment(**environ) | cloud.environment(f"pod-{number}"),
                script=self._handlers[name],
            )
            try:
                self._serve(number, name, cloud)
            except TimeoutError as error:
                self.wrong.append(f"turn {number}, {name}: {error}; {worker.log()[-1000:]}")
            finally:
                worker.close()
            if "Traceback" in worker.log():
                self.wrong.append(f"turn {number}, {name}: {worker.log().partition('Traceback')[2][:600]}")

    def _serve(self, number: int, name: str, cloud: Cloud) -> None:
        is_new = name == "this"

        def ask(what: str, data: dict[str, Any], job: str | None = None) -> dict[str, Any]:
            body = cloud.result(cloud.submit(data, job))
            self.done[f"{name}: {what}"] += 1
            if "error" in body:
                self.wrong.append(f"turn {number}, {name}, {what}: {body['error']}")
                return {}
            return dict(body["output"])

        voice, job = f"voice-{number}", f"job-{number}"
        upload = {"endpoint": "upload", "voice_name": voice, "voice_file_base64": RECORDING, "ref_text": SAID}
        ask("upload", upload | ({"consent": CONSENT} if is_new else {}))
        data = {"text": SENTENCES[number % 4], "nfe_steps": 4, "seed": 7, "local_voice": voice}
        data |= {"subtitle_format": "srt"} | ({"expires_in": 86_400} if is_new else {})
        spoken = ask("speech", data, job)
        listed = {one["name"] for one in ask("list_voices", {"endpoint": "list_voices"}).get("voices", [])}
        for left in self._left[-2:]:
            self._hold(left.voice in listed, f"turn {number}, {name}: {left.voice} is not listed")
            self._use(left, ask, f"turn {number}, {name}", is_new=is_new)
        if len(self._left) > 2:
            order: dict[str, Any] = {"endpoint": "delete_voice", "voice_name": self._left.pop(0).voice}
            deleted = ask("delete_voice of the other", order | ({"everywhere": True} if is_new else {}))
            if is_new and deleted:
                self._hold(deleted["removed"]["prepared"], f"turn {number}: nothing prepared was removed")
        if spoken:
            self._left.append(Left(voice, job, data, spoken["word_timings"]))

    def _use(self, left: "Left", ask: Ask, when: str, *, is_new: bool) -> None:
        """Use what an earlier turn has left."""
        shown = ask("get_voice of the other", {"endpoint": "get_voice", "voice_name": left.voice})
        self._hold(not shown or shown["voice"]["text"] == SAID, f"{when}: {left.voice} has another text")
        said = SENTENCES[-1] + " " + SENTENCES[0]
        order = {"text": said, "nfe_steps": 4, "local_voice": left.voice}
        self._hold(_says(ask("speech in its voice", order), said), f"{when}: other words in {left.voice}")
        result = ask("result of the other", {"endpoint": "result", "job_id": left.job})
        self._hold(_says(result, left.input["text"]), f"{when}: the result of {left.job} has other words")
        if is_new or "expires_in" not in left.input:  # which the earlier version does not know
            again = ask("job of the other, delivered again", left.input, left.job)
            self._hold(_says(again, left.input["text"]), f"{when}: {left.job} has other words")
            # The two may tell requests apart in different ways; then the job is done anew.
            self.anew += bool(again) and again.get("word_timings") != left.words

    def _hold(self, is_so: object, sentence: str) -> None:
        if not is_so:
            self.wrong.append(sentence)


def _says(answer: dict[str, Any], text: str) -> bool:
    """Say whether an answer, if there is one, has the words of the text."""
    return not answer or " ".join(word["word"] for word in answer["word_timings"]) == text


def main() -> int:
    """Take turns until there were enough jobs; return 1 if anything was not as it should be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--other", default=OTHER, metavar="COMMIT")
    parser.add_argument("--jobs", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="versions-") as name:
        other = Path(name) / "other"
        other.mkdir()
        packed = subprocess.run(["git", "archive", given.other], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "x", "-C", str(other)], input=packed.stdout, check=True)
        turns = Turns(Path(name), other, Path(os.environ["F5TTS_VOLUME"]))
        number = 0
        while turns.jobs < given.jobs:
            turns.turn(number, ("the other", "this")[number % 2])
            number += 1
            print(
                f"  turn {number}: {turns.jobs} jobs, {len(turns.wrong)} wrong", file=sys.stderr, flush=True
            )
            if turns.wrong and not turns.jobs:
                break
    print(f"{given.other} and this version by turns, {number} of them on one volume: {turns.jobs} jobs")
    for what, count in sorted(turns.done.items()):
        print(f"  {count:4d}  {what}")
    print(f"{turns.anew} jobs of the other version were done anew when they came again")
    for fault in turns.wrong[:20]:
        print(f"WRONG {fault}")
    print(f"{len(turns.wrong)} wrong")
    return int(bool(turns.wrong))


if __name__ == "__main__":
    sys.exit(main())

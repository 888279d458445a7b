#!/usr/bin/env python3
"""Feed generated requests to every door, and damaged subtitles and recordings to their readers.

    .venv/bin/python scripts/fuzz.py --requests 20000 --files 2000 --python ENV/bin/python

Four fifths of the requests go to the parser, all endpoints and the markup among them, and the others over
HTTP to the routes of all dialects, in this process. Of the files, half are subtitles, and half recordings
with and without pictures, which the models' process decodes (`scripts/hostile_media.py`; needs its
Python and ffmpeg). It fails at a crash, an answer without a code, a request that takes a second of the
processor, or a models' process that ends. What went wrong is added to tests/unit/fuzz/corpus.json.
"""

import argparse
import asyncio
import json
import logging
import random
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.unit.fuzz.checks import Parsing, body_of, check_answer, check_request  # noqa: E402 - through the line above
from tests.unit.fuzz.generated import Generator  # noqa: E402
from tests.unit.http.asking import client_of  # noqa: E402

from f5tts_worker.http.application import make_app  # noqa: E402
from f5tts_worker.http.serving import Serving  # noqa: E402

CORPUS = ROOT / "tests" / "unit" / "fuzz" / "corpus.json"
LONGEST_S = 1.0  # of the processor, for one request of some kilobytes
SRT = "1\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n2\n00:00:03,000 --> 00:00:04,500\n<i>You</i>\n"
VTT = "WEBVTT\n\nNOTE x\n\nid\n00:01.000 --> 00:02.000 line:0\n<v Anna>Hello <c.x>there</c>.\n"
ASS = """[Script Info]
PlayResX: 9

[V4+ Styles]
Format: Name
Style: x

[Events]
Format: Layer, Start, End, Style, Name, Text
Dialogue: 0,0:00:01.00,0:00:02.00,x,Anna,{\\k9}Hello\\Nthere
"""
SOUND_FILES = (SRT, VTT, ASS)


class Fuzz:
    """Counts what came of everything."""

    def __init__(self, seed: int) -> None:
        self.generator = Generator(seed)
        self.chance = random.Random(seed)  # noqa: S311 - it chooses damage, no secret
        self.outcomes: Counter[str] = Counter()
        self.wrong: list[tuple[Any, str]] = []
        self.slowest = 0.0

    def parse(self, job_input: Any) -> None:
        """Feed the parser."""
        began = time.thread_time()
        try:
            self.outcomes[check_request(job_input)] += 1
        except Exception:  # noqa: BLE001 - that is what is looked for
            self.wrong.append((job_input, traceback.format_exc(limit=-3)))
        took = time.thread_time() - began
        self.slowest = max(self.slowest, took)
        if took > LONGEST_S:
            self.wrong.append((job_input, f"took {took:.1f} s"))

    async def post(self, count: int) -> None:
        """Feed the routes of the HTTP server."""
        app = make_app(Parsing(), Serving())
        async with client_of(app) as client:
            for _ in range(count):
                path, body = self.generator.post()
                headers = {"Content-Type": "application/json"}
                began = time.thread_time()
                try:
                    answer = await client.post(path, content=body_of(body), headers=headers)
                    check_answer(answer.status_code, answer.content)
                    self.outcomes[f"HTTP {answer.status_code}"] += 1
                except Exception:  # noqa: BLE001 - as above
                    self.wrong.append(({"path": path, "body": repr(body)}, traceback.format_exc(limit=-3)))
                self.slowest = max(self.slowest, time.thread_time() - began)

    def subtitles(self) -> str:
        """Return subtitles with some damage."""
        data = list(self.chance.choice(SOUND_FILES))
        for _ in range(self.chance.randint(1, 8)):
            place, length = self.chance.randrange(len(data) + 1), self.chance.randint(1, 20)
            kind = self.chance.randrange(4)
            if kind == 0:
                data[place : place + length] = []
            elif kind == 1:
                data[place:place] = data[place : place + length] * self.chance.randint(1, 20)
            elif kind == 2:
                data[place:place] = list(self.generator.text(10))
            else:
                data[place:place] = list(self.chance.choice(SOUND_FILES))[: self.chance.randint(1, 80)]
        return "".join(data)


def main() -> int:
    """Run it all, print the counts, and keep what went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--python", type=Path, help="the environment's; without it no recordings are decoded")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    logging.disable(logging.CRITICAL)
    began, fuzz = time.monotonic(), Fuzz(given.seed)
    for _ in range(given.requests * 4 // 5):
        fuzz.parse(fuzz.generator.request())
    asyncio.run(fuzz.post(given.requests // 5))
    for _ in range(given.files // 2):
        fuzz.parse({"endpoint": "dub", "srt": fuzz.subtitles()})
    print(f"{given.requests} requests, {given.files // 2} subtitle files, {time.monotonic() - began:.0f} s")
    print(f"slowest: {fuzz.slowest:.2f} s of the processor")
    for outcome, count in fuzz.outcomes.most_common():
        print(f"  {count:6d}  {outcome}")
    for case, why in fuzz.wrong[:10]:
        print(f"WRONG {json.dumps(case)[:500]}\n{why}")
    if fuzz.wrong:
        kept = [*json.loads(CORPUS.read_text()), *(case for case, _ in fuzz.wrong[:20])]
        CORPUS.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"{len(fuzz.wrong)} wrong")
    return int(bool(fuzz.wrong)) | (_recordings(given) if given.python else 0)


def _recordings(given: argparse.Namespace) -> int:
    count, seed = str(given.files - given.files // 2), str(given.seed)
    command = [sys.executable, "-m", "scripts.hostile_media", "--python", str(given.python)]
    return subprocess.run([*command, "--files", count, "--seed", seed], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Feed generated requests to every door, and damaged files to their readers.

    .venv/bin/python scripts/fuzz.py --requests 20000 --files 2000 --python ENV/bin/python

Four fifths of the requests go to the parser, all endpoints and the markup among them, and the others over
HTTP to the routes of all dialects, in this process. Of the files, a third each are subtitles, books (with
damaged pages, lists or pictures of the cover), and recordings or pictures, which the models' process decodes
(`scripts/hostile_media.py`; needs its Python and ffmpeg). It fails at a crash, an answer without a code, a
request or book that takes a second of the processor, or a models' process that ends. Requests that went
wrong are added to tests/unit/fuzz/corpus.json.
"""

import argparse
import asyncio
import json
import logging
import random
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.hostile_media import damage  # noqa: E402 - through the line above, as the next
from tests.unit.client.book import epubs  # noqa: E402
from tests.unit.fuzz.checks import Parsing, body_of, check_answer, check_request  # noqa: E402
from tests.unit.fuzz.generated import Generator  # noqa: E402
from tests.unit.http.asking import client_of  # noqa: E402

from f5tts_worker.client.book.contents import BookError  # noqa: E402
from f5tts_worker.client.book.reading.books import read_book  # noqa: E402
from f5tts_worker.http.application import make_app  # noqa: E402
from f5tts_worker.http.serving import Serving  # noqa: E402

CORPUS = ROOT / "tests" / "unit" / "fuzz" / "corpus.json"
LONGEST_S = 1.0  # of the processor, for one request or book of some kilobytes
WHOLE = 0.3  # of the books are damaged as zip files, the others in one of the files inside
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
CONTENTS = '<li><a href="a.xhtml">One</a></li><li><a href="b.xhtml#x">Two</a></li>'
ONE = "<h1>One</h1><p>It was <i>late</i>.<sup>1</sup></p>"
TWO = '<h2 id="x">Two</h2><p>&amp; <!-- x --> so on.</p><hr/><p>&#8220;Good.&#8221;</p>'
SUBTITLES = (SRT, VTT, ASS)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08\0\x10\0\x10\1\1\x11\0\xff\xd9"


@cache
def whole_book() -> Mapping[str, bytes]:
    """Return the files of a book of two pages, with contents and two pictures of which one is the cover."""
    pages = {
        "a.xhtml": epubs.page("<h1>One</h1><p>It was <i>late</i>.<sup>1</sup></p>"),
        "b.xhtml": epubs.page(TWO),
    }
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="image/{kind}" properties="cover-image"/>'
        for name, kind in (("c.jpg", "jpeg"), ("c.png", "png"))
    )
    pictures = {"OEBPS/c.jpg": JPEG, "OEBPS/c.png": epubs.PNG}
    with tempfile.TemporaryDirectory() as folder:
        path = epubs.make(
            Path(folder, "b.epub"), pages, contents=epubs.nav(CONTENTS), extra=items, files=pictures
        )
        with zipfile.ZipFile(path) as packed:
            return {name: packed.read(name) for name in packed.namelist()}


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
        self._clock(job_input, time.thread_time() - began)

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
        data = list(self.chance.choice(SUBTITLES))
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
                data[place:place] = list(self.chance.choice(SUBTITLES))[: self.chance.randint(1, 80)]
        return "".join(data)

    def book(self, folder: Path) -> None:
        """Read a book that is damaged as a whole or in one of its files: it is read, or refused."""
        files, path = dict(whole_book()), folder / "book.epub"
        is_whole = self.chance.random() < WHOLE
        if not is_whole:
            name = self.chance.choice(sorted(files))
            files[name] = self._damaged(files[name])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in files.items():
                packed.writestr(name, content)
        if is_whole:
            path.write_bytes(self._damaged(path.read_bytes()))
        began = time.thread_time()
        try:
            read_book(path)
            self.outcomes["book read"] += 1
        except BookError:
            self.outcomes["book refused"] += 1
        except Exception:  # noqa: BLE001 - as above
            self.wrong.append((None, traceback.format_exc(limit=-3)))
        self._clock(None, time.thread_time() - began)

    def _damaged(self, content: bytes) -> bytes:
        data = bytearray(content)
        for _ in range(self.chance.randint(1, 6)):
            damage(data, self.chance, [("itself", content)])
        return bytes(data)

    def _clock(self, case: Any, took: float) -> None:
        self.slowest = max(self.slowest, took)
        if took > LONGEST_S:
            self.wrong.append((case, f"took {took:.1f} s"))


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
    each = given.files // 3
    for _ in range(each):
        fuzz.parse({"endpoint": "dub", "srt": fuzz.subtitles()})
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(each):
            fuzz.book(Path(folder))
    print(f"{given.requests} requests, {each} subtitle files, {each} books, {time.monotonic() - began:.0f} s")
    print(f"slowest: {fuzz.slowest:.2f} s of the processor")
    for outcome, count in fuzz.outcomes.most_common():
        print(f"  {count:6d}  {outcome}")
    for case, why in fuzz.wrong[:10]:
        print(f"WRONG {json.dumps(case)[:500]}\n{why}")
    if cases := [case for case, _ in fuzz.wrong if case is not None]:
        kept = [*json.loads(CORPUS.read_text()), *cases[:20]]
        CORPUS.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"{len(fuzz.wrong)} wrong")
    return int(bool(fuzz.wrong)) | (_recordings(given) if given.python else 0)


def _recordings(given: argparse.Namespace) -> int:
    count, seed = str(given.files - 2 * (given.files // 3)), str(given.seed)
    command = [sys.executable, "-m", "scripts.hostile_media", "--python", str(given.python)]
    return subprocess.run([*command, "--files", count, "--seed", seed], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

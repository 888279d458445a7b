"""Measure speech that is heard while it is made: when it begins, and whether it ever waits.

scripts/bench.py stream --volume VOLUME [--model demo] [--quality balanced] [--streams 1 4 8] [--runs 3]

The worker is the real one behind its HTTP server, on a volume that is set up. Each text is a paragraph of its
own, so that nothing is taken from what was spoken before. A listener starts to play when the first piece is
there, and hears the first sample above -40 dB a little later; after a gap he plays on at once.

With --same N, N texts are streamed and then spoken again as a whole, every second one with retries, and the
samples are compared; nothing is measured. The chunks that the volume keeps are removed in between, so that
nothing comes from there.
"""

import argparse
import array
import base64
import contextlib
import http.client
import io
import itertools
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
import wave
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench_runs import BUSY, ROOT, cpu_name
from bench_throughput import WORDS

SENTENCES, WORDS_EACH = 5, 8  # some 15 s of speech
AUDIBLE = 328  # of 32,768: -40 dB
PATIENCE_S = 900
NUMBERS = itertools.count(time.time_ns() % 2**32)
COLUMNS = (
    "first byte",
    "first sound",
    "of the whole",
    "underruns",
    "gaps",
    "longest gap",
    "done",
    "words apart",
)


@dataclass(frozen=True)
class Heard:
    """One stream: seconds from its request, and how far its words are from the whole's, in milliseconds."""

    first_byte: float
    first_sound: float
    underruns: int  # pieces that came too late
    gaps: float
    longest_gap: float
    done: float
    words_apart: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--volume", type=Path, required=True, help="a volume that is set up for the model")
    parser.add_argument("--model", default="demo")
    parser.add_argument("--quality", default="balanced")
    parser.add_argument("--low-latency", action="store_true", help="cut the first sentence at a clause")
    parser.add_argument("--streams", type=int, nargs="+", default=[1, 4, 8], help="how many at once")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--same", type=int, metavar="N", help="only compare the samples of so many texts")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(arguments: argparse.Namespace) -> int:
    """Measure, and print medians over all streams of all runs; or compare samples."""
    if arguments.same:
        with _server(arguments) as port:
            return _compare(arguments, port)
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    with _server(arguments) as port:
        whole, rows = _measured(arguments, port)
    print(
        f"{cpu_name()}, {cores} cores, load at the start {load:.1f}; {arguments.model}, {arguments.quality}"
    )
    if load > BUSY * cores:
        print("THE MACHINE WAS BUSY: only ratios of one run may be kept.")
    print(f"a paragraph without a stream: {whole:.2f} s\n")
    print("| streams at once | " + " | ".join(COLUMNS) + " |\n|" + "---|" * (1 + len(COLUMNS)))
    for count, row in rows.items():
        shares = [f"{row[name]:.2f}" for name in COLUMNS]
        print(f"| {count} | " + " | ".join(shares) + " |")
    if arguments.json:
        found = {"whole": whole, "streams": rows, "cores": cores, "load": load}
        arguments.json.write_text(json.dumps(found, indent=1))
    return 0


def _measured(arguments: argparse.Namespace, port: int) -> tuple[float, dict[int, dict[str, float]]]:
    options = {"quality": arguments.quality, "low_latency": arguments.low_latency}
    _whole(port, {**options, "text": "Good morning."})  # what a first job alone pays for
    wholes: list[float] = []
    heard: dict[int, list[Heard]] = {count: [] for count in arguments.streams}
    for _ in range(arguments.runs):
        began = time.perf_counter()
        _whole(port, _paragraph(options))
        wholes.append(time.perf_counter() - began)
        for count in arguments.streams:
            print(f"... {count} at once", file=sys.stderr)
            orders = [_paragraph(options) for _ in range(count)]
            with ThreadPoolExecutor(count) as clients:
                heard[count] += clients.map(lambda order: _stream(port, order), orders)
    whole = statistics.median(wholes)
    rows = {}
    for count, ones in heard.items():
        first = statistics.median(one.first_sound for one in ones)
        figures = (
            statistics.median(one.first_byte for one in ones),
            first,
            first / whole,
            sum(one.underruns for one in ones),
            statistics.median(one.gaps for one in ones),
            max(one.longest_gap for one in ones),
            statistics.median(one.done for one in ones),
            max(one.words_apart for one in ones),
        )
        rows[count] = dict(zip(COLUMNS, figures, strict=True))
    return whole, rows


def _compare(arguments: argparse.Namespace, port: int) -> int:
    """Print how many streams have the samples of the whole, and return 1 if any has others."""
    same = retried = pieces = 0
    for number in range(arguments.same):
        print(f"... {number + 1} of {arguments.same}", file=sys.stderr)
        order = {"text": _text(number), "seed": number, "nfe_steps": 4, "output_format": "pcm"}
        order["max_retries"] = 2 * (number % 2)
        told = list(_told(port, order))
        sound = [base64.b64decode(one["audio"]) for one in told if one["type"] == "piece"]
        shutil.rmtree(arguments.volume / "f5tts" / "chunks", ignore_errors=True)
        address = urlsplit(_whole(port, {**order, "output_format": "wav"})["audio_url"])
        with _asked(port, "GET", address.path) as answer, wave.open(io.BytesIO(answer.read())) as file:
            is_same = b"".join(sound) == file.readframes(file.getnframes())
        same += is_same
        pieces += len(sound)
        retried += "retried" in told[-1]
        if not is_same:
            print(f"OTHER SAMPLES: {order}", file=sys.stderr)
    print(f"{arguments.same} texts, {pieces} pieces; {retried} texts with parts that were made again")
    print(f"{same} of {arguments.same} streams have the samples of the whole")
    return 0 if same == arguments.same else 1


def _text(number: int) -> str:
    """Return a text of one to six sentences, some of them questions, in one to three paragraphs."""
    chosen = random.Random(number)  # noqa: S311 - texts, not secrets
    text = ""
    for _ in range(1 + number % 6):
        words = " ".join(chosen.choices(WORDS, k=chosen.randint(2, 14))).capitalize()
        text += words + chosen.choice((". ", ", and so on. ", "? ", ".\n\n"))
    return text.strip()


def _paragraph(options: Mapping[str, Any]) -> dict[str, Any]:
    chosen = random.Random(next(NUMBERS))  # noqa: S311 - texts, not secrets
    sentences = (" ".join(chosen.choices(WORDS, k=WORDS_EACH)).capitalize() for _ in range(SENTENCES))
    return {**options, "text": ". ".join(sentences) + ".", "seed": 1}


def _whole(port: int, order: Mapping[str, Any]) -> dict[str, Any]:
    with _asked(port, "POST", "/v1/tts", order) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    if "error" in found:
        raise SystemExit(found["error"])
    return found


def _stream(port: int, order: Mapping[str, Any]) -> Heard:
    began = time.perf_counter()
    first_byte = 0.0
    pieces: list[tuple[float, dict[str, Any]]] = []
    for told in _told(port, order):
        now = time.perf_counter() - began
        first_byte = first_byte or now
        if told["type"] == "piece":
            pieces.append((now, told))
    gaps = list(_gaps(pieces))
    words = [word for _, piece in pieces for word in piece["word_timings"]]
    whole = _whole(port, order)["word_timings"]  # spoken already, so only put together again
    apart = [
        abs(one[name] - two[name]) for one, two in zip(words, whole, strict=True) for name in ("start", "end")
    ]
    return Heard(
        first_byte,
        pieces[0][0] + _silence(pieces[0][1]),
        sum(gap > 0 for gap in gaps),
        sum(gaps),
        max(gaps),
        now,
        1000 * max(apart),
    )


def _told(port: int, order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a stream tells, as it comes."""
    with _asked(port, "POST", "/v1/tts", order, "application/x-ndjson") as answer:
        for line in answer:
            told = json.loads(line)
            if "error" in told:
                raise SystemExit(told["error"])
            yield told


def _gaps(pieces: Sequence[tuple[float, Mapping[str, Any]]]) -> Iterator[float]:
    """Yield how long a listener waits for each piece, once he has played all before it."""
    played = pieces[0][0]
    for arrived, piece in pieces:
        yield max(0.0, arrived - played)
        played = max(played, arrived) + piece["end"] - piece["start"]


def _silence(piece: Mapping[str, Any]) -> float:
    samples = array.array("h", base64.b64decode(piece["audio"]))
    first = next((at for at, sample in enumerate(samples) if abs(sample) > AUDIBLE), 0)
    return first / 24_000


@contextlib.contextmanager
def _asked(
    port: int,
    method: str,
    path: str,
    order: Mapping[str, Any] | None = None,
    accept: str = "application/json",
) -> Iterator[http.client.HTTPResponse]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as line:
        headers = {"Content-Type": "application/json", "Accept": accept}
        line.request(method, path, None if order is None else json.dumps(order), headers)
        yield line.getresponse()


@contextlib.contextmanager
def _server(arguments: argparse.Namespace) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    own = {"F5TTS_LOG_LEVEL": "ERROR", "F5TTS_VOLUME": str(arguments.volume), "F5TTS_MODEL": arguments.model}
    own["F5TTS_ANSWER_SECONDS"] = str(PATIENCE_S)  # a busy machine takes its time
    environment = {**os.environ, **own, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "f5tts_worker", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment)
    try:
        while not _is_ready(port):
            if server.poll() is not None:
                raise SystemExit("the server has ended")
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def _is_ready(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        try:
            line.request("GET", "/ping")
            return line.getresponse().status == 200
        except OSError:
            return False

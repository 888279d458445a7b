"""Measure the memory of long speech, and what an edit and a job that goes on cost.

scripts/bench.py long --runtime ENV/bin/python [--minutes 1 60]

For each length, a separate engine speaks a text with the demo voice (one step, since speed does not matter
here), times its words and writes it as MP3, through the engine's own service. Then one sentence is changed.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_runs import ROOT, run_in

DEMO = ROOT / "src" / "f5tts_worker" / "demo"
SENTENCES = (
    "The baker opened his shop before sunrise.",
    "Nobody in the village knew where the letter came from.",
    "We packed our bags and walked down to the station.",
    "My uncle kept three brown horses and one old donkey.",
    "After dinner we played cards until the candles went out.",
)
SECONDS_PER_SENTENCE = 3.0
SENTENCES_PER_PARAGRAPH = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--runtime", default=sys.executable, help="the environment's Python")
    parser.add_argument("--minutes", type=float, nargs="+", default=[1, 60])


def run(arguments: argparse.Namespace) -> int:
    """Measure every length in a process of its own, and print a table."""
    print("minutes   chunks   seconds to speak   after an edit (chunks)   peak MB (before)")
    for minutes in arguments.minutes:
        with tempfile.TemporaryDirectory() as folder:
            row = json.loads(run_in(arguments.runtime, __file__, folder, minutes))
        print(
            f"{row['minutes']:7.1f} {row['chunks']:8d} {row['seconds']:18.1f} {row['edited_seconds']:15.1f}"
            f" ({row['edited_chunks']:d}) {row['peak_mb']:15.0f} ({row['before_mb']:.0f})",
            flush=True,
        )
    return 0


def _text(minutes: float, *, edited: bool = False) -> list[str]:
    """Return the sentences of so many minutes of speech, with what stands between them."""
    count = max(1, round(60 * minutes / SECONDS_PER_SENTENCE))
    sentences = [SENTENCES[number % len(SENTENCES)] for number in range(count)]
    if edited:
        sentences[count // 2] = "Something else was said in this place."
    return [
        sentence + ("\n\n" if number % SENTENCES_PER_PARAGRAPH == 0 else " ")
        for number, sentence in enumerate(sentences, start=1)
    ]


def _measure(folder: Path, minutes: float) -> dict[str, Any]:
    sys.path.insert(0, str(ROOT / "src"))
    from f5tts_worker.engine.service import Service

    service, nothing = Service(), lambda *_: None
    aligner = {"language": "en", "kind": "huggingface", "path": str(DEMO / "aligner"), "name": "demo"}
    model = {
        "name": "demo",
        "config": str(DEMO / "config.yaml"),
        "checkpoint": str(DEMO / "model.safetensors"),
        "vocab": str(DEMO / "vocab.txt"),
        "vocoder": str(DEMO / "vocos"),
        "known": True,
        "window_s": 8.0,
        "speeds": (1.0, 1.0),
    }
    load: dict[str, Any] = {"model": model, "aligner": aligner, "warm_up": True}
    service.call("load", load, nothing, frugal=False)
    voice = DEMO / "voices" / "slt"
    prepare = {"audio": f"{voice}.wav", "text": voice.with_suffix(".txt").read_text(), "cache": str(folder)}
    reference = service.call("prepare", prepare, nothing, frugal=False)["reference"]
    before = _peak_mb()

    def speak(sentences: list[str]) -> tuple[Any, float]:
        order = {
            "reference": reference,
            "text": "".join(sentences),
            "sentences": sentences,
            "nfe_steps": 1,
            "kept": str(folder / "chunks"),
            "out": str(folder / "speech.wav"),
        }
        started = time.perf_counter()
        return service.call("synthesise", order, nothing, frugal=False), time.perf_counter() - started

    spoken, seconds = speak(_text(minutes))
    said = {"audio": str(folder / "speech.wav"), "chunks": spoken["chunks"], "aligner": aligner}
    service.call("align", said, nothing, frugal=False)
    written = {"audio": str(folder / "speech.wav"), "out": str(folder / "speech.mp3"), "format": "mp3"}
    service.call("encode", written, nothing, frugal=False)
    peak = _peak_mb()
    edited, edited_seconds = speak(_text(minutes, edited=True))
    return {
        "minutes": spoken["ms"] / 60_000,
        "chunks": len(spoken["chunks"]),
        "seconds": seconds,
        "edited_seconds": edited_seconds,
        "edited_chunks": len(edited["chunks"]) - edited["kept"],
        "before_mb": before,
        "peak_mb": peak,
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]), float(sys.argv[2]))))

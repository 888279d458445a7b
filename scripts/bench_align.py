"""Measure word times in long recordings of flite's voices: accuracy, time and memory.

scripts/bench.py align --runtime ENV/bin/python [--minutes 10 60]

For each length, a separate engine decodes a WAV file and aligns it with the demo's aligner, through the
engine's own service. Needs flite's libraries (Debian: flite). The speech is generated sentence by sentence.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

from bench_runs import ROOT, run_in

ALIGNER = ROOT / "src" / "f5tts_worker" / "demo" / "aligner"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--runtime", default=sys.executable, help="the environment's Python")
    parser.add_argument("--minutes", type=float, nargs="+", default=[10, 60])


def run(arguments: argparse.Namespace) -> int:
    """Measure every length in processes of their own, and print a table."""
    print("minutes   words   start error, ms: median     95 %    worst   seconds   peak MB (before)")
    for minutes in arguments.minutes:
        with tempfile.TemporaryDirectory() as folder:
            run_in(arguments.runtime, __file__, "make", folder, minutes)
            row = json.loads(run_in(arguments.runtime, __file__, "align", folder))
        print(
            f"{row['minutes']:7.1f} {row['words']:7d} {row['median']:25.1f} {row['p95']:8.1f}"
            f" {row['worst']:8.0f} {row['seconds']:9.1f} {row['peak_mb']:9.0f} ({row['before_mb']:.0f})",
            flush=True,
        )
        for warning in row["warnings"]:
            print(f"        {warning}")
    return 0


def _make(folder: Path, minutes: float) -> None:
    sys.path.insert(0, str(ROOT))
    from scripts.demo.flite import FLITE_RATE, Flite
    from tests.truth.long_speech import long_speech

    speech = long_speech(Flite(), 60 * minutes)
    with wave.open(str(folder / "speech.wav"), "wb") as file:
        file.setparams((1, 2, FLITE_RATE, 0, "NONE", ""))
        for block in speech.blocks:
            file.writeframes(block.tobytes())
    (folder / "said.json").write_text(json.dumps({"text": speech.text, "times": speech.times}))


def _align(folder: Path) -> dict[str, Any]:
    """Align in this process and return the figures; peak memory is this process's own."""
    from f5tts_worker.engine.alignment import aligner, recognition  # noqa: F401 - memory before the recording is theirs
    from f5tts_worker.engine.service import Service

    said = json.loads((folder / "said.json").read_text())
    files = {"language": "en", "kind": "huggingface", "path": str(ALIGNER), "name": "demo"}
    order = {"audio": str(folder / "speech.wav"), "text": said["text"], "language": "en", "aligner": files}
    before, started = _peak_mb(), time.monotonic()
    answer = Service().call("align", order, lambda *_: None, frugal=False)
    seconds = time.monotonic() - started
    missed = sorted(abs(w["start_ms"] - t[0]) for w, t in zip(answer["words"], said["times"], strict=True))
    return {
        "minutes": answer["ms"] / 60_000,
        "words": len(missed),
        "median": missed[len(missed) // 2],
        "p95": missed[int(0.95 * len(missed))],
        "worst": missed[-1],
        "seconds": seconds,
        "before_mb": before,
        "peak_mb": _peak_mb(),
        "warnings": answer["warnings"],
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1] == "make":
        _make(Path(sys.argv[2]), float(sys.argv[3]))
    else:
        print(json.dumps(_align(Path(sys.argv[2]))))

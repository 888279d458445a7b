"""A stand-in for the engine's models, named as one: it copies ready speech. Protocol and encoder are real.

Usage: PYTHON bench_stub_engine.py SPEECH.wav REQUEST_FD EVENT_FD
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))


def load(params: dict[str, Any]) -> dict[str, Any]:
    """Say that the models are there."""
    model = params["model"]["name"]
    return {"device": "cpu", "dtype": "stub", "model": model, "sample_rate": 24000, "seconds": {}}


def prepare(params: dict[str, Any]) -> dict[str, Any]:
    """Say that the voice is prepared."""
    found = {"reference": "0" * 64, "ms": 4000, "text": params["text"], "language": "en"}
    return found | {"chars_per_second": 12.0, "transcribed": False, "warnings": []}


def synthesise(params: dict[str, Any]) -> dict[str, Any]:
    """Copy the ready speech to where the worker wants it."""
    shutil.copyfile(sys.argv[1], params["out"])
    shown = [{"display": word, "spoken": word} for word in params["text"].split()]
    ended = {"ms": 10_000, "sample_rate": 24000, "warnings": [], "nfe_steps": params["nfe_steps"]}
    return ended | {"chunks": [{"words": shown, "start_ms": 0, "end_ms": 10_000}], "seconds": {}}


def align(params: dict[str, Any]) -> dict[str, Any]:
    """Spread the words evenly."""
    names = [word["display"] for chunk in params["chunks"] for word in chunk["words"]]
    step = 10_000 // len(names)
    words = [
        {"word": name, "start_ms": step * i, "end_ms": step * (i + 1), "score": 0.9, "source": "aligned"}
        for i, name in enumerate(names)
    ]
    return {"words": words, "warnings": [], "ms": 10_000}


def encode(params: dict[str, Any]) -> dict[str, Any]:
    """Encode as the engine does."""
    from f5tts_worker.engine.audio import decode as audio

    samples, rate = audio.read_wav(params["audio"])
    done = audio.encode(samples, rate, params["out"], params["format"], params["sample_rate"])
    return {"bytes": done.bytes, "sample_rate": done.sample_rate, "ms": done.ms}


METHODS = {"load": load, "prepare": prepare, "synthesise": synthesise, "align": align, "encode": encode}


def main() -> None:
    """Serve the two pipes until the first one ends."""
    requests, events = os.fdopen(int(sys.argv[-2]), "rb"), os.fdopen(int(sys.argv[-1]), "wb", buffering=0)

    def send(number: int, kind: str, data: dict[str, Any]) -> None:
        events.write(json.dumps({"id": number, "event": kind, "data": data}).encode() + b"\n")

    send(0, "ready", {"pid": os.getpid()})
    for line in requests:
        request = json.loads(line)
        send(request["id"], "result", METHODS[request["method"]](request["params"]))


if __name__ == "__main__":
    main()

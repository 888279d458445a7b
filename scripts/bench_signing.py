"""What a signed manifest costs: milliseconds and bytes, for each format that can have one.

Each file is signed by the program that the worker starts, in a process of its own, with a certificate that is
made for the run. Needs what tests/requirements.txt has.

    .venv/bin/python scripts/bench_signing.py [--python PYTHON]
"""

import argparse
import statistics
import sys
import tempfile
import time
import wave
from pathlib import Path

import av

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.unit.certificates import certified, make_key, pem  # noqa: E402  found, as the next, through the line above

from f5tts_worker.jobs.steps.signing import FORMATS, manifest, signed  # noqa: E402

_RATE, _LENGTHS, _TIMES = 24_000, (3, 600), 5
_CODECS = {"mp3": ("mp3", "libmp3lame"), "m4a": ("ipod", "aac"), "flac": ("flac", "flac")}


def recording(path: Path, seconds: int, comment: str = "") -> Path:
    """Write silence in the format that the file's name says, with a tag unless it is a wav."""
    name = path.suffix[1:]
    if name == "wav":
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, _RATE, 0, "NONE", ""))
            file.writeframes(bytes(2 * _RATE * seconds))
        return path
    container, codec = _CODECS[name]
    with av.open(str(path), "w", format=container) as file:
        file.metadata["comment"] = comment
        stream = file.add_stream(codec, rate=_RATE, layout="mono")
        frame = av.AudioFrame(
            format="s16" if name == "flac" else "fltp", layout="mono", samples=_RATE * seconds
        )
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate = _RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return path


def main() -> None:
    """Print a row for each format and length."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="one that has c2pa-python")
    python, key = parser.parse_args().python, make_key()
    order = {"certificates": certified(key), "key": pem(key), "algorithm": "es256"}
    order["manifest"] = manifest("speech", "demo")
    print(
        "| format | seconds | bytes | bytes more | ms | of these in the library |\n|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            for seconds in _LENGTHS:
                source = recording(Path(folder) / f"source.{name}", seconds)
                whole, inside, more = [], [], 0
                for number in range(_TIMES):
                    target = Path(folder) / f"{number}.{name}"
                    began = time.perf_counter()
                    answer = signed(python, order | {"source": str(source), "target": str(target)})
                    whole.append(time.perf_counter() - began)
                    if "error" in answer:
                        sys.exit(answer["error"])
                    inside.append(answer["seconds"])
                    more = answer["bytes"]
                    target.unlink()
                taken = " | ".join(f"{1000 * statistics.median(times):.0f}" for times in (whole, inside))
                print(f"| {name} | {seconds} | {source.stat().st_size:,} | {more:,} | {taken} |", flush=True)


if __name__ == "__main__":
    main()

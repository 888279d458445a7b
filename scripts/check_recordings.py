"""Make the recordings that `f5tts check` sends, with the true times of their words.

ENV/bin/python scripts/check_recordings.py

Needs flite's libraries, espeak-ng and ffmpeg (Debian: flite, espeak-ng, ffmpeg). The times are the
synthesizers' own: the end of each phone in flite, the word and phoneme events of espeak-ng. `truth.json`
holds them in milliseconds.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "src" / "f5tts_worker" / "client" / "check" / "recordings"
BITRATE = "40k"  # Opus at which the word times of the demo's aligner are those of the original samples
TEXTS = {
    "flite-slt": "Early in the morning the two brothers walked down to the river. They carried a small boat, "
    "a long rope, and some bread.",
    "flite-rms": "My sister found an old wooden box behind the house. It was full of letters, black buttons, "
    "and silver coins.",
    "espeak-ng": "Before the storm arrived, every window was closed. Nobody spoke until the thunder had "
    "passed over the valley.",
}
Times = list[tuple[int, int]]


def main() -> None:
    """Write the recordings and truth.json."""
    FOLDER.mkdir(exist_ok=True)
    truth = {}
    for name, text in TEXTS.items():
        rate, samples, times = espeak(text) if name == "espeak-ng" else flite(text, name[-3:])
        if len(times) != len(text.split()):
            raise SystemExit(f"{name}: {len(times)} words are spoken, but {len(text.split())} are written")
        encode(samples, rate, FOLDER / f"{name}.opus")
        truth[name] = {"text": text, "words": times}
    (FOLDER / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


def flite(text: str, voice: str) -> tuple[int, bytes, Times]:
    """Return the sample rate, 16-bit samples, and each word's start and end."""
    from scripts.demo.flite import FLITE_RATE, Flite

    said = Flite().say(text, voice)
    times = [(round(1000 * start), round(1000 * end)) for _, start, end in said.word_times()]
    return FLITE_RATE, said.samples.tobytes(), times


def espeak(text: str) -> tuple[int, bytes, Times]:
    """Return the sample rate, 16-bit samples, and each word's start and end."""
    from scripts.alignment_judge.espeak import Espeak

    samples, rate, times = Espeak("en-us")(text)
    pcm = (samples * 32768).astype("<i2").tobytes()
    return rate, pcm, [(round(1000 * start), round(1000 * end)) for start, end in times]


def encode(samples: bytes, rate: int, path: Path) -> None:
    """Write an Opus file whose samples begin where these do."""
    raw = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "-"]
    opus = ["-c:a", "libopus", "-b:a", BITRATE, "-map_metadata", "-1", "-fflags", "+bitexact", str(path)]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *raw, *opus], input=samples, check=True)


if __name__ == "__main__":
    main()

"""Make the recordings that `f5tts check` sends, with the true times of their words.

ENV/bin/python scripts/check_recordings.py

Needs flite's libraries, espeak-ng and ffmpeg (Debian: flite, espeak-ng, ffmpeg). The times are the
synthesizers' own: the end of each phone in flite, the word and phoneme events of espeak-ng. `truth.json`
holds them in milliseconds.
"""

import ctypes
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
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
    sys.path.insert(0, str(ROOT))
    from scripts.demo.flite import FLITE_RATE, Flite

    said = Flite().say(text, voice)
    times = [(round(1000 * start), round(1000 * end)) for _, start, end in said.word_times()]
    return FLITE_RATE, said.samples.tobytes(), times


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("phoneme", ctypes.c_char * 8),
    ]


_ON_SOUND = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)
_TERMINATED, _WORD, _PHONEME = 0, 1, 7
_RETRIEVAL, _PHONEME_EVENTS, _UTF8 = 1, 1, 1


def espeak(text: str) -> tuple[int, bytes, Times]:
    """Return the sample rate, 16-bit samples, and each word's start and end."""
    lib = ctypes.CDLL("libespeak-ng.so.1")
    rate = lib.espeak_Initialize(_RETRIEVAL, 0, None, _PHONEME_EVENTS)
    blocks: list[bytes] = []
    events: list[tuple[int, int, str]] = []

    def hear(samples: "ctypes._Pointer[ctypes.c_short]", count: int, found: "ctypes._Pointer[_Event]") -> int:
        if samples and count:
            blocks.append(ctypes.string_at(samples, 2 * count))
        events.extend((event.type, event.sample, event.phoneme.decode()) for event in _until_end(found))
        return 0

    callback = _ON_SOUND(hear)
    lib.espeak_SetSynthCallback(callback)
    lib.espeak_SetVoiceByName(b"en-us")
    data = text.encode()
    lib.espeak_Synth(data, len(data) + 1, 0, 0, 0, _UTF8, None, None)
    lib.espeak_Synchronize()
    return rate, b"".join(blocks), _word_times(events, rate)


def _until_end(events: "ctypes._Pointer[_Event]") -> Iterator[_Event]:
    index = 0
    while events[index].type != _TERMINATED:
        yield events[index]
        index += 1


def _word_times(events: list[tuple[int, int, str]], rate: int) -> Times:
    """Return each word's times: it lasts to the next word, or to the pause before that (a phoneme `_:`)."""
    starts = [sample for kind, sample, _ in events if kind == _WORD]
    pauses = [sample for kind, sample, name in events if kind == _PHONEME and name.strip("_:!|") == ""]
    bounds = sorted({*starts, *pauses})
    ends = [next(bound for bound in bounds if bound > start) for start in starts]
    return [
        (round(1000 * start / rate), round(1000 * end / rate))
        for start, end in zip(starts, ends, strict=True)
    ]


def encode(samples: bytes, rate: int, path: Path) -> None:
    """Write an Opus file whose samples begin where these do."""
    raw = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "-"]
    opus = ["-c:a", "libopus", "-b:a", BITRATE, "-map_metadata", "-1", "-fflags", "+bitexact", str(path)]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *raw, *opus], input=samples, check=True)


if __name__ == "__main__":
    main()

"""A voice to clone: its audio and exactly what is said in it, cut together.

Reference text that does not match its audio is the likeliest cause of speech that is too fast or
foreign-sounding. So the two are only ever cut together, and an implausible pace causes a warning.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.audio.hum import without_hum
from f5tts_worker.engine.audio.loudness import loudness
from f5tts_worker.engine.reference.excerpt import (
    KEEP_EDGE_MS,
    SAMPLE_RATE,
    Align,
    Excerpt,
    excerpt,
    milliseconds,
)
from f5tts_worker.engine.reference.finding import Found
from f5tts_worker.engine.reference.quality import measure
from f5tts_worker.engine.text.clean import close_reference_text
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import is_unspaced

TARGET_RMS = 0.1  # F5-TTS: quieter references are raised to this

_END_SILENCE_MS = 50  # F5-TTS
_PLAUSIBLE = {False: (5.0, 30.0), True: (1.5, 12.0)}  # characters a second: alphabets, and CJK and the like
_IMPOSSIBLE_FACTOR = 3.0
# F5-TTS makes speech as long, letter for letter, as the reference is, pauses and all. The pauses of fluent
# speech are under this; longer ones become as short as those between two phrases.
_LONG_PAUSE_MS, _SHORTENED_PAUSE_MS = 600, 300

# (samples [n], rate in Hz, language) -> text, language
Transcribe = Callable[[Any, int, str | None], tuple[str, str]]
# (samples [n], rate in Hz, text, language) -> where and how surely the text is heard, or None if unknown
Find = Callable[[Any, int, str, str | None], Found | None]


@dataclass(frozen=True)
class Limits:
    """What a reference may be: milliseconds after trimming, and how much a file may unpack to."""

    min_ms: int = 1_000
    max_ms: int = 12_000
    decode_max_ms: int = 300_000
    decode_max_bytes: int = 256 * 1024 * 1024


@dataclass(frozen=True)
class PreparedReference:
    """A reference ready for the model: float32 `samples` [n] at 24 kHz, and their loudness in LUFS.

    `gain` restores the recording's own level.
    """

    sha: str
    samples: Any
    gain: float
    lufs: float
    ms: int
    text: str
    language: str | None
    chars_per_second: float
    transcribed: bool
    warnings: tuple[str, ...]
    source_ms: int = 0  # how long the file was, its silence included
    edges_ms: int = 0  # of it, silence at the ends that was cut off
    changes: tuple[str, ...] = ()  # what else was cut out

    def as_result(self) -> dict[str, Any]:
        """Return what `prepare` answers over the engine's pipe."""
        hidden = ("samples", "gain", "lufs", "sha", "source_ms", "edges_ms", "changes")
        changed = [f"The reference audio was changed: {'; '.join(self.changes)}."] if self.changes else []
        shown = {name: value for name, value in vars(self).items() if name not in hidden}
        return {"reference": self.sha, **shown, "warnings": (*changed, *self.warnings)}


@dataclass(frozen=True)
class Listeners:
    """What can hear a recording, each if it is there."""

    align: Align | None
    find: Find | None
    transcribe: Transcribe | None


def prepare(
    sha: str, path: Path, text: str | None, language: str | None, limits: Limits, listeners: Listeners
) -> PreparedReference:
    """Make a recording and its text a reference; without text it is transcribed. Raises WorkerError."""
    if text is None:
        _required(listeners.transcribe)  # before minutes of audio are decoded in vain
    samples, info = audio.decode(
        path, sample_rate=SAMPLE_RATE, max_ms=limits.decode_max_ms, max_bytes=limits.decode_max_bytes
    )
    warnings, changes = list(info.warnings), list[str]()
    samples, hum = without_hum(samples, SAMPLE_RATE)
    if hum:
        changes.append(f"hum of {hum} Hz taken out")
    spans, edges_ms = _sounding(samples, changes)
    samples = silence.joined(samples, spans, SAMPLE_RATE)
    _check_length(samples, limits, info.warnings)
    heard = listeners.find(samples, SAMPLE_RATE, text, language) if text and listeners.find else None
    if heard and heard.said and text:
        changes.append("text cut to the part of it that is said")
        text = heard.said
        heard = listeners.find(samples, SAMPLE_RATE, text, language) if listeners.find else None
    place = heard if heard and heard.is_part else None
    if place or milliseconds(samples) > limits.max_ms:
        found = excerpt(samples, text, language, limits.max_ms, listeners.align, place)
        if found is None:
            warnings.append(
                f"The reference is {milliseconds(samples) / 1000:.1f} s long and could not be shortened with"
                " its text: speech takes longer to make. 5 to 10 s are best."
            )
        else:
            changes.append(_cut(samples, found, spans))
            samples, text = found.samples, found.text
            _check_length(samples, limits, info.warnings, "of its text")
            heard = listeners.find(samples, SAMPLE_RATE, text, language) if text and listeners.find else None
    transcribed = text is None
    if text is None:
        text, language = _transcribed(samples, language, listeners)
    elif heard:
        warnings += heard.faults(language)
    pace = _check_pace(samples, text, warnings)
    warnings += measure(samples).faults()
    samples, gain = _levelled(samples)
    samples = np.concatenate([samples, np.zeros(SAMPLE_RATE * _END_SILENCE_MS // 1000, np.float32)])
    return PreparedReference(
        sha=sha,
        samples=samples,
        gain=gain,
        lufs=round(loudness(samples, SAMPLE_RATE), 2),
        ms=milliseconds(samples),
        text=close_reference_text(text),
        language=language,
        chars_per_second=round(pace, 1),
        transcribed=transcribed,
        warnings=tuple(warnings),
        source_ms=info.ms,
        edges_ms=edges_ms,
        changes=tuple(changes),
    )


def _cut(samples: Any, found: Excerpt, spans: Sequence[tuple[int, int]]) -> str:
    """Say what was cut out of a recording, where in its file that is, and why."""
    start = _in_source(SAMPLE_RATE * found.start_ms // 1000, spans) / SAMPLE_RATE
    before, length = (milliseconds(sound) / 1000 for sound in (samples, found.samples))
    return f"cut from {before:.1f} s to the {length:.1f} s at {start:.1f} s ({found.reason})"


def _transcribed(samples: Any, language: str | None, listeners: Listeners) -> tuple[str, str]:
    text, heard = _required(listeners.transcribe)(samples, SAMPLE_RATE, language)
    if not text.strip():
        raise WorkerError("AUDIO_SILENT", "No words were heard in the reference audio. Send clear speech.")
    return text, heard


def _in_source(place: int, spans: Sequence[tuple[int, int]]) -> int:
    """Return where in a recording a place is in what remains of it."""
    for start, stop in spans:
        if place < stop - start:
            return start + place
        place -= stop - start
    return spans[-1][1]


def _required(transcribe: Transcribe | None) -> Transcribe:
    if transcribe is None:
        raise WorkerError(
            "TRANSCRIBER_MISSING",
            "The reference came without its text, and no transcriber is installed."
            " Send ref_text: exactly what is said.",
        )
    return transcribe


def _sounding(samples: Any, changes: list[str]) -> tuple[list[tuple[int, int]], int]:
    """Return the stretches to keep, without silent ends and long pauses, and how many ms the ends had.

    Raises AUDIO_SILENT.
    """
    if silence.is_silent(samples, SAMPLE_RATE):
        peak = float(silence.levels(samples, SAMPLE_RATE).max()) if len(samples) else -100.0
        raise WorkerError(
            "AUDIO_SILENT",
            f"The reference audio is silent, or far too quiet: it is nowhere louder than {peak:.0f} dBFS, and"
            " speech reaches -20. Send a few seconds of clear speech.",
        )
    start, stop = silence.sound_bounds(samples, SAMPLE_RATE, KEEP_EDGE_MS)
    sound = samples[start:stop]
    quiet = silence.room_windows(sound, SAMPLE_RATE)
    long = silence.pauses(sound, SAMPLE_RATE, _LONG_PAUSE_MS, quiet)
    spans = silence.outside(long, len(sound), SAMPLE_RATE * _SHORTENED_PAUSE_MS // 2000)
    if long:
        cut = len(sound) - sum(end - begin for begin, end in spans)
        changes.append(f"{cut / SAMPLE_RATE:.1f} s of long pauses cut out")
    return [(begin + start, end + start) for begin, end in spans], milliseconds(samples) - milliseconds(sound)


def _check_length(samples: Any, limits: Limits, warnings: Sequence[str], what: str = "of sound") -> None:
    if milliseconds(samples) < limits.min_ms:
        raise WorkerError(
            "AUDIO_TOO_SHORT",
            f"The reference audio holds {milliseconds(samples) / 1000:.1f} s {what}; at least"
            f" {limits.min_ms / 1000:.1f} s are needed, 5 to 10 s are best."
            + "".join(f" {warning}" for warning in warnings),
            {"ms": milliseconds(samples), "min_ms": limits.min_ms},
        )


def _check_pace(samples: Any, text: str, warnings: list[str]) -> float:
    """Return characters a second; warn of an implausible pace, refuse an impossible one."""
    letters = [letter for letter in text if letter.isalnum()]
    pace = len(letters) * 1000 / milliseconds(samples)
    unspaced = sum(map(is_unspaced, letters)) * 2 > len(letters)
    low, high = _PLAUSIBLE[unspaced]
    numbers = f"{len(letters)} letters in {milliseconds(samples) / 1000:.1f} s"
    if not letters or not low / _IMPOSSIBLE_FACTOR <= pace <= high * _IMPOSSIBLE_FACTOR:
        raise WorkerError(
            "TEXT_MISMATCH",
            f"The reference text cannot be what is said in its audio ({numbers})."
            " Send exactly the words that are heard.",
            {"chars_per_second": round(pace, 1)},
        )
    if not low <= pace <= high:
        warnings.append(
            f"The reference text may not match its audio ({numbers}): the speech may come out too"
            f" {'fast' if pace > high else 'slow'} or unclear. Send exactly the words that are heard."
        )
    return pace


def _levelled(samples: Any) -> tuple[Any, float]:
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    if rms >= TARGET_RMS:
        return samples, 1.0
    return (samples * (TARGET_RMS / rms)).astype(np.float32), rms / TARGET_RMS

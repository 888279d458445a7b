"""A reference as it is stored under a name: a file that is ready, and what is wrong with the recording.

A stored reference is prepared again whenever it is used or stored again, so preparing must not change one
that is ready already: the same samples come out.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.audio.wav import write_wav

if TYPE_CHECKING:
    from f5tts_worker.engine.reference.prepare import PreparedReference

_RATE = 24_000
_EDGE_MS = 50  # as `reference` keeps around the sound, and appends after it
_TARGET_RMS = 0.1  # F5-TTS raises anything quieter to this level
_HIGHEST_PEAK = 0.98
_WORTH_IT_DB = 0.2  # anything less is rounding
_TRIMS = 5  # cutting the quietest edge may uncover one that is now quiet enough to cut
_PAUSE_END = 3  # windows of 10 ms

_QUIET_DB = -40.0  # dBFS, RMS: raised to F5-TTS's level, its noise becomes ten times as loud
# Measured on twelve sentences of four flite voices (slt, rms, awb, kal16), smallest to largest:
# at full scale, the loudest sample being 1: none; 6 dB too loud and clipped: 0.3 to 7.6 %
_CLIPPED_AT, _CLIPPED_SHARE = 0.99, 0.001
# `noise_distance` as they are: 29 to 50 dB; with white noise 20 dB below: 22 to 24; 15 dB below: 18 to 19
_NOISY_DB = 20.0
# mean score of the demo's aligner for the right text: 0.40 to 0.66; for another text: 0.16 to 0.41, three
# quarters of them below 0.32. A text that is half right (0.34 to 0.54) cannot be distinguished from a right
# one.
_POOR_SCORE = 0.35


def keep(found: "PreparedReference", path: Path, score: float | None) -> dict[str, Any]:
    """Write a prepared reference to `path`: 24 kHz mono, 16 bit. Return what was changed and what is wrong.

    `score` says how well its text is heard in it, 0 to 1, if known. Returns {ms, source_ms, text,
    level_db, snr_db, clipped, score, changes: [sentence], warnings: [sentence]}; the levels are those of the
    recording before it was raised.
    """
    end = len(found.samples) - _RATE * _EDGE_MS // 1000
    samples = np.asarray(found.samples[:end], np.float32) * np.float32(found.gain)
    raised = _raise_db(samples)
    loud = samples * np.float32(10 ** (raised / 20)) if raised else samples
    for _ in range(_TRIMS):
        start, stop = silence.sound_bounds(loud, _RATE, _EDGE_MS)
        if (start, stop) == (0, len(loud)):
            break
        loud = loud[start:stop]
    write_wav(path, loud, _RATE)
    measured = {
        "ms": len(loud) * 1000 // _RATE,
        "level_db": round(_decibels(_rms(samples)), 1),
        "snr_db": round(noise_distance(samples), 1),
        "clipped": round(float(np.mean(np.abs(samples) >= _CLIPPED_AT)), 5),
        "score": None if score is None else round(score, 3),
    }
    return {
        **measured,
        "source_ms": found.source_ms,
        "text": found.text.strip(),
        "changes": _changes(found, loud, raised),
        "warnings": [text for text in found.warnings if text != found.cut] + _oddities(measured),
    }


def noise_distance(samples: Any) -> float:
    """Return how far the quietest twentieth of samples [n] at 24 kHz lies below the speech, in dB."""
    levels = silence.levels(samples, _RATE)
    return float(np.quantile(levels, 0.9) - np.quantile(levels, 0.05))


def _raise_db(samples: Any) -> float:
    """Return by how many dB to raise samples [n], or lower them where they clip; 0 where they are right."""
    peak = float(np.abs(samples).max(initial=0.0))
    room = _decibels(_HIGHEST_PEAK) - _decibels(peak)
    wanted = max(0.0, _decibels(_TARGET_RMS) - _decibels(_rms(samples)))
    change = min(wanted, max(room, 0.0)) if peak <= 1 else room
    return change if abs(change) >= _WORTH_IT_DB else 0.0


def _changes(found: "PreparedReference", samples: Any, raised: float) -> list[str]:
    changes: list[str] = []
    before, after = found.source_ms / 1000, len(samples) / _RATE
    if found.cut is not None:
        in_pause = bool(silence.quiet_windows(samples, _RATE)[-_PAUSE_END:].all())
        where = "at a pause" if in_pause else "between two words"
        changes.append(f"cut from {before:.1f} s to {after:.1f} s {where}")
    elif before - after >= 0.1:
        changes.append(f"{before - after:.1f} s of silence at the ends cut off")
    if raised:
        changes.append(f"loudness {'raised' if raised > 0 else 'lowered'} by {abs(raised):.1f} dB")
    if found.transcribed:
        changes.append("transcribed")
    return changes


def _oddities(measured: Mapping[str, Any]) -> list[str]:
    odd: list[str] = []
    if measured["level_db"] < _QUIET_DB:
        odd.append(f"The recording is too quiet ({measured['level_db']:.0f} dBFS); record closer.")
    if measured["clipped"] > _CLIPPED_SHARE:
        share = f"{measured['clipped']:.1%} of it at full scale"
        odd.append(f"The recording is clipped ({share}); record more quietly.")
    if measured["snr_db"] < _NOISY_DB:
        odd.append(
            f"The recording is noisy: the noise is only {measured['snr_db']:.0f} dB below the speech,"
            " and will be heard in the generated speech."
        )
    if measured["score"] is not None and measured["score"] < _POOR_SCORE:
        odd.append(
            "The text does not seem to be what is said in the recording"
            f" (its words score {measured['score']:.2f} of 1). Send exactly the words that are heard."
        )
    return odd


def _rms(samples: Any) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def _decibels(ratio: float) -> float:
    return 20 * float(np.log10(max(ratio, 1e-6)))

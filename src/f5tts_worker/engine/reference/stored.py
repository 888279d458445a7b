"""A reference as it is stored under a name: a file that is ready to use.

A stored reference is prepared again whenever it is used or stored again, so preparing must not change one
that is ready already: the same samples come out.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.audio.wav import write_wav

if TYPE_CHECKING:
    from f5tts_worker.engine.reference.prepare import PreparedReference

_RATE = 24_000
_EDGE_MS = 50  # as `prepare` keeps around the sound, and appends after it
_TARGET_RMS = 0.1  # F5-TTS raises anything quieter to this level
_HIGHEST_PEAK = 0.98
_WORTH_IT_DB = 0.2  # anything less is rounding
_WORTH_SAYING_MS = 100
_TRIMS = 5  # cutting the quietest edge may uncover one that is now quiet enough to cut


def write_stored(found: "PreparedReference", path: Path) -> dict[str, Any]:
    """Write a prepared reference to `path`: 24 kHz mono, 16 bit. Return what was changed and what is wrong.

    Returns {ms, source_ms, text, changes: [phrase], warnings: [sentence]}.
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
    changes = list(found.changes)
    if found.edges_ms >= _WORTH_SAYING_MS:
        changes.insert(0, f"{found.edges_ms / 1000:.1f} s of silence at the ends cut off")
    if raised:
        changes.append(f"loudness {'raised' if raised > 0 else 'lowered'} by {abs(raised):.1f} dB")
    if found.transcribed:
        changes.append("transcribed")
    return {
        "ms": len(loud) * 1000 // _RATE,
        "source_ms": found.source_ms,
        "text": found.text.strip(),
        "changes": changes,
        "warnings": list(found.warnings),
    }


def _raise_db(samples: Any) -> float:
    """Return by how many dB to raise samples [n], or lower them where they clip; 0 where they are right."""
    peak = float(np.abs(samples).max(initial=0.0))
    room = _decibels(_HIGHEST_PEAK) - _decibels(peak)
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    wanted = max(0.0, _decibels(_TARGET_RMS) - _decibels(rms))
    change = min(wanted, max(room, 0.0)) if peak <= 1 else room
    return change if abs(change) >= _WORTH_IT_DB else 0.0


def _decibels(ratio: float) -> float:
    return 20 * float(np.log10(max(ratio, 1e-6)))

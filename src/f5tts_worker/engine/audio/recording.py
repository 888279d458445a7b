"""The recording of a request, decoded within its limits."""

from typing import Any

from f5tts_worker.engine.audio.decode import decode
from f5tts_worker.engine.protocol import RecordingLimits

_MAX_MS, _MAX_BYTES = 3_600_000, 1024 * 1024 * 1024


def heard(
    path: str, limits: RecordingLimits | None, rate: int, *, on_timeline: bool = False
) -> tuple[Any, list[str]]:
    """Return mono samples [n] at `rate` Hz, and what was odd about the recording; as `decode` does it."""
    limits = limits or {}
    samples, info = decode(
        path,
        sample_rate=rate,
        max_ms=limits.get("decode_max_ms", _MAX_MS),
        max_bytes=limits.get("decode_max_bytes", _MAX_BYTES),
        on_timeline=on_timeline,
    )
    return samples, list(info.warnings)

"""What every good answer must be, whatever was asked."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.e2e.recordings import Decoded, decode, read_wav


def check_speech(output: dict[str, Any], text: str, folder: Path, extension: str | None = None) -> Decoded:
    """Assert that an answer to `tts` is whole: fields, audio, duration, words. Returns the audio.

    With an extension, ffmpeg reads it; without, it is WAV, which takes no process.
    """
    assert output["status"] == "completed"
    assert output["text"] == text
    assert output["model"] == "demo"
    assert output["job_id"]
    assert isinstance(output["seed"], int)
    assert all(isinstance(warning, str) for warning in output["warnings"])
    assert output["timings"]["real_time_factor"] >= 0  # rounded: speech that was kept takes a millisecond
    data = base64.b64decode(output["audio_base64"])
    audio = decode(data, folder, extension) if extension else read_wav(io.BytesIO(data))
    # Whatever rate went into it, Opus (also what our ogg holds) comes out at 48 kHz: RFC 7845, section 5.1.
    assert audio.rate == (48_000 if extension in ("ogg", "opus") else output["sample_rate"])
    assert not audio.is_silent
    # Lossy formats pad; what is inside has the length that was said.
    assert abs(audio.seconds - output["duration"]) < (0.002 if extension in (None, "wav", "flac") else 0.15)
    if "word_timings" in output:
        check_words(output["word_timings"], text, output["duration"])
    return audio


def check_words(words: list[dict[str, Any]], text: str, seconds: float) -> None:
    """Assert that every display word has a time, in order, without overlap, inside the audio."""
    assert "".join(word["word"] for word in words) == "".join(text.split())
    before = 0.0
    for word in words:
        assert before <= word["start"] <= word["end"] <= seconds + 0.001, (word, before, seconds)
        before = word["end"]
        assert word["source"] in ("aligned", "interpolated")
        assert word["score"] is None or 0 <= word["score"] <= 1


def check_pages(ask: Callable[[dict[str, Any]], dict[str, Any]], count: int) -> None:
    """Assert that every voice is listed once: the built-in ones, and so many that are called `page-...`."""
    names: list[str] = []
    cursor = None
    for _ in range(30):
        page = ask({"endpoint": "list_voices", "limit": 7} | ({"cursor": cursor} if cursor else {}))
        assert len(page["voices"]) <= 7
        names += [voice["name"] for voice in page["voices"]]
        assert all(voice["text"] for voice in page["voices"] if voice["name"].startswith("page-"))
        cursor = page.get("next_cursor")
        if cursor is None:
            break
    assert len(names) == len(set(names))
    assert sum(name.startswith("page-") for name in names) == count
    assert {"slt", "rms"} <= set(names)

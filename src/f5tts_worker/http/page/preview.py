"""The quickstart's page: plays the speech, lights each word in its time, shows the waveform; in one file.

The template (preview.html), its style sheet and its script lie beside this module. They are allowed by
their hashes in the page's content security policy; nothing else in the page can run or load.
"""

import base64
import contextlib
import hashlib
import html
import io
import json
import re
import sys
import wave
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Any

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles.words import visible

BUCKETS_PER_SECOND = 200  # of the waveform: a pair of peaks every 5 ms, finer than a screen shows
MOST_BUCKETS = 60_000
BRAND = "F5-TTS worker"


@dataclass(frozen=True)
class Sound:
    """16-bit samples, channels interleaved."""

    samples: "array[int]"
    channels: int
    sample_rate: int

    @property
    def seconds(self) -> float:
        """The length of the sound."""
        return len(self.samples) / self.channels / self.sample_rate


def page(
    audio: bytes,
    document: Mapping[str, Any],
    result: Mapping[str, Any],
    files: Mapping[str, str] | None = None,
    home: str | None = None,
) -> str:
    """Return the page as HTML, to be written as UTF-8.

    `audio` is a WAV file (16-bit PCM); `document` is what the subtitle format `json` holds
    (`subtitles.plain.as_json_text`: words and cues in seconds); `result` is the job's answer, of which voice,
    model, seed, language, text and timings are shown if present. `files` are texts to download
    beside the audio, by their names; `home` is an https address for the page's title to lead to. Raises
    WorkerError AUDIO_UNREADABLE.
    """
    sound = read_wav(audio)
    style, script = _asset("preview.css"), _asset("preview.js")
    words = document["words"]
    guessed = sum(word["source"] == "interpolated" for word in words)
    values = {
        "language": html.escape(visible(str(result.get("language") or "en"))),
        "title": html.escape(_short(str(result.get("text") or document.get("title") or "Speech"))),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
        "brand": f'<a href="{html.escape(home)}">{BRAND}</a>' if home else BRAND,
        "facts": _facts(result, sound.seconds, len(words), guessed),
        "length": _clock(sound.seconds),
        "audio": base64.b64encode(audio).decode("ascii"),
        "cues": _cues(document["cues"], words),
        "legend": ' · <span class="w guess">dotted</span>: the time is interpolated' if guessed else "",
        "data": _data(sound, document, files or {}),
    }
    # One pass, so that nothing inside a value is ever taken for a placeholder.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: values[place[1]], _asset("preview.html"))


def read_wav(data: bytes) -> Sound:
    """Read a WAV file of 16-bit PCM, which is what the worker writes. Raises WorkerError AUDIO_UNREADABLE."""
    channels = width = rate = 0
    with contextlib.suppress(wave.Error, EOFError), wave.open(io.BytesIO(data)) as reader:
        channels, width, rate = reader.getnchannels(), reader.getsampwidth(), reader.getframerate()
        body = reader.readframes(reader.getnframes())
    if width != 2 or not rate:
        raise WorkerError("AUDIO_UNREADABLE", "The preview reads only WAV files of 16-bit PCM.")
    whole = len(body) // (2 * channels) * 2 * channels
    return Sound(_little_endian(array("h", body[:whole])), channels, rate)


def peaks(sound: Sound) -> tuple[bytes, int]:
    """Return the lowest and highest sample of each bucket as pairs of signed bytes, and the loudest sample.

    The loudest sample of the sound becomes 127, so that quiet speech can be seen as well.
    """
    samples = sound.samples
    frames = len(samples) // sound.channels
    count = max(1, min(round(sound.seconds * BUCKETS_PER_SECOND), MOST_BUCKETS, frames))
    edges = [frames * index // count * sound.channels for index in range(count + 1)]
    buckets = [samples[first:stop] or (0,) for first, stop in pairwise(edges)]
    pairs = [edge for bucket in buckets for edge in (min(bucket), max(bucket))]
    loudest = max(map(abs, pairs))
    return array("b", (round(127 * edge / (loudest or 1)) for edge in pairs)).tobytes(), loudest


def _asset(name: str) -> str:
    return resources.files("f5tts_worker.http.page").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _little_endian(samples: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples


def _data(sound: Sound, document: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """Return what the script needs, as JSON that cannot end its element."""
    packed, loudest = peaks(sound)
    data = {
        "duration": max(sound.seconds, 0.001),
        "level": loudest,
        "peaks": base64.b64encode(packed).decode("ascii"),
        "words": [
            [visible(w["word"]), w["start"], w["end"], w["score"], w["source"] == "interpolated"]
            for w in document["words"]
        ],
        "cues": [[cue["start"], cue["end"]] for cue in document["cues"]],
        "files": dict(files),
    }
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _facts(result: Mapping[str, Any], seconds: float, words: int, guessed: int) -> str:
    factor = (result.get("timings") or {}).get("real_time_factor")
    facts = {
        "Voice": result.get("voice"),
        "Model": result.get("model"),
        "Length": f"{seconds:.2f} s",
        "Words": f"{words}" + (f", {guessed} interpolated" if guessed else ""),
        "Real-time factor": f"{factor:.2f}" if factor else None,
        "Seed": result.get("seed"),
    }
    return "".join(
        f"<li><span>{name}</span><b>{html.escape(_short(str(value)))}</b></li>"
        for name, value in facts.items()
        if value is not None
    )


def _cues(cues: Sequence[Mapping[str, Any]], words: Sequence[Mapping[str, Any]]) -> str:
    if not cues:
        return '<li class="none">There are no words.</li>'
    left = {index: visible(word["word"]) for index, word in enumerate(words)}  # of each, still to be shown
    rows = []
    for cue in cues:
        waiting = [index for index in range(*cue["words"]) if left[index]]
        lines = "".join(
            f'<span class="line">{_line(line, waiting, words, left)}</span>' for line in cue["lines"]
        )
        rows.append(f'<li><time>{_clock(cue["start"])}</time><p dir="auto">{lines}</p></li>')
    return "\n".join(rows)


def _line(line: str, waiting: list[int], words: Sequence[Mapping[str, Any]], left: dict[int, str]) -> str:
    """Return a line with each of its words in an element; takes them from the front of those that wait.

    A word that no line can hold is divided: the rest of it stays `left` for the lines after this one.
    """
    parts = []
    place = 0
    while waiting:
        index = waiting[0]
        text, at = left[index], line.find(left[index], place)
        if at < 0:
            at = next((at for at in range(place, len(line)) if text.startswith(line[at:])), -1)
            text = line[at:]
        if at < 0:
            break
        left[index] = left[index][len(text) :].lstrip()
        word = words[index]
        guess = " guess" if word["source"] == "interpolated" else ""
        title = f"{word['start']:.3f} – {word['end']:.3f} s"  # noqa: RUF001 (a range)
        parts.append(html.escape(line[place:at]))
        parts.append(f'<span class="w{guess}" data-w="{index}" title="{title}">{html.escape(text)}</span>')
        place = at + len(text)
        if left[index]:
            break
        waiting.pop(0)
    return "".join(parts) + html.escape(line[place:])


def _clock(seconds: float) -> str:
    hundredths = round(100 * seconds)
    return f"{hundredths // 6000}:{hundredths % 6000 // 100:02d}.{hundredths % 100:02d}"


def _short(text: str, most: int = 80) -> str:
    line = visible(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"

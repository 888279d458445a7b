"""A turn's speech, put behind what was said before it, with pauses cut into it where its words leave room."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.audio.watermark import load_watermark
from f5tts_worker.engine.audio.wav import WavAppender, WavReader, append_comment, steps
from f5tts_worker.engine.protocol import AppendParams, AppendResult, CutPause, Gap, PlacedPart
from f5tts_worker.engine.speech.finishing import Finish

_EDGE_MS = 60  # silence of its own that is kept on either side of a pause
# Silence that parts two words: it touches the time between them, and is longer than most stops (p, t, k),
# whose silence belongs to a word.
_SHORTEST_MS, _SLACK_MS = 50, 10
# Words without silence between them run into each other, and an aligner knows the border to 20 ms or so: the
# one fades away behind it, and the other comes in before it.
_LINGER_MS = 15
_FADE_MS = 15
_FAINT = 0.02  # to which it fades: with 0, a pause would be longer by the samples that are silenced
_CONTEXT_MS = 1_000  # from which the level of the speech around a cut is known
_BLOCK_SECONDS = 10


def append(params: AppendParams) -> AppendResult:
    """Put a speech with its pauses behind what `out` holds, silence before and after it.

    With `sound_at`, its sound begins at that sample of the whole; what is silent before the sound is left out
    where there is no room. With `longest`, what sounds longer is cut off. Each pause is exactly as many
    samples of zero as it is long; where the speech beside it is silent, that is left out. Where that is, is
    judged before `sound` and `gain` change anything: neither moves a cut.
    """
    with WavReader(params["audio"]) as speech:
        spans, before, is_cut_off = _heard(speech, params)
        if params.get("only_measured"):
            sound = sum(stop - start for start, stop in spans)
            found: AppendResult = {
                "samples": params["at"],
                "sample_rate": speech.rate,
                "parts": [],
                "sound": sound,
                "tempo": 1.0,
            }
            return found
        return _write(speech, spans, before, params, is_cut_off=is_cut_off)


def _heard(speech: WavReader, params: AppendParams) -> tuple[list[tuple[int, int]], int, bool]:
    """Return the parts of the speech that are heard, the silence before them, and if the last is cut off."""
    before = params["silence"]
    spans = _spans(speech, params["pauses"])
    if begins_inside := params.get("left_out_before"):
        spans[0] = min(_cut(speech, begins_inside)[1], spans[0][1]), spans[0][1]
    if ends_inside := params.get("left_out_after"):
        spans[-1] = spans[-1][0], max(_cut(speech, ends_inside)[0], spans[-1][0])
    spans = _beside_pauses(speech, spans, params)
    if (sound_at := params.get("sound_at")) is not None:
        before, spans[0] = _begun(speech, spans[0], sound_at - params["at"])
    is_cut_off = False
    if (longest := params.get("longest")) is not None:
        room = (sound_at or 0) + longest - params["at"] - before
        is_cut_off = spans[-1][1] - spans[0][0] > room
        spans[-1] = spans[-1][0], min(spans[-1][1], spans[0][0] + max(0, room))
    return spans, before, is_cut_off


def _write(
    speech: WavReader,
    spans: Sequence[tuple[int, int]],
    before: int,
    params: AppendParams,
    *,
    is_cut_off: bool,
) -> AppendResult:
    rate, pauses = speech.rate, params["pauses"]
    gaps = [before, *(rate * pause["ms"] // 1000 for pause in pauses)]
    ends = list(itertools.accumulate((stop - start for start, stop in spans), initial=0))
    wanted = params.get("sound")
    tempo = ends[-1] / wanted if wanted and ends[-1] else 1.0
    mark = load_watermark() if params.get("watermark") else None
    finish = Finish(rate, params.get("gain", 1.0), None if mark is None else partial(mark.marked, rate=rate))
    begins_inside = params.get("left_out_before") is not None
    ends_inside = params.get("left_out_after") is not None or is_cut_off
    parts: list[PlacedPart] = []
    with WavAppender(Path(params["out"]), rate, params["at"]) as file:
        for number, ((start, stop), gap) in enumerate(zip(spans, gaps, strict=True)):
            _write_silence(file, gap)
            parts.append(
                {
                    "start_ms": _ms(start, rate),
                    "end_ms": _ms(stop, rate),
                    "at_ms": _ms(file.samples, rate),
                }
            )
            length = round(ends[number + 1] / tempo) - round(ends[number] / tempo)
            blocks = finish.of(_blocks(speech, start, stop), stop - start, length)
            is_cut = number > 0 or begins_inside, number < len(pauses) or ends_inside
            for block in _faded(blocks, rate, length, is_cut=is_cut):
                file.write(block)
        _write_silence(file, params.get("silence_after", 0))
        _write_silence(file, (params.get("pad_to") or 0) - file.samples)
    if comment := params.get("comment"):
        append_comment(Path(params["out"]), comment)
    return {
        "samples": file.samples,
        "sample_rate": rate,
        "parts": parts,
        "sound": ends[-1],
        "tempo": tempo,
    }


def _spans(speech: WavReader, pauses: Sequence[CutPause]) -> list[tuple[int, int]]:
    """Return the parts of the speech between pauses, (first, one past last) samples."""
    spans, start = [], 0
    for pause in pauses:
        stop, after = _cut(speech, pause)
        spans.append((start, max(start, stop)))
        start = max(start, after)
    return [*spans, (start, len(speech))]


def _beside_pauses(
    speech: WavReader, spans: Sequence[tuple[int, int]], params: AppendParams
) -> list[tuple[int, int]]:
    """Return the parts without the silence at those ends of theirs at which a pause is."""
    cuts = [_FAINT] * len(
        params["pauses"]
    )  # how loud the first sample behind a cut is, and the last before it
    first = _FAINT if params.get("left_out_before") else 1.0
    last = _FAINT if params.get("left_out_after") else 1.0
    befores = [first if params.get("pause_before") else None, *cuts]
    afters = [*cuts, last if params.get("pause_after") else None]
    return [
        (start + _silent(speech, start, stop, before), stop - _silent(speech, stop, start, after))
        for (start, stop), before, after in zip(spans, befores, afters, strict=True)
    ]


def _silent(speech: WavReader, end: int, other: int, gain: float | None) -> int:
    """Return how many samples from `end` towards `other` are zero at this gain, of a second at most."""
    if gain is None:
        return 0
    most = speech.rate * _CONTEXT_MS // 1000
    near = (
        speech.read(end, min(other, end + most))
        if end < other
        else speech.read(max(other, end - most), end)[::-1]
    )
    heard = np.flatnonzero(steps(near * gain))
    return int(heard[0]) if len(heard) else 0


def _cut(speech: WavReader, gap: Gap) -> tuple[int, int]:
    """Return where the speech is cut between two words: where the one stops, and where the other starts.

    It is cut in the longest silence that the two words leave, the middle of which may go. Where there is
    none, it is cut where the aligner heard them meet, and what is 15 ms around that goes to both.
    """
    rate = speech.rate
    low, high = sorted((gap["after_ms"], gap["before_ms"]))
    first = max(0, low - _CONTEXT_MS) * rate // 1000
    around = speech.read(first, min(len(speech), (high + _CONTEXT_MS) * rate // 1000))
    near_ms = max(0, low - _SLACK_MS) - first * 1000 // rate, high + _SLACK_MS - first * 1000 // rate
    near = [place * rate // 1000 for place in near_ms]
    edge = _EDGE_MS * rate // 1000
    silent = silence.pauses(around, rate, _SHORTEST_MS)
    found = [(a, b) for a, b in silent if a < near[1] and b > near[0]]
    if found:  # what lies between the words, and not what begins behind a short one
        start, stop = max(
            found, key=lambda one: (min(one[1], near[1]) - max(one[0], near[0]), one[1] - one[0])
        )
        middle = (start + stop) // 2
        return first + min(start + edge, middle), first + max(stop - edge, middle)
    place, linger = (low + high) * rate // 2000, _LINGER_MS * rate // 1000
    return min(place + linger, len(speech)), max(0, place - linger)


def _begun(speech: WavReader, span: tuple[int, int], room: int) -> tuple[int, tuple[int, int]]:
    """Return the silence before a part, and the part, so that its sound begins after `room` samples."""
    quiet = silence.sound_bounds(speech.read(*span), speech.rate, 0)[0]
    start = span[0] + max(0, quiet - room)
    return max(0, room - (quiet - (start - span[0]))), (start, span[1])


def _blocks(speech: WavReader, start: int, stop: int) -> Iterator[Any]:
    step = speech.rate * _BLOCK_SECONDS
    for first in range(start, stop, step):
        yield speech.read(first, min(first + step, stop))


def _faded(blocks: Iterable[Any], rate: int, length: int, *, is_cut: tuple[bool, bool]) -> Iterator[Any]:
    """Yield blocks of so many samples together, with 15 ms of fading at either end that is cut."""
    fade = min(rate * _FADE_MS // 1000, length // 2)
    ramp = np.linspace(_FAINT, 1, fade, dtype=np.float32)
    first = 0
    for part in blocks:
        block = part.copy()
        place = np.arange(first, first + len(block))
        if fade and is_cut[0] and first < fade:
            inside = place < fade
            block[inside] *= ramp[place[inside]]
        if fade and is_cut[1] and first + len(block) > length - fade:
            inside = place >= length - fade
            block[inside] *= ramp[::-1][place[inside] - (length - fade)]
        yield block
        first += len(block)


def _write_silence(file: WavAppender, samples: int) -> None:
    step = 1_000_000
    for done in range(0, samples, step):
        file.write(np.zeros(min(step, samples - done), np.float32))


def _ms(samples: int, rate: int) -> int:
    return round(samples * 1000 / rate)

"""What ElevenLabs' routes of speech share: their formats, what they ask for, and the characters' times."""

import asyncio
import base64
import bisect
import math
import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import Field

from f5tts_worker.http.backend import Answer
from f5tts_worker.http.characters import CharacterTimes, Times, character_times
from f5tts_worker.http.desk import Desk
from f5tts_worker.http.dialects.asked import AskedModel, Lower
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.sound import coded, samples_of
from f5tts_worker.http.streams import PCM, Leaving, Stream
from f5tts_worker.languages import language_code
from f5tts_worker.request.fields import SAMPLE_RATES

MEDIA_TYPES: Mapping[str, str] = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
    "ulaw": "audio/basic",
    "alaw": "audio/x-alaw-basic",
}
DEFAULT = "mp3_44100_128"
LINE_BYTES = 24_000  # of audio in a line of JSON: some readers take lines of 64 KB at most


class Asked(AskedModel):
    """What is asked of all these routes."""

    model_id: str | None = None
    language_code: str | None = None
    seed: int | None = None
    apply_text_normalization: Annotated[Literal["auto", "on", "off"] | None, Lower] = None
    f5tts: dict[str, Any] = Field({}, description="Fields of this worker's own `tts`, such as `quality`.")


@dataclass(frozen=True)
class Format:
    """One of their formats, such as `mp3_44100_128`. The bit rate is ours."""

    codec: str
    rate: int

    @property
    def fields(self) -> dict[str, Any]:
        """What the worker is asked for."""
        return {
            "output_format": self.codec if self.codec in ("mp3", "opus") else "wav",
            "sample_rate": self.rate,
        }

    @property
    def streamed(self) -> dict[str, Any]:
        """What the worker is asked for in a stream."""
        is_file = self.codec in ("mp3", "opus", "wav")
        return {**self.fields, "output_format": self.codec if is_file else PCM}

    def made_of(self, audio: bytes) -> bytes:
        """Return the worker's audio in this format."""
        return audio if self.codec in ("mp3", "opus", "wav") else self.coded(samples_of(audio))

    def coded(self, samples: bytes) -> bytes:
        """Return a piece of a stream in this format."""
        return coded(samples, self.codec) if self.codec in ("ulaw", "alaw") else samples


@dataclass(frozen=True)
class Order:
    """Speech that is asked for: `said` has the fields of `tts` that only one kind of route has.

    `text` has the characters that are timed, `fixed` names the field that says them.
    """

    body: Asked
    said: Mapping[str, Any]
    text: str
    fixed: str
    wanted: Format

    async def sound(self, desk: Desk) -> Response:
        """Answer with the speech. Raises Fault."""
        answer = await self._spoken(desk, timed=False)
        audio = await _made(self.wanted, answer, desk)
        headers = {"request-id": str(answer["job_id"])}
        return Response(audio, media_type=MEDIA_TYPES[self.wanted.codec], headers=headers)

    async def stream(self, desk: Desk) -> Response:
        """Answer with the speech, which leaves as it is made. Raises Fault."""
        heard = await self.heard(desk, timed=False)
        media_type = MEDIA_TYPES[self.wanted.codec]
        return Leaving(heard, _sound(heard, self.wanted), media_type, {"request-id": heard.job_id})

    async def timed(self, desk: Desk) -> dict[str, Any]:
        """Return the speech with its characters' times, in the text as sent and as read. Raises Fault."""
        answer = await self._spoken(desk, timed=True)
        words, seconds = await desk.runs.words(answer), float(answer["duration"])
        audio = await _made(self.wanted, answer, desk)
        as_sent = await asyncio.to_thread(character_times, self.text, words, seconds)
        as_read = await asyncio.to_thread(character_times, answer["text"], words, seconds)
        return _object(audio, as_sent, as_read)

    async def heard(self, desk: Desk, *, timed: bool) -> Stream:
        """Return the stream of the speech, once it can be heard. Raises Fault."""
        wanted = self.wanted.streamed
        return await desk.hear(
            self.body.f5tts, self._fixed(timed=timed), **self._fields(timed=timed), **wanted
        )

    async def _spoken(self, desk: Desk, *, timed: bool) -> Answer:
        fields = self._fields(timed=timed) | self.wanted.fields
        return await desk.speak(self.body.f5tts, self._fixed(timed=timed), **fields)

    def _fixed(self, *, timed: bool) -> tuple[str, ...]:
        return (self.fixed, *self.wanted.fields, *(("word_timings", "timing_level") if timed else ()))

    def _fields(self, *, timed: bool) -> dict[str, Any]:
        body = self.body
        return {
            **self.said,
            "model": own_model(body.model_id),
            "language": language_code(body.language_code) if body.language_code else None,
            "seed": body.seed,
            "text_normalization": None if body.apply_text_normalization != "off" else False,
            "word_timings": timed,
            "timing_level": "character" if timed else None,
        }


def own_model(name: str | None) -> str | None:
    """Return a model of ours that is asked for; their names mean the worker's own, which is None."""
    return name if name and not name.lower().startswith("eleven_") else None


def format_of(name: str) -> Format:
    """Return the format of this name, the usual one for none. Raises Fault 422."""
    name = name.strip().lower() or DEFAULT
    found = re.fullmatch(r"(mp3|opus|pcm|wav|ulaw|alaw)_(\d+)(?:_\d+)?", name)
    if found is None or int(found[2]) not in SAMPLE_RATES:
        expected = "one such as mp3_44100_128, opus_48000_64, pcm_24000, wav_44100 or ulaw_8000"
        row = {"field": "output_format", "problem": f"is {name[:40]!r}", "expected": expected}
        raise Fault(
            422, "INVALID_REQUEST", f"output_format is unknown; expected {expected}.", {"faults": [row]}
        )
    return Format(found[1], int(found[2]))


async def timed_objects(stream: Stream, order: Order) -> AsyncGenerator[dict[str, Any], None]:
    """Yield objects that together are the speech with its characters' times, each small enough for a line."""
    sent = CharacterTimes(order.text)
    async for piece in stream.pieces():
        words, end = piece["word_timings"], piece["end"]
        total = end if piece["is_last"] else None
        as_sent = await asyncio.to_thread(sent.further, words, total)
        as_read = CharacterTimes(piece["text"], piece["start"]).further(words, end)
        audio = await asyncio.to_thread(order.wanted.coded, piece["audio"])
        for one in objects(audio, as_sent, as_read, piece["start"], end):
            yield one


def objects(
    audio: bytes, as_sent: Times, as_read: Times, start: float, stop: float
) -> Iterator[dict[str, Any]]:
    """Yield objects that together are a piece, each short enough for a line that every client's reader takes.

    Each has the characters that begin while it is played, taking the bytes as even in time.
    """
    count = max(1, math.ceil(len(audio) / LINE_BYTES))
    both, firsts = (as_sent, as_read), [0, 0]
    for number in range(count):
        end = math.inf if number == count - 1 else start + (stop - start) * (number + 1) / count
        ends = [bisect.bisect_left(times, end, key=itemgetter(1)) for times in both]
        parts = (times[first:last] for times, first, last in zip(both, firsts, ends, strict=True))
        yield _object(audio[number * LINE_BYTES : (number + 1) * LINE_BYTES], *parts)
        firsts = ends


async def _made(wanted: Format, answer: Answer, desk: Desk) -> bytes:
    """Return an answer's audio in a format; in a thread, so that other clients need not wait for it."""
    return await asyncio.to_thread(wanted.made_of, await desk.runs.audio(answer))


async def _sound(stream: Stream, wanted: Format) -> AsyncGenerator[bytes, None]:
    async for sound in stream.sound():
        yield await asyncio.to_thread(wanted.coded, sound)


def _object(audio: bytes, as_sent: Times, as_read: Times) -> dict[str, Any]:
    return {
        "audio_base64": base64.b64encode(audio).decode("ascii"),
        "alignment": _alignment(as_sent),
        "normalized_alignment": _alignment(as_read),
    }


def _alignment(times: Times) -> dict[str, Any] | None:
    if not times:
        return None
    return {
        "characters": [character for character, _, _ in times],
        "character_start_times_seconds": [start for _, start, _ in times],
        "character_end_times_seconds": [end for _, _, end in times],
    }

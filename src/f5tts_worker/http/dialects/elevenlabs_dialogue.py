"""ElevenLabs' dialogue: several voices in one speech, with and without the characters' times."""

import bisect
import itertools
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from f5tts_worker.http.desk import AtDesk, Desk
from f5tts_worker.http.dialects.elevenlabs_answers import Asked, Order, format_of, timed_objects
from f5tts_worker.http.json_route import JsonRoute
from f5tts_worker.http.streams import Leaving, Stream

router = APIRouter(tags=["ElevenLabs"], route_class=JsonRoute)


class Input(BaseModel):
    """What one voice says."""

    text: str
    voice_id: str


class Dialogue(Asked):
    """What is asked of the `text-to-dialogue` routes."""

    inputs: list[Input]


@router.post("/v1/text-to-dialogue", response_class=Response)
async def convert(body: Dialogue, desk: AtDesk, output_format: str = "mp3_44100_128") -> Response:
    """Speak a dialogue."""
    return await _order(body, desk, output_format).sound(desk)


@router.post("/v1/text-to-dialogue/stream", response_class=Response)
async def stream(body: Dialogue, desk: AtDesk, output_format: str = "mp3_44100_128") -> Response:
    """Speak a dialogue; it leaves turn by turn, as it is made."""
    return await _order(body, desk, output_format).stream(desk)


@router.post("/v1/text-to-dialogue/with-timestamps")
async def convert_with_timestamps(
    body: Dialogue, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> dict[str, Any]:
    """Speak a dialogue, with the time of every character and of every voice."""
    told = await _order(body, desk, output_format).timed(desk)
    return {**told, "voice_segments": Segments(body.inputs).further(told["alignment"])}


@router.post("/v1/text-to-dialogue/stream/with-timestamps", response_class=Response)
async def stream_with_timestamps(
    body: Dialogue, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> Response:
    """Do the same in lines of JSON, which leave as they are made; each counts its own characters."""
    order = _order(body, desk, output_format)
    heard = await order.heard(desk, timed=True)
    lines = _lines(heard, order, Segments(body.inputs))
    return Leaving(heard, lines, "application/json", {"request-id": heard.job_id})


class Segments:
    """Who says which characters, as they come piece by piece."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._ends = list(itertools.accumulate(len(one.text) for one in inputs))
        self._at = 0

    def further(self, alignment: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        """Return the segments of the characters that come next: one for each input that has some of them."""
        if alignment is None:
            return []
        starts = alignment["character_start_times_seconds"]
        ends = alignment["character_end_times_seconds"]
        found, first = [], 0
        while first < len(starts):
            number = bisect.bisect_right(self._ends, self._at)
            last = min(len(starts), first + self._ends[number] - self._at)
            segment = {
                "voice_id": self._inputs[number].voice_id,
                "start_time_seconds": starts[first],
                "end_time_seconds": ends[last - 1],
                "character_start_index": first,
                "character_end_index": last,
                "dialogue_input_index": number,
            }
            found.append(segment)
            self._at += last - first
            first = last
        return found


def _order(body: Dialogue, desk: Desk, output_format: str) -> Order:
    turns = [{"voice": desk.voice(one.voice_id), "text": one.text} for one in body.inputs]
    text = "".join(one.text for one in body.inputs)  # as there: nothing stands between two of them
    return Order(body, {"turns": turns}, text, "turns", format_of(output_format))


async def _lines(stream: Stream, order: Order, segments: Segments) -> AsyncGenerator[bytes, None]:
    async for told in timed_objects(stream, order):
        told["voice_segments"] = segments.further(told["alignment"])
        yield json.dumps(told).encode() + b"\n"

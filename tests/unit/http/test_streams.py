"""Answers that leave as they are made, by a real server: what clients get, and what becomes of the jobs."""

import asyncio
import base64
import contextlib
import json

import httpx
import pytest
from tests.unit.http.asking import Spoken, asking
from tests.unit.http.listening import listening

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving
from f5tts_worker.http.streams import sound_asked

START = {"type": "start", "job_id": "job-1", "sample_rate": 24000, "format": "pcm", "seed": 5}
TEXTS = ("Well, you", " are there.")
WORDS = ([("Well,", 0.1, 0.4), ("you", 0.5, 0.9)], [("are", 1.1, 1.3), ("there.", 1.4, 1.9)])
PIECES = [
    {
        "type": "piece",
        "index": n,
        "is_last": n == 1,
        "start": float(n),
        "end": n + 1.0,
        "text": TEXTS[n],
        "word_timings": [{"word": word, "start": start, "end": end} for word, start, end in WORDS[n]],
        "audio": bytes([n + 1]) * 30_000,
    }
    for n in range(2)
]
END = {"type": "end", "status": "completed", "job_id": "job-1", "audio_url": "/v1/files/output/job-1.wav"}
ERROR = {
    "type": "error",
    "error": "OUT_OF_MEMORY: Memory ran out.",
    "error_code": "OUT_OF_MEMORY",
    "retryable": False,
    "details": {},
}
OPENAI = ("/v1/audio/speech", {"input": "Well, you are there.", "response_format": "pcm"})
SSE = (OPENAI[0], {**OPENAI[1], "stream_format": "sse"})
NATIVE = ("/v1/tts", {"text": "Well, you are there."})
ELEVEN = (
    "/elevenlabs/v1/text-to-speech/anna/stream?output_format=pcm_24000",
    {"text": "Well, you are there."},
)
TIMED = (ELEVEN[0].replace("/stream?", "/stream/with-timestamps?"), ELEVEN[1])
LINES = {"accept": "application/x-ndjson"}


class Telling:
    """A stand-in for a backend whose job tells what it is given; "wait" stands for one that does not end."""

    is_metered = False
    settings = Spoken.settings

    def __init__(self, *told):
        self.told = told
        self.asked, self.taken, self.ended = [], 0, asyncio.Event()

    async def stream(self, job_id, job_input):
        self.asked.append(job_input)
        try:
            for one in self.told:
                if one == "wait":
                    await asyncio.Event().wait()
                yield dict(one)
                self.taken += 1
        finally:
            self.ended.set()


@contextlib.asynccontextmanager
async def serving(backend, **settings):
    """Yield a client of a real server before the backend."""
    given = Serving(**settings)
    async with (
        listening(make_app(backend, given), given) as port,
        httpx.AsyncClient(base_url=f"http://localhost:{port}", timeout=30) as client,
    ):
        yield client


@pytest.mark.parametrize("route", [OPENAI, ELEVEN])
async def test_sound_leaves_as_it_is_made(route):
    """The first piece is there while the job is under way; together they are the sound."""
    backend = Telling(START, PIECES[0], "wait")
    async with serving(backend) as client, client.stream("POST", route[0], json=route[1]) as answer:
        assert answer.status_code == 200
        parts = answer.aiter_bytes()
        got = b""
        while len(got) < 30_000:
            got += await anext(parts)
        assert got == PIECES[0]["audio"]
        assert not backend.ended.is_set()
    assert await asyncio.wait_for(backend.ended.wait(), 20)  # its client has left
    async with serving(Telling(START, *PIECES, END)) as client:
        answer = await client.post(route[0], json=route[1])
    assert answer.content == PIECES[0]["audio"] + PIECES[1]["audio"]


async def test_lines_of_our_own():
    """Each object as it is told, its sound in base64, links with the server's address."""
    progress = {"type": "progress", "stage": "sampling", "progress": 40}
    backend = Telling(START, PIECES[0], progress, PIECES[1], END)
    async with serving(backend) as client:
        answer = await client.post(NATIVE[0], json=NATIVE[1], headers=LINES)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert lines[0] == START
    assert lines[2] == progress
    assert base64.b64decode(lines[3].pop("audio")) == PIECES[1]["audio"]
    assert lines[3] == {name: value for name, value in PIECES[1].items() if name != "audio"}
    assert lines[4]["audio_url"].startswith("http://localhost:")
    assert backend.asked == [{**NATIVE[1], "endpoint": "tts"}]


async def test_events_have_the_words_beside_the_sound():
    """As an extra field of a piece's first event: OpenAI's clients ignore what they do not know."""
    async with serving(Telling(START, *PIECES, END)) as client:
        answer = await client.post(SSE[0], json=SSE[1])
    events = [json.loads(event.removeprefix("data: ")) for event in answer.text.split("\n\n")[:-1]]
    assert [event["type"] for event in events] == ["speech.audio.delta"] * 4 + ["speech.audio.done"]
    words = [event["words"] for event in events if "words" in event]
    assert words == [piece["word_timings"] for piece in PIECES]
    sound = b"".join(base64.b64decode(event["audio"]) for event in events[:-1])
    assert sound == PIECES[0]["audio"] + PIECES[1]["audio"]
    assert set(events[-1]["usage"]) == {"input_tokens", "output_tokens", "total_tokens"}


async def test_lines_with_the_characters_times():
    """Those of a piece stand with its sound; joined, they are the text that was sent, blanks too."""
    sent, read = "Well,  you are there.  ", NATIVE[1]["text"]
    async with serving(Telling(START, *PIECES, END)) as client:
        answer = await client.post(TIMED[0], json={"text": sent})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert b"".join(base64.b64decode(line["audio_base64"]) for line in lines) == b"".join(
        piece["audio"] for piece in PIECES
    )
    for name, text in (
        ("alignment", "Well,  you are there.  "),
        ("normalized_alignment", read),
    ):
        found = [line[name] for line in lines if line[name]]
        assert "".join(character for one in found for character in one["characters"]) == text
        starts = [start for one in found for start in one["character_start_times_seconds"]]
        assert starts == sorted(starts)
    first = [line for line in lines if base64.b64decode(line["audio_base64"])[:1] == b"\1"]
    said = "".join(c for line in first for c in (line["alignment"] or {"characters": []})["characters"])
    assert said == "Well,  you"


@pytest.mark.parametrize("route", [OPENAI, SSE, ELEVEN, TIMED, NATIVE])
async def test_a_job_that_fails_before_its_first_piece_has_a_status(route):
    """In its dialect's form, as without a stream."""
    async with serving(Telling(ERROR)) as client:
        answer = await client.post(route[0], json=route[1], headers=LINES if route is NATIVE else {})
    assert answer.status_code == 413
    assert "Memory ran out." in answer.text
    told = answer.json()
    assert told.keys() & {"error", "detail"}


@pytest.mark.parametrize("route", [OPENAI, ELEVEN, TIMED])
async def test_what_breaks_off_in_the_middle_is_not_taken_for_the_whole(route):
    """The connection is closed without an end, which clients notice."""
    async with serving(Telling(START, PIECES[0], ERROR)) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(route[0], json=route[1])


@pytest.mark.parametrize("route", [SSE, NATIVE])
async def test_a_failure_in_the_middle_is_told_where_there_are_words_for_it(route):
    """As the last event or line, in its dialect's form."""
    async with serving(Telling(START, PIECES[0], ERROR)) as client:
        answer = await client.post(route[0], json=route[1], headers=LINES if route is NATIVE else {})
    last = json.loads(answer.text.strip().splitlines()[-1].removeprefix("data: "))
    assert last["type"] == "error"
    if route is SSE:
        assert last["error"]["code"] == "out_of_memory"
    else:
        assert last == ERROR


@pytest.mark.parametrize("told", [("wait",), (START, PIECES[0], "wait")])
@pytest.mark.parametrize("route", [OPENAI, SSE, ELEVEN, TIMED, NATIVE])
async def test_a_client_that_leaves_ends_its_job(route, told):
    """Before the first piece, and after it; another job finds room then."""
    backend = Telling(*told)
    async with serving(backend, parallel=1) as client:
        with contextlib.suppress(httpx.TimeoutException):
            headers = LINES if route is NATIVE else {}
            await client.post(route[0], json=route[1], headers=headers, timeout=0.3)
        await asyncio.wait_for(backend.ended.wait(), 20)
        backend.told = (START, *PIECES, END)
        assert (await client.post(*NATIVE[:1], json=NATIVE[1], headers=LINES)).status_code == 200


async def test_a_client_that_does_not_read_holds_the_pieces_back():
    """The job tells no more than the connection takes, and one piece: nothing piles up in memory."""
    large = [{**PIECES[0], "index": n, "audio": bytes(1_000_000)} for n in range(40)]
    backend = Telling(START, *large, END)
    async with serving(backend) as client, client.stream("POST", OPENAI[0], json=OPENAI[1]) as answer:
        await asyncio.sleep(0.5)
        assert backend.taken < 30
        total = 0
        async for part in answer.aiter_bytes():
            total += len(part)
    assert total == 40_000_000


async def test_a_stream_counts_as_a_job():
    """One too many is told to come later; ending it by its id ends it for its client, too."""
    backend = Telling(START, PIECES[0], "wait")
    async with serving(backend, parallel=1) as client:
        body = {**NATIVE[1], "request_id": "mine"}
        async with client.stream("POST", NATIVE[0], json=body, headers=LINES) as answer:
            lines = answer.aiter_lines()
            assert json.loads(await anext(lines))["type"] == "start"
            assert (await client.post(OPENAI[0], json=OPENAI[1])).status_code == 429
            assert (await client.delete("/v1/jobs/mine")).json()["status"] == "CANCELLED"
            rest = [json.loads(line) async for line in lines]
        assert rest[-1]["error_code"] == "CANCELLED"


async def test_a_whole_stream_by_a_real_job(tmp_path):
    """The pieces' words are the answer's, and their sound is the file behind its link."""
    async with asking(tmp_path) as client:
        answer = await client.post("/v1/tts", json={"text": "All is well. It ends."}, headers=LINES)
        told = [json.loads(line) for line in answer.text.splitlines()]
        assert [one["type"] for one in told if one["type"] != "progress"] == [
            "start",
            "piece",
            "piece",
            "end",
        ]
        kept = (await client.get(told[-1]["audio_url"])).content
    pieces = [one for one in told if one["type"] == "piece"]
    assert told[-1]["word_timings"] == [word for piece in pieces for word in piece["word_timings"]]
    assert b"".join(base64.b64decode(piece["audio"]) for piece in pieces) == kept[44 : 44 + 48 * 500]
    assert "audio_base64" not in told[-1]


async def test_a_job_that_was_done_before_comes_in_one_piece(tmp_path):
    """The same request under the same id: from its record, at once."""
    body = {"text": "All is well. It ends.", "request_id": "mine"}
    async with asking(tmp_path) as client:
        first, again = [
            (await client.post("/v1/tts", json=body, headers=LINES)).text.splitlines() for _ in range(2)
        ]
    told = [json.loads(line) for line in again]
    assert [one["type"] for one in told] == ["start", "piece", "end"]
    whole = [json.loads(line) for line in first if '"piece"' in line]
    assert told[1]["word_timings"] == [word for piece in whole for word in piece["word_timings"]]
    assert len(base64.b64decode(told[1]["audio"])) == 48 * 500


@pytest.mark.parametrize(
    ("given", "form", "order"),
    [
        ({}, "pcm", {}),
        ({"output_format": "pcm"}, "pcm", {"output_format": "wav"}),
        ({"format": "PCM"}, "pcm", {"format": "wav"}),
        ({"options": {"output_format": "pcm"}}, "pcm", {"options": {"output_format": "wav"}}),
        ({"output_format": "mp3"}, "mp3", {"output_format": "mp3"}),
        ({"options": {"response_format": "opus"}}, "opus", {"options": {"response_format": "opus"}}),
        ({"options": 7}, "pcm", {"options": 7}),
        ({"output_format": None}, "pcm", {"output_format": None}),
        ({"output_format": "MP3"}, "mp3", {"output_format": "MP3"}),
        ({"output_format": [".pcm "]}, "pcm", {"output_format": "wav"}),
        ({"output_format": "", "options": {"output_format": ["mp3"]}}, "mp3", ...),
    ],
)
def test_the_format_of_a_stream(given, form, order):
    """PCM unless another is asked for, in any of the ways in which a job's format can be given."""
    assert sound_asked(given) == (form, given if order is ... else order)

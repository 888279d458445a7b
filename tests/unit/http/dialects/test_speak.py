"""Our WebSocket: text goes in as it is written, speech comes out; over real sockets, with the tiny engine."""

import asyncio
import base64
import contextlib
import io
import json
import wave

import pytest
import websockets
from tests.unit.http.asking import Spoken, application
from tests.unit.http.listening import listening
from tests.unit.tiny_worker import busy

from f5tts_worker.http import conversation
from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

FAULT = pytest.mark.faults("http")

KEY = "a-key"


@contextlib.asynccontextmanager
async def speaking(port, *messages, path="/v1/speak", **more):
    """Yield a connection over which these messages have been sent."""
    async with websockets.connect(f"ws://127.0.0.1:{port}{path}", **more) as socket:
        with contextlib.suppress(websockets.ConnectionClosedError):  # it may be refused before the last one
            for message in messages:
                await socket.send(json.dumps(message))
        yield socket


async def all_of(socket):
    """Return all messages until the connection is closed, for whatever reason."""
    found = []
    with contextlib.suppress(websockets.ConnectionClosedError):
        async for message in socket:
            found.append(json.loads(message) if isinstance(message, str) else message)  # noqa: PERF401 - kept
    return found


@pytest.fixture
async def talk(tmp_path):
    """Return a function that sends messages to a tiny worker, and returns what comes until the end."""
    async with application(tmp_path) as (app, _), listening(app) as port:

        async def talk(*messages):
            async with speaking(port, *messages) as socket:
                return await all_of(socket)

        yield talk


async def test_whole_sentences_are_spoken(talk):
    """However the text is cut: never a part of a word, a number or an abbreviation; times go on."""
    text = "Dr. Smith paid 3.50 at 5 p.m. on Monday. He was glad. Then"
    pieces = [{"text": text[at : at + 3]} for at in range(0, len(text), 3)]
    start, *spoken, end = await talk({"local_voice": "slt", "seed": 7}, *pieces, {"end": True})
    assert start == {"type": "start", "sample_rate": 24000, "format": "pcm", "seed": 7}
    assert [piece["text"] for piece in spoken] == [
        "Dr. Smith paid 3.50 at 5 p.m. on Monday. ",
        "He was glad. ",
        "Then",
    ]
    assert [(piece["index"], piece["start"], piece["end"]) for piece in spoken] == [
        (0, 0.0, 0.9),
        (1, 0.9, 1.38),  # 0.18 s of a pause, and 0.1 s a word
        (2, 1.38, 1.66),
    ]
    lengths = [len(base64.b64decode(piece["audio"])) for piece in spoken]
    assert lengths == [round(48_000 * (piece["end"] - piece["start"])) for piece in spoken]
    words = [word for piece in spoken for word in piece["word_timings"]]
    assert " ".join(word["word"] for word in words) == text
    assert [word["start"] for word in words] == sorted(word["start"] for word in words)
    assert words[9]["start"] >= 1.08
    assert end == {"type": "end", "duration": 1.66, "pieces": 3}


async def test_a_sentence_leaves_before_the_text_is_whole(tmp_path):
    """It is spoken when two more words are there, or when its client says so."""
    async with (
        application(tmp_path) as (app, _),
        listening(app) as port,
        speaking(port, {"text": "It is late. We should go"}) as socket,
    ):
        assert json.loads(await socket.recv())["type"] == "start"
        assert json.loads(await socket.recv())["text"] == "It is late. "
        await socket.send(json.dumps({"text": " home", "flush": True}))
        assert json.loads(await socket.recv())["text"] == "We should go home"
        assert json.loads(await socket.recv()) == {"type": "flushed", "end": 0.88}


async def test_characters_are_timed_and_words_need_not_be(talk):
    """As in a job's answer; times are those of the whole conversation."""
    asked = {"text": "Hello there. Good.", "end": True}
    _, first, second, _ = await talk(asked | {"timing_level": "character"})
    characters = second["word_timings"][0]["characters"]
    assert "".join(one["character"] for one in characters) == "Good."
    assert characters[0]["start"] == second["word_timings"][0]["start"] == 0.38
    assert characters[1]["start"] == 0.441
    _, first, second, _ = await talk(asked | {"word_timings": False})
    assert first["word_timings"] == second["word_timings"] == []


async def test_binary_pieces(talk):
    """Samples come as they are behind the message about them. Null is as if it were not there."""
    found = await talk(
        {"binary": True, "output_format": None, "text": "Hello there. Good morning.", "end": True}
    )
    kinds = [message["type"] if isinstance(message, dict) else bytes for message in found]
    assert kinds == ["start", "piece", bytes, "piece", bytes, "end"]
    assert [found[1]["audio_bytes"], found[3]["audio_bytes"]] == [len(found[2]), len(found[4])]


async def test_wav_is_one_file(talk):
    """Its header comes with the first piece, and its length is open."""
    asked = {"options": {"format": "WAV"}, "text": "Hello there. Good morning.", "end": True}
    pieces = [message for message in await talk(asked) if message["type"] == "piece"]
    data = b"".join(base64.b64decode(piece["audio"]) for piece in pieces)
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24000, 1, 2)
        assert len(file.readframes(10**6)) == 2 * 13_920


async def test_mp3_has_one_tag():
    """Decoders end at a second one; the frames of all sentences follow each other."""
    tag = b"ID3\x04\x00\x00\x00\x00\x01\x02" + bytes(130)
    backend = Spoken(tag + b"frames", sample_rate=24000, duration=1.0, seed=1, word_timings=[])
    asked = {"output_format": "mp3", "text": "Hello there. Good morning.", "end": True}
    async with listening(make_app(backend, Serving())) as port, speaking(port, asked) as socket:
        pieces = [message for message in await all_of(socket) if message["type"] == "piece"]
    assert [base64.b64decode(piece["audio"]) for piece in pieces] == [tag + b"frames", b"frames"]


async def test_what_has_no_words_is_not_spoken(talk):
    """An emoji or a mark alone is no fault, and neither is a text of nothing."""
    found = await talk({"text": "... 🙂 ", "flush": True}, {"text": ""}, {"end": True})
    assert found == [{"type": "flushed", "end": 0.0}, {"type": "end", "duration": 0.0, "pieces": 0}]


async def test_what_is_not_read_aloud_goes_before_the_next_sentence(talk):
    """A pause between sentences, or a tag, alone is no fault; at the end it is nothing."""
    text = "It is late.\n\n[pause:500ms]\n\n<br>\n\nGo home.\n\n[pause]"
    found = await talk({"text": text, "end": True})
    pieces = [message for message in found if message["type"] == "piece"]
    assert [piece["text"].strip() for piece in pieces] == ["It is late.", "Go home."]
    assert pieces[1]["end"] - pieces[1]["start"] >= 0.18 + 0.5
    assert found[-1]["type"] == "end"
    *_, last = await talk({"markup": False, "literal_text": True, "text": "[pause 99h]", "end": True})
    assert last["pieces"] == 1


@pytest.mark.parametrize(("is_metered", "count"), [(False, 1), (True, 2)])
async def test_sentences_end_as_in_the_language_of_the_voice(is_metered, count):
    """Where the client names none; but asking an endpoint for its voice would be a job that is paid for."""

    class German(Spoken):
        async def run(self, job_id, job_input):
            if job_input["endpoint"] == "get_voice":
                return {"status": "completed", "voice": {"defaults": {"language": "de"}}}
            return await super().run(job_id, job_input)

    backend = German(wav_of(1), sample_rate=24000, duration=1.0, seed=1, word_timings=[])
    backend.is_metered = is_metered
    asked = {"local_voice": "anna", "any_language": True, "text": "Das kostet evtl. Geld.", "end": True}
    async with listening(make_app(backend, Serving())) as port, speaking(port, asked) as socket:
        await all_of(socket)
    assert len(backend.asked) == count


@FAULT
async def test_marks_have_a_limit():
    """Each `flush` counts as a character: what waits to be sent is bounded."""
    flushes = [{"flush": True}] * 20
    async with (
        listening(make_app(Spoken(), Serving(text_chars=10))) as port,
        speaking(port, {}, *flushes) as socket,
    ):
        found = await all_of(socket)
    assert [message["type"] for message in found].count("flushed") <= 11
    assert found[-1]["error_code"] == "TOO_LARGE"


WRONG = {
    "no JSON": ["{", "JSON object"],
    "no object": ["[]", "JSON object"],
    "nested": ["[" * 60_000, "JSON object"],
    "binary": [b"{}", "JSON object"],
    "text": ['{"text": 5}', "text is '5' (expected a string)"],
    "flush": [
        '{"flush": "yes", "end": 1}',
        "flush is 'yes' (expected true or false, without quotes); end is '1'",
    ],
    "options": [
        '{"options": 5, "takes": {}, "binary": 1}',
        "binary is '1' (expected true or false, without quotes); options is no object",
    ],
    "several": [
        '{"text": 5, "turns": [], "format": "x"}',
        "text is '5' (expected a string); turns means nothing",
    ],
    "twice": ['{"text": "Hi.", "text": "Ho."}', "text occurs twice in one object"],
    "half a character": ['{"text": "\\ud83d"}', "whole characters"],
    "format": ['{"output_format": "aiff"}', "output_format is 'aiff' (expected one of pcm, wav, mp3, opus)"],
    "another name": ['{"gen_text": "Hi", "format": "AIFF"}', "text means nothing"],
    "another format": ['{"format": "AIFF"}', "output_format is 'aiff'"],
    "fields of tts": [
        '{"sped": 2, "quality": "poor", "options": {"seed": "x"}, "turns": [], "format": "mp3"}',
        (  # behind what is said of the turns
            "sped is not a field of endpoint tts (did you mean speed?);"
            " quality is 'poor' (expected one of fast, balanced, best); seed is a string (expected"
        ),
    ],
    "fields that do not fit": ['{"sample_rate": 44100, "output_format": "opus"}', "sample_rate is 44100"],
    "voice": ['{"local_voice": "nobody"}', "'nobody'"],
    "model": ['{"model": "no-such-model"}', "There is no model 'no-such-model'"],
    "language": ['{"language": "de"}', "was trained on English"],
    "endpoint": ['{"endpoint": "health"}', "endpoint means nothing"],
}


@pytest.mark.faults("http", count=len(WRONG) + 1)
async def test_wrong_messages(tmp_path):
    """One error that names every fault, as the last message, and the connection is closed."""
    async with application(tmp_path) as (app, _), listening(app) as port:
        for name, (sent, said) in WRONG.items():
            async with speaking(port) as socket:
                await socket.send(sent)
                (error,) = await all_of(socket)
            assert (name, error["type"], said in error["error"]) == (name, "error", True), error["error"]
            assert socket.close_code == 1008
        async with speaking(port, {}, {"text": "Hello."}, {"seed": 7, "voice": "a"}) as socket:
            (error,) = await all_of(socket)
        assert "seed is unknown here" in error["error"]
        assert "voice is unknown here" in error["error"]


@FAULT
async def test_long_texts_and_long_messages_are_refused():
    """The text of all messages together has a limit, and so has one message."""
    async with listening(make_app(Spoken(), Serving(text_chars=1000))) as port:
        async with speaking(port, {"text": "x" * 600}, {"text": "x" * 600}) as socket:
            (error,) = [message for message in await all_of(socket) if message["type"] == "error"]
            assert error["error_code"] == "TOO_LARGE"
        async with speaking(port, {"text": "x" * 70_000}) as socket:
            assert await all_of(socket) == []
        assert socket.close_code == 1009


@FAULT
async def test_a_silent_client_is_sent_away(monkeypatch):
    """One that writes nothing, but not one whose text is still being spoken."""
    monkeypatch.setattr(conversation, "IDLE_S", 0.05)
    backend, begun, ends = Spoken(b"RIFF"), asyncio.Event(), asyncio.Event()

    async def run(job_id, job_input):
        begun.set()
        await ends.wait()
        return {"error": "INTERNAL: no.", "error_code": "INTERNAL"}

    backend.run = run
    async with listening(make_app(backend, Serving())) as port:
        async with speaking(port) as socket:
            (error,) = await all_of(socket)
            assert error["error_code"] == "TOO_SLOW"
        async with speaking(port, {"text": "Hello.", "flush": True}) as socket:
            await begun.wait()
            await asyncio.sleep(0.3)
            ends.set()
            (error,) = await all_of(socket)
            assert (error["error_code"], socket.close_code) == ("INTERNAL", 1011)


@FAULT
async def test_a_client_that_leaves_ends_its_work(tmp_path):
    """The job that is under way, and all that waits; others' work goes on."""
    async with application(tmp_path) as (app, worker), listening(app) as port:
        async with speaking(port, {"text": "Please hang here. And then some more. And more.", "flush": True}):
            await busy(worker)
        async with asyncio.timeout(60):
            while worker.readiness.state()["engine"] == "BUSY":
                await asyncio.sleep(0.01)
        async with speaking(port, {"text": "Hello.", "end": True}) as socket:
            assert [message["type"] for message in await all_of(socket)] == ["start", "piece", "end"]


@FAULT
async def test_the_key_and_the_host_are_asked_for():
    """Before the connection is one: with an HTTP answer, and never in the address."""
    async with listening(make_app(Spoken(), Serving(key=KEY))) as port:
        for path in ("/v1/speak", f"/v1/speak?key={KEY}", "/v1/text-to-speech/slt/stream-input"):
            with pytest.raises(websockets.InvalidStatus) as caught:
                async with speaking(port, path=path):
                    pass
            assert caught.value.response.status_code == 401
        async with speaking(
            port, {"end": True}, additional_headers={"Authorization": f"Bearer {KEY}"}
        ) as socket:
            assert [message["type"] for message in await all_of(socket)] == ["end"]
    async with listening(make_app(Spoken(), Serving())) as port:
        with pytest.raises(websockets.InvalidStatus) as caught:
            async with speaking(port, origin="https://page.example"):
                pass
        assert caught.value.response.status_code == 403


@FAULT
async def test_where_there_is_no_room(monkeypatch):
    """A new conversation is refused; one that goes on waits for room, for a while."""
    backend, ends = Spoken(), asyncio.Event()
    backend.begun = False

    async def run(job_id, job_input):
        backend.begun = True
        await ends.wait()
        return {"error": "INTERNAL: no.", "error_code": "INTERNAL"}

    backend.run = run
    async with (
        listening(make_app(backend, Serving(parallel=1))) as port,
        speaking(port, {"text": ""}) as waiting,
        speaking(port, {"text": ""}) as patient,
        speaking(port, {"text": "Hello.", "flush": True}) as first,
    ):
        while not backend.begun:
            await asyncio.sleep(0.01)
        with pytest.raises(websockets.InvalidStatus) as caught:
            await websockets.connect(f"ws://127.0.0.1:{port}/v1/speak")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"]
        monkeypatch.setattr(conversation, "ROOM_S", 0)
        await waiting.send(json.dumps({"text": "Hello.", "end": True}))
        (error,) = await all_of(waiting)
        assert (error["error_code"], waiting.close_code) == ("BUSY", 1013)
        monkeypatch.setattr(conversation, "ROOM_S", 60)
        await patient.send(json.dumps({"text": "Hello.", "end": True}))
        await asyncio.sleep(0.05)
        ends.set()
        assert [message["error_code"] for message in await all_of(first)] == ["INTERNAL"]
        assert [message["error_code"] for message in await all_of(patient)] == ["INTERNAL"]


@FAULT
async def test_an_unexpected_failure_is_told():
    """Without its traceback, which is in the log."""
    backend = Spoken(b"no WAV", sample_rate=24000, duration=1.0, seed=1, word_timings=[])
    async with (
        listening(make_app(backend, Serving())) as port,
        speaking(port, {"text": "Hello.", "end": True}) as socket,
    ):
        (error,) = await all_of(socket)
    assert (error["error_code"], error["retryable"], socket.close_code) == ("INTERNAL", True, 1011)


@FAULT
async def test_a_client_that_does_not_read_loses_its_connection():
    """A WebSocket's, too, and its work ends."""
    backend = Spoken()
    backend.audio = wav_of(30)
    backend.answer |= {"sample_rate": 24000, "duration": 30.0, "seed": 1, "word_timings": []}
    async with (
        asyncio.timeout(60),
        listening(make_app(backend, Serving()), unread_seconds=0.2) as port,
        speaking(port, {"text": "Hello there. " * 100, "flush": True}) as socket,
    ):
        socket.transport.pause_reading()
        count = -1
        while count != (count := len(backend.asked)) or not count:
            await asyncio.sleep(0.5)
        socket.transport.abort()
    assert count < 100


def wav_of(seconds, rate=24000):
    """Return a WAV file of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(rate)
        made.writeframes(bytes(2 * rate * seconds))
    return file.getvalue()


SSML = "<speak>Only <break time='1s'/> one.</speak>"


@pytest.mark.parametrize("end", [{"end": True}, {"flush": True}, {}])
@pytest.mark.parametrize("text", [SSML, "<speak>One sentence here. And another one. The third one.</speak>"])
@pytest.mark.parametrize("is_first", [True, False])
async def test_ssml_is_refused(talk, text, end, is_first):
    """Whole or cut, wherever it comes, and by its name; where no markup is read, it is a text."""
    message = {"text": text, **end}
    messages = [message, {"end": True}] if is_first else [{}, message, {"end": True}]
    (error,) = await talk(*messages)
    assert (error["error_code"], error["details"]["faults"][0]["field"]) == ("INVALID_REQUEST", "text")
    assert "SSML is refused" in error["error"]
    messages[0] = {**messages[0], "markup": False}
    assert (await talk(*messages))[-1]["type"] == "end"

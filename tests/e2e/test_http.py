"""OpenAI's and ElevenLabs' own clients, as their packages are, against a worker that serves HTTP.

Every speech method of theirs that the worker has; docs/HTTP.md shows the list.
"""

import base64
import contextlib
import functools
import io
import json
import re
import socket
import time
import wave
from pathlib import Path

import elevenlabs
import httpx
import openai
import pytest
import requests
import websockets.sync.client
from elevenlabs import DialogueInput
from elevenlabs.client import AsyncElevenLabs, ElevenLabs
from elevenlabs.core.api_error import ApiError
from tests import sdk_methods
from tests.e2e.processes import HANDLER, WorkerProcess
from tests.e2e.recordings import VOICES
from tests.e2e.served import KEY, PATIENCE_S
from tests.pairs import each_once
from tests.unit.servers import free_port

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.load_balancing import serve

pytestmark = pytest.mark.environment

TEXT = "The old man walked down the road."
SAID = (VOICES / "slt.txt").read_text().strip()
FIRST_BYTES = {"mp3": (b"ID3", b"\xff"), "opus": b"OggS", "flac": b"fLaC", "wav": b"RIFF"}


@pytest.fixture(scope="module")
def served(http_worker):
    """Return the worker that all files share, by the name that it has here."""
    return http_worker


@pytest.fixture(scope="module")
def theirs(served):
    """OpenAI's client."""
    with openai.OpenAI(base_url=f"{served.base}/v1", api_key=KEY, max_retries=0) as client:
        yield client


@contextlib.contextmanager
def elevenlabs_at(base, key=KEY):
    """Yield ElevenLabs' client, whose connections nothing else closes."""
    with httpx.Client(timeout=PATIENCE_S, follow_redirects=True) as connections:
        yield ElevenLabs(base_url=base, api_key=key, httpx_client=connections)


@pytest.fixture(scope="module")
def eleven(served):
    """ElevenLabs' client."""
    with elevenlabs_at(f"{served.base}/elevenlabs") as client:
        yield client


def check_format(data, name):
    """Assert that data looks like a format of OpenAI's."""
    if name == "pcm":
        assert len(data) > 2 * 24000 // 2
        assert not data.startswith(b"RIFF")
    elif name == "aac":
        assert data[4:8] == b"ftyp"
    else:
        assert data.startswith(FIRST_BYTES[name])


@pytest.mark.parametrize("form", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
def test_openai_speech_in_every_format(theirs, form):
    """The bytes are of the format that was asked for."""
    answer = theirs.audio.speech.create(
        model="tts-1",
        voice="alloy",
        input=TEXT,
        response_format=form,
        extra_body={"f5tts": {"nfe_steps": 1, "seed": 7}},
    )
    check_format(answer.content, form)
    if form == "flac":  # its length is in its header: libsndfile reads no other
        assert int.from_bytes(answer.content[21:26], "big") % 2**36 > 24_000 // 2


def test_openai_streams_and_files(theirs, tmp_path):
    """A streamed answer can be written to a file while it comes; the samples are those of the whole."""
    own = {"f5tts": {"seed": 7, "nfe_steps": 1}}
    asked = {"model": "gpt-4o-mini-tts", "voice": {"id": "rms"}, "input": TEXT, "response_format": "wav"}
    whole = theirs.audio.speech.create(**asked, instructions="Speak gladly.", extra_body=own).content
    with theirs.audio.speech.with_streaming_response.create(**asked, extra_body=own) as answer:
        answer.stream_to_file(tmp_path / "speech.wav")
    assert (tmp_path / "speech.wav").read_bytes() == whole
    with wave.open(io.BytesIO(whole)) as file:
        assert (file.getframerate(), file.getnchannels()) == (24000, 1)
        samples = file.readframes(file.getnframes())
    lines = served_lines(theirs, {**asked, "response_format": "pcm", "stream_format": "sse", **own})
    pieces = [line["audio"] for line in lines if line["type"] == "speech.audio.delta"]
    assert b"".join(map(base64.b64decode, pieces)) == samples
    assert lines[-1]["type"] == "speech.audio.done"


def served_lines(client, body):
    """Return the events of a streamed answer."""
    body["voice"] = body["voice"]["id"]
    with requests.post(
        f"{client.base_url}audio/speech",
        json=body,
        headers={"Authorization": f"Bearer {KEY}"},
        timeout=PATIENCE_S,
    ) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        rows = answer.text.strip().split("\n\n")
    return [json.loads(row.removeprefix("data: ")) for row in rows]


STREAMED = (
    "The old man had a dog. Nobody saw them go.",
    "Rain fell.\n\nIt fell on the hills.",
    "It cost $5; or was it 7? He went out.",
)


def heard(served, **body):
    """Return what a stream of our own tells, its sound as bytes."""
    lines = {"Accept": "application/x-ndjson"}
    told = [json.loads(line) for line in served.ask("POST", "/v1/tts", json=body, headers=lines).iter_lines()]
    return [{**one, "audio": base64.b64decode(one["audio"])} if "audio" in one else one for one in told]


WAYS = ({}, {"max_retries": 2}, {"speed": 1.2}, {"low_latency": True})


@pytest.mark.parametrize(("options", "text"), each_once(WAYS, STREAMED))
def test_a_stream_is_the_whole(served, tmp_path, text, options):
    """The same samples, words and times, also where parts are made again; nothing is taken from the shelf."""
    body = {"text": text, "seed": 9, "nfe_steps": 1, **options}
    told = heard(served, **body)
    assert told[-1]["type"] == "end", told[-1]
    (Path(served.process.environ["F5TTS_VOLUME"]) / "f5tts" / "chunks").rename(tmp_path / "chunks")
    whole = served.ask("POST", "/v1/tts", json=body).json()
    pieces = [one for one in told if one["type"] == "piece"]
    with wave.open(
        io.BytesIO(served.ask("GET", whole["audio_url"].removeprefix(served.base)).content)
    ) as file:
        assert b"".join(piece["audio"] for piece in pieces) == file.readframes(file.getnframes())
    assert told[-1]["word_timings"] == [word for piece in pieces for word in piece["word_timings"]]
    # The aligner hears a piece and the whole in windows of other lengths: its sums differ in the last bits.
    scores = [
        {**word, "score": word["score"] and pytest.approx(word["score"], abs=0.002)}
        for word in whole["word_timings"]
    ]
    assert told[-1]["word_timings"] == scores
    assert "".join(piece["text"] for piece in pieces) == text
    assert told[-1].get("retried") == whole.get("retried")


def test_a_listener_who_leaves(served):
    """Hears the beginning while the rest is made; then the work ends, and its note says where he was."""
    asked = {"json": {"job_id": "half-heard"}}
    body = {"text": " ".join([TEXT] * 40), "nfe_steps": 1, "request_id": "half-heard"}
    lines = {"Accept": "application/x-ndjson"}
    with served.ask("POST", "/v1/tts", json=body, headers=lines, stream=True) as answer:
        read = answer.iter_lines()  # kept: when it goes, the connection is closed
        for line in read:
            if (told := json.loads(line))["type"] == "piece" and told["index"] == 1:
                break
        assert (status := served.ask("POST", "/v1/status", **asked).json())["status"] == "PROCESSING", status
    served.process.wait_until(
        lambda: served.ask("POST", "/v1/status", **asked).json()["status"] == "FAILED", PATIENCE_S, "its end"
    )
    failed = served.ask("POST", "/v1/result", **asked).json()
    assert failed["error_code"] == "CANCELLED"
    assert failed["details"]["heard"]["words"] >= 7


def test_openai_names_of_voices(theirs, served):
    """The setting's names are voices of ours, OpenAI's own the built-in one, others stored ones."""
    own = {"f5tts": {"seed": 7, "nfe_steps": 1}}

    def said(voice):
        asked = {"model": "tts-1", "voice": voice, "input": "Hello.", "response_format": "pcm"}
        return theirs.audio.speech.create(**asked, extra_body=own).content

    assert said("nova") == said("rms") != said("alloy") == said("slt")
    with pytest.raises(openai.NotFoundError) as caught:
        said("nobody")
    assert caught.value.code == "unknown_voice"
    assert caught.value.param == "voice"
    assert "'nobody'" in caught.value.message


def test_openai_lists(theirs, served):
    """Models, and the voices as Open WebUI asks for them."""
    assert {"tts-1", "tts-1-hd", "demo"} <= {model.id for model in theirs.models.list()}
    assert theirs.models.retrieve("tts-1").id == "tts-1"
    listed = served.ask("GET", "/v1/audio/voices").json()["voices"]
    assert {"slt", "rms", "nova"} <= {voice["id"] for voice in listed}
    models = served.ask("GET", "/v1/audio/models").json()["models"]
    assert {"tts-1", "demo"} <= {model["id"] for model in models}


def test_openai_voice_is_stored_and_deleted(theirs):
    """A voice that is created can be used under its name."""
    recording = ("slt.wav", (VOICES / "slt.wav").read_bytes(), "audio/wav")
    made = theirs.audio.voices.create(
        name="anna", audio_sample=recording, consent="cons_1", extra_body={"ref_text": SAID}
    )
    assert (made.id, made.name, made.object) == ("anna", "anna", "audio.voice")
    own = {"f5tts": {"nfe_steps": 1}}
    spoken = theirs.audio.speech.create(model="tts-1", voice=made.id, input="Hello.", extra_body=own)
    check_format(spoken.content, "mp3")
    assert theirs.audio.voices.delete("anna").deleted
    with pytest.raises(openai.NotFoundError):
        theirs.audio.voices.delete("anna")


def test_openai_errors(theirs, served):
    """A wrong key, a wrong field and a text without a word each raise the client's own exception."""
    with (
        openai.OpenAI(base_url=theirs.base_url, api_key="wrong", max_retries=0) as stranger,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        stranger.models.list()
    assert caught.value.code == "unauthorized"
    for wrong in ({"speed": 9}, {"input": ""}, {"response_format": "midi"}):
        asked = {"model": "tts-1", "voice": "alloy", "input": "Hello."} | wrong
        with pytest.raises(openai.UnprocessableEntityError) as caught:
            theirs.audio.speech.create(**asked)
        assert caught.value.param == next(iter(wrong))
    with pytest.raises(openai.APIStatusError) as caught:
        theirs.audio.speech.create(model="tts-1", voice="alloy", input="Hello. " * 20_000)
    assert (caught.value.status_code, caught.value.param) == (413, "input")


FORMATS = ["mp3_22050_32", "opus_48000_64", "pcm_16000", "wav_24000", "ulaw_8000", "alaw_8000"]


def test_elevenlabs_convert(eleven):
    """Each family of formats; a telephone's code is half as large as the samples."""
    sizes = {}
    for form in FORMATS:
        pieces = eleven.text_to_speech.convert("slt", text="Hello.", output_format=form, seed=7)
        sizes[form] = len(data := b"".join(pieces))
        assert data.startswith(
            {"mp3": FIRST_BYTES["mp3"], "opus": b"OggS", "wav": b"RIFF"}.get(form[:4], b"")
        )
    assert sizes["ulaw_8000"] == sizes["alaw_8000"] == sizes["pcm_16000"] // 4


def test_elevenlabs_streams(eleven):
    """Streamed pieces are the whole, and an id of the setting is a voice."""
    asked = {"text": TEXT, "output_format": "pcm_24000", "seed": 7, "model_id": "eleven_multilingual_v2"}
    whole = b"".join(eleven.text_to_speech.convert("slt", **asked))
    streamed = list(eleven.text_to_speech.stream("21m00Tcm4TlvDq8ikWAM", **asked))
    assert len(streamed) > 1
    assert b"".join(streamed) == whole


def test_elevenlabs_timestamps(eleven):
    """The characters are the caller's text, and their times rise to the audio's end; streamed, the same."""
    asked = {"text": "Hello,  old man.", "output_format": "pcm_16000", "seed": 7}
    found = eleven.text_to_speech.convert_with_timestamps("slt", **asked)
    times = found.alignment
    assert "".join(times.characters) == asked["text"]
    starts, ends = times.character_start_times_seconds, times.character_end_times_seconds
    assert starts == sorted(starts)
    assert all(start <= end for start, end in zip(starts, ends, strict=True))
    seconds = len(base64.b64decode(found.audio_base_64)) / 32000
    assert seconds - 0.5 < ends[-1] <= seconds
    assert starts[asked["text"].index("man")] > starts[asked["text"].index("old")] > 0
    streamed = list(eleven.text_to_speech.stream_with_timestamps("slt", **asked))
    assert "".join(piece.audio_base_64 for piece in streamed) == found.audio_base_64
    assert [one for piece in streamed for one in piece.alignment.characters] == times.characters


def test_elevenlabs_dialogue(eleven):
    """Two voices in one speech, each with its characters and its time; streamed, the same."""
    said = {"slt": "Hello, old man.", "rms": "Go on!"}
    inputs = [DialogueInput(text=text, voice_id=voice) for voice, text in said.items()]
    own = {"additional_body_parameters": {"f5tts": {"nfe_steps": 3}}}  # words apart need speech
    asked = {"inputs": inputs, "output_format": "pcm_24000", "seed": 7, "request_options": own}
    found = eleven.text_to_dialogue.convert_with_timestamps(**asked)
    whole = base64.b64decode(found.audio_base_64)
    assert b"".join(eleven.text_to_dialogue.convert(**asked)) == whole
    assert b"".join(eleven.text_to_dialogue.stream(**asked)) == whole
    streamed = list(eleven.text_to_dialogue.stream_with_timestamps(**asked))
    assert b"".join(base64.b64decode(piece.audio_base_64) for piece in streamed) == whole
    signs, starts = found.alignment.characters, found.alignment.character_start_times_seconds
    assert "".join(signs) == "".join(said.values())
    assert starts == sorted(starts)
    first, second = found.voice_segments
    assert (first.voice_id, second.voice_id) == tuple(said)
    assert 0 < first.start_time_seconds < first.end_time_seconds < second.start_time_seconds
    assert second.end_time_seconds <= round(len(whole) / 48_000, 3)  # times are whole milliseconds
    assert signs[second.character_start_index : second.character_end_index] == list("Go on!")
    times = [one for piece in streamed if piece.alignment for one in zip_times(piece.alignment)]
    assert times == list(zip_times(found.alignment))


def zip_times(alignment):
    """Return each character of an alignment with its start and its end."""
    starts, ends = alignment.character_start_times_seconds, alignment.character_end_times_seconds
    return zip(alignment.characters, starts, ends, strict=True)


def test_elevenlabs_voices(eleven):
    """Voices are added, listed both ways, shown and deleted."""
    recording = ("me.wav", (VOICES / "rms.wav").read_bytes(), "audio/wav")
    text = (VOICES / "rms.txt").read_text().strip()
    made = eleven.voices.ivc.create(
        name="Bert", files=[recording], request_options={"additional_body_parameters": {"ref_text": text}}
    )
    assert made.voice_id == "Bert"
    for listed in (eleven.voices.get_all().voices, eleven.voices.search(search="ber").voices):
        assert "Bert" in {voice.voice_id for voice in listed}
    assert {voice.category for voice in eleven.voices.get_all().voices} == {"premade", "cloned"}
    assert eleven.voices.get("Bert").name == "Bert"
    eleven.voices.delete("Bert")
    with pytest.raises(ApiError) as caught:
        eleven.voices.get("Bert")
    assert (caught.value.status_code, caught.value.body["detail"]["status"]) == (404, "unknown_voice")


def test_elevenlabs_alignment_and_models(eleven):
    """The words of a recording are timed; the model is listed."""
    found = eleven.forced_alignment.create(file=(VOICES / "slt.wav").read_bytes(), text=SAID)
    assert [word.text for word in found.words] == SAID.split()
    assert "".join(character.text for character in found.characters) == SAID
    assert found.words[-1].start > found.words[0].start
    assert [model.model_id for model in eleven.models.list()] == ["demo", "eleven_multilingual_v2"]


def test_elevenlabs_errors(eleven, served):
    """Theirs is a list for wrong fields, and a status with a sentence else."""
    with pytest.raises(elevenlabs.UnprocessableEntityError) as caught:
        list(eleven.text_to_speech.convert("slt", text="..."))
    assert caught.value.body["detail"][0]["loc"] == ["body", "text"]
    with elevenlabs_at(f"{served.base}/elevenlabs", "wrong") as client, pytest.raises(ApiError) as caught:
        client.voices.get_all()
    assert caught.value.status_code == 401
    assert caught.value.body["detail"]["status"] == "unauthorized"


def test_elevenlabs_at_the_root(served):
    """A client that knows a host alone finds the routes there."""
    with elevenlabs_at(served.base) as client:
        assert b"".join(client.text_to_speech.convert("slt", text="Hello."))
        assert [model.model_id for model in client.models.list()] == ["demo", "eleven_multilingual_v2"]


@pytest.mark.exhaustive  # tests/unit/http/test_sdk_methods.py calls each of them, and of the blocking ones
def test_their_clients_that_do_not_block(served):
    """Each of their methods but those that transcribe, which the demo cannot: that is said to them."""
    recording = sdk_methods.Recording((VOICES / "slt.wav").read_bytes(), SAID)

    theirs = functools.partial(
        sdk_methods.openai_client, openai.AsyncOpenAI, base_url=f"{served.base}/v1", api_key=KEY
    )
    eleven = functools.partial(
        sdk_methods.elevenlabs_client, AsyncElevenLabs, base_url=f"{served.base}/elevenlabs", api_key=KEY
    )
    for root in sdk_methods.ROOTS.values():
        for name, call in sdk_methods.OPENAI.items():

            def asked(client, recording, root=root, call=call):
                return call(root(client), recording)

            if name == "audio.transcriptions.create":
                with pytest.raises(openai.APIStatusError):
                    sdk_methods.called(theirs, asked, recording)
            else:
                assert sdk_methods.called(theirs, asked, recording) is not None, name
    for name, call in sdk_methods.ELEVENLABS.items():
        if name == "speech_to_text.convert":
            with pytest.raises(ApiError):
                sdk_methods.called(eleven, call, recording)
        else:
            assert sdk_methods.called(eleven, call, recording), name


# Their client asks the exception for its code in a way that websockets 14 deprecated.
@pytest.mark.filterwarnings("ignore:ConnectionClosed.code is deprecated:DeprecationWarning")
def test_elevenlabs_realtime(served):
    """Text goes in as it is written, and MP3 comes out, with one tag at its beginning."""
    with elevenlabs_at(f"{served.base}/elevenlabs") as client:
        client.text_to_speech._ws_base_url = f"{served.base}/elevenlabs".replace("http", "ws")  # else wss
        heard = b"".join(
            client.text_to_speech.convert_realtime("slt", text=iter(("Hello,", " old man. Go", " on.")))
        )
    check_format(heard, "mp3")
    assert heard.count(b"ID3") == 1


def test_text_as_it_is_written(served):
    """Whole sentences come back with their words and samples, and the figures tell of their jobs."""
    header = {"Authorization": f"Bearer {KEY}"}
    address = f"{served.base}/v1/speak".replace("http", "ws")
    with websockets.sync.client.connect(address, additional_headers=header) as socket:
        socket.send(json.dumps({"local_voice": "rms", "nfe_steps": 3, "seed": 7, "binary": True}))
        for token in ("Dr.", " Smith", " came", ". He", " went", " on."):
            socket.send(json.dumps({"text": token}))
        socket.send(json.dumps({"end": True}))
        start, *told, end = socket
    about, samples = [json.loads(one) for one in told[::2]], told[1::2]
    assert [piece["text"] for piece in about] == ["Dr. Smith came. ", "He went on."]
    assert json.loads(start)["sample_rate"] == 24000
    assert json.loads(end)["duration"] == round(len(b"".join(samples)) / 48_000, 3)
    words = [word for piece in about for word in piece["word_timings"]]
    assert [word["word"] for word in words] == ["Dr.", "Smith", "came.", "He", "went", "on."]
    edges = [edge for word in words for edge in (word["start"], word["end"])]
    assert edges == sorted(edges)
    assert about[0]["end"] == about[1]["start"] < edges[6] < edges[-1] <= about[1]["end"]
    figures = served.ask("GET", "/metrics").text
    assert 'f5tts_jobs_total{endpoint="tts",outcome="completed"}' in figures
    (resident,) = re.findall(r"^f5tts_engine_resident_memory_bytes (\S+)$", figures, re.MULTILINE)
    assert float(resident) > 100 * 1024 * 1024


def test_own_routes(served):
    """A job's answer links to its files; `Prefer` has it done later, under an id."""
    asked = {"text": TEXT, "subtitle_format": "srt", "output_format": "flac"}
    answer = served.ask("POST", "/v1/tts", json=asked).json()
    assert answer["audio_url"].startswith(f"{served.base}/v1/files/output/")
    audio = served.ask("GET", answer["audio_url"].removeprefix(served.base))
    assert (audio.content[:4], audio.headers["content-type"]) == (b"fLaC", "audio/flac")
    assert requests.get(answer["audio_url"], timeout=60).status_code == 401
    assert "-->" in answer["subtitles"]["srt"]["content"]
    later = served.ask("POST", "/v1/tts", json=asked, headers={"Prefer": "respond-async"})
    assert (later.status_code, later.json()["status"]) == (202, "QUEUED")
    done = until_done(served, later.headers["location"])
    assert done["job_id"] == later.json()["job_id"]
    assert done["duration"] > 1


def until_done(served, path):
    end = time.monotonic() + PATIENCE_S
    while (found := served.ask("GET", path)).status_code == 202:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert found.status_code == 200, found.text
    return found.json()


def test_routes_of_earlier_versions(served):
    """A job id at once, then its status and its result, as those clients ask for them."""
    begun = served.ask("POST", "/api/tts", json={"text": TEXT, "local_voice": "slt", "speed": 1.0}).json()
    assert begun["status"] == "QUEUED"
    asked, seen = {"job_id": begun["job_id"]}, set()
    end = time.monotonic() + PATIENCE_S
    while "COMPLETED" not in seen:
        seen.add(served.ask("POST", "/api/status", json=asked).json()["status"])
        assert time.monotonic() < end
        time.sleep(0.1)
    assert seen <= {"QUEUED", "PROCESSING", "COMPLETED"}
    found = served.ask("GET", f"/api/result?job_id={begun['job_id']}").json()
    assert (found["status"], found["job_id"]) == ("completed", begun["job_id"])
    data = base64.b64encode((VOICES / "slt.wav").read_bytes()).decode()
    stored = {"voice_name": "cleo", "voice_file": data, "reference_text": SAID}
    assert served.ask("POST", "/api/upload", json=stored).json()["status"] == "completed"
    assert "cleo" in {voice["name"] for voice in served.ask("GET", "/api/list_voices").json()["voices"]}
    assert served.ask("POST", "/v1/delete_voice", json={"voice_name": "cleo"}).status_code == 200


def test_a_client_that_leaves_ends_its_job(served):
    """The job is cancelled, and the engine does the next one."""
    long = " ".join([TEXT] * 40)
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        body = f'{{"text": "{long}", "request_id": "left-behind"}}'
        head = f"POST /v1/tts HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {KEY}\r\n"
        line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        asked = {"json": {"job_id": "left-behind"}}
        served.process.wait_until(
            lambda: served.ask("POST", "/v1/status", **asked).json()["status"] == "PROCESSING",
            PATIENCE_S,
            "it",
        )
    served.process.wait_until(
        lambda: served.ask("POST", "/v1/status", **asked).json()["status"] == "FAILED", PATIENCE_S, "its end"
    )
    assert served.ask("POST", "/v1/result", **asked).json()["error_code"] == "CANCELLED"


def test_the_sdk_s_own_server_is_not_served_beside_it():
    """Its option is named, and the setting."""
    with pytest.raises(
        WorkerError, match="F5TTS_SERVE is http, and --rp_serve_api is for the queue"
    ) as caught:
        serve(from_environment({}), ["--rp_serve_api"])
    assert caught.value.code == "INVALID_SETTINGS"


@pytest.mark.parametrize(
    ("settings", "arguments", "said"),
    [
        pytest.param(  # tests/unit/test_handler.py and http/test_gate.py have it, too
            {"F5TTS_API_KEY": ""}, [], "F5TTS_API_KEY is missing", marks=pytest.mark.exhaustive
        ),
        pytest.param(  # above without a process of its own
            {}, ["--rp_serve_api"], "--rp_serve_api is for the queue", marks=pytest.mark.exhaustive
        ),
        pytest.param(
            {"F5TTS_MAX_PARALLEL": "0", "F5TTS_VOICE_NAMES": "anna"},
            [],
            "F5TTS_VOICE_NAMES must be",
            marks=pytest.mark.exhaustive,
        ),
    ],
)
def test_what_cannot_be_served_is_one_sentence(demo_environment, tmp_path, settings, arguments, said):
    """And the worker ends at once."""
    own = {"F5TTS_SERVE": "http", "PORT": str(free_port()), "F5TTS_API_KEY": KEY}
    process = WorkerProcess(tmp_path, demo_environment | own | settings, arguments, HANDLER)
    try:
        assert process.wait(PATIENCE_S) == 1
        assert process.log().startswith("INVALID_SETTINGS: ")
        assert said in process.log()
        assert process.log().count("\n") == 1
    finally:
        process.close()

"""The client's parts that need no worker: answers read, files written, recordings carried."""

import base64
import io
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import requests
from tests.unit.servers import Answering, Web

from f5tts_worker.client import command, connection, voices
from f5tts_worker.client.command import main
from f5tts_worker.client.input.recordings import INLINE_BYTES, FileProblemError, recording
from f5tts_worker.client.output import display
from f5tts_worker.client.output.saving import SavingError, existing, save, targets

WAV = base64.b64encode(b"RIFF....").decode()


@pytest.mark.parametrize(
    ("state", "code", "retryable"),
    [
        (
            {"status": "FAILED", "error": "E", "output": {"error_code": "VOLUME_FULL", "retryable": False}},
            "VOLUME_FULL",
            False,
        ),
        ({"status": "FAILED", "error": "ENGINE_DIED: it died."}, "ENGINE_DIED", True),
        ({"status": "FAILED", "error": "UNKNOWN_VOICE: none."}, "UNKNOWN_VOICE", False),
        ({"status": "FAILED"}, "FAILED", True),
        ({"status": "CANCELLED"}, "CANCELLED", False),
        ({"status": "COMPLETED", "output": None}, "COMPLETED", False),
    ],
)
def test_a_failed_job_says_whether_to_try_again(state, code, retryable):
    """The worker's own word counts; where it is missing, the code in the sentence tells."""
    with pytest.raises(connection.JobError) as caught:
        connection.answer_of(state)
    assert (caught.value.code, caught.value.retryable) == (code, retryable)


def test_files_are_whole_or_not_there(tmp_path):
    """What the answer holds is written under its names; a broken part leaves no file."""
    files = targets(tmp_path / "new" / "a", "wav", ("srt",))
    answer = {"audio_base64": WAV, "subtitles": {"srt": {"content": "1\n"}}, "word_timings": [{"word": "é"}]}
    assert save(answer, files) == [tmp_path / "new" / name for name in ("a.wav", "a.srt", "a.words.json")]
    assert (tmp_path / "new/a.wav").read_bytes() == b"RIFF...."
    assert "é" in (tmp_path / "new/a.words.json").read_text(encoding="utf-8")
    assert len(existing(files)) == 3
    broken = targets(tmp_path / "b", "wav", ())
    with pytest.raises(SavingError, match="base64"):
        save({"audio_base64": "?"}, broken)
    assert existing(broken) == []


def test_links_that_lead_nowhere_are_one_sentence(tmp_path):
    """An address that nobody answers at is told without the address, which holds a signature."""
    with pytest.raises(SavingError, match="cannot be reached") as caught:
        save({"audio_url": "http://127.0.0.1:9/a?X-Amz-Signature=abc"}, targets(tmp_path / "a", "wav", ()))
    assert "abc" not in str(caught.value)


def test_a_recording_goes_inside_or_through_the_bucket_or_is_refused(tmp_path):
    """Small files in base64, addresses as they are, large ones with advice where there is no bucket."""
    small, large = tmp_path / "a.wav", tmp_path / "b.wav"
    small.write_bytes(b"RIFF")
    large.write_bytes(bytes(INLINE_BYTES + 1))
    assert recording(str(small), "u", "i", {}) == {"i": "UklGRg=="}
    assert recording("https://example.org/a.wav", "u", "i", {}) == {"u": "https://example.org/a.wav"}
    with pytest.raises(FileProblemError, match=r"7\.0 MB.*mp3.*S3_BUCKET"):
        recording(str(large), "u", "i", {})
    for wrong, sentence in ((str(tmp_path / "none.wav"), "does not exist"), (str(tmp_path), "is a folder")):
        with pytest.raises(FileProblemError, match=sentence):
            recording(wrong, "u", "i", {})


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["say", "x", "--voice", "a", "--voice-file", "b"], "exclude each other"),
        (["say", "x", "--ref-text", "y"], "name the voice"),
        (["say"], "no text is given"),
        (["say", "x", "--turns", "a.json"], "give the text or --turns, not both"),
        (["say", "--turns", "none.json"], "none.json cannot be read: No such file"),
        (["say", "x", "--lexicon", __file__], "test_client.py is not valid JSON"),
        (["say", "x", "--speaker", "Anna"], "expected NAME=VOICE, such as Anna=slt"),
        (["dub", "none.srt"], "none.srt cannot be read: No such file"),
        (["say", "x", "--subtitles", "sub"], "knows no sub"),
        (["say", "x", "--out", "a.mp3", "--format", "wav"], "--format is wav"),
        (["say", "x"], "no endpoint is given"),
        (["voices", "--endpoint", "abc"], "RUNPOD_API_KEY"),
        (["voices", "--endpoint", "local host:8000"], "such as http://localhost:8000"),
        (["voices", "--endpoint", "https://api.runpod.ai/v2/abc/run"], "RUNPOD_API_KEY"),
        (["voices", "--endpoint", "ftp://abc"], "endpoint id"),
        (["align", "a.wav", "--text", " "], "no text is given"),
        (["align", "a.wav", "--text-file", "none.txt"], "none.txt cannot be read: No such file"),
        (["align", "none.wav", "--endpoint", "http://127.0.0.1:9"], "the file none.wav does not exist"),
        (["batch", "none.csv", "--endpoint", "http://127.0.0.1:9"], "none.csv cannot be read: No such file"),
        (["batch", "none.csv", "--parallel", "0"], "--parallel must be from 1 to 64"),
        (["voices", "show"], "take one voice's name"),
        (["voices", "list", "anna"], "take one voice's name"),
        (["result", "../a", "--endpoint", "http://127.0.0.1:9"], "is not a job id"),
    ],
)
def test_wrong_use_is_told_before_anything_is_sent(monkeypatch, capsys, arguments, sentence):
    """Exit code 2 and one sentence."""
    monkeypatch.delenv("RUNPOD_API_KEY", raising=False)
    monkeypatch.delenv("F5TTS_ENDPOINT", raising=False)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_time_is_seen_to_pass_where_a_worker_tells_no_progress(monkeypatch):
    """A local API is silent until the job is done; the display is called again and again meanwhile."""
    seen, enough = [], threading.Event()

    class Slow(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            self.order()
            self.say({"status": "COMPLETED", "output": {"told": enough.wait(60)}})

    def on_progress(progress):
        seen.append(progress["message"])
        if len(seen) == 3:
            enough.set()

    monkeypatch.setattr(connection, "POLL_SECONDS", 0.01)
    with Web(Slow) as server:
        answer = connection.Connection(server.address, None).ask({"input": {}}, on_progress, 60)
    assert answer == {"told": True}
    assert set(seen) == {"waiting for the worker"}


def test_a_client_that_was_suspended_goes_on_waiting(monkeypatch, freeze):
    """By Ctrl-Z or with its laptop: neither its time nor the queue's minute of silence has passed by that."""
    answers = [(418, {}), (418, {}), (200, {"status": "IN_PROGRESS"})]
    answers.append((200, {"status": "COMPLETED", "output": {"done": True}}))

    class Queue(Answering, BaseHTTPRequestHandler):
        def do_GET(self):
            status, state = answers.pop(0)
            self.say(state, status)

    monkeypatch.setattr(connection, "POLL_SECONDS", 0.01)
    with Web(Queue) as server:
        local = connection.Connection(server.address, None)
        assert local.wait("job", lambda _progress: freeze(2 * 3600), 3600) == {"done": True}
    assert answers == []


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--timeout", "0"),
        ("--timeout", "-3"),
        ("--timeout", "inf"),
        ("--speed", "nan"),
        ("--speed", "9"),
        ("--words-per-minute", "9"),
        ("--duration-seconds", "0"),
        ("--target-loudness", "3"),
        ("--seed", "-1"),
        ("--seed", "x"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(capsys, option, value):
    """They are wrong use, told with the value."""
    with pytest.raises(SystemExit) as caught:
        main(["say", "x", f"{option}={value}"])
    assert caught.value.code == 2
    assert value in capsys.readouterr().err


@pytest.mark.parametrize("own", [None, ' "Bearer own-key" \r\n'])
def test_no_other_server_gets_the_key(monkeypatch, tmp_path, own):
    """A URL that is not RunPod's is asked with the key of such servers, if there is one, and with no other.

    Neither a ~/.netrc nor a proxy of the environment gets between this machine and itself.
    """
    (tmp_path / "netrc").write_text("default login anna password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("RUNPOD_API_KEY", "rpa_secret")
    if own is not None:
        monkeypatch.setenv("F5TTS_API_KEY", own)
    sent = []

    class Listening(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            sent.append(f"{self.headers}{self.order()}")
            self.say({"status": "COMPLETED", "output": {"voices": []}})

    with Web(Listening) as server:
        assert main(["voices", "--endpoint", server.address, "--quiet"]) == 0
    assert sent
    assert "rpa_secret" not in sent[0]
    assert f"Authorization: Bearer {'none' if own is None else 'own-key'}\n" in sent[0]


def test_a_name_and_password_in_the_address_are_sent(monkeypatch):
    """As a server behind a proxy of one's own asks for them; no key is sent beside them."""
    monkeypatch.setenv("F5TTS_API_KEY", "own-key")
    sent = []

    class Listening(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            sent.append(f"{self.headers}{self.order()}")
            self.say({"status": "COMPLETED", "output": {"voices": []}})

    with Web(Listening) as server:
        place = server.address.replace("://", "://anna:secret@")
        assert main(["voices", "--endpoint", place, "--quiet"]) == 0
    assert "Authorization: Basic YW5uYTpzZWNyZXQ=\n" in sent[0]
    assert "own-key" not in sent[0]


def test_a_refusal_says_no_key_and_ends_no_job_that_was_taken():
    """Some servers repeat what they were sent; a gateway may refuse a question about a job once."""
    place = connection.Connection("http://localhost:8000", "own-key")
    answer = requests.Response()
    answer.status_code, answer._content = 403, b'{"error": "No such key: own-key"}'
    answer.url = "http://localhost:8000/runsync"
    assert "own-key" not in str(place._refusal(answer))
    assert isinstance(place._refusal(answer), connection.JobError)
    answer.url = "http://localhost:8000/status/1"
    assert isinstance(place._refusal(answer), connection.UnreachableError)


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (401, {}, "the server asks for a key; set F5TTS_API_KEY"),
        (413, {"error": {"message": "It is too large."}}, "HTTP 413: It is too large."),
        (403, {"detail": "Closed"}, "HTTP 403: Closed."),
        (403, ["x"], "HTTP 403."),
        (200, {"status": "COMPLETED"}, "done, but there is no answer with it"),
    ],
)
def test_what_a_server_says_of_a_refusal_is_shown(monkeypatch, capsys, status, body, sentence):
    """One sentence has its reason, whichever form of error the server, or what stands before it, has."""
    monkeypatch.delenv("F5TTS_API_KEY", raising=False)

    class Refusing(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            self.order()
            self.say(body, status)

    with Web(Refusing) as server:
        main(["voices", "--endpoint", server.address, "--quiet"])
    assert sentence in capsys.readouterr().err


def test_options_are_taken_as_people_write_them(monkeypatch, tmp_path):
    """Words without quotation marks or with Windows' own, decimal commas, endings for formats, capitals."""
    monkeypatch.chdir(tmp_path)
    asked = []
    monkeypatch.setattr(connection.Connection, "ask", lambda _, order, *_rest: asked.append(order) or {})
    given = ["--speed", "1,2", "--format", ".MP3", "--quality", "Fast", "--subtitles", "SRT; .ass webvtt"]
    place = ["--endpoint", "localhost:8000", "--out", "new/"]
    assert main(["say", "'It", "is", "late.'", *given, *place]) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Good night.")))
    assert main(["say", *place, "--text-file", "-"]) == 0
    assert asked.pop()["input"]["text"] == "Good night."
    assert asked == [
        {
            "input": {
                "text": "It is late.",
                "speed": 1.2,
                "quality": "fast",
                "output_format": "mp3",
                "subtitle_format": ["srt", "ass", "vtt"],
            }
        }
    ]
    with pytest.raises(SystemExit):
        main(["say", "x", "--out", "-"])


@pytest.mark.parametrize(
    ("command", "text"),
    [("say", ""), ("dub", "1\n00:00:01,000 --> 00:00:02,000\nSalut.\n"), ("book", "Salut.")],
)
def test_a_text_in_a_language_that_the_model_does_not_know(monkeypatch, tmp_path, capsys, command, text):
    """The refusal names an option that the command has, and with it the worker is asked to speak."""
    monkeypatch.chdir(tmp_path)
    refused = "UNSUPPORTED_LANGUAGE: use Y, or set the option any_language to true to have it spoken."
    asked = []

    class Refusing(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.order()["input"])
            speaks = asked[-1].get("endpoint", "tts") in ("tts", "dub")
            answer = {"status": "FAILED", "error": refused}
            self.say(answer if speaks else {"status": "COMPLETED", "output": {"voices": []}})

    given = {"say": "Salut.", "dub": "text.srt", "book": "text.txt"}[command]
    (tmp_path / given).write_text(text)
    with Web(Refusing) as server:
        for option in ([], ["--any-language"]):
            main([command, given, "--endpoint", server.address, "--quiet", "--language", "fr", *option])
            assert asked[-1].get("any_language", False) is bool(option)
            assert "use Y, or use --any-language to have it spoken." in capsys.readouterr().err


def test_json_is_json_wherever_it_is_written(monkeypatch):
    """A console or a file that is not UTF-8 gets escapes of JSON, and no others."""
    data = {"voice": "Zoë 😀 \x1b"}
    for encoding, is_plain in (("utf-8", True), ("cp1252", False)):
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
        text = display.visible_json(data)
        assert json.loads(text) == data
        assert ("Zoë" in text) is is_plain
        assert "\x1b" not in text


def test_a_folder_that_cannot_be_written_is_told_before_a_job_is_paid_for(tmp_path, capsys):
    """Nobody listens at the endpoint: had the client asked, it would say so instead."""
    (tmp_path / "file").write_text("x")
    book = tmp_path / "book.txt"
    book.write_text("Hello.\n")
    place = ["--endpoint", "http://127.0.0.1:9"]
    assert main(["say", "x", *place, "--out", str(tmp_path / "file" / "a")]) == 1
    assert (
        capsys.readouterr().err == f"say: the folder {tmp_path / 'file'} cannot be written: it is a file.\n"
    )
    assert main(["batch", str(book), *place, "--out", "/proc/none"]) == 1
    assert "batch: the folder /proc/none cannot be written" in capsys.readouterr().err


def test_a_package_that_is_missing_is_one_sentence(monkeypatch, capsys):
    """Who calls the client with a Python of its own learns what to install."""
    monkeypatch.setitem(sys.modules, "runpod", None)
    assert main(["voices", "--endpoint", "http://127.0.0.1:9"]) == 1
    error = capsys.readouterr().err
    assert "the package runpod is missing; `pip install .`" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "out", "expected"),
    [
        ("say", "here", {"here/speech.wav", "here/speech.srt", "here/speech.words.json"}),
        ("say", "new/", {"new/speech.wav", "new/speech.srt", "new/speech.words.json"}),
        ("say", "a.mp3", {"a.mp3", "a.srt", "a.words.json"}),
        ("align", "here", {"here/talk.srt", "here/talk.words.json"}),
        ("align", "a.srt", {"a.srt", "a.words.json"}),
        ("result", "here", {"here/j1.wav", "here/j1.srt", "here/j1.words.json"}),
        ("result", "a.wav", {"a.wav", "a.srt", "a.words.json"}),
    ],
)
def test_out_names_the_files_or_their_folder(tmp_path, monkeypatch, command, out, expected):
    """A folder that is there takes the files; an ending that is one of theirs is not doubled."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path)
    answer = {"word_timings": [], "subtitles": {"srt": {"content": "1"}}}
    answer |= {} if command == "align" else {"audio_base64": WAV if command == "say" else "UklGR" + WAV[5:]}
    monkeypatch.setattr(connection.Connection, "ask", lambda *_arguments: answer)
    what = {"say": ["x", "--subtitles", "srt"], "align": ["https://a.b/talk.mp3", "--subtitles", "srt"]}
    arguments = what.get(command, ["j1"])
    assert main([command, *arguments, "--endpoint", "http://127.0.0.1:9", "--out", out]) == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")} == expected


def test_what_the_commands_of_consent_and_forgetting_send(monkeypatch, capsys, tmp_path):
    """Options become fields, of a consent as many as were given; what is left somewhere is printed."""
    asked = []
    answers = {
        "upload": {"changes": []},
        "delete_voice": {"removed": {"copies": 2, "prepared": 1}, "left": ["the memory of workers"]},
        "delete_result": {"files": 3, "left": ["RunPod's own copy"]},
    }

    def ask(_given, data):
        asked.append(data)
        return answers[data["endpoint"]]

    monkeypatch.setattr(voices, "ask", ask)
    monkeypatch.setattr(command, "ask", ask)
    recording = tmp_path / "me.wav"
    recording.write_bytes(b"RIFF")
    consent = ["--consent-who", "Anna", "--consent-how", "signed form"]
    assert command.main(["upload", "anna", str(recording), *consent]) == 0
    assert command.main(["delete", "anna", "--everywhere"]) == 0
    assert command.main(["voices", "delete", "anna"]) == 0
    assert command.main(["result", "job-1", "--delete"]) == 0
    assert asked[0]["consent"] == {"who": "Anna", "how": "signed form"}
    assert asked[1:] == [
        {"endpoint": "delete_voice", "voice_name": "anna", "everywhere": True},
        {"endpoint": "delete_voice", "voice_name": "anna"},
        {"endpoint": "delete_result", "job_id": "job-1"},
    ]
    shown = capsys.readouterr().out
    assert "2 copies, 1 prepared" in shown
    assert "left: the memory of workers" in shown
    assert "3 files" in shown


def test_the_client_is_imported_where_the_system_is_not_posix():
    """All its commands, and the server in front of an endpoint: Windows lacks these modules and functions."""
    program = """
import importlib, os, pkgutil, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"):
    sys.modules[name] = None
for name in "fork register_at_fork getuid sync O_DIRECTORY statvfs".split():
    delattr(os, name)
del signal.SIGHUP, signal.SIGKILL
from f5tts_worker import client, log
for module in pkgutil.walk_packages(client.__path__, "f5tts_worker.client."):
    importlib.import_module(module.name)
importlib.import_module("f5tts_worker.http.command")
log.configure("INFO")
"""
    source = str(Path(connection.__file__).parents[2])
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONPATH": source})

"""What the client sends and what it makes of the answers, against a stand-in for a worker's local API."""

import base64
import json
import shlex
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.unit.servers import Answering, Web

from f5tts_worker import __version__
from f5tts_worker.client.arguments import EXAMPLES, parser
from f5tts_worker.client.command import main
from f5tts_worker.client.connection import UNDER_WAY, Connection, JobError
from f5tts_worker.client.output.display import Display

SOURCES = Path(__file__).resolve().parents[3] / "src"
WAV = base64.b64encode(b"RIFF....WAVE").decode()
ESC = "\x1b[2J\x9b1m\u202e\n"  # clears the screen, turns bold, turns the direction, ends the line
SEEN = r"\x1b[2J\x9b1m\u202e"


class StandIn:
    """A stand-in for a worker: gives `answers` in turn, the last for ever, and keeps each input in `sent`.

    An answer is an output, or a failed job where it has an `error`. A GET is answered with `state`.
    """

    def __init__(self):
        self.answers, self.sent, self.state, self.code = [{}], [], None, 200

    def answer(self, order):
        self.sent.append(order["input"])
        output = self.answers.pop(0) if self.answers[1:] else self.answers[0]
        if "error" in output:
            return {"status": "FAILED", "error": output["error"]}
        return {"status": "COMPLETED", "output": output}


@pytest.fixture
def worker(monkeypatch, tmp_path):
    """Serve a stand-in, as the endpoint that the client's environment names; work in an empty folder."""
    stand_in = StandIn()

    class Serving(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            self.say(stand_in.answer(self.order()), stand_in.code)

        def do_GET(self):
            self.say(stand_in.state, 200 if stand_in.state else 404)

    monkeypatch.chdir(tmp_path)
    with Web(Serving) as server:
        stand_in.url = server.address
        monkeypatch.setenv("F5TTS_ENDPOINT", stand_in.url)
        yield stand_in


@pytest.mark.parametrize(
    ("encoding", "noted"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)]
)
def test_text_files_from_any_editor_are_read(worker, capsys, encoding, noted):
    """The text arrives whole, whatever the encoding; where that is a guess, a note says so."""
    text = "It\u2019s late \u2014 the caf\u00e9 is closed."
    Path("a.txt").write_bytes(f"{text}\r\n".encode(encoding))
    worker.answers = [{"word_timings": []}]
    assert main(["align", "https://a.b/c.wav", "--text-file", "a.txt", "--quiet"]) == 0
    assert worker.sent[0]["text"].strip() == text
    error = capsys.readouterr().err
    assert ("note: a.txt is not UTF-8: it was read as Windows-1252, which is a guess" in error) is noted


def test_a_file_that_is_no_text_is_refused(worker, capsys):
    """Exit code 2, one sentence with the encodings that are read, and nothing is sent."""
    Path("a.txt").write_bytes(b"RIFF\0\0\0\0WAVE")
    for command in (["say", "--text-file"], ["batch"]):
        assert main([*command, "a.txt"]) == 2
        error = capsys.readouterr().err
        assert "a.txt is not plain text in UTF-8, UTF-16, or Windows-1252" in error
        assert error.count("\n") == 1
    assert worker.sent == []


def test_a_batch_from_a_spreadsheet_on_windows(worker, capsys):
    """Semicolons, decimal commas and Windows-1252 become requests; the guess is noted once."""
    Path("book.csv").write_bytes(
        "name;text;speed\r\none;The caf\u00e9.;0,9\r\ntwo;Late.;\r\n".encode("cp1252")
    )
    worker.answers = [{"audio_base64": WAV, "duration": 1.2}]
    assert main(["batch", "book.csv", "--voice", "slt", "--parallel", "1"]) == 0
    assert [(order["text"], order.get("speed")) for order in worker.sent] == [
        ("The caf\u00e9.", 0.9),
        ("Late.", None),
    ]
    said = capsys.readouterr()
    assert said.err.count("which is a guess") == 1
    assert "2 done, 0 failed" in said.out
    assert Path("book/one.wav").exists()


def test_a_batch_pays_once_for_each_item(worker, monkeypatch):
    """A lost answer, a second run, and files that somebody deleted: the same request with the same id.

    Items of one text are two requests; an item that was changed is another one.
    """
    monkeypatch.setattr("f5tts_worker.client.batch.PAUSE_SECONDS", 0)
    made, lost = {"audio_base64": WAV, "duration": 1.2}, {"error": "INTERNAL: the answer was lost"}
    run = ["batch", "book.txt", "--parallel", "1"]
    Path("book.txt").write_text("Hello.\nHello.\n")
    worker.answers = [lost, made]
    assert main(run) == 0
    Path("book/0001.wav").unlink()
    assert main(run) == 0
    ids = [order.pop("request_id") for order in worker.sent]
    assert ids[0] == ids[1] == ids[3] != ids[2]
    assert worker.sent == [worker.sent[0]] * 4
    Path("book.txt").write_text("Good bye.\n")
    assert main([*run, "--overwrite"]) == 0
    assert worker.sent[4]["request_id"] not in ids


def test_an_id_that_an_item_brings_is_its_own(worker):
    """A column `request_id` is taken as it stands, digits too."""
    Path("book.csv").write_text("name,text,request_id\none,Hello.,0042\n")
    worker.answers = [{"audio_base64": WAV, "duration": 1.2}]
    assert main(["batch", "book.csv"]) == 0
    assert worker.sent[0]["request_id"] == "0042"


def test_an_address_or_a_key_that_is_wrong_is_wrong_use(worker, monkeypatch, capsys):
    """Exit code 2 and one sentence; a batch does not try such an endpoint again and again."""
    monkeypatch.setenv("F5TTS_ENDPOINT", f"{worker.url}/nowhere")
    worker.answer = lambda _order: None
    monkeypatch.delenv("F5TTS_API_KEY", raising=False)
    for code, sentence in (
        (404, "does not exist: nothing takes jobs at this address. Expected is the address of `f5tts serve`"),
        (401, "asks for a key; set F5TTS_API_KEY"),
    ):
        worker.code = code
        assert main(["say", "Hello."]) == 2
        assert sentence in capsys.readouterr().err


def test_a_text_is_taken_literally(worker, capsys):
    """`--literal` sends the field, and the worker's hint at that field names the option."""
    worker.answers = [{"audio_base64": WAV, "warnings": ["To have it read, set literal_text to true."]}]
    assert main(["say", "<b>Hello.</b>", "--literal"]) == 0
    assert worker.sent[0]["literal_text"] is True
    assert "use --literal" in capsys.readouterr().err


def test_say_sends_an_id_of_its_caller(worker, capsys):
    """One that the worker would take; another is wrong use, and nothing is sent."""
    worker.answers = [{"audio_base64": WAV}]
    assert main(["say", "Hello.", "--request-id", "chapter-1"]) == 0
    assert main(["say", "Hello.", "--request-id", "a/b", "--out", "x"]) == 2
    assert "--request-id is 'a/b'; use letters" in capsys.readouterr().err
    assert [order.get("request_id") for order in worker.sent] == ["chapter-1"]


def test_subtitles_are_dubbed(worker, capsys):
    """A file's cues travel as they are read, an address as it is; speakers, limits and words with them."""
    Path("film.srt").write_bytes(
        "1\r\n00:00:01,000 --> 00:00:02,000\r\nAnna: Caf\u00e9.\r\n".encode("cp1252")
    )
    Path("names.json").write_text('{"GIF": "jif"}')
    worker.answers = [{"audio_base64": WAV, "subtitles": {"srt": {"content": "1\n"}}, "word_timings": []}]
    speakers = ["--speaker", "Anna=slt", "--speaker", "A=B=rms", "--lexicon", "names.json"]
    limits = ["--max-pace", "1.3", "--min-pace", "0.8", "--subtitles", "srt", "--request-id", "d1"]
    assert main(["dub", "film.srt", "--voice", "rms", *speakers, *limits, "--out", "track.mp3"]) == 0
    assert worker.sent == [
        {
            "endpoint": "dub",
            "srt": "1\n00:00:01,000 --> 00:00:02,000\nAnna: Caf\u00e9.\n",
            "voices": {"Anna": "slt", "A=B": "rms"},
            "lexicon": {"GIF": "jif"},
            "max_pace": 1.3,
            "min_pace": 0.8,
            "output_format": "mp3",
            "subtitle_format": ["srt"],
            "local_voice": "rms",
            "request_id": "d1",
        }
    ]
    said = capsys.readouterr()
    assert said.out.split() == ["track.mp3", "track.srt", "track.words.json"]
    assert "film.srt is not UTF-8" in said.err
    assert main(["dub", "https://a.b/film.vtt?x=1", "--quiet"]) == 0
    assert worker.sent[1] == {
        "endpoint": "dub",
        "srt_url": "https://a.b/film.vtt?x=1",
        "output_format": "wav",
    }
    assert "film-dubbed.wav" in capsys.readouterr().out


def test_a_dialogue_is_said_from_a_file_of_turns_or_by_speakers(worker, capsys):
    """Turns are sent as they are; faults that the worker finds in them name the option."""
    turns = [{"voice": "slt", "text": "Shall we?"}, {"text": "Yes."}]
    Path("talk.json").write_text(json.dumps(turns))
    worker.answers = [{"audio_base64": WAV}, {"error": "INVALID_REQUEST: 1 fault: voices is 3; expected x."}]
    assert main(["say", "--turns", "talk.json", "--paragraph-pause", "0.5", "--quiet"]) == 0
    assert worker.sent[0] == {"turns": turns, "paragraph_pause": 0.5, "output_format": "wav"}
    assert main(["say", "[Anna] Hi.", "--speaker", "Anna=slt", "--quiet", "--overwrite"]) == 2
    assert worker.sent[1] == {"text": "[Anna] Hi.", "voices": {"Anna": "slt"}, "output_format": "wav"}
    assert "1 fault: --speaker is 3" in capsys.readouterr().err


def test_a_voice_is_stored_with_what_it_has_by_itself(worker):
    """Speed, seed, language and a lexicon are kept with it; without them nothing is sent."""
    Path("names.json").write_text('{"GIF": "jif"}')
    worker.answers = [{"voice": "anna"}]
    place = ["upload", "anna", "https://a.b/c.wav", "--quiet"]
    assert main([*place, "--speed", "0.9", "--seed", "3", "--language", "de", "--lexicon", "names.json"]) == 0
    assert main(place) == 0
    defaults = {"speed": 0.9, "language": "de", "seed": 3, "lexicon": {"GIF": "jif"}}
    assert worker.sent[0].items() >= {"language": "de", "defaults": defaults}.items()
    assert not {"defaults", "language"} & worker.sent[1].keys()


def test_a_server_s_control_characters_are_shown_and_do_nothing(worker, capsys):
    """Voices, warnings, changes and errors may hold any character; what steers a terminal is escaped."""
    evil = f"a{ESC}b"
    voice = {"name": evil, "text": evil, "language": evil, "warnings": [evil]}
    Path("a.wav").write_bytes(b"RIFF")
    Path("two.txt").write_text("One.\n")
    trials = [
        (["voices"], {"voices": [voice]}, 0),
        (["voices", "--json"], {"voices": [voice]}, 0),
        (["voices", "show", "anna"], {"voice": voice}, 0),
        (["health"], {"engine": evil}, 0),
        (["upload", "anna", "a.wav"], {"changes": [evil], "warnings": [evil]}, 0),
        (["say", "x"], {"audio_base64": WAV, "warnings": [evil]}, 0),
        (["say", "x"], {"error": f"INTERNAL: {evil}"}, 1),
        (["batch", "two.txt"], {"audio_base64": WAV, "warnings": [evil], "duration": 1}, 0),
        (["batch", "two.txt", "--out", "b"], {"error": f"UNKNOWN_VOICE: {evil}"}, 1),
    ]
    for arguments, answer, code in trials:
        worker.answers = [answer]
        assert (
            main([*arguments, "--quiet", "--overwrite"] if "say" in arguments else [*arguments, "--quiet"])
            == code
        )
        said = capsys.readouterr()
        together = said.out + said.err
        assert not {"\x1b", "\x9b", "\u202e"} & set(together), arguments
        assert r"\x1b[2J" in together or r"\u001b[2J" in together, arguments


def test_json_of_voices_is_what_the_worker_said(worker, capsys):
    """Escapes hide nothing from a program; pages are followed, and one that leads back ends the list."""
    first = {"name": "a", "text": f"caf\u00e9{ESC}", "builtin": True}
    pages = [{"voices": [first], "next_cursor": "a"}, {"voices": [{"name": "b"}], "next_cursor": "a"}]
    worker.answers = [*pages, {}]
    assert main(["voices", "--json", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out) == [first, {"name": "b"}]
    assert [order.get("cursor") for order in worker.sent] == [None, "a"]


def test_the_list_of_voices_shows_what_is_known_of_each(worker, capsys):
    """Name, seconds, language, whether it is built in, its text, and what is wrong with it."""
    worker.answers = [
        {
            "voices": [
                {"name": "slt", "seconds": 3.21, "language": "en", "builtin": True, "text": "Hello.\nYou."},
                {
                    "name": "anna",
                    "seconds": None,
                    "language": None,
                    "builtin": False,
                    "warnings": ["it is quiet"],
                },
            ]
        }
    ]
    assert main(["voices", "--quiet"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["NAME", "SECONDS", "LANGUAGE", "TEXT"]
    assert lines[1].split() == ["slt", "3.2", "en", "built", "in", "Hello.", "You."]
    assert lines[2:] == ["anna", "    note: it is quiet"]


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        (
            ["say", "x", "--language", "xx", "--style", "y"],
            "INVALID_REQUEST: 2 faults: language is 'xx'; expected a code; subtitle_style is 'y'; expected z",
            "2 faults: --language is 'xx'; expected a code; --style is 'y'; expected z",
        ),
        (
            ["say", "x", "--model", "?"],
            "INVALID_REQUEST: options.model is '?'; expected letters.",
            "--model is '?'; expected letters",
        ),
        (
            ["say", "x"],
            "INVALID_REQUEST: text has 30,000 characters; expected at most 9.",
            "the text has 30,000",
        ),
        (
            ["say", "x", "--voice", "-a"],
            "INVALID_REQUEST: local_voice is '-a'; expected a name.",
            "--voice is '-a'",
        ),
        (
            ["upload", "a", "https://a.b/c.wav"],
            "INVALID_REQUEST: voice_name is taken; expected another name, or overwrite: true to replace it.",
            "the name is taken; expected another name, or --overwrite to replace it",
        ),
    ],
)
def test_what_the_worker_refuses_is_said_in_options_and_is_wrong_use(
    worker, capsys, arguments, error, sentence
):
    """The user never sees a field of the request, and the exit code is 2."""
    worker.answers = [{"error": error}]
    assert (
        main([*arguments, "--quiet"] if "--voice" not in arguments else ["say", "x", "--voice=-a", "--quiet"])
        == 2
    )
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_other_sentences_name_options_too(worker, capsys):
    """Failures and warnings: exit code 1, and what to do stands in the words of this command."""
    missing = "TRANSCRIBER_MISSING: this worker cannot transcribe. Send ref_text."
    worker.answers = [{"error": missing}]
    assert main(["say", "x", "--quiet"]) == 1
    assert "Send --ref-text." in capsys.readouterr().err
    assert main(["upload", "a", "https://a.b/c.wav", "--quiet"]) == 1
    assert "Send --text." in capsys.readouterr().err
    worker.answers = [{"audio_base64": WAV, "warnings": ["The text of local_voice is unlike its recording."]}]
    assert main(["say", "The text of x", "--quiet"]) == 0
    assert capsys.readouterr().err == "note: The text of --voice is unlike its recording.\n"


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        *((code, 2) for code in ("INVALID_REQUEST", "UNKNOWN_VOICE", "UNKNOWN_MODEL", "URL_REFUSED")),
        ("UNSUPPORTED_LANGUAGE", 2),
        *((code, 1) for code in ("ENGINE_DIED", "STORE_REFUSED", "NOT_FOUND", "AUDIO_SILENT")),
    ],
)
def test_wrong_use_has_one_exit_code(worker, code, exit_code):
    """It is 2 whether the client or the worker notices that an option names nothing."""
    worker.answers = [{"error": f"{code}: a sentence."}]
    assert main(["say", "x", "--quiet"]) == exit_code


def test_wrong_settings_of_the_bucket_are_wrong_use(worker, capsys, monkeypatch, tmp_path):
    """A recording that is too large for a request needs the bucket's settings, which may be wrong as well."""
    monkeypatch.setenv("S3_BUCKET", "speech/team")
    (tmp_path / "large.wav").write_bytes(bytes(8_000_000))
    assert main(["upload", "a", str(tmp_path / "large.wav"), "--quiet"]) == 2
    assert "S3_BUCKET must be" in capsys.readouterr().err


def test_progress_is_in_the_same_words(capsys):
    """What a worker reports names options and steers no terminal; the same report is shown once."""
    display = Display("upload")
    for _ in range(2):
        display({"message": f"fetching voice_file_url{ESC}", "percent": 7})
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(f"s  fetching the recording{SEEN}\\n  7 %")


@pytest.mark.parametrize(
    "answers",
    [
        [{"job_id": "j1", "status": "PROCESSING"}],
        [
            {"error": "NOT_FOUND: There is no result for the job 'j1'."},
            {"job": {"job_id": "j1", "status": "running"}},
        ],
        [{"error": "NOT_FOUND: There is no result for the job 'j1'."}, {"job_id": "j1", "status": "QUEUED"}],
    ],
)
def test_a_job_that_is_under_way_is_said_to_be(worker, capsys, answers):
    """Exit code 3 and no file, whether the worker answers `result` so, as newer ones do, or only `status`."""
    worker.answers = answers
    assert main(["result", "j1", "--quiet"]) == 3
    assert "the job j1 is still under way" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_a_job_that_failed_or_never_was(worker, capsys):
    """An older worker's `result` knows neither; its `status` has the error of the one that failed."""
    none = {"error": "NOT_FOUND: There is no result for the job 'j1'."}
    facts = {"job_id": "j1", "error": "AUDIO_SILENT: nothing can be heard.", "error_code": "AUDIO_SILENT"}
    worker.answers = [none, {"job": {**facts, "status": "failed"}}]
    assert main(["result", "j1", "--quiet"]) == 1
    assert "AUDIO_SILENT" in capsys.readouterr().err
    for unknown in ({"job": {"status": "unknown"}}, {"job_id": "j1", "status": "UNKNOWN"}):
        worker.answers = [none, unknown]
        assert main(["result", "j1", "--quiet"]) == 1
        assert "NOT_FOUND" in capsys.readouterr().err


@pytest.mark.parametrize("status", ["completed", "success"])
def test_a_job_that_is_done_leaves_its_files(worker, status):
    """Whatever word the worker has for it; formats that the client does not know name no file."""
    worker.answers = [
        {"status": status, "audio_base64": WAV, "subtitles": {"srt": {"content": "1"}, "../x": {}}}
    ]
    assert main(["result", "j1", "--quiet"]) == 0
    assert sorted(path.name for path in Path().iterdir()) == ["j1.srt", "j1.wav"]


def test_the_queue_itself_is_asked_first(worker):
    """A job that waits in RunPod's queue is under way, and no worker is asked."""
    connection = Connection(worker.url, None)
    connection.queued = True  # as with an endpoint's id; the stand-in is at a URL
    worker.state = {"id": "j1", "status": "IN_QUEUE"}
    with pytest.raises(JobError, match=r"j1 is still under way \(IN_QUEUE\)") as caught:
        connection.earlier("j1", lambda _progress: None, 30)
    assert caught.value.code == UNDER_WAY
    assert worker.sent == []


def test_every_example_of_the_help_is_a_command_line(monkeypatch, capsys):
    """Each line under `examples` parses; so does each command's help."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/f5tts"])
    for command, examples in EXAMPLES.items():
        with pytest.raises(SystemExit) as caught:
            main([command, "--help"])
        assert caught.value.code == 0
        shown = capsys.readouterr().out
        for line in (examples % {"prog": f"f5tts {command}"}).splitlines():
            assert line in shown
            _, _, call = line.partition("f5tts ")
            assert parser().parse_args(shlex.split(call, comments=True)).command == command


def test_without_arguments_there_is_help(capsys):
    """It is wrong use, so it goes to stderr with exit code 2; `--version` is one line."""
    assert main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "examples:" in shown.err
    assert "exit codes:" in shown.err
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"f5tts {__version__}\n"


def test_help_imports_nothing_heavy():
    """RunPod's SDK, boto3 and the worker's own settings are imported when a command needs them."""
    code = (
        "import sys\nfrom f5tts_worker.client.command import main\n"
        "try:\n main(['--help'])\nexcept SystemExit:\n pass\n"
        "print([n for n in ('runpod', 'boto3', 'requests', 'f5tts_worker.config') if n in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    ran = subprocess.run(
        command, env={"PYTHONPATH": str(SOURCES)}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        pytest.param(["voices", "--endpoint", "local host"], marks=pytest.mark.exhaustive),
    ],  # as `f5tts` says it
)
def test_the_module_is_the_command(arguments):
    """`python -m f5tts_worker` stays, and calls itself so in its help."""
    command = [sys.executable, "-m", "f5tts_worker", *arguments]
    ran = subprocess.run(
        command, env={"PYTHONPATH": str(SOURCES)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ("usage: python -m f5tts_worker" in ran.stderr) is not bool(arguments)


def test_the_scripts_put_the_command_into_a_virtual_environment(tmp_path):
    """It runs this clone's client from any folder, by a link, too, and imports nothing from that folder."""
    folder, elsewhere = tmp_path / "an environment", tmp_path / "elsewhere"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").symlink_to(sys.executable)
    elsewhere.mkdir()
    (elsewhere / "argparse.py").write_text("raise SystemExit('the wrong argparse')")
    (elsewhere / "link").symlink_to(folder / "bin/f5tts")
    script = 'source "$1/scripts/python.sh"; add_client "$2"'
    subprocess.run(["bash", "-euc", script, "bash", str(SOURCES.parent), str(folder)], check=True)
    for command, code, said in (
        ([folder / "bin/f5tts", "--version"], 0, f"f5tts {__version__}"),
        ([elsewhere / "link"], 2, "usage: f5tts"),
    ):
        ran = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
        assert (ran.returncode, (ran.stdout + ran.stderr).startswith(said)) == (code, True), ran.stderr

"""The command `book` with a stand-in for the worker: what is sent, what is kept, what comes out."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import wave
from pathlib import Path

import av
import pytest
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from tests.unit.client.book.epubs import PNG, make, nav, page
from tests.unit.client.book.standin import RATE, Standin, hum

from f5tts_worker import config
from f5tts_worker.client.book import making, sound
from f5tts_worker.client.book.cutting import CHAPTER_MS, HEADING_MS, PARAGRAPH_MS
from f5tts_worker.client.book.showing import clock
from f5tts_worker.client.command import main
from f5tts_worker.request.parse import parse

SETTINGS = config.from_environment({})
BOOK = "# One\n\nIt was late. We slept.\n\nThe bell rang twice.\n\n# Two\n\nNobody came for it.\n"
SOURCE = Path(__file__).parents[4] / "src"


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setattr(making, "PAUSE_SECONDS", 0.01)
    with Standin() as standin:
        monkeypatch.setenv("F5TTS_ENDPOINT", standin.url)
        yield standin


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "novel.md").write_text(BOOK)
    return tmp_path / "novel.md"


def run(*arguments):
    return main(["book", "novel.md", "--quiet", *arguments])


def ms(text):
    """Return the length of what the stand-in says, rounded up to whole milliseconds."""
    return 40 * len(text) + 1


def report():
    return json.loads(Path("novel.report.json").read_text())


def test_the_list_sends_nothing(book, worker, capsys):
    """Chapters with their words and seconds are shown without an endpoint being asked."""
    assert run("--list") == 0
    assert worker.asked == []
    out = capsys.readouterr().out
    assert re.search(
        r"1 +10 +0:00:03  One\n +2 +5 +0:00:01  Two\n +15 +0:00:04  in 2 chapters \(4 seconds", out
    ), out


def test_one_file(book, worker, tmp_path):
    """Chapters begin to the millisecond where their sound does; tags, cover and brand are an audiobook's."""
    (tmp_path / "cover.png").write_bytes(PNG)
    assert run("--cover", "cover.png", "--author", "A. One", "--title", "The Bell") == 0
    starts = ms("One") + ms("It was late. We slept.") + ms("The bell rang twice.") + HEADING_MS + PARAGRAPH_MS
    first = starts + CHAPTER_MS
    whole = first + ms("Two") + ms("Nobody came for it.") + HEADING_MS + CHAPTER_MS
    with av.open("novel.m4b") as file:
        marks = [(mark["metadata"]["title"], mark["start"], mark["end"]) for mark in file.chapters()]
        assert marks == [("One", 0, first), ("Two", first, whole)]
        assert file.metadata["major_brand"] == "M4B "
        assert abs(file.duration / 1000 - whole) < 1
    tagged = MP4("novel.m4b")
    tags = {
        name: tagged.tags[name] for name in ("\xa9nam", "\xa9ART", "\xa9alb", "\xa9gen", "\xa9cmt", "stik")
    }
    assert tags == {
        "\xa9nam": ["The Bell"],
        "\xa9ART": ["A. One"],
        "\xa9alb": ["The Bell"],
        "\xa9gen": ["Audiobook"],
        "\xa9cmt": ["AI-generated speech, f5tts-worker 9, model hum"],
        "stik": [2],
    }
    assert bytes(tagged.tags["covr"][0]) == PNG
    assert [(round(mark.start * 1000), mark.title) for mark in tagged.chapters] == [
        (0, "One"),
        (first, "Two"),
    ]
    told = report()["chapters"]
    assert [(one["start"], one["seconds"]) for one in told] == [
        (0, first / 1000),
        (first / 1000, (whole - first) / 1000),
    ]


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("mp3", MP3),
        ("opus", OggOpus),
        # Other tests make and read both, FLAC for the samples and MP4 for the tags.
        pytest.param("flac", FLAC, marks=pytest.mark.exhaustive),
        pytest.param("m4a", MP4, marks=pytest.mark.exhaustive),
    ],
)
def test_a_file_a_chapter(book, worker, form, read):
    """Each has its title, its number, and the tag that a machine made it."""
    assert run("--format", form, "--out", "files", "--author", "A. One") == 0
    names = sorted(path.name for path in Path("files").iterdir())
    assert names == [f"01 One.{form}", f"02 Two.{form}"]
    for name, title, track in zip(names, ("One", "Two"), ("1/2", "2/2"), strict=True):
        with av.open(f"files/{name}") as file:
            tags = {key.lower(): text for key, text in {**file.streams[0].metadata, **file.metadata}.items()}
        assert (tags["title"], tags["album"], tags["artist"], tags["track"]) == (
            title,
            "novel",
            "A. One",
            track,
        )
        assert tags["comment"] == "AI-generated speech, f5tts-worker 9, model hum"
        assert read(f"files/{name}").info.length > 3


def test_subtitles_and_words(book, worker):
    """Times are those of the file that is played: of the book, or of the chapter's own file."""
    assert run("--subtitles", "srt,vtt,ttml,whisper_json,textgrid", "--language", "de") == 0
    assert run("--subtitles", "srt", "--format", "flac", "--out", "files", "--language", "de") == 0
    first = json.loads(Path("novel.chapters/01 One.words.json").read_text())
    said = ["One", "It", "was", "late.", "We", "slept.", "The", "bell", "rang", "twice."]
    assert [word["word"] for word in first] == said
    assert (first[0]["start"], first[1]["start"]) == (0, (ms("One") + HEADING_MS) / 1000)
    start = report()["chapters"][1]["start"]
    in_book = json.loads(Path("novel.chapters/02 Two.words.json").read_text())
    alone = json.loads(Path("files/02 Two.words.json").read_text())
    assert [round(a["start"] - b["start"], 3) for a, b in zip(in_book, alone, strict=True)] == [start] * 5
    begins = ms("Two") + HEADING_MS
    text = Path("files/02 Two.srt").read_text()
    assert text.startswith("1\n00:00:00,000 --> ")
    assert f"\n00:00:0{begins // 1000},{begins % 1000:03} --> " in text
    assert text.rstrip("\n").endswith("Nobody came for it.")
    assert Path("novel.chapters/01 One.vtt").read_text().startswith("WEBVTT")
    # As "say" names them, and with the book's language.
    assert 'xml:lang="de"' in Path("novel.chapters/01 One.ttml").read_text()
    assert json.loads(Path("novel.chapters/01 One.whisper.json").read_text())["language"] == "de"
    assert Path("novel.chapters/01 One.TextGrid").exists()


def test_what_is_sent(book, worker):
    """Each heading and paragraph is a job of its own, quiet, literal, with an id that its content decides."""
    assert run("--voice", "anna", "--speed", "0.9", "--quality", "best", "--language", "en") == 0
    jobs = [job for job in worker.asked if "text" in job]
    assert sorted(job["text"] for job in jobs) == sorted(
        ["One", "It was late. We slept.", "The bell rang twice.", "Two", "Nobody came for it."]
    )
    common = {key: value for key, value in jobs[0].items() if key not in ("text", "request_id")}
    assert common == {
        "speed": 0.9, "quality": "best", "seed": 1, "model": "hum", "language": "en", "output_format": "wav",
        "target_loudness": -23.0, "literal_text": True, "local_voice": "anna",
    }  # fmt: skip
    assert all(re.fullmatch("book-[0-9a-f]{32}", job["request_id"]) for job in jobs)


def test_a_second_run_sends_what_changed(book, worker):
    """Nothing if nothing did; one paragraph if one did; everything if the voice's recording did."""
    assert run("--voice", "anna") == 0
    before = Path("novel.m4b").read_bytes()
    worker.asked.clear()
    assert run("--voice", "anna") == 0
    assert worker.texts() == []
    assert Path("novel.m4b").read_bytes() == before
    book.write_text(BOOK.replace("twice", "once"))
    assert run("--voice", "anna") == 0
    assert worker.texts() == ["The bell rang once."]
    for change in ({"audio_sha256": "another"}, {"defaults": {"speed": 0.9}}):
        worker.voice |= change
        worker.asked.clear()
        assert run("--voice", "anna") == 0
        assert len(worker.texts()) == 5


def test_a_lexicon_costs_the_passages_with_its_words(book, worker):
    """Another entry of the endpoint's, or of a voice's own, makes those anew that it respells."""
    book.write_text("A gif came.\n\nThe SQL failed.\n\nNothing else.\n")

    def asked(*arguments):
        worker.asked.clear()
        assert run("--voice", "anna", "--language", "en-GB", *arguments) == 0
        return sorted(worker.texts())

    everything = ["A gif came.", "Nothing else.", "The SQL failed."]
    assert asked() == everything
    worker.shelf["lexicons"] = {"": {"gif": "jif", "else": "ells"}, "en": {"SQL": "sequel"}}
    assert asked() == everything
    worker.shelf["lexicons"]["de"] = {"came": "kam"}
    assert asked() == []
    worker.shelf["lexicons"][""] = {"gif": "gee eye eff", "else": "ells", "boat": "bote"}
    assert asked() == ["A gif came."]
    worker.voice["defaults"] = {"lexicon": {"SQL": "ess cue ell"}, "seed": 5}
    assert asked() == ["The SQL failed."]
    assert asked("--speed", "0.9") == everything
    worker.voice["defaults"] |= {"speed": 0.8}
    assert asked("--speed", "0.9") == []
    worker.shelf["model"] = "another"
    assert asked("--speed", "0.9") == everything


def test_a_worker_that_cannot_tell_its_lexicons(book, worker):
    """One of an earlier release is asked all the same, without a model's name."""
    worker.failures["list_voices"] = (9, "INVALID_REQUEST")
    assert run() == 0
    assert not [job for job in worker.asked if "text" in job and "model" in job]


def test_several_voices(book, worker, capsys):
    """Rules give dialogue and names their voices; a voice's new recording costs what it says."""
    book.write_text("# One\n\n“Go,” said Anna. “Now!”\n\nBob said, “No.”\n\n“So.”\n\nIt was late.\n")
    Path("cast.toml").write_text('dialogue = "talk"\n[names]\nAnna = "anna"\n')
    assert run("--voices", "cast.toml", "--list") == 0
    assert re.search(r"0:00:0\d  said by the model's own voice\n", capsys.readouterr().out)
    assert worker.asked == []
    assert run("--voice", "teller", "--voices", "cast.toml", "--subtitles", "vtt") == 0
    assert "<v anna>“Go,”" in Path("novel.chapters/01 One.vtt").read_text()
    assert {job["voice_name"] for job in worker.asked if "voice_name" in job} == {"teller", "anna", "talk"}
    turns = {
        tuple((one.get("voice"), one["text"]) for one in job["turns"])
        for job in worker.asked
        if "turns" in job
    }
    assert turns == {
        (("anna", "“Go,”"), ("teller", "said Anna."), ("anna", "“Now!”")),
        (("teller", "Bob said,"), ("talk", "“No.”")),
    }
    read = [parse(job, SETTINGS) for job in worker.asked]  # a worker finds no fault in any of them
    assert {turn.voice for one in read for turn in getattr(one, "turns", ())} == {"teller", "anna", "talk"}
    alone = {job["text"]: job["local_voice"] for job in worker.asked if "text" in job}
    assert alone == {"One": "teller", "“So.”": "talk", "It was late.": "teller"}
    words = json.loads(Path("novel.chapters/01 One.words.json").read_text())
    assert [(word["word"], word["voice"]) for word in words][:6] == [
        ("One", "teller"), ("“Go,”", "anna"), ("said", "teller"), ("Anna.", "teller"), ("“Now!”", "anna"),
        ("Bob", "teller"),
    ]  # fmt: skip
    worker.asked.clear()
    worker.voices["talk"] = {"audio_sha256": "new"}
    assert run("--voice", "teller", "--voices", "cast.toml", "--words") == 0
    assert sorted(worker.texts()) == ["Bob said, “No.”", "“So.”"]
    worker.failures["talk"] = (9, "UNKNOWN_VOICE")
    worker.asked.clear()
    worker.failures["anna"] = (9, "UNKNOWN_VOICE")
    capsys.readouterr()
    assert run("--voice", "teller", "--voices", "cast.toml") == 2
    assert "Nor is there 'talk'." in capsys.readouterr().err
    assert worker.texts() == []


def test_files_of_others_are_not_replaced(book, worker, capsys):
    """A file that was not made from this book's folder stays, unless --overwrite is said."""
    Path("novel.m4b").write_text("mine")
    assert run() == 2
    assert "novel.m4b exists; use --out or --overwrite" in capsys.readouterr().err
    assert worker.asked == []
    assert run("--overwrite") == 0
    assert run() == 0


def test_a_lost_worker_costs_a_second_try(book, worker):
    """A job that ends without an answer is sent again, under the same id, and nothing is silent."""
    worker.failures["The bell rang twice."] = (2, "")
    assert run() == 0
    sent = [job["request_id"] for job in worker.asked if job.get("text") == "The bell rang twice."]
    assert len(sent) == 3
    assert len(set(sent)) == 1
    assert all(chapter["silent"] == [] for chapter in report()["chapters"])


@pytest.mark.parametrize(("failure", "tries"), [((9, "ENGINE_DIED"), 3), ((9, "INVALID_REQUEST"), 1)])
def test_what_fails_is_silence_with_a_mark(book, worker, capsys, failure, tries):
    """It is named, with its place and the reason; the next run tries that passage alone."""
    worker.failures["The bell rang twice."] = failure
    assert run("--words") == 1
    assert worker.texts().count("The bell rang twice.") == tries
    assert f"SILENT: One, at 0:00:03: 'The bell rang twice.': {failure[1]}" in capsys.readouterr().err
    (silent,) = report()["chapters"][0]["silent"]
    assert (silent["text"], silent["why"]) == ("The bell rang twice.", f"{failure[1]}: not this.")
    assert "bell" not in Path("novel.chapters/01 One.words.json").read_text()
    worker.failures.clear()
    worker.asked.clear()
    assert run("--words") == 0
    assert worker.texts() == ["The bell rang twice."]
    assert report()["chapters"][0]["silent"] == []


def test_the_workers_warnings_are_told(book, worker, capsys):
    """They are printed with their place, each once, and are in the report; a later run still knows them."""
    left_out = "The model hum does not know these characters and leaves them out: \u6771"
    worker.warnings = {
        "The bell rang twice.": [left_out],
        "Nobody came for it.": [left_out, "Set output_format to wav."],
    }
    assert run() == 0
    begins = ms("One") + ms("It was late. We slept.") + HEADING_MS + PARAGRAPH_MS
    told = capsys.readouterr().err
    assert told.splitlines() == [
        f"note: One, at {clock(begins / 1000)} and 1 more: {left_out}",
        "note: Two, at 0:00:01: Set --format to wav.",
    ]
    first, second = (chapter["warned"] for chapter in report()["chapters"])
    assert [(one["text"], one["start"], one["warnings"]) for one in first] == [
        ("The bell rang twice.", begins / 1000, [left_out])
    ]
    assert [one["text"] for one in second] == ["Nobody came for it."]
    assert run() == 0
    assert capsys.readouterr().err == told


def test_very_many_warnings(book, worker, capsys):
    """The first are printed, and how many more are in the report."""
    worker.warnings = {"The bell rang twice.": [f"Warning {n}." for n in range(300)]}
    assert run() == 0
    *printed, last = capsys.readouterr().err.splitlines()
    assert len(printed) == 20
    assert last == "note: 280 more warnings are in the report"


def test_a_fault_that_no_passage_escapes_ends_the_run(book, worker, capsys):
    """An unknown model, or one failure after the other, makes no book of silence."""
    worker.failures["One"] = (9, "UNKNOWN_MODEL")
    assert run("--parallel", "1") == 2
    assert worker.texts() == ["One"]
    worker.failures = dict.fromkeys(worker.texts(), (9, "INTERNAL"))
    texts = ["One", "It was late. We slept.", "The bell rang twice.", "Two", "Nobody came for it."]
    worker.failures = dict.fromkeys(texts, (9, "UNSUPPORTED_LANGUAGE"))
    assert run("--parallel", "1") != 0
    assert "UNSUPPORTED_LANGUAGE" in capsys.readouterr().err
    assert not Path("novel.m4b").exists()


def test_an_endpoint_that_makes_no_sense(book, worker, capsys):
    """It is said in one sentence, with code 1, and no book of silence is made."""
    worker.on_job = lambda job: setattr(worker, "is_broken", "text" in job)
    assert run("--parallel", "1") == 1
    sentence = "book: the endpoint's answer is not JSON; run it again to continue.\n"
    assert capsys.readouterr().err == sentence
    assert len(worker.texts()) == 3
    assert not Path("novel.m4b").exists()


@pytest.mark.parametrize("kills", [1, pytest.param(3, marks=pytest.mark.exhaustive)])
def test_killed_anywhere(book, worker, tmp_path, kills):
    """Killed again and again, the client goes on: the file is that of a run that was left alone."""
    command = [sys.executable, "-m", "f5tts_worker", "book", "novel.md", "--quiet", "--parallel", "1"]
    environ = {**os.environ, "PYTHONPATH": str(SOURCE)}
    for _ in range(kills):
        seen = threading.Semaphore(0)
        worker.on_job = lambda _job, seen=seen: seen.release()
        client = subprocess.Popen(command, env=environ)
        for _ in range(2 if kills < 3 else 1):
            assert seen.acquire(timeout=120)
        client.send_signal(signal.SIGKILL)
        client.wait(30)
    worker.on_job = None
    assert run("--parallel", "1") == 0
    made = Path("novel.m4b").read_bytes()
    assert len(worker.texts()) <= 5 + kills  # a job under way at each kill is sent again, and no other one
    assert not list(tmp_path.glob(".partial-*"))
    assert run("--out", "alone.m4b", "--title", "novel") == 0
    assert Path("alone.m4b").read_bytes() == made


def test_damaged_passages_are_made_again(book, worker):
    """A sound that was cut off, and a record that is no JSON, count as missing."""
    assert run() == 0
    sounds = sorted(Path("novel.passages").glob("*.wav"))
    sounds[0].write_bytes(sounds[0].read_bytes()[:500])
    sounds[1].with_suffix(".json").write_text("{")
    worker.asked.clear()
    assert run() == 0
    assert len(worker.texts()) == 2


def test_chosen_chapters(tmp_path, worker, monkeypatch, capsys):
    """Left out is what is no text, unless it is named; numbers are those of the list."""
    monkeypatch.chdir(tmp_path)
    pages = {"i.xhtml": page("<h1>Imprint</h1><p>Rights.</p>"), "a.xhtml": page("<h1>One</h1><p>Text.</p>")}
    make(
        "book.epub",
        pages,
        contents=nav('<li><a href="i.xhtml">Imprint</a></li><li><a href="a.xhtml">One</a></li>'),
    )
    assert main(["book", "book.epub", "--list"]) == 0
    assert "Imprint  (left out: the imprint)" in capsys.readouterr().out
    assert main(["book", "book.epub", "--quiet"]) == 0
    assert sorted(worker.texts()) == ["One", "Text."]
    for option in (["--all"], ["--chapters", "1"]):
        assert main(["book", "book.epub", "--quiet", "--list", *option]) == 0
        assert "left out: the imprint" not in capsys.readouterr().out
    for wrong in ("0", "3", "2-1", "x", ""):
        assert main(["book", "book.epub", "--chapters", wrong]) == 2
    assert "expected numbers from 1 to 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--out", "x.mp3"], "end it in .m4b for one file"),
        (["--out", "x.m4b", "--format", "mp3"], "ends in .m4b, but --format is mp3"),
        (["--parallel", "0"], "--parallel must be from 1 to 64"),
        (["--cover", "novel.md"], "is no JPEG or PNG picture"),
        (["--subtitles", "doc"], "knows no doc"),
        (["--style", "nosuch"], "nosuch"),
        (["--out", "folder"], "end it in .m4b for one file"),
    ],
)
def test_wrong_use(book, worker, capsys, arguments, sentence):
    """Is said before anything is sent."""
    assert run(*arguments) == 2
    assert sentence in capsys.readouterr().err
    assert worker.asked == []


def test_without_the_encoder(book, worker, monkeypatch, capsys):
    """What is missing, and how to get it, is said before a job is paid for."""
    monkeypatch.setattr(sound.importlib.util, "find_spec", lambda name: None)
    assert run() == 2
    assert 'pip install ".[book]"' in capsys.readouterr().err
    assert worker.asked == []


def test_the_sound_is_that_of_the_jobs(book, worker):
    """Without loss, a chapter is its passages' samples in order, each in its place, only louder."""
    assert run("--format", "flac", "--out", "files", "--target-loudness", "-30") == 0
    with av.open("files/02 Two.flac") as file:
        samples = b"".join(bytes(f.planes[0])[: 2 * f.samples] for f in file.decode(audio=0))
    for text, start in (("Two", 0), ("Nobody came for it.", ms("Two") + HEADING_MS)):
        with wave.open(__import__("io").BytesIO(hum(text))) as wav:
            said = memoryview(wav.readframes(wav.getnframes())).cast("h")
        heard = memoryview(samples).cast("h")[start * RATE // 1000 :][: len(said)]
        gain = max(heard) / max(said)
        assert max(abs(a - gain * b) for a, b in zip(heard, said, strict=True)) < 20

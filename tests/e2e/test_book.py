"""A book as a user makes it: the real client, killed on the way, and a real worker behind a queue."""

import itertools
import json
import signal
import subprocess
import time

import pytest
from tests.e2e.cloud import ENDPOINT, PATIENCE_S
from tests.e2e.conftest import CANARIES
from tests.e2e.test_client import Client

pytestmark = pytest.mark.environment

KEY = CANARIES["RUNPOD_AI_API_KEY"]
BOOK = "# One\n\n“Hello there,” said Anna.\n\n# Two\n\nIt was a cold day.\n\nThe end.\n"
TEXTS = ["One", "“Hello there,” said Anna.", "Two", "It was a cold day.", "The end."]


def test_a_book_is_made_and_goes_on_after_a_kill(production, tmp_path):
    """The client is killed with jobs under way; run again, it leaves the whole book, in two voices."""
    (tmp_path / "tale.md").write_text(BOOK)
    (tmp_path / "cast.toml").write_text('[names]\nAnna = "rms"\n')
    base = f"http://127.0.0.1:{production.cloud.port}/v2"
    client = Client(tmp_path, RUNPOD_ENDPOINT_BASE_URL=base, RUNPOD_API_KEY=KEY, F5TTS_ENDPOINT=ENDPOINT)
    command = [
        "book", "tale.md", "--voice", "slt", "--quality", "fast",
        "--parallel", "2", "--subtitles", "srt", "--voices", "cast.toml",
    ]  # fmt: skip
    first = client.start(*command)
    passages, end = tmp_path / "tale.passages", time.monotonic() + PATIENCE_S
    while len(list(passages.glob("*.json"))) < 2:  # one of them is no passage
        assert first.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=PATIENCE_S)
    assert not (tmp_path / "tale.m4b").exists()

    client.ok_here(*command)
    shown = subprocess.run(
        ["ffprobe", "-v", "error", "-of", "json", "-show_chapters", "-show_format", "tale.m4b"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(shown.stdout)
    report = json.loads((tmp_path / "tale.report.json").read_text())
    starts = [float(chapter["start_time"]) for chapter in found["chapters"]]
    assert starts == [chapter["start"] for chapter in report["chapters"]]
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == ["One", "Two"]
    assert found["format"]["tags"]["comment"].startswith("AI-generated speech, f5tts-worker ")
    assert (
        abs(float(found["format"]["duration"]) - sum(chapter["seconds"] for chapter in report["chapters"]))
        < 0.1
    )

    words = []
    for name, start in zip(("01 One", "02 Two"), starts, strict=True):
        chapter = json.loads((tmp_path / "tale.chapters" / f"{name}.words.json").read_text())
        assert chapter[0]["start"] >= start
        words += chapter
    assert [word["word"] for word in words] == " ".join(TEXTS).split()
    assert {word["word"] for word in words if word["voice"] == "rms"} == {"“Hello", "there,”"}
    assert {word["voice"] for word in words} == {"slt", "rms"}
    assert all(a["end"] <= b["start"] for a, b in itertools.pairwise(words))

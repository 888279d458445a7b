"""The sheet of subtitle styles, drawn for a text."""

import subprocess
import sys
from pathlib import Path

from tests.unit.drawn_subtitles import needs_ffmpeg

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "preview_subtitles.py"


def run(tmp_path, *options):
    command = [
        sys.executable,
        SCRIPT,
        "A few words. 今日は良い天気です。",
        "--out",
        tmp_path / "sheet.png",
        *options,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_ffmpeg
def test_a_sheet_of_the_styles_and_shapes_that_were_asked_for(tmp_path):
    """A style may be an object, a shape may be pixels."""
    style = '{"preset": "word_pop", "max_words": 2}'
    done = run(tmp_path, "--style", "speaker", "--style", style, "--shape", "9:16", "--shape", "640x640")
    assert done.stderr == ""
    assert "4 frames" in done.stdout
    assert (tmp_path / "sheet.png").read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_said(tmp_path):
    """Before anything is drawn: an unknown shape, and every fault of a style."""
    assert "expected one of 16:9" in run(tmp_path, "--shape", "16:10").stderr
    assert "not valid JSON" in run(tmp_path, "--style", "{oops").stderr
    wrong = run(tmp_path, "--style", '{"size": 1, "colour": "red"}').stderr
    assert "style.size is 1" in wrong
    assert "did you mean color?" in wrong
    assert not (tmp_path / "sheet.png").exists()

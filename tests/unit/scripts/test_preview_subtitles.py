"""The sheet of subtitle styles, drawn for a text."""

import subprocess
import sys
from pathlib import Path

import pytest
from scripts import preview_subtitles
from tests.unit.drawn_subtitles import needs_ffmpeg

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "preview_subtitles.py"


def command(tmp_path):
    text = "A few words. 今日は良い天気です。"
    return [sys.executable, str(SCRIPT), text, "--out", str(tmp_path / "sheet.png")]


@needs_ffmpeg
def test_a_sheet_of_the_styles_and_shapes_that_were_asked_for(tmp_path):
    """A style may be an object, a shape may be pixels."""
    style = '{"preset": "word_pop", "max_words": 2}'
    options = ["--style", "speaker", "--style", style, "--shape", "9:16", "--shape", "640x640"]
    done = subprocess.run([*command(tmp_path), *options], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "4 frames" in done.stdout
    assert (tmp_path / "sheet.png").read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_said(tmp_path, monkeypatch, capsys):
    """Before anything is drawn: an unknown shape, and every fault of a style."""

    def refused(*options):
        monkeypatch.setattr(sys, "argv", [*command(tmp_path)[1:], *options])
        with pytest.raises(SystemExit) as ended:
            preview_subtitles.main()
        assert ended.value.code == 2
        return capsys.readouterr().err

    assert "expected one of 16:9" in refused("--shape", "16:10")
    both = refused("--shape", "3:7", "--style", "nope", "--columns", "0", "--height", "-1")
    for wanted in ("--shape 3:7", "'nope'", "--columns 0", "--height -1"):
        assert wanted in both
    assert "not valid JSON" in refused("--style", "{oops")
    wrong = refused("--style", '{"size": 1, "colour": "red"}')
    assert "style.size is 1" in wrong
    assert "did you mean color?" in wrong
    assert not (tmp_path / "sheet.png").exists()
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), " \u200b"])
    with pytest.raises(SystemExit):
        preview_subtitles.main()
    assert "nothing to show" in capsys.readouterr().err

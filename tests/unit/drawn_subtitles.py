"""Subtitles as libass draws them, by ffmpeg: frames as rows of bytes, and where in them something is lit."""

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

BRIGHT = bytes(value > 60 for value in range(256))
FONTS = Path("/usr/share/fonts")
# Styles ask for Arial; what stands in for it elsewhere is wider. Without the others, boxes are drawn.
WANTED = (
    "truetype/liberation/LiberationSans-Regular.ttf",
    "opentype/ipafont-gothic/ipag.ttf",
    "truetype/noto/NotoColorEmoji.ttf",
)
needs_fonts = pytest.mark.skipif(
    not all((FONTS / name).exists() for name in WANTED),
    reason="no Liberation, IPA or emoji fonts",
)
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg, which holds libass")


def frames(tmp_path, text, moments, size, fonts=None):
    """Draw the subtitles onto black at several moments (ms, rising), with no other `fonts`.

    Returns a frame for each: its rows, each of red, green, blue.
    """
    width, height = size
    (tmp_path / "speech.ass").write_text(text, encoding="utf-8", newline="")
    times = "0"
    for number, at in enumerate(moments):
        times = f"if(eq(N,{number}),{at},{times})"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"color=black:s={width}x{height},format=rgb24"]
    command += [
        "-vf",
        f"setpts='({times})/1000/TB',ass={tmp_path / 'speech.ass'}",
        "-fps_mode",
        "passthrough",
    ]
    command += ["-frames:v", str(len(moments)), "-f", "rawvideo", "-"]
    environment = dict(os.environ)
    if fonts is not None:
        environment["FONTCONFIG_FILE"] = str(tmp_path / "fonts.conf")
        (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>")
    raw = subprocess.run(command, check=True, capture_output=True, env=environment).stdout
    one, row = 3 * width * height, 3 * width
    assert len(raw) == one * len(moments)
    return [
        [raw[start : start + row] for start in range(one * number, one * (number + 1), row)]
        for number in range(len(moments))
    ]


def edges(rows):
    """Return the first and last columns and rows that are lit."""
    bright = [row.translate(BRIGHT) for row in rows]
    lines = [y for y, row in enumerate(bright) if 1 in row]
    columns = [x for row in bright if 1 in row for x in (row.index(1) // 3, row.rindex(1) // 3)]
    return min(columns), max(columns), min(lines), max(lines)


def pixels(row):
    """Return a row's pixels as (red, green, blue)."""
    return zip(row[::3], row[1::3], row[2::3], strict=True)


def columns(rows, is_wanted):
    """Return the columns in which there is a pixel such as is wanted."""
    return {x for row in rows if max(row) for x, pixel in enumerate(pixels(row)) if is_wanted(*pixel)}


def words_of(found, count):
    """Divide columns into so many words, at the widest gaps between them: (first, last) of each."""
    at = sorted(found)
    gaps = sorted(range(1, len(at)), key=lambda i: at[i] - at[i - 1])[len(at) - count :]
    cuts = [0, *sorted(gaps), len(at)]
    return [(at[first], at[stop - 1]) for first, stop in pairwise(cuts)]

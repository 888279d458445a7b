#!/usr/bin/env python3
"""Draw every subtitle style in every shape of picture, for a text of one's own: a sheet to choose from.

    .venv/bin/python scripts/preview_subtitles.py "What you want to see." --out sheet.png
    .venv/bin/python scripts/preview_subtitles.py "Hello." --style '{"preset": "karaoke", "size": 90}'

Needs ffmpeg with libass, as Debian has it, and shows the fonts of this machine. The words get even times, as
if they were spoken at a steady pace. Nothing is sent anywhere.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from f5tts_worker import config
from f5tts_worker.languages import is_unspaced
from f5tts_worker.request.subtitle_style import read_style
from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.subtitles.pictures import SHAPES, picture
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.styles import STYLES
from f5tts_worker.subtitles.words import Word, from_engine

MS_PER_LETTER = 65  # about 15 letters a second, as people speak
GAP = 12  # pixels between the frames
LABEL = 30  # the height of a row's name
# Dusk over dark hills: subtitles have to be read on light and on dark.
BACKGROUND = (
    "color=black:s=32x32,format=gbrp,geq=r='35+170*pow(Y/32,2)':g='44+110*pow(Y/32,2)':b='70+20*Y/32',"
    "scale={size}:flags=bilinear,format=rgb24"
)
VOICES = ("Ann", "Ben")  # in a style that colours voices, sentences take turns


@dataclass(frozen=True)
class Frame:
    """One frame of the sheet: a style in a shape, and where it stands."""

    style: str
    shape: str
    left: int
    top: int
    width: int
    height: int


def main() -> int:
    """Write the sheet and say where it is."""
    given = arguments()
    words = timed(given.text, given.language)
    styles = given.style or list(STYLES)
    shapes = given.shape or list(SHAPES)
    with tempfile.TemporaryDirectory() as folder:
        frames = list(placed(styles, shapes, given.height, given.columns))
        files = [draw(frame, words, Path(folder) / f"{number}.png") for number, frame in enumerate(frames)]
        compose(frames, files, Path(folder), given.out)
    print(f"{len(frames)} frames, styles {', '.join(styles)}: {given.out}")
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text")
    parser.add_argument(
        "--style", action="append", metavar="NAME|JSON", help="all of them, unless given; repeatable"
    )
    parser.add_argument(
        "--shape", action="append", metavar="SHAPE", help=f"{', '.join(SHAPES)}, or pixels; repeatable"
    )
    parser.add_argument("--language", default="en", help="for where sentences end (en)")
    parser.add_argument("--height", type=int, default=240, help="of a frame, in pixels (240)")
    parser.add_argument("--columns", type=int, default=2, help="styles side by side (2)")
    parser.add_argument(
        "--out", type=Path, default=Path("subtitles.png"), help="subtitles.png; .jpg and .webp work, too"
    )
    given = parser.parse_args()
    if faults := list(wrong(given)):
        parser.error("; ".join(faults))
    return given


def wrong(given: argparse.Namespace) -> Iterator[str]:
    """Yield all that is wrong with the command line."""
    if not any(word.visible for word in timed(given.text, given.language)):
        yield "the text has nothing to show"
    for name in ("height", "columns"):
        if getattr(given, name) < 1:
            yield f"--{name} {getattr(given, name)}: expected a number from 1"
    for shape in given.shape or ():
        if picture(shape) is None:
            yield f"--shape {shape}: expected one of {', '.join(SHAPES)}, or pixels such as 1080x1920"
    for style in given.style or ():
        try:
            yield from map(str, styled(style, "16:9")[1])
        except ValueError as error:
            yield f"--style is not valid JSON: {error}"


def styled(style: str, shape: str) -> tuple[object, Sequence[object]]:
    """Return a style for a shape, and what is wrong with it."""
    value = json.loads(style) if style.startswith("{") else {"preset": style}
    order = read_style({**value, "resolution": shape}, "style", ["ass"], config.from_environment({}))
    return order.style, order.faults


def timed(text: str, language: str) -> list[Word]:
    """Give the words of a text even times."""
    items, now = [], 0
    sentences = split_sentences(text, language)
    for sentence in sentences:
        for word in tokens(sentence):
            end = now + MS_PER_LETTER * (len(word) + 1)
            items.append({"word": word, "start_ms": now, "end_ms": end, "score": 1.0, "source": "aligned"})
            now = end
        now += 250
    return from_engine(items, sentences=sentences)


def tokens(sentence: str) -> Iterator[str]:
    """Yield words, and the characters of scripts without spaces, as the engine does."""
    for word in sentence.split():
        run = ""
        for char in word:
            if is_unspaced(char):
                yield from [run] if run else []
                run = ""
                yield char
            else:
                run += char
        yield from [run] if run else []


def placed(styles: Sequence[str], shapes: Sequence[str], height: int, columns: int) -> Iterator[Frame]:
    """Yield the frames: a row for each style, its shapes side by side."""
    widths = [round(height * shaped.width / shaped.height) for shape in shapes if (shaped := picture(shape))]
    row = sum(widths) + GAP * len(widths)
    for number, style in enumerate(styles):
        left = GAP + (number % columns) * (row + GAP)
        top = LABEL + (number // columns) * (height + LABEL + GAP)
        for shape, width in zip(shapes, widths, strict=True):
            yield Frame(style, shape, left, top, width, height)
            left += width + GAP


def draw(frame: Frame, words: Sequence[Word], path: Path) -> Path:
    """Draw a frame in the middle of a word, in the full size of its picture."""
    style, _ = styled(frame.style, frame.shape)
    if style.by_voice:
        words = [replace(word, voice=VOICES[word.sentence % len(VOICES)]) for word in words]
    text = render(words, ["ass"], style)["ass"]
    (path.with_suffix(".ass")).write_text(text, encoding="utf-8")
    shaped = picture(frame.shape)
    at = moment(words, style)
    source = BACKGROUND.format(size=f"{shaped.width}:{shaped.height}")
    scaled = f"scale={frame.width}:{frame.height}:flags=lanczos"
    filters = f"setpts=PTS+{at}/1000/TB,ass={path.with_suffix('.ass')},{scaled}"
    ffmpeg("-f", "lavfi", "-i", source, "-vf", filters, "-frames:v", "1", str(path))
    return path


def moment(words: Sequence[Word], style: object) -> int:
    """Return the middle of a word in the middle of the fullest cue, in milliseconds."""
    document = json.loads(render(words, ["json"], style)["json"])
    cues = [cue for cue in document["cues"] if cue.get("voice") != VOICES[0]]
    cue = max(cues[:4], key=lambda cue: cue["words"][1] - cue["words"][0])
    first, stop = cue["words"]
    word = document["words"][(first + stop) // 2]
    return round(500 * (word["start"] + word["end"]))


def compose(frames: Sequence[Frame], files: Sequence[Path], folder: Path, out: Path) -> None:
    """Put the frames on one sheet, with the name of each style above its row."""
    width = max(frame.left + frame.width for frame in frames) + GAP
    height = max(frame.top + frame.height for frame in frames) + GAP
    labels = folder / "labels.ass"
    labels.write_text(names(frames, width, height), encoding="utf-8")
    inputs = [part for path in files for part in ("-i", str(path))]
    chain = f"color=0x14161c:s={width}x{height}:d=1[b0];"
    for number, frame in enumerate(frames):
        chain += f"[b{number}][{number}:v]overlay={frame.left}:{frame.top}[b{number + 1}];"
    chain += f"[b{len(frames)}]ass={labels}"
    ffmpeg(*inputs, "-filter_complex", chain, "-frames:v", "1", "-q:v", "4", "-quality", "80", str(out))


def names(frames: Sequence[Frame], width: int, height: int) -> str:
    """Return an ASS file with the styles' names."""
    head = (
        f"[Script Info]\nScriptType: v4.00+\nPlayResX: {width}\nPlayResY: {height}\n\n[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, Alignment, Encoding\n"
        "Style: Default,DejaVu Sans Mono,20,&H00E8E2DC,7,1\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Text\n"
    )
    firsts = {frame.style: frame for frame in reversed(frames)}
    return head + "".join(
        f"Dialogue: 0,0:00:00.00,0:01:00.00,Default,{{\\pos({frame.left},{frame.top - LABEL + 5})}}"
        + style.replace("{", "\\{")
        + "\n"
        for style, frame in firsts.items()
    )


def ffmpeg(*options: str) -> None:
    """Run ffmpeg, which writes a file."""
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *options], check=True)


if __name__ == "__main__":
    sys.exit(main())

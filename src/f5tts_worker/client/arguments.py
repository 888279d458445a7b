"""The client's command line: its commands and their options."""

import argparse
import math
import os
from pathlib import Path

from f5tts_worker.fields import OUTPUT_FORMATS, QUALITY, SUBTITLE_FORMATS


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m f5tts_worker",
        description="Speak, clone voices and time words with an F5-TTS endpoint.",
        epilog="The key comes from RUNPOD_API_KEY; a worker on your own machine needs none.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _say(commands.add_parser("say", help="speak a text"))
    _batch(commands.add_parser("batch", help="speak many texts; run it again to go on where it stopped"))
    _align(commands.add_parser("align", help="time the words of a recording"))
    _upload(commands.add_parser("upload", help="store a voice"))
    _common(commands.add_parser("voices", help="list the voices"))
    delete = _common(commands.add_parser("delete", help="delete a stored voice"))
    delete.add_argument("name")
    result = _common(commands.add_parser("result", help="get an earlier job's files again"))
    result.add_argument("job_id")
    _files(result)
    _common(commands.add_parser("health", help="show how the worker is, as JSON"))
    return top


def _common(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument(
        "--endpoint",
        default=os.environ.get("F5TTS_ENDPOINT"),
        metavar="ID|URL",
        help="RunPod's endpoint id, or http://localhost:8000 (default: F5TTS_ENDPOINT)",
    )
    command.add_argument(
        "--timeout", type=_seconds, default=3600, metavar="SECONDS", help="for one job (3600)"
    )
    command.add_argument("--quiet", action="store_true", help="no progress")
    return command


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is no number")
    return number


def _seconds(text: str) -> float:
    seconds = _number(text)
    if not 1 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is not from 1 to 86400 seconds")
    return seconds


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, metavar="PATH", help="the files' common name, or a folder")
    command.add_argument("--overwrite", action="store_true", help="replace files that are there")


def _speech(command: argparse.ArgumentParser) -> None:
    command.add_argument("--voice", metavar="NAME", help="a stored voice")
    command.add_argument("--voice-file", metavar="FILE|URL", help="a recording to clone, for this job only")
    command.add_argument("--ref-text", metavar="TEXT", help="what is said in the recording")
    command.add_argument("--speed", type=_number)
    command.add_argument("--quality", choices=tuple(QUALITY))
    command.add_argument("--seed", type=int)
    command.add_argument("--model")
    command.add_argument("--format", choices=OUTPUT_FORMATS, help="of the audio (wav)")
    _subtitles(command)


def _subtitles(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", metavar="CODE")
    command.add_argument(
        "--subtitles", metavar="LIST", help=f"{', '.join(SUBTITLE_FORMATS)}, with commas between"
    )
    command.add_argument("--style", help="of ASS subtitles: default, karaoke, sweep, boxed, headline")


def _say(command: argparse.ArgumentParser) -> None:
    _common(command)
    command.add_argument("text", nargs="?", help="the text, or - to read it from standard input")
    command.add_argument("--text-file", type=Path, metavar="FILE")
    _speech(command)
    _files(command)


def _batch(command: argparse.ArgumentParser) -> None:
    _common(command)
    command.add_argument(
        "file", type=Path, help=".jsonl or .csv with `text`, `name` and any field of tts; else a text a line"
    )
    command.add_argument("--parallel", type=int, default=4, metavar="N", help="jobs in flight (4)")
    _speech(command)
    _files(command)


def _align(command: argparse.ArgumentParser) -> None:
    _common(command)
    command.add_argument("recording", metavar="FILE|URL")
    command.add_argument("--text", help="what is said in it; without a text it is transcribed")
    command.add_argument("--text-file", type=Path, metavar="FILE")
    _subtitles(command)
    _files(command)


def _upload(command: argparse.ArgumentParser) -> None:
    _common(command)
    command.add_argument("name")
    command.add_argument("recording", metavar="FILE|URL")
    command.add_argument("--text", help="what is said in it; without a text it is transcribed")
    command.add_argument("--text-file", type=Path, metavar="FILE")
    command.add_argument("--overwrite", action="store_true", help="replace the voice of this name")

"""The client's command line: its commands, their options, and examples of both."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from f5tts_worker import __version__
from f5tts_worker.client.examples import ABOUT, EXAMPLES
from f5tts_worker.client.input.option_values import Out, Words, of_field, timeout, word
from f5tts_worker.client.input.places import file_path
from f5tts_worker.request.field import Field
from f5tts_worker.request.fields import ENDPOINTS, OUTPUT_FORMATS, QUALITY
from f5tts_worker.request.output_fields import SUBTITLE_FORMATS
from f5tts_worker.subtitles.styles import STYLES

OPTIONS: dict[str, Field] = {
    field.name: field for field in (*ENDPOINTS["dub"].options, *ENDPOINTS["tts"].options)
}

BOOK_FORMATS = ("m4b", "m4a", "mp3", "opus", "flac")
TIMEOUTS = {"check": (600, "for all jobs together"), "book": (1800, "for one passage")}


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    started_as_module = Path(sys.argv[0]).name == "__main__.py"
    top = argparse.ArgumentParser(
        prog="python -m f5tts_worker" if started_as_module else "f5tts",
        description="Speak, clone voices and time words with an F5-TTS endpoint.",
        epilog=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"f5tts {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, summary: str, fill: Callable[[argparse.ArgumentParser], None]) -> None:
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"examples:\n{EXAMPLES[name]}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        fill(command)
        _common(command, *TIMEOUTS.get(name, (3600, "for one job")))

    add("say", "speak a text", _say)
    add("dub", "speak subtitles (SRT, WebVTT, ASS), each cue at its time", _dub)
    add("batch", "speak many texts; run it again to continue where it stopped", _batch)
    add("book", "speak a whole book; run it again to continue where it stopped", _book)
    add("align", "time the words of a recording", _align)
    add("upload", "store a voice", _upload)
    add("voices", "list the voices, show one, or delete a stored one", _voices)
    add("delete", "delete a stored voice, as `voices delete` does", _name)
    add("result", "get an earlier job's files again", _result)
    add("health", "show the worker's state, as JSON", lambda _command: None)
    # Read by __main__: the client knows no server.
    commands.add_parser("serve", help="serve HTTP on this machine, before a worker or an endpoint")
    add("check", "send an endpoint a fixed set of jobs, judge the answers, and write a report", _check)
    return top


def _common(command: argparse.ArgumentParser, seconds: int, what: str) -> None:
    command.add_argument(
        "--endpoint",
        default=os.environ.get("F5TTS_ENDPOINT"),
        metavar="ID|URL",
        help="RunPod's endpoint id, or a server's address (default: F5TTS_ENDPOINT)",
    )
    command.add_argument(
        "--timeout", type=timeout, default=seconds, metavar="SECONDS", help=f"{what} ({seconds})"
    )
    command.add_argument("--quiet", action="store_true", help="no progress")
    command.set_defaults(in_folder=False)


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("place", nargs="?", metavar="ENDPOINT", help="as --endpoint")
    command.add_argument("--yes", action="store_true", help="start without asking")
    command.add_argument("--out", action=Out, metavar="PATH", help="the report (f5tts-check.md)")
    command.add_argument("--overwrite", action="store_true", help="replace an existing report")
    command.add_argument(
        "--paces",
        type=file_path,
        metavar="FOLDER",
        help="also compare paces made by the model and by stretching; the recordings go into FOLDER",
    )


def _lifetime(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--expires-in",
        metavar="SECONDS",
        **of_field(OPTIONS["expires_in"]) | {"help": "delete the results from the store after so long"},
    )


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", action=Out, metavar="PATH", help="the files' common name, or a folder")
    command.add_argument("--overwrite", action="store_true", help="replace existing files")


def _speech(command: argparse.ArgumentParser) -> None:
    command.add_argument("--voice", metavar="NAME", help="a stored voice")
    command.add_argument("--voice-file", metavar="FILE|URL", help="a recording to clone, for this job only")
    command.add_argument("--ref-text", metavar="TEXT", help="what is said in the recording")
    _consent(command)
    command.add_argument("--speed", **of_field(OPTIONS["speed"]))
    command.add_argument("--target-loudness", **of_field(OPTIONS["target_loudness"]))
    command.add_argument("--quality", type=word, choices=tuple(QUALITY))
    command.add_argument("--seed", **of_field(OPTIONS["seed"]))
    command.add_argument("--model")
    command.add_argument("--format", type=word, choices=OUTPUT_FORMATS, help="of the audio (wav)")
    _lifetime(command)
    _any_language(command)
    _subtitles(command)


def _any_language(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--any-language",
        action="store_true",
        help="also if the model does not know the language",
    )


def _subtitles(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", metavar="CODE")
    command.add_argument(
        "--subtitles", metavar="LIST", help=f"{', '.join(SUBTITLE_FORMATS)}, separated by commas"
    )
    command.add_argument(
        "--style",
        metavar="NAME|JSON",
        help=f"of the subtitles: {', '.join(STYLES)}, or an object that changes one",
    )


def _of_text(command: argparse.ArgumentParser) -> None:
    command.add_argument("--words-per-minute", **of_field(OPTIONS["words_per_minute"]))
    command.add_argument("--duration-seconds", **of_field(OPTIONS["duration_seconds"]))
    command.add_argument("--paragraph-pause", **of_field(OPTIONS["paragraph_pause"]))
    _literal(command)


def _literal(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--literal", action="store_true", help="take the text as it is written, HTML and Markdown included"
    )


def _directions(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--speaker",
        action="append",
        metavar="NAME=VOICE",
        help="the stored voice of a speaker that the text names; once for each",
    )
    _lexicon(command)
    command.add_argument(
        "--request-id", metavar="ID", help="an id of yours: the same request with it is made only once"
    )


def _lexicon(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--lexicon", type=file_path, metavar="FILE", help='JSON: how words are spoken, as in {"GIF": "jif"}'
    )


def _say(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "text", nargs="*", action=Words, help="the text, or - to read it from standard input"
    )
    command.add_argument("--text-file", type=file_path, metavar="FILE", help="a file with the text")
    command.add_argument("--turns", type=file_path, metavar="FILE", help="JSON: the turns of several voices")
    _directions(command)
    _speech(command)
    _of_text(command)
    _files(command)


def _dub(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE|URL", help="subtitles: SRT, WebVTT, ASS, TTML or LRC")
    _directions(command)
    command.add_argument("--max-pace", **of_field(OPTIONS["max_pace"]))
    command.add_argument("--min-pace", **of_field(OPTIONS["min_pace"]))
    _speech(command)
    _files(command)


def _batch(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file",
        type=file_path,
        help=".jsonl, .json, .csv or .tsv with `text`, `name` and any field of tts; else one text per line",
    )
    command.add_argument("--parallel", type=int, default=4, metavar="N", help="jobs in flight (4)")
    _speech(command)
    _of_text(command)
    _files(command)


def _book(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=file_path, help="an EPUB, Markdown (.md) or text (.txt) file")
    command.add_argument("--list", action="store_true", help="show the chapters, and send nothing")
    command.add_argument("--chapters", metavar="LIST", help="by their numbers in --list, such as 1-3,7")
    command.add_argument("--all", action="store_true", help="also front matter, contents, notes and the like")
    command.add_argument("--parallel", type=int, default=8, metavar="N", help="jobs in flight (8)")
    command.add_argument("--voice", metavar="NAME", help="a stored voice; `upload` stores one")
    command.add_argument(
        "--voices",
        type=file_path,
        metavar="FILE",
        help="rules for other voices: dialogue, and names (TOML; see docs/BOOK.md)",
    )
    command.add_argument("--speed", **of_field(OPTIONS["speed"]))
    command.add_argument("--quality", type=word, choices=tuple(QUALITY))
    command.add_argument("--seed", **of_field(OPTIONS["seed"]) | {"default": 1})
    command.add_argument("--model")
    command.add_argument("--language", metavar="CODE", help="instead of the one that the book names")
    _any_language(command)
    command.add_argument("--target-loudness", **of_field(OPTIONS["target_loudness"]))
    command.add_argument(
        "--format",
        type=word,
        choices=BOOK_FORMATS,
        help="m4b is one file with chapters, the others have a file for each (m4b)",
    )
    command.add_argument(
        "--subtitles",
        metavar="LIST",
        help=f"of each chapter: {', '.join(SUBTITLE_FORMATS)}, separated by commas",
    )
    command.add_argument("--style", help="of ASS subtitles")
    command.add_argument("--words", action="store_true", help="also the time of every word, as JSON")
    command.add_argument("--title")
    command.add_argument("--author")
    command.add_argument("--cover", type=file_path, metavar="FILE", help="a JPEG or PNG picture")
    _files(command)


def _align(command: argparse.ArgumentParser) -> None:
    command.add_argument("recording", metavar="FILE|URL")
    _said(command)
    _lifetime(command)
    _subtitles(command)
    _literal(command)
    _files(command)


def _upload(command: argparse.ArgumentParser) -> None:
    command.add_argument("name")
    command.add_argument("recording", metavar="FILE|URL")
    _said(command)
    command.add_argument("--overwrite", action="store_true", help="replace the voice of this name")
    for name in ("speed", "seed"):
        command.add_argument(f"--{name}", **of_field(OPTIONS[name]))
    command.add_argument("--language", metavar="CODE", help="of the recording, and of speech in this voice")
    _lexicon(command)
    _consent(command)


def _consent(command: argparse.ArgumentParser) -> None:
    command.add_argument("--consent-who", metavar="NAME", help="who agreed that the recording may be cloned")
    command.add_argument("--consent-when", metavar="DAY", help="when, such as 2026-11-20")
    command.add_argument("--consent-how", metavar="TEXT", help="how that is known, such as a signed form")


def _said(command: argparse.ArgumentParser) -> None:
    command.add_argument("--text", help="what is said in it; without a text it is transcribed")
    command.add_argument("--text-file", type=file_path, metavar="FILE", help="a file with that text")


def _voices(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", nargs="?", choices=("list", "show", "delete"), default="list")
    command.add_argument("name", nargs="?", help="of the voice to show or delete")
    command.add_argument("--json", action="store_true", help="the worker's full answer, as JSON")
    _everywhere(command)


def _name(command: argparse.ArgumentParser) -> None:
    command.add_argument("name")
    _everywhere(command)


def _everywhere(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--everywhere", action="store_true", help="delete at once what the volume keeps of the voice, too"
    )


def _result(command: argparse.ArgumentParser) -> None:
    command.add_argument("job_id", metavar="JOB_ID")
    command.add_argument("--delete", action="store_true", help="delete it from the store, and save nothing")
    _files(command)

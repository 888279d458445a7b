"""What the client's commands do. Exit codes: 0 done, 1 failed, 2 wrong use."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from f5tts_worker.client.arguments import parser
from f5tts_worker.client.connection import API_HOST, Connection, JobError, UnknownJobError, UnreachableError
from f5tts_worker.client.display import Display
from f5tts_worker.client.recordings import FileProblemError, recording
from f5tts_worker.client.saving import SavingError, check_folder, existing, save, targets
from f5tts_worker.errors import WorkerError
from f5tts_worker.fields import OUTPUT_FORMATS, SUBTITLE_FORMATS

Given = argparse.Namespace
_PLACE = re.compile(r"[A-Za-z0-9_-]+|https?://[^/\s]\S*")
OPTIONS = ("speed", "quality", "seed", "model", "language")


class UsageError(Exception):
    """A command line that makes no sense, in one sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    given = parser().parse_args(argv)
    try:
        return COMMANDS[given.command](given)
    except (UsageError, FileProblemError) as error:
        print(f"{given.command}: {error}.", file=sys.stderr)
        return 2
    except (JobError, UnreachableError, UnknownJobError, SavingError, WorkerError) as error:
        print(f"{given.command}: {str(error).rstrip('.')}.", file=sys.stderr)
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"{given.command}: {place}{error.strerror or error}.", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        sentence = f"the package {error.name} is missing; requirements.txt lists what the client needs"
        print(f"{given.command}: {sentence}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt as stop:
        print(f"\n{given.command}: stopped{_what_goes_on(given, str(stop))}.", file=sys.stderr)
        if given.command == "batch":
            sys.stdout.flush()
            os._exit(130)  # its threads, which wait for jobs, would keep the process until those end
        return 130


def _what_goes_on(given: Given, job_id: str) -> str:
    if given.command == "batch":
        return "; run it again to go on"
    if job_id and given.command in ("say", "align"):
        return f"; the job goes on, and `result {job_id}` gets its files"
    return ""


def say(given: Given) -> int:
    """Speak one text and save speech, subtitles and word times."""
    stem, audio = _stem_and_format(given, "speech")
    data = {"text": _text(given, required=True), **_speech(given, audio)}
    return _make(given, data, targets(stem, audio, _formats(given)))


def align(given: Given) -> int:
    """Time the words of a recording; save subtitles and word times."""
    name = Path(given.recording.partition("?")[0]).stem or "recording"
    data = {"endpoint": "align", **_subtitle_options(given)}
    if given.language:
        data["language"] = given.language
    if text := _text(given, required=False):
        data["text"] = text
    files = targets(_stem(given, name, _formats(given)), None, _formats(given))
    return _make(given, data, files, lambda: recording(given.recording, "audio_url", "audio_base64"))


def result(given: Given) -> int:
    """Save an earlier job's files again."""
    answer = _ask(given, {"endpoint": "result", "job_id": given.job_id})
    audio, subtitles = _audio_format(answer), tuple(answer.get("subtitles") or ())
    stem = _stem(given, given.job_id, (audio, *subtitles))
    return _keep(given, answer, targets(stem, audio, subtitles))


def batch(given: Given) -> int:
    """Speak every text of a file."""
    from f5tts_worker.client.batch import Batch
    from f5tts_worker.client.items import BatchFileError, read_items

    if not 1 <= given.parallel <= 64:
        raise UsageError("--parallel takes 1 to 64")
    try:
        items = read_items(given.file, _speech(given, given.format or "wav"))
    except BatchFileError as error:
        raise UsageError(f"{given.file}: {error}") from None
    folder = given.out or given.file.with_suffix("")
    if folder.is_file():
        raise UsageError(f"{folder} is a file; --out names a folder here")
    _connect(given)  # an endpoint or key that is missing is told before the first item
    run = Batch(folder, lambda: _connect(given), given.timeout, given.parallel, given.overwrite)
    return 1 if run.run(items) else 0


def upload(given: Given) -> int:
    """Store a voice and say what was made of it."""
    data = {"endpoint": "upload", "voice_name": given.name, "overwrite": given.overwrite}
    if text := _text(given, required=False):
        data["ref_text"] = text
    sent = recording(given.recording, "voice_file_url", "voice_file_base64")
    answer = _ask(given, {**data, **sent})
    for line in answer.get("changes") or ():
        print(line)
    _warn(answer)
    print(f"Stored. Use it with: --voice {given.name}")
    return 0


def voices(given: Given) -> int:
    """List the voices, page by page."""
    data: dict[str, Any] = {"endpoint": "list_voices"}
    while True:
        answer = _ask(given, data)
        for voice in answer.get("voices", ()):
            seconds = voice.get("seconds")
            length = "      " if seconds is None else f"{seconds:5.1f}s"
            kind = "built in" if voice.get("builtin") else ""
            text = str(voice.get("text") or "").replace("\n", " ")
            text = text if len(text) <= 60 else text[:59] + "…"
            print(f"{voice['name']:<24} {length}  {kind:<8}  {text}".rstrip())
        if not answer.get("next_cursor"):
            return 0
        data["cursor"] = answer["next_cursor"]


def delete(given: Given) -> int:
    """Delete a stored voice."""
    _ask(given, {"endpoint": "delete_voice", "voice_name": given.name})
    print(f"Deleted {given.name}.")
    return 0


def health(given: Given) -> int:
    """Print the worker's page about itself."""
    print(json.dumps(_ask(given, {"endpoint": "health"}), indent=1, ensure_ascii=False))
    return 0


COMMANDS: Mapping[str, Callable[[Given], int]] = {
    "say": say,
    "batch": batch,
    "align": align,
    "upload": upload,
    "voices": voices,
    "delete": delete,
    "result": result,
    "health": health,
}


def _connect(given: Given) -> Connection:
    if not given.endpoint:
        raise UsageError("which endpoint? Give --endpoint ID or URL, or set F5TTS_ENDPOINT")
    place = given.endpoint.strip().rstrip("/").removeprefix(API_HOST)
    if not _PLACE.fullmatch(place):
        raise UsageError(
            f"the endpoint is {given.endpoint!r}; expected RunPod's endpoint id, "
            "or a URL such as http://localhost:8000"
        )
    if "://" in place:
        return Connection(place, None)  # RunPod's key is RunPod's: no other server gets to see it
    key = os.environ.get("RUNPOD_API_KEY", "").strip() or None
    if key is None:
        raise UsageError("set RUNPOD_API_KEY to your RunPod key")
    return Connection(place, key)


def _ask(given: Given, data: Mapping[str, Any]) -> dict[str, Any]:
    connection, display = _connect(given), Display(quiet=given.quiet)
    try:
        return connection.ask({"input": dict(data)}, display, given.timeout)
    finally:
        display.end()


def _make(
    given: Given,
    data: Mapping[str, Any],
    files: Mapping[str, Path],
    late: Callable[[], Mapping[str, Any]] = dict,
) -> int:
    """Send a job whose files are not there yet, and save them. `late` brings what is costly to get ready."""
    _refuse_existing(given, files)
    for folder in {path.parent for path in files.values()}:
        check_folder(folder)
    return _keep(given, _ask(given, {**data, **late()}), files)


def _refuse_existing(given: Given, files: Mapping[str, Path]) -> None:
    if not given.overwrite and (there := existing(files)):
        raise UsageError(f"{', '.join(map(str, there))} exists; use --out or --overwrite")


def _keep(given: Given, answer: Mapping[str, Any], files: Mapping[str, Path]) -> int:
    _refuse_existing(given, files)
    _warn(answer)
    for path in save(answer, files):
        print(path)
    return 0


def _warn(answer: Mapping[str, Any]) -> None:
    for warning in answer.get("warnings", ()):
        if "_base64 is deprecated" not in warning:  # which way a file takes is this client's business
            print(f"note: {warning}", file=sys.stderr)


def _stem_and_format(given: Given, default: str) -> tuple[Path, str]:
    """Return the files' common stem and the audio's format, which --out may name by its ending."""
    out = _stem(given, default)
    ending = out.suffix.lower().removeprefix(".")
    if ending not in OUTPUT_FORMATS:
        return out, given.format or "wav"
    if given.format not in (None, ending):
        raise UsageError(f"--out ends in .{ending}, and --format says {given.format}")
    return out.with_suffix(""), ending


def _stem(given: Given, default: str, endings: Sequence[str | None] = ()) -> Path:
    """Return where the files go: --out without one of these endings; in it, where it is a folder."""
    if given.out is None or given.out.is_dir():
        return (given.out or Path()) / default
    out: Path = given.out
    return out.with_suffix("") if out.suffix.lower().removeprefix(".") in endings else out


def _speech(given: Given, audio: str) -> dict[str, Any]:
    """Return the fields that `say` and `batch` share."""
    if given.voice and given.voice_file:
        raise UsageError("--voice and --voice-file exclude each other")
    if given.ref_text and not (given.voice or given.voice_file):
        raise UsageError("--ref-text is what is said in a voice's recording; name the voice")
    data = {name: value for name in OPTIONS if (value := getattr(given, name)) is not None}
    data |= {"output_format": audio, **_subtitle_options(given)}
    if given.voice:
        data["local_voice"] = given.voice
    if given.voice_file:
        data |= recording(given.voice_file, "voice_reference_url", "voice_reference_base64")
    if given.ref_text:
        data["ref_text"] = given.ref_text
    return data


def _subtitle_options(given: Given) -> dict[str, Any]:
    data: dict[str, Any] = {"subtitle_format": list(formats)} if (formats := _formats(given)) else {}
    if given.style:
        data["subtitle_style"] = given.style
    return data


def _formats(given: Given) -> tuple[str, ...]:
    """Return the subtitle formats that were asked for; a style alone means ASS."""
    if not given.subtitles:
        return ("ass",) if given.style else ()
    names = tuple(dict.fromkeys(name.strip().lower() for name in given.subtitles.split(",") if name.strip()))
    if wrong := [name for name in names if name not in SUBTITLE_FORMATS]:
        raise UsageError(f"--subtitles knows no {', '.join(wrong)}, only {', '.join(SUBTITLE_FORMATS)}")
    return names


def _text(given: Given, *, required: bool) -> str | None:
    text: str | None = given.text
    if text and given.text_file:
        raise UsageError("give the text or --text-file, not both")
    try:
        if given.text_file:
            text = given.text_file.read_text(encoding="utf-8-sig")
        elif text == "-":
            text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{given.text_file or 'what comes on standard input'} is not UTF-8 text") from None
    if (required or text is not None) and not (text or "").strip():
        raise UsageError("there is no text; give one, or --text-file, or - and standard input")
    return text


def _audio_format(answer: Mapping[str, Any]) -> str | None:
    """Return the format of an earlier answer's audio: the link's ending, or what its first bytes say."""
    if isinstance(url := answer.get("audio_url"), str):
        return Path(url.partition("?")[0]).suffix.removeprefix(".") or "wav"
    if not isinstance(data := answer.get("audio_base64"), str):
        return None
    starts = {"UklGR": "wav", "ZkxhQ": "flac", "T2dnU": "ogg", "SUQz": "mp3", "//": "mp3"}
    return next((name for start, name in starts.items() if data.startswith(start)), "m4a")

"""What the client's commands do.

Exit codes: 0 done, 1 failed, 2 wrong use (noticed by this program or by the worker), 3 the job is still
under way, 130 stopped with Ctrl-C.
"""

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from f5tts_worker.client.arguments import parser
from f5tts_worker.client.asking import Given, UsageError, ask, connect, warn
from f5tts_worker.client.connection import (
    NO_ENDPOINT,
    NO_KEY,
    OTHER_PRODUCT,
    UNDER_WAY,
    JobError,
    LeftUnderWay,
    UnknownJobError,
    UnreachableError,
)
from f5tts_worker.client.input.options import directions_of, formats_of, speech_of, text_options
from f5tts_worker.client.input.places import file_path, web_address
from f5tts_worker.client.input.recordings import FileProblemError, recording
from f5tts_worker.client.input.texts import content, json_in, text_of
from f5tts_worker.client.output.display import Display, visible, visible_json
from f5tts_worker.client.output.saving import SavingError, check_folder, existing, save, targets
from f5tts_worker.client.output.wording import reworded
from f5tts_worker.client.voices import delete, show_left, upload, voices
from f5tts_worker.errors import WorkerError
from f5tts_worker.request.fields import OUTPUT_FORMATS
from f5tts_worker.request.names import MAX_ID_CHARS, identifier
from f5tts_worker.request.output_fields import SUBTITLE_FORMATS

WRONG_USE = ("INVALID_REQUEST", "UNKNOWN_VOICE", "UNKNOWN_MODEL", "UNSUPPORTED_LANGUAGE", "URL_REFUSED")
_ID = f"use letters, digits, dots, hyphens and underscores, at most {MAX_ID_CHARS}"
# Of errors with a code; 1 for every other one.
CODES = {UNDER_WAY: 3, "INVALID_SETTINGS": 2, NO_ENDPOINT: 2, NO_KEY: 2, OTHER_PRODUCT: 2} | dict.fromkeys(
    WRONG_USE, 2
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console may lack letters; that ends no command
        sys.stdout.reconfigure(errors="backslashreplace")
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments:
        parser().print_help(sys.stderr)
        return 2
    given = parser().parse_args(arguments)
    try:
        return COMMANDS[given.command](given)
    except KeyboardInterrupt as stop:
        print(file=sys.stderr)  # below the ^C of a terminal
        job_id = stop.job_id if isinstance(stop, LeftUnderWay) else None
        _complain(given, f"stopped{_what_goes_on(given, job_id)}")
        if given.command in ("batch", "book"):
            sys.stdout.flush()
            os._exit(130)  # its threads, which wait for jobs, would keep the process until those end
        return 130
    except Exception as error:
        code, sentence = _ending(error, given.command)
        if code is None:
            raise
        _complain(given, sentence)
        return code


def _complain(given: Given, sentence: str) -> None:
    print(f"{given.command}: {visible(sentence).rstrip('.')}.", file=sys.stderr)


def _ending(error: Exception, command: str) -> tuple[int | None, str]:
    """Return the exit code and the sentence for an error; no code for an unexpected one."""
    match error:
        case UsageError() | FileProblemError():
            return 2, str(error)
        case JobError():
            later = error.code == UNDER_WAY and command in ("say", "dub", "align")
            hint = "; `result` with this id gets its files later" if later else ""
            return CODES.get(error.code, 1), reworded(f"{error}".rstrip("."), command) + hint
        case WorkerError():
            return CODES.get(error.code, 1), str(error)
        case UnreachableError() | UnknownJobError() | SavingError():
            return 1, str(error)
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            return 1, f"{place}{error.strerror or error}"
        case ModuleNotFoundError():
            return 1, f"the package {error.name} is missing; `pip install .` brings what the client needs"
    return None, ""


def _what_goes_on(given: Given, job_id: str | None) -> str:
    if given.command in ("batch", "book"):
        return "; run it again to continue"
    if getattr(given, "request_id", None):
        return "; run it again to get its files, which are made only once"
    if job_id and given.command in ("say", "dub", "align"):
        return f"; the job continues, and `result {job_id}` gets its files"
    return ""


def say(given: Given) -> int:
    """Speak one text and save speech, subtitles and word times."""
    stem, audio = _stem_and_format(given, "speech")
    data = {**_said(given), **directions_of(given), **speech_of(given, audio), **_request_id(given)}
    return _make(given, data, targets(stem, audio, formats_of(given)))


def dub(given: Given) -> int:
    """Speak the cues of a subtitle file, each at its time; save the track, subtitles and word times."""
    address = web_address(given.file)
    name = Path(urlsplit(address).path) if address else file_path(given.file)
    stem, audio = _stem_and_format(given, f"{name.stem or 'track'}-dubbed")
    cues = {"srt_url": address} if address else {"srt": content(name)}
    order = {"endpoint": "dub", **cues, **directions_of(given), **speech_of(given, audio)}
    return _make(given, order | _request_id(given), targets(stem, audio, formats_of(given)))


def align(given: Given) -> int:
    """Time the words of a recording; save subtitles and word times."""
    address = web_address(given.recording)
    name = (Path(urlsplit(address).path) if address else file_path(given.recording)).stem or "recording"
    data = {"endpoint": "align", **text_options(given)}
    data |= {
        name: value for name in ("language", "expires_in") if (value := getattr(given, name)) is not None
    }
    if text := text_of(given, required=False):
        data["text"] = text
    files = targets(_stem(given, name, formats_of(given)), None, formats_of(given))
    return _make(given, data, files, lambda: recording(given.recording, "audio_url", "audio_base64"))


def result(given: Given) -> int:
    """Save an earlier job's files again."""
    if identifier(given.job_id) is None:
        raise UsageError(f"{given.job_id!r} is not a job id; {_ID}")
    if given.delete:
        answer = ask(given, {"endpoint": "delete_result", "job_id": given.job_id})
        print(f"Deleted {given.job_id}: {answer.get('files')} files.")
        show_left(answer)
        return 0
    connection, display = connect(given), Display(given.command, quiet=given.quiet)
    try:
        answer = connection.earlier(given.job_id, display, given.timeout)
    finally:
        display.end()
    made = answer.get("subtitles")
    audio = _audio_format(answer)
    subtitles = tuple(name for name in SUBTITLE_FORMATS if isinstance(made, dict) and name in made)
    stem = _stem(given, given.job_id, (audio, *subtitles))
    return _keep(given, answer, targets(stem, audio, subtitles))


def batch(given: Given) -> int:
    """Speak every text of a file."""
    from f5tts_worker.client.batch import Batch
    from f5tts_worker.client.input.items import BatchFileError, read_items

    if not 1 <= given.parallel <= 64:
        raise UsageError("--parallel must be from 1 to 64")
    try:
        items = read_items(content(given.file), given.file.suffix, speech_of(given, given.format or "wav"))
    except BatchFileError as error:
        raise UsageError(f"{given.file}: {error}") from None
    folder = given.out or given.file.with_suffix("")
    if folder.is_file():
        raise UsageError(f"{folder} is a file; for a batch, --out must name a folder")
    connect(given)  # reports a missing endpoint or key before the first item
    run = Batch(folder, lambda: connect(given), given.timeout, given.parallel, given.overwrite)
    return 1 if run.run(items) else 0


def book(given: Given) -> int:
    """Speak a whole book."""
    from f5tts_worker.client.book.command import book as run  # late: no other command needs it

    return run(given, formats_of(given))


def health(given: Given) -> int:
    """Print the worker's page about itself."""
    print(visible_json(ask(given, {"endpoint": "health"})))
    return 0


def check(given: Given) -> int:
    """Check an endpoint, and write a report."""
    from f5tts_worker.client.check.command import check as run  # late: no other command needs it

    return run(given)


COMMANDS: Mapping[str, Callable[[Given], int]] = {
    "say": say,
    "dub": dub,
    "batch": batch,
    "book": book,
    "align": align,
    "upload": upload,
    "voices": voices,
    "delete": delete,
    "result": result,
    "health": health,
    "check": check,
}


def _said(given: Given) -> dict[str, Any]:
    """Return what `say` is to say: a text, or the turns of a file."""
    if given.turns is None:
        return {"text": text_of(given, required=True)}
    if given.text or given.text_file:
        raise UsageError("give the text or --turns, not both")
    return {"turns": json_in(given.turns)}


def _request_id(given: Given) -> dict[str, Any]:
    if given.request_id is None:
        return {}
    if identifier(given.request_id) is None:
        raise UsageError(f"--request-id is {given.request_id!r}; {_ID}")
    return {"request_id": given.request_id}


def _make(
    given: Given,
    data: Mapping[str, Any],
    files: Mapping[str, Path],
    late: Callable[[], Mapping[str, Any]] = dict,
) -> int:
    """Send a job whose files are not there yet, and save them. `late` makes the parts that are costly."""
    _refuse_existing(given, files)
    for folder in {path.parent for path in files.values()}:
        check_folder(folder)
    return _keep(given, ask(given, {**data, **late()}), files)


def _refuse_existing(given: Given, files: Mapping[str, Path]) -> None:
    if not given.overwrite and (there := existing(files)):
        raise UsageError(f"{', '.join(map(str, there))} exists; use --out or --overwrite")


def _keep(given: Given, answer: Mapping[str, Any], files: Mapping[str, Path]) -> int:
    _refuse_existing(given, files)
    warn(given, answer)
    for path in save(answer, files):
        print(path)
    return 0


def _stem_and_format(given: Given, default: str) -> tuple[Path, str]:
    """Return the files' common stem and the audio's format, which --out may name by its ending."""
    out = _stem(given, default)
    ending = out.suffix.lower().removeprefix(".")
    if ending not in OUTPUT_FORMATS:
        return out, given.format or "wav"
    if given.format not in (None, ending):
        raise UsageError(f"--out ends in .{ending}, but --format is {given.format}")
    return out.with_suffix(""), ending


def _stem(given: Given, default: str, endings: Sequence[str | None] = ()) -> Path:
    """Return where the files go: --out without one of these endings; in it, where it is a folder."""
    if given.out is None or given.in_folder or given.out.is_dir():
        return (given.out or Path()) / default
    out: Path = given.out
    return out.with_suffix("") if out.suffix.lower().removeprefix(".") in endings else out


def _audio_format(answer: Mapping[str, Any]) -> str | None:
    """Return the format of an earlier answer's audio: the link's ending, or what its first bytes say."""
    if isinstance(url := answer.get("audio_url"), str):
        ending = Path(url.partition("?")[0]).suffix.removeprefix(".")
        return ending if ending in OUTPUT_FORMATS else "wav"
    if not isinstance(data := answer.get("audio_base64"), str):
        return None
    starts = {"UklGR": "wav", "ZkxhQ": "flac", "T2dnU": "ogg", "SUQz": "mp3", "//": "mp3"}
    return next((name for start, name in starts.items() if data.startswith(start)), "m4a")

"""What a job is given, brought onto this machine: voices, recordings, texts."""

import dataclasses
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from f5tts_worker.deadline import Threads
from f5tts_worker.errors import WorkerError, fault
from f5tts_worker.files.text_files import KNOWN, decode
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.request.direction_fields import MAX_SUBTITLE_CHARS
from f5tts_worker.request.origins import FileSource, RemoteFile, StoredVoice
from f5tts_worker.request.reader import Fault, raise_faults
from f5tts_worker.request.requests import DubRequest, TtsRequest
from f5tts_worker.request.subtitles_in import with_cues
from f5tts_worker.storage.voices.builtin import (
    EXAMPLE_VOICE,
    LocalVoice,
    built_in,
    built_in_names,
    default_voice,
)
from f5tts_worker.storage.voices.sent_files import read_text_file

_LOOKS = 8  # for voices that say nothing, side by side
ONE_OFF = "reference"  # the name of a voice that is for one job only


async def find_voice(request: TtsRequest, job: Job, tools: Tools, hold: Path | None = None) -> LocalVoice:
    """Return the voice as a local recording with its text, wherever it comes from.

    A copy of one that lies on the volume is made in `hold`, or in the job's folder.
    """
    if request.voice is not None and not isinstance(request.voice, StoredVoice):
        recording = job.folder / "reference"
        await fetch_file(request.voice, recording, job, tools)
        return LocalVoice(ONE_OFF, recording, request.ref_text)
    builtin = builtin_voices(request.model, tools)
    if not builtin and (request.voice is None or request.voice.name == EXAMPLE_VOICE):
        await tools.readiness.environment(job)  # F5-TTS's own example comes with the environment
        builtin = builtin_voices(request.model, tools)
    if request.voice is None:
        return default_voice(request.model, builtin)
    found = await job.in_thread(tools.voices.find, request.voice.name, builtin, hold or job.folder)
    return found if request.ref_text is None else dataclasses.replace(found, text=request.ref_text)


async def find_cast(request: TtsRequest, job: Job, tools: Tools) -> dict[str | None, LocalVoice]:
    """Return the voices that speak, by the names that turns give them; None is the request's own.

    Raises WorkerError UNKNOWN_VOICE with every name that is none, and where it was given, also of voices that
    say nothing: a cast is written before everybody in it speaks. Raises INVALID_REQUEST
    with every voice of the job's bucket that lacks a consent.
    """
    names = dict.fromkeys(turn.voice for turn in request.turns) or {None: None}
    cast: dict[str | None, LocalVoice] = {}
    unknown: list[WorkerError] = []
    for number, name in enumerate(names):
        of_turn, hold = request, None
        if name is not None:
            of_turn = dataclasses.replace(request, voice=StoredVoice(name), ref_text=None)
            hold = job.folder / f"voice-{number}"
            await job.in_thread(hold.mkdir)
        try:
            cast[name] = await find_voice(of_turn, job, tools, hold)
        except WorkerError as error:
            if error.code != "UNKNOWN_VOICE":
                raise
            unknown.append(error)
    own = request.voice.name if isinstance(request.voice, StoredVoice) and None not in names else None
    unheard = [name for name in dict.fromkeys((own, *request.named)) if name and name not in names]
    unknown += await job.in_thread(_missing, unheard, request.model, tools) if unheard else ()
    if unknown:
        raise _unknown(unknown, request)
    if tools.own_cache is not None and tools.settings.require_consent:
        _check_consents(cast, request)
    return cast


def _missing(names: Collection[str], model: str, tools: Tools) -> list[WorkerError]:
    """Return the error of each of these voices that there is not."""
    builtin = built_in_names(model)

    def look_up(name: str) -> WorkerError | None:
        try:
            tools.voices.look_up(name, builtin)
        except WorkerError as error:
            if error.code != "UNKNOWN_VOICE":
                raise
            return error
        return None

    with Threads(_LOOKS, thread_name_prefix="voices") as pool:
        return [error for error in pool.map(look_up, names) if error is not None]


def _check_consents(cast: Mapping[str | None, LocalVoice], request: TtsRequest) -> None:
    places = _places(request)
    hint = "a voice that was uploaded with one: this worker clones no recording without it"
    raise_faults(
        [
            Fault(
                "local_voice" if name is None else " ".join(["voice", *places.get(name, ())[:1]]),
                f"is {voice.name!r}, which is in the job's bucket without a consent",
                hint,
            )
            for name, voice in cast.items()
            if voice.mark is not None and not voice.has_consent
        ]
    )


def _places(request: TtsRequest) -> dict[str, list[str]]:
    """Return where voices are named, in brackets; that of a turn first."""
    places: dict[str, list[str]] = {}
    for turn in request.turns:
        if turn.voice is not None and turn.place is not None:
            places.setdefault(turn.voice, []).append(f"({turn.place})")
    for name, place in request.named.items():
        places.setdefault(name, []).append(f"({place})")
    return places


def _unknown(errors: Sequence[WorkerError], request: TtsRequest) -> WorkerError:
    """Return one error for several unknown voices, with the places where they are named."""
    first, places = errors[0], _places(request)
    named = [str(error.details["voice"]) for error in errors]
    shown = [f"{name!r}" + (f" {places[name][0]}" if name in places else "") for name in named]
    if shown == [repr(named[0])]:
        return first
    known = ", ".join(first.details["known"])
    return WorkerError(
        "UNKNOWN_VOICE",
        f"There is no voice named {', '.join(shown)}. The voices are: {known}.",
        {"voice": named[0], "voices": named, "known": first.details["known"]},
    )


def builtin_voices(model: str, tools: Tools) -> dict[str, LocalVoice]:
    """Return the voices that come with the model, as far as they are installed."""
    environment = tools.readiness.installed
    return built_in(model, environment.site_packages if environment else None)


async def fetch_file(
    source: FileSource, target: Path, job: Job, tools: Tools, max_bytes: int | None = None
) -> None:
    """Bring a recording or a text into a local file, within the operator's limits.

    `max_bytes` replaces the usual limit on downloads.
    """
    if not isinstance(source, RemoteFile):
        await job.in_thread(target.write_bytes, source.data)
        return
    from f5tts_worker.storage.downloads.fetch import fetch  # late: most jobs use a stored voice

    job.progress.report("fetch", f"fetching {source.field}")
    cancel = threading.Event()
    try:
        await job.in_thread(
            fetch,
            source.url,
            target,
            tools.settings,
            tools.store,
            field=source.field,
            max_bytes=max_bytes,
            cancel=cancel,
        )
    finally:
        cancel.set()  # a cancelled job leaves its thread behind: stop it


async def fetch_cues(request: DubRequest, job: Job, tools: Tools) -> DubRequest:
    """Return a request whose cues are read, also those of a file that must be fetched.

    Raises WorkerError INVALID_REQUEST with all that is wrong with the file.
    """
    if request.source is None:
        return request
    file = job.folder / "subtitles"
    await fetch_file(request.source, file, job, tools, MAX_SUBTITLE_CHARS)
    decoded = decode(await job.in_thread(file.read_bytes))
    if decoded is None:
        raise fault(request.source.field, "is no text file", f"subtitles in {KNOWN}")
    if note := decoded.note(request.source.field):
        job.warnings.append(note)
    found, faults = await job.in_thread(
        with_cues, request, decoded.text, request.source.field, tools.settings
    )
    raise_faults(faults)
    job.warnings += found.warnings[len(request.warnings) :]
    return found


def came_from(source: FileSource) -> str:
    """Return a file's origin as it may be stored: never its path or query, which may hold secrets."""
    if not isinstance(source, RemoteFile):
        return "inline"
    parts = urlsplit(source.url)
    return "s3" if parts.scheme == "s3" else str(parts.hostname)


async def reference_text(given: str | FileSource | None, job: Job, tools: Tools) -> str | None:
    """Return the reference text, from its file where it came as one."""
    if given is None or isinstance(given, str):
        return given
    file = job.folder / "text"
    await fetch_file(given, file, job, tools)
    decoded = await job.in_thread(read_text_file, file, given.field)
    if note := decoded.note(given.field):
        job.warnings.append(note)
    return decoded.text

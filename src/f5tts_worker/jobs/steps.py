"""The steps that endpoints are made of. Each gets its collaborators as arguments."""

import dataclasses
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from f5tts_worker.config import Settings
from f5tts_worker.deadline import in_thread
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs import response
from f5tts_worker.jobs.delivery import keep_on_volume, seed_of
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.runtime import Runtime
from f5tts_worker.request.parse import Subtitles, TtsRequest
from f5tts_worker.request.sources import FileSource, RemoteFile, StoredVoice
from f5tts_worker.storage import Store, outputs
from f5tts_worker.storage.received import read_text_file
from f5tts_worker.storage.voices import EXAMPLE_VOICE, LocalVoice, Voices, built_in, default_voice
from f5tts_worker.volume.marks import touch_daily

CLONED_MS = 12_000  # F5-TTS was trained on 30 s in all: 12 s of reference leave room for the generated text
SHORTEST_MS = 1_000
SHORTEST_STORED_MS = 3_000  # a voice that is used again and again should be good
DECODED_BYTES = 1024**3  # of 32-bit floats; the limits in seconds come first for all that a voice can be
LONG_DECODED_BYTES = 4 * 1024**3  # an hour at 96 kHz in stereo is 2.8 GB; never held at once
SPOKEN_MS = 24 * 3_600_000  # our own speech is as long as its text
KEEPING_S = 10.0  # past the deadline, for the volume to take what the bucket did not
ENGINE_RATE = 24_000  # Hz: what F5-TTS speaks at
_NO_ALIGNER = ("UNSUPPORTED_LANGUAGE", "MODEL_UNAVAILABLE", "VOLUME_FULL")  # why there is none, or none now


@dataclass(frozen=True)
class Tools:
    """What the steps work with; `settings` point to the volume that was found, `warnings` are about it.

    `running` has the jobs that this worker is doing, by id. `own_cache` is for copies of voices that are for
    this job only: they come from a bucket that the job brought.
    """

    settings: Settings
    store: Store
    runtime: Runtime
    warnings: tuple[str, ...] = ()
    running: Mapping[str, Job] = field(default_factory=dict)
    own_cache: Path | None = None

    @property
    def voices(self) -> Voices:
        """The voices of the store."""
        return Voices(self.store, self.own_cache or self.settings.root / "voices-cache")


async def find_voice(request: TtsRequest, job: Job, tools: Tools) -> LocalVoice:
    """Return the voice as a local recording with its text, wherever it comes from."""
    if request.voice is not None and not isinstance(request.voice, StoredVoice):
        recording = job.folder / "reference"
        await fetch_file(request.voice, recording, job, tools)
        return LocalVoice("reference", recording, request.ref_text)
    builtin = builtin_voices(request.model, tools)
    if not builtin and (request.voice is None or request.voice.name == EXAMPLE_VOICE):
        await tools.runtime.environment(job)  # F5-TTS's own example comes with the environment
        builtin = builtin_voices(request.model, tools)
    if request.voice is None:
        return default_voice(request.model, builtin)
    found = await job.in_thread(tools.voices.find, request.voice.name, builtin, job.folder)
    return found if request.ref_text is None else dataclasses.replace(found, text=request.ref_text)


def builtin_voices(model: str, tools: Tools) -> dict[str, LocalVoice]:
    """Return the voices that come with the model, as far as they are installed."""
    environment = tools.runtime.installed
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
    from f5tts_worker.storage.fetch import fetch  # late: most jobs use a stored voice

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


async def prepare_voice(
    voice: LocalVoice,
    language: str | None,
    load: Mapping[str, Any],
    job: Job,
    tools: Tools,
    *,
    store_as: Path | None = None,
) -> dict[str, Any]:
    """Have the engine cut and clean the reference, or find it done; transcribe only a text that is not known.

    With `store_as`, also have it written there as a voice that is ready to use.
    """
    cache = tools.settings.root / "references"
    order = {
        "audio": str(voice.audio),
        "text": voice.text,
        "language": language,
        "transcriber": None,
        "cache": str(cache),
        "limits": limits(CLONED_MS, tools.settings.max_reference_ms)
        | {"min_ms": SHORTEST_MS if store_as is None else SHORTEST_STORED_MS},
        "store_as": None if store_as is None else str(store_as),
    }
    try:
        prepared = await tools.runtime.call("prepare", order, load, job)
    except WorkerError as error:
        if error.code != "TRANSCRIBER_MISSING":
            raise
        order["transcriber"] = str(await tools.runtime.transcriber(job))
        prepared = await tools.runtime.call("prepare", order, load, job)
    await job.in_thread(touch_daily, cache / prepared["reference"] / "used")
    return prepared


async def transcribe(
    audio: Path, language: str | None, load: Mapping[str, Any], job: Job, tools: Tools
) -> tuple[str, str]:
    """Return what is said in a recording, and in which language: the given one, or the one detected."""
    order = {
        "audio": str(audio),
        "transcriber": str(await tools.runtime.transcriber(job)),
        "language": language,
        "limits": long_limits(tools.settings.max_align_ms),
    }
    heard = await tools.runtime.call("transcribe", order, load, job)
    return str(heard["text"]), str(heard["language"])


async def load_for_heard(heard: str, load: dict[str, Any], job: Job, tools: Tools) -> dict[str, Any]:
    """Return `load` with the aligner of the detected language; with a warning if there is none."""
    own = str(load["aligner"]["language"])
    if heard == own.replace("_", "-").split("-")[0]:
        return load
    try:
        return await tools.runtime.load_params(tools.settings.model, heard, job)
    except WorkerError as error:
        if error.code not in _NO_ALIGNER:
            raise
        job.warnings.append(
            f"The language heard is {heard}, and its aligner is not available ({error.code}):"
            f" the words were timed with the aligner for {own}, less reliably."
        )
        return load


def draw_seed(job: Job) -> int:
    """Return a seed for a job that brought none: its own where it has an id, so that workers agree."""
    return secrets.randbelow(2**32) if job.digest is None else seed_of(job.id, job.digest)


def speech_order(
    request: TtsRequest,
    sentences: Sequence[str],
    reference: Mapping[str, Any],
    language: str,
    seed: int,
    target: Path,
    tools: Tools,
) -> dict[str, Any]:
    """Return the engine's `synthesise` parameters."""
    return {
        "reference": reference["reference"],
        "cache": str(tools.settings.root / "references"),
        "text": request.text,
        "sentences": sentences,
        "language": language,
        "speed": request.speed,
        "nfe_steps": request.nfe_steps,
        "cfg_strength": request.cfg_strength,
        "seed": seed,
        "remove_silence": request.remove_silence,
        "out": str(target),
    }


async def align_words(
    audio: Path, said: Mapping[str, Any], language: str, load: Mapping[str, Any], job: Job, tools: Tools
) -> dict[str, Any]:
    """Time every display word of speech whose text is known: `said` holds its `chunks`, or its `text`."""
    order = {
        "audio": str(audio),
        "chunks": said.get("chunks"),
        "text": said.get("text"),
        "language": language,
        "aligner": load["aligner"],
        "limits": long_limits(SPOKEN_MS if said.get("chunks") else tools.settings.max_align_ms),
    }
    aligned = await tools.runtime.call("align", order, load, job)
    job.warnings += aligned["warnings"]
    return aligned


def subtitle_files(
    wanted: Subtitles | None,
    words: Sequence[Mapping[str, Any]] | None,
    sentences: Sequence[str],
    audio_ms: int,
    title: str,
) -> dict[str, str]:
    """Return {format: the file's text}, empty if none were asked for."""
    if wanted is None or words is None:
        return {}
    from f5tts_worker.subtitles.render import render  # late: pysubs2 is needed only here
    from f5tts_worker.subtitles.words import from_engine

    checked = from_engine(words, audio_ms=audio_ms, sentences=sentences)
    return render(checked, wanted.formats, wanted.style, title=title, audio_ms=audio_ms)


async def encode(
    speech: Path, audio_format: str, sample_rate: int, load: Mapping[str, Any], job: Job, tools: Tools
) -> tuple[Path, int]:
    """Return the speech as a file of the wanted format, and its rate: Opus takes the next one that it knows.

    What the engine wrote is a WAV already.
    """
    if audio_format == "wav" and sample_rate == ENGINE_RATE:
        return speech, ENGINE_RATE
    target = job.folder / f"encoded.{audio_format}"
    order = {"audio": str(speech), "out": str(target), "format": audio_format, "sample_rate": sample_rate}
    encoded = await tools.runtime.call("encode", order, load, job)
    return target, encoded["sample_rate"]


async def keep(outcome: outputs.Outcome, job: Job, tools: Tools) -> dict[str, Any]:
    """Store what was made, the record last, and return the answer."""
    job.progress.report("store", "storing the results")
    timings = dict(job.seconds)
    made = timings.get("synthesise")
    if made is not None and outcome.duration_ms:
        timings["real_time_factor"] = 1000 * made / outcome.duration_ms
    finished = dataclasses.replace(
        outcome, warnings=tuple(dict.fromkeys(job.warnings)), timings=timings, request=job.digest
    )
    # What the bucket has not taken by the job's deadline goes to the volume, so that the work is not lost.
    return await in_thread(job.deadline, KEEPING_S, _publish, finished, job, tools)


def _publish(finished: outputs.Outcome, job: Job, tools: Tools) -> dict[str, Any]:
    try:
        record = outputs.publish(tools.store, finished)
    except WorkerError as error:
        return keep_on_volume(tools.settings, finished, job.folder, error)
    return response.success(record, tools.store)


def limits(longest_ms: int, decode_ms: int) -> dict[str, int]:
    """Return the engine's limits on a recording: what is kept of it, and what is decoded at all."""
    return {"max_ms": longest_ms, "decode_max_ms": decode_ms, "decode_max_bytes": DECODED_BYTES}


def long_limits(longest_ms: int) -> dict[str, int]:
    """Return the engine's limits on a recording that is taken whole."""
    return {**limits(longest_ms, longest_ms), "decode_max_bytes": LONG_DECODED_BYTES}

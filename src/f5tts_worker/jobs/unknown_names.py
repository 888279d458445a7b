"""Names in a refused request that nothing has: only the worker and its store know, not `request.parse`.

They belong in the same answer as the other faults. One alone is left to the steps, which have a code for it.
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from f5tts_worker.bootstrap import check_language, check_model
from f5tts_worker.config import Bucket, Settings
from f5tts_worker.deadline import in_thread
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.status.job_states import PATIENCE_S
from f5tts_worker.jobs.steps.inputs import builtin_voices
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.jobs.workplace import Workplace
from f5tts_worker.request.origins import StoredVoice
from f5tts_worker.request.parse import Parsed
from f5tts_worker.request.reader import Fault, PlacedFault
from f5tts_worker.request.requests import DeleteVoiceRequest, DubRequest, GetVoiceRequest, TtsRequest
from f5tts_worker.running_time import running_time
from f5tts_worker.storage import open_bucket
from f5tts_worker.storage.voices.builtin import built_in_names

log = logging.getLogger(__name__)

_MOST_VOICES = 10  # looked for: each takes look-ups in a bucket
_SHOWN = 5  # of the names that exist
_PLACE = re.compile(r"(?:(?P<path>.+), )?line (?P<line>\d+), column (?P<column>\d+)")

# Makes the fault of a voice, of its problem and of what is expected.
FaultOf = Callable[[str, str], Fault]


async def unknown_names(parsed: Parsed, bucket: Bucket | None, place: Workplace) -> list[Fault]:
    """Return a fault for each model, language and voice that is unknown; `bucket` came with the job.

    Voices are left out where the store does not answer soon.
    """
    # In a thread: the letters of a long text take a tenth of a second.
    faults = await asyncio.to_thread(_unknown_model, parsed, place.settings)
    voices: dict[str, FaultOf] = {}
    for name, fault_of in _voices_of(parsed):
        voices.setdefault(name, fault_of)  # where it is named first
    if not voices:
        return faults
    deadline = running_time() + PATIENCE_S
    try:
        async with asyncio.timeout(PATIENCE_S):
            volume, store = await place.opened(deadline)
            tools = Tools(volume.settings, store, place.readiness)
            faults += await in_thread(deadline, 0, _unknown_voices, voices, parsed, tools, bucket)
    except Exception as error:  # noqa: BLE001 (the request is refused, whatever else is wrong with it)
        log.warning("voices of a refused request were not looked for: %s", error)
    return faults


def is_model_unknown(parsed: Parsed, settings: Settings) -> bool:
    """Say whether a request names a model that there is not."""
    try:
        if model := getattr(parsed.request, "model", None):
            check_model(settings, model)
    except WorkerError:
        return True
    return False


def _unknown_model(parsed: Parsed, settings: Settings) -> list[Fault]:
    """Return what is wrong with the model, or with the language that it is to speak."""
    request = parsed.request
    model = getattr(request, "model", None)
    try:
        if model:
            check_model(settings, model)
        if isinstance(request, TtsRequest) and request.language and not request.any_language:
            check_language(settings, request.model, request.language, request.text)
    except WorkerError as error:
        of_model = error.code == "UNKNOWN_MODEL"
        name = "model" if of_model else "language"
        problem = f"is {model!r}, and there is no such model" if of_model else "is none that the model speaks"
        known = ", ".join(error.details["models" if of_model else "languages"])
        return [Fault(parsed.given.get(name, name), problem, f"one of {known}")]
    return []


def _voices_of(parsed: Parsed) -> Iterator[tuple[str, FaultOf]]:
    """Yield the names of stored voices that a request needs, each with what makes its fault."""
    request = parsed.request
    if isinstance(request, GetVoiceRequest | DeleteVoiceRequest) and request.name:
        yield request.name, lambda problem, expected: Fault("voice_name", problem, expected)
    if not isinstance(request, TtsRequest):
        return
    own = request.voice.name if isinstance(request.voice, StoredVoice) else None
    if own:
        yield own, lambda problem, expected: Fault("local_voice", problem, expected)
    text = "voices" if isinstance(request, DubRequest) else "text"
    for turn in request.turns:
        if turn.voice and turn.voice != own:
            yield turn.voice, _fault_at(turn.place or text, text)
    for name, place in request.named.items():
        yield name, _fault_at(place, text)


def _fault_at(place: str, text: str) -> FaultOf:
    """Return what makes a fault of a place as `Turn.place` has it; `text` is the field if that names none."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return lambda problem, expected: Fault(place, problem, expected)
    path, line, column = found["path"] or text, int(found["line"]), int(found["column"])
    return lambda problem, expected: PlacedFault(
        path, f"{problem} (line {line}, column {column})", expected, line, column
    )


def _unknown_voices(
    voices: Mapping[str, FaultOf], parsed: Parsed, tools: Tools, bucket: Bucket | None
) -> list[Fault]:
    with contextlib.ExitStack() as opened:
        if bucket is not None:
            settings = replace(tools.settings, bucket=bucket)
            if (store := open_bucket(settings)) is not None:
                opened.callback(store.close)
                tools = replace(tools, settings=settings, store=store)
        model = getattr(parsed.request, "model", tools.settings.model)
        if is_model_unknown(parsed, tools.settings):
            model = tools.settings.model  # which has the voices that the caller may have meant
        builtin, faults = builtin_voices(model, tools), []
        for name in [name for name in voices if name not in built_in_names(model)][:_MOST_VOICES]:
            try:
                tools.voices.describe(name, builtin)
            except WorkerError as error:
                if error.code != "UNKNOWN_VOICE":
                    raise
                known = ", ".join(error.details["known"][:_SHOWN])
                expected = f"a voice that there is, such as {known}" if known else "a voice that was uploaded"
                faults.append(voices[name](f"names {name!r}, and there is no such voice", expected))
        return faults

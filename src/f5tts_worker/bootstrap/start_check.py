"""What is plainly wrong with the settings, known before anything is downloaded: a sentence for each fault."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from f5tts_worker.bootstrap.environment.environment import given
from f5tts_worker.bootstrap.weights.weights import aligner_languages, model_faults
from f5tts_worker.config import Settings, invalid, read_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import LANGUAGES, language_code

S = TypeVar("S", bound=Settings)


def checked_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises WorkerError INVALID_SETTINGS: what is wrong, and what cannot work."""
    settings, faults = read_environment(environ)
    check_settings(settings, faults)
    return settings


def check_settings(settings: Settings, faults: Sequence[str] = ()) -> None:
    """Raise WorkerError INVALID_SETTINGS that names every fault at once. Nothing is fetched."""
    found = [
        *faults,
        *model_faults(settings),
        *_language_faults(settings),
        *_python_faults(settings),
    ]
    if found:
        raise invalid(found)


def with_model(settings: S, model: str) -> S:
    """Return the settings as if F5TTS_MODEL were this name, folder or address."""
    address, _, query = model.partition("?")
    return dataclasses.replace(settings, model=address, model_query=query)


def _language_faults(settings: Settings) -> Iterator[str]:
    code = language_code(settings.aligner_language)
    if code not in aligner_languages():
        known = ", ".join(aligner_languages())
        yield f"F5TTS_LANGUAGE is {settings.aligner_language[:20]!r}, but there are aligners only for {known}"
    spoken = settings.model_languages
    if unknown := [own for own in spoken if own not in LANGUAGES]:
        known = ", ".join(LANGUAGES)
        yield f"F5TTS_MODEL_LANGUAGES names {', '.join(unknown)}, but requests know only {known}"
    elif spoken and code not in spoken:
        yield f"F5TTS_LANGUAGE must be one of F5TTS_MODEL_LANGUAGES, {', '.join(spoken)}, not {code!r}"


def _python_faults(settings: Settings) -> Iterator[str]:
    if settings.runtime_python is not None:
        try:
            given(settings.runtime_python)
        except WorkerError as error:
            yield error.message.rstrip(".")

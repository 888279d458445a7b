"""What a command's options say, as fields of a request."""

import json
import re
from typing import Any

from f5tts_worker.client.asking import Given, UsageError
from f5tts_worker.client.input.recordings import recording
from f5tts_worker.client.input.texts import json_in
from f5tts_worker.request.consent import LONGEST
from f5tts_worker.request.output_fields import SUBTITLE_FORMATS

_SAME_NAME = (
    "speed",
    "words_per_minute",
    "duration_seconds",
    "target_loudness",
    "quality",
    "seed",
    "model",
    "language",
    "expires_in",
    "paragraph_pause",
    "max_pace",
    "min_pace",
)


def directions_of(given: Given) -> dict[str, Any]:
    """Return the fields that say who speaks and how words are spoken."""
    data: dict[str, Any] = {}
    if given.speaker:
        data["voices"] = dict(_speaker(one) for one in given.speaker)
    if given.lexicon is not None:
        data["lexicon"] = json_in(given.lexicon)
    return data


def voice_defaults(given: Given) -> dict[str, Any]:
    """Return the fields of `upload` for what a voice has unless a request says otherwise."""
    own = {
        name: value for name in ("speed", "language", "seed") if (value := getattr(given, name)) is not None
    }
    if given.lexicon is not None:
        own["lexicon"] = json_in(given.lexicon)
    language = {"language": given.language} if given.language else {}
    return {**language, "defaults": own} if own else {}


def _speaker(text: str) -> tuple[str, str]:
    name, is_split, voice = (part.strip() for part in text.rpartition("="))
    if not (name and is_split and voice):
        raise UsageError(f"--speaker is {text!r}; expected NAME=VOICE, such as Anna=slt")
    return name, voice


def speech_of(given: Given, audio: str) -> dict[str, Any]:
    """Return the fields that `say`, `dub` and `batch` share; `audio` is the format of the sound."""
    if given.voice and given.voice_file:
        raise UsageError("--voice and --voice-file exclude each other")
    if given.ref_text and not (given.voice or given.voice_file):
        raise UsageError("--ref-text is what is said in a voice's recording; name the voice")
    data = {name: value for name in _SAME_NAME if (value := getattr(given, name, None)) is not None}
    data |= {"output_format": audio, **text_options(given)}
    if given.any_language:
        data["any_language"] = True
    if given.voice:
        data["local_voice"] = given.voice
    if given.voice_file:
        data |= recording(given.voice_file, "voice_reference_url", "voice_reference_base64")
    data |= consent_of(given)
    if given.ref_text:
        data["ref_text"] = given.ref_text
    return data


def consent_of(given: Given) -> dict[str, Any]:
    """Return the field of a request that says who agreed to the cloning, if anything of it was given."""
    parts = {name: getattr(given, f"consent_{name}") for name in LONGEST}
    said = {name: part for name, part in parts.items() if part is not None}
    return {"consent": said} if said else {}


def text_options(given: Given) -> dict[str, Any]:
    """Return the fields about subtitles, and about how a text is read."""
    data: dict[str, Any] = {"subtitle_format": list(formats)} if (formats := formats_of(given)) else {}
    if given.style:
        data["subtitle_style"] = _style(given.style)
    if getattr(given, "literal", False):
        data["literal_text"] = True
    return data


def _style(text: str) -> Any:
    """Return a style's name, or the object that a JSON text holds."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"--style is not valid JSON: {error}") from None


def formats_of(given: Given) -> tuple[str, ...]:
    """Return the subtitle formats that were asked for; a style alone means ASS."""
    if not given.subtitles:
        return ("ass",) if given.style else ()
    listed = [name.removeprefix(".") for name in re.split(r"[\s,;|]+", given.subtitles.lower()) if name]
    names = tuple(dict.fromkeys("vtt" if name == "webvtt" else name for name in listed))
    if wrong := [name for name in names if name not in SUBTITLE_FORMATS]:
        raise UsageError(f"--subtitles knows no {', '.join(wrong)}, only {', '.join(SUBTITLE_FORMATS)}")
    return names

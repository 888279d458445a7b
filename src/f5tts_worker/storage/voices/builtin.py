"""The voices that come with a model, and voices as local recordings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.voices.sent_files import decode_text

DEMO_VOICES = Path(__file__).resolve().parents[2] / "demo" / "voices"
# f5_tts's own example and its text, from f5_tts/infer/examples/basic/basic.toml (1.1.22).
F5_EXAMPLE = Path("f5_tts/infer/examples/basic/basic_ref_en.wav")
EXAMPLE_VOICE = "basic"
F5_EXAMPLE_TEXT = "Some call me nature, others call me mother nature."


@dataclass(frozen=True)
class LocalVoice:
    """A voice whose recording lies on this machine; `text` None is to be transcribed."""

    name: str
    audio: Path
    text: str | None
    defaults: Mapping[str, Any] = field(default_factory=dict)  # speed, language, seed, lexicon
    mark: str | None = None  # by which what is prepared of it is found again, if it is a stored one
    has_consent: bool = False  # somebody's, to its being cloned


def built_in_names(model: str) -> tuple[str, ...]:
    """Return the names of the voices that come with a model, installed or not; the default comes first."""
    return ("slt", "rms") if model == "demo" else (EXAMPLE_VOICE,)


def built_in(model: str, site_packages: Path | None) -> dict[str, LocalVoice]:
    """Return the voices that come with a model, the default first; `site_packages` is the environment's."""
    if model == "demo":
        pairs = [(name, DEMO_VOICES / f"{name}.wav") for name in built_in_names(model)]
        return {
            name: LocalVoice(name, audio, decode_text(audio.with_suffix(".txt").read_bytes()))
            for name, audio in pairs
            if audio.is_file()
        }
    audio = site_packages / F5_EXAMPLE if site_packages is not None else None
    if audio is None or not audio.is_file():
        return {}
    return {EXAMPLE_VOICE: LocalVoice(EXAMPLE_VOICE, audio, F5_EXAMPLE_TEXT)}


def default_voice(model: str, builtin: Mapping[str, LocalVoice]) -> LocalVoice:
    """Return the voice that is used when the caller names none. Raises WorkerError UNKNOWN_VOICE."""
    for voice in builtin.values():
        return voice
    sentence = f"Model {model!r} comes without a voice; send local_voice or voice_reference_url."
    raise WorkerError("UNKNOWN_VOICE", sentence, {"model": model})

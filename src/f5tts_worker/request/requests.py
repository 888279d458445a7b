"""The typed requests: what is left of a job's input once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from f5tts_worker.request import fields as table
from f5tts_worker.request.origins import FileSource, StoredVoice
from f5tts_worker.subtitles.styles import Style


@dataclass(frozen=True)
class Subtitles:
    """Which subtitle files to make; `style` None is the default style."""

    formats: tuple[str, ...]
    style: Style | None


@dataclass(frozen=True)
class TtsRequest:
    """Speak `text`. `voice` None is the model's built-in voice; `seed` None is one to be drawn."""

    text: str
    voice: StoredVoice | FileSource | None
    ref_text: str | None
    speed: float
    nfe_steps: int
    cfg_strength: float
    seed: int | None
    model: str
    language: str | None
    output_format: str
    sample_rate: int
    remove_silence: bool
    subtitles: Subtitles | None
    word_timings: bool
    any_language: bool = False
    text_normalization: bool = True
    warnings: tuple[str, ...] = ()
    request_id: str | None = None
    words_per_minute: float | None = None
    duration_ms: int | None = None
    pace_by: str = table.PACES[0]
    target_loudness: float = -20.0  # LUFS
    takes: Mapping[int, int] = field(default_factory=dict)
    max_retries: int | None = None

    @property
    def is_heard(self) -> bool:
        """Whether an aligner is to hear the speech: for the words' times, or for what is misspoken."""
        return self.word_timings or self.subtitles is not None or bool(self.max_retries)


@dataclass(frozen=True)
class AlignRequest:
    """Time the words of existing speech; `text` None is to be transcribed."""

    audio: FileSource
    text: str | None
    language: str | None
    subtitles: Subtitles | None
    word_timings: bool
    warnings: tuple[str, ...] = ()
    request_id: str | None = None


@dataclass(frozen=True)
class UploadRequest:
    """Store a voice."""

    name: str
    audio: FileSource
    ref_text: str | FileSource | None
    overwrite: bool
    language: str | None = None
    warnings: tuple[str, ...] = ()
    request_id: str | None = None


@dataclass(frozen=True)
class ListVoicesRequest:
    """List up to `limit` voices, stored or built in with `model`, after the one named `cursor`."""

    model: str
    limit: int = table.VOICES_LISTED
    cursor: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class GetVoiceRequest:
    """Show one voice, stored or built in with `model`."""

    name: str
    model: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeleteVoiceRequest:
    """Delete a stored voice."""

    name: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class HealthRequest:
    """Ask for the worker's state."""

    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultRequest:
    """Ask for the stored answer of an earlier job."""

    job_id: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusRequest:
    """Ask how another job stands."""

    job_id: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class WarmupRequest:
    """Load everything that a first job would wait for."""

    model: str
    language: str | None
    warnings: tuple[str, ...] = ()


Request = (
    TtsRequest
    | AlignRequest
    | UploadRequest
    | ListVoicesRequest
    | GetVoiceRequest
    | DeleteVoiceRequest
    | HealthRequest
    | ResultRequest
    | StatusRequest
    | WarmupRequest
)

"""The typed requests: what is left of a job's input once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from f5tts_worker.request import fields as table
from f5tts_worker.request.origins import FileSource, StoredVoice
from f5tts_worker.request.output_fields import TIMING_LEVELS
from f5tts_worker.script.cues import Cue
from f5tts_worker.script.turns import Turn
from f5tts_worker.subtitles.styles import Style


@dataclass(frozen=True)
class Subtitles:
    """Which subtitle files to make; `style` None is the default style."""

    formats: tuple[str, ...]
    style: Style | None


@dataclass(frozen=True)
class TtsRequest:
    """Speak `text`. `voice` None is the model's built-in voice; `seed` None is one to be drawn.

    `turns` say how, where the text alone does not: joined by blank lines, their texts are the text.
    """

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
    low_latency: bool = False
    pieces: bool = False
    timing_level: str = TIMING_LEVELS[0]
    turns: tuple[Turn, ...] = ()
    named: Mapping[str, str] = field(
        default_factory=dict
    )  # voices that may say nothing, and where they are named
    lexicon: Mapping[str, str] = field(default_factory=dict)
    has_pace: bool = False  # it says how fast; otherwise the voice may
    consent: Mapping[str, str] | None = None  # to the cloning of a recording that came with it
    expires_in: int | None = None  # seconds, of its results

    @property
    def times_characters(self) -> bool:
        """Whether the times of characters are wanted."""
        return self.word_timings and self.timing_level == "character"

    @property
    def is_heard(self) -> bool:
        """Whether an aligner is to hear the speech: for times, for what is misspoken, for pauses."""
        timed = self.word_timings or self.subtitles is not None
        return (
            timed
            or bool(self.max_retries)
            or any(turn.has_inner_pause or turn.goes_on for turn in self.turns)
        )


@dataclass(frozen=True)
class DubRequest(TtsRequest):
    """Speak cues, each at its time; a turn is what one of them says.

    Those of `source` are still to be read: a file that must be fetched. `speakers` are its names for voices.
    The track lasts `track_ms`, or longer where the speech does.
    """

    source: FileSource | None = None
    cues: tuple[Cue, ...] = ()
    track_ms: int = 0
    speakers: Mapping[str, str] = field(default_factory=dict)
    max_pace: float = 1.5
    min_pace: float = 1.0


@dataclass(frozen=True)
class AlignRequest:
    """Time the words of existing speech; `text` None is to be transcribed.

    `turns` are the parts of the text, each with the name of who says it, where a transcript has names.
    """

    audio: FileSource
    text: str | None
    language: str | None
    subtitles: Subtitles | None
    word_timings: bool
    warnings: tuple[str, ...] = ()
    request_id: str | None = None
    timing_level: str = TIMING_LEVELS[0]
    expires_in: int | None = None  # seconds, of its results
    turns: tuple[tuple[str | None, str], ...] = ()


@dataclass(frozen=True)
class UploadRequest:
    """Store a voice."""

    name: str
    audio: FileSource
    ref_text: str | FileSource | None
    overwrite: bool
    language: str | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    consent: Mapping[str, str] | None = None
    warnings: tuple[str, ...] = ()
    request_id: str | None = None


@dataclass(frozen=True)
class ListVoicesRequest:
    """List up to `limit` voices, stored or built in with `model`, after the one named `cursor`."""

    model: str
    limit: int = table.VOICES_LISTED
    cursor: str | None = None
    lexicons: bool = False  # and how all of them speak
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class GetVoiceRequest:
    """Show one voice, stored or built in with `model`."""

    name: str
    model: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeleteVoiceRequest:
    """Delete a stored voice; `everywhere`, with what is kept of it on the volume."""

    name: str
    everywhere: bool = False
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
class DeleteResultRequest:
    """Delete all that an earlier job has made."""

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
    | DubRequest
    | AlignRequest
    | UploadRequest
    | ListVoicesRequest
    | GetVoiceRequest
    | DeleteVoiceRequest
    | HealthRequest
    | ResultRequest
    | DeleteResultRequest
    | StatusRequest
    | WarmupRequest
)

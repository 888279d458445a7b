"""The part of the protocol that is about `append`: speech that is put together from several."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict


class Gap(TypedDict):
    """Where a speech is cut: the end of one word, and the start of the next."""

    after_ms: int
    before_ms: int


class CutPause(Gap):
    """Silence between two words of a speech, and how long."""

    ms: int


class AppendParams(TypedDict):
    """Speech that is put behind what `out` holds, with silence around and inside it."""

    audio: str
    out: str  # a wav file that grows; made where `at` is 0
    at: int  # samples that it holds so far; whatever it has beyond them goes
    silence: int  # samples before the speech
    sound_at: NotRequired[int | None]  # in place of that: the sample of `out` at which its sound begins
    longest: NotRequired[int | None]  # samples of its sound, where it must not last longer
    pauses: Sequence[CutPause]
    left_out_before: NotRequired[Gap | None]  # what is said before it goes
    left_out_after: NotRequired[Gap | None]  # what is said after it
    silence_after: NotRequired[int]  # samples
    pause_before: NotRequired[bool]  # whether the silence before it is a pause, which must not be longer
    pause_after: NotRequired[bool]
    pad_to: NotRequired[int | None]  # samples that `out` holds at least
    sound: NotRequired[int | None]  # samples that its sound lasts, pauses apart: it is stretched to that
    gain: NotRequired[float]  # how many times as loud it becomes
    watermark: NotRequired[bool]  # it is marked
    only_measured: NotRequired[bool]  # nothing is put anywhere
    comment: NotRequired[str | None]  # the file's tag, with the last


class PlacedPart(TypedDict):
    """Where a part of a speech between two cuts is: its times in the speech, and where it begins in `out`."""

    start_ms: int
    end_ms: int
    at_ms: int


class AppendResult(TypedDict):
    samples: int  # of `out`
    sample_rate: int
    parts: list[PlacedPart]  # one more than there are pauses; none of what is only measured
    sound: int  # samples of the speech that are heard, before they are stretched
    tempo: float  # how many times as fast they are played in `out`

"""From a text and a prepared reference to a wav file, chunk by chunk: an hour needs no more memory."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from f5tts_worker.engine.audio.watermark import load_watermark
from f5tts_worker.engine.audio.wav import WavWriter
from f5tts_worker.engine.model.loader import LoadedModel
from f5tts_worker.engine.model.vocoder import Vocoder
from f5tts_worker.engine.protocol import Piece, SpokenChunk, SynthesiseResult
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech import join_chunks
from f5tts_worker.engine.speech.making import How, Maker
from f5tts_worker.engine.speech.planning import PlannedChunk, SpeechPlan, Wishes, plan_speech
from f5tts_worker.engine.speech.sampler import SampleSettings
from f5tts_worker.engine.speech.scheduling import SCHEDULER, Progress
from f5tts_worker.engine.speech.splicing import Hear
from f5tts_worker.engine.text.clean import SpokenWord
from f5tts_worker.errors import WorkerError

# Silence is cut off at the edges of chunks, so speech is shorter than the frames that it gets: by 3 to 5 % as
# measured. It is refused as too long only if this share of them would be: what could fit is never refused.
_LEAST_SHARE, _LEAST_SHARE_SHORTENED = 0.85, 0.5  # with remove_silence, pauses inside go, too

# The estimate of the time that speech takes is rough, and too long if the machine had other work so far: what
# is refused takes this many times the rest.
_DOUBT = 3

# A batch's frames, reference included. On a CPU, where larger batches gain nothing, chunks go one by one: so
# each has the same bits whatever else is spoken, and is there as soon as it can be.
BATCH_FRAMES = {"cpu": 1, "cuda": 16_384}

_SHOWN_SENTENCES, _SHOWN_WORDS = 10, 4  # of those that are named, so that a caller finds them
_NO_MARK = "The speech carries no watermark: this environment has no resemble-perth."


@dataclass(frozen=True)
class SynthesisRequest:
    """What to say and how. `max_batch_frames` 0 means the device's default.

    `speed` is the pace of the reference times so much, `target_ms` the length of the whole instead. `takes`
    and `retakes` are those of `Wishes`.
    """

    words: Sequence[SpokenWord]
    speed: float = 1.0
    target_ms: int | None = None
    words_per_minute: float | None = None  # of which `target_ms` was worked out
    loudness: float = -20.0  # LUFS
    nfe_steps: int = 32
    cfg_strength: float = 2.0
    seed: int = 0
    takes: Mapping[int, int] = field(default_factory=dict)
    retakes: Mapping[int, int] = field(default_factory=dict)
    remove_silence: bool = False
    max_ms: int | None = None  # of the speech
    seconds_left: float | None = None  # for making it
    frames_per_second: float | None = None  # of one step, as measured so far
    due: float = 0.0  # jobs are spoken in this order
    max_batch_frames: int = 0
    comment: str | None = None  # the file's tag
    watermark: bool = False
    low_latency: bool = False  # the first chunks are short
    besides_ms: int = 0  # of the whole that this speech is a part of: it counts for `max_ms`
    # As the model speaks it: `append` is to stretch it, and to mark it then.
    is_draft: bool = False
    hear: Hear | None = None  # finds words in what was said; without it, takes are of whole chunks
    source: Path | None = None  # the prepared reference's folder: chunks are kept while it is there

    @property
    def wishes(self) -> Wishes:
        """What decides the plan."""
        pace = self.speed, self.target_ms, self.words_per_minute
        return Wishes(*pace, self.seed, self.takes, self.retakes, self.low_latency)


def synthesise(
    model: LoadedModel,
    vocoder: Vocoder,
    reference: PreparedReference,
    request: SynthesisRequest,
    out: Path,
    progress: Progress = lambda _stage, _done, _total: None,
    kept: Path | None = None,
    tell: Callable[[Piece], None] | None = None,
) -> SynthesiseResult:
    """Say `request.words` in the reference's voice and write a 24 kHz 16-bit wav to `out`.

    Every word is in exactly one chunk of the result, in order, and a chunk's times are exact. Chunks that lie
    in the folder `kept` are not made again. `tell` hears of each piece when it is in the file for good: where
    `target_ms` decides the tempo, when all is made. Raises WorkerError INVALID_REQUEST when nothing can be
    spoken, or not in the time that is wanted, RESULT_TOO_LARGE for more than `max_ms`, and NotFiniteError for
    numbers that are none.
    """
    plan = plan_speech(model, reference, request.words, request.wishes)
    _check_length(plan.seconds, request)
    rate = model.mel.target_sample_rate
    spare = out.parent / "chunks"
    maker = Maker(model, vocoder, reference, plan, _how(model, request), (kept or spare, spare), progress)
    _check_time(maker.frames, request)

    def pieces() -> Iterator[join_chunks.Piece]:
        waves = maker.waves()
        return join_chunks.lay_out(waves, plan.breaks, rate, remove_silence=request.remove_silence)

    gain = 10 ** ((request.loudness - reference.lufs) / 20)
    mark = _mark(request, rate)
    chunks: list[SpokenChunk] = []
    ends = [0]  # samples
    out = out if tell is None else _unused(out)
    with maker.at(SCHEDULER, has_listener=tell is not None), WavWriter(out, rate, request.comment) as file:
        tempo = _tempo(plan, request, pieces, rate)
        spoken = join_chunks.at_tempo(join_chunks.levelled(pieces(), rate, reference.lufs), rate, tempo)
        for samples, place in join_chunks.blocks(spoken, gain, None if request.is_draft else mark):
            file.write(samples)
            if place is None:
                continue
            chunks.append(_chunk(plan.chunks[len(chunks)], place, rate))
            ends.append(place[1])
            if tell is not None:
                file.flush()
                tell(_piece(out, chunks, ends, rate, is_last=len(chunks) == len(plan.chunks)))
        length = file.samples
    progress("vocoding", 1, 1)
    return {
        "ms": _ms(length, rate),
        "sample_rate": rate,
        "chunks": chunks,
        "warnings": _warnings(plan, maker, request, mark),
        "seconds": {name: round(spent, 3) for name, spent in maker.seconds.items()},
        "nfe_steps": request.nfe_steps,
        "kept": maker.kept,
        "frames": maker.frames,
        "watermark": mark is not None,
        "tempo": plan.tempo or 1.0,
    }


def _how(model: LoadedModel, request: SynthesisRequest) -> How:
    frames = request.max_batch_frames or BATCH_FRAMES[model.device.type]
    settings = SampleSettings(request.nfe_steps, request.cfg_strength)
    return How(settings, frames, request.due, request.hear, request.source)


def _warnings(plan: SpeechPlan, maker: Maker, request: SynthesisRequest, mark: object) -> list[str]:
    beside = [_beside_warning(maker.beside)] if maker.beside else []
    return [*plan.warnings, *beside, *([_NO_MARK] if request.watermark and mark is None else [])]


def _tempo(
    plan: SpeechPlan,
    request: SynthesisRequest,
    pieces: Callable[[], Iterator[join_chunks.Piece]],
    rate: int,
) -> float:
    """Return how many times as fast the speech is played here as it is spoken."""
    if request.is_draft:
        return 1.0
    if plan.tempo is not None:
        return plan.tempo
    # All is made before its tempo is known, and then read again.
    return max(piece.stop for piece in pieces()) * 1000 / (rate * (request.target_ms or 1))


def _beside_warning(beside: Sequence[Sequence[SpokenWord]]) -> str:
    named = [
        " ".join(word.display.strip() for word in words[:_SHOWN_WORDS])
        + (" …" if len(words) > _SHOWN_WORDS else "")
        for words in beside[:_SHOWN_SENTENCES]
    ]
    shown = "; ".join([*named, *(["and more"] if len(beside) > _SHOWN_SENTENCES else ())])
    return f"These run into sentences that takes names, and are said anew with them: {shown}"


def _mark(request: SynthesisRequest, rate: int) -> Callable[[Any], Any] | None:
    """Return what marks samples [n], float32; None where none is wanted, or the environment has none."""
    mark = load_watermark() if request.watermark else None
    return None if mark is None else partial(mark.marked, rate=rate)


def _check_time(frames: int, request: SynthesisRequest) -> None:
    """Refuse what will plainly not be made in time, by the speed of this machine so far."""
    if request.seconds_left is None or not request.frames_per_second:
        return
    seconds = frames * request.nfe_steps / request.frames_per_second
    if seconds > _DOUBT * request.seconds_left:
        raise WorkerError(
            "JOB_TIMEOUT",
            f"The speech would take about {seconds:.0f} s to make, and {request.seconds_left:.0f} s are left"
            " for this job. Split the text into several jobs, or give the job a request_id: then what is done"
            " in its time is kept, and the same request, sent again, goes on from there.",
            {"seconds": round(seconds), "seconds_left": round(request.seconds_left)},
        )


def _check_length(seconds: float, request: SynthesisRequest) -> None:
    share = _LEAST_SHARE_SHORTENED if request.remove_silence else _LEAST_SHARE
    least = seconds * (1.0 if request.target_ms is not None else share)
    if request.max_ms is not None and least * 1000 + request.besides_ms > request.max_ms:
        whole = seconds + request.besides_ms / 1000
        counted = ", pauses included" if request.besides_ms else ""
        raise WorkerError(
            "RESULT_TOO_LARGE",
            f"The speech would be about {whole:.0f} s long{counted}; at most {request.max_ms // 1000} s of"
            " this format fit into an answer.",
            {"seconds": round(whole), "limit_seconds": request.max_ms // 1000},
        )


def _unused(path: Path) -> Path:
    """Return a name beside a file's if there is one: pieces of it may still be read."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())


def _chunk(chunk: PlannedChunk, place: tuple[int, int], rate: int) -> SpokenChunk:
    return {
        "words": [{"display": word.display, "spoken": word.spoken} for word in chunk.words],
        "start_ms": _ms(place[0], rate),
        "end_ms": _ms(place[1], rate),
    }


def _piece(
    out: Path, chunks: Sequence[SpokenChunk], ends: Sequence[int], rate: int, *, is_last: bool
) -> Piece:
    """Return the announcement of the last of these chunks, which begins where the one before ended."""
    return {
        "index": len(chunks) - 1,
        "audio": str(out),
        "start": ends[-2],
        "stop": ends[-1],
        "sample_rate": rate,
        "chunk": chunks[-1],
        "is_last": is_last,
    }


def _ms(samples: int, rate: int) -> int:
    return round(samples * 1000 / rate)

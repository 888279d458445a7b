"""From a text and a prepared reference to a wav file, chunk by chunk: an hour needs no more memory."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from f5tts_worker.engine.audio.watermark import load_watermark
from f5tts_worker.engine.audio.wav import WavWriter
from f5tts_worker.engine.model.loader import LoadedModel
from f5tts_worker.engine.model.mel import reference_mel
from f5tts_worker.engine.model.vocoder import Vocoder
from f5tts_worker.engine.protocol import Piece, SpokenChunk, SynthesiseResult
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech import join_chunks
from f5tts_worker.engine.speech.kept_waves import KeptWaves
from f5tts_worker.engine.speech.planning import PlannedChunk, SpeechPlan, Wishes, plan_speech
from f5tts_worker.engine.speech.sampler import SampleSettings, form_batches
from f5tts_worker.engine.speech.scheduling import SCHEDULER, Progress, Scheduler
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

_NO_MARK = "The speech carries no watermark: this environment has no resemble-perth."


class NotFiniteError(WorkerError):
    """Speech that holds infinities, or what is no number: the weights do not fit their number type."""


@dataclass(frozen=True)
class SynthesisRequest:
    """What to say and how. `max_batch_frames` 0 means the device's default.

    `speed` is the pace of the reference times so much, `target_ms` the length of the whole instead. `takes`
    and `retakes` are those of `Wishes`.
    """

    words: Sequence[SpokenWord]
    speed: float = 1.0
    target_ms: int | None = None
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

    @property
    def wishes(self) -> Wishes:
        """What decides the plan."""
        return Wishes(self.speed, self.target_ms, self.seed, self.takes, self.retakes, self.low_latency)


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
    maker = _Maker(model, vocoder, reference, request, plan.chunks, (kept or spare, spare), progress)
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
        "warnings": [*plan.warnings, *([_NO_MARK] if request.watermark and mark is None else ())],
        "seconds": {name: round(spent, 3) for name, spent in maker.seconds.items()},
        "nfe_steps": request.nfe_steps,
        "kept": maker.kept,
        "frames": maker.frames,
        "watermark": mark is not None,
        "tempo": plan.tempo or 1.0,
    }


class _Maker:
    """Makes the chunks' waves in order, or takes those that are kept."""

    def __init__(
        self,
        model: LoadedModel,
        vocoder: Vocoder,
        reference: PreparedReference,
        request: SynthesisRequest,
        chunks: Sequence[PlannedChunk],
        folders: tuple[Path, Path],
        progress: Progress,
    ) -> None:
        self._model, self._vocoder, self._progress = model, vocoder, progress
        self._mel = reference_mel(reference.samples, model.mel)
        self._frames = request.max_batch_frames or BATCH_FRAMES[model.device.type]
        self._settings, self._due = SampleSettings(request.nfe_steps, request.cfg_strength), request.due
        voice = {"reference": reference.sha, "said": reference.text}
        how = {"model": model.identity, "steps": request.nfe_steps, "cfg": request.cfg_strength}
        self._kept = KeptWaves(*folders, {**voice, **how})
        self.seconds = {"sample": 0.0, "vocode": 0.0}
        self._chunks = chunks
        self._keys = [self._kept.key(one.text, one.plan.frames, one.plan.seed) for one in chunks]
        self._missing = {place for place, key in enumerate(self._keys) if not self._kept.has(key)}
        self.kept = len(chunks) - len(self._missing)  # chunks that need not be made
        # Of the others, reference included.
        self.frames = sum(chunks[place].plan.frames for place in self._missing)

    @contextmanager
    def at(self, scheduler: Scheduler, *, has_listener: bool) -> Iterator[None]:
        """Have what must be made sampled while the block lasts."""
        how = self._settings, self._frames, self._due
        with scheduler.order(self._model.network, self._mel, *how, has_listener=has_listener) as self._order:
            # Groups are those of the whole speech: a job that goes on after a kill makes the same bits.
            whole = self._groups(has_listener=has_listener)
            groups = ([place for place in group if place in self._missing] for group in whole)
            self._to_make = {group[0]: group for group in groups if group}
            for group in self._to_make.values():
                self._order.add([(place, self._chunks[place].plan) for place in group])
            yield
        self.seconds["sample"] = self._order.seconds

    def waves(self) -> Iterator[Any]:
        """Yield the chunks' samples, float32 [n], in order; of what must be made, a group at a time."""
        made: dict[int, Any] = {}
        for place, key in enumerate(self._keys):
            if place in self._to_make:
                made |= self._make(self._to_make.pop(place))
            wave = made.pop(place) if place in made else self._kept.get(key)
            if wave is None:  # it could not be kept, was swept meanwhile, or is damaged
                self._order.add([(place, self._chunks[place].plan)], first=True)
                wave = self._make([place])[place]
            yield wave

    def _groups(self, *, has_listener: bool) -> Iterator[list[int]]:
        """Yield the places of neighbouring chunks, as many as fit into a batch.

        A listener waits for the first one alone, and hears it while twice as many are made.
        """
        most = 1 if has_listener else len(self._chunks)
        places = iter(range(len(self._chunks)))
        for batch in form_batches([chunk.plan for chunk in self._chunks], self._frames):
            group = list(itertools.islice(places, len(batch)))
            while group:
                yield group[:most]
                group, most = group[most:], 2 * most

    def _make(self, places: Sequence[int]) -> dict[int, Any]:
        """Return the waves of a group of chunks once they are sampled, and keep them."""
        mels = [self._order.mel(place, self._progress) for place in places]
        sampled = time.perf_counter()
        waves = [wave.numpy() for wave in self._vocoder.decode(mels)]
        if not all(np.isfinite(wave).all() for wave in waves):
            name, dtype = self._model.name, self._model.dtype_name
            raise NotFiniteError("INTERNAL", f"The model {name} gave no usable numbers in {dtype}.")
        self.seconds["vocode"] += time.perf_counter() - sampled
        rate = self._model.mel.target_sample_rate
        kept = self._kept.put({self._keys[at]: wave for at, wave in zip(places, waves, strict=True)}, rate)
        return {at: kept[self._keys[at]] for at in places}


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

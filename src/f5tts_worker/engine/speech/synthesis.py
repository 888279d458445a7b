"""From a text and a prepared reference to a wav file: chunks, sampling, vocoder, join."""

import itertools
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.model.loader import LoadedModel
from f5tts_worker.engine.model.mel import log_mel
from f5tts_worker.engine.model.tokeniser import tokenise
from f5tts_worker.engine.model.vocoder import Vocoder
from f5tts_worker.engine.protocol import SpokenChunk, SynthesiseResult
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech.chunking import break_cost, split_chunks
from f5tts_worker.engine.speech.join_chunks import guard_peak, join_chunks
from f5tts_worker.engine.speech.sampler import ChunkPlan, Progress, SampleSettings, sample
from f5tts_worker.engine.text.capitals import lower_shouting
from f5tts_worker.engine.text.clean import Pace, SpokenWord, close_text, join_words, speech_length
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import language_code

# F5-TTS was trained on at most 30 s; its own rule stops at 22 s by the estimate of one speaker's pace.
_MODEL_SECONDS = 25.0
_LEAST_ROOM_SECONDS = 3.0
# Silence is cut off at the edges of chunks, so speech is shorter than the frames that it gets: by 3 to 5 % as
# measured. It is refused as too long only if this share of them would be: what could fit is never refused.
_LEAST_SHARE, _LEAST_SHARE_SHORTENED = 0.85, 0.5  # with remove_silence, pauses inside go, too
_SEED_STEP = 0x9E3779B97F4A7C15  # spreads neighbouring chunks' seeds (the golden ratio in 64 bits)

# A batch's frames, reference included. On a CPU larger batches gain nothing and hold more memory.
BATCH_FRAMES = {"cpu": 2048, "cuda": 16_384}


class NotFiniteError(WorkerError):
    """Speech that holds infinities, or what is no number: the weights do not fit their number type."""


@dataclass(frozen=True)
class SynthesisRequest:
    """What to say and how. `max_batch_frames` 0 means the device's default."""

    words: Sequence[SpokenWord]
    speed: float = 1.0
    nfe_steps: int = 32
    cfg_strength: float = 2.0
    seed: int = 0
    remove_silence: bool = False
    max_ms: int | None = None  # of the speech
    max_batch_frames: int = 0
    comment: str | None = None  # the file's tag


def synthesise(
    model: LoadedModel,
    vocoder: Vocoder,
    reference: PreparedReference,
    request: SynthesisRequest,
    out: Path,
    progress: Progress = lambda _stage, _done, _total: None,
) -> SynthesiseResult:
    """Say `request.words` in the reference's voice and write a 24 kHz 16-bit wav to `out`.

    Every word is in exactly one chunk of the result, in order, and a chunk's times are exact. Raises
    WorkerError INVALID_REQUEST when nothing can be spoken, RESULT_TOO_LARGE for more than `max_ms`, and
    NotFiniteError for numbers that are none.
    """
    pace = _pace(model, reference)
    chunks = _chunks(model, reference, request, pace)
    plans, warnings = _plans(model, reference, request, chunks, pace)
    _check_length(sum(plan.frames - pace.frames for plan in plans) / pace.frames_per_second, request)
    started = time.perf_counter()
    mels = sample(
        model.network,
        log_mel(torch.from_numpy(np.array(reference.samples)), model.mel),
        plans,
        SampleSettings(
            steps=request.nfe_steps,
            cfg_strength=request.cfg_strength,
            max_batch_frames=request.max_batch_frames or BATCH_FRAMES[model.device.type],
        ),
        progress,
    )
    if model.device.type == "cuda":
        torch.cuda.synchronize()
    sampled = time.perf_counter()
    progress("vocoding", 0, 1)
    waves = [wave.numpy() for wave in vocoder.decode(mels)]
    if not all(np.isfinite(wave).all() for wave in waves):
        raise NotFiniteError(
            "INTERNAL", f"The model {model.name} gave no usable numbers in {model.dtype_name}."
        )
    vocoded = time.perf_counter()
    joined = join_chunks(
        waves, _breaks(chunks), model.mel.target_sample_rate, remove_silence=request.remove_silence
    )
    speech = guard_peak(joined.samples, reference.gain)
    audio.write_wav(out, speech, model.mel.target_sample_rate, request.comment)
    progress("vocoding", 1, 1)
    return {
        "ms": _ms(len(joined.samples), model),
        "sample_rate": model.mel.target_sample_rate,
        "chunks": [
            _chunk_result(chunk, place, model) for chunk, place in zip(chunks, joined.places, strict=True)
        ],
        "warnings": warnings,
        "seconds": {"sample": round(sampled - started, 3), "vocode": round(vocoded - sampled, 3)},
        "nfe_steps": request.nfe_steps,
    }


def chunk_seed(seed: int, index: int) -> int:
    """Return the seed of a chunk's noise; the first chunk has the request's own."""
    return (seed + index * _SEED_STEP) % 2**63


def _pace(model: LoadedModel, reference: PreparedReference) -> Pace:
    frames = len(reference.samples) // model.mel.hop_length
    return Pace(frames, speech_length(reference.text), model.mel.frames_per_second)


def _chunks(
    model: LoadedModel, reference: PreparedReference, request: SynthesisRequest, pace: Pace
) -> list[list[SpokenWord]]:
    if not join_words(request.words):
        raise WorkerError("INVALID_REQUEST", "The text has nothing in it that can be spoken.")
    seconds = len(reference.samples) / model.mel.target_sample_rate
    room = max(_MODEL_SECONDS - seconds, _LEAST_ROOM_SECONDS)
    return split_chunks(request.words, pace.length_for(room, request.speed))


def _plans(
    model: LoadedModel,
    reference: PreparedReference,
    request: SynthesisRequest,
    chunks: Sequence[Sequence[SpokenWord]],
    pace: Pace,
) -> tuple[list[ChunkPlan], list[str]]:
    plans: list[ChunkPlan] = []
    unknown: dict[str, None] = {}
    before = lower_shouting(reference.text, language_code(reference.language or "en"))
    for index, chunk in enumerate(chunks):
        text = close_text(join_words(chunk), last=index == len(chunks) - 1)
        tokens = tokenise(before + text, model.vocabulary)
        said = [(reference.text, before), *((word.display, word.spoken) for word in chunk)]
        unknown |= dict.fromkeys(_as_written(tokens.unknown, said))
        frames = pace.frames + pace.frames_for(text, request.speed)
        plans.append(ChunkPlan(torch.tensor(tokens.ids), frames, chunk_seed(request.seed, index)))
    return plans, [_unknown_warning(list(unknown), model)] if unknown else []


def _as_written(unknown: Sequence[str], said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield unknown characters as they stand in the text: `said` has what is shown and what is spoken for it.

    What is shown may be a capital, or a sign or a number that is spelled out: then the whole of it is named.
    """
    for shown, spoken in said:
        sought = {_folded(character) for character in unknown if character in spoken}
        found = [letter for letter in shown if _folded(letter) in sought]
        yield from found if sought == set(map(_folded, found)) else [shown.strip()]


def _folded(letter: str) -> str:
    return unicodedata.normalize("NFKC", letter).casefold()


def _check_length(seconds: float, request: SynthesisRequest) -> None:
    least = seconds * (_LEAST_SHARE_SHORTENED if request.remove_silence else _LEAST_SHARE)
    if request.max_ms is not None and least * 1000 > request.max_ms:
        raise WorkerError(
            "RESULT_TOO_LARGE",
            f"The speech would be about {seconds:.0f} s long; at most {request.max_ms / 1000:.0f} s of this"
            " format fit into an answer.",
            {"seconds": round(seconds), "limit_seconds": request.max_ms // 1000},
        )


def _unknown_warning(unknown: Sequence[str], model: LoadedModel) -> str:
    shown = " ".join(unknown[:10]) + (" and more" if len(unknown) > 10 else "")
    return f"The model {model.name} does not know these characters and leaves them out: {shown}"


def _breaks(chunks: Sequence[Sequence[SpokenWord]]) -> list[float]:
    pairs = itertools.pairwise(chunks)
    return [break_cost(chunk[-1], following[0]) for chunk, following in pairs]


def _chunk_result(chunk: Sequence[SpokenWord], place: tuple[int, int], model: LoadedModel) -> SpokenChunk:
    return {
        "words": [{"display": word.display, "spoken": word.spoken} for word in chunk],
        "start_ms": _ms(place[0], model),
        "end_ms": _ms(place[1], model),
    }


def _ms(samples: int, model: LoadedModel) -> int:
    return round(samples * 1000 / model.mel.target_sample_rate)

"""The engine's protocol: one JSON object per line, over two dedicated pipes. Standard library only.

request   {"id": 7, "method": "synthesise", "params": {...}}
          {"id": 7, "method": "cancel"}                   request 7 need not be answered any more
events    {"id": 7, "event": "progress", "data": {"stage": "sampling", "done": 3, "total": 8}}
          {"id": 7, "event": "piece", "data": {...}}      speech that is final, where it was asked for
          {"id": 7, "event": "result", "data": {...}}     exactly one of result and error ends a request
          {"id": 7, "event": "error", "data": {"code": ..., "message": ..., "details": {...}}}
          {"id": 0, "event": "ready", "data": {"pid": ...}}   once, before any model is loaded

Requests are worked on side by side: their events come in any order, and a cancelled one is answered, too. A
request that waits for others says so with progress of the stage "queued". The eight methods stand at the end,
each with its parameters and its result. All paths are absolute.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NotRequired, TypedDict, TypeVar

from f5tts_worker.engine.align_protocol import CharacterTime as CharacterTime  # noqa: PLC0414 - see above
from f5tts_worker.engine.align_protocol import ChunkFaults as ChunkFaults  # noqa: PLC0414 - see above
from f5tts_worker.engine.align_protocol import WordTime as WordTime  # noqa: PLC0414 - see above

# Named twice, so that others may have them from here, the one module that both sides share.
from f5tts_worker.engine.append_protocol import AppendParams as AppendParams  # noqa: PLC0414 - see above
from f5tts_worker.engine.append_protocol import AppendResult as AppendResult  # noqa: PLC0414 - see above
from f5tts_worker.engine.append_protocol import CutPause as CutPause  # noqa: PLC0414 - see above
from f5tts_worker.engine.append_protocol import Gap as Gap  # noqa: PLC0414 - see above
from f5tts_worker.engine.append_protocol import PlacedPart as PlacedPart  # noqa: PLC0414 - see above
from f5tts_worker.engine.plan_protocol import PlanResult as PlanResult  # noqa: PLC0414 - see above

EventKind = Literal["ready", "progress", "piece", "result", "error"]
EVENTS: tuple[EventKind, ...] = ("ready", "progress", "piece", "result", "error")

CANCEL = "cancel"  # in place of a method
QUEUED = "queued"  # the stage of a request that waits for others

# A line longer than this is a fault: audio passes by file path, an hour of words is 4 MB.
MAX_LINE_BYTES = 16 * 1024 * 1024


class ProtocolError(Exception):
    """A line that is not a message of this protocol."""


@dataclass(frozen=True)
class Request:
    """One call: `method` is one of METHODS, `params` are its parameters. CANCEL stops the call of that id."""

    id: int
    method: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One message from the engine about request `id` (0: about the engine itself)."""

    id: int
    event: EventKind
    data: Mapping[str, Any] = field(default_factory=dict)


def encode(message: Request | Event) -> bytes:
    """Return the message as one line of JSON, line feed included. Raises ProtocolError for one too long."""
    text = json.dumps(vars(message), ensure_ascii=False, separators=(",", ":"))
    line = text.encode(errors="surrogatepass") + b"\n"  # json.loads reads lone surrogates the same way
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"a message of {len(line)} bytes; at most {MAX_LINE_BYTES}")
    return line


def decode_request(line: bytes) -> Request:
    """Read a request from one line. Raises ProtocolError."""
    data = _object(line)
    method = data.get("method")
    if method not in METHODS and method != CANCEL:
        raise ProtocolError(f"unknown method {method!r}")
    return Request(_id(data), method, _mapping(data, "params"))


def decode_event(line: bytes) -> Event:
    """Read an event from one line. Raises ProtocolError."""
    data = _object(line)
    kind = data.get("event")
    if kind not in EVENTS:
        raise ProtocolError(f"unknown event {kind!r}")
    return Event(_id(data), kind, _mapping(data, "data"))


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"a line of {len(line)} bytes; at most {MAX_LINE_BYTES}")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {line[:80]!r}") from error
    if not isinstance(data, dict):
        raise ProtocolError(f"not an object: {line[:80]!r}")
    return data


def _id(data: Mapping[str, Any]) -> int:
    value = data.get("id")
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ProtocolError(f"id must be a whole number, not {value!r}")
    return value


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ProtocolError(f"{key} must be an object, not {type(value).__name__}")
    return value


class ModelPaths(TypedDict):
    """A model's files; `config` may also be the name of a configuration that F5-TTS ships."""

    name: str
    config: str
    checkpoint: str
    vocab: str
    vocoder: str  # a folder
    known: NotRequired[bool]  # from our own table: its architecture need not be tried
    half: NotRequired[str]  # the checkpoint's copy in fp16
    window_s: NotRequired[float]  # of reference and speech in one go
    speeds: NotRequired[Sequence[float]]  # slowest and fastest that the model speaks by itself


class AlignerPaths(TypedDict):
    """An aligner: a folder in Hugging Face's layout, or the weights of torchaudio's pipeline `name`."""

    language: str
    kind: Literal["huggingface", "torchaudio"]
    path: str
    name: str


class RecordingLimits(TypedDict, total=False):
    """What a recording may be: milliseconds that are kept of it, milliseconds and bytes that are decoded."""

    min_ms: int
    max_ms: int
    decode_max_ms: int
    decode_max_bytes: int


class LoadParams(TypedDict):
    model: ModelPaths
    aligner: NotRequired[AlignerPaths | None]
    warm_up: NotRequired[bool]  # speak once, so that no job waits for what only a first run does
    device: NotRequired[str]  # auto (default), cpu or cuda
    watermark: NotRequired[bool]  # jobs will want one


class LoadResult(TypedDict):
    device: str
    dtype: str
    model: str
    sample_rate: int
    jobs: int  # that the device can feed at once
    seconds: dict[str, float]  # imports, weights, warm_up


class PrepareParams(TypedDict):
    audio: str
    text: NotRequired[str | None]  # None: it is transcribed
    language: NotRequired[str | None]  # None: detected, or the text's is not known
    transcriber: NotRequired[str | None]  # a folder
    cache: str  # a folder
    mark: NotRequired[str | None]  # an empty file in it, beside what was prepared
    aligner: NotRequired[AlignerPaths | None]  # that was loaded for it, and may have been dropped since
    limits: NotRequired[RecordingLimits | None]
    store_as: NotRequired[str | None]  # also write the reference to this file
    judge: NotRequired[bool]  # False: the text is known to be what is said
    # True: the caller can have an aligner loaded, and gets ALIGNER_MISSING if one is needed.
    asks_for_aligner: NotRequired[bool]


class StoredReference(TypedDict):
    """A reference that is kept under a name: how it sounds, and what was done to it."""

    ms: int
    level_db: float
    snr_db: float
    clipped: float  # share of samples
    score: float | None  # how well its text is heard in it, 0 to 1
    source_ms: int
    text: str
    changes: list[str]
    warnings: list[str]


class PrepareResult(TypedDict):
    reference: str  # what `synthesise` calls it
    ms: int
    text: str
    language: str | None
    chars_per_second: float
    transcribed: bool
    warnings: Sequence[str]
    stored: NotRequired[StoredReference]  # with `store_as`


class SpokenWord(TypedDict):
    display: str
    spoken: str


class SpokenChunk(TypedDict):
    """Where in the speech a chunk's words are."""

    words: list[SpokenWord]
    start_ms: int
    end_ms: int


class Piece(TypedDict):
    """Speech that stays as it is: a chunk and the pause before it.

    Pieces come in order, without gaps, and the last ends with the speech. What is made again, because memory
    ran out or the engine died, begins anew with the first, in another file.
    """

    index: int
    audio: str  # a wav file that grows, readable up to `stop`
    start: int  # samples
    stop: int
    sample_rate: int
    chunk: SpokenChunk
    is_last: bool


class SynthesiseParams(TypedDict):
    reference: str
    cache: NotRequired[str | None]  # where the reference is read from when it is no longer in memory
    text: str
    sentences: NotRequired[Sequence[str] | None]  # those of the text
    language: NotRequired[str | None]
    normalise: NotRequired[bool]  # False: words are spoken as they are written
    respellings: NotRequired[Sequence[tuple[int, int, str]]]  # characters of the text, and what is said there
    speed: NotRequired[float]
    target_ms: NotRequired[int | None]  # of the whole, in place of a speed
    words_per_minute: NotRequired[float | None]  # likewise
    stretched: NotRequired[bool]  # True: the model speaks at a speed of 1, and any other is made of that
    loudness: NotRequired[float]  # LUFS
    nfe_steps: NotRequired[int]
    cfg_strength: NotRequired[float]
    seed: NotRequired[int]
    takes: NotRequired[Mapping[str, int]]  # sentences that are said with other noise, by their number
    aligner: NotRequired[AlignerPaths | None]  # finds those in what is said in one go
    retakes: NotRequired[Mapping[str, int]]  # chunks that are
    kept: NotRequired[str | None]  # a folder of chunks that need not be made again
    remove_silence: NotRequired[bool]
    max_ms: NotRequired[int | None]  # longer speech is refused before it is made
    besides_ms: NotRequired[int]  # of pauses and of other speech that this is put together with: they count
    is_draft: NotRequired[bool]  # it is neither stretched nor marked yet: `append` does that
    seconds_left: NotRequired[float | None]  # what will not be made in that time is refused
    due: NotRequired[float]  # seconds of any clock: of jobs at once, the one that is due first came first
    max_batch_frames: NotRequired[int]
    comment: NotRequired[str]  # the file's tag
    watermark: NotRequired[bool]  # the sound is marked, each piece by itself
    low_latency: NotRequired[bool]  # the first chunks are short
    pieces: NotRequired[bool]  # True: each piece is announced as soon as it is final
    out: str  # with `pieces`, another name beside it where it exists


class SynthesiseResult(TypedDict):
    ms: int
    sample_rate: int
    chunks: list[SpokenChunk]  # every word is in exactly one, in order
    warnings: list[str]
    seconds: dict[str, float]  # sample, vocode
    nfe_steps: int
    kept: int  # chunks that were there already
    frames: int  # of the others, the reference's included
    watermark: NotRequired[bool]  # the sound is marked, or will be where this is a draft
    tempo: float  # how many times as fast it is played as it was spoken, or is to be where this is a draft


class AlignParams(TypedDict):
    audio: str
    chunks: NotRequired[Sequence[SpokenChunk] | None]  # what `synthesise` said; else `text` counts
    text: NotRequired[str | None]
    language: NotRequired[str | None]
    aligner: AlignerPaths | None
    limits: NotRequired[RecordingLimits | None]
    characters: NotRequired[bool]  # time them, too


class AlignResult(TypedDict):
    words: list[WordTime]
    faults: list[ChunkFaults]  # of chunks that have any; none for a `text`
    warnings: list[str]
    ms: int


class TranscribeParams(TypedDict):
    audio: str
    transcriber: str | None  # a folder
    language: NotRequired[str | None]  # None: detected
    limits: NotRequired[RecordingLimits | None]


class TranscribeResult(TypedDict):
    text: str
    language: str
    ms: int


class EncodeParams(TypedDict):
    audio: str
    out: str
    format: str
    sample_rate: NotRequired[int | None]  # None: as it is
    comment: NotRequired[str]  # the file's tag
    # Samples of speech that still grows: `out` goes on with them from where it was, so that its bytes so far
    # never change. Its formats are pcm, too, and all that can be played while they arrive.
    until: NotRequired[int | None]
    is_last: NotRequired[bool]  # `until` is the end of the speech


class EncodeResult(TypedDict):
    bytes: int  # of the file so far
    sample_rate: int  # Opus takes the next one that it knows
    ms: int


P = TypeVar("P")
R = TypeVar("R")


class Method(str, Generic[P, R]):
    """A method's name, which also tells a type checker its parameters P and its result R."""

    __slots__ = ()


LOAD = Method[LoadParams, LoadResult]("load")
PREPARE = Method[PrepareParams, PrepareResult]("prepare")
SYNTHESISE = Method[SynthesiseParams, SynthesiseResult]("synthesise")
ALIGN = Method[AlignParams, AlignResult]("align")
TRANSCRIBE = Method[TranscribeParams, TranscribeResult]("transcribe")
PLAN = Method[SynthesiseParams, PlanResult]("plan")
APPEND = Method[AppendParams, AppendResult]("append")
ENCODE = Method[EncodeParams, EncodeResult]("encode")
METHODS: tuple[str, ...] = (LOAD, PREPARE, PLAN, SYNTHESISE, ALIGN, TRANSCRIBE, APPEND, ENCODE)

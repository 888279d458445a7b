"""From words to chunks that the model can say in one go: their tokens, lengths and noise.

A chunk never crosses a paragraph, and where a paragraph is cut, how long a chunk is and which noise it gets
depend on its own text alone. So an edit changes the chunks of its own paragraph and no others.
"""

import hashlib
import itertools
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import torch

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.model.loader import LoadedModel
from f5tts_worker.engine.model.tokeniser import tokenise
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech.chunking import break_cost, split_chunks
from f5tts_worker.engine.speech.sampler import ChunkPlan
from f5tts_worker.engine.text.capitals import lower_shouting
from f5tts_worker.engine.text.clean import (
    Pace,
    SpokenWord,
    close_reference_text,
    close_text,
    join_words,
    speech_length,
)
from f5tts_worker.engine.text.spoken import PROSODY, split_words
from f5tts_worker.errors import WorkerError, fault
from f5tts_worker.languages import language_code

_LEAST_ROOM_SECONDS = 3.0
# The longest first chunks with `low_latency`: while one of them is played, the next, three times as long at
# the most, can be made.
_HEAD_SECONDS = (2.0, 6.0)
_SHORTEST_PAUSE_MS, _MARK_PAUSE_MS = 100, 300  # within a reference; what a pause at a mark may last
_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.3, 3.0  # of a second of speech at speed 1, whatever was asked for


@dataclass(frozen=True)
class PlannedChunk:
    """Words that are said in one go, and how."""

    words: Sequence[SpokenWord]
    text: str
    plan: ChunkPlan
    frames: int  # of speech, without the reference
    takes: Mapping[int, int] = field(default_factory=dict)  # of some of its sentences: see `SpeechPlan.anew`
    unknown: Sequence[str] = ()  # characters that the model does not know


@dataclass(frozen=True)
class SpeechPlan:
    """All chunks of a request, in order.

    `breaks` has the kind of break after each but the last. `tempo` is how many times as fast the speech is
    played as it is spoken; None where `target_ms` decides, once it is known how long the speech is. `anew`
    plans some words of a chunk by themselves, in the take of that number: sentences of `PlannedChunk.takes`
    are said so, and then take the place of what the chunk has there.
    """

    chunks: Sequence[PlannedChunk]
    breaks: Sequence[float]
    tempo: float | None
    seconds: float  # of speech, as it will be played; silence at the chunks' edges, which is cut, included
    warnings: Sequence[str]
    anew: Callable[[PlannedChunk, slice, int], PlannedChunk]


@dataclass(frozen=True)
class Wishes:
    """What decides a plan beside words and voice.

    `takes` has sentences (their numbers) that are to be said with other noise, and `retakes` chunks.
    """

    speed: float = 1.0
    target_ms: int | None = None  # of the whole speech, to the sample
    words_per_minute: float | None = None  # of which `target_ms` was worked out
    seed: int = 0
    takes: Mapping[int, int] = field(default_factory=dict)
    retakes: Mapping[int, int] = field(default_factory=dict)
    low_latency: bool = False  # the first chunks are short, so that a listener hears them soon


def plan_speech(
    model: LoadedModel, reference: PreparedReference, words: Sequence[SpokenWord], wishes: Wishes
) -> SpeechPlan:
    """Plan how to say words in the reference's voice.

    Raises WorkerError INVALID_REQUEST when nothing can be spoken, or not in the time that is wanted.
    """
    if not join_words(words):
        raise fault("text", "has nothing in it that can be spoken", "letters or digits")
    pace = _pace(model, reference)
    spoken = _asked_speed(model, pace, words, wishes)
    maker = _Planner(model, reference, pace, spoken)
    planned: list[PlannedChunk] = []
    unknown: dict[str, None] = {}
    seen: Counter[str] = Counter()
    chunks = _chunks(model, reference, words, pace, spoken, low_latency=wishes.low_latency)
    for index, (chunk, text) in enumerate(chunks):
        takes = _takes(chunk, wishes.takes)
        sentences = set() if takes else {word.sentence for word in chunk}
        take = sum(wishes.takes.get(sentence, 0) for sentence in sentences)
        seed = chunk_seed(wishes.seed, text, seen[text], take, wishes.retakes.get(index, 0))
        seen[text] += 1
        planned.append(replace(maker.chunk(chunk, text, seed), takes=takes))
        said = [(reference.text, maker.before), *((word.display, word.spoken) for word in chunk)]
        unknown |= dict.fromkeys(_as_written(planned[-1].unknown, said))
    seconds = sum(chunk.frames for chunk in planned) / pace.frames_per_second
    tempo = None if wishes.target_ms is not None else wishes.speed / spoken
    breaks = [break_cost(chunk.words[-1], after.words[0]) for chunk, after in itertools.pairwise(planned)]
    warnings = [_unknown_warning(list(unknown), model)] if unknown else []
    length = seconds / tempo if tempo is not None else (wishes.target_ms or 0) / 1000
    return SpeechPlan(planned, breaks, tempo, length, warnings, maker.anew)


@dataclass(frozen=True)
class _Planner:
    """Plans chunks of one request: with its model, after its reference, at the speed that it is asked for."""

    model: LoadedModel
    reference: PreparedReference
    pace: Pace
    speed: float

    @cached_property
    def before(self) -> str:
        """What stands before each chunk's text."""
        return lower_shouting(self.reference.text, language_code(self.reference.language or "en"))

    def chunk(self, words: Sequence[SpokenWord], text: str, seed: int) -> PlannedChunk:
        """Plan a chunk with this noise."""
        conditioned = len(self.reference.samples) // self.model.mel.hop_length
        frames = self.pace.frames_for(text, self.speed)
        tokens = tokenise(self.before + text, self.model.vocabulary)
        plan = ChunkPlan(torch.tensor(tokens.ids), conditioned + frames, seed)
        return PlannedChunk(words, text, plan, frames, unknown=tokens.unknown)

    def anew(self, chunk: PlannedChunk, part: slice, take: int) -> PlannedChunk:
        """Plan some words of a chunk by themselves; noise comes from the chunk's, and their place in it."""
        words = chunk.words[part]
        text = close_text(join_words(words), last=True)
        return self.chunk(words, text, chunk_seed(chunk.plan.seed, text, part.start, take))


def natural_seconds(
    model: LoadedModel, reference: PreparedReference, words: Sequence[SpokenWord]
) -> tuple[float, float, float]:
    """Return how long the voice takes for words by itself, and the least and the most that can become."""
    return _natural_seconds(_pace(model, reference), words)


def chunk_seed(seed: int, text: str, occurrence: int = 0, take: int = 0, retake: int = 0) -> int:
    """Return the seed of a chunk's noise: from its own text, and how often that stood before.

    Takes are a caller's, retakes our own: one is never the sound of the other.
    """
    whole = f"{seed}\0{occurrence}\0{take}\0{retake}\0{text}"
    hashed = hashlib.sha256(whole.encode(errors="surrogatepass"))
    return int.from_bytes(hashed.digest()[:8], "little") % 2**63


def _pace(model: LoadedModel, reference: PreparedReference) -> Pace:
    """Measure how fast the reference is said: by what is spoken for its text, and without its hesitations.

    What is said in its voice pauses at marks too, and at none but those.
    """
    rate, samples = model.mel.target_sample_rate, reference.samples
    words = split_words(reference.text, reference.language or "en")
    spoken = close_reference_text(join_words(words)) if join_words(words) else reference.text
    quiet = silence.room_windows(samples, rate)
    found = silence.pauses(samples, rate, _SHORTEST_PAUSE_MS, quiet)
    pauses = sum(stop - start for start, stop in found if stop < len(samples))
    marks = sum(word.spoken.endswith(tuple(PROSODY)) for word in words[:-1])
    hesitations = max(0, pauses - marks * rate * _MARK_PAUSE_MS // 1000)
    frames = (len(samples) - hesitations) // model.mel.hop_length
    return Pace(frames, speech_length(spoken), model.mel.frames_per_second)


def _natural_seconds(pace: Pace, words: Sequence[SpokenWord]) -> tuple[float, float, float]:
    natural = pace.frames_for(join_words(words)) / pace.frames_per_second
    return natural, natural * _SHORTEST_SECONDS, natural * _LONGEST_SECONDS


def _asked_speed(model: LoadedModel, pace: Pace, words: Sequence[SpokenWord], wishes: Wishes) -> float:
    """Return the speed that the model itself is asked for: only what it does well; the rest is stretched."""
    speed = wishes.speed
    if wishes.target_ms is not None:
        natural, shortest, longest = _natural_seconds(pace, words)
        wanted = wishes.target_ms / 1000
        if not shortest <= wanted <= longest:
            raise _out_of_reach(wishes, wanted, natural, (shortest, longest))
        speed = natural / wanted
    low, high = model.speeds
    return min(max(speed, low), high)


def _out_of_reach(wishes: Wishes, wanted: float, natural: float, limits: tuple[float, float]) -> WorkerError:
    """Return the fault of a length in seconds that the words cannot have, as the caller asked for it."""
    found = {"natural_seconds": round(natural, 1)}
    if wishes.words_per_minute is None:
        problem = f"is {wanted:g}, but in this voice the text takes about {natural:.1f} s by itself"
        return fault("duration_seconds", problem, f"{limits[0]:.1f} to {limits[1]:.1f}", **found)
    words = 60 * round(wishes.words_per_minute * wanted / 60)
    reached = math.ceil(1000 * limits[0]) / 1000, math.floor(1000 * limits[1]) / 1000  # lengths are whole ms
    own, most, least = (words / seconds for seconds in (natural, *reached))
    problem = f"is {wishes.words_per_minute:g}, but this voice says the text at about {own:.0f} by itself"
    return fault("words_per_minute", problem, f"{math.ceil(least)} to {math.floor(most)}", **found)


def _chunks(
    model: LoadedModel,
    reference: PreparedReference,
    words: Sequence[SpokenWord],
    pace: Pace,
    speed: float,
    *,
    low_latency: bool,
) -> Iterator[tuple[list[SpokenWord], str]]:
    """Yield the chunks and their texts, cut paragraph by paragraph; all words are in them."""
    seconds = len(reference.samples) / model.mel.target_sample_rate
    limit = pace.length_for(max(model.window_s - seconds, _LEAST_ROOM_SECONDS), speed)
    heads = [pace.length_for(head, speed) for head in _HEAD_SECONDS] if low_latency else []
    for paragraph in _spoken_paragraphs(words):
        chunks = split_chunks(paragraph, limit, heads)
        heads = []
        for number, chunk in enumerate(chunks, start=1):
            yield chunk, close_text(join_words(chunk), last=number == len(chunks))


def _takes(chunk: Sequence[SpokenWord], takes: Mapping[int, int]) -> dict[int, int]:
    """Return the takes of a chunk's sentences; none where it has one alone, and is made anew itself."""
    sentences = {word.sentence for word in chunk if word.spoken.strip()}
    named = {number: takes[number] for number in sorted(sentences) if takes.get(number)}
    return named if len(sentences) > 1 else {}


def _spoken_paragraphs(words: Sequence[SpokenWord]) -> list[list[SpokenWord]]:
    """Return paragraphs with something to say in each: an ornament by itself goes with what follows it.

    At the end, with what is before it.
    """
    paragraphs: list[list[SpokenWord]] = []
    silent: list[SpokenWord] = []
    for _, words_of_it in itertools.groupby(words, key=lambda word: word.paragraph):
        paragraph = [*silent, *words_of_it]
        if any(word.spoken.strip() for word in paragraph):
            paragraphs.append(paragraph)
            silent = []
        else:
            silent = paragraph
    paragraphs[-1] += silent
    return paragraphs


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


def _unknown_warning(unknown: Sequence[str], model: LoadedModel) -> str:
    shown = " ".join(unknown[:10]) + (" and more" if len(unknown) > 10 else "")
    return f"The model {model.name} does not know these characters and leaves them out: {shown}"

"""From words to chunks that the model can say in one go: their tokens, lengths and noise.

A chunk never crosses a paragraph, and where a paragraph is cut, how long a chunk is and which noise it gets
depend on its own text alone. So an edit changes the chunks of its own paragraph and no others.
"""

import hashlib
import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
from f5tts_worker.errors import fault
from f5tts_worker.languages import language_code

_LEAST_ROOM_SECONDS = 3.0
# The longest first chunks with `low_latency`: while one of them is played, the next, three times as long at
# the most, can be made.
_HEAD_SECONDS = (2.0, 6.0)
_SHORTEST_PAUSE_MS, _MARK_PAUSE_MS = 100, 300  # within a reference; what a pause at a mark may last
_SHOWN_SENTENCES, _SHOWN_WORDS = 10, 4  # of those that are named, so that a caller finds them
_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.3, 3.0  # of a second of speech at speed 1, whatever was asked for


@dataclass(frozen=True)
class PlannedChunk:
    """Words that are said in one go, and how."""

    words: Sequence[SpokenWord]
    text: str
    plan: ChunkPlan
    frames: int  # of speech, without the reference


@dataclass(frozen=True)
class SpeechPlan:
    """All chunks of a request, in order.

    `breaks` has the kind of break after each but the last. `tempo` is how many times as fast the speech is
    played as it is spoken; None where `target_ms` decides, once it is known how long the speech is.
    """

    chunks: Sequence[PlannedChunk]
    breaks: Sequence[float]
    tempo: float | None
    seconds: float  # of speech, as it will be played; silence at the chunks' edges, which is cut, included
    warnings: Sequence[str]


@dataclass(frozen=True)
class Wishes:
    """What decides a plan beside words and voice.

    `takes` has sentences (their numbers) that are to be said with other noise, and `retakes` chunks.
    """

    speed: float = 1.0
    target_ms: int | None = None  # of the whole speech, to the sample
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
    conditioned = len(reference.samples) // model.mel.hop_length
    chunks = list(_chunks(model, reference, words, pace, spoken, low_latency=wishes.low_latency))
    before = lower_shouting(reference.text, language_code(reference.language or "en"))
    planned: list[PlannedChunk] = []
    unknown: dict[str, None] = {}
    seen: Counter[str] = Counter()
    for index, (chunk, text) in enumerate(chunks):
        tokens = tokenise(before + text, model.vocabulary)
        said = [(reference.text, before), *((word.display, word.spoken) for word in chunk)]
        unknown |= dict.fromkeys(_as_written(tokens.unknown, said))
        frames = pace.frames_for(text, spoken)
        take = sum(wishes.takes.get(sentence, 0) for sentence in {word.sentence for word in chunk})
        seed = chunk_seed(wishes.seed, text, seen[text], take, wishes.retakes.get(index, 0))
        seen[text] += 1
        plan = ChunkPlan(torch.tensor(tokens.ids), conditioned + frames, seed)
        planned.append(PlannedChunk(chunk, text, plan, frames))
    seconds = sum(chunk.frames for chunk in planned) / pace.frames_per_second
    tempo = None if wishes.target_ms is not None else wishes.speed / spoken
    breaks = [break_cost(chunk.words[-1], after.words[0]) for chunk, after in itertools.pairwise(planned)]
    warnings = [_unknown_warning(list(unknown), model)] if unknown else []
    if beside := list(_said_beside(chunks, wishes.takes)):
        warnings.append(_beside_warning(beside))
    length = seconds / tempo if tempo is not None else (wishes.target_ms or 0) / 1000
    return SpeechPlan(planned, breaks, tempo, length, warnings)


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
            raise fault(
                "duration_seconds",
                f"is {wanted:g}, but in this voice the text takes about {natural:.1f} s by itself",
                f"{shortest:.1f} to {longest:.1f}",
                natural_seconds=round(natural, 1),
            )
        speed = natural / wanted
    low, high = model.speeds
    return min(max(speed, low), high)


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


def _said_beside(
    chunks: Sequence[tuple[Sequence[SpokenWord], str]], takes: Mapping[int, int]
) -> Iterator[str]:
    """Yield the first words of sentences that get another take because one beside them does."""
    for words, _ in chunks:
        sentences = {
            number: list(group) for number, group in itertools.groupby(words, key=lambda word: word.sentence)
        }
        if not any(takes.get(number) for number in sentences):
            continue
        for number, said in sentences.items():
            if number not in takes:
                shown = " ".join(word.display.strip() for word in said[:_SHOWN_WORDS])
                yield shown + (" …" if len(said) > _SHOWN_WORDS else "")


def _beside_warning(beside: Sequence[str]) -> str:
    shown = "; ".join(beside[:_SHOWN_SENTENCES]) + ("; and more" if len(beside) > _SHOWN_SENTENCES else "")
    return f"These are said in one go with sentences that takes names, and have another take, too: {shown}"

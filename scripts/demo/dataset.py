"""Speech to train on, made by flite and Piper: audio, mel frames at 24 kHz, the time of every letter.

Shards are made by several processes; the letters' times come afterwards, when all pronunciations are
known.
"""

import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
import torchaudio
from numpy.typing import NDArray

from . import espeak, piper
from .corpus import LETTER_NAMES, Writer, as_said, scowl_words
from .flite import FLITE_RATE, SAMPLE_RATE, Flite, Phone, to_24k
from .letters import WORD, LetterAligner, Pair, letter_times

HOP = 256
FRAME_RATE = SAMPLE_RATE / HOP
SHARD = 600
PHONES = [
    "pau",
    "aa",
    "ae",
    "ah",
    "ao",
    "aw",
    "ax",
    "ay",
    "b",
    "ch",
    "d",
    "dh",
    "eh",
    "er",
    "ey",
    "f",
    "g",
    "hh",
    "ih",
    "iy",
    "jh",
    "k",
    "l",
    "m",
    "n",
    "ng",
    "ow",
    "oy",
    "p",
    "r",
    "s",
    "sh",
    "t",
    "th",
    "uh",
    "uw",
    "v",
    "w",
    "y",
    "z",
    "zh",
]
_NUMBERS = {name: number for number, name in enumerate(PHONES)}


@dataclass
class Spoken:
    """One sentence: `words` gives for each word where it starts in `text`, and its phones' indices."""

    text: str
    voice: str
    samples: NDArray[np.int16]
    mel: NDArray[np.float16]
    phones: list[Phone]
    words: list[tuple[int, list[int]]]
    letters: NDArray[np.float32] | None = None
    rate: int = FLITE_RATE  # of `samples`

    @property
    def start(self) -> float:
        """The first word's start in seconds."""
        return self.phones[self.words[0][1][0]].start

    @property
    def end(self) -> float:
        """The last word's end in seconds."""
        return self.phones[self.words[-1][1][-1]].end

    def sound(self, rate: int) -> NDArray[np.float32]:
        """Return the samples at another rate, from -1 to 1."""
        samples = torch.from_numpy(self.samples).float() / 32768
        found: NDArray[np.float32] = torchaudio.functional.resample(samples, self.rate, rate).numpy()
        return found


Speaker = Flite | piper.Piper | espeak.Espeak


def speaker(voice: str) -> Speaker:
    """Return the program that speaks a voice."""
    if voice in piper.VOICES:
        return piper.Piper()
    return espeak.Espeak() if voice in espeak.VOICES else Flite([voice])


def speak(program: Speaker, text: str, voice: str, stretch: float) -> Spoken | None:
    """Speak one sentence; None when the words said are not the text's (an abbreviation, say)."""
    utterance = program.say(as_said(text), voice, stretch)
    words: list[tuple[int, list[int]]] = []
    spoken = iter(enumerate(utterance.words))
    for match in WORD.finditer(text.lower()):
        wanted, got, own = match.group().replace("'", ""), "", []
        while len(got) < len(wanted):
            i, name = next(spoken, (-1, ""))
            if i < 0:
                return None
            spelled = len(wanted) > 1 and name in LETTER_NAMES
            got += LETTER_NAMES[name] if spelled else name.replace("'", "")
            own += [k for k, p in enumerate(utterance.phones) if p.word == i]
        if got != wanted or not own:
            return None
        words.append((match.start(), own))
    if not words or next(spoken, None):
        return None
    mel = mel_of(to_24k(utterance.samples, utterance.rate))
    return Spoken(text, voice, utterance.samples, mel, utterance.phones, words, rate=utterance.rate)


def mel_of(wave: torch.Tensor) -> NDArray[np.float16]:
    """Return F5-TTS's mel frames of samples at 24 kHz: (frames, 100)."""
    from f5_tts.model.modules import get_vocos_mel_spectrogram

    mel: NDArray[np.float16] = get_vocos_mel_spectrogram(wave[None])[0].T.half().numpy()
    return mel


def _make(job: tuple[Path, int, int, str, float]) -> Path:
    path, seed, count, voice, general = job
    if path.exists():
        return path
    torch.set_num_threads(1)
    program, rng = speaker(voice), random.Random(seed)  # noqa: S311  paces, not secrets
    made: list[Spoken] = []
    for text in Writer(seed, general, scowl_words()).written():
        item = speak(program, text, voice, rng.uniform(0.92, 1.12))
        if item and 1.0 < item.end - item.start < 6.5:
            made.append(item)
        if len(made) == count:
            break
    partial = path.with_suffix(".part")
    partial.write_bytes(pickle.dumps(made))
    partial.replace(path)
    return path


def make_shards(
    folder: Path,
    voice: str,
    shards: int,
    general: float,
    processes: int,
    seed: int = 0,
    method: str = "spawn",
) -> list[Path]:
    """Make `shards` files of SHARD sentences each, those that are there already left as they are.

    `method` starts the processes; those of "fork" see what the caller has changed in these modules.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        (folder / f"{voice}-{general:.2f}-{seed + i:04d}.pickle", seed + i, SHARD, voice, general)
        for i in range(shards)
    ]
    with get_context(method).Pool(processes) as pool:
        return list(pool.imap(_make, jobs))


def load(paths: list[Path], *, sound: bool = True) -> list[Spoken]:
    """Read shards and give every letter its time; without `sound`, leave out samples: the DiT needs none."""
    items: list[Spoken] = []
    for path in paths:
        shard: list[Spoken] = pickle.loads(path.read_bytes())  # noqa: S301 - our own
        for item in shard:
            item.samples = item.samples if sound else item.samples[:0].copy()
        items += shard
    give_letters(items)
    return items


def give_letters(items: list[Spoken]) -> None:
    """Give every letter its time, when all pronunciations are known."""
    aligner = LetterAligner(_pairs(items))
    for item in items:
        item.letters = _letters(item, aligner)


def _pairs(items: list[Spoken]) -> Iterator[Pair]:
    for item in items:
        for at, own in item.words:
            yield _word(item.text, at), tuple(item.phones[k].name for k in own)


def _word(text: str, at: int) -> str:
    match = WORD.match(text.lower(), at)
    return match.group() if match else ""


def _letters(item: Spoken, aligner: LetterAligner) -> NDArray[np.float32]:
    """Return (characters, 3): start, end in seconds, number of the first phone in PHONES (-1: none of them).

    Marks and spaces share the pause that they stand in; where words follow without a pause they take no time.
    """
    table = np.full((len(item.text), 3), -1.0, np.float32)
    before, done = 0.0, 0
    for at, own in [*item.words, (len(item.text), [])]:
        after = item.phones[own[0]].start if own else item.phones[-1].end
        gap = np.linspace(before, max(after, before), at - done + 1)
        table[done:at, 0], table[done:at, 1] = gap[:-1], gap[1:]
        if not own:
            break
        word = _word(item.text, at)
        phones = [item.phones[k] for k in own]
        counts = aligner.align(word, tuple(p.name for p in phones))
        spans = letter_times(counts, [(p.start, p.end) for p in phones])
        first = 0
        for i, (count, span) in enumerate(zip(counts, spans, strict=True)):
            number = _NUMBERS.get(phones[first].name, -1) if count else -1
            table[at + i] = (*span, number)
            first += count
        before, done = phones[-1].end, at + len(word)
    return table


def frame_phones(item: Spoken) -> NDArray[np.int64]:
    """Return the number in PHONES at the middle of every mel frame."""
    ends = np.array([p.end for p in item.phones])
    at = np.searchsorted(ends, np.arange(len(item.mel)) / FRAME_RATE, side="right").clip(max=len(ends) - 1)
    return np.array([_NUMBERS[p.name] for p in item.phones])[at]


def audio_seconds(items: list[Spoken]) -> float:
    """Return the length of all of them together."""
    return sum(len(i.mel) for i in items) / FRAME_RATE

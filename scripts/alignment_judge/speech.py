"""Speech whose word times are known from elsewhere than an aligner: four kinds, each with its own truth.

flite tells the end of every phone, espeak-ng the sample of every word and phoneme, a Piper voice's network
the length of every phone, and three sentences of people were labelled by hand.
"""

import dataclasses
import itertools
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torchaudio
from numpy.typing import NDArray
from scripts.demo.corpus import held_out
from scripts.demo.flite import Flite
from scripts.demo.timing import natural

from f5tts_worker.engine.text.spoken import split_words

RATE = 16_000
# "en" is British; "en-gb" names no voice to the library, and left the voice of before.
VOICES = {"flite": ("slt", "rms"), "espeak-ng": ("en-us", "en"), "piper": ("joe",)}
KINDS = (*VOICES, "human")
SPEEDS = (1.0, 0.8, 1.3)
HERE = Path(__file__).parent
_FAULT_TEXTS = HERE.parent / "demo" / "fault_texts.txt"
_HUMAN = "praatio-6.2.2/examples/files"
Times = list[tuple[float, float]]
Speaker = Callable[[str, float], tuple[Any, int, Times]]


@dataclass(frozen=True)
class Said:
    """What was said: 16 kHz samples, the text, and each display word's start and end in milliseconds."""

    voice: str
    text: str
    samples: NDArray[np.float32]
    times: NDArray[np.float64]

    @property
    def pauses(self) -> NDArray[np.bool_]:
        """Say for each word whether a tenth of a second or more follows in which nothing is said."""
        following = np.append(self.times[1:, 0], np.inf)
        found: NDArray[np.bool_] = following - self.times[:, 1] >= 100
        return found


def texts(half: str) -> list[str]:
    """Return the sentences of a half, "figures" or "fit": at first, every third has numbers and pauses."""
    odd = half == "figures"
    marked = (HERE / "texts.txt").read_text("utf-8").splitlines()[odd::2]
    faults = _FAULT_TEXTS.read_text("utf-8").splitlines()[odd::2]
    plain = [*faults, *itertools.chain.from_iterable(part[odd::2] for part in held_out().values())]
    pairs = itertools.zip_longest(plain[::2], plain[1::2], marked)
    return [line for three in pairs for line in three if line]


def speech(kind: str, half: str, count: int, folder: Path) -> Iterator[Said]:
    """Yield sentences of a kind at three speeds in turn; what `folder` has is not said again.

    Sentences that the voice says in other words than they are written in are left out.
    """
    if kind == "human":
        yield from people(folder)
        return
    speakers: dict[str, Speaker] = {}  # loaded where something is still to be said
    sentences = texts(half)
    for number in range(count):
        again, place = divmod(number, len(sentences))
        text = sentences[place]
        voice = VOICES[kind][number % len(VOICES[kind])]
        speed = SPEEDS[(number + again) % len(SPEEDS)]
        kept = folder / f"{half}.{number:03}.{voice}.npz"
        if not kept.exists():
            folder.mkdir(parents=True, exist_ok=True)
            spoken = [word.spoken.replace("-", " ") for word in split_words(text, "en")]
            speakers = speakers or _speakers(kind)
            samples, rate, times = speakers[voice](" ".join(spoken), speed)
            np.savez(kept, samples=_at_16k(samples, rate), times=_grouped(times, spoken))
        with np.load(kept) as data:
            if len(data["times"]):
                yield Said(voice, text, data["samples"], data["times"])


def people(folder: Path) -> Iterator[Said]:
    """Yield sentences of people: recordings in praatio's source package, their words labelled by hand.

    `folder` is where that package was unpacked; without it there are none.
    """
    for name in ("mary", "bobby", "damon_set_test"):
        labels = folder / _HUMAN / f"{'bobby_words' if name == 'bobby' else name}.TextGrid"
        if not labels.exists():
            continue
        words = _labelled(labels)
        with wave.open(str(folder / _HUMAN / f"{name}.wav")) as file:
            pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            samples = _at_16k(pcm.astype(np.float32) / 32768, file.getframerate())
        text = " ".join(word for word, _, _ in words)
        yield Said(name, text, samples, 1000 * np.array([(start, end) for _, start, end in words]))


def _labelled(path: Path) -> list[tuple[str, float, float]]:
    """Read the words of a TextGrid: short or long form, the tier named "word" or "words"."""
    tokens = [line.split("=")[-1].strip() for line in path.read_text("utf-8").splitlines()]
    tokens = [token for token in tokens if token and not token.endswith(":")]
    begin = next(place for place, token in enumerate(tokens) if token in ('"word"', '"words"'))
    count = int(tokens[begin + 3])
    rows = [tokens[begin + 4 + 3 * row : begin + 7 + 3 * row] for row in range(count)]
    return [(text.strip('"').lower(), float(a), float(b)) for a, b, text in rows if text.strip('"')]


def _speakers(kind: str) -> dict[str, Speaker]:
    if kind == "flite":
        flite = Flite()
        return {voice: _flite(flite, voice) for voice in VOICES[kind]}
    if kind == "espeak-ng":
        from scripts.alignment_judge.espeak import Espeak

        return {voice: Espeak(voice) for voice in VOICES[kind]}
    from scripts.alignment_judge.piper_voice import Piper

    return {"joe": Piper()}


def _flite(flite: Flite, voice: str) -> Speaker:
    def say(text: str, speed: float) -> tuple[Any, int, Times]:
        samples, words = natural(flite, text, voice, 1 / speed)
        return samples, RATE, [(start, end) for _, start, end in words]

    return say


def _at_16k(samples: Any, rate: int) -> NDArray[np.float32]:
    wave_ = torch.as_tensor(samples, dtype=torch.float32)
    found: NDArray[np.float32] = torchaudio.functional.resample(wave_, rate, RATE).numpy()
    return found


def _grouped(times: Times, spoken: Sequence[str]) -> NDArray[np.float64]:
    """Return the display words' times in milliseconds; none if other words were said."""
    counts = [len(words.split()) for words in spoken]
    if sum(counts) != len(times):
        return np.empty((0, 2))
    firsts = np.cumsum([0, *counts])
    rows = [(times[a][0], times[b - 1][1]) for a, b in itertools.pairwise(firsts)]
    return 1000 * np.array(rows)


def joined(parts: Sequence[Said], pause_s: float) -> Said:
    """Return sentences one after the other, with silence between, as one recording."""
    silence = np.zeros(int(RATE * pause_s), np.float32)
    samples, times, length = [], [], 0
    for part in parts:
        times.append(part.times + 1000 * length / RATE)
        samples += [part.samples, silence]
        length += len(part.samples) + len(silence)
    text = " ".join(part.text for part in parts)
    return dataclasses.replace(
        parts[0], text=text, samples=np.concatenate(samples), times=np.concatenate(times)
    )

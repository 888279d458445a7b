#!/usr/bin/env python3
"""Is speech the same whatever it is batched with: the same bits in one batch, hardly others in another.

Requests of one sentence each are sampled by themselves, in twos and in eights, several times, in two
processes; mels and samples are compared before anything is rounded. Then short sentences are sampled beside a
long one, and two recognisers hear whether that costs a short one its end. The demo model in fp32, on the CPU.
Needs what scripts/judge_speech.py needs.

    python scripts/judge_identity.py --material identity
"""

import argparse
import itertools
import re
import subprocess
import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.demo.judging import Tally  # noqa: E402  found, as the others, through the line above
from scripts.judge_speech import default_whisper  # noqa: E402
from scripts.speech_judge.hearing import SPHINX, WHISPER, Ears  # noqa: E402
from scripts.speech_judge.speakers import HEARD_RATE, RATE, Ours, at_rate  # noqa: E402
from scripts.speech_judge.texts import FINAL, SHORT, read_text  # noqa: E402

PACK = ROOT / "src" / "f5tts_worker" / "demo"
VOICE = "rms"
SIZES = (1, 2, 8)  # of batches
_LONG = 4  # sentences of the long neighbour
_HEARD = 8  # texts of a word or two, and sentences, beside it
_HEARD_STEPS = 7  # what recognisers are to understand
_CLOSE = 1e-5


@dataclass(frozen=True)
class Chunk:
    """What was sampled of one sentence: mel [frames, bands] and samples [n] at 24 kHz, both fp32."""

    mel: NDArray[np.float32]
    wave: NDArray[np.float32]


class Speaker:
    """The worker's sampler and vocoder with the demo's weights, fed with batches of our choice."""

    def __init__(self, folder: Path, steps: int) -> None:
        import torch

        from f5tts_worker.engine.model.mel import log_mel
        from f5tts_worker.engine.speech.sampler import SampleSettings

        ours = Ours(PACK, folder)
        self._model, self._vocoder = ours.models
        if self._model.dtype_name != "float32":
            sys.exit(f"This machine computes in {self._model.dtype_name}; the comparison is of fp32.")
        self._reference = ours.reference(VOICE)
        self._mel = log_mel(torch.from_numpy(np.array(self._reference.samples)), self._model.mel)
        self._settings = SampleSettings(steps=steps)

    def plan(self, sentence: str) -> Any:
        """Return the chunk of a request that has this sentence alone, whatever its length."""
        from f5tts_worker.engine.speech.planning import Wishes, plan_speech
        from f5tts_worker.engine.text.spoken import split_words

        whole = replace(self._model, window_s=60.0)
        (chunk,) = plan_speech(whole, self._reference, split_words(sentence, "en"), Wishes()).chunks
        return chunk.plan

    def say(self, plans: Sequence[Any], size: int) -> list[Chunk]:
        """Sample and vocode chunks, `size` neighbours at a time."""
        said: list[Chunk] = []
        for first in range(0, len(plans), size):
            mels = self._sample(plans[first : first + size])
            waves = self._vocoder.decode(mels)
            said += [Chunk(mel.numpy(), wave.numpy()) for mel, wave in zip(mels, waves, strict=True)]
        return said

    def _sample(self, batch: Sequence[Any]) -> list[Any]:
        from f5tts_worker.engine.speech.sampler import sample

        return sample(self._model.network, [(self._mel, plan) for plan in batch], self._settings)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--material", type=Path, required=True, help="folder for what was said and heard")
    parser.add_argument("--whisper", type=Path, default=default_whisper(), help="folder of Whisper tiny.en")
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--nfe-steps", dest="steps", type=int, default=7)
    parser.add_argument(
        "--speak", type=Path, help=argparse.SUPPRESS
    )  # what the two processes are started with
    return parser.parse_args()


def main() -> int:
    """Print what differs; return 1 if anything does that should not."""
    options = arguments()
    warnings.filterwarnings("ignore")
    if options.speak:
        speak(options)
        return 0
    if options.whisper is None:
        sys.exit("Name the folder of Whisper tiny.en: --whisper FOLDER.")
    held = [judge_identity(options), judge_neighbours(options)]
    return 0 if all(held) else 1


def sentences(count: int) -> list[str]:
    """Return so many sentences, long and short by turns."""
    pairs = zip(text(), itertools.cycle(SHORT), strict=False)
    return list(itertools.islice(itertools.chain.from_iterable(pairs), count))


def text() -> list[str]:
    """Return the sentences of the judge's text."""
    return [sentence.strip() for sentence in read_text(FINAL, 100_000)]


def speak(options: argparse.Namespace) -> None:
    """Say all requests in batches of every size, so many times, and save what came of it."""
    speaker = Speaker(options.material / "ours", options.steps)
    plans = [speaker.plan(sentence) for sentence in sentences(options.requests)]
    for size in SIZES:
        for run in range(options.runs):
            for number, chunk in enumerate(speaker.say(plans, size)):
                np.savez(options.speak / f"{size}-{run}-{number}.npz", mel=chunk.mel, wave=chunk.wave)


def judge_identity(options: argparse.Namespace) -> bool:
    """Let two processes speak, and compare all that they said."""
    print(f"{options.requests} requests, {options.runs} runs, two processes, {options.steps} steps, fp32")
    with tempfile.TemporaryDirectory() as folder:
        sides = [Path(folder) / side for side in ("one", "other")]
        for side in sides:
            side.mkdir()
        started = [subprocess.Popen([sys.executable, *sys.argv, "--speak", side]) for side in sides]
        codes = [process.wait() for process in started]
        if any(codes):
            sys.exit("A process that was to speak has failed.")
        return compared(sides, options.requests, options.runs)


def compared(sides: Sequence[Path], requests: int, runs: int) -> bool:
    """Print for each size of batches how many are bit for bit the same, and how far the others are apart."""
    held = True
    for size in SIZES:
        same, mels, waves, rms = 0, 0.0, 0.0, 0.0
        for number in range(requests):
            first, alone = (_read(sides[0], kind, 0, number) for kind in (size, SIZES[0]))
            others = [_read(side, size, run, number) for side in sides for run in range(runs)][1:]
            same += sum(_equal(first, other) for other in others)
            mels = max(mels, float(np.abs(first.mel - alone.mel).max()) / _rms(alone.mel))
            waves = max(waves, float(np.abs(first.wave - alone.wave).max()))
            rms = max(rms, _rms(first.wave - alone.wave) / _rms(alone.wave))
        pairs = requests * (len(sides) * runs - 1)
        held &= same == pairs and max(mels, waves) <= _CLOSE
        print(
            f"in batches of {size}: the same bits in {same} of {pairs}; against each alone, at most"
            f" {mels:.1e} of the mel's rms, {waves:.1e} of full scale (rms {rms:.1e} of the speech)",
            flush=True,
        )
    return held


def judge_neighbours(options: argparse.Namespace) -> bool:
    """Hear short sentences by themselves, and in a batch with a long one, behind it or in front of it."""
    speaker = Speaker(options.material / "ours", _HEARD_STEPS)
    ears = Ears(options.material / "heard", options.whisper)
    long = speaker.plan(" ".join(text()[:_LONG]))
    short = [*SHORT[:_HEARD], *text()[_LONG : _LONG + _HEARD]]
    rates: dict[tuple[str, str], Tally] = defaultdict(Tally)
    last: Counter[tuple[str, str]] = Counter()
    lengths = True
    for first in range(0, len(short), SIZES[-1]):
        group = short[first : first + SIZES[-1]]
        plans = [speaker.plan(sentence) for sentence in group]
        all_of_it = len(plans) + 1
        heard = {
            "alone": speaker.say(plans, 1),
            "behind a long one": speaker.say([long, *plans], all_of_it)[1:],
            "in front of a long one": speaker.say([*plans, long], all_of_it)[:-1],
        }
        for place, chunks in heard.items():
            for sentence, chunk, alone in zip(group, chunks, heard["alone"], strict=True):
                lengths &= len(chunk.wave) == len(alone.wave)
                samples = at_rate(chunk.wave, RATE, HEARD_RATE)
                for name, (wrong, words) in ears.errors(sentence, samples).items():
                    rates[place, name].add(wrong, words)
                    last[place, name] += _last_word(ears.heard(name, samples)) == _last_word(sentence)
    seconds = long.frames * 256 / RATE  # reference included
    print(f"{len(short)} short sentences, a long one of {seconds:.0f} s, {_HEARD_STEPS} steps:")
    print("word error rates, and how many last words are heard")
    for place in dict.fromkeys(place for place, _ in rates):
        cells = (
            f"{name} {rates[place, name].rate:5.1f} %, {last[place, name]:3d}" for name in (SPHINX, WHISPER)
        )
        print(f"{place:24}" + "     ".join(cells))
    print(f"as many samples as alone: {'all' if lengths else 'NOT ALL'}")
    return lengths and all(last[place] >= last["alone", place[1]] for place in last)


def _read(side: Path, size: int, run: int, number: int) -> Chunk:
    with np.load(side / f"{size}-{run}-{number}.npz") as kept:
        return Chunk(kept["mel"], kept["wave"])


def _rms(values: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.square(values).mean()))


def _equal(one: Chunk, other: Chunk) -> bool:
    return np.array_equal(one.mel, other.mel) and np.array_equal(one.wave, other.wave)


def _last_word(text: str) -> str:
    words = re.findall(r"[a-z']+", text.lower())
    return words[-1] if words else ""


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Plant faults in speech, and count those that the aligner's judge finds, and the healthy chunks it suspects.

The sentences are in scripts/demo/fault_texts.txt: those with an even number are for choosing the thresholds
in engine/alignment/misspoken.py, the others for the figures. They are said by flite, whose word times are
known, and by the demo pack's voices, whose words are where the aligner finds them; --speech keeps what the
pack has said. Needs the same packages as training. With Whisper tiny.en (those of
scripts/speech_judge/requirements.txt), sentences of which it hears every word are counted apart from the
others: whether what a pack says is healthy is not known.

    python scripts/judge_faults.py --speech /tmp/speech
    python scripts/judge_faults.py --speech /tmp/speech --half thresholds --json figures.json
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.demo.flite import Flite  # noqa: E402  the worker's package is found through the line above
from scripts.demo.judging import Worker, read_16k  # noqa: E402
from scripts.demo.planting import KINDS, RATE, Sound, Times, plant, sound_of  # noqa: E402
from scripts.demo.timing import natural  # noqa: E402
from scripts.judge_speech import default_whisper  # noqa: E402
from scripts.speech_judge.hearing import WHISPER, Ears  # noqa: E402

from f5tts_worker.engine.alignment import aligner as subject  # noqa: E402
from f5tts_worker.engine.text.spoken import split_words  # noqa: E402

PACK = ROOT / "src" / "f5tts_worker" / "demo"
VOICES = ("slt", "rms")
_LENGTHS = ((1, 1), (2, 2), (3, 3), (4, 5), (6, 99))  # letters of a word
_EACH = 2  # words cut, and words doubled, in every sentence
_STEPS = 7


@dataclass(frozen=True)
class Spoken:
    """A sentence as it was said, and each word's start and end in seconds."""

    source: str
    number: int
    text: str
    samples: Sound
    times: Times


class Judge:
    """The demo's aligner, or another of its kind, asked as the worker asks it."""

    def __init__(self, folder: Path) -> None:
        files = {"language": "en", "kind": "huggingface", "path": str(folder)}
        self._aligner = subject.load(files, "cpu")

    def hear(self, samples: Sound, text: str) -> subject.AlignedChunks:
        """Align one chunk, and judge it."""
        words = [{"display": word.display, "spoken": word.spoken} for word in split_words(text, "en")]
        chunk = {"words": words, "start_ms": 0, "end_ms": len(samples) * 1000 // RATE}
        return subject.align_chunks(self._aligner, samples, [chunk])

    def times(self, samples: Sound, text: str) -> Times:
        """Return where the words of a text are, in seconds."""
        words = self.hear(samples, text).words
        return [(word["start_ms"] / 1000, word["end_ms"] / 1000) for word in words]


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=["thresholds", "figures"], default="figures")
    parser.add_argument("--speech", type=Path, help="folder in which the demo pack's speech is kept")
    parser.add_argument("--sources", nargs="+", choices=["flite", "demo"], default=["flite", "demo"])
    parser.add_argument("--aligner", type=Path, default=PACK / "aligner", help="folder of another aligner")
    parser.add_argument("--whisper", type=Path, default=default_whisper(), help="folder of Whisper tiny.en")
    parser.add_argument("--json", type=Path, help="write every verdict to this file")
    return parser.parse_args()


def main() -> None:
    """Print the tables."""
    options = arguments()
    torch.set_num_threads(1)  # the same sums everywhere
    texts = (ROOT / "scripts" / "demo" / "fault_texts.txt").read_text().splitlines()
    chosen = [(n, text) for n, text in enumerate(texts) if n % 2 == (options.half == "figures")]
    judge = Judge(options.aligner)
    verdicts: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        speech = options.speech or Path(folder)
        for source in options.sources:
            said = list(by_flite(chosen) if source == "flite" else by_demo(chosen, judge, speech))
            whole = (
                heard_whole(said, Ears(speech / "heard", options.whisper, [WHISPER]))
                if options.whisper
                else {}
            )
            verdicts += [
                one | {"heard": whole.get((one["source"], one["number"]))} for one in judged(judge, said)
            ]
    if options.json:
        options.json.write_text(json.dumps(verdicts, indent=1))
    tables(verdicts)


def by_flite(texts: Sequence[tuple[int, str]]) -> Iterator[Spoken]:
    """Yield flite's sentences, without those that it says in other words than they are written in."""
    flite = Flite(VOICES)
    for voice in VOICES:
        for number, text in texts:
            samples, times = natural(flite, text, voice)
            if len(times) == len(text.split()):
                ends = [(start, end) for _, start, end in times]
                yield Spoken(f"flite {voice}", number, text, samples.numpy(), ends)


def by_demo(texts: Sequence[tuple[int, str]], judge: Judge, folder: Path) -> Iterator[Spoken]:
    """Yield the demo pack's sentences; what the folder has is not said again."""
    folder.mkdir(parents=True, exist_ok=True)
    worker = Worker(PACK, folder)
    for voice in VOICES:
        for number, text in texts:
            kept = folder / f"{number:03}.{voice}.npy"
            if not kept.exists():
                said, _ = worker.say(text, voice, steps=_STEPS, cfg_strength=2.0, seed=number)
                np.save(kept, said.astype(np.float32))
            samples = np.load(kept)
            yield Spoken(f"demo {voice}", number, text, samples, judge.times(samples, text))


def heard_whole(spoken: Iterable[Spoken], ears: Ears) -> dict[tuple[str, int], bool]:
    """Say of which sentences a recogniser hears every word, and no other."""
    return {(one.source, one.number): not ears.errors(one.text, one.samples)[WHISPER][0] for one in spoken}


def judged(judge: Judge, spoken: Sequence[Spoken]) -> Iterator[dict[str, Any]]:
    """Yield a verdict on every sentence as it was said, and on it with each fault."""
    for before, one in zip([spoken[-1], *spoken[:-1]], spoken, strict=True):
        # Any sentence may be somebody's reference; the one before stands for others than the pack's.
        leaks = [last_word(judge, one.source.split()[1]), sound_of(before.samples, before.times[-1])]
        yield verdict(judge, one, "healthy", -1, one.samples)
        for planted in plant(one.samples, one.times, leaks, _EACH, f"{one.source} {one.number}"):
            yield verdict(judge, one, planted.kind, planted.word, planted.samples)


def last_word(judge: Judge, voice: str) -> Sound:
    """Return the sound of the last word of a demo voice's reference."""
    samples = read_16k(PACK / "voices" / f"{voice}.wav")
    text = (PACK / "voices" / f"{voice}.txt").read_text().strip()
    return sound_of(samples, judge.times(samples, text)[-1])


def verdict(judge: Judge, said: Spoken, kind: str, word: int, samples: Sound) -> dict[str, Any]:
    """Return what the judge says of one sound."""
    started = time.process_time()
    heard = judge.hear(samples, said.text)
    faults = heard.faults[0] if heard.faults else {"missing": [], "added": []}
    return {
        "source": said.source,
        "number": said.number,
        "kind": kind,
        "word": said.text.split()[word] if word >= 0 else "",
        "missing": faults["missing"],
        "added": faults["added"],
        "badness": heard.badness[0],
        "seconds": len(samples) / RATE,
        "cpu_seconds": time.process_time() - started,
    }


def tables(verdicts: Sequence[dict[str, Any]]) -> None:
    """Print how many chunks are suspected, by source, kind and length of word, and how many are ranked right.

    Ranked right is a fault whose badness is above that of the same speech with nothing planted.
    """
    shares: dict[tuple[str, str], list[bool]] = defaultdict(list)
    healthy = {(one["source"], one["number"]): one for one in verdicts if one["kind"] == "healthy"}
    for one in verdicts:
        suspected = bool(one["missing"] or one["added"])
        shares[one["source"], one["kind"]].append(suspected)
        if one["heard"] is not None:
            shares[
                one["source"], f"{one['kind']}, {'every' if one['heard'] else 'not every'} word heard"
            ].append(suspected)
        if one["kind"] != "healthy":
            worse = one["badness"] > healthy[one["source"], one["number"]]["badness"]
            shares[one["source"], f"{one['kind']}, ranked right"].append(worse)
        if one["word"]:
            letters = sum(map(str.isalpha, one["word"]))
            low, high = next(span for span in _LENGTHS if span[0] <= letters <= span[1])
            shares[one["source"], f"{one['kind']}, {low} to {high} letters"].append(suspected)
    sources = list(dict.fromkeys(one["source"] for one in verdicts))
    kinds = ["healthy", *KINDS, *sorted({kind for _, kind in shares} - {"healthy", *KINDS})]
    print("| suspected | " + " | ".join(sources) + " |\n|---|" + "---|" * len(sources))
    for kind in kinds:
        cells = [shares.get((source, kind), []) for source in sources]
        print(f"| {kind} | " + " | ".join(f"{sum(cell)} of {len(cell)}" for cell in cells) + " |")


if __name__ == "__main__":
    main()

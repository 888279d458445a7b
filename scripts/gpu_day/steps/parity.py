"""Is the engine's mel what F5-TTS's own sampler makes in fp32: number types, batches, the same seed twice."""

from collections.abc import Sequence
from typing import Any

import torch

from f5tts_worker.engine.model.hardware import has_fast_bf16
from f5tts_worker.engine.model.network import DiTNetwork
from f5tts_worker.engine.speech.sampler import ChunkPlan, SampleSettings, sample
from gpu_day import models, stand_ins
from gpu_day.step import Day

_BARS = {"float32": 1e-4, "float16": 0.004, "bfloat16": 0.03}  # of tests/model/test_sampler.py, on a CPU
_BATCH_BARS = {"float32": 1e-5}


def run(day: Day) -> None:
    """Compare on the demo's weights, then on those of full size."""
    stand_ins.for_models()
    torch.backends.cudnn.allow_tf32 = False  # the exact side is fp32 throughout
    for model in models.models(day):
        with torch.inference_mode():
            _compare(day, model)


def _compare(day: Day, model: models.Model) -> None:
    plans = model.plans(models.texts(day)["page"][: 2 if day.small else 4])
    oracle = model.oracle(day.device)
    schedules = (7,) if day.small else (7, 16, 32)
    exact = {steps: models.official_sample(oracle, model.reference, plans[0], steps) for steps in schedules}
    del oracle
    for dtype in ("float32", "bfloat16", "float16"):
        if day.small and dtype != "float32" and not (dtype == "bfloat16" and has_fast_bf16()):
            day.figures.skip(f"{model.name}, {dtype}", "needs a GPU")  # this CPU takes minutes for it
            continue
        network = model.network(day.device, dtype)
        for steps, wanted in exact.items():
            ours = _sample(network, model, plans[:1], steps)[0]
            error = models.rms_error(ours, wanted)
            held = "within" if error < _BARS[dtype] else "OVER"
            largest = models.largest_error(ours, wanted)
            note = f"{held} the CPU tests' bar of {_BARS[dtype]:g}; largest {largest:.1e}"
            day.figures.add(
                f"{model.name}, {dtype}, {steps} steps: rms error against stock fp32", error, "", note
            )
        _batches(day, model, network, plans, dtype)


def _batches(day: Day, model: models.Model, network: DiTNetwork, plans: list[ChunkPlan], dtype: str) -> None:
    steps = 2 if day.small else 16
    together, again = (_sample(network, model, plans, steps) for _ in range(2))
    alone = _sample(network, model, plans[-1:], steps)[0]
    name = f"{model.name}, {dtype}"
    difference = models.largest_error(together[-1], alone)
    bar = _BATCH_BARS.get(dtype)
    note = "" if bar is None else f"{'within' if difference < bar else 'OVER'} the CPU tests' bar of {bar:g}"
    day.figures.add(
        f"{name}: {len(plans)} chunks in a batch against one alone, largest difference", difference, "", note
    )
    same = all(torch.equal(one, two) for one, two in zip(together, again, strict=True))
    day.figures.add(f"{name}: the same seed twice", "the same bits" if same else "DIFFERENT bits")


def _sample(network: DiTNetwork, model: models.Model, plans: Sequence[ChunkPlan], steps: int) -> list[Any]:
    settings = SampleSettings(steps=steps, cfg_strength=models.CFG)
    return sample(network, [(model.reference, plan) for plan in plans], settings)

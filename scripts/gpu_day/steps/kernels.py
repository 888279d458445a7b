"""One step of the flow under PyTorch's profiler: how many kernels, how long none runs, share of the peak."""

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch.profiler import ProfilerActivity, profile
from torch.utils.flop_counter import FlopCounterMode

from gpu_day import models
from gpu_day.machine import matrix_peak
from gpu_day.step import Day

_STEPS = 5
_SHOWN = 8


def run(day: Day) -> None:
    """Profile a sentence and a page."""
    model = models.largest(day)
    network = model.network(day.device)
    dtype = torch.float16 if day.device == "cuda" else torch.float32
    peak = matrix_peak(day.device, dtype)
    day.figures.add("matrix peak", peak, "TFLOP/s", str(dtype).removeprefix("torch."))
    with torch.inference_mode():
        for name, texts in models.texts(day).items():
            loop = models.Loop(network, model, model.plans(texts), 7)
            _step(day, name, partial(network.velocity, *loop.first), peak)


def _step(day: Day, name: str, step: Callable[[], Any], peak: float) -> None:
    seconds = models.seconds_of(step, day.device, times=10)
    with FlopCounterMode(display=False) as counter:
        step()
    flop = counter.get_total_flops()
    if day.device == "cpu":
        day.figures.add(f"{name}: one step", seconds * 1e3, "ms")
        day.figures.skip(f"{name}: kernels, gaps, share of the peak", "needs a GPU")
        return
    day.figures.add(f"{name}: one step", seconds * 1e3, "ms", "the best of ten, not profiled")
    day.figures.add(f"{name}: work of one step", flop / 1e12, "TFLOP", "matrix products and attention")
    day.figures.add(
        f"{name}: reached",
        flop / seconds / 1e12,
        "TFLOP/s",
        f"{flop / seconds / 1e12 / peak:.0%} of the peak",
    )
    _kernels(day, name, step, seconds)


def _kernels(day: Day, name: str, step: Callable[[], Any], seconds: float) -> None:
    with profile(activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA]) as found:
        for _ in range(_STEPS):
            step()
        torch.cuda.synchronize()
    ran = [event for event in found.events() if event.device_type == torch.autograd.DeviceType.CUDA]
    busy = sum(event.time_range.elapsed_us() for event in ran) / 1e6 / _STEPS  # no two at once: one stream
    day.figures.add(f"{name}: kernels and copies in a step", len(ran) / _STEPS)
    day.figures.add(
        f"{name}: the GPU works", busy * 1e3, "ms", f"idle for {max(0.0, 1 - busy / seconds):.0%} of a step"
    )
    times: dict[str, list[float]] = {}
    for event in ran:
        times.setdefault(event.name, []).append(event.time_range.elapsed_us() / 1e3 / _STEPS)
    for kernel, spent in sorted(times.items(), key=lambda item: -sum(item[1]))[:_SHOWN]:
        share = f"{sum(spent) / 1e3 / busy:.0%} of the work, {len(spent) / _STEPS:.0f} in a step"
        day.figures.add(f"{name}: `{kernel[:60]}`", sum(spent), "ms", share)

"""Measure one step of the flow: what the host spends on it, and how near it comes to the machine's peak.

`host` runs in the stock packages' Python, because both samplers must be in one process to be compared: at
the full model's depth, but at a width at which little is computed. `peak` runs in the environment's Python.
Other work on a machine distorts seconds. So the host's time is the one thread's own CPU time, both sides
alternate, and the least of all runs counts. The peak is one thread's, too.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_runs import run_in

DEPTH, WIDTH, HEADS = 22, 64, 2  # of F5TTS_v1_Base: 22, 1024, 16
REFERENCE_FRAMES, FRAMES, LETTERS = 16, 48, 20
STEPS = 16  # `quality: balanced`
ROUNDS = 12
PEAK_FRAMES, PEAK_SIDE, PEAK_ROUNDS = 600, 1024, 3


def measure(runtime: str, stock: str, folder: str) -> dict[str, Any]:
    """Run both programs; `folder` holds the full-size model."""
    print("... one step", file=sys.stderr)
    return {
        "host": json.loads(run_in(stock, __file__, "host")),
        "peak": json.loads(run_in(runtime, __file__, "peak", folder)),
    }


def print_tables(found: dict[str, Any]) -> None:
    """Print what `measure` found."""
    host, peak, step = found["host"], found["peak"], found["peak"]["step"]
    stock, ours = host["stock"], host["ours"]
    print(f"\nOne of {STEPS} steps on the host: {DEPTH} blocks of {WIDTH}, {FRAMES} frames, CPU time")
    print(f"{'':38}{'stock':>14}{'ours':>14}{'ours/stock':>14}")
    for name, key in (("least, ms", "min_ms"), ("median, ms", "median_ms"), ("operations", "operations")):
        print(f"{name:38}{stock[key]:>14}{ours[key]:>14}{ours[key] / stock[key]:>14.2f}")
    print(f"largest difference of the samples, as a share of their rms: {host['largest_error']:.1e}")
    reached = step["gflops"] / peak["peak_gflops"][peak["dtype"]]
    products = ", ".join(f"{name} {gflops:.1f}" for name, gflops in peak["peak_gflops"].items())
    print(f"\nMatrix products, GFLOP in a second of one thread's CPU time: {products}")
    print(
        f"One full-size step, {step['frames']} frames, {peak['dtype']}: {step['tflop']:.2f} TFLOP,"
        f" {step['cpu_s']:.1f} s, {step['gflops']:.1f} GFLOP/s: {reached:.0%} of the peak"
    )


def run_host() -> None:
    """Sample the same with F5-TTS's own sampler and with the engine's; print times and operations as JSON."""
    import torch
    from f5_tts.model import CFM, DiT

    from f5tts_worker.engine.model import network as engine
    from f5tts_worker.engine.speech.sampler import ChunkPlan, SampleSettings, sample

    torch.set_num_threads(1)
    vars(engine)["has_fused_linear"] = lambda _dtype: False  # linear layers as on a GPU, on both sides
    torch.manual_seed(0)
    transformer = DiT(
        dim=WIDTH,
        depth=DEPTH,
        heads=HEADS,
        dim_head=WIDTH // HEADS,
        ff_mult=2,
        text_dim=WIDTH,
        conv_layers=4,
        text_num_embeds=60,
        mel_dim=100,
    )
    for parameter in transformer.parameters():  # layers that are zero until they are trained
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.02)
    official = CFM(transformer=transformer, vocab_char_map={}).eval().requires_grad_(requires_grad=False)
    network = engine.DiTNetwork(transformer, torch.float32)
    reference = torch.randn(REFERENCE_FRAMES, 100)
    text = torch.randint(1, 60, (LETTERS,))

    def stock() -> Any:
        mel, _ = official.sample(
            reference[None], text[None], FRAMES, steps=STEPS, cfg_strength=2.0, sway_sampling_coef=-1, seed=1
        )
        return mel[0, REFERENCE_FRAMES:]

    def ours() -> Any:
        return sample(network, [(reference, ChunkPlan(text, FRAMES, 1))], SampleSettings(steps=STEPS))[0]

    exact = stock()
    error = float((ours() - exact).abs().max() / exact.square().mean().sqrt())
    sides = {"stock": stock, "ours": ours}
    spent: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side, sampled in sides.items():
            spent[side].append(_cpu_ms(sampled) / STEPS)
    found = {
        side: {
            "min_ms": round(min(spent[side]), 2),
            "median_ms": round(statistics.median(spent[side]), 2),
            "operations": round(_operations(sampled) / STEPS),
        }
        for side, sampled in sides.items()
    }
    print(json.dumps({**found, "largest_error": error}))


def _cpu_ms(work: Callable[[], Any]) -> float:
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000


def _operations(work: Callable[[], Any]) -> int:
    """Return how many of PyTorch's operations are called, views included; inference mode splits none."""
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    class Counter(TorchDispatchMode):  # type: ignore[misc]  # torch is untyped here
        count = 0

        def __torch_dispatch__(self, function: Any, _types: Any, args: Any = (), kwargs: Any = None) -> Any:
            self.count += 1
            return function(*args, **(kwargs or {}))

    with torch.inference_mode(), Counter() as counter:
        work()
    return counter.count


def run_peak(folder: Path) -> None:
    """Print as JSON what matrix products reach here, and one step of the full-size model in `folder`."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from f5tts_worker.engine.model import upstream
    from f5tts_worker.engine.model.loader import load_model
    from f5tts_worker.engine.speech.sampler import ChunkPlan, noise
    from f5tts_worker.engine.speech.timegrid import time_grid

    torch.set_num_threads(1)
    files = {
        "name": "bench",
        "config": "F5TTS_v1_Base",
        "checkpoint": str(folder / "model.safetensors"),
        "vocab": str(upstream.f5().folder / "infer" / "examples" / "vocab.txt"),
    }
    model = load_model(files, "cpu", probe=False)
    network, plan = model.network, ChunkPlan(torch.randint(1, 60, (LETTERS,)), PEAK_FRAMES, 1)
    with torch.inference_mode():
        fixed = network.condition(torch.randn(REFERENCE_FRAMES, 100), plan.text, plan.frames, guided=True)
        moment = network.at_times(time_grid(STEPS)[:-1])[0]
        layout, state = network.lay_out([plan.frames]), noise(plan, network.mel_dim)

        def step() -> Any:
            return network.velocity(state, fixed, layout, moment)

        with FlopCounterMode(display=False, custom_mapping=_cpu_kernels()) as counter:
            step()
        flop, step_ms = counter.get_total_flops(), min(_cpu_ms(step) for _ in range(PEAK_ROUNDS))
        peaks = {name: round(_peak(name), 1) for name in ("float32", "bfloat16", "int8")}
    found = {
        "frames": PEAK_FRAMES,
        "tflop": flop / 1e12,
        "cpu_s": round(step_ms / 1e3, 2),
        "gflops": round(flop / step_ms / 1e6, 1),
    }
    print(json.dumps({"dtype": model.dtype_name, "peak_gflops": peaks, "step": found}))


def _peak(name: str) -> float:
    """Return the GFLOP in a second of CPU time of PyTorch's quickest product of large square matrices.

    In int8, the left one is quantised on the way, as activations would have to be.
    """
    import torch

    from f5tts_worker.engine.model.network import linear

    a, b = torch.randn(2, PEAK_SIDE, PEAK_SIDE)
    if name == "int8":
        weight = torch.ops.quantized.linear_prepack(torch.quantize_per_tensor(b, 0.05, 0, torch.qint8), None)
        ways: list[Callable[[], Any]] = [lambda: torch.ops.quantized.linear_dynamic(a, weight)]
    else:
        a, b = (matrix.to(getattr(torch, name)) for matrix in (a, b))
        ways = [lambda: a @ b, lambda: linear(a, (b, None))]
    for way in ways:
        way()
    return max(2 * PEAK_SIDE**3 / _cpu_ms(way) / 1e6 for way in ways for _ in range(PEAK_ROUNDS))


def _cpu_kernels() -> dict[Any, Callable[..., int]]:
    """Return what PyTorch's counter does not know: oneDNN's linear layers, and attention on a CPU."""
    import torch

    def linear(x: Any, weight: Any, *_: Any, **__: Any) -> int:
        return int(2 * torch.Size(x).numel() * weight[0])

    def attention(queries: Any, keys: Any, *_: Any, **__: Any) -> int:
        return int(4 * torch.Size(queries).numel() * keys[-2])

    return {
        torch.ops.mkldnn._linear_pointwise: linear,  # noqa: SLF001 - it has no public name
        torch.ops.aten._scaled_dot_product_flash_attention_for_cpu: attention,  # noqa: SLF001 - nor has this
    }


if __name__ == "__main__":  # what bench_synthesis.py starts: host, or peak FOLDER
    if sys.argv[1] == "host":
        run_host()
    else:
        run_peak(Path(sys.argv[2]))

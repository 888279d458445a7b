"""Measure one step of the flow: what the host spends on it, and how near it comes to the machine's peak.

`host` runs in the stock packages' Python, because both samplers must be in one process to be compared: at
the full model's depth, but at a width at which little is computed. `peak` runs in the environment's Python.
Other work on a machine distorts seconds. So the host's time is the one thread's own CPU time, both sides
alternate, and the least of all runs counts.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEPTH, WIDTH, HEADS = 22, 64, 2  # of F5TTS_v1_Base: 22, 1024, 16
REFERENCE_FRAMES, FRAMES, LETTERS = 16, 48, 20
STEPS = 8
ROUNDS = 12
PEAK_FRAMES, PEAK_ROUNDS = 600, 3
SIDES_OF_MATRICES = {"float32": 1536, "bfloat16": 768, "int8": 768}  # slow where the hardware lacks the type


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
        return sample(network, reference, [ChunkPlan(text, FRAMES, 1)], SampleSettings(steps=STEPS))[0]

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
    """Return how many operations PyTorch's dispatcher hands to a device, views included."""
    from torch.utils._python_dispatch import TorchDispatchMode

    class Counter(TorchDispatchMode):  # type: ignore[misc]  # torch is untyped here
        count = 0

        def __torch_dispatch__(self, function: Any, _types: Any, args: Any = (), kwargs: Any = None) -> Any:
            self.count += 1
            return function(*args, **(kwargs or {}))

    with Counter() as counter:
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

        with FlopCounterMode(display=False, custom_mapping=_onednn_flop()) as counter:
            step()
        products = {name: _product(name) for name in ("float32", "bfloat16", "int8")}
        works = {"step": step, **{name: product for name, (product, _) in products.items()}}
        best = dict.fromkeys(works, float("inf"))
        for _ in range(PEAK_ROUNDS):
            for name, work in works.items():
                begun = time.perf_counter()
                work()
                best[name] = min(best[name], time.perf_counter() - begun)
    flop = counter.get_total_flops()
    peaks = {name: round(work / best[name] / 1e9, 1) for name, (_, work) in products.items()}
    reached = {"frames": PEAK_FRAMES, "tflop": flop / 1e12, "seconds": best["step"]}
    print(
        json.dumps(
            {
                "threads": torch.get_num_threads(),
                "dtype": model.dtype_name,
                "peak_gflops": peaks,
                "step": reached | {"gflops": round(flop / best["step"] / 1e9, 1)},
            }
        )
    )


def _product(name: str) -> tuple[Callable[[], Any], float]:
    """Return a product of square matrices, and the operations in it; int8's sums are int32."""
    import torch

    side = SIDES_OF_MATRICES[name]
    if name == "int8":
        a, b = (torch.randint(-127, 128, (side, side), dtype=torch.int8) for _ in range(2))
        return lambda: torch._int_mm(a, b), 2.0 * side**3  # noqa: SLF001 - PyTorch has no public name for it
    a, b = (torch.randn(side, side).to(getattr(torch, name)) for _ in range(2))
    return lambda: a @ b, 2.0 * side**3


def _onednn_flop() -> dict[Any, Callable[..., int]]:
    """Return what PyTorch's counter does not know: the linear layers that oneDNN computes."""
    import torch

    def linear(x: Any, weight: Any, *_: Any, **__: Any) -> int:
        return int(2 * torch.Size(x).numel() * weight[0])

    return {torch.ops.mkldnn._linear_pointwise: linear}  # noqa: SLF001 - it has no public name


if __name__ == "__main__":  # what bench_synthesis.py starts: host, or peak FOLDER
    if sys.argv[1] == "host":
        run_host()
    else:
        run_peak(Path(sys.argv[2]))

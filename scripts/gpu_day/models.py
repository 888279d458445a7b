"""The models that the steps measure: the demo's trained weights, and random ones of F5TTS_v1_Base's size."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from f5tts_worker.engine.audio.wav import read_wav
from f5tts_worker.engine.model import upstream
from f5tts_worker.engine.model.checkpoint import read_weights
from f5tts_worker.engine.model.loader import load_model, read_configuration
from f5tts_worker.engine.model.mel import log_mel
from f5tts_worker.engine.model.network import DiTNetwork
from f5tts_worker.engine.model.tokeniser import tokenise
from f5tts_worker.engine.speech.sampler import ChunkPlan, form_batches, noise
from f5tts_worker.engine.speech.synthesis import BATCH_FRAMES
from f5tts_worker.engine.speech.timegrid import time_grid
from gpu_day.machine import synchronise
from gpu_day.step import Day
from gpu_day.texts import DEMO, REFERENCE, REFERENCE_TEXT, SENTENCE, page

CFG = 2.0


@dataclass(frozen=True)
class Model:
    """A model's files, and chunks of a sentence and of a page to sample with it."""

    name: str
    files: dict[str, str]

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Return its tokens' numbers."""
        from f5tts_worker.engine.model.vocabulary import read_vocabulary

        return read_vocabulary(Path(self.files["vocab"]))

    @cached_property
    def reference(self) -> Any:
        """Return the reference's mel, fp32 [frames, bands] on the CPU."""
        samples, _ = read_wav(f"{REFERENCE}.wav")
        return log_mel(torch.from_numpy(samples), read_configuration(self.files["config"]).mel)

    def plans(self, texts: Sequence[str]) -> list[ChunkPlan]:
        """Return a chunk for each text, as long as the reference's pace makes it."""
        said = REFERENCE_TEXT + " "
        frames = self.reference.shape[0]
        return [
            ChunkPlan(
                torch.tensor(tokenise(said + text, self.vocabulary).ids),
                frames + frames * len(text) // len(said),
                seed,
            )
            for seed, text in enumerate(texts)
        ]

    def network(self, device: str, dtype: str = "auto") -> DiTNetwork:
        """Return the engine's network."""
        loaded = load_model(self.files, device, dtype, probe=False)  # type: ignore[arg-type]  # a plain dict
        assert isinstance(loaded.network, DiTNetwork)  # noqa: S101 - both models are DiT
        return loaded.network

    def oracle(self, device: str) -> Any:
        """Return F5-TTS's own CFM with these weights in fp32."""
        import f5_tts.model as official

        configuration = read_configuration(self.files["config"])
        weights = read_weights(Path(self.files["checkpoint"]))
        rows = weights["transformer.text_embed.text_embed.weight"].shape[0] - 1
        transformer = official.DiT(**configuration.arch, text_num_embeds=rows, mel_dim=100)
        cfm = official.CFM(transformer=transformer, vocab_char_map=self.vocabulary)
        cfm.load_state_dict({name: tensor.float() for name, tensor in weights.items()}, strict=False)
        return cfm.to(device).eval()


def models(day: Day) -> list[Model]:
    """Return the demo, and the model of full size where the step `files` has made it."""
    names = {
        "config": "config.yaml",
        "checkpoint": "model.safetensors",
        "vocab": "vocab.txt",
        "vocoder": "vocos",
    }
    found = [Model("demo", {"name": "demo", **{key: str(DEMO / name) for key, name in names.items()}})]
    if (day.work / "files" / "complete").exists():
        files = {
            "name": "full size",
            "config": "F5TTS_v1_Base",
            "checkpoint": str(day.work / "files" / "model.safetensors"),
            "vocab": str(upstream.f5().folder / "infer" / "examples" / "vocab.txt"),
            "vocoder": str(day.work / "files" / "vocos"),
        }
        found.append(Model("full size", files))
    return found


def largest(day: Day) -> Model:
    """Return the largest model there is: what speed is measured with."""
    return models(day)[-1]


def texts(day: Day) -> dict[str, list[str]]:
    """Return what is sampled: a sentence, and a page as its sentences; a trial's page is short."""
    return {"sentence": [SENTENCE], "page": page()[:3] if day.small else page()}


def official_sample(cfm: Any, reference: Any, plan: ChunkPlan, steps: int) -> Any:
    """Return what F5-TTS's sampler makes of a chunk, from the engine's noise: fp32 [frames, bands]."""
    device = next(cfm.parameters()).device
    with _drawing(noise(plan, cfm.num_channels)):
        mel, _ = cfm.sample(
            reference[None].to(device),
            plan.text[None].to(device),
            plan.frames,
            steps=steps,
            cfg_strength=CFG,
            sway_sampling_coef=-1,
        )
    return mel[0, reference.shape[0] :].float()


@contextmanager
def _drawing(drawn: Any) -> Iterator[None]:
    """Have F5-TTS draw this noise, which was made on the CPU, also where the model is not."""
    usual = torch.randn
    torch.randn = lambda *_shape, device, dtype: drawn.to(device, dtype)
    try:
        yield
    finally:
        torch.randn = usual


def rms_error(ours: Any, exact: Any) -> float:
    """Return the root mean square of the difference as a share of the exact one's."""
    return float((ours - exact).square().mean().sqrt() / exact.square().mean().sqrt())


def largest_error(ours: Any, exact: Any) -> float:
    """Return the largest difference as a share of the exact one's root mean square."""
    return float((ours - exact).abs().max() / exact.square().mean().sqrt())


Velocity = Callable[[Any, Any, Any, Any], Any]


class Loop:
    """The sampler's loop over steps (engine/speech/sampler.py), with everything before it done once."""

    def __init__(self, network: DiTNetwork, model: Model, plans: Sequence[ChunkPlan], steps: int) -> None:
        self.network, self._steps = network, steps
        reference = model.reference.to(network.device)
        self._batches = []
        for batch in form_batches(plans, BATCH_FRAMES[network.device.type]):
            parts = [
                network.condition(reference, plan.text.to(network.device), plan.frames, guided=True)
                for plan in batch
            ]
            start = torch.cat([noise(plan, network.mel_dim) for plan in batch]).to(network.device)
            layout = network.lay_out([plan.frames for plan in batch])
            self._batches.append((start, torch.cat(parts, dim=1), layout))
        times = time_grid(steps)
        self.moments = network.at_times(times[:-1])
        self.lengths = (times[1:] - times[:-1]).tolist()

    @property
    def first(self) -> tuple[Any, Any, Any, Any]:
        """Return what `velocity` takes for the first batch's first step."""
        return (*self._batches[0], self.moments[0])

    @property
    def frames(self) -> int:
        """Return the frames of all batches, reference included."""
        return sum(layout.frames for _, _, layout in self._batches)

    def run(self, velocity: Velocity) -> Any:
        """Return the sampled mel frames of all batches one after the other."""
        return torch.cat([self.one(batch, velocity) for batch in self._batches])

    def one(self, batch: tuple[Any, Any, Any], velocity: Velocity) -> Any:
        """Sample one batch."""
        state, fixed, layout = batch
        for length, moment in zip(self.lengths, self.moments, strict=True):
            conditioned, unconditioned = velocity(state, fixed, layout, moment)
            state = state.add(torch.lerp(unconditioned, conditioned, 1 + CFG), alpha=length)
        return state

    @property
    def batches(self) -> Sequence[tuple[Any, Any, Any]]:
        """Return each batch's noise, condition and layout."""
        return self._batches


def seconds_of(work: Callable[[], Any], device: str, times: int = 3) -> float:
    """Return the seconds of the best of a few runs, after one that does not count; of one run on a CPU."""
    work()
    best = float("inf")
    for _ in range(1 if device == "cpu" else times):
        synchronise(device)
        started = time.perf_counter()
        work()
        synchronise(device)
        best = min(best, time.perf_counter() - started)
    return best

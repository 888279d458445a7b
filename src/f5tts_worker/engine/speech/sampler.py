"""Flow-matching sampling: Euler steps with classifier-free guidance over batches of chunks.

The oracle is F5-TTS's own `CFM.sample` in fp32 with the same noise. Differences, none of which costs
accuracy: times and the state stay in fp32 whatever the weights' type; each chunk's noise comes from its own
seed, on the CPU, so that it does not depend on the batch or the device; chunks are packed, not padded
(attention.py).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from f5tts_worker.engine.model.network import FlowNetwork
from f5tts_worker.engine.speech.timegrid import SWAY, time_grid

_NO_GUIDANCE = 1e-5  # below this strength F5-TTS skips the unconditioned branch


@dataclass(frozen=True)
class ChunkPlan:
    """One chunk to sample: token ids [nt] and frames of reference and generated speech, the noise's seed."""

    text: Any
    frames: int
    seed: int


@dataclass(frozen=True)
class SampleSettings:
    """How to sample."""

    steps: int = 32
    cfg_strength: float = 2.0
    sway: float | None = SWAY


def sample(
    network: FlowNetwork,
    batch: Sequence[tuple[Any, ChunkPlan]],
    settings: SampleSettings,
    report: Callable[[int], None] = lambda _step: None,
) -> list[Any]:
    """Return the generated mel of each chunk of a batch, fp32 [frames - n, mel].

    Each chunk comes with its reference mel [n, mel]. `report` gets the number of each step that is done; what
    it raises ends the sampling.
    """
    with torch.inference_mode():
        return _sample_batch(network, batch, settings, report)


def form_batches(chunks: Sequence[ChunkPlan], max_frames: int) -> Iterator[list[ChunkPlan]]:
    """Group neighbouring chunks so that each group has at most `max_frames` frames, or is one chunk."""
    batch: list[ChunkPlan] = []
    frames = 0
    for chunk in chunks:
        if batch and frames + chunk.frames > max_frames:
            yield batch
            batch, frames = [], 0
        batch.append(chunk)
        frames += chunk.frames
    if batch:
        yield batch


def noise(chunk: ChunkPlan, mel_dim: int) -> Any:
    """Return a chunk's noise, fp32 [frames, mel] on the CPU: what `CFM.sample(seed=...)` draws there."""
    generator = torch.Generator().manual_seed(chunk.seed)
    return torch.randn(chunk.frames, mel_dim, generator=generator)


def _long_enough(chunk: ChunkPlan, reference_frames: int) -> ChunkPlan:
    """Give a chunk at least one generated frame, and one frame for each token, as CFM.sample does."""
    frames = max(chunk.frames, reference_frames + 1, int(chunk.text.shape[0]) + 1)
    return ChunkPlan(chunk.text, frames, chunk.seed)


def _sample_batch(
    network: FlowNetwork,
    batch: Sequence[tuple[Any, ChunkPlan]],
    settings: SampleSettings,
    report: Callable[[int], None],
) -> list[Any]:
    guided = settings.cfg_strength >= _NO_GUIDANCE
    references = [reference.to(network.device, torch.float32) for reference, _ in batch]
    plans = [_long_enough(plan, reference.shape[0]) for reference, plan in batch]
    layout = network.lay_out([plan.frames for plan in plans])
    fixed = torch.cat(
        [
            network.condition(reference, plan.text.to(network.device), plan.frames, guided=guided)
            for reference, plan in zip(references, plans, strict=True)
        ],
        dim=1,
    )
    state = torch.cat([noise(plan, network.mel_dim) for plan in plans]).to(network.device)
    times = time_grid(settings.steps, settings.sway)
    lengths = (times[1:] - times[:-1]).tolist()
    for step, moment in enumerate(network.at_times(times[:-1])):
        velocity = network.velocity(state, fixed, layout, moment)
        if guided:  # conditioned + strength * (conditioned - unconditioned)
            conditioned, unconditioned = velocity.unbind()
            velocity = torch.lerp(unconditioned, conditioned, 1 + settings.cfg_strength)
        else:
            velocity = velocity[0]
        state = state.add(velocity, alpha=lengths[step])
        report(step + 1)
    return [
        state[span][reference.shape[0] :] for span, reference in zip(layout.spans, references, strict=True)
    ]

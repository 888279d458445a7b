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

Progress = Callable[[str, int, int], None]

_NO_GUIDANCE = 1e-5  # below this strength F5-TTS skips the unconditioned branch


@dataclass(frozen=True)
class ChunkPlan:
    """One chunk to sample: token ids [nt] and frames of reference and generated speech, the noise's seed."""

    text: Any
    frames: int
    seed: int


@dataclass(frozen=True)
class SampleSettings:
    """How to sample. `max_batch_frames` bounds a batch, reference included, never a single chunk."""

    steps: int = 32
    cfg_strength: float = 2.0
    sway: float | None = SWAY
    max_batch_frames: int = 4096


def sample(
    network: FlowNetwork,
    reference: Any,
    chunks: Sequence[ChunkPlan],
    settings: SampleSettings,
    progress: Progress = lambda _stage, _done, _total: None,
) -> list[Any]:
    """Return the generated mel of each chunk, fp32 [frames - n, mel], for the reference mel [n, mel].

    `progress("sampling", done, total)` is called after each step; what it raises ends the sampling.
    """
    plans = [_long_enough(chunk, reference.shape[0]) for chunk in chunks]
    batches = list(form_batches(plans, settings.max_batch_frames))
    total = len(batches) * settings.steps
    mels: list[Any] = []
    with torch.inference_mode():
        for index, batch in enumerate(batches):

            def report(step: int, before: int = index * settings.steps) -> None:
                progress("sampling", before + step, total)

            mels += _sample_batch(network, reference, batch, settings, report)
    return mels


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
    reference: Any,
    batch: Sequence[ChunkPlan],
    settings: SampleSettings,
    report: Callable[[int], None],
) -> list[Any]:
    guided = settings.cfg_strength >= _NO_GUIDANCE
    reference = reference.to(network.device, torch.float32)
    layout = network.lay_out([chunk.frames for chunk in batch])
    fixed = torch.cat(
        [
            network.condition(reference, chunk.text.to(network.device), chunk.frames, guided=guided)
            for chunk in batch
        ],
        dim=1,
    )
    state = torch.cat([noise(chunk, network.mel_dim) for chunk in batch]).to(network.device)
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
    return [state[span][reference.shape[0] :] for span in layout.spans]

"""How many operations a step needs: on a fast GPU, a short sentence waits for the host that starts them."""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from f5tts_worker.engine.model.loader import load_model
from f5tts_worker.engine.speech.sampler import ChunkPlan, SampleSettings, sample

REFERENCE = torch.randn(20, 100, generator=torch.Generator().manual_seed(1))
TEXT = torch.arange(1, 25)
FRAMES = 60


def load(model):
    return load_model(model.files, "cpu", "float32", probe=False).network


class Counter(TorchDispatchMode):
    """Counts PyTorch's operations, views included."""

    count = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        self.count += 1
        return function(*args, **(kwargs or {}))


def operations(sampled):
    """Return the operations of one more step."""
    counts = []
    for steps in (3, 2):
        sampled(steps)  # what is kept for each schedule is there afterwards
        with torch.inference_mode(), Counter() as counter:  # the official sampler's are not split either
            sampled(steps)
        counts.append(counter.count)
    return counts[0] - counts[1]


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("newer", 3),
        ("e2", 2),
        *(pytest.param(name, 3, marks=pytest.mark.exhaustive) for name in ("older", "normed")),
    ],
)
def test_a_step_needs_a_third_of_the_official_operations(tiny_models, name, share):
    """A step of F5-TTS needs at most a third of the official sampler's operations, of E2-TTS half."""
    model = tiny_models[name]
    network = load(model)

    def ours(steps):
        sample(network, [(REFERENCE, ChunkPlan(TEXT, FRAMES, 1))], SampleSettings(steps=steps))

    def official(steps):
        model.oracle.sample(
            REFERENCE[None], TEXT[None], FRAMES, steps=steps, cfg_strength=2.0, sway_sampling_coef=-1, seed=1
        )

    assert share * operations(ours) <= operations(official)

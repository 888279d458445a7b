"""What a day on a GPU measures with: its loop, its oracle, its experiments, its stand-ins."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "scripts"))  # as scripts/gpu_day.sh has it

from f5tts_worker.engine.audio import decode as audio  # noqa: E402
from f5tts_worker.engine.model import network as network_module  # noqa: E402
from f5tts_worker.engine.speech.sampler import SampleSettings, sample  # noqa: E402
from gpu_day import models  # noqa: E402  found through the line above
from gpu_day.steps.experiments.caching import Kept  # noqa: E402
from gpu_day.steps.experiments.comparing import with_linear  # noqa: E402
from gpu_day.steps.experiments.int8 import Int8Linear  # noqa: E402
from gpu_day.texts import DEMO, SENTENCE, page  # noqa: E402

STEPS = 2


@pytest.fixture(scope="module")
def demo():
    names = {
        "config": "config.yaml",
        "checkpoint": "model.safetensors",
        "vocab": "vocab.txt",
        "vocoder": "vocos",
    }
    return models.Model("demo", {"name": "demo", **{key: str(DEMO / name) for key, name in names.items()}})


@pytest.fixture(scope="module")
def loop(demo):
    with torch.inference_mode():
        return models.Loop(demo.network("cpu", "float32"), demo, demo.plans([SENTENCE[:20]]), STEPS)


@pytest.fixture(autouse=True)
def as_the_engine_runs():
    with torch.inference_mode():
        yield


def test_the_loop_is_the_sampler(demo, loop):
    """What experiments are compared with is bit for bit what the engine samples."""
    batch = [(demo.reference, plan) for plan in demo.plans([SENTENCE[:20]])]
    (ours,) = sample(loop.network, batch, SampleSettings(steps=STEPS))
    assert torch.equal(loop.run(loop.network.velocity)[demo.reference.shape[0] :], ours)


@pytest.mark.exhaustive  # the loop is the sampler, and test_sampler.py compares that with the official one
def test_the_oracle_draws_the_engines_noise(demo, loop):
    """F5-TTS's own CFM with the demo's weights samples what the engine does."""
    plan = demo.plans([SENTENCE[:20]])[0]
    exact = models.official_sample(demo.oracle("cpu"), demo.reference, plan, STEPS)
    ours = loop.run(loop.network.velocity)[demo.reference.shape[0] :]
    assert models.rms_error(ours, exact) < 1e-4
    assert torch.randn(2).shape == (2,)  # PyTorch's own again


@pytest.mark.exhaustive  # an experiment
def test_blocks_are_kept_only_when_asked_for(loop):
    """A threshold of zero keeps no step and changes nothing; a huge one keeps every step after the first."""
    exact = loop.run(loop.network.velocity)
    never, always = Kept(loop.network, 0.0), Kept(loop.network, 1e9)
    assert models.rms_error(loop.run(never.velocity), exact) < 1e-6
    assert never.kept == 0
    assert models.rms_error(loop.run(always.velocity), exact) > 1e-3
    assert always.kept == STEPS - 1
    always.forget()
    assert always.kept == 0


@pytest.mark.exhaustive  # an experiment, and slow on a CPU
def test_int8_is_near_and_leaves_the_network_as_it_was(demo, loop):
    """The int8 layer is within a few per cent, and the product's own layer is back afterwards."""
    loop = models.Loop(loop.network, demo, demo.plans([SENTENCE[:20]]), 1)  # int8 is slow on a CPU
    usual = network_module.linear, network_module.linear_gelu
    exact = loop.run(loop.network.velocity)
    rough = loop.run(with_linear(loop.network, Int8Linear()))
    assert 1e-4 < models.rms_error(rough, exact) < 0.1
    assert (network_module.linear, network_module.linear_gelu) == usual


def test_the_page_is_whole_sentences():
    """A page has no sentence cut in two, and none is too long for a chunk."""
    assert len(page()) > 5
    assert all(sentence[0].isupper() and sentence[-1] in ".!?" and len(sentence) < 300 for sentence in page())


READ = """
import sys
import numpy as np
sys.path[:0] = [{source!r}, {scripts!r}]
sys.modules["av"] = None  # as if it were not installed
import importlib.util
find, importlib.util.find_spec = importlib.util.find_spec, lambda name: None if name == "av" else find(name)
del sys.modules["av"]
from gpu_day import stand_ins
assert stand_ins.for_engine() == ["av"]
stand_ins.engine_reads_wavs()
from f5tts_worker.engine.audio import decode
samples, info = decode.decode(sys.argv[1], sample_rate=16_000, max_ms=9_000, max_bytes=10**8)
assert info.source_rate == 24_000
np.save(sys.argv[2], samples)
"""


@pytest.mark.exhaustive  # a stand-in for machines that the worker never runs on
def test_wavs_are_read_without_pyav(tmp_path):
    """The stand-in for PyAV reads and resamples a wav file as PyAV does, but for the edges of its filter."""
    wav, found = DEMO / "voices" / "slt.wav", tmp_path / "found.npy"
    code = READ.format(source=str(ROOT / "src"), scripts=str(ROOT / "scripts"))
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, wav, found], check=True, timeout=300)
    real, _ = audio.decode(wav, sample_rate=16_000, max_ms=9_000, max_bytes=10**8)
    ours = np.load(found)
    assert len(ours) == len(real)
    rms = float(np.sqrt(np.square(real).mean()))
    assert float(np.sqrt(np.square(ours - real).mean())) < 0.02 * rms

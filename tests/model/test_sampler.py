"""The sampler against the official `CFM.sample`, in fp32, with the same weights and the same noise."""

import hashlib
from pathlib import Path

import pytest
import torch

from f5tts_worker.engine.model.loader import load_model
from f5tts_worker.engine.speech.sampler import ChunkPlan, SampleSettings, form_batches, sample
from f5tts_worker.engine.speech.timegrid import EPSS, time_grid

ROOT = Path(__file__).parents[2]
REFERENCE = torch.randn(60, 100, generator=torch.Generator().manual_seed(1))


def plan(seed, frames, letters=25):
    text = torch.randint(1, 60, (letters,), generator=torch.Generator().manual_seed(seed))
    return ChunkPlan(text, frames, seed)


CHUNKS = [plan(11, 150), plan(12, 97, 8), plan(13, 201, 70)]


def voiced(chunks):
    """Return the chunks with the voice that speaks them."""
    return [(REFERENCE, chunk) for chunk in chunks]


def load(model, dtype="float32"):
    return load_model(model.files, "cpu", dtype, probe=False)


def official(model, chunk, steps, cfg_strength=2.0):
    mel, _ = model.oracle.sample(
        REFERENCE[None],
        chunk.text[None],
        chunk.frames,
        steps=steps,
        cfg_strength=cfg_strength,
        sway_sampling_coef=-1,
        seed=chunk.seed,
    )
    return mel[0, REFERENCE.shape[0] :]


def error(ours, theirs):
    """Return the largest difference, as a share of the oracle's rms."""
    return float((ours - theirs).abs().max() / theirs.square().mean().sqrt())


ALL = ("newer", "older", "upsampled", "normed", "e2")
LONG = pytest.mark.exhaustive  # few and many steps have different grids; one architecture is enough for many


@pytest.mark.parametrize(
    ("name", "steps"),
    [*((name, 7) for name in ALL), ("newer", 32), *(pytest.param(name, 32, marks=LONG) for name in ALL[1:])],
)
def test_equals_the_official_sampler(tiny_models, name, steps):
    """Every architecture's mel is the official path's, to 1e-4 of its rms."""
    model = tiny_models[name]
    ours = sample(load(model).network, voiced(CHUNKS[:1]), SampleSettings(steps=steps))[0]
    theirs = official(model, CHUNKS[0], steps)
    assert theirs.square().mean().sqrt() > 0.1
    assert error(ours, theirs) < 1e-4


def test_without_guidance_equals_the_official_sampler(tiny_models):
    """A guidance strength of zero takes the one-branch path, as the official sampler does."""
    model = tiny_models["newer"]
    ours = sample(load(model).network, voiced(CHUNKS[:1]), SampleSettings(steps=5, cfg_strength=0.0))[0]
    assert error(ours, official(model, CHUNKS[0], 5, cfg_strength=0.0)) < 1e-4


def test_more_text_than_frames_equals_the_official_sampler(tiny_models):
    """A chunk with fewer frames than tokens is lengthened by the official rule."""
    model = tiny_models["newer"]
    chunk = plan(21, 62, letters=90)
    ours = sample(load(model).network, voiced([chunk]), SampleSettings(steps=5))[0]
    assert ours.shape[0] == 91 - REFERENCE.shape[0]
    assert error(ours, official(model, chunk, 5)) < 1e-4


@pytest.mark.parametrize("name", ["newer", "older", "upsampled", "e2"])
def test_a_batch_equals_single_calls(tiny_models, name):
    """Chunks of unequal length sampled together are what each is alone, to 1e-5 of its rms."""
    network = load(tiny_models[name]).network
    together = sample(network, voiced(CHUNKS), SampleSettings(steps=5))
    for chunk, mel in zip(CHUNKS, together, strict=True):
        alone = sample(network, voiced([chunk]), SampleSettings(steps=5))[0]
        assert mel.shape == alone.shape
        assert error(mel, alone) < 1e-5


def test_the_official_batch_is_not_equal(tiny_models):
    """The oracle's own batching differs from its single calls: the reason for packing chunks."""
    model = tiny_models["newer"]
    text = torch.nn.utils.rnn.pad_sequence([c.text for c in CHUNKS], batch_first=True, padding_value=-1)
    frames = torch.tensor([chunk.frames for chunk in CHUNKS])
    noise_seed = {"seed": 11, "steps": 7, "cfg_strength": 2.0, "sway_sampling_coef": -1}
    batch, _ = model.oracle.sample(REFERENCE.expand(3, -1, -1), text, frames, **noise_seed)
    single, _ = model.oracle.sample(REFERENCE[None], CHUNKS[1].text[None], CHUNKS[1].frames, **noise_seed)
    assert error(batch[1, : CHUNKS[1].frames], single[0]) > 1e-3


def test_batches_hold_neighbours_up_to_the_limit():
    """Batches keep the order, never exceed the limit, and a chunk over it stands alone."""
    chunks = [plan(index, frames) for index, frames in enumerate((100, 100, 100, 500, 50, 60))]
    batches = [[chunk.frames for chunk in batch] for batch in form_batches(chunks, 250)]
    assert batches == [[100, 100], [100], [500], [50, 60]]


def test_same_seed_same_samples_whatever_the_batch(tiny_models):
    """The same request gives bit-identical samples again, and the same to 1e-5 in other batches."""
    network = load(tiny_models["newer"]).network
    settings = SampleSettings(steps=5)
    first, again = (sample(network, voiced(CHUNKS), settings) for _ in range(2))
    split = [mel for chunk in CHUNKS for mel in sample(network, voiced([chunk]), settings)]
    for one, two, three in zip(first, again, split, strict=True):
        assert torch.equal(one, two)
        assert error(three, one) < 1e-5


def digest(*files):
    """Return a checksum of what a model samples; test_cold_start.py compares it with another process's."""
    names = ("name", "config", "checkpoint", "vocab")
    network = load_model(dict(zip(names, files, strict=True)), "cpu", "float32", probe=False).network
    chunks = [ChunkPlan(torch.arange(1, 30), 150, 4), ChunkPlan(torch.arange(5, 20), 120, 5)]
    mels = sample(network, voiced(chunks), SampleSettings(steps=7))
    return hashlib.sha256(b"".join(mel.numpy().tobytes() for mel in mels)).hexdigest()


@pytest.mark.parametrize("steps", [5, 6, 7, 10, 12, 16, 24, 32, 64])
def test_the_time_grid_rises_in_fp32(steps):
    """Times are fp32, begin at 0, end at 1 and never fall together."""
    times = time_grid(steps)
    assert times.dtype == torch.float32
    assert len(times) == steps + 1
    assert (float(times[0]), float(times[-1])) == pytest.approx((0.0, 1.0), abs=1e-6)
    assert (times[1:] > times[:-1]).all()
    exact = 1 - torch.cos(torch.pi / 2 * torch.tensor(EPSS.get(steps, [0, 32 / steps])[1] / 32).double())
    assert float(times[1]) == pytest.approx(float(exact), rel=1e-3)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("newer", 7),
        ("older", 7),
        *(pytest.param(*alike, marks=LONG) for alike in (("newer", 16), ("newer", 32), ("normed", 7))),
    ],
)
def test_half_precision_weights_stay_near_fp32(tiny_models, dtype, name, steps):
    """With 16-bit weights, grid and rotary tables stay fp32, so the mel is fp32's but for rounding."""
    model = tiny_models[name]
    exact = sample(load(model).network, voiced(CHUNKS[1:2]), SampleSettings(steps=steps))[0]
    rough = sample(load(model, dtype).network, voiced(CHUNKS[1:2]), SampleSettings(steps=steps))[0]
    assert rough.dtype == torch.float32
    rms = exact.square().mean().sqrt()
    assert float((rough - exact).square().mean().sqrt() / rms) < {"bfloat16": 0.03, "float16": 0.004}[dtype]


def test_the_official_bf16_grid_fails(new_oracle):
    """The official sampler in bf16 stops at 32 steps: the reason for an fp32 grid."""
    oracle = new_oracle.to(torch.bfloat16)
    with pytest.raises(AssertionError):
        oracle.sample(REFERENCE[None], CHUNKS[0].text[None], 150, steps=32, sway_sampling_coef=-1)


def test_each_chunk_of_a_batch_has_its_own_voice(tiny_models):
    """Chunks of different voices sampled together are what each is alone, to 1e-5 of its rms."""
    network = load(tiny_models["newer"]).network
    other = torch.randn(41, 100, generator=torch.Generator().manual_seed(2))
    batch = [(REFERENCE, CHUNKS[0]), (other, CHUNKS[1]), (other, CHUNKS[2])]
    together = sample(network, batch, SampleSettings(steps=5))
    for one, mel in zip(batch, together, strict=True):
        (alone,) = sample(network, [one], SampleSettings(steps=5))
        assert mel.shape == alone.shape
        assert error(mel, alone) < 1e-5


def test_every_step_is_reported_and_can_stop(tiny_models):
    """The report comes after each step; an exception from it ends the sampling at once."""
    network = load(tiny_models["newer"]).network
    settings, seen = SampleSettings(steps=5), []
    sample(network, voiced(CHUNKS), settings, seen.append)
    assert seen == [1, 2, 3, 4, 5]

    class StopNowError(Exception):
        pass

    def stop(step):
        if step == 2:
            raise StopNowError

    with pytest.raises(StopNowError):
        sample(network, voiced(CHUNKS), settings, stop)


def test_schedules_do_not_pile_up(tiny_models):
    """Requests with ever other steps leave a few schedules behind; one made anew gives the same samples."""
    network = load(tiny_models["newer"]).network
    first = sample(network, voiced(CHUNKS[:1]), SampleSettings(steps=2))[0]
    for steps in range(3, 13):
        network.at_times(time_grid(steps)[:-1])
    assert len(network._moments) <= 4
    assert torch.equal(first, sample(network, voiced(CHUNKS[:1]), SampleSettings(steps=2))[0])

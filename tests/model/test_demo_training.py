"""The demo pack's training code, held against F5-TTS's own modules."""

import numpy as np
import pytest
import torch
from scripts.demo import dit, letters, pack, sequences, train_aligner


@pytest.fixture(scope="module")
def model() -> torch.nn.Module:
    """Return a DiT of the pack's shape with weights of which none is all zero."""
    torch.manual_seed(0)
    module = pack.new_dit().eval()
    for weight in module.parameters():
        if not weight.any():
            torch.nn.init.normal_(weight, std=0.02)
    return module


def batch_of(frames: list[int], characters: list[int]) -> sequences.Batch:
    """Return a batch of random sequences of these lengths."""
    n, nt = max(frames), max(characters)
    ids = torch.zeros(len(frames), nt, dtype=torch.long)
    for row, count in enumerate(characters):
        ids[row, :count] = torch.randint(1, len(pack.TRAINED) + 1, (count,))
    return sequences.Batch(
        ids=ids,
        characters=torch.tensor(characters),
        frames=torch.tensor(frames),
        mel=torch.randn(len(frames), n, 100),
        hidden=torch.ones(len(frames), n, dtype=torch.bool),
        phone=torch.zeros(len(frames), n, dtype=torch.long),
        spoken=torch.zeros(len(frames), n, dtype=torch.long),
        letter_class=torch.zeros(len(frames), nt, dtype=torch.long),
        letter_frames=torch.ones(len(frames), nt),
    )


@pytest.mark.parametrize(("frames", "characters"), [(211, 37), (300, 60), (97, 90)])
@pytest.mark.parametrize("drop", [False, True])
def test_training_pass_is_f5s(model: torch.nn.Module, frames: int, characters: int, drop: bool) -> None:
    """The training pass computes F5-TTS's flow, with text and without, whatever the lengths' remainder."""
    torch.manual_seed(1)
    batch = batch_of([frames], [characters])
    time = torch.tensor([0.3])
    with torch.inference_mode():
        ours = dit.forward(model, batch.mel, batch.mel * 0.5, time, batch, torch.tensor([drop])).flow
        theirs = model(batch.mel, batch.mel * 0.5, batch.ids - 1, time, drop_audio_cond=drop, drop_text=drop)
    assert (ours - theirs).abs().max() < 1e-5 * theirs.abs().max() + 1e-6


def test_padding_changes_nothing(model: torch.nn.Module) -> None:
    """A sequence in a padded batch gets the flow that it gets alone."""
    torch.manual_seed(2)
    both = batch_of([150, 220], [30, 41])
    alone = batch_of([150], [30])
    alone = sequences.Batch(**{**vars(alone), "ids": both.ids[:1, :30], "mel": both.mel[:1, :150]})
    keep = torch.tensor([False, False])
    with torch.inference_mode():
        padded = dit.forward(model, both.mel, both.mel, torch.tensor([0.1, 0.9]), both, keep).flow
        single = dit.forward(model, alone.mel, alone.mel, torch.tensor([0.1]), alone, keep[:1]).flow
    assert (padded[:1, :150] - single).abs().max() < 1e-4


def test_helps_see_the_true_letters(model: torch.nn.Module) -> None:
    """Every loss is finite, and the guide's is lower for attention on the spoken letter than beside it."""
    torch.manual_seed(3)
    batch = batch_of([200, 180], [40, 30])
    heads = dit.Helps(pack.ARCH["dim"], pack.ARCH["text_dim"])
    values = dit.losses(model, heads, batch, power=0.01, drop_all=0.0, drop_audio=0.0)
    assert all(torch.isfinite(values[name]) for name in ("flow", "phone", "letter", "length", "guide"))
    index = dit.upsample_index(batch.characters, batch.frames, 200)
    batch = sequences.Batch(**{**vars(batch), "spoken": index})
    kept = torch.arange(200)[None] < batch.frames[:, None]
    right, wrong = torch.eye(200).expand(2, -1, -1), torch.eye(200).roll(60, 1).expand(2, -1, -1)
    assert dit._guide([right], batch, kept) < 0.01 < dit._guide([wrong], batch, kept)


def test_capitals_sound_like_small_letters(model: torch.nn.Module, tmp_path: object) -> None:
    """The exported table gives a capital its small letter's row, and a colon the comma's."""
    from safetensors.torch import load_file

    path = tmp_path / "model.safetensors"
    pack.save_dit(model.state_dict(), path)
    table = load_file(path)["transformer.text_embed.text_embed.weight"]
    for token, other in (("A", "a"), ("Z", "z"), (":", ",")):
        assert torch.equal(table[pack.VOCABULARY[token] + 1], table[pack.VOCABULARY[other] + 1])
    assert not torch.equal(table[pack.VOCABULARY["a"] + 1], table[pack.VOCABULARY["b"] + 1])


def test_letters_find_their_phones() -> None:
    """Letters take phones in order, silent ones none, and their times fill the word without a gap."""
    pairs = [
        ("cat", ("k", "ae", "t")),
        ("at", ("ae", "t")),
        ("tack", ("t", "ae", "k")),
        ("tax", ("t", "ae", "k", "s")),
    ]
    aligner = letters.LetterAligner(pairs * 3)
    assert aligner.align("cat", ("k", "ae", "t")) == [1, 1, 1]
    assert aligner.align("tax", ("t", "ae", "k", "s")) == [1, 1, 2]
    assert sorted(aligner.align("tack", ("t", "ae", "k"))) == [0, 1, 1, 1]
    spans = letters.letter_times([0, 1, 1, 0], [(0.0, 0.2), (0.2, 0.5)])
    assert np.allclose(spans, [(0.0, 0.1), (0.1, 0.2), (0.2, 0.35), (0.35, 0.5)])


def test_every_letter_gets_a_frame() -> None:
    """Where a word has as many frames as letters, each letter has one at least; the word's ends stay."""
    edges = train_aligner.word_frames(10, 20, np.array([10.1, 10.2, 10.3, 19.9, 20.0]))
    assert edges[-1] == 20
    assert (np.diff([10, *edges]) >= 1).all()

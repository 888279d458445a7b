"""The demo pack's training code, held against F5-TTS's own modules."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch
from scripts.demo import corpus, dataset, dit, letters, pack, sequences, train_aligner
from scripts.demo.train_dit import HEADS_FIRST, Trainer

DEMO = Path(__file__).parents[2] / "src" / "f5tts_worker" / "demo"


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


def test_marks_sound_alike_and_capitals_by_themselves(model: torch.nn.Module, tmp_path: Path) -> None:
    """The exported table gives a colon the comma's row; capitals, which can be spelled, keep their own."""
    from safetensors.torch import load_file

    path = tmp_path / "model.safetensors"
    pack.save_dit(model.state_dict(), path)
    table = load_file(path)["transformer.text_embed.text_embed.weight"]
    rows = {token: table[pack.VOCABULARY[token] + 1] for token in "aAb:,"}
    assert torch.equal(rows[":"], rows[","])
    assert not torch.equal(rows["A"], rows["a"])
    assert not torch.equal(rows["a"], rows["b"])


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


SAID = (
    "My brother found a small black dog.",
    "The FBI asked everyone, and nobody answered.",
    "Her father sold it for twenty-one dollars and fifty cents.",
    "Where did you put the keys?",
    "He opened the old window slowly.",
)


@pytest.fixture(scope="module")
def pool() -> list[dataset.Spoken]:
    """Return a few sentences of one voice with their letters' times."""
    program = dataset.speaker("rms")
    said = [dataset.speak(program, text, "rms", 1.0) for text in SAID]
    items = [item for item in said if item]
    assert len(items) == len(SAID)
    dataset.give_letters(items)
    return items


def test_the_aligner_learns_that_noise_and_music_have_no_words(
    pool: list[dataset.Spoken], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between sentences there are passages without words, in which nothing but the blank is right."""
    monkeypatch.setattr(train_aligner, "WORDLESS", 1.0)
    audio, wanted = train_aligner.Reader(pool, 3).batch(6)
    assert wanted[..., train_aligner.BLANK].min() == 1.0
    assert audio.isfinite().all()
    assert len({float(sound.square().mean()) for sound in audio}) == 6  # noise, chords, silence


def test_the_aligner_learns_to_hear_what_was_said(pool: list[dataset.Spoken]) -> None:
    """A word cut out has no letters, one said twice has them twice; sound and targets are as long."""
    item = pool[4]
    sound = item.sound(16_000)
    table = train_aligner.targets(item, len(sound))
    words = train_aligner.spans(item, len(table), 50)
    names = {number: letter for letter, number in train_aligner.LABELS.items()}

    def read(rows: np.ndarray) -> str:
        runs = [number for number, _ in itertools.groupby(rows.argmax(1))]
        return "".join(names[number] for number in runs if number != train_aligner.BLANK).strip("|")

    whole = [(0, len(table))]
    assert read(train_aligner.splice_targets(table, whole)) == "HE|OPENED|THE|OLD|WINDOW|SLOWLY"
    assert np.array_equal(train_aligner.splice(sound, whole), sound[: len(table) * train_aligner.HOP])
    (first, last), (_, end) = words[2], words[1]
    for pieces, said in (
        ([(0, first), (last, len(table))], "HE|OPENED|OLD|WINDOW|SLOWLY"),
        ([(0, last), (first, len(table))], "HE|OPENED|THE|THE|OLD|WINDOW|SLOWLY"),
        ([(0, end), (words[1][0], len(table))], "HE|OPENED|OPENED|THE|OLD|WINDOW|SLOWLY"),
    ):
        rows = train_aligner.splice_targets(table, pieces)
        assert read(rows) == said
        joined = train_aligner.splice(sound, pieces)
        assert len(joined) == len(rows) * train_aligner.HOP
        assert np.abs(np.diff(joined)).max() <= 1.5 * np.abs(np.diff(sound)).max()


def test_half_precision_trains_the_same_aligner() -> None:
    """In bf16 the model says what it says in float32: its positional convolution is kept out of it."""
    torch.manual_seed(0)
    model = train_aligner.new_aligner().eval()
    train_aligner._in_float32(model.wav2vec2.encoder.pos_conv_embed.conv, torch.device("cpu"))
    found = []
    with torch.no_grad():
        for half in (False, True):
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                found.append(model(torch.randn(2, 32_000, generator=torch.manual_seed(1))).logits.float())
    exact, rough = found
    assert (rough - exact).norm() < 0.05 * exact.norm()


def test_abbreviations_are_spelled(pool: list[dataset.Spoken]) -> None:
    """FBI is one word of three letters' names, and each letter has the time of its own."""
    item = pool[1]
    at, own = item.words[1]
    assert item.text[at : at + 3] == "FBI"
    assert [item.phones[k].name for k in own] == ["eh", "f", "b", "iy", "ay"]
    assert (np.diff(item.letters[at : at + 3, :2], axis=1) > 0).all()
    assert item.letters[at, 0] == pytest.approx(item.phones[own[0]].start, abs=1e-3)
    assert item.letters[at + 2, 1] == pytest.approx(item.phones[own[-1]].end, abs=1e-3)


def test_written_sentences_have_what_a_worker_says() -> None:
    """Capitals, numbers in words, abbreviations; and only letters and marks that the model knows."""
    written = list(itertools.islice(corpus.Writer(3, 0.0, []).written(), 300))
    assert written == list(itertools.islice(corpus.Writer(3, 0.0, []).written(), 300))
    assert set("".join(written)) <= set(pack.TOKENS)
    words = {word.strip(",.?!") for text in written for word in text.split()}
    assert any(len(word) > 1 and word.isupper() for word in words)
    assert any("-" in word for word in words)
    assert {text[0].isupper() for text in written} == {True, False}
    assert corpus.as_said("The USA and I.") == "the u s ay and i."


def test_sequences_are_as_long_as_inference_makes_them(pool: list[dataset.Spoken]) -> None:
    """Up to the longest, many of them long; every frame has its letter, and every letter its frames."""
    composer = sequences.Composer(pool, pack.VOCABULARY, seed=1)
    drawn = list(itertools.islice(composer.batches(2 * sequences.LONGEST), 12))
    frames = torch.cat([batch.frames for batch in drawn])
    assert frames.max() <= sequences.LONGEST
    assert (frames > sequences.LONGEST * 2 // 3).float().mean() > 0.05
    for batch in drawn:
        for row, count in enumerate(batch.frames.tolist()):
            spoken = batch.spoken[row, :count]
            assert (spoken.diff() >= 0).all()
            assert spoken.max() < batch.characters[row]
            assert batch.hidden[row, :count].any()
            assert batch.letter_frames[row].sum() == count


def test_training_goes_on_with_a_packs_weights(pool: list[dataset.Spoken], tmp_path: Path) -> None:
    """What is written of weights just read is the pack itself; new helps learn alone at first."""
    trainer = Trainer(tmp_path, torch.device("cpu"), frames=300, power=2.0)
    trainer.start_from(DEMO)
    pack.save_dit(trainer.ema.state_dict(), tmp_path / "again.safetensors")
    assert (tmp_path / "again.safetensors").read_bytes() == (DEMO / "model.safetensors").read_bytes()
    batch = next(sequences.Composer(pool, pack.VOCABULARY, seed=1).batches(300, longest=400))
    weight, helping = trainer.model.proj_out.weight, trainer.helps.letter.weight
    before, helped = weight.clone(), helping.clone()
    trainer._update(batch)
    assert torch.equal(weight, before)
    assert not torch.equal(helping, helped)
    trainer.step = HEADS_FIRST
    trainer._update(batch)
    assert not torch.equal(weight, before)


def test_the_learning_rate_holds_and_falls(tmp_path: Path) -> None:
    """Without --hold it falls from the first minute to the horizon; with it, only in the rest of the run."""
    trainer = Trainer(tmp_path, torch.device("cpu"), frames=300, power=2.0)
    trainer.falls = (0.0, 600.0)
    trainer.spent = 300.0
    assert trainer._factor(1000) == pytest.approx(0.51)
    trainer.falls = (600.0, 1200.0)
    assert trainer._factor(1000) == 1
    trainer.spent = 1200.0
    assert trainer._factor(1000) == pytest.approx(0.02)
    assert trainer._factor(0) < 0.01

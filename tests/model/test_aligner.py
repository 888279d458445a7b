"""The aligner end to end on small random models: every word timed, in order, inside, whatever the text."""

# ruff: noqa: RUF001 - other scripts are what is tested

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch
import torchaudio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from transformers import Wav2Vec2Config, Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC

from f5tts_worker.engine.alignment import aligner as subject
from f5tts_worker.engine.text.spoken import split_words
from f5tts_worker.errors import WorkerError

LETTERS = ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAONIHSRDLUMWCFGYPBVK'XJQZ"]
RATE = 16_000


def write_folder(folder: Path, *, norm="group", stable=False, normalise=True, **changes) -> Wav2Vec2ForCTC:
    """Save a tiny random wav2vec2 CTC model as Hugging Face lays it out; return transformers' own."""
    torch.manual_seed(0)
    tiny = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48}
    convolutions = {"conv_dim": (16,) * 7, "num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 4}
    config = Wav2Vec2Config(
        vocab_size=len(LETTERS),
        feat_extract_norm=norm,
        do_stable_layer_norm=stable,
        pad_token_id=0,
        **{**tiny, **convolutions, **changes},
    )
    model = Wav2Vec2ForCTC(config).eval()
    model.save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps({letter: i for i, letter in enumerate(LETTERS)}))
    Wav2Vec2CTCTokenizer(str(folder / "vocab.json")).save_pretrained(folder)
    Wav2Vec2FeatureExtractor(do_normalize=normalise).save_pretrained(folder)
    return model


def files(path: Path, language="en", kind="huggingface", name=""):
    return {"language": language, "kind": kind, "path": str(path), "name": name}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("aligner")
    write_folder(path)
    return path


@pytest.fixture(scope="module")
def tiny(folder):
    return subject.load(files(folder), "cpu")


def noise(seconds):
    return (np.random.default_rng(3).standard_normal(round(seconds * RATE)) * 0.1).astype(np.float32)


def chunk(text, start_ms, end_ms, language="en"):
    return {"words": [vars(w) for w in split_words(text, language)], "start_ms": start_ms, "end_ms": end_ms}


def check(words, chunks, samples):
    """Assert that every display word is there: in order, without overlap, inside its chunk and the audio."""
    displays = [word["display"] for part in chunks for word in part["words"]]
    assert [word["word"] for word in words] == displays
    places = [part for part in chunks for _ in part["words"]]
    cursor = 0
    for word, place in zip(words, places, strict=True):
        assert isinstance(word["start_ms"], int)
        assert isinstance(word["end_ms"], int)
        assert max(cursor, place["start_ms"]) <= word["start_ms"] <= word["end_ms"]
        assert word["end_ms"] <= min(place["end_ms"], len(samples) * 1000 // RATE)
        assert (word["score"] is None) == (word["source"] == "interpolated")
        assert word["score"] is None or 0 <= word["score"] <= 1
        cursor = word["end_ms"]


TOKENS = st.sampled_from(
    [
        *[
            "Hello",
            "world,",
            "it's",
            "1,234.56",
            "$5",
            "50%",
            "10:30",
            "😀",
            "👨‍👩‍👧",
            "“quoted”",
            "--",
            "...",
            "&",
            "x²",
        ],
        *[
            "Привет",
            "مرحبا",
            "नमस्ते",
            "你好，世界",
            "東京タワー",
            "สวัสดี",
            "안녕",
            "Ünïcödé",
            "e\u0301",
            "!",
            "a" * 300,
        ],
    ]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(TOKENS, max_size=12).map(" ".join), min_size=1, max_size=4),
    lengths=st.lists(st.integers(0, 3000), min_size=4, max_size=4),
    language=st.sampled_from(["en", "de", "zh", "ar"]),
)
def test_every_display_word_is_timed(tiny, texts, lengths, language):
    """Any texts in any scripts over chunks of any length, empty ones included."""
    edges = np.cumsum([0, *lengths]).tolist()
    chunks = [chunk(t, a, b, language) for t, a, b in zip(texts, edges, edges[1:], strict=False)]
    samples = noise(edges[len(texts)] / 1000)
    words = subject.align_chunks(tiny, samples, chunks).words
    check(words, chunks, samples)
    timed = subject.align_chunks(tiny, samples, chunks, characters=True).words
    for word in timed:
        check_characters(word, word.pop("characters"))
    assert timed == words


def check_characters(word, characters):
    """Assert that a word's characters are the word, from its start to its end without gaps."""
    assert "".join(one["character"] for one in characters) == word["word"]
    edges = [word["start_ms"], *(one["end_ms"] for one in characters)]
    assert [one["start_ms"] for one in characters] == edges[:-1]
    assert edges == sorted(edges)
    assert edges[-1] == word["end_ms"]


def test_a_thousand_words_in_many_chunks(tiny):
    """Fourteen chunks of 75 words, two minutes and more: all timed, with progress that counts to the end."""
    chunks = [chunk("one 2 three! " * 25, 10_000 * i, 10_000 * (i + 1)) for i in range(14)]
    samples = np.tile(noise(10), 14)
    seen = []
    words = subject.align_chunks(tiny, samples, chunks, progress=lambda *step: seen.append(step)).words
    assert len(words) == 1050
    check(words, chunks, samples)
    assert seen == [("align", i + 1, 14) for i in range(14)]
    assert sum(word["source"] == "aligned" for word in words) == 1050


@pytest.mark.parametrize("samples", [0, 1, 100, 399, 400, 401, 16_000])
def test_audio_of_any_length_will_do(tiny, samples):
    """Shorter than the model's first field of 400 samples, or nothing at all."""
    ms = samples * 1000 // RATE
    part = chunk("Hi there", 0, ms)
    check(subject.align_chunks(tiny, noise(2)[:samples], [part]).words, [part], noise(2)[:samples])


def test_a_chunk_beyond_the_audio_is_cut_to_it(tiny):
    """A chunk that claims more than there is: its words end with the audio."""
    words = subject.align_chunks(
        tiny, noise(1), [chunk("One two", 0, 900), chunk("three four", 900, 5000)]
    ).words
    assert words[-1]["end_ms"] <= 1000


def test_unspoken_words_are_marked(tiny):
    """Emoji, ornaments and lone punctuation have a time and say that nobody said them."""
    words = subject.align_chunks(tiny, noise(3), [chunk("well 😀 then ... ❤️", 0, 3000)]).words
    assert [w["source"] for w in words] == [
        "aligned",
        "interpolated",
        "aligned",
        "interpolated",
        "interpolated",
    ]
    only = subject.align_chunks(tiny, noise(1), [chunk("😀 🎉", 0, 1000)]).words
    assert [w["source"] for w in only] == ["interpolated"] * 2


def test_too_much_text_for_the_time_is_shared_out_and_said(tiny):
    """More letters than frames: times by length, marked, with a warning."""
    warnings = []
    part = chunk("an unbelievably long sentence for so short a time", 0, 300)
    words = subject.align_chunks(tiny, noise(0.3), [part], warnings=warnings).words
    check(words, [part], noise(0.3))
    assert {word["source"] for word in words} == {"interpolated"}
    assert "1 of 1 chunks" in warnings[0]


def test_words_in_unknown_letters_have_no_score(tiny):
    """A few Cyrillic words in an English text: a time, no score; half of the text or more is warned of."""
    few, many = "The word мир means peace", "Это русский text здесь"
    for text, unknown, warned in ((few, {2}, 0), (many, {0, 1, 3}, 1)):
        part = chunk(text, 0, 3000)
        for align in (
            lambda notes, part=part: subject.align_chunks(tiny, noise(3), [part], warnings=notes).words,
            lambda notes, text=text: subject.align_text(tiny, noise(3), text, "en", warnings=notes),
        ):
            notes = []
            words = align(notes)
            check(words, [part], noise(3))
            assert all(words[number]["source"] == "interpolated" for number in unknown)
            assert len([note for note in notes if "letters that the aligner" in note]) == warned


def test_a_text_of_nothing_has_no_words(tiny):
    """What is left of invisible characters is no word, and nothing is divided by nothing."""
    assert subject.align_text(tiny, noise(2), "\u200b") == []


def test_text_alone_is_aligned_whole(tiny):
    """Existing audio with its text: one piece, same rules."""
    words = subject.align_text(tiny, noise(4), "The 2 of us — 😀!", "en-GB")
    check(words, [chunk("The 2 of us — 😀!", 0, 4000)], noise(4))


@pytest.mark.parametrize(
    ("norm", "stable", "bias"), [("group", False, False), ("layer", True, True), ("layer", False, False)]
)
def test_the_network_is_transformers_own(tmp_path, norm, stable, bias):
    """Same logits as Wav2Vec2ForCTC from the same folder, for every kind of wav2vec2, normalised or not."""
    for normalise in (True, False):
        theirs = write_folder(tmp_path, norm=norm, stable=stable, conv_bias=bias, normalise=normalise)
        ours = subject.load(files(tmp_path), "cpu")
        wave = noise(1.005)
        extractor = Wav2Vec2FeatureExtractor.from_pretrained(tmp_path)
        padded = np.pad(
            extractor(wave, sampling_rate=RATE).input_values[0], (0, (51 - 1) * 320 + 400 - len(wave))
        )
        with torch.inference_mode():
            expected = theirs(torch.from_numpy(padded).float()[None]).logits[0].log_softmax(-1)
        got = ours.emissions(wave)
        assert got.shape == expected.shape == (51, len(LETTERS))
        assert torch.allclose(got, expected, atol=1e-4)


def test_a_model_with_adapters_goes_through_transformers(tmp_path):
    """What torchaudio's network cannot be is loaded by transformers and hears the same."""
    theirs = write_folder(tmp_path, norm="layer", stable=True, adapter_attn_dim=8)
    ours = subject.load(files(tmp_path), "cpu")
    wave = noise(1)
    padded = torch.nn.functional.pad(torch.from_numpy(wave), (0, 80))
    padded = (padded[:16_000] - padded[:16_000].mean()) / padded[:16_000].std()
    with torch.inference_mode():
        expected = theirs(torch.nn.functional.pad(padded, (0, 80))[None]).logits[0].log_softmax(-1)
    assert torch.allclose(ours.emissions(wave), expected, atol=1e-3)


def test_old_weight_files_load(folder, tmp_path):
    """pytorch_model.bin with the weight normalisation names of older releases, as most folders have."""
    weights = load_file(folder / "model.safetensors")
    names = {"parametrizations.weight.original0": "weight_g", "parametrizations.weight.original1": "weight_v"}
    old = {}
    for key, tensor in weights.items():
        for new, former in names.items():
            key = key.replace(new, former)  # noqa: PLW2901 - two renames in a row
        old[key] = tensor
    for name in ("config.json", "vocab.json", "preprocessor_config.json", "tokenizer_config.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    torch.save(old, tmp_path / "pytorch_model.bin")
    one, two = (subject.load(files(path), "cpu").emissions(noise(1)) for path in (folder, tmp_path))
    assert torch.equal(one, two)


def test_long_audio_is_heard_in_windows(tiny, monkeypatch):
    """Nothing longer than 30 s goes through the model at once, and every frame comes out."""
    heard = []
    network = tiny.network
    spy = dataclasses.replace(tiny, network=lambda wave: (heard.append(wave.shape[1]), network(wave))[1])
    logs = spy.emissions(np.tile(noise(10), 10))
    assert logs.shape == (5000, len(LETTERS))
    assert max(heard) <= 30 * RATE + 80
    assert torch.allclose(logs.exp().sum(1), torch.ones(5000), atol=1e-4)


def test_a_window_starts_where_the_last_one_ended(tiny):
    """A click every second lands on the same frame whether heard in windows or whole."""
    loud = np.zeros(70 * RATE, np.float32)
    network = lambda wave: wave.abs().unfold(1, 400, 320).amax(-1)[..., None].repeat(1, 1, 2)  # noqa: E731
    loud[np.arange(70) * RATE + 123] = 1.0
    plain = dataclasses.replace(
        tiny, network=lambda wave: network(wave) * torch.tensor([0.0, 9.0]), normalise=False
    )
    clicks = torch.nonzero(plain.emissions(loud)[:, 1] > -0.1).flatten()
    assert clicks.tolist() == (np.arange(70) * 50).tolist()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda path: (path / "config.json").unlink(), "MODEL_MISMATCH"),
        (lambda path: (path / "vocab.json").write_text("[]"), "MODEL_MISMATCH"),
        (lambda path: (path / "vocab.json").write_text("{"), "MODEL_MISMATCH"),
        (lambda path: (path / "model.safetensors").unlink(), "MODEL_MISMATCH"),
        (lambda path: (path / "model.safetensors").write_bytes(b"garbage" * 100), "MODEL_MISMATCH"),
        (lambda path: drop(path, "lm_head.weight"), "MODEL_MISMATCH"),
        (lambda path: (path / "config.json").write_text('{"hidden_size": 64}'), "MODEL_MISMATCH"),
    ],
)
def test_a_damaged_folder_is_refused(folder, tmp_path, damage, code):
    """Missing or damaged files, missing weights, other shapes: one sentence, never random weights."""
    for source in folder.iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    damage(tmp_path)
    with pytest.raises(WorkerError) as caught:
        subject.load(files(tmp_path), "cpu")
    assert caught.value.code == code
    assert str(tmp_path) not in caught.value.message


def test_a_full_gpu_is_not_taken_for_a_damaged_aligner(folder, monkeypatch):
    """Memory that runs out on the way to the device stays what it is: the engine tries again."""

    def full(self, *_, **__):
        message = "CUDA out of memory. Tried to allocate 2 GiB"
        raise torch.OutOfMemoryError(message)

    monkeypatch.setattr(torch.nn.Module, "to", full)
    with pytest.raises(torch.OutOfMemoryError):
        subject.load(files(folder), "cpu")


def drop(path: Path, name: str) -> None:
    weights = load_file(path / "model.safetensors")
    del weights[name]
    save_file(weights, path / "model.safetensors")


def test_an_aligner_that_is_not_there_can_be_tried_again(tmp_path):
    """A folder that was not downloaded yet is a fault that time may mend; a third kind of aligner is not."""
    with pytest.raises(WorkerError) as caught:
        subject.load(files(tmp_path / "none"), "cpu")
    assert caught.value.code == "MODEL_UNAVAILABLE"
    with pytest.raises(WorkerError) as caught:
        subject.load(files(tmp_path, kind="nemo"), "cpu")
    assert caught.value.code == "INVALID_REQUEST"


def shrunk(name):
    """Return one of torchaudio's pipelines, its letters and options, with a network of a test's size."""
    bundle = getattr(torchaudio.pipelines, name)
    small = {
        "extractor_conv_layer_config": [(8, 10, 5), *[(8, 3, 2)] * 4, *[(8, 2, 2)] * 2],
        "encoder_embed_dim": 16,
        "encoder_pos_conv_kernel": 8,
        "encoder_pos_conv_groups": 2,
        "encoder_num_layers": 1,
        "encoder_num_heads": 2,
        "encoder_ff_interm_features": 16,
    }
    return dataclasses.replace(bundle, _params={**bundle._params, **small})


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "WAV2VEC2_ASR_BASE_960H"),
        ("fr", "VOXPOPULI_ASR_BASE_10K_FR"),
        ("de", "VOXPOPULI_ASR_BASE_10K_DE"),
        ("es", "VOXPOPULI_ASR_BASE_10K_ES"),
        ("it", "VOXPOPULI_ASR_BASE_10K_IT"),
        ("en", "WAV2VEC2_ASR_LARGE_LV60K_960H"),
        ("en", "MMS_FA"),
    ],
)
def test_torchaudio_pipelines_load_from_a_local_file(tmp_path, monkeypatch, language, name):
    """The published file has columns that torchaudio removes; ours does the same, with no network."""
    bundle = shrunk(name)
    monkeypatch.setattr(torchaudio.pipelines, name, bundle)
    torch.manual_seed(0)
    network = torchaudio.models.wav2vec2_model(**bundle._params).eval()
    weights = network.state_dict()
    removed = getattr(bundle, "_remove_aux_axis", ())
    for key in ("aux.weight", "aux.bias"):
        rows = list(weights[key])
        for axis in removed:
            rows.insert(axis, torch.full_like(rows[0], 99.0))
        weights[key] = torch.stack(rows)
    path = tmp_path / "published.pt"
    torch.save(weights, path)
    ours = subject.load(files(path, language, "torchaudio", name), "cpu")
    wave = torch.from_numpy(noise(1))
    heard = torch.nn.functional.pad(wave, (0, 80))[None]
    heard = torch.nn.functional.layer_norm(heard, heard.shape) if bundle._normalize_waveform else heard
    with torch.inference_mode():
        expected = network(heard)[0][0].log_softmax(-1)
    assert torch.allclose(ours.emissions(wave.numpy()), expected, atol=1e-4)
    labels = [label for label in bundle.get_labels() if label not in "-*"]
    assert dict(ours.labels.columns) == {label.lower(): i + 1 for i, label in enumerate(labels)}
    part = chunk("Guten Tag, this è ñ 12!", 0, 1500, language)
    check(subject.align_chunks(ours, noise(1.5), [part]).words, [part], noise(1.5))


def test_a_torchaudio_file_that_is_damaged_is_refused(tmp_path):
    """Garbage, or a name that torchaudio does not have."""
    path = tmp_path / "model.pt"
    path.write_bytes(b"garbage")
    for name in ("WAV2VEC2_ASR_BASE_960H", "HUBERT_BASE", "none"):
        with pytest.raises(WorkerError) as caught:
            subject.load(files(path, "en", "torchaudio", name), "cpu")
        assert caught.value.code == "MODEL_MISMATCH"


def test_every_default_aligner_of_whisperx_has_a_way_in():
    """Each is either one of torchaudio's pipelines with letters, or a Hugging Face folder."""
    from whisperx.alignment import DEFAULT_ALIGN_MODELS_HF, DEFAULT_ALIGN_MODELS_TORCH

    assert len(DEFAULT_ALIGN_MODELS_HF) + len(DEFAULT_ALIGN_MODELS_TORCH) >= 41
    for name in DEFAULT_ALIGN_MODELS_TORCH.values():
        assert len(getattr(torchaudio.pipelines, name).get_labels()) > 20

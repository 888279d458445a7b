"""The transcriber through the real faster-whisper, on a tiny Whisper made to say one fixed sentence.

No weights of a trained Whisper are at hand: this model hears nothing and says the same to every sound. What
is tested is all the rest: loading, language detection, decoding, and what bad folders and silence get.
"""

import json
import logging
import sys

import numpy as np
import pytest
import torch
from tests.model.sounds import SENTENCES, say
from tests.pairs import ordinarily

from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.reference import transcriber
from f5tts_worker.errors import WorkerError

RATE = 16_000
# Whisper's own layout: 50,257 pieces of text, the special tokens, 1,501 time stamps.
TEXT_TOKENS, VOCABULARY = 50_257, 51_865
TASKS = [
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
]


SENTENCE = ["ĠHello", "Ġthere,", "Ġworld", "."]  # Ġ is a space
WIDTH = 64


def special_tokens():
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    languages = [f"<|{code}|>" for code in _LANGUAGE_CODES if code != "yue"]  # 99, as in the first models
    return ["<|endoftext|>", "<|startoftranscript|>", *languages, *TASKS]


def write_tokenizer(folder):
    """Save bytes as byte-level BPE spells them, words, and Whisper's special tokens; return their ids."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    known = sorted({*pre_tokenizers.ByteLevel.alphabet(), *SENTENCE})
    filling = [f"Ġword{number}" for number in range(TEXT_TOKENS - len(known) - 1)]
    # Whisper's last text token is empty; CTranslate2 tells a multilingual model by it.
    vocabulary = {token: i for i, token in enumerate([*known, *filling, ""])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special_tokens()])
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|endoftext|>").save_pretrained(folder)
    return tokenizer.get_vocab()


def teach(model, ids):
    """Make the decoder say what its position tells it, whatever it hears: German, then the sentence."""
    first_stamp = TEXT_TOKENS + len(special_tokens())
    spoken = [
        ids["<|de|>"],
        0,
        first_stamp,
        *(ids[token] for token in SENTENCE),
        first_stamp + 50,
        TEXT_TOKENS,
    ]
    decoder = model.model.decoder
    with torch.no_grad():
        decoder.embed_tokens.weight.normal_()
        decoder.embed_positions.weight.zero_()
        for position, token in enumerate(spoken):
            decoder.embed_positions.weight[position] = 10 * decoder.embed_tokens.weight[token]
        for layer in decoder.layers:
            for part in (layer.self_attn.out_proj, layer.encoder_attn.out_proj, layer.fc2):
                part.weight.zero_()
                part.bias.zero_()


@pytest.fixture(scope="module")
def whisper(tmp_path_factory):
    """Write a folder as faster-whisper reads it: model.bin, config.json, tokenizer.json."""
    from ctranslate2.converters import TransformersConverter
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("target") / "tiny"
    torch.manual_seed(0)
    small = {"d_model": WIDTH, "encoder_layers": 1, "decoder_layers": 2, "vocab_size": VOCABULARY}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
    inner = {"encoder_ffn_dim": 16, "decoder_ffn_dim": 16}
    end = {"eos_token_id": TEXT_TOKENS, "pad_token_id": TEXT_TOKENS, "bos_token_id": TEXT_TOKENS}
    model = WhisperForConditionalGeneration(WhisperConfig(**small, **heads, **inner, **end))
    teach(model, write_tokenizer(source))
    model.generation_config.suppress_tokens = []
    model.generation_config.begin_suppress_tokens = [TEXT_TOKENS]
    model.save_pretrained(source)
    TransformersConverter(str(source), copy_files=["tokenizer.json"]).convert(str(target))
    config = json.loads((target / "config.json").read_text())
    config["lang_ids"] = list(range(TEXT_TOKENS + 2, TEXT_TOKENS + 2 + 99))
    (target / "config.json").write_text(json.dumps(config))
    return target


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Keep faster-whisper's log lines out of the tests' output."""
    logging.getLogger("faster_whisper").setLevel(logging.ERROR)


def speech(seconds):
    return (np.random.default_rng(5).standard_normal(round(seconds * RATE)) * 0.1).astype(np.float32)


def test_text_and_language_come_back(whisper):
    """The sentence and the language that the model says."""
    assert transcriber.transcribe(speech(3), whisper, device="cpu") == ("Hello there, world.", "de")


def test_transcribing_leaves_the_number_of_threads_alone(whisper):
    """CTranslate2 sets OpenMP's threads for the whole process; PyTorch's are as before."""
    before = torch.get_num_threads()
    try:
        for threads in (1, 3):
            torch.set_num_threads(threads)
            transcriber.transcribe(speech(1), whisper, "fr", device="cpu")
            assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("language", ordinarily(["fr", "fr-CA", "FR_fr"], "fr", "FR_fr"))
def test_a_language_that_is_given_is_used(whisper, language):
    """Nothing is detected when the caller says what is spoken."""
    assert transcriber.transcribe(speech(1), whisper, language, device="cpu")[1] == "fr"


def test_an_unknown_language_is_refused(whisper):
    """A code that Whisper does not have is named, with those it has."""
    with pytest.raises(WorkerError, match="tlh") as caught:
        transcriber.transcribe(speech(1), whisper, "tlh", device="cpu")
    assert caught.value.code == "UNSUPPORTED_LANGUAGE"


def test_no_folder_means_no_transcriber(tmp_path):
    """The error says what to do instead: send the text."""
    with pytest.raises(WorkerError, match="Send the text") as caught:
        transcriber.transcribe(speech(1), tmp_path / "none")
    assert caught.value.code == "TRANSCRIBER_MISSING"


@pytest.mark.parametrize("damage", ["empty", "no tokenizer", "garbage"])
def test_a_damaged_folder_is_refused(whisper, tmp_path, damage):
    """Missing or damaged files are named; nothing is fetched from a hub."""
    for source in whisper.iterdir():
        if damage != "empty" and not (damage == "no tokenizer" and source.name == "tokenizer.json"):
            (tmp_path / source.name).write_bytes(source.read_bytes())
    if damage == "garbage":
        (tmp_path / "model.bin").write_bytes(b"garbage")
    with pytest.raises(WorkerError) as caught:
        transcriber.transcribe(speech(1), tmp_path, device="cpu")
    assert caught.value.code == "MODEL_MISMATCH"


def test_faster_whisper_is_not_imported_before_it_is_needed():
    """Importing the module costs nothing: a job with text never pays for Whisper."""
    import subprocess

    module = "f5tts_worker.engine.reference.transcriber"
    code = f"import {module}, sys, json; print(json.dumps(sorted(sys.modules)))"
    environment = {"PYTHONPATH": str(transcriber.__file__.split("f5tts_worker")[0])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    assert not {"faster_whisper", "ctranslate2", "torch", "numpy"} & set(json.loads(done.stdout))


@pytest.fixture(scope="module")
def minutes():
    """Return two minutes of flite."""
    sound = resample(np.concatenate([say(sentence) for sentence in SENTENCES[:3]]), 24_000, RATE)
    return np.tile(sound, 120 * RATE // len(sound) + 1)[: 120 * RATE]


@pytest.fixture
def short_stretches(monkeypatch):
    monkeypatch.setattr(transcriber, "_STRETCH_SECONDS", 90)  # in place of 300


@pytest.mark.usefixtures("short_stretches")
def test_a_long_recording_is_heard_to_its_end(whisper, minutes):
    """Two minutes are heard in two stretches: the model's sentence for every half minute, and progress."""
    assert len(list(transcriber._stretches(minutes))) == 2
    seen = []
    text, language = transcriber.transcribe(
        minutes, whisper, device="cpu", progress=lambda *step: seen.append(step)
    )
    assert language == "de"
    assert text.count("Hello there, world.") >= 4
    assert {step[0] for step in seen} == {"transcribe"}
    assert all(0 < done <= 120 == total for _, done, total in seen)
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1][1] > 90


@pytest.mark.usefixtures("short_stretches")
def test_silence_before_speech_decides_nothing(whisper, minutes):
    """A whole stretch without a voice, then speech: its text and its language."""
    samples = np.concatenate([np.zeros(95 * RATE, np.float32), minutes[: 20 * RATE]])
    assert transcriber.transcribe(samples, whisper, device="cpu") == ("Hello there, world.", "de")


@pytest.mark.parametrize("length", [100, 300, 301, 660])
def test_a_long_recording_is_cut_where_it_is_quiet(length):
    """Stretches follow each other to the end, at most five minutes long, cut in the pause within reach."""
    samples = np.full(length * RATE, 0.1, np.float32)
    samples[290 * RATE : 291 * RATE] = 0
    stretches = list(transcriber._stretches(samples))
    assert [start for start, _ in stretches] == [0, *(end for _, end in stretches[:-1])]
    assert stretches[-1][1] == len(samples)
    assert max(end - start for start, end in stretches) <= 300 * RATE
    assert length <= 300 or 290 * RATE < stretches[0][1] < 291 * RATE


@pytest.mark.usefixtures("short_stretches")
def test_a_long_silence_is_silent(whisper):
    """A stretch in which no voice is found is passed over, and a recording of nothing else is refused."""
    with pytest.raises(WorkerError) as failure:
        transcriber.transcribe(np.zeros(95 * RATE, np.float32), whisper, device="cpu")
    assert failure.value.code == "AUDIO_SILENT"


def test_the_engine_tells_the_language_and_keeps_to_its_device(whisper, tmp_path, monkeypatch):
    """`transcribe` answers with the language that was heard; a worker held to the CPU listens there."""
    import faster_whisper

    from f5tts_worker.engine.audio import wav
    from f5tts_worker.engine.service import Service

    devices = []

    class Watched(faster_whisper.WhisperModel):
        def __init__(self, folder, device, **options):
            devices.append(device)
            super().__init__(folder, device, **options)

    monkeypatch.setattr(faster_whisper, "WhisperModel", Watched)
    wav.write_wav(tmp_path / "talk.wav", speech(2), RATE)
    service = Service()
    service._device = "cpu"
    order = {"audio": str(tmp_path / "talk.wav"), "transcriber": str(whisper), "language": None}
    heard = service.transcribe(order, lambda *_: None)
    assert heard == {"text": "Hello there, world.", "language": "de", "ms": 2000}
    assert devices == ["cpu"]


def test_a_full_gpu_is_not_taken_for_a_damaged_model(whisper, monkeypatch):
    """Memory that runs out while the model loads stays what it is: the engine tries again with more room."""
    import faster_whisper

    def full(*_, **__):
        message = "CUDA failed with error out of memory"
        raise RuntimeError(message)

    monkeypatch.setattr(faster_whisper, "WhisperModel", full)
    with pytest.raises(RuntimeError, match="out of memory"):
        transcriber.transcribe(speech(1), whisper, device="cpu")

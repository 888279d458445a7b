"""The six methods over the demo models, as the engine's loop calls them."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tests.model.sounds import say, write_float_wav
from tests.model.test_hostile_audio import DECODES, open_files
from tests.wav import wav

import f5tts_worker
from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.model import loader
from f5tts_worker.engine.protocol import Request
from f5tts_worker.engine.request_loop import Gate, answer
from f5tts_worker.engine.service import Service
from f5tts_worker.engine.speech import kept_waves, synthesis

DEMO = Path(f5tts_worker.__file__).parent / "demo"
LOAD = {
    "model": {
        "name": "demo",
        "config": str(DEMO / "config.yaml"),
        "checkpoint": str(DEMO / "model.safetensors"),
        "vocab": str(DEMO / "vocab.txt"),
        "vocoder": str(DEMO / "vocos"),
        "known": True,  # as the worker says of it; test_loader.py has checkpoints that nobody knows
    },
    "aligner": {"language": "en", "kind": "huggingface", "path": str(DEMO / "aligner"), "name": "demo"},
    "warm_up": False,
    "device": "cpu",
}
TEXT = "Hello there, good friend. It is late."


def ask(service, method, **params):
    """Return the event that ends the request, and its progress."""
    progress = []
    event, alive = answer(service, Request(1, method, params), progress.append, Gate())
    assert alive
    return event, progress


@pytest.fixture(scope="module")
def service():
    """Hold the loaded demo models."""
    service = Service()
    event, progress = ask(service, "load", **LOAD | {"warm_up": True})
    assert event.event == "result", event.data
    assert event.data["model"] == "demo"
    assert event.data["sample_rate"] == 24_000
    assert event.data["seconds"].keys() == {"imports", "weights", "warm_up"}
    assert (progress[0].data["done"], progress[-1].data["done"]) == (0, 3)
    return service


@pytest.fixture(scope="module")
def references(tmp_path_factory):
    """Return the one cache folder of the service, which remembers what it prepared, as on a volume."""
    return tmp_path_factory.mktemp("references")


@pytest.fixture
def prepared(service, references, tmp_path):
    """Prepare a second of a voice, after which little is to be sampled; return `synthesise` parameters."""
    event, _ = ask(
        service,
        "prepare",
        audio=str(write_float_wav(tmp_path / "voice.wav", say("Good morning everyone."))),
        text="Good morning everyone.",
        language="en",
        transcriber=None,
        cache=str(references),
        limits={"min_ms": 1000, "max_ms": 12_000},
    )
    assert event.event == "result", event.data
    assert not event.data["transcribed"]
    return {
        "reference": event.data["reference"],
        "text": TEXT,
        "language": "en",
        "nfe_steps": 2,
        "seed": 5,
        "out": str(tmp_path / "speech.wav"),
    }


def test_speech_with_the_time_of_every_word(service, prepared, tmp_path):
    """Synthesise, align by chunks and by text, encode: every display word is timed inside the audio."""
    spoken, progress = ask(service, "synthesise", **prepared)
    assert spoken.event == "result", spoken.data
    assert {event.data["stage"] for event in progress} == {"sampling", "vocoding"}
    for said in ({"chunks": spoken.data["chunks"]}, {"text": TEXT}):
        event, _ = ask(
            service, "align", audio=prepared["out"], language="en", aligner=LOAD["aligner"], **said
        )
        words = event.data["words"]
        assert [word["word"] for word in words] == TEXT.split()
        assert words[0]["start_ms"] >= 0
        assert words[-1]["end_ms"] <= event.data["ms"] <= spoken.data["ms"]
    out = tmp_path / "speech.mp3"
    encoded, _ = ask(service, "encode", audio=prepared["out"], out=str(out), format="mp3", sample_rate=None)
    assert encoded.data["bytes"] == out.stat().st_size


def test_a_sentence_is_said_anew_in_its_place(service, prepared, references, tmp_path):
    """The demo's aligner finds the pauses around it; all else is as it was, to the sample."""
    sentences = ["Hello there, good friend. ", "It is very late now. ", "We should all go home."]
    voice, text = (DEMO / "voices" / f"rms.{kind}" for kind in ("wav", "txt"))
    known = {"audio": str(voice), "text": text.read_text(), "language": "en", "cache": str(references)}
    of_pack, _ = ask(service, "prepare", **known, transcriber=None)
    prepared |= {"text": "".join(sentences), "sentences": sentences, "kept": str(tmp_path / "kept")}
    prepared["reference"] = of_pack.data["reference"]
    ears = {"aligner": LOAD["aligner"], "takes": {"1": 1}}
    sounds = []
    for number, wishes in enumerate(({}, ears, ears | {"target_ms": 6000}, ears | {"aligner": None})):
        out = str(tmp_path / f"{number}.wav")
        event, _ = ask(service, "synthesise", **prepared | wishes | {"nfe_steps": 16, "out": out})
        assert event.event == "result", event.data
        assert len(event.data["chunks"]) == 1
        sounds.append((event.data, audio.read_wav(out)[0]))
    (_, was), (anew, now), (timed, _), (whole, _) = sounds
    assert anew["warnings"] == []
    assert anew["kept"] == 1
    assert timed["ms"] == 6000
    assert "Hello there, good friend.; We should all go …" in whole["warnings"][0]
    assert was[:24_000].any()
    assert np.array_equal(was[:24_000], now[:24_000])
    assert np.array_equal(was[-24_000:], now[-24_000:])
    assert not np.array_equal(was, now)


def test_pieces_are_aligned_and_encoded_while_the_rest_is_made(service, prepared, tmp_path):
    """Their words have the times that they have in the whole, and their samples are the file's."""
    ears, out = {"language": "en", "aligner": LOAD["aligner"]}, tmp_path / "growing"
    sentences = [f"{TEXT}\n\n", "A new paragraph begins.\n\n", "So does the third."]
    prepared |= {"text": "".join(sentences), "sentences": sentences}
    words = []

    def hear(event):
        if event.event != "piece":
            return
        piece = event.data
        aligned, _ = ask(service, "align", audio=piece["audio"], chunks=[piece["chunk"]], **ears)
        words.extend(aligned.data["words"])
        part = {"until": piece["stop"], "is_last": piece["is_last"]}
        encoded, _ = ask(service, "encode", audio=piece["audio"], out=str(out), format="pcm", **part)
        assert encoded.data["bytes"] == 2 * piece["stop"] == out.stat().st_size

    spoken, _ = answer(service, Request(2, "synthesise", {**prepared, "pieces": True}), hear, Gate())
    whole, _ = ask(service, "align", audio=prepared["out"], chunks=spoken.data["chunks"], **ears)
    assert len(spoken.data["chunks"]) >= 3
    assert words == whole.data["words"]
    assert Path(prepared["out"]).read_bytes()[44 : 44 + out.stat().st_size] == out.read_bytes()


def test_text_is_spoken_as_it_is_written_where_that_is_asked_for(service, prepared):
    """Without normalisation digits, signs and capitals reach the model as they stand."""
    given = {**prepared, "text": "WE won $5.", "sentences": None}
    said = []
    for normalise in (True, False):
        spoken, _ = ask(service, "synthesise", **given, normalise=normalise)
        said.append(" ".join(word["spoken"] for chunk in spoken.data["chunks"] for word in chunk["words"]))
    assert said == ["we won five dollars.", "WE won $5."]


def test_how_long_a_text_takes_is_told_before_it_is_spoken(service, prepared):
    """By itself, at the least and at the most; and how many words are said, numbers by theirs."""
    planned, progress = ask(service, "plan", **prepared | {"text": "We won $5 today."})
    spoken, _ = ask(service, "synthesise", **prepared | {"text": "We won $5 today."})
    assert progress == []
    assert planned.data["ms"] == pytest.approx(spoken.data["ms"], rel=0.3)
    assert planned.data["shortest_ms"] < planned.data["ms"] < planned.data["longest_ms"]
    assert planned.data["words"] == 4
    limits = {"target_ms": planned.data["longest_ms"] + 10}
    refused, _ = ask(service, "synthesise", **prepared | {"text": "We won $5 today."} | limits)
    assert refused.data["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize("pace", [20, 2000])
def test_a_pace_out_of_reach_is_told_as_a_pace(service, prepared, pace):
    """The fault is that of the field which was sent, in words a minute."""
    refused, _ = ask(service, "synthesise", **prepared, words_per_minute=pace)
    (fault,) = refused.data["details"]["faults"]
    assert fault["field"] == "words_per_minute"
    assert f"is {pace}, but this voice says the text at about " in fault["problem"]
    least, most = map(int, fault["expected"].split(" to "))
    for one in (least, most):
        spoken, _ = ask(service, "synthesise", **prepared, words_per_minute=one)
        assert spoken.event == "result", spoken.data


def test_another_pace_by_stretching_alone(service, prepared, tmp_path):
    """The model says nothing anew, where it would be asked for another pace by itself."""
    chunks = {**prepared, "kept": str(tmp_path / "chunks")}
    usual, _ = ask(service, "synthesise", **chunks)
    stretched, _ = ask(service, "synthesise", **chunks, speed=1.25, stretched=True)
    assert stretched.data["kept"] == len(usual.data["chunks"])
    names = {path.name[:17] for path in (tmp_path / "chunks").glob("*.wav")}
    assert names == {f"{prepared['reference'][:16]}-"}, "storage/voices/forgetting.py finds them by it"
    assert stretched.data["ms"] == pytest.approx(usual.data["ms"] / 1.25, abs=2)
    hurried, _ = ask(service, "synthesise", **chunks, speed=1.25)
    assert hurried.data["kept"] == 0


def test_a_deleted_voice_leaves_no_speech(service, prepared, references, tmp_path, monkeypatch):
    """A job under way may end with what is in memory, but keeps nothing that no deletion would find."""
    cache, kept = tmp_path / "references", tmp_path / "chunks"
    voice = cache / prepared["reference"]
    shutil.copytree(references / prepared["reference"], voice)
    own = {**prepared, "cache": str(cache), "kept": str(kept)}
    write, when = kept_waves._written, iter(("while", "before"))

    def delete_and_write(folder, *others):
        if folder == kept and next(when) == "while":
            shutil.rmtree(voice)
        return write(folder, *others)

    monkeypatch.setattr(kept_waves, "_written", delete_and_write)
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        spoken, _ = ask(service, "synthesise", **own | {"out": str(tmp_path / f"{number}/out.wav")})
        assert spoken.event == "result", spoken.data
        assert not list(kept.glob("*")), ("while", "before")[number]


def test_a_full_memory_gives_the_same_speech_chunk_by_chunk(service, prepared, monkeypatch, tmp_path):
    """When PyTorch runs out of memory the text is spoken again one chunk at a time, to the same samples."""
    usual, _ = ask(service, "synthesise", **prepared)
    batches = []

    def short_of_memory(model, vocoder, reference, request, *others):
        batches.append(request.max_batch_frames)
        if len(batches) == 1:
            message = "CUDA out of memory"
            raise torch.OutOfMemoryError(message)
        return synthesise(model, vocoder, reference, request, *others)

    synthesise = synthesis.synthesise
    monkeypatch.setattr(synthesis, "synthesise", short_of_memory)
    fresh = {"out": str(tmp_path / "frugal.wav"), "kept": str(tmp_path / "fresh")}
    event, _ = ask(service, "synthesise", **prepared | fresh)
    assert event.event == "result", event.data
    assert batches == [0, 1]
    assert event.data["chunks"] == usual.data["chunks"]
    (plenty, _), (frugal, _) = audio.read_wav(prepared["out"]), audio.read_wav(tmp_path / "frugal.wav")
    np.testing.assert_allclose(frugal, plenty, atol=1e-3)
    aligned, _ = ask(
        service, "align", audio=prepared["out"], text=TEXT, language="en", aligner=LOAD["aligner"]
    )
    assert aligned.event == "result"  # the aligner was dropped for its memory, and comes back


@pytest.fixture
def narrow(monkeypatch):
    """Choose fp16 on this CPU, as on a GPU."""
    usual = loader.choose_dtype

    def choose(device, wanted):
        return usual(device, "float16" if wanted == "auto" else wanted)

    monkeypatch.setattr(loader, "choose_dtype", choose)


def overflowing(folder, power):
    """Write the demo's weights with a block's values larger, and what reads them smaller, by 2 ** power."""
    weights = load_file(DEMO / "model.safetensors")
    block = "transformer.transformer_blocks.0.attn"
    for name, factor in (("to_v.weight", 1), ("to_v.bias", 1), ("to_out.0.weight", -1)):
        weights[f"{block}.{name}"] = weights[f"{block}.{name}"].float() * 2.0 ** (factor * power)
    save_file(weights, folder / "model.safetensors")
    return LOAD | {"model": LOAD["model"] | {"checkpoint": str(folder / "model.safetensors")}}


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("warm_up", [False, True])
def test_weights_that_overflow_are_spoken_in_a_wider_type(
    service, prepared, references, tmp_path, capsys, warm_up
):
    """What leaves fp16's range is spoken once more in bf16, or fp32 where that is slow; a warning says so."""
    prepared["nfe_steps"] = 1  # a CPU is slow in fp16
    usual, _ = ask(service, "synthesise", **prepared)
    fresh, order = Service(), prepared | {"cache": str(references), "out": str(tmp_path / "wide.wav")}
    loaded, _ = ask(fresh, "load", **overflowing(tmp_path, 20) | {"warm_up": warm_up})
    wide = service._model.dtype_name
    first, _ = ask(fresh, "synthesise", **order)
    again, _ = ask(fresh, "synthesise", **order)
    sentence = f"The model demo overflowed in float16; it now runs in {wide}."
    assert loaded.data["dtype"] == (wide if warm_up else "float16")
    assert (first.data["warnings"], again.data["warnings"]) == ([] if warm_up else [sentence], [])
    assert capsys.readouterr().err.count(sentence) == 1
    (plain, _), (rescued, _) = audio.read_wav(prepared["out"]), audio.read_wav(order["out"])
    np.testing.assert_allclose(rescued, plain, atol=1e-3)
    assert first.data["chunks"] == usual.data["chunks"]


@pytest.mark.usefixtures("narrow")
def test_weights_that_are_no_numbers_are_an_error_in_every_type(prepared, references, tmp_path):
    """When fp32 does not help either, the error names the last type that was tried."""
    fresh = Service()
    ask(fresh, "load", **overflowing(tmp_path, 200))  # infinite in fp32
    for _ in range(2):
        event, _ = ask(fresh, "synthesise", **prepared | {"cache": str(references), "nfe_steps": 1})
        assert event.data["code"] == "INTERNAL"
        assert "no usable numbers in float32" in event.data["message"]


def test_a_reference_outlives_its_engine(service, prepared, references):
    """Another process, here a service without memory, finds a prepared reference in its cache folder."""
    fresh = Service()
    ask(fresh, "load", **LOAD)
    missing, _ = ask(fresh, "synthesise", **prepared)
    assert missing.data["code"] == "NOT_FOUND"
    found, _ = ask(fresh, "synthesise", **prepared | {"cache": str(references)})
    assert found.event == "result", found.data


def test_a_load_that_fails_leaves_no_model_and_the_next_one_works(prepared, tmp_path):
    """After a failed load requests say that no model is loaded, never speak with another one's."""
    service = Service()
    lost = LOAD | {"model": LOAD["model"] | {"checkpoint": str(tmp_path / "lost.safetensors")}}
    assert ask(service, "load", **LOAD)[0].event == "result"
    assert ask(service, "load", **lost)[0].data["code"] == "MODEL_UNAVAILABLE"
    assert ask(service, "synthesise", **prepared)[0].data["code"] == "MODEL_UNAVAILABLE"
    assert ask(service, "load", **LOAD)[0].event == "result"


def test_what_is_loaded_stays(service):
    """The same files are not read again."""
    model = service._model
    assert ask(service, "load", **LOAD)[0].event == "result"
    assert service._model is model


def test_an_aligner_is_asked_for_where_one_is_needed(tmp_path):
    """A voice that was judged before needs none; a text that is new does, and gets its judgement."""
    service = Service()
    assert ask(service, "load", **LOAD | {"aligner": None})[0].event == "result"
    order = {"audio": str(DEMO / "voices" / "slt.wav"), "language": "en", "asks_for_aligner": True}
    order |= {"text": (DEMO / "voices" / "slt.txt").read_text(), "cache": str(tmp_path)}
    assert ask(service, "prepare", **order, judge=False)[0].event == "result"
    assert ask(service, "prepare", **order)[0].data["code"] == "ALIGNER_MISSING"
    ask(service, "load", **LOAD)
    assert ask(service, "prepare", **order)[0].event == "result"


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        (
            "align",
            {"audio": "x.wav", "text": "x", "language": "tlh", "aligner": None},
            "UNSUPPORTED_LANGUAGE",
        ),
        ("transcribe", {"transcriber": None, "language": None}, "TRANSCRIBER_MISSING"),
        ("encode", {"audio": "/nowhere.wav", "out": "/nowhere.mp3", "format": "mp3"}, "AUDIO_UNREADABLE"),
    ],
)
def test_what_cannot_be_done_is_said(service, method, params, code):
    """A missing aligner, transcriber or file is an error with its code."""
    params = {"audio": str(DEMO / "voices" / "slt.wav")} | params
    assert ask(service, method, **params)[0].data["code"] == code


def test_a_wav_of_the_usual_kind_comes_out(service, prepared):
    """The speech file has one channel at 24 kHz, in whichever sample format."""
    ask(service, "synthesise", **prepared)
    head = Path(prepared["out"]).read_bytes()[:44]
    assert head[:4] == b"RIFF"
    assert int.from_bytes(head[22:24], "little") == 1
    assert int.from_bytes(head[24:28], "little") == 24_000


def test_descriptors_do_not_grow(service, prepared, tmp_path):
    """Requests leave nothing open, whether they are answered or fail, and however often they come."""
    broken, align = tmp_path / "broken.mp3", {"language": "en", "aligner": LOAD["aligner"]}
    broken.write_bytes(b"ID3" + bytes(5000))

    def everything():
        for out in (prepared["out"], str(tmp_path / "again.wav")):
            assert ask(service, "synthesise", **prepared | {"out": out})[0].event == "result"
        assert ask(service, "align", audio=prepared["out"], text=TEXT, **align)[0].event == "result"
        for kind in ("mp3", "opus"):
            order = {"audio": prepared["out"], "out": str(tmp_path / f"speech.{kind}"), "format": kind}
            assert ask(service, "encode", sample_rate=None, **order)[0].event == "result"
            heard = ask(service, "align", audio=order["out"], text=TEXT, **align)[0]
            assert heard.event == "result", heard.data
        for lost in (broken, tmp_path / "absent.wav"):
            assert ask(service, "align", audio=str(lost), text=TEXT, **align)[0].event == "error"
            assert (
                ask(service, "encode", audio=str(lost), out=prepared["out"], format="mp3")[0].event == "error"
            )
        assert ask(service, "synthesise", **prepared | {"reference": "0" * 64})[0].event == "error"

    everything()
    opened = open_files()
    everything()
    assert open_files() <= opened


def test_the_widest_recording(tmp_path):
    """768 kHz with 32 channels is answered with a code, and its memory is bounded."""
    path = tmp_path / "wide.wav"
    path.write_bytes(wav(bytes(768_000 * 64), channels=32, rate=768_000))  # one second: 49 MB
    environ = {"PYTHONPATH": str(Path(audio.__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", DECODES, path], check=True, capture_output=True, env=environ)
    grown, found = done.stdout.decode().split()
    assert int(grown) < 400  # MB
    assert found in ("AUDIO_UNREADABLE", "AUDIO_TOO_LONG")

"""Speech that is told of piece by piece: its pieces are the whole, and what is encoded of them one file."""

import os
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.model.test_synthesis import BRIEF, BRIEF_WINDOW_S, RATE, TEXT
from tests.pairs import each_once

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.audio.growing import GrowingFiles
from f5tts_worker.engine.audio.wav import WavReader, WavWriter
from f5tts_worker.engine.model.loader import load_model
from f5tts_worker.engine.model.vocoder import load_vocoder
from f5tts_worker.engine.speech.chunking import split_chunks
from f5tts_worker.engine.speech.synthesis import SynthesisRequest, synthesise
from f5tts_worker.engine.text.clean import join_words
from f5tts_worker.engine.text.spoken import split_words
from f5tts_worker.errors import WorkerError

FORMATS = ("pcm", "wav", "flac", "mp3", "ogg", "opus", "m4a")
TEXTS = (
    TEXT,
    "One short sentence.",
    "A paragraph by itself.\n\nAnd another one, which is longer than the first. It has two sentences.",
    "no marks at all " * 12,
    "3 apples cost $5 — or so; 😀 " * 4,
)


@pytest.fixture(scope="module")
def models(tiny_models, vocos_folder):
    model = load_model(tiny_models["newer"].files, "cpu", "float32", probe=False)
    return replace(model, window_s=BRIEF_WINDOW_S), load_vocoder(vocos_folder, model.device, model.mel)


@pytest.fixture
def speak(models, tmp_path):
    """Speak a text into a file of a folder; return the result and what was told of meanwhile."""

    def call(text, name, tell=None, **options):
        request = SynthesisRequest(split_words(text, "en"), **{"nfe_steps": 2, "seed": 3, **options})
        out = tmp_path / name
        out.parent.mkdir(exist_ok=True)
        result = synthesise(*models, BRIEF, request, out, kept=tmp_path / name / "kept", tell=tell)
        return result, audio.read_wav(out)[0]

    return call


WAYS = ({}, {"speed": 1.3}, {"remove_silence": True}, {"low_latency": True})


@pytest.mark.parametrize(("text", "options"), each_once(TEXTS, WAYS))
def test_the_pieces_are_the_whole(speak, tmp_path, text, options):
    """What can be read of the file when a piece is told of never changes; the whole has the same bits."""
    grown, pieces = [], []

    def tell(piece):
        with WavReader(piece["audio"]) as file:
            assert len(file) == piece["stop"]
            grown.append(file.read(piece["start"], piece["stop"]))
        pieces.append(piece)

    in_pieces, samples = speak(text, "a.wav", tell, **options)
    whole, expected = speak(text, "b.wav", **options)
    assert (samples == expected).all()
    assert (np.concatenate(grown) == expected).all()
    assert in_pieces["chunks"] == whole["chunks"] == [piece["chunk"] for piece in pieces]
    assert [piece["start"] for piece in pieces] == [0, *(piece["stop"] for piece in pieces[:-1])]
    assert [piece["is_last"] for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def test_a_length_that_was_asked_for_is_known_at_the_end_alone(speak):
    """Its pieces are told of when all is made, and are the whole all the same."""
    pieces = []
    _, samples = speak(TEXT, "a.wav", pieces.append, target_ms=9_000)
    assert len(pieces) > 1
    assert pieces[-1]["stop"] == len(samples) == RATE * 9


def test_another_attempt_leaves_the_pieces_of_the_first_one_alone(speak, tmp_path):
    """They may still be read: it writes another file."""
    pieces = []
    speak(TEXT, "a.wav", pieces.append)
    before = (tmp_path / "a.wav").read_bytes()
    speak("Something else.", "a.wav", pieces.append)
    assert pieces[-1]["audio"] != pieces[0]["audio"]
    assert (tmp_path / "a.wav").read_bytes() == before


def write(path, samples):
    with WavWriter(path, RATE) as file:
        file.write(samples)
    return path


SPEECH = np.random.default_rng(3).normal(0, 0.1, 2 * RATE).astype(np.float32)


@pytest.mark.parametrize(("form", "rate"), each_once(FORMATS, [24_000, 16_000, 48_000]))
def test_a_file_that_grows_is_one_file(tmp_path, form, rate):
    """Whatever was written of it stays; FFmpeg reads as much as went into it; PCM is the wav's samples."""
    speech, out = write(tmp_path / "speech.wav", SPEECH), tmp_path / f"out.{form}"
    files, said = GrowingFiles(), b""
    for until in (100, 7_000, 30_011, len(SPEECH)):
        info = files.go_on(speech, out, form, rate, "by a machine", until=until, is_last=until == len(SPEECH))
        assert out.read_bytes()[: len(said)] == said
        said = out.read_bytes()
        assert (info.bytes, info.sample_rate) == (len(said), rate)
    audio.encode(audio.read_wav(speech)[0], RATE, tmp_path / "whole.wav", "wav", rate)
    samples = audio.read_wav(tmp_path / "whole.wav")[0]
    if form in ("pcm", "wav"):
        assert (np.frombuffer(said[44 * (form == "wav") :], "<i2") == np.rint(samples * 32768)).all()
    if form != "pcm":
        decoded = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", out, "-f", "s16le", "-ac", "1", "-ar", str(rate), "-"],
            capture_output=True,
            check=True,
        )
        assert decoded.stderr == b""
        assert len(decoded.stdout) / 2 == pytest.approx(
            len(samples), abs=0.12 * rate
        )  # an encoder's first frames
        with av.open(str(out)) as file:
            assert len(file.streams.audio) == 1


def test_a_file_that_was_taken_away_is_closed(tmp_path):
    """Its listener left in the middle; an open file would go on to fill the disk."""
    speech, out = write(tmp_path / "speech.wav", SPEECH), tmp_path / "left"
    with closing(GrowingFiles()) as files:
        files.go_on(speech, out, "pcm", None, None, until=100, is_last=False)
        out.unlink()
        files.go_on(speech, tmp_path / "next", "pcm", None, None, until=100, is_last=False)
        assert not [link for link in Path("/proc/self/fd").iterdir() if str(out) in os.path.realpath(link)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=st.lists(st.integers(1, len(SPEECH) - 1), max_size=6), form=st.sampled_from(FORMATS))
def test_where_it_is_cut_does_not_matter(tmp_path, ends, form):
    """An engine that died has forgotten the file: the next one writes the same bytes over it."""
    speech, out = write(tmp_path / "speech.wav", SPEECH), tmp_path / f"out.{form}"
    out.unlink(missing_ok=True)
    files = GrowingFiles()
    for until in sorted({*ends, len(SPEECH)}):
        files.go_on(speech, out, form, 48_000, None, until=until, is_last=until == len(SPEECH))
    first = out.read_bytes()
    for until in sorted(ends)[:1]:
        with closing(GrowingFiles()) as died:
            died.go_on(speech, out, form, 48_000, None, until=until, is_last=False)
        assert out.read_bytes() == first
    GrowingFiles().go_on(speech, out, form, 48_000, None, until=len(SPEECH), is_last=True)
    assert out.read_bytes() == first


def test_what_libsndfile_reads(tmp_path):
    """Of what grows, all of its formats but a FLAC, which it reads whole alone: docs/HTTP.md says so."""
    speech = write(tmp_path / "speech.wav", SPEECH)
    for form in ("wav", "mp3", "ogg", "opus"):
        path = tmp_path / f"grown.{form}"
        GrowingFiles().go_on(speech, path, form, None, None, until=len(SPEECH), is_last=True)
        assert len(soundfile.read(path)[0]) == pytest.approx(len(SPEECH), abs=RATE // 10), form
    audio.encode(SPEECH, RATE, tmp_path / "whole.flac", "flac")
    assert len(soundfile.read(tmp_path / "whole.flac")[0]) == len(SPEECH)


@pytest.mark.parametrize(
    ("form", "until", "code"), [("aiff", 10, "INVALID_REQUEST"), ("mp3", 10**6, "AUDIO")]
)
def test_what_cannot_grow_is_refused(tmp_path, form, until, code):
    """An unknown format, and speech that is not there."""
    speech = write(tmp_path / "speech.wav", SPEECH)
    with pytest.raises(WorkerError) as caught:
        GrowingFiles().go_on(speech, tmp_path / "out", form, None, None, until=until, is_last=True)
    assert caught.value.code.startswith(code)


def texts_of(text, heads):
    return [join_words(chunk) for chunk in split_chunks(split_words(text, "en"), 200, heads)]


def test_a_short_first_chunk_ends_where_a_speaker_would_pause():
    """At the last sentence or clause that is near enough, or at the first; "Well," alone is no chunk."""
    text = "Well, the harbour was quiet, and nobody was there. A man came. Then he went away again, slowly."
    assert texts_of(text, []) == [text]
    assert texts_of(text, [30])[0] == "Well, the harbour was quiet,"
    assert texts_of(text, [60])[0] == "Well, the harbour was quiet, and nobody was there."
    assert texts_of(text, [30, 40])[:2] == [
        "Well, the harbour was quiet,",
        "and nobody was there. A man came.",
    ]
    for heads in ([30], [30, 40], [5], [10_000]):
        assert " ".join(texts_of(text, heads)) == text
    assert texts_of("no clause in it at all", [5]) == ["no clause in it at all"]

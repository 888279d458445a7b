"""The demo pack's aligner against the truth (flite knows when it says a word) and against whisperx.align."""

import warnings
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import torchaudio
from scripts.demo.flite import Flite, to_24k

from f5tts_worker.engine.alignment import aligner

HELD_OUT = Path(__file__).parents[2] / "scripts" / "demo" / "held_out.txt"
RATE = 16_000


class OneSentence:
    """Stands in for NLTK's sentence splitter, whose data WhisperX would download."""

    @staticmethod
    def span_tokenize(text):
        return [(0, len(text))]


def spoken_by_flite(flite, text, voice):
    """Return what a worker hears of flite's natural speech (16 kHz by way of 24 kHz), and its word times."""
    said = flite.say(text, voice)
    times = []
    for name, start, end in said.word_times():
        if name.startswith("'") and times:  # flite cuts "dog's" in two
            times[-1] = (times[-1][0], end)
        else:
            times.append((start, end))
    samples = torchaudio.functional.resample(to_24k(said.samples), 24_000, RATE).numpy()
    return samples, 1000 * np.array(times)


@pytest.fixture(scope="module")
def heard():
    """Align fifty held-out sentences: rows of our start and end, true start and end, WhisperX's start, ms."""
    flite = Flite()
    folder = str(resources.files("f5tts_worker") / "demo" / "aligner")
    ours = aligner.load({"language": "en", "kind": "huggingface", "path": folder}, "cpu")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whisperx import alignment

        # The oracle reads the folder by itself, through transformers.
        model, details = alignment.load_align_model("en", "cpu", model_name=folder)
    lines = [line.strip() for line in HELD_OUT.read_text("utf-8").splitlines()]
    sentences = [line for line in lines if line and not line.startswith("[")][:50]
    rows = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "nltk_load", lambda _: OneSentence())
        for number, text in enumerate(sentences):
            samples, times = spoken_by_flite(flite, text, ("slt", "rms")[number % 2])
            mine = aligner.align_text(ours, samples, text)
            segment = {"text": text, "start": 0.0, "end": len(samples) / RATE}
            theirs = alignment.align([segment], model, details, samples, "cpu")["word_segments"]
            assert len(mine) == len(times) == len(theirs), text
            for own, (start, end), other in zip(mine, times, theirs, strict=True):
                rows.append((own["start_ms"], own["end_ms"], start, end, 1000 * other["start"]))
    return np.array(rows)


def test_word_starts_are_where_flite_says(heard):
    """Median error at most 20 ms, 95th percentile at most 30 ms, and no more than WhisperX's."""
    error = np.abs(heard[:, 0] - heard[:, 2])
    assert len(error) > 300
    assert np.median(error) <= 20
    assert np.percentile(error, 95) <= 30
    assert np.percentile(error, 95) <= np.percentile(np.abs(heard[:, 4] - heard[:, 2]), 95)


def test_word_ends_are_where_flite_says(heard):
    """The end follows the sound: the pause after a word is not its own, its last sound is."""
    error = np.abs(heard[:, 1] - heard[:, 3])
    assert np.median(error) <= 20
    assert np.percentile(error, 95) <= 80


def test_word_starts_agree_with_whisperx(heard):
    """On the same speech, at least 95 % of word starts lie within 40 ms of whisperx.align's."""
    assert np.mean(np.abs(heard[:, 0] - heard[:, 4]) <= 40) >= 0.95


def test_starts_that_differ_from_whisperx_are_truer(heard):
    """Where the two differ by more than 40 ms, flite says that ours is nearer to the truth."""
    ours, true, theirs = heard[:, 0], heard[:, 2], heard[:, 4]
    differ = np.abs(ours - theirs) > 40
    assert np.mean(np.abs(ours - true)[differ] < np.abs(theirs - true)[differ]) >= 0.9


def test_starts_have_no_bias(heard):
    """Frames are turned into time without a constant error: the median lies within a quarter of a frame."""
    assert abs(np.median(heard[:, 0] - heard[:, 2])) <= 5

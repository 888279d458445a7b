"""Voices as they are stored: ready to use, unchanged when stored again, and honest about what is wrong."""

from pathlib import Path

import numpy as np
import pytest
from tests.model.sounds import write_float_wav

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.reference.prepare import Limits
from f5tts_worker.engine.reference.shelf import ReferenceShelf
from f5tts_worker.engine.reference.stored import write_stored
from f5tts_worker.engine.service import Service

SOURCE = Path(__file__).resolve().parents[2] / "src" / "f5tts_worker" / "demo"
RATE = 24_000
LIMITS = Limits(min_ms=3000)
TEXTS = {
    name: (SOURCE / "voices" / f"{name}.txt").read_text(encoding="utf-8").strip() for name in ("slt", "rms")
}
OTHER = "She sells fresh bread and butter near the harbour every Saturday before the market opens."


def voice(name="slt"):
    return audio.read_wav(SOURCE / "voices" / f"{name}.wav")[0]


def noisy(samples, below_db):
    level = np.sqrt(np.mean(np.square(samples))) * 10 ** (-below_db / 20)
    return samples + np.random.default_rng(1).normal(0, level, len(samples)).astype(np.float32)


def quiet(seconds):
    return np.zeros(int(seconds * RATE), np.float32)


@pytest.fixture
def store(tmp_path):
    """Prepare samples and store them; return what is said of it, and the file."""
    numbers = iter(range(100))

    def call(samples, text=TEXTS["slt"], **listeners):
        number = next(numbers)
        if not isinstance(samples, Path):
            write_float_wav(tmp_path / f"sent{number}.wav", samples, RATE)
            samples = tmp_path / f"sent{number}.wav"
        shelf = ReferenceShelf()
        found = shelf.prepare(samples, text, "en", tmp_path / "cache", LIMITS, **listeners)
        return write_stored(found, tmp_path / f"stored{number}.wav"), tmp_path / f"stored{number}.wav"

    return call


@pytest.mark.parametrize("name", TEXTS)
def test_a_ready_voice_is_stored_as_it_is(store, name):
    """The demo's own voices are good: nothing is odd about them, and once stored they never change again."""
    first, path = store(voice(name), TEXTS[name])
    assert first["warnings"] == []
    assert (first["text"], 3000 <= first["ms"] <= 12_000) == (TEXTS[name], True)
    again, other = store(path, TEXTS[name])
    assert (again["changes"], again["text"]) == ([], TEXTS[name])
    assert other.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("level", [0.02, 0.1, 0.5, 3.0, 30.0])
@pytest.mark.parametrize("edge", [0.0, 0.7])
def test_storing_twice_is_storing_once(store, level, edge):
    """Quiet, loud and padded recordings settle at the first time: the second changes nothing."""
    samples = np.concatenate([quiet(edge), voice() * level, quiet(edge)])
    first, path = store(samples)
    again, other = store(path)
    assert again["changes"] == []
    assert other.read_bytes() == path.read_bytes()
    assert any("silence" in change for change in first["changes"]) == (edge > 0)


def test_loudness_is_raised_but_never_into_clipping(store):
    """A quiet recording gets F5-TTS's level, and one with a loud click as much as fits."""
    told, path = store(voice() * 0.1)
    stored, _ = audio.read_wav(path)
    assert float(np.sqrt(np.mean(np.square(stored)))) == pytest.approx(0.1, rel=0.03)
    assert [change for change in told["changes"] if change.startswith("loudness raised by ")]
    click = voice() * 0.1
    click[40_000:40_003] = 0.8
    _, path = store(click)
    assert 0.9 < float(np.abs(audio.read_wav(path)[0]).max()) < 0.99


def test_a_long_recording_says_how_it_was_cut(store):
    """The cut is told as a change and not as a warning, and the length is within what F5-TTS takes."""
    samples = np.concatenate([part for _ in range(5) for part in (voice(), quiet(0.5))])
    heard = "My little brother found a small black dog behind the school this morning " * 2
    told, path = store(samples, None, transcribe=lambda *_: (heard, "en"))
    seconds = len(audio.read_wav(path)[0]) / RATE
    assert 3 <= seconds <= 12
    assert any(change.startswith("cut from 21.5 s to the ") for change in told["changes"])
    assert told["changes"][-1] == "transcribed"
    assert told["warnings"] == []


@pytest.mark.parametrize(
    ("damage", "warning"),
    [
        (lambda x: x * 0.05, "too quiet"),
        (lambda x: np.clip(x / np.abs(x).max() * 4, -1, 1), "is clipped"),
        (lambda x: noisy(x, 12), "is noisy"),
    ],
)
def test_what_is_wrong_with_a_recording_is_said(store, damage, warning):
    """Too quiet, clipped and noisy recordings are stored with a warning that says so."""
    told, _ = store(damage(voice()))
    assert len(told["warnings"]) == 1
    assert warning in told["warnings"][0]


def test_little_noise_is_no_warning(store):
    """Noise 20 dB below the speech, as in a quiet room, is not worth a word."""
    assert store(noisy(voice(), 20))[0]["warnings"] == []


def test_a_text_that_is_not_said_is_noticed(tmp_path):
    """The aligner hears the right text and not another one, which is as long."""
    service = Service()
    files = {"language": "en", "kind": "huggingface", "path": str(SOURCE / "aligner"), "name": "demo"}
    service._aligners.get(files, "cpu")
    order = {
        "audio": str(SOURCE / "voices" / "slt.wav"),
        "language": "en",
        "transcriber": None,
        "cache": str(tmp_path / "cache"),
        "store_as": str(tmp_path / "stored.wav"),
    }
    right, wrong = (
        service.prepare(order | {"text": text}, lambda *_: None)["stored"] for text in (TEXTS["slt"], OTHER)
    )
    assert right["warnings"] == []
    assert len(wrong["warnings"]) == 1
    assert "does not seem to be what is said" in wrong["warnings"][0]

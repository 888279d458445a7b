"""The mark in the sound: that of its makers, found after what files go through, and nowhere else."""

import sys
import types

import numpy as np
import pytest
from scripts.watermark_judge.changes import CHANGES
from tests.model.sounds import SENTENCES, say

from f5tts_worker.engine.audio.appending import append
from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.audio.watermark import FOUND, find_weights, load_watermark
from f5tts_worker.engine.audio.wav import read_wav, write_wav

RATE = 24_000
MUST = ("as it is", "MP3, 64 kbit/s", "Opus, 32 kbit/s", "8 kHz", "16 kHz", "44.1 kHz", "cut to 3 s")
ONCE = ("Opus, 32 kbit/s", "8 kHz", "cut to 3 s")


@pytest.fixture(scope="module")
def mark():
    return load_watermark()


@pytest.fixture(scope="module")
def speech():
    return np.concatenate([say(sentence) for sentence in SENTENCES[:2]])


@pytest.fixture(scope="module")
def perth():
    """Return Perth by its makers, on the CPU.

    A stand-in for pkg_resources, which newer setuptools lack, tells the folder of its weights.
    """
    resources = types.ModuleType("pkg_resources")
    resources.resource_filename = lambda _name, _path: str(find_weights().parents[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pkg_resources", resources)
        from perth.perth_net.perth_net_implicit.perth_watermarker import PerthImplicitWatermarker
    return PerthImplicitWatermarker()


def test_what_is_stretched_is_marked_afterwards(mark, speech, tmp_path):
    """Twice as long, with a pause in it, it is marked as surely as any; where that is not told, it is not."""
    write_wav(tmp_path / "turn.wav", speech, RATE)
    order = {"audio": str(tmp_path / "turn.wav"), "out": str(tmp_path / "out.wav"), "at": 0, "silence": 0}
    order |= {"pauses": [{"after_ms": 900, "before_ms": 950, "ms": 500}], "sound": 2 * len(speech)}
    found = []
    for watermark in (True, False):
        append(order | {"watermark": watermark})
        found.append(mark.confidence(read_wav(tmp_path / "out.wav")[0], RATE))
    assert found[0] > FOUND > found[1]


def test_it_is_the_mark_of_its_makers(mark, perth, speech):
    """At Perth's own rate, the same samples come out, and each finds the other's as surely as its own."""
    samples = resample(speech, RATE, 32_000)
    ours, theirs = mark.marked(samples, 32_000), perth.apply_watermark(samples, 32_000)
    length = len(theirs)
    assert length > len(samples) - 320
    assert np.std(ours) == pytest.approx(np.std(samples), rel=0.001)
    as_loud = theirs * np.float32(np.std(ours[:length]) / np.std(theirs))
    assert np.abs(ours[:length] - as_loud).max() < 0.001 * np.abs(ours - samples).max()
    for one in (samples, ours, theirs):
        told = float(perth.get_watermark(one, 32_000, round=False))
        assert np.clip(mark.likeness(one, 32_000), 0, 1) == pytest.approx(told, abs=0.001)


def test_at_our_rate_it_is_the_same_mark(mark, perth, speech):
    """Marked without resampling, speech is found by Perth itself; nothing above 2 kHz is changed."""
    marked = mark.marked(speech, RATE)
    assert float(perth.get_watermark(resample(marked, RATE, 32_000), 32_000, round=False)) > 0.95
    before, after = np.fft.rfft(speech), np.fft.rfft(marked)
    above = np.fft.rfftfreq(len(speech), 1 / RATE) > 2_100
    gain = np.linalg.norm(after[above]) / np.linalg.norm(before[above])
    assert np.linalg.norm(after[above] - gain * before[above]) < 0.01 * np.linalg.norm(after[above])
    assert (len(marked), marked.dtype) == (len(speech), np.float32)


@pytest.mark.parametrize(
    "name",
    [name if name in ONCE else pytest.param(name, marks=pytest.mark.exhaustive) for name in MUST],
)
def test_it_is_found_after_what_files_go_through(mark, speech, name):
    """What is marked is found again; what is not marked is not found to be."""
    for samples, is_marked in ((mark.marked(speech, RATE), True), (speech, False)):
        assert (mark.confidence(*CHANGES[name](samples)) >= FOUND) == is_marked


def test_pieces_that_are_marked_one_by_one(mark, speech):
    """A speech is marked throughout if its pieces are, wherever it is cut; each always in the same way."""
    thirds = np.array_split(speech, 3)
    whole = np.concatenate([mark.marked(piece, RATE) for piece in thirds])
    assert mark.confidence(whole, RATE) >= FOUND
    for start in range(0, len(whole) - 2 * RATE, RATE):
        assert mark.likeness(whole[start : start + 2 * RATE], RATE) >= FOUND
    assert np.array_equal(mark.marked(thirds[1], RATE), mark.marked(thirds[1], RATE))


def test_what_has_no_room_for_a_mark(mark):
    """Silence stays silence, and what is too short stays as it is; neither counts as marked."""
    silence, short = np.zeros(RATE, np.float32), np.ones(700, np.float32)
    assert not mark.marked(silence, RATE).any()
    assert np.array_equal(mark.marked(short, RATE), short)
    assert [mark.confidence(samples, RATE) for samples in (silence, short, short[:0])] == [0, 0, 0]


def test_an_environment_without_perth(monkeypatch):
    """Where the package is not installed there is no mark, and no error."""
    monkeypatch.setattr("f5tts_worker.engine.audio.watermark.PACKAGE", "no_such_package")
    assert find_weights() is None

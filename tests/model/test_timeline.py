"""Sound on its file's own time: what begins late or pauses in a film is timed as a player plays it."""

import numpy as np
import pytest
from tests.model.sounds import RATE, ffmpeg, say, write_float_wav

from f5tts_worker.engine.audio import decode as audio

LIMITS = {"sample_rate": RATE, "max_ms": 20_000, "max_bytes": 100_000_000}
PICTURE = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=25:duration=8")
CODECS = {"mkv": "aac", "mov": "aac", "mp4": "aac", "webm": "libopus"}


@pytest.fixture(scope="module")
def voice():
    return say("The baker opened his shop before the sun came up.")


def onset(samples):
    """Return the second at which the sound begins to be loud."""
    return float(np.flatnonzero(np.abs(samples) > 0.02)[0]) / RATE


def placed(path, **options):
    return audio.decode(path, **{**LIMITS, **options}, on_timeline=True)


@pytest.mark.parametrize("suffix", CODECS)
def test_sound_that_begins_after_the_picture_is_late(tmp_path, voice, suffix):
    """On the timeline the delay is silence; a reference voice has none of it."""
    source = write_float_wav(tmp_path / "s.wav", voice)
    path = tmp_path / f"late.{suffix}"
    ffmpeg(*PICTURE, "-itsoffset", "1.5", "-i", source, "-map", "0:v", "-map", "1:a",
           "-c:v", "libvpx" if suffix == "webm" else "mpeg4", "-c:a", CODECS[suffix], path)  # fmt: skip
    late, info = placed(path)
    assert onset(late) == pytest.approx(onset(voice) + 1.5, abs=0.04)  # a codec's delay is in it
    assert info.ms == pytest.approx(len(voice) / RATE * 1000 + 1500, abs=60)
    assert onset(audio.decode(path, **LIMITS)[0]) == pytest.approx(onset(voice), abs=0.08)


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "webm"])
def test_a_gap_in_the_sound_is_silence(tmp_path, voice, suffix):
    """A recording of a call or a screen has no packets for a while; what comes after keeps its time."""
    source = write_float_wav(tmp_path / "s.wav", np.concatenate([voice, voice]))
    path = tmp_path / f"gap.{suffix}"
    middle = len(voice) / RATE
    gap = f"asetpts='if(gte(T,{middle}),PTS+3/TB,PTS)'"
    ffmpeg("-i", source, "-af", gap, "-c:a", CODECS[suffix], "-fps_mode", "passthrough", path)
    samples, _ = placed(path)
    assert len(samples) / RATE == pytest.approx(2 * middle + 3, abs=0.1)
    rest = samples[round((middle + 0.2) * RATE) :]
    assert onset(rest) == pytest.approx(onset(voice) + 2.8, abs=0.06)


@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "ogg", "flac"])
def test_a_recording_without_a_picture_begins_at_once(tmp_path, voice, suffix):
    """What an encoder puts in front is no delay: the same samples with the timeline as without."""
    path = tmp_path / f"a.{suffix}"
    ffmpeg("-i", write_float_wav(tmp_path / "s.wav", voice), path)
    assert np.array_equal(placed(path)[0], audio.decode(path, **LIMITS)[0])


def test_a_cover_is_no_film(tmp_path, voice):
    """A picture in the tags of an mp3 begins at nought, and its sound a little later by its own count."""
    path = tmp_path / "a.mp3"
    ffmpeg(*PICTURE, "-i", write_float_wav(tmp_path / "s.wav", voice), "-map", "1:a", "-map", "0:v",
           "-frames:v", "1", "-disposition:v", "attached_pic", "-c:v", "png", path)  # fmt: skip
    assert np.array_equal(placed(path)[0], audio.decode(path, **LIMITS)[0])


def test_times_that_cannot_be_are_not_believed(tmp_path, voice):
    """A jump beyond the longest recording, and one back, change nothing."""
    source = write_float_wav(tmp_path / "s.wav", voice)
    for name, jump in (("ahead", "+3600/TB"), ("back", "-1/TB")):
        path = tmp_path / f"{name}.mkv"
        ffmpeg("-i", source, "-af", f"asetpts='if(gte(T,1.5),PTS{jump},PTS)'", "-c:a", "aac", path)
        assert len(placed(path)[0]) == len(audio.decode(path, **LIMITS)[0])

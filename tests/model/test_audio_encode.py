"""Writing speech: every format, exact lengths, our own wav files."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from tests.pairs import each_once

from f5tts_worker import http
from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.audio.wav import rounded
from f5tts_worker.engine.audio.wav_at_rate import WavAtRate
from f5tts_worker.errors import WorkerError

RATE = 24_000
CODECS = {"wav": "pcm_s16le", "flac": "flac", "mp3": "mp3", "ogg": "opus", "opus": "opus", "m4a": "aac"}


def speechlike(seconds=3.0, rate=RATE):
    """Three tones that swell and fade like syllables."""
    t = np.arange(round(seconds * rate)) / rate
    tones = sum(np.sin(2 * np.pi * hz * t) / (i + 2) for i, hz in enumerate((180, 700, 2300)))
    return (0.4 * tones * (0.5 - 0.5 * np.cos(8 * np.pi * t))).astype(np.float32)


@pytest.mark.parametrize(("form", "rate"), each_once(sorted(CODECS), [None, 16_000, 44_100]))
def test_each_format_round_trips(tmp_path, form, rate):
    """What is written is read back: same length within 40 ms, same place, same level."""
    path = tmp_path / f"speech.{form}"
    info = audio.encode(speechlike(), RATE, path, form, rate)
    samples, back = audio.decode(path, sample_rate=RATE, max_ms=10_000, max_bytes=10**8)
    assert info.ms == 3000
    assert info.bytes == path.stat().st_size
    assert abs(back.ms - 3000) <= (40 if form == "m4a" else 0)  # AAC fills its last frame
    middle = slice(2000, 3 * RATE - 2000)
    noise = np.mean((samples[middle] - speechlike()[middle]) ** 2)
    assert 10 * np.log10(np.mean(speechlike()[middle] ** 2) / noise) > (75 if form in ("wav", "flac") else 20)
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize("form", sorted(CODECS))
def test_the_ffprobe_program_agrees(tmp_path, form):
    """Another reader finds the codec, one channel, and the length."""
    path = tmp_path / f"speech.{form}"
    info = audio.encode(speechlike(), RATE, path, form)
    wanted = ["-show_entries", "format=duration:stream=codec_name,channels,sample_rate"]
    found = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", *wanted, "-of", "json", str(path)], check=True, capture_output=True
        ).stdout
    )
    stream = found["streams"][0]
    assert stream["codec_name"] == CODECS[form]
    assert stream["channels"] == 1
    assert int(stream["sample_rate"]) == (48_000 if CODECS[form] == "opus" else info.sample_rate)
    assert float(found["format"]["duration"]) == pytest.approx(3.0, abs=0.08)  # mp3 counts its padding


def comments(path):
    """Return the comments that ffprobe finds in a file."""
    wanted = ["-show_entries", "format_tags:stream_tags", "-of", "json"]
    command = ["ffprobe", "-v", "error", *wanted, str(path)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    parts = [found.get("format", {}), *found.get("streams", [])]  # Ogg has its tags in the stream
    return [part["tags"]["comment"] for part in parts if "comment" in part.get("tags", {})]


@pytest.mark.parametrize("form", sorted(CODECS))
def test_the_comment_is_read_back_by_ffprobe(tmp_path, form):
    """Every format carries its tag, the sound is the same, and a file without one has none."""
    said = "AI-generated speech, f5tts-worker 9.9, model own-model"
    tags, sounds = [], []
    lengths = [("odd", said + "!")] if form == "wav" else []  # whose chunks have even lengths
    for name, comment in (("marked", said), ("bare", None), *lengths):
        path = tmp_path / f"{name}.{form}"
        audio.encode(speechlike(), RATE, path, form, comment=comment)
        tags.append(comments(path))
        sounds.append(audio.decode(path, sample_rate=RATE, max_ms=10_000, max_bytes=10**8)[0])
    assert tags == [[said], [], *([comment] for _, comment in lengths)]
    assert all(np.array_equal(sounds[0], other) for other in sounds[1:])


def test_our_own_wav_is_read_whatever_its_comment(tmp_path):
    """The header stays 44 bytes long, the sizes add up, and the sound ends where the comment begins."""
    for comment in (None, "even", "odd length"):
        size = audio.write_wav(tmp_path / "a.wav", speechlike(), RATE, comment)
        data = (tmp_path / "a.wav").read_bytes()
        assert len(data) == size == int.from_bytes(data[4:8], "little") + 8
        assert data[36:40] == b"data"
        assert size % 2 == 0
        assert len(audio.read_wav(tmp_path / "a.wav")[0]) == 3 * RATE


def test_rates_go_up_to_what_the_format_has(tmp_path):
    """Opus has no 44.1 kHz: 48 kHz is written and said."""
    assert audio.encode(speechlike(), RATE, tmp_path / "a.opus", "opus", 44_100).sample_rate == 48_000
    assert audio.encode(speechlike(), RATE, tmp_path / "a.mp3", "mp3", 96_000).sample_rate == 48_000
    assert audio.encode(speechlike(), RATE, tmp_path / "a.flac", "flac", 48_000).sample_rate == 48_000


@pytest.mark.parametrize("form", sorted(CODECS))
def test_the_same_sound_is_the_same_file(tmp_path, form):
    """Byte for byte; and the streams of two sounds have two numbers, so that they can be put together."""
    for name, sound in (("a", speechlike()), ("b", speechlike()), ("c", speechlike()[::-1])):
        audio.encode(sound, RATE, tmp_path / name, form)
    one, two, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert one == two
    assert form not in ("ogg", "opus") or one[14:18] != other[14:18]  # RFC 3533: the stream's serial number


def test_lossy_formats_are_small(tmp_path):
    """Three seconds of speech take at most 12 kB a second in every lossy format."""
    for form in ("mp3", "ogg", "opus", "m4a"):
        assert audio.encode(speechlike(), RATE, tmp_path / f"a.{form}", form).bytes < 36_000


@pytest.mark.parametrize(
    "form",
    [
        "flac",
        "m4a",
        *(pytest.param(form, marks=pytest.mark.exhaustive) for form in ("mp3", "ogg", "opus", "wav")),
    ],
)
def test_blocks_make_the_file_that_the_whole_makes(tmp_path, form):
    """Speech that is read block by block is written as it is in one piece, at another rate too."""
    samples = rounded(speechlike(21.0))
    audio.write_wav(tmp_path / "speech.wav", samples, RATE)
    audio.encode(samples, RATE, tmp_path / f"whole.{form}", form, 16000)
    with audio.WavReader(tmp_path / "speech.wav") as file:
        assert len(list(file.blocks())) == 3
        audio.encode_blocks(file.blocks, file.rate, tmp_path / f"blocks.{form}", form, 16000)
    whole, blocks = (
        audio.decode(tmp_path / f"{name}.{form}", sample_rate=16000, max_ms=60_000, max_bytes=10**8)[0]
        for name in ("whole", "blocks")
    )
    assert len(whole) == len(blocks) == pytest.approx(21 * 16000, rel=0.01)
    assert np.abs(whole - blocks).max() < 1e-3


def test_a_file_at_another_rate_is_read_where_it_is_looked_at(tmp_path):
    """Slices are those of the whole file resampled, at their edges too; none reads more than it needs."""
    samples = speechlike()
    audio.write_wav(tmp_path / "speech.wav", samples, RATE)
    whole = audio.resample(rounded(samples), RATE, 16000)
    with WavAtRate(tmp_path / "speech.wav", 16000) as speech:
        assert len(speech) == len(whole)
        for start, stop in ((0, 1000), (1234, 20001), (47000, 48000), (47990, 60000), (500, 500)):
            part = speech[start:stop]
            assert len(part) == len(whole[start:stop])
            assert np.abs(part - whole[start:stop]).max(initial=0.0) < 1e-3


def test_what_is_not_finite_or_too_loud_is_made_harmless(tmp_path):
    """NaN is silence, and what is above full scale is clipped, not wrapped round."""
    samples = np.array([np.nan, 2.0, -2.0, np.inf, 0.5] * 2000, np.float32)
    audio.encode(samples, RATE, tmp_path / "a.wav", "wav")
    back, _ = audio.read_wav(tmp_path / "a.wav")
    assert back[:5] == pytest.approx([0, 1, -1, 0, 0.5], abs=1e-4)


@pytest.mark.parametrize(("form", "samples"), [("aiff", [0.0]), ("", [0.0]), ("wav", []), ("mp3", [])])
def test_what_cannot_be_written_is_refused(tmp_path, form, samples):
    """An unknown format or no samples at all: an error, and no file."""
    with pytest.raises(WorkerError) as caught:
        audio.encode(np.array(samples, np.float32), RATE, tmp_path / "x", form)
    assert caught.value.code == "INVALID_REQUEST"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_leaves_nothing(tmp_path):
    """A failed write is an error with a code."""
    with pytest.raises(WorkerError):
        audio.encode(speechlike(), RATE, tmp_path / "none" / "x.flac", "flac")


def test_our_wav_files_are_exact(tmp_path):
    """16-bit steps come back as the same steps, and FFmpeg reads the same."""
    path = tmp_path / "own.wav"
    samples = np.random.default_rng(2).uniform(-1, 1, 4801).astype(np.float32)
    assert audio.write_wav(path, samples, RATE) == path.stat().st_size
    back, rate = audio.read_wav(path)
    assert rate == RATE
    assert np.abs(back - samples).max() <= 1 / 32768
    theirs, _ = audio.decode(path, sample_rate=RATE, max_ms=10_000, max_bytes=10**7)
    assert np.array_equal(theirs, back)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVE", b"ID3" + bytes(100)])
def test_read_wav_refuses_what_it_did_not_write(tmp_path, content):
    """Another file is an error with a code, never an exception of struct's."""
    (tmp_path / "x.wav").write_bytes(content)
    with pytest.raises(WorkerError) as caught:
        audio.read_wav(tmp_path / "x.wav")
    assert caught.value.code == "AUDIO_UNREADABLE"


@pytest.mark.parametrize("form", ["flac", "m4a", "mp3", "opus", "wav"])
def test_the_silence_of_the_http_server_is_silence(form):
    """A fifth of a second that every player reads, in each format that is sent for a text without words."""
    path = Path(http.__file__).parent / "silence" / f"silence.{form}"
    samples, info = audio.decode(path, sample_rate=RATE, max_ms=10_000, max_bytes=10**6)
    assert abs(info.ms - 200) <= (60 if form == "m4a" else 0)
    assert np.abs(samples).max() < 1e-4

"""Reading sound that strangers sent: every format, hard limits, hostile files."""

from pathlib import Path

import numpy as np
import pytest
from tests.model.sounds import ffmpeg, write_float_wav
from tests.wav import wav

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.errors import WorkerError

RATE = 24_000
LIMITS = {"sample_rate": RATE, "max_ms": 20_000, "max_bytes": 100_000_000}


def tone(seconds=1.0, rate=RATE, hz=440.0):
    """Make a tone whose loudness swells three times a second, so that a shift in time shows."""
    t = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hz * t) * (0.5 + 0.5 * np.sin(6 * np.pi * t))).astype(np.float32)


def likeness(ours, theirs):
    """Signal to noise in dB where both have sound, edges left out."""
    common = slice(1000, min(len(ours), len(theirs)) - 2000)
    noise = np.mean((ours[common] - theirs[common]) ** 2)
    return 10 * np.log10(np.mean(theirs[common] ** 2) / max(noise, 1e-15))


def refusal(path, **changes):
    with pytest.raises(WorkerError) as caught:
        audio.decode(path, **{**LIMITS, **changes})
    return caught.value


@pytest.mark.parametrize(
    ("name", "options", "fidelity"),
    [
        ("a.wav", ["-c:a", "pcm_s16le"], 80),
        pytest.param("b.wav", ["-c:a", "pcm_s24le"], 100, marks=pytest.mark.exhaustive),
        ("c.wav", ["-c:a", "pcm_f32le"], 100),
        ("d.wav", ["-c:a", "pcm_u8"], 35),
        pytest.param("e.wav", ["-c:a", "pcm_f64le"], 100, marks=pytest.mark.exhaustive),
        ("a.flac", [], 80),
        ("a.mp3", ["-b:a", "128k"], 25),
        ("a.ogg", ["-c:a", "libvorbis"], 20),
        pytest.param("b.ogg", ["-c:a", "libopus"], 20, marks=pytest.mark.exhaustive),
        ("a.opus", [], 20),
        ("a.m4a", ["-c:a", "aac"], 25),
        pytest.param("b.m4a", ["-c:a", "alac"], 80, marks=pytest.mark.exhaustive),
        ("a.webm", ["-c:a", "libopus", "-ar", "48000"], 20),
        pytest.param("a.aiff", [], 80, marks=pytest.mark.exhaustive),
        ("no_suffix", ["-f", "flac"], 80),
    ],
)
def test_every_format_decodes_to_the_same_sound(tmp_path, name, options, fidelity):
    """What the ffmpeg program wrote comes back at the same place and level, and says what it was."""
    source = tmp_path / "source.wav"
    write_float_wav(source, tone(2.0), RATE)
    ffmpeg("-i", source, *options, tmp_path / name)
    samples, info = audio.decode(tmp_path / name, **LIMITS)
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert likeness(samples, tone(2.0)) > fidelity
    assert info.channels == 1
    assert abs(info.ms - 2000) <= 60  # lossy codecs pad
    assert info.warnings == ()


def test_a_video_gives_its_first_sound_track(tmp_path):
    """An mp4 with pictures and two sound tracks: the first track is used, pictures are ignored."""
    for name, hz in (("first.wav", 440), ("second.wav", 3000)):
        audio.write_wav(tmp_path / name, tone(1.0, hz=hz), RATE)
    video = tmp_path / "film.mp4"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=1"),
        *("-i", tmp_path / "first.wav", "-i", tmp_path / "second.wav"),
        *("-map", "0:v", "-map", "1:a", "-map", "2:a", "-c:v", "mpeg4", "-c:a", "aac", video),
    )
    samples, info = audio.decode(video, **LIMITS)
    assert likeness(samples, tone(1.0)) > 25
    assert info.codec == "aac"


@pytest.mark.parametrize(("layout", "weights"), [("stereo", "1|0"), ("7.1", "1|1|1|1|1|1|1|1")])
def test_channels_are_mixed_without_clipping(tmp_path, layout, weights):
    """Stereo with one silent side is as loud as the other, as are eight equal channels at 192 kHz."""
    mono = tmp_path / "mono.wav"
    write_float_wav(mono, tone(1.0), RATE)
    gains = "|".join(f"c{i}={gain}*c0" for i, gain in enumerate(weights.split("|")))
    ffmpeg(
        "-i",
        mono,
        "-af",
        f"pan={layout}|{gains}",
        "-ar",
        "192000",
        "-c:a",
        "pcm_s16le",
        tmp_path / "many.wav",
    )
    samples, info = audio.decode(tmp_path / "many.wav", **LIMITS)
    assert info.source_rate == 192_000
    assert info.channels == len(weights.split("|"))
    assert likeness(samples, tone(1.0)) > 40


def test_the_limit_in_seconds_is_kept_by_header_and_by_counting(tmp_path):
    """A header that says too much is believed at once; a header that says nothing is counted."""
    long = tmp_path / "long.flac"
    audio.encode(np.zeros(RATE * 30, np.float32), RATE, long, "flac")
    error = refusal(long)
    assert error.code == "AUDIO_TOO_LONG"
    assert error.details == {"max_ms": 20_000, "ms": 30_000}
    raw = tmp_path / "raw.mp3"  # no length in it: FFmpeg guesses from the bit rate
    ffmpeg("-i", long, "-write_xing", "0", "-b:a", "8k", raw)
    error = refusal(raw)
    assert error.code == "AUDIO_TOO_LONG"
    assert error.details["ms"] is None
    assert "at most 20 s" in error.message


def test_much_silence_in_a_small_file_stops_at_the_limit(tmp_path, monkeypatch):
    """Ten minutes in 0.1 MB with no length in its head: this bomb is not unpacked beyond it."""
    bomb = tmp_path / "bomb.flac"
    # Written to a pipe: the header's length stays 0, and only decoding tells.
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "600", "-f", "flac", "pipe:1", to=bomb)
    assert bomb.stat().st_size < 200_000
    taken = []
    push = audio.Resampler.push
    monkeypatch.setattr(audio.Resampler, "push", lambda self, x: (taken.append(len(x)), push(self, x))[1])
    assert refusal(bomb).code == "AUDIO_TOO_LONG"
    assert 19 * 16_000 < sum(taken) <= 20 * 16_000


def test_the_limit_in_bytes_counts_all_channels(tmp_path):
    """Eight channels at 192 kHz are 6 MB a second: the limit in bytes stops them first."""
    wide = tmp_path / "wide.wav"
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=192000:cl=7.1", "-t", "3", "-c:a", "pcm_s16le", wide)
    error = refusal(wide, max_bytes=10_000_000)
    assert error.code == "AUDIO_TOO_LONG"
    assert "10 MB" in error.message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.wav", b"", "empty"),
        ("page.mp3", b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        ("picture.wav", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>", "SVG"),
        ("list.wav", b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n", "playlist"),
        ("list2.wav", b"ffconcat version 1.0\nfile /etc/passwd\n", "playlist"),
        ("error.ogg", b'{"error": "AccessDenied"}', "JSON"),
        ("old.wav", b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(40), "AVI, which is not read"),
        ("voice.m4a", b"0&\xb2u\x8ef\xcf\x11\xa6\xd9" + bytes(40), "Windows Media"),
        ("twice.wav", b"UklGRiQAAABXQVZFZm10IBAAAAABAAEA" * 9, "base64"),
        ("lfs.wav", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
        ("form.wav", b'--x1\r\nContent-Disposition: form-data; name="file"\r\n\r\nRIFF', "a whole web form"),
        ("film.wav", (b"G" + bytes(187)) * 3, "transport stream"),
        ("film.ac3", b"\x0bw" + bytes(40), "AC-3"),
        ("notes.mid", b"MThd\x00\x00\x00\x06" + bytes(40), "MIDI"),
        ("sound.gz", b"\x1f\x8b\x08" + bytes(40), "archive"),
        ("noise.wav", bytes(range(256)) * 40, "cannot be read"),
        ("text.flac", b"hello world, this is no sound at all\n" * 50, "read"),
        ("cut.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", "read"),
    ],
)
def test_what_is_no_sound_is_named(tmp_path, name, content, said):
    """Hostile and mistaken files are refused with what they are and what would be right."""
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == "AUDIO_UNREADABLE"
    assert said in error.message
    assert "wav, flac, mp3" in error.message
    assert str(tmp_path) not in error.message


@pytest.mark.parametrize("lead", [b"", b"\n\n", b"RIFF----WAVE\n"])
def test_a_playlist_never_opens_another_file(tmp_path, lead):
    """FFmpeg's formats that open other files stay shut, even where our own look at the head sees nothing."""
    secret = tmp_path / "secret.wav"
    audio.write_wav(secret, tone(1.0), RATE)
    listing = tmp_path / "list.wav"
    listing.write_bytes(lead + f"ffconcat version 1.0\nfile {secret}\n".encode())
    assert refusal(listing).code == "AUDIO_UNREADABLE"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audio, "check_head", lambda path: None)
        assert refusal(listing).code == "AUDIO_UNREADABLE"


def test_a_name_is_never_an_address(tmp_path, monkeypatch):
    """A file called like a URL or a pipe is a file."""
    monkeypatch.chdir(tmp_path)
    for name in ("http:x.wav", "pipe:0", "concat:a|b"):
        audio.write_wav(Path(name), tone(1.0), RATE)
        assert audio.decode(Path(name), **LIMITS)[1].ms == 1000


@pytest.mark.parametrize("form", ["wav", "flac", "mp3", "ogg", "opus"])
def test_a_file_that_was_cut_off_gives_what_is_left(tmp_path, form):
    """Half of an upload is half of the sound, not an error."""
    whole = tmp_path / f"whole.{form}"
    audio.encode(tone(4.0), RATE, whole, form)
    cut = tmp_path / f"cut.{form}"
    data = whole.read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    samples, info = audio.decode(cut, **LIMITS)
    assert 1000 < info.ms < 3000
    assert likeness(samples[: RATE // 2], tone(4.0)[: RATE // 2]) > 20


def test_files_of_mp3_that_were_joined_are_whole(tmp_path):
    """What describes the second one, in the middle, is no damage."""
    one = tmp_path / "one.mp3"
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", "-id3v2_version", "4", "-metadata", "title=x", one)
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(one.read_bytes() * 2)
    _, info = audio.decode(joined, **LIMITS)
    assert 1900 < info.ms < 2200
    assert info.warnings == ()


def test_an_mp4_without_its_index_is_refused(tmp_path):
    """An m4a cut off before its index cannot be read at all, and says so."""
    whole = tmp_path / "whole.m4a"
    ffmpeg("-f", "lavfi", "-i", "sine=duration=2", "-c:a", "aac", whole)
    whole.write_bytes(whole.read_bytes()[:4000])
    assert refusal(whole).code == "AUDIO_UNREADABLE"


def test_a_picture_without_sound_is_refused(tmp_path):
    """A video without a sound track is named as that."""
    silent = tmp_path / "silent.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=1", "-c:v", "mpeg4", silent)
    assert "no audio track" in refusal(silent).message


def test_a_wav_without_samples_is_refused(tmp_path):
    """A header alone holds no sound."""
    audio.write_wav(tmp_path / "none.wav", np.zeros(0), RATE)
    error = refusal(tmp_path / "none.wav")
    assert error.code == "AUDIO_UNREADABLE"


@pytest.mark.parametrize(("rate", "channels"), [(1, 1), (4_000_000_000, 1), (16_000, 300)])
def test_implausible_headers_are_refused(tmp_path, rate, channels):
    """A header may claim one sample a second, or 4 GHz, or 300 channels: none of it is believed."""
    path = tmp_path / "odd.wav"
    path.write_bytes(wav(bytes(2 * channels * 1000), channels=channels, rate=rate))
    assert refusal(path).code == "AUDIO_UNREADABLE"


def test_samples_that_are_no_numbers_become_silence(tmp_path):
    """NaN and infinity in a float wav are silence, and their neighbours are unharmed."""
    path = tmp_path / "nan.wav"
    samples = tone(1.0)
    damaged = samples.copy()
    damaged[5000:5010] = [np.nan, np.inf, -np.inf, np.nan, np.nan, np.inf, np.nan, np.nan, np.nan, -np.inf]
    header = tmp_path / "header.wav"
    write_float_wav(header, samples, RATE)
    path.write_bytes(header.read_bytes()[: -4 * len(samples)] + damaged.tobytes())
    got, _ = audio.decode(path, **LIMITS)
    assert np.isfinite(got).all()
    assert likeness(got[6000:], samples[6000:]) > 80


def test_samples_scaled_to_integers_are_turned_down(tmp_path):
    """A float wav whose samples run to 32768 is brought to full scale, with a warning."""
    write_float_wav(tmp_path / "loud.wav", tone(1.0) * 32768, RATE)
    got, info = audio.decode(tmp_path / "loud.wav", **LIMITS)
    assert np.abs(got).max() == pytest.approx(1.0)
    assert "full scale" in info.warnings[0]


def test_a_constant_offset_is_taken_out(tmp_path):
    """A recording of a cheap sound card is silent where nothing is said."""
    sound = np.concatenate([np.zeros(RATE, np.float32), tone(1.0) * 0.3])
    write_float_wav(tmp_path / "offset.wav", sound + 0.1, RATE)
    got, info = audio.decode(tmp_path / "offset.wav", **LIMITS)
    assert np.abs(got[: RATE // 2]).max() < 1e-3
    assert info.warnings == ()


def test_speech_that_leans_to_one_side_is_no_offset(tmp_path):
    """Its mean is not zero, but its silence is: it stays as it is."""
    sound = np.concatenate([np.zeros(RATE, np.float32), np.maximum(tone(1.0), 0)])
    write_float_wav(tmp_path / "side.wav", sound, RATE)
    got, _ = audio.decode(tmp_path / "side.wav", **LIMITS)
    assert np.abs(got[: RATE // 2]).max() < 1e-6


def test_a_missing_file_says_so(tmp_path):
    """A path without a file is an error of ours, not an exception of Python's."""
    assert refusal(tmp_path / "none.wav").code == "AUDIO_UNREADABLE"


@pytest.mark.parametrize("source", [8_000, 11_025, 44_100, 44_101, 48_000, 96_000, 192_000])
def test_resampling_keeps_a_tone_to_100_db(source):
    """A tone changes its rate without noise, delay or change of level, at any ratio."""
    hz = 1000.0
    x = 0.5 * np.sin(2 * np.pi * hz * np.arange(source * 2) / source)
    y = audio.resample(x, source, RATE)
    assert len(y) == 2 * RATE
    expected = 0.5 * np.sin(2 * np.pi * hz * np.arange(2 * RATE) / RATE)
    assert likeness(y, expected) > 100


def test_resampling_lets_nothing_fold_back():
    """A 13 kHz tone is gone at 24 kHz: at least 100 dB down."""
    x = np.sin(2 * np.pi * 13_000 * np.arange(96_000) / 48_000)
    y = audio.resample(x, 48_000, RATE)[2000:-2000]
    assert 20 * np.log10(np.sqrt(np.mean(y**2)) / np.sqrt(0.5)) < -100


def test_a_stream_in_pieces_is_the_stream_in_one():
    """Where the blocks are cut does not matter."""
    x = np.random.default_rng(1).standard_normal(50_001).astype(np.float32)
    stream = audio.Resampler(44_100, 16_000)
    pieces = [stream.push(block) for block in np.split(x, [1, 10, 1000, 1001, 33_333])]
    together = np.concatenate([*pieces, stream.finish()])
    assert len(together) == round(50_001 * 16_000 / 44_100)
    assert np.abs(together - audio.resample(x, 44_100, 16_000)).max() < 1e-6

"""Which sound of a file is taken: of its tracks, of its channels, and how much of it there is."""

import struct

import numpy as np
import pytest
from tests.model.sounds import RATE, ffmpeg, say, write_float_wav
from tests.pairs import each_once, ordinarily

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.errors import WorkerError

LIMITS = {"sample_rate": RATE, "max_ms": 20_000, "max_bytes": 100_000_000}
PICTURES = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=1")


@pytest.fixture(scope="module")
def voice():
    return say("The baker opened his shop before the sun came up.")


@pytest.fixture(scope="module")
def other():
    return say("Nobody in the village knew where the letter came from.", "rms")


def hum(length, level=0.3):
    return (level * np.sin(2 * np.pi * 50 * np.arange(length) / RATE)).astype(np.float32)


def noise(length, level=0.1):
    return np.random.default_rng(3).normal(0, level, length).astype(np.float32)


def likeness(ours, theirs):
    """Signal to noise in dB at the best delay and level: codecs shift sound by some milliseconds."""
    common = min(len(ours), len(theirs))
    ours, theirs = ours[:common], theirs[:common]
    meeting = np.fft.irfft(np.fft.rfft(ours, 2 * common) * np.conj(np.fft.rfft(theirs, 2 * common)))
    shared = float(np.abs(meeting).max() ** 2 / (np.square(ours).sum() * np.square(theirs).sum()))
    return 10 * np.log10(shared / max(1 - shared, 1e-9))


def decode(path):
    return audio.decode(path, **LIMITS)


INVERTED = {
    "as loud": lambda x: -x,
    "softer": lambda x: -0.5 * x,
    "with some noise": lambda x: -x + noise(len(x), 0.002),
}


@pytest.mark.parametrize(("name", "packed"), each_once(INVERTED, ["wav", "mp3", "webm"]))
def test_channels_that_cancel_are_not_mixed(tmp_path, voice, name, packed):
    """A channel that is inverted, as a balanced microphone's is, would silence the other one."""
    source = write_float_wav(tmp_path / "s.wav", np.stack([voice, INVERTED[name](voice)], 1))
    ffmpeg("-i", source, tmp_path / f"both.{packed}")
    samples, info = decode(tmp_path / f"both.{packed}")
    assert likeness(samples, voice) > 8
    assert "cancel each other out" in info.warnings[0]
    assert "one was used" in info.warnings[0]


RESTS = {
    "nothing": (lambda n: np.zeros(n, np.float32), "next to nothing"),
    "soft noise": (lambda n: noise(n, 0.0005), "next to nothing"),
    "noise": (noise, "a steady sound"),
    "hum": (hum, "a steady sound"),
}


@pytest.mark.parametrize(("name", "spoken"), each_once(RESTS, [0, 1]))
def test_the_channel_that_speaks_is_taken(tmp_path, voice, name, spoken):
    """Beside an empty channel, a hum or noise, the voice is taken alone, at its own level."""
    rest, said = RESTS[name]
    channels = [voice, rest(len(voice))]
    source = write_float_wav(tmp_path / "s.wav", np.stack(channels if spoken == 0 else channels[::-1], 1))
    samples, info = decode(source)
    assert np.abs(samples - voice).max() < 1e-6
    side = ("left", "right")[spoken]
    assert info.warnings == (f"Of the recording's 2 channels, the {side} one was used: {_why(said)}.",)


def _why(said):
    return f"there is {said}{', such as noise or hum,' if 'steady' in said else ''} in the rest"


def test_ordinary_stereo_is_mixed_without_a_word(tmp_path, voice, other):
    """Equal channels, one a little softer, and two people on two sides all stay together."""
    longest = max(len(voice), len(other))
    left, right = (np.pad(x, (0, longest - len(x))) for x in (voice, other))
    for pair in ((left, left), (left, 0.3 * left), (left, right)):
        samples, info = decode(write_float_wav(tmp_path / "s.wav", np.stack(pair, 1)))
        assert info.warnings == ()
        assert np.abs(samples - (pair[0] + pair[1]) / 2).max() < 1e-6


@pytest.mark.parametrize("side", [0, 1])
def test_who_says_little_in_a_call_is_not_left_out(tmp_path, voice, side):
    """One speaker a channel, and the second answers twenty seconds of speech and pauses in two words."""
    answer = say("Yes, please.", "rms")
    asked = np.concatenate([voice, np.zeros(15 * RATE, np.float32), voice])
    answered = np.zeros_like(asked)
    answered[10 * RATE : 10 * RATE + len(answer)] = answer
    pair = (asked, answered)[:: 1 - 2 * side]
    samples, info = audio.decode(
        write_float_wav(tmp_path / "s.wav", np.stack(pair, 1)), **{**LIMITS, "max_ms": 60_000}
    )
    assert info.warnings == ()
    assert np.abs(samples - (asked + answered) / 2).max() < 1e-6


def test_a_film_speaks_through_its_centre(tmp_path, voice, other):
    """Of six channels the one for dialogue is taken, not the music on all the others."""
    longest = max(len(voice), len(other))
    centre, music = (np.pad(x, (0, longest - len(x))) for x in (voice, other))
    source = write_float_wav(tmp_path / "s.wav", np.stack([music, music, centre, 0 * music, music, music], 1))
    ffmpeg("-i", source, "-af", "aformat=channel_layouts=5.1", "-c:a", "pcm_f32le", tmp_path / "film.wav")
    samples, info = decode(tmp_path / "film.wav")
    assert likeness(samples, centre) > 30
    assert "the centre one was used" in info.warnings[0]


@pytest.mark.parametrize("effects", ["none", "rumble", "the voice, louder"])
def test_a_channel_for_effects_is_never_used(tmp_path, voice, effects):
    """A voice in the centre alone is as loud as it is there; no other channel is named, whatever it holds."""
    rumble = {"none": 0 * voice, "rumble": noise(len(voice), 0.2), "the voice, louder": 1.9 * voice}[effects]
    empty = 0 * voice
    source = write_float_wav(tmp_path / "s.wav", np.stack([empty, empty, voice, rumble, empty, empty], 1))
    ffmpeg("-i", source, "-af", "aformat=channel_layouts=5.1", "-c:a", "pcm_f32le", tmp_path / "film.wav")
    samples, info = decode(tmp_path / "film.wav")
    assert np.abs(samples - voice).max() < 1e-6
    (told,) = info.warnings
    assert told.startswith(
        "Of the recording's 6 channels, the centre one was used: there is next to nothing in"
    )


def test_of_a_recorders_four_inputs_the_inverted_pair_is_found(tmp_path, voice):
    """Two inputs are empty and the other two cancel: one of them is left."""
    source = write_float_wav(tmp_path / "s.wav", np.stack([0 * voice, voice, 0 * voice, -voice], 1))
    samples, info = decode(source)
    assert likeness(samples, voice) > 60
    assert len(info.warnings) == 2


def film(tmp_path, tracks, *options, suffix="mkv"):
    """Write a film with these sounds as its audio tracks."""
    inputs = []
    for number, samples in enumerate(tracks):
        inputs += ["-i", write_float_wav(tmp_path / f"t{number}.wav", samples)]
    maps = [word for number in range(len(tracks) + 1) for word in ("-map", f"{number}:0")]
    path = tmp_path / f"film.{suffix}"
    ffmpeg(*PICTURES, *inputs, *maps, "-c:v", "mpeg4", "-c:a", "aac", *options, path)
    return path


TRACKS = {
    "the first": ((), 0, "it is the first one"),
    "the default": (("-disposition:a:0", "0", "-disposition:a:1", "default"), 1, "marks it as the default"),
    "no commentary": (("-disposition:a:0", "comment", "-disposition:a:1", "0"), 1, "a commentary"),
    "no description": (
        (
            "-disposition:a:0",
            "visual_impaired+default",
        ),
        1,
        "a description",
    ),
    "by its title": (("-metadata:s:a:0", "title=Director's commentary"), 1, "a commentary"),
    "what can be decoded": (("-c:a:0", "wmav2"), 1, "can be decoded"),
}


@pytest.mark.parametrize("name", TRACKS)
def test_the_track_is_the_one_that_a_player_would_play(tmp_path, voice, other, name):
    """Several tracks: the default, never a commentary unless there is no other; and it is said which."""
    options, expected, said = TRACKS[name]
    samples, info = decode(film(tmp_path, [voice, other], *options))
    assert likeness(samples, (voice, other)[expected]) > 8
    assert f"number {expected + 1} was used" in info.warnings[0]
    assert said in info.warnings[0]


@pytest.mark.parametrize(
    ("empty", "suffix"), each_once([lambda n: np.zeros(n, np.float32), hum], ["mkv", "mp4"])
)
def test_a_track_that_says_nothing_is_passed_over(tmp_path, voice, empty, suffix):
    """A camera's first input may be empty or hum while the voice is in the second."""
    samples, info = decode(film(tmp_path, [empty(len(voice)), voice], suffix=suffix))
    assert likeness(samples, voice) > 8
    assert "nothing is said in the one that a player would play" in info.warnings[0]


def test_silence_in_every_track_is_silence(tmp_path):
    """Where no track speaks, the first is what the file holds."""
    samples, info = decode(film(tmp_path, [np.zeros(RATE), np.zeros(RATE)]))
    assert not samples.any()
    assert "number 1 was used" in info.warnings[0]


SIZES = (0, 0x7FFFF000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


@pytest.mark.parametrize(("riff", "data"), each_once((*SIZES, None), SIZES))
def test_a_wav_that_does_not_know_its_length_is_whole(tmp_path, voice, riff, data):
    """A header with placeholders for its sizes, as a pipe leaves them, is followed by the whole sound."""
    audio.write_wav(tmp_path / "a.wav", voice, RATE)
    content = bytearray((tmp_path / "a.wav").read_bytes())
    struct.pack_into("<I", content, 40, data)
    if riff is not None:
        struct.pack_into("<I", content, 4, riff)
    (tmp_path / "piped.wav").write_bytes(content)
    samples, info = decode(tmp_path / "piped.wav")
    assert np.array_equal(samples, audio.read_wav(tmp_path / "a.wav")[0])
    assert info.warnings == ()


@pytest.mark.parametrize("more", [1, 8, 36, 44])
def test_a_wav_that_counts_its_header_as_sound_is_whole(tmp_path, voice, more):
    """A few bytes less than the header says are no damage, and nobody is told of any."""
    audio.write_wav(tmp_path / "a.wav", voice, RATE)
    content = bytearray((tmp_path / "a.wav").read_bytes())
    struct.pack_into("<I", content, 40, len(content) - 44 + more)
    (tmp_path / "more.wav").write_bytes(content)
    samples, info = decode(tmp_path / "more.wav")
    assert np.array_equal(samples, audio.read_wav(tmp_path / "a.wav")[0])
    assert info.warnings == ()


@pytest.mark.parametrize("counted", [2, 3_000, 24_001])
def test_a_wav_whose_header_says_too_little_is_whole(tmp_path, voice, counted):
    """A recorder that died had last written another length: the sound behind it is sound."""
    audio.write_wav(tmp_path / "a.wav", voice, RATE)
    content = bytearray((tmp_path / "a.wav").read_bytes())
    struct.pack_into("<I", content, 40, counted)
    (tmp_path / "less.wav").write_bytes(content)
    samples, info = decode(tmp_path / "less.wav")
    assert np.array_equal(samples, audio.read_wav(tmp_path / "a.wav")[0])
    assert info.warnings == ()


@pytest.mark.parametrize("more", [b"JUNK" + struct.pack("<I", 20_000) + bytes(20_000), b"TAG" + bytes(125)])
def test_what_stands_behind_the_sound_of_a_wav_is_no_sound(tmp_path, voice, more):
    """Chunks of metadata, and a tag that some program has put there, are not read as samples."""
    audio.write_wav(tmp_path / "a.wav", voice, RATE)
    (tmp_path / "tagged.wav").write_bytes((tmp_path / "a.wav").read_bytes() + more)
    assert np.array_equal(decode(tmp_path / "tagged.wav")[0], audio.read_wav(tmp_path / "a.wav")[0])


PIPED = {
    "wav": ("-f", "wav"),
    "stereo, 24 bit": ("-ac", "2", "-c:a", "pcm_s24le", "-f", "wav"),
    "RF64": ("-rf64", "always", "-f", "wav"),
    "caf": ("-f", "caf"),
    "flac": ("-f", "flac"),
    "mp3": ("-f", "mp3"),
    "ogg": ("-c:a", "libopus", "-f", "ogg"),
    "webm": ("-c:a", "libopus", "-f", "webm", "-live", "1"),
    "aac": ("-f", "adts"),
    "mp4": ("-c:a", "aac", "-movflags", "frag_keyframe+empty_moov", "-f", "mp4"),
}


@pytest.mark.parametrize("name", ordinarily(PIPED, "wav", "RF64", "flac", "mp3", "webm"))
def test_what_went_through_a_pipe_is_whole(tmp_path, voice, name):
    """FFmpeg cannot go back in a pipe to write how long the sound became: no format calls that damage."""
    source = write_float_wav(tmp_path / "s.wav", voice)
    ffmpeg("-i", source, *PIPED[name], "pipe:1", to=tmp_path / "piped")
    samples, info = decode(tmp_path / "piped")
    assert info.warnings == ()
    assert len(samples) >= len(voice)
    assert likeness(samples, voice) > 3


@pytest.mark.parametrize("size", [None, 1_000_000])
def test_a_wav_that_is_cut_off_is_still_called_so(tmp_path, voice, size):
    """A header that says a length, and a file that ends before it: a warning."""
    audio.write_wav(tmp_path / "a.wav", voice, RATE)
    content = bytearray((tmp_path / "a.wav").read_bytes())
    if size:
        struct.pack_into("<I", content, 40, size)
    (tmp_path / "cut.wav").write_bytes(content[:60_000])
    _, info = decode(tmp_path / "cut.wav")
    assert "cut off" in info.warnings[0]


def test_a_limit_holds_where_no_length_is_known(tmp_path):
    """What does not say its length is counted while it is decoded."""
    ffmpeg(
        "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "30", "-f", "wav", "pipe:1", to=tmp_path / "a"
    )
    with pytest.raises(WorkerError) as caught:
        decode(tmp_path / "a")
    assert caught.value.code == "AUDIO_TOO_LONG"

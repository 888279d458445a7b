"""What is heard in a WAV file: silence, clipping, and whether the words' times fit."""

import array
import io
import math
import wave

import pytest

from f5tts_worker.client.check.sound import Sound, SoundError, read

RATE = 16_000
WORDS = [(200, 500), (500, 900), (1200, 1500), (1900, 2600)]


def spoken(words=WORDS, ms=3000, level=8000):
    """Return a tone wherever a word is, and a little noise elsewhere."""
    samples = array.array("h", (number % 7 - 3 for number in range(RATE * ms // 1000)))
    for start, end in words:
        for at in range(RATE * start // 1000, RATE * end // 1000):
            samples[at] = int(level * math.sin(at / 5))
    return Sound(RATE, samples)


@pytest.mark.parametrize("shift", [0, 150, -150, 250])
def test_the_lateness_of_words(shift):
    """Found to 10 ms, by the pauses."""
    late = [(start + shift, end + shift) for start, end in WORDS]
    assert abs(spoken().lateness_ms(late) - shift) <= 10


def test_silence_and_words_in_it():
    """A pause between sentences is none; a second is, wherever it is; a word in it is noticed."""
    assert spoken().silences() == []
    sound = spoken([(0, 500), (1600, 1900)], ms=3000)
    assert sound.silences() == [(500, 1600), (1900, 3000)]
    assert not sound.is_audible((700, 1000))
    assert sound.is_audible((1650, 1700))


def test_clipping_counts_runs_at_full_scale():
    """Single peaks are no clipping; from three samples on, all of a run count."""
    samples = array.array("h", [0, 32767, 0, 32767, 32767, 0, -32768, -32768, -32768, -32768, 0])
    assert Sound(RATE, samples).clipped == 4


def test_a_wav_file_is_read_and_others_are_not():
    """The first of two channels; what is no WAV, or cut off, is one sentence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((2, 2, RATE, 0, "NONE", ""))
        writer.writeframes(array.array("h", [1, 2, 3, 4]).tobytes())
    assert list(read(file.getvalue()).samples) == [1, 3]
    for data in (b"", b"RIFF", b"OggS" * 20):
        with pytest.raises(SoundError, match="is not a WAV file"):
            read(data)


def test_an_empty_sound_has_nothing():
    """No samples: nothing is heard, and nothing breaks."""
    sound = Sound(RATE, array.array("h"))
    assert (sound.ms, sound.silences(), sound.clipped) == (0, [], 0)
    assert not sound.is_audible((0, 100))
    assert sound.lateness_ms([(0, 100)]) == 0


def test_nothing_but_silence_is_silence():
    """There is no loud speech to compare with."""
    for level in (0, 3):
        sound = Sound(RATE, array.array("h", [level] * 2 * RATE))
        assert sound.silences() == [(0, 2000)]
        assert not sound.is_audible((0, 500))

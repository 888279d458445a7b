"""Telephones' codes, against Python's own; bare samples."""

import io
import warnings
import wave
from array import array

import pytest

from f5tts_worker.http.sound import coded, samples_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it leaves Python with 3.13
    import audioop

EVERY = array("h", range(-32768, 32768)).tobytes()


@pytest.mark.parametrize(("law", "theirs"), [("ulaw", audioop.lin2ulaw), ("alaw", audioop.lin2alaw)])
def test_every_sample_has_its_code(law, theirs):
    """All 65,536 are those of the C code that Python ships."""
    assert coded(EVERY, law) == theirs(EVERY, 2)


def wav_of(samples):
    """Return a WAV file with these samples."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 24000, 0, "NONE", ""))
        sound.writeframes(samples)
    return file.getvalue()


def test_samples_of_a_wav():
    """They come without the header, and without what stands after them."""
    assert samples_of(wav_of(b"\x01\x00\x02\x00") + b"LIST\x04\x00\x00\x00INFO") == b"\x01\x00\x02\x00"

"""What the judge of the demo measures: pauses, clicks, noise, pictures, on sounds whose figures are known."""

import struct
import zlib

import numpy as np
import pytest
from scripts.demo.artefacts import Artefacts, flatness
from scripts.demo.corpus import other_texts
from scripts.demo.judging import as_spoken, word_errors
from scripts.demo.picture import save_spectrograms

RATE = 16_000


def noise(seconds, level=1.0):
    return (np.random.default_rng(2).standard_normal(round(seconds * RATE)) * level).astype(np.float32)


def test_flatness_tells_noise_from_a_tone():
    """White noise has exp(-0.577), the mean of a logarithm over that of its power; a tone nothing."""
    tone = np.sin(np.arange(RATE) * 0.3).astype(np.float32)
    assert flatness(noise(2)) == pytest.approx(0.56, abs=0.03)
    assert flatness(tone) < 0.01


def test_a_click_in_a_pause_stands_out():
    """One sample: crest factor and jump rise, in the pause's figures only where it lies in a pause."""
    quiet = np.concatenate([noise(1), noise(1, 0.01), noise(1)])
    pause = [(RATE + 100, 2 * RATE - 100)]
    clean, clicking = Artefacts(), Artefacts()
    clean.add(quiet, pause)
    quiet[RATE + 8000] += 1.0
    clicking.add(quiet, pause)
    assert clean.rows()["crest factor in pauses: largest"] < 6
    assert clicking.rows()["crest factor in pauses: largest"] > 30
    assert clean.rows()["level in pauses, dB: median"] == pytest.approx(-38.2, abs=1)
    assert clicking.seconds == pytest.approx(1, abs=0.02)


def test_numbers_are_compared_as_they_are_spoken():
    """What the recogniser hears of digits is words."""
    said = as_spoken("In 1984 the ticket was $3.50.")
    heard = "in nineteen eighty four the ticket was three dollars and fifty cents"
    assert word_errors(said, heard)[0] <= 1
    assert not any(char.isdigit() for texts in other_texts().values() for t in texts for char in as_spoken(t))


def test_the_picture_is_a_png(tmp_path):
    """Two spectrograms of different length: a valid file, as wide as the longer one."""
    path = tmp_path / "speech.png"
    save_spectrograms(path, [noise(0.5), noise(1)])
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    parts, place = {}, 8
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        assert struct.unpack(">I", data[place + 8 + length : place + 12 + length])[0] == zlib.crc32(
            kind + body
        )
        parts[kind], place = body, place + 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    pixels = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert width == pytest.approx(RATE / 80, abs=8)
    assert pixels.max() < len(parts[b"PLTE"]) // 3

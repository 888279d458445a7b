"""What is encoded: how loud it is, and how high its peaks are, between samples too."""

import array
import math

import av
import pytest

from f5tts_worker.client.book import sound

RATE = 24_000


def bursts(level):
    """Return two seconds whose true peaks lie between samples: bursts of a tone of a quarter of the rate."""
    tone = (
        math.sin(math.pi / 4 + math.pi / 2 * n) * (0.2 if n // 2_000 % 3 else 1.0) for n in range(2 * RATE)
    )
    return array.array("h", (round(32767 * level * sample) for sample in tone)).tobytes()


def decoded(path):
    """Return a file's samples, 16 bits, in blocks."""
    with av.open(str(path)) as file:
        to_mono = av.AudioResampler("s16", "mono", RATE)
        for frame in file.decode(audio=0):
            for part in to_mono.resample(frame):
                yield bytes(part.planes[0])[: 2 * part.samples]


def true_peak(blocks):
    """Return the highest true peak in dB below full scale, as FFmpeg's ebur128 measures it."""
    highest = 0.0
    for frame in sound._filtered(sound._graph(RATE, [("ebur128", "metadata=1:peak=true")]), blocks, RATE):
        highest = max(highest, float(frame.metadata.get("lavfi.r128.true_peak", 0)))
    return 20 * math.log10(highest)


def test_the_material_has_peaks_between_samples():
    """Its samples stay at -3 dB, its true peak is above: a limiter that looks at samples would not see it."""
    blocks = [bursts(1.0)]
    assert max(memoryview(blocks[0]).cast("h")) / 32767 < 0.71
    assert true_peak(blocks) > -1


@pytest.mark.parametrize("form", sound.FORMATS)
def test_true_peaks_stay_below_one_db(tmp_path, form):
    """In what a player decodes, however loud it was to be."""
    path = tmp_path / f"loud.{form}"
    sound.write(path, form, [sound.Part([bursts(1.0)], 6.0)], RATE, sound.Label({}))
    assert true_peak(decoded(path)) < -1


def test_what_is_not_too_loud_is_not_touched(tmp_path):
    """Below the limit, samples are where and what they were, but for the last bit."""
    path = tmp_path / "quiet.flac"
    sound.write(path, "flac", [sound.Part([bursts(0.3)], 0.0)], RATE, sound.Label({}))
    heard = memoryview(b"".join(decoded(path))).cast("h")
    said = memoryview(bursts(0.3)).cast("h")
    assert len(heard) == len(said)
    inside = range(500, len(said) - 500)  # at the very ends the resamplers see silence
    assert max(abs(heard[n] - said[n]) for n in inside) < 40


def test_loudness():
    """Half as loud is 6 LU less, silence is no loudness and gets no gain, and a gain has its limits."""
    loud, quiet = (sound.loudness([bursts(level)], RATE) for level in (0.8, 0.4))
    assert loud - quiet == pytest.approx(6.02, abs=0.1)
    assert sound.loudness([bytes(4 * RATE)], RATE) == -70
    assert sound.loudness([], RATE) == -70
    assert sound.gain_for(-70, -18) == 0
    assert (sound.gain_for(-23, -18), sound.gain_for(-60, -18)) == (5, 20)

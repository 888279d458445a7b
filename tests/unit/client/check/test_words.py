"""Words compared with words, and the recordings whose words' times are known."""

import pytest

from f5tts_worker.client.check.truth import recordings
from f5tts_worker.client.check.words import (
    Errors,
    difference,
    letters,
    spoken_swap,
    subtitle_faults,
    word_errors,
)

SAID = ["the", "old", "man", "sat", "down", "by", "the", "river"]


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ("the old man sat down by the river", ""),
        ("the man old sat down by the river", "two words are swapped: 'old' (word 2) and 'man'"),
        ("the old man sat down by the sea", "word 8 is 'sea' instead of 'river'"),
        ("the old man sat down", "the number of words is 5 instead of 8"),
    ],
)
def test_a_difference_is_named(found, sentence):
    """Swapped words by both names; others by the first one."""
    assert difference(found.split(), SAID) == sentence


def test_what_was_heard():
    """Errors are counted in words; a swap is named where it explains what was heard, and only there."""
    assert letters("It\u2019s late, Anna!") == ["it's", "late", "anna"]
    assert word_errors(["the", "old", "man"], SAID) == 5
    assert spoken_swap(["the", "man", "old", "sat", "town", "by", "the", "river"], SAID).endswith(
        "'old' and 'man'"
    )
    assert spoken_swap(["the", "cold", "man", "sat", "town", "by", "the", "river"], SAID) == ""
    assert spoken_swap(SAID, SAID) == ""


def test_errors_of_times():
    """The median of the sizes, the 95th percentile, and the median with its sign."""
    assert Errors.of([10, 20, 130], [0, 30, 0]) == Errors(10, 130, 10)


def test_a_subtitle_file_that_disagrees():
    """Its words, and when its cues are shown."""
    words = [{"word": "Hello", "start": 1.0, "end": 1.4}, {"word": "you.", "start": 1.4, "end": 1.9}]
    good = "1\n00:00:01,000 --> 00:00:02,200\nHello\nyou.\n"
    assert list(subtitle_faults("srt", good, words)) == []
    assert "is 1 instead of 2" in next(subtitle_faults("srt", good.replace("Hello\n", ""), words))
    assert "from 1500 to 2200 ms" in next(subtitle_faults("srt", good.replace("01,000", "01,500"), words))


def test_the_recordings_are_small_and_their_times_are_whole():
    """Each word of each text has a time, in order, and all files together are lighter than a picture."""
    found = list(recordings())
    assert {one.name for one in found} == {"flite-slt", "flite-rms", "espeak-ng"}
    assert sum(len(one.data) for one in found) < 150_000
    for one in found:
        assert len(one.times) == len(one.text.split())
        assert all(start < end for start, end in one.times)
        assert all(end <= after for (_, end), (after, _) in zip(one.times, one.times[1:], strict=False))

"""Subtitles of a text that says more than its recording."""

import json

import pytest

from f5tts_worker.jobs.steps.results import subtitle_files
from f5tts_worker.request.requests import Subtitles

HEARD = "The baker opened his shop."
NOT_HEARD = "Nobody in the whole village knew where the letter came from. It was long."


def files(parts, audio_ms):
    """Return the files of (sentences, first and last millisecond, heard or not), and the warnings."""
    words, sentences, warnings = [], [], []
    for text, start, end, is_heard in parts:
        own = text.split()
        times = [start + (end - start) * n // len(own) for n in range(len(own) + 1)]
        source, score = ("aligned", 0.9) if is_heard else ("interpolated", None)
        words += [
            {"word": word, "start_ms": first, "end_ms": last, "score": score, "source": source}
            for word, first, last in zip(own, times, times[1:], strict=False)
        ]
        sentences += [f"{one.rstrip('.')}. " for one in text.split(". ")]
    made = subtitle_files(Subtitles(("srt", "json"), None), words, sentences, audio_ms, "x", "en", warnings)
    return made, warnings


@pytest.mark.parametrize("room", [0, 120, 1000])
@pytest.mark.parametrize("place", [0, 1])
def test_sentences_without_time_are_in_no_cue(room, place):
    """What the recording does not have, in front or behind, would be a cue that nobody can read."""
    said = (HEARD, 1000, 3000, True)
    parts = (
        [said, (NOT_HEARD, 3000, 3000 + room, False)]
        if place
        else [(NOT_HEARD, 1000 - room, 1000, False), said]
    )
    made, warnings = files(parts, 4000)
    assert made["srt"].count("-->") == 1
    assert HEARD in made["srt"].replace("\n", " ")
    assert len(json.loads(made["json"])["words"]) == len(f"{HEARD} {NOT_HEARD}".split())
    assert warnings == [
        (
            "14 words of the text, from 'Nobody in the whole village knew' on, are not in the recording;"
            " no subtitle has them."
        )
    ]


@pytest.mark.parametrize(
    "parts",
    [
        [
            (HEARD, 0, 2000, True),
            (NOT_HEARD, 2000, 6000, False),
        ],  # said, but the aligner does not know its letters
        [(NOT_HEARD, 0, 100, False)],  # nothing is heard of all the text
    ],
)
def test_other_words_are_all_shown(parts):
    """Sentences with time enough are an estimate; and something must be shown."""
    made, warnings = files(parts, 6000)
    assert "letter" in made["srt"]
    assert not warnings

"""Long speech: edits cost what was edited, lengths are met. In test_ends.py, what was done stays done.

tests/model/test_synthesis.py has the same of the model alone.
"""

import pytest

from f5tts_worker.volume.sweep import CHUNKS

pytestmark = pytest.mark.environment

PARAGRAPHS = [
    "The baker opened his shop before sunrise. Nobody in the village knew where the letter came from.",
    "We packed our bags and walked down to the station. Later that morning a cold wind blew.",
    "My uncle kept three brown horses and one old donkey. The children were singing in the rain.",
    "After dinner we played cards until the candles went out. She wrote her name into the book.",
]
ORDER = {"text": "\n\n".join(PARAGRAPHS), "nfe_steps": 1, "seed": 11, "word_timings": False}


@pytest.mark.exhaustive  # chunks that are kept are found again in test_ends.py
def test_an_edit_costs_what_was_edited(api, volume):
    """One sentence changed: the chunks of the other paragraphs are those that there were."""
    kept = volume / "f5tts" / CHUNKS
    order = ORDER | {"seed": 12}
    api.ok(order)
    before = {path.name for path in kept.glob("*.wav")}
    edited = [*PARAGRAPHS[:2], PARAGRAPHS[2].replace("horses", "ponies"), PARAGRAPHS[3]]
    api.ok(order | {"text": "\n\n".join(edited)})
    new = {path.name for path in kept.glob("*.wav")} - before
    alone = api.ok(order | {"text": edited[2]})
    assert alone["duration"] > 0
    assert {path.name for path in kept.glob("*.wav")} - before == new  # the edited paragraph's own, no others


@pytest.mark.parametrize("pace", [{"duration_seconds": 5.0}, {"words_per_minute": 120}])
def test_a_length_is_met_and_words_lie_in_it(api, pace):
    """To the millisecond; words and cues are those of what is played."""
    order = {"text": PARAGRAPHS[0], "quality": "fast", "seed": 13, "subtitle_format": "json"}
    answer = api.ok(order | pace)
    words = answer["word_timings"]
    expected = pace.get("duration_seconds") or len(words) / 2
    assert answer["duration"] == pytest.approx(expected, abs=0.001)
    assert 0 <= words[0]["start"] < words[-1]["end"] <= expected
    plain = api.ok(order)
    ratio = expected / plain["duration"]
    assert words[-1]["start"] == pytest.approx(plain["word_timings"][-1]["start"] * ratio, abs=0.25)


@pytest.mark.exhaustive  # the page says a sentence again in test_page.py
def test_one_sentence_once_more(api):
    """A take changes its sentence; the others' words keep their lengths."""
    order = {"text": "\n\n".join(PARAGRAPHS[:3]), "nfe_steps": 1, "seed": 14}
    first, second = api.ok(order), api.ok(order | {"takes": {"3": 1}})
    assert first["audio_base64"] != second["audio_base64"]
    told = api.refusal(order | {"takes": {"33": 1}})
    assert "takes names sentence 33; the text has 6" in told

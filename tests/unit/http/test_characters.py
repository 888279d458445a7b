"""The times of characters: joined they are the text, whatever stands between its words."""

from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker.http.characters import character_times


def word(text, start, end):
    return {"word": text, "start": start, "end": end}


def test_words_share_their_time_and_gaps_theirs():
    """A word's letters divide its time evenly; blanks have the time between."""
    times = character_times("ab  c", [word("ab", 0.1, 0.3), word("c", 0.5, 0.6)], 0.8)
    assert times == [
        ("a", 0.1, 0.2),
        ("b", 0.2, 0.3),
        (" ", 0.3, 0.4),
        (" ", 0.4, 0.5),
        ("c", 0.5, 0.6),
    ]


def test_characters_that_were_timed_keep_their_times():
    """Unless they are not the word's."""
    own = [{"character": "a", "start": 0.1, "end": 0.15}, {"character": "b", "start": 0.15, "end": 0.3}]
    timed = word("ab", 0.1, 0.3) | {"characters": own}
    assert character_times("ab", [timed], 0.3) == [("a", 0.1, 0.15), ("b", 0.15, 0.3)]
    assert character_times("ab", [timed | {"characters": own[:1]}], 0.3) == [("a", 0.1, 0.2), ("b", 0.2, 0.3)]


def test_what_was_left_out_has_the_time_between():
    """A mark that was not read, and a word that was read otherwise, stand between their neighbours."""
    words = [word("a", 0.2, 0.4), word("seven", 0.4, 0.6), word("b", 0.8, 1.0)]
    times = character_times("**a** 7 b", words, 1)
    assert [(one, start) for one, start, _ in times if one in "a7b"] == [("a", 0.2), ("7", 0.64), ("b", 0.8)]


def test_a_word_is_not_sought_far_away():
    """A word that is not where it should be is left out, and those after it keep their places."""
    text = "b " * 150 + "x"
    times = character_times(text, [word("x", 0.0, 1.0), word("b", 1.0, 2.0)], 3)
    assert times[0] == ("b", 1.0, 2.0)


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.text(max_size=5), st.floats(0, 9), st.floats(0, 9)), max_size=8),
    st.floats(0, 20),
)
def test_the_characters_are_the_text_and_time_never_runs_back(text, words, seconds):
    """Also where the words are not the text's, or their times are wrong."""
    times = character_times(text, [word(*one) for one in words], seconds)
    assert "".join(one for one, _, _ in times) == text
    edges = [edge for _, start, end in times for edge in (start, end)]
    assert edges == sorted(edges)

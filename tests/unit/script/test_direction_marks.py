"""Marks of direction that stay, and those that go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker.script.direction_marks import balanced
from f5tts_worker.script.readable import readable

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a \u202eabc\u202c b", "a abc b"),  # an override and its end
        ("a \u202babc\u202c b", "a \u202babc\u202c b"),
        ("a \u202babc b\n\u202c c", "a abc b\n c"),  # each line for itself
        ("\u2067a \u202db\u2069 c\u202c", "\u2067a b\u2069 c"),  # an isolate's end ends what is in it
        ("\u202e\u202aa\u202cb\u202c", "\u202aa\u202cb"),
        ("\u2069a\u202c", "a"),
        ("\u200fa\u200e", "\u200fa\u200e"),
    ],
)
def test_overrides_go_with_their_ends(text, kept):
    """So do halves of pairs; whole pairs and marks without an end stay."""
    assert balanced(text) == kept
    assert readable(text)[0] == kept


@given(st.text(alphabet=MARKS + "a\n", max_size=12))
def test_nothing_else_is_taken_and_nothing_is_left_to_take(text):
    """Letters stay, and what is balanced stays as it is; no text takes long."""
    once = balanced(text)
    assert once == balanced(once)
    assert [char for char in once if char not in MARKS] == [char for char in text if char not in MARKS]
    assert not {"\u202d", "\u202e"} & set(once)
    for opening, end in (("\u202a\u202b", "\u202c"), ("\u2066\u2067\u2068", "\u2069")):
        assert sum(map(once.count, opening)) == once.count(end)

"""Sentences that several turns share: what each is spoken with, and where it is not."""

import pytest

from f5tts_worker.script.divided import rests
from f5tts_worker.script.markup import read_marked
from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.script.turns import Context


def spoken(text):
    """Return each turn as (what is left out before it, its own text, what is left out after it)."""
    turns = read_marked(text, Context(voices={"Anna": "a", "Bob": "b"}), lambda name: name).turns
    found = rests(turns, [split_sentences(turn.text, "en") for turn in turns])
    return [(rest.before, turn.text, rest.after) for turn, rest in zip(turns, found, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Well. I [voice:b] really [/voice] mean it. So there.",
            [
                ("", "Well. I", " really mean it."),
                ("I ", "really", " mean it."),
                ("I really ", "mean it. So there.", ""),
            ],
        ),
        (
            "<speak>I <prosody rate='slow'>really</prosody> mean it. <voice name='b'>Yes.</voice></speak>",
            [
                ("", "I", " really mean it."),
                ("I ", "really", " mean it."),
                ("I really ", "mean it.", ""),
                ("", "Yes.", ""),
            ],
        ),
        ("Yes, [voice:b] [pause:1s] and no.", [("", "Yes,", " and no."), ("Yes, ", "and no.", "")]),
    ],
)
def test_a_sentence_is_spoken_whole(text, expected):
    """A turn that begins or ends inside one is spoken with the rest of it, which others say."""
    assert spoken(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[voice:a] Good morning [voice:b] Good day",  # a dialogue without full stops
        "[Anna] hello there\n[Bob] hi",
        "[voice:a] hello there\n[voice:b] hi",
        "[voice:a] hello\n\n there [voice:b] Hi",
        "[voice:a] Done. [voice:b] so it is.",
        "a [voice:b] b [voice:c] c [voice:d] d [voice:e] e.",  # it would cost five times its speech
        f"{'very ' * 70} [voice:b] {'very ' * 70} long.",
    ],
)
def test_what_others_say_is_left_to_them(text):
    """Sentences that end, lines of a dialogue, and what would take very much more speech."""
    assert {(before, after) for before, _, after in spoken(text)} == {("", "")}

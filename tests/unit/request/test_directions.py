"""What a request says of how its text is to be spoken, or every fault of it in one answer."""

import pytest

from f5tts_worker import config
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import parse as request
from f5tts_worker.script.paragraphs import with_pauses
from f5tts_worker.script.turns import Pause, Turn

SETTINGS = config.from_environment({"F5TTS_MAX_TEXT_CHARS": "200"})


def parse(job_input):
    return request.parse(job_input, SETTINGS)


def faults(job_input):
    with pytest.raises(WorkerError) as caught:
        parse(job_input)
    assert caught.value.code == "INVALID_REQUEST"
    return caught.value.details["faults"]


def test_a_text_without_markup_has_no_turns():
    """Such a request is what it was before there was markup."""
    assert parse({"text": "Hello [there] world"}).turns == ()


def test_turns():
    """Turns have a text each, and a voice and a speed of their own or the request's."""
    got = parse(
        {
            "turns": [
                {"voice": "Anna", "text": "Hello. [pause:1s]"},
                {"voice": "voices/bob.wav", "text": "Hi.", "speed": 0.9},
                {"text": "And [voice:bob] so [/voice] on."},
            ],
            "voices": {"anna": "anna.calm"},
        }
    )
    assert [(turn.voice, turn.speed, turn.text) for turn in got.turns] == [
        ("anna.calm", None, "Hello."),
        ("bob", 0.9, "Hi."),
        (None, None, "And"),
        ("bob", None, "so"),
        (None, None, "on."),
    ]
    assert [turn.speaker for turn in got.turns] == ["anna", None, None, None, None]
    assert got.turns[0].pauses == (Pause(6, 1000),)
    assert got.text == "Hello.\n\nHi.\n\nAnd so on."


@pytest.mark.parametrize(
    ("texts", "turns"),
    [
        (["Hi.", "[pause:1s]", "Ho."], [("Hi.", [(3, 1000)]), ("Ho.", [])]),
        (["[pause:1s]", "<break time='2s'/>", "Hi. [pause:3s]"], [("Hi.", [(0, 3000), (3, 3000)])]),
        (["Hi. [pause:1s]", "[pause]", "[pause] Ho."], [("Hi.", [(3, 1800)]), ("Ho.", [(0, 800)])]),
        (["Hi.", "[voice:bob] [pause:1s]"], [("Hi.", [(3, 1000)])]),
    ],
)
def test_a_turn_that_is_only_a_pause(texts, turns):
    """It is silence between the turns around it, whoever speaks there."""
    got = parse({"turns": [{"text": text, "voice": "anna"} for text in texts]})
    paused = [(turn.text, [(pause.at, pause.ms) for pause in turn.pauses]) for turn in got.turns]
    assert paused == turns
    assert {turn.voice for turn in got.turns} == {"anna"}


def test_turns_with_nothing_to_be_said():
    """Pauses alone are no speech, and what is neither words nor a pause is told what it could be."""
    (silent,) = faults({"turns": [{"text": "[pause:1s]"}, {"text": "[pause]"}]})
    assert silent["field"] == "turns"
    (dash,) = faults({"turns": [{"text": "Hi."}, {"text": "[pause:1s] —"}]})
    assert (dash["field"], dash["expected"]) == ("turns[1].text", "something that can be spoken, or a pause")
    (dots,) = faults({"turns": [{"text": "Hi."}, {"text": "…"}], "markup": False})
    assert dots["expected"] == "something that can be spoken"


def test_voices_as_a_list():
    """Voices that keep their names need no object."""
    got = parse({"text": "[anna] Yes.\n[bob] No.", "voices": ["anna", "bob"]})
    assert [turn.voice for turn in got.turns] == ["anna", "bob"]


@pytest.mark.parametrize(
    "text",
    [
        "[ANN] Yes. [voice:bob] No.",
        "<speak><voice name='ann'>Yes.</voice> <voice name='BOB'>No.</voice></speak>",
    ],
)
def test_speakers_keep_the_names_that_the_request_gives(text):
    """Two of them may share a voice: subtitles tell them apart."""
    got = parse({"text": text, "voices": {"Ann": "slt", "Bob": "slt"}})
    assert [(turn.voice, turn.speaker) for turn in got.turns] == [("slt", "Ann"), ("slt", "Bob")]


def test_pauses_between_paragraphs_and_turns():
    """`paragraph_pause` stands where the text has no pause of its own."""
    got = parse({"text": "One.\n\nTwo.\n\n[pause:2s]\n\nThree.", "paragraph_pause": 0.5})
    assert got.turns == (Turn("One.\n\nTwo.\n\nThree.", pauses=(Pause(6, 500), Pause(12, 2000))),)
    got = parse(
        {"turns": [{"text": "One."}, {"text": "[pause]Two."}, {"text": "Three."}], "paragraph_pause": 1}
    )
    assert [turn.pauses for turn in got.turns] == [(), (Pause(0, 800), Pause(4, 1000)), ()]


def test_very_many_paragraphs_with_pauses_of_their_own():
    """Each paragraph is looked up among the pauses, not compared with all: once, that took minutes."""
    text = "One.\n\nTwo.\n\n" * 20_000
    turn = Turn(text, pauses=tuple(Pause(at, 9) for at in range(0, len(text), 12)))
    (paused,) = with_pauses([turn], 500)
    assert [pause.ms for pause in paused.pauses[:4]] == [9, 500, 9, 500]
    assert len(paused.pauses) == 40_000


@pytest.mark.parametrize(
    ("more", "is_read"),
    [
        ({}, True),
        ({"markup": False}, False),
        ({"literal_text": True}, False),
        ({"literal_text": True, "markup": True}, True),
    ],
)
def test_markup_can_be_switched_off(more, is_read):
    """Brackets are text where they are to be."""
    got = parse({"text": "Hello [pause] *world*", **more})
    assert bool(got.turns) == is_read
    assert ("[pause]" in got.text) != is_read
    assert ("*world*" in got.text) == ("literal_text" in more)


def test_every_fault_at_once_with_its_place():
    """Faults of the text, of turns and of other fields are in one answer."""
    found = faults({"text": "One\n[pause:1] two", "options": {"speed": 9}, "lexicon": {"a": 7}})
    placed = {fault["field"]: (fault.get("line"), fault.get("column")) for fault in found}
    assert placed == {"text": (2, 1), "options.speed": (None, None), "lexicon": (None, None)}
    found = faults(
        {
            "turns": [
                {"voice": "../x", "text": "Hi.", "speed": 9, "pace": 1},
                {"text": "..."},
                {"voice": "anna"},
                7,
                {"text": "[voice:]", "speed": True},
                {"text": "half \ud800"},
            ],
            "voices": [7],
        }
    )
    assert [fault["field"] for fault in found] == [
        "voices",
        "turns[0]",
        "turns[0].voice",
        "turns[0].speed",
        "turns[1].text",
        "turns[2].text",
        "turns[3]",
        "turns[4].speed",
        "turns[4].text",
        "turns[5].text",
    ]


@pytest.mark.parametrize(
    ("job_input", "field"),
    [
        ({"text": "a", "turns": [{"text": "b"}]}, "turns"),
        ({"options": {"speed": 1}}, "text"),
        ({"turns": []}, "turns"),
        ({"turns": [{"text": "a" * 150}, {"text": "b" * 150}]}, "turns"),
        ({"text": "[pause] [pause]"}, "text"),
        ({"turns": [{"voice": f"v{number}", "text": "a"} for number in range(51)]}, "turns"),
        ({"text": "a", "paragraph_pause": 31}, "paragraph_pause"),
        ({"text": "[pause:30s]" * 18 + "a"}, None),
    ],
)
def test_what_does_not_go_together(job_input, field):
    """One fault names the field."""
    if field is None:
        assert parse(job_input).turns[0].pauses == (Pause(0, 540_000),)
    else:
        assert [fault["field"] for fault in faults(job_input)] == [field]


def test_several_turns_may_have_a_length():
    """It is that of all of them together."""
    assert parse({"turns": [{"text": "a"}, {"text": "b"}], "duration_seconds": 9}).duration_ms == 9000


def test_silence_has_a_limit():
    """Pauses make no file of days."""
    settings = config.from_environment({})
    with pytest.raises(WorkerError, match=r"3,630 s of pauses; expected at most 3,600 s"):
        request.parse({"text": "[pause:30s]" * 121 + "a"}, settings)

"""SSML documents, and the turns that each makes, or what is wrong with it."""

import pytest

from f5tts_worker.request.names import voice_name
from f5tts_worker.script.markup import read_marked
from f5tts_worker.script.turns import Context, Pause, Respelling


def read(text, speed=1.0):
    return read_marked(text, Context(speed=speed, voices={"anna": "anna.calm"}), voice_name)


def test_a_whole_document():
    """Paragraphs, sentences, pauses, voices, respellings and paces come out; indentation does not."""
    reading = read("""<?xml version="1.0"?>
<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en">
  <p><s>Hello &amp; welcome</s> <s>Bye.</s></p>
  <voice name="anna">The <sub alias="jif">GIF</sub> <break time="1s"/> is
  <prosody rate="120%">fast</prosody>.</voice>
</speak>""")
    assert reading.faults == []
    assert reading.warnings == []
    assert [(turn.voice, turn.speed, turn.text) for turn in reading.turns] == [
        (None, None, "Hello & welcome\n\nBye."),
        ("anna.calm", None, "The GIF is"),
        ("anna.calm", 1.2, "fast."),
    ]
    assert reading.turns[1].pauses == (Pause(8, 1000),)
    assert reading.turns[1].respellings == (Respelling(4, 7, "jif"),)


def test_a_byte_order_mark_before_it_is_none_of_its_text():
    """Programs that save a text as UTF-8 put one there."""
    reading = read("\ufeff<speak>One <break time='1s'/> two.</speak>")
    assert (reading.turns[0].text, reading.turns[0].pauses) == ("One two.", (Pause(4, 1000),))


def test_what_is_not_supported_is_named_once():
    """Unknown elements and attributes leave their words, and one warning names them."""
    reading = read(
        "<speak><emphasis>One</emphasis> <prosody pitch='+2st'>two</prosody><mark name='x'/>"
        "<emphasis>three</emphasis></speak>"
    )
    assert " ".join(turn.text for turn in reading.turns) == "One twothree"
    (warning,) = reading.warnings
    assert warning.endswith("not supported: <emphasis>, pitch of <prosody>, <mark>.")


@pytest.mark.parametrize(
    ("rate", "speed"),
    [("slow", 0.4), ("50%", 0.25), ("+50%", 0.75), ("-20%", 0.4), ("2", 1.0), ("x-fast", 0.8)],
)
def test_rates_are_shares_of_the_pace(rate, speed):
    """A rate multiplies the pace around it; one that nothing can be spoken at is a fault."""
    reading = read(f"<speak><prosody rate='{rate}'>word</prosody></speak>", speed=0.5)
    if speed < 0.3:
        assert "a speed of 0.25" in reading.faults[0].problem
    else:
        assert reading.turns[0].speed == speed


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<speak>Hello", "is not well-formed SSML in line 1, column 13: no element found"),
        ("<speak>\n<p>a</speak>", "is not well-formed SSML in line 2, column 7: mismatched tag"),
        ("<speak>a &nbsp; b</speak>", "is not well-formed SSML in line 1, column 10: undefined entity"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><speak>&a;</speak>", "has a document type or an entity in"),
        (
            "<!DOCTYPE speak SYSTEM 'file:///etc/passwd'><speak>a</speak>",
            "has a document type or an entity in",
        ),
        ("<speak>" * 100, "is nested too deeply in line 1, column 281"),
        ("<speak><break time='31s'/>a</speak>", "has <break> in line 1, column 8, which is longer than 30 s"),
        (
            "<speak><voice name='../x'>a</voice></speak>",
            "has <voice> in line 1, column 8, which names no voice",
        ),
        ("<speak>a<sub alias='b'/></speak>", "has <sub> in line 1, column 9, which has no text in it"),
        ("<speak><prosody rate='so so'>a</prosody></speak>", "which has an unknown rate"),
    ],
)
def test_bad_documents(text, problem):
    """Neither entities nor depth get through; every fault has its place."""
    faults = read(text).faults
    assert len(faults) == 1
    assert problem in faults[0].problem


def test_several_faults_at_once():
    """All bad values are named together."""
    assert len(read("<speak><break time='x'/><say-as>a</say-as><voice name=''>b</voice></speak>").faults) == 3

"""Texts with markup, and the turns, pauses and respellings that each makes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from f5tts_worker.request.names import voice_name
from f5tts_worker.script.divided import rests
from f5tts_worker.script.markup import read_marked
from f5tts_worker.script.turns import Context, Pause, Respelling

CONTEXT = Context(voices={"anna": "anna.calm", "Bob": "bob"})


def read(text, context=CONTEXT):
    return read_marked(text, context, voice_name)


def one(text):
    """Return the only turn of a text without a fault."""
    reading = read(text)
    assert reading.faults == []
    (turn,) = reading.turns
    return turn


@pytest.mark.parametrize(
    "text", ["Hello world.", "Two\n\nparagraphs.", "a < b [1] [sic] {x} <3 [pause", "你好"]
)
def test_text_without_markup_is_as_it_was(text):
    """A text without a tag is one plain turn of the same text."""
    turn = one(text)
    assert turn.text == text
    assert turn.is_plain


@pytest.mark.parametrize(
    ("tag", "ms"),
    [
        ("[pause]", 800), ("[short pause]", 400), ("[long pause]", 1600), ("[ Pause : 1.5 s ]", 1500),
        ("[pause:500ms]", 500), ("[pause 0.8s]", 800), ("[pause: 2 seconds]", 2000), ("[pause:.25s]", 250),
        ("[pause:30s]", 30_000), ("<break/>", 800), ("<break time='800ms'/>", 800),
        ('<break time="1s">', 1000), ("<break strength=strong />", 1200),
        ("<BREAK TIME=1.5s/>", 1500),
    ],
)  # fmt: skip
def test_pauses(tag, ms):
    """Every way to write a pause gives its length, and stands between the same words."""
    assert one(f"Hello {tag} world").pauses == (Pause(6, ms),)
    assert one(f"Hello {tag} world").text == "Hello world"


@pytest.mark.parametrize(
    ("text", "shown", "places"),
    [
        ("[pause]Hello", "Hello", [0]),
        ("Hello.[pause]", "Hello.", [6]),
        ("Hello[pause], world", "Hello, world", [5]),
        ("un[pause]do", "un do", [2]),
        ("One.\n\n[pause]\n\nTwo.", "One.\n\nTwo.", [6]),
        ("你好[pause]世界", "你好世界", [2]),
        ("*Hello* [pause] **you**", "Hello you", [6]),
        ("One [pause:1s] [pause:1s] two", "One two", [4]),
    ],
)
def test_where_pauses_are(text, shown, places):
    """A pause stands between the words that it was written between, first and last in a text too."""
    turn = one(text)
    assert (turn.text, [pause.at for pause in turn.pauses]) == (shown, places)


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("One\nand [pause:31s] two", (2, 5), "is longer than 30 s"),
        ("[pause:-1s] x", (1, 1), "is negative"),
        ("x [pause 3] y", (1, 3), "has no unit"),
        ("x [pause:] y", (1, 3), "has no time"),
        ("x [pause:soon] y", (1, 3), "is no time"),
        ("x\r\n\r\n[pause:1s", (3, 1), "is not closed"),
        ("x [voice:] y", (1, 3), "names no voice"),
        ("x [voice:../y] z", (1, 3), "names no voice"),
        ("x [voice:anna y", (1, 3), "is not closed"),
        ('<break time="1 week"/>x', (1, 1), "is no time"),
        ("<break strength='huge'/>x", (1, 1), "has an unknown strength"),
        ("a <break time='1s'", (1, 3), "is not closed"),
        ("<sub alias='jif'>GIF", (1, 1), "is not closed"),
        ("<sub alias='!'>GIF</sub>", (1, 1), "has an alias that cannot be spoken"),
        ("<say-as interpret-as='song'>x</say-as>", (1, 1), "has no interpret-as that is known"),
    ],
)
def test_faults_have_their_place(text, place, problem):
    """What is plainly one of our tags and wrong is a fault, with line and column."""
    (fault,) = read(text).faults
    assert (fault.place.line, fault.place.column) == place
    assert fault.problem.endswith(problem)
    assert str(fault.place) in fault.problem
    assert fault.expected


def test_all_faults_at_once():
    """A text with several faults names each."""
    assert len(read("[pause:1] [voice:!] <sub alias='x'>y [pause:99s]").faults) == 4


@pytest.mark.parametrize(
    "text",
    [
        "[pause for thought]", "[paused]", "[voices]", "[voice over] Hello", "[carl] Hello",
        "Hello [anna] you", "[pause](https://example.org)", "[[pause]]", "<breakfast>",
        "the <sub way", "list[0] = x[1]",
    ],
)  # fmt: skip
def test_other_brackets_are_text(text):
    """Brackets that are none of our tags change neither voice nor words."""
    turn = one(text)
    assert turn.is_plain
    assert re.findall(r"\w+", turn.text)


def test_an_escaped_tag_is_text():
    """A backslash takes a tag's meaning away."""
    assert one(r"Say \[pause] now").text == "Say [pause] now"


def test_an_escape_is_no_markdown():
    """It is ours, and the bracket is read: no warning says that something was left out."""
    reading = read(r"Say \[pause] now, [laughs] friend. \[voice:anna\] [Pause] [PAUSE: 1 s] End.")
    assert reading.warnings == []
    assert reading.turns[0].text == "Say [pause] now, [laughs] friend. [voice:anna] End."
    assert "Markdown" in read(r"*Say* \[pause] now").warnings[0]


def test_voices():
    """A voice is named in a tag, or at a line's start by the request's own name; [/voice] ends it."""
    turns = read("Intro. [voice:carl] Hi. [/voice] And\n[ANNA] Yes.\n  [bob]: no").turns
    assert [(turn.voice, turn.text) for turn in turns] == [
        (None, "Intro."),
        ("carl", "Hi."),
        (None, "And"),
        ("anna.calm", "Yes."),
        ("bob", "no"),
    ]
    assert turns[1].place == "line 1, column 8"
    assert [turn.text for turn in read("[voice:carl]Hi[/voice], said Carl.").turns] == ["Hi,", "said Carl."]
    assert [turn.voice for turn in read("[voice:bob] [pause] [voice:anna] Hi").turns] == ["anna.calm"]


def test_what_nobody_can_say_is_kept():
    """Marks between two tags go to a neighbour, with their pauses; no word is lost."""
    turns = read("[voice:bob] - [voice:carl] Hi. [voice:bob] [pause] ...").turns
    assert [(turn.voice, turn.text) for turn in turns] == [("carl", "- Hi. ...")]
    assert turns[0].pauses == (Pause(6, 800),)


def test_respellings():
    """What stands in sub and say-as is shown, and spoken as it says."""
    turn = one(
        "The <sub alias='World Wide Web'>W<b>W</b>W</sub>, <say-as interpret-as=characters>B2</say-as>."
    )
    assert turn.text == "The WWW, B2."
    assert turn.respellings == (Respelling(4, 7, "World Wide Web"), Respelling(9, 11, "B. 2"))
    assert one("H<sub>2</sub>O").text == "H2O"
    (escaped,) = one("<sub alias='R &amp; &quot;D&quot;'>R&amp;D</sub>").respellings
    assert escaped.spoken == 'R & "D"'


def test_characters_of_private_use_are_no_tags():
    """What stands for tags inside cannot be written from outside, not even as an entity."""
    turn = one("&#xE000;\ue000[pause]x &#57344; \ue001")
    assert (turn.text, turn.pauses) == ("x", (Pause(0, 800),))


WORDS = st.text("abcdefgé", min_size=2, max_size=6)
TAGS = st.sampled_from([
    "[pause]", "[pause:1.5s]", "[long pause]", "<break time='200ms'/>", "[voice:carl]", "[/voice]",
    "\n[anna] ", "\n\n", "[note]", "*", ",", ".", "<b>", "[1]",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(WORDS, WORDS, TAGS), max_size=25))
def test_every_word_once_and_in_order(parts):
    """Whatever markup stands between words, all are said, once, in order."""
    reading = read(" ".join(parts))
    assert reading.faults == []
    said = re.findall("[a-gé]{2,}", " ".join(turn.text for turn in reading.turns))
    assert said == [part for part in parts if re.fullmatch("[a-gé]{2,6}", part)]
    for turn in reading.turns:
        assert all(0 <= pause.at <= len(turn.text) for pause in turn.pauses)
        assert turn.voice in (None, "carl", "anna.calm")
    words = " ".join(turn.text for turn in reading.turns)
    for turn, rest in zip(
        reading.turns, rests(reading.turns, [[one.text] for one in reading.turns]), strict=True
    ):
        assert f"{rest.before}{turn.text}{rest.after}" in words  # what it is spoken with stands around it


HOSTILE = st.lists(
    st.sampled_from([
        "[", "]", "<", ">", "/", "pause", "voice", ":", "anna", "=", "'", '"', " ", "\n", "1", "s", "-", "&",
        ";", "#xE000", "sub", "alias", "break", "time", "say-as", "<speak>", "</speak>", "<!--", "-->",
        "<![CDATA[", "\ue000", "\u202e", "\\", "<sub alias='a'>", "</sub>", "\r", "\0", "p",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    ]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(HOSTILE)
def test_hostile_text_is_a_fault_or_text(text):
    """No text makes the reader fail, and none brings in a voice that it does not name."""
    reading = read(text)
    for turn in reading.turns:
        assert turn.voice is None or turn.voice in ("anna.calm", "bob") or turn.voice in text
        assert turn.text or len(reading.turns) == 1
        assert all(0 <= one.start < one.stop <= len(turn.text) for one in turn.respellings)


@pytest.mark.parametrize("length", [30_000, pytest.param(100_000, marks=pytest.mark.exhaustive)])
def test_the_work_grows_with_the_length(length):
    """Very many hostile characters are read at once."""
    for unit in (
        "[",
        "[pause",
        "[voice:",
        "<sub alias='x'>",
        "<break ",
        "<say-as interpret-as=digits",
        " [",
        "\n",
    ):
        read((unit * length)[:length])


def test_very_many_wrong_tags_are_not_all_looked_into():
    """Each tag may reach to the end of the text: no more of them are read than an error can name."""
    assert len(read('<sub alias="-">x ' * 1_000 + "</sub>").faults) == 30

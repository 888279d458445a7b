"""Subtitles that are to be spoken: the cues of each format, and what is wrong with a file."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.timed_words import steady

from f5tts_worker.script.cues import CueSpeaker, read_cues, speakers_of, turns_of_cues
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.styles import STYLES

SRT = """\ufeff1\r
00:00:01,000 --> 00:00:02,500\r
{\\an8}Hello <i>there</i>\r
you &amp; me\r
\r
2\r
00:00:03,000 --> 00:00:04,000\r
Anna: Hi.\r
3\r
00:01:05,5 --> 1:00:00.25\r
Note: bye.\r
"""
VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE 00:00.000 --> 00:09.000
no cue

intro
00:01.000 --> 00:02.000 align:start
<v.loud Anna>Hello</v> <00:01.500><c>world</c>

00:02.000 --> 00:04.000
<v Anna>One <v Bob>Two
"""
ONE, TWO = "00:01.000 --> 00:02.000", "00:02.000 --> 00:03.000"
ASS = """[Script Info]
Title: x
[Events]
Format: Layer, Start, End, Style, Name, Text
Dialogue: 0,0:00:03.00,0:00:04.50,Default,Bob,{\\b1}Later{\\b0}, yes\\Nindeed
Comment: 0,0:00:00.00,0:00:09.00,Default,,no
Dialogue: 0,0:00:01.00,0:00:02.00,Default,,First
Dialogue: 0,0:00:05.00,0:00:06.00,Default,,{\\p1}m 0 0 l 1 1
"""


def cues(text, **speakers):
    read = read_cues(text, speakers)
    assert read.faults == []
    return [(cue.start_ms, cue.end_ms, cue.speaker, cue.text) for cue in read.cues]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SRT, [
            (1000, 2500, None, "Hello there you & me"),
            (3000, 4000, "Anna", "Hi."),
            (65_500, 3_600_250, None, "Note: bye."),
        ]),
        (VTT, [
            (1000, 2000, "Anna", "Hello world"),
            (2000, 3000, "Anna", "One"),
            (3000, 4000, "Bob", "Two"),
        ]),
        (ASS, [(1000, 2000, None, "First"), (3000, 4500, "Bob", "Later, yes indeed")]),
    ],
    ids=["srt", "vtt", "ass"],
)  # fmt: skip
def test_formats(text, expected):
    """Times, words and speakers come out of each format, without tags and comments."""
    assert cues(text, anna="slt") == expected


@pytest.mark.parametrize(
    "times",
    [
        "00:00:01 --> 00:00:02",
        "00:00:01:000 --> 00:00:02:000",
        "00: 00: 01, 000 --> 00: 00: 02, 000",
        "00:00:01,000 → 00:00:02,000",
        "00:00:01,000 \u2013> 00:00:02,000",
        "00:00:01,000\u00a0-->\u00a000:00:02,000",
        "\u200e00:00:01,000 --> 00:00:02,000\u202c",
        "0:00:01.000,0:00:02.000",
        "00:00:01,000 --&gt; 00:00:02,000",
        "00:00:01,000 - 00:00:02,000",
        "00\uff1a00\uff1a01\uff0c000 --> 00\uff1a00\uff1a02\uff0c000",
        "00:00:01.000000 --> 00:00:02.000000",
        "7 00:00:01,000 --> 00:00:02,000",
    ],
)
def test_times_as_other_programs_write_them(times):
    """Translated by machine, pasted from a page, or of YouTube's SBV: they say the same."""
    assert cues(f"1\n{times}\nHello\n\n2\n{times.replace('2', '3').replace('1', '2')}\nBye\n") == [
        (1000, 2000, None, "Hello"),
        (2000, 3000, None, "Bye"),
    ]


@pytest.mark.parametrize(
    "slip",
    [
        "00:00:03,50x --> 00:00:04,000",
        "00:00:0x,000 --> 00:00:04,000",
        "00:00:03,000 --> 00:00:04,OOO",
        "O0:00:03,500 --> 00:00:04,000",
        "00:00:03,500 --> ",
        "--> 00:00:04,000",
        "00:00:03,500 --> 00:00:04,000,",
        "00:00:03,500 -- > 00:00:04,000",
        "00:00:03,500 - > 00:00:04,000",
        "00:00:03,500 > 00:00:04,000",
        "00:00:03,500 00:00:04,000",
        "-00:00:03,500 --> 00:00:04,000",
        "00:00:0x -> 00:00:04",
        "00:00:03,500 \u2192 00:00:x4,000",
    ],
)
@pytest.mark.parametrize("above", ["2\n", "\n2\n", "", "\n"])
def test_times_with_a_slip(slip, above):
    """They are a fault, with its line, and are not said in the cue before.

    With a long arrow wherever they stand, and else below a number.
    """
    above = above if "--" in slip else "\n2\n"
    times = "00:00:01,000 --> 00:00:02,000"
    text = f"1\n{times}\nOne.\n{above}{slip}\nTwo.\n\n3\n{times.replace('0:0', '0:1')}\nX"
    (fault,) = read_cues(text, {}).faults
    assert fault.place.line == 4 + above.count("\n")
    assert "times that cannot be read" in fault.problem


def test_times_of_sbv_with_a_slip():
    """They have no number above them, but an empty line."""
    text = "0:00:01.000,0:00:02.000\nHello\n\n0:00:0x.000,0:00:04.000\nBye\n"
    assert [fault.place.line for fault in read_cues(text, {}).faults] == [4]


@pytest.mark.parametrize("said", ["9:30 -> 10:15 Bath", "9:30,10:15", "9:30 \u2192 10:15", "9:30 - 10:15"])
def test_times_that_are_said(said):
    """Without fractions, and not below a number or an empty line, they are a cue's words."""
    assert cues(f"1\n00:01.000 --> 00:02.000\nTrains:\n{said}\n") == [(1000, 2000, None, f"Trains: {said}")]


def test_a_number_that_is_said():
    """It is that of the next cue only where cues have numbers, which those of YouTube's SBV do not."""
    text = "0:00:01.000,0:00:02.000\nThe year?\n1984\n\n0:00:03.000,0:00:04.000\nBye\n"
    assert cues(text)[0] == (1000, 2000, None, "The year? 1984")


def test_line_ends_that_were_translated_twice():
    """CR CR LF is one line end."""
    assert cues("1\n00:01.000 --> 00:02.000\nHi\n\n".replace("\n", "\r\r\n")) == [(1000, 2000, None, "Hi")]


def test_an_empty_line_inside_a_cue():
    """In SRT what follows is still said: the next number and its times end a cue."""
    text = "1\n00:01.000 --> 00:02.000\nHello\n\nthere\n\n\n2\n00:03.000 --> 00:04.000\nBye\n"
    assert cues(text) == [(1000, 2000, None, "Hello there"), (3000, 4000, None, "Bye")]


def test_cues_that_overlap_by_rounding():
    """The earlier one ends where the next one begins; more is a fault."""
    text = "00:01.000 --> 00:02.040\nHello\n\n00:02.000 --> 00:03.000\nBye\n"
    assert cues(text) == [(1000, 2000, None, "Hello"), (2000, 3000, None, "Bye")]


def test_captions_that_roll():
    """YouTube's own show each line twice; it is said once, when it is said."""
    text = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n"
        "00:00:00.000 --> 00:00:02.000 align:start position:0%\n \nhello<00:00:00.500><c> there</c>\n\n"
        "00:00:02.000 --> 00:00:02.010 align:start position:0%\nhello there\n \n\n"
        "00:00:02.010 --> 00:00:04.000 align:start position:0%\nhello there\nmy<00:00:03.000><c> friend</c>\n"
    )
    assert cues(text) == [(0, 2000, None, "hello there"), (2010, 4000, None, "my friend")]


def test_sounds_are_not_spoken():
    """What describes a sound is left out, and a warning names it."""
    read = read_cues(
        "00:01.000 --> 00:02.000\n[door slams]\n\n00:02.000 --> 00:03.000\n♪ la la ♪\n\n"
        "00:03.000 --> 00:04.000\n(quietly) Yes [sighs], (I think) she (with Bob) is.",
        {},
    )
    assert [cue.text for cue in read.cues] == ["Yes, (I think) she (with Bob) is."]
    (warning,) = read.warnings
    assert "[door slams] (0:00:01.000), ♪ la la ♪ (0:00:02.000), (quietly) (0:00:03.000), [sighs]" in warning


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("[door] (sighs) Hi again.", "Hi again."),
        ("(door opens) (sighs) Hi there.", "Hi there."),
        ("[DOOR SLAMS](sighs) Hi - there.", "Hi - there."),
        ("[DOOR SLAMS] - (sighs) Hi there.", "Hi there."),
        ("(sighs) (laughs) (coughs) Hi.", "Hi."),
        ("- Hello\n- (sighs) Hi.", "Hello\n\nHi."),
        ("I, [sighs] (laughs) am Bob.", "I, am Bob."),
        ("She (Ann) (as you know) is [sighs] here.", "She (Ann) (as you know) is here."),
        ("[door] (I think) it is.", "(I think) it is."),
    ],
)
def test_sounds_one_behind_another(said, expected):
    """What stands behind a sound is in front of what is said, too."""
    assert [cue[-1] for cue in cues(f"{ONE}\n{said}\n")] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"```srt\n**1**\n{ONE}\nHello\n\n**2**\n{TWO}\nBye\n```\n", ["Hello", "Bye"]),
        ("1\\n00:00:01,000 --> 00:00:02,000\\nHello\\n", ["Hello"]),
        (f"{ONE} Hello\n\n{TWO} X1:1 Y1:2\nBye", ["Hello", "Bye"]),
        (f"1\n{ONE}\nHello\n\n\ufeff2\n{TWO}\nBye\n", ["Hello", "Bye"]),
        (f"{ONE}\n- Hello.\n-Hi.\n\n{TWO}\n-5 degrees", ["Hello.\n\nHi.", "-5 degrees"]),
        (f"{ONE}\n(laughs) - Next one.", ["Next one."]),
        (f"{ONE}\n[door] >> Next one.", ["Next one."]),
        (f"{ONE}\nYes. [sighs] \u2013 Next one.", ["Yes. Next one."]),
        (f"{ONE}\n(laughs) -5 degrees", ["-5 degrees"]),
        (f"{ONE}\nI was [sighs] - well, away.", ["I was - well, away."]),
        (f"{ONE}\n>> Hello\\Nyou[br]all", ["Hello you all"]),
        (f"WEBVTT\n\n{ONE}\n<ruby>\u6f22<rt>kan</rt></ruby>", ["\u6f22"]),
        (f"{ONE}\nHi\n\n{ONE}\nHi", ["Hi"]),
    ],
)  # fmt: skip
def test_what_programs_and_chats_leave_around_words(text, expected):
    """Fences, escapes, settings of other programs, dashes of dialogues and copies are not said."""
    assert [cue[-1] for cue in cues(text)] == expected


def test_a_cue_without_a_length():
    """It lasts until the next one."""
    read = read_cues(f"{ONE}\ny\n\n00:02.000 --> 00:02.000\nx\n\n00:03.000 --> 00:04.000\nz", {})
    assert [(cue.text, cue.start_ms, cue.end_ms) for cue in read.cues] == [
        ("y", 1000, 2000),
        ("x", 2000, 3000),
        ("z", 3000, 4000),
    ]
    assert (read.faults, read.warnings) == ([], [])


@pytest.mark.parametrize(
    "text", ["[00:01.00]Hi\n[00:03.00]Bye", "00:01.000 --> 00:02.000\nHi\n\n00:03.000 --> 00:03.000\nBye"]
)
def test_a_last_cue_without_a_length(text):
    """The file ends where it begins: how long it takes to say is not known before."""
    read = read_cues(text, {})
    assert ([cue.start_ms for cue in read.cues], read.end_ms) == ([1000, 3000], 3000)


def test_a_time_code_that_begins_at_an_hour():
    """An editor's sequence begins at 1:00:00; the track would begin with an hour of silence."""
    (warning,) = read_cues("01:00:01.000 --> 01:00:02.000\nHi", {}).warnings
    assert "take 1:00:00 off all times" in warning


def test_two_speakers_in_a_cue():
    """Names with a voice divide it, however the lines of a dialogue begin."""
    text = "00:01.000 --> 00:03.000\n- ANNA: One.\n>> [Bob]\nTwo.\n"
    assert cues(text, anna="slt", bob="rms") == [(1000, 2000, "ANNA", "One."), (2000, 3000, "Bob", "Two.")]


LINE = "Dialogue: 0,0:00:0{0}.00,0:00:0{0}.50,Default,,0,0,0,{1},{2}\n"


def test_ass_of_effects_and_without_its_sections():
    """Syllables that an effect made are copies of their line; layers are copies; a part of a file is read."""
    made = (
        "Comment: 0,0:00:01.00,0:00:01.50,Default,,0,0,0,karaoke,{\\k20}Hel{\\k30}lo\n"
        + LINE.format(1, "fx", "{\\t(0,1)}Hel")
        + LINE.format(1, "fx", "lo")
    )
    assert cues(f"[Events]\n{made}") == [(1000, 1500, None, "Hello")]
    assert cues(LINE.format(1, "", "{\\bord4}Hi") + LINE.format(1, "", "Hi")) == [(1000, 1500, None, "Hi")]


def test_ass_that_lights_up_words_is_said_once():
    """Each word by an event of its own; the same words once more, written alike, are said once more."""
    lit = [("00", "{\\b1}No,{\\b0} no."), ("50", "No, {\\b1}no.{\\b0}")]
    events = [
        f"Dialogue: 0,0:00:01.{start},0:00:01.{int(start) + 49},Default,,0,0,0,,{text}" for start, text in lit
    ]
    again = "Dialogue: 0,0:00:02.00,0:00:02.50,Default,,0,0,0,,No, {\\b1}no.{\\b0}"
    assert cues("\n".join([*events, again])) == [
        (1000, 1990, None, "No, no."),
        (2000, 2500, None, "No, no."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[ti:Song]\n[offset:+500]\n[00:01.50]Hello <00:01.80>you\n[00:03.50]\n[00:04.50]Bye\n[00:05.50]",
        """<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" ttp:frameRate="25"><body>
        <p begin="00:00:01.000" end="3s"><span>Hello</span><br/>you</p>
        <p begin='00:00:03:25' dur='1000ms'>Bye</p></body></tt>""",
        """<tt:tt ttp:tickRate="10000000"><tt:p begin="10000000t" end="30000000t">Hello you</tt:p>
        <tt:p begin="4s" end="5s">Bye</tt:p></tt:tt>""",
        """<tt:tt><tt:p begin="1s" end="3s"><tt:span style="s">Hello</tt:span><tt:br/><tt:span>you</tt:span>
        </tt:p>
        <p begin="4s" end="5s"><metadata><ttm:title>No</ttm:title></metadata><ttm:desc>no</ttm:desc>Bye
        <set begin="1s" tts:color="red"/></p></tt:tt>""",
        """<tt><p><span begin="1s" end="3s">Hello <span>you</span></span> <span begin="4s" dur="1s">Bye</span>
        </p></tt>""",
        """{"results": {"channels": [{"alternatives": [{"words": [
        {"word": "hello", "punctuated_word": "Hello", "start": 1, "end": 1.9},
        {"word": "you", "start": 2, "end": 3.0},
        {"word": "bye", "punctuated_word": "Bye", "start": 4, "end": 5}]}]}]}}""",
        """{"utterances": null, "words": [{"text": "Hello", "start": 1000, "end": 1080},
        {"text": "you", "start": 1080, "end": 3000}, {"text": "Bye", "start": 4000, "end": 5000}]}""",
        """{"segments": [{"start": 1, "end": 3.0, "text": " Hello you"},
        {"start": 4, "end": 5, "text": "Bye"}]}""",
        """{"cues": [{"start": 1, "end": 3, "lines": ["Hello", "you"]},
        {"start": 4, "end": 5, "lines": ["Bye"]}]}""",
        """{"transcription": [{"offsets": {"from": 1000, "to": 3000}, "text": " Hello you"},
        {"offsets": {"from": 4000, "to": 5000}, "text": " Bye"}]}""",
        """{"chunks": [{"timestamp": [1.0, 3.0], "text": "Hello you"},
        {"timestamp": [4, 5], "text": "Bye"}]}""",
        """[{"start": 1, "duration": 2.0, "text": "Hello you"},
        {"start": 4.0, "duration": 1, "text": "Bye"}]""",
        """{"utterances": [{"start": 1000, "end": 3000, "confidence": 1, "text": "Hello you"},
        {"start": 4000, "end": 5000, "confidence": 1, "text": "Bye"}]}""",
        """{"results": {"utterances": [{"start": 1.0, "end": 3.0, "confidence": 1, "transcript": "Hello you"},
        {"start": 4.0, "end": 5.0, "confidence": 1, "transcript": "Bye"}]}}""",
        """{"segments": [{"start": 1, "end": 3, "text": "Hello you"}, {"start": 4, "end": 5, "text": "Bye"}],
        "results": {"words": 3}}""",
        "1\t3.0\tHello you\n4\t5\tBye\n",
        "1.000000\t3.000000\tHello you\n4.000000\t5.000000\tBye\n",
        "start\tend\ttext\n1000\t3000\tHello you\n4000\t5000\tBye\n",
        "[00:01.000 --> 00:03.000]  Hello you\n[00:00:04.000 --> 00:00:05.000]   Bye\n",
    ],
    ids=[
        *("lrc", "ttml", "ticks", "prefixes", "spans", "deepgram_words", "assemblyai_words"),
        *("whisper_json", "json", "whisper.cpp", "hugging_face", "youtube"),
        *("assemblyai", "deepgram", "with_results", "whole_seconds", "audacity", "whisper_tsv", "printed"),
    ],
)  # fmt: skip
def test_other_formats(text):
    """Lyrics, TTML with its kinds of times, and what recognisers and we ourselves write as JSON."""
    assert cues(text) == [(1000, 3000, None, "Hello you"), (4000, 5000, None, "Bye")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p begin='1s' end='2s'><span style='s1'>Hello</span><br/><span>you</span></p>", ["Hello you"]),
        ("<p begin='1s' end='2s'><desc>crying</desc>Hi <set begin='1s' color='red'/>you</p>", ["Hi you"]),
        ("<p begin='1s' end='2s'><metadata>a<metadata>b</metadata>c</metadata>Hi <new>you</p>", ["Hi you"]),
        ("<p>- <span begin='1s' end='2s'>Hi.</span>\n<span begin='2s' end='3s'>Bye</span> now</p>",
         ["Hi.", "Bye now"]),
        ("<p><span begin='1s' end='2s'><span begin='0s' end='1s'>One</span> two</span></p>", ["One two"]),
        ("<div begin='1s' end='2s'><p>Hi</p></div><!-- <p begin='1s' end='2s'>x</p> -->", ["Hi"]),
        ("<p begin='1s' end='2s'><span ruby='base'>A</span><span ruby='text'>b</span></p>", ["A"]),
        ("<p begin='1s' end='2s'/><p begin='2s' end='3s'>Hi</p>", ["Hi"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "tt:"])
def test_elements_of_ttml(body, expected, prefix):
    """With and without a prefix, as EBU-TT-D has one: only what is shown as text is said, at its times."""
    text = f"<tt>{body}</tt>".replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}")
    text = text.replace(f"<{prefix}!--", "<!--").replace(" ruby=", " tts:ruby=")
    assert [(start, said) for start, _, _, said in cues(text)] == [
        (1000 * number, said) for number, said in enumerate(expected, cues(text)[0][0] // 1000)
    ]


def test_a_paragraph_of_ttml_without_times():
    """It is a fault: nothing is left out without a word."""
    (fault,) = read_cues("<tt>\n<p>Hi</p>\n<p begin='1s' end='2s'>Bye</p></tt>", {}).faults
    assert (fault.place.line, "times that cannot be read" in fault.problem) == (2, True)


HEARD = (("hello", 0.5, 0.9, "Hello"), ("there", 0.9, 1.2, "there."), ("dr", 1.3, 1.4, "Dr."),
         ("who", 1.4, 2.0, "Who"), ("bye", 3.0, 3.04, "bye"))  # fmt: skip


@pytest.mark.parametrize(
    "made",
    [
        {"results": {"channels": [{"alternatives": [{"transcript": "x", "words": [
            {"word": word, "start": start, "end": end, "punctuated_word": shown}
            for word, start, end, shown in HEARD
        ]}]}]}},
        {"text": "x", "utterances": None, "words": [
            {"text": shown, "start": int(start * 1000), "end": int(end * 1000), "speaker": None}
            for _, start, end, shown in HEARD
        ]},
        {"text": "x", "words": [{"word": one[3], "start": one[1], "end": one[2]} for one in HEARD]},
    ],
    ids=["deepgram", "assemblyai", "openai"],
)  # fmt: skip
def test_recognisers_that_list_words(made):
    """Without utterances, the words make sentences; an abbreviation ends none, and a pause does."""
    assert cues(json.dumps(made)) == [
        (500, 1200, None, "Hello there."),
        (1300, 2000, None, "Dr. Who"),
        (3000, 3040, None, "bye"),
    ]


def test_words_of_two_speakers_and_without_times():
    """Another speaker begins another sentence; a word without times is said after the last one."""
    words = [
        {"word": "Yes", "start": 1, "end": 2.5, "speaker": "A"},
        {"word": "27", "speaker": "A"},
        {"word": "no", "start": 3, "end": 4.5, "speaker": "B"},
    ]
    assert cues(json.dumps({"words": words})) == [(1000, 2500, "A", "Yes 27"), (3000, 4500, "B", "no")]


def test_words_without_a_full_stop():
    """A cue has two lines at most, and the sentence goes on in the next one."""
    words = [{"word": "on and", "start": number, "end": number + 1} for number in range(30)]
    found = [said for *_, said in cues(json.dumps({"words": words}))]
    assert [len(said.split()) for said in found] == [24, 24, 12]
    assert max(map(len, found)) <= 84


SHORT_TEXT = "Hello there. I am a short test of counterrevolutionaries. No. No. No."


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("pause", [0, 300])
def test_our_own_ass_comes_in_again(style, language, pause):
    """In every style, also where each word is an event, or parts of a long word are: a cue is said once."""
    text = SHORT_TEXT if language == "en" else "\u05e9\u05dc\u05d5\u05dd \u05dc\u05db\u05d5\u05dc\u05dd!"
    words = steady(text, pause=pause, language=language)
    made = render(words, ["ass", "srt"], style, audio_ms=words[-1].end_ms)

    def said(name):
        return [(start // 10, words.casefold()) for start, _, _, words in cues(made[name])]

    assert [words for _, words in said("ass")] == [words for _, words in said("srt")]


@pytest.mark.parametrize(
    "tags", [("<u>", "</u>"), ('<font color="#00ff00">', "</font>"), ("{\\b1}", "{\\b0}")]
)
def test_a_highlight_that_moves(tags):
    """Whisper and others make a cue for each word, and for a pause; what is lit again is said again."""
    lit = ["<Oh> no.", "Oh no.", "Oh <no.>", "Oh no."] * 2 + ["<Yes.>"] * 2 + ["No."] * 2
    written = [one.replace("<", "\0").replace(">", tags[1]).replace("\0", tags[0]) for one in lit]
    text = "\n".join(
        f"00:00:{number:02}.000 --> 00:00:{number:02}.999\n{one}\n" for number, one in enumerate(written)
    )
    assert [said for *_, said in cues(text)] == ["Oh no."] * 2 + ["Yes."] * 2 + ["No."] * 2


def test_names_that_only_say_who_speaks():
    """Names in capitals that come again, and numbered speakers, are not said; a single shouted word is."""
    said = ("ANNA: One.", "WARNING: Two.", "[Speaker_01]: Three.", "ANNA: Four.\nANNA: Five.", "[BOB]: Six.")
    text = "\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{one}\n" for n, one in enumerate(said, 1))
    assert [(name, words) for _, _, name, words in cues(text)] == [
        ("ANNA", "One."),
        (None, "WARNING: Two."),
        ("Speaker_01", "Three."),
        ("ANNA", "Four. Five."),
        (None, "Six."),
    ]


def test_speakers_of_other_formats():
    """Agents of TTML, and the speakers of a recogniser that tells them apart."""
    agents = (
        '<metadata><ttm:agent type="person" xml:id="v1"><ttm:name type="full">Anna</ttm:name></ttm:agent>'
    )
    ttml = f'<tt><head>{agents}</metadata></head><p begin="1s" end="2s" ttm:agent="v1">Hi</p></tt>'
    told = '[{"start": 1, "end": 2, "text": "Hi", "speaker": "Anna"}]'
    assert cues(ttml) == cues(told) == [(1000, 2000, "Anna", "Hi")]


def test_speakers_map_to_voices():
    """A speaker without a voice is named once, and speaks in the request's own."""
    read = read_cues(VTT, {"ANNA": "slt"})
    turns, warnings = turns_of_cues(read.cues, {"ANNA": "slt"})
    assert [turn.voice for turn in turns] == ["slt", "slt", None]
    assert warnings == ["Speakers without a voice in voices speak in the request's own: Bob."]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "no cue with words"),
        ("just a text", 1, "no cue with words"),
        ("\n\n00:00:0x,000 --> 00:00:01,000\nx", 3, "times that cannot be read"),
        *(
            (f"1\n00:00:00,500 --> 00:00:02,000\nOne.\n\n2\n{slip}\nTwo.\n", 6, "times that cannot be read")
            for slip in (
                *("00:00:02,50x --> 00:00:04,000", "O0:00:02,500 --> 00:00:04,000", "00:00:02,500 --> "),
                *("00:00:02,500 --> 00:00:04,000,", "00:00:02,500 -- > 00:00:04,000"),
            )
        ),
        ("00:02.000 --> 00:01.000\nx", 1, "does not end after it starts"),
        ("00:00:01:12 --> 00:00:02:12\nx", 1, "times in frames"),
        ("<tt>Hello</tt>", 1, "no cue with words"),
        ("<sami><body><sync start=1>x", 1, "is SAMI, which is not read"),
        ("{24}{48}x", 1, "is MicroDVD"),
        ('<tt><p begin="soon" end="1s">x</p></tt>', 1, "times that cannot be read"),
        ('[{"text": "x"}]', 1, "has no start and end"),
        ("00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:01.500\ny", 4, "runs backwards"),
        ("00:02.000 --> 00:03.000\nx\n\n00:02.800 --> 00:04.000\ny", 4, "overlaps the one before it"),
        ("00:02.000 --> 05:00:03.000\nx", 1, "ends at 5:00:03.000"),
        ("[Events]\nDialogue: 0,soon,0:00:01.00,a,b,0,0,0,,x", 2, "times that cannot be read"),
    ],
)
def test_faults_have_their_line(text, line, problem):
    """What no track can keep is a fault, with its line."""
    faults = read_cues(text, {}).faults
    assert problem in faults[0].problem
    assert faults[0].place.line == line


def test_who_may_be_speaking():
    """Marked speakers, and what may be one: names with a colon, however they are written."""
    srt = "\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\n{said}\n"
        for n, said in enumerate(["ANN: Hi.", "10: go.", "Ann: Bye.", "http://x"], start=1)
    )
    assert speakers_of(read_cues(srt, {}).cues) == [CueSpeaker("ANN", 2, is_marked=False)]
    assert speakers_of(read_cues(VTT, {}).cues) == [
        CueSpeaker("Anna", 2, is_marked=True),
        CueSpeaker("Bob", 1, is_marked=True),
    ]


PARTS = st.sampled_from([
    "1\n", "00:00:01,000 --> 00:00:02,000\n", "00:01.000 --> 00:02.000", "\n\n", "<v A>", "</v>",
    "[Events]\n", "Dialogue: 0,0:00:01.00,0:00:02.00,,,", "Format: Text, Start\n",
    "{\\p1}", "WEBVTT\n", "NOTE\n", "x y",
    "♪", "[", "]", "(", ")", "-->", "99:99:99,999 --> 99:99:99,999\n", "Anna: ", "\r", "&lt;", "\0", "\ue000",
    "{", "}", ",", "<tt>", "<p begin='1s' end='2s'>", "</p>", "[00:01.00]",
    '[{"start": 1, "end": 2, "text": "x"}]',
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(PARTS, max_size=30).map("".join))
def test_hostile_files_are_faults_or_cues(text):
    """No file makes the reader fail; the cues of one without a fault are in order and apart."""
    read = read_cues(text, {"anna": "x"})
    assert read.cues or read.faults
    if not read.faults:
        ends = [0] + [cue.end_ms for cue in read.cues]
        assert all(cue.start_ms >= end for cue, end in zip(read.cues, ends, strict=False))
        assert all(cue.text for cue in read.cues)


@pytest.mark.parametrize("length", [100_000, pytest.param(400_000, marks=pytest.mark.exhaustive)])
def test_the_work_grows_with_the_length(length):
    """Very many hostile characters are read at once."""
    for unit in (
        "♪",
        "[a] ",
        "00:00:01,000 --> ",
        "00:01.000 --> 00:02.000\n♪",
        "<v A>",
        "{\\p",
        "(",
        "Anna: ",
        "- [Anna] ",
        "<tt><p ",
        "<p begin='1s'>",
        "<tt><p begin='1s' end='2s'><desc>",
        "<tt><!--",
        "(a) ",
        "-- ",
        "<rt>",
        "[00:01.00]",
        "Dialogue: 0,0:00:01.00,",
    ):
        read_cues((unit * length)[:length], {"anna": "x"})


def test_sounds_beside_what_is_said():
    """Music may go on behind a voice, and a song that ends within a cue does not take its words with it."""
    music = "00:01.000 --> 00:09.000\n♪♪ [music] ♪\n\n"
    assert cues(f"WEBVTT\n\n{music}00:02.000 --> 00:03.000\nHi.\n") == [(2000, 3000, None, "Hi.")]
    assert read_cues(f"WEBVTT\n\n{music}00:02.000 --> 00:03.000\nHi.\n", {}).end_ms == 9000
    song = "♪ la ♪ Hello."
    assert cues(f"WEBVTT\n\n00:02.000 --> 00:03.000\n{song}\n") == [(2000, 3000, None, song)]


@pytest.mark.parametrize("length", [150_000, pytest.param(500_000, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize(
    "repeated", ["<v A>x ", "<u>a</u> ", "<v.", "-", "{\\p1", "00:01.0 --> 00:02.0\nHi\n\n"]
)
def test_the_work_grows_with_a_files_length_alone(repeated, length):
    """A file that repeats what looks like a beginning is read at once; it once took minutes or hours."""
    long = repeated * (length // len(repeated))
    for head in (
        "1\n00:00:01,000 --> 00:00:50,000\n",
        "1234 ",
        f"{ASS}Dialogue: 0,0:00:06.00,0:00:09.00,,,{{",
        "<tt><p begin='1s' end='2s'>",
    ):
        assert len(read_cues(head + long, {}).faults) <= 30


def test_a_tag_of_a_voice_without_a_name():
    """Names nobody, and its blanks are looked at once: a file may hold two million."""
    cue = read_cues(f"00:01.000 --> 00:02.000\n<v{' ' * 10_000}>Hello\n", {}).cues[0]
    assert (cue.speaker, cue.text) == (None, "Hello")


@pytest.mark.parametrize("text", ["[00:01]" * 2_000 + "la " * 100_000, "[00:01]" * 200_000])
def test_a_line_that_is_sung_too_often(text):
    """A few bytes would repeat a long line, without an end in sight."""
    read = read_cues(text, {})
    assert (read.cues, "repeats its lines" in read.faults[0].problem) == ([], True)


@pytest.mark.parametrize("end", ["1" + "0" * 4_000, "true", "NaN"])
def test_times_of_json_that_are_none(end):
    """The fault is short, however long the number is."""
    (fault,) = read_cues(f'[{{"start": 0, "end": {end}, "text": "x"}}]', {}).faults
    assert "has no start and end" in fault.problem


def test_a_time_that_is_said_makes_no_song():
    """Else the rest of such a file would be left out without a word."""
    text = "0:00:01.000,0:00:02.000\n[00:12] Hello\n\n0:00:03.000,0:00:04.000\nBye\n"
    assert [cue[-1] for cue in cues(text)] == ["Hello", "Bye"]

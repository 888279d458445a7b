# ruff: noqa: RUF001 - other alphabets are the point
"""Names in front of a transcript's lines are speakers where they can be nothing else."""

import pytest
from tests.growth import AT_MOST, growth

from f5tts_worker.config import from_environment
from f5tts_worker.jobs.steps.results import with_voices
from f5tts_worker.request.parse import parse
from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.script.transcript import by_speaker, words_said

DIALOGUES = [
    ("BOB: Hello.\nANNA: Hi!\nBOB: Bye.", [("BOB", "Hello."), ("ANNA", "Hi!"), ("BOB", "Bye.")]),
    ("Bob: Hello,\nyou.\n\nAnna: Hi!\nBob: No.", [("Bob", "Hello,\nyou."), ("Anna", "Hi!"), ("Bob", "No.")]),
    ("Speaker 1: Yes.\nSpeaker 2: No.", [("Speaker 1", "Yes."), ("Speaker 2", "No.")]),
    ("[Dr. de Souza]: Yes.\n- Zoë B.: No.\n[Dr. de Souza]: Yes.",
     [("Dr. de Souza", "Yes."), ("Zoë B.", "No."), ("Dr. de Souza", "Yes.")]),
    ("A talk.\n\nQ: Why?\nA: So.\nQ: No?", [(None, "A talk."), ("Q", "Why?"), ("A", "So."), ("Q", "No?")]),
    ("Ольга: Да.\nИван: Нет.\nОльга: Да.", [("Ольга", "Да."), ("Иван", "Нет."), ("Ольга", "Да.")]),
    ("田中：はい。\n佐藤：いえ。\n田中：え。", [("田中", "はい。"), ("佐藤", "いえ。"), ("田中", "え。")]),
    ("ANNA:\nHi there.\nBOB: Yes.\nANNA: Well.", [("ANNA", "Hi there."), ("BOB", "Yes."), ("ANNA", "Well.")]),
]  # fmt: skip
TEXTS = [
    "Note: this is said.\nNote: this too.",
    "WARNING: keep out.\nNobody may enter.",
    "он сказал: да.\nона сказала: нет.\nон сказал: да.",
    "I said: go home.\nShe said: no.\nI said: yes.",
    "Ingredients: flour.\nMethod: bake it.",
    "At 9:30 we left.\nAt 10:30 we came.\nAt 9:30 we left.",
    "In the evening, Anna came. She had one wish: to sleep.\nIt was late: very late.",
    "One line: no transcript.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), DIALOGUES)
def test_each_says_his_own_words(text, expected):
    """In capitals, numbered, or in front of half of the lines."""
    assert by_speaker(text) == expected


@pytest.mark.parametrize("text", TEXTS)
def test_a_colon_alone_makes_no_speaker(text):
    """What may be said is looked for in the recording."""
    assert by_speaker(text) == []


@pytest.mark.parametrize("line", ["Anna: ", "A b ", "ANNA B C D E ", "[[A: ", "- - - ", "A.A.A."])
def test_the_work_grows_with_the_text(line):
    """No text, however strange, takes longer than its length."""
    assert growth(by_speaker, lambda n: (line * 20 + "\n") * n) < AT_MOST
    assert growth(by_speaker, lambda n: line * n) < AT_MOST


def test_each_word_of_a_transcript_has_its_voice():
    """The names are no words; what stands before the first is nobody's."""
    text = "A talk.\n\nBOB: Hello. How are\nyou?\nANNA: Fine, BOB: thank you.\nBOB: Good."
    order = {"endpoint": "align", "audio_url": "https://example.org/a.wav", "text": text}
    request = parse(order, from_environment({}))
    assert "the names of those who speak" in request.warnings[0]
    words = [
        {"word": word, "start_ms": 100 * n, "end_ms": 100 * n + 90, "score": 0.9, "source": "aligned"}
        for n, word in enumerate(request.text.split())
    ]
    voiced = with_voices(words, split_sentences(request.text, "en"), request.turns)
    assert (
        " ".join(word["word"] for word in voiced) == "A talk. Hello. How are you? Fine, BOB: thank you. Good."
    )
    assert [word.get("voice") for word in voiced] == [None] * 2 + ["BOB"] * 4 + ["ANNA"] * 4 + ["BOB"]
    assert parse({**order, "literal_text": True}, from_environment({})).text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Speaker 1: It is late.", "It is late."),
        ("SPEAKER_00 [00:00:00]: It is late.", "It is late."),
        ("[00:00] It is, [00:02] so late. (0:04) Go.", "It is, so late. Go."),
        ("[music] It [pause:1s] is late. (laughs)", "It is late."),
        ("ANNA: It is,\nANNA: so late.", "It is, so late."),
        ("He said (I think) that it is 9:30.", "He said (I think) that it is 9:30."),
        ("[music]", "[music]"),
    ],
)
def test_a_reference_says_words_alone(text, said):
    """What transcripts have beside them would be taken for speech, and make all speech too fast."""
    assert words_said(text) == said


@pytest.mark.parametrize("mark", ["[a", "(laughs", " ", "[00:0", "Anna: [x] "])
def test_the_work_of_a_reference_text_grows_with_it(mark):
    """However many marks begin and never end."""
    assert growth(words_said, lambda n: mark * 4 * n) < AT_MOST

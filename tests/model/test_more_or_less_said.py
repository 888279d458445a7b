"""A recording may say more than its text, and a text more than its recording: every word keeps its place.

The truth is flite's. Of slt the demo's aligner heard much in its training, of awb a sixth of that.
"""

from functools import cache
from importlib import resources

import numpy as np
import pytest
from scripts.demo.flite import Flite
from tests.model.sounds import SENTENCES
from tests.pairs import each_once, ordinarily

from f5tts_worker.engine.alignment import aligner

RATE = 16_000
FAR_MS = 300
REFRAIN = "Row, row, row your boat, gently down the stream."
OTHERS = (
    "The train was late again, and so were we.",
    "He asked for a cup of tea.",
    "Nothing happened until noon.",
)
VOICES = ("slt", "awb")


@pytest.fixture(scope="module")
def ears():
    folder = str(resources.files("f5tts_worker") / "demo" / "aligner")
    return aligner.load({"language": "en", "kind": "huggingface", "path": folder}, "cpu")


@pytest.fixture(scope="module")
def say():
    """Return flite's `say`, which says each sentence once for all: test_flite.py shows that it may."""
    return cache(Flite(VOICES).say)


def some(numbers, chosen):
    """Return each number with each voice, of which all but those chosen are tried exhaustively alone."""
    return [
        pytest.param(n, voice, marks=[] if chosen.get(n) == voice else pytest.mark.exhaustive)
        for n in numbers
        for voice in VOICES
    ]


class Take:
    """A recording and a text, built part by part; `true` holds when each word is said, None if it is not."""

    def __init__(self, say, voice):
        self.say, self.voice = say, voice
        self.parts, self.words, self.true = [], [], []

    @property
    def samples(self):
        return np.concatenate(self.parts)

    def said(self, text):
        """Add speech that is not in the text; return when its words begin, in ms."""
        start = sum(map(len, self.parts)) / RATE
        speech = self.say(text, self.voice)
        self.parts.append(speech.samples.astype(np.float32) / 32768)
        starts = [1000 * (start + first) for _, first, _ in speech.word_times()]
        assert len(starts) == len(text.split())
        return starts

    def written(self, text):
        """Add text that is not said."""
        self.words += text.split()
        self.true += [None] * len(text.split())

    def both(self, text):
        """Add text that is said."""
        starts = self.said(text)
        self.words += text.split()
        self.true += starts

    def quiet(self, seconds):
        self.parts.append(np.zeros(int(seconds * RATE), np.float32))

    def check(self, ears, most_far=0, most_invented=0):
        """Assert that what is said is found where it is, and that the rest is not; return the warnings."""
        notes = []
        timed = aligner.align_text(ears, self.samples, " ".join(self.words), "en", warnings=notes)
        assert [word["word"] for word in timed] == self.words
        pairs = list(zip(timed, self.true, strict=True))
        far = [
            (word, true)
            for word, true in pairs
            if true is not None and (word["score"] is None or abs(word["start_ms"] - true) > FAR_MS)
        ]
        invented = [word for word, true in pairs if true is None and word["score"] is not None]
        assert len(far) <= most_far, far
        assert len(invented) <= most_invented, invented
        return notes


def check_one_of_many(ears, say, voice, sentences, number):
    """Only that sentence is in the text: it keeps its first and last word, without a warning."""
    take = Take(say, voice)
    for index, sentence in enumerate(sentences):
        (take.both if index == number else take.said)(sentence)
    assert take.check(ears) == []


@pytest.mark.parametrize(("number", "voice"), [(0, "slt"), (2, "awb"), (4, "slt")])
def test_one_sentence_of_five_is_in_the_text(ears, say, voice, number):
    """The recording says five sentences, the text the first, the middle or the last of them."""
    check_one_of_many(ears, say, voice, SENTENCES[:5], number)


@pytest.mark.exhaustive  # test_one_sentence_of_five_is_in_the_text has fewer
@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("number", range(len(SENTENCES)))
def test_one_sentence_of_nine_is_in_the_text(ears, say, voice, number):
    """The recording says nine sentences, the text any one of them."""
    check_one_of_many(ears, say, voice, SENTENCES, number)


@pytest.mark.parametrize(("number", "voice"), some(range(1, len(SENTENCES) - 1), {1: "slt", 4: "awb"}))
def test_one_sentence_of_three_is_said(ears, say, voice, number):
    """The text has one sentence before and one after what is said: those are interpolated, with a warning."""
    take = Take(say, voice)
    take.written(SENTENCES[number - 1])
    take.both(SENTENCES[number])
    take.written(SENTENCES[number + 1])
    assert len(take.check(ears)) == 1


AROUND = [
    (*said, pause)
    for said in (("Okay.", "Thanks."), ("Welcome to the show.", "See you soon."))
    for pause in (0, 5)
]


@pytest.mark.parametrize(("around", "voice"), each_once(AROUND, VOICES))
def test_an_intro_and_an_outro_are_passed_over(ears, say, voice, around):
    """What is said before and after the text, with a pause or without, moves no word."""
    intro, outro, pause = around
    take = Take(say, voice)
    take.said(intro)
    take.quiet(pause)
    take.both(SENTENCES[3])
    take.quiet(pause)
    take.said(outro)
    assert take.check(ears) == []


@pytest.mark.parametrize("voice", ordinarily(VOICES, "awb"))
def test_sentences_that_were_left_out_and_put_in(ears, say, voice):
    """Of a whole text, some sentences are not said; between others, something else is."""
    take = Take(say, voice)
    take.both(SENTENCES[0])
    take.written(SENTENCES[1])
    take.both(SENTENCES[2])
    take.said(OTHERS[0])
    take.both(SENTENCES[3])
    take.said(OTHERS[1])
    take.written(OTHERS[2])
    take.both(SENTENCES[4])
    assert len(take.check(ears, most_far=1, most_invented=1)) == 1


@pytest.mark.parametrize(("is_said", "voice"), each_once([False, True], VOICES))
def test_a_refrain_is_said_more_or_less_often_than_written(ears, say, voice, is_said):
    """The text repeats a line twice, the recording once or three times: the verses keep their places."""
    take = Take(say, voice)
    take.both(SENTENCES[0])
    take.both(REFRAIN)
    take.both(SENTENCES[1])
    (take.said if is_said else take.written)(REFRAIN)
    take.both(SENTENCES[2])
    take.both(REFRAIN)
    take.check(ears)


@pytest.mark.parametrize("voice", VOICES)
def test_another_text_is_not_heard(ears, say, voice):
    """Of a text of which nothing is said, hardly a word is found, and a warning says so."""
    take = Take(say, voice)
    take.said(SENTENCES[0])
    take.said(SENTENCES[1])
    take.written(OTHERS[0])
    take.written(OTHERS[1])
    assert len(take.check(ears, most_invented=4)) == 1

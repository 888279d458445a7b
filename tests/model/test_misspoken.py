"""Words left out, said twice or added are found, and speech without a fault is not suspected.

In clear output of an aligner, made letter by letter, faults of every kind, the shortest too; in flite's
speech as the demo's aligner hears it, faults in clear words (scripts/judge_faults.py counts all kinds).
"""

from functools import cache
from importlib import resources

import numpy as np
import pytest
from scripts.demo.flite import Flite
from scripts.demo.planting import cut, doubled, leaked, sound_of
from scripts.demo.timing import natural
from tests.pairs import each_once

from f5tts_worker.engine.alignment import aligner
from f5tts_worker.engine.alignment.ctc import Labels
from f5tts_worker.engine.alignment.misspoken import misspoken
from f5tts_worker.engine.text.spoken import split_words

COLUMNS = {"<pad>": 0, "|": 1, **{letter: 2 + n for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}}
LABELS = Labels.of(COLUMNS, blank=0)
TEXT = "she has a cat and the old dog"
SENTENCES = (
    "The teacher wrote a long letter to the company.",
    "Two white birds flew over the green hill.",
    "My brother found a strange key behind the kitchen wall.",
    "The children played in the garden until the evening.",
    "He put the bread in a basket and carried it up to the house.",
)
VOICES = ("slt", "rms")


def heard(said, sure=0.98):
    """Return what a sure aligner gives for words: two frames a letter, a blank or two after each."""
    path = [0, 0]
    for letter in said.replace(" ", "|"):
        path += [COLUMNS[letter], COLUMNS[letter], 0]
    path += [0, 0]
    shares = np.full((len(path), len(COLUMNS)), (1 - sure) / (len(COLUMNS) - 1), np.float32)
    shares[np.arange(len(path)), path] = sure
    return np.log(shares)


def judge(emission, text, labels=LABELS):
    words = [labels.letters(word) for word in text.split()]
    return misspoken(emission, words, labels, [False, *[True] * (len(words) - 1)])


def test_what_is_said_as_written_has_no_fault():
    """Neither in clear speech nor where every letter is half lost, whatever the badness."""
    clear, dim = judge(heard(TEXT), TEXT), judge(heard(TEXT, 0.5), TEXT)
    assert not clear
    assert not dim
    assert clear.badness < 0.1


@pytest.mark.parametrize("number", range(8))
def test_every_word_is_missed(number):
    """The first and the last, and one of a single letter."""
    words = TEXT.split()
    found = judge(heard(" ".join(words[:number] + words[number + 1 :])), TEXT)
    assert found.missing == (number,)
    assert not found.added


@pytest.mark.parametrize("number", range(8))
def test_every_repetition_is_heard(number):
    """It is told by the word's letters and stands before the next word."""
    words = TEXT.split()
    found = judge(heard(" ".join(words[: number + 1] + words[number:])), TEXT)
    assert not found.missing
    assert [(added.before, added.letters) for added in found.added] == [(number + 1, words[number])]


def test_several_words_are_skipped_or_said_again():
    """A jump over three words is three missing words; a jump back says them again."""
    assert judge(heard("she has the old dog"), TEXT).missing == (2, 3, 4)
    again = judge(heard("she has a cat and a cat and the old dog"), TEXT)
    assert not again.missing
    assert [(added.before, added.letters) for added in again.added] == [(5, "a cat and")]


@pytest.mark.parametrize(("before", "said"), [(0, "tea " + TEXT), (8, TEXT + " tea")])
def test_other_words_are_heard_before_and_after(before, said):
    """A word of the reference's leaks in, at the start or at the end."""
    found = judge(heard(said), TEXT)
    assert not found.missing
    assert [(added.before, added.letters) for added in found.added] == [(before, "tea")]


def test_two_faults_in_one_chunk():
    """Both are found, and together they are worse than either."""
    both = judge(heard("she a cat and the old dog dog"), TEXT)
    assert both.missing == (1,)
    assert [added.letters for added in both.added] == ["dog"]
    assert both.badness > judge(heard("she a cat and the old dog"), TEXT).badness
    assert both.badness > judge(heard(TEXT + " dog"), TEXT).badness


def test_letters_that_sound_alike_are_no_fault():
    """A model that writes what it hears: other vowels, d for t."""
    assert not judge(heard("shi hes a cad end tho olt dog"), TEXT)


def test_a_word_that_is_said_in_parts_is_missing_if_one_part_is():
    """Two spoken words that are displayed as one."""
    words = [LABELS.letters(spoken) for spoken in ("i", "owe", "five dollars", "now")]
    found = misspoken(heard("i owe dollars now"), words, LABELS, [False, True, True, True])
    assert found.missing == (2,)


def test_a_model_without_separators():
    """Nothing stands between two words."""
    labels = Labels.of({name: column for name, column in COLUMNS.items() if name != "|"}, blank=0)
    missed = judge(heard(TEXT.replace("cat ", "").replace(" ", "")), TEXT, labels)
    assert (missed.missing, missed.added) == ((3,), ())
    assert not judge(heard(TEXT.replace(" ", "")), TEXT, labels)


def test_letters_that_the_model_does_not_know():
    """Any letter will do for them, and none is a fault."""
    strange = TEXT.replace("cat", "кот")
    assert not judge(heard(TEXT), strange)
    assert judge(heard(TEXT.replace("cat ", "")), strange).missing == (3,)


def test_too_little_and_too_much_to_judge():
    """No words: no fault. More letters than frames: all are missing. An hour: not judged."""
    assert not judge(heard("tea"), "")
    short = judge(heard(TEXT)[:9], TEXT)
    assert short.missing == tuple(range(8))
    assert short.badness > judge(heard("she has a"), TEXT).badness
    long = np.zeros((180_000, len(COLUMNS)), np.float32)
    assert not judge(long, " ".join([TEXT] * 500))


def test_a_model_that_is_quite_sure():
    """Probabilities of nought are a floor's, never the end of all courses."""
    emission = np.where(heard(TEXT) > -1, 0.0, -np.inf).astype(np.float32)
    assert not judge(emission, TEXT)
    assert judge(emission, TEXT.replace("cat", "cat again")).missing == (4,)


@pytest.fixture(scope="module")
def ears():
    folder = str(resources.files("f5tts_worker") / "demo" / "aligner")
    return aligner.load({"language": "en", "kind": "huggingface", "path": folder}, "cpu")


@pytest.fixture(scope="module")
def say():
    flite = Flite(VOICES)

    @cache
    def said(text, voice):
        samples, times = natural(flite, text, voice)
        return samples.numpy(), [time[1:] for time in times]

    return said


def listen(ears, samples, text):
    """Return the faults of a chunk, none or one, and its badness."""
    words = [{"display": word.display, "spoken": word.spoken} for word in split_words(text, "en")]
    chunk = {"words": words, "start_ms": 0, "end_ms": len(samples) // 16}
    found = aligner.align_chunks(ears, samples, [chunk])
    return found.faults, found.badness[0]


@pytest.mark.parametrize(("text", "voice"), each_once(SENTENCES, VOICES))
def test_healthy_speech_is_not_suspected(ears, say, text, voice):
    faults, badness = listen(ears, say(text, voice)[0], text)
    assert faults == []
    assert badness < 2


@pytest.mark.parametrize(("text", "voice"), each_once(SENTENCES, VOICES))
def test_planted_faults_are_found(ears, say, text, voice):
    """The longest word cut out, the same word doubled, another word in front; each is worse than none."""
    samples, times = say(text, voice)
    words = text.split()
    longest = max(range(len(words)), key=lambda number: len(words[number]))
    other, its_times = say("In the morning my father reads the paper.", voice)
    planted = {
        "cut": cut(samples, times[longest]),
        "doubled": doubled(samples, times[longest]),
        "leaked": leaked(samples, sound_of(other, its_times[-1])),
    }
    _, usual = listen(ears, samples, text)
    for kind, sound in planted.items():
        (fault,), badness = listen(ears, sound, text)
        assert fault["chunk"] == 0
        assert fault["badness"] == badness > usual + 5
        assert fault["added"] or kind == "cut"
        assert words[longest] in fault["missing"] or kind != "cut"


def test_faults_name_their_chunk(ears, say):
    """Of three chunks the second has a word cut out; the others' badness is low."""
    parts = [say(text, "slt")[0] for text in SENTENCES[:3]]
    _, times = say(SENTENCES[1], "slt")
    parts[1] = cut(parts[1], times[2])
    chunks, start = [], 0
    for part, text in zip(parts, SENTENCES, strict=False):
        words = [{"display": word.display, "spoken": word.spoken} for word in split_words(text, "en")]
        chunks.append({"words": words, "start_ms": start // 16, "end_ms": (start + len(part)) // 16})
        start += len(part)
    found = aligner.align_chunks(ears, np.concatenate(parts), chunks)
    assert [(fault["chunk"], fault["missing"]) for fault in found.faults] == [(1, ["birds"])]
    assert len(found.badness) == 3
    assert max(found.badness[0], found.badness[2]) < 2 < found.badness[1]

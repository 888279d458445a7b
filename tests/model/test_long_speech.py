"""Long recordings: the time of every word against flite's own, and texts that do not fit what is said."""

from importlib import resources

import numpy as np
import pytest
from scripts.demo.flite import Flite
from tests.truth.long_speech import long_speech

from f5tts_worker.engine.alignment import aligner, search
from f5tts_worker.engine.text.spoken import split_words

RATE = 16_000
SECONDS = 60  # heard in three windows


@pytest.fixture(scope="module")
def ears():
    folder = str(resources.files("f5tts_worker") / "demo" / "aligner")
    return aligner.load({"language": "en", "kind": "huggingface", "path": folder}, "cpu")


@pytest.fixture(scope="module")
def flite():
    return Flite()


@pytest.fixture(scope="module")
def speech(flite):
    """Return a minute of flite, both voices, and when it says each word."""
    return long_speech(flite, SECONDS)


@pytest.fixture(scope="module")
def whole(ears, speech):
    """Align all of it with its own text, with progress."""
    seen = []
    words = aligner.align_text(ears, sound(speech), speech.text, progress=lambda *step: seen.append(step))
    return words, seen


def sound(speech, first=0.0, last=None):
    """Return float samples from `first` to `last`, in ms."""
    samples = speech.samples.astype(np.float32) / 32768
    return samples[round(first * 16) : None if last is None else round(last * 16)]


def before(speech, word):
    """Return a moment in the pause before a word, in ms."""
    return (speech.times[word - 1][1] + speech.times[word][0]) / 2


def ask(ears, samples, words):
    """Align; check that every word has a time, in order, inside; return starts, scores and warnings."""
    warnings = []
    timed = aligner.align_text(ears, samples, " ".join(words), "en", warnings=warnings)
    assert [word["word"] for word in timed] == list(words)
    cursor = 0
    for word in timed:
        assert cursor <= word["start_ms"] <= word["end_ms"] <= len(samples) // 16
        cursor = word["end_ms"]
    scores = [word["score"] or 0 for word in timed]
    return np.array([word["start_ms"] for word in timed]), np.array(scores), warnings


def sentence_start(speech, number):
    """Return the first word of a sentence that begins at or after the given word."""
    return next(i for i in range(number, len(speech.words)) if speech.words[i - 1][-1] in ".?!")


def test_word_starts_are_where_flite_says(speech, whole):
    """Median error at most 20 ms, 95th percentile at most 30 ms, over a minute in pieces."""
    missed = speech.starts_missed([word["start_ms"] for word in whole[0]])
    assert len(missed) > 110
    assert np.median(missed) <= 20
    assert np.percentile(missed, 95) <= 30


def test_progress_counts_to_the_end(whole):
    """Twice the recording's seconds, hearing and placing, never backwards."""
    done = [step[1] for step in whole[1]]
    assert len(done) > 10
    assert done == sorted(done)
    assert whole[1][-1][1] == whole[1][-1][2]


def test_pieces_give_the_times_of_the_whole(ears, speech, whole):
    """Laid along most of it at once, at least 99 % of words start within 20 ms of the pieces'."""
    words = sentence_start(speech, 100)
    end = before(speech, words)
    assert end > 40_000  # more than one piece
    chunk = {
        "words": [vars(word) for word in split_words(" ".join(speech.words[:words]), "en")],
        "start_ms": 0,
        "end_ms": round(end),
    }
    at_once = aligner.align_chunks(ears, sound(speech, 0, end), [chunk]).words
    apart = [abs(a["start_ms"] - b["start_ms"]) for a, b in zip(at_once, whole[0], strict=False)]
    assert np.mean(np.array(apart) <= 20) >= 0.99


def test_speech_that_is_heard_badly_is_followed_in_windows(ears, monkeypatch):
    """In noise no six letters in a row are heard as written, and the recording is too long for one search."""
    speech = long_speech(Flite(("awb",)), 40, voices=("awb",))
    for name, value in (("_LARGEST", 1_500_000), ("_WINDOW", 1000), ("_SETTLED", 750)):  # 20 s in place of 60
        monkeypatch.setattr(search, name, value)
    best_places, windows = search._best_places, []
    monkeypatch.setattr(search, "_best_places", lambda *given: windows.append(1) or best_places(*given))
    in_windows, lengths = search._in_windows, []
    monkeypatch.setattr(search, "_in_windows", lambda *a: lengths.append(len(a[0])) or in_windows(*a))
    samples = sound(speech)
    level = np.sqrt(np.square(samples).mean()) * 10 ** (-5 / 20)  # 5 dB below the speech
    noisy = samples + level * np.random.default_rng(1).standard_normal(len(samples)).astype(np.float32)
    starts, scores, warnings = ask(ears, noisy, speech.words)
    missed = speech.starts_missed(starts)
    assert lengths == [ears.frames(len(samples))]  # the whole of it
    assert len(windows) > 2
    assert np.median(missed) <= 20
    assert missed.max() <= 1000
    assert np.median(scores) > 0.5
    assert warnings == []


def chords(seconds):
    """Return three notes, now louder, now softer, at speech's level."""
    time = np.arange(seconds * RATE) / RATE
    notes = sum(np.sin(2 * np.pi * pitch * time) for pitch in (220, 277, 330))
    return (notes * (0.1 + 0.1 * np.sin(4 * time))).astype(np.float32)


def noise(seconds):
    """Return white noise at speech's level."""
    return (0.1 * np.random.default_rng(5).standard_normal(seconds * RATE)).astype(np.float32)


def silence(seconds):
    return np.zeros(seconds * RATE, np.float32)


def check_passage(ears, speech, middle, last, passage):
    """Put a passage before the word `middle`: 95 % of words are within 30 ms of where they are said."""
    cut, end = before(speech, middle), before(speech, last)
    samples = np.concatenate([sound(speech, 0, cut), passage, sound(speech, cut, end)])
    starts, _, warnings = ask(ears, samples, speech.words[:last])
    later = len(passage) / 16 * (np.arange(last) >= middle)
    true = np.array([start for start, _ in speech.times[:last]]) + later
    assert np.percentile(np.abs(starts - true), 95) <= 30
    assert warnings == []


@pytest.fixture(scope="module")
def some_words(flite):
    return long_speech(flite, 24, flite_seed=1)


@pytest.mark.parametrize(("passage", "louder"), [(chords, 5), (noise, 3), (silence, 1)])
def test_a_passage_without_words_changes_nothing(ears, some_words, passage, louder):
    """Music, noise or silence between few words, in the window in which they are heard, loud as it may be."""
    middle, last = (sentence_start(some_words, number) for number in (15, 28))
    check_passage(ears, some_words, middle, last, louder * passage(18))


@pytest.mark.exhaustive  # test_a_passage_without_words_changes_nothing puts less between fewer words
@pytest.mark.parametrize(
    ("passage", "seconds", "seed"),
    [(chords, 20, 1), (noise, 20, 3), (silence, 20, 4), (chords, 20, 2), (chords, 60, 0)],
)
def test_a_passage_in_long_speech_changes_nothing(ears, flite, passage, seconds, seed):
    """Music, noise or silence at speech's level, in the middle of a minute of it."""
    speech = long_speech(flite, 75, flite_seed=seed)
    middle, last = sentence_start(speech, 60), sentence_start(speech, 130)
    check_passage(ears, speech, middle, last, passage(seconds))


def test_sentences_that_the_text_lacks_are_passed_over(ears, speech):
    """A passage is said that is not written: what follows is found again."""
    first, after, last = (sentence_start(speech, number) for number in (40, 70, 110))
    kept = [*range(first), *range(after, last)]
    samples = sound(speech, 0, before(speech, last))
    starts, _, _ = ask(ears, samples, [speech.words[i] for i in kept])
    true = np.array([speech.times[i][0] for i in kept])
    assert np.percentile(np.abs(starts - true), 95) <= 60


def without(speech, first, after, last):
    """Return the sound of the first `last` words but for those from `first` to `after`.

    And for each of all these words when it starts there, in milliseconds, and whether it is said.
    """
    start, end = before(speech, first), before(speech, after)
    samples = np.concatenate([sound(speech, 0, start), sound(speech, end, before(speech, last))])
    numbers = np.arange(last)
    true = np.array([begin for begin, _ in speech.times[:last]]) - (end - start) * (numbers >= after)
    return samples, true, (numbers < first) | (numbers >= after)


def test_sentences_that_nobody_says_are_doubted(ears, speech):
    """A passage is written that is not said: low scores and a warning there, true times elsewhere."""
    first, after, last = (sentence_start(speech, number) for number in (40, 70, 110))
    samples, true, said = without(speech, first, after, last)
    starts, scores, warnings = ask(ears, samples, speech.words[:last])
    assert np.percentile(np.abs(starts - true)[said], 90) <= 60
    assert np.median(scores[~said]) < 0.1 < np.median(scores[said])
    assert "do not match" in warnings[0]


def test_words_beside_what_nobody_says_are_heard(ears, speech):
    """A passage from the middle of one sentence to that of another is not said: all words around it are."""
    last = sentence_start(speech, 110)
    samples, true, said = without(speech, 50, 90, last)
    starts, scores, _ = ask(ears, samples, speech.words[:last])
    assert (scores[said] > 0).all()
    assert not scores[~said].any()
    assert np.abs(starts - true)[said].max() <= 100


def test_another_text_altogether_is_doubted(ears, speech):
    """Words of another passage, several times too many, or sound without speech: times, and a warning.

    By its score, which is a probability, a word is more likely not said than said; one that is, is not.
    """
    samples = sound(speech, 0, before(speech, 50))
    _, scores, warnings = ask(ears, samples, speech.words[:50])
    assert np.median(scores) > 0.9
    assert warnings == []
    for heard, words in (
        (samples, speech.words[-60:]),
        (samples, speech.words[60:100] * 3),
        (np.random.default_rng(0).standard_normal(len(samples)).astype(np.float32) * 0.1, speech.words[:50]),
    ):
        _, scores, warnings = ask(ears, heard, words)
        assert np.median(scores) < 0.5
        assert "do not match" in warnings[0]


def test_a_text_of_one_word_for_much_speech(ears, speech):
    """The word is placed and nothing fails."""
    starts, _, _ = ask(ears, sound(speech, 0, before(speech, 80)), speech.words[:1])
    assert len(starts) == 1

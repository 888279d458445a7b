"""The demo pack's aligner against the truth (flite knows when it says a word) and against whisperx.align."""

import warnings
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import torchaudio
from scripts.demo.flite import Flite, to_24k
from scripts.demo.letters import LetterAligner, letter_times

from f5tts_worker.engine.alignment import aligner

HELD_OUT = Path(__file__).parents[2] / "scripts" / "demo" / "held_out.txt"
RATE = 16_000


class OneSentence:
    """Stands in for NLTK's sentence splitter, whose data WhisperX would download."""

    @staticmethod
    def span_tokenize(text):
        return [(0, len(text))]


def spoken_by_flite(flite, text, voice):
    """Return what a worker hears of flite's natural speech (16 kHz, by 24), its word times, and all of it."""
    said = flite.say(text, voice)
    times = []
    for name, start, end in said.word_times():
        if name.startswith("'") and times:  # flite cuts "dog's" in two
            times[-1] = (times[-1][0], end)
        else:
            times.append((start, end))
    samples = torchaudio.functional.resample(to_24k(said.samples), 24_000, RATE).numpy()
    return samples, 1000 * np.array(times), said


@pytest.fixture(scope="module")
def aligned():
    """Align 17 held-out sentences: rows of our start and end, true start and end, WhisperX's start, ms.

    And what flite said, with our words, for each sentence.
    """
    flite = Flite()
    folder = str(resources.files("f5tts_worker") / "demo" / "aligner")
    ours = aligner.load({"language": "en", "kind": "huggingface", "path": folder}, "cpu")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whisperx import alignment

        # The oracle reads the folder by itself, through transformers.
        model, details = alignment.load_align_model("en", "cpu", model_name=folder)
    lines = [line.strip() for line in HELD_OUT.read_text("utf-8").splitlines()]
    sentences = [line for line in lines if line and not line.startswith("[")][:50:3]
    rows, spoken = [], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "nltk_load", lambda _: OneSentence())
        for number, text in enumerate(sentences):
            samples, times, said = spoken_by_flite(flite, text, ("slt", "rms")[number % 2])
            mine = aligner.align_text(ours, samples, text, characters=True)
            spoken.append((said, mine))
            segment = {"text": text, "start": 0.0, "end": len(samples) / RATE}
            theirs = alignment.align([segment], model, details, samples, "cpu")["word_segments"]
            assert len(mine) == len(times) == len(theirs), text
            for own, (start, end), other in zip(mine, times, theirs, strict=True):
                rows.append((own["start_ms"], own["end_ms"], start, end, 1000 * other["start"]))
    return np.array(rows), spoken


@pytest.fixture(scope="module")
def heard(aligned):
    return aligned[0]


@pytest.fixture(scope="module")
def letters(aligned):
    """Return rows of our start, an evenly spread one and the true one of each letter but a word's first, ms.

    flite says when phones begin; which letters stand for which of them is worked out as for the aligner's
    training. Letters without a phone of their own, and words that flite cuts in two, are left out.
    """
    known = [
        (said, {word["word"].lower().strip(",.?!;:"): word for word in mine}) for said, mine in aligned[1]
    ]
    pairs = [
        (name, tuple(phone.name for phone in said.phones if phone.word == number), said, number)
        for said, words in known
        for number, name in enumerate(said.words)
        if name in words and name.isalpha() and said.words.count(name) == 1
    ]
    by_ear = LetterAligner((name, phones) for name, phones, _, _ in pairs)
    ours_of = {id(said): words for said, words in known}
    rows = []
    for name, phones, said, number in pairs:
        own = [phone for phone in said.phones if phone.word == number]
        counts = by_ear.align(name, phones)
        true = letter_times(counts, [(phone.start, phone.end) for phone in own])
        word = ours_of[id(said)][name]
        even = np.linspace(word["start_ms"], word["end_ms"], len(name) + 1)
        rows += [
            (word["characters"][place]["start_ms"], even[place], 1000 * true[place][0])
            for place in range(1, len(name))
            if counts[place]
        ]
    return np.array(rows)


def test_letters_are_where_flite_says(letters):
    """At most half as far off as letters that share their word's time evenly."""
    ours, evenly = (np.abs(letters[:, column] - letters[:, 2]) for column in (0, 1))
    found = [np.percentile(errors, [50, 95]).round(1) for errors in (ours, evenly)]
    print(f"{len(letters)} letters: {found[0]} ms, evenly {found[1]}")
    assert len(letters) > 350
    assert np.median(ours) <= np.median(evenly) / 2


def test_word_starts_are_where_flite_says(heard):
    """Median error at most 10 ms, 95th percentile at most 30 ms, and no more than WhisperX's."""
    error = np.abs(heard[:, 0] - heard[:, 2])
    assert len(error) > 140
    assert np.median(error) <= 10
    assert np.percentile(error, 95) <= 30
    assert np.percentile(error, 95) <= np.percentile(np.abs(heard[:, 4] - heard[:, 2]), 95)


def test_word_ends_are_where_flite_says(heard):
    """The end follows the sound: the pause after a word is not its own, its last sound is."""
    error = np.abs(heard[:, 1] - heard[:, 3])
    assert np.median(error) <= 20
    assert np.percentile(error, 95) <= 80


def test_word_starts_agree_with_whisperx(heard):
    """At least 95 % of starts lie within 40 ms of those of whisperx.align, or are nearer to the truth."""
    ours, true, theirs = heard[:, 0], heard[:, 2], heard[:, 4]
    is_near = np.abs(ours - theirs) <= 40
    assert is_near.mean() >= 0.9
    assert np.mean(is_near | (np.abs(ours - true) < np.abs(theirs - true))) >= 0.95


def test_starts_that_differ_from_whisperx_are_truer(heard):
    """Where the two differ by more than 40 ms, flite says that ours is nearer to the truth."""
    ours, true, theirs = heard[:, 0], heard[:, 2], heard[:, 4]
    differ = np.abs(ours - theirs) > 40
    assert np.mean(np.abs(ours - true)[differ] < np.abs(theirs - true)[differ]) >= 0.9


def test_starts_have_no_bias(heard):
    """Frames are turned into time without a constant error: the median lies within a quarter of a frame."""
    assert abs(np.median(heard[:, 0] - heard[:, 2])) <= 5

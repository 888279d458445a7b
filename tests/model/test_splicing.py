"""A sentence that is said anew in the place of the one before: what is around it, where it cannot be."""

from dataclasses import replace

import numpy as np
import pytest

from f5tts_worker.engine.audio.loudness import loudness
from f5tts_worker.engine.speech.join_chunks import Wave, blocks, lay_out, levelled
from f5tts_worker.engine.speech.splicing import said_anew, spliced
from f5tts_worker.engine.text.spoken import split_sentences

RATE = 24_000
PAUSE_S = 0.3
SENTENCES = ("We all ran. ", "They sat down. ", "Birds sang here. ", "The sun was low.")
WORDS = split_sentences(SENTENCES, "en")


def noise(seconds, seed, level=0.1):
    return np.random.default_rng(seed).normal(0, level, round(seconds * RATE)).astype(np.float32)


def chunk(pauses=(PAUSE_S,) * 3, room=1e-4):
    """Return a chunk of noise for words, and their times: a second each, with a room's noise between."""
    sounds, times, at = [noise(0.1, 50, room)], [], 0.1
    for number, sentence in enumerate(SENTENCES):
        count = len(sentence.split())
        times += [(1000 * (at + word / count), 1000 * (at + (word + 1) / count)) for word in range(count)]
        pause = (*pauses, 0.1)[number]
        sounds += [noise(1, number), noise(pause, 60 + number, room)]
        at += 1 + pause
    return np.concatenate(sounds), times


def anew(samples, times, takes, words=WORDS):
    return said_anew(samples, RATE, words, takes, lambda *_: times)


def new_wave(seed, seconds=1.3, level=0.1):
    return np.concatenate([noise(0.2, 70, 1e-4), noise(seconds, seed, level), noise(0.2, 71, 1e-4)])


def same_edges(was, now):
    """Return how many samples at the beginning and at the end are the same."""
    length = min(len(was), len(now))
    edges = (was[:length] == now[:length], was[::-1][:length] == now[::-1][:length])
    return [int(np.argmin(np.append(edge, False))) for edge in edges]


@pytest.mark.parametrize("number", range(4))
def test_all_around_a_sentence_stays(number):
    """To the sample, up to the pause before it and from the pause behind it; these are as long as before."""
    samples, times = chunk()
    found = anew(samples, times, {number: 1})
    assert [WORDS[one.words][0].sentence for one in found] == [number]
    assert found[0].take == 1
    assert not found[0].beside
    now = spliced(samples, RATE, found, [new_wave(9)])
    head, tail = same_edges(samples, now)
    begin, end = 0.1 + number * (1 + PAUSE_S), 1.1 + number * (1 + PAUSE_S)
    if number:
        assert begin - PAUSE_S < head / RATE <= begin
    if number < 3:
        assert len(samples) / RATE - end - PAUSE_S <= tail / RATE < len(samples) / RATE - end
        assert (len(now) - len(samples)) % (RATE // 100) == 0  # what follows lies in the same windows
        assert (len(now) - len(samples)) / RATE == pytest.approx(0.3 + 0.1 * (not number), abs=0.011)


def test_several_are_said_anew_each_by_itself():
    """Neighbours too, in order: the pause between them is what it was, and so is the sentence between two."""
    samples, times = chunk()
    found = anew(samples, times, {0: 1, 1: 2, 3: 1})
    assert [one.take for one in found] == [1, 2, 1]
    waves = [new_wave(seed) for seed in (5, 6, 7)]
    now = spliced(samples, RATE, found, waves)
    place = 0
    for sound in (waves[0][5000:36000], waves[1][5000:36000], noise(1, 2), waves[2][5000:36000]):
        heard = np.correlate(now, sound / np.linalg.norm(sound), "valid")
        at = int(heard.argmax())
        rest = now[at : at + len(sound)] / np.linalg.norm(now[at : at + len(sound)])
        assert float(rest @ sound) / np.linalg.norm(sound) > 0.999
        assert at >= place
        place = at + len(sound)


def test_sentences_without_a_pause_are_said_anew_together():
    """Those on either side of it, and no more; nobody's take is one of another."""
    samples, times = chunk(pauses=(PAUSE_S, 0.02, PAUSE_S))
    (found,) = anew(samples, times, {1: 1})
    assert [word.sentence for word in WORDS[found.words]] == [1] * 3 + [2] * 3
    assert [WORDS[one][0].sentence for one in found.beside] == [2]
    assert not anew(samples, times, {1: 1, 2: 1})[0].beside
    assert [one.words for one in anew(samples, times, {0: 1})] == [slice(0, 3)]


def test_a_pause_is_quiet():
    """Breath or music that goes on between two sentences is no place to cut at."""
    samples, times = chunk(room=0.05)
    (found,) = anew(samples, times, {1: 1})
    assert found.is_all
    (unheard,) = said_anew(samples, RATE, WORDS, {1: 1}, None)
    assert unheard == found


def test_what_is_silent_goes_with_what_is_said_before_it():
    """An emoji is a sentence of its own, and has no sound to be said anew."""
    samples, times = chunk()
    silent = [replace(WORDS[2], display="\U0001f642", spoken="", sentence=9)]
    words, spread = [*WORDS[:3], *silent, *WORDS[3:]], [*times[:3], times[2], *times[3:]]
    (found,) = anew(samples, spread, {0: 1, 9: 5}, words)
    assert found.words == slice(0, 4)
    assert found.take == 1


@pytest.mark.parametrize("level", [0.03, 0.3])
def test_what_is_said_anew_is_as_loud_as_the_rest(level):
    """And the rest stays as loud as it was: what is levelled, is so by what was there before."""
    samples, times = chunk()
    found = anew(samples, times, {1: 1})
    now = spliced(samples, RATE, found, [new_wave(9, level=level)])
    assert loudness(now, RATE) == pytest.approx(loudness(samples, RATE), abs=0.3)
    told = []
    for wave in (Wave(samples), Wave(now, was=samples)):
        (piece,) = levelled(lay_out([wave], [], RATE, remove_silence=True), RATE, -23.0)
        told.append(np.concatenate([part for part, _ in blocks([piece], 1.0)]))
    head, tail = same_edges(*told)
    assert head / RATE > 1.0
    assert tail / RATE > 2.3

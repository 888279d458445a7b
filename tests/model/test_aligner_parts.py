"""Letters along frames, word ends by sound, unspoken words: the aligner's parts on made-up input."""

# ruff: noqa: RUF001 - other scripts are what is tested

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker.engine.alignment import ctc, posterior, search
from f5tts_worker.engine.alignment.word_times import Loudness, TimedWord, fill_gaps, in_order, proportional

LABELS = ctc.Labels.of({"<pad>": 0, "|": 1, **{c: i + 2 for i, c in enumerate("ABCDE'")}}, blank=0)
RATE = 16_000


def emission(spelled, columns=8):
    """Make log probabilities that are sure of one column a frame: "." is blank, "|" parts words."""
    logs = torch.full((len(spelled), columns), -8.0)
    for frame, char in enumerate(spelled):
        logs[frame, {".": 0, "|": 1}.get(char, ord(char) - ord("a") + 2)] = 0.0
    return logs.log_softmax(-1)


def frames(spelled, *words, spaced=None):
    letters = [LABELS.letters(word) for word in words]
    gaps = spaced or [False, *[True] * (len(words) - 1)]
    found = ctc.align_words(emission(spelled), letters, LABELS, gaps)
    return [(span.start, span.end) if span else None for span in found]


def test_words_take_the_frames_of_their_letters():
    """From the first letter's first frame to the last one's last; blanks between words are nobody's."""
    assert frames("..aab..|..cd.e...", "ab", "cde") == [(2, 5), (10, 14)]


def test_the_same_letter_twice_needs_a_blank_between():
    """The letters "aa" are two only where the model paused between them."""
    assert frames(".a.a..|bb.b", "aa", "bb") == [(1, 4), (7, 11)]


def test_words_without_letters_have_no_frames():
    """Punctuation and emoji are not looked for."""
    assert frames("..a..|b..", "a", "", "...", "b") == [(2, 3), None, None, (6, 7)]
    assert frames("...", "", "😀") == [None, None]


def test_unknown_letters_take_the_likeliest_sound():
    """A letter that the model lacks is a star: it stands for whatever is heard there."""
    assert frames("..a..|.dd.|..b", "a", "ж", "b") == [(2, 3), (7, 9), (13, 14)]


def test_a_spoken_form_of_several_pieces_is_one_word():
    """A form such as "twenty two" for one display word has the model's separator inside."""
    assert frames(".a.|.b.|.c", "a b", "c") == [(1, 6), (9, 10)]


def test_scripts_without_spaces_have_no_separator():
    """Where no space belongs, none is looked for."""
    assert frames(".a.b.c", "a", "b", "c", spaced=[False, False, False]) == [(1, 2), (3, 4), (5, 6)]


def test_unknown_letters_have_no_probability():
    """A word scores by the letters that the model knows, and not at all if it knows none."""
    letters = [LABELS.letters(word) for word in ("aж", "ж")]
    both, unknown = ctc.align_words(emission(".ad..|.dd."), letters, LABELS, [False, True])
    assert (both.start, both.end) == (1, 3)
    assert both.score > 0.9
    assert (unknown.start, unknown.end, unknown.score) == (7, 9, None)


def test_a_letter_far_from_its_word_is_left_out():
    """A noise a second before a word is taken for its first letter: the word begins with the others."""
    (span,) = ctc.align_words(emission(".a" + "." * 60 + "bcd."), [LABELS.letters("abcd")], LABELS, [False])
    assert (span.start, span.end) == (62, 65)


def places(spelled, *words, begins=None):
    """Return where each word is said; `begins` says which ones begin a sentence."""
    letters = [LABELS.letters(word) for word in words]
    prices = search.break_prices(begins or [True, *([False] * (len(words) - 1)), True])
    found, apart = search.find_words(emission(spelled), letters, LABELS, prices)
    return [(place.start, place.end) if place else None for place in found], apart


def test_other_sound_is_in_no_word():
    """What is said before, between and after two sentences is passed over."""
    spelled = "cacdecacd.abde|edcaccedaccedcacceda|cdeab.ccbbaaccbbccaabb"
    found, apart = places(spelled, "abde", "cdeab", begins=[True, True, True])
    assert found == [(10, 14), (36, 41)]
    assert apart


def test_words_of_a_sentence_stand_together():
    """The last word is misheard where it belongs; its like, seconds later in other speech, is not it."""
    spelled = "abde|cdea|bc..e." + "dcebadceabd." * 6 + "|bca|"
    found, _ = places(spelled, "abde", "cdea", "bca")
    assert found[:2] == [(0, 4), (5, 9)]
    assert found[2] is None or found[2][0] < 20


def test_a_pause_in_a_sentence_is_followed():
    """Four seconds of silence within a sentence are no other sound."""
    found, apart = places("abde|" + "." * 200 + "cdea|bca", "abde", "cdea", "bca")
    assert found == [(0, 4), (205, 209), (210, 213)]
    assert not apart


def test_words_that_are_not_said_have_no_place():
    """Of three sentences the middle one is said."""
    assert places(
        "..cdeab|bca..", "eedd", "cdeab", "bca", "dbdb", begins=[True, True, False, True, True]
    ) == (
        [None, (2, 7), (8, 11), None],
        True,
    )


def test_what_is_too_long_is_searched_in_windows(monkeypatch):
    """The places are those of one search: with other sound for longer than a window, and words not said."""
    draw = np.random.default_rng(0)
    words = ["".join(draw.permutation(list("abcd"))) for _ in range(150)]
    spelled = "|".join(words[:60]) + "|" + "e." * 250 + "|".join(words[75:])
    whole = places(spelled, *words)
    for name, size in (("_LARGEST", 500_000), ("_WINDOW", 300), ("_SETTLED", 225), ("_WINDOW_LETTERS", 400)):
        monkeypatch.setattr(search, name, size)
    monkeypatch.setattr(search, "_LEAST_SAID", 60)
    assert places(spelled, *words) == whole
    assert [number for number, place in enumerate(whole[0]) if not place] == [*range(60, 75)]


def test_a_word_begins_where_a_like_letter_is_heard():
    """A vowel is first heard as another one, before the model is sure: its word has those frames, too."""
    assert frames(".d.|.aae.d.", "d", "ed") == [(1, 2), (5, 10)]


def test_no_word_is_torn_by_a_pause():
    """The c is as well heard before a pause as after it; no one speaks in the pause, so it is in no word."""
    letters = [LABELS.letters(word) for word in ("ab", "cd")]
    logs = emission("ab|c" + "." * 12 + "cd.").clone()
    logs[16, LABELS.blank] = -0.5
    torn, whole = (
        ctc.align_words(logs, letters, LABELS, [False, True], pauses)[1] for pauses in ([], [(6, 14)])
    )
    assert torn.start == pytest.approx(3, abs=0.5)
    assert whole.start == pytest.approx(16, abs=0.5)


@pytest.mark.parametrize(
    ("after", "marked", "start"),
    [(".cd|", set(), 4), (".cd|", {1}, 20), ("...|", {1}, 4)],
    ids=["no mark", "heard twice", "heard once"],
)
def test_what_stands_behind_a_mark_begins_after_a_pause(after, marked, start):
    """A word that is heard on both sides, better before the pause; one that is heard there alone stays."""
    logs = emission("ab||cd|" + "." * 12 + after + "ab.").clone()
    logs[20:22, LABELS.blank] = -0.5
    letters = [LABELS.letters(word) for word in ("ab", "cd", "ab")]
    found = ctc.align_words(logs, letters, LABELS, [False, True, True], [(9, 17)], marked)
    assert found[1].start == pytest.approx(start, abs=0.6)


@pytest.mark.parametrize("states", [[0, 3, 0], [0, 1, 0, 2, 0], [0, 1, 0, 1, 0, 2, 0]], ids=len)
def test_a_state_begins_where_half_of_all_ways_have_reached_it(states):
    """Every way through a few frames, counted one by one, gives the same borders."""
    states = np.array(states)
    logs = np.log(np.random.default_rng(len(states)).dirichlet(np.ones(4), 6))
    shares, best = np.zeros((6, len(states))), (0.0, None)
    for way in itertools.product(range(len(states)), repeat=6):
        steps = [0, *way]
        over = [b - a == 2 and (states[b] == 0 or states[b] == states[a]) for a, b in itertools.pairwise(way)]
        if way[0] > 1 or way[-1] < len(states) - 2 or any(over):
            continue
        if not all(0 <= b - a <= 2 for a, b in itertools.pairwise(steps)):
            continue
        chance = np.exp(logs[np.arange(6), states[list(way)]].sum())
        best = max(best, (chance, way))
        shares += chance * (np.array(way)[:, None] >= np.arange(len(states)))
    shares = np.vstack([np.zeros(len(states)), shares / shares[0, 0], np.ones(len(states))])
    found = posterior.borders(logs, states, np.array(best[1]), 0)
    for state, border in enumerate(found):
        after = int((shares[1:, state] >= 0.5).argmax())
        low, high = shares[after, state], shares[after + 1, state]
        expected = 6 if after == 6 else max(after + (0.5 - low) / (high - low) - 0.5, 0)
        assert border == pytest.approx(expected)


def test_scores_are_the_letters_probability():
    """A frame that is half sure gives half a score."""
    logs = torch.full((3, 8), -30.0)
    logs[0, 0] = logs[2, 0] = 0.0
    logs[1, 2] = logs[1, 3] = 0.0
    (span,) = ctc.align_words(logs.log_softmax(-1), [LABELS.letters("a")], LABELS, [False])
    assert span.score == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("spelled", ["ab", ".", "abc"])
def test_more_letters_than_frames_cannot_be_laid_out(spelled):
    """Too few frames is an error that the caller can answer, not one of torchaudio's."""
    with pytest.raises(ctc.UnalignableError):
        frames(spelled, "abcd")


def test_what_would_take_too_much_memory_is_not_tried(monkeypatch):
    """Frames times letters are bounded before anything is allocated."""
    monkeypatch.setattr(ctc, "MAX_CELLS", 20)
    with pytest.raises(ctc.UnalignableError, match="too many"):
        frames(".a.b.c.d.", "abcd")


@pytest.mark.parametrize(
    ("spoken", "letters"),
    [
        ("Bad, CAB!", [[3, 2, 5], [4, 2, 3]]),
        ("é", [[6]]),  # as e
        ("D’", [[5]]),
        ("a'b", [[2, 7, 3]]),
        ("a-b", [[2, 3]]),
        ("x", [[ctc.STAR]]),
        ("7", [[ctc.STAR]]),
        ("...", []),
        ("", []),
        ("\u0301", []),
    ],
)
def test_letters_are_what_the_model_can_hear(spoken, letters):
    """Lower case, accents off where the model has none, stars for the unknown, nothing for punctuation."""
    assert LABELS.letters(spoken) == letters


def test_turkish_has_two_letters_i():
    """Capital I is dotless and capital İ is dotted in Turkish, in lower case too."""
    labels = ctc.Labels.of({"<pad>": 0, "i": 1, "ı": 2}, blank=0, language="tr")
    assert labels.letters("Iİiı") == [[2, 1, 1, 2]]


def bursts(*spans, seconds=2.0, noise=0.001):
    """Noise at speech level in the given (start, end) seconds, near silence elsewhere."""
    rng = np.random.default_rng(0)
    samples = rng.standard_normal(round(seconds * RATE)) * noise
    for start, end in spans:
        piece = slice(round(start * RATE), round(end * RATE))
        samples[piece] = rng.standard_normal(piece.stop - piece.start) * 0.1
    return Loudness(samples, RATE)


def test_a_pause_is_not_part_of_the_word_before_it():
    """The sound ends at 0.8 s; the next word at 1.5 s does not stretch it."""
    assert bursts((0.5, 0.8), (1.5, 1.8)).end_of_sound(500, 700, 1500) == pytest.approx(800, abs=20)


def test_the_last_sound_is_kept_whole():
    """Letters stop before their sound does: the end follows the sound."""
    assert bursts((0.5, 0.95)).end_of_sound(500, 720, 2000) == pytest.approx(950, abs=20)


def test_speech_without_a_pause_runs_to_the_next_word():
    """Where nothing gets quieter, one word ends where the next begins."""
    assert bursts((0.2, 1.8)).end_of_sound(500, 700, 900) == 900


def test_a_stop_that_is_closed_before_it_opens_belongs_to_its_word():
    """The t of "coat": 80 ms of silence, then more sound. After a longer silence, sound is something else."""
    assert bursts((0.5, 0.8), (0.88, 0.92)).end_of_sound(500, 700, 2000) == pytest.approx(920, abs=20)
    assert bursts((0.5, 0.8), (1.0, 1.04)).end_of_sound(500, 700, 2000) == pytest.approx(800, abs=20)


def test_a_pause_before_a_word_is_nobodys_but_the_closure_of_its_stop_is_no_pause():
    """A silence of 30 ms before the next word's sound is none; at one of 80 ms the word has ended."""
    touching, apart = bursts((0.5, 0.85), (0.88, 1.5)), bursts((0.5, 0.8), (0.88, 1.5))
    assert touching.end_of_sound(500, 700, 900, is_last=False) == 900
    assert apart.end_of_sound(500, 700, 900, is_last=False) == pytest.approx(800, abs=20)


def test_a_quiet_sharp_sound_is_followed_to_its_end():
    """The f of "life" is 30 dB below its vowel, but high; a hum as quiet is not followed."""
    time = np.arange(2 * RATE) / RATE
    vowel = 0.1 * np.sin(2 * np.pi * 200 * time) * ((time >= 0.5) & (time < 0.8))
    noise = np.random.default_rng(0).standard_normal(len(time)) * 1e-4
    for hertz, end in ((5000, 950), (200, 800)):
        tail = 0.003 * np.sin(2 * np.pi * hertz * time) * ((time >= 0.8) & (time < 0.95))
        heard = Loudness(vowel + noise + tail, RATE)
        assert heard.end_of_sound(500, 700, 2000) == pytest.approx(end, abs=20)


def test_a_sound_that_never_ends_is_not_followed_for_ever():
    """Music under speech stretches a word by at most a third of a second."""
    assert bursts((0.0, 2.0)).end_of_sound(500, 700, 2000) == 1050


def test_pauses_are_near_silence_for_long():
    """80 ms are a stop that is closed; in noise, no pause can be told from speech."""
    said = ((0.0, 0.5), (0.58, 0.9), (1.2, 2.0))
    ((start, end),) = bursts(*said).pauses()
    assert (start, end) == (pytest.approx(900, abs=20), pytest.approx(1200, abs=20))
    assert bursts(*said, noise=0.02).pauses() == []


def test_digital_silence_has_no_sound():
    """All zeros: the whole piece counts, nothing is divided by nothing."""
    silence = Loudness(np.zeros(RATE), RATE)
    start, end = silence.sounding()
    assert (start, round(end)) == (0, 1005)
    assert silence.end_of_sound(100, 200, 500) <= 500


def test_unspoken_words_stand_in_the_gap():
    """An emoji between two words gets the pause between them; two share it."""
    words = [TimedWord("a", 0, 100, 0.9), "😀", "🎉", TimedWord("b", 300, 400, 0.9), "!"]
    filled = fill_gaps(words, 0, 500)
    assert [(w.word, w.start_ms, w.end_ms) for w in filled] == [
        ("a", 0, 100),
        ("😀", 100, 200),
        ("🎉", 200, 300),
        ("b", 300, 400),
        ("!", 400, 500),
    ]
    assert [w.as_dict()["source"] for w in filled] == [
        "aligned",
        "interpolated",
        "interpolated",
        "aligned",
        "interpolated",
    ]


def test_an_unspoken_word_without_a_gap_borrows_a_little():
    """No pause at all: the word before gives up to a third of its time."""
    filled = fill_gaps([TimedWord("a", 0, 90, 0.9), "😀", TimedWord("b", 90, 200, 0.9)], 0, 200)
    assert [(w.start_ms, w.end_ms) for w in filled] == [(0, 60), (60, 90), (90, 200)]


TIMES = st.floats(-1000, 10_000, allow_nan=False)


@given(st.lists(st.tuples(TIMES, TIMES)), st.integers(0, 3000), st.integers(0, 4000))
def test_times_are_always_in_order_and_inside(times, start, length):
    """Whatever comes in: whole milliseconds, no overlap, not backwards, inside."""
    cursor = start
    for word in in_order([TimedWord("x", a, b, None) for a, b in times], start, start + length):
        assert cursor <= word.start_ms <= word.end_ms <= start + length
        assert isinstance(word.as_dict()["start_ms"], int)
        cursor = word.end_ms


@pytest.mark.parametrize(
    ("times", "shown"),
    [
        ([(0, 300), (250, 280), (700, 800)], [(0, 300), (300, 340), (700, 800)]),
        ([(0, 300), (250, 280), (300, 800)], [(0, 260), (260, 300), (300, 800)]),
        ([(100, 100), (100, 100), (110, 200)], [(30, 70), (70, 110), (110, 200)]),
        ([(0, 900), (900, 900), (900, 900)], [(0, 900), (900, 940), (940, 980)]),
        ([(0, 1000), (1000, 1000)], [(0, 960), (960, 1000)]),
        ([(0, 2), (2, 2), (2, 1000)], [(0, 2), (2, 2), (2, 1000)]),
    ],
    ids=["gap after", "no gap", "gap before", "several", "at the end", "no room"],
)
def test_a_word_has_a_length_where_there_is_room(times, shown):
    """In the gap around it, else taken from the word before, which keeps two thirds."""
    words = in_order([TimedWord("x", a, b, None) for a, b in times], 0, 1000)
    assert [(word.start_ms, word.end_ms) for word in words] == shown


def test_proportional_shares_by_weight():
    """Letters decide; a word without any still gets a little."""
    words = proportional(["abc", "d", ""], [3, 1, 0], 0, 4250)
    assert [(w.start_ms, w.end_ms) for w in words] == [(0, 3000), (3000, 4000), (4000, 4250)]

"""Where recording and text surely meet, and the pieces that they are cut into, on made-up letters."""

# ruff: noqa: S311 - letters, not secrets

import itertools
import random

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from f5tts_worker.engine.alignment import search
from f5tts_worker.engine.alignment.anchors import find_anchors
from f5tts_worker.engine.alignment.ctc import Labels
from f5tts_worker.engine.alignment.pieces import cut
from f5tts_worker.engine.alignment.recognition import Recognition

FRAME_S = 0.02
FRAMES_A_LETTER = 4


def letters(count, seed=0, signs=26):
    draw = random.Random(seed)
    return [draw.randrange(signs) for _ in range(count)]


def matched(anchors):
    """Return the pairs of places that anchors hold."""
    return [(run.heard + step, run.said + step) for run in anchors for step in range(run.length)]


def words_of(row, seed=0):
    draw, words, start = random.Random(seed), [], 0
    while start < len(row):
        length = draw.randint(1, 8)
        words.append(row[start : start + length])
        start += length
    return words


def recognised(heard, at, frames, signs=26):
    """Return what an aligner makes of letters that it is sure of, each in one frame; -2 is in no text."""
    logs = torch.full((frames, signs + 2), -9.0)
    best = torch.full((frames,), signs)
    best[at] = torch.tensor([letter if letter >= 0 else signs + 1 for letter in heard], dtype=torch.long)
    logs[torch.arange(frames), best] = 0.0
    labels = Labels({str(letter): letter for letter in range(signs)}, blank=signs, separator=None)
    return Recognition(logs.log_softmax(1), labels, heard, at, best.numpy(), range(signs + 1))


def cut_up(heard, at, words, frames):
    begins = [True, *([False] * len(words))]
    begins[-1] = True
    return cut(recognised(heard, at, frames), [[word] for word in words], begins, FRAME_S)


def pieces_of(heard, said, extra_frames=0):
    at = [FRAMES_A_LETTER * place for place in range(len(heard))]
    return cut_up(heard, at, words_of(said), FRAMES_A_LETTER * len(heard) + extra_frames)


def check(pieces, words, frames):
    """Assert that pieces cover all words and frames once, in order."""
    if not words and not frames:
        assert not pieces
        return
    assert (pieces[0].first, pieces[0].start) == (0, 0)
    assert (pieces[-1].last, pieces[-1].end) == (words, frames)
    for left, right in itertools.pairwise(pieces):
        assert (left.last, left.end) == (right.first, right.start)
    assert all(piece.first <= piece.last and piece.start <= piece.end for piece in pieces)


def test_equal_rows_meet_everywhere():
    """Five thousand letters that are heard as written are one anchor."""
    row = letters(5000)
    assert matched(find_anchors(row, row)) == [(place, place) for place in range(5000)]


def test_one_letter_in_ten_misheard():
    """Mistakes leave gaps, not wrong anchors: what is matched is matched in place."""
    row = letters(5000)
    draw = random.Random(1)
    heard = [draw.randrange(26) if draw.random() < 0.1 else letter for letter in row]
    pairs = matched(find_anchors(heard, row))
    assert all(left == right for left, right in pairs)
    assert len(pairs) > 3000


@pytest.mark.parametrize("swapped", [False, True])
def test_a_passage_that_only_one_side_has_is_jumped(swapped):
    """After 300 letters that are in one row alone both go on together."""
    row = letters(2000)
    other = row[:900] + letters(300, 7) + row[900:]
    pairs = matched(find_anchors(row, other) if swapped else find_anchors(other, row))
    near = {(left, right) if not swapped else (right, left) for left, right in pairs}
    true = {(p, p) for p in range(890)} | {(p + 300, p) for p in range(910, 2000)}
    assert true <= near


def test_what_is_repeated_is_told_by_its_neighbours():
    """The same thousand letters four times in changing order: each is matched with its own."""
    parts = [letters(250, seed) for seed in range(4)]
    order = [0, 1, 2, 3, 2, 0, 3, 1, 1, 3, 0, 2]
    row = [letter for number in order for letter in parts[number]]
    assert matched(find_anchors(row, row)) == [(place, place) for place in range(len(row))]


def test_rows_that_have_nothing_in_common_have_no_anchor():
    """Chance matches of a few letters are not taken for more."""
    assert find_anchors(letters(3000, 1), letters(3000, 2)) == []


def test_few_signs_in_a_row_are_enough_in_a_large_alphabet():
    """Of three thousand signs, with every sixth misheard, most are matched in place."""
    row = letters(2000, signs=3000)
    heard = [sign if place % 6 else 5000 for place, sign in enumerate(row)]
    pairs = matched(find_anchors(heard, row))
    assert all(left == right for left, right in pairs)
    assert len(pairs) > 1500


@settings(max_examples=60, deadline=None)
@given(
    heard=st.lists(st.integers(-2, 3), max_size=80),
    said=st.lists(st.integers(-1, 3), max_size=80),
    extra=st.integers(0, 400),
)
def test_pieces_cover_everything_whatever_is_heard(heard, said, extra):
    """Any rows, empty ones too: anchors are true and in order, pieces cover all words and frames."""
    pairs = matched(find_anchors(heard, said))
    assert all(heard[left] == said[right] >= -1 for left, right in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))
    frames = FRAMES_A_LETTER * len(heard) + extra
    check(pieces_of(heard, said, extra), len(words_of(said)), frames)


def test_speech_that_matches_is_cut_into_plain_pieces():
    """Half an hour: pieces of 10 to 30 s, all plain."""
    row = letters(22_500)
    pieces = pieces_of(row, row)
    check(pieces, len(words_of(row)), 90_000)
    assert all(piece.said for piece in pieces)
    assert all(9 < (piece.end - piece.start) * FRAME_S <= 31 for piece in pieces)


def test_a_minute_of_other_letters_is_a_piece_without_words():
    """Other speech in the middle is in a piece of its own, which is hardly smaller."""
    row = letters(4000)
    heard = [*row[:2000], *letters(750, 5), *row[2000:]]
    pieces = pieces_of(heard, row)
    check(pieces, len(words_of(row)), 19_000)
    (other,) = [piece for piece in pieces if not piece.said]
    assert other.first == other.last
    assert other.start + 20 >= 8000
    assert other.start < 8060
    assert 10_950 < other.end <= 11_020


def test_words_that_nobody_says_are_unheard():
    """Two hundred letters more in the text than in the recording, and few others go with them."""
    row = letters(3000)
    said = row[:1500] + letters(200, 9) + row[1500:]
    pieces = pieces_of(row, said)
    check(pieces, len(words_of(said)), 12_000)
    (unheard,) = [piece for piece in pieces if not piece.said]
    assert unheard.end - unheard.start < 20 * FRAMES_A_LETTER


def test_said_words_beside_unsaid_ones_are_plain():
    """A mishearing every fifth letter near the passage leaves no anchor there; its words are still found."""
    row, passage = letters(3000), letters(200, 9)
    words = [*words_of(row[:1500]), *words_of(passage), *words_of(row[1500:])]
    heard = [-2 if abs(place - 1500) < 60 and place % 5 == 0 else letter for place, letter in enumerate(row)]
    at = [FRAMES_A_LETTER * place for place in range(len(heard))]
    pieces = cut_up(heard, at, words, FRAMES_A_LETTER * len(heard))
    check(pieces, len(words), 12_000)
    first = len(words_of(row[:1500]))
    unheard = [(piece.first, piece.last) for piece in pieces if not piece.said]
    assert unheard == [(first, first + len(words_of(passage)))]


def test_much_of_another_text_is_not_laid_out(monkeypatch):
    """Nothing is tried that would take more than there is for it: the words are shared out."""
    monkeypatch.setattr(search, "_LARGEST", 20_000_000)  # in place of 100 MB
    pieces = pieces_of(letters(2000, 1), letters(2000, 2))
    assert [piece.said for piece in pieces] == [False]


@pytest.mark.exhaustive  # test_much_of_another_text_is_not_laid_out has less of it
@pytest.mark.parametrize("count", [8_000, 45_000])
def test_minutes_of_another_text_are_not_laid_out(count):
    """Nothing is tried that would take more than 100 MB, as ten minutes would: the words are shared out."""
    pieces = pieces_of(letters(count, 1), letters(count, 2))
    assert [piece.said for piece in pieces] == [False]

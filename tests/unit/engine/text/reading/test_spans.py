"""The classifier of spans: who takes what, and which word says it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker.engine.text.reading.spans import Kind, Piece, find_pieces, named, read_words, whole

NUMBER = Kind("number", r"\d+", lambda match: whole(match, "number"))
TIME = Kind(
    "time", r"(?P<hour>\d+):(?P<minute>\d+)", lambda match: named(match, hour="hour", minute="minute")
)


def read(line, kinds):
    """Return what each word of a line says."""
    starts = [match.start() for match in re.finditer(r"\S+", line)]
    return [" ".join(said.split()) for said in read_words(line, starts, find_pieces(line, kinds))]


def test_the_first_kind_that_finds_a_span_has_it():
    """A later kind takes only what is left; what nobody takes stays as it is written."""
    assert read("at 9:05 or 7", [TIME, NUMBER]) == ["at", "hour : minute", "or", "number"]
    assert read("at 9:05 or 7", [NUMBER, TIME]) == ["at", "number : number", "or", "number"]


def test_a_kind_may_find_that_a_span_is_none_of_its_own():
    """A function that returns no piece leaves the span to the kinds after it."""
    never = Kind("never", r"\d+", lambda _: ())
    assert read("7", [never, NUMBER]) == ["number"]


def test_a_kind_is_not_asked_about_a_line_without_its_characters():
    """`needs` names characters of which every match has one."""
    asked = []
    kind = Kind("mail", r"\w+@\w+", lambda match: asked.append(match[0]) or (), frozenset("@"))
    find_pieces("no sign here", [kind])
    find_pieces("a@b", [kind])
    assert asked == ["a@b"]


def test_each_word_of_a_span_says_its_own_piece():
    """Money and its scale: the second word says the currency."""
    money = Kind(
        "money",
        r"(?P<sign>\$)(?P<number>\d+) (?P<scale>million)",
        lambda match: named(match, sign="", number="five", scale="million dollars"),
    )
    assert read("for $5 million now", [money]) == ["for", "five", "million dollars", "now"]


def test_an_apostrophe_stays_with_what_is_said_before_it():
    """The genitive of a number is one word."""
    ordinal = Kind("ordinal", "III", lambda match: whole(match, "the third"), frozenset("I"))
    assert read("Charles III's crown", [ordinal]) == ["Charles", "the third's", "crown"]


def test_words_whose_digits_are_said_together_share_it():
    """Even a kind that gives everything to its first word leaves none of the others with digits silent."""
    card = Kind("card", r"\d{4} \d{4}", lambda match: whole(match, "one two three four five six"))
    assert read("1234 5678", [card]) == ["one two three", "four five six"]


@pytest.mark.parametrize("sign", ["-", "$", "("])
def test_a_sign_alone_is_said_by_the_word_with_the_number(sign):
    """What is said goes to the first letter or digit of its span."""
    line = f"{sign} 5"
    assert read_words(line, [0, 2], [Piece(0, 3, "five")]) == ["", " five "]


@given(st.data())
def test_every_piece_is_said_once_and_in_order(data):
    """Whatever the pieces and the words, nothing is lost, doubled or moved before something else."""
    line = data.draw(st.text("ab1 ", min_size=1, max_size=30))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(line)), max_size=8)))
    starts = [0, *sorted(data.draw(st.sets(st.integers(1, len(line)), max_size=6)) - {len(line)})]
    pieces = [Piece(start, stop, f"<{start}>") for start, stop in zip(cuts[::2], cuts[1::2], strict=False)]
    said = "".join(read_words(line, starts, pieces))
    assert re.findall("<[0-9]+>", said) == [piece.said for piece in pieces]
    left = "".join(c for at, c in enumerate(line) if not any(p.start <= at < p.end for p in pieces))
    assert re.sub("<[0-9]+>| ", "", said) == left.replace(" ", "")

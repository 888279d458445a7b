"""English quarters of the compass, old money, currencies, telephones, lists of Roman numbers, inches."""

# ruff: noqa: RUF001 - the dash of ranges is meant

import pytest

from f5tts_worker.engine.text.clean import join_words
from f5tts_worker.engine.text.spoken import split_words

READINGS = {
    "quarters": {
        "the NE corner and a S-facing wall": "the northeast corner and a south facing wall",
        "Winds SW 15 kt": "Winds southwest fifteen knots",
        "in S. Wales": "in South Wales",
        "Vitamin E side effects": "Vitamin E side effects",
    },
    "turns": {
        "Turn L at the inn, take the 3rd R.": "Turn left at the inn, take the third right.",
        "Sort by the second R.": "Sort by the second R.",
    },
    "currencies": {
        "1.25 million EUR": "one point two five million euros",
        "GBP 1 = USD 1.27": "one British pound equals one US dollar and twenty-seven cents",
        "JPY 191.40": "one hundred and ninety-one point four zero Japanese yen",
        "a 50 EUR note": "a fifty euro note",
        "the 3 Rs": "the three Rs",
    },
    "old money": {
        "It cost 10/6 in old money": "It cost ten and six in old money",
        "5/- a week": "five shillings a week",
        "£2/10/6": "two pounds, ten shillings and six pence",
        "He scored 7/10": "He scored seven out of ten",
    },
    "telephones": {
        "dial *#06# or *67": "dial star hash zero six hash or star six seven",
        "press # to end": "press hash to end",
    },
    "Roman lists": {
        "Parts I, II and III": "Parts one, two and three",
        "chapters IV–VI": "chapters four to six",
        "track IV": "track four",
        "room X": "room X",
        "Part II and I went": "Part two and I went",
        "Louis XIV and XV": "Louis the fourteenth and the fifteenth",
        "At this level I'm fine": "At this level I'm fine",
    },
    "grades": {
        "A*AA with A*s": "A star A A with A stars",
        "A*–C": "A star to C",
        "+ve and -ve": "positive and negative",
    },
    "diaries": {
        "w/c 3 March": "week commencing the third of March",
        "before 09/2026": "before September twenty twenty-six",
        "y/e 31.12.24": "year ending December thirty-first twenty twenty-four",
        "At 06.00 hrs": "At oh six hundred hours",
    },
    "houses": {
        "12/14 High Street": "twelve to fourteen High Street",
        "Flat 3/2, Leith": "Flat three two, Leith",
        "seats 12/13": "seats twelve and thirteen",
        "units 4a–4d": "units four a to four d",
    },
    "inches": {
        "a 40in TV, 5in deep": "a forty inch TV, five inches deep",
        "12in x 8in": "twelve inches by eight inches",
        "the M/V Aurora": "the M V Aurora",
    },
    "what can be done": {
        "Even 5 mg can kill": "Even five milligrams can kill",
        "a 400 g can": "a four hundred gram can",
    },
}


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        pytest.param(*pair, id=f"{kind}: {pair[0]}")
        for kind, pairs in READINGS.items()
        for pair in pairs.items()
    ],
)
def test_places_and_money_are_read_as_a_person_would(text, spoken):
    """Each kind of span is read, and what only looks like one is left alone."""
    assert join_words(split_words(text, "en")) == spoken

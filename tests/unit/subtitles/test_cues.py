from dataclasses import replace
from itertools import combinations, groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.timed_words import EXAMPLES, hostile_text, spoken, steady, word_lists

from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.subtitles.breaking import Breaks
from f5tts_worker.subtitles.cues import Cue, from_words
from f5tts_worker.subtitles.pictures import SHAPES
from f5tts_worker.subtitles.rules import RULES, CueRules, capacity, width
from f5tts_worker.subtitles.styles import STYLES, fitted
from f5tts_worker.subtitles.words import Word, from_engine, joined


def texts(words, **options):
    return [cue.text for cue in from_words(words, **options)]


@given(word_lists() | word_lists(hostile_text))
@settings(max_examples=EXAMPLES)
def test_every_visible_word_is_shown_once_in_its_time(words):
    """Cues hold all words with something to see, in order, each within its cue's time, and never overlap."""
    stage = words[-1].end_ms + 100 if words else 0
    cues = from_words(words, audio_ms=stage)
    shown = [id(word.sources[0]) for cue in cues for word in cue.words]
    assert [key for key, _ in groupby(shown)] == [id(word) for word in words if word.visible]
    for cue in cues:
        assert cue.start_ms == cue.words[0].start_ms
        assert cue.words[-1].end_ms - RULES.gap_ms <= cue.end_ms <= stage
    assert all(cue.end_ms <= following.start_ms for cue, following in pairwise(cues))


@given(word_lists())
@settings(max_examples=EXAMPLES)
def test_lines_fit(words):
    """A cue has at most two lines, and a line is never wider than its limit."""
    for cue in from_words(words):
        assert 1 <= len(cue.lines) <= RULES.lines
        for line in cue.lines:
            assert width(joined(line)) <= capacity()


@given(word_lists())
@settings(max_examples=EXAMPLES)
def test_times_follow_the_rules_where_speech_leaves_room(words):
    """Long enough to be seen, never over seven seconds, two frames apart, and no long silence inside."""
    cues = from_words(words)
    for cue, following in pairwise([*cues, None]):
        spoken_ms = cue.words[-1].end_ms - cue.start_ms
        shown_ms = cue.end_ms - cue.start_ms
        assert spoken_ms <= RULES.longest_ms or len(cue.words) == 1
        assert shown_ms <= max(RULES.longest_ms, spoken_ms)
        room_ms = RULES.longest_ms if following is None else following.start_ms - RULES.gap_ms - cue.start_ms
        assert shown_ms >= min(RULES.shortest_ms, room_ms)
        if following is not None:  # two frames between two cues, or none: fewer would flicker
            gap = following.start_ms - cue.end_ms
            assert gap == 0 or gap >= RULES.gap_ms
        for before, after in pairwise(cue.words):
            assert after.start_ms - before.end_ms <= RULES.long_pause_ms


@given(word_lists(max_size=7))
@settings(max_examples=min(60, EXAMPLES))
def test_no_other_way_to_break_is_cheaper(words):
    """The breaks that are chosen cost no more than any others that are allowed."""
    words = [word for word in words if word.visible]
    if not words:
        return
    breaks = Breaks(words, RULES, words[-1].end_ms)
    costs = [dict(breaks.cues_from(first)) for first in range(len(words))]

    def cost(spans):
        return sum(costs[first][stop] for first, stop in spans)

    chosen = cost(breaks.cheapest())
    for count in range(len(words)):
        for places in combinations(range(1, len(words)), count):
            spans = list(pairwise([0, *places, len(words)]))
            if all(stop in costs[first] for first, stop in spans):
                assert chosen <= cost(spans) + 1e-6


def test_sentences_clauses_and_balance():
    """Cues end with sentences and clauses; two lines are of like length and break after a comma."""
    speech = steady(
        "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of "
        "foolishness. There was a king with a large jaw and a queen with a plain face. Yes.",
        pause=400,
    )
    assert texts(speech) == [
        "It was the best of times,\nit was the worst of times,",
        "it was the age of wisdom,\nit was the age of foolishness.",
        "There was a king with a large jaw\nand a queen with a plain face.",
        "Yes.",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Then Dr. Watson left the house at once. He took J. Smith along with him.", 2),
        ("Bring a few things, e.g. bread and wine. Leave the others at home today.", 2),
        ("Version 3.14 is out now for everybody here. «Is it really any good?» Nobody knows.", 3),
        ("She came to the U.S. Army base in May. She met Lt. Gray and Gen. Hill near Mt. Stone.", 2),
        ("It was No. 7 of St. James St. in the town. There was nobody there any more.", 2),
        ("She finally said “I am going home now.” Then she took the very last train.", 2),
    ],
)
def test_a_full_stop_is_not_always_an_end(text, sentences):
    """Titles, initials and abbreviations end no sentence; a mark inside quotes does."""
    assert len(texts(steady(text))) == sentences


def test_a_pause_breaks_and_a_long_one_always_does():
    """After half a second of silence a new cue is better; after two it is a must."""
    words = spoken(
        ("one", 0, 400), ("two", 400, 900), ("three", 1700, 2300), ("four", 2300, 2900), ("five", 5000, 5100)
    )
    assert texts(words) == ["one two", "three four", "five"]
    assert from_words(words)[1].end_ms < 5000
    # even for a last word without length, which for itself would rather join a cue that can be seen
    assert texts(spoken(("one", 0, 400), ("end", 2500, 2500)), audio_ms=2500) == ["one", "end"]
    assert texts(spoken(("one", 0, 400), ("end", 2300, 2300)), audio_ms=2300) == ["one end"]


def test_a_short_gap_is_closed_to_two_frames():
    """Subtitles that come soon after one another do not flicker; those that come late let the screen rest."""
    first = Word("Here it is.", 0, 1500, 0.9, "aligned")
    soon, late = (
        from_words([first, Word("Now go away.", start, start + 1500, 0.9, "aligned", sentence=1)])
        for start in (1950, 4000)
    )
    assert soon[0].end_ms == 1950 - RULES.gap_ms
    assert late[0].end_ms == 1500 + RULES.linger_ms


def test_two_frames_are_worth_more_than_the_end_of_a_word():
    """Without a pause a cue ends that long before the next, if it is long enough without them."""
    text = "And so we went along the river, past the old mill and the church, until nobody could see us."
    cues = from_words(steady(text))
    assert len(cues) > 1
    for cue, following in pairwise(cues):
        assert cue.end_ms == following.start_ms - RULES.gap_ms == cue.words[-1].end_ms - RULES.gap_ms
    two = [Word("Here!", 0, 800, 0.9, "aligned"), Word("There!", 800, 1600, 0.9, "aligned", voice="Ann")]
    assert from_words(two)[0].end_ms == 800


def test_fewer_than_two_frames_are_none():
    """A cue whose last word is too short to be cut lasts until the next one begins."""
    first = spoken(("We all went there for the day and", 0, 1900), ("I", 1900, 1960))
    cues = from_words([*first, Word("did not like it.", 1990, 4000, 0.9, "aligned", voice="Ann")])
    assert (cues[0].start_ms, cues[0].end_ms) == (0, 1990)


def test_a_quick_cue_stays_until_it_can_be_read():
    """Twenty characters a second where silence follows."""
    (cue,) = from_words(spoken(("a_sentence_of_forty_characters_in_1000_ms", 0, 1000)), audio_ms=9000)
    assert cue.end_ms == 41 * 50
    (cut,) = from_words(spoken(("a_sentence_of_forty_characters_in_1000_ms", 0, 1000)), audio_ms=1400)
    assert cut.end_ms == 1400


def test_a_word_that_is_too_wide_is_divided():
    """Its parts have lines of their own where needed; nothing is lost, and no line is too wide."""
    giant = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
    cues = from_words(steady(f"The {giant} is closed."))
    lines = [line for cue in cues for line in cue.text.split("\n")]
    assert "".join(lines).replace(" ", "") == f"The{giant}isclosed."
    assert max(width(line) for line in lines) <= capacity()
    assert cues[-1].words[-1].end_ms == steady(f"The {giant} is closed.")[-1].end_ms


@pytest.mark.parametrize("name", ["default", "broadcast", "headline", "speaker"])
@pytest.mark.parametrize("shape", [None, *SHAPES])
def test_the_parts_of_a_long_word_are_even_and_share_a_cue(name, shape):
    """No part is a letter or two, whatever their widths, and two parts stand in the two lines of one cue."""
    style = STYLES[name] if shape is None else fitted(STYLES[name], SHAPES[shape])
    for giant in (
        "Pneumonoultramicroscopicsilicovolcanoconiosis",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    ):
        cues = from_words(steady(f"so is {giant} it was."), rules=style.rules)
        found = [(word.text, cue) for cue in cues for word in cue.words if word.made_of]
        lengths = [len(text) for text, _ in found]
        assert sum(lengths) == len(giant)
        assert max(lengths) < 1.5 * min(lengths)
        assert len({cue.start_ms for _, cue in found}) == (len(found) + 1) // 2


@pytest.mark.parametrize(
    ("text", "first"),
    [("THE STATE-OF-THE-ART, CAR.", "THE STATE-OF-THE-"), ("MRS. O'BRIEN-SMYTHE, YOU.", "MRS. O'BRIEN-")],
)
def test_a_word_with_hyphens_stays_with_its_article(text, first):
    """Or with its title: it is divided where both together are too wide for a line."""
    rules = replace(RULES, lines=1, words=4, chars_per_line=18, wide_chars_per_line=9)
    assert texts(steady(text), rules=rules)[0] == first
    assert texts(steady(f"IN {text}"), rules=rules)[0] in (f"IN {first}", "IN")
    assert texts(steady("GREAT STATE-OF-THE-ART, CAR."), rules=rules)[0] == "GREAT"


def test_an_address_shares_a_cue():
    """Its parts are words to the engine, without spaces. No cue ends with the stop in it."""
    words = steady("Go to https://www.example. com/some/very/long/path/ to-a-page.html?ref= or write us.")
    spaced = [replace(word, space=not word.text.endswith(("example.", "path/"))) for word in words]
    ends = [cue.words[-1].text for cue in from_words(spaced)]
    assert "https://www.example." not in ends


def test_full_width_characters():
    """Sixteen to a line, without spaces, and no line or cue begins with a closing mark."""
    text = (
        "我們打電話給遠方的朋友，他說今天的天氣非常好，適合出去散步。"  # noqa: RUF001 (Chinese)
        "後來我們一起去了公園，看到很多人在那裡跑步。"  # noqa: RUF001 (Chinese)
    )
    items = [
        {"word": char, "start_ms": 200 * i, "end_ms": 200 * i + 200, "score": 0.9, "source": "aligned"}
        for i, char in enumerate(text)
    ]
    words = from_engine(items, sentences=split_sentences(text, "zh"))
    cues = from_words(words)
    lines = [line for cue in cues for line in cue.text.split("\n")]
    assert "".join(lines) == text
    assert max(map(len, lines)) <= 16
    assert not any(line[0] in "，。" for line in lines)  # noqa: RUF001 (Chinese)
    assert any(cue.text.endswith("散步。") for cue in cues)


def test_an_emoji_stays_with_its_sentence():
    """What is not spoken after a sentence's end does not open the next cue."""
    words = steady("That went very well. 😀 Shall we do it all over again now?", pause=300)
    assert texts(words) == ["That went very well. 😀", "Shall we do it all over again now?"]


def test_other_limits():
    """The numbers are data: one line of twenty characters is another set of rules."""
    rules = CueRules(lines=1, chars_per_line=20, wide_chars_per_line=8)
    lines = texts(steady("The quick brown fox jumps over the lazy dog."), rules=rules)
    assert " ".join(lines) == "The quick brown fox jumps over the lazy dog."
    assert max(map(len, lines)) <= 20


def test_width():
    """Accents have no width, and a line holds 42 narrow or 16 wide characters."""
    assert width("e\u0301" * 42) == width("京" * 16) == capacity()


def test_nothing_to_show():
    """No words, or none that can be seen, are no cues."""
    assert from_words([]) == []
    assert from_words(spoken(("\u202e", 0, 10))) == []
    assert Cue(0, 1, ()).text == ""


@given(word_lists(max_size=25), st.integers(1, 6), st.integers(4, 30), st.integers(1, 4))
@settings(max_examples=EXAMPLES)
def test_limits_are_kept(words, most, chars, lines):
    """Words on the screen, characters of a line and lines of a cue are never more than was asked for."""
    rules = replace(
        RULES,
        words=most,
        chars_per_line=chars,
        wide_chars_per_line=max(1, round(chars * 16 / 42)),
        lines=lines,
    )
    cues = from_words(words, rules=rules)
    shown = [id(word.sources[0]) for cue in cues for word in cue.words]
    assert [key for key, _ in groupby(shown)] == [id(word) for word in words if word.visible]
    for cue in cues:
        assert len(cue.words) <= most
        assert len(cue.lines) <= lines
        assert all(
            width(joined(line), rules) <= max(capacity(rules), rules.chars_per_line) for line in cue.lines
        )


@given(word_lists(max_size=25), st.lists(st.sampled_from(["Ann", "Ben", None]), min_size=25, max_size=25))
@settings(max_examples=EXAMPLES)
def test_voices_never_share_a_cue(words, voices):
    """Where another voice begins, a cue ends; nothing is lost."""
    words = [replace(word, voice=voice) for word, voice in zip(words, voices, strict=False)]
    cues = from_words(words)
    assert all(len({word.voice for word in cue.words}) == 1 for cue in cues)
    assert [id(word.sources[0]) for cue in cues for word in cue.words] == [id(w) for w in words if w.visible]


def test_short_captions_end_with_their_sentence():
    """In the styles of short clips, no cue holds the end of one sentence and the beginning of the next."""
    words = steady("It is here. We go. Nobody knew where they all went after that. No.")
    for name in ("word_pop", "box_word"):
        for cue in from_words(words, rules=STYLES[name].rules):
            assert len({word.sentence for word in cue.words}) == 1

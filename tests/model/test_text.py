# ruff: noqa: RUF001  marks of many scripts are what is tested
"""The text that the model gets: tokens, lengths, chunks."""

import itertools
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from f5tts_worker.engine.model.tokeniser import cut_tokens, tokenise
from f5tts_worker.engine.speech.chunking import CLAUSE, SENTENCE, WORD, break_cost, split_chunks
from f5tts_worker.engine.text.clean import (
    Pace,
    SpokenWord,
    close_reference_text,
    close_text,
    join_words,
    speech_length,
)
from f5tts_worker.engine.text.spoken import split_sentences, split_words

LATIN = {
    letter: index for index, letter in enumerate(" " + string.ascii_letters + string.digits + ".,?!'-:\"")
}


def split_tokens(text):
    """Return the tokens alone."""
    return [token for token, _ in cut_tokens(text)]


def plain(text):
    """Return the text's words; a full stop ends a sentence."""
    return [
        SpokenWord(word, word, number)
        for number, sentence in enumerate(text.split(". "))
        for word in f"{sentence}.".replace("..", ".").split()
    ]


@settings(deadline=None)
@given(st.text(alphabet=string.ascii_letters + string.digits + " .,;:!?'\"-()&/+%#_", max_size=80))
def test_plain_text_is_cut_as_by_f5_tts(official_tokens, text):
    """ASCII text gets exactly the tokens of F5-TTS's own function."""
    assert split_tokens(text) == official_tokens(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好，世界。",
        "我是 John 吗？",
        "重庆银行行长",
        "привет мир",
        "שלום",
        "ひらがな カタカナ",
        "한국어 텍스트",
        "नमस्ते दुनिया",
        "مُرَحَّبًا",
        "สวัสดีครับ",
    ],
)
def test_other_scripts_are_cut_as_by_f5_tts(official_tokens, text):
    """Pinyin, Cyrillic, Hebrew and the rest are F5-TTS's own, word for word."""
    assert split_tokens(text) == official_tokens(text)


@pytest.mark.parametrize(
    "text",
    ["naïve café garçon élève Straße", "Tiếng Việt nói", "Příliš žluťoučký kůň", "x̄ mean", "¿Qué más? «Où?»"],
)
def test_accented_words_stay_whole(official_tokens, text):
    """No space comes into a Latin word at an accented letter, where the official tokeniser puts one."""
    words = [word.strip("¿?«»") for word in text.split()]
    assert all(word in "".join(split_tokens(text)) for word in words)


def test_the_official_tokeniser_breaks_accented_words(official_tokens):
    """The trap is real: the official function puts a space into "naïve"."""
    assert "".join(official_tokens("naïve")) == "naï ve"


def test_accented_words_beside_chinese_keep_their_letters():
    """Shielded letters come back in their places around pinyin."""
    assert split_tokens("café 你好 élan") == [*"café ", " ", "ni2", " ", "hao3", " ", *"élan"]


def test_every_kind_of_white_space_is_kept():
    """Tabs and line feeds beside accented words stay in their places."""
    assert "".join(split_tokens("é\tà\nb")) == "é\tà\nb"


def test_unknown_characters_are_spelled_plainly_or_reported():
    """What has a plain relative takes it; the rest becomes a space and is listed once, in order."""
    tokens = tokenise("Ünïcode – “ok” ﬁne… æon Ω ☃ Ω", LATIN)
    back = {index: letter for letter, index in LATIN.items()}
    assert "".join(back[number] for number in tokens.ids) == 'Unicode - "ok" fine... aeon      '
    assert tokens.unknown == ("Ω", "☃")


def test_unknown_characters_are_those_of_the_text():
    """Pinyin that the vocabulary lacks is reported as the character it stands for, beside accents too."""
    assert tokenise("é 你好, ひらが 世 é", LATIN).unknown == ("你", "好", "ひ", "ら", "が", "世")


def test_a_vocabulary_of_small_letters_is_enough():
    """Letters that a vocabulary has in one case only are found in it."""
    small = {letter: index for index, letter in enumerate(" " + string.ascii_lowercase)}
    assert tokenise("Hi", small).ids == [small["h"], small["i"]]


def test_marks_without_a_sound_are_dropped_in_silence():
    """Zero-width and control characters give no token and no warning."""
    assert tokenise("a\u200bb\ufeffc\u0301", LATIN) == tokenise("abc", LATIN)


@pytest.mark.parametrize(
    ("text", "length"), [("Hello.", 6), ("été", 3), ("привет", 6), ("你好。", 9), ("", 0), ("한국", 6)]
)
def test_speech_length_counts_letters_not_bytes(text, length):
    """A letter counts 1 in any alphabet, a CJK character 3; ASCII and CJK give F5-TTS's bytes."""
    assert speech_length(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [("FBI", 9), ("the FBI's", 15), ("K.F.C.", 12), ("A T-shirt", 11), ("I said Hello", 12), ("ОЗУ", 9)],
)
def test_letters_that_are_spelled_take_longer(text, length):
    """A capital counts 3 where it is spelled; not at the start of a word, and not as a word."""
    assert speech_length(text) == length


def test_long_texts_take_f5_tts_frames():
    """From two seconds on, the frames are int(ref_frames / ref_bytes * bytes / speed), as official."""
    text, reference = "a" * 60, "b" * 75
    for speed in (0.7, 1.0, 1.5):
        assert Pace(469, len(reference)).frames_for(text, speed) == int(469 / 75 * 60 / speed)


def test_short_texts_get_time_without_a_jump():
    """More text never takes less time, and one word gets what one word takes."""
    pace = Pace(frames=469, length=75)  # 5 s, 15 letters a second
    seconds = [pace.frames_for("a" * letters) / 93.75 for letters in range(1, 60)]
    assert seconds == sorted(seconds)
    assert 0.5 < pace.frames_for("Hello.") / 93.75 < 1.0
    assert max(after - before for before, after in itertools.pairwise(seconds)) < 0.1


@settings(deadline=None)
@given(st.text(min_size=1, max_size=120), st.floats(0.5, 3), st.floats(1, 20), st.integers(100, 1200))
def test_what_fits_a_length_fits_the_seconds(text, speed, seconds, frames):
    """`length_for` never promises more than `frames_for` uses."""
    pace = Pace(frames, 80.0)
    if speech_length(text) <= pace.length_for(seconds, speed):
        assert pace.frames_for(text, speed) <= seconds * 93.75 + 1


words = st.lists(
    st.one_of(
        st.text(alphabet=string.ascii_letters + "éü", min_size=1, max_size=12),
        st.text(alphabet=string.ascii_letters, min_size=1, max_size=8).map(lambda word: word + "."),
        st.text(alphabet=string.ascii_letters, min_size=1, max_size=8).map(lambda word: word + ","),
        st.text(alphabet="你好世界。，", min_size=1, max_size=3),
        st.text(alphabet="xyz", min_size=80, max_size=200),
        st.just(""),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(words, st.integers(20, 120))
def test_chunks_keep_all_words_and_the_limit(spoken, limit):
    """Every word is in the chunks once, in order; no chunk's text is longer than the limit."""
    source = [SpokenWord(word or "🙂", word) for word in spoken]
    chunks = split_chunks(source, limit)
    flat = [word for chunk in chunks for word in chunk]
    assert "".join(word.display for word in flat) == "".join(word.display for word in source)
    assert "".join(word.spoken for word in flat) == "".join(word.spoken for word in source)
    whole = [word for word in flat if any(word is one for one in source)]
    assert whole == [word for word in source if any(word is one for one in whole)]
    for chunk in chunks:
        assert chunk
        assert speech_length(close_text(join_words(chunk), last=False)) <= limit


def test_cuts_fall_between_sentences():
    """Three sentences, two to a chunk at most: both cuts are at sentence ends."""
    chunks = split_chunks(plain("One two three four. Five six seven eight. Nine ten eleven twelve."), 45)
    assert [join_words(chunk) for chunk in chunks] in (
        ["One two three four. Five six seven eight.", "Nine ten eleven twelve."],
        ["One two three four.", "Five six seven eight. Nine ten eleven twelve."],
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_chunk_holds_whole_sentences_or_a_part_of_one(order):
    """A short sentence is not said with half of a long one, before it or behind it."""
    texts = ["Nobody came.", "The people of the town went home when the long day had ended at last."]
    chunks = split_chunks(split_sentences([texts[place] for place in order], "en"), 45)
    assert [len({word.sentence for word in chunk}) for chunk in chunks] == [1, 1, 1]
    two = split_chunks(split_sentences([texts[0], "Nobody went."], "en"), 45)
    assert len(two) == 1


def test_a_long_sentence_is_cut_at_a_clause():
    """With no sentence end in reach, a comma is taken, not the last word that fits."""
    chunks = split_chunks(plain("when the long day had ended, all of the people went quietly home"), 45)
    assert join_words(chunks[0]) == "when the long day had ended,"


def test_a_long_address_is_cut_behind_its_marks():
    """No chunk can hold it: neither what is shown nor what is said is cut inside a word."""
    address = "example.com/very/long/path/that-goes-on-and-on/index.html?query=string"
    chunks = split_chunks(split_words(f"See {address} now.", "en"), 60)
    shown = [word.display for chunk in chunks for word in chunk][1:-1]
    assert "".join(shown) == address
    assert len(shown) > 1
    assert all(part[-1] in "/.-?=" for part in shown[:-1])
    said = [word.spoken.strip() for chunk in chunks for word in chunk][1:-1]
    (whole,) = [word.spoken for word in split_words(address, "en")]
    assert " ".join(said).split() == whole.split()


def test_text_without_punctuation_is_cut_evenly():
    """300 words without a mark are cut too, into chunks of about one size."""
    chunks = split_chunks(plain("word " * 300), 200)
    lengths = [len(join_words(chunk)) for chunk in chunks]
    assert max(lengths) <= 200
    assert min(lengths) > 130


def test_a_thousand_words_are_cut_at_once():
    """A very long text is cut without trouble, and the whole text is there."""
    text = " ".join(f"word{number}{'.' if number % 9 == 0 else ''}" for number in range(1000))
    chunks = split_chunks(split_words(text, "en"), 300)
    assert " ".join(word.display for chunk in chunks for word in chunk) == text


@pytest.mark.parametrize(
    ("word", "following", "cost"),
    [
        ("end.", ("Next", 1), SENTENCE),
        ("heading", ("Next", 1), SENTENCE),
        ("Dr.", ("Smith", 0), CLAUSE),
        ("said,", ("he", 0), CLAUSE),
        ("plain", ("word", 0), WORD),
        ("好，", ("世", 0), CLAUSE),
    ],
)
def test_breaks_are_where_sentences_end(word, following, cost):
    """A sentence ends where the next word has another sentence's number, whatever the marks."""
    text, sentence = following
    assert break_cost(SpokenWord(word, word), SpokenWord(text, text, sentence)) == cost
    assert break_cost(SpokenWord(word, word), None) == SENTENCE


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["Hello", "", "world"], "Hello world"),
        (["你", "好", "，", "世"], "你好，世"),
        (["我", "John", "吗"], "我 John 吗"),
        (["dogs", ",", "cats"], "dogs, cats"),
        (["한국어", "텍스트"], "한국어 텍스트"),
    ],
)
def test_words_are_joined_as_their_script_is_written(words, text):
    """Spaces between words, none between Chinese characters or before a mark that stands alone."""
    assert join_words([SpokenWord(word, word) for word in words]) == text


def test_ends_are_closed_with_a_mark():
    """A chunk ends with a full stop or, where the text goes on, a comma; what has a mark keeps it."""
    assert close_text("Hello", last=True) == "Hello."
    assert close_text("Hello", last=False) == "Hello,"
    assert close_text("Hello?", last=True) == "Hello?"
    assert close_text("你好", last=True) == "你好。"


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Hi", "Hi. "),
        ("Hi.", "Hi. "),
        ("Hi?", "Hi? "),
        ("Hi,", "Hi. "),
        ('"Hi."', '"Hi." '),
        ("„Ja.“", "„Ja.“ "),
        ("你好", "你好。"),
        (" a  b ", "a b. "),
    ],
)
def test_reference_text_ends_like_a_sentence(text, closed):
    """The reference text ends with a sentence mark and a space, or "。" alone."""
    assert close_reference_text(text) == closed

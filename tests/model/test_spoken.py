"""Display words and what is said for them, in many languages and scripts."""

# ruff: noqa: RUF001 - the characters that look like others are what is tested

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from f5tts_worker.engine.text.spoken import (
    PROSODY,
    needs_space,
    split_sentences,
    split_words,
    visible,
)


def join(parts):
    """Join words with single spaces, and with nothing where both neighbours are written without spaces."""
    text = ""
    for part in filter(None, parts):
        text += f" {part}" if text and needs_space(text[-1], part[0]) else part
    return text


def said(text, language="en"):
    return join(word.spoken for word in split_words(text, language))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Hello, world!", "Hello, world!"),
        (
            "In 1999, 2000, 2005 and 2024",
            "In nineteen ninety-nine, two thousand, two thousand and five and twenty twenty-four",
        ),
        ("1066 men", "one thousand and sixty-six men"),
        ("the 1990s and 80s", "the nineteen nineties and eighties"),
        ("1st, 2nd, 23rd and 100th", "first, second, twenty-third and one hundredth"),
        ("3.14 and 0.05", "three point one four and zero point zero five"),
        ("1,234 but 1.234", "one thousand two hundred and thirty-four but one point two three four"),
        ("1,000,000", "one million"),
        ("$5", "five dollars"),
        ("$1.", "one dollar."),
        ("$5.25", "five dollars and twenty-five cents"),
        ("£3.01", "three pounds and one penny"),
        ("$3.5M and $10k", "three point five million dollars and ten thousand dollars"),
        ("$5 million!", "five million dollars!"),
        ("50€ or 50 €.", "fifty euros or fifty euros."),
        ("50% off", "fifty percent off"),
        ("-5°C", "minus five degrees Celsius"),
        ("5kg, 1kg, 10 km/h", "five kilograms, one kilogram, ten kilometres per hour"),
        ("10:30 and 10:05 and 10:00", "ten thirty and ten oh five and ten o'clock"),
        ("10:00am or 9 PM", "ten a m or nine PM"),
        ("10:00 AM", "ten AM"),
        (
            "2024-05-17 is 5/17/2024",
            "May seventeenth twenty twenty-four is May seventeenth twenty twenty-four",
        ),
        ("pages 10-20", "pages ten to twenty"),
        ("1/2 or 3/4 or ½", "one half or three quarters or one half"),
        ("007", "zero zero seven"),
        ("555-123-4567", "five five five, one two three, four five six seven"),
        ("192.168.0.1", "one hundred and ninety-two dot one hundred and sixty-eight dot zero dot one"),
        ("R&D, C++, a=b, #5", "R and D, C plus plus, a equals b, number five"),
        ("MP3 H2O COVID-19", "MP three H two O Covid nineteen"),
        ("m²", "m squared"),
        ("me@example.com", "me at example dot com"),
        ("“Smart” ‘quotes’ don’t", "Smart quotes don't"),
        ("I´m sure they don´t and can`t, it′s so", "I'm sure they don't and can't, it's so"),
        ("wait… what?!", "wait... what?"),
        ("a — b", "a, b"),
        (
            "Qty. | Ht. | | sold",
            "Quantity, Height, sold",
        ),  # one pause, also around a cell without a word
        ("Bolt | 24 | $2", "Bolt, twenty-four, two dollars"),
        ("stopped—then, wait--what, well...no", "stopped, then, wait, what, well... no"),
        (":smile: yes :thumbs_up: @@@ %%% &&&", "yes"),
        ("in °F (℃)", "in degrees Fahrenheit degrees Celsius"),
        ("*bold* _it_ [x] and/or", "bold it x and or"),
        ("😀 👨‍👩‍👧 ™ hi", "hi"),
        ("1️⃣", "one"),
        ("Ｆｕｌｌ １２", "Full twelve"),
        ("٣٫١٤ १२३", "three point one four one hundred and twenty-three"),
    ],
)
def test_english_is_read_as_people_read_it(text, spoken):
    """Numbers, money, units, times, dates, signs."""
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        (
            "de",
            "1.234,56 um 10:30",
            "eintausendzweihundertvierunddreißig Komma fünf sechs um zehn Uhr dreißig",
        ),
        ("de", "1999", "neunzehnhundertneunundneunzig"),
        ("de-AT", "3,5 Millionen € & 5%", "drei Komma fünf Millionen Euro und fünf Prozent"),
        ("fr", "Le 1er mai, 10 000 €", "Le premier mai, dix mille euros"),
        (
            "fr",
            "1 234 567 à 3,14",
            "un million deux cent trente-quatre mille cinq cent soixante-sept à trois virgule quatorze",
        ),
        ("es", "El 2º, 50%", "El segundo, cincuenta por ciento"),
        ("it", "21 & 3", "ventuno e tre"),
        ("pt_BR", "21", "vinte e um"),
        ("nl", "10-20", "tien tot twintig"),
        ("ru", "12 345 рублей, 50%", "двенадцать тысяч триста сорок пять рублей, пятьдесят процентов"),
        (
            "zh",
            "2024年5月17日，有1,234.5元和50%。",
            "二零二四年五月十七日，有一千二百三十四点五元和百分之五十。",
        ),
        (
            "zh",
            "10 15 100 110 1005 10005 120000 100000001",
            "十十五一百一百一十一千零五一万零五十二万一亿零一",
        ),
        ("ja", "333メートルです。", "三百三十三メートルです。"),
        ("ko", "25명", "이십오 명"),
        ("ar", "١٢٣ 50%؟", "مائة و ثلاثة و عشرون خمسون بالمئة؟"),
        ("hi", "१२३।", "एक सौ तेईस।"),
        ("el", "25", "δύο πέντε"),
        ("tr", "50%", "yüzde elli"),
        ("xx", "12 & 3", "12 3"),
    ],
)
def test_other_languages_use_their_own_words(language, text, spoken):
    """Separators, number words and signs are the language's; without words digits stay, signs go."""
    assert said(text, language) == spoken


@pytest.mark.parametrize(
    ("text", "displays"),
    [
        (
            "東京タワーは333メートルです。",
            ["東", "京", "タ", "ワー", "は", "333", "メー", "ト", "ル", "で", "す。"],
        ),
        ("「ちょっと」と", ["「ちょっ", "と」", "と"]),
        ("你好，iPhone手机!", ["你", "好，", "iPhone", "手", "机!"]),
        ("สวัสดี เก่ง", ["ส", "วั", "ส", "ดี", "เก่", "ง"]),
        ("안녕하세요 세계", ["안녕하세요", "세계"]),
        ("שלום, עולם", ["שלום,", "עולם"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("1\u202f000 km", ["1\u202f000", "km"]),
        ("he\u200bllo wo\u00adrld \u202eabc", ["hello", "world", "abc"]),
        ("\u200f(שלום)\u200f \u2067 漢\u200f字", ["\u200f(שלום)\u200f", "漢\u200f字"]),
        ("a\x00b\x1b[0m", ["ab[0m"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("stopped—then wait--what", ["stopped—", "then", "wait--", "what"]),
        ('well...no "Go!"—he', ["well...", "no", '"Go!"—', "he"]),
        ("1939—1945 a...b.c/d x=--y", ["1939—1945", "a...b.c/d", "x=--y"]),
        ("   ", []),
        ("", []),
    ],
)
def test_display_words_are_what_a_reader_sees(text, displays):
    """Scripts without spaces by character, invisible characters gone, marks kept on their letters."""
    assert [word.display for word in split_words(text, "en")] == displays


SCRIPTS = st.sampled_from(
    [
        *[
            "Hello",
            "it's",
            "1,234.56",
            "$5",
            "50%",
            "10:30",
            "😀",
            "👨‍👩‍👧",
            "“quoted”",
            "--",
            "...",
            "&",
            "x²",
            "\\N{b}",
        ],
        *[
            "Привет",
            "مرحبا",
            "שלום",
            "नमस्ते",
            "你好，世界",
            "東京タワー",
            "สวัสดี",
            "안녕",
            "Ünïcödé",
            "e\u0301",
            "🇩🇪",
            "'",
            "5'10",
        ],
    ]
)
TEXTS = st.one_of(
    st.lists(SCRIPTS, max_size=12).map(" ".join),
    st.text(max_size=60),
    st.text("0123456789.,:/-–'$€£%°# \u00a0kmst", max_size=30),
)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "zh", "ja", "ar", "ru", "hi", "xx", "pt-BR", "tr", "el"]))
def test_every_visible_word_comes_out_in_order(text, language):
    """Displays joined are the visible text without white space; spoken forms hold only what can be said."""
    words = split_words(text, language)
    assert "".join(re.sub(r"\s", "", w.display) for w in words) == re.sub(r"\s", "", visible(text))
    assert all(word.display.strip() for word in words)
    for word in words:
        assert word.spoken == word.spoken.strip()
        assert "  " not in word.spoken
        for char in word.spoken:
            category = unicodedata.category(char)
            assert category[0] in "LMN" or char in PROSODY + " '-\u200c\u200d", (word, char)


FRAGMENTS = st.sampled_from(
    [
        "$",
        "€",
        "5",
        ".5",
        "1,234.56",
        "%",
        "-",
        "–",
        "/",
        ":",
        ".",
        "10",
        "2024",
        "°C",
        "kg",
        "am",
        "p.m.",
        "May",
        "Jan.",
        "No.",
        "IV",
        "Henry",
        "x",
        "×",
        "^",
        "²",
        "½",
        "(",
        ")",
        "+",
        "=",
        "<",
        "@",
        "#",
        "a.b",
        "1st",
        "90s",
        "St.",
        "'",
        '"',
        "5'10",
        "000",
        "USD",
        "million",
        "k",
        "e-5",
        "é",
        "中",
        "5年",
        "१२",
        "①",
        "1️⃣",
        "U.S.",
        "24/7",
        "16:9",
        "...",
        "www.x.com",
        "555-0199",
        "\n",
    ]
)
MESSY = st.one_of(
    st.lists(FRAGMENTS, max_size=10).map("".join),
    st.lists(FRAGMENTS, max_size=10).map(" ".join),
    st.text("0123456789.,:/-–'$€£%°# \u00a0kmstAPMx×=^²½()", max_size=30),
)


@settings(deadline=None)
@given(MESSY, st.sampled_from(["en", "en", "de", "fr", "es", "it", "pt", "nl", "zh", "ja", "ru", "hi", "tr"]))
def test_every_word_with_a_digit_says_something(text, language):
    """No number is skipped, whatever stands around it, and none is left in digits."""
    for word in split_words(text, language):
        if any(char.isdecimal() for char in word.display):
            assert word.spoken, word
        assert not any(char.isdecimal() for char in word.spoken), word


@settings(deadline=None)
@given(st.lists(MESSY.filter(lambda text: not text.isspace() and text), max_size=4))
def test_plain_words_are_said_where_they_stand(messy):
    """What is said for the words between messy ones stays their own: nothing moves over them."""
    words = split_words(" lantern ".join(messy), "en")
    assert all("lantern" in word.spoken for word in words if word.display == "lantern")
    assert sum("lantern" in word.spoken for word in words) == max(len(messy) - 1, 0)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 10**14),
    st.sampled_from(["en", "de", "fr", "es", "zh", "ja", "ko", "ar", "ru", "pl", "hi", "el", "nn", "hr"]),
)
def test_no_digit_is_left_where_a_language_has_words(number, language):
    """Whatever the number, digits are gone in languages that have words here."""
    spoken = said(str(number), language)
    assert spoken
    assert not any(char.isdecimal() for char in spoken)


def test_words_carry_their_sentence_and_each_sentence_has_an_end():
    """A heading without a mark gets one, so that the voice does not run on; what readers see stays."""
    words = split_sentences(["A heading\n\n", "Then he left. 😀 ", "It was “late”\n\n", "So"], "en")
    assert [word.sentence for word in words] == [0, 0, 1, 1, 1, 1, 2, 2, 2, 3]
    assert join(word.spoken for word in words) == "A heading. Then he left. It was late. So"
    assert [word.display for word in words[:2]] == ["A", "heading"]


def test_a_very_long_token_is_one_word():
    """Ten thousand characters without a space: one display word, and no hang."""
    for token in ("a" * 10_000, "9" * 10_000, "1." * 5_000, "'" * 10_000, "a.b" * 3_000):
        assert len(split_words(token, "en")) == 1


def test_three_thousand_words_come_out():
    """A long text keeps every word."""
    assert len(split_words("one 2 three! " * 1000, "en")) == 3000


def test_spaces_stand_only_where_scripts_have_them():
    """`needs_space` decides by the two characters that meet."""
    assert needs_space("a", "b")
    assert needs_space("녕", "세")
    assert not needs_space("東", "京")
    assert not needs_space("。", "A")
    assert not needs_space("a", ",")

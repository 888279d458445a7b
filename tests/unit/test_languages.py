"""The table of languages and scripts, which both Pythons read."""

# ruff: noqa: RUF001 - letters of many scripts are what is tested

import pytest

from f5tts_worker.bootstrap import aligner_languages
from f5tts_worker.languages import LANGUAGES, ends_sentence, foreign_script, language_code, language_names


def test_every_language_has_an_aligner():
    """A language that a request may name is one that can be aligned, and the other way round."""
    assert sorted(LANGUAGES) == aligner_languages()


@pytest.mark.parametrize("written", ["en", "EN", "en-GB", " en_us "])
def test_a_region_is_no_part_of_a_code(written):
    """However a code is written, its language is one."""
    assert language_code(written) == "en"


def test_languages_are_named_as_a_sentence_lists_them():
    """A code that is not in the table stands for itself."""
    assert language_names(["en"]) == "English"
    assert language_names(("en", "zh")) == "English and Chinese"
    assert language_names(("en", "zh", "th")) == "English, Chinese and th"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Привет, мир!", "Cyrillic"),
        ("안녕하세요, 여러분.", "Korean"),
        ("これは日本語の文章です。", "Japanese"),
        ("東京都千代田区の丸の内一丁目", "Japanese"),  # kana among Chinese characters
        ("ｺﾝﾆﾁﾊ", "Japanese"),
        ("مرحبا بالعالم", "Arabic"),
        ("สวัสดีชาวโลก", "Thai"),
        ("Καλημέρα", "Greek"),
        ("Wi-Fi: Это слово написано латиницей.", "Cyrillic"),
        ("你好，世界。", ""),
        ("鲜の每日坊今天在北京的第一家分店开业了，欢迎大家光临", ""),  # a sign in a Chinese text
        ("我最喜欢喝鲜の每日牛奶", ""),
        ("π ≈ 3.14159", ""),
        ("50 Ω", ""),
        ("He wrote: привет, как твои дела?", ""),
        ("Ｈｅｌｌｏ", ""),
        ("𝐇𝐞𝐥𝐥𝐨", ""),
        ("Ivan said Привет to all of them.", ""),
        ("The angles α, β and γ add up.", ""),
        ("Crème brûlée, naïve, Straße", ""),
        ("12:30, 50 %", ""),
        ("🙂", ""),
    ],
)
def test_the_script_of_most_letters(text, script):
    """A text in a script of neither English nor Chinese is found; single foreign words are not."""
    assert foreign_script(text, ("en", "zh")) == script


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Скачайте Google Chrome", "ru"),
        ("Microsoft Visual Studio Codeを使う。", "ja"),
        ("حمل Google Chrome الآن", "ar"),
    ],
)
def test_names_in_latin_letters_are_in_every_script_s_texts(text, code):
    """They are no other language, unless nothing else is written."""
    assert foreign_script(text, (code,)) == ""
    assert foreign_script("Only English here", (code,)) == "Latin"


def test_closing_marks_may_follow_a_sentence_s_end():
    """Quotation marks and brackets; a comma is none, and nothing ends nothing."""
    assert all(map(ends_sentence, ("end.", "end!”", 'end?")', "终。」", "कहा।", "end…")))
    assert not any(map(ends_sentence, ("", "end", "end,”", "”")))


def test_a_language_without_an_entry_is_written_in_any_script():
    """Where it is not known how a model's language is written, no script is foreign."""
    assert foreign_script("สวัสดีชาวโลก", ("th",)) == ""

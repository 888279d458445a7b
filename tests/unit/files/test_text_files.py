# ruff: noqa: RUF001 - letters of other scripts
"""The decoder of text files that people saved with any editor."""

import math

import pytest

from f5tts_worker.files.text_files import Decoded, decode
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.status.progress import ProgressPosts
from f5tts_worker.jobs.steps.inputs import reference_text
from f5tts_worker.request.origins import InlineFile

TEXT = "It\u2019s late — the café is closed.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_an_encoding_proves_is_no_guess(encoding):
    """UTF-8 with and without its mark, and UTF-16 with it, are read; line ends become one kind."""
    decoded = decode(TEXT.replace("\n", "\r\n").encode(encoding))
    assert decoded == Decoded(TEXT)
    assert decoded.note("a.txt") is None


def test_utf_16_of_the_other_byte_order():
    """The mark says which byte comes first."""
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == Decoded(TEXT)


def test_windows_1252_is_a_guess_and_said_to_be_one():
    """What an old editor on Windows saved is read, and the note names file and encoding."""
    decoded = decode(TEXT.encode("cp1252"))
    assert decoded == Decoded(TEXT, "Windows-1252")
    assert decoded.note("a.txt").startswith(
        "a.txt is not UTF-8: it was read as Windows-1252, which is a guess"
    )


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-32"),
        b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"),
        b"\xef\xbb\xbf" + TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\r\n").encode(),
        (TEXT + "\x1a").encode(),
        (TEXT + "\x1a\0\0").encode(),
        TEXT.encode().decode("cp1252").encode(),
        "It\x92s late \x97 the caf\xe9 is closed.\n".encode(),
    ],
    ids=("no mark", "utf-32", "other utf-32", "two marks", "CR CR LF", "end", "filled", "scrambled", "latin"),
)
def test_traces_of_other_programs(data):
    """Windows' and DOS's line and file ends, marks of joined files and scrambled letters leave no trace."""
    assert decode(data) == Decoded(TEXT)


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        ("こんにちは世界", "cp932", "Shift-JIS"),
        ("会議は午後三時から始まります。", "euc_jp", "EUC-JP"),
        ("1\n00:00:01,000 --> 00:00:03,000\n你好，世界\n", "gb18030", "GB 18030"),
        ("我是一個學生，我喜歡看書。", "big5", "Big5"),
        ("안녕하세요. 오늘은 날씨가 정말 좋네요!", "cp949", "EUC-KR"),
        ("Привет, мир! Сегодня хорошая погода.", "cp1251", "Windows-1251"),
        ("ГЛАВА ПЕРВАЯ\nНачало. Москва.", "cp1251", "Windows-1251"),
        ("Добър ден! Как сте днес? Аз съм добре.", "cp1251", "Windows-1251"),
        ("Привет, мир! Сегодня хорошая погода.", "koi8-r", "KOI8-R"),
        ("Zażółć gęślą jaźń. Było miło, dziękuję.", "cp1250", "Windows-1250"),
        ("Una camera di 20 m³. ¿Qué? 5 m³.", "cp1252", "Windows-1252"),
        ("ÉTÉ À LA PLAGE — ÇA, OUÏ", "cp1252", "Windows-1252"),
        ("Καλημέρα σας. Σήμερα είναι μια ωραία μέρα.", "cp1253", None),
        ("שלום עולם, מה שלומך היום? אני הולך הביתה.", "cp1255", None),
        ("مرحبا بالعالم، كيف حالك اليوم؟", "cp1256", None),
        ("สวัสดีครับ วันนี้อากาศดีมาก", "tis-620", None),
    ],
)
def test_other_scripts_are_known_by_what_comes_out(text, encoding, guess):
    """Or the file is refused: read as Windows-1252, none of it would be a word."""
    found = decode(text.encode(encoding))
    if guess is None:
        assert found is None
    else:
        assert (found.text, found.guess.partition(" (")[0]) == (text, guess)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_that_begins_with_a_quote(encoding):
    """What the zeros show is the order of all letters: a quotation mark has none."""
    assert decode("“So late,” she said.".encode(encoding)) == Decoded("“So late,” she said.")


def test_line_ends_of_old_macs():
    """Each CR is one, in a time that grows with the file's length alone."""
    assert decode(b"a\r\rb" + b"\r" * 300_000).text == "a\n\nb" + "\n" * 300_000


def test_a_few_bytes_that_break_the_rules_of_utf_8():
    """They are read as Windows-1252, which is said; the letters around them stay as they are."""
    decoded = decode(TEXT.encode() + b"Caf\xe9!" + "…".encode()[:1])
    assert decoded.text == TEXT + "Café!â"
    assert decoded.note("a.txt").startswith(
        "a.txt is not UTF-8: it was read as UTF-8 with a few letters in Windows-1252"
    )


@pytest.mark.parametrize(
    "text", ["CAFÉ” Ä“ MAÇÃ» Âge", "x£y\u00a0° «à» ½", "Ñandú Ðe Þ ß", "¿Qué? ¡Sí! 5 €…"]
)
def test_letters_that_only_look_scrambled(text):
    """Capitals with accents before quotes are read as they are."""
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xfea",
        b"no letter of Windows-1252: \x81",
        b"an escape \x1b[2J",
        b"{\\rtf1\\ansi Hello}",
    ],
)
def test_what_is_no_text_is_refused(data):
    """Control characters, and bytes that no known encoding has, are in no text."""
    assert decode(data) is None


def test_characters_without_a_shape_of_their_own_are_text():
    """Joiners are letters' business in many scripts and in emoji."""
    assert decode("👩‍🚀 می‌روم".encode()).text == "👩‍🚀 می‌روم"


def test_an_empty_file_is_an_empty_text():
    """Whether a text is needed is for others to say."""
    assert decode(b"") == Decoded("")


async def test_a_caller_of_upload_learns_of_a_guess(tmp_path):
    """The worker's answer warns where a text file's encoding was guessed, and names the field."""
    job = Job("j1", ProgressPosts(None), tmp_path, math.inf)
    source = InlineFile(TEXT.encode("cp1252"), "text_file_base64")
    assert await reference_text(source, job, tools=None) == TEXT.strip()
    assert job.warnings == [decode(TEXT.encode("cp1252")).note("text_file_base64")]
    assert (
        await reference_text(InlineFile(TEXT.encode(), "text_file_base64"), job, tools=None) == TEXT.strip()
    )
    assert len(job.warnings) == 1


def test_decomposed_letters_are_composed():
    """A text that a Mac wrote has the letters that vocabularies list."""
    assert decode("cafe\u0301".encode()) == Decoded("caf\u00e9")


@pytest.mark.parametrize(
    "text",
    [
        "—¿Y tú? —¿Yo? —…",
        "»Öh – äh…«",
        "Äh… öh… ü! „Ä“ – „Ö“ – „Ü“",
        "€€€€€€€",
        "•••••• Hi",
        "————————",
        "£5, ¥6, ¢7, §8, ©9, ®1",
        "ÆØÅ æøå",
        "ÄÖÜ äöü ß",
        "Øøøh... æææh!",
        "Öööö, äääh, üüü!",
        "à é è ì ò ù",
        "L¿été à la gare, d¿un côté, où l¿on va",
        "Preis je kgm³s, für Größe kgm³s: ƒ",
    ],
)
def test_texts_of_many_signs_or_of_accents_alone_are_windows_own(text):
    """Quotation marks, dashes and a test of the accents are no letters of another script."""
    decoded = decode(text.encode("cp1252"))
    assert decoded is not None
    assert decoded.text == text
    assert decoded.guess == "Windows-1252"

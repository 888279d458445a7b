"""The languages, their codes, how each is written, and the characters of scripts that need care.

Both Pythons, the image's and the environment's, import this module: standard library only.
"""

# ruff: noqa: RUF001 - marks and letters of many scripts are what this module is about

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping

# The languages that whisperx.alignment (3.8.6) has a default aligner for.
LANGUAGES: Mapping[str, str] = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "ja": "Japanese",
    "zh": "Chinese", "nl": "Dutch", "uk": "Ukrainian", "pt": "Portuguese", "ar": "Arabic", "cs": "Czech",
    "ru": "Russian", "pl": "Polish", "hu": "Hungarian", "fi": "Finnish", "fa": "Persian", "el": "Greek",
    "tr": "Turkish", "da": "Danish", "he": "Hebrew", "vi": "Vietnamese", "ko": "Korean", "ur": "Urdu",
    "te": "Telugu", "hi": "Hindi", "ca": "Catalan", "ml": "Malayalam", "no": "Norwegian", "nn": "Nynorsk",
    "sk": "Slovak", "sl": "Slovenian", "hr": "Croatian", "ro": "Romanian", "eu": "Basque", "gl": "Galician",
    "ka": "Georgian", "lv": "Latvian", "tl": "Tagalog", "sv": "Swedish", "id": "Indonesian",
}  # fmt: skip
# What else they are called: ISO 639-2 in both of its forms, and older or narrower codes of two letters.
_OTHER_CODES: Mapping[str, str] = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "jpn": "ja",
    "zho": "zh", "chi": "zh", "cmn": "zh", "nld": "nl", "dut": "nl", "ukr": "uk", "por": "pt", "ara": "ar",
    "ces": "cs", "cze": "cs", "rus": "ru", "pol": "pl", "hun": "hu", "fin": "fi", "fas": "fa", "per": "fa",
    "ell": "el", "gre": "el", "tur": "tr", "dan": "da", "heb": "he", "iw": "he", "vie": "vi", "kor": "ko",
    "urd": "ur", "tel": "te", "hin": "hi", "cat": "ca", "mal": "ml", "nor": "no", "nob": "no", "nb": "no",
    "nno": "nn", "slk": "sk", "slo": "sk", "slv": "sl", "hrv": "hr", "ron": "ro", "rum": "ro", "eus": "eu",
    "baq": "eu", "glg": "gl", "kat": "ka", "geo": "ka", "lav": "lv", "tgl": "tl", "fil": "tl", "swe": "sv",
    "ind": "id", "in": "id",
}  # fmt: skip
_CODES: Mapping[str, str] = {**_OTHER_CODES, **{name.lower(): code for code, name in LANGUAGES.items()}}
# How the languages above are written that do not use Latin letters.
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("uk", "ru"), ("Cyrillic",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("Arabic",)),
    "el": ("Greek",), "he": ("Hebrew",), "hi": ("Devanagari",), "ka": ("Georgian",), "ko": ("Korean",),
    "ml": ("Malayalam",), "te": ("Telugu",), "zh": ("Chinese",), "ja": ("Japanese", "Chinese"),
}  # fmt: skip
# Scripts of which Unicode's names of letters begin with another word than we use.
_SCRIPT_NAMES = {
    **dict.fromkeys(("CJK", "BOPOMOFO"), "Chinese"),
    **dict.fromkeys(("HIRAGANA", "KATAKANA"), "Japanese"),
    "HANGUL": "Korean",
}
_FEWEST, _FOREIGN_SHARE = 3, 0.8  # letters of another script that make a text one in another language
_FEWEST_KANA = 2  # Chinese advertisements like a single one
_KANA_SHARE = 1 / 20  # of Chinese characters: with more kana among them a text is Japanese

# What ends a sentence or a clause, and what may stand after such a mark.
SENTENCE_END = frozenset(".!?…。！？｡‼⁇⁈⁉؟۔।॥")
CLAUSE_END = frozenset(",;:،؛、，；：—–")
CLOSING = "\"'”’»›)]}〉》」』】〕）］｝"

# Words that have a capital only because they begin a sentence: what German writes as "im 3. Stock" goes on,
# unless one of them follows the number.
SENTENCE_STARTERS: Mapping[str, frozenset[str]] = {
    "de": frozenset(
        "Aber Alle Als Am An Auch Auf Aus Bei Besser Bitte Da Dafür Damit Danach Danke Dann Das Dem Den "  # noqa: SIM905 - a table of words
        "Denn Der Die Doch Dort Du Ein Eine Er Es Gestern Heute Hier Ich Ihr Im In Ja Jetzt Kein Keine "
        "Leider Man Mein Meine Mit Nach Nein Nicht Nun Nur Ob Seine Sie So Und Unser Unsere Viele Von Vor "
        "Was Weil Wenn Wer Wie Wir Wo Zu Zum".split()
    )
}

# Written without spaces between words: letters of Thai, Lao, Myanmar, Khmer, kana, Bopomofo and Han, and the
# punctuation and full-width forms that go with them, as ranges of a regular expression (Unicode 16 blocks).
# Hangul is wide as well, but is written with spaces.
UNSPACED_LETTERS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{UNSPACED_LETTERS}\u3000-\u303f\u31c0-\u31ef\ufe30-\ufe4f\uff00-\uff65]")
# Whose letters join: Arabic with its extensions and its forms, Syriac, Thaana, N'Ko and Mandaic; Devanagari,
# Bengali and Gurmukhi; Mongolian.
_JOINED = re.compile("[\u0600-\u0a7f\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0010ffff]")


def language_code(text: str) -> str:
    """Return a language's own code in lower case: `en` for `en-GB`, `en_US`, `EN`, `eng` and `English`."""
    code = re.split("[-_(.@]", text.lower(), maxsplit=1)[0].strip()
    return _CODES.get(code, code)


def language_names(codes: Collection[str]) -> str:
    """Return languages by name, as a sentence lists them: `English and Chinese`."""
    *others, last = (LANGUAGES.get(code, code) for code in codes)
    return f"{', '.join(others)} and {last}" if others else last


def foreign_script(text: str, codes: Collection[str]) -> str:
    """Return the script of nearly all letters of a text if none of the languages is written in it, or "".

    A few letters say nothing ("50 Ω"), nor do names in another script. A language that is not in the table
    may be written in any.
    """
    if not all(code in LANGUAGES for code in codes):
        return ""
    letters = unicodedata.normalize("NFKC", text)
    found = Counter(_script(letter) for letter in letters if unicodedata.category(letter) in _LETTERS)
    if found["Japanese"] >= max(found["Chinese"] * _KANA_SHARE, _FEWEST_KANA) and found["Chinese"]:
        found["Japanese"] += found.pop("Chinese")
    known = {script for code in codes for script in scripts_of(code)}
    foreign = Counter({script: count for script, count in found.items() if script not in known})
    if foreign.total() < _FEWEST:
        return ""
    script = foreign.most_common(1)[0][0]
    share = 1.0 if script == "Latin" else _FOREIGN_SHARE  # every script's texts have names in Latin letters
    return script if foreign.total() >= share * found.total() else ""


def scripts_of(code: str) -> tuple[str, ...]:
    """Return how one of LANGUAGES is written."""
    return _SCRIPTS.get(code, ("Latin",))


def ends_sentence(text: str) -> bool:
    """Say whether a text ends like a sentence, before any quotation marks and brackets that close."""
    return text.rstrip(CLOSING + "“« ")[-1:] in SENTENCE_END  # these two close in German


def ink(text: str) -> int:
    """Return the number of characters that can be seen; white space and marks of direction are none."""
    return sum(map(is_ink, text))


def is_ink(character: str) -> bool:
    """Say whether a character can be seen."""
    if "!" <= character <= "~":
        return True
    return not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def is_unspaced(character: str) -> bool:
    """Say whether a character belongs to a script that is written without spaces between words."""
    return _UNSPACED.match(character) is not None


def is_joined(text: str) -> bool:
    """Say whether a text has letters that join, so that a word cannot be divided without a mark."""
    return _JOINED.search(text) is not None


def is_east_asian(character: str) -> bool:
    """Say whether a character is Chinese, Japanese or Korean, punctuation and full-width forms included."""
    return _EAST_ASIAN.match(character) is not None


_LETTERS = ("Lu", "Ll", "Lt", "Lo")  # no modifiers: they belong to no script


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "").partition(" ")[0]
    return _SCRIPT_NAMES.get(word, word.capitalize())

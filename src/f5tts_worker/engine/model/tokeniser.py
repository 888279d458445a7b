# ruff: noqa: RUF001  punctuation of many scripts is what this module is about
"""From text to token ids, with F5-TTS's tokeniser, and a list of what the model has no token for.

F5-TTS's `convert_char_to_pinyin` cuts Latin words at accented letters and puts spaces in ("naï ve"), and ids
of unknown characters silently become the space's. Here accented letters are protected from the cutting,
whatever can be written with known tokens is, and the rest is reported.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from f5tts_worker.engine.model import upstream

# What F5-TTS's tokeniser itself replaces; done first, so that its output can be matched with the text.
_F5_REPLACES = str.maketrans({";": ",", "“": '"', "”": '"', "‘": "'", "’": "'"})

# Marks with a plain relative. Used only where the vocabulary has no token for the mark itself.
_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("«»„‟〝〞「」『』《》", '"'),
    **dict.fromkeys("‹›‚‛`´′ʼʻ", "'"),
    **dict.fromkeys("，、､،·•", ","),
    **dict.fromkeys("。．｡।॥۔", "."),
    **dict.fromkeys("！", "!"),
    **dict.fromkeys("？؟", "?"),
    **dict.fromkeys("：；؛", ","),
    **dict.fromkeys("（【〔［", "("),
    **dict.fromkeys("）】〕］", ")"),
    **dict.fromkeys("()[]{}", ","),
    **dict.fromkeys(":", ","),
    "…": "...",
    "¿": "",
    "¡": "",
    "ß": "ss",
    "ẞ": "SS",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
}
_SHIELD = "x"  # stands for a letter while F5-TTS cuts the text; any ASCII letter would do


@dataclass(frozen=True)
class Tokens:
    """Ids for the model, and the characters of the text it has no token for, each once, in order."""

    ids: Sequence[int]
    unknown: Sequence[str]


def tokenise(text: str, vocabulary: Mapping[str, int]) -> Tokens:
    """Turn text into ids. An unknown character takes a space's id, as in F5-TTS, and is listed."""
    ids: list[int] = []
    unknown: dict[str, None] = {}
    for token, source in cut_tokens(text):
        known = _spell(token, source, vocabulary)
        if known is None:
            unknown |= dict.fromkeys(source)
            known = [" "]
        ids += [vocabulary[part] for part in known]
    return Tokens(ids, tuple(unknown))


def cut_tokens(text: str) -> Iterator[tuple[str, str]]:
    """Cut text as F5-TTS does (letters; pinyin for Chinese), but keep accented Latin words whole.

    Yields each token with the characters that it stands for: none for a space that F5-TTS puts in.
    """
    text = unicodedata.normalize("NFC", text).translate(_F5_REPLACES)
    shielded = _shield(text)
    place = 0
    for token in upstream.f5().convert_char_to_pinyin([shielded])[0]:
        itself = shielded.startswith(token, place)  # perhaps several characters of a script without pinyin
        source = text[place : place + len(token)] if itself else "" if token.isspace() else text[place]
        yield (source if itself else token), source
        place += len(source)


def _shield(text: str) -> str:
    """Replace Latin letters beyond ASCII, and marks that combine with Latin letters, by a plain letter."""
    shielded = ""
    for letter in text:
        latin = not letter.isascii() and unicodedata.name(letter, "").startswith("LATIN ")
        before = shielded[-1:]
        on_latin = unicodedata.category(letter) == "Mn" and before.isascii() and before.isalpha()
        shielded += _SHIELD if latin or on_latin else letter
    return shielded


def _spell(token: str, source: str, vocabulary: Mapping[str, int]) -> list[str] | None:
    """Return known tokens for a token, trying ever plainer forms of it; None if there are none."""
    if token in vocabulary:
        return [token]
    if source and source != token:
        return None  # pinyin, whose letters would be read as those of a Latin word
    if all(unicodedata.category(letter) in ("Cc", "Cf", "Mn", "Sk") for letter in token):
        return []  # no sound of its own
    if token.isspace():
        return [" "]
    for spelled in _plainer(token):
        if all(letter in vocabulary for letter in spelled):
            return list(spelled)
    return None


def _plainer(token: str) -> Sequence[str]:
    compatible = unicodedata.normalize("NFKC", token)
    bare = "".join(
        part for part in unicodedata.normalize("NFD", compatible) if unicodedata.category(part) != "Mn"
    )
    plain = "".join(_PLAIN.get(letter, letter) for letter in token)
    plain_bare = "".join(_PLAIN.get(letter, letter) for letter in bare)
    forms = (plain, compatible, bare, plain_bare)
    return [*forms, *(form.lower() for form in forms), *(form.upper() for form in forms)]

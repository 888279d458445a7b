"""Names that callers give: of voices, models, jobs."""

import re
import unicodedata

AUDIO_EXTENSIONS = ("wav", "flac", "mp3", "ogg", "opus", "m4a", "mp4", "webm", "aac")
MAX_NAME_BYTES = 240  # a file's name has at most 255 on most file systems
_LOOK_ALIKE = {"LATIN", "GREEK", "CYRILLIC"}
MAX_ID_CHARS = 128
_IDENTIFIER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{0,{MAX_ID_CHARS - 1}}}")


def voice_name(value: str) -> str | None:
    """Return the bare name of a voice, or None if it is none: `voices/anna.wav` and `anna.wav` are `anna`.

    The name is in NFC, the form in which most systems write letters with accents.
    """
    name = unicodedata.normalize("NFC", value.strip(" ").removeprefix("voices/"))
    while (parts := name.rpartition("."))[1] and parts[2].lower() in AUDIO_EXTENSIONS:
        name = parts[0]
    return name if is_name(name, 64) else None


def is_name(text: str, longest: int) -> bool:
    """Say whether a text can name a voice or a file: letters of any script, digits, and ` _.-` between.

    Look-alikes are refused: letters of compatibility (full-width ones), and words in two alphabets.
    """
    kinds = [unicodedata.category(character)[0] for character in text]
    return (
        0 < len(text) <= longest
        and len(text.encode(errors="replace")) <= MAX_NAME_BYTES
        and kinds[0] in "LN"
        and all(kind in "LMN" or character in " _.-" for kind, character in zip(kinds, text, strict=True))
        and unicodedata.is_normalized("NFKC", text)
        and all(len(_alphabets(word)) < 2 for word in re.split("[ _.-]", text))
    )


def _alphabets(word: str) -> set[str]:
    """Return those of a word's alphabets whose letters look like one another's."""
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in word} & _LOOK_ALIKE


def identifier(value: str) -> str | None:
    """Return the name of a model or a job as it stands, or None if it is none."""
    return value if _IDENTIFIER.fullmatch(value) else None


def is_label(name: str) -> bool:
    """Say whether a request may give a voice this name of its own: `voices` of `tts` and `dub`."""
    return bool(name.strip()) and len(name) <= 64 and name.isprintable() and not set("[]") & set(name)

"""Transcripts that name who speaks in front of the lines: the words that are said, and whose they are."""

import re
from collections import Counter

PARAGRAPH = "\n\n"  # between two turns, which ends a sentence too
Said = tuple[str | None, str]  # a speaker, if one is named, and his words

# In front of a line: "ANNA:", "- Bob:", "[Speaker 1]:", "Dr. Anna de Souza:".
_WORD = r"[^\W_][\w.'\u2019-]{0,24}"
_LABEL = re.compile(
    rf"[ \t>\u2013\u2014-]{{0,9}}\[?(?P<name>{_WORD}(?: {_WORD}){{0,4}})\]?(?::(?=\s)|\uff1a)[ \t]*"
)
_PARTICLES = frozenset(
    ("de", "da", "di", "do", "dos", "del", "della", "der", "den", "van", "von", "la", "le", "el", "al", "bin")
)
_NUMBERED = re.compile(r"speaker[ _]\d{1,3}", re.IGNORECASE)

# "[00:03]", "(0:03)", "[music]", "[pause:1s]", "(laughs)": nobody says them.
_BESIDE = re.compile(
    r"(?:(?<![ \t])[ \t]+)?(?:\[[^\[\]\n]{1,40}\]|\((?:\d{1,2}:)?\d{1,2}:\d\d\)"
    r"|\((?:laugh|chuckl|sigh|cough|music|applau|clear|giggl|gasp|breath)[^()\n]{0,30}\))(?=[\s:.,!?]|$)",
    re.IGNORECASE,
)


def words_said(text: str) -> str:
    """Return the words of a reference's text: without names, times, and what is no speech."""
    plain = "\n".join(line.strip() for line in _BESIDE.sub("", text).split("\n"))
    return " ".join(said for _, said in by_speaker(plain)) or plain.strip() or text


def by_speaker(text: str) -> list[Said]:
    """Return who says what, in order, where a text is such a transcript; else nothing.

    Names in capitals that begin several lines are speakers, and numbered ones. Others are where they begin
    half of the lines, two different ones or more, and one of them twice: "Note:" may be what is said.
    """
    lines = text.split("\n")
    labels = [_label(line) for line in lines]
    names = Counter(label["name"] for label in labels if label)
    sure = {
        name for name, count in names.items() if (count > 1 and name.isupper()) or _NUMBERED.fullmatch(name)
    }
    filled = sum(bool(line.strip()) for line in lines)
    is_dialogue = len(names) > 1 and max(names.values()) > 1 and 2 * sum(names.values()) >= filled
    speakers = set(names) if is_dialogue else sure
    said: list[tuple[str | None, list[str]]] = [(None, [])]
    for line, label in zip(lines, labels, strict=True):
        if label and label["name"] in speakers:
            said.append((label["name"], [line[label.end() :]]))
        else:
            said[-1][1].append(line)
    turns = [(name, "\n".join(own).strip()) for name, own in said]
    return [turn for turn in turns if turn[1]] if speakers else []


def _label(line: str) -> re.Match[str] | None:
    """Return the name in front of a line: words with capitals, in scripts that have them, and no number."""
    found = _LABEL.match(f"{line} ")
    if found is None or not any(char.isalpha() for char in found["name"]):
        return None
    words = [word for word in found["name"].split(" ") if word not in _PARTICLES]
    return None if not words or any(word[0].islower() for word in words) else found

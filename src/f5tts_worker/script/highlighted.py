"""Captions that light up word by word: a cue for each word, all with the same text -> one cue."""

import re
from collections.abc import Iterable
from dataclasses import replace

from f5tts_worker.script.cue_file import Cue

_APART_MS = 100  # at most, between two words of a cue
_TAG = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_BEFORE = re.compile(rf"(?:\s|{_TAG.pattern})*+")


def without_highlights(cues: Iterable[Cue]) -> list[Cue]:
    """Return cues, in order, of which those that only move a highlight over the same words are one.

    Whisper writes such SRT (`highlight_words`), and ASS in our own styles is such a file. In a pause no word
    is lit. What lights a word for the second time says it again.
    """
    found: list[Cue] = []
    lit: set[str] = set()
    last = ""  # as it is written
    for cue in cues:
        is_lit = _is_lit(cue.written)
        if (
            found
            and _follows(cue, found[-1])
            and cue.written != last
            and (is_lit or _is_lit(last))
            and cue.written not in lit
        ):
            found[-1] = replace(found[-1], end_ms=max(found[-1].end_ms, cue.end_ms))
        else:
            found.append(cue)
            lit.clear()
        last = cue.written
        if is_lit:
            lit.add(last)
    return found


def _follows(cue: Cue, before: Cue) -> bool:
    """Say whether a cue shows the words of the one before it, without a gap or beside it."""
    is_same = (cue.text, cue.speaker) == (before.text, before.speaker)
    return is_same and before.start_ms <= cue.start_ms <= before.end_ms + _APART_MS


def _is_lit(written: str) -> bool:
    """Say whether a part of a line looks different: tags in front of it are for all of it."""
    before = _BEFORE.match(written)
    return _TAG.search(written, before.end() if before else 0) is not None

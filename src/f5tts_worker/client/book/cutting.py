"""Cuts chapters into passages, one job each: a heading, a paragraph, or a part of a very long paragraph.

A passage is a paragraph because the worker's own cuts never cross one: it sounds the same alone as in a long
text, a changed paragraph costs only itself, and the pauses between paragraphs are the client's to choose.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from f5tts_worker.client.book.casting import Cast, Line, tidy
from f5tts_worker.client.book.contents import Chapter, Kind
from f5tts_worker.languages import is_unspaced
from f5tts_worker.script.sentences import split_sentences

# An answer without a bucket holds 140 s of WAV. Half of that leaves room for slow voices.
MOST_SECONDS = 70.0
_LETTERS_PER_SECOND, _WIDE_PER_SECOND = (
    15.0,
    5.0,
)  # an ordinary pace; Chinese and Japanese have more in a letter

# Silence after a passage, in ms, beside the up to 60 ms at the edges of each.
HEADING_MS, PARAGRAPH_MS, SCENE_MS, CHAPTER_MS = 1_000, 600, 1_600, 2_500
_INSIDE_MS = 200  # between the parts of one paragraph; with the edges, what the worker has between sentences


@dataclass(frozen=True)
class Passage:
    """What one job speaks, by one voice or several, and the silence after it in ms."""

    lines: tuple[Line, ...]
    pause_ms: int

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(line.text for line in self.lines)


def passages(chapter: Chapter, language: str, speed: float, cast: Cast | None = None) -> list[Passage]:
    """Return a chapter's passages in order; the last one has the pause between chapters.

    Headings, and all without a `cast`, are the narrator's.
    """
    cut: list[Passage] = []
    blocks = chapter.blocks
    for at, block in enumerate(blocks):
        if block.kind is Kind.SCENE:
            continue
        following = blocks[at + 1].kind if at + 1 < len(blocks) else None
        if cast is not None and block.kind is Kind.PARAGRAPH:
            lines = cast.lines(block.text, language)
        else:
            lines = [Line(block.text, cast.narrator if cast else None)]
        parts = list(_parts(lines, language, MOST_SECONDS * min(1.0, speed)))
        cut += [Passage(part, _INSIDE_MS) for part in parts[:-1]]
        cut.append(Passage(parts[-1], _pause_ms(block.kind, following)))
    return cut


def _pause_ms(kind: Kind, following: Kind | None) -> int:
    if following is None:
        return CHAPTER_MS
    if following is Kind.SCENE:
        return SCENE_MS
    return HEADING_MS if Kind.HEADING in (kind, following) else PARAGRAPH_MS


def seconds_of(text: str) -> float:
    """Estimate how long a text takes at an ordinary pace, in seconds."""
    wide = sum(map(is_unspaced, text))
    return wide / _WIDE_PER_SECOND + (len(text) - wide) / _LETTERS_PER_SECOND


def words_in(text: str) -> int:
    """Count a text's words; each letter of a script without spaces between words counts as one."""
    wide = sum(map(is_unspaced, text))
    return wide + sum(any(map(str.isalnum, word)) and not is_unspaced(word[0]) for word in text.split())


def _parts(lines: Sequence[Line], language: str, most: float) -> Iterator[tuple[Line, ...]]:
    """Yield a paragraph whole, or cut between sentences into parts of at most `most` seconds."""
    if sum(seconds_of(line.text) for line in lines) <= most:
        yield tuple(lines)
        return
    part: list[Line] = []
    length = 0.0
    for line in lines:
        for sentence in split_sentences(line.text, language):
            for piece in _pieces(sentence, most):
                seconds = seconds_of(piece)
                if part and length + seconds > most:
                    yield _joined(part)
                    part, length = [], 0.0
                part.append(Line(piece, line.voice))
                length += seconds
    yield _joined(part)


def _joined(pieces: Sequence[Line]) -> tuple[Line, ...]:
    """Return the pieces with those of one voice in one line."""
    groups = itertools.groupby(pieces, lambda piece: piece.voice)
    return tuple(tidy([Line("".join(piece.text for piece in group), voice) for voice, group in groups]))


def _pieces(sentence: str, most: float) -> Sequence[str]:
    """Return a sentence whole, or in equal parts cut at spaces where there are some."""
    if seconds_of(sentence) <= most:
        return [sentence]
    pieces, start = [], 0
    length = max(1, int(len(sentence) * most / seconds_of(sentence) * 0.9))
    while start < len(sentence):
        stop = start + length
        space = sentence.rfind(" ", start + length // 2, stop) if stop < len(sentence) else -1
        stop = stop if space < 0 else space + 1
        pieces.append(sentence[start:stop])
        start = stop
    return pieces

"""The part of the protocol that is about what `align` hears."""

from typing import Literal, NotRequired, TypedDict


class CharacterTime(TypedDict):
    character: str
    start_ms: int
    end_ms: int


class WordTime(TypedDict):
    word: str  # as it is displayed
    start_ms: int
    end_ms: int
    score: float | None
    source: Literal["aligned", "interpolated"]
    characters: NotRequired[list[CharacterTime]]  # together, the word from its start to its end


class ChunkFaults(TypedDict):
    """What is wrong with a chunk's speech. Of takes of one chunk, the one with the least badness is best."""

    chunk: int  # its number among the chunks
    missing: list[str]  # display words
    added: list[str]  # letters that were heard beside the text, words said twice among them
    badness: float

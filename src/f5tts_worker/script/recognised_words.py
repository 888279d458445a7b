"""A recogniser's list of single words, put together to the segments that its JSON lacks."""

from collections.abc import Iterator, Mapping
from typing import Any

from f5tts_worker.languages import ends_sentence

_PAUSE_S = 0.7  # between two words: the next one begins a segment
_MOST_LETTERS = 84  # two lines of subtitles
_LEAST_MS = 100  # so long is no word in seconds, and some are in milliseconds


def segments_of_words(found: object) -> list[dict[str, Any]]:
    """Return segments, with start and end in seconds, of Deepgram's or AssemblyAI's words; else nothing."""
    match found:
        case {"results": {"channels": [{"alternatives": [{"words": list(words)}, *_]}, *_]}} | {
            "words": list(words)
        }:
            return list(_joined(list(filter(_is_word, words))))
    return []


def _is_word(one: object) -> bool:
    if not (isinstance(one, Mapping) and isinstance(_written(one), str)):
        return False
    return all(isinstance(one.get(name), int | float) for name in ("start", "end"))


def _written(one: Mapping[str, Any]) -> object:
    return one.get("punctuated_word", one.get("text", one.get("word")))


def _joined(words: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    unit = 1000 if any(word["end"] - word["start"] >= _LEAST_MS for word in words) else 1
    segment: dict[str, Any] | None = None
    for word in words:
        start, end, text = word["start"] / unit, word["end"] / unit, str(_written(word)).strip()
        if segment and (
            ends_sentence(segment["text"])
            or start - segment["end"] > _PAUSE_S
            or len(segment["text"]) + len(text) > _MOST_LETTERS
            or segment["speaker"] != word.get("speaker")
        ):
            yield segment
            segment = None
        if segment is None:
            segment = {"start": start, "end": end, "text": text, "speaker": word.get("speaker")}
        else:
            segment |= {"end": end, "text": f"{segment['text']} {text}"}
    if segment:
        yield segment

"""What recognisers write as JSON, and our own -> cues: segments, or else sentences made of timed words."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, TypeGuard

from f5tts_worker.script.cue_file import Cue, CueFile, said_by
from f5tts_worker.script.sentences import split_sentences

_MOST_SECONDS = 10**7  # of JSON, whose numbers may have thousands of digits
_MS_APART = 100  # so long is no segment in seconds, and every one in milliseconds
# Where the segments are: Whisper's, ours, whisper.cpp's, Hugging Face's, AssemblyAI's and Deepgram's.
_LISTS = ("segments", "cues", "transcription", "chunks", "utterances")
_MOST_LETTERS = 84  # of a cue: two lines of subtitles; a longer sentence goes on in the next
_PAUSE_SECONDS = 0.7  # between two words: a sentence ends, even without a full stop


def is_json(text: str) -> bool:
    """Say whether a text is an object or a list of JSON."""
    return isinstance(_loaded(text), dict | list)


def recognised_cues(text: str, read: CueFile) -> Iterator[Cue] | None:
    """Return the cues of a recogniser's JSON, or of our own; None of anything else."""
    segments = _segments(_loaded(text))
    return _listed(segments, read) if segments else None


def _loaded(text: str) -> object:
    try:
        return json.loads(text) if text.lstrip()[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None


def _segments(found: object) -> Sequence[Mapping[str, Any]]:
    """Return the segments, with times in seconds."""
    if isinstance(found, dict):
        inner = found.get("results")
        places = [found, inner] if isinstance(inner, dict) else [found]
        listed: list[Any] = next(
            (one[name] for one in places for name in _LISTS if isinstance(one.get(name), list)), []
        )
        if not listed:
            return _sentences_of(found, inner)
        found = listed
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return []
    return [_in_seconds(one) for one in found]


def _sentences_of(found: Mapping[str, Any], inner: object) -> Sequence[Mapping[str, Any]]:
    """Return sentences of the words that AssemblyAI and OpenAI list, and Deepgram for each channel."""
    channels = inner.get("channels") if isinstance(inner, dict) else None
    firsts = [
        channel["alternatives"][0] for channel in _objects(channels) if _objects(channel.get("alternatives"))
    ]
    said = [words for one in (firsts or [found]) if (words := _words(one.get("words")))]
    return sorted((one for words in said for one in _sentences(words)), key=lambda one: one["start"])


def _objects(found: object) -> Sequence[Mapping[str, Any]]:
    return found if isinstance(found, list) and all(isinstance(one, dict) for one in found) else []


def _words(listed: object) -> Sequence[Mapping[str, Any]]:
    """Return words with `text`, `start` and `end`, in seconds; one without times follows the last one."""
    words = [
        {**one, "text": one.get("punctuated_word", one.get("word", one.get("text")))}
        for one in _objects(listed)
    ]
    words = [one for one in words if isinstance(one["text"], str) and one["text"].strip()]
    # AssemblyAI's are milliseconds: all are whole numbers.
    times = [(one.get("start"), one.get("end")) for one in words]
    in_ms = all(isinstance(time, int) for pair in times for time in pair) and any(
        last - first >= _MS_APART for first, last in times if first is not None and last is not None
    )
    found: list[Mapping[str, Any]] = []
    for one, (first, last) in zip(words, times, strict=True):
        start, end = (_of_ms(first), _of_ms(last)) if in_ms else (first, last)
        if _is_seconds(start) and _is_seconds(end):
            found.append({**one, "start": start, "end": end})
        elif found:
            found.append({**one, "start": found[-1]["end"], "end": found[-1]["end"]})
    return found


def _sentences(words: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield words as sentences, which end before a pause and before another speaker, too."""
    first = 0
    for number, word in enumerate(words, 1):
        if number == len(words) or _is_apart(word, words[number]):
            yield from _sentences_without_pause(words[first:number])
            first = number


def _sentences_without_pause(words: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    starts = accumulate((len(word["text"]) + 1 for word in words), initial=0)
    said = split_sentences(" ".join(word["text"] for word in words), "en")
    ends = [*accumulate(map(len, said))]
    own: list[Mapping[str, Any]] = []
    for word, after, start in zip(words, [*words[1:], None], starts, strict=False):
        own.append(word)
        stop = start + len(word["text"]) + 1  # where the next word begins
        begun = sum(len(one["text"]) + 1 for one in own)
        if (
            after is None
            or bisect_right(ends, stop) > bisect_right(ends, start)
            or begun + len(after["text"]) > _MOST_LETTERS
        ):
            text = " ".join(one["text"].strip() for one in own)
            yield {"start": own[0]["start"], "end": word["end"], "text": text, "speaker": word.get("speaker")}
            own = []


def _is_apart(word: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    is_pause = after["start"] - word["end"] >= _PAUSE_SECONDS
    return is_pause or after.get("speaker") != word.get("speaker")


def _in_seconds(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a segment with `start` and `end` in seconds, and its `text`, whosever it is."""
    start, end, length = one.get("start"), one.get("end"), one.get("duration")
    match one:
        case {"offsets": {"from": first, "to": last}}:  # whisper.cpp
            start, end = _of_ms(first), _of_ms(last)
        case {"timestamp": [first, last]}:  # Hugging Face; the last one may have no end
            start, end = first, first if last is None else last
        # AssemblyAI
        case {"start": int(first), "end": int(last), "confidence": _} if last - first >= _MS_APART:
            start, end = _of_ms(first), _of_ms(last)
    if _is_seconds(start) and end is None and _is_seconds(length):  # YouTube's, by its usual reader
        end = start + length
    return {**one, "start": start, "end": end, "text": one.get("text", one.get("transcript"))}


def _of_ms(time: object) -> object:
    return time / 1000 if isinstance(time, int) and 0 <= time < 1000 * _MOST_SECONDS else None


def _listed(segments: Sequence[Mapping[str, Any]], read: CueFile) -> Iterator[Cue]:
    for number, one in enumerate(segments, start=1):
        times = [one.get("start"), one.get("end")]
        if not all(map(_is_seconds, times)):
            read.fault(number, f"has no start and end, in seconds, in entry {number}", '"start": 1.5')
            continue
        lines = one.get("lines") if isinstance(one.get("lines"), list) else [one.get("text")]
        said = [line for line in lines or () if isinstance(line, str)]
        start, end = (round(time * 1000) for time in times if time is not None)
        speaker = one.get("speaker", one.get("voice"))
        yield from said_by(speaker, read.voiced("\n".join(said).split("\n"), (start, end), number))


def _is_seconds(time: object) -> TypeGuard[float]:
    return isinstance(time, int | float) and not isinstance(time, bool) and 0 <= time < _MOST_SECONDS

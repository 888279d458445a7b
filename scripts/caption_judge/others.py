"""Paragraphs -> their words' true times as flite says them, and the cues that others make of these.

Run by a Python that has numpy, WhisperX and stable-ts; paragraphs come as JSON on standard input. What cannot
be imported is left out.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PARAGRAPHS = 50
STRETCH = 1.15  # flite's own pace is that of somebody in a hurry
Words = Sequence[Mapping[str, Any]]


def main() -> None:
    """Print JSON: the paragraphs that were timed, and each writer's SRT."""
    timed = list(spoken(json.load(sys.stdin)))
    writers: dict[str, Callable[[list[Words]], str]] = {"WhisperX": by_whisperx, "stable-ts": by_stable_ts}
    made: dict[str, list[str]] = {}
    for name, write in writers.items():
        try:
            made[name] = [write(sentences) for sentences in timed]
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    json.dump({"paragraphs": timed, "srt": made}, sys.stdout)


def spoken(paragraphs: Sequence[Sequence[str]]) -> Iterator[list[Words]]:
    """Yield the first paragraphs of which flite says each word as one, as sentences of words with seconds."""
    from demo.flite import Flite

    flite, found = Flite(["slt"]), 0
    for sentences in paragraphs:
        tokens = [sentence.split() for sentence in sentences]
        times = flite.say(" ".join(sentences), "slt", STRETCH).word_times()
        if found == PARAGRAPHS or len(times) != sum(map(len, tokens)):
            continue
        found += 1
        left = iter(times)
        yield [
            [{"word": token, "start": start, "end": end} for token in one for _, start, end in [next(left)]]
            for one in tokens
        ]


def as_result(sentences: Sequence[Words], space: str) -> dict[str, Any]:
    """Return the result that both writers take: a segment a sentence."""
    segments = [
        {
            "start": words[0]["start"],
            "end": words[-1]["end"],
            "text": "".join(space + word["word"] for word in words),
            "words": [{**word, "word": space + word["word"]} for word in words],
        }
        for words in sentences
    ]
    return {"language": "en", "segments": segments}


def by_whisperx(sentences: list[Words]) -> str:
    """Write with WhisperX's own writer, told the same limits of a line and a cue."""
    from whisperx.utils import WriteSRT

    options = {"max_line_width": 42, "max_line_count": 2, "highlight_words": False}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.srt"
        with path.open("w", encoding="utf-8") as file:
            WriteSRT(folder).write_result(as_result(sentences, ""), file=file, options=options)
        return path.read_text(encoding="utf-8")


def by_stable_ts(sentences: list[Words]) -> str:
    """Write with stable-ts: its default regrouping, then its way to lines of 42 characters."""
    from stable_whisper.result import WhisperResult

    result = WhisperResult(as_result(sentences, " "))
    result.regroup()
    result.split_by_length(max_chars=42, newline=False)
    return str(result.to_srt_vtt(None, word_level=False, vtt=False))


if __name__ == "__main__":
    main()

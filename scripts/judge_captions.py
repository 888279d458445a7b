#!/usr/bin/env python3
"""Judge cues by what editors ask of them, beside those of WhisperX and stable-ts, and time 10,000 words.

    .venv/bin/python scripts/judge_captions.py --python .cache/oracle/bin/python [--path FOLDER]

The text is what the repository's pages have in paragraphs of words alone, spoken by flite, whose word times
are true. The other Python needs numpy and WhisperX; to compare with stable-ts as well, install stable-ts,
openai-whisper, tiktoken and more-itertools into a folder (`uv pip install --no-deps --target FOLDER`).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.styles import STYLES
from f5tts_worker.subtitles.words import Word

ROOT = Path(__file__).resolve().parents[1]
# Netflix's guides (`subtitles.rules`); two frames at 24 a second, and half a millisecond for rounding.
MOST_CHARS, MOST_LINES, MOST_SPEED, SHORTEST, LONGEST, GAP = 42, 2, 20.0, 0.833, 7.0, 0.0829
FEWEST_WORDS, MOST_WORDS = 14, 140
WORDS, TRIES = 10_000, 3
ARTICLES = {"a", "an", "the"}


@dataclass(frozen=True)
class Shown:
    """A cue as a file shows it; seconds."""

    start: float
    end: float
    lines: tuple[str, ...]

    def faults(self) -> Iterator[str]:
        """Yield what an editor would send back."""
        length = self.end - self.start
        if len(self.lines) > MOST_LINES:
            yield "lines"
        if max(map(len, self.lines)) > MOST_CHARS:
            yield "characters"
        if len(" ".join(self.lines)) > MOST_SPEED * length + 0.5:
            yield "speed"
        if length < SHORTEST - 0.001:
            yield "too short"
        if length > LONGEST + 0.001:
            yield "too long"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, required=True, help="one with numpy and WhisperX")
    parser.add_argument("--path", default="", help="a folder with more packages for it")
    given = parser.parse_args()
    answer = outside(given.python, given.path, list(paragraphs()))
    spoken = [words_of(sentences) for sentences in answer["paragraphs"]]
    count = sum(map(len, spoken))
    pace = count / sum(words[-1].end_ms - words[0].start_ms for words in spoken) * 60_000
    print(f"{len(spoken)} paragraphs, {count:,} words, spoken by flite (slt), {pace:.0f} words a minute\n")
    ours = [render(words, ["srt"])["srt"] for words in spoken]
    print(f"{'cues of':12}{'cues':>6}{'good':>9}   faults (a cue may have several)")
    for name, files in {"ours": ours, **answer["srt"]}.items():
        judge(name, [list(read(text)) for text in files])
    print()
    speed([word for words in spoken for word in words])
    return 0


def paragraphs() -> Iterator[list[str]]:
    """Yield the sentences of every paragraph and point of the pages that is plain words."""
    for path in [*sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*.md"))]:
        text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for block in re.split(r"\n\s*\n|\n(?=[*-] )", text):
            plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", " ".join(block.split())).replace("**", "")
            plain = re.sub(r"`([A-Za-z]+)`", r"\1", plain).removeprefix("- ").removeprefix("* ")
            is_plain = re.fullmatch(r"[A-Z][A-Za-z ,.;:!?'()-]*[.!?]", plain)
            if is_plain and FEWEST_WORDS <= len(plain.split()) <= MOST_WORDS:
                yield [sentence.strip() for sentence in split_sentences(plain, "en")]


def outside(python: Path, path: str, texts: Sequence[Sequence[str]]) -> dict[str, object]:
    """Have the paragraphs spoken, and the words' cues made by others."""
    program = ROOT / "scripts" / "caption_judge" / "others.py"
    environment = dict(os.environ) | ({"PYTHONPATH": path} if path else {})
    done = subprocess.run(
        [python, program],
        input=json.dumps(texts),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=environment,
    )
    return dict(json.loads(done.stdout))


def words_of(sentences: Sequence[Sequence[dict[str, object]]]) -> list[Word]:
    """Return a paragraph's words as the worker has them."""
    return [
        Word(str(word["word"]), ms(word["start"]), ms(word["end"]), 1.0, "aligned", sentence=number)
        for number, words in enumerate(sentences)
        for word in words
    ]


def ms(seconds: object) -> int:
    """Return whole milliseconds."""
    return round(1000 * float(str(seconds)))


def read(srt: str) -> Iterator[Shown]:
    """Yield the cues of an SRT file."""
    for block in srt.strip().split("\n\n"):
        _, times, *lines = block.split("\n")
        start, end = (
            3600 * int(clock[:2]) + 60 * int(clock[3:5]) + int(clock[6:8]) + int(clock[9:12]) / 1000
            for clock in times.split(" --> ")
        )
        yield Shown(start, end, tuple(lines))


def judge(name: str, files: Sequence[Sequence[Shown]]) -> None:
    """Print how many cues of a writer are as editors want them, and what the others lack."""
    faults: Counter[str] = Counter()
    good = count = articles = alone = 0
    for cues in files:
        for cue, following in pairwise([*cues, None]):
            found = set(cue.faults())
            if following is not None and 0 <= following.start - cue.end < GAP:
                found.add("gap")
            faults.update(found)
            count, good = count + 1, good + (not found)
            lines = [line.split()[-1].lower() for line in cue.lines]
            articles += sum(word in ARTICLES for word in lines)
            alone += len(" ".join(cue.lines).split()) == 1
    listed = ", ".join(f"{what} {number}" for what, number in faults.most_common()) or "none"
    more = f"lines ending in an article {articles}, lone words {alone}"
    print(f"{name:12}{count:6}{100 * good / count:8.1f}%   {listed}; {more}")


def speed(words: Sequence[Word]) -> None:
    """Print how long ASS of 10,000 words takes, in the processor's seconds: the least of a few tries."""
    many: list[Word] = []
    while len(many) < WORDS:
        shift, first = (many[-1].end_ms, many[-1].sentence + 1) if many else (0, 0)
        many += [
            Word(w.text, w.start_ms + shift, w.end_ms + shift, w.score, w.source, w.space, w.sentence + first)
            for w in words
        ]
    many = many[:WORDS]
    render(many[:100], ["ass"])  # what is imported late is no part of it
    for name in STYLES:
        took = []
        for _ in range(TRIES):
            start = time.process_time()
            size = len(render(many, ["ass"], name)["ass"])
            took.append(time.process_time() - start)
        seconds = min(took)
        print(f"{WORDS:,} words to ASS, {name:10} {seconds:5.2f} s of processor, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())

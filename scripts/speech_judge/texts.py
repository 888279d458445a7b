"""What is said to judge speech by: written for this, and known to no model."""

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.demo.corpus import held_out

HERE = Path(__file__).parent
DECIDING, FINAL = "deciding", "final"  # what decisions were made by is not what the figures are of
LONG = "long"  # both of these, and the sentences by which faults and the demo are judged: 3,100 words
SHORT = (
    "Hi.", "Yes, please.", "Not today.", "Thank you.", "Come in.", "Wait here.", "Good evening.", "Why not?",
    "Stop.", "Over there.", "I agree.", "Me too.", "Of course.", "See you soon.", "Last one.", "Turn left.",
)  # fmt: skip
_PARAGRAPH = 7  # sentences, where a text has no paragraphs of its own
_MARKS = re.compile(r"[^\w\s']")


def read_text(name: str, words: int) -> list[str]:
    """Return the sentences of the first paragraphs that have `words` words, with the space behind each."""
    sentences: list[str] = []
    for paragraph in _paragraphs(name):
        if len(" ".join(sentences).split()) >= words:
            break
        own = paragraph.split("\n")
        sentences += [f"{sentence} " for sentence in own[:-1]] + [f"{own[-1]}\n\n"]
    return sentences


def _paragraphs(name: str) -> Iterator[str]:
    """Yield a text's paragraphs, a sentence a line."""
    for part in (FINAL, DECIDING) if name == LONG else (name,):
        yield from (HERE / f"{part}.txt").read_text().strip().split("\n\n")
    if name == LONG:
        faults = (HERE.parent / "demo" / "fault_texts.txt").read_text().splitlines()
        sentences = iter([*faults, *itertools.chain.from_iterable(held_out().values())])
        while paragraph := list(itertools.islice(sentences, _PARAGRAPH)):
            yield "\n".join(paragraph)


def without_marks(sentences: Sequence[str]) -> list[str]:
    """Return the text as one long sentence: nothing in it but words, and spaces between them."""
    words = itertools.chain.from_iterable(_MARKS.sub("", sentence).split() for sentence in sentences)
    return [" ".join(word if word == "I" else word.lower() for word in words)]

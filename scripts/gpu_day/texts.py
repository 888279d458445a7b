"""What is said: a sentence, a page, and the voice that says it. Standard library only."""

import re

from bench_runs import ROOT
from bench_synthesis import TEXT
from demo.corpus import other_texts

DEMO = ROOT / "src" / "f5tts_worker" / "demo"
REFERENCE = DEMO / "voices" / "slt"  # .wav and .txt
REFERENCE_TEXT = REFERENCE.with_suffix(".txt").read_text().strip()
SENTENCE = TEXT


def page() -> list[str]:
    """Return the sentences of the judge's long text."""
    return re.findall(r"\S[^.!?]*[.!?]", " ".join(other_texts()["long text"]))

#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["num2words==0.5.14", "sentencex==1.0.32", "damga==1.0.5"]
# ///
"""Compare what is said for messy text with what a person would read.

The sentences and their readings are in tests/truth/readings, one file per language. Needs num2words and
sentencex, and for `--against damga` that library; uv installs all three for the run:

    uv run --no-project scripts/judge_text.py                 # the share of exact readings per language
    uv run --no-project scripts/judge_text.py --kinds --misses --language de
    uv run --no-project scripts/judge_text.py --against damga  # the same figures for that library

Exits with 1 if a language is below its bar.
"""

import argparse
import csv
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

READINGS = ROOT / "tests" / "truth" / "readings"
BARS = {"en": 98.0, "de": 92.0, "fr": 92.0, "es": 92.0, "it": 92.0, "pt": 92.0, "nl": 92.0}  # percent exact

Reader = Callable[[str, str], str]  # a text and its language -> what is said

_QUOTES = str.maketrans(dict.fromkeys("’ʼ´`′‘", "'"))  # noqa: RUF001 - apostrophes of every shape
_EDGE = "'\"“”„«»‹›.,;:!?…¿¡()[]-"  # noqa: RUF001 - quotation marks
_GROUP = re.compile(r"([\[{])([^\[\]{}]*)[\]}]")
_OPENED = re.compile(r"[\[{]")
_UNSURE = 4  # words before a choice, which what follows may still join, divide or leave out
_SPELLED = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-Þ]{2,}(?=s?(?![^\W_]))")
_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?![^\W_]))")
_INNER = re.compile(r"(?<=[^\W\d_])[,;:!?]+(?=[^\W\d_])|[…—–]|(?<=\w)-(?=\w)")  # noqa: RUF001 - dashes
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_ORDINAL = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth "
    "seventieth eightieth ninetieth"
)
_HUNDREDS = "deux|trois|quatre|cinq|six|sept|huit|neuf"
_AND = "|".join(f"{_SMALL} {_ORDINAL}".split())
# Pairs that sound alike or mean the same in every sentence: British and American cardinals, German "hundert"
# and "einhundert", spellings of Portugal and Brazil. What depends on the sentence is in its readings.
SAME: dict[str, Sequence[tuple[str, str]]] = {
    "en": [
        (rf"\b(hundred|thousand|million|billion) and (?=(?:{_AND})\b)", r"\1 "),
        (r"\ba (?=(?:hundred|thousand|million|billion)\b)", "one "),
        (r"\bper cent\b", "percent"),
    ],
    "de": [(r"\bein(?=hundert|tausend)", ""), (r"(?<=tausend)ein(?=hundert)", ""), (" (?=einhalb)", "")],
    "fr": [(r"\bquatre vingts\b", "quatre vingt"), (rf"\b({_HUNDREDS}) cents\b", r"\1 cent")],
    "pt": [
        (r"\bquatorze\b", "catorze"),
        (r"\bdezasseis\b", "dezesseis"),
        (r"\bdezassete\b", "dezessete"),
        (r"\bdezanove\b", "dezenove"),
    ],
    "nl": [("éé", "ee")],
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A sentence, what it tests, and every way of saying it that a careful speaker would accept."""

    kind: str
    origin: str
    text: str
    readings: tuple[str, ...]

    def accepts(self, said: str, language: str) -> bool:
        """Say whether `said` sounds like one of the readings."""
        heard = normalised(said, language)
        return any(_sounds_like(reading, heard, language) for reading in self.readings)


def load(path: Path) -> list[Case]:
    """Read the cases of one language. Raises ValueError for an incomplete row."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_case(row) for row in rows]


def _case(row: dict[str, str | None]) -> Case:
    kind, origin, text, readings = (row.get(name) for name in ("kind", "origin", "text", "readings"))
    if not kind or origin not in ("blind", "seen") or not text or not readings:
        raise ValueError(f"An incomplete case: {row}")
    return Case(kind, origin, text, tuple(readings.split(" | ")))


def _sounds_like(reading: str, heard: str, language: str) -> bool:
    """Say whether a reading, written out in some way, is what was heard.

    A dozen places with a choice each are millions of ways: what differs in its beginning is not written out.
    """
    if not (group := _GROUP.search(reading)):
        return normalised(reading, language) == heard
    begun = normalised(_OPENED.split(reading, 1)[0], language).split()
    certain = begun[: max(0, len(begun) - _UNSURE)]
    if certain != heard.split()[: len(certain)]:
        return False
    return any(_sounds_like(written, heard, language) for written in _choices(reading, group))


def _choices(reading: str, group: re.Match[str]) -> Iterator[str]:
    """Write one group out: `{a/b}` is either, `[a]` may be left out."""
    for choice in group[2].split("/") + ([""] if group[1] == "[" else []):
        yield reading[: group.start()] + choice + reading[group.end() :]


def normalised(said: str, language: str) -> str:
    """Return what is heard of a reading: no case, no hyphens, no marks around words.

    Capitals in a row are letters said one by one, as F5-TTS's models say them. Signs, digits and full stops
    inside a word stay, since no voice reads them reliably.
    """
    text = unicodedata.normalize("NFC", said).translate(_QUOTES)
    text = _SPELLED.sub(lambda letters: " ".join(letters[0]), text).lower()
    text = _INNER.sub(" ", _INITIAL.sub(r"\1 ", text))
    text = " ".join(word for word in (token.strip(_EDGE) for token in text.split()) if word)
    for pattern, same in SAME.get(language, ()):
        text = re.sub(pattern, same, text)
    return text


def ours(text: str, language: str) -> str:
    """Return what the worker says for a text: its marks taken out, its sentences found, its words read."""
    from f5tts_worker.engine.text.clean import join_words
    from f5tts_worker.engine.text.spoken import split_sentences
    from f5tts_worker.script import sentences
    from f5tts_worker.script.readable import readable

    plain, _ = readable(text)
    return join_words(split_sentences(sentences.split_sentences(plain, language), language))


def damga(text: str, language: str) -> str:
    """Return what the library damga says for a text."""
    from damga import TextNormalizer  # type: ignore[import-not-found]  # for comparison only, never installed

    return str(TextNormalizer(lang=language).normalize(text))


def _speaks(reader: Reader, language: str) -> bool:
    if reader is not damga:
        return True
    from damga import available_languages

    return language in available_languages()


def misses(cases: Iterable[Case], language: str, reader: Reader) -> dict[Case, str]:
    """Return the cases that are read otherwise than a person would, with what is said for them."""
    said = {case: reader(case.text, language) for case in cases}
    return {case: text for case, text in said.items() if not case.accepts(text, language)}


def _share(cases: Sequence[Case], missed: Iterable[Case]) -> float:
    wrong = set(missed)
    return 100 * sum(case not in wrong for case in cases) / len(cases) if cases else 100.0


def _row(name: str, cases: Sequence[Case], found: Sequence[dict[Case, str] | None]) -> str:
    shares = ["       –" if missed is None else f"{_share(cases, missed):8.1f}" for missed in found]  # noqa: RUF001 - a dash
    return f"{name:<34} {len(cases):5d} {' '.join(shares)}"


def judge(language: str, readers: Sequence[Reader], options: argparse.Namespace) -> bool:
    """Print one language's figures. Return whether the worker reaches its bar."""
    cases = load(options.readings / f"{language}.tsv")
    found = [misses(cases, language, reader) if _speaks(reader, language) else None for reader in readers]
    print(_row(language, cases, found) + f"    bar {BARS[language]:.0f}")
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(f"  written {case.origin}", []).append(case)
    if options.kinds:
        for case in cases:
            groups.setdefault(f"  {case.kind}", []).append(case)
    for name, part in groups.items():
        print(_row(name, part, found))
    if options.misses:
        for case, said in (found[0] or {}).items():
            print(f"  {case.kind}: {case.text}\n      {said}\n      {case.readings[0]}")
    return _share(cases, found[0] or {}) >= BARS[language]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables. Return 1 if a language is below its bar."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--language", nargs="+", choices=list(BARS), default=list(BARS))
    parser.add_argument("--against", choices=["damga"], help="print a library's figures beside the worker's")
    parser.add_argument("--kinds", action="store_true", help="print every kind's share")
    parser.add_argument("--misses", action="store_true", help="print every case read otherwise")
    parser.add_argument("--readings", type=Path, default=READINGS, help="the folder of the cases")
    options = parser.parse_args(arguments)
    readers = [ours, damga] if options.against else [ours]
    print(f"{'exact readings, %':<34} cases     ours" + ("    damga" if options.against else ""))
    reached = [judge(language, readers, options) for language in options.language]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Sentences to train on: simple ones of common words, and general ones of Debian's SCOWL word lists.

Nothing is copied from anybody's text: the sentences are made by grammar from word lists.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
SCOWL = Path("/usr/share/dict/scowl")
PHRASES = (
    "the quick brown fox jumps over the lazy dog",
    "hello world",
    "hello, how are you today",
    "thank you very much",
    "good morning everyone",
    "this is the voice of the little machine",
)
LETTER_NAMES = {"ay": "a"}  # as a letter is written that would be said as the word "a"
_SPELLED = "ABCDEFGHIJKLMNOPQRSTUVXYZ"  # not W: no other letter takes so many phones
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_COUNTED = ("dollars", "days", "years", "people", "miles", "rooms", "seconds", "percent", "degrees", "pages")
_SHARES = (5, 3, 2)  # of the lists of rarer words: SCOWL's 10, 20, 35
_PLAIN = re.compile(r"[a-z]+")


def stage1() -> dict[str, list[str]]:
    """Return the words of stage 1 by kind."""
    kinds = {}
    for line in (HERE / "stage1_words.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split(":")
            kinds[kind] = words.split()
    return kinds


def stage1_vocabulary() -> set[str]:
    """Return every word that stage 1 knows."""
    return {w for words in stage1().values() for w in words}


def scowl_words() -> list[list[str]]:
    """Return SCOWL's English words, plain letters only: commonest, common, less common.

    Raises FileNotFoundError without Debian's package scowl: other words would make another model.
    """
    paths = [SCOWL / f"english-words.{size}" for size in (10, 20, 35)]
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise FileNotFoundError(f"Training needs {', '.join(missing)}: install Debian's package scowl.")
    return [[w for w in path.read_text("latin-1").split() if _PLAIN.fullmatch(w)] for path in paths]


def written_words() -> list[list[str]]:
    """Return what the judge's general sentences have beside stage 1's words: the same everywhere."""
    words = {word for sentence in held_out()["general"] for word in _bare(sentence).split()}
    return [sorted(words - stage1_vocabulary())]


def held_out() -> dict[str, list[str]]:
    """Return the judge's sentences, 25 of stage 1's words and 25 general ones: never trained on."""
    return _by_kind("held_out.txt")


def other_texts() -> dict[str, list[str]]:
    """Return the judge's other texts: a long one, short ones, questions, numbers."""
    return _by_kind("other_texts.txt")


def _by_kind(name: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for line in (HERE / name).read_text().splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        elif line:
            part.append(line)
    return parts


class Writer:
    """Makes sentences; `general` is the share of words that come from the lists `rarer`, commonest first."""

    def __init__(self, seed: int, general: float, rarer: Sequence[Sequence[str]]) -> None:
        self._random = random.Random(seed)  # noqa: S311  sentences, not secrets
        self._kinds = stage1()
        self._all = sorted(stage1_vocabulary())
        self._general = general
        self._rarer = rarer
        self._forbidden = {_bare(s) for part in held_out().values() for s in part}

    def sentences(self) -> Iterator[str]:
        """Yield sentences for ever, none of them held out, lower case, with their punctuation."""
        while True:
            sentence = self._sentence()
            if _bare(sentence) not in self._forbidden:
                yield sentence

    def written(self) -> Iterator[str]:
        """Yield sentences as people write them and the worker hands them to a model.

        They have capitals, numbers in words, and now and then an abbreviation that is spelled ("FBI").
        """
        choose, spoken = self._random.choice, self.sentences()
        while True:
            r, sentence = self._random.random(), next(spoken)
            if r < 0.1:
                counted = f"{self._noun_phrase()} {self._pick('verb')} {self._number()}"
                sentence = choose([f"{counted} {choose(_COUNTED)}.", f"{counted}.", f"{self._number()}."])
            elif r < 0.16:
                name = "".join(choose(_SPELLED) for _ in range(choose([2, 3, 3, 4])))
                place = f"{self._pick('preposition')} {self._noun_phrase()}"
                sentence = choose([f"the {name} {self._pick('motion')} {place}.", f"the {name}, {sentence}"])
            if self._random.random() < 0.8:
                sentence = sentence[0].upper() + re.sub(r"\bi\b", "I", sentence[1:])
            yield sentence

    def _number(self) -> str:
        """Return a number as the worker says it."""
        draw, choose = self._random.randint, self._random.choice
        words = self._kinds["number"]  # zero to nineteen, and the tens

        def below_100(least: int, most: int) -> str:
            tens, one = divmod(draw(least, most), 10)
            if tens < 2:
                return words[10 * tens + one]
            return f"{words[18 + tens]}-{words[one]}" if one else words[18 + tens]

        two = below_100(0, 99)
        hundreds = f"{below_100(1, 9)} hundred and {below_100(1, 99)}"
        return choose(
            [
                two,
                hundreds,
                f"{two} thousand {hundreds}",
                f"{below_100(13, 20)} {below_100(10, 99)}",
                f"{below_100(1, 12)} {below_100(10, 59)}",
                " ".join(choose(words[:10]) for _ in range(draw(2, 6))),
                f"{two} dollars and {below_100(2, 99)} cents",
                f"{two} percent",
                f"{two} point {choose(words[:10])} {choose(words[:10])}",
                f"minus {two}",
                f"the {choose(words[20:28])}-{choose(_ORDINALS)}",
            ]
        )

    def _pick(self, kind: str) -> str:
        if self._random.random() < self._general and kind in {"adjective", "noun", "adverb", "base"}:
            return self._rare()
        return self._random.choice(self._kinds[kind])

    def _rare(self) -> str:
        return self._random.choice(self._random.choices(self._rarer, _SHARES[: len(self._rarer)])[0])

    def _sentence(self) -> str:
        r = self._random.random()
        if r < 0.02:
            return self._random.choice(PHRASES) + "."
        if r < 0.30:
            count = self._random.randint(3, 9)
            rare = self._random.random() < self._general
            words = [self._rare() if rare else self._random.choice(self._all) for _ in range(count)]
            if count > 5 and self._random.random() < 0.3:
                words[count // 2] += ","
            return " ".join(words) + self._random.choice("...?!")
        if r < 0.36:
            return " ".join(self._pick("number") for _ in range(self._random.randint(3, 7))) + "."
        return self._clause(depth=0)

    def _noun_phrase(self) -> str:
        r = self._random.random()
        if r < 0.2:
            return self._pick("pronoun")
        words = [self._pick("determiner")] + [self._pick("adjective")] * (r < 0.65) + [self._pick("noun")]
        return " ".join(words)

    def _clause(self, depth: int) -> str:
        p, noun = self._pick, self._noun_phrase
        r = self._random.random()
        if r < 0.3:
            text = f"{noun()} {p('verb')} {noun()} {p('preposition')} {noun()}"
        elif r < 0.5:
            text = f"{noun()} {p('motion')} {p('preposition')} {noun()}"
        elif r < 0.65:
            text = f"{noun()} {p('modal')} {p('base')} {noun()} {p('adverb')}"
        elif r < 0.75:
            verb = self._random.choice(["is", "was", "has been", "will be"])
            text = f"{noun()} {verb} {p('adverb')} {p('adjective')}"
        elif r < 0.85:
            text = f"{p('adverb')} {noun()} {p('verb')} {p('object')}"
        elif r < 0.92 and depth == 0:
            verb = self._random.choice(["did", "do", "can", "will", "should"])
            return f"{p('question')} {verb} {noun()} {p('base')} {noun()}?"
        else:
            text = f"there {self._random.choice(['is', 'was'])} {noun()} {p('preposition')} {noun()}"
        if depth == 0 and self._random.random() < 0.2:
            comma = self._random.choice([",", ""])
            text += f"{comma} {p('conjunction')} {self._clause(1)}"
        return text if depth else text + self._random.choice(".....!")


def as_said(text: str) -> str:
    """Return what a speaker is given of a written sentence: small letters, abbreviations letter by letter."""
    names = {letter: name for name, letter in LETTER_NAMES.items()}

    def spelled(found: re.Match[str]) -> str:
        return " ".join(names.get(letter, letter) for letter in found.group().lower())

    return _ABBREVIATION.sub(spelled, text).lower()


def _bare(sentence: str) -> str:
    return " ".join(re.findall(r"[a-z']+", sentence.lower()))

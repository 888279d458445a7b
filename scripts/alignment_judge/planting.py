"""Wrong words put into right texts: what is written is then not what is said."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FAULTS = ("replaced", "left out", "doubled", "another script")
_LETTERS = re.compile(r"[^a-z']")
_CYRILLIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстувщхыз", strict=True))


@dataclass(frozen=True)
class Planted:
    """A text with a fault; of the words `wrong`, one is not what is said."""

    fault: str
    text: str
    wrong: tuple[int, ...]


def plant(text: str, pool: Sequence[str], each: int, seed: str) -> Iterator[Planted]:
    """Yield a text with a fault in each of `each` words for every kind; `seed` draws words from `pool`.

    "left out" is a word that is written and not said, "doubled" one that is written twice and said once.
    """
    draw = random.Random(seed)  # noqa: S311 - words, not secrets
    words = text.split()
    for fault in FAULTS:
        for place in draw.sample(range(len(words)), min(each, len(words))):
            own = _LETTERS.sub("", words[place].lower())
            if not own:
                continue
            before, after = words[:place], words[place + 1 :]
            if fault == "replaced":
                other = [word for word in pool if word != own]
                least = min(abs(len(word) - len(own)) for word in other)
                middle = [draw.choice([w for w in other if abs(len(w) - len(own)) <= max(least, 1)])]
            elif fault == "left out":
                middle = [draw.choice(pool), words[place]]
            elif fault == "doubled":
                middle = [own, words[place]]
            else:
                middle = ["".join(_CYRILLIC.get(letter, "") for letter in own)]
            wrong = (place, place + 1) if fault == "doubled" else (place,)
            yield Planted(fault, " ".join([*before, *middle, *after]), wrong)


def words_of(texts: Sequence[str]) -> list[str]:
    """Return the plain words of texts, each once."""
    return sorted({_LETTERS.sub("", word.lower()) for text in texts for word in text.split()} - {""})

"""Which letter of a word stands for which of its phones: hard EM over (word, phones) pairs.

Every letter takes no, one or two phones, in order; every phone belongs to one letter. A letter that
takes none (the k of knight, the e of time) shares the time of its neighbour.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

WORD = re.compile(r"[a-z']+")
Pair = tuple[str, tuple[str, ...]]
_FLOOR = 1e-4


class LetterAligner:
    """Learns how letters are spoken; `align` then says how many phones each letter of a word takes."""

    def __init__(self, pairs: Iterable[Pair], rounds: int = 6) -> None:
        self._cost: dict[str, dict[tuple[str, ...], float]] = {}
        self._memo: dict[Pair, list[int]] = {}
        counted = Counter(pairs)
        for _ in range(rounds):
            uses: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
            for (word, phones), weight in counted.items():
                at = 0
                for letter, taken in zip(word, self._best(word, phones), strict=True):
                    uses[letter][phones[at : at + taken]] += min(weight, 5)
                    at += taken
            self._cost = {
                letter: {group: -math.log(n / sum(groups.values())) for group, n in groups.items()}
                for letter, groups in uses.items()
            }

    def align(self, word: str, phones: tuple[str, ...]) -> list[int]:
        """Return for each letter of `word` the number of phones that it takes; the sum is all of them."""
        key = (word, phones)
        if key not in self._memo:
            self._memo[key] = self._best(word, phones)
        return self._memo[key]

    def _price(self, letter: str, group: tuple[str, ...]) -> float:
        if not self._cost:  # first round: one phone a letter is likeliest
            return (1.5, 0.0, 4.0)[len(group)] if len(group) < 3 else 12.0
        return self._cost.get(letter, {}).get(group, -math.log(_FLOOR) + 2.0 * len(group))

    def _best(self, word: str, phones: tuple[str, ...]) -> list[int]:
        longest = max(2, -(-len(phones) // len(word)))  # an abbreviation can need more
        best: list[list[tuple[float, int]]] = [
            [(math.inf, 0)] * (len(phones) + 1) for _ in range(len(word) + 1)
        ]
        best[0][0] = (0.0, 0)
        for i, letter in enumerate(word):
            for j in range(len(phones) + 1):
                if best[i][j][0] == math.inf:
                    continue
                for taken in range(min(longest, len(phones) - j) + 1):
                    price = best[i][j][0] + self._price(letter, phones[j : j + taken])
                    if price < best[i + 1][j + taken][0]:
                        best[i + 1][j + taken] = (price, taken)
        counts, j = [], len(phones)
        for i in range(len(word), 0, -1):
            counts.append(best[i][j][1])
            j -= best[i][j][1]
        return counts[::-1]


def letter_times(counts: list[int], times: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return (start, end) of every letter of a word; `times` are its phones', silent letters share."""
    groups: list[tuple[list[int], float, float]] = []  # letters that share one span of time
    waiting: list[int] = []
    at = 0
    for i, taken in enumerate(counts):
        if taken == 0:
            if groups:
                groups[-1][0].append(i)
            else:
                waiting.append(i)
            continue
        groups.append(([*waiting, i], times[at][0], times[at + taken - 1][1]))
        waiting, at = [], at + taken
    spans = [(0.0, 0.0)] * len(counts)
    for letters, start, end in groups:
        step = (end - start) / len(letters)
        for k, i in enumerate(letters):
            spans[i] = (start + k * step, start + (k + 1) * step)
    return spans


def edit_distance(wanted: Sequence[str], got: Sequence[str]) -> int:
    """Return the least number of items to change, add or drop that make one sequence of the other."""
    costs = list(range(len(got) + 1))
    for i, item in enumerate(wanted, 1):
        before, costs = costs, [i]
        for j, other in enumerate(got, 1):
            costs.append(min(before[j] + 1, costs[j - 1] + 1, before[j - 1] + (item != other)))
    return costs[-1]

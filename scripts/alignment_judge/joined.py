"""Word times from phones, where espeak's rules join two words ("in the") into one.

Piper's phones come from espeak, too. A joined pair is parted where the phones of its second word begin.
"""

import itertools
from collections.abc import Mapping, Sequence

Phones = Sequence[tuple[str, float, float]]  # name, start and end in seconds
Times = list[tuple[float, float]]
_MARKS = ".,;:!?\"'()"


def word_times(
    tokens: Sequence[Phones], words: Sequence[str], endings: Mapping[str, Sequence[Sequence[str]]]
) -> Times:
    """Return each word's start and end in seconds; fewer than there are words if others are said.

    `tokens` are the phones of what espeak takes for a word. `endings` has, for words that it may join to the
    one before, the phones that they can be.
    """
    times: Times = []
    for own, following in itertools.zip_longest(tokens, tokens[1:], fillvalue=()):
        second = words[len(times) + 1] if len(times) + 1 < len(words) else ""
        cut = _joined_at(own, following, endings.get(second.strip(_MARKS).lower(), ()))
        times += [(part[0][1], part[-1][2]) for part in (own[:cut], own[cut:]) if part]
    return times


def _joined_at(own: Phones, following: Phones, endings: Sequence[Sequence[str]]) -> int:
    """Return where the second of two joined words begins in their phones, 0 if these are one word."""
    names, after = ([name for name, _, _ in part] for part in (own, following))
    if after in map(list, endings):
        return 0
    for ending in endings:
        cut = len(names) - len(ending)
        if cut > 0 and names[cut:] == list(ending):
            return cut
    return 0

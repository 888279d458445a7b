"""Pauses that are not written in the text: those between paragraphs and between turns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from f5tts_worker.script.turns import Pause, Turn

_GAP = re.compile(r"\n\s*\n\s*")


def with_pauses(turns: Sequence[Turn], ms: int) -> list[Turn]:
    """Return turns with a pause of `ms` between paragraphs and between turns where the text has none."""
    paused = [replace(turn, pauses=_between_paragraphs(turn, ms)) for turn in turns]
    for number in range(len(paused) - 1):
        turn, after = paused[number], paused[number + 1]
        end = len(turn.text)
        if (
            not turn.goes_on
            and not any(pause.at == end for pause in turn.pauses)
            and not any(pause.at == 0 for pause in after.pauses)
        ):
            paused[number] = replace(turn, pauses=(*turn.pauses, Pause(end, ms)))
    return paused


def _between_paragraphs(turn: Turn, ms: int) -> tuple[Pause, ...]:
    places = [pause.at for pause in turn.pauses]
    gaps = [
        gap
        for gap in _GAP.finditer(turn.text)
        if bisect_left(places, gap.start()) == bisect_right(places, gap.end())  # no pause is there
    ]
    added = [Pause(gap.end(), ms) for gap in gaps if gap.start() > 0 and gap.end() < len(turn.text)]
    return tuple(sorted([*turn.pauses, *added], key=lambda pause: pause.at))

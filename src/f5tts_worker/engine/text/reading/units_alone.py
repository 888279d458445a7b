"""Units without a number of their own: "al kg", "per m²", and minutes that touch their seconds."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.grammar import Grammar
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_UNITS = "kg|km|cm|mm|ml|mg|kWh|GB|MB"
# Behind these words there is one of it.
_OF_ONE = re.compile(
    r"\b(?i:per|al?|il|lo|un[ao]?|pro|je|das|ein|le|au|par|ogni|qualche|nessun|jede[rmns]?|chaque|el|por|cada|ao?|o|um|do|het|een|elke)"
    " $"
)


def alone_kinds(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of units behind a word, and of "52min30s"."""

    def say(match: re.Match[str]) -> Iterable[Piece]:
        noun = grammar.units[match["unit"]]
        if match["power"]:
            noun = grammar.powers[match["power"] == "³"](noun)
        is_one = _OF_ONE.search(match.string, max(0, match.start() - 9), match.start())
        return whole(match, noun.one if is_one else noun.many)

    def say_minutes(match: re.Match[str]) -> Iterable[Piece]:
        said = []
        for unit in ("min", "s"):
            noun = grammar.units[unit]
            said += [count(match[unit], noun.gender, grammar), counted(match[unit], noun, grammar)]
        return whole(match, " ".join(said))

    alone = (
        rf"(?<=[a-zà-ÿ] )(?P<unit>(?:{_UNITS})(?![\w²³])|[ck]?m(?=[²³]))(?P<power>[²³])?"
        r"(?![\w/]|[.-]\w| ?[=<>])"
    )
    minutes = r"(?<![\w.,])(?P<min>\d{1,3})min(?P<s>\d{1,2})s(?!\w)"
    return Kind("unit alone", alone, say, frozenset("gmB")), Kind("minutes of a run", minutes, say_minutes)

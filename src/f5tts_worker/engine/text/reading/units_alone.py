"""Units that no figure stands in front of, "al kg", "pro m²", and minutes that touch their seconds."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.grammar import Grammar
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_UNITS = r"[kcm]?m(?P<power>[²³23])|km|cm|(?<=\w )mm|kg|mg|[mcd][lL]|kWh|GB|MB|°[CF]"
_ALONE = rf"(?<![\w.,/'-])(?<![\d⁰¹²³⁴-⁹)] )(?!cl\.)(?P<unit>{_UNITS})(?![\w/²³'-]|\.\w| ?[=<>]| \d)"
# Behind these words there is one of it.
_OF_ONE = re.compile(
    r"\b(?i:pro|je|jede[mnrs]?|das|der|den|ein|einem|einen|par|per|por|pelo|al?|aun?|au|du|le|lo|il|el|ao?|o"
    r"|um|una?|une|uno|do|het|een|cada|chaque|ogni|qualche|nessun|elke?) $"
)


def alone_kinds(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of units without a figure in front, "pro kg", "Maße in cm", and of "52min30s"."""

    def say(match: re.Match[str]) -> Iterable[Piece]:
        noun = grammar.units[match["unit"].rstrip("²³23")]
        if power := match["power"]:
            noun = grammar.powers[power in "³3"](noun)
        before = match.string[max(0, match.start() - 10) : match.start()]
        if _OF_ONE.search(before):
            return whole(match, noun.one)
        declined = grammar.code == "de" and before.endswith(" in ") and noun.many.endswith("er")
        return whole(match, noun.many + "n" * declined)

    def say_minutes(match: re.Match[str]) -> Iterable[Piece]:
        said = []
        for unit in ("min", "s"):
            noun = grammar.units[unit]
            said += [count(match[unit], noun.gender, grammar), counted(match[unit], noun, grammar)]
        return whole(match, " ".join(said))

    minutes = r"(?<![\w.,])(?P<min>\d{1,3})min(?P<s>\d{1,2})s(?!\w)"
    return Kind("unit alone", _ALONE, say, frozenset("mgLlhCFB")), Kind(
        "minutes of a run", minutes, say_minutes
    )

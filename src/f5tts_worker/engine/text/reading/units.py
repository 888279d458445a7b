"""Units of measure by symbol: each base with the prefixes that it is used with."""

import re
from collections.abc import Iterable, Mapping

from f5tts_worker.engine.text.reading.grammar import Grammar, Noun
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_PREFIXES = {"n": 0, "μ": 1, "m": 2, "c": 3, "d": 4, "h": 5, "k": 6, "M": 7, "G": 8, "T": 9}
_WITH_PREFIX = {
    "m": "nμmcdk", "g": "nμmk", "l": "μmcdh", "L": "μmcdh", "W": "mkMGT", "Wh": "kMGT", "V": "mkM",
    "A": "μmk", "Ah": "m", "Hz": "kMGT", "Pa": "hkM", "J": "kM", "Ω": "mkM", "s": "nμm", "B": "kMGT",
    "o": "kMGT", "t": "kM", "bit": "kMG", "bit/s": "kMG", "cal": "k",
}  # fmt: skip

# Symbols that are no words of any language, with the words after which they are one of a kind.
_ALONE = r"(?<![\w.,/'-])(?<![\d⁰¹²³⁴-⁹)] )"
_ALONE += r"(?P<unit>[kcm]?m(?P<power>[²³23])|km|cm|mm|kg|mg|[mcd][lL]|kWh|°[CF])(?![\w/²³'-])(?! \d)"
_ONE_OF = re.compile(
    r"\b(?i:pro|je|par|por|per|aun?|al|le|el|il|ao|der|den|jede[mnrs]?|ein|einem|einen|une?|uno|een|cada|chaque"
    r"|ogni|elke) $"
)


def metric(prefixes: str, bases: Mapping[str, Noun], **others: Noun) -> dict[str, Noun]:
    """Return all units by symbol: each base with the prefixes that it is used with.

    `prefixes` are the words for nano, micro, milli, centi, deci, hecto, kilo, mega, giga and tera, in this
    order; `others` replace what comes out otherwise.
    """
    words = prefixes.split()
    units = dict(bases)
    for symbol, noun in bases.items():
        for prefix in _WITH_PREFIX.get(symbol, ""):
            word = words[_PREFIXES[prefix]]
            one, many = (word + form[:1].lower() + form[1:] for form in noun[:2])
            units[prefix + symbol] = Noun(one, many, noun.gender)
    aliases = {
        "KB": "kB",
        "kbps": "kbit/s",
        "Mbps": "Mbit/s",
        "Gbps": "Gbit/s",
        "Mb": "Mbit",
        "Gb": "Gbit",
        "kb/s": "kbit/s",
        "Mb/s": "Mbit/s",
        "Gb/s": "Gbit/s",
    }
    units |= {alias: units[symbol] for alias, symbol in aliases.items() if symbol in units}
    return units | others


def unit_alone_kind(grammar: Grammar) -> Kind:
    """Return the kind of symbols that no figure stands in front of: "pro kg", "quelques km", "Maße in cm"."""

    def say(match: re.Match[str]) -> Iterable[Piece]:
        power = match["power"] or ""
        noun = grammar.units[match["unit"].rstrip("²³23")]
        if power:
            noun = grammar.powers[power in "³3"](noun)
        before = match.string[max(0, match.start() - 10) : match.start()]
        if _ONE_OF.search(before):
            return whole(match, noun.one)
        declined = grammar.code == "de" and before.endswith(" in ") and noun.many.endswith("er")
        return whole(match, noun.many + "n" * declined)

    return Kind("unit alone", _ALONE, say, frozenset("mgLlhCF"))

"""Units of measure by symbol: each base with the prefixes that it is used with."""

from collections.abc import Mapping

from f5tts_worker.engine.text.reading.grammar import Noun

_PREFIXES = {"n": 0, "μ": 1, "m": 2, "c": 3, "d": 4, "h": 5, "k": 6, "M": 7, "G": 8, "T": 9}
_WITH_PREFIX = {
    "m": "nμmcdk", "g": "nμmk", "l": "μmcdh", "L": "μmcdh", "W": "mkMGT", "Wh": "kMGT", "V": "mkM",
    "A": "μmk", "Ah": "m", "Hz": "kMGT", "Pa": "hkM", "J": "kM", "Ω": "mkM", "s": "nμm", "B": "kMGT",
    "o": "kMGT", "t": "kM", "bit": "kMG", "bit/s": "kMG", "cal": "k",
}  # fmt: skip

# Symbols that are no words of any language, with the words after which they are one of a kind.


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

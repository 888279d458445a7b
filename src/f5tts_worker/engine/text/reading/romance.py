"""Ordinals, rulers and saints as Spanish, Portuguese and Italian say them: each with a gender."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

# "a 200° per mezz'ora" is so hot; "il 150° con lode" and "arrivò 120° in classifica" are ranks.
_SO_HOT = re.compile(
    r"\b(?:ad?|ai|aos|até|circa|con|da|dai|de|di|e|forn[oi]|fra|hasta|horno|o|oltre|por|su|sui|tra|unos),? $"
)
_NO_NOUN = re.compile(r" (?:a|até|circa|con|com|durante|e|ed|fino|hasta|in|em|en|o|ou|para|per|poi|por|y)\b")

_COUNTED_NOUN = re.compile(
    r" (?!(?:de|del|en|por|con|para|que|sin|tras|desde|hasta|según|sobre|entre|como|pero|mientras|fue|era|"
    r"izq|izda|dcha|der|exterior|interior)\b|izquierd|derech)[^\W\d_]{3,}"
)


@dataclass(frozen=True)
class Ordinals:
    """How a language says ordinals, and what they stand with; lists have "|" between two."""

    code: str
    say: Callable[[int], str]  # of a masculine noun
    is_feminine: re.Pattern[str]  # what feminine nouns look like
    ends: str  # a pattern of what may end a figure: "ª", "er"
    nouns: str  # what Roman numerals in front of it number: "II Guerra"
    queens: Collection[str]
    last_ruler: int = 99  # rulers after this number are counted
    before_noun: Callable[[str], str] = str  # "tercero" -> "tercer"

    def ruler(self, value: int, name: str) -> str:
        """Say the number of a ruler: "segunda", "catorce"."""
        if value > self.last_ruler:
            return cardinal(str(value), self.code)
        return _feminine(self.say(value)) if name in self.queens else self.say(value)

    def kinds(self) -> tuple[Kind, ...]:
        """Return the kinds of ordinals: in Roman numerals before a noun, and in figures with an end."""
        roman = r"(?<!\w)(?!(?:(?<=\b[Ee]n )|(?<=\bred )|(?<=social ))X )"  # where one writes
        roman += rf"(?P<roman>(?![LC] )[IVXLC]+)(?= (?P<noun>(?i:{self.nouns})))"
        figure = rf"(?<![\w.,:/-])(?P<number>\d{{1,3}})\.?(?P<end>[ºª]|°(?! [NSEOWL]\b){self.ends})(?!\w)"
        figure += r"(?:(?<=er)\.(?= [a-zà-ÿ]))?"
        return (
            Kind("Roman ordinal", roman, self._roman, frozenset("IVXLC")),
            Kind("ordinal", figure, self._figure),
        )

    def _roman(self, match: re.Match[str]) -> Iterable[Piece]:
        value = roman_value(match["roman"])
        if not value:
            return ()
        said = self.say(value)
        is_feminine = self.is_feminine.fullmatch(match["noun"].lower())
        return named(match, roman=_feminine(said) if is_feminine else self.before_noun(said))

    def _figure(self, match: re.Match[str]) -> Iterable[Piece]:
        said, end = self.say(int(match["number"])), match["end"]
        hot = _SO_HOT.search(match.string, max(0, match.start() - 10), match.start())
        if (
            end[0] == "°"
            and len(match["number"]) > len("99")
            and hot
            and _NO_NOUN.match(match.string, match.end())
        ):
            return ()  # "in forno a 200° per mezz'ora"
        if end[-1] in "ªa":
            return whole(match, _feminine(said))
        stands_before = _COUNTED_NOUN.match(match.string[match.end() : match.end() + 12])
        return whole(match, self.before_noun(said) if end == "er" or stands_before else said)


def half_kind(joint: str, gender_of: Callable[[str], str], masculine: str, feminine: str) -> Kind:
    """Return the kind of a half behind what it belongs to: "1 ora e 1/2"."""

    def say(match: re.Match[str]) -> Iterable[Piece]:
        return named(match, half=feminine if gender_of(match["noun"]) == "f" else masculine)

    return Kind(
        "half",
        rf"(?<![^\W\d_])(?P<noun>[a-zà-ú]{{3,12}}) {joint} (?P<half>1/2)(?![\w/]| (?!d[ei]\b)[^\W\d_])",
        say,
    )


def saint_kind(men: str, women: str = "", *, man: str, woman: str = "Santa") -> Kind:
    """Return the kind of saints' names with "S." in front; the names have "|" between two."""
    pattern = rf"(?<![\w.])S\.(?= (?P<name>{men}{women and '|'}{women})(?!\w))"
    said = dict.fromkeys(women.split("|"), woman)
    return Kind("saint", pattern, lambda match: whole(match, said.get(match["name"], man)), frozenset("S"))


def _feminine(said: str) -> str:
    return re.sub(r"o\b", "a", said)

"""German adjectives that are shortened: "die max. Höhe", "tatsächl. Kosten", "gesetzl. vorgeschr."."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.de.inflection import adjective, without_adjectives
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.languages import SENTENCE_STARTERS

_ROOM = re.compile(
    r"\w*(?:[Ss]aal|[Bb]ühne|[Hh]aus|[Hh]alle|[Ss]enat|[Ff]oyer|[Zz]immer|Anfrage|Gasse|Straße|Fest|Aula)"
)
_CHURCH = re.compile(
    "Kirch|Pfarr|Gemeinde|Akademie|Kinder|Kranken|Theolog|Religion|Bischof|Landeskirche|Schul|Diakon|Christ"
)
_OTHER_CHURCH = re.compile(r"\b(?:[Kk]ath|Pfarr|Kirch|Gottesdienst|[Öö]kumen)")
_TIMES = frozenset(GRAMMAR.months.split()) | frozenset(GRAMMAR.weekdays.split()) | {"Anfang", "Ende", "Mitte"}
_SHORT = "|".join(sorted(words.ADJECTIVES, key=len, reverse=True))
# They stand for themselves, too; others are said as adverbs or are words: "ehem.", "Span.".
_ALONE = "|".join(
    short
    for short in words.ADJECTIVES
    if f"{short}." not in words.ANYWHERE
    and short not in ("span", "orig")
    and (len(short) > 3 or short in ("neg", "pos"))
)
_NOUNS = frozenset(("Arab", "Jap", "Med", "Nat", "Pers", "Pol", "Pos", "Qual", "Rom", "Span"))
_ARTISTIC = ("Leit", "Direkt", "Gesamt", "Beirat", "Werdegang")
_NO_TITLE = r"(?<![\w.-])(?<!Dr\. )(?<!Mag\. )(?<!rer\. )(?<!\bstud\. )(?<!\bcand\. )"  # "Dr. med. Weber"
_OTHERS = re.compile(rf"\b(?:(?i:{_SHORT})\. )+$")
# What ends in -lich: "tatsächl.", "verbindl."; "vorl." and "ausl." end otherwise, "bissl" is a word.
_LICH = r"(?!bissl|bisserl|[bz]isl|überl|verl)[a-zäöüß]{2,20}(?:[bdfgkmnpstzß]|[cst]h|[eüöä]r)l"


def _lead(before: str) -> str:
    """Leave out adjectives in front, which end as the next one does: "das alte kgl. Schloss"."""
    return _OTHERS.sub("", without_adjectives(before))


def _say_adjective(match: re.Match[str]) -> Iterable[Piece]:
    """Say "die max. Höhe" with the ending that goes with the article and the noun."""
    before, short = match.string[max(0, match.start() - 40) : match.start()], match["short"]
    has_article = re.search(r"\b(?i:d(?:as|e[mnrs]|ie)|[ai]m|zu[mr]|eine?[mnrs]?) $", before)
    if not has_article and (short.lower() == "bes" or match["noun"] in _TIMES):  # "besonders"; "Ende Mai"
        return ()
    if short in _NOUNS:
        return ()
    if short.lower().endswith("ges") and not match["noun"].startswith(("Fett", "Verb", "Lösung")):
        return ()  # "ges." is shortened from many words
    if short in ("Kl", "Gr") and not _ROOM.fullmatch(match["noun"]):  # "Kl. 7", "Gr. M"
        return ()
    # "ev. Verspätung": perhaps
    if short == "ev" and not (
        _CHURCH.match(match["noun"])
        or _OTHER_CHURCH.search(match.string, max(0, match.start() - 80), match.end() + 80)
    ):
        return ()
    if short == "gr" and re.search(r"\d\d $|\d,\d $", before):  # grammes
        return ()
    if match["noun"] in SENTENCE_STARTERS["de"]:  # a sentence begins
        return ()
    stem = words.ADJECTIVES[short.lower()]
    if short.lower() == "künstl" and match["noun"].startswith(_ARTISTIC):
        stem = "künstlerisch"
    said = adjective(stem, _lead(before), match["noun"])
    return named(match, short=said.capitalize() if short[0].isupper() else said, dot="")


def _say_alone(match: re.Match[str]) -> Iterable[Piece]:
    """Say "das ist üblich" for "das ist übl."."""
    ends = "." * (not match.string[match.end() :].strip("\"')\n"))
    return whole(match, words.ADJECTIVES[match["short"]] + ends)


def _say_lich(match: re.Match[str]) -> Iterable[Piece]:
    """Say "die tatsächl. Kosten" and "ist verbindl. zu buchen"."""
    stem, noun = match["short"], match["noun"]
    if stem in words.ADJECTIVES or f"{stem}." in words.ANYWHERE or noun in SENTENCE_STARTERS["de"]:
        return ()
    before = match.string[max(0, match.start() - 40) : match.start()]
    return named(match, short=adjective(f"{stem}ich", _lead(before), noun) if noun else f"{stem}ich", dot="")


ADJECTIVES: tuple[Kind, ...] = (
    Kind(
        "adjective",  # also before another: "das ehem. kgl. Schloss"
        rf"{_NO_TITLE}(?P<short>(?i:{_SHORT}))(?P<dot>\.)(?= (?:(?:{_SHORT})\. )?(?P<noun>[A-ZÄÖÜ][a-zäöüß]{{2,}}))",
        _say_adjective,
        frozenset("."),
    ),
    Kind(
        "adjective in -lich",
        rf"(?<![\w.-])(?P<short>{_LICH})(?P<dot>\.)(?= (?P<noun>[A-ZÄÖÜ][a-zäöüß]{{2,}})| [a-zäöü(\d]|[,;)])",
        _say_lich,
        frozenset("."),
    ),
    Kind(
        "adjective alone",
        rf"{_NO_TITLE}(?P<short>{_ALONE})\.(?=[,;:!?)]|$|\n| [a-zäöü(\d])",
        _say_alone,
        frozenset("."),
    ),
)

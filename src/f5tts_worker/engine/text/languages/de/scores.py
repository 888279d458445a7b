"""German scores, told from times of day: "25:23, 19:25", "ein 24:10-Sieg", "5:2 (2:1,2:1,1:0)", "(40./Elfmeter)"."""

# ruff: noqa: E501, RUF001, RUF003 - a pattern is one line; the dash between ranks is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_WITH_SCORE = re.compile(
    r" (?:Toren?|Punkten?|Sätzen?|Siegen?|Stimmen|(?:in )?(?:Führung|Rückstand)|voran|vorn|vorne|zurück|verloren|gewonnen|geschlagen|besiegt)\b"
)
_WON = re.compile(
    r" (?:gewann|gewannen|siegten?|schlug|schlugen|verlor|verloren|unterlag|unterlagen|bezwang)\b"
)
_BEFORE_SCORE = re.compile(
    r"(?:\b(?:gewann|gewannen|siegten?|besiegten?|verlor|verloren|unterlag|schlug|schlugen|[Ee]s stand|stand es(?: rasch| schnell| bereits| schon| nur| plötzlich| bald)?|[Ee]ndstand|[Zz]wischenstand|Ergebnis)(?: mit| war| ist| lautete?|:)? "
    r"|(?:\d{1,3}:\d|(?:2[5-9]|[3-9]\d):\d\d)(?:, | und | \())$"
)
_SCORES = re.compile(r"(?:\d{1,3}:\d{1,3}(?:, | und | sowie | oder | \()){1,6}$")
_PLAYED = re.compile(
    r"\b(?:gewann|gewannen|gewonnen|sieg\w+|besiegten?|verlor|verloren|unterlag|unterlagen|schlug|schlugen|bezwang|bezwangen|durch|führten?|holten?|endete)\b[^.!?:]{0,60} mit $"
    r"|\b(?:Spiel|Partie|Satz|Match|Duell|Finale|Derby|Begegnung)\b[^.!?]{0,30} (?:endeten?|hieß es|ging|lautete) (?:mit )?$"
)
# What a score is part of, as in "ein 24:10-Sieg"; and a score as a noun, as in "zum 22:10".
_NAMED = re.compile(
    r"-\w*(?i:sieg|erfolg|niederlage|pleite|führung|rückstand|schlappe|triumph|remis|stand|lauf|debakel|klatsche|vorsprung|halbzeit|serie|gewinn|tor|treffer|krimi|packung|kantersieg)"
)
_AS_NOUN = re.compile(r"\b(?:das|[Ee]in|[Zz]um|[Bb]eim|einem|[Mm]it) $")
_WHEN = re.compile(r"-| ?(?:Uhr|h\b)| (?:Stunden|Minuten|nach [A-Z])")
_RACE = re.compile(
    r"(?i:zeit|rennen|lauf|läuf|rekord|marathon|kilometer|etappe|schwimm|\brad|triathlon|album|song|spieldauer|video)"
)


def _say_score(match: re.Match[str]) -> Iterable[Piece]:
    """Tell "25:23, 19:25" and "mit 24:12 Toren" from times of day."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    played = _PLAYED.search(_SCORES.sub("", before))
    following = match.string[match.end() : match.end() + 40]
    is_score = match["two"] != "00" and (
        len(match["two"]) == 1
        or _NAMED.match(following)
        or (_AS_NOUN.search(before) and not _WHEN.match(following) and not _RACE.search(before + following))
        or _WITH_SCORE.match(match.string, match.end())
        or _BEFORE_SCORE.search(before[-40:])
        or played
        or (before.lower().endswith("mit ") and _WON.match(match.string, match.end()))
    )
    numbers = (cardinal(match[end], "de") for end in ("one", "two"))
    return whole(match, " zu ".join(numbers)) if is_score else ()


def _say_scores(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2:1,2:1,1:0" of the parts of a match."""
    for part in re.finditer(r"(\d+):(\d+)", match[0]):
        start = match.start() + part.start()
        yield Piece(
            start, start + len(part[0]), " zu ".join(cardinal(number, "de") for number in part.groups())
        )


SCORES: tuple[Kind, ...] = (
    Kind(
        "dash between ranks",  # "1:42,849 – 8. Nico Hülkenberg"
        rf"(?<=[\d{TAKEN})] )[-–](?= \d{{1,3}}\. [A-ZÄÖÜ][\w'-]+ (?:[A-ZÄÖÜ(]|de|van|von))",
        lambda match: whole(match, ","),
        frozenset("-–"),
    ),
    Kind(
        "scores in a row",
        r"(?<![\w.,:])\d{1,2}:\d{1,2}(?:\(\d{1,2}\))?(?:[,;]\d{1,2}:\d{1,2}(?:\(\d{1,2}\))?){1,4}(?![\w:]|[.,]\d)",
        _say_scores,
    ),
    Kind(
        "minute of a goal",  # "(40./Elfmeter)"
        r"(?:(?<=\()|(?<=\d\., ))(?P<minute>\d{1,3})\.(?P<slash>/)(?=[A-ZÄÖÜ\d])",
        lambda match: [
            Piece(match.start(), match.start("slash"), cardinal(match["minute"], "de")),
            *named(match, slash=","),
        ],
    ),
    Kind(
        "score",
        r"(?<![\w.,:])(?P<one>\d{1,3}):(?P<two>\d{1,3})(?! ?Uhr| (?:Stunden|Minuten|Std|den|das|als|vor)\b|[\w:]|[.,]\d)",
        _say_score,
    ),
)

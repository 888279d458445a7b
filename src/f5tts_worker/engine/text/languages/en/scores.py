"""Results of football in English, as Britain reads them: "two nil", "lost three two", "(aet)"."""

# ruff: noqa: E501, RUF001 - a row of words is one kind; the dash of scores is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_FOOTBALL = re.compile(
    r"(?i:\b(?:clean sheets?|equali[sz]\w+|extra time|at full[- ]time|goalless|(?-i:HT)|half[- ]time|injury time|nil|own goals?|stoppage time)\b)"
    r"|\b(?:Premier League|Champions League|Europa League|FA Cup|Carabao Cup|League (?:One|Two)|La Liga|Serie A|Bundesliga|Ligue 1|Eredivisie)\b"
    r"|\b(?:Arsenal|(?:Aston )?Villa|Bournemouth|Brentford|Brighton|Burnley|Chelsea|Crystal Palace|Everton|Fulham|Ipswich Town|Leeds|Leicester City|"
    r"Liverpool|Man(?:chester)? (?:City|United|Utd|U)|Newcastle United|Norwich City|Nottingham Forest|Southampton|Sunderland|Tottenham|Watford|West Ham|Wolves|Wrexham|"
    r"Aberdeen|Celtic|Hibs|Hearts of Midlothian|Kilmarnock|Ajax|Atl[eé]tico|Barcelona|Barça|Bayern|Benfica|Borussia|Dortmund|Feyenoord|Inter Milan|AC Milan|Juventus|"
    r"Leverkusen|Porto|PSG|PSV|Real Madrid|Roma|Sevilla|Valencia)\b(?!')"
)
_OTHER_GAMES = re.compile(
    r"\b(?:NBA|NFL|NHL|MLB|WNBA|MLS|[Ii]nnings|[Oo]vertime|OT|[Ss]et(?:s)?|[Ss]traight)\b"
)
_COUNTED = r"(?! (?!loss\b)[a-z]{3,}s\b| (?:in|ft|cm|mm|kg|km|lb|hrs?|mins?)\b|%)"  # "out for 4-6 weeks"
_NEAR = 120  # letters on both sides in which a game is named


def _say(match: re.Match[str]) -> Iterable[Piece]:
    near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    if not _FOOTBALL.search(near) or _OTHER_GAMES.search(near):
        return ()
    ours, theirs = ("nil" if match[end] == "0" else cardinal(match[end], "en") for end in ("one", "two"))
    return named(match, one=ours, to=" ", two=theirs)


SCORE = Kind(
    "football", rf"(?<![\w.,:$€£/-])(?P<one>\d)(?P<to> ?[-–] ?)(?P<two>\d)(?![\w/–-]|[.,:]\d){_COUNTED}", _say
)


def words() -> tuple[Kind, ...]:
    """Return the kinds of what stands beside a result or a minute: "(aet)", "on agg.", "Saka (og) 41'"."""
    return (
        abbreviation_kind("after extra time", {"aet": "after extra time", "AET": "after extra time"}, before=r"(?:(?<=\()|(?<=\ue000 ))", after=r"(?=[,;)]|\.?$|\n)"),
        abbreviation_kind("of two games", {"agg.": "aggregate", "agg": "aggregate"}, before=r"(?:(?<=\b[Oo]n )|(?<=\ue000 )|(?<=\())"),
        abbreviation_kind("goal of a kind", {"pen": "penalty", "pen.": "penalty", "og": "own goal", "o.g.": "own goal"}, before=r"(?<=\()", after=r"(?=\) [\d\ue000])"),
        abbreviation_kind("goal of a kind behind its minute", {"pen": "penalty", "pen.": "penalty", "og": "own goal", "o.g.": "own goal"}, before=r"(?:(?<=[\d\ue000'] )|(?<=[\d\ue000'] \())", after=r"(?=\)?(?:[,;.]|$|\n))"),
    )  # fmt: skip

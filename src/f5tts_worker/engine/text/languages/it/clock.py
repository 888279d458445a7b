"""Italian times of day and hours of opening: "all'1", "9-12.30", "h 15.30", "9,30"; days, minutes, durations."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable, Sequence

from f5tts_worker.engine.text.languages.it.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_OPEN = re.compile(
    r"(?i:\b(?:lun|mart|mercol|giov|ven)(?:edì|erdì)|\b(?:sabato|domenica|lun|mar|merc?|giov?|ven|sab|dom)\b|\borar|\bapert|\bchius|\bore\b|festivi|feriali|giorni|mattin|pomerigg|\bmess[ae]\b|\bfest\.|\bfer\.|\balle\b|\bspettacol|\bproiezion|\bpartenz|\bdal?le\b)|\ue000[;,]? $"
)
_MONTHS = GRAMMAR.months.replace(" ", "|")
# "all'1" is an hour, unless what follows makes it a day of a month, a share or the beginning of a range.
_NO_HOUR = rf"(?![\w%‰°€/:-]|[.,]\d| ?[%€°]| (?:per|euro|milion|miliard|{_MONTHS}|e (?:il |l')?\d)| (?:al|a|ad?ll[ae]?') ?\d)"
_ONE = (
    r"(?:(?<=\b[Ll]')|(?<=\b[Aa]ll')|(?<=\b[Dd]all')|(?<=\b[Dd]ell'))1(?= (?:e le \d|e mezz|alle \d{1,2}(?!\w)(?! [a-z]*(?:aio|braio|zo|ile|gio|gno|lio|sto|bre)\b)|di notte|del (?:mattino|pomeriggio)|in punto))"
    rf"|(?:(?<=\b[Aa]ll')|(?<=\b[Èè] l')|(?<=\b[Ee]ra l')|(?<=\b[Ss]arà l')|(?<=\b[Vv]erso l')|(?<=\b[Dd]opo l')|(?<=\b[Ee]ntro l')|(?<=\b[Pp]rima dell')|(?<=\btreno dell')|(?<=\bvolo dell'))1{_NO_HOUR}"
)
# Two hours with a dot or more, each behind a name: "Foggia 7.12, Termoli 8.01".
_STOP = r"(?:(?<=[^\W\d_]{2} )|(?<=[^\W\d_]\. )|(?<=\ue000 [-–] ))(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?=(?: ?[-–,;(→]|[,;.)]?(?:$|\n)))"
_STOPS = re.compile(r"[^\W\d_]{2}\.? (?:[01]?\d|2[0-3])\.[0-5]\d(?!\w|[.,]\d)")
_VERSION = re.compile(
    r"\b(?i:android|capitolo|django|esercizio|figura|ios|java|kernel|macos|node|paragrafo|php|python|release|ruby|tabella|ubuntu|usb|versione|windows)\b|[€$£]|\bfr\."
)
_DOTTED = r"(?:[01]?\d|2[0-3])\.[0-5]\d"
_DOTTED_TIME = re.compile(rf"(?<![\w.,]){_DOTTED}(?!\w|[.,]\d)")
_FROM = r"(?:(?<=\b[Oo]re )|(?<=\b[Dd]alle )|(?<=\b[Aa]lle )|(?<=\b[Oo]rari[oi]: )|(?<=\b[Oo]rario ))"
_COMMA = r"(?P<{0}>(?:[01]?\d|2[0-3]),(?:[0-5]\d))"
_DAYS = dict(zip(GRAMMAR.short_weekdays.split(), GRAMMAR.weekdays.split(), strict=True)) | {
    "merc": "mercoledì",
    "giov": "giovedì",
    "mart": "martedì",
}

_HOURS, _EARLY = 24, 8
_FILM = re.compile(r"\bmin(?:\.|ut[oi])? $", re.IGNORECASE)
# In front of a span of hours that has its word already.
_IS_LED = re.compile(r"\b(?i:ore|dalle|dall'|orari[oi]:?|h\.?|tra le|fra le|alle|a),? ?$")
# A quotation that has begun and goes on to a figure.
_QUOTED = re.compile(r'(?<![^\s(])"(?=\w)[^"]*$')


def _said(hour: str, minute: str) -> str:
    """Say an hour and its minutes: "sette e dodici"."""
    parts = [int(hour), *([int(minute)] if int(minute) else [])]
    return " e ".join(cardinal(str(part), "it") for part in parts)


def _at(hour: int, minute: int) -> tuple[str, str]:
    """Return what leads to a time and the time: "alle", "otto e trenta"; "d" in front makes "dalle" of it."""
    if not minute and hour in (0, 24):
        return "a ", "mezzanotte"
    if hour == 1:
        return "all'", f"una e {cardinal(str(minute), 'it')}" if minute else "una"
    return "alle ", _said(str(hour), str(minute))


def _from_to(match: re.Match[str], times: Sequence[tuple[int, int]]) -> Iterable[Piece]:
    """Say "10:15-11:45" as dalle dieci e quindici alle undici e quarantacinque."""
    is_led = _IS_LED.search(match.string, max(0, match.start() - 12), match.start())
    (lead, first), (to, last) = (_at(*time) for time in times)
    return named(match, one=first if is_led else f"d{lead}{first}", to=" ", two=to + last)


def _with_colon(match: re.Match[str]) -> Iterable[Piece]:
    times = [(int(match[f"hour{end}"]), int(match[f"minute{end}"])) for end in "12"]
    is_film = _FILM.search(match.string, max(0, match.start() - 8), match.start())
    is_over = times[0] >= times[1] and times[1][0] > _EARLY  # "22:00-2:00" goes on after midnight
    if is_film or is_over or any(hour > _HOURS for hour, _ in times):
        return ()
    return _from_to(match, times)


def _hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "9-12.30" as hours: a decimal has a comma."""
    hours = ((match[end] + ".0").split(".")[:2] for end in ("one", "two"))
    times = [(int(hour), int(minute)) for hour, minute in hours]
    are_quarters = re.fullmatch(r"\d+\.(?:00|15|30|45)\D+\d+\.(?:00|15|30|45)", match[0])
    if not are_quarters and not _OPEN.search(match.string, max(0, match.start() - 60), match.start()):
        return ()
    if "." not in match[0] or not times[0] < times[1] or times[1][0] > 24:
        return ()
    if "." in match["one"] and "." in match["two"]:
        return _from_to(match, times)
    one, two = (_said(str(hour), str(minute)) for hour, minute in times)
    return named(match, one=one, to=" a ", two=two)


def _at_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "h 15.30" as ore quindici e trenta."""
    return whole(match, f"ore {_said(match['hour'], match['minute'] or '0')}")


def _at_stop(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Foggia 7.12" as a time where another stop has one too."""
    near = match.string[max(0, match.start() - 60) : match.end() + 60]
    if _VERSION.search(near):
        return ()
    is_listed = (
        match.string[match.start() - 2] in ".-–" or TAKEN in near or len(_DOTTED_TIME.findall(near)) > 1
    )
    is_row = len(_STOPS.findall(near)) > 1 or (is_listed and _OPEN.search(near))
    return whole(match, _said(match["hour"], match["minute"])) if is_row else ()


def _in_a_row(match: re.Match[str]) -> Iterable[Piece]:
    """Say "8.00, 10.30 e 18.00" as hours where something opens or begins."""
    if not _OPEN.search(match.string, max(0, match.start() - 60), match.start()):
        return
    for time in re.finditer(r"(\d+)\.(\d\d)", match[0]):
        start = match.start() + time.start()
        yield Piece(start, start + len(time[0]), _said(time[1], time[2]))


def _with_comma(match: re.Match[str]) -> Iterable[Piece]:
    """Say "ore 9,30" and "orario 8,30-13,00"."""
    groups = ("one", "two", "three", "four")
    said = {group: _said(*match[group].split(",")) for group in groups if match[group]}
    return named(match, **said, to=" a ", and_to=" a ")


def _took(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1h 27'14"" as un'ora ventisette minuti e quattordici secondi."""
    said = ["un'ora" if match["h"] == "1" else f"{cardinal(match['h'], 'it')} ore"]
    for group, one, many in (("min", "minuto", "minuti"), ("s", "secondo", "secondi")):
        number = int(match[group] or 0)
        if number:
            said.append(f"un {one}" if number == 1 else f"{cardinal(str(number), 'it')} {many}")
    return whole(match, f"{' '.join(said[:-1])} e {said[-1]}" if said[1:] else said[0])


def _took_minutes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3:45" as tre minuti e quarantacinque secondi."""
    minutes, seconds = int(match["min"]), int(match["s"])
    said = "un minuto" if minutes == 1 else f"{cardinal(str(minutes), 'it')} minuti"
    return whole(match, f"{said} e {cardinal(str(seconds), 'it')} secondi" if seconds else said)


def _seconds(match: re.Match[str]) -> Iterable[Piece]:
    """Say the mark of "30" di pausa" as seconds, unless a quotation ends with it."""
    if _QUOTED.search(match.string, max(0, match.start() - 100), match.start()):
        return ()
    return named(match, mark=" secondi", behind=" secondi", time=" secondi")


_SPAN = r"\d{1,2}(?:[.:][0-5]\d)?[-–]\d{1,2}(?:[.:][0-5]\d)?"


def _between_spans(match: re.Match[str]) -> Iterable[Piece]:
    """Say "9-12.30/15-19.30" as two spans of hours."""
    return named(match, slash=" e ") if re.search("[.:]", match[0] + match["next"]) else ()


CLOCK: tuple[Kind, ...] = (
    Kind(
        "two spans of hours",
        rf"(?<![\w.,/-]){_SPAN}(?P<slash> ?/ ?)(?=(?P<next>{_SPAN})(?![\w/-]|[.,:]\d))",
        _between_spans,
    ),
    Kind(
        "length of a film",  # "dura 3:45"
        r"(?:(?<=\bdura )|(?<=\bdurano )|(?<=\b[Dd]urata )|(?<=\b[Dd]urata: )|(?<=\bdurata di ))(?P<min>\d{1,2}):(?P<s>[0-5]\d)(?![\w:]| (?:h|ore)\b)",
        _took_minutes,
    ),
    Kind("one o'clock", _ONE, lambda match: whole(match, "una")),
    Kind(
        "hours with a dot",
        r"(?<![\w.,/-])(?P<one>\d{1,2}(?:\.[0-5]\d)?)(?P<to> ?[-–] ?)(?P<two>\d{1,2}(?:\.[0-5]\d)?)(?![\w/-]|[.,]\d| ?[%€$]| (?:dollari|euro|gradi|kg|km|metri|miliardi|milioni|punti|secondi)\b)",
        _hours,
    ),
    Kind(
        "hours with a colon",
        r"(?<![\w.,:/-])(?P<one>(?P<hour1>\d{1,2}):(?P<minute1>[0-5]\d))(?P<to> ?[-–] ?)(?P<two>(?P<hour2>\d{1,2}):(?P<minute2>[0-5]\d))(?![\w/-]|[.,:]\d)",
        _with_colon,
    ),
    Kind(
        "hours in a row",  # "festivi 8.00, 10.30 e 18.00"
        rf"(?<![\w.,]){_DOTTED}(?:(?:, ?| e | o ){_DOTTED}){{1,9}}(?![\w.]\w| ?[%€]| (?:euro|gradi|kg|km|metri)\b)",
        _in_a_row,
    ),
    Kind("hour of a stop", _STOP, _at_stop),
    Kind(
        "hours with a comma",
        rf"{_FROM}{_COMMA.format('one')}(?:(?P<to> ?[-–] ?){_COMMA.format('two')}(?:(?:,| e|;|/) {_COMMA.format('three')}(?P<and_to> ?[-–] ?){_COMMA.format('four')})?)?(?![\w%]|[.,]\d| ?(?:%|€|km|kg|m|milioni|miliardi|euro|gradi|punti)(?!\w))",
        _with_comma,
    ),
    Kind(
        "at so many hours",
        r"(?<![\w./])(?<![\d\ue000] )h\.? (?P<hour>\d{1,2})(?:[.:](?P<minute>[0-5]\d)|(?<=h\. \d)|(?<=h\. \d\d)|(?<= h \d)|(?<= h [12]\d))(?![\w:]|[.,]\d| ?[x×*]| ?(?:c?mt?|cm|mm|su)\b)",
        _at_hours,
    ),
    Kind(
        "duration",
        r"(?<![\w.,:/'])(?P<h>\d{1,2}) ?h ?(?:e )?(?P<min>[0-5]?\d)(?: ?min(?!\w)|')(?: ?(?P<s>[0-5]?\d)(?:\"|''| ?s(?!\w)))?(?![\w'])",
        _took,
    ),
    Kind(
        "an hour and so many",  # "1h 30"
        r"(?<![\w.,:/'])1 ?h ?(?P<min>[0-5]\d)(?![\w'\"]|[.,:]\d)",
        lambda match: whole(
            match, f"un'ora e {cardinal(str(int(match['min'])), 'it')}" if int(match["min"]) else "un'ora"
        ),
    ),
    Kind(
        "seconds behind",  # "Leclerc a +3"5"
        r"(?<![\w.,])(?P<plus>\+)(?P<s>\d{1,2})(?P<mark>\")(?P<part>\d{1,3})(?!\w)",
        lambda match: whole(
            match, f"più {cardinal(match['s'], 'it')} secondi e {cardinal(match['part'], 'it')}"
        ),
        frozenset('"'),
    ),
    Kind(
        "an hour",
        r"(?<![\w.,:/'])1 ?(?:h(?![\w'/])(?! ?\d)|(?<=1 )ora(?!\w))",
        lambda match: whole(match, "un'ora"),
    ),
    Kind(
        "minutes",
        r"(?:(?<=\brit\. )|(?<=\britardo )|(?<=\bdi )|(?<=\bda )|(?<=\bper )|(?<=\bin )|(?<=\bdopo )|(?<=\bcirca )|(?<=\bogni )|(?<=\b[TtFf]ra )|(?<=\bdura )|(?<=\b[Mm]ancano )|(?<=\b[Dd]urata )|(?<=\b[Dd]urata: ))\d{1,3}(?P<mark>')(?![\w'])"
        r"|(?:(?<=, )|(?<=\())\d{2,3}(?P<length>')(?=[);,])"
        r"|(?<![\w.,'])\d{1,3}(?P<behind>')(?= (?:a(?= \d)|a piedi|circa|da[il]?|dall[ae']|di (?:anticipo|attesa|cammino|corsa|cottura|gioco|intervallo|recupero|riposo|ritardo|strada)|dopo|prima)(?!\w))",
        lambda match: named(match, mark=" minuti", length=" minuti", behind=" minuti"),
        frozenset("'"),
    ),
    Kind(
        "seconds",  # "a 12" dalla vincitrice", "30" di pausa"; "da 55"" are inches
        r"(?:(?<=\b[Pp]er )|(?<=\bogni )|(?<=\bdopo ))\d{1,3}(?P<mark>\")(?!\w)"
        r"|(?<![\w.,'])(?<!\bda )\d{1,3}(?:,\d{1,3})?(?P<behind>\")(?= (?:da|dal|dall[ae']|dai|di (?:distacco|pausa|recupero|riposo|ritardo|vantaggio))\b)"
        r"|(?<=\bin )\d{1,2},\d{1,3}(?P<time>\")(?!\w)",
        _seconds,
        frozenset('"'),
    ),
    Kind(
        "day without its dot",  # "sab 12 e dom 13"
        rf"(?<![\w.'-])(?P<day>(?i:{'|'.join(_DAYS)}))(?= \ue000| \d{{1,2}}(?:/\d|[,;:)]|\.?(?:$|\n)| (?:alle|apert[oaie]|chius[oaie]|dalle|e|h|o|ore|{_MONTHS})\b))",
        lambda match: whole(match, _DAYS[match["day"].lower()]),
    ),
    Kind(
        "shortened day",  # "non circola la dom."
        r"(?:(?<=\b[Ii]l )|(?<=\b[Ll]a )|(?<=\b[Dd]i )|(?<=\b[Dd]al )|(?<=\b[Aa]l )|(?<=\bnel )|(?<=\bogni )|(?<=\balla )|(?<=\bdalla )|(?<=\bnei )|(?<=\ue000 )|(?<=, )|(?<= e ))"
        rf"(?P<day>(?i:{'|'.join(sorted(_DAYS, key=len, reverse=True))}))\.(?P<end>(?=[\"')]*(?:$|\n)| [A-ZÀ-Þ]))?(?=[ ,;)\"'\n]|$)",
        lambda match: whole(match, _DAYS[match["day"].lower()] + "." * (match["end"] is not None)),
        frozenset("."),
    ),
)

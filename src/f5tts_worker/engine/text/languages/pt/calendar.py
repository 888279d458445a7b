"""Portuguese days, months and seasons in figures: "12/06", "jan/2024", "01.MAR.23", "25-IV-1974"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.grammar import GRAMMAR, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_MONTHS = GRAMMAR.months.split()
_BY_SHORT_DAY = dict(zip(GRAMMAR.short_weekdays.split(), GRAMMAR.weekdays.split(), strict=True))
_BY_NUMERAL = {
    numeral: str(number)
    for number, numeral in enumerate(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], 1
    )
}
_SHORT_DAY = f"(?i:{'|'.join(_BY_SHORT_DAY)})"
_BY_SHORT = dict(zip(GRAMMAR.short_months.split(), _MONTHS, strict=True))
_SHORT = f"(?i:{'|'.join(_BY_SHORT)})"
_WEEKDAY = r"(?i:(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|sábado|domingo)"
_PART = re.compile(
    r"\b(?i:acima|abaixo|arterial|atendimento|cerca|formato|fração|frações|imagem|mais|maioria|menos|PA|parte|plantão|pressão|proporção|quórum|razão|redução|suporte|tela|total|vídeo) de $"
)
# Behind these words two figures are a number and its year, or marks, or a pressure.
_NO_DATE = re.compile(
    r"(?:\b(?i:apto?\.|artigo|ata|aula|caderno|capítulo|ep\.|episódio|época|etapa|fl\.|folha|foto|item|lei|lote|módulo|n[.º°]{1,3}|nota|página|"
    r"parcela|parte|processo|questão|safra|sala|slide|temporada|teste|turma|vídeo|volume)(?: de| em| a)?|[A-Z]{2}|\d por) $"
    r"|\b(?:PA|[Pp]ressão)\b[^.;\n]{0,30}$"
)


def date(day: str, month: str) -> str:
    """Say a day of a month in figures."""
    said = "primeiro" if day == "01" else cardinal(str(int(day)), "pt")
    return f"{said} de {_MONTHS[int(month) - 1]}"


def _month_of(short: str) -> str:
    return _BY_SHORT[short[:3].lower()]


def _year(written: str) -> str:
    century = "" if len(written) == 4 else "19" if int(written) > 50 else "20"
    return cardinal(century + written, "pt")


def _day_of_a_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "a ata de 5/9" with a date; "um total de 7/12" is a part."""
    if _PART.search(match.string, max(0, match.start() - 20), match.start()):
        return ()
    return whole(match, date(match["day"], match["month"]))


def _evident_day(match: re.Match[str]) -> Iterable[Piece]:
    """Say "12/06" and "24/12" with the month's name, "parcela 03/10" as so many of so many."""
    first, second = match["date"].split("/")
    if not _NO_DATE.search(match.string, max(0, match.start() - 40), match.start()):
        return named(match, date=date(first, second))
    if int(first) > int(second):
        return ()
    said = f"{cardinal(str(int(first)), 'pt')} de {cardinal(str(int(second)), 'pt')}"
    return named(match, date=said)


def _hour_and_minutes(match: re.Match[str]) -> Iterable[Piece]:
    minutes = GRAMMAR.minute(int(match["minute"])) * (match["minute"] != "00")
    return whole(match, " ".join((*GRAMMAR.hour(int(match["hour"])), minutes)))


def _days(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dias 5/10, 6/10 e 7/10"."""
    for day in re.finditer(r"(\d+)/(\d+)", match[0]):
        yield Piece(match.start() + day.start(), match.start() + day.end(), date(day[1], day[2]))


def _days_in_a_row(match: re.Match[str]) -> Iterable[Piece]:
    """Say figures as days where one beside them can be nothing else."""
    are_marks = _NO_DATE.search(match.string, max(0, match.start() - 40), match.start())
    return _days(match) if _DATES.search(match[0]) and not are_marks else ()


def _days_with_slashes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "seg/qua/sex" with the days' names."""
    return whole(match, " ".join(_BY_SHORT_DAY[day.lower()] for day in match[0].split("/")))


def _short_date(match: re.Match[str]) -> Iterable[Piece]:
    """Say "01.JAN.23" and "5/mar" with the month's name."""
    day = "primeiro" if match["day"] in ("01", "1º") else cardinal(str(int(match["day"])), "pt")
    year = f" de {_year(match['year'])}" if match["year"] else ""
    return whole(match, f"{day} de {_month_of(match['month'])}{year}")


_NOT_BEFORE = r"(?<![\w.,/-])"
_NOT_AFTER = r"(?![\w/-]|[.,]\d)"
_DAY = "(?:0?[1-9]|[12]\\d|3[01])"
_BEFORE_MONTH = "a partir de|admissão|até|competência|desde|entre|fabricação|início|mês|mês de|período|término|val|validade|venc|vencimento"
# What can be no fraction; "24/7" is always, "21/9" a screen.
_EVIDENT = rf"{_DAY}/0[1-9]|(?:1[3-9]|2\d|3[01])/1[0-2]|(?!24/7|21/9)(?:2\d|3[01])/[1-9]"
_DATES = re.compile(rf"(?<!\d)(?:{_EVIDENT})(?!\d)")
CALENDAR: tuple[Kind, ...] = (
    Kind(
        "date with a month in Roman numerals",  # "25-IV-1974", "3.V.87"
        rf"{_NOT_BEFORE}(?P<day>{_DAY})(?P<gap>[./-])(?P<month>{'|'.join(_BY_NUMERAL)})(?P=gap)(?P<year>[12]\d{{3}}|\d\d){_NOT_AFTER}",
        lambda match: whole(
            match, f"{date(match['day'], _BY_NUMERAL[match['month']])} de {_year(match['year'])}"
        ),
        frozenset("IVX"),
    ),
    Kind(
        "date with a short month",
        rf"{_NOT_BEFORE}(?P<day>{_DAY}|1º)(?P<gap>[./-])(?P<month>{_SHORT})(?:\.?(?P=gap)(?P<year>\d{{4}}|\d\d))?{_NOT_AFTER}",
        _short_date,
    ),
    Kind(
        "short month and year",
        rf"(?<![\w/-])(?P<month>{_SHORT})\.?/(?P<year>(?:19|20)\d\d|\d\d){_NOT_AFTER}",
        lambda match: whole(match, f"{_month_of(match['month'])} de {_year(match['year'])}"),
    ),
    Kind(
        "month that is called one",  # "val. 12/2026"
        rf"(?:\b(?i:{_BEFORE_MONTH})|\ue000)[.:]{{0,2}} (?P<date>(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)){_NOT_AFTER}",
        lambda match: named(match, date=f"{_MONTHS[int(match['month']) - 1]} de {_year(match['year'])}"),
    ),
    Kind(
        "from month to month",
        rf"(?<![\w/.-])(?P<first>{_SHORT}\.?)(?P<to> ?[-–/] ?)(?P<last>{_SHORT})(?:\.(?= [a-z\d])|(?![\w/.-]))",
        lambda match: named(
            match,
            first=_month_of(match["first"]),
            to=" " if "/" in match["to"] else " a ",
            last=_month_of(match["last"]),
        ),
        frozenset("-–/"),
    ),
    Kind(
        "month before a dated month",  # "jan./jun. 2019"
        rf"(?<![\w/.-])(?P<first>{_SHORT}\.?)(?P<to>[-–/])(?=\ue000)",
        lambda match: named(match, first=_month_of(match["first"]), to=" " if match["to"] == "/" else " a "),
        frozenset("-–/"),
    ),
    Kind(
        "quarter",  # "4T23"
        r"(?<![\w.,])(?P<number>[1-4])(?P<part>[TS])(?P<year>\d\d)(?!\w)",
        lambda match: whole(
            match,
            f"{ordinal(int(match['number']))} {'trimestre' if match['part'] == 'T' else 'semestre'} de {_year(match['year'])}",
        ),
    ),
    Kind(
        "season",
        r"\b(?i:safra|temporada|época|biénio|biênio|campeonato|liga|ano le[ct]+ivo|ciclo)(?: de)? \d\d(?P<slash>/)(?=\d\d(?![\w/-]|[.,]\d))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "days",
        rf"\b[Dd]ias (?:{_DAY}/(?:1[0-2]|0?[1-9])(?:, | e | a | ou )){{1,6}}{_DAY}/(?:1[0-2]|0?[1-9]){_NOT_AFTER}",
        _days,
    ),
    Kind(
        "days in a row",  # "22/5, 29/5 e 5/6"
        rf"{_NOT_BEFORE}{_DAY}/(?:1[0-2]|0?[1-9])(?:(?:, | e | ou ){_DAY}/(?:1[0-2]|0?[1-9])){{1,6}}{_NOT_AFTER}(?! ?(?:mm|cm|\())",
        _days_in_a_row,
    ),
    Kind(
        "every weekend",
        r"\b(?:aos|nos) (?P<day>(?:sáb|dom)s?\.?)(?:(?: e |, )(?P<also>(?:sáb|dom)s?\.?))?(?= |$|[,;)])",
        lambda match: named(
            match, **{part: f"{_BY_SHORT_DAY[match[part][:3]]}s" for part in ("day", "also") if match[part]}
        ),
        frozenset(),
    ),
    Kind(
        "days with slashes",
        rf"(?<![\w/])(?:{_SHORT_DAY})(?:/(?:{_SHORT_DAY})){{1,6}}(?![\w/])",
        _days_with_slashes,
        frozenset("/"),
    ),
    Kind(
        "hour and minutes",
        r"(?<![\w.,:/])(?P<hour>[01]?\d|2[0-4])(?:H|hs|hrs?)(?P<minute>[0-5]\d)(?!\w)",
        _hour_and_minutes,
    ),
    Kind(
        "hour and minutes by letters",  # "7h45m"
        r"(?<![\w.,:/])(?P<hour>[01]?\d|2[0-4]) ?h ?(?P<minute>[0-5]\d) ?m(?!\w)",
        _hour_and_minutes,
    ),
    Kind(
        "hour past midnight",  # "às 00:15"
        r"(?:(?<=\bàs )|(?<=\bdas )|(?<=\bÀs )|(?<=\bDas )|(?<=\bas )|(?<=\bpelas ))(?P<hour>00?):(?P<minute>[0-5]\d)(?!\w|[:.,]\d)",
        _hour_and_minutes,
    ),
    Kind(
        "from hour to hour",  # "das 9h30-17h30"
        r"\b[Dd]as \d{1,2}(?:[h:]\d\d|h)?(?P<to> ?[-–] ?)(?=\d{1,2}[h:])",
        lambda match: named(match, to=" às "),
        frozenset("-–"),
    ),
    Kind(
        "decades",  # "os anos 50/60"
        r"\b[Aa]nos (?:19)?\d0(?P<slash>/)(?=(?:19)?\d0(?![\w/]|[.,]\d))",
        lambda match: named(match, slash=","),
    ),
    Kind("decade as in English", r"(?<=\b\d0)(?P<end>'s)(?!\w)", lambda match: named(match, end="")),
    Kind(
        "evident day",
        rf"{_NOT_BEFORE}(?P<date>{_EVIDENT}){_NOT_AFTER}(?! ?(?:mm|cm)|(?<!/0\d) ?\()",
        _evident_day,
    ),
    Kind(
        "day before a date",
        rf"(?:(?<=\b[Dd]e )|(?<=\b[Ee]ntre )|(?<=\b[Dd]esde )|(?<=\b[Dd]ias )){_NOT_BEFORE}(?P<date>{_DAY}/(?:1[0-2]|[1-9]))(?= (?:a|até|e) \ue000)",
        _evident_day,
    ),
    Kind(
        "day that is called one",  # "no dia 2/8"
        rf"(?:\b[Dd]ias? |\b(?i:desde|até) (?=[^ ]{{3,5}}(?:[,.;:)]| às\b|\Z)))(?P<date>{_DAY}/(?:1[0-2]|0?[1-9])){_NOT_AFTER}",
        lambda match: named(match, date=date(*match["date"].split("/"))),
    ),
    Kind(
        "day behind its weekday",
        rf"\b{_WEEKDAY}(?: ?\(|, (?:dia )?)(?P<date>{_DAY}/(?:1[0-2]|0?[1-9])){_NOT_AFTER}",
        _evident_day,
    ),
    Kind(
        "day before its weekday or hour",
        rf"{_NOT_BEFORE}(?P<date>{_DAY}/(?:1[0-2]|[1-9]))(?=(?: \(|, )(?:{_WEEKDAY}|(?:seg|ter|qua|qui|sex|sáb|dom)\b|às \d))",
        _evident_day,
    ),
    Kind(
        "day of a month",
        r"(?<=\bde )(?P<day>[2-9]|[12]\d|3[01])/(?P<month>0?[679]|1[12])(?![\w/-]|[.,]\d| (?:a|d[aeo]s?)\b)",
        _day_of_a_month,
    ),
)

"""Portuguese abbreviations that take their form from what they stand beside: "vel. máx.", "taxas incl.", "dom. e fer."."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.gender import agree, gender_of
from f5tts_worker.engine.text.languages.pt.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_EXTREMES = {"máx": "máxim", "mín": "mínim", "méd": "médi"}
# What is measured, shortened; all of it is feminine.
_MEASURED = {
    "alt": "altura", "cap": "capacidade", "dist": "distância", "freq": "frequência", "hum": "humidade", "larg": "largura", "pot": "potência", "press": "pressão",
    "prof": "profundidade", "qtd": "quantidade", "qtde": "quantidade", "temp": "temperatura", "umid": "umidade", "vel": "velocidade",
}  # fmt: skip
_WEATHER = re.compile(r"\b(?i:temp(?:\.|eraturas?)|máximas?)\b")
_DEGREES = re.compile(r"\.?:? (?:de )?-?[\d.,\ue000]{1,5} ?[°º\ue000]")
_ARTICLE = re.compile(r"\b(?i:(?:[dn]|um)?([ao]s?)) $")
_NO_NOUN = frozenset(
    [
        "com",
        "das",
        "dos",
        "nas",
        "nos",
        "uma",
        "cerca",
        "até",
        "entre",
        "mais",
        "menos",
        "por",
        "sem",
        "sobre",
    ]
)


def _extreme(match: re.Match[str]) -> Iterable[Piece]:
    """Say "temp. máx." and "idade mín." with the gender of the noun, and a bare "Máx. 31 °C" as of a temperature."""
    short = match["short"]
    said = _EXTREMES[short[:3].lower()]
    said = said.capitalize() if short[0].isupper() else said
    noun = match["noun"] or ""
    if match["measured"]:
        end = "a"
    elif noun and noun.lower() not in _NO_NOUN:
        end = ("a" if gender_of(noun.lower()) == "f" else "o") + "s" * noun.endswith("s")
    else:
        before = match.string[max(0, match.start() - 60) : match.start()]
        article = _ARTICLE.search(before)
        of_weather = _DEGREES.match(match.string, match.end() - 1) or _WEATHER.search(before)
        end = article[1].lower() if article else "a" if of_weather else "o"
    full = _MEASURED[match["measured"].rstrip(".").lower()] if match["measured"] else ""
    full = full.capitalize() if (match["measured"] or "")[:1].isupper() else full
    return named(match, measured=full, short=said + end + _full_stop(match))


def _full_stop(match: re.Match[str]) -> str:
    """Return the full stop of a sentence that an abbreviation ends."""
    return "" if match.string[match.end() :].strip() else "."


def _counted(match: re.Match[str]) -> Iterable[Piece]:
    """Say "aprox. 2 horas" and "p/ 200 pessoas" with the gender of what is counted."""
    if match["noun"] in GRAMMAR.units or f"{match['noun']}." in GRAMMAR.units:
        return ()
    return named(match, number=agree(quantity(match["number"], "pt"), gender_of(match["noun"])))


def _included(match: re.Match[str]) -> Iterable[Piece]:
    """Say "taxas incl." with the form of what is included, "incl. IVA" with "incluindo"."""
    noun = match["head"] or match["noun"]
    end = ("a" if gender_of(noun if noun.isupper() else noun.lower()) == "f" else "o") + "s" * noun.endswith(
        "s"
    )
    return named(match, short=f"incluíd{end}{_full_stop(match)}")


# What is read in full, and is no noun that a number would belong to.
_BEFORE_COUNTED = "|".join(
    rf"(?<=\b{short} )"
    for short in (r"aprox\.", r"[Mm]áx\.", r"[Mm]ín\.", r"incl\.", r"excl\.", r"[Oo]bs\.:", "[cps]/")
)
_STREETS = {"R.": "rua", "Lg.": "largo", "Pr.": "praça"}
_AT_ADDRESS = r"(?:(?<![\s\S])|(?<=\n)|(?<=[:|–—-] )|(?<=\()|(?<=\b[Ee]m ))"
_OF = "d[aeo]s? "
_HOUSE = r"[A-ZÀ-Þ\ue000][^,;.\n()]{2,40},? (?:n[.º°]{1,2} ?)?\d{1,5}(?:,|[);]| ?[-–] ?(?:ap|[A-ZÀ-Þ])|\.?(?![\s\S]))"
SHORTENED: tuple[Kind, ...] = (
    Kind(
        "number behind what is shortened",
        rf"(?:{_BEFORE_COUNTED})(?P<number>\d{{1,3}}(?:\.\d{{3}})*)(?= (?!mil\b|[mb]ilh)(?P<noun>[a-zà-ú]{{3,30}})(?![\w/]|\. ?[a-z(]))",
        _counted,
    ),
    Kind(
        "extreme of a noun",
        rf"(?<![\w.])(?:(?:(?P<measured>(?i:{'|'.join(_MEASURED)})\.)|(?P<noun>(?i:[a-zà-ú]{{3,20}}))) )?(?P<short>(?i:máx|mín|méd)s?\.)(?!\w)",
        _extreme,
        frozenset("."),
    ),
    Kind(
        "included",
        r"(?<![\w-])(?:(?P<head>(?i:[a-zà-ú-]{3,20})) d[aeo]s? )?(?P<noun>(?i:[a-zà-ú-]{3,20}))(?: (?:já|não))? (?P<short>incl?\.)(?= ?(?:[,;)\n\d]|$|[aàe]\b|ao\b|com\b|em\b|n[ao]s?\b|para\b|por\b))",
        _included,
        frozenset("."),
    ),
    abbreviation_kind(
        "including",
        {"incl.": "incluindo", "excl.": "excluindo", "Incl.": "Incluindo", "Excl.": "Excluindo"},
        after=r"(?= [A-Za-zÀ-ú\d\ue000])",
    ),
    Kind(
        "weekends and holidays",  # "sáb., dom. e fer."
        r"(?<!\w)(?:(?P<first>sáb)\.?(?:, | e |/))?(?P<last>dom)\.?(?: e |, |/)(?P<free>fer)(?:\.|(?!\w))",
        lambda match: named(match, first="sábados", last="domingos", free="feriados"),
        frozenset("f"),
    ),
    abbreviation_kind("holidays", {"fer.": "feriados"}, before=r"(?:(?<= e )|(?<=, )|(?<=exc\. ))"),
    abbreviation_kind("except", {"exc.": "exceto", "Exc.": "Exceto"}, after=r"(?= [a-zà-ú\d\ue000])"),
    abbreviation_kind(
        "edition",
        {"atual.": "atualizada"},
        before=r"(?:(?<=\brev\. e )|(?<=\brev\., )|(?<=\bampl\. e )|(?<=\baum\. e )|(?<=\b[Ee]d\. )|(?<=\b[Ee]d\., )|(?<=edição ))",
    ),
    abbreviation_kind("edition", {"rev.": "revista", "ampl.": "ampliada", "aum.": "aumentada"}),
    abbreviation_kind(
        "height of a place", {"alt.": "altitude"}, after=r"(?=:? ?\d(?:\.?\d{3}|\d\d) ?m(?!\w))"
    ),
    abbreviation_kind("street of a house", _STREETS, before=_AT_ADDRESS, after=rf"(?= (?:{_OF})?{_HOUSE})"),
    abbreviation_kind("street behind a name", _STREETS, before="(?<=[,;] )", after=rf"(?= {_OF}{_HOUSE})"),
    Kind(
        "packed so",  # "ovos (dz.)"
        r"(?<=\()(?P<short>dz|cx|pct|un|und|unid)\.?(?=\))",
        lambda match: whole(match, GRAMMAR.units[match["short"]].one),
        frozenset("("),
    ),
)

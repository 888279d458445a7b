"""Ordinals of Portuguese, and Roman numerals in a list: "Filipe I, II e III", "séculos XV, XVI e XVII"."""

# ruff: noqa: E501 - a list of nouns

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.gender import FEMININE
from f5tts_worker.engine.text.languages.pt.grammar import ordinal
from f5tts_worker.engine.text.languages.pt.words import NUMBERED
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.romance import Ordinals
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

ORDINALS = Ordinals(
    code="pt",
    say=ordinal,
    is_feminine=FEMININE,
    ends=r"(?= [^\W\d_])|[oa](?= [^\W\d_])",
    nouns="assembleia|bienal|caminhada|centenário|concílio|conferência|congresso|copa|cimeira|circuito|concurso|corrida|cruzada|cúpula|dinastia|edição|encontro|exposição|feira|festival|fórum|gala|guerra|império|internacional|jornada|legislatura|maratona|marcha|mostra|prêmio|prémio|rali|regata|reich|reinado|república|reunião|salão|semana|seminário|simpósio|torneio|troféu",
    queens=frozenset({"Catarina", "Elizabeth", "Isabel", "Maria"}),
    last_ruler=10,
)
_IS_NUMBERED = re.compile(rf"(?i:{NUMBERED})")


def _others(match: re.Match[str]) -> Iterable[Piece]:
    """Say the numerals behind the first of a list as that one is said."""
    name = match["name"]
    for numeral in re.finditer(r"[IVXLC]+", match["others"]):
        value = roman_value(numeral[0])
        if not value or not (name[0].isupper() or _IS_NUMBERED.fullmatch(name)):
            return
        said = cardinal(str(value), "pt") if _IS_NUMBERED.fullmatch(name) else ORDINALS.ruler(value, name)
        start = match.start("others") + numeral.start()
        yield Piece(start, start + len(numeral[0]), said)


def _another(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return whole(match, cardinal(str(value), "pt")) if value else ()


def _beside(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return named(match, slash=" ", roman=cardinal(str(value), "pt")) if value else ()


RULERS: tuple[Kind, ...] = (
    Kind(
        "list of numerals",  # the first is said already
        r"(?<!\w)(?P<name>[^\W\d_]{2,20}\.?) \ue000{1,8}(?P<others>(?:, (?:[IVX]|[IVXLC]{2,7})){0,9}(?:,| e| ou) (?:[IVX]|[IVXLC]{2,7}))(?![\w'-])",
        _others,
        frozenset("IVXLC"),
    ),
    Kind(
        "century beside another",  # "sécs. XVI/XVII"
        r"\b(?i:séculos?|sécs?\.) \ue000{1,8}(?P<slash>/)(?P<roman>[IVX]{1,5})(?![\w'-])",
        _beside,
        frozenset("IVX"),
    ),
    Kind(
        "ruler of another country",  # "Filipe II (I de Portugal)"
        r"(?<=\ue000 \()(?P<roman>[IVX]{1,4})(?= d[aeo] [A-ZÀ-Þ])",
        lambda match: (
            named(match, roman=ORDINALS.ruler(roman_value(match["roman"]), ""))
            if roman_value(match["roman"])
            else ()
        ),
        frozenset("IVX"),
    ),
    Kind(
        "another of a series",  # "«Rocky II» estreou em 1979; o IV é de 1985"
        r"(?<=\b[oa] )(?P<roman>[IVX]{2,5})(?= (?:é|era|estreou|foi|saiu|teve|tem)\b)",
        _another,
        frozenset("IVX"),
    ),
)

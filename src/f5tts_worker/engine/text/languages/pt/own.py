"""Kinds that only Portuguese has: days and hours, what is for whom, laws, chat."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.gender import agree, gender_of
from f5tts_worker.engine.text.languages.pt.grammar import ordinal
from f5tts_worker.engine.text.languages.pt.words import SAINTS, SAINTS_IN_VOWEL
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.romance import half_kind, saint_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_OF_DAYS = re.compile(r"(?:(?:,| e) \d\.?(?:as|ªs))*[ -]feiras")  # "às 3.as e 5.as feiras"
_ON_WHAT = re.compile(
    r"\b(?i:acrílic[ao]|aquarela|carvão|comissão|grafite|guache|ICMS|imposto|incid\w+|IVA|juros|lápis|mista|nanquim|óleo|pastel|taxa|têmpera|tinta) $"
)
_DAYS = r"[2-6]\.?(?:as|ªs)"
_ON_DAYS = re.compile(rf"\b(?:[Àà]s|[Aa]s|[Nn]as|[Dd]as) (?:{_DAYS}(?:, | e ))*$")
_NOUN = re.compile(rf"(?:(?:,| e) {_DAYS})* (?!(?:desde|durante|entre|pelas?|sempre)\b)[a-zà-ú]{{4}}")
_LADIES = (
    "Adelaide|Alice|Arlete|Beatriz|Berenice|Bernardete|Carmen|Carmo|Clarice|Cleide|Conceição|Denise|Dores|Dulce|Edite|Elisabete|Elisabeth|Ester|Eunice|Gorete|"
    "Inês|Iracy|Irene|Isabel|Ivete|Ivone|Judite|Leonor|Lourdes|Lurdes|Luz|Marlene|Mercês|Miriam|Nair|Neide|Odete|Raquel|Rosário|Ruth|Rute|Simone|Solange|Sueli"
)
# What may stand between a number and its noun, and has one form for both genders.
_ADJECTIVES = "diferentes|enormes|excelentes|grandes|importantes|jovens|maiores|melhores|menores|possíveis|principais|simples|só|tristes"


def _with(match: re.Match[str]) -> Iterable[Piece]:
    """Say "p/" as "para" or, before what there is one of, "por"; "c/" as "com", "s/" as "sem" or "sobre"."""
    if match["short"] == "s" and _ON_WHAT.search(match.string, max(0, match.start() - 20), match.start()):
        return [Piece(match.start(), match.end("short") + 1, "sobre")]
    if match["each"] is not None and match["short"] == "p":
        each = match.string[match.end() : match.end() + 2]
        return (
            [Piece(match.start(), match.end() + 2, "por quilo")]
            if each == "kg"
            else [Piece(match.start(), match.end("short") + 1, "por")]
        )
    return [
        Piece(match.start(), match.end("short") + 1, {"p": "para", "c": "com", "s": "sem"}[match["short"]])
    ]


def _every_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "6/6h" as doctors mean it: de seis em seis horas."""
    hours = agree(cardinal(match["one"], "pt"), "f")
    return whole(match, f"de {hours} em {hours} horas")


def _are_days(match: re.Match[str]) -> bool:
    """Say whether "3.as" is Tuesdays: "às 3.as e 5.as, das 14 às 19 h"."""
    line = match.string
    on_days = _ON_DAYS.search(line, max(0, match.start() - 24), match.start())
    return bool(_OF_DAYS.match(line, match.end()) or (on_days and not _NOUN.match(line, match.end())))


def _ordinals(match: re.Match[str]) -> Iterable[Piece]:
    if match["number"] == "3" and _are_days(match):
        return whole(match, "terças")
    said = " ".join(f"{word}s" for word in ordinal(int(match["number"])).split())
    return whole(match, re.sub(r"os\b", "as", said) if match["end"][0] in "aª" else said)


def _before_adjective(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2 grandes salas" with the gender of the rooms."""
    said = agree(quantity(match["number"], "pt"), gender_of(match["noun"]))
    return named(match, number=said)


def _others(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 de prata" behind "2 medalhas de ouro" with the gender of the medals."""
    start = match.start("of")
    for other in re.finditer(rf"(?<= )\d+(?= {match['of']} )", match.string[start : match.end()]):
        said = agree(cardinal(other[0], "pt"), gender_of(match["noun"]))
        yield Piece(start + other.start(), start + other.end(), said)


OWN: tuple[Kind, ...] = (
    abbreviation_kind(
        "years of age",
        {"a.": "anos"},
        before=r"(?<=\d\d )(?<!\b[Dd]as \d\d )",
        after=r"(?=[,;:)]| (?!de C|n\. ?e|d\. ?C|m\b|casa)[a-záéíóú])",
    ),
    Kind(
        "age of a patient",  # "sexo F, 34a"
        r"\b(?:[Ii]dade|[Pp]aciente|sexo [FM])\b[^.;\d\n]{0,12} \d{1,3}(?P<unit>a)(?!\w)",
        lambda match: named(match, unit=" anos"),
    ),
    Kind(
        "from before Christ",  # "27 a.C. - 476 d.C."
        r"(?<=\d )[ad]\. ?C\.(?P<to> ?[-–] ?)(?=\d)",
        lambda match: named(match, to=" a "),
    ),
    abbreviation_kind(
        "a year",
        {"a.a.": "ao ano", "a.m.": "ao mês", "a.d.": "ao dia"},
        before=r"(?:(?<=% )|(?<=\ue000 ))",
        after=r"(?![\w%])",
    ),
    abbreviation_kind(
        "day of the week",
        {
            "seg.": "segunda",
            "ter.": "terça",
            "qua.": "quarta",
            "qui.": "quinta",
            "sex.": "sexta",
            "sáb.": "sábado",
            "dom.": "domingo",
        },
        before=r"(?:(?<=\bn[oa] )|(?<=\baté )|(?<=\btod[oa] )|(?<=\bpróxim[oa] ))",
    ),
    abbreviation_kind(
        "from day to day",
        {
            "seg.": "segunda",
            "ter.": "terça",
            "qua.": "quarta",
            "qui.": "quinta",
            "sex.": "sexta",
            "sáb.": "sábado",
        },
        before=r"(?<=\bde )",
        after=r"(?= (?:a|à|ao|até)\b)",
    ),
    Kind(
        "price of each",  # "R$ 12,30 p/ carro"
        r"(?<=[\d€] )(?P<short>p/)(?= ?(?!cada|ela?|ele|mim|trás|você)[a-zà-ú]{2,20}[aedlmo](?!\w))",
        lambda match: named(match, short="por"),
        frozenset("/"),
    ),
    Kind(
        "with or for",
        r"(?<![\w/])(?P<short>[pcs])/(?:(?= (?![hs]\b)[A-Za-zÀ-ú\d\ue000])|(?=[A-Za-zÀ-ú]{2}|R\$|\d))(?! ?\w/)(?P<each> ?(?=(?:kg|km|ano|dia|hora|m²|mês|minuto|pessoa|semana|litro|unidade)\b))?",
        _with,
        frozenset("/"),
    ),
    Kind(
        "third day of the week",
        r"(?<![\w.,:/-])3\.?ª(?=[ -]feiras?\b| (?:a|e) (?:sábado|domingo)\b| a [4-6]\.?ª(?! [a-zà-ú]{3})|(?:,| e) [4-6]\.?ª[ -]feira)",
        lambda match: whole(match, "terça"),
    ),
    Kind(
        "Tuesday behind its name or before its hour",  # "amanhã (3ª)", "na 3.ª, às 10h"
        r"(?:(?:(?<=\bhoje \()|(?<=\bontem \()|(?<=\bamanhã \())3\.?ª(?=\))|(?:(?<=\b[Nn]a )|(?<=\b[Aa]té )|(?<=\besta )|(?<=\bpróxima ))3\.?ª(?=,? (?:às|dia)\b|, \d))",
        lambda match: whole(match, "terça"),
        frozenset("ª"),
    ),
    Kind(
        "several of an ordinal",  # "às 2.as e 4.as feiras", "os 1.os lugares"
        r"(?<![\w.,:/-])(?P<number>\d{1,4})\.?(?P<end>os|as|ºs|ªs)(?!\w)",
        _ordinals,
    ),
    Kind(
        "class of a year",  # "3ºB"
        r"(?<![\w.,:/-])(?P<number>\d{1,2}\.?º)(?=-?[A-H](?!\w))",
        lambda match: whole(match, ordinal(int(re.sub(r"\D", "", match["number"])))),
    ),
    abbreviation_kind(
        "street",
        {"R.": "rua", "Pr.": "praça"},
        before=r"(?:(?<=[nd]a )|(?<=\b[àa] )|(?<=\bpela ))",
        after=r"(?= (?:d[aeo]s? )?[A-Z])",
    ),
    Kind(
        "day in a name",
        r"(?<!\w)(?P<roman>[IVX]{1,5})(?= de (?:Janeiro|Fevereiro|Março|Abril|Maio|Junho|Julho|Agosto|Setembro|Outubro|Novembro|Dezembro)\b)",
        lambda match: (
            whole(match, cardinal(str(roman_value(match["roman"])), "pt"))
            if roman_value(match["roman"])
            else ()
        ),
        frozenset("IVX"),
    ),
    Kind(
        "hour of a part of the day",
        r"(?<![\w.,/:-])(?<!\b[Oo]s )(?<!\bdos )(?P<number>[12])(?= da (?:manhã|tarde|noite|madrugada)\b)",
        lambda match: named(match, number=agree(cardinal(match["number"], "pt"), "f")),
    ),
    Kind(
        "every so many hours",
        r"(?P<of>(?:\bde )?)(?<![\w.,/])(?P<one>\d{1,2})/(?P=one) ?(?:h|hs|horas)(?!\w)",
        _every_hours,
    ),
    Kind(
        "days of a treatment",  # "por 7 d."
        r"\b(?i:por|durante|há|a cada) \d{1,3}(?P<unit> ?d(?:\.(?=[ ,;)])|(?!\w)))",
        lambda match: named(match, unit=" dias"),
    ),
    abbreviation_kind(
        "born",
        {"n.": "nascido em", "m.": "morto em"},
        before=r"(?:(?<=\()|(?<=\d{4}[,;] )|(?<=[–-] ))",
        after=r"(?= ?1\d{3}(?!\d))",
    ),
    Kind(
        "one or several",  # "documento(s)"
        r"(?:(?<=[a-zà-ú]{2})|(?<=\b[AaOo]))(?P<open>\()e?s(?P<close>\))(?!\w)",
        lambda match: named(match, open="", close=""),
        frozenset("("),
    ),
    Kind(
        "audience of an age",  # "M/12"
        r"(?<![\w/])(?P<audience>M/)(?=(?:[346]|1[0246-8])(?![\w/]|[.,]\d))",
        lambda match: named(match, audience="maiores de "),
        frozenset("M"),
    ),
    Kind(
        "weeks",  # "32 sem."
        r"(?<![\w.,/])(?P<number>[2-9]|[1-9]\d)(?P<unit> ?sem\.)(?=[,;:)]| (?:d[aeo]|e)\b)",
        lambda match: named(match, number=agree(cardinal(match["number"], "pt"), "f"), unit=" semanas"),
    ),
    Kind(
        "pages of a book",  # "capa dura, 320 p."
        r"(?<![\w.,/])(?P<number>[1-9]\d{1,3})(?P<unit> ?p\.)(?=[,;)])",
        lambda match: named(match, number=agree(cardinal(match["number"], "pt"), "f"), unit=" páginas"),
    ),
    abbreviation_kind("see", {"v.": "veja"}, before=r"(?<=\()", after="(?= [a-zà-úA-ZÀ-Þ\ue000])"),
    abbreviation_kind("very", {"mt": "muito"}, before=r"(?<![\d\ue000] )"),  # "10 mt" are metres
    abbreviation_kind("direction", {"sent.": "sentido"}, before=r"(?<=, )", after=r"(?= [A-ZÀ-Þ])"),
    Kind(
        "not",
        r"(?:(?<=\b[Ee]u )|(?<=\bvc )|(?<=\b[Vv]ocê )|(?<=\bel[ae] )|(?<=\bmas )|(?<=\bq )|(?<=\bpq )|(?<=\bainda )|(?<=\bjá )|(?<=\b[Aa] gente )|(?<=\bt[bô] )|(?<=\btbm )|(?<=\bhj )|(?<=\bse )|(?<![^\n])|(?<=[,;.!?] )(?=n (?:acho|aguento|consigo|dá|deu|entendi|esquece|foi|gostei|lembro|posso|precisa|quero|sei|tem|tenho|vi|vou)\b))n(?= [a-záéíóúâêô]{2,})",
        lambda match: whole(match, "não"),
        frozenset("n"),
    ),
    Kind(
        "that",
        r"(?<=[a-zà-ú,;!?\ue000] )(?<!\bcarga )(?<!\bletra )(?<!\bponto )(?<!\bvalor )(?<!\bp e )q(?= [a-zà-ú]{1,20}\b)",
        lambda match: whole(match, "que"),
        frozenset("q"),
    ),
    Kind(
        "chat",  # "tô c vc"
        r"(?<=[a-zà-ú] )c(?= (?:el[ea]s?|gente|meus?|minhas?|tod[oa]s?|tudo|td|tds|vcs?|vocês?|você)\b)",
        lambda match: whole(match, "com"),
        frozenset("c"),
    ),
    Kind(
        "number before an adjective",
        rf"(?<![\w.,:/'-])(?P<number>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,6}})(?= (?:{_ADJECTIVES}) (?P<noun>[a-zà-ú]{{3,30}})\b)",
        _before_adjective,
    ),
    Kind(
        "some of them",  # "31 das 38 rodadas", "1 delas"
        r"(?<![\w.,:/'-])(?<!\b[Dd]ia )(?<!\b[Nn]ota )(?<!\bº )(?<!\b[Ff]ase )(?<!\b[Pp]arte )(?<!\bgrupo )(?<!\bitem )(?<!\bsala )(?<!\b[Àà]s )(?<!\b[Dd]as )"
        r"(?P<number>\d{1,3})(?= (?:delas|das (?:\d|[a-zà-ú]{3,30}s\b)|cada uma\b))",
        lambda match: named(match, number=agree(cardinal(match["number"], "pt"), "f")),
    ),
    Kind(
        "some of those",  # "Das 120 alunas, 32 faltaram"
        r"\bDas [\d.\ue000]{1,9} [a-zà-ú]{3,30}s\b[^\d.;\n]{0,40}, (?P<number>\d{1,3}(?:\.\d{3})*)(?= (?:não |já |só )?(?:são|têm|[a-z]{2,20}(?:[aei]ram|am|em))\b)",
        lambda match: named(match, number=agree(quantity(match["number"], "pt"), "f")),
    ),
    Kind(
        "others of a kind",  # "2 medalhas de ouro e 1 de prata"
        r"(?<![\w.,:/'-])\d{1,3} (?P<noun>[a-zà-ú]{3,30}) (?P<of>com|de|em|para|sem) [a-zà-ú]{2,20}(?:(?:,| e|, e) \d{1,3} (?P=of) [a-zà-ú]{2,20}){1,4}",
        _others,
    ),
    abbreviation_kind("about a year", {"c.": "cerca de", "ca.": "cerca de"}, after=r"(?= \d{3,4}(?!\d))"),
    abbreviation_kind(
        "lady",
        {"D.": "dona", "d.": "dona", "Ir.": "irmã"},
        after=rf"(?= (?:{_LADIES}|[A-ZÀ-Þ][a-zà-ÿ]+a)\b)",
    ),
    saint_kind(SAINTS, SAINTS_IN_VOWEL, man="São", woman="Santo"),
    Kind(
        "angle",
        r"(?:(?<=\b[Mm]ede )|(?<=\bmedem )|(?<=\b[ÂâAa]ngulo de )|(?<=\bângulos de )|(?<=\b[Gg]ire )|(?<=\b[Rr]otação de )|(?<=\b[Jj]oelho )|(?<=\b[Cc]urva )|(?<=\b[Cc]urva de )|(?<=\b[Gg]iro de ))(?P<number>\d{1,3})(?P<sign>°)(?!\w| ?C\b)",
        lambda match: named(match, number=cardinal(match["number"], "pt"), sign=" graus"),
    ),
    half_kind("e", gender_of, "meio", "meia"),
)

"""Numbers of Portuguese papers: taxpayers, lawsuits, laws, invoices, telephones; what is on a price tag."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.calendar import date
from f5tts_worker.engine.text.languages.pt.grammar import ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_GROUP = re.compile(r"\d+|/")
_YEAR = r"(?:19|20)\d\d(?![\w/-]|[.,]\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_LAWS = (
    "acórdão|aviso|decreto(?:-lei)?|decretos|deliberação|despacho|dl|ec|edital|emenda(?: constitucional)?|instrução normativa|in|lc|leis?|lei complementar|"
    "medida provisória|mp|pec|pl|plp|portaria|projeto de lei|projeto de lei complementar|provimento|regulamento|resolução|rdc|súmula"
)
_PAPERS = "adi|ata|auto|boletim|circular|contrato|convênio|fatura|inquérito|memorando|nota|ofício|ordem|pedido|parecer|pregão|processo|protocolo|recibo|requerimento"


def _digit_by_digit(match: re.Match[str]) -> Iterable[Piece]:
    """Say "12.345.678/0001-90" in its groups, each digit by itself."""
    parts = (" barra" if part == "/" else f", {digits(part, 'pt')}" for part in _GROUP.findall(match[0]))
    said = "".join(parts).replace("barra,", "barra").lstrip(", ")
    return whole(match, said)


def _item(match: re.Match[str]) -> Iterable[Piece]:
    """Say "art. 5º, LXXVIII" with a number."""
    value = roman_value(match["roman"])
    return named(match, roman=cardinal(str(value), "pt")) if value else ()


def _plate(match: re.Match[str]) -> Iterable[Piece]:
    """Say "45-QX-18" by its pairs."""
    pairs = match[0].split("-")
    said = (
        digits(pair, "pt") if pair[0] == "0" else pair if pair.isalpha() else cardinal(pair, "pt")
        for pair in pairs
    )
    return whole(match, ", ".join(said))


# These come before what else has digits in groups.
NUMBERS: tuple[Kind, ...] = (
    Kind(
        "plate of a car",
        r"(?<![\w.,/-])(?:\d\d-[A-Z]{2}-\d\d|[A-Z]{2}-\d\d-(?:[A-Z]{2}|\d\d)|\d\d-\d\d-[A-Z]{2})(?![\w/-]|[.,]\d)",
        _plate,
    ),
    Kind(
        "number of a taxpayer or a lawsuit",
        r"(?<![\w.,/-])(?:\d{1,2}\.\d{3}\.\d{3}-\d|\d{2}\.\d{3}\.\d{3}/\d{4}-\d\d|\d{3}\.\d{3}\.\d{3}-\d\d|\d{7}-\d\d\.\d{4}\.\d\.\d\d\.\d{4})(?![\w-]|[.,]\d)",
        _digit_by_digit,
    ),
    Kind(
        "number of a paper",
        r"(?i:(?<=cpf )|(?<=cpf: )|(?<=nif )|(?<=nif: )|(?<=nipc )|(?<=nipc: )|(?<=niss )|(?<=cnpj )|(?<=cnpj: )|(?<=contribuinte )|(?<=contribuinte n\.º )"
        r"|(?<=protocolo )|(?<=protocolo nº )|(?<=rastreio )|(?<=pis )|(?<=cnh ))\d{3}(?:[' ]?\d{3}){2}\d{0,5}(?![\w-]|[.,]\d)",
        lambda match: say_groups(match, "pt"),
    ),
    Kind(
        "telephone that is called",
        r"(?:(?<=\b[Ll]igue )|(?<=\b[Ll]igar )|(?<=\b[Dd]isque )|(?<=\b[Tt]elefone )|(?<=\b[Ll]igue já )|(?<=\b[Ll]igue para o )|(?<=\b[Ll]igar para o ))"
        r"[2-9]\d{2}(?:[ ']\d{3}){2}(?![\w-]|[.,]\d)",
        lambda match: say_groups(match, "pt"),
    ),
    Kind(
        "telephone",
        r"(?<![\w.,+-])(?:(?:\(?\d{2}\)? (?:9 ?)?\d{4}|9\d{4}|(?!\d\d00-\d\d00)[3-5]\d{3})-\d{4}(?! ?(?:€|[ckm]?m|k?g|mAh|kcal|rpm|anos|euros|reais)\b)|(?:[29]\d{2}|30\d|70[78]|76[01]|80[08])(?:[ ']\d{3}){2}(?= ?(?:$|[^\w ])| (?:ao|das|e|entre|gratuit\w+|grátis|ou|para|sempre|todos)\b)"
        r"|\(?\d{2}\)? 9?[ .]?\d{4}[ .]\d{4}|(?:2\d|9[1236]) \d{3} \d\d \d\d)(?![\w-]|[.,]\d)",
        lambda match: say_groups(match, "pt"),
    ),
)
PAPERS: tuple[Kind, ...] = (
    Kind(
        "year of a law",
        rf"\b(?i:{_LAWS})(?: n[.º°]{{1,2}})? [\d.]{{1,7}}(?P<slash>/)(?=(?:(?:19|20)\d\d|[5-9]\d|[012]\d)(?![\w/-]|[.,]\d))",
        lambda match: named(match, slash=" de "),
    ),
    Kind(
        "number and year",
        rf"(?:\b(?i:{_PAPERS}) |\b[A-Z]{{2,4}} |\b[Nn](?:\.?[º°]|\.) ?|\b(?i:{_PAPERS}) n[.º°]{{1,2}} )\d[\d.]{{0,8}}(?P<slash>/)(?={_YEAR})",
        lambda match: named(match, slash=" barra "),
    ),
    Kind(
        "year and number",
        rf"(?:\b(?i:{_PAPERS}) |\b[A-Z]{{1,4}} |\b[Nn](?:\.?[º°]|\.) ?)(?:19|20)\d\d(?P<slash>/)(?!{_YEAR})(?=\d{{1,7}}(?![\w/-]|[.,]\d))",
        lambda match: named(match, slash=" barra "),
    ),
    Kind(
        "item behind an article",
        r"\b(?i:art(?:igo)?s?\.?|súmula) \d{1,4}\.?[º°]?(?:-[A-Z])?(?:, (?:caput|§ ?\d{1,2}[º°]?))?, (?P<roman>[IVXLC]{1,8})(?![\w'-])",
        _item,
        frozenset("IVXLC"),
    ),
    Kind(
        "article beyond the thousandth",
        r"\b(?i:art(?:igo)?s?\.?) (?P<number>[1-9]\d{3})(?P<mark>\.?[º°])(?:(?P<dash>-)(?=[A-Z](?!\w))|(?![\w-]))",
        lambda match: named(match, number=cardinal(match["number"], "pt"), mark=" ", dash=" "),
        frozenset("º°"),
    ),
    Kind(
        "day of a law",  # "o DL n.º 496/77, de 25-11"
        rf"(?<=[\d\ue000], de )(?P<day>{_DAY})[-/](?P<month>0?[1-9]|1[0-2])(?![\w/-]|[.,]\d)",
        lambda match: whole(match, date(match["day"], match["month"])),
    ),
    Kind(
        "check digit",  # "conta 56789-0"
        r"\b(?i:ag(?:ência|\.)|conta(?: corrente| poupança)?|c/c|matrícula|registr?o|rg|siape)(?::|(?: n[.º°]{1,2}))? [\d.]{3,12}(?P<dash>-)(?=[\dX](?![\w-]))",
        lambda match: named(match, dash=" traço "),
    ),
    Kind(
        "lawsuit of Portugal",  # "123/20.4TBLSB"
        r"(?<![\w.,/-])\d{1,5}(?P<slash>/)\d\d(?P<dot>\.)\d(?P<court>[A-Z][A-Z\d]{2,5})(?![\w/-])",
        lambda match: named(match, slash=" barra ", dot=" ponto ", court=" " + match["court"]),
    ),
    Kind(
        "edition of a book",  # "2. ed., v. 3, n. 2"
        r"(?<![\w.,/])(?P<number>\d{1,2})(?P<dot>\.)(?= ed\.)",
        lambda match: named(match, number=re.sub(r"o\b", "a", ordinal(int(match["number"]))), dot=""),
    ),
    abbreviation_kind("volume of a journal", {"v.": "volume"}, after=r"(?= \d{1,3}, (?:n|p)\.)"),
    Kind(
        "day of a letter or a log",
        rf"\b(?i:boletim|carta|despacho|e-mail|jornal|log|mensagem|ofício|post|registr?o|reunião) de (?P<date>{_DAY}/(?:0?[1-9]|1[0-2]))(?![\w/-]|[.,]\d| d[aeo]s? )",
        lambda match: named(match, date=date(*match["date"].split("/"))),
    ),
    abbreviation_kind(
        "combined with",
        {"c/c": "combinado com"},
        after=r"(?= (?:[oa]s? )?(?:§|art|inc|lei|par[áa]gr|súmula))",
    ),
    abbreviation_kind(
        "account", dict.fromkeys(("c/c", "C/C"), "conta corrente"), after=r"(?=:? ?(?:n[.º°]{1,2} ?)?\d)"
    ),
    abbreviation_kind("operation of an account", {"op.": "operação"}, after=r"(?= 0\d\d(?!\d))"),
    abbreviation_kind(
        "branch of a bank", {"ag.": "agência", "Ag.": "Agência"}, after=r"(?= [A-ZÀ-Þ][a-zà-ú])"
    ),
    abbreviation_kind("item of a law", {"inc.": "inciso", "incs.": "incisos"}, after=r"(?= \ue000)"),
    abbreviation_kind(
        "number of what is counted",  # "o nº de casos"
        dict.fromkeys(("nº", "n.º", "n°", "Nº", "N.º"), "número"),
        after=r"(?= (?:(?:d[aeo]s?|máximo|mínimo|total)\b|[A-Z]{1,4}[ -]?\d))",
    ),
    abbreviation_kind("letter of a law", {"al.": "alínea", "als.": "alíneas"}, after=r"(?= [a-z]\))"),
    abbreviation_kind(
        "what is dated or numbered",
        {
            "sem.": "semestre",
            "venc.": "vencimento",
            "emis.": "emissão",
            "val.": "validade",
            "mod.": "modelo",
            "inv.": "inventário",
        },
        after=r"(?=:? ?(?:[\d\ue000]|n[.º°]))",
    ),
    Kind("multibanco", r"(?<!\w)MB(?= ?W[Aa][Yy](?!\w))", lambda match: whole(match, "M B"), frozenset("M")),
    Kind("way", r"(?<=\ue000)(?P<way> ?)WAY(?!\w)", lambda match: whole(match, " Way"), frozenset("W")),
    Kind(
        "metical",
        r"(?:(?<=\d )|(?<=milhões de ))MT(?!\w)",
        lambda match: whole(match, "meticais"),
        frozenset("M"),
    ),
    Kind(
        "escudo",
        r"(?<![\w.,])\d{1,3}(?:[.']?\d{3})*(?P<sign>\$00)(?!\w)",
        lambda match: named(match, sign=" escudos"),
        frozenset("$"),
    ),
)

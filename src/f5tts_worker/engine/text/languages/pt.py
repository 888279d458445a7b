"""Portuguese, of Brazil and of Portugal: gender of numbers and ordinals, the clock, centuries, units, abbreviations."""

# ruff: noqa: E501, RUF001, SIM905 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun, regular
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.romance import Ordinals, half_kind, saint_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.units import metric

_ADDRESS_SIGNS = {
    ".": "ponto", "@": "arroba", "/": "barra", "-": "hífen", "_": "sublinhado", ":": "dois pontos", "?": "interrogação", "=": "igual",
    "&": "e", "+": "mais", "~": "til", "%": "por cento", "#": "cerquilha", "*": "asterisco",
}  # fmt: skip
_FEMININE = re.compile(
    r"(?:vez(?:es)?|mãos?|partes?|noites?|flores|mulher(?:es)?|viagens?|colher(?:es)?|cor(?:es)?|flor|luz(?:es)?|voz(?:es)?|lei(?:s)?|redes?|fontes?|pontes?|classes?|fases?|bases?|frases?|chaves?|tardes?|séries?|espécies?|torres?|mortes?|aves?|\w+(?:as?|ãs?|ção|ções|são|sões|dades?|agem|agens))$"
)
_MASCULINE_IN_A = frozenset(
    "dia dias mapa mapas problema problemas programa programas sistema sistemas tema temas idioma idiomas clima planeta planetas "
    "poema poemas cinema cinemas turista turistas diploma diplomas drama dramas dilema dilemas esquema esquemas emblema emblemas aroma aromas "
    "sintoma sintomas hematoma hematomas diagrama diagramas grama gramas quilograma quilogramas miligrama miligramas trauma traumas fantasma fantasmas "
    "enigma enigmas paradigma paradigmas teorema teoremas pijama pijamas cometa cometas artista artistas jornalista jornalistas motorista motoristas "
    "dentista dentistas cientista cientistas especialista especialistas ciclista ciclistas economista economistas analista analistas atleta atletas".split()
)  # fmt: skip
_NO_NOUN = frozenset(
    "a as da das de do dos e em na nas no nos com para por que se era mas uma ou esta".split()
)
_FEMININES = ((r"\bum$", "uma"), (r"\bdois\b(?! mil[hõ])", "duas"), (r"entos\b(?!.* mil[hõ])", "entas"))


def _agree(said: str, gender: str) -> str:
    if gender == "f":
        for masculine, feminine in _FEMININES:
            said = re.sub(masculine, feminine, said)
    return said


def _gender_of(noun: str) -> str:
    if noun[:1].isupper() or noun in _NO_NOUN or len(noun) < 3:
        return ""
    return "f" if _FEMININE.fullmatch(noun) and noun not in _MASCULINE_IN_A else "m"


def _ordinal(number: int) -> str:
    return in_words(number, "pt", to="ordinal")


def _hour(hour: int) -> tuple[str, str]:
    return _agree(cardinal(str(hour), "pt"), "f"), "hora" if hour == 1 else "horas"


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    lead = f"{_agree(cardinal(str(whole_part), 'pt'), gender)} e " if whole_part else ""
    if under == 2:
        return f"{lead}{'meia' if gender == 'f' else 'meio'}"
    name = {3: "terço"}.get(under) or (
        _ordinal(under) if under <= 10 else f"{cardinal(str(under), 'pt')} avo"
    )
    return f"{lead}{cardinal(str(over), 'pt')} {name}{'s' if over > 1 else ''}"


_BASES = {
    "x": Noun("vez", "vezes", "f"), "m": regular("metro"), "g": regular("grama"), "l": regular("litro"), "L": regular("litro"), "t": regular("tonelada", "f"), "W": regular("watt"),
    "Wh": Noun("watt-hora", "watts-hora"), "V": Noun("volt", "volts"), "A": Noun("ampere", "amperes"), "Ah": Noun("ampere-hora", "amperes-hora"),
    "Hz": Noun("hertz", "hertz"), "Pa": Noun("pascal", "pascais"), "J": regular("joule"), "Ω": Noun("ohm", "ohms"), "B": Noun("byte", "bytes"),
    "bit": regular("bit"), "bit/s": Noun("bit por segundo", "bits por segundo"), "s": regular("segundo"), "seg": regular("segundo"),
    "cal": regular("caloria", "f"), "min": regular("minuto"), "h": regular("hora", "f"), "ha": Noun("hectare", "hectares"),
    "%": Noun("por cento", "por cento"), "‰": Noun("por mil", "por mil"), "°C": Noun("grau Celsius", "graus Celsius"),
    "°F": Noun("grau Fahrenheit", "graus Fahrenheit"), "°": Noun("grau", "graus"), "dB": Noun("decibel", "decibéis"), "mmHg": Noun("milímetro de mercúrio", "milímetros de mercúrio"), '"': regular("polegada", "f"), "pess.": Noun("pessoa", "pessoas", "f"), "Nm": Noun("newton-metro", "newtons-metro"), "pts": regular("ponto"), "hab.": Noun("habitante", "habitantes"), "comp.": regular("comprimido"), "cp.": regular("comprimido"), "xíc.": regular("xícara", "f"), "xic.": regular("xícara", "f"), "qto.": regular("quarto"), "qtos.": regular("quarto"), "lug.": Noun("lugar", "lugares"),
    **{f"{short} {of}{what}{end}": Noun(f"colher de {what}", f"colheres de {what}", "f") for short in ("c.", "col.")
       for of, end in (("", ""), ("de ", ""), ("(", ")")) for what in ("sopa", "chá", "sobremesa", "café")},
}  # fmt: skip
_CENTAVO, _CENTIMO = regular("centavo"), regular("cêntimo")
_MILLION = Noun("milhão", "milhões")
_BILLION = Noun("bilhão", "bilhões")
_GRAMMAR = Grammar(
    code="pt",
    agree=_agree,
    gender_of=_gender_of,
    months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    short_months="jan fev mar abr mai jun jul ago set out nov dez",
    weekdays="segunda terça quarta quinta sexta sábado domingo",
    short_weekdays="seg ter qua qui sex sáb dom",
    day=lambda day, _, mark: "primeiro" if day == 1 and mark else cardinal(str(day), "pt"),
    date=(" de ", " de "),
    year=lambda number: cardinal(number, "pt"),
    hour=_hour,
    minute=lambda minute: f"e {cardinal(str(minute), 'pt')}",
    hour_words="h|hs",
    says_hours=False,
    before_hour="às|as|das",
    units=metric(
        "nano micro mili centi deci hecto quilo mega giga tera", _BASES, km=regular("quilômetro"), cm=regular("centímetro"),
        mm=regular("milímetro"), dm=regular("decímetro"), μm=regular("micrômetro"), ms=regular("milissegundo"), μs=regular("microssegundo"), ns=regular("nanossegundo"),
    ),
    powers=(
        lambda noun: Noun(f"{noun.one} quadrado", f"{noun.many} quadrados"),
        lambda noun: Noun(f"{noun.one} cúbico", f"{noun.many} cúbicos"),
    ),
    per={"100 km": "a cada cem quilômetros", "h": "por hora", "s": "por segundo", "min": "por minuto", "m²": "por metro quadrado", "m³": "por metro cúbico",
         "m3": "por metro cúbico", "kg": "por quilo", "pess": "por pessoa", "un": "por unidade", "unid": "por unidade", "mês": "por mês", "l": "por litro", "km": "por quilômetro"},
    each="por",
    currencies={
        **dict.fromkeys(("R$", "BRL"), Currency(Noun("real", "reais"), _CENTAVO)),
        **dict.fromkeys(("€", "EUR"), Currency(regular("euro"), _CENTIMO)),
        **dict.fromkeys(("$", "USD", "US$"), Currency(Noun("dólar", "dólares"), _CENTAVO)),
        **dict.fromkeys(("£", "GBP"), Currency(regular("libra", "f"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(Noun("iene", "ienes"))),
        **dict.fromkeys(("CHF",), Currency(Noun("franco suíço", "francos suíços"), _CENTIMO)),
    },
    cents_after="e",
    says_cents=True,
    scales={"mi": _MILLION, "mi.": _MILLION, "M": _MILLION, "milhão": _MILLION, "milhões": _MILLION, "mil": Noun("mil", "mil"), "k": Noun("mil", "mil"), "bi": _BILLION,
            "bilhão": _BILLION, "bilhões": _BILLION, "mil milhões": Noun("mil milhões", "mil milhões")},
    of="de",
    fraction=_fraction,
    signs={"x score": "a", "/": "por", "marks": "de", "-": "menos", "–": "a", "x": "por", ":": "por", "score": "a", "²": "ao quadrado", "³": "ao cubo", "§": "parágrafo"}
    | comparisons("maior que|menor que|maior ou igual a|menor ou igual a|diferente de|aproximadamente"),
)  # fmt: skip

_ANYWHERE = {
    "p. ex.": "por exemplo", "hab.": "habitantes", "etc.": "et cetera", "a. C.": "antes de Cristo", "d. C.": "depois de Cristo", "Sr.": "senhor", "Sra.": "senhora",
    "Srta.": "senhorita", "Srs.": "senhores", "Dr.": "doutor", "Dra.": "doutora", "Prof.": "professor", "Profa.": "professora",
    "Exmo.": "excelentíssimo", "Av.": "avenida", "av.": "avenida", "tel.": "telefone", "Tel.": "telefone", "aprox.": "aproximadamente",
    "máx.": "máximo", "mín.": "mínimo", "vs.": "versus", "Ltda.": "limitada", "Lda.": "limitada", "S. A.": "S A", "ed.": "edição",
    "apto.": "apartamento", "dto.": "direito", "esq.": "esquerdo", "Cia.": "companhia", "obs.": "observação", "Vossa Exa.": "Vossa Excelência",
    "V. Exa.": "Vossa Excelência", "séc.": "século", "incl.": "incluído", "ref.": "referência", "temp.": "temperatura", "vc": "você", "vcs": "vocês", "mto": "muito", "td": "tudo", "tds": "todos", "vlw": "valeu", "msm": "mesmo", "dps": "depois", "oq": "o que", "cmg": "comigo", "obg": "obrigado", "bjs": "beijos", "tb": "também", "tbm": "também", "pq": "porque", "qdo": "quando", "hj": "hoje", "blz": "beleza",
    "bl.": "bloco", "cj.": "conjunto", "depto.": "departamento", "gov.": "governador", "pres.": "presidente", "qtd.": "quantidade", "atte.": "atenciosamente", "Ilmo.": "ilustríssimo", "Pça.": "praça", "Trav.": "travessa",
    "Rod.": "rodovia", "Al.": "alameda", "Jr.": "júnior", "méd.": "médio",
}  # fmt: skip
_BEFORE_NUMBERS = {
    "t.": "tomo",
    "n.º": "número", "nº": "número", "N.º": "número", "Nº": "número", "n°": "número", "N°": "número", "núm.": "número", "pág.": "página",
    "págs.": "páginas", "p.": "página", "pp.": "páginas", "fig.": "figura", "cap.": "capítulo", "art.": "artigo", "arts.": "artigos", "vol.": "volume", "ap.": "apartamento", "plat.": "plataforma", "cel.": "celular", "tab.": "tabela", "Ex.": "exemplo", "Ø": "diâmetro", "#": "número",
}  # fmt: skip
_BEFORE_NAMES = {"D.": "dom", "Sto.": "santo", "Sta.": "santa", "Eng.": "engenheiro", "Pe.": "padre", "pe.": "padre", "Gen.": "general",
                 "Cap.": "capitão", "Des.": "desembargador"}  # fmt: skip
_NUMBERED = "século|séculos|séc\\.|vol\\.|cap\\.|capítulo|tomo|ato|acto|cena|livro|parte|volume|título|seção|secção|artigo|tipo|fase|guerra mundial|anexo|incisos?|incs?\\.|grupo|nível|classe|categoria|módulo|zona|quadro"
_REGNAL = (
    "(?<=\\bpapa )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brei )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brainha )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bimperador )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Afonso|Alexandre|Bento|Carlos|Catarina|Clemente|Dinis|Duarte|Eduardo|Elizabeth|Fernando|Filipe|Francisco|Frederico|Gregório|Guilherme|"
    "Concílio Vaticano|Vaticano|Henrique|Inocêncio|Isabel|João|João Paulo|Jorge|José|Leão|Leopoldo|Luís|Luiz|Manuel|Maria|Miguel|Napoleão|Nicolau|Paulo|Pedro|Pio|"
    "Ramsés|Ricardo|Sancho|Sebastião|Urbano|Vítor Emanuel"
)
_SAINTS = "Bento|Bernardo|Francisco|Gonçalo|Jerónimo|Jerônimo|João|Jorge|José|Judas|Lourenço|Lucas|Luís|Marcos|Martinho|Mateus|Miguel|Paulo|Pedro|Sebastião|Tiago|Vicente"
_ORDINALS = Ordinals(
    code="pt",
    say=_ordinal,
    is_feminine=_FEMININE,
    ends=r"(?= [^\W\d_])|[oa](?= [^\W\d_])",
    nouns="guerra|república|edição|cúpula|congresso|centenário|concílio",
    queens=frozenset({"Catarina", "Elizabeth", "Isabel", "Maria"}),
    last_ruler=10,
)


_PART = re.compile(
    r"\b(?i:acima|abaixo|arterial|atendimento|cerca|formato|fração|frações|imagem|mais|maioria|menos|PA|parte|plantão|pressão|proporção|quórum|razão|redução|suporte|tela|total|vídeo) de $"
)


def _with(match: re.Match[str]) -> Iterable[Piece]:
    """Say "p/" as "para" or, before what there is one of, "por"; "c/" as "com", "s/" as "sem"."""
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


def _day_of_a_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "a ata de 5/9" with a date; "um total de 7/12" is a part."""
    if _PART.search(match.string, max(0, match.start() - 20), match.start()):
        return ()
    month = _GRAMMAR.months.split()[int(match["month"]) - 1]
    return whole(match, f"{cardinal(match['day'], 'pt')} de {month}")


def _every_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "6/6h" as doctors mean it: de seis em seis horas."""
    hours = _agree(cardinal(match["one"], "pt"), "f")
    return whole(match, f"de {hours} em {hours} horas")


KINDS: tuple[Kind, ...] = continental_kinds(
    _GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=_ANYWHERE,
        before_numbers=_BEFORE_NUMBERS,
        before_names=_BEFORE_NAMES,
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=_ORDINALS.ruler,
        version="versão|sala|capítulo|seção|figura|tabela|item|exercício",
        acronyms="CEP ENEM GOL MERCOSUL NATO ONG ONU OPEP OTAN OVNI PETROBRAS SIDA",
    ),
    telephones=(
        Kind(
            "telephone",
            r"(?<![\w.,+-])(?:(?:\(?\d{2}\)? 9?\d{4}|9\d{4}|[3-5]\d{3})-\d{4}|[29]\d{2}(?:[ ']\d{3}){2}(?= ?(?:$|[^\w ])))(?![\w-]|[.,]\d)",
            lambda match: say_groups(match, "pt"),
        ),
    ),
    own=(
        abbreviation_kind(
            "years of age",
            {"a.": "anos"},
            before=r"(?<=\d\d )(?<!\b[Dd]as \d\d )",
            after=r"(?=[,;:)]| (?!de C|n\. ?e|d\. ?C|m\b|casa)[a-záéíóú])",
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
            "with or for",
            r"(?<![\w/])(?P<short>[pcs])/(?:(?= (?![hs]\b)[A-Za-zÀ-ú\d])|(?=[A-Za-zÀ-ú]{2}|R\$|\d))(?! ?\w/)(?P<each> ?(?=(?:kg|km|ano|dia|hora|m²|mês|minuto|pessoa|semana|litro|unidade)\b))?",
            _with,
            frozenset("/"),
        ),
        abbreviation_kind("street", {"R.": "rua"}, before=r"(?<=[nd]a )", after=r"(?= (?:d[aeo]s? )?[A-Z])"),
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
            "year of a law",
            r"(?i:\b(?:decreto(?:-lei)?|decretos|emenda|leis?|lei complementar|lc|medida provisória|mp|portaria|resolução))"
            r"(?: n[.º°]{1,2})? [\d.]{1,7}(?P<slash>/)(?=(?:(?:19|20)\d\d|[5-9]\d|[012]\d)(?![\w/-]|[.,]\d))",
            lambda match: named(match, slash=" de "),
        ),
        abbreviation_kind(
            "street of a house",
            {"R.": "rua"},
            before=r"(?:(?<![\s\S])|(?<=\n)|(?<=: ))",
            after=r"(?= (?:d[aeo]s? )?[A-ZÀ-Þ\ue000][^,;.\n]{2,40}, (?:n[.º°]{1,2} ?)?\d{1,5}(?:, (?:\d|ap|bl|cj|loja|sala)| ?[-–] ?(?:ap|[A-ZÀ-Þ])))",
        ),
        abbreviation_kind("item of a law", {"inc.": "inciso", "incs.": "incisos"}, after=r"(?= \ue000)"),
        Kind(
            "hour of a part of the day",
            r"(?<![\w.,/:-])(?<!\b[Oo]s )(?<!\bdos )(?P<number>[12])(?= da (?:manhã|tarde|noite|madrugada)\b)",
            lambda match: named(match, number=_agree(cardinal(match["number"], "pt"), "f")),
        ),
        Kind(
            "every so many hours",
            r"(?P<of>(?:\bde )?)(?<![\w.,/])(?P<one>\d{1,2})/(?P=one) ?(?:h|hs|horas)(?!\w)",
            _every_hours,
        ),
        Kind(
            "day of a month",
            r"(?<=\bde )(?P<day>[2-9]|[12]\d|3[01])/(?P<month>0?[679]|1[12])(?![\w/-]|[.,]\d| (?:a|d[aeo]s?)\b)",
            _day_of_a_month,
        ),
        abbreviation_kind("very", {"mt": "muito"}, before=r"(?<![\d\ue000] )"),  # "10 mt" are metres
        abbreviation_kind("direction", {"sent.": "sentido"}, before=r"(?<=, )", after=r"(?= [A-ZÀ-Þ])"),
        Kind(
            "not",
            r"(?:(?<=\b[Ee]u )|(?<=\bvc )|(?<=\b[Vv]ocê )|(?<=\bel[ae] )|(?<=\bmas )|(?<=\bq )|(?<=\bpq )|(?<=\bainda )|(?<=\bjá )|(?<=\b[Aa] gente ))n(?= [a-záéíóúâêô]{2,})",
            lambda match: whole(match, "não"),
            frozenset("n"),
        ),
        Kind(
            "sets",
            r"(?:(?<=\bpor )|(?<=\b[Ss]ets )|(?<=\bcom ))(?=[67]/)[0-7](?P<a>/)[0-7](?:(?:, | e )[0-7](?P<b>/)[0-7])(?:(?:, | e )[0-7](?P<c>/)[0-7])?(?![\w/]|[.,]\d)",
            lambda match: named(match, a=" a ", b=" a ", c=" a "),
        ),
        saint_kind(_SAINTS, man="São"),
        Kind(
            "angle",
            r"(?:(?<=\b[Mm]ede )|(?<=\bmedem )|(?<=\b[ÂâAa]ngulo de )|(?<=\bângulos de )|(?<=\b[Gg]ire )|(?<=\b[Rr]otação de ))(?P<number>\d{1,3})(?P<sign>°)(?!\w| ?C\b)",
            lambda match: named(match, number=cardinal(match["number"], "pt"), sign=" graus"),
        ),
        *_ORDINALS.kinds(),
        half_kind("e", _gender_of, "meio", "meia"),
    ),
)

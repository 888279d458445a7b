"""How Portuguese counts, dates and times: its units, currencies, fractions and signs."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters

from f5tts_worker.engine.text.languages.pt.gender import agree, gender_of
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun, regular
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words
from f5tts_worker.engine.text.reading.units import metric


def ordinal(number: int) -> str:
    """Return the ordinal of a masculine noun: "décimo segundo"."""
    return in_words(number, "pt", to="ordinal")


def _hour(hour: int) -> tuple[str, str]:
    return agree(cardinal(str(hour), "pt"), "f"), "hora" if hour == 1 else "horas"


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    lead = f"{agree(cardinal(str(whole_part), 'pt'), gender)} e " if whole_part else ""
    if under == 2:
        return f"{lead}{'meia' if gender == 'f' else 'meio'}"
    name = {3: "terço"}.get(under) or (ordinal(under) if under <= 10 else f"{cardinal(str(under), 'pt')} avo")
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
GRAMMAR = Grammar(
    code="pt",
    agree=agree,
    gender_of=gender_of,
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

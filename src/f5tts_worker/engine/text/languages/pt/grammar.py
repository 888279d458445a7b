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


# What is sold or taken by the piece, with a full stop or without one.
_PACKED = {
    short + dot: noun
    for shorts, noun in {
        "un unid und": regular("unidade", "f"), "cx": regular("caixa", "f"), "pct pcte": Noun("pacote", "pacotes"), "dz dúz": regular("dúzia", "f"), "fr": regular("frasco"), "pg pgs pág págs pag pags": regular("página", "f"), "vol vols": regular("volume"), "ex exs": Noun("exemplar", "exemplares"),
        "cáps caps": regular("cápsula", "f"), "gts": regular("gota", "f"), "pç pçs": regular("peça", "f"), "fl fls": regular("folha", "f"), "dorm dorms": regular("dormitório"), "gfa": regular("garrafa", "f"), "lt lts": regular("litro"), "mts": regular("metro"), "grs": regular("grama"),
    }.items() for short in shorts.split() for dot in ("", ".")
}  # fmt: skip
_BASES = {
    "x": Noun("vez", "vezes", "f"), "m": regular("metro"), "g": regular("grama"), "l": regular("litro"), "L": regular("litro"), "t": regular("tonelada", "f"), "W": regular("watt"),
    "Wh": Noun("watt-hora", "watts-hora"), "V": Noun("volt", "volts"), "A": Noun("ampere", "amperes"), "Ah": Noun("ampere-hora", "amperes-hora"),
    "Hz": Noun("hertz", "hertz"), "Pa": Noun("pascal", "pascais"), "J": regular("joule"), "Ω": Noun("ohm", "ohms"), "B": Noun("byte", "bytes"),
    "bit": regular("bit"), "bit/s": Noun("bit por segundo", "bits por segundo"), "s": regular("segundo"), "seg": regular("segundo"),
    "cal": regular("caloria", "f"), "min": regular("minuto"), "h": regular("hora", "f"), "ha": Noun("hectare", "hectares"),
    "%": Noun("por cento", "por cento"), "‰": Noun("por mil", "por mil"), "°C": Noun("grau Celsius", "graus Celsius"),
    "°F": Noun("grau Fahrenheit", "graus Fahrenheit"), "°": Noun("grau", "graus"), "dB": Noun("decibel", "decibéis"), "mmHg": Noun("milímetro de mercúrio", "milímetros de mercúrio"), '"': regular("polegada", "f"), "pess.": Noun("pessoa", "pessoas", "f"), "Nm": Noun("newton-metro", "newtons-metro"), "pts": regular("ponto"), "hab.": Noun("habitante", "habitantes"), "comp.": regular("comprimido"), "cp.": regular("comprimido"), "cp": regular("comprimido"), "xíc.": regular("xícara", "f"), "xic.": regular("xícara", "f"), "qto.": regular("quarto"), "qtos.": regular("quarto"), "lug.": Noun("lugar", "lugares"),
    **dict.fromkeys(("p.p.", "p. p."), Noun("ponto percentual", "pontos percentuais")), **dict.fromkeys(("p.b.", "bps"), Noun("ponto-base", "pontos-base")), "mbar": regular("milibar"), "vel.": regular("velocidade", "f"), "dpi": Noun("DPI", "DPI"), "cc": Noun("centímetro cúbico", "centímetros cúbicos"),
    "cv": Noun("cavalo", "cavalos"), "hp": Noun("cavalo", "cavalos"), "rpm": Noun("rotação por minuto", "rotações por minuto", "f"), "bpm": Noun("batimento por minuto", "batimentos por minuto"),
    "ppm": Noun("parte por milhão", "partes por milhão", "f"), "fps": Noun("quadro por segundo", "quadros por segundo"), "px": Noun("pixel", "pixels"), "MP": Noun("megapixel", "megapixels"), "pol": regular("polegada", "f"), "pol.": regular("polegada", "f"),
    "hab": Noun("habitante", "habitantes"), "VA": Noun("volt-ampere", "volts-amperes"), "kVA": Noun("quilovolt-ampere", "quilovolts-amperes"), "atm": regular("atmosfera", "f"), "kgf": Noun("quilograma-força", "quilogramas-força"), "kgfm": Noun("quilograma-força-metro", "quilogramas-força-metro"), "lm": Noun("lúmen", "lúmens"), "bar": Noun("bar", "bars"), "ton": regular("tonelada", "f"), "sc": regular("saca", "f"),
    "UI": Noun("unidade internacional", "unidades internacionais", "f"), "mUI": Noun("miliunidade internacional", "miliunidades internacionais", "f"), "μUI": Noun("microunidade internacional", "microunidades internacionais", "f"),
    "U": regular("unidade", "f"), "mcg": regular("micrograma"), "amp.": regular("ampola", "f"), "pg/mL": Noun("picograma por mililitro", "picogramas por mililitro"), "fL": regular("femtolitro"), "mol": Noun("mol", "mols"), "mmol": Noun("milimol", "milimols"), "μmol": Noun("micromol", "micromols"), "nmol": Noun("nanomol", "nanomols"),
    "mEq": Noun("miliequivalente", "miliequivalentes"), "mOsm": Noun("miliosmol", "miliosmols"), **_PACKED,
    **{f"{short} {of}{what}{end}": Noun(f"colher de {what}", f"colheres de {what}", "f") for short in ("c.", "col.")
       for of, end in (("", ""), ("de ", ""), ("(", ")")) for what in ("sopa", "chá", "sobremesa", "café")},
}  # fmt: skip
_CENTAVO, _CENTIMO = regular("centavo"), regular("cêntimo")
# Currencies whose hundredths are "centavos", by their signs and codes.
_ABROAD = {
    sign: Currency(noun, _CENTAVO)
    for signs, noun in {
        "ARS AR$": Noun("peso argentino", "pesos argentinos"), "CLP": Noun("peso chileno", "pesos chilenos"), "MXN": Noun("peso mexicano", "pesos mexicanos"),
        "UYU": Noun("peso uruguaio", "pesos uruguaios"), "BOB": Noun("boliviano", "bolivianos"), "S/": Noun("sol", "sóis"), "PYG ₲": Noun("guarani", "guaranis"), "CAD C$ CA$": Noun("dólar canadense", "dólares canadenses"),
        "AUD A$": Noun("dólar australiano", "dólares australianos"), "NZD NZ$": Noun("dólar neozelandês", "dólares neozelandeses"), "HKD HK$": Noun("dólar de Hong Kong", "dólares de Hong Kong"),
        "Kz AOA": regular("kwanza"), "MZN MTn": Noun("metical", "meticais"), "XOF": Noun("franco CFA", "francos CFA"), "ZAR": Noun("rand", "rands"),
        "CNY RMB": Noun("yuan", "yuans"), "₹": regular("rupia", "f"), "RUB ₽": regular("rublo"), "KRW ₩": Noun("won", "wons"), "₺": Noun("lira turca", "liras turcas", "f"), "BTC ₿": Noun("bitcoin", "bitcoins"),
        "PLN": Noun("zloty", "zlotys"), "SEK": Noun("coroa sueca", "coroas suecas", "f"), "NOK": Noun("coroa norueguesa", "coroas norueguesas", "f"), "DKK": Noun("coroa dinamarquesa", "coroas dinamarquesas", "f"),
    }.items() for sign in signs.split()
}  # fmt: skip
_MILLION = Noun("milhão", "milhões")
_BILLION = Noun("bilhão", "bilhões")
_OF_PORTUGAL, _TRILLION = Noun("bilião", "biliões"), Noun("trilhão", "trilhões")
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
    hour_words="h|hs|H|hrs|hr",
    says_hours=False,
    before_hour="às|as|das",
    units=metric(
        "nano micro mili centi deci hecto quilo mega giga tera", _BASES, km=regular("quilômetro"), cm=regular("centímetro"),
        mm=regular("milímetro"), dm=regular("decímetro"), μm=regular("micrômetro"), ms=regular("milissegundo"), μs=regular("microssegundo"), ns=regular("nanossegundo"),
        **dict.fromkeys(("Ghz", "ghz"), Noun("gigahertz", "gigahertz")), **dict.fromkeys(("Mhz", "mhz"), Noun("megahertz", "megahertz")), **dict.fromkeys(("KWh", "kwh", "KWH"), Noun("quilowatt-hora", "quilowatts-hora")),
        **{alias: regular(noun) for alias, noun in (("Kg", "quilograma"), ("KG", "quilograma"), ("gb", "gigabyte"), ("Gb", "gigabyte"), ("tb", "terabyte"), ("mb", "megabyte"), ("KW", "quilowatt"), ("kw", "quilowatt"), ("Km", "quilômetro"), ("KM", "quilômetro"), ("ML", "mililitro"), ("Ml", "mililitro"), ("kgs", "quilograma"), ("gr", "grama"), ("lts", "litro"), ("Mts", "metro"))},
    ),
    powers=(
        lambda noun: Noun(f"{noun.one} quadrado", f"{noun.many} quadrados"),
        lambda noun: Noun(f"{noun.one} cúbico", f"{noun.many} cúbicos"),
    ),
    per={"100 km": "a cada cem quilômetros", "h": "por hora", "s": "por segundo", "min": "por minuto", "m²": "por metro quadrado", "m³": "por metro cúbico",
         "m3": "por metro cúbico", "kg": "por quilo", "pess": "por pessoa", "L": "por litro", "ha": "por hectare", "mm³": "por milímetro cúbico", "cm³": "por centímetro cúbico", "s²": "por segundo ao quadrado", "un": "por unidade", "unid": "por unidade", "mês": "por mês", "l": "por litro", "km": "por quilômetro"},
    each="por",
    currencies={
        **dict.fromkeys(("R$", "BRL"), Currency(Noun("real", "reais"), _CENTAVO)),
        **dict.fromkeys(("€", "EUR"), Currency(regular("euro"), _CENTIMO)),
        **dict.fromkeys(("$", "USD", "US$"), Currency(Noun("dólar", "dólares"), _CENTAVO)),
        **dict.fromkeys(("£", "GBP"), Currency(regular("libra", "f"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(Noun("iene", "ienes"))),
        **dict.fromkeys(("CHF",), Currency(Noun("franco suíço", "francos suíços"), _CENTIMO)),
        **_ABROAD,
    },
    cents_after="e",
    says_cents=True,
    scales={"mi": _MILLION, "mi.": _MILLION, "M": _MILLION, "milhão": _MILLION, "milhões": _MILLION, "mil": Noun("mil", "mil"), "k": Noun("mil", "mil"), "bi": _BILLION,
            "bilhão": _BILLION, "bilhões": _BILLION, "bilião": _OF_PORTUGAL, "biliões": _OF_PORTUGAL, "tri": _TRILLION, "trilhão": _TRILLION, "trilhões": _TRILLION, **dict.fromkeys(("mil milhões", "mil M", "mM"), Noun("mil milhão", "mil milhões"))},
    of="de",
    fraction=_fraction,
    signs={"x score": "a", "/": "por", "marks": "de", "-": "menos", "–": "a", "x": "por", ":": "por", "score": "a", "²": "ao quadrado", "³": "ao cubo", "§": "parágrafo"}
    | comparisons("maior que|menor que|maior ou igual a|menor ou igual a|diferente de|aproximadamente"),
)  # fmt: skip

"""Italian's `Grammar`: units, currencies, months, the clock, fractions."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters

from f5tts_worker.engine.text.languages.it.gender import agree, gender_of
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words
from f5tts_worker.engine.text.reading.units import metric


def ordinal(number: int) -> str:
    """Say a number as a masculine ordinal."""
    return in_words(number, "it", to="ordinal")


def _hour(hour: int) -> tuple[str, str]:
    return ("una", "ora") if hour == 1 else (cardinal(str(hour), "it"), "ore")


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    lead = (
        f"{agree(cardinal(str(whole_part), 'it'), gender) if gender == 'f' else cardinal(str(whole_part), 'it')} e "
        if whole_part
        else ""
    )
    if under == 2:
        return f"{lead}{'mezza' if gender == 'f' else 'mezzo'}"
    name = ordinal(under)
    return lead + (f"un {name}" if over == 1 else f"{cardinal(str(over), 'it')} {name[:-1]}i")


_BASES = {
    "x": Noun("volta", "volte", "f"), "m": Noun("metro", "metri"), "g": Noun("grammo", "grammi"), "l": Noun("litro", "litri"), "L": Noun("litro", "litri"),
    "t": Noun("tonnellata", "tonnellate", "f"), "W": Noun("watt", "watt"), "Wh": Noun("wattora", "wattora"), "V": Noun("volt", "volt"),
    "A": Noun("ampere", "ampere"), "Ah": Noun("amperora", "amperora"), "Hz": Noun("hertz", "hertz"), "Pa": Noun("pascal", "pascal"),
    "J": Noun("joule", "joule"), "Ω": Noun("ohm", "ohm"), "B": Noun("byte", "byte"), "bit": Noun("bit", "bit"),
    "bit/s": Noun("bit al secondo", "bit al secondo"), "s": Noun("secondo", "secondi"), "sec": Noun("secondo", "secondi"),
    "cal": Noun("caloria", "calorie", "f"), "min": Noun("minuto", "minuti"), "cp": Noun("compressa", "compresse", "f"), "h": Noun("ora", "ore", "f"),
    "%": Noun("per cento", "per cento", ""), "‰": Noun("per mille", "per mille", ""), "°C": Noun("grado Celsius", "gradi Celsius"),
    "°F": Noun("grado Fahrenheit", "gradi Fahrenheit"), "°": Noun("grado", "gradi"), "dB": Noun("decibel", "decibel"),
    "CV": Noun("cavallo", "cavalli"), "mmHg": Noun("millimetro di mercurio", "millimetri di mercurio"), '"': Noun("pollice", "pollici"), "cucch.": Noun("cucchiaio", "cucchiai"), "c. di": Noun("cucchiaio di", "cucchiai di"), "pers.": Noun("persona", "persone", "f"), "Nm": Noun("newton metro", "newton metro"), "pt": Noun("punto", "punti"), "pt.": Noun("punto", "punti"), "cpr": Noun("compressa", "compresse", "f"), "ab.": Noun("abitante", "abitanti"), "gg": Noun("giorno", "giorni"), "gg.": Noun("giorno", "giorni"),
    **dict.fromkeys(("aa", "aa."), Noun("anno", "anni")), **dict.fromkeys(("pz", "pz."), Noun("pezzo", "pezzi")), **dict.fromkeys(("conf", "conf."), Noun("confezione", "confezioni", "f")),
    **dict.fromkeys(("bott", "bott."), Noun("bottiglia", "bottiglie", "f")), **dict.fromkeys(("cps", "cps."), Noun("capsula", "capsule", "f")), **dict.fromkeys(("gtt", "gtt."), Noun("goccia", "gocce", "f")),
    **dict.fromkeys(("gr", "gr."), Noun("grammo", "grammi")), **dict.fromkeys(("lt", "lt."), Noun("litro", "litri")), **dict.fromkeys(("mt", "mt."), Noun("metro", "metri")), "q.li": Noun("quintale", "quintali"),
    "K": Noun("kelvin", "kelvin"), "MP": Noun("megapixel", "megapixel"), "px": Noun("pixel", "pixel"), "lm": Noun("lumen", "lumen"), "mbar": Noun("millibar", "millibar"), "hPa": Noun("ettopascal", "ettopascal"),
    "bpm": Noun("battito al minuto", "battiti al minuto"), "fps": Noun("fotogramma al secondo", "fotogrammi al secondo"), "mcg": Noun("microgrammo", "microgrammi"), "UI": Noun("unità internazionale", "unità internazionali", "f"),
    "pag.": Noun("pagina", "pagine", "f"), "pagg.": Noun("pagina", "pagine", "f"), "sp.": Noun("spicchio", "spicchi"), "mens.": Noun("mensilità", "mensilità", "f"), "porz.": Noun("porzione", "porzioni", "f"),
    "kn": Noun("nodo", "nodi"), "pb": Noun("punto base", "punti base"), "hs": Noun("ostacoli", "ostacoli"), "ppm": Noun("parte per milione", "parti per milione", "f"), "mol": Noun("mole", "moli", "f"), "mmol": Noun("millimole", "millimoli", "f"),
}  # fmt: skip
_CENTESIMO = Noun("centesimo", "centesimi")
_MILLION, _MILLIARD = Noun("milione", "milioni"), Noun("miliardo", "miliardi")
GRAMMAR = Grammar(
    code="it",
    agree=agree,
    gender_of=gender_of,
    months="gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    short_months="gen|genn feb|febb|febbr mar apr mag|magg giu lug|lugl ago|ag sett|set ott nov dic",
    weekdays="lunedì martedì mercoledì giovedì venerdì sabato domenica",
    short_weekdays="lun mar mer gio ven sab dom",
    day=lambda day, before, _: "primo" if day == 1 and before[-1:] != "'" else cardinal(str(day), "it"),
    date=(" ", " "),
    year=lambda number: cardinal(number, "it"),
    hour=_hour,
    minute=lambda minute: f"e {cardinal(str(minute), 'it')}",
    hour_words="h",
    says_hours=False,
    before_hour=r"ore|alle|dalle|le|delle|fino alle|all'|part\.|arr\.|partenza|arrivo",
    units=metric(
        "nano micro milli centi deci etto chilo mega giga tera", _BASES, hm=Noun("ettometro", "ettometri"), mq=Noun("metro quadro", "metri quadri"), mc=Noun("metro cubo", "metri cubi"), kmq=Noun("chilometro quadrato", "chilometri quadrati"), hg=Noun("etto", "etti"), kt=Noun("nodo", "nodi")
    ),
    powers=(
        lambda noun: Noun(f"{noun.one} quadrato", f"{noun.many} quadrati"),
        lambda noun: Noun(f"{noun.one} cubo", f"{noun.many} cubi"),
    ),
    per={"100 km": "per cento chilometri", "h": "all'ora", "s": "al secondo", "min": "al minuto", "m²": "al metro quadrato", "m³": "al metro cubo", "m3": "al metro cubo",
         "kg": "al chilo", "l": "al litro", "km": "al chilometro", "ora": "all'ora", "giorno": "al giorno", "mese": "al mese",
         "anno": "all'anno", "notte": "a notte", "barile": "al barile", "litro": "al litro", "metro": "al metro", "chilo": "al chilo", "bott": "a bottiglia", "conf": "a confezione", "pz": "al pezzo", "persona": "a persona", "pers": "a persona",
         "die": "al giorno", "sett": "a settimana", "gg": "al giorno", "mq": "al metro quadro", "mc": "al metro cubo", "ha": "per ettaro", "kWh": "al chilowattora", "MWh": "al megawattora", "dl": "per decilitro", "dL": "per decilitro", "ml": "per millilitro", "mL": "per millilitro", "L": "al litro", "mg": "per milligrammo", "g": "al grammo", "m": "al metro", "cm²": "per centimetro quadrato", "cm³": "per centimetro cubo", "km²": "per chilometro quadrato", "t": "alla tonnellata", "MB": "per megabyte", "GB": "per gigabyte", "ab": "per abitante", "settimana": "a settimana", "pax": "a persona", "oz": "l'oncia", "cad": "cadauno", "mm": "per millimetro"},
    each="a",
    currencies={
        **dict.fromkeys(("€", "EUR"), Currency(Noun("euro", "euro"), _CENTESIMO)),
        **dict.fromkeys(("$", "USD", "US$"), Currency(Noun("dollaro", "dollari"), Noun("centesimo", "centesimi"))),
        **dict.fromkeys(("£", "GBP"), Currency(Noun("sterlina", "sterline", "f"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(Noun("yen", "yen"))),
        **dict.fromkeys(("fr.", "Fr.", "SFr."), Currency(Noun("franco", "franchi"), _CENTESIMO)),
        **dict.fromkeys(("₹", "INR"), Currency(Noun("rupia", "rupie", "f"))),
        **dict.fromkeys(("kr", "SEK", "NOK", "DKK"), Currency(Noun("corona", "corone", "f"))),
        **dict.fromkeys(("zł", "PLN"), Currency(Noun("zloty", "zloty"))),
        **dict.fromkeys(("R$", "BRL"), Currency(Noun("real", "real"))),
        **dict.fromkeys(("A$", "AUD"), Currency(Noun("dollaro australiano", "dollari australiani"))),
        **dict.fromkeys(("C$", "CAD"), Currency(Noun("dollaro canadese", "dollari canadesi"))),
        **dict.fromkeys(("₽", "RUB"), Currency(Noun("rublo", "rubli"))),
        **dict.fromkeys(("₺", "TRY"), Currency(Noun("lira turca", "lire turche", "f"))),
        **dict.fromkeys(("₩", "KRW"), Currency(Noun("won", "won"))),
        **dict.fromkeys(("元", "CNY", "RMB"), Currency(Noun("yuan", "yuan"))),
        "₿": Currency(Noun("bitcoin", "bitcoin")),
        **dict.fromkeys(("CHF",), Currency(Noun("franco svizzero", "franchi svizzeri"), _CENTESIMO)),
    },
    cents_after="e",
    says_cents=False,
    scales={"k": Noun("mila", "mila"), "mln": _MILLION, "mln.": _MILLION, "M": _MILLION, "milione": _MILLION, "milioni": _MILLION, "mld": _MILLIARD,
            "mld.": _MILLIARD, "miliardo": _MILLIARD, "miliardi": _MILLIARD},
    of="di",
    fraction=_fraction,
    signs={"/": "su", "marks": "su", "-": "meno", "–": "a", "x": "per", ":": "a", "score": "a", "²": "al quadrato", "³": "al cubo", "§": "paragrafo"}
    | comparisons("maggiore di|minore di|maggiore o uguale a|minore o uguale a|diverso da|circa"),
)  # fmt: skip

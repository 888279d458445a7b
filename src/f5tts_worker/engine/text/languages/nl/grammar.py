"""Dutch: how numbers, dates and amounts are said, names of units and currencies."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters

from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words, year
from f5tts_worker.engine.text.reading.units import metric


def agree(said: str, _: str) -> str:
    """Return number words as they stand before what is counted: "een" for "één"."""
    return "een" if said == "één" else said


# What is halved as "een half", as are all diminutives: "een half uur", "een half kopje".
_NEUTER = frozenset(
    (
        "uur",
        "jaar",
        "pond",
        "glas",
        "brood",
        "blik",
        "pak",
        "bord",
        "ei",
        "dozijn",
        "etmaal",
        "procent",
        "punt",
        "stuk",
    )
)


# Small words behind a fraction that it is no part of: "een 7½ voor wiskunde".
_NO_NOUNS = frozenset(
    (  # noqa: SIM905 - a table of words
        "voor van met per bij tot na om te te en of maar toen dan dus die dat dit het een is was werd wordt zijn waren kan kon kun kunt mag mocht "
        "moet moest wil wilde zal zou gaat ging heeft had hebt krijgt kreeg haalt haalde gehaald voldoende ook nog niet al"
    ).split()
)


def _gender_of(noun: str) -> str:
    if noun[:1].isupper() or noun in _NO_NOUNS or (len(noun) < 3 and noun not in ("ui", "ei")):
        return ""
    return "n" if noun in _NEUTER or (noun.endswith("je") and noun not in ("oranje", "franje")) else "m"


def _year(number: str) -> str:
    return year(number, "nl")


def ordinal(number: int) -> str:
    """Say a whole number as an ordinal: "derde"."""
    return in_words(number, "nl", to="ordinal")


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    if under == 2:
        half = "halve" if gender == "m" else "half"
        if whole_part == 1:
            return f"ander{half}"
        return f"{cardinal(str(whole_part), 'nl')} en een {half}" if whole_part else f"een {half}"
    name = {4: "kwart"}.get(under) or ordinal(under)
    said = f"{agree(cardinal(str(over), 'nl'), '')} {name}"
    return f"{cardinal(str(whole_part), 'nl')} {said}" if whole_part else said


def _same(word: str) -> Noun:
    return Noun(word, word)


_BASES = {
    "K": _same("kelvin"),
    "x": _same("keer"), "m": _same("meter"), "g": _same("gram"), "l": _same("liter"), "L": _same("liter"), "t": _same("ton"), "W": _same("watt"),
    "Wh": _same("wattuur"), "V": _same("volt"), "A": _same("ampère"), "Ah": _same("ampère-uur"), "Hz": _same("hertz"), "Pa": _same("pascal"),
    "J": _same("joule"), "Ω": _same("ohm"), "B": _same("byte"), "bit": _same("bit"), "bit/s": _same("bit per seconde"),
    "s": Noun("seconde", "seconden"), "sec": Noun("seconde", "seconden"), "sec.": Noun("seconde", "seconden"), "cal": Noun("calorie", "calorieën"),
    "min": Noun("minuut", "minuten"), "min.": Noun("minuut", "minuten"), "h": Noun("uur", "uur", "n"), "u": Noun("uur", "uur", "n"), "ha": Noun("hectare", "hectare"),
    "%": _same("procent"), "‰": _same("promille"), "°C": Noun("graad Celsius", "graden Celsius"), "°F": Noun("graad Fahrenheit", "graden Fahrenheit"),
    "°": Noun("graad", "graden"), "dB": _same("decibel"), "pk": _same("paardenkracht"), "mmHg": _same("millimeter kwikdruk"), '"': _same("inch"), "pers.": Noun("persoon", "personen"), "Nm": _same("newtonmeter"), "mol": _same("mol"), "mmol": _same("millimol"), "μmol": _same("micromol"), "nmol": _same("nanomol"), "lb": _same("pond"), "oz": _same("ounce"), "ppm": _same("ppm"), "Sv": _same("sievert"), "mSv": _same("millisievert"), "lm": _same("lumen"), "lx": _same("lux"), "kn": Noun("knoop", "knopen"), **dict.fromkeys(("ptn", "ptn.", "pt.", "pnt."), Noun("punt", "punten")), "inw.": Noun("inwoner", "inwoners"), **dict.fromkeys(("j", "j.", "jr", "jr."), Noun("jaar", "jaar", "n")), "mnd": Noun("maand", "maanden"), "mnd.": Noun("maand", "maanden"), "wk": Noun("week", "weken"), "dgn": Noun("dag", "dagen"), "dgn.": Noun("dag", "dagen"), "st.": Noun("stuk", "stuks"), "ex.": Noun("exemplaar", "exemplaren"), **dict.fromkeys(("slpk.", "slk.", "slpks", "slpks.", "slpk"), Noun("slaapkamer", "slaapkamers")), **dict.fromkeys(("kmr.", "kmrs", "kmrs."), Noun("kamer", "kamers")), "volw.": Noun("volwassene", "volwassenen"), "afl.": Noun("aflevering", "afleveringen"), "fl.": Noun("fles", "flessen"), "dln.": Noun("deel", "delen"), "kk.": Noun("kind", "kinderen"), "zitpl.": Noun("zitplaats", "zitplaatsen"), "pag.": Noun("pagina", "pagina's"), "inw": Noun("inwoner", "inwoners"), "aanw.": Noun("aanwezige", "aanwezigen"), "werkd.": Noun("werkdag", "werkdagen"), "gtt.": Noun("druppel", "druppels"), "km.": _same("kilometer"), "kg.": _same("kilo"), "cm.": _same("centimeter"), "mm.": _same("millimeter"), "ml.": _same("milliliter"), "dl.": _same("deciliter"), "mg.": _same("milligram"), "tabl.": Noun("tablet", "tabletten"), **dict.fromkeys(("gr", "gr.", "grs"), _same("gram")), "cc": _same("cc"), "ct": _same("cent"), "Bft": _same("beaufort"), "bft": _same("beaufort"), **dict.fromkeys(("ltr", "ltr."), _same("liter")), "pct.": _same("procent"), "blz.": Noun("bladzijde", "bladzijden"), "eetl.": Noun("eetlepel", "eetlepels"), "theel.": Noun("theelepel", "theelepels"), "caps.": Noun("capsule", "capsules"), "wkn": Noun("week", "weken"), "kcal.": Noun("kilocalorie", "kilocalorieën"), "el": Noun("eetlepel", "eetlepels"), "tl": Noun("theelepel", "theelepels"),
}  # fmt: skip
# Counted in the singular, as the euro is: "twintig roepie".
_FOREIGN = {
    "₹ INR": "roepie", "₽ RUB": "roebel", "₩ KRW": "won", "₺ TRY": "lira", "₿ BTC": "bitcoin", "₪ ILS": "shekel",
    "₴ UAH": "hryvnia", "₫ VND": "dong", "฿ THB": "baht", "zł PLN": "zloty", "kr kr.": "kroon", "SEK": "Zweedse kroon",
    "NOK": "Noorse kroon", "DKK": "Deense kroon", "ISK": "IJslandse kroon", "Kč CZK": "Tsjechische kroon", "HUF": "forint",
    "C$ CA$ CAD": "Canadese dollar", "A$ AU$ AUD": "Australische dollar", "NZ$ NZD": "Nieuw-Zeelandse dollar",
    "HK$ HKD": "Hongkongse dollar", "S$ SGD": "Singaporese dollar", "SRD": "Surinaamse dollar", "R$ BRL": "real",
    "MXN": "Mexicaanse peso", "CNY": "yuan", "ZAR": "rand", "MAD": "dirham", "IDR": "roepia", "ƒ NLG": "gulden",
    "NAf. ANG": "Antilliaanse gulden", "AWG": "Arubaanse florin", "XCG Cg": "Caribische gulden", "BEF": "Belgische frank",
}  # fmt: skip
_MILLION, _MILLIARD = _same("miljoen"), _same("miljard")
GRAMMAR = Grammar(
    code="nl",
    agree=agree,
    gender_of=_gender_of,
    months="januari februari maart april mei juni juli augustus september oktober november december",
    short_months="jan feb|febr mrt apr mei jun jul aug sep|sept okt nov dec",
    weekdays="maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    short_weekdays="ma di wo do vr za zo",
    day=lambda day, *_: cardinal(str(day), "nl"),
    date=(" ", " "),
    year=_year,
    hour=lambda hour: (agree(cardinal(str(hour), "nl"), ""), "uur"),
    minute=lambda minute: cardinal(str(minute), "nl"),
    hour_words=r"uur|u\.(?= [a-z\d])|u",
    says_hours=True,
    before_hour="",
    units=metric("nano micro milli centi deci hecto kilo mega giga tera", _BASES),
    powers=(
        lambda noun: Noun(f"vierkante {noun.one}", f"vierkante {noun.many}"),
        lambda noun: Noun(f"kubieke {noun.one}", f"kubieke {noun.many}"),
    ),
    per={"100 km": "op honderd kilometer", "h": "per uur", "u": "per uur", "s": "per seconde", "min": "per minuut", "m²": "per vierkante meter", "m³": "per kubieke meter",
         "m3": "per kubieke meter", "kg": "per kilo", "mnd": "per maand", "wk": "per week", "dgn": "per dag", "pers": "per persoon", "st": "per stuk", "l": "per liter", "km": "per kilometer"},
    each="per",
    currencies={
        **dict.fromkeys(("€", "EUR", "euro"), Currency(_same("euro"), _same("cent"))),
        **dict.fromkeys(("$", "USD", "US$"), Currency(_same("dollar"), _same("cent"))),
        **dict.fromkeys(("£", "GBP"), Currency(_same("pond"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(_same("yen"))),
        **dict.fromkeys(("CHF",), Currency(Noun("Zwitserse frank", "Zwitserse frank"), _same("rappen"))),
        **{sign: Currency(_same(name)) for signs, name in _FOREIGN.items() for sign in signs.split()},
    },
    cents_after="",
    says_cents=False,
    scales={"k": Noun("duizend", "duizend"), "mln": _MILLION, "mln.": _MILLION, "miljoen": _MILLION, "mld": _MILLIARD, "mld.": _MILLIARD, "mrd": _MILLIARD, "mrd.": _MILLIARD, "miljard": _MILLIARD},
    of="",
    fraction=_fraction,
    signs={"/": "over", "marks": "op", "-": "min", "–": "tot", "x": "bij", ":": "bij", "score": "", "²": "kwadraat", "³": "tot de derde", "*": "keer", "§": "paragraaf"}
    | comparisons("groter dan|kleiner dan|groter dan of gelijk aan|kleiner dan of gelijk aan|ongelijk aan|ongeveer"),
)  # fmt: skip

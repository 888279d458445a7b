"""French numbers, units, currencies and dates: the language's `Grammar`."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; the dash of ranges is meant

import re

from f5tts_worker.engine.text.languages.fr.gender import gender_of
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun, regular
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words
from f5tts_worker.engine.text.reading.units import metric


def agree(said: str, gender: str) -> str:
    """Say a number as it is said before a noun of this gender: "vingt et une"."""
    return said + "e" if gender == "f" and re.search(r"\bun$", said) else said


def ordinal(number: int) -> str:
    """Say an ordinal number: "troisième"."""
    return in_words(number, "fr", to="ordinal")


def _hour(hour: int) -> tuple[str, str]:
    return agree(cardinal(str(hour), "fr"), "f"), "heure" if hour <= 1 else "heures"


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    names = {2: "demi", 3: "tiers", 4: "quart"}
    name = names.get(under) or ordinal(under)
    said = cardinal(str(over), "fr")
    if whole_part:
        lead = f"{cardinal(str(whole_part), 'fr')} et "
        return lead + (
            name
            if over == 1 and under == 2
            else f"{said} {name}{'s' if over > 1 and name[-1] != 's' else ''}"
        )
    if gender == "f" and under == 2:
        return "une demi"
    return f"{said} {name}{'s' if over > 1 and name[-1] != 's' else ''}"


_BASES = {
    "K": regular("kelvin"),
    "x": Noun("fois", "fois", "f"), "m": regular("mètre"), "g": regular("gramme"), "lb": regular("livre", "f"), "lbs": regular("livre", "f"), "oz": regular("once", "f"), "l": regular("litre"), "L": regular("litre"), "t": regular("tonne", "f"), "W": regular("watt"),
    "Wh": Noun("wattheure", "wattheures"), "V": regular("volt"), "A": regular("ampère"), "Ah": regular("ampèreheure"), "Hz": Noun("hertz", "hertz"),
    "Pa": regular("pascal"), "J": regular("joule"), "Ω": regular("ohm"), "o": regular("octet"), "B": regular("octet"), "bit": regular("bit"),
    "bit/s": Noun("bit par seconde", "bits par seconde"), "s": regular("seconde", "f"), "sec": regular("seconde", "f"), "cal": regular("calorie", "f"),
    "min": regular("minute", "f"), "mn": regular("minute", "f"), "h": regular("heure", "f"), "ha": regular("hectare"), "%": Noun("pour cent", "pour cent"),
    "‰": Noun("pour mille", "pour mille"), "°C": Noun("degré Celsius", "degrés Celsius"), "°F": Noun("degré Fahrenheit", "degrés Fahrenheit"),
    "°": regular("degré"), "dB": regular("décibel"), "ch": Noun("cheval", "chevaux"), "j": regular("jour"), "sem.": regular("semaine", "f"), "sem": regular("semaine", "f"), "tr": regular("tour"), "Ga": Noun("milliard d'années", "milliards d'années"), "Ma": Noun("million d'années", "millions d'années"), "mmHg": Noun("millimètre de mercure", "millimètres de mercure"), '"': Noun("pouce", "pouces"), "Nm": Noun("newton mètre", "newtons mètres"), "pts": regular("point"), "pb": Noun("point de base", "points de base"), "pdb": Noun("point de base", "points de base"), "ct": regular("centime"), "cts": regular("centime"), "Mpx": regular("mégapixel"), "px": regular("pixel"), "i/s": Noun("image par seconde", "images par seconde", "f"), "fps": Noun("image par seconde", "images par seconde", "f"), "pt": regular("point"), "cp": regular("comprimé"), "cps": regular("comprimé"), "hab.": regular("habitant"), "abst.": regular("abstention", "f"), "gél.": regular("gélule", "f"), "amp.": regular("ampoule", "f"), "sach.": regular("sachet"), **dict.fromkeys(("kms",), regular("kilomètre")), **dict.fromkeys(("gr", "grs"), regular("gramme")), "mins": regular("minute", "f"), "ans": Noun("an", "ans"),
    **dict.fromkeys(("c. à soupe", "c. à s.", "c.à.s.", "cs", "càs"), Noun("cuillère à soupe", "cuillères à soupe", "f")), **dict.fromkeys(("pers.", "pers"), regular("personne", "f")),
    **dict.fromkeys(("c. à café", "c. à c.", "c.à.c.", "cc", "càc"), Noun("cuillère à café", "cuillères à café", "f")),
}  # fmt: skip
_CENTIME, _CENT = regular("centime"), regular("cent")
_MILLION, _MILLIARD = regular("million"), regular("milliard")
GRAMMAR = Grammar(
    code="fr",
    agree=agree,
    gender_of=gender_of,
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    short_months="janv|jan févr|fév mar avr mai jun juil|juill aoû sept|sep oct nov déc",
    weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
    short_weekdays="lun mar mer jeu ven sam dim",
    day=lambda day, *_: "premier" if day == 1 else cardinal(str(day), "fr"),
    date=(" ", " "),
    year=lambda number: cardinal(number, "fr"),
    hour=_hour,
    minute=lambda minute: cardinal(str(minute), "fr"),
    hour_words="h",
    says_hours=True,
    before_hour="",
    units=metric("nano micro milli centi déci hecto kilo méga giga téra", _BASES, Ko=Noun("kilooctet", "kilooctets")),
    powers=(
        lambda noun: Noun(f"{noun.one} carré", f"{noun.many} carrés"),
        lambda noun: Noun(f"{noun.one} cube", f"{noun.many} cubes"),
    ),
    per={"100 km": "aux cent kilomètres", "h": "par heure", "s": "par seconde", "min": "par minute", "L": "par litre", "m²": "par mètre carré", "m³": "par mètre cube", "m3": "par mètre cube",
         "kg": "par kilo", "l": "par litre", "km": "par kilomètre", "j": "par jour", "pers": "par personne", "mois": "par mois", "sem": "par semaine", "mol": "par mole", "oz": "par once", "an": "par an"},
    each="par",
    currencies={
        **dict.fromkeys(("€", "EUR"), Currency(regular("euro"), _CENTIME)),
        **dict.fromkeys(("$", "USD", "US$", "$US", "$ US"), Currency(regular("dollar"), _CENT)),
        **dict.fromkeys(("£", "GBP"), Currency(regular("livre", "f"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(regular("yen"))),
        **dict.fromkeys(("CHF", "SFr.", "sFr."), Currency(Noun("franc suisse", "francs suisses"), _CENTIME)),
        **dict.fromkeys(("fr.", "Fr.", "frs", "Frs", "FF"), Currency(regular("franc"), _CENTIME)),
        **dict.fromkeys(("F CFA", "FCFA", "XOF", "XAF"), Currency(Noun("franc CFA", "francs CFA"))),
        **dict.fromkeys(("F CFP", "FCFP", "XPF"), Currency(Noun("franc Pacifique", "francs Pacifique"))),
        **dict.fromkeys(("$ CA", "$CA", "CA$", "C$", "CAD"), Currency(Noun("dollar canadien", "dollars canadiens"), _CENT)),
        **dict.fromkeys(("DH", "MAD"), Currency(regular("dirham"), _CENTIME)),
        **dict.fromkeys(("DA", "DZD", "DT", "TND"), Currency(regular("dinar"))),
        **dict.fromkeys(("₹", "INR"), Currency(regular("roupie", "f"))),
        **dict.fromkeys(("₽", "RUB"), Currency(regular("rouble"))),
        **dict.fromkeys(("CNY", "RMB"), Currency(regular("yuan"))),
        **dict.fromkeys(("kr", "SEK", "NOK", "DKK"), Currency(regular("couronne", "f"))),
        **dict.fromkeys(("zł", "PLN"), Currency(regular("zloty"))),
        "¢": Currency(_CENT),
        **dict.fromkeys(("₿", "BTC"), Currency(regular("bitcoin"))),
    },
    cents_after="",
    says_cents=False,
    scales={"M": _MILLION, "million": _MILLION, "millions": _MILLION, "milliard": _MILLIARD, "milliards": _MILLIARD, "Md": _MILLIARD,
            "Mds": _MILLIARD, "Mrd": _MILLIARD, "k": Noun("mille", "mille")},
    of="de",
    fraction=_fraction,
    signs={"gap": "", "/": "sur", "marks": "sur", "-": "moins", "–": "à", "x": "sur", ":": "sur", "score": "à", "²": "au carré", "³": "au cube", "§": "paragraphe"}
    | comparisons("supérieur à|inférieur à|supérieur ou égal à|inférieur ou égal à|différent de|environ"),
)  # fmt: skip

"""German's `Grammar`: units, currencies, months, the clock with "Uhr", "ein" and "eine"."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters

from f5tts_worker.engine.text.languages.de.gender import gender_of
from f5tts_worker.engine.text.languages.de.inflection import inflected, ordinal
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, year
from f5tts_worker.engine.text.reading.units import metric


def agree(said: str, gender: str) -> str:
    """Say "eins" as it is said before a noun of a gender."""
    if not said.endswith("eins"):
        return said
    return said[:-1] + ("e" if gender == "f" and said == "eins" else "")


def _plural(many: str, prefix: str) -> str:
    return prefix + many[:1].lower() + many[1:]


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    if under == 2 and gender and not whole_part:
        return "eine halbe" if gender == "f" else "ein halbes" if gender == "n" else "einen halben"
    if under == 2:
        lead = agree(cardinal(str(whole_part), "de"), "n") if whole_part else ""
        return f"{lead} einhalb".strip()
    part = {7: "siebtel", 100: "hundertstel"}.get(under) or f"{ordinal(under)}l"
    lead = f"{cardinal(str(whole_part), 'de')} " if whole_part else ""
    return f"{lead}{agree(cardinal(str(over), 'de'), 'n')} {part.capitalize()}"


def hour_of_day(hour: int) -> tuple[str, str]:
    """Return an hour's number and its name."""
    return agree(cardinal(str(hour), "de"), "m"), "Uhr"


_BASES = {
    "K": Noun("Kelvin", "Kelvin"),
    "x": Noun("Mal", "Mal", "n"), "m": Noun("Meter", "Meter"), "g": Noun("Gramm", "Gramm", "n"), "l": Noun("Liter", "Liter"), "L": Noun("Liter", "Liter"),
    "t": Noun("Tonne", "Tonnen", "f"), "W": Noun("Watt", "Watt"), "Wh": Noun("Wattstunde", "Wattstunden", "f"),
    "V": Noun("Volt", "Volt"), "A": Noun("Ampere", "Ampere"), "Ah": Noun("Amperestunde", "Amperestunden", "f"),
    "Hz": Noun("Hertz", "Hertz"), "Pa": Noun("Pascal", "Pascal"), "J": Noun("Joule", "Joule"), "Ω": Noun("Ohm", "Ohm"),
    "B": Noun("Byte", "Byte"), "bit": Noun("Bit", "Bit"), "bit/s": Noun("Bit pro Sekunde", "Bit pro Sekunde"),
    "s": Noun("Sekunde", "Sekunden", "f"), "cal": Noun("Kalorie", "Kalorien", "f"),
    "h": Noun("Stunde", "Stunden", "f"), "Std.": Noun("Stunde", "Stunden", "f"), "min": Noun("Minute", "Minuten", "f"),
    "Min.": Noun("Minute", "Minuten", "f"), "Sek.": Noun("Sekunde", "Sekunden", "f"), "Pfd.": Noun("Pfund", "Pfund", "n"),
    "ha": Noun("Hektar", "Hektar"), "qm": Noun("Quadratmeter", "Quadratmeter"), "cbm": Noun("Kubikmeter", "Kubikmeter"), "%": Noun("Prozent", "Prozent"), "‰": Noun("Promille", "Promille"),
    "°C": Noun("Grad Celsius", "Grad Celsius"), "°F": Noun("Grad Fahrenheit", "Grad Fahrenheit"), "°": Noun("Grad", "Grad"),
    "dB": Noun("Dezibel", "Dezibel"), "PS": Noun("PS", "PS"), "TL": Noun("Teelöffel", "Teelöffel"), "EL": Noun("Esslöffel", "Esslöffel"), "Pck.": Noun("Päckchen", "Päckchen", "n"), "Stck.": Noun("Stück", "Stück", "n"), "Stk.": Noun("Stück", "Stück", "n"),
    "gr": Noun("Gramm", "Gramm", "n"), "gr.": Noun("Gramm", "Gramm", "n"), "Pr.": Noun("Prise", "Prisen", "f"), "Trpf.": Noun("Tropfen", "Tropfen"), "Btl.": Noun("Beutel", "Beutel"), "Pkg.": Noun("Packung", "Packungen", "f"), "Fl.": Noun("Flasche", "Flaschen", "f"), "Amp.": Noun("Ampulle", "Ampullen", "f"), "Kaps.": Noun("Kapsel", "Kapseln", "f"), "Msp.": Noun("Messerspitze", "Messerspitzen", "f"), "Pers.": Noun("Person", "Personen", "f"), "mmHg": Noun("Millimeter Quecksilbersäule", "Millimeter Quecksilbersäule"),
    '"': Noun("Zoll", "Zoll"), "Nm": Noun("Newtonmeter", "Newtonmeter"), **dict.fromkeys(("ct", "Ct", "Ct.", "ct."), Noun("Cent", "Cent")), "Zi.": Noun("Zimmer", "Zimmer", "n"), "U/min": Noun("Umdrehung pro Minute", "Umdrehungen pro Minute", "f"), "J.": Noun("Jahr", "Jahre", "n"), "Tg.": Noun("Tag", "Tage"), "Pf.": Noun("Pfennig", "Pfennig"), "Mon.": Noun("Monat", "Monate"), "Wo.": Noun("Woche", "Wochen", "f"),
    "Tbl.": Noun("Tablette", "Tabletten", "f"), "Tabl.": Noun("Tablette", "Tabletten", "f"), "Pkt.": Noun("Punkt", "Punkte"), "Bft.": Noun("Beaufort", "Beaufort"), "Bft": Noun("Beaufort", "Beaufort"), "Ew.": Noun("Einwohner", "Einwohner"), "Einw.": Noun("Einwohner", "Einwohner"), "dpi": Noun("D P I", "D P I"), "kN": Noun("Kilonewton", "Kilonewton", "n"), "IE": Noun("Internationale Einheit", "Internationale Einheiten", "f"), "BE": Noun("Broteinheit", "Broteinheiten", "f"), "dag": Noun("Deka", "Deka", "n"),
    "lx": Noun("Lux", "Lux", "n"), "Sv": Noun("Sievert", "Sievert", "n"), "mSv": Noun("Millisievert", "Millisievert", "n"), "μSv": Noun("Mikrosievert", "Mikrosievert", "n"), "Bq": Noun("Becquerel", "Becquerel", "n"), "kBq": Noun("Kilobecquerel", "Kilobecquerel", "n"), "MBq": Noun("Megabecquerel", "Megabecquerel", "n"),
    "mol": Noun("Mol", "Mol", "n"), "mmol": Noun("Millimol", "Millimol", "n"), "μmol": Noun("Mikromol", "Mikromol", "n"), "°dH": Noun("Grad deutscher Härte", "Grad deutscher Härte"), "kn": Noun("Knoten", "Knoten"), "kts": Noun("Knoten", "Knoten"), "ft": Noun("Fuß", "Fuß"), "mph": Noun("Meile pro Stunde", "Meilen pro Stunde", "f"), "lbs": Noun("Pfund", "Pfund", "n"), "oz": Noun("Unze", "Unzen", "f"), "sm": Noun("Seemeile", "Seemeilen", "f"), "Hm": Noun("Höhenmeter", "Höhenmeter"), "hm": Noun("Höhenmeter", "Höhenmeter"), "müM": Noun("Meter über Meer", "Meter über Meer"), "m.ü.M.": Noun("Meter über Meer", "Meter über Meer"), "Lj": Noun("Lichtjahr", "Lichtjahre", "n"), "Lj.": Noun("Lichtjahr", "Lichtjahre", "n"), "bpm": Noun("Schlag pro Minute", "Schläge pro Minute"), "Sp.": Noun("Spiel", "Spiele", "n"), "Enth.": Noun("Enthaltung", "Enthaltungen", "f"), "Tln.": Noun("Teilnehmer", "Teilnehmer"), "Pax": Noun("Person", "Personen", "f"),
    **dict.fromkeys(("dpt", "dpt.", "dptr.", "Dptr."), Noun("Dioptrie", "Dioptrien", "f")), "kWp": Noun("Kilowatt Peak", "Kilowatt Peak"), "Wp": Noun("Watt Peak", "Watt Peak"), "MWp": Noun("Megawatt Peak", "Megawatt Peak"), "kVA": Noun("Kilovoltampere", "Kilovoltampere"), "rpm": Noun("Umdrehung pro Minute", "Umdrehungen pro Minute", "f"),
    "rm": Noun("Raummeter", "Raummeter"), "fm": Noun("Festmeter", "Festmeter"), "srm": Noun("Schüttraummeter", "Schüttraummeter"), "Ztr.": Noun("Zentner", "Zentner"), "dz": Noun("Doppelzentner", "Doppelzentner"), "Dtzd.": Noun("Dutzend", "Dutzend", "n"), "°Oe": Noun("Grad Oechsle", "Grad Oechsle"), "°P": Noun("Grad Plato", "Grad Plato"),
    "Buchst.": Noun("Buchstabe", "Buchstaben"), "Ds.": Noun("Dose", "Dosen", "f"), "Sch.": Noun("Scheibe", "Scheiben", "f"), "Gl.": Noun("Glas", "Gläser", "n"), "Tas.": Noun("Tasse", "Tassen", "f"), "Expl.": Noun("Exemplar", "Exemplare", "n"), "Ex.": Noun("Exemplar", "Exemplare", "n"),
    "Min": Noun("Minute", "Minuten", "f"), "Std": Noun("Stunde", "Stunden", "f"), "GBit/s": Noun("Gigabit pro Sekunde", "Gigabit pro Sekunde"), "MBit/s": Noun("Megabit pro Sekunde", "Megabit pro Sekunde"), "lm": Noun("Lumen", "Lumen"), "Mbit/s": Noun("Megabit pro Sekunde", "Megabit pro Sekunde"), "bar": Noun("Bar", "Bar", "n"), "MP": Noun("Megapixel", "Megapixel", "n"), "Mpx": Noun("Megapixel", "Megapixel", "n"), "mbar": Noun("Millibar", "Millibar", "n"),
}  # fmt: skip
# By sign and code: what there is of it, and its gender; foreign ones are seldom said with their hundredths.
_FOREIGN = {
    "Kč CZK NOK SEK DKK ISK kr": Noun("Krone", "Kronen", "f"), "Ft HUF": Noun("Forint", "Forint"), "₽ RUB": Noun("Rubel", "Rubel"),
    "₺ TRY": Noun("Lira", "Lira", "f"), "₹ INR": Noun("Rupie", "Rupien", "f"), "₴ UAH": Noun("Hrywnja", "Hrywnja", "f"), "CNY RMB": Noun("Yuan", "Yuan"),
    "₩ KRW": Noun("Won", "Won"), "R$ BRL": Noun("Real", "Real"), "₪ ILS": Noun("Schekel", "Schekel"), "MXN": Noun("mexikanischer Peso", "mexikanische Pesos"), "ARS CLP COP": Noun("Peso", "Peso"),
    "AUD A$": Noun("australischer Dollar", "australische Dollar"), "CAD C$": Noun("kanadischer Dollar", "kanadische Dollar"), "NZD": Noun("neuseeländischer Dollar", "neuseeländische Dollar"),
    "SGD": Noun("Singapur-Dollar", "Singapur-Dollar"), "HKD": Noun("Hongkong-Dollar", "Hongkong-Dollar"), "฿ THB": Noun("Baht", "Baht"), "ZAR": Noun("Rand", "Rand"),
    "RON": Noun("Leu", "Lei"), "BGN": Noun("Lew", "Lewa"), "₿ BTC": Noun("Bitcoin", "Bitcoin"), "AED": Noun("Dirham", "Dirham"), "₫ VND": Noun("Dong", "Dong"), "EGP": Noun("ägyptisches Pfund", "ägyptische Pfund", "n"),
    "₦ NGN": Noun("Naira", "Naira"), "RSD": Noun("Dinar", "Dinar"), "ATS": Noun("Schilling", "Schilling"), "DEM DM": Noun("Mark", "Mark", "f"),
}  # fmt: skip
_EURO, _DOLLAR = Noun("Euro", "Euro"), Noun("Dollar", "Dollar")
_CENT = Noun("Cent", "Cent")
_MILLION, _MILLIARDE = Noun("Million", "Millionen", "f"), Noun("Milliarde", "Milliarden", "f")
GRAMMAR = Grammar(
    code="de",
    agree=agree,
    gender_of=gender_of,
    months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    short_months="Jan Feb|Febr Mrz|Mär Apr Mai Jun Jul Aug Sep|Sept Okt Nov Dez",
    weekdays="Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    short_weekdays="Mo Di Mi Do Fr Sa So",
    day=lambda day, before, _: inflected(day, before),
    date=(" ", " "),
    year=lambda number: year(number, "de"),
    hour=hour_of_day,
    minute=lambda minute: cardinal(str(minute), "de"),
    hour_words="Uhr",
    says_hours=True,
    before_hour="um|ab|gegen|bis|von|vor|nach|seit|zwischen",
    units=metric("Nano Mikro Milli Zenti Dezi Hekto Kilo Mega Giga Tera", _BASES),
    powers=(
        lambda noun: Noun(_plural(noun.one, "Quadrat"), _plural(noun.many, "Quadrat")),
        lambda noun: Noun(_plural(noun.one, "Kubik"), _plural(noun.many, "Kubik")),
    ),
    per={"100 km": "auf hundert Kilometer", "h": "pro Stunde", "s": "pro Sekunde", "min": "pro Minute", "Min": "pro Minute", "m²": "pro Quadratmeter", "m³": "pro Kubikmeter",
         "m3": "pro Kubikmeter", "kg": "pro Kilogramm", "l": "pro Liter", "km": "pro Kilometer", "d": "pro Tag", "Std": "pro Stunde", "Pers": "pro Person", "Stk": "pro Stück", "Mon": "pro Monat", "Wo": "pro Woche", "J": "pro Jahr", "oz": "pro Unze",
         "N": "pro Nacht", "Tg": "pro Tag", "Stck": "pro Stück", "Fl": "pro Flasche", "Pkg": "pro Packung", "VE": "pro Verpackungseinheit"},
    each="pro",
    currencies={
        **dict.fromkeys(("€", "EUR", "Euro"), Currency(_EURO, _CENT)),
        **dict.fromkeys(("$", "USD", "US$", "US-$"), Currency(_DOLLAR, _CENT)),
        **dict.fromkeys(("£", "GBP"), Currency(Noun("Pfund", "Pfund"), Noun("Penny", "Pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(Noun("Yen", "Yen"))),
        **dict.fromkeys(("CHF", "SFr."), Currency(Noun("Franken", "Franken"), Noun("Rappen", "Rappen"))),
        **dict.fromkeys(("PLN", "zł"), Currency(Noun("Zloty", "Zloty"), Noun("Grosz", "Groszy"))),
        **{sign: Currency(noun) for signs, noun in _FOREIGN.items() for sign in signs.split()},
    },
    cents_after="",
    says_cents=False,
    scales={"k": Noun("tausend", "tausend"), "T": Noun("tausend", "tausend"), "Mio.": _MILLION, "Mio": _MILLION, "Mrd": _MILLIARDE, "Tsd": Noun("tausend", "tausend"), "Mill.": _MILLION, "Million": _MILLION, "Millionen": _MILLION, "Mrd.": _MILLIARDE,
            "Milliarde": _MILLIARDE, "Milliarden": _MILLIARDE, "Tsd.": Noun("tausend", "tausend"), "Bio.": Noun("Billion", "Billionen", "f"), "Billionen": Noun("Billion", "Billionen", "f")},
    of="",
    fraction=_fraction,
    signs={"/": "zu", "marks": "von", "slash": "Schrägstrich", "-": "minus", "–": "bis", "x": "mal", ":": "zu", "score": "zu", "²": "Quadrat", "³": "hoch drei", "§": "Paragraf"}
    | comparisons("größer als|kleiner als|größer oder gleich|kleiner oder gleich|ungleich|ungefähr"),
)  # fmt: skip

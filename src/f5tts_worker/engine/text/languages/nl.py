"""Dutch: ordinals, years, the clock with "uur", kings, names of units, abbreviations."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons, street_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.units import metric

_ADDRESS_SIGNS = {
    ".": "punt", "@": "at", "/": "slash", "-": "streepje", "_": "laag streepje", ":": "dubbele punt", "?": "vraagteken", "=": "is",
    "&": "en", "+": "plus", "~": "tilde", "%": "procent", "#": "hekje", "*": "sterretje",
}  # fmt: skip


def _agree(said: str, _: str) -> str:
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


# "min." are minutes behind these: "een paar min. 20 man".
_NO_MINUTES = r"(?<![\d\ue000/] )" + "".join(
    rf"(?<!\b{word} )"
    for word in [
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "vijftien",
        "twintig",
        "dertig",
        "paar",
        "enkele",
        "laatste",
        "eerste",
        "halve",
        "extra",
    ]
)


def _gender_of(noun: str) -> str:
    if noun[:1].isupper() or len(noun) < 3:
        return ""
    return "n" if noun in _NEUTER or (noun.endswith("je") and noun not in ("oranje", "franje")) else "m"


def _year(number: str) -> str:
    return year(number, "nl")


def _ordinal(number: int) -> str:
    return in_words(number, "nl", to="ordinal")


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    if under == 2 and gender == "m" and not whole_part:
        return "een halve"
    if under == 2:
        return f"{cardinal(str(whole_part), 'nl')} en een half" if whole_part else "een half"
    name = {4: "kwart"}.get(under) or _ordinal(under)
    said = f"{_agree(cardinal(str(over), 'nl'), '')} {name}"
    return f"{cardinal(str(whole_part), 'nl')} {said}" if whole_part else said


def _same(word: str) -> Noun:
    return Noun(word, word)


_BASES = {
    "x": _same("keer"), "m": _same("meter"), "g": _same("gram"), "l": _same("liter"), "L": _same("liter"), "t": _same("ton"), "W": _same("watt"),
    "Wh": _same("wattuur"), "V": _same("volt"), "A": _same("ampère"), "Ah": _same("ampère-uur"), "Hz": _same("hertz"), "Pa": _same("pascal"),
    "J": _same("joule"), "Ω": _same("ohm"), "B": _same("byte"), "bit": _same("bit"), "bit/s": _same("bit per seconde"),
    "s": Noun("seconde", "seconden"), "sec": Noun("seconde", "seconden"), "sec.": Noun("seconde", "seconden"), "cal": Noun("calorie", "calorieën"),
    "min": Noun("minuut", "minuten"), "min.": Noun("minuut", "minuten"), "h": _same("uur"), "u": _same("uur"), "ha": Noun("hectare", "hectare"),
    "%": _same("procent"), "‰": _same("promille"), "°C": Noun("graad Celsius", "graden Celsius"), "°F": Noun("graad Fahrenheit", "graden Fahrenheit"),
    "°": Noun("graad", "graden"), "dB": _same("decibel"), "pk": _same("paardenkracht"), "mmHg": _same("millimeter kwikdruk"), '"': _same("inch"), "pers.": Noun("persoon", "personen"), "Nm": _same("newtonmeter"), "ptn": Noun("punt", "punten"), "inw.": Noun("inwoner", "inwoners"), "jr.": _same("jaar"), "mnd": Noun("maand", "maanden"), "mnd.": Noun("maand", "maanden"), "wk": Noun("week", "weken"), "dgn": Noun("dag", "dagen"), "dgn.": Noun("dag", "dagen"), "st.": Noun("stuk", "stuks"), "tabl.": Noun("tablet", "tabletten"), "el": _same("eetlepel"), "tl": _same("theelepel"),
}  # fmt: skip
_MILLION, _MILLIARD = _same("miljoen"), _same("miljard")
_GRAMMAR = Grammar(
    code="nl",
    agree=_agree,
    gender_of=_gender_of,
    months="januari februari maart april mei juni juli augustus september oktober november december",
    short_months="jan feb|febr mrt apr mei jun jul aug sep|sept okt nov dec",
    weekdays="maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    short_weekdays="ma di wo do vr za zo",
    day=lambda day, *_: cardinal(str(day), "nl"),
    date=(" ", " "),
    year=_year,
    hour=lambda hour: (_agree(cardinal(str(hour), "nl"), ""), "uur"),
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
         "m3": "per kubieke meter", "kg": "per kilo", "mnd": "per maand", "wk": "per week", "dgn": "per dag", "pers": "per persoon", "l": "per liter", "km": "per kilometer"},
    each="per",
    currencies={
        **dict.fromkeys(("€", "EUR", "euro"), Currency(_same("euro"), _same("cent"))),
        **dict.fromkeys(("$", "USD", "US$"), Currency(_same("dollar"), _same("cent"))),
        **dict.fromkeys(("£", "GBP"), Currency(_same("pond"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(_same("yen"))),
        **dict.fromkeys(("CHF",), Currency(Noun("Zwitserse frank", "Zwitserse frank"), _same("rappen"))),
    },
    cents_after="",
    says_cents=False,
    scales={"k": Noun("duizend", "duizend"), "mln": _MILLION, "mln.": _MILLION, "miljoen": _MILLION, "mld": _MILLIARD, "mld.": _MILLIARD, "mrd": _MILLIARD, "mrd.": _MILLIARD, "miljard": _MILLIARD},
    of="",
    fraction=_fraction,
    signs={"/": "over", "marks": "op", "-": "min", "–": "tot", "x": "bij", ":": "bij", "score": "", "²": "kwadraat", "§": "paragraaf"}
    | comparisons("groter dan|kleiner dan|groter dan of gelijk aan|kleiner dan of gelijk aan|ongelijk aan|ongeveer"),
)  # fmt: skip

_ANYWHERE = {
    "nr.": "nummer", "nrs.": "nummers",
    "bijv.": "bijvoorbeeld", "m. n.": "met name", "bv.": "bijvoorbeeld", "enz.": "enzovoort", "d. w. z.": "dat wil zeggen", "o. a.": "onder andere",
    "a. u. b.": "alstublieft", "m. b. t.": "met betrekking tot", "t. a. v.": "ten aanzien van", "i. v. m.": "in verband met",
    "t. o. v.": "ten opzichte van", "n. a. v.": "naar aanleiding van", "m. a. w.": "met andere woorden", "z. o. z.": "zie ommezijde", "z. s. m.": "zo snel mogelijk", "zsm": "zo snel mogelijk", "a. s.": "aanstaande", "t. g. v.": "ter gelegenheid van", "t. n. v.": "ten name van",
    "o. i. d.": "of iets dergelijks", "c. q.": "casu quo", "i. h. b.": "in het bijzonder", "t. b. v.": "ten behoeve van", "i. t. t.": "in tegenstelling tot", "o. m.": "onder meer", "e. v.": "en verder", "e. a.": "en anderen",
    "p. st.": "per stuk", "m. k.": "met kennisgeving",
    "t. e. m.": "tot en met", "t/m": "tot en met", "incl.": "inclusief", "excl.": "exclusief", "evt.": "eventueel", "resp.": "respectievelijk",
    "v. Chr.": "voor Christus", "n. Chr.": "na Christus", "dhr.": "de heer", "Dhr.": "De heer", "mevr.": "mevrouw", "Mevr.": "Mevrouw",
    "mw.": "mevrouw", "Mw.": "Mevrouw", "dr.": "dokter", "Dr.": "Dokter", "prof.": "professor", "Prof.": "Professor", "ir.": "ingenieur",
    "drs.": "doctorandus", "mr.": "meester", "ca.": "circa", "tel.": "telefoon", "Tel.": "Telefoon", "max.": "maximaal", "afb.": "afbeelding",
    "i. p. v.": "in plaats van", "o. l. v.": "onder leiding van", "e. d.": "en dergelijke", "etc.": "et cetera", "bijz.": "bijzonder",
    "jl.": "jongstleden", "ong.": "ongeveer", "St.": "Sint", "BV": "B V", "m. i. v.": "met ingang van", "i. s. m.": "in samenwerking met", "m. u. v.": "met uitzondering van", "b. g. g.": "bij geen gehoor", "t. z. t.": "te zijner tijd", "i. c. m.": "in combinatie met", "p. p.": "per persoon",
    "p. j.": "per jaar", "p. m.": "per maand", "n. v. t.": "niet van toepassing", "o. b. v.": "op basis van", "d. m. v.": "door middel van", "z. g. a. n.": "zo goed als nieuw", "w. o.": "waaronder", "gem.": "gemiddeld",
    "aug.": "augustus", "temp.": "temperatuur", "vgl.": "vergelijk", "zgn.": "zogenaamde", "zog.": "zogenaamde", "vnl.": "voornamelijk", "red.": "redactie", "tbv": "ten behoeve van", "mbt": "met betrekking tot",
    "ivm": "in verband met", "ipv": "in plaats van", "aub": "alstublieft", "svp": "alsjeblieft", "gld.": "gulden", "wnd.": "waarnemend", "secr.": "secretaris", "lic.": "licentiaat", "bijl.": "bijlage", "hs.": "handschrift",
}  # fmt: skip
_BEFORE_NUMBERS = {
    "nr.": "nummer", "Nr.": "Nummer", "nrs.": "nummers", "blz.": "bladzijde", "p.": "pagina", "pag.": "pagina", "pp.": "pagina's", "fig.": "figuur",
    "hfst.": "hoofdstuk", "art.": "artikel", "afb.": "afbeelding", "hs.": "huis", "tab.": "tabel", "mt.": "maat", "dl.": "deel", "#": "nummer",
}  # fmt: skip
_NUMBERED = "dl\\.|hoofdstuk|hfst\\.|WO|deel|akte|scène|boek|titel|sectie|artikel|type|fase|wereldoorlog|klas|klasse|bijlage|band|groep|niveau|categorie|lijst|onderdeel|zone"
_REGNAL = (
    "(?<=\\bpaus )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bkoning )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bkoningin )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bkeizer )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\btsaar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Albert|Alexander|Beatrix|Benedictus|Boudewijn|Catharina|Christiaan|Clemens|Elizabeth|Erik|Ferdinand|Filips|Frans|Frederik|George|"
    "Gregorius|Gustaaf|Hendrik|Innocentius|Jacobus|Johannes|Johannes Paulus|Jozef|Karel|Leo|Leopold|Lodewijk|Margaretha|Maria|Napoleon|"
    "Nicolaas|Otto|Paulus|Peter|Philips|Pius|Ramses|Richard|Rudolf|Urbanus|Willem"
)


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, _ordinal(int(match["number"])))


KINDS: tuple[Kind, ...] = continental_kinds(
    _GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=_ANYWHERE,
        before_numbers=_BEFORE_NUMBERS,
        before_names={"ds.": "dominee", "Ds.": "Dominee"},
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=lambda value, _: f"de {_ordinal(value)}",
        version="versie|kamer|lokaal|zaal|hoofdstuk|sectie|figuur|tabel|punt|oefening",
        acronyms="AIDS BENELUX HAVO NATO NAVO OPEC",
    ),
    own=(
        Kind(
            "article of a code",
            r"(?i:(?<=\bart\. )|(?<=\bartikel ))\d{1,2}(?P<colon>:)(?=\d{1,4}(?!\w| uur))",
            lambda match: named(match, colon=" "),
        ),
        Kind(
            "century",
            r"(?<!\w)(?P<roman>[IVX]+)(?:e|de|ste)?(?= eeuw)",
            lambda match: (
                whole(match, _ordinal(roman_value(match["roman"]))) if roman_value(match["roman"]) else ()
            ),
            frozenset("IVX"),
        ),
        Kind(
            "day of a date",
            r"(?<![\w.'-])(?:ma|di|wo|do|vr|za|zo)(?= \ue000{1,2} \ue000{3,})",
            lambda match: whole(
                match,
                dict(zip(_GRAMMAR.short_weekdays.split(), _GRAMMAR.weekdays.split(), strict=True))[match[0]],
            ),
            frozenset(),
        ),
        Kind("ordinal", r"(?<![\w.,:/-])(?P<number>\d{1,3})(?:ste|de|e)(?!\w)", _say_ordinal),
        abbreviation_kind("at least", {"min.": "minimaal"}, before=_NO_MINUTES, after=r"(?= ?[\d€])"),
        street_kind("str", "straat"),
    ),
)

"""Dutch: ordinals, years, the clock with "uur", kings, names of units, abbreviations."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl import words
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons, street_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words, quantity, year
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
    if noun[:1].isupper() or (len(noun) < 3 and noun not in ("ui", "ei")):
        return ""
    return "n" if noun in _NEUTER or (noun.endswith("je") and noun not in ("oranje", "franje")) else "m"


def _year(number: str) -> str:
    return year(number, "nl")


def _ordinal(number: int) -> str:
    return in_words(number, "nl", to="ordinal")


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    if under == 2:
        half = "halve" if gender == "m" else "half"
        if whole_part == 1:
            return f"ander{half}"
        return f"{cardinal(str(whole_part), 'nl')} en een {half}" if whole_part else f"een {half}"
    name = {4: "kwart"}.get(under) or _ordinal(under)
    said = f"{_agree(cardinal(str(over), 'nl'), '')} {name}"
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
    "°": Noun("graad", "graden"), "dB": _same("decibel"), "pk": _same("paardenkracht"), "mmHg": _same("millimeter kwikdruk"), '"': _same("inch"), "pers.": Noun("persoon", "personen"), "Nm": _same("newtonmeter"), "ptn": Noun("punt", "punten"), "inw.": Noun("inwoner", "inwoners"), "jr.": Noun("jaar", "jaar", "n"), "mnd": Noun("maand", "maanden"), "mnd.": Noun("maand", "maanden"), "wk": Noun("week", "weken"), "dgn": Noun("dag", "dagen"), "dgn.": Noun("dag", "dagen"), "st.": Noun("stuk", "stuks"), "tabl.": Noun("tablet", "tabletten"), **dict.fromkeys(("gr", "gr.", "grs"), _same("gram")), "cc": _same("cc"), "ct": _same("cent"), "Bft": _same("beaufort"), "bft": _same("beaufort"), **dict.fromkeys(("ltr", "ltr."), _same("liter")), "pct.": _same("procent"), "blz.": Noun("bladzijde", "bladzijden"), "eetl.": Noun("eetlepel", "eetlepels"), "theel.": Noun("theelepel", "theelepels"), "caps.": Noun("capsule", "capsules"), "wkn": Noun("week", "weken"), "kcal.": Noun("kilocalorie", "kilocalorieën"), "el": Noun("eetlepel", "eetlepels"), "tl": Noun("theelepel", "theelepels"),
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

_NUMBERED = "dl\\.|hoofdstuk|hfst\\.|WO|deel|akte|scène|boek|titel|sectie|artikel|type|fase|wereldoorlog|klas|klasse|bijlage|band|groep|niveau|categorie|lijst|onderdeel|zone"
_REGNAL = (
    "(?<=\\bpaus )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bkoning )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bkoningin )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bkeizer )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\btsaar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Albert|Alexander|Beatrix|Benedictus|Boudewijn|Catharina|Christiaan|Clemens|Elizabeth|Erik|Ferdinand|Filips|Frans|Frederik|George|"
    "Gregorius|Gustaaf|Hendrik|Innocentius|Jacobus|Johannes|Johannes Paulus|Jozef|Karel|Leo|Leopold|Lodewijk|Margaretha|Maria|Napoleon|"
    "Nicolaas|Otto|Paulus|Peter|Philips|Pius|Ramses|Richard|Rudolf|Urbanus|Willem"
)


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, _ordinal(int(match["number"])))


# What a number in figures is written together with.
_GLUED = "jarig|daags|delig|persoons|sterren|voud|tal(?:len)?(?!\\w)|ledig|kleurig|talig|maandelijks|maands|wekelijks|uurs|kamer|deurs|zits|baans|wielig|procents|hoekig|koppig|dubbel"


def _say_scores(match: re.Match[str]) -> Iterable[Piece]:
    """Say scores in a row, of which one at least can be no range."""
    pairs = list(re.finditer(r"(\d+)(-)(\d+)", match[0]))
    if all(int(pair[1]) < int(pair[3]) for pair in pairs):
        return
    for pair in pairs:
        said = f"{cardinal(pair[1], 'nl')} {cardinal(pair[3], 'nl')}"
        yield Piece(match.start() + pair.start(), match.start() + pair.end(), said)


def _say_race(match: re.Match[str]) -> Iterable[Piece]:
    minutes, seconds = cardinal(str(int(match["min"])), "nl"), quantity(match["s"].lstrip("0"), "nl")
    if match["min"] == "0":
        return whole(match, f"{seconds} seconden")
    name = "minuut" if match["min"] == "1" else "minuten"
    return whole(match, f"{_agree(minutes, '')} {name} {seconds}")


KINDS: tuple[Kind, ...] = continental_kinds(
    _GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=words.ANYWHERE,
        before_numbers=words.BEFORE_NUMBERS,
        before_names=words.BEFORE_NAMES,
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=lambda value, _: f"de {_ordinal(value)}",
        version="§|versie|kamer|lokaal|zaal|hoofdstuk|sectie|figuur|tabel|(?:agenda)?punt|oefening|opgave|paragraaf|bijlage|vraag",
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
        Kind(
            "scores in a row",  # "6-3, 4-6 en 7-5"
            r"(?<![\w.,:/-])\d{1,2}-\d{1,2}(?:(?:, | en )\d{1,2}-\d{1,2}){1,8}(?![\w-]|[.,:/]\d)",
            _say_scores,
        ),
        Kind(
            "glued",  # "3-jarig", "2-persoonsbed"
            rf"(?<![\w.,/-])(?P<number>\d{{1,3}})-?(?P<rest>(?:{_GLUED})[a-z]*)(?!\w)",
            lambda match: whole(match, cardinal(match["number"], "nl").replace("éé", "ee") + match["rest"]),
        ),
        Kind(
            "decade",
            r"(?<![\w.,])(?P<number>[2-9]0)-?er(?= jaren)",
            lambda match: whole(match, cardinal(match["number"], "nl") + "er"),
        ),
        Kind(
            "times a day",
            r"(?<![\w.,])(?P<number>[1-9]) ?(?P<dd>d\.?d\.?)(?= (?:\d|\ue000|een|één))",
            lambda match: [
                Piece(match.start(), match.end(), f"{_agree(cardinal(match['number'], 'nl'), '')} maal daags")
            ],
        ),
        abbreviation_kind("floor", {"verd.": "verdieping"}, before=r"(?<=\de )"),
        abbreviation_kind("together with", {"jo.": "juncto"}, after=r"(?= (?:art|lid|\d))"),
        abbreviation_kind("court", {"rb.": "rechtbank", "Rb.": "Rechtbank"}, after=r"(?= [a-zA-Z])"),
        Kind("ordinal", r"(?<![\w.,:/-])(?P<number>\d{1,3})(?:ste|de|e)(?!\w)", _say_ordinal),
        abbreviation_kind("greeting", {"vr. gr.": "vriendelijke groet", "vr.gr.": "vriendelijke groet"}),
        abbreviation_kind(
            "for the attention of",
            dict.fromkeys(("t.a.v.", "t. a. v."), "ter attentie van"),
            after=r"(?= (?:dhr|mevr|mw|mr|dr|de heer|mevrouw|afd|[A-Z][a-z]+ [A-Z])(?!\w))",
        ),
        Kind(
            "minutes and seconds",  # of a race: "1.42,3"
            r"(?<![\w.,:])(?P<min>\d{1,2})[.:](?P<s>[0-5]\d,\d{1,3})(?![\w]|[.,]\d)",
            _say_race,
        ),
        abbreviation_kind("at least", {"min.": "minimaal"}, before=_NO_MINUTES, after=r"(?= ?[\d€])"),
        abbreviation_kind("van", {"v.": "van"}, before=r"(?<=[\w.] )", after=r"(?= (?!Chr)[A-Z])"),
        street_kind("str", "straat"),
        street_kind("nr", "nummer"),
        abbreviation_kind("pages", {"p.": "pagina's"}, before=r"(?<=[2-9] )", after=r"(?=[,;)]|$)"),
        Kind(
            "flat",  # "Javastraat 8-II"
            r"(?<=\d)(?P<dash>-)(?P<roman>I{1,3}|IV)(?!\w)",
            lambda match: named(match, dash=" ", roman=cardinal(str(roman_value(match["roman"])), "nl")),
            frozenset("I"),
        ),
    ),
)

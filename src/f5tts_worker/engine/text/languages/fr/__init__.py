"""French: "une" and "première", hours with "heures", centuries and kings, names of units, abbreviations."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.fr import words
from f5tts_worker.engine.text.languages.fr.gender import gender_of
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun, regular
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.units import metric

_ADDRESS_SIGNS = {
    ".": "point", "@": "arobase", "/": "slash", "-": "tiret", "_": "tiret bas", ":": "deux points", "?": "point d'interrogation",
    "=": "égale", "&": "et", "+": "plus", "~": "tilde", "%": "pour cent", "#": "dièse", "*": "étoile",
}  # fmt: skip


def _agree(said: str, gender: str) -> str:
    return said + "e" if gender == "f" and re.search(r"\bun$", said) else said


def _ordinal(number: int) -> str:
    return in_words(number, "fr", to="ordinal")


def _hour(hour: int) -> tuple[str, str]:
    return _agree(cardinal(str(hour), "fr"), "f"), "heure" if hour <= 1 else "heures"


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    names = {2: "demi", 3: "tiers", 4: "quart"}
    name = names.get(under) or _ordinal(under)
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
    "x": Noun("fois", "fois", "f"), "m": regular("mètre"), "g": regular("gramme"), "l": regular("litre"), "L": regular("litre"), "t": regular("tonne", "f"), "W": regular("watt"),
    "Wh": Noun("wattheure", "wattheures"), "V": regular("volt"), "A": regular("ampère"), "Ah": regular("ampèreheure"), "Hz": Noun("hertz", "hertz"),
    "Pa": regular("pascal"), "J": regular("joule"), "Ω": regular("ohm"), "o": regular("octet"), "B": regular("octet"), "bit": regular("bit"),
    "bit/s": Noun("bit par seconde", "bits par seconde"), "s": regular("seconde", "f"), "sec": regular("seconde", "f"), "cal": regular("calorie", "f"),
    "min": regular("minute", "f"), "mn": regular("minute", "f"), "h": regular("heure", "f"), "ha": regular("hectare"), "%": Noun("pour cent", "pour cent"),
    "‰": Noun("pour mille", "pour mille"), "°C": Noun("degré Celsius", "degrés Celsius"), "°F": Noun("degré Fahrenheit", "degrés Fahrenheit"),
    "°": regular("degré"), "dB": regular("décibel"), "ch": Noun("cheval", "chevaux"), "j": regular("jour"), "sem.": regular("semaine", "f"), "sem": regular("semaine", "f"), "tr": regular("tour"), "Ga": Noun("milliard d'années", "milliards d'années"), "Ma": Noun("million d'années", "millions d'années"), "mmHg": Noun("millimètre de mercure", "millimètres de mercure"), '"': Noun("pouce", "pouces"), "Nm": Noun("newton mètre", "newtons mètres"), "pts": regular("point"), "ct": regular("centime"), "cts": regular("centime"), "Mpx": regular("mégapixel"), "i/s": Noun("image par seconde", "images par seconde", "f"), "fps": Noun("image par seconde", "images par seconde", "f"), "pt": regular("point"), "cp": regular("comprimé"), "cps": regular("comprimé"), "hab.": regular("habitant"), "abst.": regular("abstention", "f"), "gél.": regular("gélule", "f"), "amp.": regular("ampoule", "f"), "sach.": regular("sachet"), **dict.fromkeys(("kms",), regular("kilomètre")), **dict.fromkeys(("gr", "grs"), regular("gramme")), "mins": regular("minute", "f"), "ans": Noun("an", "ans"),
    **dict.fromkeys(("c. à soupe", "c. à s.", "c.à.s.", "cs", "càs"), Noun("cuillère à soupe", "cuillères à soupe", "f")), **dict.fromkeys(("pers.", "pers"), regular("personne", "f")),
    **dict.fromkeys(("c. à café", "c. à c.", "c.à.c.", "cc", "càc"), Noun("cuillère à café", "cuillères à café", "f")),
}  # fmt: skip
_CENTIME = regular("centime")
_MILLION, _MILLIARD = regular("million"), regular("milliard")
_GRAMMAR = Grammar(
    code="fr",
    agree=_agree,
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
        **dict.fromkeys(("$", "USD", "US$", "$US"), Currency(regular("dollar"), regular("cent"))),
        **dict.fromkeys(("£", "GBP"), Currency(regular("livre", "f"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(regular("yen"))),
        **dict.fromkeys(("CHF",), Currency(Noun("franc suisse", "francs suisses"), _CENTIME)),
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

_NUMBERED = "chapitre|tome|t\\.|chap\\.|vol\\.|acte|scène|livre|partie|volume|titre|section|article|type|phase|classe|annexe|guerre mondiale"
_REGNAL = (
    "(?<=\\bpape )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\broi )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\breine )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bempereur )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\btsar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Albert|Alexandre|Baudouin|Benoît|Catherine|Charles|Clément|Clovis|Édouard|Edouard|Élisabeth|Elisabeth|Ferdinand|François|Frédéric|"
    "Georges|Grégoire|Guillaume|Gustave|Henri|Innocent|Jacques|Jean|Paul|Joseph|Juan Carlos|Léon|Léopold|Louis|Marie|Napoléon|Nicolas|"
    "Philippe|Pie|Pierre|Ramsès|Richard|Rodolphe|Umberto|Urbain|Victor-Emmanuel"
)
_FEMALE = frozenset({"Catherine", "Élisabeth", "Elisabeth", "Marie"})


def _regnal(value: int, name: str) -> str:
    if value == 1:
        return "première" if name in _FEMALE else "premier"
    return cardinal(str(value), "fr")


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    value = int(number) if number.isdigit() else roman_value(number)
    if not value or (value > 1 and re.match("er|re|ère|ere", match["end"])):  # "Vers" is a word
        return ()
    if match["end"][0] == "d":  # "en 2de", a class
        return whole(match, f"seconde{match['end'][2:]}") if number == "2" else ()
    if value == 1:
        return whole(match, "première" if match["end"].startswith(("re", "ère", "ere")) else "premier")
    said = "second" if match["end"].startswith("nd") else _ordinal(value)
    return whole(
        match,
        said + ("e" if match["end"].startswith("nde") else "") + ("s" if match["end"].endswith("s") else ""),
    )


def _say_telephone(match: re.Match[str]) -> Iterable[Piece]:
    """Say 01 23 45 67 89 in pairs, as it is written."""
    for pair in re.finditer(r"\d\d", match[0]):
        said = f"zéro {cardinal(pair[0][1], 'fr')}" if pair[0][0] == "0" else cardinal(pair[0], "fr")
        end = pair.end() + (match[0][pair.end() : pair.end() + 1] in (".", "-"))
        yield Piece(match.start() + pair.start(), match.start() + end, said)


def _say_from_abroad(match: re.Match[str]) -> Iterable[Piece]:
    """Say +33 6 12 34 56 78 as France says it."""
    yield Piece(match.start(), match.start() + 3, "plus trente-trois")
    digits = list(re.finditer(r"\d", match[0]))[-9:]
    for first, last in ((0, 0), (1, 2), (3, 4), (5, 6), (7, 8)):
        pair = "".join(digit[0] for digit in digits[first : last + 1])
        said = f"zéro {cardinal(pair[1], 'fr')}" if pair[0] == "0" else cardinal(pair, "fr")
        yield Piece(match.start() + digits[first].start(), match.start() + digits[last].end(), said)


def _say_free_telephone(match: re.Match[str]) -> Iterable[Piece]:
    """Say 0 800 123 456 in threes."""
    for group in re.finditer(r"0(?= ?8)|\d{3}", match[0]):
        yield Piece(match.start() + group.start(), match.start() + group.end(), cardinal(group[0], "fr"))


def _round_the_clock(match: re.Match[str]) -> Iterable[Piece]:
    """Say "24h/24" and "7j/7" with "sur"."""
    first, second = (cardinal(number, "fr") for number in re.findall(r"\d+", match[0]))
    return whole(match, f"{first} {'jours' if 'j' in match[0] else 'heures'} sur {second}")


_HALVED = {"h": "heures"}
_IN_LATIN = ("primo", "secundo", "tertio", "quarto")


def _say_one_and_half(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 1/2 tasse" with the half behind the noun."""
    unit, written = _GRAMMAR.units.get(match["noun"]), match["noun"]
    gender = unit.gender if unit else gender_of(written)
    noun = (unit.one if match["number"] == "1" else unit.many) if unit else written
    if not gender:
        return ()
    said = _agree(cardinal(match["number"], "fr"), gender)
    half = "et demie" if gender == "f" else "et demi"
    return [
        Piece(match.start(), match.start("noun") - 1, said),
        Piece(match.start("noun"), match.end(), f"{noun} {half}"),
    ]


def _say_both(match: re.Match[str]) -> Iterable[Piece]:
    man = match["man"]
    woman = re.sub("er$", "èr", man.lower()) + "e"
    is_many = match["many"] or match["end"] == " e s"
    return whole(match, f"{man}s et {woman}s" if is_many else f"{man} ou {woman}")


KINDS: tuple[Kind, ...] = continental_kinds(
    _GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=words.ANYWHERE,
        before_numbers=words.BEFORE_NUMBERS,
        before_names=words.BEFORE_NAMES,
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=_regnal,
        version="§|clause|article|paragraphe|leçon|annexe|version|salle|chapitre|section|figure|tableau|point|exercice|étape",
        acronyms="CAC COP ENA INSEE ONU OPEP OTAN OVNI SAMU SIDA SMIC",
    ),
    telephones=(
        Kind("telephone", r"(?<![\w.,+-])(?<!\d )0\d(?:[ .-]?\d\d){4}(?![\w-]|[.,]\d)", _say_telephone),
        Kind(
            "telephone from abroad",
            r"(?<![\w+])\+33 ?(?:\(0\) ?)?[1-9](?:[ .-]?\d\d){4}(?![\w-]|[.,]\d)",
            _say_from_abroad,
        ),
        Kind(
            "free telephone",
            r"(?<![\w.,+-])(?<!\d )0 ?8\d\d(?:[ ']\d{3}){2}(?![\w-]|[.,]\d)",
            _say_free_telephone,
        ),
    ),
    own=(
        Kind(
            "war",
            r"(?<![\w-])(?:14(?P<a>[-–])18|39(?P<b>[-–])45)(?![\w-]|[.,]\d| ?(?:ans|€|%|kg|km|°))",
            lambda match: named(match, a=" ", b=" "),
        ),
        Kind(
            "year before",
            r"(?<![\w-])[NJ](?P<sign>[-+])(?=\d{1,2}(?![\w-]))",
            lambda match: named(match, sign=" moins " if match["sign"] == "-" else " plus "),
        ),
        Kind("car", r"(?<=\b[Ll]a )\d(?=L(?!\w))", lambda match: whole(match, cardinal(match[0], "fr"))),
        Kind("round the clock", r"(?<!\d)(?:24 ?h|7 ?j)(?P<slash> ?/ ?)(?:24|7)(?!\d)", _round_the_clock),
        abbreviation_kind("following", {"sq.": "et suivantes"}, before=r"(?<=\d )"),
        # "il vit." is a verb
        abbreviation_kind("vitamin", {"vit.": "vitamine"}, after=r"(?= (?:[BDEK]\d{0,2}|C)(?![\w']))"),
        abbreviation_kind(
            "except",
            {"sf": "sauf"},
            after=r"(?= (?:le |les? )?(?:lun|mar|mer|jeu|ven|sam|dim|jours|vac|j\. ?f|fér))",
        ),
        abbreviation_kind(
            "exercises", {"ex.": "exercices"}, before=r"(?:(?<=[ld]es )|(?<=aux ))", after=r"(?= \d)"
        ),
        abbreviation_kind(
            "exercise",
            {"ex.": "exercice"},
            before=r"(?:(?<=l')|(?<=[Ff]aire )|(?<=[Ff]ais )|(?<=[Ff]aites ))",
            after=r"(?= \d)",
        ),
        abbreviation_kind("old francs", {"F": "francs"}, before=r"(?<=\d[' .]\d\d\d )", after=r"(?![.'-]\w)"),
        abbreviation_kind("at least", {"min.": "minimum"}, before=r"(?<!\d )(?<!\d)", after=r"(?= \d)"),
        abbreviation_kind("avenue", {"av.": "avenue"}, before=r"(?<=\de )"),
        Kind("litre", r"(?<=/\d de )l(?= d['e])", lambda match: whole(match, "litre"), frozenset("l")),
        abbreviation_kind("copies", {"ex.": "exemplaires"}, before=r"(?<=\d )"),
        abbreviation_kind(
            "article of a code", {"art.": "article", "Art.": "Article"}, after=r"(?= [LRDA]\.? ?\d)"
        ),
        abbreviation_kind("articles", {"art.": "articles"}, before=r"(?:(?<=[ld]es )|(?<=aux ))"),
        Kind(
            "more or less",
            r"(?<=[^\W\d_] )(?P<sign>[-+])(?= de [\d\ue000])",
            lambda match: whole(match, {"-": "moins", "+": "plus"}[match["sign"]]),
            frozenset("-+"),
        ),
        Kind(
            "article with a dash",
            r"(?:(?<=\b[Aa]rticle )|(?<=\b[Aa]rt\. ))\d{1,4}(?P<dash>-)(?=\d{1,3}(?!\d))",
            lambda match: [Piece(*match.span("dash"), "tiret")],
            frozenset("-"),
        ),
        Kind(
            "and a half",  # "trois ans 1/2"
            r"(?:(?<=\d )|(?<=\d)|(?<=[a-z] ))(?P<noun>(?:h|heures?|ans?|mois|jours?)(?!\w)) 1/2(?!\w| (?!(?:de|du|des|et|avant|après|plus|à|en|pour|pas)\b)[a-zà-ÿ])",
            lambda match: whole(
                match,
                f"{_HALVED.get(match['noun'][0], match['noun'])} et demi{'e' * (match['noun'][0] == 'h')}",
            ),
        ),
        Kind(
            "round of a cup",
            r"(?<![\w.,/])1/(?P<under>2|4|8|16|32)e?(?= (?:de )?finale(?!\w))",
            lambda match: whole(
                match, {"2": "demi", "4": "quart"}.get(match["under"]) or _ordinal(int(match["under"]))
            ),
        ),
        Kind("four wheels", r"(?<![\w.,])4x4(?!\w)", lambda match: whole(match, "quatre-quatre")),
        Kind(
            "one and a half",
            r"(?<![\w.,/])(?P<number>\d{1,2}) 1/2 (?P<noun>c\. à s\.|c\. à c\.|c\. à soupe|c\. à café|[a-zà-ÿ]{3,})(?!\w)",
            _say_one_and_half,
        ),
        Kind(
            "first of all",
            r"(?<![\w.,(])(?P<number>[1-4])°(?=\))",
            lambda match: whole(match, _IN_LATIN[int(match["number"]) - 1]),
            frozenset("°"),
        ),
        Kind(
            "women too",  # "étudiant(e)s"; the dots of "étudiant·e·s" are spaces by now
            r"(?<![\w-])(?P<man>[^\W\d_]+[^\W\de_])(?P<end>\(e\)(?P<many>s?)| e s)(?!\w)",
            _say_both,
            frozenset("e"),
        ),
        Kind(
            "article",
            r"(?:(?<=\b[LRDA]\. )|(?<=\b[LRDA]\.)|(?<=\b[LRDA]))\d{1,4}(?P<dash>-)(?=\d)",
            lambda match: [Piece(*match.span("dash"), "tiret")],
            frozenset("-"),
        ),
        abbreviation_kind("district", {"arr.": "arrondissement"}, before=r"(?:(?<=\de )|(?<=\der ))"),
        abbreviation_kind("century", {"s.": "siècle"}, before=r"(?<=[IVX]e )"),
        Kind(
            "monsieur",
            r"(?<![\w.-])M\.(?= (?:[A-ZÀ-Þ]|l[ea] |l'|et Mme))",
            lambda match: whole(match, "monsieur"),
            frozenset("M"),
        ),
        Kind(
            "saint",
            r"(?<!\w)St(?P<e>e?)-(?=[A-ZÀ-Þ])",
            lambda match: whole(match, f"Saint{match['e']}-"),
            frozenset("S"),
        ),
        Kind(
            "ordinal",
            r"(?:(?<![\w.,:/-])|(?<=[VIX]e-))(?P<number>\d+|[IVX]+)(?P<end>ers?|res?|ères?|eres?|èmes?|emes?|es?|nde?s?|des?)(?!\w)",
            _say_ordinal,
            frozenset(),
        ),
    ),
)

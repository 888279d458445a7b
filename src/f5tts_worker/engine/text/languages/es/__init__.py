"""Spanish: "un" and "una", ordinals with gender, centuries and kings, names of units, abbreviations."""

# ruff: noqa: E501, RUF001, SIM905 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.es import words
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.grammar import NUMBER, Currency, Grammar, Noun, regular
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words, quantity
from f5tts_worker.engine.text.reading.romance import Ordinals, saint_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.units import metric

_ADDRESS_SIGNS = {
    ".": "punto", "@": "arroba", "/": "barra", "-": "guion", "_": "guion bajo", ":": "dos puntos", "?": "interrogación", "=": "igual",
    "&": "y", "+": "más", "~": "tilde", "%": "por ciento", "#": "almohadilla", "*": "asterisco",
}  # fmt: skip
_MASCULINE_IN_A = frozenset(
    "dálmata dálmatas policía policías guardia guardias poeta poetas piloto pilotos día días mapa mapas problema problemas programa programas sistema sistemas tema temas idioma idiomas clima planeta planetas "
    "poema poemas drama dramas cometa cometas turista turistas futbolista futbolistas".split()
) - {"millas"}  # fmt: skip
_FEMININE = re.compile(
    r"(?:veces|vez|internacional|muertes?|clases?|llaves?|fuentes?|bases?|fases?|frases?|torres?|nubes?|series?|especies?|superficies?|imagen|imágenes|órdenes|voz|voces|cruz|cruces|luz|luces|ley|leyes|red|redes|fotos?|motos?|tardes?|manos?|partes?|noches?|calles?|flores|mujer(?:es)?|\w+(?:as?|ión|iones|dad(?:es)?|tud(?:es)?|umbre|eces))$"
)
# What may follow a number without being counted by it.
_NO_NOUN = frozenset(
    "a al de del e en es era con la las para por que se sin sobre y u o ha más una esta hasta desde entre hacia contra durante según cuando donde ya muy pero como está estaba fue era eran son han había sea".split()
)


def _agree(said: str, gender: str) -> str:
    if gender == "f":
        said = re.sub(r"cientos\b(?!.*mill)", "cientas", said)
        return re.sub(r"uno$", "una", re.sub(r"quinientos\b(?!.*mill)", "quinientas", said))
    return (
        re.sub(r"veintiuno$", "veintiún", said) if said.endswith("veintiuno") else re.sub(r"uno$", "un", said)
    )


def _gender_of(noun: str) -> str:
    if noun[:1].isupper() or noun in _NO_NOUN or re.search("(?:aron|ieron|aban|ían)$", noun) or len(noun) < 3:
        return ""
    return "f" if _FEMININE.fullmatch(noun) and noun not in _MASCULINE_IN_A else "m"


_ELEVENTH = {11: "undécimo", 12: "duodécimo", 13: "decimotercero", 14: "decimocuarto", 15: "decimoquinto", 16: "decimosexto",
             17: "decimoséptimo", 18: "decimoctavo", 19: "decimonoveno"}  # fmt: skip


def _ordinal(number: int) -> str:
    return _ELEVENTH.get(number) or in_words(number, "es", to="ordinal")


def _hour(hour: int) -> tuple[str, str]:
    return _agree(cardinal(str(hour), "es"), "f"), "hora" if hour == 1 else "horas"


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    names = {2: "medio", 3: "tercio"}
    name = names.get(under) or (_ordinal(under) if under <= 10 else f"{cardinal(str(under), 'es')}avo")
    if under == 2:
        return (
            f"{_agree(cardinal(str(whole_part), 'es'), gender) if gender == 'f' else cardinal(str(whole_part), 'es')} y {'media' if gender == 'f' else 'medio'}"
            if whole_part
            else "media"
            if gender == "f"
            else "medio"
        )
    said = f"{'un' if over == 1 else cardinal(str(over), 'es')} {name}{'s' if over > 1 else ''}"
    return f"{cardinal(str(whole_part), 'es')} y {said}" if whole_part else said


_BASES = {
    "K": Noun("kelvin", "kelvin"),
    "x": Noun("vez", "veces", "f"), "m": regular("metro"), "g": regular("gramo"), "l": regular("litro"), "L": regular("litro"), "t": regular("tonelada", "f"), "W": regular("vatio"),
    "Wh": Noun("vatio hora", "vatios hora"), "V": regular("voltio"), "A": regular("amperio"), "Ah": Noun("amperio hora", "amperios hora"),
    "Hz": regular("hercio"), "Pa": Noun("pascal", "pascales"), "J": regular("julio"), "Ω": regular("ohmio"), "B": Noun("byte", "bytes"),
    "bit": regular("bit"), "bit/s": Noun("bit por segundo", "bits por segundo"), "s": regular("segundo"), "seg": regular("segundo"),
    "cal": regular("caloría", "f"), "min": regular("minuto"), "d": regular("día"), "h": regular("hora", "f"), "%": Noun("por ciento", "por ciento", ""),
    "‰": Noun("por mil", "por mil", ""), "°C": Noun("grado Celsius", "grados Celsius"), "°F": Noun("grado Fahrenheit", "grados Fahrenheit"),
    "°": regular("grado"), "dB": Noun("decibelio", "decibelios"), **dict.fromkeys(("Mpx", "MP"), Noun("megapíxel", "megapíxeles")), "mcg": regular("microgramo"), "UI": Noun("unidad internacional", "unidades internacionales", "f"), "ppm": Noun("parte por millón", "partes por millón", "f"), "lpm": Noun("latido por minuto", "latidos por minuto"), "rpm": Noun("revolución por minuto", "revoluciones por minuto", "f"), "CV": Noun("caballo", "caballos"), "mmHg": Noun("milímetro de mercurio", "milímetros de mercurio"), '"': regular("pulgada", "f"), "cda.": regular("cucharada", "f"), "cdas.": regular("cucharada", "f"),
    "cdta.": regular("cucharadita", "f"), "cdtas.": regular("cucharadita", "f"), "pers.": regular("persona", "f"), "hab.": Noun("habitante", "habitantes"), "Nm": Noun("newton metro", "newtons metro"), "pts": regular("punto"), "cts": regular("céntimo"), "cts.": regular("céntimo"), "pts.": regular("punto"), "ptos": regular("punto"), "ptos.": regular("punto"), "comp.": regular("comprimido"), "comps.": regular("comprimido"), "ptas.": regular("peseta", "f"), "págs.": regular("página", "f"), "caps.": regular("capítulo"), **dict.fromkeys(("ud.", "uds."), Noun("unidad", "unidades", "f")), "cáps.": regular("cápsula", "f"), "amp.": regular("ampolla", "f"), **dict.fromkeys(("sem.", "sems."), regular("semana", "f")),
    **dict.fromkeys(("kms", "kms."), regular("kilómetro")), **dict.fromkeys(("mts", "mts."), regular("metro")), **dict.fromkeys(("cms", "cms."), regular("centímetro")), **dict.fromkeys(("kgs", "kgs."), Noun("kilo", "kilos")), **dict.fromkeys(("gr", "grs", "gr.", "grs."), regular("gramo")), **dict.fromkeys(("lts", "lts."), regular("litro")), **dict.fromkeys(("mins", "mins."), regular("minuto")), **dict.fromkeys(("seg.", "segs", "segs."), regular("segundo")),
}  # fmt: skip
_CENTIMO, _CENTAVO = regular("céntimo"), regular("centavo")
_MILLION = Noun("millón", "millones")
_GRAMMAR = Grammar(
    code="es",
    agree=_agree,
    gender_of=_gender_of,
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    short_months="ene feb mar abr may jun jul ago sep|sept|set oct nov dic",
    weekdays="lunes martes miércoles jueves viernes sábado domingo",
    short_weekdays="lun mar mié jue vie sáb dom",
    day=lambda day, _, mark: "primero" if day == 1 and mark[-1:] == "º" else cardinal(str(day), "es"),
    date=(" de ", " de "),
    year=lambda number: cardinal(number, "es"),
    hour=_hour,
    minute=lambda minute: cardinal(str(minute), "es"),
    hour_words="h|hs|hrs",
    says_hours=False,
    before_hour="las|la",
    units=metric(
        "nano micro mili centi deci hecto kilo mega giga tera", _BASES, km=regular("kilómetro"), cm=regular("centímetro"), mm=regular("milímetro"),
        dm=regular("decímetro"), μm=regular("micrómetro"), nm=regular("nanómetro"),
    ),
    powers=(
        lambda noun: Noun(f"{noun.one} cuadrado", f"{noun.many} cuadrados"),
        lambda noun: Noun(f"{noun.one} cúbico", f"{noun.many} cúbicos"),
    ),
    per={"100 km": "a los cien kilómetros", "h": "por hora", "s": "por segundo", "min": "por minuto", "m²": "por metro cuadrado", "m³": "por metro cúbico",
         "m3": "por metro cúbico", "kg": "por kilo", "pers": "por persona", "ud": "por unidad", "mes": "al mes", "día": "al día", "año": "al año", "l": "por litro", "km": "por kilómetro", "oz": "por onza", "d": "al día"},
    each="por",
    currencies={
        **dict.fromkeys(("€", "EUR"), Currency(regular("euro"), _CENTIMO)),
        **dict.fromkeys(("$", "USD", "US$", "U$S"), Currency(Noun("dólar", "dólares"), _CENTAVO)),
        **dict.fromkeys(("£", "GBP"), Currency(regular("libra", "f"), Noun("penique", "peniques"))),
        **dict.fromkeys(("¥", "JPY"), Currency(Noun("yen", "yenes"))),
        **dict.fromkeys(("S/", "PEN"), Currency(Noun("sol", "soles"), _CENTIMO)),
        "RD$": Currency(Noun("peso dominicano", "pesos dominicanos"), _CENTAVO),
        "R$": Currency(Noun("real", "reales"), _CENTAVO),
        "₡": Currency(Noun("colón", "colones"), _CENTIMO),
        **dict.fromkeys(("CHF",), Currency(Noun("franco suizo", "francos suizos"), _CENTIMO)),
        **dict.fromkeys(("MXN", "ARS", "COP", "CLP"), Currency(regular("peso"), _CENTAVO)),
    },
    cents_after="con",
    says_cents=True,
    scales={"M": _MILLION, "millón": _MILLION, "millones": _MILLION, "mil": Noun("mil", "mil"), "k": Noun("mil", "mil"), "billones": Noun("billón", "billones")},
    of="de",
    fraction=_fraction,
    signs={"/": "sobre", "marks": "sobre", "-": "menos", "–": "a", "x": "por", ":": "a", "score": "a", "²": "al cuadrado", "³": "al cubo", "§": "sección"}
    | comparisons("mayor que|menor que|mayor o igual que|menor o igual que|distinto de|aproximadamente"),
)  # fmt: skip

_LAST_DAYS = {"V": "viernes", "S": "sábado", "D": "domingo"}
_NUMBERED = "siglo|siglos|s\\.|ss\\.|vol\\.|cap\\.|t\\.|capítulo|tomo|acto|escena|libro|parte|volumen|título|sección|artículo|tipo|fase|guerra mundial|anexo"
_REGNAL = (
    "(?<=\\bpapa )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brey )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\breina )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bemperador )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bzar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Alejandro|Alfonso|Amadeo|Benedicto|Carlos|Catalina|Clemente|Enrique|Eduardo|Federico|Felipe|Fernando|Francisco|Guillermo|Gregorio|"
    "Concilio Vaticano|Vaticano|Inocencio|Isabel|Jacobo|Jaime|Jorge|José|Juan|Juan Carlos|Juan Pablo|Leopoldo|León|Luis|María|Napoleón|Nicolás|Pablo|Pedro|Pío|"
    "Ramsés|Ricardo|Sancho|Urbano|Víctor Manuel"
)
_SAINTS = "Agustín|Andrés|Antonio|Benito|Bernardo|Fernando|Francisco|Ignacio|Isidro|Jorge|José|Juan|Lorenzo|Lucas|Marcos|Martín|Mateo|Miguel|Nicolás|Pablo|Pedro|Sebastián|Vicente"
_ORDINALS = Ordinals(
    code="es",
    say=_ordinal,
    is_feminine=_FEMININE,
    ends=r"(?= [^\W\d_])|er|ra|ro|do|da|to|ta|mo|ma|vo|va|no|na",
    nouns="guerra|república|edición|cumbre|congreso|centenario|plan|concilio|internacional|aniversario|festival|premios?|certamen|legislatura|jornadas?|feria|carrera|maratón|trofeo|torneo|campeonato|concurso|simposio|asamblea|bienal|encuentro|dinastía|olimpiada|copa",
    queens=frozenset({"Isabel", "Catalina", "María"}),
    last_ruler=10,
    before_noun=lambda said: re.sub(r"(primer|tercer)o$", r"\1", said),
)

_MOST = {"máx": "máxim", "mín": "mínim"}


def _say_most(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dosis máx." with the ending that the noun asks for."""
    noun = {"temp": "temperatura", "vel": "velocidad", "dosis": "cantidad"}.get(
        match["noun"].lower(), match["noun"].lower()
    )
    ends = "." * (not match.string[match.end() :].strip("\n"))
    agrees = _gender_of(noun) == "f" and noun[-1] != "s"  # "4 personas máx." has an adverb
    said = f"{_MOST[match['short'].lower()]}{'a' if agrees else 'o'}{ends}"
    return [Piece(match.start("short"), match.end("dot"), said)]


def _say_part_of_day(match: re.Match[str]) -> Iterable[Piece]:
    """Say "7:30 p. m." as half past seven in the afternoon."""
    hour, part = int(match["hour"]), match["part"]
    if hour > 12:
        return ()
    if part[0] in "aA":
        said = "de la mañana" if hour < 12 else "de la noche"
    else:
        said = "del mediodía" if hour == 12 else "de la tarde" if hour < 8 else "de la noche"
    return named(
        match, part=said + "." * (part[-1] == "." and not match.string[match.end() :].strip("\"')\n"))
    )


def _say_minutes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "10'" as ten minutes, "en el 45'" as the minute of a match."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    if re.search(r"(?:^|[\s(«\"¿¡])'|\b(?:años|minuto) $", before):  # a quotation ends here
        return ()
    if match["more"] or match.string.endswith(" el ", 0, match.start()):
        more = f" más {cardinal(match['more'][1:], 'es')}" if match["more"] else ""
        return whole(match, f"minuto {cardinal(match['number'], 'es')}{more}")
    return whole(
        match, f"{_agree(cardinal(match['number'], 'es'), 'm')} minuto{'s' * (match['number'] != '1')}"
    )


def _say_both(match: re.Match[str]) -> Iterable[Piece]:
    stem = re.sub("[oe]?s?$" if match["end"] == "as" else "[oe]?$", "", match["man"])
    joint = "y" if match["end"] == "as" else "o"
    return [Piece(match.start("slash"), match.end(), f"{joint} {stem.lower()}{match['end']}")]


def _say_parts(match: re.Match[str]) -> Iterable[Piece]:
    over, part = cardinal(match["over"], "es"), _ordinal(int(match["under"]))[:-1] + "a"
    return whole(match, f"{part}" if over == "uno" else f"{over} {part}s")


KINDS: tuple[Kind, ...] = continental_kinds(
    _GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=words.ANYWHERE,
        before_numbers=words.BEFORE_NUMBERS,
        before_names=words.BEFORE_NAMES,
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=_ORDINALS.ruler,
        version="§|cláusula|artículos?|párrafo|tema|lección|epígrafe|anexo|versión|sala|aula|capítulo|sección|figura|tabla|apartado|punto|ejercicio",
        acronyms="AVE COP IBEX ONCE ONG ONU OPEP OTAN OVNI PYME RENFE SIDA UCI UNAM",
    ),
    telephones=(
        Kind(
            "telephone",
            r"(?<![\w.,+-])[6-9](?:\d{2}(?:[ ']\d{3}){2}(?= ?(?:$|[^\w ]))|\d{2}(?: \d\d){3}|\d \d{3}(?: \d\d){2})(?![\w-]| \d|[.,]\d)",
            lambda match: say_groups(match, "es"),
        ),
        Kind(
            "telephone that is called",
            r"(?:(?<=\b[Ll]lame al )|(?<=\b[Ll]lama al )|(?<=\b[Ll]lamar al )|(?<=\b[Ll]lamando al )|(?<=teléfono )|(?<=[Tt]el\. )|(?<=WhatsApp )|(?<=móvil ))"
            r"[6-9]\d{2}(?:[ ']\d{3}){2}(?![\w-]| \d|[.,]\d)",
            lambda match: say_groups(match, "es"),
        ),
    ),
    own=(
        Kind(
            "years of age",
            r"(?<!\b[Ll]as )(?<![\w.,:/-])(?P<number>\d\d) (?P<unit>a\.)(?=[,;:)]| (?!de C|n\. ?e|d\. ?C|m\b|casa)[a-záéíóú])",
            lambda match: named(match, number=_agree(cardinal(match["number"], "es"), "m"), unit="años"),
        ),
        Kind(
            "both genders",  # "alumnos/as", "director/a"
            r"(?<![\w/.-])(?P<man>[^\W\d_]{3,})(?P<slash>/)(?P<end>(?<!s/)(?<!a/)a(?! convenir)|as)(?![\w/-])",
            _say_both,
            frozenset("/"),
        ),
        Kind(
            "everybody",  # "tod@s"
            r"(?<![\w.@/-])(?P<stem>[^\W\d_]{1,15})@(?P<many>s?)(?![\w@-]|\.\w)",
            lambda match: whole(match, f"{match['stem']}o{match['many']}"),
            frozenset("@"),
        ),
        Kind(
            "climate",
            r"(?<!\w)COP(?=\d\d(?!\d))|(?<=\b[Ll]a )COP(?= \d\d?(?![\d.,]))",
            lambda match: whole(match, "Cop"),
            frozenset("P"),
        ),
        Kind("parts", r"(?<![\w.,/])(?P<over>\d{1,2})/(?P<under>[3-9]|10)(?= partes?(?!\w))", _say_parts),
        Kind(
            "round of a cup",
            r"(?<![\w.,/])1/(?P<under>4|8|16)(?= de final(?!\w))",
            lambda match: whole(
                match, {"4": "cuartos", "8": "octavos", "16": "dieciseisavos"}[match["under"]]
            ),
        ),
        Kind(
            "most and least",  # "temp. máx.", "dosis mín."
            r"(?P<noun>(?<!\w)[^\W\d_]+)(?P<gap>\.? )(?P<short>[Mm]áx|[Mm]ín)(?P<dot>\.)",
            _say_most,
            frozenset("m"),
        ),
        Kind(
            "days",
            r"(?<!\w)(?P<one>L)(?P<to> ?[-–] ?| a )(?P<two>[VSD])(?=[ ,.;:]|$)",
            lambda match: named(match, one="lunes", to="a", two=_LAST_DAYS[match["two"]]),
            frozenset("L"),
        ),
        Kind(
            "day of opening hours",
            r"(?:(?<=y )|(?<=, )|(?<=\n)|(?<=; ))(?P<day>[VSD])(?=:? (?:de )?\d{1,2}[:.][0-5]\d)",
            lambda match: whole(match, _LAST_DAYS[match["day"]]),
            frozenset("VSD"),
        ),
        Kind(
            "hectares",  # "ha de venir" is none
            rf"(?<![\w.,])(?<![Ee]l )(?<![Ll]os )(?<!sub )(?<!sala )(?P<number>{NUMBER}) (?P<unit>ha)(?=[),.;]|$|\n| (?:del?|en|y|al?|por|para|entre|con)\b(?! \w+[aei]r(?:se|l[aeo]s?|[mt]e|nos)?\b))",
            lambda match: named(match, number=_agree(quantity(match["number"], "es"), "f"), unit="hectáreas"),
        ),
        abbreviation_kind(
            "number", {"No.": "número", "no.": "número"}, before=r"(?<=[a-záéíóúñ] )", after=r"(?= \d)"
        ),
        Kind(
            "each time",  # "ejercicio/día"
            r"(?<=[a-záéíóúñ]{3})(?<!oche)(?<!hora)(?<!mes)(?<!día)(?<!año)(?<!emana)(?<!echa)(?P<slash>/)(?P<each>día|semana|mes|(?<=s/)(?:año|hora|persona))(?!\w)",
            lambda match: named(match, slash="al " if match["each"] in ("día", "mes", "año") else "por "),
            frozenset("/"),
        ),
        Kind(
            "part of the day",
            r"(?<![\w.,:])(?P<hour>\d{1,2})(?:[:.][0-5]\d)? ?(?P<part>(?i:[ap]\. ?m\.|[ap]m(?!\w)))",
            _say_part_of_day,
        ),
        Kind(
            "minutes",
            r"(?<![\w.,'])(?P<number>\d{1,3})(?P<more>\+\d{1,2})?(?P<mark>')(?=[,.;)]|$|\n| (?!\d|de (?:alto|ancho|largo)))",
            _say_minutes,
        ),
        Kind(
            "by",
            r"(?<=[a-záéíóúñ,] )(?<!eje )(?<!\b[Ss]i )(?<!variable )(?<!incógnita )(?<!letra )(?<!valor )x(?= (?:mí|ti|él|ella|eso|esto|fa|lo|la|el|los|las|un|una|aquí|ahí|q|que|qué|si|fin)\b)",
            lambda match: whole(match, "por"),
            frozenset("x"),
        ),
        Kind(
            "and a half",
            r"(?<![^\W\d_])(?P<noun>[^\W\d_]+) y (?P<half>1/2)(?! ?[^\W\d_]*[^\W\d_a])(?!\d)",
            lambda match: named(
                match, half="media" if match["noun"] == "h" or _gender_of(match["noun"]) == "f" else "medio"
            ),
        ),
        abbreviation_kind(
            "day",
            dict(
                zip(
                    ("lun.", "mié.", "jue.", "vie.", "sáb.", "dom."),
                    "lunes miércoles jueves viernes sábado domingo".split(),
                    strict=True,
                )
            ),
            before=r"(?:(?<=\b[Ee]l )|(?<=\bdel )|(?<=\bal ))",
        ),
        abbreviation_kind("also", {"Tb": "También"}, before=r"(?<!\d)(?<!\d )"),  # not "2 Tb"
        abbreviation_kind("off", {"dto.": "de descuento"}, before=r"(?<=% )"),
        abbreviation_kind("every", {"c/": "cada"}, after=r"(?=\d)"),
        Kind(
            "degrees",
            r"(?<![\w.,])(?P<number>[3-9]\d(?=[º°](?! ?[^\W\d_]{3}))|(?<!\b[Ee]l )(?<!\bsu )(?<!\bun )(?<!\bmi )(?<!\bdel )(?<!\bal )[12]\d\d)(?P<sign>[º°])(?! aniv| ?[NSEOW](?!\w))",
            lambda match: whole(match, f"{cardinal(match['number'], 'es')} grados"),
            frozenset("º°"),
        ),
        abbreviation_kind("rooms", {"hab.": "habitaciones"}, before=r"(?<=[\s(][2-9] )"),
        abbreviation_kind("room", {"hab.": "habitación"}, before=r"(?<!\d )(?<!\d)"),
        saint_kind(_SAINTS, man="San"),
        *_ORDINALS.kinds(),
    ),
)

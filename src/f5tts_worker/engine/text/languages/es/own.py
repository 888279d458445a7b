"""What only Spanish texts have: both genders, minutes, days, halves, abbreviations by what is around them."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.es.gender import agree, gender_of
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.es.ordinals import ORDINALS, SAINTS, ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.grammar import NUMBER
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.romance import saint_kind
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_MOST = {"máx": "máxim", "mín": "mínim"}


def _say_most(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dosis máx." with the ending that the noun asks for."""
    noun = {
        "temp": "temperatura",
        "ª": "temperatura",
        "tª": "temperatura",
        "vel": "velocidad",
        "pres": "presión",
        "dosis": "cantidad",
    }.get(match["noun"].lower(), match["noun"].lower())
    ends = "." * (not match.string[match.end() :].strip("\n"))
    agrees = gender_of(noun) == "f" and noun[-1] != "s"  # "4 personas máx." has an adverb
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
        match, f"{agree(cardinal(match['number'], 'es'), 'm')} minuto{'s' * (match['number'] != '1')}"
    )


def _say_lap(match: re.Match[str]) -> Iterable[Piece]:
    minutes, seconds = int(match["minutes"]), int(match["seconds"])
    said = f"{agree(cardinal(str(minutes), 'es'), 'm')} minuto{'s' * (minutes != 1)}"
    over = quantity(f"{seconds},{match['part']}", "es")
    return whole(match, f"{said} {over} segundos")


def _say_and_part(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2 1/2 kg" as two kilos and a half."""
    noun, number = GRAMMAR.units[match["unit"]], match["number"]
    over, under = int(match["over"]), int(match["under"])
    if over > under:
        return ()
    part = GRAMMAR.fraction(0, over, under, noun.gender).removeprefix("un ")
    return [
        Piece(*match.span("number"), agree(cardinal(number, "es"), noun.gender)),
        Piece(match.start("over"), match.end("under"), noun.one if number == "1" else noun.many),
        Piece(*match.span("unit"), f"y {part}"),
    ]


def _say_both(match: re.Match[str]) -> Iterable[Piece]:
    stem = re.sub("[oe]?s?$" if match["end"] == "as" else "[oe]?$", "", match["man"])
    joint = "y" if match["end"] == "as" else "o"
    return [Piece(match.start("slash"), match.end(), f"{joint} {stem.lower()}{match['end']}")]


def _say_parts(match: re.Match[str]) -> Iterable[Piece]:
    over, part = cardinal(match["over"], "es"), ordinal(int(match["under"]))[:-1] + "a"
    return whole(match, f"{part}" if over == "uno" else f"{over} {part}s")


TELEPHONES: tuple[Kind, ...] = (
    Kind(
        "telephone",
        r"(?<![\w.,+-])[6-9](?:\d{2}[ ']\d{3}[ '](?!000)\d{3}(?= ?(?:$|[^\w ])| (?:o|u|y|para|en|desde|antes|si|durante|los|las|todos|cualquier)\b)|\d{2}(?: \d\d){3}|\d \d{3}(?: \d\d){2})(?![\w-]| \d|[.,]\d)",
        lambda match: say_groups(match, "es"),
    ),
    Kind(
        "telephone that is called",
        r"(?:(?<=\b[Ll]lame al )|(?<=\b[Ll]lama al )|(?<=\b[Ll]lamar al )|(?<=[LlÁ]ámanos al )|(?<=lámenos al )|(?<=\b[Ll]lamando al )|(?<=[Gg]ratis al )|(?<=[Gg]ratuito )|(?<=número )|(?<=teléfono )|(?<=[Tt]el\. )|(?<=WhatsApp )|(?<=móvil ))"
        r"[6-9]\d{2}(?:[ ']\d{3}){2}(?![\w-]| \d|[.,]\d)",
        lambda match: say_groups(match, "es"),
    ),
    Kind(
        "telephone in fours",  # of Mexico and Central America
        r"(?:(?<=teléfono )|(?<=[Tt]el\. )|(?<=[Tt]el\.: )|(?<=WhatsApp )|(?<=móvil )|(?<=[Cc]elular )|(?<=[Cc]el\. )|(?<=\b[Ll]lame al )|(?<=\b[Ll]lama al )|(?<=\b[Ll]lamar al ))"
        r"(?:\d{2,3}[ -])?\d{3,4}[ -]\d{4}(?![\w-]| \d|[.,]\d)",
        lambda match: say_groups(match, "es"),
    ),
)
OWN: tuple[Kind, ...] = (
    Kind(
        "years of age",
        r"(?<!\b[Ll]as )(?<![\w.,:/-])(?P<number>\d\d) (?P<unit>a\.)(?=[,;:)]| (?!de C|n\. ?e|d\. ?C|m\b|casa)[a-záéíóú])",
        lambda match: named(match, number=agree(cardinal(match["number"], "es"), "m"), unit="años"),
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
        lambda match: whole(match, {"4": "cuartos", "8": "octavos", "16": "dieciseisavos"}[match["under"]]),
    ),
    Kind(
        "most and least",  # "temp. máx.", "dosis mín."
        r"(?P<noun>(?<!\w)[^\W\d_]+)(?P<gap>\.? )(?P<short>[Mm]áx|[Mm]ín)(?P<dot>\.)",
        _say_most,
        frozenset("m"),
    ),
    Kind(
        "parts of a mixture",  # no time of day
        r"\b(?i:diluciones|dilución|diluido|diluir|escala|mezclas?|mezclar|partes|proporción|ratio|razón|relación)(?: (?:de|en|a|al))? (?P<one>\d{1,3})(?P<colon> ?: ?)(?P<other>\d{1,3}(?:[.']?\d{3})*)(?!\w|[:.,]\d)",
        lambda match: named(
            match, one=cardinal(match["one"], "es"), colon="a", other=quantity(match["other"], "es")
        ),
        frozenset(":"),
    ),
    Kind(
        "divided",  # "20 : 5 = 4"
        r"(?<=\d)(?P<colon> ?: ?)(?=\d{1,6}(?:[.,]\d{1,3})? ?=)",
        lambda match: named(match, colon="entre"),
        frozenset(":"),
    ),
    Kind(
        "one that looks like a preposition",  # "1 sobre de levadura"
        r"(?<![\w.,/:-])1(?= (?:sobre|bajo)(?: de\b| doble|[,.;)]|$))",
        lambda match: whole(match, "un"),
    ),
    Kind(
        "hectares",  # "ha de venir" is none
        rf"(?<![\w.,])(?<![Ee]l )(?<![Ll]os )(?<!sub )(?<!sala )(?P<number>{NUMBER}) (?P<unit>ha)(?=[),.;]|$|\n| (?:del?|en|y|al?|por|para|entre|con)\b(?! \w+[aei]r(?:se|l[aeo]s?|[mt]e|nos)?\b))",
        lambda match: named(match, number=agree(quantity(match["number"], "es"), "f"), unit="hectáreas"),
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
        "for so long",  # "c/12 h x 7 días"
        r"(?<=[a-záéíóú\ue000\d] )x(?= \d{1,3} (?:días?|d|semanas?|sem\.|mes(?:es)?)(?!\w))",
        lambda match: whole(match, "durante"),
        frozenset("x"),
    ),
    Kind(
        "by",
        r"(?<=[a-záéíóúñ,] )(?<!eje )(?<!\b[Ss]i )(?<!variable )(?<!incógnita )(?<!letra )(?<!valor )x(?= (?:mí|ti|él|ella|eso|esto|fa|lo|la|el|los|las|un|una|aquí|ahí|q|que|qué|si|fin|semana|día|mes|año|hora|persona|noche|unidad|kilo|cabeza|correo|ejemplo|separado|teléfono|whatsapp|internet|ahora|hoy)\b)",
        lambda match: whole(match, "por"),
        frozenset("x"),
    ),
    Kind(
        "and a part",  # "1 1/2 h"
        r"(?<![\w.,/])(?P<number>\d{1,2}) (?P<over>[13])/(?P<under>[24]) (?P<unit>h|kg|g|l|L|m|km|cm|min|t)(?![\w/])",
        _say_and_part,
    ),
    Kind(
        "and a half",
        r"(?<![^\W\d_])(?P<noun>[^\W\d_]+) y (?P<half>1/2)(?! ?[^\W\d_]*[^\W\d_a])(?!\d)",
        lambda match: named(
            match, half="media" if match["noun"] == "h" or gender_of(match["noun"]) == "f" else "medio"
        ),
    ),
    abbreviation_kind(
        "minute", {"min.": "minuto", "Min.": "Minuto"}, before=r"(?<!\d )(?<!\d)", after=r"(?= \d)"
    ),
    abbreviation_kind("about", {"c.": "circa", "ca.": "circa"}, after=r"(?= \d{3,4}(?!\d|[.,]\d))"),
    abbreviation_kind(
        "about a year", {"h.": "hacia"}, before=r"(?:(?<=\()|(?<=, ))", after=r"(?= \d{3,4}(?!\d|[.,]\d))"
    ),
    abbreviation_kind(
        "season",
        dict.fromkeys(("Temp.", "TEMP.", "temp."), "temporada"),
        after=r"(?= \d{1,2}(?:[.):]|,? (?i:ep|cap|x)|$))",
    ),
    Kind(
        "out of so many",  # "dificultad 3/5", "5/8 en triples"
        r"(?:\b(?i:calificación|dificultad|estrellas|exigencia|intensidad|nota|picante|puntuación|reseñas?|valoración):? (?:de )?(?P<mark>\d{1,2})(?P<slash>/)(?=(?:[3-9]|10)(?![\w/]|[.,]\d))"
        r"|(?<![\w.,/])\d{1,2}(?P<shots>/)(?=\d{1,2} en (?:libres|penaltis|tiros|triples)))",
        lambda match: named(match, slash="de", shots="de"),
    ),
    Kind(
        "between two",
        rf"\b[Ee]ntre (?:[$€£] ?)?{NUMBER}(?P<dash> ?[-–] ?)(?=\d)",
        lambda match: named(match, dash="y"),
    ),
    Kind(
        "time of a lap",  # "1:32.456"
        r"(?<![\w.,:])(?<!escala )(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)\.(?P<part>\d{2,3})(?<!000)(?!\w|[.,:]\d)",
        _say_lap,
    ),
    Kind(
        "from numeral to numeral",  # of centuries
        rf"(?<={TAKEN}) ?[-–] ?(?={TAKEN})",
        lambda match: whole(match, "a"),
        frozenset("IVX"),
    ),
    Kind(
        "inhabitants",
        r"(?P<unit>hab\.?)(?P<slash>/)(?P<each>km)[²2](?!\w)",
        lambda match: [
            *named(match, unit="habitantes", slash="por"),
            Piece(match.start("each"), match.end(), "kilómetro cuadrado"),
        ],
        frozenset("²2"),
    ),
    Kind(
        "cubes",
        r"(?<=\d)(?P<slash>/)(?P<unit>[cm]m)[³3](?!\w)",
        lambda match: [
            *named(match, slash="por"),
            Piece(
                match.start("unit"),
                match.end(),
                {"m": "milímetro", "c": "centímetro"}[match["unit"][0]] + " cúbico",
            ),
        ],
    ),
    abbreviation_kind("also", {"Tb": "También"}, before=r"(?<!\d)(?<!\d )"),  # not "2 Tb"
    abbreviation_kind("off", {"dto.": "de descuento"}, before=r"(?<=% )"),
    abbreviation_kind("every", {"c/": "cada"}, after=r"(?= ?\d)(?! ?\d{1,2} de [^\W\d_])"),
    Kind(
        "degrees",
        r"(?<![\w.,])(?P<number>[3-9]\d(?=[º°](?! ?[^\W\d_]{3}))|(?<!\b[Ee]l )(?<!\bsu )(?<!\bun )(?<!\bmi )(?<!\bdel )(?<!\bal )[12]\d\d)(?P<sign>[º°])(?! aniv| ?[NSEOW](?!\w))",
        lambda match: whole(match, f"{cardinal(match['number'], 'es')} grados"),
        frozenset("º°"),
    ),
    abbreviation_kind(
        "not counted",
        {
            "vel.": "velocidad",
            "Vel.": "Velocidad",
            "asist.": "asistencias",
            "r. p. m.": "revoluciones por minuto",
            "r.p.m.": "revoluciones por minuto",
        },
        before=r"(?<!\d )(?<!\d)",
    ),
    abbreviation_kind("rooms", {"hab.": "habitaciones"}, before=r"(?<=[\s(][2-9] )"),
    abbreviation_kind("room", {"hab.": "habitación"}, before=r"(?<!\d )(?<!\d)"),
    saint_kind(SAINTS, man="San"),
    *ORDINALS.kinds(),
)

"""How Spanish says what is counted, dated, timed and paid."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; signs look like letters

from f5tts_worker.engine.text.languages.es.currencies import CURRENCIES
from f5tts_worker.engine.text.languages.es.gender import agree, gender_of
from f5tts_worker.engine.text.languages.es.ordinals import ordinal
from f5tts_worker.engine.text.languages.es.units import UNITS
from f5tts_worker.engine.text.reading.grammar import Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal


def _hour(hour: int) -> tuple[str, str]:
    return agree(cardinal(str(hour), "es"), "f"), "hora" if hour == 1 else "horas"


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    names = {2: "medio", 3: "tercio"}
    name = names.get(under) or (ordinal(under) if under <= 10 else f"{cardinal(str(under), 'es')}avo")
    if under == 2:
        return (
            f"{agree(cardinal(str(whole_part), 'es'), gender) if gender == 'f' else cardinal(str(whole_part), 'es')} y {'media' if gender == 'f' else 'medio'}"
            if whole_part
            else "media"
            if gender == "f"
            else "medio"
        )
    said = f"{'un' if over == 1 else cardinal(str(over), 'es')} {name}{'s' if over > 1 else ''}"
    return f"{cardinal(str(whole_part), 'es')} y {said}" if whole_part else said


_MILLION = Noun("millón", "millones")
GRAMMAR = Grammar(
    code="es",
    agree=agree,
    gender_of=gender_of,
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    short_months="ene feb mar abr may jun jul ago sep|sept|set oct nov dic",
    weekdays="lunes martes miércoles jueves viernes sábado domingo",
    short_weekdays="lun mar mié jue vie sáb dom",
    day=lambda day, _, mark: "primero" if day == 1 and mark[-1:] == "º" else cardinal(str(day), "es"),
    date=(" de ", " de "),
    year=lambda number: cardinal(number, "es"),
    hour=_hour,
    minute=lambda minute: cardinal(str(minute), "es") if minute > 9 else f"y {cardinal(str(minute), 'es')}",
    hour_words="h|hs|hrs",
    says_hours=False,
    before_hour="las|la",
    units=UNITS,
    powers=(
        lambda noun: Noun(f"{noun.one} cuadrado", f"{noun.many} cuadrados"),
        lambda noun: Noun(f"{noun.one} cúbico", f"{noun.many} cúbicos"),
    ),
    per={"100 km": "a los cien kilómetros", "h": "por hora", "s": "por segundo", "min": "por minuto", "m²": "por metro cuadrado", "m³": "por metro cúbico",
         "m3": "por metro cúbico", "kg": "por kilo", "pers": "por persona", "pax": "por persona", "ud": "por unidad", "sem": "por semana", "trim": "por trimestre", "hab": "por habitante", "bot": "por botella", "caja": "por caja", "paq": "por paquete", "unid": "por unidad", "c/u": "cada uno", "mes": "al mes", "día": "al día", "año": "al año", "l": "por litro", "km": "por kilómetro", "oz": "por onza", "d": "al día"},
    each="por",
    currencies=CURRENCIES,
    cents_after="con",
    says_cents=True,
    scales={"M": _MILLION, "millón": _MILLION, "millones": _MILLION, "mil": Noun("mil", "mil"), "k": Noun("mil", "mil"), "billones": Noun("billón", "billones")},
    of="de",
    fraction=_fraction,
    signs={"/": "sobre", "marks": "sobre", "-": "menos", "–": "a", "x": "por", ":": "a", "score": "a", "²": "al cuadrado", "³": "al cubo", "§": "sección"}
    | comparisons("mayor que|menor que|mayor o igual que|menor o igual que|distinto de|aproximadamente"),
)  # fmt: skip

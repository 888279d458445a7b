"""Whole numbers in languages that num2words lacks."""

from collections.abc import Callable, Mapping

from f5tts_worker.engine.text.reading import tables

# 0 to 99, none of which follows from the others.
_HINDI_TO_99 = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह "
    "चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस "
    "अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस "
    "बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन "
    "छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
    "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी अस्सी इक्यासी बयासी तिरासी "
    "चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे "
    "अट्ठानवे निन्यानवे "
)
_HINDI = _HINDI_TO_99.split()
_HINDI_UNITS = ((10_000_000, "करोड़"), (100_000, "लाख"), (1000, "हज़ार"), (100, "सौ"))


def hindi(number: int) -> str:
    """Say a whole number in Hindi, in hundreds, thousands, lakhs and crores."""
    if number < len(_HINDI):
        return _HINDI[number]
    unit, name = next((unit, name) for unit, name in _HINDI_UNITS if number >= unit)
    count, rest = divmod(number, unit)
    return f"{hindi(count)} {name} {hindi(rest) if rest else ''}".strip()


def chinese(number: int) -> str:
    """Say a whole number below 10**16 in Chinese, which num2words lacks."""
    if number == 0:
        return "零"
    groups = []
    for unit in ("", "万", "亿", "万亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    said, gap = "", False
    for group, unit in reversed(groups):
        if not group:
            gap = gap or bool(said)
            continue
        said += ("零" if said and (gap or group < 1000) else "") + _chinese_group(group) + unit
        gap = False
    return said.removeprefix("一") if said.startswith("一十") else said


def _chinese_group(group: int) -> str:
    names, said, zero = tables.DIGITS["zh"], "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // place % 10
        if digit:
            said += ("零" if zero and said else "") + names[digit] + unit
        zero = not digit and bool(said)
    return said


OWN_WORDS: Mapping[str, Callable[[int], str]] = {"zh": chinese, "hi": hindi}

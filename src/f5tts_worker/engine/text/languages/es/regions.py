"""Whose habits a whole text shows: whether its "$" are pesos, whether a comma divides its thousands."""

import re
from collections.abc import Mapping

from f5tts_worker.engine.text.languages.es.grouping import GROUPED_EVERYWHERE, is_grouped_text
from f5tts_worker.engine.text.languages.es.money import PESOS_EVERYWHERE, is_text_of_pesos
from f5tts_worker.engine.text.reading.spans import Kind

# By a country that stands for its neighbours: pesos and commas, pesos and points, other money and commas.
REGIONS: Mapping[str, tuple[Kind, ...]] = {
    "mx": (*PESOS_EVERYWHERE, *GROUPED_EVERYWHERE),
    "ar": PESOS_EVERYWHERE,
    "pe": GROUPED_EVERYWHERE,
}
_COUNTRIES: Mapping[str, str] = {
    **dict.fromkeys(("mx", "do"), "mx"),
    **dict.fromkeys(("ar", "cl", "co", "cu", "uy"), "ar"),
    **dict.fromkeys(("pe", "gt", "hn", "ni", "sv", "pa", "pr", "us"), "pe"),
}
_COUNTRY = re.compile(r"[-_]([A-Za-z]{2})(?![A-Za-z])")
_DIGIT = re.compile("[0-9]")


def region_of(text: str, language: str) -> str:
    """Return the region that a code such as "es-MX" names or a text shows, "" for none."""
    if country := _COUNTRY.search(language):
        return _COUNTRIES.get(country[1].lower(), "")
    if not _DIGIT.search(text):
        return ""
    pesos, commas = is_text_of_pesos(text), is_grouped_text(text)
    return ("mx" if commas else "ar") if pesos else "pe" if commas else ""

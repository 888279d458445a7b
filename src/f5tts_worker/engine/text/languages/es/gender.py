"""The gender of Spanish nouns by their endings, and numbers as they are said before them."""

# ruff: noqa: E501, SIM905 - a list of words is one line of text

import re

_MASCULINE_IN_A = frozenset(
    "dálmata dálmatas policía policías guardia guardias poeta poetas piloto pilotos día días mapa mapas problema problemas programa programas sistema sistemas tema temas idioma idiomas clima planeta planetas "
    "poema poemas drama dramas cometa cometas turista turistas futbolista futbolistas".split()
)  # fmt: skip
FEMININE = re.compile(
    r"(?:veces|vez|internacional|muertes?|clases?|llaves?|fuentes?|bases?|fases?|frases?|torres?|nubes?|series?|especies?|superficies?|imagen|imágenes|órdenes|voz|voces|cruz|cruces|luz|luces|ley|leyes|red|redes|fotos?|motos?|tardes?|manos?|partes?|noches?|calles?|flores|mujer(?:es)?|\w+(?:as?|ión|iones|dad(?:es)?|tud(?:es)?|umbre|eces))$"
)
# What may follow a number without being counted by it.
_NO_NOUN = frozenset(
    "a al de del e en es era con la las para por que se sin sobre y u o ha más una esta hasta desde entre hacia contra durante según cuando donde ya muy pero como está estaba fue era eran son han había sea".split()
)


def agree(said: str, gender: str) -> str:
    """Return number words as they are said before a noun of this gender: "veintiuna", "veintiún"."""
    if gender == "f":
        said = re.sub(r"cientos\b(?!.*mill)", "cientas", said)
        return re.sub(r"uno$", "una", re.sub(r"quinientos\b(?!.*mill)", "quinientas", said))
    return (
        re.sub(r"veintiuno$", "veintiún", said) if said.endswith("veintiuno") else re.sub(r"uno$", "un", said)
    )


def gender_of(noun: str) -> str:
    """Return the gender of a word behind a number, "" for one that is not counted."""
    if noun[:1].isupper() or noun in _NO_NOUN or re.search("(?:aron|ieron|aban|ían)$", noun) or len(noun) < 3:
        return ""
    return "f" if FEMININE.fullmatch(noun) and noun not in _MASCULINE_IN_A else "m"

"""The gender of Portuguese nouns, and numbers that agree with it."""

# ruff: noqa: E501, SIM905 - lists of words are texts

import re

FEMININE = re.compile(
    r"(?:vez(?:es)?|mãos?|partes?|noites?|flores|mulher(?:es)?|viagens?|colher(?:es)?|cor(?:es)?|flor|luz(?:es)?|voz(?:es)?|lei(?:s)?|redes?|fontes?|pontes?|classes?|fases?|bases?|frases?|chaves?|tardes?|séries?|espécies?|torres?|mortes?|aves?|\w+(?:as?|ãs?|ção|ções|são|sões|dades?|agem|agens))$"
)
_MASCULINE_IN_A = frozenset(
    "dia dias mapa mapas problema problemas programa programas sistema sistemas tema temas idioma idiomas clima planeta planetas "
    "poema poemas cinema cinemas turista turistas diploma diplomas drama dramas dilema dilemas esquema esquemas emblema emblemas aroma aromas "
    "sintoma sintomas hematoma hematomas diagrama diagramas grama gramas quilograma quilogramas miligrama miligramas trauma traumas fantasma fantasmas "
    "enigma enigmas paradigma paradigmas teorema teoremas pijama pijamas cometa cometas artista artistas jornalista jornalistas motorista motoristas "
    "dentista dentistas cientista cientistas especialista especialistas ciclista ciclistas economista economistas analista analistas atleta atletas".split()
)  # fmt: skip
_NO_NOUN = frozenset(
    "a as da das de do dos e em na nas no nos com para por que se era mas uma ou esta".split()
)
_FEMININES = ((r"\bum$", "uma"), (r"\bdois\b(?! mil[hõ])", "duas"), (r"entos\b(?!.* mil[hõ])", "entas"))


def agree(said: str, gender: str) -> str:
    """Return number words as they are said before a noun of this gender: "duas", "duzentas"."""
    if gender == "f":
        for masculine, feminine in _FEMININES:
            said = re.sub(masculine, feminine, said)
    return said


def gender_of(noun: str) -> str:
    """Return the gender of a noun in a text, "" for a word that is not counted."""
    if noun[:1].isupper() or noun in _NO_NOUN or len(noun) < 3:
        return ""
    return "f" if FEMININE.fullmatch(noun) and noun not in _MASCULINE_IN_A else "m"

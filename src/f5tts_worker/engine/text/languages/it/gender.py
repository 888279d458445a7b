"""What Italian counts, masculine or feminine: "un", "una", by how a noun ends."""

# ruff: noqa: E501, SIM905 - lists of words are texts, each on one line

import re

FEMININE = re.compile(r"(?:mano|volta|ora|notte|parte|città|\w+(?:a|ione|tà|tù|ice))$")
_MASCULINE_IN_A = frozenset(
    "problema programma sistema tema clima poeta turista giornalista dentista".split()
)


def agree(said: str, gender: str) -> str:
    """Say "uno" as it is said before a noun of a gender."""
    if said == "uno":
        return "una" if gender == "f" else "un"
    return said


# What may follow a number without being counted by it.
_NO_NOUN = frozenset(
    "con contro dal dalla dai dalle del della dei delle nel nella nei nelle sul sulla sui sulle per che non alla alle agli tra fra una come anche ancora quando dove mentre era erano sono hanno".split()
)


def gender_of(noun: str) -> str:
    """Return the gender of a noun, "" for a word that is not counted."""
    if noun[:1].isupper() or noun in _NO_NOUN or len(noun) < 3:
        return ""
    return "f" if FEMININE.fullmatch(noun) and noun not in _MASCULINE_IN_A else "m"

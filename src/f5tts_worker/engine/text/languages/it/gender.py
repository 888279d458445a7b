"""What Italian counts, masculine or feminine: "un", "uno", "una", by how a noun begins and ends."""

# ruff: noqa: E501, SIM905 - lists of words are texts, each on one line

import re

FEMININE = re.compile(
    r"(?:mano|volta|ora|notte|parte|città|classe|fase|olimpiade|serie|\w+(?:a|ione|tà|tù|ice|udine|igine|aggine))$"
)
_MASCULINE = frozenset(
    "problema programma sistema tema clima poeta turista giornalista dentista schema dramma panorama pianeta cinema diploma dilemma enigma fantasma trauma plasma aroma coma comma pigiama papa monarca artista atleta collega pirata pilota autista barista musicista regista ciclista tassista farmacista stemma prisma sisma teorema emblema anatema stratagemma telegramma diagramma chilogramma milligramma gorilla panda koala sosia delta karma mantra puma lama autogramma idioma assioma carisma reuma zigoma capogiro elettricista specialista protagonista economista analista finalista "
    "indice codice vertice giudice calice pollice apice pontefice orefice artefice carnefice complice cortice lombrice "
    "campione milione scorpione copione lampione bastione rione arpione".split()
)
_FEMININE_IN_E = frozenset(
    "classe chiave fede gente legge luce madre moglie morte nave neve pelle rete serie sede sete torre valle voce fase base frase specie carne fonte lente mente patente corrente sorgente corte dote estate polvere cenere febbre tigre volpe croce noce pace falce foce stirpe arte sorte vite fune fame prole quiete siepe pece vernice chat email mail app password band gang crisi analisi tesi ipotesi oasi sintesi diagnosi bici moto foto auto radio gru tribù slide star clip call newsletter playlist".split()
)
# What may follow a number without being counted by it: prepositions, adverbs, conjunctions, forms of "essere".
_NO_NOUN = frozenset(
    "con contro dal dalla dai dalle del della dei delle nel nella nei nelle sul sulla sui sulle per che non alla alle agli tra fra una come anche ancora quando dove mentre era erano sono hanno "
    "davanti dietro dopo prima grazie verso presso durante oltre sopra sotto dentro fuori vicino lontano entro fino sino circa poi però quindi oppure anzi invece cioè perché finché davvero ormai adesso oggi ieri domani stasera sempre mai già insieme senza tramite mediante nonostante eccetto salvo quasi appena dall dell nell sull coi col negli dagli sugli degli ossia ovvero nonché mondiale assoluto".split()
)
# "uno studente", "uno zaino", "uno gnocco", "uno psicologo", "uno yogurt".
_IMPURE = re.compile(r"s[bcdfglmnpqrtvz]|z|gn|p[nst]|x|y")


def agree(said: str, gender: str) -> str:
    """Say "uno" as it is said before a noun of a gender; "s" is a masculine that keeps "uno"."""
    if said == "uno":
        return {"f": "una", "s": "uno"}.get(gender, "un")
    return said


def is_feminine(noun: str) -> bool:
    """Say whether a noun is feminine, by its end and by lists of what ends otherwise."""
    return noun in _FEMININE_IN_E or bool(FEMININE.fullmatch(noun) and noun not in _MASCULINE)


def gender_of(noun: str) -> str:
    """Return the gender of a noun, "s" for "uno studente", "" for a word that is not counted."""
    if noun[:1].isupper() or noun in _NO_NOUN or len(noun) < 3:
        return ""
    if is_feminine(noun):
        return "f"
    return "s" if _IMPURE.match(noun) else "m"

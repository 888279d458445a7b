"""Words that belong together: what it costs to part them at the end of a line or a cue.

Ours, tuned by eye: only the order and the rough distances matter. The text's language is not known here, so
the lists hold the words of several; one that is an ordinary word elsewhere is at worst kept with the next.
"""

# ruff: noqa: SIM905, RUF001 - tables of words, and both apostrophes

import re

from f5tts_worker.languages import is_unspaced

HELD = 300  # from here on, a break is worse than any other way to divide the text
ARTICLE = 400  # no line ends with one
TITLE = 320  # "Dr. Gray", "Mrs Hill"
UNIT = 320  # "5 km", "12 May", "No. 7"
NUMBER = 40  # a number and what is counted
NAME = 50  # two capitals in a row within a sentence
SHORT = 45  # articles and prepositions belong to what follows, in most languages

# Of English, German, French, Spanish, Italian, Portuguese and Dutch.
_ARTICLES = frozenset(
    "a an the der die das den dem des ein eine einen einem einer eines le la les un une du el los las "
    "unas unos il lo gli una uno os um uma het een".split()
)
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor doctor st mt lt gen col sgt capt captain rev hon sen rep gov sir "
    "lord lady king queen prince princess president saint herr frau hr fr dhr mevr mme mlle monsieur "
    "madame sr sra srta señor señora don doña dott signor signora".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier "
    "février mars avril juin juillet août septembre octobre novembre décembre".split()
)
_UNITS = _MONTHS | frozenset(
    "km m cm mm nm kg g mg t l ml h s ms min sec seconds minutes minute hours hour days day weeks week "
    "months month years year percent % ‰ dollars dollar euros euro pounds pound cents cent degrees miles "
    "mile feet foot inches inch metres meters kilometres kilometers grams kilograms litres liters million "
    "billion trillion thousand hundred am pm a.m. p.m. o'clock bc ad mph kmh hz khz mhz ghz kb mb gb tb "
    "kwh w kw v a uhr stunden stunde minuten sekunden tage wochen jahre prozent tausend millionen "
    "milliarden grad meter kilometer gramm heures heure ans jours mois millions mille € $ £ ¥ ° °c °f".split()
)
_NUMBERED = _MONTHS | frozenset(
    "no nos nr page pages p pp chapter part section volume vol fig figure room act scene version article "
    "line step kapitel seite teil band abb § numéro chapitre s bd kap abs ziff rn art n.º núm pág págs cap "
    "№ стр гл рис".split()
)
_STREETS = ("str", "straße", "strasse", "gasse", "straat")  # the number of the house follows
_NUMBER = re.compile(r"[^\w\s]{0,2}\d[\d.,:/'’]*\d|[^\w\s]{0,2}\d")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")  # "J. R. Smith"
_OPENING = "\"'“‘«„([¿¡"
_MARKS = ".,;:!?…)»”\"'"


def parting(word: str, after: str) -> int:
    """Return what it costs to break after `word`, within a sentence, where `after` follows."""
    word, after = word.lstrip(_OPENING), after.lstrip(_OPENING)
    plain = word.lower()
    if plain in _ARTICLES:
        return ARTICLE
    first = after[:1]
    bare = plain.rstrip(".")
    if _INITIAL.fullmatch(word) and first.isupper():
        return TITLE
    if bare in _TITLES and first.isupper():
        return TITLE
    if _NUMBER.fullmatch(word):
        return UNIT if after.lower().strip(_MARKS) in _UNITS or after.lower() in _UNITS else NUMBER
    if (bare in _NUMBERED or bare.endswith(_STREETS)) and _NUMBER.match(after):
        return UNIT
    if first.isupper() and word[:1].isupper() and word.isalpha() and not word.isupper():
        return NAME
    return SHORT if _leans_on(word, after) else 0


def _leans_on(word: str, after: str) -> bool:
    """Guess by length whether the word is an article, a preposition or the like that goes with the next."""
    if not word.isalpha() or is_unspaced(word[-1]):
        return False
    return len(word) <= 2 or (len(word) == 3 and len(after) > 3)

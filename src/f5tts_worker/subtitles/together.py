"""Words that belong together: what it costs to part them at the end of a line or a cue.

Ours, tuned by eye: only the order and the rough distances matter. The text's language is not known here, so
the lists hold the words of several; one that is an ordinary word elsewhere is at worst kept with the next.
"""

# ruff: noqa: SIM905, RUF001 - tables of words, and both apostrophes

import re

from f5tts_worker.languages import CLAUSE_END, CLOSING, SENTENCE_END, is_unspaced

MARKS = SENTENCE_END | CLAUSE_END | frozenset(CLOSING)

HELD = 300  # from here on, a break is worse than any other way to divide the text
# More than a short word for itself costs, and several cues that are too quick.
ARTICLE = 900  # no line ends with one
LABEL = 900  # "3. Bake the bread."
TITLE = 800  # "Dr. Gray", "Mrs Hill"
UNIT = 800  # "5 km", "12 May", "No. 7"
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
_NUMBERED = frozenset(
    "no nos nr page pages p pp chapter part section volume vol fig figure room act scene version article "
    "line step kapitel seite teil band abb § numéro chapitre s bd kap abs ziff rn art n.º núm pág págs cap "
    "№ стр гл рис".split()
)
_STREETS = ("str", "straße", "strasse", "gasse", "straat")  # the number of the house follows
_NUMBER = re.compile(r"[^\w\s]{0,2}\d[\d.,:/'’]*\d|[^\w\s]{0,2}\d")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")  # "J. R. Smith"
# Some open in one language and close in another: »so« and «so», ”så” and “so”.
_OPENING = "\"'“‘«„([¿¡»”’›‹‚"
_EITHER = "\"'”’»›—–―-"  # of these, and dashes, a mark that stands apart opens where a sentence begins
_MARKS = ".,;:!?…)»”\"'"


def closes(text: str, *, is_apart: bool, begins_sentence: bool) -> bool:
    """Say whether a word is, or begins with, a mark that belongs to the word before.

    `is_apart`: a space is between them. Between words, only marks alone belong there: others open.
    """
    if text[0] not in MARKS or not is_apart:
        return text[0] in MARKS
    return all(char in MARKS for char in text) and not (begins_sentence and text[0] in _EITHER)


def opens(text: str, *, begins_sentence: bool) -> bool:
    """Say whether a word is marks alone that belong to the word after: a dash or quotes before speech."""
    return all(char in "“‘«„([¿¡‹‚" or (begins_sentence and char in _EITHER) for char in text)


def is_date(word: str, after: str) -> bool:
    """Say whether a month and its year follow one another: "May, 1999"."""
    return word.lower().rstrip(".,") in _MONTHS and _NUMBER.match(after) is not None


def parting(word: str, after: str, before: str = "") -> int:
    """Return what it costs to break after `word`, within a sentence, between `before` and `after`."""
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
    if is_date(word, after):
        return UNIT
    if (bare in _NUMBERED or bare.endswith(_STREETS)) and _NUMBER.match(after):
        return UNIT
    if first.isupper() and word[:1].isupper() and word.isalpha() and not word.isupper():
        return NAME
    is_unit = _NUMBER.fullmatch(before) and plain.strip(_MARKS) in _UNITS
    return SHORT if _leans_on(word, after) and not is_unit else 0


def _leans_on(word: str, after: str) -> bool:
    """Guess by length whether the word is an article, a preposition or the like that goes with the next."""
    if not word.isalpha() or is_unspaced(word[-1]):
        return False
    return len(word) <= 2 or (len(word) == 3 and len(after) > 3)

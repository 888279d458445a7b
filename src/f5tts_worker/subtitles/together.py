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
LONGEST_TITLE = 5  # letters
TITLE = 800  # "Dr. Gray", "Mrs Hill"
UNIT = 800  # "5 km", "12 May", "No. 7"
NUMBER = 40  # a number and what is counted
AMOUNT = 100  # "2 h 5 min"
PART_OF_NAME = 200  # "John F. Kennedy", "Robert Downey Jr."
OFFICE = 110  # "President Kennedy": rather cut off than a name is torn
NAME = 100  # two capitals in a row within a sentence
SHORT = 45  # articles and prepositions belong to what follows, in most languages
LEANING = 30  # so do conjunctions and longer prepositions

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
_PARTICLES = frozenset("da de des di du van von zu".split())  # "Mme de la Tour"
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
_LEANING = frozenset(
    "and or but nor that which who whose than with from into onto after before until till because while when "
    "where if as about of for to at in on by their our your my his her its this these those very und oder "
    "aber dass weil wenn mit von bei nach aus durch ohne unter mein dein sein ihr mais que qui avec pour "
    "dans sans sous leur notre votre pero con para por sobre che per della nella com em voor van maar".split()
)
_STREETS = ("str", "straße", "strasse", "gasse", "straat")  # the number of the house follows
_NUMBER = re.compile(r"[^\w\s]{0,2}\d[\d.,:/'’–-]*\d|[^\w\s]{0,2}\d")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")  # "J. R. Smith"
_MIDDLE = re.compile(r"[^\W\d_]\.(?:-[^\W\d_]\.)?")  # "John F. Kennedy", not "the U.S. Army"
_JOINTS = re.compile("[-'’]")  # "Jean-Luc", "O'Brien"
_SUFFIX = re.compile(r"(?:[JS]r|[IVX]{2,})\b", re.IGNORECASE)  # "Robert Downey Jr.", "Henry VIII"
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
    is_opened = after[:1] in _OPENING
    word, after = word.lstrip(_OPENING), after.lstrip(_OPENING)
    plain = word.lower()
    if plain in _ARTICLES:
        return ARTICLE
    named = _parting_of_name(word, after) if before or after != "I" else None  # "Then I left."
    if named is not None:
        return named
    if _NUMBER.fullmatch(word):
        is_counted = is_unspaced(after[:1] or " ") or after.lower().strip(_MARKS) in _UNITS
        return UNIT if is_counted or after.lower() in _UNITS else NUMBER
    if is_date(word, after):
        return UNIT
    bare = plain.rstrip(".")
    if (bare in _NUMBERED or bare.endswith(_STREETS)) and _NUMBER.match(after):
        return UNIT
    is_unit = _NUMBER.fullmatch(before) and plain.strip(_MARKS) in _UNITS
    if is_unit and not is_opened and _NUMBER.fullmatch(after):
        return AMOUNT
    if _leans_on(word, after) and not is_unit:
        return SHORT
    return LEANING if plain in _LEANING else 0


def _parting_of_name(word: str, after: str) -> int | None:
    """Return what it costs to break a name, or a title from its name; None where neither is."""
    first, bare = after[:1], word.lower().rstrip(".")
    if after in _PARTICLES and word[:1].isupper() and bare in _TITLES:
        return TITLE
    if not first.isupper():
        return None
    if _INITIAL.fullmatch(word):
        return TITLE
    if bare in _TITLES:
        return TITLE if len(bare) <= LONGEST_TITLE else OFFICE
    if not word[:1].isupper() or not _JOINTS.sub("", word).isalpha():
        return None
    if _MIDDLE.fullmatch(after) or _SUFFIX.match(after):
        return PART_OF_NAME
    return None if word.isupper() else NAME


def may_end_sentence(word: str, after: str, before: str) -> bool:
    """Say whether a number's unit may end a sentence, which its full stop leaves open: "in 24 h. If"."""
    is_unit = word.endswith(".") and _NUMBER.fullmatch(before) is not None and word.strip(_MARKS) in _UNITS
    return (
        is_unit and after[:1].isupper() and after[1:].islower() and after.lower().strip(_MARKS) not in _UNITS
    )


def _leans_on(word: str, after: str) -> bool:
    """Guess by length whether the word is an article, a preposition or the like that goes with the next."""
    is_acronym = len(word) > 1 and word.isupper()
    if not word.isalpha() or is_acronym or is_unspaced(word[-1]):
        return False
    return len(word) <= 2 or (len(word) == 3 and len(after) > 3)

"""Amounts before nouns: "a $5 million deal" is a five million dollar deal."""

import re

from f5tts_worker.engine.text.reading.numbers import quantity

NUMBER = r"(?:\d{1,2}(?:,\d\d)+,\d{3}|\d{1,3}(?:\.\d{3})+,\d\d(?!\d)|\d+(?:[,']\d{3})*(?:\.\d+)?|\.\d+)"
_ARTICLE = re.compile(
    r"(?i:(?<!\w)(?:(?P<a>an?)|the|this|that|every|each|my|your|his|her|our|their|its|another|one|first) "
    r"(?:[\w\ue000]+-[\w\ue000]+,? )?(?:\d{1,3} ?[a-z]{1,3} |[\d.]{1,6}\ue000{1,3})?[±~≈+]?)$"
)
_JOINED = re.compile(r"-[a-z]{1,12}(?!\w)")  # "$300-a-night"
_CASH = re.compile(
    r" (?:bills?|notes?|coins?|gift cards?|vouchers?|coupons?|stamps?|price tags?|bount(?:y|ies)|deposits?"
    r"|discounts?|fees?|fines?|prizes?|rebates?|rewards?|tickets?)\b"
)
_NOUN = re.compile(
    r"(?: \d{1,2} ?[a-z]{1,3})?[ -]\.?"
    r"(?:[A-Za-z][a-z]|(?!(?:AM|AUD|BC|BCE|CAD|CE|EUR|GBP|NZD|OR|PM|US|USD)\b)[A-Z]{2,5}s?\b)"
)
# Behind "the $5" may stand a verb or what tells where, when, whose.
_NO_NOUN = (
    "a|about|above|across|after|against|ago|ahead|all|also|among|an|and|apart|are|around|as|at|away|back|be|because|before|behind|below|between|beyond|big|broad|but|by|"
    "can|could|daily|deep|did|do|does|down|during|each|even|ever|earlier|every|farther|faster|for|from|further|had|has|have|he|heavy|her|"
    "here|high|i|if|in|inside|into|is|it|just|last|later|less|like|long|max|maximum|may|min|minimum|minus|more|near|never|next|north|not|now|of|"
    "off|old|on|only|onto|or|out|outside|over|past|per|plus|round|she|short|should|shy|since|so|soon|south|still|east|west|tall|that|the|then|there|they|thick|thin|this|"
    "through|to|today|tomorrow|tonight|throughout|thru|til|till|too|under|unless|until|up|very|via|was|we|went|were|when|whenever|whether|where|which|while|who|wide|will|with|within|without|"
    "would|yesterday|you|your"
)
# "every $100,000 borrowed"
_DONE = r"(?:[a-z]+ed|lent|lost|made|paid|sold|spent|won)"
_DONE += r"(?=[.,;:!?)]|$| (?:and|at|by|for|from|in|on|or|over|to|with)\b)"
SURE_NOUN = re.compile(rf"[ -]\.?(?!(?:{_NO_NOUN})\b|{_DONE})[a-z]{{2}}")


def say_number(text: str) -> str:
    """Say a number in English: 1,234.5 as one thousand two hundred and thirty-four point five."""
    return quantity(text, "en")


def several(said: str) -> str:
    """Return the plural of a number: "twenties", "sixes"."""
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}es" if said.endswith("x") else f"{said}s"


def is_adjective(match: re.Match[str]) -> bool:
    """Say whether an amount stands before a noun, behind a word that shows it."""
    if _JOINED.match(match.string, match.end()) or _CASH.match(match.string, match.end()):
        return True
    before = match.string[max(0, match.start() - 24) : match.start()]
    article = _ARTICLE.search(before)
    return bool(article and (_NOUN if article["a"] else SURE_NOUN).match(match.string, match.end()))

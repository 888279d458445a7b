"""German endings: ordinals and adjectives as the words around them ask for."""

# ruff: noqa: E501, RUF001, SIM905 - the dash of ranges is meant; a row of a table is one line; lists of words are texts

import re

from f5tts_worker.engine.text.languages.de.gender import gender_of, is_neuter
from f5tts_worker.engine.text.reading.numbers import in_words
from f5tts_worker.engine.text.reading.spans import TAKEN

_PREPOSITIONS = (
    "an auf aus außer bei gegenüber hinter in mit nach neben seit unter von vor während wegen zu zwischen über trotz statt"
).split()


# Nouns before another in a row that one preposition governs: "mit 1 TL Salz, der Milch und 2 EL Öl".
_LISTED = rf"(?:[\d.,{TAKEN}]+|[a-z]{{1,2}}|[TE]L|Pck\.|Bd\.|gestr\.|geh\.|kl\.|gr\.|etwas|wenig|der|dem|den|[A-ZÄÖÜ][^\W\d_]+-?)"
_AND = "(?:und|oder|sowie) "
_DATIVE = re.compile(
    rf"\b(?i:ab|aus|bei|in|mit|nach|seit|von|vor|zu) (?:(?:{_LISTED},? (?:{_AND})?){{0,11}}(?:{_LISTED}, |{_AND}))?$"
)
_ABOUT = r"(?:(?:nur|noch|etwa|rund|ca\.|circa|genau|knapp|gut|fast|mindestens|höchstens|maximal|bis zu|mehr als|weniger als|über|je|jeweils|exakt|bloß|lediglich|ganze|schon|wieder|auch|immer) ){0,2}"
_ACCUSATIVE = re.compile(
    rf"\b(?i:für|gegen|ohne|um|über|durch|pro) {_ABOUT}$"
    # What is measured and paid has the accusative wherever the subject stands: "kostete jedes Buch nur 1 €".
    r"|\b(?:(?:[Kk]ost|[Dd]auer|[Bb]eträg|[Ww]ieg|[Zz]ahl|[Bb]ezahl|[Vv]erdien|[Ss]par|[Ss]pend)(?:e?te?n?|e?n|e)|[Bb]etrug|[Ww]og|[Mm]isst|[Mm]aß) (?:[^\W\d_]+ ){0,4}$"
    r"|\b(?:gibt?|gab|[Hh]ast?|[Hh]at|[Hh]atten?|[Hh]aben?|[Hh]abt|[Bb]ekam(?:en)?|[Bb]ekomm(?:e|t|en)|erhält|erhielt(?:en)?|[Nn]immt?|(?:[Bb]rauch|[Nn]ehm|[Kk]auf|[Bb]estell|[Ww]art|[Ss]uch)(?:e?te?n?|e?n|e)) "
    rf"(?:(?:es|er|sie|ihr|ich|du|wir|man|Sie|mir|dir|uns|mich|hier|dort|heute|derzeit|nun|jetzt|dann|damit|am|immer) ){{0,3}}{_ABOUT}$"
)
# How far and how long: "1 m hoch", "1 Tag später".
_EXTENT = re.compile(
    r" (?:hoch|höher|tief|tiefer|lang|länger|kürzer|breit|breiter|schmaler|dick|dicker|weit|weiter|entfernt|groß|größer|kleiner|schwer|leichter|alt|älter|jünger|früher|später|zuvor|vorher|danach|darauf|nachher|"
    r"vor|nach|über|unter|hinter|neben|daneben|Abstand|Vorsprung|Rückstand|mehr|weniger|teurer|billiger|günstiger|Zeit|Urlaub|Pause)\b"
)
_SAME_CASE = re.compile(r"(?:(?:\d+|eine?n?) [A-ZÄÖÜ]\w+(?:,| und| oder| sowie) )+$")
_EXTENDS = re.compile(
    r"(?:\w*(?:[Tt]ag|[Mm]onat|[Mm]eter|[Pp]unkt)|Abend|Moment|Schritt|Zoll|Euro|Cent|Dollar|Franken|Liter)$"
)
# Of the others "ein" is right wherever "einen" may be.
_MASCULINE = re.compile(
    r"(?:\w*(?:[Tt]ag|[Mm]onat|[Aa]bend|[Pp]unkt|[Pp]latz|[Ss]pieler|[Aa]rtikel|[Gg]utschein|[Bb]rief|[Aa]nruf|[Tt]ermin|[Kk]urs|[Bb]eitrag|[Ss]tern|[Ff]ehler|[Bb]eutel|[Bb]echer|[Kk]arton|[Ww]ürfel|[Aa]ntrag|[Ss]atz|[Tt]est|"
    r"[Vv]ersuch|[Ss]chuss|[Zz]weig|[Kk]uchen|[Kk]affee|[Aa]pfel|[Kk]offer|[Bb]alkon|[Gg]arten|[Ss]ohn|[Rr]aum|[Ff]ilm|[Ss]ong|[Kk]ommentar|[Vv]orschlag|[Tt]ipp|[Gg]rund|[Ff]reund|[Zz]ug|[Bb]us|[Hh]und|[Tt]isch|[Ss]tuhl|[Ss]chrank|[Tt]opf|[Kk]asten|[Ee]imer|[Kk]orb|[Tt]eller|[Ss]chlüssel|[Aa]usweis|[Mm]eter|löffel)|"
    r"Moment|Schritt|Sieg|Teilnehmer|Gast|Mann|Patient|Euro|Dollar|Cent|Franken|Yen|Zloty|Rubel|Forint|Yuan|Bitcoin|Liter|Hektar|Zoll|Einwohner)$"
)


def takes_dative(before: str) -> bool:
    """Say whether the text before an amount puts it into the dative."""
    return bool(_DATIVE.search(before))


def takes_accusative(before: str) -> bool:
    """Say whether what stands before an amount puts it into the accusative."""
    return bool(_ACCUSATIVE.search(_SAME_CASE.sub("", before)))


def tells_extent(noun: str, after: str) -> bool:
    """Say whether what stands behind an amount makes it a length or a time: "1 m hoch", "1 Tag später"."""
    return bool(_EXTENDS.match(noun) and _EXTENT.match(after))


def is_masculine(noun: str) -> bool:
    """Say whether a noun surely has "einen" in the accusative."""
    return bool(_MASCULINE.match(noun))


def ordinal(number: int) -> str:
    """Return an ordinal with its weak ending: "dritte"."""
    return (
        in_words(number, "de", to="ordinal").removeprefix("ein")
        if number in (100, 1000)
        else in_words(number, "de", to="ordinal")
    )


_WEAK = frozenset("die das ans ins fürs diese jede jedes jeder dieser dieses aufs".split())
# Without an article behind them the adjective has the dative's ending itself.
_DATIVE_ALONE = frozenset("ab an auf aus bei laut mit nach seit von vor zu in unter".split())
_MANY = re.compile(
    r"(?:[^u]n?gen|[^g]en|innen|eln|ern|(?:o|an|am|ub|el|ar|op)s|(?:Chart|Event|Hit|Jet|Job|Song|Test|Trend|Start-up|Band)s)$"
)  # plurals, mostly
# "vom 3. bis", "am 1. Mai, 2. Juni und"
_CHAINED = re.compile(
    r"(?:\d{1,2}\.(?:\d{1,2}\.)?(?: ?[-–/]| (?:und|oder|bis|sowie|u\.|o\.|&)|(?: [A-ZÄÖÜ][^\W\d_]+)?(?:,| und| oder| sowie| u\.)) ?(?:de[rmn] |die |das )?){1,6}$"
)
_BORN = re.compile(r"(?:[(,;] ?|[^\W\d_] )[*†⚭∞] ?$")
_COUNTED_NOUN = re.compile(r"(?: ?[-–/] ?\d{1,2}\.| (?:und|oder|bis) \d{1,2}\.)? ([^\W\d_]+)")
# Nouns that are shortened behind an ordinal.
_FULL = {
    "Aufl": "Auflage", "Bd": "Band", "Etg": "Etage", "Hj": "Halbjahr", "Jh": "Jahrhundert", "Jhd": "Jahrhundert", "Jhdt": "Jahrhundert", "Jtsd": "Jahrtausend", "Kap": "Kapitel",
    "Kl": "Klasse", "Min": "Minute", "Std": "Stunde", "Tab": "Tabelle", "Wo": "Woche",
}  # fmt: skip
_ON_WEEKDAY = re.compile(
    r"\b(?i:am|vom|zum|seit|ab|bis|den|dem) (?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Mo|Di|Mi|Do|Fr|Sa|So)\.? $"
)
_AT_WEEKDAY = re.compile(
    rf"\b(?i:am|vom|zum|seit|ab|bis) (?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Mo|Di|Mi|Do|Fr|Sa|So|{TAKEN}{{2,3}})\.?, $"
)


def inflected(number: int, before: str, after: str = "") -> str:
    """Say an ordinal with the ending that the words before it ask for: "am dritten", "der dritte", "ein dritter"."""
    chained = _CHAINED.search(before)
    has_article = re.search(r"\b(?:de[mn]|das) $", before)  # "zwischen 1. Mai und dem 3. Juni"
    # "vom 3. bis 5. Juni": both end alike
    if chained and not has_article and not _counts_another(chained[0], after):
        before = before[: chained.start()]
    said = ordinal(number)
    weekday = _AT_WEEKDAY.search(before)
    if weekday:  # "am Mi., 12.3."
        return f"dem {said}n"
    if re.search(r"\b(?:geb|gest|verst)\. $", before):
        return f"am {said}n"
    if _ON_WEEKDAY.search(before) or _BORN.search(
        before
    ):  # "am Fr. 12.3."; "(* 3. Mai 1920": the sign is said as "geboren am"
        return f"{said}n"
    if re.search(rf"(?:^|[ (]){TAKEN}{TAKEN} $", before):  # "v." is read already: "vom dritten Mai"
        return f"{said}n"
    return _ended(said, before, after)


def _counts_another(chained: str, after: str) -> bool:
    """Say whether an ordinal stands before another noun than those in front: "im 4. Stock, 2. Tür links"."""
    noun = _COUNTED_NOUN.match(after)
    return "," in chained and bool(noun and re.search("[A-ZÄÖÜ]", chained) and noun[1] not in chained)


# Of several: "3 sog. Retter", "einige ehem. Spieler"; weak behind articles and the like.
_SEVERAL = re.compile(
    r"(?:(?<![\w.,])(?:[2-9]|[1-9][\d.]+)|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|viele|einige|mehrere|wenige|etliche|zahlreiche|weitere|andere|verschiedene|ein paar)) $"
)
_ALL_OF_THEM = re.compile(
    r"\b(?i:beiden?|alle[rn]?|keinen?|solchen|vielen|einigen|mehreren|wenigen|zahlreichen|weiteren|anderen|(?:die|de[rn]|diese[rn]?|[msd]eine[rn]?|ihre[rn]?|unsere[rn]?) (?:\w+|[\d.]+)) $"
)


def adjective(stem: str, before: str, noun: str) -> str:
    """Return an adjective before a noun with the ending that what stands in front asks for: "die maximale Höhe"."""
    said = f"{stem}e"
    last = (re.findall(r"(\w+) $", before.lower()) or [""])[0]
    several = _SEVERAL.search(before)
    if _ALL_OF_THEM.search(before) and (several or not last.isdecimal()):
        return f"{said}n"
    if several:
        return said + "n" * takes_dative(before[: several.start()])
    many = bool(_MANY.search(noun))
    gender = gender_of(noun)
    if last in _DATIVE_ALONE:
        return said + ("n" if many else "r" if gender == "f" else "m")
    if last in ("für", "ohne", "gegen", "um", "durch"):
        return said + ("" if many or gender == "f" else "s" if gender == "n" else "n")
    if many and (last == "die" or (last == "der" and noun.endswith("s"))):
        return f"{said}n"
    is_article = last in _WEAK or re.fullmatch("de[mnrs]|[ai]m|zu[mr]|vom|beim|[a-z]*ein(?:e[mnrs]?)?", last)
    return said if many and not is_article else _ended(said, before if is_article else "", f" {noun}")


# An adjective behind an article: what follows ends as it does.
_ARTICLE_AND_OTHERS = re.compile(
    r"\b((?i:d(?:er|ie|as|e[mns])|[ai]m|zu[mr]|vom|(?:[mdsk]?ein|ihr|unser)(?:e[mnrs]?)?) )"
    r"(?:(?!(?:d(?:er|ie|en|em|es)|zwischen|neben|gegen|wegen|oder|aber|über|unter|außer|hinter|immer|wieder|weiter|gestern|sondern|eben|[mdsk]?ein\w*|ihr\w*|unser\w*|jede\w*|alle\w*|diese\w*|sie|wie|ohne) )[a-zäöüß]{2,}e[nrsm]? ){1,2}$"
)
_MONTHS = frozenset(
    "Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember".split()
)
_STRONG = frozenset("an auf aus bei in mit nach unter von vor zu".split())


def without_adjectives(before: str) -> str:
    """Leave out adjectives between an article and what follows: "das alte", "dem vollendeten"."""
    return _ARTICLE_AND_OTHERS.sub(r"\1", before)


def _ended(said: str, before: str, after: str) -> str:
    words = re.findall(r"\w+", without_adjectives(before).lower())[-3:]
    last, previous = ([""] * 2 + words)[-1], ([""] * 2 + words)[-2]
    counted = _COUNTED_NOUN.match(after)
    noun = _FULL.get(counted[1], counted[1]) if counted else ""
    is_feminine = gender_of(noun) == "f" or noun in ("KW", "SSW")
    if last in _STRONG and noun[:1].isupper() and noun not in _MONTHS:  # "mit 12. Sieg", "an 2. Stelle"
        return said + ("r" if is_feminine else "m")
    if last == "zwischen":  # "zwischen 1. Oktober und 3. Mai"
        return said + ("r" if is_feminine else "m")
    if last == "der":  # of a feminine noun it is no nominative
        return said + ("n" if previous in _PREPOSITIONS or is_feminine else "")
    if last in _WEAK:
        return said
    if re.fullmatch(
        "am|im|vom|v|zum|zur|beim|bis|spät|spätestens|frühestens|längstens|voraussichtlich|vorauss|einschl|einschließlich|inkl|inklusive|ab|seit|den|dem|des|de[rs]selben|nach|vor",
        last,
    ) or re.fullmatch("(?:ein|kein|mein|dein|sein|ihr|unser|euer|eur|dies|jed|jen)(?:en|em|er|es)", last):
        return said + "n"
    if re.fullmatch("(?:ein|kein|mein|dein|sein|ihr|unser|eur)e", last):
        return said
    if is_neuter(noun):
        return said + "s"
    if is_feminine:
        return said
    return said + "r"

"""What is seen and not said, in every language: faces made of signs, ornaments, the bounds of a formula."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; letters of other scripts are eyes and arms

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, whole

_PICTURES = (
    "angry|clap|confused|cry|eyes|fire|grin|heart|hugs|joy|laughing|muscle|party|point|pray|rocket|rofl|sad|shrug|smile|smiley|"
    "smirk|sob|sparkles|star|sunglasses|tada|thinking|thumbsdown|thumbsup|warning|wave|wink"
)
# The names of pictures in chats, and signs that are drawn in a row.
_NAMED_PICTURE = rf"(?<![\w:]):(?:{_PICTURES}|[a-z]+(?:_[a-z]+){{1,5}}):(?![\w:`])"
_ORNAMENT = r"(?<![\w@&%+$#])(?P<sign>[@&%+$#])(?P=sign){2,}(?!\w)"

# Faces that lie on their side, standing alone; "XP" is a system, "8)" the number of an item.
_SIDEWAYS = r"[:;=][-'^]?[DPp)]|[:;]-?[Oo]|[:;][-'^]{0,2}[()\[\]|/\\*]|(?:xD|XD|xP){1,3}"
# What stands before a name or a value: "I use Adobe XD", "press :p", "let x =p".
_IS_NAMED = re.compile(
    r"(?:(?i:\b(?:adobe|figma|sketch|an?|the|in|with|for|from|to|or|via|install|learn|open|uses?|using|usa|usar|utilis\w+|choose|enter|press|run|type|option|command) )|(?<![^\s(])[a-z] (?==)|= (?=:))"
)
_NAMES_CARDS = re.compile(r" (?:cards?|files?|plugins?|prototypes?)\b")
_MEANT = re.compile(r"\b(?i:trennzeichen|separator|delimiter|séparateur|separador|separatore)[: ]{1,2}$")
_DESIGN = re.compile(r"\b(?:Adobe|Figma|Sketch|UX|UI)\b")
_LEVEL = r"(?P<tear>[TQ;])_+(?P=tear)|[oO0]_+[oO0]|\^[_.-]*\^|>[._]+<|-_+-"
_STANDS_ALONE = rf"(?<![^\s({TAKEN}])(?:{{}})(?=[\s.,!?){TAKEN}]|$)"
# Faces in brackets have two eyes alike: "(ಠ_ಠ)", "(╯°□°)╯", "( ͡° ͜ʖ ͡°)".
_IN_BRACKETS = (
    r"[^\s\w.,:;!?\"'(){}\[\]]{0,2}\( ?[^\s\w()]{0,2}(?P<eye>[^\w\s()\[\]{}.,:;?!'\"/#*=+&|…\u2190-\u21ff⌃⌘⌥⇧-]|[ಠಥツʘ])[^\dA-Za-z()]{0,6}(?P=eye)[^\s\w()]{0,2} ?\)[^\s\w.,:;!?\"'(){}\[\]]{0,2}"
    r"|\s?\u0304?\\?_?\(ツ\)_?/?(?:\s?\u0304)?|ʕ[^\s\dA-Za-z]{1,8}ʔ"
)
_HEART = r"</?3+"
_LOVES = re.compile(
    r"(?:(?i:\b(?:all|amo|amore|babe|baby|baci|bacio|bene|bye|day|dich|dir|everyone|forever|guys|her|him|it|love|lol|mom|much|night|so|soon|te|thanks|them|this|thx|too|tysm|u|ya|you|youu+|yours?)) ?|\b(?:LG|Kuss|Deine?) [^\W\d_]{2,12} ?|[!?.~*] |[\ue000\U0001f000-\U0001faff❤] ?|</?3+ )$"
)
_ENDS = re.compile(r"\s*(?:$|[\n.!?)]|</?3|[\ue000\U0001f000-\U0001faff❤])")

# "$E = mc^2$", as TeX writes it: nothing blank inside the signs, no digit behind the second. What is between
# has a sign of a formula, or is one letter: "$5-$10" and "A$ or US$" are amounts.
_IN_DOLLARS = r"(?<![\w$\\])(?P<open>\${1,2})(?=[^\s\d$][^$\n]{0,100}?[\\^_=<>+*]|[A-Za-z]\$|\d[^$\n]{0,100}?[\\^_=])[^$\n]{0,119}[^\s$](?P<close>\${1,2})(?![\d\w$])"
_PLACE = r"(?<![\w$/:=.{-])\{\{? ?[A-Za-z][\w.]{0,40} ?\}?\}(?![\w/:=}-])"  # where a name will be put in: "{{ order_id }}"


def _sideways(match: re.Match[str]) -> Iterable[Piece]:
    """Leave out a face, but no letters that are a name or a value."""
    line, face = match.string, match[0]
    named_so = any(
        mark.end() == match.start()
        for mark in _IS_NAMED.finditer(line, max(0, match.start() - 16), match.end())
    )
    if face[-1].isalpha() and named_so:
        return ()
    is_program = "XD" in face.upper() and (
        _NAMES_CARDS.match(line, match.end())
        or _DESIGN.search(line, max(0, match.start() - 60), match.end() + 60)
    )
    is_meant = _MEANT.search(line, max(0, match.start() - 16), match.start())  # "(Trennzeichen ;)"
    return () if is_program or is_meant else whole(match, "")


def _heart(match: re.Match[str]) -> Iterable[Piece]:
    """Take "<3" for a heart where somebody is fond of something, not where a number is below three."""
    line, start = match.string, match.start()
    before = line[max(0, start - 12) : start]
    alone = not line[line.rfind("\n", 0, start) + 1 : start].strip()
    fond = alone or _LOVES.search(before) or before.rstrip()[-1:].isdecimal()
    return whole(match, "") if fond and (_ENDS.match(line, match.end()) or alone) else ()


def _bounds(match: re.Match[str]) -> Iterable[Piece]:
    """Leave out a formula's dollars and the underscores of its indices."""
    for group in ("open", "close"):
        yield Piece(*match.span(group), "")
    yield from _blanks(match)


def _blanks(match: re.Match[str]) -> Iterable[Piece]:
    for mark in re.finditer("_", match[0]):
        yield Piece(match.start() + mark.start(), match.start() + mark.end(), " ")


UNSAID = (
    Kind("picture", _NAMED_PICTURE, lambda match: whole(match, ""), frozenset(":")),
    Kind("ornament", _ORNAMENT, lambda match: whole(match, ""), frozenset("@&%+$#")),
    Kind("face on its side", _STANDS_ALONE.format(_SIDEWAYS), _sideways, frozenset(":;=Dx")),
    Kind("level face", _STANDS_ALONE.format(_LEVEL), lambda match: whole(match, ""), frozenset("_^<")),
    Kind("face in brackets", _IN_BRACKETS, lambda match: whole(match, ""), frozenset(")ʔ")),
    Kind("heart", rf"(?<![^\s{TAKEN}])(?:{_HEART})(?=[\s.,!?{TAKEN}<]|$)", _heart, frozenset("3")),
    Kind("formula in dollars", _IN_DOLLARS, _bounds, frozenset("$")),
    Kind("place for a name", _PLACE, _blanks, frozenset("_")),
)  # fmt: skip

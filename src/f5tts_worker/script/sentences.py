"""Where sentences end: found once, for the chunks that are spoken and for the cues that are shown.

sentencex knows the marks and abbreviations of some 300 languages. What it leaves open is decided here.
"""

import itertools
import re
import unicodedata

from f5tts_worker.languages import CLOSING, SENTENCE_STARTERS, language_code

# A long text goes to the library in windows: its work on quotation marks grows with the square of the length.
WINDOW = 2_000
_FIRST_UNSPACED = "\u2e80"  # from here on are scripts that have marks of their own and no space after them
# A name follows: the library ends a sentence after these in French, or in front of some words ("Dr. Who").
_TITLE = re.compile(r"(?<!\S)(?:[Dd]hr|Dr|[Mm]evr|M|Mlle|Mme|Mrs?|Ms|[Mm]w|Prof)\.$")
# "Don Pedro" and "San Juan"; after another word "D." may be a vitamin.
_DON = re.compile(
    r"(?:^|[^\w\s]\s+|\b(?:a|al|de|do|del|con|com|y|e|por|que|o|el|rey|rei) )(?:D|S|Sta|Sto)\.$"
)
_ORDINAL = re.compile(r"(?<![\w.,:-])\d{1,3}\.$")
_WORD = re.compile(r"[^\W\d_]+")
# A number follows: "Rm. 12", "Vol. 2", "Kap. 3", "núm. 5", "mar. 4", "3 janv. 2025".
_COUNTED = re.compile(
    r"(?<![^\W\d_])(?i:abb|apt|approx|art|bd|bldg|blz|ca?|cap|ch|chap|eq|ext|figs?|hf?st|kap|max|min|nrs?|n|nos?|núm|op|p|"
    r"pagg?|págs?|para|pgs?|pp|rm|sec|ste|t|tab|t[ée]l|temp|vols?|"
    r"di|dim|do|gio|jeu|jue|lun|ma|mar|mer|mié|qua|qui|sáb|sam|seg|sex|ven|vie|vr|wo|za|"
    r"abr|ago|aug|août|avr|d[ée]c|dez|dic|ene|f[ée]br?|févr|gen|giu|janv?|jui[ln]|jul|jun|lug|mag|mrt|nov|o[ck]t|ott|out|sept?|sett?)\.$"
)
_NUMBER = re.compile(r"\(?\d|[IVXLC]+(?!\w)")
_SURROGATES = re.compile("[\ud800-\udfff]")  # half a character: cannot be handed to the library
_VISIBLE = re.compile(r"\S")
_BLANK_LINE = re.compile(r"\n[^\S\n]+(?=\n)")
# An emoji after a sentence's end belongs to it: the library gets it as a space.
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0f\U0001f000-\U0001fbff]")


def split_sentences(text: str, language: str) -> list[str]:
    """Cut a text into its sentences, white space and all: joined, they are the text.

    `language` is a code such as "en" or "en-GB". A blank line ends a sentence, with or without a mark.
    """
    code = language_code(language)
    seen = _EMOJI.sub(" ", _SURROGATES.sub("\ufffd", text))
    seen = _BLANK_LINE.sub(lambda line: "\n" * len(line[0]), seen)
    ends = [0]
    reached = _first_visible(seen, 0)
    for place in _beginnings(seen, code):
        if place > reached:
            reached = _first_visible(seen, place)
            if reached < len(seen) and _is_end(seen, reached) and not _goes_on(seen, reached, code):
                ends.append(reached)
    return [text[start:stop] for start, stop in itertools.pairwise([*ends, len(text)])] if text else []


def _first_visible(text: str, place: int) -> int:
    found = _VISIBLE.search(text, place)
    return found.start() if found else len(text)


def _beginnings(text: str, language: str) -> list[int]:
    """Return where the library begins a sentence."""
    from sentencex import get_sentence_boundaries  # late: health and storage never need it

    places: list[int] = []
    start = 0
    while start < len(text):
        window = text[start : start + WINDOW]
        found = [start + boundary["start_index"] for boundary in get_sentence_boundaries(language, window)][
            1:
        ]
        places += found
        if start + WINDOW >= len(text):
            break
        start = found[-1] if found else start + WINDOW  # the last sentence may go on beyond the window
    return places


def _goes_on(text: str, place: int, language: str) -> bool:
    """Say whether the full stop before `place` ends no sentence: German "im 3. Stock", Spanish "D. Pedro"."""
    before = text[max(0, place - 40) : place]
    bare = before.rstrip()
    word = _WORD.match(text, place)
    if not word or "\n" in before[len(bare) :]:
        return False
    if language in ("es", "it", "pt"):
        return bool(_DON.search(bare)) and word[0][0].isupper()
    starters = SENTENCE_STARTERS.get(language)
    return bool(starters) and bool(_ORDINAL.search(bare)) and word[0] not in (starters or ())


def _is_end(text: str, place: int) -> bool:
    """Say whether a sentence ends before `place`, where the library ends one."""
    after = text[place : place + 1]
    before = text[max(0, place - 40) : place]
    bare = before.rstrip()
    if "\n\n" in before[len(bare) :]:
        return True
    if not bare or (before == bare and bare[-1] < _FIRST_UNSPACED):
        return False
    if bare[-1] in "」』":
        return not "\u3040" <= after <= "\u309f"  # a quotation goes on in hiragana: 「はい。」と言った。
    mark = bare.rstrip(CLOSING)[-1:]
    if not mark or unicodedata.category(mark)[0] not in "PS":
        return False
    if mark != ".":
        return True
    return not (
        after.islower() or _TITLE.search(bare) or (_COUNTED.search(bare) and _NUMBER.match(text, place))
    )

"""Japanese, Chinese and Thai as readers read them: characters joined to the phrases that they make.

The engine times every character of a script that is written without spaces. BudouX (Google, Apache 2.0) cuts
such a text where a line may break, into words with what belongs to them: 今日は / 良い / 天気です。
"""

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from f5tts_worker.languages import is_unspaced
from f5tts_worker.subtitles.words import Word

if TYPE_CHECKING:
    from budoux import Parser

# Characters that one of the two ways to write Chinese has and the other does not.
_TRADITIONAL = frozenset(
    "們國這個來時對說學會過還發經點從實現開關長問間題東車書見話語聽讀寫買賣錢門電電視頭體應該樣後邊"
)
_WINDOW = 2_000  # characters that are cut at once


def phrased(words: Sequence[Word]) -> list[Word]:
    """Join words of unspaced scripts to phrases; each has the times of its first and last word.

    Other words stay as they are. A phrase never crosses a sentence, a pause that was asked for, a space or
    a change of the voice.
    """
    return [
        phrase
        for is_run, run in itertools.groupby(_runs(words), key=lambda pair: pair[0])
        for phrase in (_joined_run([word for _, word in run]) if is_run else [word for _, word in run])
    ]


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    """Yield each word with the number of its run of unspaced words, or 0 where it stands for itself."""
    number, before = 0, None
    for word in words:
        letters = _letters(word.visible) or word.visible
        if not letters or not (is_unspaced(letters[0]) and is_unspaced(letters[-1])):
            before = None
            yield 0, word
            continue
        goes_on = before is not None and not before.space and _same_speech(before, word)
        number += not goes_on
        before = word
        yield number, word


def _letters(text: str) -> str:
    """Return a word without the marks at its ends, which may be another script's, as in ですか?."""
    marks = "".join(char for char in text if unicodedata.category(char)[0] in "PS")
    return text.strip(marks)


def _same_speech(one: Word, other: Word) -> bool:
    return one.sentence == other.sentence and one.voice == other.voice and not one.pause_ms


def _joined_run(run: Sequence[Word]) -> list[Word]:
    text = "".join(word.visible for word in run)
    parser = _parser(_model(text))
    ends, at = set(), 0
    for start in range(0, len(text), _WINDOW):
        for phrase in parser.parse(text[start : start + _WINDOW]):
            at += len(phrase)
            ends.add(at)
    phrases, at = [], 0
    waiting: list[Word] = []
    for word in run:
        waiting.append(word)
        at += len(word.visible)
        if at in ends or at == len(text):
            phrases.append(_one(waiting))
            waiting = []
    return phrases


def _one(words: list[Word]) -> Word:
    if len(words) == 1:
        return words[0]
    first, last = words[0], words[-1]
    scores = [word.score for word in words if word.score is not None]
    return Word(
        "".join(word.visible for word in words),
        first.start_ms,
        last.end_ms,
        round(sum(scores) / len(scores), 3) if scores else None,
        "aligned" if any(word.source == "aligned" for word in words) else "interpolated",
        space=last.space,
        sentence=first.sentence,
        voice=first.voice,
        paragraph=first.paragraph,
        pause_ms=last.pause_ms,
        made_of=tuple(words),
    )


def _model(text: str) -> str:
    if any("\u3041" <= char <= "\u30fa" for char in text):  # kana
        return "japanese"
    if any("\u0e01" <= char <= "\u0e5b" for char in text):
        return "thai"
    return "traditional_chinese" if any(char in _TRADITIONAL for char in text) else "simplified_chinese"


@cache
def _parser(name: str) -> "Parser":
    import budoux  # late: most texts need none, and it reads a model

    return {
        "japanese": budoux.load_default_japanese_parser,
        "thai": budoux.load_default_thai_parser,
        "traditional_chinese": budoux.load_default_traditional_chinese_parser,
        "simplified_chinese": budoux.load_default_simplified_chinese_parser,
    }[name]()

"""Several voices by rules: the narrator, what stands in quotes, and who is named beside it.

The rules are those that novels keep: a new speaker begins a new paragraph, and a name beside the quotes says
who speaks. Who "she" is, and whose turn it is without a name, is not guessed: such lines have the voice of
all dialogue.
"""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from f5tts_worker.client.asking import UsageError
from f5tts_worker.client.input.texts import content
from f5tts_worker.languages import CLAUSE_END, SENTENCE_END, ends_sentence
from f5tts_worker.request.names import voice_name
from f5tts_worker.script.sentences import split_sentences

MOST_NAMES = 200
_LONGEST_NAME = 60
# What opens speech -> what closes it. German and French use the same marks the other way around, too.
_CLOSING = {
    '"': '"', "“": "”", "„": "“”", "«": "»", "»": "«»", "‹": "›", "›": "‹›",  # noqa: RUF001 - quotation marks
    "‘": "’", "「": "」", "『": "』",  # noqa: RUF001 - quotation marks
}  # fmt: skip
_OPENING = re.compile(rf"(?<!\w)[{''.join(map(re.escape, _CLOSING))}]")
_ALWAYS_SPEECH = "「『"  # these end without a mark of their own
_ENDS = frozenset(SENTENCE_END | CLAUSE_END | {"-"})


@dataclass(frozen=True)
class Line:
    """What one voice says of a paragraph; None is the voice of a job that names none."""

    text: str
    voice: str | None = None


@dataclass(frozen=True)
class Cast:
    """Whose voice is whose: the narrator's, that of dialogue without a name, and of each name.

    Without one for dialogue, the narrator says it.
    """

    narrator: str | None = None
    dialogue: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def voices(self) -> list[str]:
        """The voices beside the narrator's."""
        return sorted({*self.names.values(), *filter(None, [self.dialogue])})

    def lines(self, paragraph: str, language: str) -> list[Line]:
        """Divide a paragraph into what each voice says of it: speech in quotes, and narration."""
        speech = list(_speech(paragraph))
        if not speech:
            return [Line(paragraph, self.narrator)]
        told = _between(paragraph, speech)
        speakers = self._speakers([split_sentences(one, language) or [""] for one in told])
        lines = [Line(told[0], self.narrator)]
        for (start, stop), speaker, after in zip(speech, speakers, told[1:], strict=True):
            lines += [Line(paragraph[start:stop], speaker or self.narrator), Line(after, self.narrator)]
        return list(tidy(lines))

    def _speakers(self, told: Sequence[Sequence[str]]) -> list[str | None]:
        """Return the voice of each speech; `told` has the sentences before, between and behind them.

        Named in a sentence that leads to the quotes ("Anna said,"), in the one behind them ("said Anna"), as
        the speaker before in the same paragraph, in the sentence before ("Anna nodded."), or later.
        """
        found: list[str | None] = []
        speaker = None
        for before, after in itertools.pairwise(told):
            head = self._named(before[-1])
            leads = head if not ends_sentence(before[-1]) else None
            speaker = leads or self._named(after[0]) or speaker or head
            found.append(speaker)
        later = next(filter(None, found), None)
        return [one or later or self.dialogue for one in found]

    def _named(self, sentence: str) -> str | None:
        """Return the voice of the first name in a sentence."""
        found = self._pattern.search(sentence) if self.names else None
        return self.names[found[0]] if found else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.names, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def read_cast(path: Path, narrator: str | None) -> Cast:
    """Read a file of rules. Raises UsageError, which names everything that is wrong with it."""
    try:
        data = tomllib.loads(content(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no TOML: {error}") from None
    names = data.get("names", {})
    unknown = data.keys() - {"dialogue", "names"}
    faults = [f"{key!r} is unknown; expected dialogue and [names]" for key in unknown]
    if not isinstance(names, dict) or len(names) > MOST_NAMES:
        faults.append(f"names must be a table of at most {MOST_NAMES} names and voices")
        names = {}
    faults += [
        f"the name {name[:_LONGEST_NAME]!r} has no letter, or more than {_LONGEST_NAME}"
        for name in names
        if not any(map(str.isalnum, name)) or len(name) > _LONGEST_NAME
    ]
    asked = {f"names.{name}": voice for name, voice in names.items()}
    asked |= {"dialogue": data["dialogue"]} if "dialogue" in data else {}
    for place, voice in asked.items():
        if not isinstance(voice, str) or voice_name(voice) is None:
            faults.append(f"{place} is {voice!r}, which is no voice's name")
    if faults:
        raise UsageError(f"{path}: {'; '.join(sorted(faults))}")
    if not asked:
        raise UsageError(f'{path} names no voice; expected dialogue = "NAME", or [names] with Anna = "NAME"')
    known = {place: str(voice_name(voice)) for place, voice in asked.items()}
    return Cast(narrator, known.get("dialogue"), {name: known[f"names.{name}"] for name in names})


def _speech(text: str) -> Iterator[tuple[int, int]]:
    """Yield where speech in quotes begins and ends, its marks and a comma behind them included."""
    letters = [place for place, sign in enumerate(text) if sign.isalnum()] or [0]
    place = 0
    while found := _OPENING.search(text, place):
        start, place = found.span()
        stop = _closed(text, start)
        if stop is not None:
            is_all = start < letters[0] and letters[-1] < stop
            if is_all or _is_speech(text, start, stop):
                yield start, stop + (text[stop : stop + 1] == ",")
            place = stop


def _closed(text: str, start: int) -> int | None:
    """Return where a quotation ends, behind its mark.

    One that is not closed goes on in the next paragraph. A single mark closes only behind punctuation, for it
    is an apostrophe, too; where none does, there is no quotation.
    """
    mark = text[start]
    if mark != "‘":  # noqa: RUF001 - a quotation mark
        found = re.compile(f"[{_CLOSING[mark]}]").search(text, start + 1)
        return found.end() if found else len(text)
    following = text.find(mark, start + 1)
    limit = following if following >= 0 else len(text)
    single = re.compile(r"(?<=[^\w\s])\u2019(?!\w)").search(text, start + 1, limit)
    return single.end() if single else None


def _is_speech(text: str, start: int, stop: int) -> bool:
    """Say whether somebody says it: it ends in a mark, or a comma follows. Others are "so-called" words."""
    if text[start] in _ALWAYS_SPEECH or text[stop - 1] not in _CLOSING[text[start]]:
        return True
    return text[start + 1 : stop - 1].rstrip()[-1:] in _ENDS or text[stop : stop + 1] == ","


def _between(text: str, speech: Sequence[tuple[int, int]]) -> list[str]:
    """Return what stands before, between and behind the speeches."""
    edges = [0, *(edge for span in speech for edge in span), len(text)]
    return [text[start:stop] for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def tidy(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines with something to say, each of another voice than the one before it.

    What has no letter, such as a dash, joins the line before it, or the first one.
    """
    text, voice = "", None
    for line in lines:
        is_said = any(map(str.isalnum, line.text))
        if is_said and line.voice != voice and any(map(str.isalnum, text)):
            yield Line(text, voice)
            text = ""
        text = f"{text} {line.text.strip()}".strip()
        voice = line.voice if is_said else voice
    yield Line(text, voice)

"""The items of a marked text, put together to turns."""

import re
from collections.abc import Iterable
from dataclasses import replace

from f5tts_worker.languages import ends_sentence, is_unspaced
from f5tts_worker.script.turns import Item, Pause, Rate, Respelled, Respelling, Silence, Speaker, Turn

_MARKS = re.compile(r"[^\w\s\[({<«„¿¡*#-]+(?=\s|$)")


def turns_of(items: Iterable[Item]) -> list[Turn]:
    """Return the turns that items make: one ends where another voice or pace begins, also in a sentence.

    What cannot be spoken (a dash between two tags) joins the turn after it, or the last turn if none follows;
    so do pauses. There is at least one turn.
    """
    turns: list[Turn] = []
    building = _Builder()
    touches = False  # the last turn ends right at a tag
    divides = False  # what follows may go on in the last turn's sentence: it stands in the same line
    for item in items:
        if isinstance(item, str):
            divides = divides and not (building.is_empty and "\n" in _blank(item))
            marks = _MARKS.match(item) if touches and building.is_empty else None
            if marks:  # they belong to the words in front of the tag
                turns[-1] = replace(turns[-1], text=turns[-1].text + marks[0])
            building.write(item[marks.end() :] if marks else item)
        elif isinstance(item, Silence):
            building.pause(item.ms)
        elif isinstance(item, Respelled):
            building.respell(item)
        elif building.changes(item):
            if building.is_speakable:
                _add(turns, building.turn(), divides=divides)
                touches = not building.text[-1].isspace()
                divides = "\n" not in _blank(building.text[::-1])
                building = building.following()
            divides = divides and not (isinstance(item, Speaker) and item.begins_line)
            building.change(item)
    if building.is_speakable or not turns:
        _add(turns, building.turn(), divides=divides)
        return turns
    return [*turns[:-1], _joined(turns[-1], building)]


def _add(turns: list[Turn], turn: Turn, *, divides: bool) -> None:
    """Add a turn; where it may, and begins with a small letter, it goes on in the sentence before it."""
    first = next(filter(str.isalpha, turn.text), "")
    if divides and turns and first.islower() and not ends_sentence(turns[-1].text):
        turns[-1] = replace(turns[-1], goes_on=True)
    turns.append(turn)


def _blank(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


class _Builder:
    def __init__(self, speaker: Speaker | None = None, speed: float | None = None) -> None:
        self.text = ""
        self.pauses: list[Pause] = []
        self.respellings: list[Respelling] = []
        self._speaker, self._speed = speaker, speed
        self._after_tag = False
        self.is_speakable = False

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.pauses

    def following(self) -> "_Builder":
        """Return what builds the next turn, by the same voice and at the same pace as yet."""
        return _Builder(self._speaker, self._speed)

    def changes(self, item: Speaker | Rate) -> bool:
        """Say whether an item begins another turn; each tag of a voice does."""
        return isinstance(item, Speaker) or item.speed != self._speed

    def change(self, item: Speaker | Rate) -> None:
        if isinstance(item, Speaker):
            self._speaker = item
        else:
            self._speed = item.speed
        self._after_tag = True

    def write(self, text: str) -> None:
        if not self.text:
            text = text.lstrip()
        elif self._after_tag and text:
            if self.text[-1].isspace():
                text = text.lstrip() if self.text.endswith("\n\n") else text.lstrip(" \t")
            elif _run_together(self.text[-1], text[0]):
                text = " " + text
        self.text += text
        self.is_speakable = self.is_speakable or any(map(str.isalnum, text))
        self._after_tag = self._after_tag and not text

    def pause(self, ms: int) -> None:
        if ms:
            self.pauses.append(Pause(len(self.text), ms))
        self._after_tag = True

    def respell(self, item: Respelled) -> None:
        self.write(item.display)
        stop = len(self.text)
        self.respellings.append(Respelling(stop - len(item.display), stop, item.spoken))

    def turn(self) -> Turn:
        text = self.text.rstrip()
        pauses = [Pause(min(pause.at, len(text)), pause.ms) for pause in self.pauses]
        turn = Turn(text, None, self._speed, _merged(pauses), tuple(self.respellings))
        if self._speaker is None:
            return turn
        voice, place, name = self._speaker.voice, str(self._speaker.place), self._speaker.name
        return replace(turn, voice=voice, place=place, speaker=name)


def _run_together(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and not (is_unspaced(left) or is_unspaced(right))


def _merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return pauses with those at one place as one."""
    merged: dict[int, int] = {}
    for pause in pauses:
        merged[pause.at] = merged.get(pause.at, 0) + pause.ms
    return tuple(Pause(at, ms) for at, ms in sorted(merged.items()))


def _joined(turn: Turn, rest: _Builder) -> Turn:
    """Return a turn that ends with the unspeakable rest."""
    after = rest.turn()
    text = f"{turn.text} {after.text}" if after.text else turn.text
    shift = len(text) - len(after.text)
    pauses = _merged([*turn.pauses, *(Pause(pause.at + shift, pause.ms) for pause in after.pauses)])
    return replace(turn, text=text, pauses=pauses)

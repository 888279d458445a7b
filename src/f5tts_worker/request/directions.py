"""What is to be said, read from a request's `text` or `turns`: with every fault and its place."""

import dataclasses
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from f5tts_worker.config import Settings
from f5tts_worker.request.direction_fields import MAX_VOICES, TURN_SPEED
from f5tts_worker.request.forms import is_nothing, meant
from f5tts_worker.request.names import voice_name
from f5tts_worker.request.reader import Fault, PlacedFault
from f5tts_worker.request.values import kind_of, show
from f5tts_worker.script.turns import MAX_PAUSES_MS, MAX_SPEED, MIN_SPEED, Context, Pause, Reading, Turn

_SPEED = f"a number from {MIN_SPEED:g} to {MAX_SPEED:g}"
_KEYS = ("text", "voice", "speed")


class Directions:
    """Reads texts. `faults` and `warnings` are what it found, `named` the voices in them, and where."""

    def __init__(self, values: Mapping[str, Any], settings: Settings, *, is_marked: bool) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[str] = []
        self.named: dict[str, str] = {}
        self._settings, self._is_marked = settings, is_marked
        self._literal = bool(values["literal_text"])
        self._context = Context(
            speed=values["speed"],
            voices=values["voices"] or {},
            language=values["language"] or settings.aligner_language,
            literal=self._literal,
        )
        self._pause_ms = (
            None if values["paragraph_pause"] is None else round(values["paragraph_pause"] * 1000)
        )

    def of_text(self, text: str, path: str) -> list[Turn]:
        """Return the turns of the request's `text`."""
        limit = self._settings.max_text_chars
        if len(text) > limit:
            self._fault(
                path, f"has {len(text):,} characters", f"at most {limit:,}; split it into several jobs"
            )
            return []
        return self._checked(self._read(text, path, self._context), path)

    def of_turns(self, given: Sequence[object], path: str) -> list[Turn]:
        """Return the turns of the request's `turns`; one of them may become several by its markup."""
        count = sum(len(turn["text"]) for turn in given if isinstance(turn, dict) and _has_text(turn))
        limit = self._settings.max_text_chars
        if count > limit:
            self._fault(
                path, f"have {count:,} characters", f"at most {limit:,}; split them into several jobs"
            )
            return []
        turns: list[Turn] = []
        for number, one in enumerate(given):
            turns += self._turn(one, f"{path}[{number}]")
        return self._checked(_with_silences(turns), path)

    def _turn(self, given: object, path: str) -> list[Turn]:
        if not isinstance(given, dict):
            self._fault(path, f"is {kind_of(given)}", 'an object such as {"voice": "anna", "text": "Hi."}')
            return []
        for key in given:
            if key not in _KEYS:
                self._fault(path, f"has {show(key)}", "text, voice and speed")
        (voice, name), speed = self._voice(given.get("voice"), path), self._speed(given.get("speed"), path)
        if not _has_text(given):
            problem = "is missing" if given.get("text") is None else f"is {kind_of(given['text'])}"
            self._fault(f"{path}.text", problem, "the text to speak")
            return []
        if voice is not None:
            self.named.setdefault(voice, f"{path}.voice")
        context = self._context if speed is None else dataclasses.replace(self._context, speed=speed)
        read = self._read(given["text"], f"{path}.text", context)
        if read and not any(_is_speakable(turn) or _is_silence(turn) for turn in read):
            expected = "something that can be spoken" + (", or a pause" if self._is_marked else "")
            self._fault(f"{path}.text", "has no letter or digit in it", expected)
        return [
            dataclasses.replace(
                turn,
                voice=voice if turn.voice is None else turn.voice,
                speed=speed if turn.speed is None else turn.speed,
                speaker=name if turn.voice is None else turn.speaker,
                place=f"{path}.voice" if turn.voice is None else f"{path}.text, {turn.place}",
            )
            for turn in read
        ]

    def _voice(self, given: object, path: str) -> tuple[str | None, str | None]:
        """Return a voice and what the request calls it."""
        if given is None or (isinstance(given, str) and not given.strip()):
            return None, None
        voice: str | None = None
        if isinstance(given, str):
            named = self._context.named(unicodedata.normalize("NFC", given.strip()))
            if named is not None:
                return named
            voice = voice_name(given)
        if voice is None:
            self._fault(f"{path}.voice", f"is {show(given)}", "the name of a voice")
        return voice, None

    def _speed(self, given: object, path: str) -> float | None:
        if given is None or is_nothing(TURN_SPEED, given):
            return None
        given = meant(TURN_SPEED, given)
        if isinstance(given, bool) or not isinstance(given, int | float):
            self._fault(f"{path}.speed", f"is {kind_of(given)}", _SPEED)
            return None
        if not MIN_SPEED <= given <= MAX_SPEED:
            self._fault(
                f"{path}.speed", f"is {given:g}" if abs(given) < 1e15 else "is far out of range", _SPEED
            )
            return None
        return float(given)

    def _read(self, text: str, path: str, context: Context) -> list[Turn]:
        try:
            text.encode()
        except UnicodeEncodeError:
            self._fault(path, "holds half a character (a lone surrogate)", "valid Unicode text")
            return []
        text = unicodedata.normalize("NFC", text)
        reading = self._marked(text, context) if self._is_marked else self._unmarked(text)
        for fault in reading.faults:
            at = fault.place
            self.faults.append(PlacedFault(path, fault.problem, fault.expected, at.line, at.column))
        self.warnings += (warning for warning in reading.warnings if warning not in self.warnings)
        for speaker in reading.speakers:
            if speaker.voice is not None:
                self.named.setdefault(speaker.voice, f"{path}, {speaker.place}")
        return reading.turns

    @staticmethod
    def _marked(text: str, context: Context) -> Reading:
        from f5tts_worker.script.markup import read_marked  # late: other endpoints have no text

        return read_marked(text, context, voice_name)

    def _unmarked(self, text: str) -> Reading:
        from f5tts_worker.script.markup import left_out
        from f5tts_worker.script.readable import readable

        shown, taken = (text, ()) if self._literal else readable(text)
        return Reading([Turn(shown)], warnings=[left_out(taken)] if taken else [])

    def _checked(self, turns: list[Turn], path: str) -> list[Turn]:
        if turns and not any(_is_speakable(turn) for turn in turns) and not self.faults:
            self._fault(path, "has no letter or digit in it", "something that can be spoken")
        if self._pause_ms is not None:
            from f5tts_worker.script.paragraphs import with_pauses

            turns = with_pauses(turns, self._pause_ms)
        voices = {turn.voice for turn in turns} | self.named.keys()
        if len(voices) > MAX_VOICES:
            self._fault(
                path, f"has {len(voices)} voices", f"at most {MAX_VOICES}; split it into several jobs"
            )
        silence = sum(pause.ms for turn in turns for pause in turn.pauses)
        if silence > MAX_PAUSES_MS:
            self._fault(
                path, f"has {silence / 1000:,.0f} s of pauses", f"at most {MAX_PAUSES_MS // 1000:,} s"
            )
        return turns

    def _fault(self, field: str, problem: str, expected: str) -> None:
        self.faults.append(Fault(field, problem, expected))


def _has_text(turn: Mapping[str, Any]) -> bool:
    return isinstance(turn.get("text"), str)


def _is_speakable(turn: Turn) -> bool:
    return any(map(str.isalnum, turn.text))


def _is_silence(turn: Turn) -> bool:
    """Say whether a turn is a pause and nothing else."""
    return bool(turn.pauses) and not turn.text


def _with_silences(turns: Sequence[Turn]) -> list[Turn]:
    """Return turns without those that are only a pause: it ends the turn before it, or begins the first.

    Turns that are all pauses stay as they are.
    """
    if all(map(_is_silence, turns)):
        return list(turns)
    said: list[Turn] = []
    first_ms = 0
    for turn in turns:
        ms = sum(pause.ms for pause in turn.pauses)
        if not _is_silence(turn):
            said.append(turn)
        elif said:
            said[-1] = _paused(said[-1], len(said[-1].text), ms)
        else:
            first_ms += ms
    return [_paused(said[0], 0, first_ms), *said[1:]] if first_ms else said


def _paused(turn: Turn, at: int, ms: int) -> Turn:
    """Return a turn with so much more silence at this place, its start or its end."""
    there = sum(pause.ms for pause in turn.pauses if pause.at == at)
    others = [pause for pause in turn.pauses if pause.at != at]
    pauses = sorted([*others, Pause(at, there + ms)], key=lambda pause: pause.at)
    return dataclasses.replace(turn, pauses=tuple(pauses))

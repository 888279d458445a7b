"""What the jobs of a book ask for, and everything that decides the samples of each: the name of a passage.

Two passages of one name have the same speech. So the name has the request, the recordings and paces behind
its voices, and how a lexicon of the endpoint respells its words: another entry there costs the passages with
that word, and no other one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from f5tts_worker.client.book.casting import Line
from f5tts_worker.client.book.cutting import Passage
from f5tts_worker.client.book.journal import Journal
from f5tts_worker.client.connection import JobError
from f5tts_worker.languages import language_code
from f5tts_worker.script.lexicon import Lexicon, faults_of
from f5tts_worker.script.turns import Turn

Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Shelf:
    """What an endpoint has that decides how it speaks.

    `recordings` says which one is behind each voice's name, `defaults` what else was stored with it; lexicons
    are by their language, "" is that of all. `model` and `language` are those of jobs that name none.
    """

    recordings: Mapping[str, object]
    defaults: Mapping[str, Mapping[str, Any]]
    lexicons: Mapping[str, Mapping[str, str]]
    model: str | None = None
    language: str | None = None


def look(ask: Ask, voices: Iterable[str], model: str | None) -> Shelf:
    """Ask an endpoint what it has. Raises JobError UNKNOWN_VOICE with all names of none, and as `ask`."""
    named = {"model": model} if model else {}
    recordings, defaults = {}, {}
    unknown: dict[str, JobError] = {}
    for name in voices:
        try:
            shown = ask({"endpoint": "get_voice", "voice_name": name, **named}).get("voice")
        except JobError as error:
            if error.code != "UNKNOWN_VOICE":
                raise
            unknown[name] = error
            continue
        voice = shown if isinstance(shown, dict) else {}
        known = ("audio_sha256", "text_sha256") if voice.get("audio_sha256") else ("size", "modified", "text")
        recordings[name] = name if voice.get("builtin") else [voice.get(one) for one in known]
        stored = voice.get("defaults")
        defaults[name] = stored if isinstance(stored, dict) else {}
    if unknown:
        raise _unknown(unknown)
    try:
        common = ask({"endpoint": "list_voices", "limit": 1, "lexicons": True, **named})
    except JobError as error:
        if error.code != "INVALID_REQUEST":  # so says a worker of a release that cannot tell
            raise
        common = {}
    told = common.get("lexicons")
    lexicons = {str(code): _lexicon(one) for code, one in told.items()} if isinstance(told, dict) else {}
    model, language = (str(common.get(one) or "") or None for one in ("model", "language"))
    return Shelf(recordings, defaults, lexicons, model, language)


def _unknown(errors: Mapping[str, JobError]) -> JobError:
    (_, first), *others = errors.items()
    if not others:
        return first
    more = ", ".join(repr(name) for name, _ in others)
    return JobError(f"{str(first).rstrip('.')}. Nor is there {more}.", first.code, retryable=False)


def _lexicon(told: object) -> Mapping[str, str]:
    """Return a lexicon that an endpoint told; {} for what is none."""
    return told if isinstance(told, dict) and next(faults_of(told), None) is None else {}


@dataclass(frozen=True)
class Orders:
    """Makes the jobs of passages; `common` is what all of them have, the narrator's voice among it."""

    common: Mapping[str, Any]
    shelf: Shelf

    def order(self, passage: Passage) -> dict[str, Any]:
        """Return the input of the job that speaks a passage."""
        if len(passage.lines) == 1:
            (line,) = passage.lines
            return {**self.common, **self._named(line.voice), "text": line.text}
        turns = [
            {"text": line.text} | ({"voice": line.voice} if line.voice else {}) for line in passage.lines
        ]
        return {**self.common, "turns": turns}

    def key(self, passage: Passage) -> str:
        """Return the name of a passage, by all that decides its samples."""
        voices = {line.voice or self.common.get("local_voice") for line in passage.lines}
        sounds = {name: self._sound_of(name) for name in sorted(filter(None, voices))}
        respelled = list(map(self._respelled, passage.lines))
        return Journal.key(self.order(passage), {"voices": sounds, "respelled": respelled})

    @staticmethod
    def _named(voice: str | None) -> dict[str, str]:
        return {"local_voice": voice} if voice else {}

    def _sound_of(self, voice: str) -> object:
        """Return which recording a voice is, and its own pace where the request names none."""
        pace = None if "speed" in self.common else self.shelf.defaults.get(voice, {}).get("speed")
        return [self.shelf.recordings.get(voice), pace]

    def _respelled(self, line: Line) -> list[tuple[int, int, str]]:
        """Return how the endpoint's lexicons, and the voice's own, respell a line."""
        turn = self._lexicons[line.voice or self.common.get("local_voice")].respelled(Turn(line.text))
        return [(one.start, one.stop, one.spoken) for one in turn.respellings]

    @cached_property
    def _lexicons(self) -> Mapping[str | None, Lexicon]:
        """The lexicons by voice, as the worker puts them together."""
        language = language_code(str(self.common.get("language") or ""))
        stored = [self.shelf.lexicons.get(name, {}) for name in dict.fromkeys(("", language))]
        own = {name: _lexicon(one.get("lexicon")) for name, one in self.shelf.defaults.items()}
        return {name: Lexicon(*stored, own.get(name or "", {})) for name in (None, *own)}

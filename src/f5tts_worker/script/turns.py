"""What is to be said, as a plain list: turns of one voice and one pace, with pauses and respellings.

Places are numbers of characters in a turn's own text, which has no markup any more.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

MAX_PAUSE_MS = 30_000
MAX_PAUSES_MS = 3_600_000  # of one request
PAUSE_MS = 800  # of a pause that does not say how long
SHORT_PAUSE_MS, LONG_PAUSE_MS = 400, 1_600
MIN_SPEED, MAX_SPEED = 0.3, 3.0
A_TIME = "a time such as 1.5s or 500ms, at most 30s"


@dataclass(frozen=True)
class Place:
    """Where something stands in the text that a caller sent, counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


@dataclass(frozen=True)
class ScriptFault:
    """What is wrong at a place of a text, as the end of the sentence "the text …", and what is expected."""

    place: Place
    problem: str
    expected: str


@dataclass(frozen=True)
class Pause:
    """Silence in front of the character number `at`."""

    at: int
    ms: int


@dataclass(frozen=True)
class Respelling:
    """The characters from `start` to `stop` are spoken as if `spoken` were written there."""

    start: int
    stop: int
    spoken: str


@dataclass(frozen=True)
class Turn:
    """Text that one voice says at one pace. None: the voice, or the pace, of the request.

    `speaker` is the caller's own name of who says it; `place` is where the voice was named, in words.
    `goes_on`: the next turn begins within this one's last sentence.
    """

    text: str
    voice: str | None = None
    speed: float | None = None
    pauses: Sequence[Pause] = ()
    respellings: Sequence[Respelling] = ()
    place: str | None = None
    goes_on: bool = False
    speaker: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the text alone says it all."""
        return self.voice is None and self.speed is None and not self.pauses and not self.respellings

    @property
    def space_behind(self) -> str:
        """What parts it from the turn behind it, in the text of all."""
        return " " if self.goes_on else "\n\n"

    @property
    def has_inner_pause(self) -> bool:
        """Whether a pause is between two of its words."""
        return any(0 < pause.at < len(self.text) for pause in self.pauses)


def text_of(turns: Sequence[Turn]) -> str:
    """Return what turns say, as one text: each a paragraph, unless it goes on in the sentence of another."""
    spaces = [*(turn.space_behind for turn in turns[:-1]), ""]
    return "".join(turn.text + space for turn, space in zip(turns, spaces, strict=False))


@dataclass
class Reading:
    """What reading a text has found beside its turns."""

    turns: list[Turn] = field(default_factory=list)
    faults: list[ScriptFault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    speakers: list["Speaker"] = field(default_factory=list)  # also those that say nothing


@dataclass(frozen=True)
class Context:
    """What a text is read against.

    `speed` is its own pace, of which a share may be asked for; `voices` are the request's names for voices,
    each with the voice's own name. `language` is a code such as "en".
    """

    speed: float = 1.0
    voices: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    literal: bool = False  # the text is taken as it is written, but for its markup

    @cached_property
    def _labels(self) -> dict[str, tuple[str, str]]:
        return {label.casefold(): (voice, label) for label, voice in self.voices.items()}

    def named(self, label: str) -> tuple[str, str] | None:
        """Return the voice that the request calls so, in either case, and that name as it has it."""
        return self._labels.get(label.casefold())


# What a marked text is made of, in order.


@dataclass(frozen=True)
class Silence:
    """A pause at this point."""

    ms: int


@dataclass(frozen=True)
class Speaker:
    """From here on another voice; None: that of the request. `name` is what a request calls it."""

    voice: str | None
    place: Place
    begins_line: bool = False
    name: str | None = None


@dataclass(frozen=True)
class Rate:
    """From here on another pace; None: the one of the request."""

    speed: float | None


@dataclass(frozen=True)
class Respelled:
    """Text that is shown as `display` and spoken as `spoken`."""

    display: str
    spoken: str


Item = str | Silence | Speaker | Rate | Respelled


class Lines:
    """The places of a text's characters."""

    def __init__(self, text: str) -> None:
        # A carriage return belongs to the line that it ends, as in every editor.
        lengths = (len(line) for line in text.replace("\r\n", "\0\n").replace("\r", "\n").split("\n"))
        self._starts = list(accumulate((length + 1 for length in lengths), initial=0))[:-1]

    def place(self, character: int) -> Place:
        """Return the place of the character of this number."""
        line = bisect_right(self._starts, character)
        return Place(line, character - self._starts[line - 1] + 1)

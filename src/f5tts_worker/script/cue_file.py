"""What readers of subtitles have in common: cues, faults, and who says which words of a cue."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from f5tts_worker.script.readable import shown
from f5tts_worker.script.turns import Place, ScriptFault

MAX_CUES = 5_000
_MOST_FAULTS = 30

_OVERRIDE = re.compile(r"\{[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]++([^<>\n]{1,80})>")
_READING = re.compile("<rt>[^<>]{0,80}</rt>")  # of a ruby, whose word is said already
_TAG = re.compile(r"</?(?:v|c|lang|ruby|rt|[biu])(?:[.\s][^<>]*)?>|<[\d:.]+>")
_BREAK = re.compile(r"\\[Nh]|\[br\]")  # of ASS and of SubViewer, which converters leave in
# Another person begins: "- Hello.", ">> Hello."; not "-5 degrees".
BEGINS = r"(?:>{2,3}\s*|[-\u2013\u2014]\s?(?=[^\W\d_]|[\"'\u201c\u00bf\u00a1(\[]))"
_BEGINS = re.compile(rf"\s*{BEGINS}")
_APART = "\n\n"  # one from another
NAMED = re.compile(r"\s*(?P<name>[^\W\d_][\w .'-]{0,40}):(?:\s|$)")
_BRACKETED = re.compile(r"\s*(?:\[(?P<square>[^\[\]]{1,41})\]|\((?P<round>[^()]{1,41})\)):?(?:\s|$)")


@dataclass(frozen=True)
class Cue:
    """What is said from `start_ms` to `end_ms`, by the file's speaker if it names one.

    `written` are the words as they stand in the file, with tags.
    """

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None
    line: int
    written: str = ""


@dataclass
class CueFile:
    """The cues of a file, in order; what is wrong with it, and what was left out of it.

    `labels` are the names with a voice, in small letters. `end_ms` is when the last cue ends, also
    one that is not spoken.
    """

    labels: Collection[str] = ()
    cues: list[Cue] = field(default_factory=list)
    end_ms: int = 0
    faults: list[ScriptFault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def fault(self, line: int, problem: str, expected: str) -> None:
        """Note what is wrong in a line."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(ScriptFault(Place(line, 1), problem, expected))

    def voiced(self, said: Sequence[str], times: tuple[int, int], line: int) -> Iterator[Cue]:
        """Yield the cue of these lines, or one for each of its speakers, with a share of its time.

        `times` are milliseconds. A speaker is one of the file's, or a name with a voice at a line's start;
        shares go by the length of what each says.
        """
        written = "\n".join(said)
        marked = "\n".join(self._marked(part) for part in said)
        parts = _VOICE.split(marked, maxsplit=MAX_CUES)  # more are too many anyway
        named = [(None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
        spoken = [
            (name, _paragraphs(" ".join(_TAG.sub("", words) for _, words in parts)))
            for name, parts in groupby(named, key=lambda part: part[0])
        ]
        spoken = [(name, words) for name, words in spoken if words]
        ends = [*accumulate((len(words) for _, words in spoken), initial=0)]
        start, length = times[0], times[1] - times[0]
        for (name, words), before, after in zip(spoken, ends, ends[1:], strict=False):
            first, last = (start + length * done // ends[-1] for done in (before, after))
            yield Cue(first, last, words, name.strip() if name else None, line, written)

    def _marked(self, said: str) -> str:
        """Return a line without what is not said, and with its speaker as WebVTT marks one."""
        plain = _BREAK.sub(" ", _OVERRIDE.sub("", _READING.sub("", said)))
        begins = _BEGINS.match(plain)
        plain = _APART + plain[begins.end() :] if begins else plain
        for pattern in (NAMED, _BRACKETED):
            found = pattern.match(plain, len(_APART) if begins else 0)
            name = next((part.strip() for part in found.groups() if part), "") if found else ""
            if found and name.casefold() in self.labels:
                return f"<v {name}>{plain[found.end() :]}"
        return plain


def said_by(speaker: object, cues: Iterator[Cue]) -> Iterator[Cue]:
    """Yield cues with the speaker that the file names, where their words name none."""
    name = speaker.strip()[:80] if isinstance(speaker, str) else ""
    return (replace(cue, speaker=cue.speaker or name or None) for cue in cues)


def _paragraphs(text: str) -> str:
    """Return what several people say as paragraphs: each has lines of subtitles to itself."""
    return _APART.join(filter(None, map(shown, text.split(_APART))))


def milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    """Return the milliseconds that a clock shows; of more than three decimals, the first three."""
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0")[:3].ljust(3, "0"))

"""Chats that were exported or copied: each message with its writer's name, without the time that it came."""

import re
from collections import Counter

from f5tts_worker.script.transcript import PARAGRAPH

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_NAME = r"(?P<name>[^\W_][^:<>\[\]\n]{0,40}?)"
_WRITER = rf"(?:~[ \u00a0\u202f]?)?(?:{_NAME}: )?"  # what a chat itself tells has none
_NICK = r"<[ @+%&~]?(?P<name>[\w\[\]\\`^{}|-]{1,30})>[ ]"
_FEWEST = 2  # of messages


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:{pattern})", re.MULTILINE)


# In front of a message: WhatsApp's two exports, and IRC's. Each begins a text, and at least two lines of it.
_IN_FRONT = (
    _lines(rf"\[{_DATE},? {_CLOCK}\] {_WRITER}"),
    _lines(rf"\[?(?:{_DATE} )?{_CLOCK}\]? (?:{_NICK}|\*+ (?=\w))"),
    _lines(_NICK),
)
# Above one: Telegram's and Discord's.
_ABOVE = (
    _lines(rf"{_NAME}, \[{_DATE},? {_CLOCK}\]:?[ \t]*$"),
    _lines(rf"{_NAME} [\u2014\u2013-] ?(?:(?:[^\W\d_]+ (?:at|um|à|a las|om) )|{_DATE},? ){_CLOCK}[ \t]*$"),
)
# WhatsApp's export without brackets, and Slack's times. A programme looks alike: somebody must write twice.
_DOUBTFUL = (
    _lines(rf"{_DATE},? {_CLOCK} [-\u2013] {_WRITER}"),
    _lines(rf"{_NAME}(?:[ \t]{{2}}|\n[ \t]+)\[?{_CLOCK}\]?[ \t]*$"),
)

# What stands where a picture or a recording was not exported.
_LEFT_OUT = re.compile(
    r"(?:<(?:media omitted|medien ausgeschlossen|m[ée]dias? omis|multimedia omitido|media omessi"
    r"|m[íi]dia oculta|media weggelaten)>|(?:image|video|audio|sticker|gif|document) omitted)",
    re.IGNORECASE,
)
_EDITED = re.compile(r" ?<this message was edited>|[ ]\(edited\)$", re.IGNORECASE)


def messages_only(text: str) -> str:
    """Return a chat's messages as paragraphs, each behind its writer's name; any other text as it is."""
    if "<" not in text and ":" not in text and "." not in text:
        return text
    for stamp in (*_IN_FRONT, *_ABOVE, *_DOUBTFUL):
        stamps = list(stamp.finditer(text))
        if len(stamps) < _FEWEST or text[: stamps[0].start()].strip():
            continue
        names = Counter(found["name"] for found in stamps if found["name"])
        if names and (stamp not in _DOUBTFUL or max(names.values()) > 1):
            return _messages(text, stamps)
    return text


def _messages(text: str, stamps: list[re.Match[str]]) -> str:
    ends = [*(found.start() for found in stamps[1:]), len(text)]
    said = []
    for found, end in zip(stamps, ends, strict=True):
        words = _EDITED.sub("", text[found.end() : end].strip())
        if words and not _LEFT_OUT.fullmatch(words):
            said.append(f"{found['name']}: {words}" if found["name"] else words)
    return PARAGRAPH.join(said)

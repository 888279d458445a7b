"""Chats that were exported or copied: each message with its writer's name, without the time that it came."""

import re
from collections import Counter

from f5tts_worker.script.transcript import PARAGRAPH

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_NAME = r"(?P<name>[^\W_][^:<>\[\]\n]{0,40}?)"
_WRITER = rf"(?:~[ \u00a0\u202f]?)?(?:{_NAME}: )?"  # what a chat itself tells has none
_LEVEL = "(?:DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|TRACE)"  # of a program's log
_NICK = r"<[ @+%&~]?(?P<name>[\w\[\]\\`^{}|-]{1,30})>[ ]"
_FEWEST = 2  # of messages


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t\u200e\u200f]*(?:{pattern})", re.MULTILINE)


# In front of a message, of at least two: WhatsApp's exports and copies, and IRC's.
_IN_FRONT = (
    _lines(rf"\[{_DATE},? {_CLOCK}\] (?!{_LEVEL}:){_WRITER}"),
    _lines(rf"\[{_CLOCK}, {_DATE}\] {_WRITER}"),
    _lines(rf"\[?(?:{_DATE} )?{_CLOCK}\]? (?:{_NICK}|\*+ (?=\w))"),
    _lines(_NICK),
)
_TIMED = _IN_FRONT[:3]  # before these, the end of an earlier message may stand
_DAY = (
    "(?:(?:Today|Yesterday) at|(?:Heute|Gestern) um|(?:Aujourd['\u2019]hui|Hier) \u00e0|(?:Hoy|Ayer) a las"
    "|(?:Oggi|Ieri) alle|(?:Hoje|Ontem) \u00e0s|(?:Vandaag|Gisteren) om)"
)
# Above one: Telegram's, Discord's and Zoom's.
_ABOVE = (
    _lines(rf"{_NAME}, \[{_DATE},? {_CLOCK}\]:?[ \t]*$"),
    _lines(rf"{_NAME} [\u2014\u2013-] ?(?:{_DAY} |{_DATE},? ){_CLOCK}[ \t]*$"),
    _lines(rf"{_CLOCK} +(?:From|Von|De|Da|Van) +{_NAME} +(?:to|an|\u00e0|a|para|aan) +[^\n:]{{1,40}}:[ \t]*"),
)
# WhatsApp's export without brackets, and Slack's times. A programme looks alike: somebody must write twice.
_DOUBTFUL = (
    _lines(rf"{_DATE},? {_CLOCK} [-\u2013] {_WRITER}"),
    _lines(rf"{_NAME}(?:[ \t]{{2}}|\n[ \t]+)\[?{_CLOCK}\]?[ \t]*$"),
)

# What stands where a picture or a recording was not exported.
_LEFT_OUT = re.compile(
    r"(?:<(?:media omitted|medien ausgeschlossen|m[ée]dias? omis|multimedia omitido|media omessi"
    r"|m[íi]dia oculta|media weggelaten)>|(?:image|video|audio|sticker|gif|document) omitted|null"
    r"|(?:imagen|v[ií]deo|audio|sticker) omitid[ao]|(?:bild|video|audio|sticker) weggelassen"
    r"|(?:image|vidéo|audio|sticker) absente?|(?:immagine|video|audio|sticker) omess[ao]"
    r"|(?:imagem|vídeo|áudio|figurinha) ocultad[ao]|(?:afbeelding|video|audio|sticker) weggelaten"
    r"|[^\s<>]{1,80} \((?:file attached|datei angehängt|fichier joint|archivo adjunto|file allegato"
    r"|arquivo anexado|bestand bijgevoegd)\)"
    r"|<(?:attached|anhang|pièce jointe|adjunto|allegato|anexo|bijlage):[^<>]*>)",
    re.IGNORECASE,
)
_SPACES = " \t\n\u200e\u200f"
_EDITED = re.compile(r" ?<this message was edited>|[ ]\(edited\)$", re.IGNORECASE)


def messages_only(text: str) -> str:
    """Return a chat's messages as paragraphs, each behind its writer's name; any other text as it is."""
    if "<" not in text and ":" not in text and "." not in text:
        return text
    for stamp in (*_IN_FRONT, *_ABOVE, *_DOUBTFUL):
        stamps = list(stamp.finditer(text))
        if len(stamps) < _FEWEST or (stamp not in _TIMED and text[: stamps[0].start()].strip()):
            continue
        names = Counter(found["name"] for found in stamps if found["name"])
        is_sure = stamp not in _DOUBTFUL or (
            max(names.values(), default=0) > 1 and 2 * names.total() > len(stamps)
        )
        if names and is_sure:
            return _messages(text, stamps)
    return text


def _messages(text: str, stamps: list[re.Match[str]]) -> str:
    ends = [*(found.start() for found in stamps[1:]), len(text)]
    said = [before] if (before := text[: stamps[0].start()].strip()) else []
    for found, end in zip(stamps, ends, strict=True):
        words = _EDITED.sub("", text[found.end() : end].strip(_SPACES))
        if words and not _LEFT_OUT.fullmatch(words):
            said.append(f"{found['name']}: {words}" if found["name"] else words)
    return PARAGRAPH.join(said)

"""HTML's entities and tags, and the text that a browser would show in their place."""

import re
from html import unescape
from html.entities import html5

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
_UNENDED = re.compile(r"&(amp|apos|gt|lt|nbsp|quot)(?![\w;=])")  # browsers read these without their semicolon
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")  # none is left in a text that is read
_ESCAPED = 3  # times that a text is escaped at most: "&amp;amp;amp;"

# What is no tag of HTML, SSML or SVG stays: "<3", "a <b and c> d", "<name>".
_INLINE = (
    "a|abbr|acronym|audio|b|bdi|bdo|big|button|cite|code|data|del|dfn|em|emphasis|font|i|img|input|ins|kbd|label|mark"
    "|path|phoneme|picture|prosody|q|rp|rt|ruby|s|samp|say-as|small|source|span|strike|strong|sub|sup|svg|time|tt|u"
    "|var|voice|wbr"
)  # fmt: skip
_LINES = "br|break|dd|dt|option|td|th|tr"
_PARAGRAPHS = (
    "address|article|aside|blockquote|body|caption|center|details|div|dl|fieldset|figcaption|figure|footer|form"
    "|h1|h2|h3|h4|h5|h6|header|hr|html|iframe|li|main|meta|nav|ol|p|pre|section|select|speak|summary|table|tbody"
    "|tfoot|thead|title|ul|video"
)
# The name is looked up: to try each one at every sign takes longer by far, and subtitles have 2 MB.
_TAG = re.compile(
    r"</?(?P<name>[a-z][a-z0-9-]*+)(?:\s[^<>=]*=[^<>]*|\s*)/?>|<(?:!doctype|\?xml)[^<>]*>", re.IGNORECASE
)
_SHOWN = {
    **dict.fromkeys(_INLINE.split("|"), ""),
    **dict.fromkeys(_LINES.split("|"), "\n"),
    **dict.fromkeys(_PARAGRAPHS.split("|"), "\n\n"),
}
_HIDDEN = [
    (re.compile("<!--"), re.compile("-->")),
    *(
        (re.compile(rf"<{name}(?:\s[^<>]*)?>", re.IGNORECASE), re.compile(rf"</{name}\s*>", re.IGNORECASE))
        # "think": what a language model says to itself before its answer.
        for name in ("head", "script", "style", "template", "think", "thinking")
    ),
]
# How a word is read stands above it: said beside it, it would be said twice.
_RUBY = re.compile(r"<ruby(?:\s[^<>]*)?>(?:(?!</?ruby).)*</ruby\s*>", re.IGNORECASE | re.DOTALL)
_READING = re.compile(r"<r[tp](?:\s[^<>]*)?>.*?(?:</r[tp]\s*>|(?=</ruby))", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(r"<!\[CDATA\[|\]\]>")
_RAISED = re.compile(r"<sup>(\d{1,3})</sup>", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ADDRESS = re.compile(
    r"<(?:mailto:)?(?P<address>(?:https?://|(?<=:))[^<>\s]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})>"
)


def unescaped(text: str) -> str:
    """Replace HTML's entities, also those of a text that was escaped more than once."""
    for _ in range(_ESCAPED):
        if "&" not in text:
            break
        text = _ENTITY.sub(_character, _UNENDED.sub(r"&\1;", text))
    return text


def untagged(text: str) -> str:
    """Take out tags and what stands between those that show nothing; blocks become paragraphs."""
    if "<" not in text:
        return text
    for opening, closing in _HIDDEN:
        text = _without(text, opening, closing)
    if "<ruby" in text.lower():
        text = _RUBY.sub(lambda ruby: _READING.sub("", ruby[0]), text)
    if "<![CDATA[" in text:
        text = _DATA.sub("", text)
    text = _RAISED.sub(lambda match: match[1].translate(_SUPERSCRIPTS), text)  # 10² is not 102
    text = _ADDRESS.sub(lambda match: match["address"], text)
    return _TAG.sub(lambda tag: _SHOWN.get(tag["name"].lower(), tag[0]) if tag["name"] else "", text)


def _character(entity: re.Match[str]) -> str:
    name = entity["name"]
    found = unescape(entity[0]) if name is None else html5.get(f"{name};", entity[0])
    return "" if _PRIVATE_USE.match(found) else found


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    kept, start = [], 0
    while (first := opening.search(text, start)) and (last := closing.search(text, first.end())):
        kept.append(text[start : first.start()])
        start = last.end()
    return "".join([*kept, text[start:]])

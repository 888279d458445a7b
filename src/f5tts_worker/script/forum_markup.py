"""Marks of forums, wikis and chats, and the text that they show in their place."""

import re

# BBCode; its tags are taken out only where they are closed, too: "[i]" is otherwise a letter in brackets.
_TAGS = (
    "b|i|u|s|url|email|img|colou?r|size|font|quote|code|spoiler|center|left|right|list|table|tr|td|sub|sup"
)  # fmt: skip
_CLOSED = re.compile(rf"\[/({_TAGS})\]", re.IGNORECASE)
_TAG = re.compile(rf"\[/?(?P<name>{_TAGS})(?:=[^\[\]\n]*)?\]", re.IGNORECASE)
_PICTURE = re.compile(r"\[img(?:=[^\[\]\n]*)?\][^\[\]\n]*\[/img\]", re.IGNORECASE)
_BLOCKS = frozenset(("quote", "code", "center", "left", "right", "list", "table", "tr"))
_ITEM = re.compile(r"[ \t]*\[\*\][ \t]*")

# MediaWiki, and the notes of Obsidian: "[[page|what is shown]]", "'''bold'''", "''italic''".
_LINK = re.compile(r"!?\[\[(?:[^\[\]\n|]*+\|)*+(?P<text>(?=[^\w\[\]\n|]*+\w)[^\[\]\n|]*+)\]\]")
_WEB_LINK = re.compile(r"\[(?:https?:)?//[^\s\[\]]+[ \t]+(?P<text>[^\[\]\n]+)\]")
_NOTE = re.compile(r"<ref(?:\s[^<>]*)?(?:/>|>[^<]*(?:<(?!/?ref\b)[^<]*)*</ref>)", re.IGNORECASE)
_TEMPLATE = re.compile(r"[ \t]?\{\{(?P<name>[^{}|\n]{1,60})(?:\|[^{}]*)?\}\}")
_TEMPLATES = re.compile(
    r"(?:citation|clarif|cite|dead link|dubious|when|who|which|by whom|fact|efn|sfn)", re.IGNORECASE
)
_OF_WIKIS = re.compile(r"\[\[|'{3}|<ref\b|^=={1,5}[^=]", re.MULTILINE)
_APOSTROPHES = re.compile(r"(?<![\w'])('{2,3}|'{5})(?=[^\s'])(?P<text>[^'\n]+(?:'[^'\n]+)*)\1(?![\w'])")

# Discord's and Slack's: somebody or something by its number, a picture, and a link with what it shows.
# Slack's numbers are of letters and digits; "<!IMPORTANT>" is a word.
_REFERENCE = re.compile(r"<(?:a?:\w{2,40}:\d{5,}|[@#][!&]?\d{5,}|[@#!](?=[A-Z]+\d)[A-Z0-9]{8,13})>")
_CHAT_LINK = re.compile(r"<(?:https?://|mailto:)[^\s<>|]+\|(?P<text>[^<>\n]+)>")

# What is hidden until it is clicked: Discord's "||so||" and Reddit's ">!so!<".
_SPOILER = re.compile(
    r"(?<![\w)])\|\|(?=[^\s|])(?P<discord>[^|\n]*[^\s|])\|\|(?![\w(])"
    r"|>!(?=\S)(?P<reddit>[^<>\n]*[^\s<>])!<"
)
_SOURCE = re.compile("\u3010\\d{1,3}(?::\\d{1,3})?\u2020[^\u3010\u3011\\n]{0,60}\u3011")  # of a chat's answer

# What parts the turns of a language model's talk, at a line's edge: "<|im_start|>assistant"; and "[/INST]".
_SPECIAL = (
    r"<\|(?:im_start\|>[a-z]+\b|start_header_id\|>[a-z]+<\|end_header_id\|>"
    r"|(?:assistant|begin_of_text|bos|end|end_of_text|endoftext|eom_id|eos|eot_id|im_end|system|user)\|>)"
)
_TURNS = re.compile(
    rf"(?:{_SPECIAL}[ \t]*+)++"
)  # all that follow each other, so that none is looked at twice
_INSTRUCTION = re.compile(r"\[/?INST\]|<</?SYS>>")


def text_only(text: str) -> str:
    """Return the text without such marks."""
    if "<ref" in text or "{{" in text:
        text = _without_templates(text)
    if "[" in text:
        text = _WEB_LINK.sub(_inner, _LINK.sub(_inner, _without_tags(text)))
    if "''" in text:
        text = _APOSTROPHES.sub(_inner, text)
    if "<|" in text:
        text = _TURNS.sub(_at_edge, text)
    if "[INST]" in text or "[/INST]" in text:
        text = _INSTRUCTION.sub("", text)
    text = _SOURCE.sub("", _SPOILER.sub(lambda hidden: hidden["discord"] or hidden["reddit"], text))
    return _CHAT_LINK.sub(_inner, _REFERENCE.sub("", text)) if "<" in text else text


def _without_templates(text: str) -> str:
    """Return a wiki's text without its notes and templates; "{{name}}" elsewhere is somebody's own."""
    is_wiki = bool(_OF_WIKIS.search(text))

    def shown(template: re.Match[str]) -> str:
        return "" if is_wiki or _TEMPLATES.match(template["name"].strip()) else template[0]

    text = _NOTE.sub("", text)
    for _ in range(2):  # one inside another
        text = _TEMPLATE.sub(shown, text)
    return text


def _without_tags(text: str) -> str:
    closed = {name.lower() for name in _CLOSED.findall(text)}
    if not closed:
        return text

    def shown(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if name not in closed:
            return tag[0]
        return "\n\n" if name in _BLOCKS else ""

    items = _ITEM.sub("\n", text) if "list" in closed else text
    return _TAG.sub(shown, _PICTURE.sub("", items))


def _at_edge(turns: re.Match[str]) -> str:
    """Return nothing in place of what begins or ends a line: inside one, it is written about."""
    before, after = (
        turns.string[max(0, turns.start() - 1) : turns.start()],
        turns.string[turns.end() : turns.end() + 1],
    )
    return "" if before in ("", "\n") or after in ("", "\n") else turns[0]


def _inner(match: re.Match[str]) -> str:
    return match["text"]

"""Markdown's marks, and the text without them, as it would be laid out."""

import re

# Known by keys that no dialogue has: its lines, too, may have colons and stand between two rules.
_FRONT_MATTER = re.compile(
    r"\s*+---[ \t]*\n(?P<facts>(?:[a-z][\w-]*+[ \t]*+:.*\n|[ \t]+\S.*\n|-[ \t].*\n)++)---[ \t]*(?:\n|$)"
)
_FACT = re.compile(
    r"^(?:title|layout|tags|categor(?:y|ies)|aliases|permalink|slug|draft|cssclass(?:es)?)[ \t]*:",
    re.MULTILINE,
)
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>\S.*)")
_WIKI_HEADING = re.compile(r"(={2,6})[ \t]*(?P<text>[^=\s].*[^=\s]|[^=\s])[ \t]*\1")
_ITEM = re.compile(r"(?:\*{2,4}(?!.*\*\*$)|[-*+•◦‣▪●·])[ \t]+(?:\[[ xX]\][ \t]+)?(?P<text>\S.*)")
_NUMBERED = re.compile(r"[ \t]*\(?(?:(?P<number>\d{1,3})|(?P<letter>[A-Za-z]))[.)][ \t]+\S")
_QUOTE = re.compile(r"(?:>[ \t]?)+(?P<text>\D.*)?")
# What kind of quotation it is, which GitHub and Obsidian show as its title.
_CALLOUT = re.compile(r"\[!(?P<kind>[A-Za-z]{2,20})\][+-]?[ \t]*")
_RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})")
_FENCE = re.compile(r"(?:```|~~~)[\w+-]*")
_DEFINITION = re.compile(r"\[(?!\^)(?P<label>[^\[\]\n]+)\]:[ \t]*<?(?:https?:|www\.|/|#|mailto:)\S*.*")
_TABLE_RULE = frozenset("|:- \t")
_GRID = re.compile(r"\+(?::?(?:-{2,}|={2,}):?\+)+")  # between a table's rows: "+-----+-----+"

# An address has no space and looks like one: "list[0](x)" and "[sic](see below)" have none.
_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]\n]*)\]"
    r"\((?=<?[^()\s]*[/.#:@])(?:[^()\s]|\([^()\s]*\))+(?:[ \t]+[\"'(][^\"'()\n]*[\"')])?[ \t]*\)"
)
# "[the site][1]", "[docs][]" and "[docs]", whose address stands elsewhere; a number alone is a source's mark.
_REFERENCE = re.compile(r"!?\[(?P<text>[^\[\]\n]+)\][ ]?\[(?P<label>[^\[\]\n]*)\]")
_SHORT_REFERENCE = re.compile(r"[ \t]?!?\[(?P<text>[^\[\]\n]+)\](?![(:\[])")
_SOURCE = re.compile(r"\d{1,3}")
_HARD_BREAK = re.compile(r"(?<!\S)([^\s\\]*)\\(?=\n[ \t]*\S)")  # not behind "C:\new\"
_EMPHASIS = (
    re.compile(r"(?<![*\w\\])(\*{1,3})(?=[^\s*])(?P<text>[^*\n]*[^\s*\\])\1(?![*\w])"),
    re.compile(r"(?<![\d*\\])(\*\*)(?=[^\s*])(?P<text>[^*\n]*[^\s*\\])\1(?![\d*])"),  # also inside a word
    re.compile(r"(?<![_\w\\])(_{1,3})(?=[^\s_])(?P<text>[^_\n]*[^\s_\\])\1(?![_\w])"),
    re.compile(r"(?<![~\w])(~~)(?=[^\s~])(?P<text>[^~\n]*[^\s~])\1(?![~\w])"),
    re.compile(r"(?<![=\w])(==)(?=[^\s=])(?P<text>[^=\n]*[^\s=])\1(?![=\w])"),
    re.compile(r"(?<![`\w])(`{1,2})(?P<text>[^`\n]+)\1(?![`\w])"),
)
_ESCAPED = re.compile(r"(?<![\\:])\\([*_#`~])")
_ESCAPED_BRACKET = re.compile(r"(?<![\\:])\\([\[\]])")
_SIGNS = re.compile(r"[#*+•◦‣▪●·>_~`|=\[\\-]")


def numbered_apart(text: str) -> str:
    """Make the items of a list paragraphs, which counts from 1 or from a: a line "3. of May" is none."""
    lines: list[str] = []
    last = {"number": 0, "letter": 0}
    was_item = are_several = False
    for line in text.split("\n"):
        kind, number = _numbered(line)
        is_item = number == last[kind] + 1
        last[kind] += is_item
        if is_item and kind == "number":
            last["letter"] = 0
        if lines and lines[-1].strip() and (is_item or (was_item and line[:1].strip())):
            lines.append("")
        lines.append(line)
        was_item = is_item
        are_several = are_several or (is_item and number > 1)
    return "\n".join(lines) if are_several else text


def _numbered(line: str) -> tuple[str, int]:
    """Return what counts an item, and which one it is; 0 for a line that is none."""
    item = _NUMBERED.match(line)
    if item is None:
        return "number", 0
    return ("number", int(item["number"])) if item["number"] else ("letter", ord(item["letter"].lower()) - 96)


def text_only(text: str) -> str:
    """Return the text without Markdown's marks; headings and items of lists become paragraphs."""
    if not _SIGNS.search(text):
        return text
    facts = _FRONT_MATTER.match(text)
    text = without_references(text[facts.end() if facts and _FACT.search(facts["facts"]) else 0 :])
    laid_out: list[str] = []
    was_block = False
    for line in _HARD_BREAK.sub(r"\1", text).split("\n"):
        stripped = line.strip()
        if not _FENCE.fullmatch(stripped) and not _is_table_rule(stripped):
            shown, is_block = _laid_out(stripped)
            if laid_out and laid_out[-1].strip() and (is_block or (was_block and shown)):
                laid_out.append("")
            laid_out.append(line if shown == stripped else shown)
            was_block = is_block
    text = _LINK.sub(_inner, "\n".join(laid_out))
    for _ in range(2):  # emphasis inside emphasis
        for mark in _EMPHASIS:
            text = mark.sub(_inner, text)
    return _ESCAPED.sub(r"\1", text)


def without_references(text: str) -> str:
    """Return the text with the words of links whose addresses stand elsewhere in it, and without those."""
    lines: list[str] = []
    labels: set[str] = set()
    for line in text.split("\n"):
        if definition := _DEFINITION.fullmatch(line.strip()):
            labels.add(_label(definition["label"]))
        else:
            lines.append(line)
    if not labels:
        return text

    def linked(match: re.Match[str]) -> str:
        is_link = not match["label"] or _label(match["label"]) in labels
        return match["text"] if is_link else match[0]

    def shortly_linked(match: re.Match[str]) -> str:
        if _label(match["text"]) not in labels:
            return match[0]
        blank = match[0][0] if match[0][0] in " \t" else ""
        return "" if _SOURCE.fullmatch(match["text"]) else blank + match["text"]

    return _SHORT_REFERENCE.sub(shortly_linked, _REFERENCE.sub(linked, "\n".join(lines)))


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def with_brackets(text: str) -> str:
    """Return the text with brackets for those behind a backslash: our own way to write one that is no tag."""
    return _ESCAPED_BRACKET.sub(r"\1", text)


def _laid_out(line: str) -> tuple[str, bool]:
    """Return what a line shows, and whether it is a paragraph of its own."""
    if _RULE.fullmatch(line):
        return "", True
    if quote := _QUOTE.fullmatch(line):
        line = _CALLOUT.sub(_titled, (quote["text"] or "").strip(), count=1)
    if wiki := _WIKI_HEADING.fullmatch(line):
        return wiki["text"], True
    if heading := _HEADING.fullmatch(line):
        return heading["text"].rstrip("#").rstrip() or line, True
    if item := _ITEM.fullmatch(line):
        return item["text"], True
    if line.count("|") > 2 and line[0] == line[-1] == "|":
        return ", ".join(cell.strip() for cell in line.strip("|").split("|") if cell.strip()), True
    return line, False


def _is_table_rule(line: str) -> bool:
    return ("|" in line and "-" in line and _TABLE_RULE.issuperset(line)) or bool(_GRID.fullmatch(line))


def _titled(callout: re.Match[str]) -> str:
    return f"{callout['kind'].capitalize()}:" + " " * (callout.end() < len(callout.string))


def _inner(match: re.Match[str]) -> str:
    return match["text"]

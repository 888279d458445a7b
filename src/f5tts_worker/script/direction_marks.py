"""Unicode's marks that turn the direction of a text: those stay that say how a part of it runs, and end.

An override draws letters backwards, which hides what a text says, and nothing that is spoken needs one. A
mark without its other half turns the rest of the line, or whatever stands around it.
"""

import re
from collections.abc import Iterator

_EMBEDDINGS, _ISOLATES = "\u202a\u202b", "\u2066\u2067\u2068"
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_MARK = re.compile("[\u202a-\u202e\u2066-\u2069]")


def balanced(text: str) -> str:
    """Return a text without overrides, and without marks of direction that lack their other half."""
    if _MARK.search(text) is None:
        return text
    return "\n".join(map(_balanced_line, text.split("\n")))


def _balanced_line(line: str) -> str:
    marks = [found.start() for found in _MARK.finditer(line)]
    lost = set(marks) - set(_paired(line, marks))
    return "".join(char for at, char in enumerate(line) if at not in lost)


def _paired(line: str, marks: list[int]) -> Iterator[int]:
    """Yield where marks have their other half, by the Unicode Bidirectional Algorithm (UAX 9, BD9 and X7)."""
    opened: list[int] = []
    isolates = 0
    for at in marks:
        if line[at] == _POP:
            if opened and line[opened[-1]] not in _ISOLATES:
                begin = opened.pop()
                yield from (begin, at) if line[begin] in _EMBEDDINGS else ()
        elif line[at] == _POP_ISOLATE:
            if isolates:
                while line[begin := opened.pop()] not in _ISOLATES:
                    pass
                isolates -= 1
                yield from (begin, at)
        else:
            opened.append(at)
            isolates += line[at] in _ISOLATES

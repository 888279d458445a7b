"""Rows of a table that was pasted as text: each is said by itself, with a pause behind each cell."""

import re

_CELLS = re.compile(r"\S[ \t]+\|(?:[ \t]|$)")  # "Bolt | 24 | $0.15"
_ENDS_IN_A_WORD = re.compile(r"[^\W_][%°)]?$")  # "1." and "Name:" have their pause


def rows_apart(text: str) -> str:
    """Make lines with strokes or tabs between their cells paragraphs, and the tabs commas."""
    if "\t" not in text and " | " not in text:
        return text
    lines: list[str] = []
    given = text.split("\n")
    are_rows = [_is_row(line) for line in given]
    for number, line in enumerate(given):
        is_apart = any(are_rows[max(0, number - 1) : number + 1])
        if is_apart and lines and line.strip() and lines[-1].strip():
            lines.append("")
        lines.append(_with_pauses(line) if "\t" in line.strip() else line)
    return "\n".join(lines)


def _is_row(line: str) -> bool:
    return "\t" in line.strip() or bool(_CELLS.search(line))


def _with_pauses(line: str) -> str:
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    said = [f"{cell}," if _ENDS_IN_A_WORD.search(cell) else cell for cell in cells[:-1]]
    return " ".join([*said, *cells[-1:]])

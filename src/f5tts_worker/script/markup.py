"""A text with markup -> turns. What is no markup of ours is read as a reader would see it (`readable`)."""

import re
from collections.abc import Callable, Iterator, Sequence

from f5tts_worker.script import ssml
from f5tts_worker.script.readable import seen, without_marks
from f5tts_worker.script.tags import find_tags
from f5tts_worker.script.turn_builder import turns_of
from f5tts_worker.script.turns import Context, Item, Place, Reading, ScriptFault, Speaker, Turn

# A tag stands as one character of private use while the text around it is read; `seen` leaves none in a text.
_FIRST, _LAST = 0xE000, 0xF8FF
MAX_TAGS = _LAST - _FIRST + 1
_MARKS = re.compile("([\ue000-\uf8ff])")


def read_marked(text: str, context: Context, name_of: Callable[[str], str | None]) -> Reading:
    """Return the turns of a text that may hold markup, or be SSML.

    `name_of` returns the name of the voice that a text names, or None if it can be no voice's name.
    """
    if ssml.is_ssml(text):
        return ssml.read(text, context, name_of)
    tags, faults = find_tags(text, context, name_of)
    if len(tags) > MAX_TAGS:
        place, most = Place(1, 1), f"at most {MAX_TAGS:,}; split it into several jobs"
        return Reading(faults=[ScriptFault(place, f"has {len(tags):,} tags", most)])
    parts, reached = [], 0
    for number, tag in enumerate(tags):
        parts += [_plain(text[reached : tag.start], context), chr(_FIRST + number)]
        reached = tag.stop
    whole = "".join([*parts, _plain(text[reached:], context)])
    warnings: list[str] = []
    if not context.literal:
        whole, taken = without_marks(whole)
        if taken:
            warnings.append(left_out(taken))
    if not tags:
        return Reading([Turn(whole)], faults, warnings)
    items = [tag.item for tag in tags]
    speakers = [item for item in items if isinstance(item, Speaker)]
    return Reading(turns_of(_items(whole, items)), faults, warnings, speakers)


def left_out(taken: Sequence[str]) -> str:
    """Return the warning that names what was taken out of a text."""
    return (
        f"Left out of the text: {', '.join(taken)}. To have everything read as it is written, set "
        "literal_text to true."
    )


def _plain(text: str, context: Context) -> str:
    return _MARKS.sub("", text) if context.literal else seen(text)


def _items(text: str, items: Sequence[Item]) -> Iterator[Item]:
    for part in _MARKS.split(text):
        if _MARKS.fullmatch(part):  # there are no others: `seen` and `hypertext` take them away
            yield items[ord(part) - _FIRST]
        elif part:
            yield part

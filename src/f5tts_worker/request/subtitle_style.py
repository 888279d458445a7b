"""What a caller may say of the look of subtitles: the name of a style, or an object that changes one."""

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from f5tts_worker.config import Settings
from f5tts_worker.request.forms import is_nothing, meant, plain_name
from f5tts_worker.request.reader import MAX_FAULTS_LISTED, Fault
from f5tts_worker.request.style_properties import (
    BY_NAME,
    BY_PLAIN_NAME,
    FEWEST_LETTERS,
    OTHER_NAMES,
    property_value,
)
from f5tts_worker.request.values import WrongValueError, kind_of, show
from f5tts_worker.subtitles.fonts import missing_scripts
from f5tts_worker.subtitles.pictures import UNKNOWN
from f5tts_worker.subtitles.styles import (
    DEFAULT,
    STYLES,
    WIDE_PER_NARROW,
    Style,
    enlarged,
    fitted,
    most_lines,
    word_ems,
)

# Property -> the styles that have a use for it, and how that is said.
_NEEDS: Mapping[str, tuple[Callable[[Style], bool], str]] = {
    "color": (lambda style: not style.by_voice, "a style without colours for voices"),
    "highlight": (lambda style: bool(style.effect), "a style that highlights words"),
    "scale": (lambda style: style.effect == "pop", "a style in which words pop"),
    "box_color": (lambda style: style.box or style.effect == "box", "a style with a box"),
    "outline_color": (
        lambda style: not style.box and style.outline > 0,
        "a style with an edge instead of a box, and an outline above 0",
    ),
    "shadow_color": (lambda style: style.shadow > 0, "a shadow above 0"),
    "speaker_colors": (lambda style: style.by_voice, "the style speaker"),
    "margin": (lambda style: style.position != "middle", "lines at the bottom or the top"),
}


@dataclass(frozen=True)
class StyleOrder:
    """What a caller said of the style: the style itself, every fault, and the font if one was named."""

    style: Style
    faults: tuple[Fault, ...] = ()
    font: str | None = None


def read_style(value: object, path: str, formats: Collection[str], settings: Settings) -> StyleOrder:
    """Read `subtitle_style`, found at `path`, for files of these formats.

    A property without use is a fault: one that the style or the formats have none for.
    """
    if isinstance(value, str):
        value, named = {"preset": value}, {"preset": path}
    else:
        named = {}
    if not isinstance(value, Mapping):
        return StyleOrder(STYLES[DEFAULT], (Fault(path, f"is {kind_of(value)}", _NAME_OR_OBJECT),))
    if not value:
        return StyleOrder(STYLES[DEFAULT], (Fault(path, "is an empty object", _NAME_OR_OBJECT),))
    given, faults = _values(value, path, named, settings)
    style = _changed(given, formats)
    if "preset" in given or value.get("preset") is None:  # without it, the meaning of the rest is unknown
        faults += _without_use(given, style, path, named, formats)
    if not faults:
        faults += _impossible(given, style, path)
    return StyleOrder(style, tuple(faults), given.get("font"))


def font_warning(font: str, text: str) -> str | None:
    """Say that a font which the caller named has not all letters of the text, as far as that is known."""
    missing = missing_scripts(font, text)
    if not missing:
        return None
    return (
        f"The font {font} has no {' or '.join(missing)} letters: players take those from another font. "
        "Name one in subtitle_style.font that has them."
    )


_NAME_OR_OBJECT = (
    f"the name of a style ({', '.join(sorted(STYLES))}), or an object such as "
    '{"preset": "word_pop", "resolution": "9:16"}'
)


def _values(
    value: Mapping[Any, Any], path: str, named: Mapping[str, str], settings: Settings
) -> tuple[dict[str, Any], list[Fault]]:
    given: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, one in value.items():
        field = BY_NAME.get(key) or BY_PLAIN_NAME.get(plain_name(key)) if _is_short(key) else None
        if field is None:
            faults.append(_unknown(key, path, is_listed=len(faults) < MAX_FAULTS_LISTED))
            continue
        if one is None or is_nothing(field, one):
            continue
        if field.name in given:
            faults.append(Fault(f"{path}.{key}", f"is {field.name} once more", "it once"))
            continue
        try:
            given[field.name] = property_value(field, meant(field, one), settings)
        except WrongValueError as wrong:
            faults.append(
                Fault(named.get(key, f"{path}.{key}"), wrong.problem, wrong.expected or field.wanted)
            )
    return given, faults


def _is_short(key: object) -> bool:
    return isinstance(key, str) and len(key) <= MAX_SHOWN


def _unknown(key: object, path: str, *, is_listed: bool) -> Fault:
    is_plain = isinstance(key, str) and key.isprintable() and len(key) <= MAX_SHOWN
    shown = f"{path}.{key if is_plain else show(key)}"
    if not is_listed:  # counted, never shown: it needs no guess
        return Fault(shown, "is not a property of a subtitle style", "")
    lowered = key[:64].lower() if isinstance(key, str) else ""
    close = difflib.get_close_matches(lowered, BY_NAME, n=1, cutoff=0.7)
    guess = close[0] if close else OTHER_NAMES.get(lowered)
    hint = f" (did you mean {guess}?)" if guess else ""
    return Fault(shown, f"is not a property of a subtitle style{hint}", "one of " + ", ".join(BY_NAME))


MAX_SHOWN = 40  # letters of a name that an error repeats


def _changed(given: Mapping[str, Any], formats: Collection[str]) -> Style:
    """Return the preset with the properties that were given, for files of these formats."""
    preset = STYLES[given.get("preset", DEFAULT)]
    style = enlarged(preset, given["resolution"]) if "resolution" in given else preset
    direct = {name: given[field] for field, name in _DIRECT.items() if field in given}
    rules = {name: given[field] for field, name in _RULES.items() if field in given}
    if "max_chars" in given:
        rules["wide_chars_per_line"] = max(1, round(given["max_chars"] * WIDE_PER_NARROW))
    if "color" in given:
        direct["waiting" if style.is_karaoke else "fill"] = given["color"]
    if "highlight" in given:
        direct["fill" if style.is_karaoke else "spoken"] = given["highlight"]
    if "box_color" in given:
        direct["word_box" if style.effect == "box" else "edge"] = given["box_color"]
    style = replace(style, **direct, rules=replace(style.rules, **rules))
    if "resolution" in given:
        return fitted(style, given["resolution"])
    # A preset's own lines fit any usual picture; larger letters or longer lines have to fit one.
    return fitted(style, UNKNOWN) if "ass" in formats and _is_wider(style, preset) else style


def _is_wider(style: Style, preset: Style) -> bool:
    """Say whether a line of a style can be wider than one of its preset, beside the room that it has."""
    if style.all_caps and not preset.all_caps:
        return True
    room, wanted = (word_ems(one, UNKNOWN) / one.rules.chars_per_line for one in (preset, style))
    return wanted < room or word_ems(style, UNKNOWN) < word_ems(preset, UNKNOWN)


# Property -> the field of `Style` or of its rules that holds just that.
_DIRECT = {
    **{name: name for name in ("font", "size", "bold", "scale", "outline", "shadow", "position", "all_caps")},
    "fade_ms": "fade_ms",
    "outline_color": "edge",
    "shadow_color": "shade",
    "speaker_colors": "voices",
    "margin": "margin_edge",
}
_RULES = {"max_words": "words", "max_chars": "chars_per_line", "max_lines": "lines"}


def _without_use(
    given: Mapping[str, Any], style: Style, path: str, named: Mapping[str, str], formats: Collection[str]
) -> list[Fault]:
    faults = []
    for name in given:
        at = named.get(name, f"{path}.{name}")
        needed = _NEEDS.get(name)
        if needed and not needed[0](style):
            faults.append(Fault(at, "has no use in this style", f"{needed[1]}, or no {name}"))
        elif "ass" in formats or (name == "preset" and given[name] == DEFAULT):
            continue
        elif _is_same(style, _changed(_without(given, name), formats), formats):
            faults.append(
                Fault(
                    at,
                    f"changes nothing in {', '.join(formats)}",
                    f"ass among the formats, or no {at.rpartition('.')[2]}",
                )
            )
    return faults


def _without(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {other: value for other, value in given.items() if other != name}


def _is_same(one: Style, other: Style, formats: Collection[str]) -> bool:
    """Say whether files of these formats, none of them ASS, are the same in both styles."""
    return (
        (one.rules, one.all_caps) == (other.rules, other.all_caps)
        and ("vtt" not in formats or bool(one.effect) == bool(other.effect))
        and ("ttml" not in formats or one.position == other.position)
    )


def _impossible(given: Mapping[str, Any], style: Style, path: str) -> list[Fault]:
    """Return what no text can satisfy: letters larger than the picture, a highlight that cannot be seen."""
    shape = style.picture or UNKNOWN
    where = f"a picture of {shape.width}x{shape.height}"
    faults = []
    letters, lines = word_ems(style, shape) / _LETTER, most_lines(style, shape)
    if letters < FEWEST_LETTERS:
        faults.append(
            Fault(
                _cause(given, path, "size", "scale"),
                f"leaves room for {max(0, int(letters))} letters in a line of {where}",
                f"letters so small that {FEWEST_LETTERS} fit",
            )
        )
    elif style.rules.lines > lines:
        faults.append(
            Fault(
                _cause(given, path, "max_lines", "size", "margin", "scale"),
                f"needs {style.rules.lines} lines; {where} has room for {max(0, int(lines))} of this size",
                "fewer lines, smaller letters or a smaller margin",
            )
        )
    same = style.fill == (style.waiting if style.is_karaoke else style.spoken)
    if style.effect in ("fill", "sweep", "colour") and same:
        at = _cause(given, path, "highlight", "color")
        faults.append(Fault(at, "is the same as the colour of the other words", "two different colours"))
    return faults


def _cause(given: Mapping[str, Any], path: str, *names: str) -> str:
    """Return where the first of these properties is that was given."""
    return next((f"{path}.{name}" for name in names if name in given), path)


_LETTER = 0.7  # ems: most small letters, in bold

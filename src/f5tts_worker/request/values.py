"""Single values of a request, each as its field in the table takes it, or what is wrong with it."""

import base64
import binascii
import difflib
import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from f5tts_worker.config import Settings
from f5tts_worker.files.text_files import controls_in
from f5tts_worker.languages import language_code
from f5tts_worker.request import consent, direction_fields, forms
from f5tts_worker.request import fields as table
from f5tts_worker.request.field import Field
from f5tts_worker.request.links import address_in
from f5tts_worker.request.names import identifier, is_label, voice_name
from f5tts_worker.script import lexicon


class WrongValueError(Exception):
    """A value that its field does not take: the problem, and what was expected if not the table's words."""

    def __init__(self, problem: str, expected: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected


def _text(field: Field, value: object, _settings: Settings | None = None) -> str:
    if not isinstance(value, str):
        raise WrongValueError(f"is {kind_of(value)}")
    if not value.strip():
        raise WrongValueError("is empty")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise WrongValueError("holds half a character (a lone surrogate)", "valid Unicode text") from None
    if field.high is not None and field.kind == "string" and len(value) > field.high:
        raise WrongValueError(f"has {len(value):,} characters")
    if field.is_shown and (found := controls_in(value)):
        shown = ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(found[:10]))
        raise WrongValueError(f"holds control characters ({shown})", "text without them")
    return value


def _string(field: Field, value: object, settings: Settings) -> str:
    """Return a text in composed letters: a Mac may send é as e and an accent, which no vocabulary lists."""
    text = _text(field, value, settings)
    if text.strip() == "[object Object]":
        raise WrongValueError("is '[object Object]', which JavaScript writes for an object")
    return unicodedata.normalize("NFC", text)


def _voice(field: Field, value: object, _settings: Settings) -> str:
    name = voice_name(given := _text(field, value))
    if name is None:
        raise WrongValueError(f"is {show(given)}")
    return name


def _cursor(field: Field, value: object, _settings: Settings) -> str:
    """Return a cursor as it stands: it says where a key is, which may be spelled in decomposed letters."""
    if voice_name(given := _text(field, value)) != unicodedata.normalize("NFC", given):
        raise WrongValueError(f"is {show(given)}")
    return given


def _identifier(field: Field, value: object, settings: Settings) -> str:
    given = _text(field, value)
    # The operator's own model may be a folder; callers may name it, and no other path.
    is_own_model = field.name == "model" and given == settings.model
    name = given if is_own_model else identifier(given)
    if name is None:
        raise WrongValueError(f"is {show(given)}")
    return name


def _url(field: Field, value: object, settings: Settings) -> str:
    given = _text(field, value).strip()
    if len(given) > table.MAX_URL_CHARS:
        raise WrongValueError(f"has {len(given):,} characters", f"at most {table.MAX_URL_CHARS:,}")
    url = address_in(given)
    # A key is written as it is; only the other addresses know an escape for the blank.
    blank = " " if url.lower().startswith("s3://") else ""
    if any(character != blank and (character.isspace() or not character.isprintable()) for character in url):
        raise WrongValueError("holds white space or control characters", "them percent-encoded")
    schemes = ("https://", "s3://", *(("http://",) if settings.allow_private_urls else ()))
    if not url.lower().startswith(schemes):
        # The address itself stays out of the message: it may be presigned.
        raise WrongValueError(f"does not start with {' or '.join(schemes)}")
    return url


def _base64(field: Field, value: object, settings: Settings) -> bytes:
    """Return the bytes. Both alphabets of RFC 4648 are taken, with padding or without."""
    text = _inline_data(_text(field, value))
    limit = settings.max_download_bytes
    # Line breaks may add a few per cent; the exact check is below.
    if len(text) * 3 // 4 > limit + limit // 16:
        raise WrongValueError("is too large", f"at most {limit:,} bytes of audio")
    text = text.lstrip().translate(_BASE64)
    if " " in text and re.fullmatch("[A-Za-z0-9+/= ]*", text):  # without them every later byte would shift
        problem = "holds blanks, as base64 does whose + went through a form"
        raise WrongValueError(problem, "the same without blanks; in a form, + is written %2B")
    text = text.rstrip("=")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise WrongValueError("is not valid base64") from None
    if not data:
        raise WrongValueError("holds no bytes")
    if len(data) > limit:
        raise WrongValueError(f"holds {len(data):,} bytes", f"at most {limit:,} bytes of audio")
    return data


def _inline_data(text: str) -> str:
    """Return the base64 of a `data:` address (RFC 2397), or of a text with what programs put around it."""
    text = text.strip("\r\n\t\ufeff\u200b\0").lstrip().removeprefix("b'").strip("\"'")
    head = text[:_LONGEST_HEAD]
    if found := _DATA_HEAD.match(head) or _PLAIN_HEAD.match(head):
        text = text[found.end() :]
        text = unquote(text) if "%" in text else text
    # What JSON's escapes become when they are escaped once more.
    return text.replace("\\n", "").replace("\\r", "").replace("\\/", "/") if "\\" in text else text


def _number(field: Field, value: object, _settings: Settings) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongValueError(f"is {kind_of(value)}")
    try:
        number = float(value)
    except OverflowError:
        raise WrongValueError("is far out of range") from None
    if not math.isfinite(number):
        raise WrongValueError(f"is {number}")
    _check_range(field, number)
    return number


def _integer(field: Field, value: object, _settings: Settings | None = None) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # some JSON writers turn 16 into 16.0
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongValueError(f"is {show(value) if isinstance(value, float) else kind_of(value)}")
    _check_range(field, value)
    return value


def _check_range(field: Field, number: float) -> None:
    if field.low is not None and field.high is not None and not field.low <= number <= field.high:
        raise WrongValueError(f"is {number:g}" if abs(number) < 1e15 else "is far out of range")


def _boolean(_field: Field, value: object, _settings: Settings) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError(f"is {kind_of(value)}")
    return value


def choice(field: Field, value: object, _settings: Settings | None = None) -> str | int:
    """Return the one of the field's choices that a value names. Raises WrongValueError."""
    if isinstance(field.choices[0], int):
        number = _integer(field, value)
        if number not in field.choices:
            raise WrongValueError("is far out of range" if abs(number) >= 10**15 else f"is {number}")
        return number
    word = _text(field, value).strip().lower().removeprefix(".")  # a file's ending may stand for its format
    if field.name == "language":
        word = language_code(word)
    if word not in field.choices:
        close = difflib.get_close_matches(word[:64], [str(known) for known in field.choices], n=1)
        raise WrongValueError(f"is {show(value)}" + (f" (did you mean {close[0]}?)" if close else ""))
    return word


def _choices(field: Field, value: object, _settings: Settings) -> tuple[str | int, ...]:
    items = value if isinstance(value, list) else [value]
    if not items:
        raise WrongValueError("is an empty list")
    if len(items) > len(field.choices):
        raise WrongValueError(f"has {len(items):,} entries")
    found: dict[str | int, None] = {}
    wrong: dict[str, None] = {}
    for item in items:
        try:
            found[choice(field, item)] = None
        except WrongValueError as error:
            wrong[error.problem] = None
    if wrong:
        raise WrongValueError(" and ".join(wrong))
    return tuple(found)


_TAKE = Field("take", "integer", "Which of a sentence's takes.", low=0, high=table.LAST_TAKE)


def _takes(_field: Field, value: object, _settings: Settings) -> Mapping[int, int]:
    if not isinstance(value, dict):
        raise WrongValueError(f"is {kind_of(value)}")
    if len(value) > table.MAX_TAKES:
        raise WrongValueError(f"has {len(value):,} entries")
    found: dict[int, int] = {}
    for name, take in value.items():
        if not re.fullmatch(r"[1-9][0-9]{0,6}", name):
            raise WrongValueError(f"names {show(name)}")
        try:
            found[int(name)] = _integer(_TAKE, forms.meant(_TAKE, take))
        except WrongValueError:
            raise WrongValueError(f"wants {show(take)} of sentence {name}") from None
    return found


def _turns(_field: Field, value: object, _settings: Settings) -> list[object]:
    """Return the list of turns; what each holds is for `request.turns` to judge."""
    if not isinstance(value, list):
        raise WrongValueError(f"is {kind_of(value)}")
    if not 0 < len(value) <= direction_fields.MAX_TURNS:
        raise WrongValueError(f"has {len(value):,} entries" if value else "is an empty list")
    return value


def _voices(field: Field, value: object, _settings: Settings) -> Mapping[str, str]:
    """Return the names that a request has for voices, each with the voice's own."""
    given = dict.fromkeys(value) if isinstance(value, list) and all(map(_is_text, value)) else value
    if not isinstance(given, dict):
        raise WrongValueError(f"is {kind_of(value)}" if not isinstance(value, list) else "lists no names")
    if len(given) > direction_fields.MAX_VOICES:
        raise WrongValueError(f"has {len(given):,} entries")
    found: dict[str, str] = {}
    for label, name in given.items():
        voice = voice_name(_text(field, label if name is None else name))
        if voice is None:
            raise WrongValueError(f"names {show(label if name is None else name)}")
        if not is_label(label):
            raise WrongValueError(f"has the name {show(label)}", "names of at most 64 letters, without [ ]")
        found[_nfc(label.strip())] = voice  # as the text that names it
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _lexicon(_field: Field, value: object, _settings: Settings) -> Mapping[str, str]:
    wrong = list(itertools.islice(lexicon.faults_of(value), 4))
    if wrong:
        raise WrongValueError("; ".join(wrong[:3]) + (" and more" if len(wrong) > 3 else ""))
    assert isinstance(value, dict)  # noqa: S101 - or it had a fault
    return {_nfc(word): _nfc(spoken) for word, spoken in value.items()}


def _consent(_field: Field, value: object, _settings: Settings) -> Mapping[str, str]:
    if wrong := list(consent.faults_of(value)):
        raise WrongValueError(", and ".join(wrong))
    assert isinstance(value, dict)  # noqa: S101 - or it had a fault
    return {name: _nfc(value[name].strip()) for name in consent.LONGEST}


def _defaults(_field: Field, value: object, settings: Settings) -> Mapping[str, object]:
    """Return what a voice has unless a request says otherwise, each by the rules of its own field."""
    if not isinstance(value, dict):
        raise WrongValueError(f"is {kind_of(value)}")
    known = {field.name: field for field in table.ENDPOINTS["tts"].options}
    found: dict[str, object] = {}
    wrong: list[str] = []
    for name, given in value.items():
        if name not in direction_fields.DEFAULTS:
            wrong.append(f"has {show(name)}")
        elif given is not None and not forms.is_nothing(known[name], given):
            try:
                meant = forms.meant(known[name], given)
                found[name] = READERS[known[name].kind](known[name], meant, settings)
            except WrongValueError as error:
                wrong.append(
                    f"has a {name} that {error.problem} (expected {error.expected or known[name].wanted})"
                )
    if wrong:
        raise WrongValueError("; ".join(wrong[:5]))
    return found


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _style(_field: Field, value: object, _settings: Settings) -> object:
    """Return a subtitle style as it stands: it has faults of its own, which `subtitle_style` finds."""
    return value


READERS: Mapping[str, Callable[[Field, object, Settings], object]] = {
    "string": _string,
    "voice": _voice,
    "cursor": _cursor,
    "identifier": _identifier,
    "url": _url,
    "base64": _base64,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "choice": choice,
    "choices": _choices,
    "takes": _takes,
    "turns": _turns,
    "voices": _voices,
    "lexicon": _lexicon,
    "defaults": _defaults,
    "consent": _consent,
    "style": _style,
}

_LONGEST_HEAD = 500
# A parameter's value may have commas in quotes, as codecs="vp8,opus" has, and badly written ones without.
_DATA_HEAD = re.compile(r"(?:data:)?[^,;]{0,100}(?:;[^;]{0,200}){0,4};base64,|base64,", re.IGNORECASE)
_PLAIN_HEAD = re.compile("data:[^,]*,", re.IGNORECASE)
# White space but the blank is left out; the URL-safe alphabet becomes the usual one.
_BASE64 = str.maketrans("-_", "+/", "\r\n\t\f\v")

_KINDS = {
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def kind_of(value: object) -> str:
    """Name a JSON value's type as its sender knows it."""
    return _KINDS.get(type(value), "something else")


def show(value: object) -> str:
    """Show a value of any size, short."""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…")
    return kind_of(value)

"""A consent: who agreed to have a voice cloned, when, and how. No I/O."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from f5tts_worker.files.text_files import controls_in
from f5tts_worker.request.field import Field

LONGEST: Mapping[str, int] = {"who": 200, "when": 40, "how": 500}  # characters
FIELD = Field(
    "consent",
    "consent",
    "Who agreed that this recording may be cloned, when, and how that is known. It is stored with the voice. "
    "Only a worker with `F5TTS_REQUIRE_CONSENT` insists on it.",
    expected='an object such as {"who": "Anna", "when": "2026-11-20", "how": "signed form"}: at most 200 and '
    "500 characters, and a day or a time in ISO 8601 that is not to come",
)
_AHEAD = timedelta(days=1)  # somebody's today is not yet ours, and clocks differ


def faults_of(value: object) -> Iterator[str]:
    """Yield what is wrong with a consent, for a sentence that begins with its name."""
    if not isinstance(value, dict):
        yield "is no object"
        return
    given = {name for name, said in value.items() if said is not None and said != ""}
    if missing := [name for name in LONGEST if name not in given]:
        yield f"is without {', '.join(missing)}"
    if unknown := [str(name)[:40] for name in value if name not in LONGEST]:
        yield f"has {', '.join(map(repr, unknown[:3]))}"
    for name, longest in LONGEST.items():
        if name in given and (wrong := _wrong(value[name], longest)):
            yield f"has a {name} that {wrong}"
    when = value.get("when")
    if isinstance(when, str) and when and not _wrong(when, LONGEST["when"]) and (wrong := _no_moment(when)):
        yield f"has a when that {wrong}"


def is_consent(value: object) -> bool:
    """Say whether a value could have been stored as a consent; its day was judged then."""
    if not isinstance(value, dict) or set(value) != set(LONGEST):
        return False
    return not any(_wrong(value[name], longest) for name, longest in LONGEST.items())


def _wrong(said: object, longest: int) -> str:
    if not isinstance(said, str):
        return "is no string"
    if not said.strip():
        return "is empty"
    if len(said) > longest:
        return f"has {len(said):,} characters"
    if controls_in(said) or re.search("[\ud800-\udfff]", said):  # other people will read it
        return "holds control characters"
    return ""


def _no_moment(when: str) -> str:
    try:
        moment = datetime.fromisoformat(when.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        is_to_come = moment > datetime.now(UTC) + _AHEAD
    except (ValueError, OverflowError):
        return "is no day or time"
    return "is still to come" if is_to_come else ""

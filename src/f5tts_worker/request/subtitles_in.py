"""The subtitles of a `dub` request, read into cues and turns; faults are the request's."""

import dataclasses
import unicodedata
from typing import TypeVar

from f5tts_worker.config import Settings
from f5tts_worker.request.reader import Fault, PlacedFault
from f5tts_worker.request.requests import DubRequest
from f5tts_worker.script.cues import read_cues, turns_of_cues

R = TypeVar("R", bound=DubRequest)


def with_cues(request: R, text: str, path: str, settings: Settings) -> tuple[R, list[Fault]]:
    """Return the request with the cues of a subtitle file, and what is wrong with that file.

    `path` is what the caller called it.
    """
    read = read_cues(unicodedata.normalize("NFC", text), request.speakers)  # as every text of a request
    faults: list[Fault] = [
        PlacedFault(path, one.problem, one.expected, one.place.line, one.place.column) for one in read.faults
    ]
    turns, warnings = turns_of_cues(read.cues, request.speakers)
    said = "\n\n".join(turn.text for turn in turns)
    if len(said) > settings.max_text_chars:
        wanted = f"at most {settings.max_text_chars:,}; split it into several jobs"
        faults.append(Fault(path, f"has {len(said):,} characters that are spoken", wanted))
    found = dataclasses.replace(
        request,
        text=said,
        turns=tuple(turns),
        cues=tuple(read.cues),
        track_ms=read.end_ms,
        source=None,
        warnings=(*request.warnings, *read.warnings, *warnings),
    )
    return found, faults

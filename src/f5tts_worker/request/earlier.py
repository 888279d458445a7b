"""Requests as the documents of earlier versions have them -> the same requests in today's words.

docs/MIGRATION.md shows the whole table. Every translation causes a warning; a value is judged where the
request is read. No I/O.
"""

import re
from collections.abc import Mapping
from typing import Any

from f5tts_worker.request.field import Field
from f5tts_worker.request.forms import meant

_ENDPOINTS = {"download": "result"}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "tts": {"return_word_timings": "word_timings", "timing_format": "subtitle_format"},
    "upload": {
        "reference_text": "ref_text",
        "voice_file": "voice_file_base64",
        "text_file": "text_file_base64",
    },
}
# Fields without a counterpart, and what replaces them.
_GONE: Mapping[str, Mapping[str, str]] = {
    "tts": {"timing_method": "words are always aligned with their own text"},
    "result": {
        "type": "the answer holds the audio and the subtitles",
        "format": "the answer holds every subtitle file that the job made",
    },
}
_SWITCH = Field("return_word_timings", "boolean", "Whether words are timed.")
_WORD_LISTS = ("csv", "compact")
_OUTPUT = re.compile(r"(?:output|timings)/([^/]+)\.[a-z0-9]+")


def translate(job_input: Mapping[Any, Any]) -> tuple[dict[Any, Any], list[str]]:
    """Return the request in today's words, and a sentence for each change."""
    found = dict(job_input)
    said: list[str] = []
    name = found.get("endpoint")
    if isinstance(name, str) and name in _ENDPOINTS:
        found["endpoint"] = _ENDPOINTS[name]
        said.append(f"The endpoint {name} is called {_ENDPOINTS[name]} now.")
    endpoint = found.get("endpoint") or "tts"
    for rule in (_formats, _voice_address, _file_path):
        rule(endpoint, found, said)
    for old, new in _of(_FIELDS, endpoint).items():
        if old in found:
            taken = _take(found, new, found.pop(old))
            said.append(
                f"{old} is called {new} now." if taken else f"{old} was ignored: {new} is given, too."
            )
    for old, where in _of(_GONE, endpoint).items():
        if old in found:
            del found[old]
            said.append(f"{old} was ignored: {where}.")
    return found, said


def _of(table: Mapping[str, Mapping[str, str]], endpoint: object) -> Mapping[str, str]:
    return table.get(endpoint, {}) if isinstance(endpoint, str) else {}


def _take(found: dict[Any, Any], name: str, value: object) -> bool:
    """Take a value for today's name where that holds nothing; say whether it was taken."""
    there = found.get(name)
    if there is not None and not (isinstance(there, str) and not there.strip()):
        return False
    found[name] = value
    return True


def _formats(endpoint: object, found: dict[Any, Any], said: list[str]) -> None:
    """Leave out timing files that would not have been made, and those that are not subtitles."""
    if endpoint != "tts" or "timing_format" not in found:
        return
    if found["timing_format"] in _WORD_LISTS:
        said.append(f"timing_format {found.pop('timing_format')} was ignored: word_timings holds the same.")
    elif meant(_SWITCH, found.get("return_word_timings", found.get("word_timings"))) is not True:
        del found["timing_format"]
        said.append("timing_format was ignored: it needs return_word_timings.")


def _voice_address(endpoint: object, found: dict[Any, Any], said: list[str]) -> None:
    """Treat an address as an address."""
    voice = found.get("local_voice")
    if endpoint == "tts" and isinstance(voice, str) and voice.startswith(("https://", "http://", "s3://")):
        del found["local_voice"]
        _take(found, "voice_reference_url", voice)
        said.append("An address in local_voice belongs in voice_reference_url.")


def _file_path(endpoint: object, found: dict[Any, Any], said: list[str]) -> None:
    """Find the job whose output a path names."""
    path = found.get("file_path")
    if endpoint == "result" and isinstance(path, str) and (job := _OUTPUT.fullmatch(path)):
        del found["file_path"]
        _take(found, "job_id", job[1])
        said.append("file_path was read as the job_id in it.")

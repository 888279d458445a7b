"""A worker's sentences in the words of the command line: `--voice`, and not `local_voice`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# Field of a request -> what it is called here. These names stand for nothing else in a sentence ...
_NAMES = {
    "local_voice": "--voice",
    "voice_reference_url": "--voice-file",
    "voice_reference_base64": "--voice-file",
    "ref_text": "--ref-text",
    "output_format": "--format",
    "subtitle_format": "--subtitles",
    "subtitle_style": "--style",
    "audio_url": "the recording",
    "audio_base64": "the recording",
    "voice_file_url": "the recording",
    "voice_file_base64": "the recording",
    "voice_name": "the name",
    "job_id": "the job id",
    "request_id": "--request-id",
    "words_per_minute": "--words-per-minute",
    "duration_seconds": "--duration-seconds",
    "target_loudness": "--target-loudness",
    "paragraph_pause": "--paragraph-pause",
    "max_pace": "--max-pace",
    "min_pace": "--min-pace",
    "voice in voices": "voice by --speaker",
    "srt_url": "the file",
    "expires_in": "--expires-in",
    "everywhere: true": "--everywhere",
    "overwrite: true": "--overwrite",
    "set literal_text to true": "use --literal",
    "set the option any_language to true": "use --any-language",
    "set any_language to true": "use --any-language",
}
# ... and these are plain words, which name a field only at the head of a fault.
_WORDS = {
    "text": "the text",
    "srt": "the file",
    "turns": "--turns",
    "voices": "--speaker",
    "lexicon": "--lexicon",
    "consent": "the consent (--consent-who, --consent-when, --consent-how)",
    **{name: f"--{name}" for name in ("speed", "quality", "seed", "model", "language")},
}
_OF_COMMAND = {"upload": {"ref_text": "--text"}, "align": {"text": "--text"}}


def reworded(sentence: str, command: str) -> str:
    """Return a worker's sentence with the options of this command where it names fields of a request.

    Faults are listed as `CODE: 2 faults: FIELD is wrong; expected this; FIELD is wrong; expected that`.
    """
    names = {**_NAMES, **_WORDS, **_OF_COMMAND.get(command, {})}
    always, at_the_head = ("|".join(map(re.escape, words)) for words in (_NAMES, _WORDS))
    pattern = (
        rf"(?:options\.)?\b({always})\b|options\.({at_the_head})\b|(?<=: |; )({at_the_head})\b(?= is | has )"
    )
    return re.sub(pattern, lambda found: names[found[found.lastindex or 0]], sentence)


def notes(answer: Mapping[str, Any], command: str) -> Iterator[str]:
    """Yield an answer's warnings; how a file was sent is the client's affair and left out."""
    warnings = answer.get("warnings")
    for warning in warnings if isinstance(warnings, list) else ():
        if "_base64 is deprecated" not in str(warning):
            yield reworded(str(warning), command)

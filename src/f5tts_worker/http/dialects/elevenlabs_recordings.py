"""ElevenLabs' routes for recordings: what is said in one, and when each word of it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from fastapi import APIRouter

from f5tts_worker.http.characters import character_times
from f5tts_worker.http.desk import AtDesk
from f5tts_worker.http.dialects.asked import lower
from f5tts_worker.http.forms import one
from f5tts_worker.languages import language_code

router = APIRouter(tags=["ElevenLabs"])

LEAST_SCORE = 1e-4  # for the loss of words in which nothing was heard
GRANULARITIES = ("none", "word", "character")
# ISO 639-3, in which they name languages, by our codes (ISO 639-1).
THREE_LETTERS = {
    "en": "eng", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "ja": "jpn", "zh": "zho", "nl": "nld",
    "uk": "ukr", "pt": "por", "ar": "ara", "cs": "ces", "ru": "rus", "pl": "pol", "hu": "hun", "fi": "fin",
    "fa": "fas", "el": "ell", "tr": "tur", "da": "dan", "he": "heb", "vi": "vie", "ko": "kor", "ur": "urd",
    "te": "tel", "hi": "hin", "ca": "cat", "ml": "mal", "no": "nor", "nn": "nno", "sk": "slk", "sl": "slv",
    "hr": "hrv", "ro": "ron", "eu": "eus", "gl": "glg", "ka": "kat", "lv": "lav", "tl": "tgl", "sv": "swe",
    "id": "ind",
}  # fmt: skip


@router.post("/v1/forced-alignment")
async def forced_alignment(desk: AtDesk) -> dict[str, Any]:
    """Time the words and characters of a recording (`file`) whose `text` is known."""
    fields = await desk.form()
    text = one(fields, "text")
    answer = await desk.do("align", audio_base64=one(fields, "file"), text=text, timing_level="character")
    found = await desk.runs.words(answer)
    words = [
        {"text": word["word"], "start": word["start"], "end": word["end"], "loss": -_log(word)}
        for word in found
    ]
    times = character_times(text, found, answer["duration"])
    loss = sum(word["loss"] for word in words) / len(words) if words else 0.0
    characters = [{"text": character, "start": start, "end": end} for character, start, end in times]
    return {"characters": characters, "words": words, "loss": loss}


@router.post("/v1/speech-to-text")
async def speech_to_text(desk: AtDesk) -> dict[str, Any]:
    """Write down what is said in a recording (`file`), with the times of its words."""
    fields = await desk.form()
    wanted = lower(fields.get("timestamps_granularity") or "word")
    rows = []
    if wanted not in GRANULARITIES:
        expected = f"one of {', '.join(GRANULARITIES)}"
        rows.append({"field": "timestamps_granularity", "problem": "is unknown", "expected": expected})
    if str(fields.get("webhook")).lower() == "true":
        rows.append({"field": "webhook", "problem": "is not taken here", "expected": "false"})
    language = language_code(str(fields.get("language_code") or ""))
    answer = await desk.transcribe(
        fields,
        rows,
        language=language or None,
        timing_level="character" if wanted == "character" else None,
    )
    return {
        "language_code": THREE_LETTERS.get(answer["language"], answer["language"]),
        "language_probability": 1.0,  # the transcriber does not say how sure it is
        "text": answer["text"],
        "words": [
            {name: value for name, value in told.items() if wanted != "none" or name not in ("start", "end")}
            for told in _spaced(await desk.runs.words(answer))
        ],
        "transcription_id": str(answer["job_id"]),
        "audio_duration_secs": answer["duration"],
    }


def _spaced(words: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield words as they tell of them, and the blank between each two."""
    for word, after in pairwise((*words, None)):
        assert word is not None  # noqa: S101 - only the last has nothing after it
        own = word.get("characters")
        letters = own and [
            {"text": letter["character"], "start": letter["start"], "end": letter["end"]} for letter in own
        ]
        yield {
            "text": word["word"],
            "start": word["start"],
            "end": word["end"],
            "type": "word",
            "logprob": _log(word),
            **({"characters": letters} if letters else {}),
        }
        if after is not None:
            gap = {"start": word["end"], "end": after["start"], "type": "spacing", "logprob": 0.0}
            yield {"text": " ", **gap}


def _log(word: Mapping[str, Any]) -> float:
    return round(math.log(max(word.get("score") or 0.0, LEAST_SCORE)), 3)

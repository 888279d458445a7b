"""What the check asks for: texts, requests, and how much speech that is."""

from collections.abc import Mapping
from typing import Any

CHARS_PER_SECOND = 15  # of English speech, roughly: only the estimate of the cost rests on it
RATE = 24_000
SHORT_RATE = 16_000

SENTENCE = "The old man walked down the dusty road. Then he sat down, and nobody came to meet him."
SHORT = "Good morning, everybody."
LONG = (
    "Early in the morning the two brothers walked down to the river. They carried a small boat, a long rope, "
    "and some bread. Nobody spoke. The water was cold and clear, and a light wind came from the hills. After "
    "an hour they found the old bridge. One of them sat down in the grass. The other opened his bag, took "
    "out a letter, and read it again. It was not a long letter. Their father wrote that the house was sold, "
    "that the garden was full of snow, and that he wanted to see them before the spring."
)
MANY = (
    "The first train leaves at seven.",
    "My sister reads a book by the window.",
    "They bought some apples, bread, and butter.",
    "The dog ran across the green field.",
    "We waited a long time for the rain.",
    "He closed the door and turned off the light.",
    "The children played behind the school.",
    "A letter came from the north this morning.",
)
FOREIGN = "გამარჯობა, ეს მხოლოდ გამოცდაა."  # Georgian: no model of the table was trained on it
SUBTITLES = ("ass", "srt", "vtt", "json")


def speech(text: str, rate: int = RATE, **options: Any) -> dict[str, Any]:
    """Return a request for speech as WAV."""
    return {"text": text, "output_format": "wav", "sample_rate": rate, **options}


# Each must be refused with its code, before any model is used.
REFUSALS: Mapping[str, tuple[dict[str, Any], str]] = {
    "bad input: no text, speed 9": ({"text": "", "speed": 9}, "INVALID_REQUEST"),
    "bad input: unknown voice": (
        {"text": SHORT, "local_voice": "f5tts-check-no-such-voice"},
        "UNKNOWN_VOICE",
    ),
    "bad input: no audio": (
        {"endpoint": "align", "audio_base64": "bm8gYXVkaW8=", "text": SHORT},
        "AUDIO_UNREADABLE",
    ),
}


def cost(recorded_seconds: float, limit: float, paces: int = 0) -> str:
    """Say what the check will send, before it does: with `paces`, so many more times the long text."""
    spoken = 2 * [SENTENCE] + 2 * [SHORT] + (1 + paces) * [LONG] + list(MANY)
    made = sum(map(len, spoken)) / CHARS_PER_SECOND
    heard = recorded_seconds * 2 + (2 + paces) * len(LONG) / CHARS_PER_SECOND
    jobs = len(spoken) + paces + len(REFUSALS) + 14
    return (
        f"This sends about {jobs} jobs: {made:.0f} s of speech to make, {heard:.0f} s of recordings to align "
        "or transcribe, and one long text that is cancelled soon. A GPU is estimated to work on them for 30 "
        "to 120 s (not measured). The start of a worker comes on top, and so does that of the others that "
        "RunPod may start for eight jobs at once; each second of all of this is billed. The check ends after "
        f"{limit:.0f} s at the latest, and cancels what is then under way."
    )

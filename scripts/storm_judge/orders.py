"""What the storm's jobs ask for, and how each must end: one right answer, or an error that is true."""

import base64
import io
import random
import threading
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.answers import check_words

from storm_judge.world import Answer

WORDS = [
    "old",
    "man",
    "young",
    "girl",
    "walked",
    "down",
    "long",
    "road",
    "river",
    "baker",
    "opened",
    "shop",
    "before",
    "sunrise",
    "village",
    "letter",
    "came",
    "packed",
    "bags",
    "station",
    "later",
    "morning",
    "cold",
    "wind",
    "blew",
    "uncle",
    "kept",
    "three",
    "brown",
    "horses",
    "children",
    "singing",
    "rain",
    "after",
    "dinner",
    "played",
    "cards",
    "candles",
    "went",
    "out",
    "wrote",
    "name",
    "into",
    "book",
]
VOICES = Path(__file__).resolve().parents[2] / "src" / "f5tts_worker" / "demo" / "voices"
STEPS = 2  # of the model: how the speech sounds is judged elsewhere
CONSENT = {"who": "Anna", "when": "2026-11-20", "how": "signed form"}
# What may be said of any job while something around it fails: true then, and to be sent again.
PASSING = {
    "ENGINE_DIED", "ENGINE_UNHEALTHY", "ENGINE_START_FAILED", "STORE_UNAVAILABLE", "VOLUME_FULL",
    "VOLUME_UNUSABLE", "JOB_TIMEOUT", "ENVIRONMENT_FAILED", "INSTALL_FAILED", "MODEL_UNAVAILABLE", "GONE",
}  # fmt: skip


@dataclass
class Order:
    """One job: what is asked, and the check of its answer, which raises AssertionError.

    `errors` are the codes that are right for it; without any, only an answer is.
    """

    kind: str
    input: dict[str, Any]
    check: Callable[[Answer], None] = lambda _answer: None
    errors: frozenset[str] = frozenset()
    fault: str | None = None
    answers: list[Answer] = field(default_factory=list)


def hold(is_so: object, found: object) -> None:
    """Raise AssertionError with what was found instead, if it is not so."""
    if not is_so:
        raise AssertionError(str(found)[:500])


def text_of(chance: random.Random, words: int = 6) -> str:
    """Return a sentence of the demo's words; hardly ever the same twice."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


class Orders:
    """Draws jobs of all kinds, from one seed."""

    def __init__(self, chance: random.Random, bucket: Path) -> None:
        self._chance, self._bucket = chance, bucket
        self._recording = (VOICES / "slt.wav").read_bytes()
        self._said = (VOICES / "slt.txt").read_text().strip()
        self._number = 0
        self._one = threading.Lock()  # storms ask for speech in several threads

    def draw(self, count: int) -> Iterator[Order]:
        """Yield so many jobs."""
        kinds = self._kinds()
        for _ in range(count):
            self._number += 1
            yield self._chance.choices(list(kinds), list(kinds.values()))[0]()

    def each(self) -> list[Order]:
        """Return one job of each kind."""
        found = []
        for make in self._kinds():
            self._number += 1
            found.append(make())
        return found

    def _kinds(self) -> dict[Callable[[], Order], int]:
        """Return what makes jobs, and how often each is drawn."""
        return {
            self._speech: 46,
            self._turns: 8,
            self._dub: 6,
            self._align: 6,
            self._cloned: 6,
            self._upload: 4,
            self._wrong: 8,
            self._unknown_voice: 4,
            self._health: 4,
            self._voices: 4,
            self._nothing: 4,
        }

    def speech(self, words: int = 6, **more: Any) -> Order:
        """Return a short speech with an id of its own."""
        with self._one:
            self._number += 1
            return self._spoken("speech", text_of(self._chance, words), more)

    def _spoken(self, kind: str, text: str, more: dict[str, Any]) -> Order:
        order = {"text": text, "nfe_steps": STEPS, "request_id": f"storm-{self._number}", **more}
        return Order(kind, order, lambda answer: self._is_speech(answer, text))

    def _is_speech(self, answer: Answer, text: str) -> None:
        hold(answer["status"] == "completed", answer)
        hold(answer["text"] == text, (answer["text"], text))
        if "word_timings" in answer:
            check_words(answer["word_timings"], text, answer["duration"])
        hold(answer["usage"]["characters"] == len(text), answer)
        if "audio_base64" in answer:  # the bucket was away
            data = base64.b64decode(answer["audio_base64"])
        else:
            key = str(answer["audio_url"]).partition("?")[0].rpartition("/output/")[2]
            data = (self._bucket / "output" / key).read_bytes()
        hold(len(data) > 1000, len(data))
        if data.startswith(b"RIFF"):
            with wave.open(io.BytesIO(data)) as sound:
                seconds = sound.getnframes() / sound.getframerate()
            hold(abs(seconds - answer["duration"]) < 0.002, (seconds, answer["duration"]))
        for name in answer.get("subtitles", {}):
            hold(answer["subtitles"][name].get("content") or answer["subtitles"][name].get("url"), answer)

    def _speech(self) -> Order:
        more = self._chance.choice(
            [
                {},
                {"output_format": "mp3"},
                {"output_format": "opus", "subtitle_format": "srt"},
                {"subtitle_format": ["srt", "ass", "vtt"]},
                {"local_voice": "rms", "speed": 1.2},
                {"expires_in": 86_400, "word_timings": False},
                {"timing_level": "character"},
            ]
        )
        return self._spoken("speech", text_of(self._chance, self._chance.randint(3, 16)), dict(more))

    def _turns(self) -> Order:
        said = [text_of(self._chance, 4) for _ in range(3)]
        order = self._spoken("turns", "\n\n".join(said), {})
        del order.input["text"]
        voices = ("slt", "rms", "slt")
        order.input["turns"] = [{"voice": v, "text": t} for v, t in zip(voices, said, strict=True)]
        return order

    def _dub(self) -> Order:
        said = [text_of(self._chance, 3) for _ in range(2)]
        cues = "".join(
            f"{n + 1}\n00:00:0{3 * n},000 --> 00:00:0{3 * n + 2},500\n{line}\n\n"
            for n, line in enumerate(said)
        )
        data = {"endpoint": "dub", "srt": cues, "nfe_steps": STEPS, "request_id": f"storm-{self._number}"}

        def check(answer: Answer) -> None:
            hold(answer["status"] == "completed", answer)
            hold([word["word"] for word in answer["word_timings"]] == " ".join(said).split(), answer)

        return Order("dub", data, check)

    def _align(self) -> Order:
        sent = base64.b64encode(self._recording).decode()
        data = {
            "endpoint": "align",
            "audio_base64": sent,
            "text": self._said,
            "request_id": f"storm-{self._number}",
        }

        def check(answer: Answer) -> None:
            check_words(answer["word_timings"], self._said, answer["duration"])

        return Order("align", data, check)

    def _cloned(self) -> Order:
        sent = {"voice_reference_base64": base64.b64encode(self._recording).decode(), "ref_text": self._said}
        order = self._spoken("cloned", text_of(self._chance), {**sent, "consent": CONSENT})
        spoken = order.check

        def check(answer: Answer) -> None:
            spoken(answer)
            hold(answer["consent"] == CONSENT, answer)

        return Order("cloned", order.input, check)

    def _upload(self) -> Order:
        data = {
            "endpoint": "upload",
            "voice_name": f"voice-{self._number}",
            "voice_file_base64": base64.b64encode(self._recording).decode(),
            "ref_text": self._said,
            "consent": CONSENT,
            "request_id": f"storm-{self._number}",
        }

        def check(answer: Answer) -> None:
            hold(answer["voice"] == data["voice_name"], answer)
            hold(answer["consent"] == CONSENT, answer)

        return Order("upload", data, check)

    def _wrong(self) -> Order:
        data = self._chance.choice(
            [
                {"text": ""},
                {"text": "Hi.", "speed": 9},
                {"text": "Hi.", "expires_in": 1},
                {
                    "text": "Hi.",
                    "consent": {"who": "Anna"},
                    "voice_reference_url": "https://example.org/a.wav",
                },
                {"text": "[pause:900s] Hi."},
                {"endpoint": "nonsense"},
            ]
        )
        return Order("wrong", dict(data), errors=frozenset({"INVALID_REQUEST"}))

    def _unknown_voice(self) -> Order:
        return Order(
            "unknown voice", {"text": "Hi.", "local_voice": "nobody"}, errors=frozenset({"UNKNOWN_VOICE"})
        )

    def _nothing(self) -> Order:
        data = {"endpoint": "delete_result", "job_id": f"nothing-{self._number}"}
        return Order("nothing", data, errors=frozenset({"NOT_FOUND"}))

    def _health(self) -> Order:
        def check(answer: Answer) -> None:
            hold(answer["settings"]["model"] == "demo", answer)

        return Order("health", {"endpoint": "health"}, check)

    def _voices(self) -> Order:
        def check(answer: Answer) -> None:
            hold({"slt", "rms"} <= {voice["name"] for voice in answer["voices"]}, answer)

        return Order("voices", {"endpoint": "list_voices"}, check)

"""Requests of all kinds, right, nearly right and not at all: what the fuzzing feeds the doors.

Plainly drawn, and not by hypothesis, which takes a hundred times as long for one of them.
"""

import math
import random
from typing import Any

from f5tts_worker.request import fields

_TAGS = (
    "[pause] [pause:1.5s] [pause: [pause:99999999s] [voice:slt] [voice: [slt] [/voice] <break time='800ms'/> "
    "<break <sub></sub> <sub alias='x'>W3C</sub> <sub alias=' <say-as interpret-as='characters'> </say-as> "
    "<speak> </speak> <p> <prosody rate='9'> <!-- --> <![CDATA[ ]]> &amp; &#xD800; &bogus; \\[ { } # ** 1:00 "
    "$5. http://x.y Hello world. It's 5 p.m."
)
TAGS = _TAGS.split(" ")
ODD = (
    "\n\n",
    "\n",
    " ",
    "\u202e",
    "\u200b",
    "\0",
    "\ud800",
    "\x1b",
    "é",
    "e\u0301",
    "你好",
    "🙂",
    "\ufeff",
    "\u2028",
)
LETTERS = "abcdefghijklmnopqrstuvwxyz .,'[]<>&{}0123456789"
TIMES = (
    "00:00:01,000 --> 00:00:02,000",
    "00:00:02.000 --> 00:00:01.000",
    "99:99:99,999 --> x",
    "-->",
    "1",
    "",
)
HEADS = ("", "WEBVTT\n\n", "[Script Info]\n\n[Events]\nFormat: Start, End, Text\n", "\ufeff")
NUMBERS = (0, 1, -1, 2**53, 10**400, 1e308, 0.5, math.nan, math.inf, 7, 16, 100)
ADDRESSES = (
    "https://example.org/a.wav",
    "s3://b/voices/a.wav",
    "http://127.0.0.1/",
    "file:///x",
    "https://a b",
)
THEIRS = {
    "/v1/audio/speech": ["input", "voice", "model", "response_format", "speed", "stream_format", "f5tts"],
    "/v1/text-to-speech/slt": ["text", "model_id", "voice_settings", "seed", "language_code", "f5tts"],
    "/v1/text-to-speech/slt/with-timestamps": ["text", "voice_settings", "apply_text_normalization"],
    "/v1/text-to-dialogue": ["inputs", "model_id", "settings"],
    "/dev/captioned_speech": ["input", "voice", "return_timestamps", "stream"],
    "/v1/sentences": ["text", "language"],
    "/api/tts": ["text", "local_voice", "timing_format", "input"],
    "/api/upload": ["voice_name", "voice_file", "consent"],
    **{f"/v1/{name}": [one.name for one in spec.fields] for name, spec in fields.ENDPOINTS.items()},
}


class Generator:
    """Draws requests; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - it chooses requests, no secret

    def text(self, longest: int = 20) -> str:
        """Return some letters and signs, odd ones among them."""
        count = self.chance.randint(0, longest)
        return "".join(
            self.chance.choice(ODD if self.chance.random() < 0.1 else LETTERS) for _ in range(count)
        )

    def marked(self) -> str:
        """Return a text with markup, right and wrong."""
        parts = (TAGS, ODD, [self.text(8)])
        return "".join(
            self.chance.choice(self.chance.choice(parts)) for _ in range(self.chance.randint(0, 25))
        )

    def cues(self) -> str:
        """Return what might be subtitles."""
        lines = (TIMES, [self.marked()], ["Dialogue: 0:00:01.00,0:00:02.00,Hi"])
        body = (self.chance.choice(self.chance.choice(lines)) for _ in range(self.chance.randint(0, 12)))
        return self.chance.choice(HEADS) + "\n".join(body)

    def json(self, depth: int = 3) -> Any:
        """Return anything that JSON can carry, and what Python's reader takes besides."""
        kind = self.chance.randrange(7 if depth else 5)
        if kind == 5:
            return [self.json(depth - 1) for _ in range(self.chance.randint(0, 3))]
        if kind == 6:
            return {self.text(8): self.json(depth - 1) for _ in range(self.chance.randint(0, 3))}
        return self.chance.choice([None, True, False, self.chance.choice(NUMBERS), self.text()])

    def request(self) -> Any:
        """Return the input of a job: fields of an endpoint, and now and then of others, or of none."""
        if self.chance.random() < 0.05:
            return self.json()
        name = self.chance.choice(list(fields.ENDPOINTS))
        spec = fields.ENDPOINTS[name]
        known = [*spec.fields, *spec.options]
        chosen = self.chance.sample(known, self.chance.randint(0, min(6, len(known))))
        data = {one.name: self._value(one) for one in chosen}
        if name == "tts" and not {"text", "turns"} & data.keys():
            data["text"] = self.marked()
        if name == "dub" and not {"srt", "srt_url"} & data.keys():
            data["srt"] = self.cues()
        if self.chance.random() < 0.2:
            data[self.chance.choice(["ref_audio", "voice", "foo", "input", "", "method"])] = self.json()
        if spec.options and self.chance.random() < 0.5:
            options = {one.name: data.pop(one.name) for one in spec.options if one.name in data}
            data["options"] = options if self.chance.random() < 0.9 else self.json()
        return data | {"endpoint": name if self.chance.random() < 0.95 else self.text()}

    def post(self) -> tuple[str, Any]:
        """Return a path of the HTTP server and a body: JSON, or bytes that are none."""
        path = self.chance.choice(list(THEIRS))
        draw = self.chance.random()
        if draw < 0.1:
            return path, self.chance.randbytes(self.chance.randint(0, 40))
        if draw < 0.2:
            return path, self.json()
        names = self.chance.choices([*THEIRS[path], "options"], k=self.chance.randint(0, 5))
        values = (self.json, self.marked, lambda: self.chance.choice(["slt", 1.5, {}, "mp3"]))
        return path, {name: self.chance.choice(values)() for name in names}

    def _value(self, field: Any) -> Any:
        if self.chance.random() < 0.25:
            return self.json()
        if field.choices:
            return self.chance.choice([*field.choices, "nothing"])
        likely = {
            "text": self.marked,
            "srt": self.cues,
            "url": lambda: self.chance.choice(ADDRESSES),
            "number": lambda: self.chance.uniform(-1, 5),
            "integer": lambda: self.chance.randint(-1, 10**6),
            "boolean": lambda: self.chance.random() < 0.5,
            "voice": lambda: self.chance.choice(["slt", "anna", "..", "Rene\u0301", "a/b"]),
            "base64": lambda: self.chance.choice(["UklGRg==", "data:audio/wav;base64,UklGRg==", "!", ""]),
            "turns": lambda: [
                {"text": self.marked(), self.chance.choice(["voice", "speed", "x"]): self.json(1)}
                for _ in range(self.chance.randint(0, 3))
            ],
            "consent": lambda: {name: self.json(0) for name in ("who", "when", "how", "x")},
            "lexicon": lambda: {self.text(5): self.text(5) for _ in range(3)},
            "takes": lambda: {self.chance.choice(["1", "0", "x"]): self.chance.randint(-1, 200)},
            "style": lambda: self.chance.choice(
                ["karaoke", {"preset": "word_pop", self.text(6): self.json(1)}]
            ),
        }
        return likely.get(field.name, likely.get(field.kind, self.text))()

"""From the protocol's `synthesise` to a request for speech, and what this engine learns from those it did.

Nothing heavy is imported here before the first request: the process answers before PyTorch is there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from f5tts_worker.engine.protocol import PlanResult, SynthesiseParams, SynthesiseResult

if TYPE_CHECKING:
    from f5tts_worker.engine.model.loader import LoadedModel
    from f5tts_worker.engine.reference.prepare import PreparedReference
    from f5tts_worker.engine.speech.synthesis import SynthesisRequest
    from f5tts_worker.engine.text.clean import SpokenWord

_TELLING_SECONDS = 5.0  # of sampling: a shorter job is mostly its beginning and end
_BYTES_PER_FRAME = 512  # 256 samples of 16 bits


@dataclass
class Work:
    """What was spoken so far: how fast, and whether there may be too many kept chunks.

    Speech begins with a look at them: many workers live for minutes.
    """

    frames_per_second: float | None = None  # of one step of sampling, the best so far
    unseen_bytes: float = math.inf  # of speech since the last look

    def count(self, spoken: SynthesiseResult, kept: Path | None) -> None:
        """Take note of speech that was made; remove old chunks where there may be too many."""
        from f5tts_worker.engine.speech import kept_waves

        if spoken["seconds"]["sample"] >= _TELLING_SECONDS:
            speed = spoken["frames"] * spoken["nfe_steps"] / spoken["seconds"]["sample"]
            self.frames_per_second = max(self.frames_per_second or 0.0, speed)
        self.unseen_bytes += _BYTES_PER_FRAME * spoken["frames"]
        if kept and self.unseen_bytes > kept_waves.LOOK_BYTES:
            kept_waves.make_room(kept)
            self.unseen_bytes = 0


def request_of(params: SynthesiseParams, language: str | None, work: Work) -> "SynthesisRequest":
    """Return the request that these parameters make; `language` is the reference's."""
    from f5tts_worker.engine.speech.synthesis import SynthesisRequest
    from f5tts_worker.engine.text.respelled import Respelled
    from f5tts_worker.engine.text.spoken import split_sentences

    sentences = params.get("sentences") or [params["text"]]
    spoken_in = params.get("language") or language or "en"
    respelled = [Respelled(*one) for one in params.get("respellings") or ()]
    words = split_sentences(
        sentences, spoken_in, normalise=params.get("normalise", True), respellings=respelled
    )
    wanted = {field.name for field in fields(SynthesisRequest)} - {"words"}
    options: dict[str, Any] = {
        name: value for name, value in params.items() if name in wanted and value is not None
    }
    for name in ("takes", "retakes"):  # JSON has no keys but strings
        options[name] = {int(number): take for number, take in options.get(name, {}).items()}
    if pace := params.get("words_per_minute"):
        options["target_ms"] = round(_spoken(words) * 60_000 / pace)
    return SynthesisRequest(words, **options, frames_per_second=work.frames_per_second)


def plan_of(model: "LoadedModel", reference: "PreparedReference", request: "SynthesisRequest") -> PlanResult:
    """Return how long a request's words take in a voice."""
    from f5tts_worker.engine.speech.planning import natural_seconds

    natural, shortest, longest = (
        round(1000 * seconds) for seconds in natural_seconds(model, reference, request.words)
    )
    words = _spoken(request.words)
    return {"ms": natural, "shortest_ms": shortest, "longest_ms": longest, "words": words}


def _spoken(words: "Sequence[SpokenWord]") -> int:
    return sum(bool(word.spoken) for word in words)

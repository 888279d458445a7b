"""Two words in a voice of noise: what a job goes through, so that the first one does not wait for it."""

import numpy as np

from f5tts_worker.engine.reference.excerpt import SAMPLE_RATE
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech.synthesis import SynthesisRequest
from f5tts_worker.engine.text.spoken import split_words

_STEPS = 1


def rehearsal(device: str, *, marks: bool) -> tuple[PreparedReference, SynthesisRequest]:
    """Return a voice, and something to say in it, for this kind of device."""
    # A GPU chooses its kernels by the shapes of a job; on a CPU more sound would only take more time.
    ms = 1000 if device == "cuda" else 300
    noise = np.random.default_rng(0).normal(0, 0.05, SAMPLE_RATE * ms // 1000).astype(np.float32)
    reference = PreparedReference("", noise, 1.0, -20.0, ms, "Warming up. ", "en", 12.0, False, ())
    return reference, SynthesisRequest(split_words("Good morning.", "en"), nfe_steps=_STEPS, watermark=marks)

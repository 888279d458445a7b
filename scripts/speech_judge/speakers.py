"""The same text said by our engine, by F5-TTS's own with the same weights, and by flite itself."""

import hashlib
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scripts.demo.flite import FLITE_RATE, Flite
from scripts.demo.judging import as_spoken
from torchaudio.functional import resample

from f5tts_worker.bootstrap.weights.models import DEMO_MANNER
from f5tts_worker.engine.audio.wav import read_wav, write_wav
from f5tts_worker.engine.speech.splicing import Hear

RATE = 24_000
HEARD_RATE = 16_000
PAUSE_MS = 300  # between what is said one by one


@dataclass(frozen=True)
class Said:
    """Samples [n] at 24 kHz, and where each chunk lies in them: its words, first and one past last sample."""

    samples: NDArray[np.float32]
    chunks: Sequence[tuple[str, int, int]] = ()
    warnings: Sequence[str] = ()

    @property
    def heard(self) -> NDArray[np.float32]:
        """The samples at 16 kHz, as recognisers take them."""
        return at_rate(self.samples, RATE, HEARD_RATE)


class Ours:
    """The worker's engine with a pack; chunks that were made lie in `folder` and are not made again."""

    def __init__(self, pack: Path, folder: Path) -> None:
        self._pack, self._folder = pack, folder
        self._references: dict[str, Any] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def say(
        self,
        voice: str,
        sentences: Sequence[str],
        *,
        steps: int,
        window_s: float | None = None,
        **wishes: Any,
    ) -> Said:
        """Say sentences in one go; `wishes` are those of SynthesisRequest."""
        from dataclasses import replace

        from f5tts_worker.engine.speech.synthesis import SynthesisRequest, synthesise
        from f5tts_worker.engine.text.spoken import split_sentences

        model, vocoder = self.models
        if window_s is not None:
            model = replace(model, window_s=window_s)
        request = SynthesisRequest(
            split_sentences(sentences, "en"), nfe_steps=steps, hear=self._hear, **wishes
        )
        out = self._folder / f"{voice}-{hashlib.sha256(repr(request).encode()).hexdigest()[:16]}.wav"
        made = synthesise(model, vocoder, self.reference(voice), request, out, kept=self._folder / "chunks")
        samples, rate = read_wav(out)
        out.unlink()
        chunks = [
            (" ".join(word["spoken"] for word in one["words"]), *_places(one, rate)) for one in made["chunks"]
        ]
        return Said(samples, chunks, made["warnings"])

    def sharing(self, voice: str, sentences: Sequence[str], window_s: float) -> list[int]:
        """Return the numbers of sentences that are said in one go with others."""
        from dataclasses import replace

        from f5tts_worker.engine.speech.planning import Wishes, plan_speech
        from f5tts_worker.engine.text.spoken import split_sentences

        model, words = replace(self.models[0], window_s=window_s), split_sentences(sentences, "en")
        wishes = Wishes(takes=dict.fromkeys(range(len(sentences)), 1))
        plan = plan_speech(model, self.reference(voice), words, wishes)
        return sorted(number for chunk in plan.chunks for number in chunk.takes)

    @cached_property
    def _hear(self) -> Hear | None:
        from f5tts_worker.engine.alignment.loaded import LoadedAligners

        path = str(self._pack / "aligner")
        return LoadedAligners().hearing(
            {"language": "en", "kind": "huggingface", "path": path, "name": "demo"}, "cpu"
        )

    def reference(self, voice: str) -> Any:
        """Return a prepared voice of the pack."""
        from f5tts_worker.engine.reference.prepare import Limits
        from f5tts_worker.engine.reference.shelf import ReferenceShelf

        if voice not in self._references:
            text = (self._pack / "voices" / f"{voice}.txt").read_text()
            audio = self._pack / "voices" / f"{voice}.wav"
            self._references[voice] = ReferenceShelf().prepare(
                audio, text, "en", self._folder / "references", Limits()
            )
        return self._references[voice]

    @cached_property
    def models(self) -> tuple[Any, Any]:
        """The model and its vocoder."""
        from f5tts_worker.engine.model.loader import load_model
        from f5tts_worker.engine.model.vocoder import load_vocoder

        model = load_model(
            {
                "name": "demo",
                "config": str(self._pack / "config.yaml"),
                "checkpoint": str(self._pack / "model.safetensors"),
                "vocab": str(self._pack / "vocab.txt"),
                "vocoder": str(self._pack / "vocos"),
                "window_s": DEMO_MANNER.window_s,
                "speeds": DEMO_MANNER.speeds,
            }
        )
        return model, load_vocoder(self._pack / "vocos", model.device, model.mel)


class Stock:
    """`f5_tts.api` with the same weights, from a text to a wave as its users call it."""

    def __init__(self, pack: Path, folder: Path) -> None:
        self._pack, self._folder = pack, folder
        folder.mkdir(parents=True, exist_ok=True)

    def say(self, voice: str, sentences: Sequence[str], *, steps: int) -> Said:
        """Say sentences in one go, cut as F5-TTS cuts them."""
        text = "".join(sentences)
        key = hashlib.sha256(json.dumps([voice, text, steps]).encode()).hexdigest()[:32]
        kept = self._folder / f"{key}.wav"
        if not kept.exists():
            with redirect_stdout(sys.stderr):  # it prints what it does
                wave, rate, _ = self._api.infer(
                    str(self._pack / "voices" / f"{voice}.wav"),
                    (self._pack / "voices" / f"{voice}.txt").read_text().strip(),
                    text,
                    nfe_step=steps,
                    seed=0,
                    show_info=lambda *_: None,
                )
            write_wav(kept, np.asarray(wave, np.float32), rate)
        return Said(read_wav(kept)[0])

    @cached_property
    def _api(self) -> Any:
        import os

        import f5_tts
        from f5_tts.api import F5TTS

        configs = Path(f5_tts.__path__[0]) / "configs"  # which it looks into, whatever the name
        return F5TTS(
            os.path.relpath(self._pack / "config", configs),
            ckpt_file=str(self._pack / "model.safetensors"),
            vocab_file=str(self._pack / "vocab.txt"),
            vocoder_local_path=str(self._vocos()),
            device="cpu",
        )

    def _vocos(self) -> Path:
        """Write the pack's vocoder as the only file that F5-TTS reads."""
        import shutil

        from safetensors.torch import load_file

        folder = self._folder / "vocos"
        folder.mkdir(exist_ok=True)
        shutil.copy(self._pack / "vocos" / "config.yaml", folder)
        weights = load_file(self._pack / "vocos" / "model.safetensors")
        torch.save({name: tensor.float() for name, tensor in weights.items()}, folder / "pytorch_model.bin")
        return folder


class Natural:
    """flite, from whose voices the demo's were made."""

    def __init__(self) -> None:
        self._flite = Flite()

    def say(self, voice: str, sentences: Sequence[str]) -> Said:
        """Say sentences one paragraph after the other."""
        paragraphs = [part for part in "".join(sentences).split("\n\n") if part.strip()]
        return one_by_one([self._paragraph(voice, part) for part in paragraphs])

    def _paragraph(self, voice: str, text: str) -> Said:
        spoken = self._flite.say(as_spoken(text), voice).samples.astype(np.float32) / 32768
        return Said(at_rate(spoken, FLITE_RATE, RATE))


def one_by_one(said: Sequence[Said]) -> Said:
    """Return recordings one after the other, with pauses between them."""
    pause = np.zeros(RATE * PAUSE_MS // 1000, np.float32)
    samples = [part for one in said for part in (one.samples, pause)]
    return Said(np.concatenate(samples[:-1]))


def at_rate(samples: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """Return samples [n] at another rate."""
    resampled: NDArray[np.float32] = resample(torch.from_numpy(samples), rate, wanted).numpy()
    return resampled


def _places(chunk: Any, rate: int) -> tuple[int, int]:
    return chunk["start_ms"] * rate // 1000, chunk["end_ms"] * rate // 1000

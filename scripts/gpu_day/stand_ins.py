"""Stand-ins for packages that a bare GPU machine lacks and that no step needs for what it measures.

Each is used only where the real package is absent. Our engine reads sound with PyAV: its stand-in reads this
project's own wav files. The stock packages ask for command lines, downloads and training.
"""

import importlib
import importlib.util
import sys
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def for_engine() -> list[str]:
    """Put a stand-in in place of PyAV, if it is absent; return the names of what is stood in for."""
    return _install({"av": _av})


def for_stock() -> list[str]:
    """Put stand-ins in place of what `f5_tts.api` imports and is absent; return the names."""
    if importlib.util.find_spec("transformers") is not None:
        from transformers.utils import import_utils  # it remembers what is installed: ask before it is fooled

        import_utils.is_librosa_available()
        import_utils.is_soundfile_available()
    return _install(
        {
            "encodec": lambda: {"encodec": _module("encodec", EncodecModel=None)},
            "librosa": _librosa,
            "soundfile": lambda: {"soundfile": _module("soundfile")},
            "cached_path": lambda: {"cached_path": _module("cached_path", cached_path=None)},
            "hydra": _hydra,
            "omegaconf": lambda: {"omegaconf": _module("omegaconf", OmegaConf=_OmegaConf)},
            **dict.fromkeys(("accelerate", "wandb", "ema_pytorch", "datasets"), _trainer),
        }
    )


def for_models() -> None:
    """Put stand-ins in place of what F5-TTS's model classes import and do not use, its trainer above all.

    The trainer takes 10 s to import where all that it asks for is there.
    """
    for_stock()
    sys.modules.setdefault("f5_tts.model.trainer", _trainer()["f5_tts.model.trainer"])


def engine_reads_wavs() -> None:
    """Let the engine read this project's own wav files where there is no PyAV."""
    if getattr(sys.modules.get("av"), "stands_in", False):
        from f5tts_worker.engine.audio import decode

        decode.decode = _decode


def torchaudio_reads_wavs() -> None:
    """Let torchaudio read mono wav files of 16 bits where it cannot use FFmpeg."""
    if importlib.util.find_spec("torchcodec") is None:
        import torchaudio

        torchaudio.load = _torchaudio_load


def _install(makers: Mapping[str, Callable[[], dict[str, types.ModuleType]]]) -> list[str]:
    absent = [name for name in makers if name not in sys.modules and importlib.util.find_spec(name) is None]
    for name in absent:
        sys.modules.update(makers[name]())
    return absent


def _module(name: str, **attributes: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__spec__ = importlib.util.spec_from_loader(name, None)  # packages are looked for by it
    vars(module).update(attributes)
    return module


def _librosa() -> dict[str, types.ModuleType]:
    filters = _module("librosa.filters", mel=None)  # for BigVGAN's mel only
    return {"librosa": _module("librosa", filters=filters), "librosa.filters": filters}


def _hydra() -> dict[str, types.ModuleType]:
    tools = _module("hydra.utils", get_class=_get_class)
    return {"hydra": _module("hydra", utils=tools), "hydra.utils": tools}


def _trainer() -> dict[str, types.ModuleType]:
    return {"f5_tts.model.trainer": _module("f5_tts.model.trainer", Trainer=None)}


def _get_class(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


class _Settings(dict[str, Any]):
    def __getattr__(self, name: str) -> Any:
        value = self[name]
        return _Settings(value) if isinstance(value, dict) else value


class _OmegaConf:
    @staticmethod
    def load(path: str) -> _Settings:
        import yaml

        return _Settings(yaml.safe_load(Path(path).read_text(encoding="utf-8")))


def _torchaudio_load(path: str, **_options: Any) -> tuple[Any, int]:
    import torch

    from f5tts_worker.engine.audio.wav import read_wav

    samples, rate = read_wav(path)
    return torch.from_numpy(samples)[None], rate


def _decode(path: Path | str, *, sample_rate: int, max_ms: int, max_bytes: int) -> tuple[Any, Any]:  # noqa: ARG001 - decode's own signature
    from f5tts_worker.engine.audio.decode import DecodeInfo, resample
    from f5tts_worker.engine.audio.wav import read_wav

    samples, rate = read_wav(path)
    samples = resample(samples[: rate * max_ms // 1000], rate, sample_rate)
    info = DecodeInfo(len(samples) * 1000 // sample_rate, "wav", "pcm_s16le", rate, 1)
    return samples, info


def _av() -> dict[str, types.ModuleType]:
    """Return what the engine names of PyAV when it is imported, and the resampling that it does with it."""
    import enum

    class Disposition(enum.Flag):
        default = comment = descriptions = visual_impaired = hearing_impaired = clean_effects = karaoke = 0

    class FFmpegError(OSError):
        pass

    names = ("ExitError", "MemoryError", "InvalidDataError")
    error = _module("av.error", **{name: type(name, (FFmpegError,), {}) for name in names})
    facts = {"codecs_available": (), "FFmpegError": FFmpegError, "AudioFrame": _Frame, "stands_in": True}
    return {
        "av": _module("av", error=error, **facts),
        "av.error": error,
        "av.stream": _module("av.stream", Disposition=Disposition),
        "av.filter": _module("av.filter", Graph=_Graph),
    }


class _Frame:
    def __init__(self, samples: Any) -> None:
        self._samples = samples

    @classmethod
    def from_ndarray(cls, samples: Any, **_layout: Any) -> "_Frame":
        return cls(samples)

    def to_ndarray(self) -> Any:
        return self._samples


class _Graph:
    """A chain of filters that resamples, in one piece, when its input ends."""

    def __init__(self) -> None:
        self._rates: list[int] = []
        self._blocks: list[Any] = []
        self._ready: list[_Frame] = []

    def add(self, name: str, options: str = "", **settings: str) -> "_Graph":
        if name == "abuffer":
            self._rates.append(int(settings["sample_rate"]))
        elif name == "aresample":
            self._rates.append(int(options.partition(":")[0]))
        return self

    def link_to(self, _next: "_Graph") -> None:
        pass

    def configure(self) -> None:
        pass

    def push(self, frame: _Frame | None) -> None:
        if frame is not None:
            self._blocks.append(frame.to_ndarray().reshape(-1))
            return
        import numpy as np
        import torch
        from torchaudio.functional import resample

        whole = torch.from_numpy(np.concatenate(self._blocks))
        self._ready.append(_Frame(resample(whole, *self._rates, lowpass_filter_width=64).numpy()))

    def pull(self) -> _Frame:
        if not self._ready:
            raise BlockingIOError
        return self._ready.pop()

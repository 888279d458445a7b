"""What the engine imports to load and run its models, in one place: `load` times it, the bundle holds it."""

import gc
import importlib
import inspect
import linecache
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any

# What a job would otherwise import when it needs it.
_LATE = (
    "f5tts_worker.engine.model.loader",
    "f5tts_worker.engine.reference.shelf",
    "f5tts_worker.engine.text.languages.en",
    "f5tts_worker.engine.text.spoken",
    "f5tts_worker.engine.model.vocoder",
    "numpy.ma",
    "numpy.random",
    "rjieba",
    "torch.utils.serialization.config",
    "torchaudio.models.wav2vec2.model",
    "torchaudio.pipelines",
)
# What only some jobs need; too much for the bundle, which every engine reads.
_RARELY_USED = (
    "faster_whisper",
    "num2words",
    "pypinyin",
    "safetensors.torch",
    "transformers.models.wav2vec2.modeling_wav2vec2",
)


def import_models() -> None:
    """Import PyTorch, F5-TTS's and Vocos's classes, and our modules that use them."""
    os.environ["TORCH_DEVICE_BACKEND_AUTOLOAD"] = "0"  # it reads the entry points of every package
    # torchaudio tries to load four versions of FFmpeg; audio.py needs none of them.
    os.environ["TORIO_USE_FFMPEG_VERSION"] = "6"
    with _frames_without_files(), _kept_for_ever():
        from f5tts_worker.engine.model import upstream

        upstream.f5()
        upstream.vocos()


def import_everything() -> None:
    """Import also what a job would import later."""
    import_models()
    for name in _LATE:
        importlib.import_module(name)


def import_rarely_used() -> None:
    """Import what is left, so that an environment in which some job would fail is found when it is built."""
    for name in _RARELY_USED:
        importlib.import_module(name)


@contextmanager
def _kept_for_ever() -> Iterator[None]:
    """Spare the search for garbage what imports make: now, and in each search while a job runs.

    A quarter of a million objects, none of which goes before the process does.
    """
    had_searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # what jobs have made since the first time may be garbage
            gc.freeze()
        if had_searched:
            gc.enable()


@contextmanager
def _frames_without_files() -> Iterator[None]:
    """Let `inspect` answer what PyTorch asks of frames from the frame itself.

    For each operator that PyTorch registers it looks up the module and the line that did so. `inspect` looks
    for the source file, reads it, and resolves the path of every module that is loaded: 8,000 questions to
    the volume, of the 25,400 that all our imports ask. `linecache` checks each time whether a file has
    changed.
    """
    get_module, get_frame_info, check = inspect.getmodule, inspect.getframeinfo, linecache.checkcache

    def module_of(thing: Any, *rest: Any) -> ModuleType | None:
        if isinstance(thing, FrameType):
            return sys.modules.get(thing.f_globals.get("__name__", ""))
        return get_module(thing, *rest)

    def info_of(frame: Any, context: int = 1) -> inspect.Traceback:
        if isinstance(frame, FrameType):
            return inspect.Traceback(
                frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None, None
            )
        return get_frame_info(frame, context)

    inspect.getmodule = module_of  # type: ignore[assignment]  # other names of parameters
    inspect.getframeinfo = info_of
    linecache.checkcache = lambda filename=None: None  # noqa: ARG005 - the name is the contract
    try:
        yield
    finally:
        inspect.getmodule, inspect.getframeinfo, linecache.checkcache = get_module, get_frame_info, check

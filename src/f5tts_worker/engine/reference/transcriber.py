"""Transcription of recordings that come without their text: faster-whisper, loaded only then."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from f5tts_worker.engine.cancelling import holding
from f5tts_worker.engine.request_loop import is_out_of_memory
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import language_code

SAMPLE_RATE = 16_000
_NEEDED = ("model.bin", "config.json", "tokenizer.json")
_BEAM = 5  # faster-whisper's own default, named because speed and quality depend on it
# faster-whisper holds the spectrum of a whole recording, so a long one is heard in stretches, cut where it is
# quietest. Music and silence in them are left out, because Whisper makes up words there.
_STRETCH_SECONDS, _SEARCHED_SECONDS, _QUIET_SECONDS = 300, 30, 0.2
_LONG_SECONDS = 60
_ONE = threading.Lock()  # at a time: each loads the model

Progress = Callable[[str, int, int], None]


def transcribe(
    samples: Any,
    folder: Path | str,
    language: str | None = None,
    device: str = "auto",
    *,
    progress: Progress | None = None,
) -> tuple[str, str]:
    """Return the text and its language code of 16 kHz mono speech, shape (n,), float32.

    `folder` holds a Whisper model as faster-whisper reads it (CTranslate2); `language` None lets it be
    detected. The model is unloaded afterwards: a recording is transcribed once, and its result is kept.
    Raises TRANSCRIBER_MISSING, MODEL_MISMATCH, UNSUPPORTED_LANGUAGE, or AUDIO_SILENT when no words are heard.
    """
    return holding(_ONE, lambda: _transcribed(samples, Path(folder), language, device, progress))


def _transcribed(
    samples: Any, folder: Path, language: str | None, device: str, progress: Progress | None
) -> tuple[str, str]:
    model = _load(folder, device)
    code = language_code(language) if language else None
    if code and code not in model.supported_languages:
        known = ", ".join(sorted(model.supported_languages))
        raise WorkerError(
            "UNSUPPORTED_LANGUAGE", f"The transcriber does not know {language!r}; it knows {known}."
        )
    seconds = len(samples) // SAMPLE_RATE
    said: list[str] = []
    for start, end in _stretches(samples):
        segments, info = model.transcribe(
            samples[start:end],
            language=code,
            beam_size=_BEAM,
            vad_filter=seconds > _LONG_SECONDS,
            # A reference is a few seconds: earlier text is no help, and where it repeats itself it does harm.
            condition_on_previous_text=False,
        )
        before = len(said)
        for segment in segments:
            said.append(segment.text)
            if progress and seconds:
                progress("transcribe", min(start // SAMPLE_RATE + round(segment.end), seconds), seconds)
        # What is said first decides for the rest.
        code = code or (info.language if len(said) > before else None)
    text = " ".join("".join(said).split())
    if not text:
        raise WorkerError("AUDIO_SILENT", "No words were heard in the audio. Send clear speech, or its text.")
    return text, str(code)


def _stretches(samples: Any) -> Iterator[tuple[int, int]]:
    """Yield first and last sample of stretches of at most five minutes, in order; they cover all."""
    import numpy as np

    longest, searched, quiet = (
        round(s * SAMPLE_RATE) for s in (_STRETCH_SECONDS, _SEARCHED_SECONDS, _QUIET_SECONDS)
    )
    start = 0
    while len(samples) - start > longest:
        tail = np.asarray(samples[start + longest - searched : start + longest]).reshape(-1, quiet)
        end = start + longest - searched + int(np.square(tail).sum(1).argmin()) * quiet + quiet // 2
        yield start, end
        start = end
    yield start, len(samples)


def _load(folder: Path, device: str) -> Any:
    if not folder.is_dir():
        raise WorkerError(
            "TRANSCRIBER_MISSING",
            "The audio came without its text, and no transcriber is installed. Send the text that is spoken.",
        )
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise WorkerError("MODEL_MISMATCH", f"The transcriber's folder lacks {', '.join(missing)}.")
    import torch
    from faster_whisper import WhisperModel

    try:
        # "auto" means int8 or fp16, whichever the device computes fastest among what it supports.
        # CTranslate2 sets the number of OpenMP threads for the whole process, and PyTorch's must stay.
        threads = torch.get_num_threads()
        return WhisperModel(
            str(folder), device, compute_type="auto", cpu_threads=threads, local_files_only=True
        )
    except Exception as error:  # CTranslate2 and tokenizers raise their own errors for damaged files
        if is_out_of_memory(error):
            raise  # the next try gets more room
        print(f"the transcriber cannot be loaded: {error}", file=sys.stderr)
        message = "The transcriber's files cannot be loaded: they are damaged, or of another version."
        raise WorkerError("MODEL_MISMATCH", message) from error

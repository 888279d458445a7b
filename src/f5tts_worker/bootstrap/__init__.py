"""The volume: environment and models, installed by whichever worker comes first, never seen half-done.

Plain synchronous functions: they report to a callback, stop when the event they are given is set, and raise
WorkerError. Importing this package is cheap; it never imports a model library.
"""

from f5tts_worker.bootstrap.environment.environment import Environment, Recipe, ensure, find
from f5tts_worker.bootstrap.weights.uploads import finish_uploads, uploads_paused
from f5tts_worker.bootstrap.weights.weights import (
    aligner_languages,
    check_model,
    ensure_aligner,
    ensure_model,
    ensure_transcriber,
    model_faults,
    model_names,
)
from f5tts_worker.volume.sweep import Swept, sweep
from f5tts_worker.volume.volume import Volume, check_volume
from f5tts_worker.volume.watch import Progress, Report

__all__ = [
    "Environment",
    "Progress",
    "Recipe",
    "Report",
    "Swept",
    "Volume",
    "aligner_languages",
    "check_model",
    "check_volume",
    "ensure",
    "ensure_aligner",
    "ensure_model",
    "ensure_transcriber",
    "find",
    "finish_uploads",
    "model_faults",
    "model_names",
    "sweep",
    "uploads_paused",
]

"""The volume: environment and models, installed by whichever worker comes first, never seen half-done.

Plain synchronous functions: they report to a callback, stop when the event they are given is set, and raise
WorkerError. Importing this package is cheap; it never imports a model library.
"""

from f5tts_worker.bootstrap.environment.environment import Environment, Recipe, find
from f5tts_worker.bootstrap.environment.environment import ensure as _ensure
from f5tts_worker.bootstrap.housekeeping import swept_when_full
from f5tts_worker.bootstrap.weights.language_check import check_language
from f5tts_worker.bootstrap.weights.uploads import finish_uploads, uploads_paused
from f5tts_worker.bootstrap.weights.weights import aligner_languages, check_model, model_faults, model_names
from f5tts_worker.bootstrap.weights.weights import ensure_aligner as _ensure_aligner
from f5tts_worker.bootstrap.weights.weights import ensure_model as _ensure_model
from f5tts_worker.bootstrap.weights.weights import ensure_transcriber as _ensure_transcriber
from f5tts_worker.bootstrap.weights.weights import fetch_ahead as _fetch_ahead
from f5tts_worker.volume.progress import Progress, Report
from f5tts_worker.volume.sweep import Swept, sweep
from f5tts_worker.volume.volume import Volume, check_volume

ensure = swept_when_full(_ensure)
ensure_aligner = swept_when_full(_ensure_aligner)
ensure_model = swept_when_full(_ensure_model)
ensure_transcriber = swept_when_full(_ensure_transcriber)
fetch_ahead = swept_when_full(_fetch_ahead)

__all__ = [
    "Environment",
    "Progress",
    "Recipe",
    "Report",
    "Swept",
    "Volume",
    "aligner_languages",
    "check_language",
    "check_model",
    "check_volume",
    "ensure",
    "ensure_aligner",
    "ensure_model",
    "ensure_transcriber",
    "fetch_ahead",
    "find",
    "finish_uploads",
    "model_faults",
    "model_names",
    "sweep",
    "uploads_paused",
]

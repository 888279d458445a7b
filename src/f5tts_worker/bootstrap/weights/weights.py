"""The models' files on this machine, by name: afterwards everything is a local path."""

from pathlib import Path
from threading import Event
from typing import Any

from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.weights import own_model
from f5tts_worker.bootstrap.weights.fast_copies import half_copy
from f5tts_worker.bootstrap.weights.model_folder import VOCAB, weights_and_config
from f5tts_worker.bootstrap.weights.models import (
    ALIGNERS,
    DEMO,
    DEMO_MANNER,
    MODELS,
    TRANSCRIBER,
    VOCODER,
    Aligner,
)
from f5tts_worker.bootstrap.weights.source_files import ensure_source
from f5tts_worker.config import PlacedSettings, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import language_code
from f5tts_worker.volume.progress import Report, Watch, silent

DEMO_FOLDER = Path(__file__).parents[2] / "demo"


def model_names() -> list[str]:
    """Return the names that `ensure_model` knows, besides the operator's own model."""
    return [DEMO, *MODELS]


def model_faults(settings: Settings) -> list[str]:
    """Return a sentence for each thing that is wrong with F5TTS_MODEL. Nothing is fetched."""
    if settings.model in model_names():
        return []
    if is_own(settings):
        return own_model.faults(settings)
    return [f"F5TTS_MODEL is {settings.model[:80]!r}, but the only models are {', '.join(model_names())}"]


def is_own(settings: Settings) -> bool:
    """Say whether F5TTS_MODEL is the operator's own model: a folder or an address, not a name."""
    return own_model.is_address(settings.model) or Path(settings.model).is_absolute()


def check_model(settings: Settings, name: str) -> None:
    """Raise WorkerError UNKNOWN_MODEL, naming those that exist, unless the name is known. No I/O."""
    if name in model_names() or (name == settings.model and is_own(settings)):
        return
    message = f"There is no model {name[:80]!r}; the models are {', '.join(model_names())}."
    raise WorkerError("UNKNOWN_MODEL", message, {"models": model_names()})


def aligner_languages() -> list[str]:
    """Return the language codes that have an aligner."""
    return sorted(ALIGNERS)


def ensure_model(
    settings: PlacedSettings,
    environment: Environment,
    name: str,
    progress: Report = silent,
    cancelled: Event | None = None,
) -> dict[str, Any]:
    """Return the engine's ModelFiles: name, config, checkpoint, vocab, vocoder (absolute paths), known, half.

    `known`: the checkpoint comes from our table, so that its architecture is certain and need not be tried.
    `half`, where there is one: the checkpoint's copy for CUDA devices.

    `name` is one of `model_names()`, or what F5TTS_MODEL says. Raises WorkerError UNKNOWN_MODEL,
    MODEL_UNAVAILABLE, VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED.
    """
    check_model(settings, name)
    watch = Watch(progress, cancelled or Event())
    if name not in MODELS:
        if name != DEMO and own_model.is_address(name):
            folder = own_model.fetch_own(settings, watch)
            return _from_folder(name, folder, settings, environment, watch, needs_vocab=False)
        folder = DEMO_FOLDER if name == DEMO else Path(name)
        return _from_folder(name, folder, settings, environment, watch)
    model = MODELS[name]
    folder = ensure_source(settings, model.source, watch)
    inside = any(file.path == model.config for file in model.source.files)
    files = {
        "name": name,
        "config": str(folder / model.config) if inside else model.config,
        "checkpoint": str(folder / model.checkpoint),
        "vocab": str(folder / model.vocab if model.vocab else _shipped_vocab(environment)),
        "vocoder": str(ensure_source(settings, VOCODER, watch)),
        "known": True,
    }
    return _faster(files, settings, environment, watch)


def fetch_ahead(
    settings: PlacedSettings,
    name: str,
    language: str | None,
    progress: Report = silent,
    cancelled: Event | None = None,
) -> None:
    """Fetch what `ensure_model` and `ensure_aligner` will need, for which no environment is necessary.

    No language: no aligner is wanted.

    Raises what they raise.
    """
    check_model(settings, name)
    watch = Watch(progress, cancelled or Event())
    if name in MODELS:
        ensure_source(settings, MODELS[name].source, watch)
        ensure_source(settings, VOCODER, watch)
    elif own_model.is_address(name):
        own_model.fetch_own(settings, watch)
    if language is not None:
        ensure_aligner(settings, language, progress, cancelled, name)


def ensure_aligner(
    settings: PlacedSettings,
    language: str,
    progress: Report = silent,
    cancelled: Event | None = None,
    model: str | None = None,
) -> dict[str, Any]:
    """Return the engine's AlignerFiles for a language: language, kind, path, name.

    The demo model brings its own aligner for English. Raises WorkerError UNSUPPORTED_LANGUAGE, and what
    `ensure_model` raises.
    """
    code = language_code(language)
    if model == DEMO and code == "en":
        folder = DEMO_FOLDER / "aligner"
        _require(folder, DEMO, "config.json", "model.safetensors", "vocab.json")
        return {"language": code, "kind": "huggingface", "path": str(folder), "name": DEMO}
    aligner = ALIGNERS.get(code)
    if aligner is None:
        known = aligner_languages()
        message = (
            f"There is no aligner for the language {language[:20]!r}; there is one for {', '.join(known)}."
        )
        raise WorkerError("UNSUPPORTED_LANGUAGE", message, {"languages": known})
    folder = ensure_source(settings, aligner.source, Watch(progress, cancelled or Event()))
    return {
        "language": code,
        "kind": aligner.kind,
        "path": str(_aligner_path(aligner, folder)),
        "name": aligner.name,
    }


def ensure_transcriber(
    settings: PlacedSettings, progress: Report = silent, cancelled: Event | None = None
) -> Path:
    """Return the folder of the Whisper model that transcribes references. Raises as `ensure_model` does."""
    return ensure_source(settings, TRANSCRIBER, Watch(progress, cancelled or Event()))


def _aligner_path(aligner: Aligner, folder: Path) -> Path:
    return folder / aligner.source.files[0].path if aligner.kind == "torchaudio" else folder


def _from_folder(
    name: str,
    folder: Path,
    settings: PlacedSettings,
    environment: Environment,
    watch: Watch,
    *,
    needs_vocab: bool = True,
) -> dict[str, Any]:
    """Take a checkpoint folder as it is: weights, vocab.txt, perhaps a configuration and a vocoder.

    Where no vocabulary came with the weights, F5-TTS's own counts; the engine sees whether it fits.
    """
    if not folder.is_dir():
        raise WorkerError("MODEL_UNAVAILABLE", f"The model folder {folder} does not exist.")
    checkpoint, config = weights_and_config(folder)
    vocab = folder / VOCAB
    if needs_vocab:
        _require(folder, name, vocab.name)
    own = next((p for p in (folder / "vocoder", folder / "vocos") if p.is_dir()), None)
    if own:
        _require(own, name, "config.yaml")
    files = {
        "name": name,
        "config": str(config) if config else "F5TTS_v1_Base",
        "checkpoint": str(checkpoint),
        "vocab": str(vocab if vocab.is_file() else _shipped_vocab(environment)),
        "vocoder": str(own or ensure_source(settings, VOCODER, watch)),
        "known": name == DEMO,
        **({"window_s": DEMO_MANNER.window_s, "speeds": DEMO_MANNER.speeds} if name == DEMO else {}),
    }
    return _faster(files, settings, environment, watch)


def _faster(
    files: dict[str, Any], settings: PlacedSettings, environment: Environment, watch: Watch
) -> dict[str, Any]:
    """Put the checkpoint's copy that loads faster beside it as `half`, where there is one."""
    half = half_copy(settings, environment, Path(files["checkpoint"]), watch)
    return {**files, **({"half": str(half)} if half else {})}


def _require(folder: Path, name: str, *files: str) -> None:
    missing = [file for file in files if not (folder / file).is_file()]
    if missing:
        raise WorkerError("MODEL_UNAVAILABLE", f"The model {name} lacks {', '.join(missing)} in {folder}.")


def _shipped_vocab(environment: Environment) -> Path:
    return environment.site_packages / "f5_tts" / "infer" / "examples" / "vocab.txt"

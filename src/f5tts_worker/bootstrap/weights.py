"""The models' files on this machine: found where they already are, or downloaded, verified and published.

Order: RunPod's model cache, our verified copy on the volume, the hub. Afterwards everything is a local path.
"""

import dataclasses
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from f5tts_worker.bootstrap import download
from f5tts_worker.bootstrap.environment import Environment
from f5tts_worker.bootstrap.installer import deadline_after
from f5tts_worker.bootstrap.lease import turn
from f5tts_worker.bootstrap.models import ALIGNERS, MODELS, TRANSCRIBER, VOCODER, WEIGHTS, Aligner, Source
from f5tts_worker.bootstrap.publish import discard, new_attempt, publish, read_pointer
from f5tts_worker.bootstrap.volume import explain, require_room
from f5tts_worker.bootstrap.watch import Report, Watch, silent
from f5tts_worker.config import SERVERLESS_MOUNT, Settings
from f5tts_worker.errors import WorkerError

DEMO = "demo"
DEMO_FOLDER = Path(__file__).parents[1] / "demo"
HUB_CACHE = Path("huggingface-cache/hub")  # RunPod's, under the volume's mount
_SLACK_BYTES = 256 * 1024 * 1024


def model_names() -> list[str]:
    """Return the names that `ensure_model` knows, besides the folder that F5TTS_MODEL may name."""
    return [DEMO, *MODELS]


def check_model(settings: Settings, name: str) -> None:
    """Raise WorkerError UNKNOWN_MODEL, naming those that exist, unless the name is known. No I/O."""
    if name in model_names() or (name == settings.model and Path(name).is_absolute()):
        return
    message = f"there is no model {name[:80]!r}; there are: {', '.join(model_names())}"
    raise WorkerError("UNKNOWN_MODEL", message, {"models": model_names()})


def aligner_languages() -> list[str]:
    """Return the language codes that have an aligner."""
    return sorted(ALIGNERS)


def ensure_model(
    settings: Settings,
    environment: Environment,
    name: str,
    progress: Report = silent,
    cancelled: Event | None = None,
) -> dict[str, Any]:
    """Return the engine's ModelFiles: name, config, checkpoint, vocab, vocoder (absolute paths), known.

    `known`: the checkpoint comes from our table, so that its architecture is certain and need not be tried.

    `name` is one of `model_names()`, or a folder if F5TTS_MODEL names that folder. Raises WorkerError
    UNKNOWN_MODEL, MODEL_UNAVAILABLE, VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED.
    """
    check_model(settings, name)
    watch = Watch(progress, cancelled or Event())
    if name not in MODELS:
        folder = DEMO_FOLDER if name == DEMO else Path(name)
        return _from_folder(name, folder, settings, environment, watch)
    model = MODELS[name]
    folder = _ensure(settings, environment, model.source, watch)
    inside = any(file.path == model.config for file in model.source.files)
    return {
        "name": name,
        "config": str(folder / model.config) if inside else model.config,
        "checkpoint": str(folder / model.checkpoint),
        "vocab": str(folder / model.vocab if model.vocab else _shipped_vocab(environment)),
        "vocoder": str(_ensure(settings, environment, VOCODER, watch)),
        "known": True,
    }


def ensure_aligner(
    settings: Settings,
    environment: Environment,
    language: str,
    progress: Report = silent,
    cancelled: Event | None = None,
    model: str | None = None,
) -> dict[str, Any]:
    """Return the engine's AlignerFiles for a language: language, kind, path, name.

    The demo model brings its own aligner for English. Raises WorkerError UNSUPPORTED_LANGUAGE, and what
    `ensure_model` raises.
    """
    code = language.replace("_", "-").split("-")[0].lower()
    if model == DEMO and code == "en":
        folder = DEMO_FOLDER / "aligner"
        _require(folder, DEMO, "config.json", "model.safetensors", "vocab.json")
        return {"language": code, "kind": "huggingface", "path": str(folder), "name": DEMO}
    aligner = ALIGNERS.get(code)
    if aligner is None:
        known = aligner_languages()
        message = (
            f"there is no aligner for the language {language[:20]!r}; there is one for {', '.join(known)}"
        )
        raise WorkerError("UNSUPPORTED_LANGUAGE", message, {"languages": known})
    folder = _ensure(settings, environment, aligner.source, Watch(progress, cancelled or Event()))
    return {
        "language": code,
        "kind": aligner.kind,
        "path": str(_aligner_path(aligner, folder)),
        "name": aligner.name,
    }


def ensure_transcriber(
    settings: Settings, environment: Environment, progress: Report = silent, cancelled: Event | None = None
) -> Path:
    """Return the folder of the Whisper model that transcribes references. Raises as `ensure_model` does."""
    return _ensure(settings, environment, TRANSCRIBER, Watch(progress, cancelled or Event()))


def _aligner_path(aligner: Aligner, folder: Path) -> Path:
    return folder / aligner.source.files[0].path if aligner.kind == "torchaudio" else folder


def _from_folder(
    name: str, folder: Path, settings: Settings, environment: Environment, watch: Watch
) -> dict[str, Any]:
    """Take a checkpoint folder as it is: weights, vocab.txt, perhaps a configuration and a vocoder."""
    if not folder.is_dir():
        raise WorkerError("MODEL_UNAVAILABLE", f"the model folder {folder} is not there")
    checkpoints = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.pt"))
    configs = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    if len(checkpoints) != 1 or len(configs) > 1:
        message = f"the model folder {folder} must hold one *.safetensors or *.pt and at most one *.yaml"
        raise WorkerError(
            "MODEL_UNAVAILABLE", message, {"files": sorted(p.name for p in folder.iterdir())[:50]}
        )
    _require(folder, name, "vocab.txt")
    own = next((p for p in (folder / "vocoder", folder / "vocos") if p.is_dir()), None)
    if own:
        _require(own, name, "config.yaml")
    return {
        "name": name,
        "config": str(configs[0]) if configs else "F5TTS_v1_Base",
        "checkpoint": str(checkpoints[0]),
        "vocab": str(folder / "vocab.txt"),
        "vocoder": str(own or _ensure(settings, environment, VOCODER, watch)),
        "known": name == DEMO,
    }


def _require(folder: Path, name: str, *files: str) -> None:
    missing = [file for file in files if not (folder / file).is_file()]
    if missing:
        raise WorkerError("MODEL_UNAVAILABLE", f"the model {name} lacks {', '.join(missing)} in {folder}")


def _shipped_vocab(environment: Environment) -> Path:
    return environment.site_packages / "f5_tts" / "infer" / "examples" / "vocab.txt"


def _ensure(settings: Settings, environment: Environment, source: Source, watch: Watch) -> Path:
    """Return the folder that holds the source's verified files."""
    home = settings.root / "models" / source.name
    key = _key(source)
    pointer = home / f"{key}.json"
    found = _published(pointer) or _cached(settings, source, home, key, watch)
    if found:
        return found
    try:
        home.mkdir(parents=True, exist_ok=True)
        with turn(
            home / f".building-{key}",
            watch,
            published=lambda: _published(pointer),
            waiting=lambda: watch.say(download.STAGE, f"another worker is downloading {source.name}"),
            patience=settings.install_seconds,
        ) as found:
            return found or _download(settings, environment, source, home, key, watch)
    except OSError as error:
        raise explain(error, home) from error


def _download(
    settings: Settings, environment: Environment, source: Source, home: Path, key: str, watch: Watch
) -> Path:
    require_room(home, sum(file.size or 0 for file in source.files) + _SLACK_BYTES)
    deadline = deadline_after(settings.install_seconds)
    folder = new_attempt(home, key)
    try:
        fetched = download.fetch(source, environment.python, folder, watch, deadline)
        files = download.verify(source, folder, fetched["paths"], watch)
        data = {
            "name": source.name,
            "licence": source.licence,
            "repository": source.repository or source.url,
            "revision": fetched["revision"],
            "files": files,
            "published": int(time.time()),
        }
        if not publish(folder, data, lambda: _published(home / f"{key}.json") is not None):
            discard(folder)
    except BaseException:
        discard(folder)
        raise
    found = _published(home / f"{key}.json")
    if found is None:
        raise WorkerError("VOLUME_UNUSABLE", "the volume does not keep what is written to it")
    return found


def _key(source: Source) -> str:
    """Return the name of this set of files: 16 hexadecimal digits of all that the table says of it."""
    return hashlib.sha256(json.dumps(dataclasses.asdict(source), sort_keys=True).encode()).hexdigest()[:16]


def _published(pointer: Path) -> Path | None:
    """Return the folder if every file in it still has its size; sums were checked before it was published."""
    data = read_pointer(pointer)
    if data is None or not isinstance(data.get("files"), dict):
        return None
    folder: Path = data["folder"]
    try:
        whole = all((folder / path).stat().st_size == file["size"] for path, file in data["files"].items())
    except (OSError, TypeError, KeyError):
        return None
    return folder if whole else None


def _cached(settings: Settings, source: Source, home: Path, key: str, watch: Watch) -> Path | None:
    """Look into RunPod's model cache; what is found there is verified once and remembered in a note."""
    if not source.repository:
        return None
    for snapshot in _snapshots(settings, source):
        paths = _paths_in(snapshot, source)
        if paths is None:
            continue
        note = home / f"cached-{key}.json"
        state = {
            path: [(snapshot / path).stat().st_size, (snapshot / path).stat().st_mtime_ns] for path in paths
        }
        seen = {"snapshot": snapshot.name, "state": state}
        with suppress(OSError, ValueError):
            if json.loads(note.read_text()) == seen:
                return snapshot
        try:
            download.verify(source, snapshot, paths, watch)
        except WorkerError as error:
            if error.code == "CANCELLED":
                raise
            continue  # another state of the repository: ours is fetched
        with suppress(OSError):
            home.mkdir(parents=True, exist_ok=True)
            note.write_text(json.dumps(seen))
        return snapshot
    return None


def _snapshots(settings: Settings, source: Source) -> Iterator[Path]:
    """Yield the cache's snapshots of a repository, the wanted revision first."""
    folder_name = f"models--{source.repository.replace('/', '--')}"
    for mount in dict.fromkeys((settings.volume, SERVERLESS_MOUNT)):
        folder = mount / HUB_CACHE / folder_name / "snapshots"
        with suppress(OSError):
            yield from sorted(folder.iterdir(), key=lambda path: (path.name != source.revision, path.name))


def _paths_in(snapshot: Path, source: Source) -> list[str] | None:
    """Return the source's files in a snapshot; None if some are missing."""
    if source.files:
        paths = [file.path for file in source.files]
        return paths if all((snapshot / path).is_file() for path in paths) else None
    weights = next((path for path in WEIGHTS if (snapshot / path).is_file()), None)
    if weights is None or not (snapshot / "config.json").is_file():
        return None
    return ["config.json", weights]

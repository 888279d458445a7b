"""RunPod's own cache of models, filled before a worker starts: looked into, verified, used in place."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from f5tts_worker.bootstrap.weights import download
from f5tts_worker.bootstrap.weights.models import WEIGHTS, Source
from f5tts_worker.config import SERVERLESS_MOUNT, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.volume.places import Place
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.volume import HUB_CACHE


def find(settings: Settings, source: Source, place: Place, watch: Watch) -> Path | None:
    """Return the snapshot that holds the source's verified files. Raises WorkerError CANCELLED."""
    if not source.repository:
        return None
    for snapshot in _snapshots(settings, source):
        paths = _paths_in(snapshot, source)
        if paths is not None and _is_good(snapshot, paths, source, place, watch):
            return snapshot
    return None


def _is_good(snapshot: Path, paths: list[str], source: Source, place: Place, watch: Watch) -> bool:
    """Verify a snapshot once; a note on the volume keeps the result for as long as no file changes."""
    note = place.home / f"cached-{place.key}-{snapshot.name[:16]}.json"
    try:
        stats = {path: (snapshot / path).stat() for path in paths}
    except OSError:
        return False
    seen: dict[str, Any] = {path: [stat.st_size, stat.st_mtime_ns] for path, stat in stats.items()}
    with suppress(OSError, ValueError, TypeError, KeyError):
        noted = json.loads(note.read_text())
        if noted["state"] == seen:
            return bool(noted["good"])
    try:
        download.verify(source, snapshot, paths, watch)
        good = True
    except WorkerError as error:
        if error.code == "CANCELLED":
            raise
        good = False  # another state of the repository: ours is fetched
    with suppress(OSError):
        place.home.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps({"snapshot": snapshot.name, "state": seen, "good": good}))
    return good


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

"""What is published on a volume, and whether it still is as it was: quickly by sizes, slowly by sums."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.publish import read_pointer

_BLOCK = 8 * 1024 * 1024


def published_models(root: Path) -> Iterator[dict[str, Any]]:
    """Yield what each model's pointer says: `name`, `bytes`, `pointer` (a path), `verified`.

    Verified: sums were checked before the pointer was written, and every file still has its size.
    """
    for pointer in sorted((root / "models").glob("*/*.json")):
        data = read_pointer(pointer)
        if data is None or not isinstance(data.get("files"), dict):
            continue  # counts as absent, and is fetched again
        sizes = [_size_of(file) for file in data["files"].values()]
        name = data.get("name") or pointer.parent.name
        yield {"name": str(name), "bytes": sum(sizes), "pointer": str(pointer), "verified": is_whole(data)}


def is_whole(data: dict[str, Any]) -> bool:
    """Say whether every file that a pointer names (as `read_pointer` returns it) is there with its size."""
    folder: Path = data["folder"]
    try:
        return all((folder / path).stat().st_size == file["size"] for path, file in data["files"].items())
    except (OSError, TypeError, KeyError):
        return False


def wrong_sums(pointer: Path, watch: Watch) -> list[str] | None:
    """Read a model's files and return those whose sha256 is not the pointer's; None if the pointer has none.

    Raises WorkerError CANCELLED.
    """
    data = read_pointer(pointer)
    if data is None or not isinstance(data.get("files"), dict):
        return None
    wrong = []
    for path, file in data["files"].items():
        watch.say("check", f"reading {pointer.parent.name}/{path}")
        found = None
        with suppress(OSError):
            _size, found = size_and_sum(data["folder"] / path, watch)
        if found is None or not isinstance(file, dict) or found != file.get("sha256"):
            wrong.append(path)
    return wrong


def _size_of(file: object) -> int:
    size = file.get("size") if isinstance(file, dict) else None
    return size if isinstance(size, int) else -1


def size_and_sum(path: Path, watch: Watch) -> tuple[int, str]:
    """Read a file; return its bytes and its sha256. Raises OSError, and WorkerError CANCELLED."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            watch.check()
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()

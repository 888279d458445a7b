"""Remove from the volume what killed workers have left and what has long been unused.

Never what a running engine uses: its worker marks environment and weights every hour, and a worker that
is just starting marks them first and then looks at the pointer, while the sweep takes the pointer away first
and then looks at the mark. So at least one of the two sees the other.
"""

import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from f5tts_worker.config import PlacedSettings
from f5tts_worker.volume.folder_contents import bytes_under, files_under
from f5tts_worker.volume.lease import is_live
from f5tts_worker.volume.places import HOME_PREFIX, latest
from f5tts_worker.volume.publish import CONVERTED, key_of, mark_of, named_by
from f5tts_worker.volume.use_marks import DAY_SECONDS, last_used, volume_time

log = logging.getLogger(__name__)

UNUSED_SECONDS = 7 * DAY_SECONDS  # operators do not roll back to an image that has run no worker for a week
PREPARED_SECONDS = 28 * DAY_SECONDS  # copies of voices and prepared references; they can be made again
PREPARED_BYTES = 1_000_000_000  # for each of the two: some 850 prepared voices of 12 s (24 kHz, float32)
CHUNKS = "chunks"  # speech that the engine keeps for a day, and where
CHUNKS_BYTES = 2_000_000_000  # 11 hours of it
RESTING_SECONDS = 2 * DAY_SECONDS  # a mark is renewed when a day old, so this one was not used for a day

# What killed processes leave beside attempts: unfinished pointers, leases and reports, packages, probes.
_LITTER = (".*.json.*", ".building-*", ".packages-*", ".uploading-*", ".time-*", ".write-test-*")
# Voices and results that were not written to their end, and prepared references half removed by a sweep.
_UNFINISHED = (
    "store/voices/.partial-*",
    "store/output/.partial-*",
    "voices-cache/.partial-*",
    "references/.*",
)


@dataclass(frozen=True)
class Swept:
    """Something that was removed: where it was, why, and its bytes."""

    path: Path
    why: str
    size: int


def sweep(
    settings: PlacedSettings, key: str | None = None, *, stop: Callable[[], bool] = lambda: False
) -> list[Swept]:
    """Remove dead attempts, unused environments, weights and copies, and litter; return what was removed.

    `key` is that of this image's environment, which stays however long it was not used; without it no
    published environment is touched. Does nothing on a volume that cannot be written to.
    """
    root = settings.root
    now = volume_time(root)
    if now is None:
        return []
    swept: list[Swept] = []
    for find in (
        _dead_attempts(root, now),
        _unused_environments(root, key, now),
        _unused_models(root, now),
        _litter(root, now),
        _copies(root, now),
        _old_chunks(root, now),
    ):
        for path, why in find:
            if stop():
                return swept
            size = remove(path)
            log.info("removed %s (%.1f MB): %s", path, size / 1e6, why)
            swept.append(Swept(path, why, size))
    return swept


def remove(path: Path) -> int:
    """Delete a file or a folder with all that is in it; return the bytes. What cannot be deleted stays."""
    size = 0
    with suppress(OSError):
        if not path.is_dir() or path.is_symlink():
            size = path.lstat().st_size
            path.unlink()
            return size
    with suppress(OSError), os.scandir(path) as entries:
        for entry in entries:
            size += remove(Path(entry.path))
    with suppress(OSError):
        path.rmdir()
    return size


def _dead_attempts(root: Path, now: float) -> Iterator[tuple[Path, str]]:
    """Yield attempts older than a day that no pointer names and that no worker builds or runs from."""
    for folder in (
        *_attempts(root / "envs"),
        *(a for home in _folders(root / "models") for a in _attempts(home)),
    ):
        pointer = folder.parent / f"{key_of(folder)}.json"
        if named_by(pointer) == folder.name or is_live(folder.parent / f".building-{key_of(folder)}", now):
            continue
        if now - last_used(mark_of(folder)) <= UNUSED_SECONDS or now - last_used(folder) <= DAY_SECONDS:
            continue
        yield folder, "never finished, or replaced"
        mark_of(folder).unlink(missing_ok=True)


def _unused_environments(root: Path, key: str | None, now: float) -> Iterator[tuple[Path, str]]:
    """Yield environments of other images that no worker has used for a week, their pointers taken away."""
    if key:
        yield from _withdrawn((one for one in _attempts(root / "envs") if key_of(one) != key), now)


def _unused_models(root: Path, now: float) -> Iterator[tuple[Path, str]]:
    """Yield weights that no worker has loaded for a week and that are needless or made again at once.

    Copies that load faster, and states of the operator's own checkpoint but the newest, which is what there
    is when its server is gone. The models of our table stay.
    """
    yield from _withdrawn(_attempts(root / "models" / CONVERTED), now)
    for home in _folders(root / "models"):
        newest = latest(home) if home.name.startswith(HOME_PREFIX) else None
        if newest is not None:
            yield from _withdrawn((one for one in _attempts(home) if key_of(one) != newest.key), now)


def _withdrawn(folders: Iterable[Path], now: float) -> Iterator[tuple[Path, str]]:
    """Yield those published ones that have been unused for a week, with their pointers taken away."""
    for folder in folders:
        pointer = folder.parent / f"{key_of(folder)}.json"
        if named_by(pointer) != folder.name:
            continue
        if is_live(folder.parent / f".building-{key_of(folder)}", now):  # it is being replaced
            continue
        seen = last_used(mark_of(folder), pointer)
        if now - seen <= UNUSED_SECONDS or not _withdraw(pointer, folder, seen):
            continue
        yield folder, f"not used for {(now - seen) / DAY_SECONDS:.0f} days"
        mark_of(folder).unlink(missing_ok=True)


def _withdraw(pointer: Path, folder: Path, seen: float) -> bool:
    """Take the pointer away; say whether the folder is still unused.

    A worker that starts does the same two things in the other order: it marks the folder as used, then looks
    whether the pointer is still there (`Place.use` in places.py, `use` in bootstrap/environment). Whichever
    comes first, either the mark is seen here and the folder stays, or the worker misses the pointer and does
    not use the folder. With the order turned round in any of these places, both could miss each other.

    If the folder is in use after all, the pointer is still not put back: another sweep may have missed both
    it and the mark and be removing the folder, and a worker that found the pointer again would run from that.
    A worker that started in time keeps running, since its mark keeps the folder; a later one builds.
    """
    with suppress(OSError):
        pointer.unlink()
        return last_used(mark_of(folder)) <= seen
    return False


def _litter(root: Path, now: float) -> Iterator[tuple[Path, str]]:
    """Yield day-old litter beside attempts and in the store, and abandoned downloads."""
    homes = [root / "envs", *_folders(root / "models")]
    for path in (path for home in (root, *homes) for pattern in _LITTER for path in home.glob(pattern)):
        if now - last_used(path) > DAY_SECONDS:
            yield path, "left by a worker that was killed"
    for path in (path for pattern in _UNFINISHED for path in root.glob(pattern)):
        if now - last_used(path, *files_under(path)) > DAY_SECONDS:  # a bucket's copies come in folders
            yield path, "left by a worker that was killed"
    for path in (path for home in homes for path in home.glob(".partial-*")):
        lease = path.with_name(path.name.replace(".partial-", ".building-", 1))
        if not is_live(lease, now) and now - last_used(path, *files_under(path)) > DAY_SECONDS:
            yield path, "an abandoned download"
    for mark in (path for home in homes for path in home.glob("*.used")):
        if not mark.with_suffix("").exists() and now - last_used(mark) > DAY_SECONDS:
            yield mark, "what it belonged to no longer exists"


def _copies(root: Path, now: float) -> Iterator[tuple[Path, str]]:
    """Yield prepared references and copies of stored voices that are long unused or exceed their room."""
    for folder, why in _unwanted(_folders(root / "references"), _last_prepared, now):
        # Under another name first: a worker finds it whole or not at all, and then makes it again.
        hidden = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
        with suppress(OSError):
            folder.rename(hidden)
            yield hidden, why
    yield from _unwanted(_entries(root / "voices-cache"), last_used, now)


def _old_chunks(root: Path, now: float) -> Iterator[tuple[Path, str]]:
    """Yield chunks of speech that are older than a day or exceed their room, the oldest first."""
    sizes = {path: bytes_under(path) for path in _entries(root / CHUNKS)}
    excess = sum(sizes.values()) - CHUNKS_BYTES
    for path in sorted(sizes, key=last_used):
        if excess > 0 or now - last_used(path) > DAY_SECONDS:
            excess -= sizes[path]
            yield path, "speech that was kept for a day"


def _unwanted(kept: list[Path], used: Callable[[Path], float], now: float) -> Iterator[tuple[Path, str]]:
    """Yield what has been unused for four weeks, and what exceeds the room, the longest unused first."""
    sizes = {path: bytes_under(path) for path in kept if not path.name.startswith(".")}
    excess = sum(sizes.values()) - PREPARED_BYTES
    for path in sorted(sizes, key=used):
        unused = now - used(path)  # looked at once more: removing those before it may have taken minutes
        if unused > PREPARED_SECONDS:
            why = "an unused copy of a voice"
        elif excess > 0 and unused > RESTING_SECONDS:
            why = "the longest unused, as there are more copies of voices than there is room for"
        else:
            continue
        excess -= sizes[path]
        yield path, why


def _last_prepared(folder: Path) -> float:
    return last_used(folder, folder / "used", folder / "reference.json")


def _attempts(home: Path) -> list[Path]:
    return [folder for folder in _folders(home) if key_of(folder)]


def _folders(home: Path) -> list[Path]:
    return [path for path in _entries(home) if path.is_dir() and not path.is_symlink()]


def _entries(home: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(home.iterdir())
    return []

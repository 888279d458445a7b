"""What unfinished downloads have left behind, and how the next one continues from it.

A killed worker's file is copied into the new attempt, never shared or moved: a lease can be wrong, and a
writer that is still alive would keep writing into what another worker has published. What a worker itself
gave up it puts aside (`keep`), and that is moved. Neither is used before its sum is checked.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from f5tts_worker.storage.downloads.resumable import tag_of
from f5tts_worker.volume.folder_contents import files_under
from f5tts_worker.volume.places import Place
from f5tts_worker.volume.publish import discard

LARGE_BYTES = 16 * 1024 * 1024  # anything smaller is fetched faster than it is copied


def inherit(place: Place, folder: Path) -> None:
    """Bring the large files of ended attempts into a new one's folder."""
    longest: dict[Path, tuple[int, Path]] = {}
    for attempt in (_kept(place), *place.home.glob(f"{place.key}-*")):
        for size, path in _large_files(attempt) if attempt != folder else ():
            relative = path.relative_to(attempt)
            longest[relative] = max(longest.get(relative, (0, path)), (size, path))
    for relative, (_, path) in longest.items():
        target = folder / relative
        with suppress(OSError):  # gone meanwhile: another worker has published, or swept
            _bring(path, target, Path.replace if path.is_relative_to(_kept(place)) else shutil.copyfile)


def keep(place: Place, folder: Path) -> None:
    """Put a failed attempt's large files where the next one finds them. No process may write to them now."""
    for size, path in _large_files(folder):
        target = _kept(place) / path.relative_to(folder)
        with suppress(OSError):
            if not target.is_file() or target.stat().st_size < size:
                _bring(path, target, Path.replace)


def _bring(path: Path, target: Path, bring: Callable[[Path, Path], object]) -> None:
    """Move or copy a file, after the note of its version."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if tag_of(path).is_file():
        bring(tag_of(path), tag_of(target))
    bring(path, target)


def forget(place: Place) -> None:
    """Remove what `keep` has kept."""
    discard(_kept(place))


def _kept(place: Place) -> Path:
    return place.home / f".partial-{place.key}"


def _large_files(folder: Path) -> list[tuple[int, Path]]:
    found = []
    for path in files_under(folder):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink() and path.stat().st_size >= LARGE_BYTES:
                found.append((path.stat().st_size, path))
    return found

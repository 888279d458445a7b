"""Files on the volume that are made once, by the first worker to come, and trusted by their pointer alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from f5tts_worker.errors import WorkerError
from f5tts_worker.volume.inventory import is_whole
from f5tts_worker.volume.lease import take_turn
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.publish import discard, mark_of, new_attempt, publish, read_pointer
from f5tts_worker.volume.use_marks import keep
from f5tts_worker.volume.volume import explain

HOME_PREFIX = "own-"  # of the folders that hold an address's states


@dataclass(frozen=True)
class Place:
    """Where a set of files belongs: attempts are `home/<key>-<random>`, the pointer is `home/<key>.json`."""

    home: Path
    key: str

    @property
    def pointer(self) -> Path:
        """The file that makes an attempt count."""
        return self.home / f"{self.key}.json"

    def find(self) -> Path | None:
        """Return the folder if every file in it still has its size; sums were checked before it counted."""
        data = self.read()
        return None if data is None else data["folder"]

    def use(self) -> Path | None:
        """Return what `find` does, marked as used until this process ends, so that no sweep takes it."""
        found = self.find()
        if found is None:
            return None
        keep(mark_of(found))
        # Looked at again after the mark: a sweep that has not seen it has taken the pointer away by now.
        return found if self.find() == found else None

    def read(self) -> dict[str, Any] | None:
        """Return what the pointer says, `folder` as an absolute path; None as `find` does."""
        data = read_pointer(self.pointer)
        if data is None or not isinstance(data.get("files"), dict):
            return None
        return data if is_whole(data) else None


def settle(
    place: Place,
    fill: Callable[[Path], Mapping[str, Any]],
    watch: Watch,
    waiting: Callable[[], None],
    patience: float,
) -> Path:
    """Return the place's folder, marked as used; if there is none, make it, or wait for its maker.

    `fill` writes into an empty folder and returns what the pointer is to say, `files` {path: {size, sha256}}
    among it. Raises what it raises, and WorkerError VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED.
    """
    try:
        place.home.mkdir(parents=True, exist_ok=True)
        return take_turn(
            place.home / f".building-{place.key}",
            watch,
            published=place.use,
            make=lambda: _make(place, fill),
            waiting=waiting,
            patience=patience,
        )
    except OSError as error:
        raise explain(error, place.home) from error


def _make(place: Place, fill: Callable[[Path], Mapping[str, Any]]) -> Path:
    folder = new_attempt(place.home, place.key)
    try:
        if not publish(folder, fill(folder), lambda: place.find() is not None):
            discard(folder)
    except BaseException:
        discard(folder)
        raise
    found = place.use()
    if found is None:
        raise WorkerError("VOLUME_UNUSABLE", "The volume does not keep what is written to it.")
    return found


def latest(home: Path) -> Place | None:
    """Return what was published last, for when the server cannot be asked whether it is still the newest."""
    places = [Place(home, pointer.stem) for pointer in home.glob("[0-9a-f]*.json")]
    read = [(int(data.get("published", 0)), place) for place in places if (data := place.read())]
    return max(read, key=lambda one: one[0], default=(0, None))[1]

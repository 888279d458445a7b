"""Chunks that were spoken, kept for a day under what determines their samples.

So an edited text costs what was edited, another pace costs nothing, and a long job that was killed goes on
with what is done. Kept as 16-bit wav files on the volume, from where another worker reads them too.
"""

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from f5tts_worker.engine.audio.wav import WavReader, rounded, write_wav
from f5tts_worker.errors import WorkerError

# Workers sweep once a day, and a GPU speaks gigabytes in an hour: so the engine looks now and then, too.
MOST_BYTES, LOOK_BYTES = 2_000_000_000, 1_000_000_000
DAY_SECONDS = 86_400
_REFERENCE_CHARS = 16  # as storage/voices/forgetting.py reads them
_VERSION = 1  # of what sampling and the vocoder do; a change makes new files


class KeptWaves:
    """A folder of chunks, for requests that have `common` in common: model, number type, reference, steps.

    What it does not take (a full volume, or one that can only be read) goes to the folder `spare`. So does
    speech in a voice that has been deleted: whoever deletes it finds its chunks by the folder `source`, which
    holds the prepared reference.
    """

    def __init__(
        self, folder: Path, spare: Path, common: Mapping[str, Any], source: Path | None = None
    ) -> None:
        self._folders = (folder, spare)
        self._source = source
        self._common = json.dumps([_VERSION, common], sort_keys=True)
        self._reference = str(common.get("reference", ""))[:_REFERENCE_CHARS]

    def key(self, text: str, frames: int, seed: int) -> str:
        """Return the name of a chunk: a hash of all that determines its samples, after its reference's name.

        By that beginning all chunks of a voice are found when it is to be forgotten.
        """
        whole = json.dumps([self._common, text, frames, seed])
        digest = hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()
        return f"{self._reference}-{digest}"

    def has(self, key: str) -> bool:
        """Say whether a chunk is there."""
        return self._path(key).is_file()

    def get(self, key: str) -> Any:
        """Return a chunk's samples, float32 [n], or None. It is marked as used today."""
        path = self._path(key)
        try:
            with WavReader(path) as file:
                samples = file.read(0, len(file))
                is_whole = 0 < len(file) == len(samples)
        except (OSError, WorkerError):
            return None
        with suppress(OSError):  # a volume that can only be read
            os.utime(path)
        return samples if is_whole else None

    def put(self, waves: Mapping[str, Any], rate: int) -> dict[str, Any]:
        """Keep a batch of chunks, and return their samples as `get` will: rounded to 16 bits."""
        if not self._kept_for_others(waves, rate) and not _written(self._folders[1], waves, rate):
            print("chunks are not kept", file=sys.stderr)
        return {key: rounded(wave) for key, wave in waves.items()}

    def _kept_for_others(self, waves: Mapping[str, Any], rate: int) -> bool:
        """Keep chunks where later jobs look, and say whether that was possible.

        Their reference is looked for once more at the end: a deletion takes it away first and removes its
        chunks then, so at least one of the two sees the other.
        """
        folder = self._folders[0]
        is_written = self._has_source() and _written(folder, waves, rate)
        if self._has_source():
            return is_written
        for key in waves:
            with suppress(OSError):
                (folder / f"{key}.wav").unlink(missing_ok=True)
        return False

    def _has_source(self) -> bool:
        if self._source is None:
            return True
        try:  # network file systems answer from a cache what is only asked, not opened
            (self._source / "reference.json").open("rb").close()
        except OSError:
            return False
        return True

    def _path(self, key: str) -> Path:
        paths = [folder / f"{key}.wav" for folder in self._folders]
        return next((path for path in paths if path.is_file()), paths[0])


def _written(folder: Path, waves: Mapping[str, Any], rate: int) -> bool:
    """Write chunks, and say whether that was possible.

    All are written before the first counts, so that a kill leaves a batch whole or not at all but for an
    instant.
    """
    drafts = {key: folder / f".{key}.{secrets.token_hex(4)}" for key in waves}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for key, wave in waves.items():
            write_wav(drafts[key], wave, rate)
        for key, draft in drafts.items():
            draft.replace(folder / f"{key}.wav")
    except OSError as error:
        print(f"{folder} takes no chunks: {error}", file=sys.stderr)
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        return False
    return True


def make_room(folder: Path, most_bytes: int = MOST_BYTES) -> None:
    """Remove what was not used for a day; then the longest unused, until the rest has so many bytes."""
    found: list[tuple[float, int, Path]] = []
    with suppress(OSError):
        for path in folder.iterdir():
            status = path.stat()
            found.append((status.st_mtime, status.st_size, path))
    excess = sum(size for _, size, _ in found) - most_bytes
    newest = max((used for used, _, _ in found), default=0.0)  # by the volume's clock
    for used, size, path in sorted(found):
        if excess <= 0 and newest - used <= DAY_SECONDS:
            return
        with suppress(OSError):
            path.unlink(missing_ok=True)
        excess -= size

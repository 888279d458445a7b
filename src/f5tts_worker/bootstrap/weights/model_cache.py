"""The bucket's copy of the models, which is looked into before the hub is asked (ENABLE_S3_MODEL_CACHE).

    models/<name>/<sha256>/<file>     the files, by content
    models/<name>/<key>.json          which of them make up a source; written last

If anything is wrong with it, the hub is asked instead: a cache must never cost a model.
"""

import json
import logging
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from f5tts_worker.bootstrap.weights.download import STAGE, Arrivals, Fetched
from f5tts_worker.bootstrap.weights.models import Source
from f5tts_worker.config import Bucket, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.storage import Entry, check_key
from f5tts_worker.storage.json_checks import is_sum
from f5tts_worker.volume.places import Place
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.publish import LAYOUT

if TYPE_CHECKING:
    from f5tts_worker.storage.s3.large_objects import LargeObjects

log = logging.getLogger(__name__)

REST_SECONDS = 600.0  # a bucket that cannot be reached is left alone for this long
_MANIFEST_BYTES = 1_000_000

_unreachable: dict[Bucket, float] = {}  # when that was found, by time.time()


def cache_of(settings: Settings) -> "LargeObjects | None":
    """Return the bucket that holds the models, if that is switched on. Nothing is connected yet."""
    if not settings.enable_s3_model_cache or settings.bucket is None:
        return None
    return objects_of(settings.bucket)


def is_left_alone(objects: "LargeObjects") -> bool:
    """Say whether the bucket could not be reached a short while ago."""
    return time.time() - _unreachable.get(objects.bucket, 0.0) < REST_SECONDS


@cache
def objects_of(bucket: Bucket) -> "LargeObjects":
    """Return a bucket's large objects, the same ones each time. Nothing is connected yet."""
    from f5tts_worker.storage.s3.large_objects import LargeObjects

    return LargeObjects(bucket, url_lifetime_s=0)  # it makes no links


def fetch(
    objects: "LargeObjects", source: Source, place: Place, folder: Path, watch: Watch, deadline: float
) -> Fetched:
    """Copy a source's files from the bucket into `folder`, continuing with what is already there.

    After `deadline`, a time of `running_time`, the bucket counts as out of reach. The files are still to be
    verified by `sums`. Raises WorkerError: NOT_FOUND for a source that is not there, MODEL_UNAVAILABLE for
    one that is not whole or cannot be right, and what `storage.Store` raises.
    """
    try:
        manifest = _manifest(objects, source, place)
        files = manifest["files"]
        total = sum(file["size"] for file in files.values())
        arrivals = Arrivals(watch, f"fetching {source.name} from the bucket", total)
        arrived = 0

        def show(size: int) -> None:
            watch.check()
            _check_time(deadline)
            arrivals.show(arrived + size)

        for path, file in files.items():
            key = content_key(source.name, path, file["sha256"])
            target = folder / path
            if not target.is_file() or target.stat().st_size != file["size"]:
                target.unlink(missing_ok=True)
                objects.fetch(_entry(objects, key, file["size"]), target, show)
            arrived += file["size"]
    except WorkerError as error:
        if error.code == "STORE_UNAVAILABLE":
            _unreachable[objects.bucket] = time.time()
        raise
    return Fetched(manifest["revision"], list(files), {path: file["sha256"] for path, file in files.items()})


def _check_time(deadline: float) -> None:
    if running_time() > deadline:
        sentence = "Fetching from the bucket took longer than F5TTS_INSTALL_SECONDS allows."
        raise WorkerError("STORE_UNAVAILABLE", sentence)


def tell_fallback(source: Source, error: WorkerError, watch: Watch) -> None:
    """Report, in the log and as progress, why the bucket's copy is not used."""
    absent = error.code == "NOT_FOUND"
    why = (
        "is not in the bucket yet"
        if absent
        else f"cannot be fetched from the bucket ({error.message.rstrip('.')})"
    )
    message = f"{source.name} {why}; asking the model hub"
    log.log(logging.INFO if absent else logging.WARNING, "%s", message)
    watch.say(STAGE, message)


def _entry(objects: "LargeObjects", key: str, size: int) -> Entry:
    entry = objects.head(key)
    if entry is None:
        raise WorkerError("MODEL_UNAVAILABLE", f"{key} is missing from the bucket.")
    if entry.size != size:
        raise WorkerError("MODEL_UNAVAILABLE", f"{key} has {entry.size} bytes but should have {size}.")
    return entry


def _manifest(objects: "LargeObjects", source: Source, place: Place) -> dict[str, Any]:
    """Read and check the manifest, before anything large is fetched in vain."""
    key = manifest_key(source.name, place.key)
    text = objects.read_bytes(key, _MANIFEST_BYTES)
    try:
        data = json.loads(text)
        if _fits(data, source):
            return {"revision": data.get("revision"), "files": data["files"]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, WorkerError):
        pass
    raise WorkerError("MODEL_UNAVAILABLE", f"{key} is not a manifest of {source.name}.")


def _fits(data: dict[str, Any], source: Source) -> bool:
    """Say whether a manifest can be this source's. Anything else raises some exception."""
    files = data["files"]
    known = {file.path: file.sha256 or files[file.path]["sha256"] for file in source.files}
    paths = [check_key(path) for path in files]
    return (
        data["layout"] == LAYOUT
        and len(paths) > 0
        and all(is_sum(file["sha256"]) for file in files.values())
        and all(int(file["size"]) >= 0 for file in files.values())
        and (not known or known == {path: files[path]["sha256"] for path in paths})
    )


def manifest_key(name: str, key: str) -> str:
    """Return where the manifest of a source is."""
    return f"models/{name}/{key}.json"


def content_key(name: str, path: str, sha256: str) -> str:
    """Return where a file is: under its content, so that a key never stands for two contents."""
    return f"models/{name}/{sha256}/{path.rpartition('/')[2]}"

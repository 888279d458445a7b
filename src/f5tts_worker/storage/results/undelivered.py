"""Results that a bucket did not take, kept on the volume for a week.

The same layout as in a bucket, in a folder for each bucket, so that the same job, delivered again, is
answered from there and nothing is generated twice.
"""

import contextlib
import hashlib
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.config import PlacedSettings
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results import outputs
from f5tts_worker.storage.results.expiry import delete_expired, put_mark
from f5tts_worker.storage.results.records import keys_of, output_key
from f5tts_worker.storage.store import Store

log = logging.getLogger(__name__)

KEPT_S = 7 * 24 * 3600.0


def spool_of(settings: PlacedSettings) -> FolderStore | None:
    """Return where results wait for the bucket of the settings, or None if there is no bucket.

    The operator's key is not part of the place: by the time the bucket is back it may be another one. A
    caller's is: without it, any caller who names the same bucket could get other callers' results.
    """
    bucket = settings.bucket
    if bucket is None:
        return None
    place = [bucket.endpoint or "aws", bucket.name, bucket.prefix]
    if bucket.from_job:
        place += [str(secret) for secret in bucket.secrets]
    digest = hashlib.sha256("\n".join(place).encode()).hexdigest()
    return FolderStore(settings.root / "spool" / digest[: 32 if bucket.from_job else 16])


def deliver(spool: FolderStore, store: Store, record: Mapping[str, Any]) -> None:
    """Move a result from the volume into the bucket, the record last. Raises WorkerError as `store` does.

    A result that another worker is moving at the same time is in place when both are done.
    """
    keys = keys_of(record)
    put_mark(store, record)
    outputs.put_all(store, [(key, spool.root / key) for key in keys])
    last = output_key(record["job_id"], "result.json")
    outputs.put_all(store, [(last, spool.root / last)])
    forget(spool, record)
    log.info("a result that was kept on the volume has been put into the bucket")


def forget(spool: FolderStore, record: Mapping[str, Any]) -> None:
    """Delete a kept result, the record first."""
    with contextlib.suppress(WorkerError):  # the sweep removes what stays
        for key in (output_key(record["job_id"], "result.json"), *keys_of(record)):
            spool.delete(key)


def sweep_expired(settings: PlacedSettings, store: Store) -> None:
    """Delete the results whose requests have set their time, in the store and where they wait for a bucket.

    What cannot be deleted is logged, and tried again with the next look.
    """
    places = [store]
    with contextlib.suppress(OSError):
        places += [FolderStore(folder) for folder in (settings.root / "spool").glob("*")]
    for place in places:
        try:
            if gone := delete_expired(place):
                log.info("%d results whose time was over were deleted", gone)
        except WorkerError as error:
            log.warning("results whose time is over could not be deleted: %s", error)


def sweep(settings: PlacedSettings, now: float | None = None) -> None:
    """Delete results from the volume whose time is over: undelivered ones, and all where there is no bucket.

    `now` in Unix seconds.
    """
    now = time.time() if now is None else now
    with contextlib.suppress(OSError):  # a volume that fails shows where it matters
        for folder in (settings.root / "spool").glob("*/output"):
            _delete_older(folder, now - KEPT_S)
        _delete_older(settings.root / "store" / "output", now - settings.keep_results_s)


def _delete_older(folder: Path, before: float) -> None:
    """Delete the files of each job that wrote none since `before`, the record first: it names the others."""
    jobs: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():  # marks of what is to go sooner
            continue
        jobs.setdefault(path.name.partition(".")[0] or path.name, []).append(path)
    for files in jobs.values():
        with contextlib.suppress(OSError):  # another worker sweeps as well
            if all(path.stat().st_mtime < before for path in files):
                for path in sorted(files, key=lambda path: not path.name.endswith(".result.json")):
                    path.unlink()

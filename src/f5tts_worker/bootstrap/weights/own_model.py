"""The operator's own checkpoint: F5TTS_MODEL as a folder, an s3:// address in our bucket, or an https:// one.

What is fetched is pinned when it is first used: its sums are recorded, and it is fetched again only when the
server reports another version. Only the operator's setting comes here, never a request.
"""

import dataclasses
import hashlib
import json
import logging
import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from f5tts_worker.bootstrap.environment.installer import deadline_after
from f5tts_worker.bootstrap.weights import download, unfinished_downloads
from f5tts_worker.bootstrap.weights.model_cache import objects_of
from f5tts_worker.bootstrap.weights.model_folder import fault_of
from f5tts_worker.bootstrap.weights.models import Source
from f5tts_worker.config import PlacedSettings, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.storage import Entry, check_key
from f5tts_worker.storage.downloads.fetch import Policy, check_url, policy_of
from f5tts_worker.volume.places import HOME_PREFIX, Place, latest, settle
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.volume import require_room

if TYPE_CHECKING:
    from f5tts_worker.storage.downloads.large_files import Remote

log = logging.getLogger(__name__)

SUFFIXES = (".safetensors", ".pt")
MAX_BYTES = 16 * 1024**3  # of a checkpoint; a full training state of this size of model is 5 GB
MAX_SMALL_BYTES = 8 * 1024**2  # of a vocabulary or a configuration
FIELD = "F5TTS_MODEL"
_SLACK_BYTES = 256 * 1024 * 1024

Fill = Callable[[Path], list[str]]  # fetches into a folder; returns the paths


def is_address(model: str) -> bool:
    """Say whether F5TTS_MODEL names a place to fetch from."""
    return "://" in model


def faults(settings: Settings) -> list[str]:
    """Return a sentence for each thing that is wrong with a folder or an address. Nothing is fetched."""
    model = settings.model
    if not is_address(model):
        path = Path(model)
        if not path.is_dir():
            return [f"{FIELD} is {model}, which {_no_folder(path)}"]
        fault = fault_of(path)
        return [] if fault is None else [f"{FIELD}: {fault}"]
    if model.startswith("s3://"):
        return _bucket_faults(settings)
    try:
        check_url(f"{model}?{settings.model_query}", _policy(settings), FIELD)
    except WorkerError as error:
        return [error.message.rstrip(".")]
    if not model.endswith(SUFFIXES):
        return [f"{FIELD} must be the address of a file that ends in {' or '.join(SUFFIXES)}"]
    return []


def fetch_own(settings: PlacedSettings, watch: Watch) -> Path:
    """Return the folder that holds the checkpoint at F5TTS_MODEL's address and of the files beside it.

    Raises WorkerError MODEL_UNAVAILABLE, VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED.
    """
    if problems := faults(settings):
        raise WorkerError("MODEL_UNAVAILABLE", f"{problems[0]}.")
    address = settings.model
    home = settings.root / "models" / f"{HOME_PREFIX}{hashlib.sha256(address.encode()).hexdigest()[:8]}"
    try:
        version, size, fill = (_from_bucket if address.startswith("s3://") else _from_web)(settings, watch)
    except WorkerError as error:
        newest = latest(home)
        found = newest.use() if newest else None
        if found is None:
            raise _unavailable(error) from error
        log.warning("%s cannot be reached (%s); the copy fetched earlier is used", address, error)
        return found
    place = Place(home, hashlib.sha256(json.dumps([address, version]).encode()).hexdigest()[:16])

    def fetch(folder: Path) -> dict[str, Any]:
        require_room(home, size + _SLACK_BYTES)
        unfinished_downloads.inherit(place, folder)
        try:
            paths = fill(folder)
        except WorkerError as error:
            if error.code not in ("VOLUME_FULL", "DOWNLOAD_TOO_LARGE"):
                unfinished_downloads.keep(place, folder)
            raise _unavailable(error) from error
        unfinished_downloads.forget(place)
        files = download.verify(Source(Path(address).name, ""), folder, paths, watch)
        return {"address": address, "version": version, "files": files, "published": int(time.time())}

    return place.use() or settle(
        place,
        fetch,
        watch,
        waiting=lambda: watch.say(download.STAGE, f"another worker is downloading {Path(address).name}"),
        patience=settings.install_seconds,
    )


def _from_web(settings: Settings, watch: Watch) -> tuple[list[Any], int, Fill]:
    """Look at the checkpoint; return its version, its size, and how to fetch it and what is beside it."""
    from f5tts_worker.storage.downloads.large_files import (  # late: requests is not needed to start
        fetch_large,
        look,
    )

    policy, url = _policy(settings), settings.model
    query = f"?{settings.model_query}" if settings.model_query else ""
    remote = look(url + query, policy, field=FIELD)
    if remote is None:
        raise WorkerError("NOT_FOUND", f"{FIELD}: there is no file at this address, or it is not public.")
    name = url.rpartition("/")[2]

    def fill(folder: Path) -> list[str]:
        show = _meter(watch, f"downloading {name}", remote.size or 0)
        fetch_large(url + query, folder / name, remote, policy, field=FIELD, on_bytes=show)
        small = dataclasses.replace(policy, max_bytes=MAX_SMALL_BYTES)
        paths = [name]
        for options in (("vocab.txt",), (f"{Path(name).stem}.yaml", "config.yaml", "model.yaml")):
            looked = ((option, _look_beside(urljoin(url, option) + query, small)) for option in options)
            for option, there in ((option, there) for option, there in looked if there):
                show = _meter(watch, f"downloading {option}", there.size or 0)
                address = urljoin(url, option) + query
                fetch_large(address, folder / option, there, small, field=FIELD, on_bytes=show)
                paths.append(option)
                break
        return paths

    return [remote.size, remote.tag], remote.size or 0, fill


def _look_beside(url: str, policy: Policy) -> "Remote | None":
    """Look at what may lie beside a checkpoint. A refusal counts as absent: a signature is for one file."""
    from f5tts_worker.storage.downloads.large_files import look

    try:
        return look(url, policy, field=FIELD)
    except WorkerError as error:
        if 400 <= error.details.get("status", 0) < 500:
            return None
        raise


def _from_bucket(settings: Settings, watch: Watch) -> tuple[list[Any], int, Fill]:
    """Look at what is under the prefix; return its version, its size, and how to fetch it."""
    if settings.bucket is None:
        raise WorkerError("NOT_FOUND", "No bucket is set.")
    objects = objects_of(settings.bucket)
    key = _key(settings)
    prefix, name = key, None
    if key.endswith(SUFFIXES):
        prefix, _, name = key.rpartition("/")
    there = {entry.key.removeprefix(f"{prefix}/"): entry for entry in objects.list(f"{prefix}/")}
    wanted = _chosen(there, name)
    size = sum(entry.size for entry in wanted.values())

    def fill(folder: Path) -> list[str]:
        arrived, deadline = 0, deadline_after(settings.install_seconds)
        for path, entry in wanted.items():
            show = _meter(watch, f"fetching {settings.model}", size, arrived, deadline)
            objects.fetch(entry, folder / path, show)
            arrived += entry.size
        return list(wanted)

    return [[path, entry.size, entry.tag] for path, entry in sorted(wanted.items())], size, fill


def _meter(
    watch: Watch, doing: str, total: int, before: int = 0, deadline: float = math.inf
) -> Callable[[int], None]:
    """Return a callback for the bytes so far: it reports each new per cent.

    It raises for a cancelled job, and after `deadline`, a time of `running_time`.
    """
    arrivals = download.Arrivals(watch, doing, total)

    def show(size: int) -> None:
        watch.check()
        if running_time() > deadline:
            message = f"{FIELD} was not fetched: it took longer than F5TTS_INSTALL_SECONDS allows."
            raise WorkerError("MODEL_UNAVAILABLE", message)
        arrivals.show(before + size)

    return show


def _chosen(there: Mapping[str, Entry], checkpoint: str | None) -> dict[str, Entry]:
    """Choose from the paths under a prefix: one checkpoint, vocabulary, configuration, perhaps a vocoder."""
    found = [path for path in there if "/" not in path and path.endswith(SUFFIXES)]
    named = [path for path in found if path == checkpoint] if checkpoint else found
    configs = [path for path in there if "/" not in path and path.endswith((".yaml", ".yml"))]
    if len(named) != 1 or len(configs) > 1:
        message = f"{FIELD}: this address must contain one *.safetensors or *.pt and at most one *.yaml."
        raise WorkerError("MODEL_UNAVAILABLE", message, {"files": sorted(there)[:50]})
    vocoder = [path for path in there if path.startswith(("vocoder/", "vocos/")) and path.count("/") == 1]
    return {path: there[path] for path in (*named, *configs, *vocoder, "vocab.txt") if path in there}


def _bucket_faults(settings: Settings) -> list[str]:
    if settings.bucket is None:
        return [f"{FIELD} is an s3:// address, but no bucket is set; set S3_BUCKET"]
    if settings.model.split("/")[2] != settings.bucket.name:
        return [f"{FIELD} is in another bucket; only s3://{settings.bucket.name}/ can be read"]
    key = _key(settings)
    try:
        check_key(key)
    except WorkerError:
        key = ""
    if not key or ("/" not in key and key.endswith(SUFFIXES)):
        return [
            f"{FIELD} must name a folder of the bucket, or a file in one: s3://{settings.bucket.name}/FOLDER"
        ]
    return []


def _key(settings: Settings) -> str:
    """Return the address's key, as our store counts it: below S3_PREFIX."""
    key = "/".join(settings.model.split("/")[3:]).strip("/")
    prefix = settings.bucket.prefix if settings.bucket else ""
    return key.removeprefix(f"{prefix}/") if prefix else key


def _policy(settings: Settings) -> Policy:
    return dataclasses.replace(policy_of(settings, MAX_BYTES), seconds=settings.install_seconds)


def _unavailable(error: WorkerError) -> WorkerError:
    if error.code in ("CANCELLED", "VOLUME_FULL", "VOLUME_UNUSABLE", "MODEL_UNAVAILABLE"):
        return error
    return WorkerError("MODEL_UNAVAILABLE", error.message, {"cause": error.code, **error.details})


def _no_folder(path: Path) -> str:
    return "is a file; it must be a folder" if path.exists() else "does not exist"

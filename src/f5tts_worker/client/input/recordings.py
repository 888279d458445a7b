"""Gets a recording on this computer to a worker: inside the request, or through the bucket."""

import base64
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from f5tts_worker.client.input.places import file_path, web_address

if TYPE_CHECKING:
    from f5tts_worker.config import Bucket

# RunPod takes requests of at most 10 MB at /run; base64 makes four bytes of three, and the text needs room.
INLINE_BYTES = 7_000_000


class FileProblemError(Exception):
    """A local file that cannot be sent, in one sentence."""


def recording(
    place: str, url_field: str, inline_field: str, environ: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the field of a request that carries the recording at `place`, a path or an address.

    Raises FileProblemError if it is too large for the request and there is no bucket, and WorkerError where
    the bucket refuses it or its settings are wrong.
    """
    if address := web_address(place):
        return {url_field: address}
    path = file_path(place)
    if path.is_dir():
        raise FileProblemError(f"{place} is a folder; name the file in it")
    if not path.is_file():
        raise FileProblemError(f"the file {place} does not exist")
    size = path.stat().st_size
    if size == 0:
        raise FileProblemError(f"{place} is empty")
    if size <= INLINE_BYTES:
        try:
            return {inline_field: base64.b64encode(path.read_bytes()).decode("ascii")}
        except OSError as error:
            raise FileProblemError(f"{place} cannot be read: {error.strerror}") from None
    from f5tts_worker.config import from_environment  # late: few recordings are that large

    bucket = from_environment(os.environ if environ is None else environ).bucket
    if bucket is None:
        raise FileProblemError(
            f"{place} has {size / 1e6:.1f} MB, but RunPod takes at most 10 MB: convert it to mp3, "
            "or set S3_BUCKET and its keys to the worker's bucket, or send an https:// address"
        )
    return {url_field: _through(bucket, path)}


def _through(bucket: "Bucket", path: Path) -> str:
    """Upload a file under `uploads/`, named by its content, and return its s3:// address."""
    from f5tts_worker.storage.s3.bucket import BucketStore

    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:32]
    suffix = path.suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", path.suffix) else ""
    key = f"uploads/{digest}{suffix}"
    store = BucketStore(bucket, url_lifetime_s=3600)
    try:
        if store.head(key) is None:
            store.put_file(key, path, "application/octet-stream")
    finally:
        store.close()
    return f"s3://{bucket.name}/{bucket.prefix + '/' if bucket.prefix else ''}{key}"

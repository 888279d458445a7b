"""Large objects of a bucket: fetched in parallel parts, from where a file ends; sent part by part."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from f5tts_worker.deadline import Threads, left
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.downloads.resumable import arriving
from f5tts_worker.storage.s3.bucket import BucketStore
from f5tts_worker.storage.store import Entry

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART_BYTES = 16 * 1024 * 1024
CONNECTIONS = 4  # one alone does not fill a data centre's line
PAUSES = (1.0, 4.0)  # seconds between tries of a part whose body broke off; boto3 repeats requests only


class LargeObjects(BucketStore):
    """A bucket as `BucketStore` has it, for files of gigabytes."""

    attempts = 3  # fewer than for voices and results: callers here can do without the answer

    def fetch(self, entry: Entry, target: Path, on_bytes: Callable[[int], None]) -> None:
        """Write an object to a local file; what is there of this version of it is kept and continued.

        `on_bytes` gets the file's size after every part; what it raises ends the download. Raises
        WorkerError as `storage.Store` does.
        """
        window: deque[Future[bytes]] = deque()
        readers = Threads(CONNECTIONS, thread_name_prefix="large-object")
        try:
            with arriving(target, entry.tag, entry.size) as file:
                firsts = iter(range(file.tell(), entry.size, PART_BYTES))
                on_bytes(file.tell())
                while True:
                    while len(window) < CONNECTIONS and (first := next(firsts, None)) is not None:
                        window.append(readers.submit(self._read_part, entry, first))
                    if not window:
                        break
                    # In their order: the file stays the object's beginning, whenever this process ends.
                    file.write(window.popleft().result())
                    on_bytes(file.tell())
        finally:
            readers.shutdown(wait=False, cancel_futures=True)

    def send(self, key: str, path: Path, before_part: Callable[[], None]) -> None:
        """Store a file's content under the key, over one connection.

        The object exists once the last part is sent. An unfinished upload of this key is continued, so a
        key must always stand for the same content. `before_part` may wait, or raise to stop.
        """
        size = path.stat().st_size
        if size <= PART_BYTES:
            before_part()
            self.put_bytes(key, path.read_bytes(), "application/octet-stream")
            return
        client, name, full = self._connect(), self.bucket.name, self._full(key)
        with path.open("rb") as file, self._plain_errors(key):
            upload, parts = self._unfinished(full)
            if upload is None:
                upload = client.create_multipart_upload(Bucket=name, Key=full)["UploadId"]
            done: list[CompletedPartTypeDef] = []
            for number, first in enumerate(range(0, size, PART_BYTES), 1):
                length = min(PART_BYTES, size - first)
                tag, sent = parts.get(number, ("", -1))
                if sent != length:
                    before_part()
                    file.seek(first)
                    tag = client.upload_part(
                        Bucket=name, Key=full, UploadId=upload, PartNumber=number, Body=file.read(length)
                    )["ETag"]
                done.append({"PartNumber": number, "ETag": tag})
            client.complete_multipart_upload(
                Bucket=name, Key=full, UploadId=upload, MultipartUpload={"Parts": done}
            )

    def _read_part(self, entry: Entry, first: int) -> bytes:
        size = min(PART_BYTES, entry.size - first)
        for pause in PAUSES:
            try:
                return self._read_range(entry, first, size)
            except WorkerError as error:
                if error.code != "STORE_UNAVAILABLE":
                    raise
            time.sleep(left(pause))
        return self._read_range(entry, first, size)

    def _read_range(self, entry: Entry, first: int, size: int) -> bytes:
        data = self._read(
            entry.key, size, Range=f"bytes={first}-{first + size - 1}", IfMatch=f'"{entry.tag}"'
        )
        if len(data) != size:
            raise WorkerError(
                "STORE_UNAVAILABLE", f"The store sent only part of {entry.key!r}; try again later."
            )
        return data

    def _unfinished(self, full: str) -> tuple[str | None, dict[int, tuple[str, int]]]:
        """Return a key's newest upload that was begun and not finished, and its parts' tags and sizes."""
        from botocore.exceptions import ClientError

        client, name = self._connect(), self.bucket.name
        try:
            listed = client.list_multipart_uploads(Bucket=name, Prefix=full).get("Uploads", [])
            ours = [upload for upload in listed if upload["Key"] == full]
            if not ours:
                return None, {}
            upload = max(ours, key=lambda one: one["Initiated"])["UploadId"]
            pages = client.get_paginator("list_parts").paginate(Bucket=name, Key=full, UploadId=upload)
            parts = [part for page in pages for part in page.get("Parts", [])]
        except ClientError:  # a store or a key that does not list uploads: begin again
            return None, {}
        return upload, {part["PartNumber"]: (part["ETag"], part["Size"]) for part in parts}

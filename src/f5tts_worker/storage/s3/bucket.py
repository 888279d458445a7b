"""The store as an S3 bucket: AWS, Backblaze B2, Cloudflare R2, MinIO, RunPod's own, through boto3."""

import contextlib
import itertools
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from f5tts_worker import log
from f5tts_worker.config import Bucket
from f5tts_worker.deadline import Threads
from f5tts_worker.errors import WorkerError
from f5tts_worker.files.whole_files import PARTIAL
from f5tts_worker.settings.s3_address import LONGEST_KEY, has_path
from f5tts_worker.storage.downloads.fetch import Policy
from f5tts_worker.storage.s3.client import new_client
from f5tts_worker.storage.s3.errors import plain_errors
from f5tts_worker.storage.store import Entry, Store, check_key

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from s3transfer.manager import TransferManager

PAGE_ENTRIES = 1000  # S3 sends no more on one page
MAX_PAGES = 1000  # an endless listing is not from a bucket
MAX_PAGES_OF_CALLERS = 50  # all of it is kept in memory
PIECE_BYTES = 256 * 1024
DOWNLOADS = 3  # tries of an object whose body breaks off or stalls, each as long as a server may be silent


class BucketStore(Store):
    """One bucket. boto3 is imported and connected at the first use.

    `policy` is for a bucket that a caller chose: where it may be, and how much is fetched from it at most.
    """

    attempts: int | None = (
        None  # how often a failing request is made in all, where it is not the usual number
    )

    def __init__(self, bucket: Bucket, *, url_lifetime_s: int, policy: Policy | None = None) -> None:
        self.bucket = bucket
        self.url_lifetime_s = url_lifetime_s
        self.policy = policy
        self._client: S3Client | None = None
        self._lock = threading.Lock()
        if not bucket.from_job:  # a job's own are hidden for as long as the job runs
            log.hide(*bucket.secrets)

    def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Store a file's content under the key, in parts when it is large."""
        with self._plain_errors(key):
            given = {"ContentType": content_type}
            with self._transfers() as transfers:
                transfers.upload(str(path), self.bucket.name, self._full(key), given).result()

    def put_bytes(self, key: str, data: bytes, content_type: str) -> None:
        """Store bytes under the key, replacing what is there."""
        with self._plain_errors(key):
            self._connect().put_object(
                Bucket=self.bucket.name, Key=self._full(key), Body=data, ContentType=content_type
            )

    def get_file(self, key: str, path: Path) -> None:
        """Write the key's content to a local file, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=path.parent) as folder:
            part = Path(folder) / "part"
            with self._plain_errors(key):
                if self.policy is None:
                    with self._transfers() as transfers:
                        transfers.download(self.bucket.name, self._full(key), str(part)).result()
                else:  # in one answer, whose size and time are limited
                    answer = self._connect().get_object(Bucket=self.bucket.name, Key=self._full(key))
                    with contextlib.closing(answer["Body"]) as body, part.open("wb") as file:
                        shutil.copyfileobj(body, file, PIECE_BYTES)
            part.replace(path)

    def read_bytes(self, key: str, limit: int) -> bytes:
        """Return the key's content; at most `limit` bytes of it."""
        return self._read(key, limit)

    def _read(self, key: str, limit: int, **wanted: Any) -> bytes:
        with self._plain_errors(key):
            answer = self._connect().get_object(Bucket=self.bucket.name, Key=self._full(key), **wanted)
            with contextlib.closing(answer["Body"]) as body:
                data = body.read(limit)
                # One read returns a body that broke off as if it were whole; a read past its end shows it.
                while len(data) < limit and (more := body.read(limit - len(data))):
                    data += more
                return data

    def head(self, key: str) -> Entry | None:
        """Return what is known of the key, or None if it does not exist."""
        full = self._full(key)  # outside: a key that cannot exist is the caller's fault, not an absence
        try:
            with self._plain_errors(key):
                found = self._connect().head_object(Bucket=self.bucket.name, Key=full)
                return Entry(key, _part(found, "ContentLength"), _modified(found), _tag(found))
        except WorkerError as error:
            if error.code == "NOT_FOUND":
                return None
            raise

    def scan(self, prefix: str, after: str = "") -> Iterator[Entry]:
        """Yield the entries whose key starts with the prefix and is greater than `after`, in order of keys.

        A server that does not know StartAfter starts from the beginning; that only takes longer.
        """
        check_key(prefix.rstrip("/"))
        start = self._prefix()
        where: Any = {"Bucket": self.bucket.name, "Prefix": start + prefix}
        if after:
            where["StartAfter"] = start + after
        with self._plain_errors(prefix):
            pages = self._connect().get_paginator("list_objects_v2").paginate(**where)
            for page in itertools.islice(pages, MAX_PAGES if self.policy is None else MAX_PAGES_OF_CALLERS):
                for found in page.get("Contents", [])[:PAGE_ENTRIES]:
                    key = _part(found, "Key").removeprefix(start)
                    # Consoles make empty objects to show folders; no longer key than S3's own is kept.
                    if key > after and not key.endswith("/") and len(key) <= LONGEST_KEY:
                        yield Entry(key, _part(found, "Size"), _modified(found), _tag(found))
                if page.get("IsTruncated"):
                    _part(page, "NextContinuationToken")  # the paginator would take this page for the last

    def delete(self, key: str) -> None:
        """Delete the key; deleting a missing key is not an error."""
        with self._plain_errors(key):
            self._connect().delete_object(Bucket=self.bucket.name, Key=self._full(key))

    def url(self, key: str, longest_s: float | None = None) -> str | None:
        """Return a presigned address, valid for the lifetime in the settings, or for `longest_s` if less."""
        lifetime = self.url_lifetime_s if longest_s is None else min(self.url_lifetime_s, int(longest_s) + 1)
        params = {"Bucket": self.bucket.name, "Key": self._full(key)}
        with self._plain_errors(key):
            return self._connect().generate_presigned_url("get_object", Params=params, ExpiresIn=lifetime)

    def close(self) -> None:
        """Close idle connections; the next use connects again."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _connect(self) -> "S3Client":
        with self._lock:
            if self._client is None:
                client = new_client(self.bucket, self.attempts, policy=self.policy)
                if has_path(self.bucket.endpoint):
                    # Another bucket's name may stand there: then only a listing fails, and objects go astray.
                    client.list_objects_v2(
                        Bucket=self.bucket.name, Prefix=self._prefix() + "voices/", MaxKeys=1
                    )
                self._client = client
            return self._client

    def _transfers(self) -> "TransferManager":
        """Return what moves large files in parts, side by side and within the job's time."""
        from s3transfer.manager import TransferConfig, TransferManager

        config = TransferConfig(num_download_attempts=DOWNLOADS)
        return TransferManager(self._connect(), config, executor_cls=Threads)

    def _prefix(self) -> str:
        return f"{self.bucket.prefix}/" if self.bucket.prefix else ""

    def _full(self, key: str) -> str:
        return self._prefix() + check_key(key)

    def _plain_errors(self, key: str) -> contextlib.AbstractContextManager[None, bool | None]:
        return plain_errors(self.bucket, key)


def _part(found: Mapping[str, Any], name: str) -> Any:
    """Return a part that S3 always sends. Raises botocore's error for an answer that is not S3's."""
    from botocore.parsers import ResponseParserError

    if found.get(name) is None:
        raise ResponseParserError
    return found[name]


def _modified(found: Mapping[str, Any]) -> int:
    return int(_part(found, "LastModified").timestamp() * 1000)


def _tag(found: Mapping[str, Any]) -> str:
    """Return what changes with the content: some gateways send no ETag."""
    tag = str(found.get("ETag") or "").removeprefix("W/").strip('"')  # a proxy that compresses weakens it
    return tag or f"{_modified(found):x}-{found.get('Size', found.get('ContentLength')) or 0:x}"

"""The store as an S3 bucket: AWS, Backblaze B2, Cloudflare R2, MinIO, RunPod's own, through boto3."""

import contextlib
import errno
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from f5tts_worker import log
from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage import Entry, check_key, missing, volume_full

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 30, 5

# S3's error codes -> what the operator should look at. `{bucket}`, `{region}` and `{endpoint}` are filled in.
_REFUSALS = {
    "InvalidAccessKeyId": "does not know the access key; check AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "did not accept the signature; check AWS_SECRET_ACCESS_KEY",
    "AccessDenied": "refused access; the key needs to list, read, write and delete in bucket {bucket!r}",
    "NoSuchBucket": "has no bucket {bucket!r}; check S3_BUCKET and AWS_ENDPOINT_URL",
    "RequestTimeTooSkewed": "finds that this machine's clock is wrong; set the clock and try again",
    "PermanentRedirect": "keeps bucket {bucket!r} in another region than {region!r}; check AWS_REGION",
    "AuthorizationHeaderMalformed": "expects another region than {region!r}; check AWS_REGION",
    "ExpiredToken": "says that the credentials have expired; renew AWS_ACCESS_KEY_ID and its secret",
    "InvalidBucketName": "does not accept {bucket!r} as the name of a bucket; check S3_BUCKET",
}
# A HEAD answer has no body, so boto3 knows the status only. Other spellings of the same refusals, too.
_SAME_AS = {
    "403": "AccessDenied",
    "Forbidden": "AccessDenied",
    "AllAccessDisabled": "AccessDenied",
    "InvalidClientTokenId": "InvalidAccessKeyId",
    "301": "PermanentRedirect",
    "307": "PermanentRedirect",
    "IllegalLocationConstraintException": "AuthorizationHeaderMalformed",
    "InvalidRegion": "AuthorizationHeaderMalformed",
    "TokenRefreshRequired": "ExpiredToken",
    "InvalidToken": "ExpiredToken",
}
_MISSING = ("404", "NoSuchKey", "NotFound")
_LATER = ("SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "RequestTimeoutException")


class BucketStore:
    """Implements `storage.Store` on one bucket. boto3 is imported and connected at the first use."""

    def __init__(self, bucket: Bucket, *, url_lifetime_s: int) -> None:
        self.bucket = bucket
        self.url_lifetime_s = url_lifetime_s
        self._client: S3Client | None = None
        self._lock = threading.Lock()
        log.hide(bucket.secret_key, bucket.access_key)

    def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Store a file's content under the key, in parts when it is large."""
        with self._plain_errors(key):
            self._connect().upload_file(
                str(path), self.bucket.name, self._full(key), ExtraArgs={"ContentType": content_type}
            )

    def put_bytes(self, key: str, data: bytes, content_type: str) -> None:
        """Store bytes under the key, replacing what is there."""
        with self._plain_errors(key):
            self._connect().put_object(
                Bucket=self.bucket.name, Key=self._full(key), Body=data, ContentType=content_type
            )

    def get_file(self, key: str, path: Path) -> None:
        """Write the key's content to a local file, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=path.parent) as folder:
            part = Path(folder) / "part"
            with self._plain_errors(key):
                self._connect().download_file(self.bucket.name, self._full(key), str(part))
            part.replace(path)

    def read_bytes(self, key: str, limit: int) -> bytes:
        """Return the key's content; at most `limit` bytes of it."""
        with self._plain_errors(key):
            answer = self._connect().get_object(Bucket=self.bucket.name, Key=self._full(key))
            with contextlib.closing(answer["Body"]) as body:
                data = body.read(limit)
                # One read returns a body that broke off as if it were whole; a read past its end tells.
                while len(data) < limit and (more := body.read(limit - len(data))):
                    data += more
                return data

    def head(self, key: str) -> Entry | None:
        """Return what is known of the key, or None if it is not there."""
        full = self._full(key)  # outside: a key that cannot exist is the caller's fault, not an absence
        try:
            with self._plain_errors(key):
                found = self._connect().head_object(Bucket=self.bucket.name, Key=full)
        except WorkerError as error:
            if error.code == "NOT_FOUND":
                return None
            raise
        modified = int(found["LastModified"].timestamp() * 1000)
        return Entry(key, found["ContentLength"], modified, found["ETag"].strip('"'))

    def list(self, prefix: str) -> Sequence[Entry]:
        """Return every entry whose key starts with the prefix, sorted by key."""
        check_key(prefix.rstrip("/"))
        start = self._prefix()
        entries: list[Entry] = []
        with self._plain_errors(prefix):
            pages = self._connect().get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket.name, Prefix=start + prefix):
                for found in page.get("Contents", []):
                    key, modified = found["Key"].removeprefix(start), found["LastModified"]
                    if not key.endswith("/"):  # consoles make empty objects to show folders
                        tag = found["ETag"].strip('"')
                        entries.append(Entry(key, found["Size"], int(modified.timestamp() * 1000), tag))
        return sorted(entries, key=lambda entry: entry.key)

    def delete(self, key: str) -> None:
        """Delete the key; deleting what is not there is no error."""
        with self._plain_errors(key):
            self._connect().delete_object(Bucket=self.bucket.name, Key=self._full(key))

    def url(self, key: str) -> str | None:
        """Return a presigned address, valid for the lifetime in the settings."""
        params = {"Bucket": self.bucket.name, "Key": self._full(key)}
        with self._plain_errors(key):
            return self._connect().generate_presigned_url(
                "get_object", Params=params, ExpiresIn=self.url_lifetime_s
            )

    def local_path(self, key: str) -> Path | None:  # noqa: ARG002 - nothing of a bucket is local
        """Return None: the bucket is elsewhere."""
        return None

    def close(self) -> None:
        """Close idle connections; the next use connects again."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _connect(self) -> "S3Client":
        with self._lock:
            if self._client is None:
                self._client = _new_client(self.bucket)
            return self._client

    def _prefix(self) -> str:
        return f"{self.bucket.prefix}/" if self.bucket.prefix else ""

    def _full(self, key: str) -> str:
        return self._prefix() + check_key(key)

    @contextlib.contextmanager
    def _plain_errors(self, key: str) -> Iterator[None]:
        """Turn boto3's errors into ours."""
        from boto3.exceptions import Boto3Error, S3UploadFailedError
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            raise self._refusal(error, key) from None  # boto3's own messages may quote what was signed
        except S3UploadFailedError as error:
            # upload_file wraps what went wrong; the cause is the context, for it is raised inside `except`.
            inner = error.__context__
            if isinstance(inner, ClientError):
                raise self._refusal(inner, key) from None
            raise self._unreachable(inner or error) from None
        except (BotoCoreError, Boto3Error, ConnectionError, TimeoutError) as error:
            raise self._unreachable(error) from None
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise volume_full(key) from error
            raise

    def _refusal(self, error: Any, key: str) -> WorkerError:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        details = {"bucket": self.bucket.name, "s3_code": code, "status": status}
        if code in _MISSING:
            return missing(key)
        if code in _LATER or status >= 500 or status == 429:
            sentence = f"The store at {self._where()} is having trouble ({code or status}); try again later."
            return WorkerError("STORE_UNAVAILABLE", sentence, details)
        words = _REFUSALS.get(_SAME_AS.get(code, code), f"refused the request ({code or status})")
        words = words.format(bucket=self.bucket.name, region=self.bucket.region)
        return WorkerError("STORE_REFUSED", f"The store at {self._where()} {words}.", details)

    def _unreachable(self, error: BaseException) -> WorkerError:
        name = type(error).__name__
        details = {"bucket": self.bucket.name, "reason": name}
        if name in ("NoCredentialsError", "PartialCredentialsError"):
            sentence = "The bucket has no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            return WorkerError("STORE_REFUSED", sentence, details)
        if name in ("ParamValidationError", "InvalidEndpointError", "InvalidRegionError"):
            sentence = (
                f"S3_BUCKET {self.bucket.name!r}, AWS_REGION or AWS_ENDPOINT_URL is not valid ({name})."
            )
            return WorkerError("STORE_REFUSED", sentence, details)
        sentence = (
            f"The store at {self._where()} cannot be reached ({name}); check AWS_ENDPOINT_URL or try later."
        )
        return WorkerError("STORE_UNAVAILABLE", sentence, details)

    def _where(self) -> str:
        """Name the endpoint without user info, path or query."""
        if self.bucket.endpoint is None:
            return f"AWS {self.bucket.region}"
        return urlsplit(self.bucket.endpoint).netloc.rpartition("@")[2]


def _new_client(bucket: Bucket) -> "S3Client":
    import boto3  # late: a third of a second that a worker without a bucket never spends
    from botocore.config import Config

    ours = bucket.endpoint is not None and not bucket.endpoint.rstrip("/").endswith(".amazonaws.com")
    config = Config(
        signature_version="s3v4",
        region_name=bucket.region,
        # From 1.36 on boto3 adds checksum headers that Backblaze B2 and others refuse.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        s3={"addressing_style": "path" if ours else "auto"},
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=bucket.endpoint,
        aws_access_key_id=bucket.access_key,
        aws_secret_access_key=bucket.secret_key,
        config=config,
    )

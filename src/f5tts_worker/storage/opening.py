"""Which store a worker uses: the bucket of its settings, or a folder on the volume."""

from f5tts_worker.config import PlacedSettings, Settings
from f5tts_worker.storage.downloads.fetch import policy_of
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.s3.bucket import BucketStore
from f5tts_worker.storage.store import Store

FILES = "/v1/files"  # where the HTTP server has what the folder holds


def open_store(settings: PlacedSettings) -> Store:
    """Return the bucket if one is set, else the folder on the volume. Nothing is connected or created yet."""
    address = FILES if settings.serve == "http" else None
    return open_bucket(settings) or FolderStore(settings.root / "store", address)


def open_bucket(settings: Settings) -> BucketStore | None:
    """Return the bucket if one is set. Nothing is connected yet."""
    bucket = settings.bucket
    if bucket is None:
        return None
    most = max(settings.max_download_bytes, settings.max_align_bytes)
    policy = policy_of(settings, most) if bucket.from_job else None
    return BucketStore(bucket, url_lifetime_s=settings.url_lifetime_s, policy=policy)

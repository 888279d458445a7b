"""The store: where voices and outputs live, a bucket or a folder on the volume behind one small interface."""

from f5tts_worker.storage.opening import open_bucket, open_store
from f5tts_worker.storage.store import Entry, Store, check_key

__all__ = ["Entry", "Store", "check_key", "open_bucket", "open_store"]

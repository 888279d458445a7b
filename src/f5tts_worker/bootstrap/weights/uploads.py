"""Models on their way into the bucket: in the background, over one connection, while nothing else happens.

An upload that is killed leaves no half model: the manifest comes last, and the parts of a large file count
when they are all there. The next worker that has the files continues it.
"""

import contextlib
import json
import logging
import os
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from f5tts_worker.bootstrap.weights.download import STAGE
from f5tts_worker.bootstrap.weights.model_cache import cache_of, content_key, manifest_key
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.volume.lease import alone
from f5tts_worker.volume.places import Place
from f5tts_worker.volume.progress import Report, Watch
from f5tts_worker.volume.publish import LAYOUT

if TYPE_CHECKING:
    from f5tts_worker.storage.s3.large_objects import LargeObjects

log = logging.getLogger(__name__)

_LOWEST_PRIORITY = 19
_TOLD = ("licence", "repository", "revision", "files")


@dataclass(frozen=True)
class _Order:
    objects: "LargeObjects"
    name: str
    place: Place
    replace: bool


class Uploads:
    """What is to be uploaded, and one thread that does it while no job runs."""

    def __init__(self) -> None:
        self._orders: queue.Queue[_Order] = queue.Queue()
        self._seen: set[Path] = set()
        self._lock = threading.Lock()
        self._jobs = 0
        self._idle = threading.Event()
        self._idle.set()
        self._thread: threading.Thread | None = None

    def offer(self, settings: Settings, name: str, place: Place, *, replace: bool = False) -> None:
        """Have a published source uploaded if the bucket has none; `replace` where the bucket's is bad."""
        objects = cache_of(settings)
        with self._lock:
            if objects is None or place.pointer in self._seen:
                return
            self._seen.add(place.pointer)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="model-uploads")
                self._thread.start()
        self._orders.put(_Order(objects, name, place, replace))

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Upload nothing in the meantime; a part that is being sent is finished."""
        with self._lock:
            self._jobs += 1
            self._idle.clear()
        try:
            yield
        finally:
            with self._lock:
                self._jobs -= 1
                if self._jobs == 0:
                    self._idle.set()

    def finish(self, watch: Watch) -> None:
        """Wait until all is uploaded that was offered. Raises WorkerError CANCELLED."""
        while self._orders.unfinished_tasks:
            watch.say(STAGE, "uploading the models to the bucket")
            watch.sleep(1)

    def _work(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # Linux: threads have priorities of their own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST_PRIORITY)
        while True:
            order = self._orders.get()
            try:
                self._upload(order)
            except (WorkerError, OSError) as error:
                log.warning("%s was not uploaded to the bucket: %s", order.name, error)
            except Exception:
                log.exception("%s was not uploaded to the bucket", order.name)
            finally:
                self._orders.task_done()

    def _upload(self, order: _Order) -> None:
        self._idle.wait()
        manifest = manifest_key(order.name, order.place.key)
        if not order.replace and order.objects.head(manifest) is not None:
            return
        with alone(order.place.home / f".uploading-{order.place.key}") as ours:
            data = order.place.read()
            if not ours or data is None:
                return
            log.info("uploading %s to the bucket", order.name)
            for path, file in data["files"].items():
                key = content_key(order.name, path, file["sha256"])
                there = None if order.replace else order.objects.head(key)
                if there is None or there.size != file["size"]:
                    order.objects.send(key, data["folder"] / path, before_part=self._give_way)
            text = json.dumps({"layout": LAYOUT, "name": order.name, **{k: data.get(k) for k in _TOLD}})
            order.objects.put_bytes(manifest, text.encode(), "application/json")
        log.info("%s is in the bucket now", order.name)

    def _give_way(self) -> None:
        self._idle.wait()


UPLOADS = Uploads()  # of this process
uploads_paused = UPLOADS.paused  # during a job, and while models are loaded


def finish_uploads(report: Report, cancelled: threading.Event | None = None) -> None:
    """Wait until the bucket has all models that it is to have. Raises WorkerError CANCELLED."""
    UPLOADS.finish(Watch(report, cancelled or threading.Event()))

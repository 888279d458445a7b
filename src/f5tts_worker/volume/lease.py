"""Which worker may build: a lease with a heartbeat.

It saves double work and nothing more. If two workers both believe that it is their turn, both build, and the
first to publish wins; so where a lease cannot be taken for a technical reason, the work is done without one.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from filelock import LeaseSettingsMismatch, SoftFileLease, Timeout

from f5tts_worker.volume.progress import Watch

T = TypeVar("T")
log = logging.getLogger(__name__)

LEASE_SECONDS = 30.0  # a holder that has not been heard from for this long is dead
HEARTBEAT_SECONDS = 5.0
POLL_SECONDS = 0.5  # a dead holder is replaced within the lease's time and a second


@contextmanager
def turn(
    path: Path,
    watch: Watch,
    published: Callable[[], T | None],
    waiting: Callable[[], None],
    patience: float,
) -> Iterator[T | None]:
    """Wait until another worker has published, and yield that; or until it is our turn, and yield None.

    `waiting` is called again and again while another holds the lease; after `patience` seconds of it the
    lease is ignored. Raises WorkerError CANCELLED.
    """
    lease = SoftFileLease(path, lease_duration=LEASE_SECONDS, heartbeat_interval=HEARTBEAT_SECONDS)
    started, pulse = time.monotonic(), _Pulse(path)
    try:
        while True:
            ours = _acquire(lease) or time.monotonic() - started > patience
            found = published()  # looked at after the lease: its last holder may have just published
            if found is not None or ours:
                yield found
                return
            waiting()
            watch.sleep(POLL_SECONDS)
            if pulse.has_stopped():
                path.unlink(missing_ok=True)
    finally:
        with suppress(OSError):
            lease.release()


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Say whether no other worker is building; True also where leases do not work. Does not wait."""
    lease = SoftFileLease(path, lease_duration=LEASE_SECONDS, heartbeat_interval=HEARTBEAT_SECONDS)
    try:
        yield _acquire(lease)
    finally:
        with suppress(OSError):
            lease.release()


def is_live(path: Path, now: float) -> bool:
    """Say whether the lease's holder has been heard from lately. `now` is a time of time.time()."""
    try:
        return now - path.stat().st_mtime < LEASE_SECONDS
    except OSError:
        return False


class _Pulse:
    """Watches a holder's heartbeat with this machine's clock alone.

    The lease itself compares the volume's times with this machine's: if the volume is an hour ahead, a holder
    stays alive for an hour after its death. Nor does it judge a holder with other settings.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beat: tuple[int, int] | None = None
        self._heard = 0.0

    def has_stopped(self) -> bool:
        """Say whether nothing was heard for as long as a lease lasts."""
        try:
            status = self._path.stat()
        except OSError:
            return False
        now, beat = time.monotonic(), (status.st_ino, status.st_mtime_ns)
        if beat != self._beat:
            self._beat, self._heard = beat, now
        return now - self._heard > LEASE_SECONDS


def _acquire(lease: SoftFileLease) -> bool:
    """Take the lease; True also where leases do not work."""
    try:
        lease.acquire(timeout=0)
    except (Timeout, LeaseSettingsMismatch):
        return False
    except OSError as error:
        log.warning("building without a lease, %s: %s", lease.lock_file, error)
    return True

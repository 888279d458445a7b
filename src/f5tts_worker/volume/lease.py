"""Which worker may build: a lease with a heartbeat.

It saves double work and nothing more. If two workers both believe that it is their turn, both build, and the
first to publish wins; so where a lease cannot be taken for a technical reason, the work is done without one.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from filelock import LeaseCompromise, LeaseSettingsMismatch, SoftFileLease, Timeout

from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.progress import Watch

T = TypeVar("T")
log = logging.getLogger(__name__)

LEASE_SECONDS = 30.0  # a holder that has not been heard from for this long is dead
HEARTBEAT_SECONDS = 5.0
POLL_SECONDS = 0.5  # a dead holder is replaced within the lease's time and a second


def take_turn(
    path: Path,
    watch: Watch,
    published: Callable[[], T | None],
    make: Callable[[], T],
    waiting: Callable[[], None],
    patience: float,
) -> T:
    """Return what another worker has published; or what `make` publishes, when it is our turn.

    `waiting` is called again and again while another holds the lease; after `patience` seconds of it the
    lease is ignored. A holder that stood still may find that it counted as dead: `watch` then ends `make`,
    and it waits like any other. Raises WorkerError CANCELLED, and what `make` raises.
    """
    ends = running_time() + patience
    while True:
        try:
            with _lease(path, lambda lost: _give_up(lost, watch, published)) as lease:
                found = _wait(lease, watch, published, waiting, ends)
                return make() if found is None else found
        except WorkerError:
            if watch.cancelled.is_set() or not watch.overtaken.is_set():
                raise
            log.warning("another worker took over while this one stood still: %s", path)
        finally:
            watch.overtaken.clear()


def _wait(
    lease: SoftFileLease,
    watch: Watch,
    published: Callable[[], T | None],
    waiting: Callable[[], None],
    ends: float,
) -> T | None:
    """Return what was published, or None as soon as it is our turn."""
    path = Path(lease.lock_file)
    pulse, freezes = _Pulse(path), running_time.freezes
    while True:
        ours = _acquire(lease) or running_time() > ends
        found = published()  # looked at after the lease: its last holder may have just published
        if found is not None or ours:
            return found
        waiting()
        watch.sleep(POLL_SECONDS)
        if running_time.freezes != freezes:
            freezes = running_time.freezes
            watch.sleep(2 * HEARTBEAT_SECONDS)  # the holder may have stood still, too: it is heard first
        if pulse.has_stopped():
            path.unlink(missing_ok=True)


def _give_up(lost: LeaseCompromise, watch: Watch, published: Callable[[], object]) -> None:
    """End our work if another worker does it, or has done it; a lost file alone means neither."""
    if lost.reason == "owner-changed" or (lost.reason == "marker-missing" and published() is not None):
        watch.overtaken.set()


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Say whether no other worker is building; True also where leases do not work. Does not wait."""
    with _lease(path) as lease:
        yield _acquire(lease)


def is_live(path: Path, now: float) -> bool:
    """Say whether the lease's holder has been heard from lately. `now` is a time of time.time()."""
    try:
        return now - path.stat().st_mtime < LEASE_SECONDS
    except OSError:
        return False


@contextmanager
def _lease(path: Path, on_loss: Callable[[LeaseCompromise], None] | None = None) -> Iterator[SoftFileLease]:
    lease = SoftFileLease(
        path, lease_duration=LEASE_SECONDS, heartbeat_interval=HEARTBEAT_SECONDS, on_compromise=on_loss
    )
    try:
        yield lease
    finally:
        with suppress(OSError):
            lease.release()


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
        now, beat = running_time(), (status.st_ino, status.st_mtime_ns)
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

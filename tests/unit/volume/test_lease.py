"""Whose turn it is after a freeze."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from f5tts_worker.volume import lease
from f5tts_worker.volume.progress import Watch

HOUR = 3600.0


@dataclass(frozen=True)
class BesideAHolder(Watch):
    """A watch whose pauses another worker uses: it stood still as well, and is heard a little later."""

    marker: Path = Path()

    def sleep(self, seconds):
        if seconds > lease.POLL_SECONDS:
            os.utime(self.marker, (time.time(),) * 2)


def test_a_waiter_that_stood_still_lets_the_holder_be_heard_first(tmp_path, freeze):
    """Both were frozen, so the holder's last heartbeat is old; that is no sign of death."""
    marker = tmp_path / ".building"
    marker.write_text(
        f"filelock/2\npid=1\nhost=elsewhere\nmode=lease\ntoken=abc\nduration={lease.LEASE_SECONDS!r}\n"
    )
    waits = []

    def waiting():
        waits.append(marker.stat().st_ino)
        if len(waits) == 1:
            freeze(HOUR)

    def published():
        return "made by the other" if len(waits) == 3 else None

    def make():
        raise AssertionError("the lease was taken from a living holder")

    watch = BesideAHolder(marker=marker)
    assert lease.take_turn(marker, watch, published, make, waiting, HOUR) == "made by the other"
    assert len(set(waits)) == 1
    assert "token=abc" in marker.read_text()


def test_patience_is_not_used_up_by_a_freeze(tmp_path, freeze):
    """After hours of standing still, a waiter does not push past a holder that is at work."""
    marker = tmp_path / ".building"
    marker.write_text(
        f"filelock/2\npid=1\nhost=elsewhere\nmode=lease\ntoken=abc\nduration={lease.LEASE_SECONDS!r}\n"
    )
    waits = []

    def waiting():
        waits.append(True)
        freeze(HOUR)

    def published():
        return "made by the other" if len(waits) == 3 else None

    watch = BesideAHolder(marker=marker)
    assert lease.take_turn(marker, watch, published, lambda: "ours", waiting, HOUR / 2) == "made by the other"

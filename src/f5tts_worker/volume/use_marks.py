"""Marks of use on the volume: empty files whose time says when something was last wanted.

Not the files' own access times: network volumes and containers are mostly mounted without those. On a volume
that cannot be written to there are no marks, and no sweeps either.
"""

import errno
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

DAY_SECONDS = 86_400.0

_kept: set[Path] = set()  # of this process


def touch(mark: Path) -> None:
    """Mark as used now; a mark that cannot be written is silently skipped."""
    with suppress(OSError):
        mark.touch()


def keep(mark: Path) -> None:
    """Mark as used now, and again whenever `renew` is called, for as long as this process lives."""
    _kept.add(mark)
    touch(mark)


def renew() -> None:
    """Mark everything that this process keeps as still used."""
    for mark in tuple(_kept):
        touch(mark)


def touch_daily(mark: Path) -> None:
    """Mark as used at most once a day: what every job uses must not cost every job a write."""
    with suppress(OSError):
        try:
            fresh = 0 <= time.time() - mark.stat().st_mtime < DAY_SECONDS
        except FileNotFoundError:
            fresh = False
        if not fresh:
            mark.touch()


def last_used(*paths: Path) -> float:
    """Return the latest time of the files that are there, in the volume's seconds; 0 without any."""
    latest = 0.0
    for path in paths:
        with suppress(OSError):
            latest = max(latest, path.stat().st_mtime)
    return latest


def volume_time(folder: Path) -> float | None:
    """Return the current time by the clock that stamps the folder's files; None where nothing can be written.

    A network volume has its own clock: compared with this machine's, marks would be wrong by the difference.
    """
    probe = folder / f".time-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        probe.touch()
        return probe.stat().st_mtime
    except OSError as error:
        # No room for another file, but the folder itself has a time.
        return _folder_time(folder) if error.errno in (errno.ENOSPC, errno.EDQUOT) else None
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


def _folder_time(folder: Path) -> float | None:
    with suppress(OSError):
        os.utime(folder)
        return folder.stat().st_mtime
    return None

"""Marks of use on the volume: empty files whose time says when something was last wanted.

Not the files' own access times: network volumes and containers are mostly mounted without those. On a volume
that cannot be written to there are no marks, and nobody who could sweep it.
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
    """Say that what the mark belongs to is used now; in silence where it cannot be said."""
    with suppress(OSError):
        mark.touch()


def keep(mark: Path) -> None:
    """Say so now, and again whenever `renew` is called, for as long as this process lives."""
    _kept.add(mark)
    touch(mark)


def renew() -> None:
    """Say of all that this process keeps that it is still used."""
    for mark in tuple(_kept):
        touch(mark)


def touch_daily(mark: Path) -> None:
    """Say so at most once a day: what is used at every job shall not cost every job a write."""
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
    """Return what time it is where the folder's files get theirs; None where nothing can be written.

    A network volume keeps time by itself: compared with this machine's clock, marks would be as wrong as the
    two differ.
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

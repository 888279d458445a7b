"""Starting programs in a process whose other threads may fork.

`subprocess.Popen` returns when the new program has closed a pipe, which it does by starting. A process forked
by another thread in that moment inherits the pipe and, never starting a program, holds it open: Popen then
waits as long as that process lives. The SDK forks its heartbeat just when our own thread starts the engine,
and the heartbeat lives forever. So here a fork waits until a start is done.

Such a process also keeps what it inherits: a pipe to the engine that it holds open hides the worker's end
from the engine, and the engine's end from the worker; a lock outlives its holder. So it closes those as its
first act.
"""

import contextlib
import os
import subprocess
import threading
from collections.abc import Sequence
from typing import Any

_starting = threading.Lock()
_private: dict[int, int] = {}  # our descriptors, each with its inode: the number may have been reused by now


def _let_go() -> None:
    for descriptor, inode in _private.items():
        with contextlib.suppress(OSError):  # it was closed, and nothing has its number
            if os.fstat(descriptor).st_ino == inode:
                os.close(descriptor)
    _starting.release()


# Popen itself forks below Python, where these are not called.
if hasattr(os, "register_at_fork"):  # Windows, where the client runs, forks nothing
    os.register_at_fork(before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_let_go)


def pipe() -> tuple[int, int]:
    """Return `os.pipe()`; a process that is forked from this one does not keep its ends."""
    with _starting:
        ends = os.pipe()
        for descriptor in ends:
            keep_private(descriptor)
    return ends


def keep_private(descriptor: int) -> None:
    """Have processes that are forked from this one close a descriptor that they inherit."""
    _private[descriptor] = os.fstat(descriptor).st_ino


def start(command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
    """Return `subprocess.Popen(command, **options)`, with no fork of this process in between."""
    with _starting:
        return subprocess.Popen(command, **options)

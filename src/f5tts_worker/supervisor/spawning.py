"""Starting programs in a process whose other threads may fork.

`subprocess.Popen` returns when the new program has closed a pipe, which it does by starting. A process forked
by another thread in that moment inherits the pipe and, never starting a program, holds it open: Popen then
waits as long as that process lives. The SDK forks its heartbeat just when our own thread starts the engine,
and the heartbeat lives forever. So here a fork waits until a start is done.

Such a process also keeps what it inherits: a pipe to the engine that it holds open hides the worker's end
from the engine, and the engine's end from the worker. So it closes those pipes as its first act.
"""

import contextlib
import os
import subprocess
import threading
from collections.abc import Sequence
from typing import Any

_starting = threading.Lock()
_pipes: dict[int, int] = {}  # our descriptors, each with its pipe: the number may have been reused by now


def _let_go() -> None:
    for descriptor, pipe in _pipes.items():
        with contextlib.suppress(OSError):  # it was closed, and nothing has its number
            if os.fstat(descriptor).st_ino == pipe:
                os.close(descriptor)
    _starting.release()


# Popen itself forks below Python, where these are not called.
os.register_at_fork(before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_let_go)


def pipe() -> tuple[int, int]:
    """Return `os.pipe()`; a process that is forked from this one does not keep its ends."""
    with _starting:
        ends = os.pipe()
        _pipes.update({descriptor: os.fstat(descriptor).st_ino for descriptor in ends})
    return ends


def start(command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
    """Return `subprocess.Popen(command, **options)`, with no fork of this process in between."""
    with _starting:
        return subprocess.Popen(command, **options)

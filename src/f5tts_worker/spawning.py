"""Starting programs in a process whose other threads may fork.

`subprocess.Popen` returns when the new program has closed a pipe, which it does by starting. A process forked
by another thread in that moment inherits the pipe and, never starting a program, holds it open: Popen then
waits as long as that process lives. The SDK forks its heartbeat just when our own thread starts the engine,
and it lives for ever. So here a fork waits until a start is done.
"""

import os
import subprocess
import threading
from collections.abc import Sequence
from typing import Any

_starting = threading.Lock()

# Popen itself forks below Python, where these are not called.
os.register_at_fork(
    before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_starting.release
)


def start(command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
    """Return `subprocess.Popen(command, **options)`, with no fork of this process in between."""
    with _starting:
        return subprocess.Popen(command, **options)

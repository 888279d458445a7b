"""The worker's memory and environment, which hold keys, kept from the other processes of its container."""

import ctypes
import logging
import os

log = logging.getLogger(__name__)

_PR_SET_DUMPABLE = 4


def close_to_other_processes() -> None:
    """Forbid other processes to read this one's memory and environment in /proc, or to trace it.

    The engine's own environment holds no key, but it runs as the same user, and that alone would let it read
    ours. The kernel refuses every process without CAP_SYS_PTRACE, SYS_ADMIN or PERFMON, which Docker gives to
    none unless asked, root included. Processes forked from this one are closed, too; a program that it starts
    is not. It costs core dumps, and tools such as py-spy then need such a capability.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        log.warning("other processes can read this one's environment: %s", os.strerror(ctypes.get_errno()))

"""The environment's side of the engine: a process that serves two pipes. Nothing heavy is imported here.

Usage: python -m f5tts_worker.engine REQUEST_FD EVENT_FD
"""

import ctypes
import faulthandler
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from f5tts_worker.engine.cancelling import undivided
from f5tts_worker.engine.protocol import Event, ProtocolError, Request, decode_request, encode
from f5tts_worker.engine.request_loop import Send, Service, serve

POISONED = 70  # the exit code of an engine whose GPU context can no longer be used
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP = 1, 24
_CAPABILITY_V3 = 0x20080522
# linux/capability.h: NET_BIND_SERVICE, NET_RAW, SYS_CHROOT and MKNOD, which Docker gives, and what would open
# other processes in spite of it: SYS_PTRACE, SYS_ADMIN, PERFMON.
_GIVEN_UP = (10, 13, 18, 27, 19, 21, 38)


def _die_with_parent() -> None:
    """Have the kernel kill us with our parent, even while native code holds the interpreter's lock.

    The end of the pipe alone is not enough: a process that the parent forked may hold it open.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    with suppress(OSError):  # when memory runs out, the kernel kills the engine and not the worker
        Path("/proc/self/oom_score_adj").write_text("500")


def _give_up_rights() -> None:
    """Give up capabilities of root, so that the kernel keeps the processes that hold keys from us.

    A process of the same user may read another's environment only if its own rights are no fewer. Ours are
    fewer than those of the worker and of the container's first process, for ever: what we start gets none of
    these either. Reading and writing files, and being killed, need none of them.
    """
    libc, header, rights = (
        ctypes.CDLL(None),
        (ctypes.c_uint32 * 2)(_CAPABILITY_V3, 0),
        (ctypes.c_uint32 * 6)(),
    )
    for capability in _GIVEN_UP:
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    if libc.capget(header, rights) == 0:  # 32 effective, permitted, inheritable ones; then the other 32
        for capability in _GIVEN_UP:
            for kind in range(3):
                rights[3 * (capability // 32) + kind] &= ~(1 << capability % 32)
        libc.capset(header, rights)


def _read(fd: int, inbox: "queue.SimpleQueue[Request]") -> None:
    """Read requests until the pipe ends, then end the process, busy or not."""
    try:
        with os.fdopen(fd, "rb") as pipe:
            for line in pipe:
                inbox.put(decode_request(line))
    except ProtocolError as error:
        print(f"the worker broke the protocol: {error}", file=sys.stderr)
        os._exit(os.EX_DATAERR)
    os._exit(0)


def _sender(fd: int) -> Send:
    turn = threading.Lock()

    def send(event: Event) -> None:
        line = memoryview(encode(event))
        with undivided(), turn:
            while line:
                line = line[os.write(fd, line) :]

    return send


def main(arguments: list[str], service: Service | None = None) -> NoReturn:
    """Serve the two pipes whose numbers are given until the first one ends."""
    request_fd, event_fd = (int(argument) for argument in arguments)
    for fd in (request_fd, event_fd):
        os.set_inheritable(fd, False)  # processes that a library starts must not hold them open
    _die_with_parent()
    _give_up_rights()
    faulthandler.enable()
    inbox: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(request_fd, inbox), daemon=True, name="requests").start()
    send = _sender(event_fd)
    send(Event(0, "ready", {"pid": os.getpid()}))
    if service is None:
        from f5tts_worker.engine.service import Service as Models
        from f5tts_worker.engine.startup import bundle

        bundle.use()
        service = Models()
    # With a lost GPU context an ordinary exit can hang.
    serve(service, _requests(inbox), send, end=lambda: os._exit(POISONED))
    raise AssertionError  # requests end with the process


def _requests(inbox: "queue.SimpleQueue[Request]") -> Iterator[Request]:
    while True:
        yield inbox.get()


if __name__ == "__main__":
    main(sys.argv[1:])

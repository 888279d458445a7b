"""One worker that wants the environment, as a process of its own: builder.py LOCK CHECK [OPTIONS].

The volume is F5TTS_VOLUME. Prints the environment's Python, or the error's code with exit code 1.
--without-lease: everybody believes that it is his turn. --useless-locks: file locks mean nothing, to uv too.
--host=NAME: this is another machine, by its host name; needs root. --lease=SECONDS: how long a lease lasts.
"""

import ctypes
import os
import socket
import sys
from pathlib import Path

from useless_locks import make_locks_useless

from f5tts_worker.bootstrap import Recipe, ensure
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.volume import lease

NEW_UTS = 0x04000000  # a host name of our own, from linux/sched.h

for option in sys.argv[3:]:
    if option == "--without-lease":
        lease._acquire = lambda _lease: True
    elif option == "--useless-locks":
        make_locks_useless()
    elif option.startswith("--lease="):
        lease.LEASE_SECONDS = float(option.removeprefix("--lease="))
        lease.HEARTBEAT_SECONDS = lease.LEASE_SECONDS / 6
    elif option.startswith("--host="):
        if ctypes.CDLL(None, use_errno=True).unshare(NEW_UTS) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        socket.sethostname(option.removeprefix("--host="))

try:
    recipe = Recipe(Path(sys.argv[1]), Path(sys.argv[2]), bytes_needed=0)
    given = from_environment()
    print(ensure(given.placed(given.volume), recipe=recipe).python)
except WorkerError as error:
    print(error.code)
    print(error.message, error.details, file=sys.stderr)  # for whoever reads why a test failed
    sys.exit(1)

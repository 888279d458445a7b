"""The real loop with a service that is busy in Python or natively, asleep, with the lock, or importing."""

import hashlib
import re
import sys
import threading
import time

from f5tts_worker.engine.__main__ import main
from f5tts_worker.engine.cancelling import held


class BusyService:
    def call(self, method, params, progress, *, frugal):
        kind = params.get("busy")
        progress("busy", 0, 1)
        time.sleep(3600 if kind == "asleep" else 0)
        if kind == "python":
            while True:
                sum(range(1000))
        elif kind == "waiting":
            lock = threading.Lock()
            lock.acquire()
            with held(lock):
                raise AssertionError
        elif kind == "native":
            while True:
                hashlib.sha256(bytes(50_000_000))
        elif kind == "holding the lock":
            re.match(r"(a+)+$", "a" * 60 + "b")
        elif kind == "importing":
            import slow_module  # noqa: F401
        elif kind == "print":
            print('{"id": 1, "event": "result", "data": {}}')
            sys.stdout.flush()
        elif kind == "huge":
            return {"text": "x" * (17 * 1024 * 1024)}
        return {
            "modules": sorted(name for name in sys.modules if name in ("torch", "numpy", "av", "asyncio"))
        }


if __name__ == "__main__":
    main(sys.argv[1:], BusyService())

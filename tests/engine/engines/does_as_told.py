"""The real loop with a well-behaved service that does what the request's parameters say."""

import os
import signal
import sys
import time
from pathlib import Path

from f5tts_worker.engine import request_loop
from f5tts_worker.engine.__main__ import main

request_loop._PROGRESS_SECONDS = 0.0  # every report counts
LOADS = []


class ObedientService:
    def call(self, method, params, progress, *, frugal):
        if method == "load":
            LOADS.append(params.get("model"))
        for step in range(params.get("progress", 0)):
            progress("working", step + 1, params["progress"])
            time.sleep(params.get("between", 0))
        for number in range(params.get("tells", 0)):
            progress.piece({"index": number})
        if "die" in params and not ("once" in params and Path(params["once"]).exists()):
            if "once" in params:
                Path(params["once"]).touch()
            sys.stderr.write("about to die\n")
            os.kill(os.getpid(), getattr(signal, params["die"]))
            time.sleep(60)  # another thread may be the one that dies of it
        if "exit" in params:
            os._exit(params["exit"])
        while params.get("hang") or ("until" in params and not Path(params["until"]).exists()):
            time.sleep(0.01)
        return {"method": method, "echo": params.get("echo"), "pid": os.getpid(), "loads": LOADS}


if __name__ == "__main__":
    main(sys.argv[1:], ObedientService())

"""Well-behaved, and does what the request's parameters say: the state machine's test drives it."""

import os
import signal
import sys
import time

import wire


class Cancelled(BaseException):
    pass


def cancel(*_):
    raise Cancelled


def work(request):
    params = request["params"]
    for step in range(params.get("progress", 0)):
        wire.send(request["id"], "progress", stage="working", done=step + 1, total=params["progress"])
    if "die" in params:
        sys.stderr.write("about to die\n")
        os.kill(os.getpid(), getattr(signal, params["die"]))
    if "exit" in params:
        os._exit(params["exit"])
    if params.get("hang"):
        time.sleep(600)
    return {"method": request["method"], "echo": params.get("echo"), "pid": os.getpid(), "loads": loads}


loads = []
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
wire.ready()
for request in wire.requests():
    if request["method"] == "load":
        loads.append(request["params"].get("model"))
    signal.signal(signal.SIGUSR1, cancel)
    try:
        result = work(request)
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        wire.send(request["id"], "result", **result)
    except Cancelled:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        wire.send(request["id"], "error", code="CANCELLED", message="cancelled", details={})

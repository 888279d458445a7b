"""Hangs, and is deaf to the signal, as native code is."""

import os
import signal
import time

import wire

signal.signal(signal.SIGUSR1, signal.SIG_IGN)
wire.ready()
for request in wire.requests():
    if request["params"].get("hang"):
        wire.send(request["id"], "progress", stage="hanging", done=0, total=1)
        time.sleep(600)
    wire.send(request["id"], "result", pid=os.getpid())

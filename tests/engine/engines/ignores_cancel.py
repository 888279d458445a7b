"""Hangs, and hears no message, as native code does that holds the interpreter's lock."""

import os
import time

import wire

wire.ready()
for request in wire.requests():
    if request["params"].get("hang"):
        wire.send(request["id"], "progress", stage="hanging", done=0, total=1)
        time.sleep(600)
    wire.send(request["id"], "result", pid=os.getpid())

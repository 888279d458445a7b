"""Is never ready the first time, and well-behaved from the second time on (its folder remembers)."""

import pathlib
import time

import wire

first = pathlib.Path("was-here")
if not first.exists():
    first.touch()
    time.sleep(600)
wire.ready()
for request in wire.requests():
    wire.send(request["id"], "result", echo=request["params"].get("echo"))

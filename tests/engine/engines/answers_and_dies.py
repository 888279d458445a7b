"""Sends its result and is gone at once."""

import os

import wire

wire.ready()
for request in wire.requests():
    wire.send(request["id"], "result", pid=os.getpid())
    os._exit(0)

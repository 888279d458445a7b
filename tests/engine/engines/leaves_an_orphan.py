"""Dies while a process that it started, in a session of its own, holds its pipes open."""

import os
import time

import wire

wire.ready()
for _request in wire.requests():
    if os.fork() == 0:
        os.setsid()
        time.sleep(3)
        os._exit(0)
    os._exit(5)

"""Closes its pipe and lives on."""

import os
import time

import wire

wire.ready()
for _request in wire.requests():
    os.close(wire.EVENTS)
    time.sleep(600)

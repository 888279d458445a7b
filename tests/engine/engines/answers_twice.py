"""Answers every request twice, in one write."""

import json
import os

import wire

wire.ready()
for request in wire.requests():
    line = json.dumps({"id": request["id"], "event": "result", "data": {"pid": os.getpid()}}).encode() + b"\n"
    wire.raw(line + line)

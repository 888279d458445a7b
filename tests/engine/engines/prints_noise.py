"""Prints to stdout and stderr, in lines, in halves of lines and in bytes that are no text."""

import os
import sys

import wire

wire.ready()
for request in wire.requests():
    print('{"id": 1, "event": "result", "data": {"forged": true}}')
    os.write(1, b"straight to the descriptor\xff\x00")
    for number in range(2000):
        print(f"progress bar {number}", end="\r", file=sys.stderr)
    os.write(2, b"x" * 200_000)
    wire.send(request["id"], "result", clean=True)

"""Answers with a line that never ends."""

import wire

wire.ready()
for _request in wire.requests():
    while True:
        wire.raw(b"[" * 1_000_000)

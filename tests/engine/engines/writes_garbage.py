"""Answers with something that is no JSON."""

import wire

wire.ready()
for _request in wire.requests():
    wire.raw(b"\x00\xffhello\n")

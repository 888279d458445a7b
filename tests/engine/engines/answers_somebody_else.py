"""Answers a request that nobody made."""

import wire

wire.ready()
for request in wire.requests():
    wire.send(request["id"] + 1, "result")

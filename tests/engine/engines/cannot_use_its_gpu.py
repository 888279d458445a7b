"""Answers every load as an engine does whose GPU is there but cannot be used."""

import wire

wire.ready()
for request in wire.requests():
    wire.send(request["id"], "error", code="ENGINE_UNHEALTHY", message="no GPU to use", details={})

"""Says that it is ready in the middle of a request."""

import wire

wire.ready()
for _request in wire.requests():
    wire.ready()

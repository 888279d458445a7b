"""Reports progress far too often."""

import wire

wire.ready()
for request in wire.requests():
    for number in range(6_000):
        wire.send(request["id"], "progress", stage="flood", done=number, total=6_000)
    wire.send(request["id"], "result", done=True)

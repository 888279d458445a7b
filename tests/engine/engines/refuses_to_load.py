"""Answers every load with an error."""

import wire

wire.ready()
for request in wire.requests():
    if request["method"] == "load":
        wire.send(request["id"], "error", code="MODEL_MISMATCH", message="no", details={"why": "because"})
    else:
        wire.send(request["id"], "result")

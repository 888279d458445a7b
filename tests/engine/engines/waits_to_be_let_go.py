"""Comes to a stage (start, load, transcribe, cancel), says so in a file, and stays there until it may go.

Usage: waits_to_be_let_go.py STAGE FOLDER and the pipes.
"""

import os
import sys
import time
from pathlib import Path

import wire

STAGE, FOLDER = sys.argv[1], Path(sys.argv[2])


def reach(stage):
    if stage == STAGE:
        (FOLDER / "reached").write_text(str(os.getpid()))
        while not (FOLDER / "go").exists():
            time.sleep(0.01)


reach("start")
wire.ready()
for request in wire.requests():
    reach(request["method"])
    if request["method"] == "cancel":
        wire.send(request["id"], "error", code="CANCELLED", message="cancelled", details={})
    elif request["params"].get("hang"):
        wire.send(request["id"], "progress", stage="working", done=1, total=2)
    else:
        # What the engine's own clock says, which has gone on.
        wire.send(request["id"], "result", pid=os.getpid(), seconds={"weights": 43_200.0})

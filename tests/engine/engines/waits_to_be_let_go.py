"""Comes to a stage (start, load, transcribe, cancel), says so in a file, and stays there until it may go.

Usage: waits_to_be_let_go.py STAGE FOLDER and the pipes.
"""

import os
import signal
import sys
import time
from pathlib import Path

import wire

STAGE, FOLDER = sys.argv[1], Path(sys.argv[2])


class Cancelled(BaseException):
    pass


def reach(stage):
    if stage == STAGE:
        (FOLDER / "reached").write_text(str(os.getpid()))
        while not (FOLDER / "go").exists():
            time.sleep(0.01)


def cancel(*_):
    reach("cancel")
    raise Cancelled


reach("start")
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
wire.ready()
for request in wire.requests():
    signal.signal(signal.SIGUSR1, cancel)
    try:
        reach(request["method"])
        if STAGE == "cancel" and request["params"].get("hang"):
            wire.send(request["id"], "progress", stage="working", done=1, total=2)
            time.sleep(600)
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        # What the engine's own clock says, which has gone on.
        wire.send(request["id"], "result", pid=os.getpid(), seconds={"weights": 43_200.0})
    except Cancelled:
        wire.send(request["id"], "error", code="CANCELLED", message="cancelled", details={})

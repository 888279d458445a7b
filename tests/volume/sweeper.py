"""Sweep the volume F5TTS_VOLUME again and again, until the file STOP appears: sweeper.py STOP PAUSE [KEPT].

Its days and weeks are seconds long, so that whatever is not in use is old enough to go. KEPT is the key of
the environment that belongs to the sweeper's own image. Between two sweeps it waits PAUSE seconds. Prints
what was removed.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path

from f5tts_worker.config import from_environment

sweeping = import_module("f5tts_worker.volume.sweep")
sweeping.UNUSED_SECONDS = 10.0
sweeping.DAY_SECONDS = 10.0  # forty times what passes between two marks of a worker in use


def main():
    stop, pause, kept = Path(sys.argv[1]), float(sys.argv[2]), (*sys.argv[3:], "0" * 16)[0]
    given = from_environment()
    settings = given.placed(given.volume)
    removed = []
    while not stop.exists():
        removed += [swept.path.name for swept in sweeping.sweep(settings, kept)]
        time.sleep(pause)
    print(json.dumps(removed))


if __name__ == "__main__":
    main()

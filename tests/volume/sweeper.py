"""A sweep that never rests: sweeper.py STOP [KEPT], on the volume F5TTS_VOLUME, until the file STOP appears.

Its days and weeks are seconds long, so that whatever is not in use is old enough to go. KEPT is the key of
the environment that belongs to the sweeper's own image. Prints what was removed.
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
    stop, kept = Path(sys.argv[1]), (*sys.argv[2:], "0" * 16)[0]
    given = from_environment()
    settings = given.placed(given.volume)
    removed = []
    while not stop.exists():
        removed += [swept.path.name for swept in sweeping.sweep(settings, kept)]
        time.sleep(0.01)
    print(json.dumps(removed))


if __name__ == "__main__":
    main()

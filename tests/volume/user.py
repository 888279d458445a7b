"""One worker that works: user.py LOCK CHECK SECONDS, on the volume F5TTS_VOLUME.

Gets the environment as every worker does, marks it as used as every worker does, and reads it from end to end
again and again for SECONDS. Prints how many times, and what was missing.
"""

import json
import sys
import time
from pathlib import Path

from reader import BrokenError, read_whole

from f5tts_worker.bootstrap import Recipe, ensure, housekeeping
from f5tts_worker.config import from_environment

housekeeping.MARK_SECONDS = 0.25  # against the sweeper's days, which are seconds


def main():
    lock, seconds = Path(sys.argv[1]), float(sys.argv[3])
    settings = from_environment()
    found = ensure(settings, recipe=Recipe(lock, Path(sys.argv[2]), bytes_needed=0))
    housekeeping.Housekeeper().start(settings, found)
    reads, broken, end = 0, [], time.monotonic() + seconds
    while time.monotonic() < end and not broken:
        reads += 1
        try:
            read_whole(found, lock)
        except (BrokenError, OSError) as error:
            broken.append(f"{found.folder.name}: {type(error).__name__}: {error}")
        time.sleep(0.02)
    print(json.dumps({"reads": reads, "broken": broken}))


if __name__ == "__main__":
    main()

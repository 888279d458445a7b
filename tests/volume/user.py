"""One worker that works: user.py LOCK CHECK SECONDS, on the volume F5TTS_VOLUME.

Gets the environment and a copy of weights as every worker does, marks them as used as every worker does, and
reads both from end to end again and again for SECONDS. Prints how many times, and what was missing.
"""

import json
import sys
import time
from pathlib import Path

from reader import BrokenError, read_whole

from f5tts_worker.bootstrap import Recipe, ensure, housekeeping
from f5tts_worker.config import from_environment
from f5tts_worker.volume.places import Place, settle
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.publish import CONVERTED

housekeeping.MARK_SECONDS = 0.25  # against the sweeper's days, which are seconds


WEIGHTS = bytes(range(256)) * 4096
KEY = "c" * 16


def copy_of_weights(settings):
    """Return the copy's file; make it if there is none, as fast_copies.py does."""

    def fill(folder):
        (folder / "model.safetensors").write_bytes(WEIGHTS)
        return {"files": {"model.safetensors": {"size": len(WEIGHTS)}}}

    place = Place(settings.root / "models" / CONVERTED, KEY)
    folder = place.use() or settle(place, fill, Watch(), waiting=lambda: None, patience=60.0)
    return folder / "model.safetensors"


def main():
    lock, seconds = Path(sys.argv[1]), float(sys.argv[3])
    given = from_environment()
    settings = given.placed(given.volume)
    found = ensure(settings, recipe=Recipe(lock, Path(sys.argv[2]), bytes_needed=0))
    housekeeping.Housekeeper().start(settings, found)
    weights = copy_of_weights(settings)
    reads, broken, end = 0, [], time.monotonic() + seconds
    while time.monotonic() < end and not broken:
        reads += 1
        try:
            read_whole(found, lock)
            if weights.read_bytes() != WEIGHTS:
                broken.append(f"{weights} is another file")
        except (BrokenError, OSError) as error:
            broken.append(f"{found.folder.name}: {type(error).__name__}: {error}")
        time.sleep(0.05)
    print(json.dumps({"reads": reads, "broken": broken}))


if __name__ == "__main__":
    main()

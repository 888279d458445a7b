"""One worker that looks at the volume all the time: reader.py LOCKS STOP PAUSE, on the volume F5TTS_VOLUME.

LOCKS is a folder of locks, the newest has the greatest name. Until the file STOP appears it reads the
environments of the newest two again and again, file by file, PAUSE seconds apart; then those of all of them.
Prints one JSON object: how many reads found an environment or none, how many environments it saw, and what
was broken.
"""

import base64
import csv
import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

from f5tts_worker.bootstrap import Recipe, find
from f5tts_worker.config import from_environment


class BrokenError(Exception):
    """An environment that a reader found and that is not whole."""


class Reader:
    """Reads environments and remembers which folder each lock had."""

    def __init__(self, settings):
        self.settings = settings
        self.folders = {}
        self.said = {"reads": 0, "absent": 0, "broken": []}

    def look(self, lock):
        """Read a lock's environment to its end, if there is one."""
        recipe = Recipe(lock, bytes_needed=0)
        self.said["reads"] += 1
        try:
            found = find(self.settings, recipe)
            if found is None:
                if recipe.key in self.folders:
                    raise BrokenError("an environment is gone")
                self.said["absent"] += 1
                return
            if self.folders.setdefault(recipe.key, found.folder) != found.folder:
                raise BrokenError(f"{self.folders[recipe.key].name} became {found.folder.name}")
            read_whole(found, lock)
        except (BrokenError, OSError) as error:
            self.said["broken"].append(f"{lock.name}: {type(error).__name__}: {error}")

    def import_all(self, locks):
        """Import every package of every environment, each by its own Python."""
        for lock in locks:
            found = find(self.settings, Recipe(lock, bytes_needed=0))
            names = [line.split("==")[0] for line in lock.read_text().splitlines()]
            program = f"import {', '.join(names)}"
            if found is None or subprocess.run([found.python, "-I", "-c", program], check=False).returncode:
                self.said["broken"].append(f"{lock.name}: cannot be imported")


def read_whole(found, lock):
    """Compare every file of every package with what its RECORD says; raise BrokenError where they differ."""
    records = list(found.site_packages.glob("*.dist-info/RECORD"))
    if len(records) != len(lock.read_text().splitlines()):
        raise BrokenError(f"{len(records)} packages")
    for record in records:
        for path, promised, _size in csv.reader(record.read_text().splitlines()):
            data = (found.site_packages / path).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            if promised and promised != f"sha256={digest}":
                raise BrokenError(f"{path} has other bytes")


def main():
    locks, stop, pause = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    given = from_environment()
    reader = Reader(given.placed(given.volume))
    while not stop.exists():
        for lock in sorted(locks.glob("*.txt"))[-2:]:
            reader.look(lock)
        time.sleep(pause)
    everything = sorted(locks.glob("*.txt"))
    for lock in everything:
        reader.look(lock)
    if "--import" in sys.argv:
        reader.import_all(everything)
    print(json.dumps(reader.said | {"environments": len(reader.folders)}))


if __name__ == "__main__":
    main()

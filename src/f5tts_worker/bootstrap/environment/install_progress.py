"""How far an installation is, for people: packages and gigabytes; files on the volume are not counted."""

import re
import shutil
from contextlib import suppress
from pathlib import Path

from f5tts_worker.bootstrap.environment.trim import recorded_bytes
from f5tts_worker.volume.progress import Watch

STAGE = "environment"
_DOWNLOADING = re.compile(r"^Downloading (?P<name>\S+) \((?P<size>[^)]+)\)")
_COMPILED = re.compile(r"^compiled (?P<done>\d+)$")


class InstallProgress:
    """Listens to uv, checks which packages are complete, and reports it.

    `packages` and `total` (bytes, 0: unknown) are what the lock names, `cache` a folder on the disk that uv
    unpacks to. A package's RECORD is written last and says how large it is: one small file for each.
    """

    def __init__(self, packages: int, total: int, folder: Path, cache: Path, watch: Watch) -> None:
        self._packages, self._total, self._folder, self._watch = packages, total, folder, watch
        self._cache = cache
        self._free = _free(cache)
        self._sizes: dict[str, int] = {}
        self._downloading = ""
        self._told = ""

    def hear(self, line: str) -> None:
        """Notice the downloads in uv's output."""
        if found := _DOWNLOADING.match(line):
            self._downloading = f"downloading {found['name']} ({found['size']})"
            self.tick()

    def hear_compiler(self, line: str) -> None:
        """Notice how far the compiler of bytecode is."""
        if found := _COMPILED.match(line):
            self._say(f"compiling, {found['done']} modules")

    def tick(self) -> None:
        """Look what is installed, or how much was downloaded so far."""
        for record in self._folder.glob("*.dist-info/RECORD"):
            if record.parent.name not in self._sizes:
                self._sizes[record.parent.name] = recorded_bytes(record)
        done = len(self._sizes)
        if done == 0 and self._downloading:
            # By how much free space on the disk fell: others may write too, but that is rare in a container.
            self._say(self._downloading + self._gigabytes(max(0, self._free - _free(self._cache))))
        else:
            self._say(f"{done} of {self._packages} packages{self._gigabytes(sum(self._sizes.values()))}")

    def _gigabytes(self, done: int) -> str:
        if not self._total:
            return ""
        return f", {min(done, self._total) / 1e9:.1f} of {self._total / 1e9:.1f} GB"

    def _say(self, what: str) -> None:
        if what != self._told:
            self._told = what
            done = len(self._sizes)
            self._watch.say(STAGE, f"installing the environment: {what}", done, self._packages)


def _free(folder: Path) -> int:
    for place in (folder, *folder.parents):  # the cache itself may not have been made yet
        with suppress(OSError):
            return shutil.disk_usage(place).free
    return 0

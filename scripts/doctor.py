#!/usr/bin/env python3
"""Say in one line whether this worker can work; exit 1 if it cannot. The image's HEALTHCHECK.

Asks what a `health` job asks, through the same code and without an engine, and tries to write to the volume.
In a container it also looks whether the worker itself still runs.
"""

import asyncio
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from f5tts_worker import bootstrap
from f5tts_worker.config import Settings, from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.worker import Worker

INIT = Path("/proc/1/cmdline")


async def examine(settings: Settings) -> str:
    """Return what is well. Raises WorkerError with what is not."""
    volume = await asyncio.to_thread(bootstrap.check_volume, settings)
    answer = await Worker(settings).answer({"id": "doctor", "input": {"endpoint": "health"}})
    if "error" in answer:
        raise WorkerError("INTERNAL", str(answer["error"]))
    environment = bootstrap.find(volume.settings)
    found = f"environment {environment.key}" if environment else "no environment yet"
    return (
        f"{volume.settings.volume} ({volume.free_bytes / 1e9:.0f} GB free), {found}, model {settings.model}"
    )


def is_container() -> bool:
    """Say whether process 1 is the image's tini."""
    return INIT.read_bytes().startswith(b"/usr/bin/tini\0")


def handler_runs() -> bool:
    """Say whether tini's child, the worker, is there."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_bytes().rpartition(b")")[2].split()[1]
            words = stat.with_name("cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == b"1" and b"/app/handler.py" in words:
            return True
    return False


def main() -> None:
    """Print the finding and set the exit code."""
    try:
        well = asyncio.run(examine(from_environment()))
    except WorkerError as error:
        sys.exit(f"{error}")
    if is_container() and not handler_runs():
        sys.exit("INTERNAL: the worker's process is not there")
    print(json.dumps({"status": "ok", "message": well}))


if __name__ == "__main__":
    main()

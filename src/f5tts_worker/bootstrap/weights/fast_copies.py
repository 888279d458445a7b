"""Copies of checkpoints that load faster, made once and kept beside the originals on the volume.

The original stays, and the copy is used only where it gives the very same numbers: it is in fp16, the type
that CUDA devices compute in (what the engine keeps in fp32 stays fp32). A CPU computes in bf16 or fp32, and
fp16 has too little range for the one and too little precision for the other: there the original is read.
Copies for CPUs would serve few workers and cost every volume 0.7 to 1.3 GB.

A copy that cannot be made costs a line in the log and nothing else.
"""

import hashlib
import json
import logging
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from f5tts_worker.bootstrap.command import run
from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.environment.installer import deadline_after
from f5tts_worker.bootstrap.weights import download
from f5tts_worker.bootstrap.weights.models import Source
from f5tts_worker.config import PlacedSettings
from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.child import scrubbed_environment
from f5tts_worker.volume.places import Place, settle
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.publish import CONVERTED
from f5tts_worker.volume.volume import require_room

log = logging.getLogger(__name__)

RECIPE = 1  # raised when the copies' content changes
WORTH_BYTES = 200 * 1024 * 1024  # what is smaller loads at once as it is
SECONDS = 600.0
NVIDIA_DEVICE = Path("/dev/nvidiactl")  # there wherever a container was given a GPU
_COPY = "model.safetensors"


def half_copy(
    settings: PlacedSettings, environment: Environment, checkpoint: Path, watch: Watch
) -> Path | None:
    """Return the checkpoint's copy in fp16 where a GPU is to use it; None: the original is to be read."""
    on_gpu = settings.device == "cuda" or (settings.device == "auto" and NVIDIA_DEVICE.exists())
    if not on_gpu or checkpoint.stat().st_size < WORTH_BYTES or _is_narrow(checkpoint):
        return None
    try:
        return _copy(settings, environment, checkpoint, watch) / _COPY
    except WorkerError as error:
        if error.code == "CANCELLED":
            raise
        log.warning("%s is used as it is: %s", checkpoint.name, error)
        return None


def _is_narrow(checkpoint: Path) -> bool:
    """Say whether most of a safetensors file is in 16 bits already: a copy would be no smaller."""
    if checkpoint.suffix != ".safetensors":
        return False
    try:
        with checkpoint.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(size)) if size < WORTH_BYTES else {}
        ends = {name: tensor["data_offsets"] for name, tensor in header.items() if name != "__metadata__"}
        narrow: int = sum(
            last - first for name, (first, last) in ends.items() if header[name]["dtype"] in ("F16", "BF16")
        )
        return narrow > checkpoint.stat().st_size // 2
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _copy(settings: PlacedSettings, environment: Environment, original: Path, watch: Watch) -> Path:
    """Return the folder with the original's copy, made if necessary."""
    stat = original.stat()
    seen = original.relative_to(settings.volume) if original.is_relative_to(settings.volume) else original
    said = {"of": str(seen), "size": stat.st_size, "changed": stat.st_mtime_ns}
    said |= {"what": "half", "recipe": RECIPE}
    key = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
    place = Place(settings.root / "models" / CONVERTED, key)

    def fill(folder: Path) -> dict[str, Any]:
        watch.say(download.STAGE, f"preparing {original.name} to load faster")
        require_room(place.home, stat.st_size)
        _convert(original, folder / _COPY, environment, watch)
        sums = download.verify(Source("the copy", ""), folder, [_COPY], watch)
        return {**said, "files": sums, "published": int(time.time())}

    return place.use() or settle(
        place,
        fill,
        watch,
        waiting=lambda: watch.say(download.STAGE, f"another worker is preparing {original.name}"),
        patience=SECONDS,
    )


def _convert(original: Path, target: Path, environment: Environment, watch: Watch) -> None:
    with tempfile.TemporaryDirectory(prefix="conversion-") as home:
        outcome = run(
            [environment.python, "-m", "f5tts_worker.engine.model.conversion", original, target],
            environ=scrubbed_environment(os.environ, Path(home)),
            folder=Path(home),
            watch=watch,
            deadline=deadline_after(SECONDS),
        )
    if outcome.code != 0:
        lines = list(outcome.lines[-4:])
        raise WorkerError("MODEL_UNAVAILABLE", f"The conversion failed: {' '.join(lines)[-300:]}")

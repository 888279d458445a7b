"""Remove what killed attempts have left on the volume."""

import logging
import time
from pathlib import Path

from f5tts_worker.bootstrap.lease import is_live
from f5tts_worker.bootstrap.publish import discard, key_of, read_pointer
from f5tts_worker.config import Settings

log = logging.getLogger(__name__)

DAY_SECONDS = 86_400.0  # longer than any installation may take


def sweep(settings: Settings, older_than: float = DAY_SECONDS) -> list[Path]:
    """Remove attempts that no pointer names, nobody is building, and that are older; return their folders."""
    now = time.time()
    candidates = [*(settings.root / "envs").glob("*-*"), *(settings.root / "models").glob("*/*-*")]
    dead = [folder for folder in candidates if _is_dead(folder, now, older_than)]
    for folder in dead:
        log.info("removing %s, which was never finished", folder)
        discard(folder)
    return dead


def _is_dead(folder: Path, now: float, older_than: float) -> bool:
    key = key_of(folder)
    if key is None or not folder.is_dir() or folder.is_symlink():
        return False
    pointed = read_pointer(folder.parent / f"{key}.json")
    if pointed is not None and pointed["folder"] == folder:
        return False
    if is_live(folder.parent / f".building-{key}", now):
        return False
    return now - folder.stat().st_mtime > older_than

"""What a worker does for the volume while it lives: marks what it uses there, sweeps now and then."""

import dataclasses
import logging
import threading

from f5tts_worker.bootstrap.environment.environment import GIVEN, Environment, default_recipe
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage import undelivered
from f5tts_worker.volume.marks import DAY_SECONDS, keep, renew
from f5tts_worker.volume.publish import mark_of
from f5tts_worker.volume.sweep import sweep
from f5tts_worker.volume.volume import Volume, check_volume, choose_folder

log = logging.getLogger(__name__)

MARK_SECONDS = 3600.0  # against a week without a mark, after which things are removed
FIRST_SWEEP_SECONDS = 600.0  # leave the volume to the loading of the models


def volume_with_room(settings: Settings) -> Volume:
    """Return the checked volume; one that is full is swept first. Raises WorkerError as `check_volume`."""
    try:
        return check_volume(settings)
    except WorkerError as error:
        if error.code != "VOLUME_FULL":
            raise
    sweep(dataclasses.replace(settings, volume=choose_folder(settings)), default_recipe().key)
    return check_volume(settings)


class Housekeeper:
    """A thread that lives as long as its worker; no job depends on it."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, settings: Settings, environment: Environment) -> None:
        """Begin, unless it has begun."""
        if self._thread is not None:
            return
        self._thread = threading.Thread(
            target=self._live, args=(settings, environment), daemon=True, name="housekeeping"
        )
        self._thread.start()

    def close(self) -> None:
        """End; what is being removed is finished by the next sweep."""
        self._over.set()

    def _live(self, settings: Settings, environment: Environment) -> None:
        ours = environment.key != GIVEN  # otherwise the operator's, as is all around it
        if ours:
            keep(mark_of(environment.folder))
        waited, next_sweep = 0.0, FIRST_SWEEP_SECONDS
        while not self._over.wait(min(MARK_SECONDS, next_sweep - waited)):
            waited += min(MARK_SECONDS, next_sweep - waited)
            renew()
            if waited >= next_sweep:
                waited, next_sweep = 0.0, DAY_SECONDS
                if ours:
                    self._sweep(settings)

    def _sweep(self, settings: Settings) -> None:
        try:
            undelivered.sweep(settings)
            sweep(settings, default_recipe().key, stop=self._over.is_set)
        except (WorkerError, OSError) as error:
            log.warning("the volume was not swept: %s", error)
        except Exception:  # marking must continue, or other workers remove what this one runs from
            log.exception("the volume was not swept")

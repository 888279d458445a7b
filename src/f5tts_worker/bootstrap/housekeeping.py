"""What a worker does for the volume while it lives: marks what it uses there, sweeps now and then."""

import logging
import threading
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from f5tts_worker.bootstrap.environment.environment import GIVEN, Environment, chosen_recipe
from f5tts_worker.config import PlacedSettings, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage import Store, open_store
from f5tts_worker.storage.results import undelivered
from f5tts_worker.volume.publish import mark_of
from f5tts_worker.volume.sweep import sweep
from f5tts_worker.volume.use_marks import DAY_SECONDS, keep, renew
from f5tts_worker.volume.volume import check_volume, choose_folder

P = ParamSpec("P")
S = TypeVar("S", bound=Settings)
T = TypeVar("T")
log = logging.getLogger(__name__)

MARK_SECONDS = 3600.0  # against a week without a mark, after which things are removed
EXPIRED_SECONDS = 300.0  # between looks for results whose own time is over; in a bucket, each is a listing
FIRST_SWEEP_SECONDS = 600.0  # leave the volume to the loading of the models


def swept_when_full(work: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Make a step sweep the volume where it finds it full, and start again, once, if that freed anything.

    The free space that a network volume reports may be its whole cluster's: that this volume is full then
    shows only when something is written.
    """

    @wraps(work)
    def step(settings: S, /, *args: P.args, **options: P.kwargs) -> T:
        try:
            return work(settings, *args, **options)
        except WorkerError as error:
            if error.code != "VOLUME_FULL":
                raise
            chosen = settings.placed(choose_folder(settings))
            # Without a key no environment goes: the one in use may lie there though its lock is another.
            key = None if chosen.runtime_python else chosen_recipe(chosen).key
            swept = sweep(chosen, key)
            if not swept:
                raise
        size = sum(one.size for one in swept)
        log.warning("the volume was full; %.1f GB were removed, and it is tried once more", size / 1e9)
        return work(settings, *args, **options)

    return step


volume_with_room = swept_when_full(check_volume)


class Housekeeper:
    """A thread that lives as long as its worker; no job depends on it."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, settings: PlacedSettings, environment: Environment) -> None:
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

    def _live(self, settings: PlacedSettings, environment: Environment) -> None:
        ours = environment.key != GIVEN  # otherwise the operator's, as is all around it
        if ours:
            keep(mark_of(environment.folder))
        store = open_store(settings)
        waited, unmarked, next_sweep = 0.0, 0.0, FIRST_SWEEP_SECONDS
        while True:
            self._delete_expired(settings, store)
            step = min(EXPIRED_SECONDS, MARK_SECONDS - unmarked, next_sweep - waited)
            if self._over.wait(step):
                return
            waited, unmarked = waited + step, unmarked + step
            if unmarked >= MARK_SECONDS:
                unmarked = 0.0
                renew()
            if waited >= next_sweep:
                waited, next_sweep = 0.0, DAY_SECONDS
                if ours:
                    self._sweep(settings)

    def _delete_expired(self, settings: PlacedSettings, store: Store) -> None:
        try:
            undelivered.sweep_expired(settings, store)
        except Exception:  # as below
            log.exception("results whose time is over were not looked for")

    def _sweep(self, settings: PlacedSettings) -> None:
        try:
            undelivered.sweep(settings)
            sweep(settings, chosen_recipe(settings).key, stop=self._over.is_set)
        except (WorkerError, OSError) as error:
            log.warning("the volume was not swept: %s", error)
        except Exception:  # marking must continue, or other workers remove what this one runs from
            log.exception("the volume was not swept")

"""Verify what is published on a volume, thoroughly: it takes as long as reading it takes."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from f5tts_worker.bootstrap.command import public_environment, run
from f5tts_worker.bootstrap.environment.environment import CHECK, GIVEN, Recipe, chosen_recipe, find
from f5tts_worker.bootstrap.environment.install_progress import STAGE
from f5tts_worker.bootstrap.environment.trim import missing
from f5tts_worker.config import PlacedSettings
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.inventory import published_models, wrong_sums
from f5tts_worker.volume.progress import Watch

IMPORT_SECONDS = 900.0  # from a slow volume, with nothing of it in memory yet
_SHOWN = 3


@dataclass(frozen=True)
class Finding:
    """What was checked, and what is wrong with it and how to put it right; None if nothing is wrong."""

    what: str
    fault: str | None = None


def check_environment(
    settings: PlacedSettings, watch: Watch, recipe: Recipe | None = None
) -> Iterator[Finding]:
    """Look for every file that was installed, and import what the engine needs."""
    environment = find(settings, recipe)
    if environment is None:
        key = (recipe or chosen_recipe(settings)).key
        yield Finding(f"environment {key}", "not installed; run this again without --check")
        return
    what = f"environment {environment.key} ({environment.folder})"
    pointer = environment.folder.with_name(f"{environment.key}.json")
    cure = "it was installed elsewhere" if environment.key == GIVEN else f"delete {pointer}, run this again"
    watch.say(STAGE, "looking for the environment's files")
    try:
        lost = missing(environment.site_packages) if environment.key != GIVEN else []
    except (OSError, ValueError, csv.Error) as error:
        yield Finding(what, f"a package's RECORD cannot be read ({error}); {cure}")
        return
    if lost:
        shown = ", ".join(lost[:_SHOWN])
        yield Finding(what, f"{len(lost)} files are missing or of another size ({shown} ...); {cure}")
        return
    watch.say(STAGE, "importing what the engine needs")
    outcome = run(
        [environment.python, "-I", recipe.check if recipe else CHECK, "--check"],
        environ=public_environment(os.environ),
        folder=Path("/"),
        watch=watch,
        deadline=running_time() + IMPORT_SECONDS,
    )
    fault = None if outcome.code == 0 else f"it cannot be imported ({(outcome.lines or ('',))[-1]}); {cure}"
    yield Finding(what, fault)


def check_models(root: Path, watch: Watch) -> Iterator[Finding]:
    """Read every published model and compare its sums with those that its pointer names."""
    for model in published_models(root):
        pointer = Path(model["pointer"])
        wrong = wrong_sums(pointer, watch)
        fault = None
        if wrong or wrong is None:
            shown = ", ".join((wrong or ["the pointer"])[:_SHOWN])
            fault = f"{shown}: not what was verified when it was stored; delete {pointer}, run this again"
        yield Finding(f"model {model['name']}: {model['bytes'] / 1e6:.0f} MB ({pointer})", fault)

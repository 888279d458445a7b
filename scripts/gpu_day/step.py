"""One step in a process of its own: python -m gpu_day.step MODULE FIGURES DEVICE ENDS WORK OUT."""

import ctypes
import importlib
import os
import signal
import sys
import time
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

from gpu_day import stand_ins
from gpu_day.results import Figures, NotRunError

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Day:
    """What a step is given: where its figures go, the device, when it will be ended, and two folders.

    `ends` is a time of the monotonic clock. `work` holds what is large and made anew where it is missing,
    `out` what is kept.
    """

    figures: Figures
    device: str
    ends: float
    work: Path
    out: Path

    @property
    def left(self) -> float:
        """Return the seconds until the step is ended."""
        return self.ends - time.monotonic()

    @property
    def small(self) -> bool:
        """Say whether the step only shows that it runs: on a CPU, full size would take hours."""
        return self.device == "cpu"


def die_with_parent() -> None:
    """Have the kernel kill this process with its parent: a killed run leaves nothing on the GPU."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Run the step; its last words go into its file."""
    die_with_parent()
    os.register_at_fork(after_in_child=die_with_parent)
    warnings.filterwarnings("ignore")
    module, figures, device, ends, work, out = sys.argv[1:]
    stand_ins.for_engine()
    day = Day(Figures(Path(figures)), device, float(ends), Path(work), Path(out))
    try:
        importlib.import_module(module).run(day)
    except NotRunError as error:
        day.figures.end("not run", str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the next step begins
        traceback.print_exc()
        day.figures.end("failed", f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}")
    else:
        day.figures.end("done")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # with a lost GPU context an ordinary exit can hang


if __name__ == "__main__":
    main()

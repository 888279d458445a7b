"""handler.py on a clock that the test moves: an hour for each byte in the file `clock` in its folder."""

import runpy
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "src")]

from tests.frozen import use_clock  # noqa: E402 - it is found only now

(clock := Path("clock").absolute()).touch()
use_clock(clock)
runpy.run_path(str(REPOSITORY / "handler.py"), run_name="__main__")

"""handler.py whose qualities take few steps, for tests of what is made around the model.

On a processor each step takes seconds for a paragraph. `nfe_steps` are as many as are asked for.
"""

import runpy
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "src"))

from f5tts_worker.request import fields  # noqa: E402 - it is found only now

fields.QUALITY = {"fast": 1, "balanced": 1, "best": 4}
runpy.run_path(str(REPOSITORY / "handler.py"), run_name="__main__")

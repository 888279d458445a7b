"""One worker that wants the environment, as a process of its own: builder.py LOCK CHECK [--without-lease].

The volume is F5TTS_VOLUME. Prints the environment's Python, or the error's code with exit code 1.
"""

import sys
from pathlib import Path

from f5tts_worker.bootstrap import Recipe, ensure, lease
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError

if "--without-lease" in sys.argv:
    lease._acquire = lambda _lease: True  # everybody believes that it is his turn

try:
    recipe = Recipe(Path(sys.argv[1]), Path(sys.argv[2]), bytes_needed=0)
    print(ensure(from_environment(), recipe=recipe).python)
except WorkerError as error:
    print(error.code)
    sys.exit(1)

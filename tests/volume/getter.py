"""One worker that wants a model: getter.py SHA256 SIZE [OPTIONS], from the hub at HF_ENDPOINT.

The volume is F5TTS_VOLUME. Prints the file's path. --without-lease: everybody believes that it is his turn.
--clock=FILE: an hour more has passed for each byte in the file.
"""

import sys
from pathlib import Path

from f5tts_worker.bootstrap import ensure_transcriber
from f5tts_worker.bootstrap.weights import weights
from f5tts_worker.bootstrap.weights.models import File, Source
from f5tts_worker.config import from_environment
from f5tts_worker.running_time import running_time
from f5tts_worker.volume import lease

for option in sys.argv[3:]:
    if option == "--without-lease":
        lease._acquire = lambda _lease: True
    elif option.startswith("--clock="):
        from tests.frozen import use_clock

        use_clock(Path(option.removeprefix("--clock=")))
        running_time.look()

sha256, size = sys.argv[1], int(sys.argv[2])
weights.TRANSCRIBER = Source("large", "MIT", "some/large", "a" * 40, (File("model.bin", size, sha256),))
given = from_environment()
print(ensure_transcriber(given.placed(given.volume)) / "model.bin")

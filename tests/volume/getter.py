"""One worker that wants a model: getter.py SHA256 SIZE [--without-lease], from the hub at HF_ENDPOINT.

The volume is F5TTS_VOLUME. Prints the file's path.
"""

import sys

from f5tts_worker.bootstrap import ensure_transcriber
from f5tts_worker.bootstrap.weights import weights
from f5tts_worker.bootstrap.weights.models import File, Source
from f5tts_worker.config import from_environment
from f5tts_worker.volume import lease

if "--without-lease" in sys.argv:
    lease._acquire = lambda _lease: True

sha256, size = sys.argv[1], int(sys.argv[2])
weights.TRANSCRIBER = Source("large", "MIT", "some/large", "a" * 40, (File("model.bin", size, sha256),))
given = from_environment()
print(ensure_transcriber(given.placed(given.volume)) / "model.bin")

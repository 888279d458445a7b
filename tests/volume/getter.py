"""One worker that wants a model: getter.py PYTHON SHA256 SIZE [--without-lease], from the hub at HF_ENDPOINT.

PYTHON is that of an environment with huggingface_hub. The volume is F5TTS_VOLUME. Prints the file's path.
"""

import sys
from pathlib import Path

from f5tts_worker.bootstrap import ensure_transcriber
from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.weights import weights
from f5tts_worker.bootstrap.weights.models import File, Source
from f5tts_worker.config import from_environment
from f5tts_worker.volume import lease

if "--without-lease" in sys.argv:
    lease._acquire = lambda _lease: True

python, sha256, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
weights.TRANSCRIBER = Source("large", "MIT", "some/large", "a" * 40, (File("model.bin", size, sha256),))
environment = Environment("given", python.parent.parent, python, python)
given = from_environment()
print(ensure_transcriber(given.placed(given.volume), environment) / "model.bin")

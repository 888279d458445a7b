"""The door: builds the worker and hands it to the RunPod SDK."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.worker import Worker


def main() -> None:
    """Serve jobs until RunPod stops the worker; a setting that makes no sense ends it with one sentence."""
    try:
        worker = Worker(from_environment())
    except WorkerError as error:
        sys.exit(f"{error}")
    os.environ.setdefault("RUNPOD_LOG_LEVEL", "INFO")  # at DEBUG, its default, the SDK prints every answer
    import runpod  # after the settings: a wrong one is told at once

    worker.start()
    runpod.serverless.start({"handler": worker.handle, "concurrency_modifier": worker.concurrency})


if __name__ == "__main__":
    main()

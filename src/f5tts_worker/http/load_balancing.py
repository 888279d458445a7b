"""The worker of a load-balancing endpoint (F5TTS_SERVE=http): HTTP in place of RunPod's queue."""

import logging
from collections.abc import Sequence

from f5tts_worker.config import Settings, on_runpod
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.server import check_openness, own_worker
from f5tts_worker.http.server import serve as serve_jobs
from f5tts_worker.http.serving import EVERYWHERE, read_serving
from f5tts_worker.jobs.worker import Worker

log = logging.getLogger(__name__)


def serve(settings: Settings, arguments: Sequence[str]) -> None:
    """Serve jobs over HTTP until RunPod stops the worker.

    Raises WorkerError INVALID_SETTINGS, also for the command line of the SDK's own server or of one job.
    """
    if arguments:
        sentence = f"F5TTS_SERVE is http, and {arguments[0]} is for the queue; use one of the two."
        raise WorkerError("INVALID_SETTINGS", sentence)
    serving = read_serving()
    check_openness(serving, EVERYWHERE)
    worker = Worker(settings)
    try:
        worker.start()
        if on_runpod():
            log.warning("F5TTS_SERVE is http: jobs of a queue are not taken, if this endpoint has one.")
        serve_jobs(
            own_worker(worker), serving, EVERYWHERE, (serving.port, serving.health_port or serving.port)
        )
    finally:
        worker.close()

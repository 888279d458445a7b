"""The entry point: builds the worker and passes it to the RunPod SDK."""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from f5tts_worker.config import on_runpod
from f5tts_worker.errors import WorkerError
from f5tts_worker.http import local_api
from f5tts_worker.http.serving import checked_start
from f5tts_worker.jobs.single_job import is_asked_for, printing
from f5tts_worker.jobs.worker import Worker, refusing
from f5tts_worker.runpod_sdk import import_sdk


def main() -> None:
    """Serve jobs until RunPod stops the worker.

    A wrong setting ends it with one sentence, but on RunPod, which starts a worker that ends again and again
    while jobs wait and the time is paid for: there, it is the answer to every job.
    """
    if sys.argv[1:2] == ["serve"]:  # `docker run IMAGE serve`: in a container, whose ports its starter opens
        from f5tts_worker.http.command import main as serve_command  # late: the queue needs no FastAPI

        sys.exit(serve_command(["--host", "0.0.0.0", *sys.argv[2:]]))  # noqa: S104 - see above
    single = is_asked_for(sys.argv[1:])
    # At DEBUG, its default, the SDK prints every answer; at INFO a single job's answer, audio included.
    os.environ.setdefault("RUNPOD_LOG_LEVEL", "ERROR" if single else "INFO")
    # The SDK ends a worker at its start where 4 GB of memory or 10 % of the disk are missing. By then our
    # engine and our installation are using theirs, and they report themselves what they lack.
    os.environ.setdefault("RUNPOD_MIN_MEMORY_GB", "0")
    os.environ.setdefault("RUNPOD_MIN_DISK_PERCENT", "0")
    # Until the SDK listens itself; the local API's server passes the signal on when it has ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        settings = checked_start()
        if settings.serve == "http":
            from f5tts_worker.http.load_balancing import serve  # late: the queue needs no FastAPI

            serve(settings, sys.argv[1:])
            return
        worker = Worker(settings)
    except WorkerError as error:
        print(error, file=sys.stderr, flush=True)
        from f5tts_worker.http import refusing as refusing_http  # late: a worker that starts needs none of it

        if refusing_http.is_wanted():
            refusing_http.refuse(error)
        if not on_runpod():
            sys.exit(1)
        import_sdk().serverless.start({"handler": refusing(error)})
        return
    try:
        worker.start()  # the engine loads while the SDK is imported and checks the machine
        runpod = import_sdk()
        if local_api.is_wanted(sys.argv[1:]):
            local_api.replace_sdk_server(worker.settings.local_hosts)
        handler = printing(worker) if single else worker.handle
        runpod.serverless.start({"handler": handler, "concurrency_modifier": worker.jobs_at_once})
    finally:  # not left to `atexit`: Python waits for the threads of an installation before it comes to that
        worker.close()


if __name__ == "__main__":
    main()

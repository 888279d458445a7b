"""`python -m f5tts_worker serve`: the HTTP server, before the worker in this process or a RunPod endpoint."""

import argparse
import dataclasses
import os
import signal
import sys
from collections.abc import Sequence

from f5tts_worker.client.asking import UsageError, connect
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.runpod_queue import RunPodQueue
from f5tts_worker.http.server import check_openness, own_worker, serve
from f5tts_worker.http.serving import Serving, checked_start, read_serving
from f5tts_worker.jobs.worker import Worker

EXAMPLES = """\
examples:
  F5TTS_MODEL=demo %(prog)s
  RUNPOD_API_KEY=... %(prog)s --endpoint YOUR_ENDPOINT_ID
  F5TTS_API_KEY=... %(prog)s --host 0.0.0.0 --port 80"""


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM or Ctrl-C. Returns the exit code, 130 after Ctrl-C."""
    given = _parser().parse_args(arguments)
    try:
        settings = None if given.endpoint else checked_start(host=given.host)
        # Here RunPod's variables are those of a client: no gateway of RunPod's stands before this server.
        serving = dataclasses.replace(read_serving(), behind_runpod=False)
        check_openness(serving, given.host)
        if settings is None:
            _serve_queue(given, serving)
        else:
            _serve_worker(given, serving, settings)
    except (WorkerError, UsageError) as error:
        print(f"serve: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # uvicorn passes it on when it has answered what was under way
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="f5tts serve",
        description="Serve OpenAI's, ElevenLabs' and our own routes over HTTP; docs/HTTP.md describes them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    port = os.environ.get("PORT", "")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    parser.add_argument(
        "--port", type=int, default=int(port) if port.isdigit() else 8000, help="(PORT, or 8000)"
    )
    parser.add_argument(
        "--endpoint",
        metavar="ID|URL",
        help="send the jobs to this endpoint of RunPod's queue; its key is RUNPOD_API_KEY",
    )
    return parser


def _serve_queue(given: argparse.Namespace, serving: Serving) -> None:
    backend = RunPodQueue(connect(given))
    serve(backend, serving, given.host, (given.port,), lambda: _say(given))


def _serve_worker(given: argparse.Namespace, serving: Serving, settings: Settings) -> None:
    worker = Worker(dataclasses.replace(settings, serve="http", on_runpod=False))
    # Until the server listens itself; it passes the signal on when it has ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        worker.start()
        serve(own_worker(worker), serving, given.host, (given.port,), lambda: _say(given))
    finally:
        worker.close()


def _say(given: argparse.Namespace) -> None:
    host = f"[{given.host}]" if ":" in given.host else given.host
    address = f"http://{host}:{given.port}"
    print(f"serving at {address}: a page to try it there, the routes at /docs", file=sys.stderr, flush=True)

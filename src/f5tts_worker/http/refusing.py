"""What a load-balancing endpoint's worker does with settings that cannot work: it stays, and says so.

One that ended would be started, and billed, again and again, and its callers would hear nothing. It needs
nothing of the worker, whose settings are wrong.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from f5tts_worker.config import on_runpod, read_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.faults import STATUS
from f5tts_worker.http.serving import EVERYWHERE, as_far_as_right


def is_wanted() -> bool:
    """Say whether this is a worker of RunPod's that serves HTTP."""
    settings, _ = read_environment()
    return settings.serve == "http" and (on_runpod() or as_far_as_right().behind_runpod)


def refuse(error: WorkerError) -> None:
    """Answer every request with the error, and `/ping` with 200, until SIGTERM; return where no port is."""
    serving = as_far_as_right()
    ports = dict.fromkeys((serving.port, serving.health_port or serving.port))
    try:
        first, *others = [ThreadingHTTPServer((EVERYWHERE, port), _answering(error)) for port in ports]
    except OSError:  # a port that cannot be had, which may be what the error says
        return
    for server in others:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    first.serve_forever()


def _answering(error: WorkerError) -> type[BaseHTTPRequestHandler]:
    told = {"error": str(error), "error_code": error.code, "retryable": error.retryable}
    refusal = json.dumps(told | {"details": error.details}).encode()

    class Answering(BaseHTTPRequestHandler):
        timeout = 10  # seconds, for what a caller does not send

        def _answer(self) -> None:
            is_ping = self.path.partition("?")[0] == "/ping"
            body = b"{}" if is_ping else refusal
            self.send_response(200 if is_ping else STATUS[error.code])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command != "HEAD" else b"")

        do_GET = do_HEAD = do_POST = do_DELETE = do_OPTIONS = _answer  # noqa: N815 - the names are Python's

        def log_message(self, *_: object) -> None:
            """Say nothing: the sentence is in the log already."""

    return Answering

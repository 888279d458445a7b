"""Serves the application: on RunPod's load-balancing endpoints, and on a machine of one's own."""

import functools
import logging
import socket
from collections.abc import Callable
from contextlib import closing
from typing import Any

from f5tts_worker.config import invalid
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.application import make_app
from f5tts_worker.http.backend import Backend, OwnWorker
from f5tts_worker.http.connections import Connection, WebSocketConnection
from f5tts_worker.http.serving import EVERYWHERE, Serving, openness_faults
from f5tts_worker.jobs.worker import Worker
from f5tts_worker.log import hide

MESSAGE_BYTES = 65_536  # of a WebSocket's message: a piece of text


def check_openness(serving: Serving, host: str) -> None:
    """Raise WorkerError INVALID_SETTINGS for a server that would be open to everybody by oversight."""
    if faults := openness_faults(serving, host):
        raise invalid(faults)


def own_worker(worker: Worker) -> OwnWorker:
    """Return the worker of this process as what does the server's jobs."""
    return OwnWorker(worker.handle, worker.path_of, worker.state, worker.settings)


def serve(
    backend: Backend,
    serving: Serving,
    host: str,
    ports: tuple[int, ...],
    on_listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests that are under way are answered first.

    `on_listening` is called when connections are accepted. Raises WorkerError INVALID_SETTINGS where a port
    cannot be had.
    """
    import uvicorn

    hide(serving.key)
    app = make_app(backend, serving, (host,) if host != EVERYWHERE else ())
    config = uvicorn.Config(app, **options(serving))
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    sockets = [_listening(host, port) for port in dict.fromkeys(ports)]
    try:
        on_listening()
        uvicorn.Server(config).run(sockets)
    finally:
        for one in sockets:
            one.close()


def options(serving: Serving) -> dict[str, Any]:
    """Return uvicorn's options."""
    return {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "ws": WebSocketConnection,
        "ws_max_size": MESSAGE_BYTES,
        "ws_per_message_deflate": False,  # speech hardly gets smaller, and each connection's memory larger
        # Over h11: httptools takes headers of any size.
        "http": functools.partial(Connection, most=serving.connections),
        # Links hold the caller's own scheme: RunPod's gateway ends TLS and says so in a header.
        "forwarded_allow_ips": "*" if serving.behind_runpod else None,
    }


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen()
    except (OSError, OverflowError) as error:  # the second for a number that is no port
        with closing(made):
            reason = getattr(error, "strerror", None) or error
            raise WorkerError(
                "INVALID_SETTINGS", f"The port {port} of {host} cannot be used: {reason}."
            ) from None
    return made

"""The HTTP server's application: every dialect's routes, and the gate before them."""

import contextlib
import functools
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from f5tts_worker import __version__
from f5tts_worker.http.backend import Backend
from f5tts_worker.http.dialects import (
    earlier,
    elevenlabs,
    elevenlabs_dialogue,
    elevenlabs_input,
    elevenlabs_recordings,
    native,
    openai,
    queue,
    speak,
)
from f5tts_worker.http.faults import Fault, of_exception, of_validation
from f5tts_worker.http.gate import Gate, Refusal
from f5tts_worker.http.local_api import LOOPBACK, KnownHosts, host_of
from f5tts_worker.http.measured import Measured
from f5tts_worker.http.metrics import CONTENT_TYPE, Metrics
from f5tts_worker.http.page import routes as page
from f5tts_worker.http.runs import Runs
from f5tts_worker.http.serving import Serving
from f5tts_worker.http.usual_paths import UsualPaths

log = logging.getLogger(__name__)

ABOUT = "Speech in a cloned voice, with the time of every word. Results of jobs link to `/v1/files`."
# How a fault is put, by the beginning of the path; elsewhere in our own form.
FORMS: Mapping[str, Callable[[Fault], dict[str, Any]]] = {
    "/elevenlabs/": elevenlabs.error,
    "/v1/text-to-speech/": elevenlabs.error,
    "/v1/text-to-dialogue": elevenlabs.error,
    "/v1/voices": elevenlabs.error,
    "/v2/voices": elevenlabs.error,
    "/v1/forced-alignment": elevenlabs.error,
    "/v1/speech-to-text": elevenlabs.error,
    "/v1/audio/": openai.error,
    "/v1/models": openai.error,
}
FOREIGN = (
    "Without a key, the server answers only to this machine's own names and their pages."
    " Set F5TTS_API_KEY, or add the name to F5TTS_LOCAL_HOSTS."
)
TOLD = ("Location", "Retry-After", "request-id", "x-request-id")  # headers that a foreign page may read
HEALTH = {"ready": 200, "preparing": 204, "broken": 503}  # as RunPod's load balancer reads them


def make_app(backend: Backend, serving: Serving, hosts: tuple[str, ...] = ()) -> ASGIApp:
    """Return the application; `hosts` are names that it answers to besides those in the settings."""
    metrics = Metrics(serving.parallel)
    runs = Runs(Measured(backend, metrics), serving.parallel)
    refuse = _refusing(metrics)

    @contextlib.asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await runs.finish()
        metrics.close()

    app = FastAPI(
        title="F5-TTS worker", version=__version__, description=ABOUT, lifespan=life, redoc_url=None
    )
    app.state.backend, app.state.runs, app.state.serving = backend, runs, serving
    app.state.refuse = refuse
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(Exception, _unexpected)
    app.router.routes.extend(_dialects())
    page.add_to(app)

    @app.get("/ping", tags=["This worker"], responses={204: {"description": "Not ready yet."}})
    async def ping() -> Response:
        """Say whether the worker is ready for jobs."""
        return Response(status_code=HEALTH[backend.state()])

    @app.get("/metrics", tags=["This worker"], response_class=PlainTextResponse)
    async def figures() -> Response:
        """Return figures of the server's jobs in Prometheus' text form."""
        return Response(await metrics.text(), media_type=CONTENT_TYPE)

    return _guarded(app, serving, hosts, refuse)


@functools.cache
def _dialects() -> list[BaseRoute]:
    """Return the routes of every dialect, which all applications of this process share.

    A router that an application includes is analysed anew at its first request, which then waits for that.
    Where paths stay as they are, the routes themselves are taken, which were analysed when they were defined.
    """
    router = APIRouter()
    for part in (native, queue, openai, earlier, speak):
        router.routes.extend(part.router.routes)
    # The one at the root is OpenAI's.
    router.add_api_route("/elevenlabs/v1/models", elevenlabs.models, tags=["ElevenLabs"])
    for part in (elevenlabs, elevenlabs_dialogue, elevenlabs_input, elevenlabs_recordings):
        router.include_router(part.router, prefix="/elevenlabs")
        router.include_router(part.router, include_in_schema=False)
    return router.routes


def refusal(path: str, fault: Fault) -> Response:
    """Return the answer for a fault, in the form of the dialect that the path belongs to."""
    forms = (form for beginning, form in FORMS.items() if path.startswith(beginning))
    form = next(forms, native.error)
    return JSONResponse(form(fault), fault.status, headers=dict(fault.headers or {}))


def _refusing(metrics: Metrics) -> Refusal:
    """Return what makes the answer for a fault at a path, and notes it: in the log once, and in a figure."""

    def refuse(path: str, fault: Fault) -> Response:
        metrics.refused(fault.code)
        log.info("answered %s with %s", path[:100], fault.code)
        return refusal(path, fault)

    return refuse


def _guarded(app: ASGIApp, serving: Serving, hosts: tuple[str, ...], refuse: Refusal) -> ASGIApp:
    """Return the application behind its gate, from the inside out."""
    open_paths = ("/ping", *(("/metrics",) if serving.open_metrics else ()))
    guarded: ASGIApp = Gate(
        _logged(app), serving.key, serving.max_body, refuse, parallel=serving.parallel, open_paths=open_paths
    )
    if serving.origins:  # a page's question whether it may ask brings no key
        guarded = CORSMiddleware(
            guarded,
            allow_origins=serving.origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=TOLD,
        )
    if not serving.is_guarded:  # a name that a page's owner points to this machine would let the page in
        pages = {host_of(origin) for origin in serving.origins}
        known = {*LOOPBACK, *hosts, *serving.hosts, *pages}

        def foreign(path: str) -> Response:
            return refuse(path, Fault(403, "FORBIDDEN", FOREIGN))

        guarded = KnownHosts(guarded, frozenset(host.lower() for host in known if host), foreign, open_paths)
    return UsualPaths(guarded)


def _logged(app: ASGIApp) -> ASGIApp:
    """Return the application with its failures in our log: the server would print the secrets in them."""

    async def logged(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            if scope["type"] == "lifespan":
                raise  # the server cannot start or end without it
            log.exception("an unexpected failure at %s", scope["path"])

    return logged


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    return _refused(request, of_exception(error))


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    return _refused(request, of_validation(list(error.errors())))


async def _left(request: Request, _error: Exception) -> Response:
    return _refused(request, Fault(499, "CLIENT_LEFT", "The client left before its request was whole."))


async def _unexpected(request: Request, error: Exception) -> Response:
    sentence = f"Something went wrong inside the server ({type(error).__name__}); its log says more."
    return _refused(request, Fault(500, "INTERNAL", sentence, retryable=True))


def _refused(request: Request, fault: Fault) -> Response:
    answer: Response = request.app.state.refuse(request.url.path, fault)
    return answer

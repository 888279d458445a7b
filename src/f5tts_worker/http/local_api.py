"""The SDK's local API (`handler.py --rp_serve_api`), as RunPod's, and closed to web pages of other hosts.

The SDK's server takes requests for any host name and posts answers to any address that a request names. A web
page may send requests to this machine, and a name that its owner points here makes it read the answers, too
(DNS rebinding). So a request must name one of this machine's hosts, and a page that sends one must come
from there.
"""

import asyncio
import functools
from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from f5tts_worker.http.local_jobs import LocalJobs
from f5tts_worker.runpod_sdk import import_sdk

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ANY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - addresses to listen at, not host names


def is_wanted(arguments: Sequence[str]) -> bool:
    """Say whether the command line asks for the local API, in any way that the SDK understands."""
    parser = import_sdk().serverless.parser

    return bool(parser.parse_known_args(arguments)[0].rp_serve_api)


def replace_sdk_server(hosts: Sequence[str]) -> None:
    """Have the SDK start our local API: it keeps its jobs, and refuses foreign hosts, pages and `webhook`.

    `hosts` are names that it answers to besides this machine's own and the one that it listens at.
    """
    from fastapi import HTTPException, Request
    from fastapi.responses import JSONResponse
    from runpod.serverless.modules import rp_fastapi, rp_job

    def begin(jobs: LocalJobs, order: Any) -> str:
        if order.webhook:
            sentence = "webhook is not accepted by the local API: it would post answers to any address."
            raise HTTPException(422, sentence)
        return jobs.begin(order.input)

    class LocalAPI(rp_fastapi.WorkerAPI):  # type: ignore[misc] # the package has no types
        def __init__(self, config: dict[str, Any]) -> None:
            self._jobs = LocalJobs(functools.partial(rp_job.run_job, config["handler"]))
            super().__init__(config)
            self.rp_app.add_api_route("/status/{job_id}", self._sim_status, methods=["GET"])
            self.rp_app.add_api_route("/cancel/{job_id}", self._cancel, methods=["POST"])

        async def _sim_run(self, job_request: rp_fastapi.DefaultRequest) -> JSONResponse:
            return JSONResponse({"id": begin(self._jobs, job_request), "status": "IN_PROGRESS"})

        async def _sim_runsync(
            self, job_request: rp_fastapi.DefaultRequest, connection: Request
        ) -> JSONResponse:
            job_id = begin(self._jobs, job_request)
            left = asyncio.ensure_future(_left(connection))
            try:
                await self._jobs.wait(job_id, left)
            finally:
                left.cancel()
                await self._jobs.cancel(job_id)  # its client has left, and has no id to ask with
            return await self._sim_status(job_id)

        async def _sim_status(self, job_id: str) -> JSONResponse:
            state = self._jobs.state(job_id)
            if state is None:
                raise HTTPException(404, "job not found")
            return JSONResponse(state)

        async def _cancel(self, job_id: str) -> JSONResponse:
            await self._jobs.cancel(job_id)
            return await self._sim_status(job_id)

        def start_uvicorn(self, api_host: str = "localhost", **more: Any) -> None:
            known = {*LOOPBACK, *hosts, *({api_host} - {*_ANY_ADDRESS})}
            self.rp_app.add_middleware(KnownHosts, hosts=frozenset(host.lower() for host in known))
            super().start_uvicorn(api_host=api_host, **more)

    rp_fastapi.WorkerAPI = LocalAPI  # the SDK makes its server itself and offers no other way to it


class KnownHosts:
    """ASGI middleware: refuses requests that name an unknown host, or come from a page of one."""

    def __init__(
        self,
        app: Any,
        hosts: frozenset[str],
        refusal: Callable[[str], Any] | None = None,
        open_paths: Collection[str] = (),
    ) -> None:
        """`refusal` makes the answer at a path, which else is a sentence. `open_paths` are open to all."""
        self.app = app
        self.hosts = hosts
        self.refusal = refusal or _sentence
        self.open_paths = open_paths

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on, or answer 403."""
        from starlette.datastructures import Headers

        if scope["type"] == "lifespan" or scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        named = [host_of(f"//{host}") for host in headers.getlist("host")]
        pages = [host_of(origin) for origin in headers.getlist("origin")]
        if not pages and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            pages = [host_of(headers.get("referer", ""))]  # an image or a link of a page, which has no Origin
        if len(named) == 1 and all(host in self.hosts for host in (*named, *pages)):
            await self.app(scope, receive, send)
            return
        await self.refusal(scope["path"])(scope, receive, send)


def _sentence(_path: str) -> Any:
    from starlette.responses import PlainTextResponse

    sentence = "The local API answers only to this machine's own names; F5TTS_LOCAL_HOSTS adds others.\n"
    return PlainTextResponse(sentence, 403)


async def _left(connection: Any) -> None:
    """Return when the client has closed its connection."""
    while (await connection.receive())["type"] != "http.disconnect":
        pass


def host_of(address: str) -> str:
    """Return the host of an address, or an empty text where there is none, or more than a host."""
    try:
        return "" if "@" in address else urlsplit(address).hostname or ""
    except ValueError:
        return ""

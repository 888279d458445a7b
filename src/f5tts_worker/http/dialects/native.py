"""The worker's own routes: each takes the `input` of the queue's jobs, as strictly as there."""

import json
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from f5tts_worker.http.backend import Answer
from f5tts_worker.http.desk import AtDesk, Desk
from f5tts_worker.http.faults import AN_OBJECT, NO_JSON, Fault, no_json, no_text, of_whole
from f5tts_worker.http.json_body import read_json
from f5tts_worker.http.runs import UnderWay
from f5tts_worker.http.schema import body_of
from f5tts_worker.http.streams import Leaving, Stream, as_line
from f5tts_worker.request.fields import ENDPOINTS
from f5tts_worker.request.forms import as_object
from f5tts_worker.storage.opening import FILES
from f5tts_worker.storage.results.outputs import content_type

router = APIRouter(tags=["This worker"])
UNDER_WAY = ("QUEUED", "PROCESSING")
LINES = "application/x-ndjson"  # what a client accepts that hears speech while it is made
HEARD = ("tts", "dub")  # what makes speech


@router.get("/v1/jobs/{job_id}")
async def job(job_id: str, desk: AtDesk) -> Response:
    """Return a job's answer, or 202 and how far it is."""
    answer = await desk.runs.earlier(job_id, desk.request)
    if answer.get("status") in UNDER_WAY:
        return _accepted(job_id, answer)
    return JSONResponse(linked(await _whole(answer, desk), desk.request))


@router.delete("/v1/jobs/{job_id}")
async def cancel(job_id: str, desk: AtDesk) -> dict[str, Any]:
    """End a job that this server is doing."""
    if not await desk.runs.cancel(job_id):
        raise Fault(404, "NOT_FOUND", "No such job is under way here.")
    return {"job_id": job_id, "status": "CANCELLED"}


@router.head(FILES + "/{key:path}", include_in_schema=False)
@router.get(FILES + "/{key:path}", response_class=FileResponse)
async def file(key: str, request: Request) -> FileResponse:
    """Return a file that an answer links to."""
    path: Path = await request.app.state.backend.file(key)
    return FileResponse(path, media_type=content_type(path.suffix.removeprefix(".")))


def linked(answer: Any, request: Request) -> Any:
    """Return an answer whose links to this server's files hold its address."""
    base = str(request.base_url).rstrip("/")

    def whole(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: whole(key, inner) for key, inner in value.items()}
        is_link = name.endswith("url") and isinstance(value, str) and value.startswith(FILES + "/")
        return base + value if is_link else value

    return whole("", answer)


def error(fault: Fault) -> dict[str, Any]:
    """Return a fault as the queue's failed jobs have it."""
    known = {"error": f"{fault.code}: {fault.message}", "error_code": fault.code}
    job_id = {} if fault.job_id is None else {"job_id": fault.job_id}
    return {**known, "retryable": fault.retryable, "details": fault.details, **job_id}


async def input_of(request: Request, endpoint: str) -> dict[str, Any]:
    """Return a request's body as a job's input for this endpoint. Raises Fault 422."""
    body = as_object(await json_of(request))  # the routes look for its format before the worker reads it
    if not isinstance(body, dict) or body.get("endpoint", endpoint) != endpoint:
        raise of_whole(f"must be a JSON object for {endpoint}", AN_OBJECT)
    return {**body, "endpoint": endpoint}


async def json_of(request: Request) -> Any:
    """Return a request's body, an empty object where there is none. Raises Fault 422 for what is no JSON."""
    if not await request.body():
        return {}
    try:
        return read_json(await request.body())
    except json.JSONDecodeError as error:
        raise no_json(error.msg, error.pos) from None
    except UnicodeDecodeError:
        raise no_text() from None
    except (ValueError, RecursionError):  # the second for lists in lists by the thousand
        raise of_whole(NO_JSON, AN_OBJECT) from None


def _accepted(job_id: str, answer: Answer) -> JSONResponse:
    return JSONResponse(answer, 202, headers={"Location": f"/v1/jobs/{job_id}", "Retry-After": "1"})


def _seconds(desk: Desk) -> float:
    """Return how long a request is waited for: the server's time, or less where its client prefers so."""
    prefer = _preferred(desk.request)
    if "respond-async" in prefer:
        return 0.0
    wait = re.search(r"wait=(\d{1,6})", prefer)
    limit = desk.serving.answer_seconds
    return min(float(wait[1]), limit) if wait else limit


def _preferred(request: Request) -> str:
    """Return what a client prefers (RFC 7240)."""
    return request.headers.get("prefer", "").lower()


async def _whole(answer: Answer, desk: Desk) -> Answer:
    """Return an answer, with the texts of its subtitle files in it if its client prefers them there."""
    is_preferred = re.search(r"(?:^|[\s,;])inline(?:$|[\s,;])", _preferred(desk.request))
    return await desk.runs.with_subtitles(answer) if is_preferred else answer


async def _lines(stream: Stream, desk: Desk) -> AsyncGenerator[bytes, None]:
    async for told in stream:
        whole = await _whole(told, desk) if told["type"] == "end" else told
        yield as_line(linked(whole, desk.request))


def _doing(endpoint: str) -> Callable[[Request, Desk], Awaitable[Response]]:
    async def do(request: Request, desk: AtDesk) -> Response:
        job_input = await input_of(request, endpoint)
        if endpoint in HEARD and LINES in request.headers.get("accept", "").lower():
            stream = await desk.runs.stream(job_input, request)
            return Leaving(stream, _lines(stream, desk), LINES)
        answer = await desk.runs.answer_within(_seconds(desk), job_input, request)
        if isinstance(answer, UnderWay):
            return _accepted(answer.job_id, {"job_id": answer.job_id, "status": "QUEUED"})
        return JSONResponse(linked(await _whole(answer, desk), request))

    return do


def _answers(endpoint: str) -> dict[int | str, dict[str, Any]]:
    """Return an endpoint's answers beside JSON, for the page at /docs."""
    later: dict[int | str, dict[str, Any]] = {
        202: {"description": "It takes longer: `job_id` can be asked for at `/v1/jobs/`."}
    }
    if endpoint not in HEARD:
        return later
    described = f"With `Accept: {LINES}`, a line for each piece as soon as it is made."
    return {200: {"description": described, "content": {LINES: {}}}, **later}


for _name, _spec in ENDPOINTS.items():
    router.add_api_route(
        f"/v1/{_name}",
        _doing(_name),
        methods=["POST"],
        summary=_spec.doc,
        operation_id=_name,
        openapi_extra=body_of(_name),
        response_class=JSONResponse,
        responses=_answers(_name),
    )

"""The routes of the worker's earlier versions; docs/MIGRATION.md has their fields."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from f5tts_worker.http.desk import AtDesk
from f5tts_worker.http.dialects.native import input_of, linked

router = APIRouter(prefix="/api", tags=["Earlier versions"])


@router.post("/tts")
async def tts(request: Request, desk: AtDesk) -> dict[str, Any]:
    """Begin to speak a text, and answer with the job's id at once."""
    job_id = desk.runs.begin(await _input(request, "tts"))
    return {"job_id": job_id, "status": "QUEUED"}


@router.get("/status", include_in_schema=False)
@router.post("/status")
async def status(request: Request, desk: AtDesk) -> Any:
    """Say how a job stands."""
    return await desk.runs.status(await _job_id(request), request)


@router.get("/result", include_in_schema=False)
@router.post("/result")
async def result(request: Request, desk: AtDesk) -> JSONResponse:
    """Return a job's answer."""
    return JSONResponse(linked(await desk.runs.earlier(await _job_id(request), request), request))


@router.post("/upload")
async def upload(request: Request, desk: AtDesk) -> Any:
    """Store a voice."""
    return await desk.runs.answer(await _input(request, "upload"), request)


@router.get("/list_voices", include_in_schema=False)
@router.post("/list_voices")
async def list_voices(request: Request, desk: AtDesk) -> JSONResponse:
    """List the voices."""
    return JSONResponse(await desk.runs.answer(await _input(request, "list_voices"), request))


async def _input(request: Request, endpoint: str) -> dict[str, Any]:
    """Return a body as a job's input; it may stand under `input`, as in the queue."""
    body = await input_of(request, endpoint)
    inner = body.get("input")
    return {**inner, "endpoint": endpoint} if isinstance(inner, dict) else body


async def _job_id(request: Request) -> str:
    asked = request.query_params.get("job_id")
    return asked or str((await _input(request, "result")).get("job_id", ""))

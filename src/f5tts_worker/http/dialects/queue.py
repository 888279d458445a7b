"""The routes of RunPod's queue: its clients, `f5tts` among them, send jobs here as to an endpoint."""

from typing import Any

from fastapi import APIRouter, Request

from f5tts_worker.errors import CODES
from f5tts_worker.http.backend import Answer
from f5tts_worker.http.desk import AtDesk
from f5tts_worker.http.dialects import native
from f5tts_worker.http.faults import AN_OBJECT, Fault, of_whole
from f5tts_worker.http.runs import UnderWay
from f5tts_worker.request.forms import as_object

router = APIRouter(tags=["RunPod's queue"])

IN_QUEUE = "IN_QUEUE"
STATES = {"QUEUED": IN_QUEUE, "PROCESSING": "IN_PROGRESS"}  # the worker's word for a job, and RunPod's
NOT_HERE = "RunPod alone understands it; this server takes `input`"


@router.post("/run")
async def run(request: Request, desk: AtDesk) -> dict[str, Any]:
    """Begin a job, and answer with its id at once."""
    return {"id": desk.runs.begin(await _order(request)), "status": IN_QUEUE}


@router.post("/runsync")
async def runsync(request: Request, desk: AtDesk) -> dict[str, Any]:
    """Do a job and return how it ended, or its id where that takes longer than the server waits."""
    order = await _order(request)
    try:
        answer = await desk.runs.answer_within(desk.serving.answer_seconds, order, request)
    except Fault as fault:
        if fault.code not in CODES:  # no failure of the job's: there was no room for it, or its client left
            raise
        return _failed(fault.job_id, fault)
    if isinstance(answer, UnderWay):
        return {"id": answer.job_id, "status": IN_QUEUE}
    return _completed(str(answer["job_id"]), answer, request)


@router.get("/status/{job_id}")
async def status(job_id: str, desk: AtDesk) -> dict[str, Any]:
    """Say how a job stands, with its answer once it has one."""
    try:
        answer = await desk.runs.earlier(job_id, desk.request)
    except Fault as fault:
        if fault.job_id != job_id:  # it says nothing of the job: nobody knows it, or could be asked
            raise
        return _failed(job_id, fault)
    if answer.get("status") not in STATES:
        return _completed(job_id, answer, desk.request)
    told = {"output": answer["progress"]} if answer.get("progress") else {}
    return {"id": job_id, "status": STATES[answer["status"]], **told}


@router.post("/cancel/{job_id}")
async def cancel(job_id: str, desk: AtDesk) -> dict[str, Any]:
    """End a job that this server is doing."""
    told = await native.cancel(job_id, desk)
    return {"id": told["job_id"], "status": told["status"]}


async def _order(request: Request) -> dict[str, Any]:
    """Return the input of a job as RunPod's clients send it. Raises Fault 422."""
    body = await native.json_of(request)
    job_input = as_object(body.get("input")) if isinstance(body, dict) else None
    if not isinstance(job_input, dict):
        raise of_whole("must be a JSON object with the job in `input`", AN_OBJECT)
    if surplus := sorted(body.keys() - {"input", "id"}):
        rows = [{"field": name, "problem": "means nothing here", "expected": NOT_HERE} for name in surplus]
        sentence = f"{', '.join(surplus)} means nothing here: {NOT_HERE}."
        raise Fault(422, "INVALID_REQUEST", sentence, {"faults": rows})
    return job_input


def _completed(job_id: str, answer: Answer, request: Request) -> dict[str, Any]:
    return {"id": job_id, "status": "COMPLETED", "output": native.linked(answer, request)}


def _failed(job_id: str | None, fault: Fault) -> dict[str, Any]:
    output = native.error(fault)
    end = "CANCELLED" if fault.code == "CANCELLED" else "FAILED"
    return {"id": job_id, "status": end, "error": output["error"], "output": output}

"""A signed C2PA manifest in the file: who made it, and that a machine spoke.

The environment's Python signs, in a process of its own that ends with it: neither the engine nor any file or
process environment ever holds the key, which goes through a pipe.
"""

import json
import logging
import select
import subprocess
from pathlib import Path
from typing import Any

from f5tts_worker import __version__
from f5tts_worker.config import Settings, invalid
from f5tts_worker.deadline import left
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.log import redact
from f5tts_worker.request.requests import TtsRequest
from f5tts_worker.settings.signing import CERTIFICATE, SigningIdentity
from f5tts_worker.supervisor.spawning import start

log = logging.getLogger(__name__)

FORMATS = ("wav", "mp3", "m4a", "flac")  # that c2pa-python writes into; it knows neither Ogg nor Opus
PROGRAM = Path(__file__).parents[2] / "bootstrap" / "inside" / "sign.py"
# IPTC's term for what a trained model has made: https://cv.iptc.org/newscodes/digitalsourcetype/
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_LONGEST_S = 60.0  # to sign a file; what is usual takes a fraction of a second
_LOGGED_CHARS = 2_000


def check_signing(settings: Settings) -> None:
    """Raise WorkerError INVALID_SETTINGS if the certificate has expired since the worker's start."""
    fault = settings.signing and settings.signing.fault()
    if fault:
        raise invalid([fault])


async def sign(audio: Path, request: TtsRequest, session: Session) -> tuple[Path, bool]:
    """Return the file with a manifest in it, and whether it has one: none where none is wanted or possible.

    Raises WorkerError INVALID_SETTINGS for a certificate that C2PA does not accept, INTERNAL.
    """
    identity, job = session.settings.signing, session.job
    if identity is None or request.output_format not in FORMATS:
        return audio, False
    environment = await session.readiness.environment(job)
    target = job.folder / f"signed.{request.output_format}"
    order = _order(identity, audio, target, manifest(f"{job.id}.{request.output_format}", request.model))
    with job.stage("sign"):
        answer = await job.in_thread(signed, environment.python, order)
    if answer.get("refused"):
        raise invalid([f"the certificate in {CERTIFICATE} cannot be used: {redact(answer['error'])[:200]}"])
    if "error" in answer:
        log.error("the file could not be signed: %s", answer["error"])
        raise WorkerError("INTERNAL", "The file could not be signed; the worker's log says why.")
    return target, True


def manifest(title: str, model: str) -> dict[str, Any]:
    """Return what is signed, as the C2PA specification has it: it tells neither text nor voice."""
    agent = {"name": "f5tts-worker", "version": __version__}
    created = {
        "action": "c2pa.created",
        "digitalSourceType": SOURCE_TYPE,
        "softwareAgent": agent,
        "description": f"AI-generated speech, model {model}",
    }
    return {
        "title": title,
        "claim_generator_info": [agent],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
    }


def _order(identity: SigningIdentity, source: Path, target: Path, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": str(source),
        "target": str(target),
        "certificates": identity.certificates,
        "key": identity.key,
        "algorithm": identity.algorithm,
        "manifest": content,
    }


def signed(python: Path, order: dict[str, Any]) -> dict[str, Any]:
    """Have the environment's Python put a manifest into a file; return its answer (inside/sign.py)."""
    process = start(
        [str(python), "-I", str(PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        said, complaint = process.communicate(
            json.dumps(order) if _is_ready(process) else "", timeout=left(_LONGEST_S)
        )
    except subprocess.TimeoutExpired:
        return {"error": "it took too long"}
    finally:
        process.kill()
        process.wait()
    if complaint:
        log.warning("signing: %s", redact(complaint)[-_LOGGED_CHARS:])
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError:
        return {"error": f"it ended with code {process.returncode}"}
    return answer


def _is_ready(process: "subprocess.Popen[str]") -> bool:
    """Wait until the program is closed to other processes; say whether it is. Raises TimeoutExpired."""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    told, patience = select.poll(), left(_LONGEST_S)
    told.register(process.stdout, select.POLLIN)
    if not told.poll(1000 * patience):
        raise subprocess.TimeoutExpired(process.args, patience)
    return process.stdout.readline() == "ready\n"

"""After the deployment: what to send first, what it waits for, and waiting for it."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from deployment.api import Api, DeployError, LostError

ASK_EVERY_S = 5.0  # below any idle timeout that lets an installation go on
FINAL = ("COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT")
WARMUP = {"input": {"endpoint": "warmup"}}
DEMO = {"input": {"text": "Hello world. I am a synthetic voice.", "local_voice": "slt"}}


def address_of(endpoint: Mapping[str, Any]) -> str:
    """Return the address below which the endpoint takes jobs."""
    urls = endpoint.get("requestUrls") or {}
    return str(urls.get("run", f"https://api.runpod.ai/v2/{endpoint['id']}/run")).removesuffix("/run")


def lines(endpoint: Mapping[str, Any], env: Mapping[str, str], *, has_volume: bool) -> list[str]:
    """Return what a reader needs next."""
    job = DEMO if env.get("F5TTS_MODEL") == "demo" else WARMUP
    then = "the answer" if job is DEMO else "the answer; then send texts, as docs/API.md says"
    each = (
        "The first one waits while a GPU is found, the image is pulled, and the environment (6.6 GB) and the"
        " weights are put on the volume; later workers find both there."
        if has_volume
        else "Without a volume, the first job of every new worker waits while the environment (6.6 GB) and"
        " the weights are installed on its container's disk."
    )
    return [
        f"Endpoint {endpoint['id']}. The first job:",
        "",
        f'  curl -sS {address_of(endpoint)}/run -H "Authorization: Bearer $RUNPOD_API_KEY" \\',
        f"    -H 'Content-Type: application/json' -d '{json.dumps(job)}'",
        f'  curl -sS {address_of(endpoint)}/status/ID -H "Authorization: Bearer $RUNPOD_API_KEY"',
        "",
        f"ID is in what the first prints; the second shows the progress and {then}.",
        f"{each} docs/BENCHMARKS.md has the times that were measured; none on RunPod so far.",
    ]


def wait_until_ready(
    api: Api, endpoint: Mapping[str, Any], limit_s: float, say: Callable[[str], None]
) -> None:
    """Send `health` until the worker is ready. Raises DeployError if it is not in time, or cannot be."""
    address, ends, said = address_of(endpoint), time.monotonic() + limit_s, ""
    _check_host(api, address)
    while time.monotonic() < ends:
        try:
            state = _health(api, address, ends)
        except LostError:
            state = "RunPod gives no answer"
        if state == "ready":
            say("The worker is ready.")
            return
        if state != said:
            say(f"Waiting: {state}.")
            said = state
        time.sleep(ASK_EVERY_S)
    raise DeployError(f"The worker was not ready after {limit_s:g} s: {said or 'no worker came'}.")


def _health(api: Api, address: str, ends: float) -> str:
    """Send one `health` job; return `ready`, or what the worker does."""
    job = api.call("POST", f"{address}/run", {"input": {"endpoint": "health"}})
    while job["status"] not in FINAL:
        if time.monotonic() >= ends:
            api.call("POST", f"{address}/cancel/{job['id']}")
            return "no worker has taken the job; RunPod may have no free GPU of this kind"
        time.sleep(ASK_EVERY_S)
        job = api.call("GET", f"{address}/status/{job['id']}")
    answer = job.get("output")
    if job["status"] != "COMPLETED" or not isinstance(answer, dict):
        raise DeployError(f"The worker answered {job['status']}: {str(job.get('error', 'no reason'))[:300]}")
    return _state(answer)


def _state(answer: Mapping[str, Any]) -> str:
    serious = [problem for problem in answer.get("problems", ()) if problem.get("serious")]
    if serious:
        raise DeployError(
            "The worker cannot do jobs: " + "; ".join(str(p.get("message", p)) for p in serious)
        )
    preloads = answer.get("settings", {}).get("preload", True)
    installed = answer.get("environment", {}).get("state") == "published"
    if answer.get("engine") in ("READY", "BUSY") or (installed and not preloads):
        return "ready"
    return str(answer.get("preparing") or f"the engine is {answer.get('engine')}")


def _check_host(api: Api, address: str) -> None:
    host = urlsplit(address).hostname or ""
    if not host.endswith((".runpod.ai", ".runpod.io")) and host != urlsplit(api.address).hostname:
        raise DeployError(f"RunPod names {host} as the endpoint's address; the key is not sent there.")

"""What the account should have, as RunPod's API writes it, and how it differs from what is there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from deployment.api import DeployError
from deployment.variables import shown
from f5tts_worker.config import read_environment
from f5tts_worker.health.advice import OLDEST_CUDA

TIME_FOR_ANSWER_S = 60  # between the end of the job's own time and that of RunPod


@dataclass(frozen=True)
class Wanted:
    """One endpoint, as the command describes it."""

    name: str
    image: str
    registry: str | None  # the id of a credential of the account
    disk_gb: int
    pools: tuple[str, ...]
    excluded_types: tuple[str, ...]
    min_cuda: str  # "": what the environment needs
    min_workers: int
    max_workers: int
    idle_s: int
    execution_s: int
    queue_delay_s: float | None
    requests_per_worker: int | None  # instead of the queue's delay
    flashboot: str


@dataclass(frozen=True)
class Change:
    """One field that differs: its path, and both values as people may see them."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.field}: {self.before} -> {self.after}"


def variables(given: Mapping[str, str], there: Mapping[str, str], execution_s: int) -> dict[str, str]:
    """Return all variables: what is there, a job's time that fits the endpoint's, and the given ones."""
    fitting = {"F5TTS_JOB_SECONDS": str(execution_s - TIME_FOR_ANSWER_S)}
    return {**there, **fitting, **given}


def with_cuda(wanted: Wanted, env: Mapping[str, str]) -> Wanted:
    """Return the endpoint with the CUDA filter that its environment needs, where none was asked for.

    Raises DeployError where the one that was asked for lets in drivers that are too old.
    """
    cuda = read_environment(env)[0].cuda
    oldest = OLDEST_CUDA[cuda]
    if not wanted.min_cuda:
        return replace(wanted, min_cuda=oldest)
    if tuple(map(int, wanted.min_cuda.split("."))) < tuple(map(int, oldest.split("."))):
        raise DeployError(f"F5TTS_CUDA={cuda} needs --min-cuda {oldest} or newer.")
    return wanted


def template(wanted: Wanted, env: Mapping[str, str]) -> dict[str, Any]:
    """Return the template's fields."""
    return {
        "name": wanted.name,
        "image": wanted.image,
        "disk": wanted.disk_gb,
        "env": dict(env),
        **({"registry": wanted.registry} if wanted.registry else {}),
        "serverless": True,
        "public": False,
        # By default both are on, and put a key and a password into the variables.
        "startSsh": False,
        "startJupyter": False,
    }


def placement(wanted: Wanted, volume_ids: list[str], data_centers: list[str]) -> dict[str, Any]:
    """Return the endpoint's own fields: those that no template has."""
    workers: dict[str, Any] = {"min": wanted.min_workers, "max": wanted.max_workers}
    if wanted.requests_per_worker is None:
        workers["idleTimeout"] = wanted.idle_s
        scaling = {"type": "QUEUE_DELAY", "queueDelay": wanted.queue_delay_s}
    else:  # the API refuses an idle timeout beside this one
        scaling = {"type": "REQUEST_COUNT", "requestCount": wanted.requests_per_worker}
    gpu: dict[str, Any] = {"pools": list(wanted.pools), "count": 1, "minCudaVersion": wanted.min_cuda}
    if wanted.excluded_types:
        gpu["excludedTypes"] = list(wanted.excluded_types)
    return {
        "gpu": gpu,
        "workers": workers,
        "scaling": scaling,
        "timeout": 1000 * wanted.execution_s,
        "flashboot": wanted.flashboot,
        "networkVolumes": volume_ids,
        "dataCenterIds": data_centers,
    }


def new_endpoint(wanted: Wanted, template_id: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that makes the endpoint from its template."""
    return {"name": wanted.name, "type": "QUEUE", "templateId": template_id, **own}


def update(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> tuple[dict[str, Any], list[Change]]:
    """Return the body of a PATCH, which is empty if nothing differs, and the fields that differ.

    A group of which one field differs is sent whole, as is `env`: the API replaces it.
    """
    body: dict[str, Any] = {}
    changes: list[Change] = []
    for name, given in wanted.items():
        value, before = given, there.get(name)
        if name == "gpu":
            value, before = _filters(given), _filters(before or {})
        found = _differing(name, value, before)
        if found:
            changes += found
            body[name] = value
    if "gpu" in body and not body["gpu"]["excludedTypes"]:
        del body["gpu"]["excludedTypes"]  # pools without it clear it
    return body, changes


def _filters(gpu: Mapping[str, Any]) -> dict[str, Any]:
    """Return a GPU choice with its empty filters: a list of exact CUDA versions has to be cleared."""
    return {"excludedTypes": [], "allowedCudaVersions": [], **gpu}


def _differing(path: str, wanted: Any, there: Any) -> list[Change]:
    if isinstance(wanted, Mapping):
        before = there if isinstance(there, Mapping) else {}
        names = [*wanted, *(name for name in before if name not in wanted and path == "env")]
        return [c for name in names for c in _differing(f"{path}.{name}", wanted.get(name), before.get(name))]
    if _plain(wanted) == _plain(there):
        return []
    return [Change(path, _words(path, there), _words(path, wanted))]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _words(path: str, value: Any) -> str:
    group, _, name = path.partition(".")
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return shown(name, value) if group == "env" else str(value)

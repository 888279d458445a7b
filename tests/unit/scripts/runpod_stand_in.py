"""A stand-in for RunPod's REST API v2: a real HTTP server with an account, strict about every body.

Each of `faults` befalls one matching call: a ProblemError to answer with, `lost` (done, but the answer never
comes) or `dropped` (not done, no answer). `writes` has the method, path and body of each write that came.
"""

import contextlib
import copy
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from tests.unit.scripts.runpod_shapes import BODIES

KEY = "rpa_CANARY_KEY_0123456789"
LISTS = {"serverless": "endpoints", "templates": "templates", "network-volumes": "networkVolumes"}
WORKER_QUOTA = 30
GPUS = [
    {"id": f"NVIDIA {card}", "name": card, "pool": pool, "memory": size, "price": {"serverless": price}}
    for pool, card, size, price in (
        ("AMPERE_16", "RTX A4000", 16, 0.58),
        ("AMPERE_24", "RTX 3090", 24, 0.69),
        ("ADA_24", "RTX 4090", 24, 1.1),
    )
] + [{"id": "NVIDIA T4", "name": "T4", "pool": None, "memory": 16, "price": {}}]


class ProblemError(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, detail: str, errors: list[str] | None = None, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors or [], headers


@dataclass
class StandIn:
    """The account, and what happened to it."""

    address: str = ""
    account: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in LISTS})
    writes: list[tuple[str, str, Any]] = field(default_factory=list)
    faults: list[tuple[str, str, Any]] = field(default_factory=list)  # method, kind, what happens
    health: list[dict[str, Any]] = field(default_factory=list)  # answers of the worker, the last one for ever
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def only(self, kind: str) -> dict[str, Any]:
        """Return the one thing of a kind."""
        (thing,) = self.account[kind]
        return thing

    def answer(self, method: str, path: str, body: Any) -> Any:
        """Do what is asked. Raises ProblemError."""
        kind, _, identity = path.partition("/")
        if method != "GET":
            self.writes.append((method, path, copy.deepcopy(body)))
        if path == "catalog/gpus":
            return {"gpus": GPUS}
        if kind not in LISTS:
            return self.job(identity)
        if (shape := BODIES.get((method, kind))) and (wrong := shape(body, "body")):
            raise ProblemError(422, "Request validation failed.", wrong)
        if not identity:
            return {LISTS[kind]: self.account[kind]} if method == "GET" else self.create(kind, body)
        there = next((one for one in self.account[kind] if one["id"] == identity), None)
        if there is None:
            raise ProblemError(404, "resource not found")
        if method == "DELETE":
            self.account[kind].remove(there)
            return None
        return getattr(self, f"change_{kind.replace('-', '_')}")(there, body)

    def create(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        made = {"id": f"{kind[:3]}{next(self.ids)}", **getattr(self, f"new_{kind.replace('-', '_')}")(body)}
        self.account[kind].append(made)
        return made

    def new_network_volumes(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"type": "HIGH_PERFORMANCE", **body}

    def change_network_volumes(self, there: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        if body.get("size", there["size"]) < there["size"]:
            raise ProblemError(400, "size may only increase")
        there.update(body)
        return there

    def new_templates(self, body: dict[str, Any]) -> dict[str, Any]:
        if any(one["name"] == body["name"] for one in self.account["templates"]):
            raise ProblemError(400, "Template name must be unique.")
        return {"startSsh": True, "startJupyter": True, "serverless": False, "registry": None, **body}

    def change_templates(self, there: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        there.update(body)
        return there

    def new_serverless(self, body: dict[str, Any]) -> dict[str, Any]:
        if ("gpu" in body) == ("cpu" in body):
            raise ProblemError(400, "exactly one of gpu and cpu")
        base = next((one for one in self.account["templates"] if one["id"] == body.get("templateId")), None)
        if base is None:
            raise ProblemError(404, "template not found")
        if not base["serverless"]:
            raise ProblemError(422, "not a serverless template")
        container = {name: base[name] for name in ("image", "disk", "env", "registry") if name in base}
        made: dict[str, Any] = {
            "networkVolumes": [],
            "dataCenterIds": [],
            "flashboot": "OFF",
            "timeout": 300_000,
            **copy.deepcopy(container),
            **{name: value for name, value in body.items() if name not in ("templateId", "gpu", "workers")},
            "gpu": {"count": 1, "allowedCudaVersions": [], "minCudaVersion": None, **body["gpu"]},
            "workers": {"min": 0, "max": 3, "idleTimeout": 10, **body.get("workers", {})},
        }
        self.check_endpoint(made, body)
        identity = f"ser{next(self.ids)}"
        run = f"{self.address}/{identity}/run"
        return {**made, "id": identity, "requestUrls": {"run": run}}

    def change_serverless(self, there: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        after = copy.deepcopy(there)
        gpu, workers = body.get("gpu", {}), body.get("workers", {})
        if "pools" in gpu:
            after["gpu"].pop("excludedTypes", None)
        after["gpu"].update(gpu)
        after["workers"].update(workers)
        after.update({name: value for name, value in body.items() if name not in ("gpu", "workers")})
        self.check_endpoint(after, body)
        there.clear()
        there.update(after)
        return there

    def check_endpoint(self, after: dict[str, Any], body: dict[str, Any]) -> None:
        """Refuse what the API's prose forbids and its schema cannot say."""
        if after["gpu"]["allowedCudaVersions"] and after["gpu"]["minCudaVersion"]:
            raise ProblemError(400, "allowedCudaVersions and minCudaVersion exclude each other")
        if after["scaling"]["type"] == "REQUEST_COUNT":
            if "idleTimeout" in body.get("workers", {}):
                raise ProblemError(400, "idleTimeout is not applicable")
            after["workers"].pop("idleTimeout", None)
        volumes = {one["id"]: one["dataCenter"] for one in self.account["network-volumes"]}
        if any(one not in volumes for one in after["networkVolumes"]):
            raise ProblemError(400, "network volume not found")
        if sorted(volumes[one] for one in after["networkVolumes"]) != sorted(after["dataCenterIds"]):
            raise ProblemError(400, "a volume in each data center, and only there")
        others = [one for one in self.account["serverless"] if one["id"] != after.get("id")]
        if after["workers"]["max"] + sum(one["workers"]["max"] for one in others) > WORKER_QUOTA:
            raise ProblemError(
                400, f"Max workers across all endpoints must not exceed your workers quota ({WORKER_QUOTA})"
            )

    def job(self, what: str) -> dict[str, Any]:
        """Answer a job: queued first, done when asked for."""
        if what == "run":
            return {"id": "job-1", "status": "IN_QUEUE"}
        output = self.health.pop(0) if len(self.health) > 1 else self.health[0]
        return {"id": "job-1", "status": "COMPLETED", "output": output}


class Handler(BaseHTTPRequestHandler):
    """HTTP around the stand-in."""

    server: "Server"

    def do_GET(self) -> None:
        stand_in, path = self.server.stand_in, self.path.removeprefix("/v2/")
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length)) if length else None
        try:
            with self.server.lock:
                if self.headers["Authorization"] != f"Bearer {KEY}":
                    raise ProblemError(401, "invalid token")
                fault = self.fault(path)
                if isinstance(fault, ProblemError):
                    raise fault
                if fault == "dropped":
                    return self.hang_up()
                answer = stand_in.answer(self.command, path, body)
            if fault == "lost":
                return self.hang_up()
            self.send(204 if answer is None else 201 if self.command == "POST" else 200, answer)
        except ProblemError as problem:
            said = {
                "title": "Problem",
                "status": problem.status,
                "detail": problem.detail,
                "errors": problem.errors,
            }
            self.send(problem.status, said, **problem.headers)

    do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815 - http.server wants these names

    def fault(self, path: str) -> Any:
        faults = self.server.stand_in.faults
        for one in faults:
            if one[0] == self.command and path.startswith(one[1]):
                faults.remove(one)
                return one[2]
        return None

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def send(self, status: int, answer: Any, **headers: str) -> None:
        content = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    """The server, with one account."""

    def __init__(self, stand_in: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.stand_in, self.lock = stand_in, threading.Lock()

    def handle_error(self, *_: Any) -> None:
        """Ignore connections that were closed on purpose."""


@contextlib.contextmanager
def running() -> Iterator[StandIn]:
    """Run a stand-in with an empty account."""
    stand_in = StandIn()
    with Server(stand_in) as server:
        stand_in.address = f"http://127.0.0.1:{server.server_port}/v2"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield stand_in
        server.shutdown()
        thread.join()

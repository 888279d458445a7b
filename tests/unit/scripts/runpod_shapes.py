"""What RunPod's REST API v2 accepts as request bodies: shapes as functions that return what is wrong.

The facts are those of the schema of 2026-08 (api-reference-v2/openapi.json in runpod/docs): required fields,
types, enumerations, bounds, and that unknown fields are refused.
"""

import re
from collections.abc import Callable
from typing import Any

Shape = Callable[[Any, str], list[str]]


def text(pattern: str = "", least: int = 0) -> Shape:
    def check(value: Any, at: str) -> list[str]:
        good = isinstance(value, str) and len(value) >= least and re.search(pattern, value)
        return [] if good else [f"{at} is no such text"]

    return check


def number(low: float = float("-inf"), high: float = float("inf"), *, whole: bool = True) -> Shape:
    kinds = (int,) if whole else (int, float)

    def check(value: Any, at: str) -> list[str]:
        good = isinstance(value, kinds) and not isinstance(value, bool) and low <= value <= high
        return [] if good else [f"{at} is no such number"]

    return check


def flag(value: Any, at: str) -> list[str]:
    return [] if isinstance(value, bool) else [f"{at} is neither true nor false"]


def one_of(*values: Any) -> Shape:
    return lambda value, at: [] if value in values else [f"{at} is none of {values}"]


def list_of(shape: Shape, *, least: int = 0, unique: bool = False) -> Shape:
    def check(value: Any, at: str) -> list[str]:
        if (
            not isinstance(value, list)
            or len(value) < least
            or (unique and len(set(map(str, value))) < len(value))
        ):
            return [f"{at} is no such list"]
        return [fault for one in value for fault in shape(one, f"{at}[]")]

    return check


def texts(value: Any, at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at} is no object"]
    return [fault for name, one in value.items() for fault in text()(one, f"{at}.{name}")]


def record(fields: dict[str, Shape], required: tuple[str, ...] = ()) -> Shape:
    def check(value: Any, at: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{at} is no object"]
        faults = [f"{at}.{name} is missing" for name in required if name not in value]
        for name, one in value.items():
            faults += fields[name](one, f"{at}.{name}") if name in fields else [f"{at}.{name} is unknown"]
        return faults

    return check


def scaling(value: Any, at: str) -> list[str]:
    by_delay = {"type": one_of("QUEUE_DELAY"), "queueDelay": number(0.5, whole=False)}
    by_count = {"type": one_of("REQUEST_COUNT"), "requestCount": number(1)}
    shapes = [record(fields, tuple(fields)) for fields in (by_delay, by_count)]
    return min((shape(value, at) for shape in shapes), key=len)


def registry(value: Any, at: str) -> list[str]:
    return [] if value is None else text()(value, at)


VERSION = r"^\d+\.\d+$"
CONTAINER: dict[str, Shape] = {
    "args": text(),
    "disk": number(1),
    "env": texts,
    "image": text(),
    "ports": list_of(text()),
    "registry": registry,
}
GPU: dict[str, Shape] = {
    "pools": list_of(text(), least=1),
    "excludedTypes": list_of(text(r"^\s*[^-\s]"), unique=True),
    "count": number(1),
    "allowedCudaVersions": list_of(text(VERSION)),
    "minCudaVersion": text(VERSION),
}
ENDPOINT: dict[str, Shape] = {
    **CONTAINER,
    "name": text(least=1),
    "scaling": scaling,
    "dataCenterIds": list_of(text()),
    "flashboot": one_of("OFF", "FLASHBOOT", "PRIORITY_FLASHBOOT"),
    "networkVolumes": list_of(text()),
    "timeout": number(),
    "workers": record({"min": number(0), "max": number(0), "idleTimeout": number(1, 3600)}),
}
TEMPLATE: dict[str, Shape] = {
    **CONTAINER,
    "name": text(least=1),
    "allowedCudaVersions": list_of(text(VERSION)),
    "category": one_of("CPU", "NVIDIA", "AMD"),
    "mounts": record({}),  # a Pod's, and never sent
    "public": flag,
    "serverless": flag,
    "startJupyter": flag,
    "startSsh": flag,
}
VOLUME: dict[str, Shape] = {"name": text(least=1), "size": number(10, 4096)}


def new_endpoint(value: Any, at: str) -> list[str]:
    fields = {
        **ENDPOINT,
        "templateId": text(least=1),
        "type": one_of("QUEUE", "LOAD_BALANCER"),
        "gpu": record(GPU, ("pools",)),
    }
    required = ("name", "type", "scaling", *(() if "templateId" in value else ("image",)))
    return record(fields, required)(value, at)


def changed_endpoint(value: Any, at: str) -> list[str]:
    gpu = record({**GPU, "minCudaVersion": text(rf"^$|{VERSION}")})
    if faults := record({**ENDPOINT, "templateId": text(), "gpu": gpu})(value, at):
        return faults
    chosen = value.get("gpu", {})
    return ["excludedTypes needs pools"] if "excludedTypes" in chosen and "pools" not in chosen else []


def changed_volume(value: Any, at: str) -> list[str]:
    return record(VOLUME)(value, at) or ([] if value else [f"{at} is empty"])


BODIES: dict[tuple[str, str], Shape] = {
    ("POST", "serverless"): new_endpoint,
    ("PATCH", "serverless"): changed_endpoint,
    ("POST", "templates"): record(TEMPLATE, ("name", "image")),
    ("PATCH", "templates"): record(TEMPLATE),
    ("POST", "network-volumes"): record(
        {**VOLUME, "dataCenter": text(least=1), "type": one_of("STANDARD", "HIGH_PERFORMANCE")},
        ("name", "size", "dataCenter"),
    ),
    ("PATCH", "network-volumes"): changed_volume,
}

#!/usr/bin/env python3
"""Check whether this worker can do jobs: one line for the image's HEALTHCHECK, or a page for people (--page).

Makes the same checks as a `health` job, with the same code and without an engine, and tries to write to the
volume. The page waits for the GPU and makes one request to the bucket. In a container, the one-line check
also makes sure that the worker itself still runs. The exit code is 1 if jobs would fail.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from f5tts_worker import bootstrap
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.health.advice import unanswered
from f5tts_worker.health.page import Lookout
from f5tts_worker.http.serving import checked_start
from f5tts_worker.jobs.ready.readiness import Readiness
from f5tts_worker.jobs.worker import Worker

INIT = Path("/proc/1/cmdline")
PATIENCE_S = 30.0  # for nvidia-smi and the bucket


async def examine(settings: Settings) -> str:
    """Return a line that describes a working worker. Raises WorkerError with what is wrong."""
    volume = await asyncio.to_thread(bootstrap.check_volume, settings)
    answer = await Worker(settings).answer({"id": "doctor", "input": {"endpoint": "health"}})
    if "error" in answer:
        raise WorkerError("INTERNAL", str(answer["error"]))
    environment = bootstrap.find(volume.settings)
    found = f"environment {environment.key}" if environment else "no environment yet"
    return (
        f"{volume.settings.volume} ({volume.free_bytes / 1e9:.0f} GB free), {found}, model {settings.model}"
    )


async def ask(settings: Settings) -> tuple[dict[str, Any], float]:
    """Return the page when all of it is known, and the seconds that the first, hasty answer took."""
    order = {"id": "doctor", "input": {"endpoint": "health"}}
    lookout = Lookout(settings)
    worker = Worker(settings, Readiness(settings, lookout=lookout))
    started = time.monotonic()
    await worker.answer(order)
    took = time.monotonic() - started
    lookout.patience_s = PATIENCE_S
    page = await worker.answer(order)
    if "error" not in page:
        page["problems"] += [vars(problem) for problem in unanswered(page)]
    return page, took


def lines(page: Mapping[str, Any], took: float) -> Iterator[str]:
    """Yield the page's lines: what was found, the settings, and each problem with its cure."""
    yield f"f5tts-worker {page['version']}; health answered in {took * 1000:.0f} ms"
    for name, text in (
        ("volume", volume(page["volume"])),
        ("environment", environment(page["environment"])),
        ("models", models(page["models"])),
        ("gpu", gpus(page["gpu"])),
        ("bucket", bucket(page["bucket"])),
    ):
        yield f"  {name:12} {text}"
    yield "  settings"
    for name, value in page["settings"].items():
        yield f"    {name} = {json.dumps(value)}"
    for warning in page["warnings"]:
        yield f"  note: {warning}"
    for problem in sorted(page["problems"], key=lambda one: not one["serious"]):
        yield f"  {'WRONG' if problem['serious'] else 'note'}: {problem['what']}"
        yield f"    {problem['cure']}"
    if not page["problems"]:
        yield "  nothing is wrong"


def volume(part: Mapping[str, Any]) -> str:
    """Describe the volume."""
    if part["writable"] is None:
        return f"{part['path']}, which does not answer"
    free = "" if part["free_bytes"] is None else f", {part['free_bytes'] / 1e9:.1f} GB free"
    place = "mounted" if part["mounted"] else "on this machine's own disk"
    broken = "FULL" if str(part["error"]).startswith("VOLUME_FULL") else "NOT writable"
    return f"{part['path']}, {place}, {'writable' if part['writable'] else broken}{free}"


def environment(part: Mapping[str, Any]) -> str:
    """Describe the environment: its key, its state and how large it is."""
    text = f"{part['key']}, {part['state']}"
    if part["installing"]:
        text += f" ({part['installing']['message']})"
    if part.get("size") and part.get("trimmed"):
        size, saved = part["size"], part["trimmed"]
        text += f", {size['bytes'] / 1e9:.2f} GB in {size['files']:,} files; "
        text += f"{saved['bytes'] / 1e9:.2f} GB in {saved['files']:,} files were not needed"
    return text


def models(part: list[Mapping[str, Any]]) -> str:
    """Describe the models on the volume."""
    said = [
        f"{m['name']} {m['bytes'] / 1e6:.0f} MB {'verified' if m['verified'] else 'DAMAGED'}" for m in part
    ]
    return ", ".join(said) or "none yet (the demo model is part of the worker)"


def gpus(part: Mapping[str, Any]) -> str:
    """Describe the GPUs and their driver."""
    said = [
        f"{card['name']}, {card['memory_mib']} MiB ({card['free_mib']} free), driver {card['driver']}"
        for card in part["gpus"] or ()
    ]
    return "; ".join(said) or part["error"] or "nvidia-smi does not answer"


def bucket(part: Mapping[str, Any] | None) -> str:
    """Describe the bucket."""
    if part is None:
        return "none: voices and results are kept on the volume"
    state = "reachable" if part["reachable"] else part["error"] or "which does not answer"
    return f"{part['name']} ({part['address']}), {state}"


def is_container() -> bool:
    """Say whether process 1 is the image's tini."""
    return INIT.read_bytes().startswith(b"/usr/bin/tini\0")


def handler_runs() -> bool:
    """Say whether tini's child, the worker, is there."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_bytes().rpartition(b")")[2].split()[1]
            words = stat.with_name("cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == b"1" and b"/app/handler.py" in words:
            return True
    return False


def main() -> None:
    """Print the finding and set the exit code."""
    parser = argparse.ArgumentParser(
        description="Check whether this worker can do jobs, and say what to do if not."
    )
    parser.add_argument("--page", action="store_true", help="print all findings, instead of one line")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON, for programs")
    given = parser.parse_args()
    try:
        settings = checked_start()
        if given.page or given.json:
            sys.exit(tell(*asyncio.run(ask(settings)), as_json=given.json))
        finding = asyncio.run(examine(settings))
    except WorkerError as error:
        sys.exit(f"{error}")
    if is_container() and not handler_runs():
        sys.exit("INTERNAL: the worker's process is not running")
    print(json.dumps({"status": "ok", "message": finding}))


def tell(page: Mapping[str, Any], took: float, *, as_json: bool) -> int:
    """Print the page; return 1 if jobs would fail."""
    if "error" in page:
        print(page["error"], file=sys.stderr)
        return 1
    print(json.dumps(page, indent=1) if as_json else "\n".join(lines(page, took)))
    return 1 if any(problem["serious"] for problem in page["problems"]) else 0


if __name__ == "__main__":
    main()

"""Fetch one source's files into a folder; run by the environment's Python, where huggingface_hub is.

Usage: hub_download.py JSON with repository, revision, files, configuration, weights, url, folder, pauses.
Writes one JSON object a line to stdout: {"plan": {"revision": ..., "files": {path: size or null}}}, then
either {"done": {path: SHA-256 that the hub gives for it}} or {"failed": "missing" | "refused" | "network" |
"disk" | "program", "why": ...} and exit code 1. A file that arrives is a `*.incomplete` of huggingface_hub's
or a `*.part` of ours, and both are continued where they end.
"""

import fnmatch
import http.client
import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

READ_SECONDS = 30.0
OUT_OF_REACH = "LocalEntryNotFoundError"  # huggingface_hub's, when five requests of its own have failed


def main() -> int:
    """Fetch what the first argument asks for. Returns the exit code."""
    wanted = json.loads(sys.argv[1])
    try:
        fetch = from_web if wanted["url"] else from_hub
        sums = fetch(wanted, Path(wanted["folder"]))
    except Exception as error:  # noqa: BLE001 - every failure is reported as one line
        tell(failed=kind_of(error), why=f"{type(error).__name__}: {error}"[:500])
        return 1
    tell(done=sums)
    return 0


def from_hub(wanted: dict[str, Any], folder: Path) -> dict[str, str]:
    """Fetch from a repository of the model hub, at one revision for all its files."""
    from huggingface_hub import HfApi, hf_hub_download  # type: ignore[import-not-found]  # in the environment

    revision, sizes = wanted["revision"], wanted["files"]
    if revision is None or not sizes:
        info = HfApi().model_info(
            wanted["repository"], revision=revision, files_metadata=True, timeout=READ_SECONDS
        )
        revision = info.sha
        there = {sibling.rfilename: sibling.size for sibling in info.siblings or ()}
        sizes = {path: there.get(path) for path in sizes or choose(there, wanted)}
    tell(plan={"revision": revision, "files": sizes})
    for path in sizes:
        get = partial(hf_hub_download, wanted["repository"], path, revision=revision, local_dir=folder)
        retry(get, wanted["pauses"])
    sums = sums_of(folder, sizes)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return sums


def sums_of(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 sums that the hub gave as ETags of its large files; huggingface_hub notes them."""
    sums = {}
    for path in paths:
        try:
            note = folder / ".cache" / "huggingface" / "download" / f"{path}.metadata"
            tag = note.read_text(encoding="utf-8").splitlines()[1]
        except (OSError, IndexError):
            continue
        if re.fullmatch("[0-9a-f]{64}", tag):
            sums[path] = tag
    return sums


def choose(there: dict[str, int | None], wanted: dict[str, Any]) -> list[str]:
    """Return the configuration files at the repository's top and the first weights file that it has."""
    weights = [path for path in wanted["weights"] if path in there][:1]
    if not weights:
        raise FileNotFoundError(f"{wanted['repository']} has none of {', '.join(wanted['weights'])}")
    patterns = wanted["configuration"]
    top = [path for path in there if "/" not in path and any(fnmatch.fnmatch(path, p) for p in patterns)]
    return [*top, *weights]


def from_web(wanted: dict[str, Any], folder: Path) -> dict[str, str]:
    """Fetch plain files from a folder on the web, whose sizes and sums our table knows."""
    tell(plan={"revision": None, "files": wanted["files"]})
    for path, size in wanted["files"].items():
        target, part = folder / path, folder / f"{path}.part"
        if not target.exists():  # else an earlier attempt's; its sum tells whether it is whole
            retry(partial(fetch_rest, f"{wanted['url']}/{path}", part, size), wanted["pauses"])
            part.replace(target)
    return {}


def fetch_rest(url: str, part: Path, size: int) -> None:
    """Append to a part what it lacks of a file of `size` bytes.

    Versions are not compared: a whole that begins as another version has a wrong sum.
    """
    from huggingface_hub.file_download import http_get  # type: ignore[import-not-found]  # in the environment

    there = part.stat().st_size if part.exists() else 0
    with part.open("ab" if there < size else "wb") as file:
        http_get(url, file, resume_size=file.tell())


def retry(fetch: Callable[[], object], pauses: Sequence[float]) -> None:
    """Try again after network faults; what has arrived already is kept."""
    for pause in (*pauses, None):
        try:
            fetch()
        except Exception as error:
            if pause is None or kind_of(error) != "network" or type(error).__name__ == OUT_OF_REACH:
                raise
            time.sleep(pause)
        else:
            return


def kind_of(error: BaseException) -> str:
    """Say what kind of fault an exception is, in the words of this program's protocol."""
    code = getattr(getattr(error, "response", None), "status_code", None) or getattr(error, "code", None)
    name = type(error).__name__
    if code in (401, 403) or "Gated" in name:
        return "refused"
    if name == OUT_OF_REACH:
        return "network"
    if code == 404 or isinstance(error, FileNotFoundError) or "NotFound" in name:
        return "missing"
    if isinstance(error, OSError) and error.errno in (28, 122, 30, 13):
        return "disk"
    if code is not None or isinstance(error, OSError | http.client.HTTPException):
        return "network"
    return "program"


def tell(**message: Any) -> None:
    """Write one line of the protocol."""
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""Fetch one source's files into a folder; run by the environment's Python, where huggingface_hub is.

Usage: hub_download.py JSON with repository, revision, files, configuration, weights, url, folder, pauses.
Writes one JSON object a line to stdout: {"plan": {"revision": ..., "files": {path: size or null}}}, then
either {"done": {path: SHA-256 that the hub gives for it}} or {"failed": "missing" | "refused" | "network" |
"disk" | "program", "why": ...} and exit code 1. A file that arrives is a `*.incomplete` of huggingface_hub's
or a `*.part` of ours, and both are continued where they end if they are of the same version.
"""

import fnmatch
import http.client
import json
import re
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

READ_SECONDS = 30.0
BLOCK = 1024 * 1024
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

    revision, sizes = wanted["revision"], dict.fromkeys(wanted["files"])
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
    """Fetch plain files from a folder on the web, whose sums our table knows."""
    tell(plan={"revision": None, "files": wanted["files"]})
    for path in wanted["files"]:
        retry(partial(fetch_file, f"{wanted['url']}/{path}", folder / path), wanted["pauses"])
    return {}


def fetch_file(url: str, target: Path) -> None:
    """Fetch one file, continuing where an earlier try stopped if the server still has the same version."""
    if target.exists():  # an earlier attempt's; its sum tells whether it is whole
        return
    part, note = Path(f"{target}.part"), Path(f"{target}.part.tag")
    start, tag = 0, ""
    if part.exists() and note.exists():
        start, tag = part.stat().st_size, note.read_text(encoding="utf-8")
    # If-Range: with another version, or a tag that proves nothing, the whole file comes.
    headers = {"Range": f"bytes={start}-", "If-Range": tag} if start and tag else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our table's URLs
    try:
        answer = urllib.request.urlopen(request, timeout=READ_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        part.replace(target)  # nothing is left to fetch
        return
    with answer:
        again = answer.status == 206
        if not again:
            part.unlink(missing_ok=True)
            given = answer.headers.get("ETag", "")
            note.write_text("" if given.startswith("W/") else given, encoding="utf-8")
        expected = answer.length
        with part.open("ab" if again else "wb") as file:
            before = file.tell()
            shutil.copyfileobj(answer, file, BLOCK)
            if expected is not None and file.tell() - before != expected:
                raise ConnectionError(f"{url} ended early")
    part.replace(target)
    note.unlink(missing_ok=True)


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

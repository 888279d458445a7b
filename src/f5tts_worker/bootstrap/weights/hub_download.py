"""Fetch one source's files into a folder, in a process of its own, which can be ended at any moment.

Usage: hub_download.py JSON with repository, revision, files, configuration, weights, url, folder, pauses.
Writes one JSON object a line to stdout: {"plan": {"revision": ..., "files": {path: size or null}}}, then
either {"done": {path: SHA-256 that the hub gives for it}} or {"failed": "missing" | "refused" | "untrusted" |
"network" | "disk" | "program", "why": ...} and exit code 1. A file that arrives is a `*.part`, which is
continued where it ends if it is of the same version.

The hub is asked over plain HTTP: huggingface_hub and its packages would take 12 MB in the image, and the
environment's cannot be used before that is installed.
"""

import fnmatch
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import requests
from requests.exceptions import InvalidHeader, InvalidURL, SSLError

READ_SECONDS = float(os.environ.get("HF_HUB_DOWNLOAD_TIMEOUT") or 30)
BLOCK = 64 * 1024  # what a connection that breaks may lose
HUB = "https://huggingface.co"
T = TypeVar("T")


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
    hub, repository = hub_address(os.environ.get("HF_ENDPOINT", "")), wanted["repository"]
    session = connection()
    if token := os.environ.get("HF_TOKEN", "").strip():  # pasted with a line end, it is no header
        session.headers["Authorization"] = f"Bearer {token}"
    revision, sizes = wanted["revision"], wanted["files"]
    if revision is None or not sizes:
        at = f"/revision/{quote(revision, safe='')}" if revision else ""
        info = retry(partial(listing, session, f"{hub}/api/models/{repository}{at}"), wanted["pauses"])
        revision = info["sha"]
        there = {one["rfilename"]: one.get("size") for one in info["siblings"]}
        sizes = {path: there.get(path) for path in sizes or choose(there, wanted)}
    tell(plan={"revision": revision, "files": sizes})
    at = quote(revision, safe="")  # a branch or a pull request may have slashes in its name
    return fetch_all(session, f"{hub}/{repository}/resolve/{at}", sizes, folder, wanted["pauses"])


def hub_address(given: str) -> str:
    """Return the hub's address: the operator's, which need not begin with https://, or the usual one."""
    plain = given.strip().strip("\"'").rstrip("/") or HUB
    return plain if "://" in plain else f"https://{plain}"


def from_web(wanted: dict[str, Any], folder: Path) -> dict[str, str]:
    """Fetch plain files from a folder on the web, whose sums our table knows."""
    tell(plan={"revision": None, "files": wanted["files"]})
    fetch_all(connection(), wanted["url"], wanted["files"], folder, wanted["pauses"])
    return {}


def connection() -> requests.Session:
    """Return a session that trusts the authorities which the operator names for Python or for OpenSSL."""
    session = requests.Session()
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
    return session


def listing(session: requests.Session, url: str) -> Any:
    """Return what the hub says of a repository: its newest commit, its files and their sizes."""
    with ask(session, url, params={"blobs": "true"}) as answer:
        answer.raise_for_status()
        return answer.json()


def ask(session: requests.Session, url: str, **how: Any) -> requests.Response:
    """Return the answer to a GET; with a token that the hub does not know, the one that anybody gets.

    A hub refuses such a token even where none is needed.
    """
    answer = session.get(url, timeout=READ_SECONDS, **how)
    if answer.status_code == 401 and "Authorization" in session.headers:
        del session.headers["Authorization"]
        answer.close()
        answer = session.get(url, timeout=READ_SECONDS, **how)
    return answer


def choose(there: Mapping[str, int | None], wanted: dict[str, Any]) -> list[str]:
    """Return the configuration files at the repository's top and the first weights file that it has."""
    weights = [path for path in wanted["weights"] if path in there][:1]
    if not weights:
        raise FileNotFoundError(f"{wanted['repository']} has none of {', '.join(wanted['weights'])}")
    patterns = wanted["configuration"]
    top = [path for path in there if "/" not in path and any(fnmatch.fnmatch(path, p) for p in patterns)]
    return [*top, *weights]


def fetch_all(
    session: requests.Session, folder_url: str, paths: Iterable[str], folder: Path, pauses: Sequence[float]
) -> dict[str, str]:
    """Fetch files one after the other; return the SHA-256 sums that the hub gives as tags of large files."""
    sums: dict[str, str] = {}
    for path in paths:
        url, target = f"{folder_url}/{quote(path)}", folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(f"{target}.part")
        tag = retry(partial(fetch_file, session, url, target), pauses, partial(size_of, part)).strip('"')
        if re.fullmatch("[0-9a-f]{64}", tag):
            sums[path] = tag
    return sums


def fetch_file(session: requests.Session, url: str, target: Path) -> str:
    """Fetch one file, continuing where an earlier try stopped if the server still has the same version.

    Returns the tag that the hub gives for it; the host that it refers to may have one of another kind.
    """
    part, note = Path(f"{target}.part"), Path(f"{target}.part.tag")
    headers = {"Accept-Encoding": "identity"}
    if part.exists() and note.exists() and (version := note.read_text(encoding="utf-8")):
        # If-Range: with another version, the whole file comes.
        headers |= {"Range": f"bytes={part.stat().st_size}-", "If-Range": version}
    with ask(session, url, headers=headers, stream=True) as answer:
        tags = [one.headers.get("X-Linked-Etag", "") for one in (*answer.history, answer)]
        tag = next(filter(None, tags), "" if answer.history else answer.headers.get("ETag", ""))
        nothing_left = answer.status_code == 416
        if not nothing_left:
            answer.raise_for_status()
        if target.exists():  # an earlier attempt's; its sum tells whether it is whole
            return tag
        if not nothing_left:
            receive(answer, part, note)
    part.replace(target)
    note.unlink(missing_ok=True)
    return tag


def receive(answer: requests.Response, part: Path, note: Path) -> None:
    """Write what comes; note the version that it is of, unless its tag proves nothing."""
    again = answer.status_code == 206
    if not again:
        part.unlink(missing_ok=True)
        given = answer.headers.get("ETag", "")
        note.write_text("" if given.startswith("W/") else given, encoding="utf-8")
    with part.open("ab" if again else "wb") as file:
        for block in answer.iter_content(BLOCK):
            file.write(block)


def size_of(part: Path) -> int:
    """Return how many bytes have arrived."""
    return part.stat().st_size if part.exists() else 0


def retry(fetch: Callable[[], T], pauses: Sequence[float], arrived: Callable[[], int] = int) -> T:
    """Try again after network faults, once for each of the pauses; a try that brings data does not count."""
    left = list(pauses)
    while True:
        before = arrived()
        try:
            return fetch()
        except Exception as error:
            brought = arrived() > before
            if kind_of(error) != "network" or not (brought or left):
                raise
            time.sleep(pauses[0] if brought else left.pop(0))


def kind_of(error: BaseException) -> str:
    """Say what kind of fault an exception is, in the words of this program's protocol."""
    code = getattr(getattr(error, "response", None), "status_code", None)
    if code in (401, 403):
        return "refused"
    if code == 404 or isinstance(error, FileNotFoundError):
        return "missing"
    if isinstance(error, OSError) and error.errno in (28, 122, 30, 13):
        return "disk"
    if isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "untrusted"
    if isinstance(error, InvalidHeader | InvalidURL):
        return "program"  # trying again would not help
    if isinstance(error, requests.RequestException | OSError):
        return "network"
    return "program"


def tell(**message: Any) -> None:
    """Write one line of the protocol."""
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    sys.exit(main())

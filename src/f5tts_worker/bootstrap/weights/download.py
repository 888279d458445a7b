"""Fetch a source into a folder of the volume, watch it arrive, and verify every file."""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from f5tts_worker.bootstrap.command import Outcome, public_environment, run
from f5tts_worker.bootstrap.weights.models import CONFIGURATION, WEIGHTS, File, Source
from f5tts_worker.errors import WorkerError
from f5tts_worker.log import hide, redact
from f5tts_worker.volume.folder_contents import files_under
from f5tts_worker.volume.inventory import size_and_sum
from f5tts_worker.volume.progress import Watch

STAGE = "weights"
PROGRAM = Path(__file__).with_name("hub_download.py")
PAUSES = (1.0, 3.0, 10.0)  # seconds between tries after a network fault
MEGABYTE = 1_000_000

_SENTENCES = {
    "missing": "the repository has no such file or revision",
    "refused": "access was refused; if the repository asks for consent, set HF_TOKEN to a valid token of an "
    "account that has given it",
    "untrusted": "the hub's certificate cannot be trusted; if a proxy of yours has made it, set "
    "REQUESTS_CA_BUNDLE to a file with its authority",
    "network": "the model hub cannot be reached",
    "disk": "the files could not be written",
    "program": "the download program failed",
}


class WrongFileError(WorkerError):
    """A file is there, and is not the expected one."""


@dataclass(frozen=True)
class Fetched:
    """What has arrived: the revision, the files' paths, and the SHA-256 sums that the sender gives."""

    revision: str | None
    paths: list[str]
    sums: Mapping[str, str] = field(default_factory=dict)


def fetch(source: Source, folder: Path, watch: Watch, deadline: float) -> Fetched:
    """Download the source's files into `folder`, continuing with what is already there.

    Raises WorkerError MODEL_UNAVAILABLE, VOLUME_FULL or CANCELLED.
    """
    wanted = {
        "repository": source.repository,
        "revision": source.revision,
        "files": {file.path: file.size for file in source.files},
        "configuration": CONFIGURATION,
        "weights": WEIGHTS,
        "url": source.url,
        "folder": str(folder),
        "pauses": PAUSES,
    }
    hide(os.environ.get("HF_TOKEN", "").strip())
    follow = _Follow(source, folder, watch)
    outcome = run(
        [Path(sys.executable), "-I", PROGRAM, json.dumps(wanted)],
        environ=public_environment(os.environ),  # HF_ENDPOINT, HF_TOKEN and proxies stay
        folder=folder,
        watch=watch,
        deadline=deadline,
        on_line=follow.hear,
        on_tick=follow.tick,
    )
    if outcome.code != 0 or not follow.plan:
        raise _failure(source, outcome, follow.failed)
    return Fetched(follow.plan["revision"], list(follow.plan["files"]), follow.sums)


def arrived_in(folder: Path) -> int:
    """Return the bytes of all files in a folder, unfinished ones included."""
    arrived = 0
    for path in files_under(folder):
        with suppress(OSError):  # renamed between two looks
            arrived += path.stat().st_size
    return arrived


class Arrivals:
    """Reports how much has come, at each new per cent: "downloading F5TTS_v1_Base: 62 %, 836 of 1348 MB".

    `total` is in bytes, 0 for unknown: then it reports at each new megabyte.
    """

    def __init__(self, watch: Watch, doing: str, total: int) -> None:
        self._watch, self._doing, self.total = watch, doing, total
        self._reported = -1

    def show(self, arrived: int) -> None:
        """Report the bytes so far, unless that is no news."""
        arrived = min(arrived, self.total or arrived)
        megabytes = arrived // MEGABYTE
        step = 100 * arrived // self.total if self.total else megabytes
        if step == self._reported:
            return
        self._reported = step
        said = f"{step} %, {megabytes} of {self.total // MEGABYTE} MB" if self.total else f"{megabytes} MB"
        self._watch.say(STAGE, f"{self._doing}: {said}", arrived, self.total)


def verify(
    source: Source, folder: Path, paths: list[str], watch: Watch, sums: Mapping[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """Return size and SHA-256 of every file; what the table knows, and `sums`, must agree.

    Raises WorkerError MODEL_UNAVAILABLE for a file that is missing, WrongFileError for one that differs.
    """
    known = {file.path: file for file in source.files}
    found: dict[str, dict[str, Any]] = {}
    for number, path in enumerate(paths):
        watch.say(STAGE, f"verifying {source.name}", number, len(paths))
        try:
            size, digest = size_and_sum(folder / path, watch)
        except OSError as error:
            raise WorkerError("MODEL_UNAVAILABLE", f"{source.name}: {path} cannot be read.") from error
        pinned = known.get(path, File(path))
        expected = pinned.sha256 or (sums or {}).get(path) or digest
        if (pinned.size or size) != size or expected != digest:
            message = f"{source.name}: {path} is not the expected file (its checksum differs)."
            raise WrongFileError("MODEL_UNAVAILABLE", message, {"sha256": digest, "expected": expected})
        found[path] = {"size": size, "sha256": digest}
    return found


class _Follow:
    """Reads the download program's lines and looks how much has arrived."""

    def __init__(self, source: Source, folder: Path, watch: Watch) -> None:
        self._folder = folder
        self._arrivals = Arrivals(
            watch, f"downloading {source.name}", sum(file.size or 0 for file in source.files)
        )
        self.plan: dict[str, Any] = {}
        self.sums: dict[str, str] = {}
        self.failed: dict[str, str] = {}
        watch.say(STAGE, f"downloading {source.name}")

    def hear(self, line: str) -> None:
        """Take the protocol's lines; others are a library's chatter."""
        try:
            message = json.loads(line)
        except ValueError:
            return
        match message:
            case {"plan": plan}:
                self.plan = plan
                known = sum(size or 0 for size in plan["files"].values())
                self._arrivals.total = max(self._arrivals.total, known)
            case {"done": sums}:
                self.sums = sums
            case {"failed": _}:
                self.failed = message

    def tick(self) -> None:
        """Report the bytes on the disk, partial files included."""
        self._arrivals.show(arrived_in(self._folder))


def _failure(source: Source, outcome: Outcome, failed: Mapping[str, str]) -> WorkerError:
    if outcome.code is None:
        sentence = "it took longer than F5TTS_INSTALL_SECONDS allows"
        return WorkerError("MODEL_UNAVAILABLE", f"{source.name} was not downloaded: {sentence}.")
    kind = failed.get("failed", "program")
    why = redact(failed.get("why", outcome.text[-300:]))
    full = kind == "disk" and ("space" in why.lower() or "quota" in why.lower())
    code = "VOLUME_FULL" if full else "MODEL_UNAVAILABLE"
    message = f"{source.name} was not downloaded from {source.repository or source.url}: {_SENTENCES[kind]}."
    return WorkerError(code, message, {"kind": kind, "why": why})

"""Many jobs: several in flight, failures retried where that can help, and a batch resumed where it stopped.

A state file beside the outputs remembers each item's `request_id`, which jobs are in RunPod's queue, and
which items are done. It is written before a job is sent and again before the wait for it. So after a kill
the next run asks for the jobs that are under way, and what was made is never paid for twice: the same request
with the same id is answered from the store.
"""

import json
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from f5tts_worker.client.connection import (
    UNDER_WAY,
    Connection,
    JobError,
    UnknownJobError,
    UnreachableError,
    awaited,
)
from f5tts_worker.client.input.items import Item, plain_format
from f5tts_worker.client.output.display import visible
from f5tts_worker.client.output.saving import SavingError, check_folder, save, targets
from f5tts_worker.client.output.wording import notes, reworded
from f5tts_worker.files.whole_files import write_whole

STATE_FILE = ".batch.json"
ATTEMPTS = 4
PAUSE_SECONDS = 2.0  # before the second attempt; doubled before each further one


class State:
    """Each item's digest and `request_id`, its job's id while that is under way, and whether it is done."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / STATE_FILE
        self._lock = threading.Lock()
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        self._items: dict[str, Any] = found if isinstance(found, dict) else {}

    def of(self, item: Item) -> Mapping[str, Any]:
        """Return what is known of this very item; nothing if its request has changed."""
        entry = self._items.get(item.name)
        return entry if isinstance(entry, dict) and entry.get("digest") == item.digest else {}

    def put(self, item: Item, **facts: object) -> None:
        """Remember facts about an item; on disk, whole, before this returns."""
        with self._lock:
            self._items[item.name] = {"digest": item.digest, "request_id": self._request_id(item), **facts}
            data = json.dumps(self._items, indent=1).encode()
            write_whole(self._path, lambda file: file.write(data))

    def order(self, item: Item) -> dict[str, Any]:
        """Return the item's request with its `request_id`, which is on disk by then."""
        if "request_id" not in self.of(item):
            self.put(item)
        return {"input": {**item.data, "request_id": self._request_id(item)}}

    def _request_id(self, item: Item) -> str:
        return str(self.of(item).get("request_id") or item.data.get("request_id") or uuid.uuid4().hex)

    def close(self) -> None:
        """Wait until what is being written is whole; nothing is written any more after this."""
        self._lock.acquire()  # never released: the process is about to end, whatever its threads are doing


@dataclass(frozen=True)
class Batch:
    """How a batch is run: its folder, its connection, its patience."""

    folder: Path
    connect: Callable[[], Connection]
    seconds: float
    parallel: int
    overwrite: bool = False

    def run(self, items: Sequence[Item]) -> int:
        """Do all that is not done yet, print a line for each item, and return how many failed."""
        check_folder(self.folder)
        state = State(self.folder)
        count = _Count(len(items))
        pool = ThreadPoolExecutor(self.parallel)
        try:
            jobs = [pool.submit(self._one, item, state, count) for item in items]
            outcomes = [awaited(job) for job in jobs]
        except KeyboardInterrupt:
            state.close()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        failed = outcomes.count(False)
        print(f"{len(items) - failed} done, {failed} failed: {self.folder}")
        return failed

    def _one(self, item: Item, state: State, count: "_Count") -> bool:
        known, files = state.of(item), self.files(item)
        if known.get("done") and files["audio"].exists():
            count.say(item.name, "done before")
            return True
        if not known and not self.overwrite and any(path.exists() for path in files.values()):
            count.say(
                item.name, "FAILED: files of another request exist under its name; use --out or --overwrite"
            )
            return False
        try:
            answer = self._answer(item, state)
            save(answer, files)
        except (JobError, UnreachableError, SavingError) as error:
            count.say(item.name, f"FAILED: {visible(reworded(str(error), 'batch'))}")
            return False
        state.put(item, done=True)
        warnings = "".join(f"\n    note: {visible(note)}" for note in notes(answer, "batch"))
        count.say(item.name, f"{visible(answer.get('duration'))} s of speech{warnings}")
        return True

    def _answer(self, item: Item, state: State) -> dict[str, Any]:
        """Return the item's answer: of the job that is under way, or of a new one, tried a few times."""
        connection = self.connect()
        for attempt in range(1, ATTEMPTS + 1):
            job = state.of(item).get("job")
            try:
                if not connection.queued:
                    return connection.ask(state.order(item), _nothing, self.seconds)
                if job is None:
                    job = connection.submit(state.order(item))
                    state.put(item, job=job)
                return connection.wait(str(job), _nothing, self.seconds)
            except UnknownJobError:
                state.put(item)  # RunPod has forgotten it: once more, from the start
            except JobError as error:
                if error.code != UNDER_WAY:  # such a job is still under way; the next run asks for it again
                    state.put(item)
                if not error.retryable or attempt == ATTEMPTS or error.code == UNDER_WAY:
                    raise
            except UnreachableError:
                if attempt == ATTEMPTS:
                    raise
            time.sleep(PAUSE_SECONDS * 2 ** (attempt - 1))
        raise UnreachableError("RunPod forgot the job again and again")

    def files(self, item: Item) -> dict[str, Path]:
        """Return the files that an item leaves."""
        return targets(self.folder / item.name, *wanted(item.data))


def wanted(data: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the audio format and the subtitle formats that a request asks for."""
    formats = data.get("subtitle_format") or ("ass" if data.get("create_subtitles") else ())
    names = (formats,) if isinstance(formats, str) else tuple(formats)
    return plain_format(data.get("output_format") or "wav"), tuple(map(plain_format, names))


class _Count:
    """Prints a line for each item, in the order in which they finish."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._lock = total, 0, threading.Lock()

    def say(self, name: str, what: str) -> None:
        with self._lock:
            self._done += 1
            stream = sys.stderr if what.startswith("FAILED") else sys.stdout
            print(f"[{self._done}/{self._total}] {name}: {what}", file=stream, flush=True)


def _nothing(progress: Mapping[str, Any]) -> None:
    """Show nothing: many jobs at once would overwrite each other's line."""

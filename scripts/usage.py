#!/usr/bin/env python3
"""Add up what the records of a store say that its jobs have used, by day and voice.

    scripts/usage.py --volume /workspace                       # the folder that workers have as their volume
    S3_BUCKET=speech AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… scripts/usage.py --csv usage.csv
    scripts/usage.py --volume /workspace --since 2026-11-01 --until 2026-11-30

Without --volume, the bucket of the settings is read (docs/SETTINGS.md), as a worker would. Every job counts
once, however often it was delivered; what has been deleted no longer counts. Records of earlier versions have
no usage: their characters and seconds of speech count, and the time that they took is not known. Days are in
UTC.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.opening import open_bucket
from f5tts_worker.storage.results.records import load_record
from f5tts_worker.storage.store import Store

RECORD = ".result.json"


@dataclass
class Sum:
    """What jobs have used together."""

    jobs: int = 0
    characters: int = 0
    speech_seconds: float = 0.0
    gpu_seconds: float = 0.0
    cpu_seconds: float = 0.0
    from_cache: int = 0  # jobs whose speech had all been made before

    def add(self, record: Mapping[str, Any]) -> None:
        """Add one job."""
        usage = record.get("usage") or {}
        self.jobs += 1
        self.characters += int(usage.get("characters", len(record.get("text", ""))))
        self.speech_seconds += float(usage.get("speech_seconds", record.get("duration", 0)))
        device = "gpu_seconds" if usage.get("device") == "cuda" else "cpu_seconds"
        setattr(self, device, getattr(self, device) + float(usage.get("device_seconds", 0)))
        self.from_cache += usage.get("cached") == "all"


Key = tuple[str, str, str]  # day, endpoint, voice
COLUMNS = ("day", "endpoint", "voice", *(one.name for one in fields(Sum)))


def main() -> int:
    """Print the table, or write it as CSV."""
    given = _arguments()
    settings = from_environment({"F5TTS_VOLUME": str(given.volume)} if given.volume else None)
    bucket = None if given.volume else open_bucket(settings)
    if bucket is None and given.volume is None:
        sys.exit("Name the volume with --volume, or a bucket with S3_BUCKET and the settings beside it.")
    store: Store = bucket or FolderStore(given.volume / "f5tts" / "store")
    try:
        sums = summed(store, given.since, given.until)
    except WorkerError as error:
        sys.exit(str(error))
    rows = [(*key, *asdict(one).values()) for key, one in sorted(sums.items())]
    if given.csv:
        with given.csv.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([COLUMNS, *(map(_cell, row) for row in rows)])
    else:
        print("\n".join(_table([COLUMNS, *rows, _total(sums)])))
    return 0


def summed(store: Store, since: date | None = None, until: date | None = None) -> dict[Key, Sum]:
    """Return what the store's jobs have used. Raises WorkerError as `store` does."""
    sums: defaultdict[Key, Sum] = defaultdict(Sum)
    for day, record in _records(store):
        if (since is None or day >= since) and (until is None or day <= until):
            sums[day.isoformat(), record["endpoint"], record.get("voice", "")].add(record)
    return dict(sums)


def _records(store: Store) -> Iterator[tuple[date, dict[str, Any]]]:
    """Yield every record that can be read, and its day."""
    for entry in store.scan("output/"):
        name = entry.key.removeprefix("output/")
        record = load_record(store, name.removesuffix(RECORD)) if name.endswith(RECORD) else None
        if record is not None and record["endpoint"] != "warmup":
            yield _day(record) or datetime.fromtimestamp(entry.modified / 1000, UTC).date(), record


def _day(record: Mapping[str, Any]) -> date | None:
    """Return the day on which a record's speech was made; others, and copies of them, only have a file's."""
    try:
        return datetime.fromisoformat(record["created"]).astimezone(UTC).date()
    except (KeyError, ValueError, OverflowError):
        return None


def _total(sums: Mapping[Key, Sum]) -> tuple[Any, ...]:
    names = [one.name for one in fields(Sum)]
    return "all", "", "", *(sum(getattr(one, name) for one in sums.values()) for name in names)


def _table(rows: list[tuple[Any, ...]]) -> Iterator[str]:
    shown = [list(map(_cell, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = (
            cell.ljust(width) if at < 3 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _cell(value: object) -> str:
    """Return a value as a table has it; a spreadsheet must not take a voice's name for a formula."""
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--volume", type=Path, metavar="FOLDER", help="the folder that is the workers' volume"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write this file, and print nothing")
    parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="from this day on")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="up to this day")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

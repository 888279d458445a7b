"""The command `f5tts check`: tells the cost, sends the jobs, writes the report."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from f5tts_worker.client.asking import Given, UsageError, connect
from f5tts_worker.client.check.course import Course
from f5tts_worker.client.check.orders import cost
from f5tts_worker.client.check.paces import orders
from f5tts_worker.client.check.report import report
from f5tts_worker.client.check.sending import Patience, Sender
from f5tts_worker.client.check.truth import recordings
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.client.connection import UnreachableError
from f5tts_worker.client.output.display import Display, visible
from f5tts_worker.client.output.saving import SavingError, check_folder
from f5tts_worker.files.whole_files import write_whole


def check(given: Given) -> int:
    """Check an endpoint and write a report. Returns 0 if all claims held, else 1."""
    given.endpoint = given.place or given.endpoint
    connection = connect(given)
    path = _target(given)
    known = list(recordings())
    if given.paces:
        check_folder(given.paces)
    more = len(list(orders())) if given.paces else 0
    print(cost(sum(one.times[-1][1] for one in known) / 1000, given.timeout, more))
    if not given.yes and not _agreed():
        raise UsageError("nothing was sent, because the answer was not y; --yes gives it beforehand")
    verdict, display = Verdict(), Display(given.command, quiet=given.quiet)
    sender = Sender(connection, Patience(total=given.timeout), display)
    course = Course(sender, verdict, known, given.paces)
    date = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"
    with _tidied(sender, display):
        run(course)
    place = "an endpoint on RunPod" if connection.queued else "a worker at its own address"
    text = report(place, date, course.health, sender.outcomes, verdict)
    _write(path, text)
    for claim in verdict.faults:
        print(visible(f"NOT SO: {claim.job}: {claim.what}: {claim.fault}"))
    print(f"{len(verdict.claims) - len(verdict.faults)} claims held, {len(verdict.faults)} did not")
    print(path)
    return 1 if verdict.faults else 0


def run(course: Course) -> None:
    """Run a check to its end, or as far as the endpoint answers. Raises JobError, UnreachableError."""
    try:
        course.run()
    except UnreachableError as error:
        if not course.health:
            raise
        course.verdict.judge("all", "the endpoint answers to the end", f"{error}; the rest was not sent")


@contextmanager
def _tidied(sender: Sender, display: Display) -> Iterator[None]:
    try:
        yield
    finally:
        display.end()
        sender.close()


def _target(given: Given) -> Path:
    path: Path = given.out or Path("f5tts-check.md")
    if given.in_folder or path.is_dir():
        path = path / "f5tts-check.md"
    if path.exists() and not given.overwrite:
        raise UsageError(f"{path} exists; use --out or --overwrite")
    check_folder(path.parent)
    return path


def _agreed() -> bool:
    try:
        return input("Go on? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, lambda file: file.write(text.encode()))
    except OSError as error:
        raise SavingError(f"{path} cannot be written: {error.strerror or error}") from error

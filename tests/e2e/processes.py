"""Worker processes under test: handler.py with a clean environment, its output, and its engine."""

import contextlib
import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
HANDLER = REPOSITORY / "handler.py"
QUICK_HANDLER = Path(__file__).with_name("quick_handler.py")
_OURS = re.compile("^(S3_|AWS_|BUCKET_|RUNPOD_|F5TTS_|HF_|ENABLE_S3)")


def clean_environment(**extra: str) -> dict[str, str]:
    """Return this process's environment without anything that configures a worker, plus what is given."""
    kept = {name: value for name, value in os.environ.items() if not _OURS.match(name)}
    return kept | {"PYTHONUNBUFFERED": "1", "RUNPOD_LOG_LEVEL": "INFO"} | extra


class WorkerProcess:
    """One running worker. Its stdout and stderr go to one file, as a container's log would."""

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        arguments: Sequence[str] = (),
        script: Path = QUICK_HANDLER,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.script = script
        self.log_file = folder / "worker.log"
        self.environ = dict(environ)
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(script), *arguments],
                cwd=folder,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.seen: set[int] = set()  # every process that belonged to this worker, heartbeat and engines

    @property
    def pid(self) -> int:
        return self.process.pid

    def log(self) -> str:
        """Return everything that the worker has printed so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def engines(self) -> list[int]:
        """Return the process ids of the live engines that this worker started."""
        found = [pid for pid in children(self.pid) if "f5tts_worker.engine" in command_line(pid)]
        self.seen.update(found)
        return found

    def engine(self, seconds: float = 300) -> int:
        """Wait for the one engine and return its process id."""
        self.wait_until(lambda: len(self.engines()) == 1, seconds, "one engine")
        return self.engines()[0]

    def wait_until(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until the condition holds. Raises TimeoutError with the worker's last words."""
        end = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, f"the worker ended:\n{self.log()[-3000:]}"
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds} s for {what}:\n{self.log()[-3000:]}")
            time.sleep(0.05)

    def wait(self, seconds: float) -> int:
        """Wait for the worker's end; return its exit code."""
        return self.process.wait(seconds)

    def kill(self) -> None:
        """Kill the worker without warning, as a host that runs out of memory does."""
        self.seen.update(children(self.pid))
        self.process.kill()
        self.process.wait(60)

    def close(self) -> None:
        """End the worker and whatever it left behind."""
        self.engines()
        self.seen.update(children(self.pid))
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(60)
        for pid in self.seen:
            if is_alive(pid) and (
                "f5tts_worker.engine" in command_line(pid) or str(self.script) in command_line(pid)
            ):
                os.kill(pid, signal.SIGKILL)


def link_environment(checkout: Path) -> None:
    """Give a checkout a virtual environment that is up to date: links to this one, and a client of its own.

    So a command that makes it anew when a lock has changed cannot take away the one that the tests run in.
    """
    own, made = Path(sys.prefix), checkout / ".venv"
    (made / "bin").mkdir(parents=True)
    for entry in (*own.iterdir(), *(own / "bin").iterdir()):
        if entry.name not in ("bin", "f5tts", ".lock-sha256"):
            (made / entry.relative_to(own)).symlink_to(entry)
    lock = (checkout / "tests" / "requirements.txt").read_bytes()
    (made / ".lock-sha256").write_text(hashlib.sha256(lock).hexdigest() + "\n")
    subprocess.run(["bash", "-c", "source scripts/python.sh; add_client .venv"], cwd=checkout, check=True)


def children(parent: int) -> list[int]:
    """Return the ids of a process's live children, as the kernel lists them for each thread."""
    found: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        for thread in Path(f"/proc/{parent}/task").iterdir():
            found += map(int, _read(parent, f"task/{thread.name}/children").split())
    return [pid for pid in found if is_alive(pid)]


def command_line(pid: int) -> str:
    """Return a process's command line, or "" if it is gone."""
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace")


def environment_of(pid: int) -> dict[str, str]:
    """Return a process's environment as the kernel shows it."""
    pairs = (
        item.split("=", 1)
        for item in _read(pid, "environ").decode(errors="replace").split("\0")
        if "=" in item
    )
    return dict(pairs)


def pipes(pid: int) -> set[str]:
    """Return the pipes that a process holds an end of, as the kernel names them."""
    folder = Path(f"/proc/{pid}/fd")
    names = (str(entry.readlink()) for entry in folder.iterdir() if entry.is_symlink())
    return {name for name in names if name.startswith("pipe:")}


def is_ours(pid: int) -> bool:
    """Say whether a live process is a worker's engine or heartbeat, and not a later user of its number."""
    return is_alive(pid) and any(name in command_line(pid) for name in ("f5tts_worker.engine", "handler.py"))


def is_alive(pid: int) -> bool:
    """Say whether the process exists and is no zombie."""
    stat = _stat(pid)
    return bool(stat) and stat[0] not in {"Z", "X"}


def wait_gone(pid: int, seconds: float) -> bool:
    """Wait for the end of a process that may be nobody's child. Returns whether it came."""
    end = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on: state, parent, ..."""
    return _read(pid, "stat").rpartition(b")")[2].decode().split()


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""

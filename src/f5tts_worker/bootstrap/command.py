"""Run one program to its end: read its lines, limit its time, and never let it outlive us.

The bootstrap's programs are uv and the environment's own Python.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from f5tts_worker.running_time import running_time
from f5tts_worker.supervisor.spawning import start
from f5tts_worker.volume.progress import Watch

TICK_SECONDS = 0.25
LAST_LINES = 200
_PIPE_SECONDS = 2.0  # a grandchild that holds the pipe open is not waited for longer

# PR_SET_PDEATHSIG (1) survives exec, so that the kernel kills the program when the thread that started it is
# gone: a worker that is killed leaves no installer behind. Set by the child itself, for preexec_fn can
# deadlock in a process with threads.
_LEASH = """
import ctypes, os, signal, sys
try:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
except (OSError, AttributeError):
    pass
if os.getppid() != int(sys.argv[1]):
    sys.exit("the parent is gone")
os.execv(sys.argv[2], sys.argv[2:])
"""

StrPath = str | Path

# What a program that fetches packages or weights has no business knowing.
_PRIVATE = ("AWS_", "BUCKET_", "S3_", "RUNPOD_", "F5TTS_")


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit code, None where its time ran out, and its last lines."""

    code: int | None
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The last lines as one text."""
        return "\n".join(self.lines)


def public_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the process environment without our own settings and the cloud's, which include secrets."""
    return {name: value for name, value in environ.items() if not name.startswith(_PRIVATE)}


def run(
    command: Sequence[StrPath],
    *,
    environ: Mapping[str, str],
    folder: Path,
    watch: Watch,
    deadline: float,
    on_line: Callable[[str], None] = lambda _line: None,
    on_tick: Callable[[], None] = lambda: None,
) -> Outcome:
    """Run the program (an absolute path and arguments) in `folder` until it ends.

    `deadline` is a time of `running_time`. `on_line` gets every line of stdout and stderr, `on_tick` is
    called a few times a second. Raises WorkerError CANCELLED; the program and all it started are then gone.
    """
    leash = [sys.executable, "-I", "-S", "-c", _LEASH, str(os.getpid())]
    process = start(
        [*leash, *map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environ),
        cwd=folder,
        text=True,
        errors="replace",
        start_new_session=True,  # a group of its own: all of it can be killed at once
    )
    lines: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True, name="bootstrap-output")
    reader.start()
    last: list[str] = []
    try:
        in_time = _follow(process, lines, last, watch, deadline, on_line, on_tick)
    finally:
        _kill(process)
        reader.join(_PIPE_SECONDS)
    return Outcome(process.returncode if in_time else None, tuple(last[-LAST_LINES:]))


def _follow(
    process: "subprocess.Popen[str]",
    lines: "queue.Queue[str | None]",
    last: list[str],
    watch: Watch,
    deadline: float,
    on_line: Callable[[str], None],
    on_tick: Callable[[], None],
) -> bool:
    """Pass lines on until the program ends; say whether it did so before the deadline."""
    ended: float | None = None
    silent = False  # its lines have ended; on a busy machine it may itself end much later
    while True:
        watch.check()
        now = running_time()
        if now > deadline:
            return False
        if ended is None and process.poll() is not None:
            ended = now
        if ended is not None and (silent or now - ended > _PIPE_SECONDS):
            return True
        if silent:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(TICK_SECONDS)
            continue
        try:
            line = lines.get(timeout=TICK_SECONDS)
        except queue.Empty:
            on_tick()
            continue
        if line is None:
            silent = True
            continue
        last.append(line)
        del last[:-LAST_LINES]
        on_line(line)


def _read(process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    if process.stdout:
        with contextlib.suppress(OSError), process.stdout:
            for line in process.stdout:
                lines.put(line.rstrip("\n"))
    lines.put(None)


def _kill(process: "subprocess.Popen[str]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

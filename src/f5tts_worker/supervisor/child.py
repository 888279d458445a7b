"""One engine process as the image sees it: how it is started, heard, asked to stop and ended.

Knows nothing of requests or states: lines go in, lines come out, and the process has one end.
"""

import asyncio
import contextlib
import logging
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from f5tts_worker.engine.protocol import MAX_LINE_BYTES, ProtocolError
from f5tts_worker.log import redact
from f5tts_worker.supervisor.spawning import pipe, start

logger = logging.getLogger(__name__)

LINES_PER_SECOND = 50  # of the engine's stderr that reach our log
_LINE_CHARS = 500
_UNBROKEN_BYTES = 65_536  # stderr without a line break is passed on in pieces of this size
_REAP_SECONDS = 5.0  # a process in the middle of a system call can outlive SIGKILL for a moment

# The engine sees these variables and no others: no credential can reach model code or its libraries.
_ALLOWED = {
    "PATH",
    "LANG",
    "LC_ALL",
    "TZ",
    "LD_LIBRARY_PATH",
    "ATEN_CPU_CAPABILITY",
    "PYTORCH_CUDA_ALLOC_CONF",
}
_ALLOWED_PREFIXES = ("CUDA_", "NVIDIA_", "OMP_", "MKL_", "KMP_", "DNNL_", "ONEDNN_", "TORCH_NUM_", "GOMP_")
_NEVER = re.compile("KEY|TOKEN|SECRET|PASS|CREDENTIAL", re.IGNORECASE)  # NVIDIA_API_KEY has an allowed prefix


def scrubbed_environment(environ: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return the engine's process environment; caches and temporary files go under `home`.

    Makes `home/import`, which holds a link to our package alone: its parent folder may be the image's
    site-packages, whose packages must not be seen by the environment's Python.
    """
    package = Path(__file__).resolve().parents[1]
    (home / "import").mkdir(parents=True, exist_ok=True)
    (home / "tmp").mkdir(exist_ok=True)
    link = home / "import" / package.name
    if not link.exists():
        link.symlink_to(package, target_is_directory=True)
    kept = {
        name: value
        for name, value in environ.items()
        if (name in _ALLOWED or name.startswith(_ALLOWED_PREFIXES)) and not _NEVER.search(name)
    }
    defaults = {
        "OMP_NUM_THREADS": str(processors()),
        # Threads that spin while they wait take the time of those they wait for, where processors are shared:
        # speech took seven to nine times as long on two busy ones.
        "OMP_WAIT_POLICY": "PASSIVE",
    }
    fixed = {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONPATH": str(home / "import"),
        "PYTHONNOUSERSITE": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "PYTHONFAULTHANDLER": "1",  # a crash in native code leaves its stack in the log
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    return defaults | kept | fixed


def kernel_cache(python: Path) -> dict[str, str]:
    """Return where CUDA keeps kernels that its driver compiles: in the environment, on the volume.

    CTranslate2 brings none for H100 and Blackwell: each new container would compile them at first use. They
    belong to the environment's version of it, and are deleted with the environment.
    """
    return {
        "CUDA_CACHE_PATH": str(python.parent.parent / "cuda-cache"),
        "CUDA_CACHE_MAXSIZE": str(1024**3),  # bytes; the oldest kernels go when it is full
    }


def processors(cgroup: Path = Path("/sys/fs/cgroup")) -> int:
    """Return how many processors' worth of time this container may use, at least 1.

    Left alone, PyTorch starts a thread for every processor of the host, and many threads that share little
    time are many times slower than few.
    """
    available = len(os.sched_getaffinity(0))
    try:  # version 2 of control groups, then version 1
        quota, period = (cgroup / "cpu.max").read_text().split()
    except (OSError, ValueError):
        try:
            quota, period = (
                (cgroup / "cpu" / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period")
            )
        except OSError:
            return available
    try:
        share = -(-int(quota) // int(period))
    except ValueError:  # "max": no limit
        return available
    return max(1, min(available, share)) if share > 0 else available


class Child:
    """A running engine process in a session of its own, with three pipes: requests, events, stderr."""

    def __init__(self, process: "subprocess.Popen[bytes]", on_line: Callable[[str], None]) -> None:
        loop = asyncio.get_running_loop()
        self.pid = process.pid
        self.gone: asyncio.Future[int] = loop.create_future()  # the exit code, negative for a signal
        self._process = process
        self._on_line = on_line
        self._mouth: asyncio.WriteTransport | None = None
        self._ears: list[asyncio.ReadTransport] = []
        self._events = asyncio.StreamReader(limit=MAX_LINE_BYTES)
        self._stderr = asyncio.StreamReader()
        self._hearing: asyncio.Task[None] | None = None

    @classmethod
    async def spawn(
        cls, command: Sequence[str], environ: Mapping[str, str], folder: Path, on_line: Callable[[str], None]
    ) -> "Child":
        """Start the command with the numbers of its two pipes added. Raises OSError.

        `on_line` gets every line of its stderr that the rate limit lets through.
        """
        request_out, request_in = pipe()
        event_out, event_in = pipe()
        stderr_out, stderr_in = pipe()
        ours, theirs = (request_in, event_out, stderr_out), (request_out, event_in, stderr_in)
        try:
            process = start(  # one vfork; asyncio's own wait() hangs on held pipes
                [*command, str(request_out), str(event_in)],
                stdin=subprocess.DEVNULL,
                stdout=stderr_in,
                stderr=stderr_in,
                pass_fds=(request_out, event_in),
                env=dict(environ),
                cwd=folder,
                start_new_session=True,  # a group to kill; a terminal's Ctrl-C is ours alone
            )
        except BaseException:
            for fd in ours:
                os.close(fd)
            raise
        finally:
            for fd in theirs:
                os.close(fd)
        child = cls(process, on_line)
        try:
            await child._connect(*ours)
        except BaseException:
            await child.end()
            raise
        return child

    async def _connect(self, request_in: int, event_out: int, stderr_out: int) -> None:
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._await_end, args=(loop,), daemon=True, name="engine-end").start()
        self._mouth, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(request_in, "wb", 0))
        for reader, fd in ((self._events, event_out), (self._stderr, stderr_out)):
            protocol = partial(asyncio.StreamReaderProtocol, reader)
            transport, _ = await loop.connect_read_pipe(protocol, os.fdopen(fd, "rb", 0))
            self._ears.append(transport)
        self._hearing = loop.create_task(self._hear())

    def send(self, line: bytes) -> None:
        """Queue one line for the engine; a broken pipe shows as the end of `lines`."""
        if self._mouth is not None:
            self._mouth.write(line)

    async def lines(self) -> AsyncIterator[bytes]:
        """Yield the engine's lines until its pipe ends. Raises ProtocolError for a line that is too long."""
        try:
            while line := await self._events.readline():
                yield line
        except ValueError as error:
            raise ProtocolError(f"a line of more than {MAX_LINE_BYTES} bytes") from error

    def kill(self) -> None:
        """Kill the process and everything that it started."""
        if not self.gone.done():  # not reaped yet: the group's number is still its own
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    async def end(self) -> int | None:
        """Kill, reap, hear the last lines and close the pipes; return the exit code if there is one."""
        self.kill()
        await asyncio.wait({self.gone}, timeout=_REAP_SECONDS)
        if self._hearing is not None:
            await asyncio.wait({self._hearing}, timeout=0.2)
            self._hearing.cancel()
            await asyncio.wait({self._hearing})
        if self._mouth is not None and not self._mouth.is_closing():  # it closes itself on a broken pipe
            self._mouth.abort()  # close() would wait for an engine that no longer reads
        for ear in self._ears:
            ear.close()
        await asyncio.sleep(0)  # transports close their files in the loop's next turn
        return self.gone.result() if self.gone.done() else None

    def _await_end(self, loop: asyncio.AbstractEventLoop) -> None:
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        with contextlib.suppress(RuntimeError):  # the loop has closed: nothing waits any more
            loop.call_soon_threadsafe(self._reap, loop)

    def _reap(self, loop: asyncio.AbstractEventLoop) -> None:
        self.kill()  # what it started may hold our pipes open
        self.gone.set_result(self._process.wait())
        loop.call_later(0.5, self._stop_listening)

    def _stop_listening(self) -> None:
        if not self._events.at_eof():  # a grandchild in a session of its own still holds the pipe
            self._events.feed_eof()

    async def _hear(self) -> None:
        """Pass stderr on line by line: cut, rate-limited, redacted."""
        rest, second, count = b"", 0, 0
        while data := await self._stderr.read(65_536):
            *lines, rest = re.split(rb"[\r\n]+", rest + data)
            if len(rest) > _UNBROKEN_BYTES:
                lines, rest = [*lines, rest], b""
            for raw in filter(None, lines):
                line = redact(raw.decode(errors="replace"))[:_LINE_CHARS]
                if int(time.monotonic()) != second:
                    if count > LINES_PER_SECOND:
                        self._on_line(f"({count - LINES_PER_SECOND} more lines left out)")
                    second, count = int(time.monotonic()), 0
                count += 1
                if count <= LINES_PER_SECOND:
                    self._on_line(line)
        if rest:
            self._on_line(redact(rest.decode(errors="replace"))[:_LINE_CHARS])

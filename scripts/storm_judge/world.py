"""A worker and all that it works with: RunPod's queue (a stand-in), an S3 server behind a relay, a volume."""

import errno
import os
import shutil
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.e2e.cloud import Cloud
from tests.e2e.processes import REPOSITORY, WorkerProcess, children, clean_environment
from tests.frozen import stop_for_hours
from tests.unit.servers import Relay, s3_server

from bench_cold_runs import SlowVolume

KEY_ID, SECRET, API_KEY = "canarystormkey01", "canary/storm+secret/02", "rpa_CANARYSTORM03"
CANARIES = (SECRET, API_KEY)  # the key's id is in every presigned link
SCRIPT = REPOSITORY / "tests" / "e2e" / "later_handler.py"
PATIENCE_S = 900.0  # for an answer


class World:
    """Use as a context manager. `worker` is replaced when it dies; all else lasts."""

    def __init__(self, folder: Path, source: Path, *, at_once: int, planted: bool, job_seconds: int) -> None:
        self.folder = folder
        self._at_once, self._planted, self._source = at_once, planted, source
        self._job_seconds = job_seconds
        self._stack = ExitStack()
        self._workers = 0
        self.logs: list[Path] = []

    def __enter__(self) -> Self:
        enter = self._stack.enter_context
        self.cloud = enter(Cloud(API_KEY, hold_s=0.05))
        bucket, self.bucket_folder = enter(s3_server(KEY_ID, SECRET))
        self.relay = enter(Relay(int(str(bucket.endpoint).rpartition(":")[2])))
        self.volume = self.folder / "volume"
        root = self.volume / "f5tts"
        root.mkdir(parents=True)
        (root / "envs").symlink_to(self._source.absolute() / "f5tts" / "envs")
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()
        seen = self.volume
        if self._planted:
            (self.folder / "made").mkdir()
            self._faults = self.folder / "faults"
            self._faults.write_text("0 1")
            mounted = enter(SlowVolume(self.folder / "made", 0, 1e6, self.volume, self._faults))
            seen = mounted / self.volume.relative_to("/")
        self._environ = {
            "F5TTS_VOLUME": str(seen),
            "F5TTS_MODEL": "demo",
            "F5TTS_JOBS": str(self._at_once),
            "F5TTS_JOB_SECONDS": str(self._job_seconds),
            "TMPDIR": str(self.temporary),
            "S3_BUCKET": bucket.name,
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.relay.port}",
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.worker.close()
        self._stack.close()

    def start(self) -> None:
        """Start a worker, in place of one that has ended."""
        self._workers += 1
        self.pod = f"pod-{self._workers}"
        environ = clean_environment(**self._environ) | self.cloud.environment(self.pod)
        self.worker = WorkerProcess(self.folder / f"worker-{self._workers}", environ, script=SCRIPT)
        self.logs.append(self.worker.log_file)

    # Faults of the world: each ends what it began.

    def kill_engine(self) -> None:
        """Kill the engine, if there is one."""
        for pid in self.worker.engines():
            os.kill(pid, signal.SIGKILL)

    def kill_worker(self) -> None:
        """Kill the worker, have the queue notice, and start another on the same volume."""
        self.worker.kill()
        self.worker.close()
        self.cloud.lose(self.pod)
        self.start()

    def end_worker(self) -> None:
        """Ask the worker to end, as RunPod does when it scales down, and start another."""
        before = self.worker
        before.process.terminate()
        try:
            before.wait(self._job_seconds + 30)
        finally:
            before.close()
            self.cloud.lose(self.pod)
            self.start()

    def refuse_bucket(self, seconds: float) -> None:
        """Have the bucket refuse every connection for a while."""
        self.relay.break_all()
        time.sleep(seconds)
        self.relay.refuse = False

    def reset_bucket(self, seconds: float) -> None:
        """Reset all connections to the bucket, again and again."""
        for _ in range(int(seconds * 2)):
            self.relay.break_once()
            time.sleep(0.5)

    def slow_bucket(self, seconds: float) -> None:
        """Have the bucket take nothing more for a while."""
        self.relay.hold_after = len(self.relay.sent)
        time.sleep(seconds)
        self.relay.hold_after = None

    def plant(self, error: int, seconds: float, one_in: int = 1) -> None:
        """Have the volume's file system fail for a while."""
        self._faults.write_text(f"{error} {one_in}")
        time.sleep(seconds)
        self._faults.write_text("0 1")

    def jump(self, hours: int) -> None:
        """Let the worker stand still, and go on hours later."""
        process = self.worker
        clock = process.log_file.with_name("clock")
        stop_for_hours([process.pid, *children(process.pid)], clock, hours)

    # Figures

    def figures(self) -> dict[str, float]:
        """Return what the worker holds now."""
        engines = self.worker.engines()
        pids = [self.worker.pid, *engines[:1]]
        chunks = _bytes(self.volume / "f5tts" / "chunks")
        return {
            "worker MiB": _status(pids[0], "VmRSS") / 1024,
            "engine MiB": sum(_status(pid, "VmRSS") for pid in pids[1:]) / 1024,
            "descriptors": sum(map(_descriptors, pids)),
            "threads": sum(_status(pid, "Threads") for pid in pids),
            "temporary files": len(self.left()),
            "volume MB": (_bytes(self.volume / "f5tts") - chunks) / 1e6,
            "kept chunks MB": chunks / 1e6,
        }

    def left(self) -> list[str]:
        """Return the names of the temporary files that are there now."""
        files = (path for path in self.temporary.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self.temporary)) for path in files)

    def spilt(self) -> list[str]:
        """Return where a secret was found: logs, answers, files of the volume and of the bucket."""
        texts: list[tuple[str, bytes]] = [(str(path), path.read_bytes()) for path in self.logs]
        texts += [
            (f"answer of {job}", str([post.body for post in self.cloud.posts(job)]).encode())
            for job in self.cloud.submitted
        ]
        for root in (self.volume / "f5tts", self.bucket_folder):
            texts += [
                (str(path), path.read_bytes())
                for path in root.rglob("*")
                if path.is_file() and "envs" not in path.parts
            ]
        return [name for name, content in texts if any(one.encode() in content for one in CANARIES)]


def has_fuse() -> bool:
    """Say whether errors of a disk can be planted here."""
    return os.geteuid() == 0 and Path("/dev/fuse").exists() and shutil.which("fusermount3") is not None


FULL, READ_ONLY, BROKEN = errno.ENOSPC, errno.EROFS, errno.EIO


def _bytes(folder: Path) -> int:
    total = 0
    for path, names, files in os.walk(folder):
        names[:] = [name for name in names if name != "envs"]
        for name in files:
            try:
                total += (Path(path) / name).lstat().st_size
            except OSError:  # gone meanwhile
                continue
    return total


def _status(pid: int, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _descriptors(pid: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0


Answer = dict[str, Any]

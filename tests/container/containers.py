"""Containers from the built root file system: own processes, own mounts, the image's own entry point."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.processes import children, is_alive

START = Path(__file__).with_name("start.sh")


@dataclass(frozen=True)
class Image:
    """What tests/container/build.sh left behind: the root file system and the image's configuration."""

    folder: Path

    @property
    def root(self) -> Path:
        return (self.folder / "root").resolve()

    @property
    def base(self) -> Path:
        return self.folder / "base"

    @property
    def config(self) -> dict[str, Any]:
        """The image's configuration, as Docker has it: Env, Entrypoint, WorkingDir, Healthcheck, Labels."""
        config: dict[str, Any] = json.loads((self.folder / "config.json").read_text())["config"]
        return config

    @property
    def environment(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for pair in self.config["Env"])


@dataclass(frozen=True)
class Volume:
    """What is at /runpod-volume. Modes: none, plain, mounted, read-only, copied; see start.sh."""

    mode: str = "none"
    folder: Path = Path("/nonexistent")


class Container:
    """One running container. `entrypoint` overrides the image's, as `docker run --entrypoint` does."""

    def __init__(
        self,
        image: Image,
        folder: Path,
        arguments: Sequence[str] = (),
        *,
        environ: Mapping[str, str] | None = None,
        volume: Volume | None = None,
        user: str = "0:0",
        entrypoint: Sequence[str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        volume = volume or Volume()
        scratch = folder / "scratch"
        scratch.mkdir()
        workdir = {"WORKDIR": image.config["WorkingDir"], "HOME": "/root"}
        variables = image.environment | workdir | dict(environ or {})
        listed = folder / "environment"
        listed.write_bytes(b"".join(f"{name}={value}\0".encode() for name, value in variables.items()))
        self.log_file = folder / "container.log"
        namespaces = ["unshare", "--pid", "--fork", "--kill-child", "--mount", "--ipc", "--uts"]
        place = [str(scratch), str(image.root), volume.mode, str(volume.folder), user, str(listed)]
        command = [*(image.config["Entrypoint"] if entrypoint is None else entrypoint), *arguments]
        self.started = time.monotonic()
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [*namespaces, str(START), *place, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def log(self) -> str:
        """Everything that the container has printed so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def init(self) -> int:
        """The number that process 1 of the container has out here."""
        return children(self.process.pid)[0]

    @property
    def python(self) -> int:
        """The number of the worker itself: process 1's child."""
        (found,) = children(self.init)
        return found

    def members(self) -> list[int]:
        """Return the numbers of all live processes of the container, heartbeat and engine included."""
        inside = str(Path(f"/proc/{self.init}/ns/pid").readlink())
        return [pid for pid in _numbers() if _space(pid) == inside and is_alive(pid)]

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Wait until the container has printed a text."""
        end = time.monotonic() + seconds
        while text not in self.log:
            assert self.process.poll() is None, self.log[-3000:]
            if time.monotonic() > end:
                raise TimeoutError(f"no {text!r} within {seconds} s:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask the container to end, as `docker stop` and RunPod do."""
        os.kill(self.init, signal.SIGTERM)

    def wait(self, seconds: float = 60) -> int:
        """Wait for the container's end; return its exit code."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"the container did not end:\n{self.log[-3000:]}") from None

    def close(self) -> None:
        """End the container, whatever it is doing."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(120)


def ended(pids: Sequence[int], seconds: float) -> list[int]:
    """Return which of the processes are still alive after waiting for their end."""
    end = time.monotonic() + seconds
    while (alive := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < end:
        time.sleep(0.02)
    return alive


def _numbers() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _space(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/ns/pid").readlink())
    except OSError:  # it has ended since
        return ""

"""Worker processes that want a small environment of their own making, and ways to kill them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.e2e.processes import children
from tests.volume.index import MODULES, wheel

from f5tts_worker.bootstrap import Recipe

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PACKAGES = ("alpha", "beta", "gamma")


class Releases:
    """One lock after the other, as images are released: each has the same packages in another version."""

    modules = MODULES  # of a package

    def __init__(self, index, folder):
        self._index = index
        self.locks = folder / "locks"
        self.check = folder / "check_small.py"
        self.locks.mkdir(parents=True)
        self.check.write_text(f"import {', '.join(PACKAGES)}\n")
        self._made = 0

    def next(self):
        """Put the next version of every package on the index; return the recipe that wants them."""
        self._made += 1
        version = f"{self._made}.{os.getpid()}"  # so that tests in other processes have other keys
        wheels = [wheel(name, version, self.modules) for name in PACKAGES]
        self._index.add(*wheels)
        lock = self.locks / f"{self._made:05}.txt"
        draft = lock.with_suffix(".draft")
        draft.write_text("".join(one.pin for one in wheels))
        draft.rename(lock)  # readers take whatever is called .txt
        return Recipe(lock, self.check, bytes_needed=0)

    def downloaded(self):
        """Return how many packages were asked for so far."""
        return sum(count for path, count in self._index.asked.items() if path.startswith("/files/"))


class Crowd:
    """The processes of a test; whatever still runs at its end is killed."""

    def __init__(self, volume):
        self._volume = volume
        self._disk = volume.parent / "container-disk"
        self._started = []

    def worker(self, recipe, *options, volume=None, **variables):
        """Start a worker that wants the environment."""
        program = [HERE / "builder.py", recipe.lock, recipe.check, *options]
        # Where locks are useless, an engine that starts elsewhere on this machine takes a worker's temporary
        # folder for one that a killed worker has left.
        self._disk.mkdir(exist_ok=True)
        return self.python(program, volume=volume, **{"TMPDIR": str(self._disk)} | variables)

    def python(self, program, *, volume=None, **variables):
        """Start one of our programs; its output is text."""
        environ = {"PYTHONPATH": str(ROOT / "src"), "F5TTS_VOLUME": str(volume or self._volume)}
        process = subprocess.Popen(
            [sys.executable, *program],
            env={**os.environ, **environ, **variables},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def end(self):
        for process in self._started:
            process.kill()
            process.wait()
            process.stdout.close()


def kill(process):
    """SIGKILL a process; say whether that is what ended it."""
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def children_that_run(program, parent):
    """Return the ids of a process's children, at any depth, that run the program by now."""
    found = []
    for pid in children(parent):
        with suppress(OSError):  # it has just ended
            if Path(f"/proc/{pid}/exe").readlink().name == program:
                found.append(pid)
        found += children_that_run(program, pid)
    return found


def alive(name):
    """Return the processes whose command line contains the name: of an attempt, of a key or of a volume."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if os.fsencode(name) in entry.read_bytes():
                found.append(entry.parent.name)
        except OSError:
            continue
    return found


def wait_for(condition, seconds=60):
    """Wait until the condition holds; return what it returned. Fails when it never does."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
    return found


def attempts(envs):
    """Return the folders of all attempts, finished or not."""
    return sorted(path for path in envs.glob("*-*") if path.is_dir())


def works(found):
    """Say whether the environment's Python can import every package, from this environment."""
    program = f"import {', '.join(PACKAGES)}; print(alpha.__file__)"
    printed = subprocess.run(
        [found.python, "-I", "-c", program], stdout=subprocess.PIPE, text=True, check=True
    )
    return Path(printed.stdout.strip()).is_relative_to(found.site_packages)

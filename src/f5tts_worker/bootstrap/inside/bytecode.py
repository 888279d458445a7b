"""Run by the environment's Python: compile every module in a folder, in several processes at once.

uv would compile while it installs, and so compile what is deleted afterwards: a fifth of the modules are
tests. What nothing here imports is left as it is, and can be imported all the same. Prints its progress now
and then, and finally the number and size of all compiled modules.
"""

import contextlib
import ctypes
import importlib.util
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

LINE_EVERY = 100  # modules, in each process
MOST_PROCESSES = 16
# 400 families of models, a third of all that there is to compile; the aligners are of one. Those that are
# left are what that one imports: `import_rarely_used` in engine/startup/imports.py.
UNUSED = re.compile(r".*/transformers/models/(?!(?:auto|encoder_decoder|wav2vec2)/)[^/]+/.*")


class Compiler(SourceFileLoader):
    """Python's own loader, which compiles what it loads, except that a partial write is an error.

    Python writes a compiled module in one call, and a disk that fills up in that call silently takes only the
    beginning: the module can never be imported again. No rename is needed: nothing reads the folder yet.
    """

    def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
        """Write a compiled module. Raises OSError."""
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_bytes(data)


def modules(folder: str) -> Iterator[str]:
    """Yield the paths of all modules under the folder that may be imported."""
    for where, _folders, files in os.walk(folder):
        paths = (f"{where}/{name}" for name in files if name.endswith(".py"))
        yield from (path for path in paths if not UNUSED.fullmatch(path))


def compile_all(paths: Sequence[str], of: int) -> None:
    """Compile modules; those that are not Python, such as templates, are left as they are. Raises OSError."""
    for number, path in enumerate(paths):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError):
            Compiler("module", path).get_code("module")
        if number % LINE_EVERY == 0:
            print(f"compiled {number * of}", flush=True)


def fork(paths: Sequence[str], of: int) -> int:
    """Compile in a process of its own, which ends with this one. Returns its id."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() == parent:
            compile_all(paths, of)
            code = 0
    except OSError as error:
        print(f"error: {error}", flush=True)
    finally:
        os._exit(code)


def main() -> None:
    """Compile what is under the folder that is named; exit 1 if something could not be written."""
    paths = sorted(modules(sys.argv[1]))
    # Twice as many as there are cores: on a network volume each spends half its time waiting for files.
    processes = min(MOST_PROCESSES, 2 * len(os.sched_getaffinity(0)))
    children = [fork(paths[index::processes], processes) for index in range(processes)]
    failed = [child for child in children if os.waitpid(child, 0)[1] != 0]
    if failed:
        sys.exit(1)
    compiled = [Path(importlib.util.cache_from_source(path)) for path in paths]
    sizes = [path.stat().st_size for path in compiled if path.exists()]
    print(f"compiled {len(sizes)} modules, {sum(sizes)} bytes", flush=True)


if __name__ == "__main__":
    main()

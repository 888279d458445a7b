"""The engine's Python modules in one file: read in one go instead of searched for among thousands of files.

A network volume answers each question about a file in about a millisecond, and importing PyTorch asks tens of
thousands. When an environment is installed, `first_import` writes the bytecode of what the engine imports
into one file beside the packages; here that file is read and serves those imports. A module that is not in
it, and every module where there is no such file, is found as Python always does. Standard library only.

The file: a line of JSON [magic, {module: [path, is_package, offset, length]}], then the .pyc files one after
the other; a length of 0 is an extension module. Paths are relative to site-packages.
"""

import importlib.util
import json
import os
import site
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType

NAME = "f5tts_engine.bundle"
_HEAD_BYTES = 4 * 1024 * 1024  # more than the line of JSON can have
_PYC_HEADER = 16  # bytes: magic, flags, the source's time and size (PEP 552)
Entry = tuple[str, bool, int, int]


class Bundle(MetaPathFinder):
    """Finds the modules of a bundle for `import`; keeps the bytecode of those not yet imported."""

    def __init__(self, packages: Path, entries: Mapping[str, Entry], content: memoryview) -> None:
        self._packages = packages
        self._entries = dict(entries)
        self._content = content

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module comes from, without looking at the disk; None if it is not in the bundle."""
        del path, target
        entry = self._entries.get(fullname)
        if entry is None:
            return None
        relative, is_package, offset, length = entry
        origin = f"{self._packages}/{relative}"
        bytecode = self._content[offset : offset + length]
        loader: Loader = (
            _BundleLoader(fullname, origin, bytecode) if length else ExtensionFileLoader(fullname, origin)
        )
        places = [os.path.dirname(origin)] if is_package else None  # noqa: PTH120 - a path for each of 1,400 modules
        return importlib.util.spec_from_file_location(
            fullname, origin, loader=loader, submodule_search_locations=places
        )


class _BundleLoader(SourceFileLoader):
    """Python's own loader, but the .pyc file and its source's time and size come from memory."""

    def __init__(self, name: str, path: str, bytecode: memoryview) -> None:
        super().__init__(name, path)
        self._bytecode = bytecode

    def path_stats(self, path: str) -> Mapping[str, int]:
        """Return the source's time and size as the bytecode has them, so that it counts as up to date."""
        del path
        header = self._bytecode[:_PYC_HEADER]
        return {
            "mtime": int.from_bytes(header[8:12], "little"),
            "size": int.from_bytes(header[12:], "little"),
        }

    def get_data(self, path: str) -> bytes:
        """Return the bytecode; anything else is read from its file."""
        return bytes(self._bytecode) if path.endswith(".pyc") else super().get_data(path)


def read(packages: Path) -> Bundle | None:
    """Read the bundle of a site-packages folder; None where there is none that this Python can use."""
    try:
        with (packages / NAME).open("rb", buffering=0) as file:
            content = memoryview(file.read())
    except OSError:
        return None
    head, _, _ = content[:_HEAD_BYTES].tobytes().partition(b"\n")
    rest = content[len(head) + 1 :]
    try:
        magic, entries = json.loads(head)
        whole = len(rest) == sum(length for _, _, _, length in entries.values())
    except (ValueError, TypeError, AttributeError):
        return None
    return Bundle(packages, entries, rest) if whole and magic == importlib.util.MAGIC_NUMBER.hex() else None


def use() -> bool:
    """Serve imports from the bundle of this environment; return whether there is one."""
    for folder in site.getsitepackages():
        bundle = read(Path(folder))
        if bundle is not None:
            sys.meta_path.insert(_before_path_finder(), bundle)
            return True
    return False


class Recorder(MetaPathFinder):
    """Records every module that is found on the path while it is in `sys.meta_path`."""

    def __init__(self) -> None:
        self.found: dict[str, ModuleSpec] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what Python's own finder returns."""
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            self.found[fullname] = spec
        return spec


@contextmanager
def recorded() -> Iterator[dict[str, ModuleSpec]]:
    """Record what is imported: {module: spec}."""
    recorder = Recorder()
    sys.meta_path.insert(_before_path_finder(), recorder)
    try:
        yield recorder.found
    finally:
        sys.meta_path.remove(recorder)


def write(packages: Path, specs: Iterable[ModuleSpec]) -> tuple[int, int]:
    """Write the bundle of the modules that lie in `packages`; return how many, and its bytes.

    Raises OSError.
    """
    entries: dict[str, Entry] = {}
    parts: list[bytes] = []
    offset = 0
    for spec in specs:
        if not spec.origin or not spec.has_location or not Path(spec.origin).is_relative_to(packages):
            continue
        part = _bytecode(spec)
        if part is None:
            continue
        relative = str(Path(spec.origin).relative_to(packages))
        entries[spec.name] = (relative, spec.submodule_search_locations is not None, offset, len(part))
        parts.append(part)
        offset += len(part)
    head = json.dumps([importlib.util.MAGIC_NUMBER.hex(), entries]).encode() + b"\n"
    (packages / NAME).write_bytes(b"".join([head, *parts]))
    return len(entries), len(head) + offset


def _bytecode(spec: ModuleSpec) -> bytes | None:
    """Return a module's .pyc, b"" for an extension, None for what cannot be bundled."""
    if isinstance(spec.loader, ExtensionFileLoader):
        return b""
    if type(spec.loader) is SourceFileLoader and spec.cached and Path(spec.cached).is_file():
        return Path(spec.cached).read_bytes()
    return None


def _before_path_finder() -> int:
    return next((i for i, finder in enumerate(sys.meta_path) if finder is PathFinder), len(sys.meta_path))

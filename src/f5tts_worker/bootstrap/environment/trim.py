"""Delete what inference never reads from an environment that is not published yet.

Nothing is looked for: every installed file is in its package's RECORD, with its size. A RECORD is
rewritten without the deleted files, so that `missing` can tell from it whether an environment is whole. The
import check that follows proves that the packages still work.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

THREADS = 16  # a network volume takes a millisecond for each file, whatever else it is doing

# What a package's file is, as a path in site-packages, and why nothing misses it. tests/unit/test_locks.py
# checks on an installed environment that none of the remaining code imports or names any of it.
RULES: tuple[tuple[str, str], ...] = (
    (r"torch/include/.*", "PyTorch's C++ headers: to build extensions with"),
    (r"torch/share/cmake/.*", "the same for CMake"),
    (r"torch/bin/(protoc.*|FileCheck|test_.*)", "programs for building and testing PyTorch"),
    (r".+/tests?/.+", "packages' own tests"),
    (r".+\.(pyi|pyx|pxd|pxi)", "for type checkers and for Cython's compiler"),
    (r".+\.(a|o|lib|cmake|f|f90|for|f2py_f2cmap)", "to link or build with"),
    (r"(?!nvidia/).+\.(h|hh|hpp|hxx|cuh|c|cc|cpp|cxx|cu)", "C and C++ sources: to build with"),
    (
        r"nvidia/cusolver/lib/libcusolverMg\.so.*",
        "solvers over several GPUs: no library links to or names it",
    ),
    (r"nvidia/cuda_nvrtc/lib/lib.*\.alt\.so.*", "a second build of NVRTC that no library links to or names"),
    (r"nvidia/cublas/lib/libnvblas\.so.*", "to put under other programs: no library links to or names it"),
    (r"nvidia/cufft/lib/libcufftw\.so.*", "FFTW's interface: no library links to or names it"),
    (r"onnxruntime/(tools|quantization|transformers)/.*", "programs that make ONNX models"),
    (r"onnxruntime/(datasets|backend)/.*", "examples, and an interface for ONNX's own tests"),
    (r"whisperx/assets/pytorch_model\.bin", "for pyannote, which is not installed"),
    (r"c2pa/libs/.+\.(rlib|d)", "its library once more, to build Rust programs with"),
    (r"f5_tts/(train|eval|runtime|socket_.*)(/.*|\.py)", "training, evaluation and servers"),
)
_MATCH = re.compile("|".join(f"(?:{pattern})" for pattern, _why in RULES))


@dataclass(frozen=True)
class Trimmed:
    """What was deleted: files and their bytes."""

    files: int = 0
    bytes: int = 0


def is_needless(path: str) -> bool:
    """Say whether a file, named by its path in site-packages, is one that inference never reads."""
    return _MATCH.fullmatch(path) is not None


def trim(packages: Path) -> Trimmed:
    """Delete from site-packages what `RULES` names, and from the RECORDs. Raises OSError."""
    needless: list[tuple[str, int]] = []
    for record in sorted(packages.glob("*.dist-info/RECORD")):
        rows = _rows(record)
        going = [row for row in rows if is_needless(row[0])]
        if going:
            needless += [(row[0], _size(row)) for row in going]
            _write(record, [row for row in rows if not is_needless(row[0])])
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(_unlink, [packages / path for path, _ in needless]))
    _remove_empty(packages, (path for path, _ in needless))
    return Trimmed(len(needless), sum(size for _, size in needless))


def recorded_bytes(record: Path) -> int:
    """Return how many bytes a package's RECORD names; 0 while it cannot be read."""
    try:
        return sum(_size(row) for row in _rows(record))
    except (OSError, UnicodeDecodeError, csv.Error):
        return 0


def contents(packages: Path) -> tuple[int, int]:
    """Return how many files the RECORDs name, and their bytes."""
    rows = [row for record in packages.glob("*.dist-info/RECORD") for row in _rows(record)]
    return len(rows), sum(_size(row) for row in rows)


def missing(packages: Path) -> list[str]:
    """Return the files that RECORDs name but that are absent or of another size, if any."""
    rows = [row for record in packages.glob("*.dist-info/RECORD") for row in _rows(record)]

    def is_whole(row: Sequence[str]) -> bool:
        try:
            size = (packages / row[0]).stat().st_size
        except OSError:
            return False
        return not row[2] or size == int(row[2])

    with ThreadPoolExecutor(THREADS) as pool:
        return [row[0] for row, whole in zip(rows, pool.map(is_whole, rows), strict=True) if not whole]


def _rows(record: Path) -> list[list[str]]:
    """Return RECORD's rows: path, hash, size; sizes of what an installer wrote itself may be empty."""
    with record.open(newline="", encoding="utf-8") as file:
        return [[*row, "", ""][:3] for row in csv.reader(file) if row]


def _size(row: Sequence[str]) -> int:
    return int(row[2]) if row[2].isdigit() else 0


def _write(record: Path, rows: Iterable[Sequence[str]]) -> None:
    """Replace the file: its content may be shared with the package cache."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    draft = record.with_name("RECORD.new")
    draft.write_text(text.getvalue(), encoding="utf-8")
    draft.replace(record)


def _unlink(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def _remove_empty(packages: Path, paths: Iterable[str]) -> None:
    """Remove the folders that nothing is left in, the deepest first."""
    folders = {str(parent) for path in paths for parent in Path(path).parents if str(parent) != "."}
    for folder in sorted(folders, key=lambda name: name.count("/"), reverse=True):
        with suppress(OSError):  # something else is in it
            (packages / folder).rmdir()

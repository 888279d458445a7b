"""What a bare GPU machine lacks, in one folder: fetched where there is a network, unpacked where not.

scripts/gpu_day.sh --prepare [FOLDER]

The machine is expected to have Python 3.12 with PyTorch, torchaudio, transformers, NumPy, SciPy, safetensors
and PyYAML. FOLDER/wheels holds the other packages, at the versions and with the checksums of
tests/oracle_requirements.txt; FOLDER/flite and FOLDER/scowl hold Debian's flite and word lists, which only
training needs. SHA256SUMS names all files. PyAV (36 MB) is not among them, so the machine reads wav files
alone; nor is a recogniser. With the repository's own files, all of it must stay under 60 MB.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench_runs import ROOT

PREPARED = ROOT / ".gpu-day"
MOST_BYTES = 60_000_000  # with the repository
PACKAGES = (
    "einops", "einx", "f5-tts", "frozendict", "loguru", "num2words", "pydub", "pypinyin", "rjieba",
    "torch-einops-utils", "torchdiffeq", "vocos", "x-transformers",
)  # fmt: skip
_FLITE = ("", "_usenglish", "_cmulex", "_cmu_us_slt", "_cmu_us_rms")
_SCOWL = tuple(f"english-words.{size}" for size in (10, 20, 35))
_LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
_DEBIAN = {  # package: its files, and where they go
    "libflite1": ("flite", [_LIBRARIES / f"libflite{part}.so.1" for part in _FLITE]),
    "libasound2": ("flite", [_LIBRARIES / "libasound.so.2"]),  # flite is linked with it
    "scowl": ("scowl", [Path("/usr/share/dict/scowl") / name for name in _SCOWL]),
}
_SUMS = "SHA256SUMS"


def main(arguments: Sequence[str]) -> int:
    """Make the folder and say how large it is. Returns 1 if it is too large with the repository."""
    folder = Path(arguments[0]).resolve() if arguments else PREPARED
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:  # a half-made folder never takes its place
        made = Path(name) / "made"
        (made / "wheels").mkdir(parents=True)
        _fetch_wheels(made / "wheels")
        for package, (target, files) in _DEBIAN.items():
            _fetch_files(package, files, made / target)
        sums = [f"{_sum(path)}  {path.relative_to(made)}\n" for path in _files(made)]
        (made / _SUMS).write_text("".join(sums))
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    ours, fetched = _repository_bytes(folder), sum(path.stat().st_size for path in _files(folder))
    print(
        "".join(sums)
        + f"{folder}: {fetched / 1e6:.1f} MB; with the repository {(ours + fetched) / 1e6:.1f} MB."
    )
    if ours + fetched > MOST_BYTES:
        print(f"That is more than {MOST_BYTES / 1e6:.0f} MB.", file=sys.stderr)
        return 1
    return 0


def unpack(folder: Path, work: Path) -> tuple[list[str], list[str]]:
    """Check and unpack what this Python lacks; return folders with packages, folders with libraries.

    Does nothing where nothing was prepared. Raises SystemExit for a file that is not what was fetched.
    """
    if not (folder / _SUMS).is_file():
        return [], []
    for line in (folder / _SUMS).read_text().splitlines():
        expected, name = line.split("  ", 1)
        if not (folder / name).is_file() or _sum(folder / name) != expected:
            raise SystemExit(f"{folder / name} is not the file that was fetched; run --prepare again.")
    packages = work / "packages"
    for wheel in sorted((folder / "wheels").glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            top = wheel.name.split("-", 1)[0]
            if importlib.util.find_spec(top) is None and not (packages / top).exists():
                archive.extractall(packages)
    return [str(packages)], [str(folder / "flite")]


def _fetch_wheels(target: Path) -> None:
    lock = (ROOT / "tests" / "oracle_requirements.txt").read_text()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.writelines(_locked(lock))
        wanted.flush()
        platforms = (
            f"--platform={name}_x86_64" for name in ("manylinux_2_28", "manylinux_2_17", "manylinux2014")
        )
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
        ]
        command += ["--only-binary=:all:", "--python-version=3.12", "--implementation=cp", *platforms]
        subprocess.run([*command, "--require-hashes", "-r", wanted.name, "-d", str(target)], check=True)


def _locked(lock: str) -> Iterator[str]:
    """Yield the lock's entries of our packages, checksums included."""
    entries = re.findall(r"^([a-z0-9._-]+)==(?:.*\\\n)+.*\n", lock, re.MULTILINE)
    missing = set(PACKAGES) - set(entries)
    if missing:
        raise SystemExit(f"tests/oracle_requirements.txt has no {', '.join(sorted(missing))}.")
    for entry in re.finditer(r"^([a-z0-9._-]+)==(?:.*\\\n)+.*\n", lock, re.MULTILINE):
        if entry[1] in PACKAGES:
            yield entry[0]


def _fetch_files(package: str, files: Sequence[Path], target: Path) -> None:
    """Copy a Debian package's files from this machine, or from the package where it is not installed."""
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        root = Path("/")
        if not all(path.exists() for path in files):
            root = Path(name)
            fetched = subprocess.run(
                ["apt-get", "download", package], cwd=root, check=False, capture_output=True
            )
            archives = list(root.glob("*.deb"))
            if fetched.returncode or not archives:
                print(f"{package} cannot be fetched, so training will not run.", file=sys.stderr)
                return
            subprocess.run(["dpkg-deb", "-x", archives[0], root], check=True)
        for path in files:
            shutil.copy((root / path.relative_to("/")).resolve(), target / path.name)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _repository_bytes(folder: Path) -> int:
    """Return the size of what would be carried beside the folder: all that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    paths = (ROOT / name for name in listed if name)
    return sum(path.stat().st_size for path in paths if path.is_file() and folder not in path.parents)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

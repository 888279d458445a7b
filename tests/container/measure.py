"""Measure the built image: bytes by layer, compressed and not, packages, and what a start costs.

Usage: python tests/container/measure.py FOLDER    prints a table; FOLDER is tests/container/build.sh's
"""

import gzip
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.container.containers import Image

COPIED = ("usr/bin/tini", "opt/venv", "app")  # the Dockerfile's COPY lines, one layer each
REPEATS = 10
IMPORTS = {
    "python": "pass",
    "import runpod": "import runpod",
    "import handler": "import handler, runpod",
    "import doctor": "import sys; sys.path.insert(0, '/app/scripts'); import doctor",
}


@dataclass(frozen=True)
class Layer:
    """One layer: its content's bytes, and those of a gzip of its archive."""

    name: str
    bytes: int
    compressed: int


@dataclass(frozen=True)
class Sizes:
    """All layers; the base is the first."""

    layers: tuple[Layer, ...]

    @property
    def whole(self) -> int:
        return sum(layer.bytes for layer in self.layers)

    @property
    def ours(self) -> int:
        return sum(layer.bytes for layer in self.layers[1:])

    def as_json(self) -> str:
        return json.dumps(
            {"whole": self.whole, "ours": self.ours, "layers": [asdict(x) for x in self.layers]}
        )

    @classmethod
    def of(cls, image: Image, *, compress: bool = False) -> "Sizes":
        """Measure; compressing takes a while and is left out where nobody asks for it."""
        places = [("base", image.base, Path())]
        places += [(place, image.root, Path(place)) for place in COPIED]
        return cls(tuple(_layer(name, root, place, compress) for name, root, place in places))


def _layer(name: str, root: Path, place: Path, compress: bool) -> Layer:
    target = root / place
    files = [target] if target.is_file() else list(target.rglob("*"))
    size = sum(path.lstat().st_size for path in files if path.is_file() and not path.is_symlink())
    return Layer(name, size, _compressed(root, place) if compress else 0)


def _compressed(root: Path, place: Path) -> int:
    with tempfile.TemporaryFile() as file:
        with (
            gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6) as packed,
            tarfile.open(fileobj=packed, mode="w|") as archive,
        ):
            archive.add(root / place, arcname=str(place) or ".")
        return file.tell()


def start_costs(image: Image) -> dict[str, float]:
    """Return the CPU seconds of each import inside the image: the least of some runs, taken in turns."""
    rounds = [{name: _cpu_seconds(image, code) for name, code in IMPORTS.items()} for _ in range(REPEATS)]
    return {name: min(one[name] for one in rounds) for name in IMPORTS}


def _cpu_seconds(image: Image, code: str) -> float:
    counted = f"{code}\nimport time\nprint('cpu', time.process_time())"  # os.times() counts hundredths
    command = ["chroot", str(image.root), "/opt/venv/bin/python", "-c", counted]
    ran = subprocess.run(
        command,
        env=image.environment | {"PYTHONPATH": "/app", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"^cpu ([\d.]+)$", ran.stdout, re.MULTILINE)
    assert found, ran.stdout
    return float(found[1])


def main() -> None:
    """Print the tables."""
    image = Image(Path(sys.argv[1]))
    sizes = Sizes.of(image, compress=True)
    print("| layer | MB | compressed MB |\n|---|---|---|")
    for layer in sizes.layers:
        print(f"| {layer.name} | {layer.bytes / 1e6:.1f} | {layer.compressed / 1e6:.1f} |")
    compressed = sum(layer.compressed for layer in sizes.layers)
    print(f"| all | {sizes.whole / 1e6:.1f} | {compressed / 1e6:.1f} |")
    print(f"| ours | {sizes.ours / 1e6:.1f} | {(compressed - sizes.layers[0].compressed) / 1e6:.1f} |")
    packages = len(list((image.root / "opt/venv").glob("lib/python3.*/site-packages/*.dist-info")))
    print(f"\n{packages} Python packages\n\n| start | CPU seconds |\n|---|---|")
    costs = start_costs(image)
    for name, seconds in costs.items():
        print(f"| {name} | {seconds:.3f} |")
    ratio = costs["import handler"] / costs["import runpod"]
    print(f"\nimport handler costs {ratio:.2f} times import runpod, which it includes")


if __name__ == "__main__":
    main()

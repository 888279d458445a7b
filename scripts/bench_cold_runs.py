"""The runs of `bench.py cold`: each side in its own process, timed, traced, or on a slow volume."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from bench_files import ALIGNER
from bench_runs import ROOT, environment_of

SOURCE = ROOT / "tests" / "slow_volume" / "slow_volume.c"
HERE = Path(__file__).resolve()
CALLS_OF = "file-system calls"
LIMIT_S = 1800.0


@dataclass(frozen=True)
class Place:
    """The two environments and the weights, under a prefix that a slow volume may be mounted at."""

    runtime: Path
    stock: Path
    weights: Path
    prefix: Path = Path("/")

    @classmethod
    def of(cls, runtime: Path, stock: Path, weights: Path) -> "Place":
        """Take the Pythons as they are named: their last link is what makes them an environment's."""
        pythons = (python.parent.resolve() / python.name for python in (runtime, stock))
        return cls(*pythons, weights.resolve())

    def under(self, prefix: Path) -> "Place":
        """Return the same files as seen through a volume that shows the root under `prefix`."""
        seen = (prefix / path.relative_to("/") for path in (self.runtime, self.stock, self.weights))
        return replace(self, **dict(zip(("runtime", "stock", "weights"), seen, strict=True)), prefix=prefix)

    def python(self, side: str) -> Path:
        """Return the Python of a side; bare PyTorch is measured in our environment."""
        return self.stock if side == "stock" else self.runtime

    def folders(self, side: str) -> tuple[str, str]:
        """Return what counts as the volume for a side: its environment and the weights."""
        return (str(self.python(side).parents[1]), str(self.weights))

    def has_bundle(self) -> bool:
        """Say whether the environment holds the file that our imports come from."""
        return any(self.runtime.parents[1].glob("lib/python3*/site-packages/f5tts_engine.bundle"))


def run_side(place: Place, side: str, stage: str, tracer: Sequence[str] = ()) -> dict[str, Any]:
    """Run one side up to a stage, `imports` or `ready`; return its seconds and its number of modules."""
    print(f"... {side}, {stage}{', traced' if tracer else ''}", file=sys.stderr)
    if side == "ours" and stage == "ready":
        return asyncio.run(_engine_ready(place, tracer))
    command = [
        *tracer,
        str(place.python(side)),
        "-W",
        "ignore",
        str(HERE),
        f"{side}-{stage}",
        str(place.weights),
    ]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "f5tts_worker").symlink_to(ROOT / "src" / "f5tts_worker")
        environment = {**environment_of(side), "PYTHONPATH": home if side == "ours" else ""}
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, timeout=LIMIT_S
        )
    seconds = time.perf_counter() - started
    if run.returncode:
        raise SystemExit(f"{side} failed:\n{run.stderr[-2000:]}")
    return {"seconds": round(seconds, 2), "modules": int(run.stdout.split()[-1])}


def traced(place: Place, side: str, stage: str) -> int:
    """Return how many system calls of a run name or use a file on the volume."""
    folders = place.folders(side)
    with tempfile.NamedTemporaryFile() as log:
        run_side(place, side, stage, ("strace", "-f", "-y", "-qq", "-e", "trace=%file,%desc", "-o", log.name))
        with Path(log.name).open(encoding="utf-8", errors="replace") as lines:
            return sum(any(folder in line for folder in folders) for line in lines)


async def _engine_ready(place: Place, tracer: Sequence[str]) -> dict[str, Any]:
    """Start the worker's engine and have it load, as the worker does."""
    sys.path.insert(0, str(ROOT / "src"))
    from f5tts_worker.supervisor.process import Engine
    from f5tts_worker.supervisor.states import Limits

    command = [*tracer, str(place.runtime), "-c", _COUNTING]
    limits = Limits(start_s=LIMIT_S, load_s=LIMIT_S)
    engine = Engine(Path(command[0]), arguments=command[1:], limits=limits)
    started = time.perf_counter()
    try:
        answer = await engine.ensure_loaded(_load(place))
        seconds = time.perf_counter() - started
    finally:
        await engine.close()
    return {"seconds": round(seconds, 2), "modules": answer["modules"], "stages": answer["seconds"]}


# The engine's own entry, but its answer to `load` also says how many modules it has imported.
_COUNTING = """
import sys
from f5tts_worker.engine import __main__ as engine, service
class Counting(service.Service):
    def call(self, *arguments, **options):
        return super().call(*arguments, **options) | {"modules": len(sys.modules)}
service.Service = Counting
engine.main(sys.argv[1:])
"""


def _load(place: Place) -> dict[str, Any]:
    packages = next(iter(place.runtime.parents[1].glob("lib/python3*/site-packages")))
    model = {
        "name": "bench",
        "config": "F5TTS_v1_Base",
        "checkpoint": str(place.weights / "model.safetensors"),
        "vocab": str(packages / "f5_tts" / "infer" / "examples" / "vocab.txt"),
        "vocoder": str(place.weights / "vocos"),
        "known": True,  # as every checkpoint of our table
    }
    aligner = {
        "language": "en",
        "kind": "torchaudio",
        "name": "WAV2VEC2_ASR_BASE_960H",
        "path": str(place.weights / ALIGNER),
    }
    return {"model": model, "aligner": aligner, "warm_up": True, "device": "cpu"}


class SlowVolume:
    """The slow file system of tests/slow_volume, compiled here; every `with` is a fresh mount.

    Only what lies in the folder `writable` can be changed through it; nothing if that is None.
    """

    def __init__(
        self,
        folder: Path,
        delay_us: int,
        mb_per_s: float,
        writable: Path | None = None,
        faults: Path | None = None,
    ) -> None:
        """Compile it; `faults` is the file in which it finds the errors that are to be planted."""
        self._program, self._facts, self._mount = (folder / name for name in ("slow", "facts", "mount"))
        self._words = (
            str(delay_us),
            str(mb_per_s),
            *(str(path.resolve()) for path in (writable, faults) if path),
        )
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "fuse3"], capture_output=True, text=True, check=True
        ).stdout.split()
        subprocess.run(["gcc", "-O2", "-o", self._program, SOURCE, *flags], check=True)
        self._mount.mkdir()

    def __enter__(self) -> Path:
        """Mount it; return where."""
        self._facts.unlink(missing_ok=True)
        self._process = subprocess.Popen([self._program, self._mount, self._facts, *self._words])
        while not os.path.ismount(self._mount):
            if self._process.poll() is not None:
                raise SystemExit("the slow volume cannot be mounted")
            time.sleep(0.01)
        return self._mount

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Unmount it, which has it write down what it was asked."""
        subprocess.run(["umount", self._mount], check=True)
        self._process.wait(30)

    def facts(self) -> dict[str, int]:
        """Return how often the last mount made a caller wait, and its `bytes`, those `written` among them."""
        words = self._facts.read_text().split()
        return dict(zip(words[::2], map(int, words[1::2]), strict=True))


# What runs in the environments


def torch_imports(_folder: Path) -> None:
    """Import PyTorch."""
    import torch  # noqa: F401


def ours_imports(_folder: Path) -> None:
    """Import what the engine imports to load its models, as it does."""
    from f5tts_worker.engine.startup import bundle, imports

    bundle.use()
    imports.import_models()


def stock_imports(_folder: Path) -> None:
    """Import the stock packages."""
    import f5_tts.api  # noqa: F401
    import whisperx.alignment  # noqa: F401


def stock_ready(folder: Path) -> None:
    """Load the stock packages' model, vocoder and aligner."""
    from f5_tts.api import F5TTS
    from whisperx.alignment import load_align_model

    F5TTS(
        "F5TTS_v1_Base",
        ckpt_file=str(folder / "model.safetensors"),
        vocoder_local_path=str(folder / "vocos"),
        device="cpu",
    )
    load_align_model("en", "cpu", model_dir=str(folder))


RUNS = {
    "torch-imports": torch_imports,
    "ours-imports": ours_imports,
    "stock-imports": stock_imports,
    "stock-ready": stock_ready,
}

if __name__ == "__main__":
    RUNS[sys.argv[1]](Path(sys.argv[2]))
    print(len(sys.modules), flush=True)
    os._exit(0)  # what Python does to end a process is not what is measured

"""What is deleted from an environment, how it is counted, and that RECORDs stay true."""

import subprocess
import sys
from pathlib import Path

import pytest

from f5tts_worker.bootstrap.environment import install_progress
from f5tts_worker.bootstrap.environment.install_progress import InstallProgress
from f5tts_worker.bootstrap.environment.installer import Wanted, wanted
from f5tts_worker.bootstrap.environment.trim import (
    Trimmed,
    contents,
    is_needless,
    missing,
    recorded_bytes,
    trim,
)
from f5tts_worker.bootstrap.inside import bytecode
from f5tts_worker.volume.progress import Watch

GOES = [
    "torch/include/ATen/ATen.h",
    "torch/include/torch/csrc/api/all.inl",
    "torch/share/cmake/Torch/TorchConfig.cmake",
    "torch/bin/protoc-3.13.0.0",
    "pandas/tests/frame/test_api.py",
    "sympy/physics/mechanics/tests/__init__.py",
    "nltk/test/probability.doctest",
    "scipy/linalg/cython_blas.pxd",
    "numpy/__init__.pyi",
    "numpy/_core/include/numpy/ndarrayobject.h",
    "numpy/random/lib/libnpyrandom.a",
    "nvidia/cusolver/lib/libcusolverMg.so.11",
    "nvidia/cuda_nvrtc/lib/libnvrtc-builtins.alt.so.12.8",
    "onnxruntime/transformers/models/llama/__init__.py",
    "whisperx/assets/pytorch_model.bin",
    "f5_tts/train/train.py",
    "f5_tts/socket_server.py",
]
STAYS = [
    "torch/__init__.py",
    "torch/lib/libtorch_cuda.so",
    "torch/bin/torch_shm_manager",
    "torch/testing/__init__.py",
    "torch-2.8.0.dist-info/licenses/LICENSE",
    "tests/__init__.py",
    "jinja2/tests.py",
    "mpmath/__init__.py",
    "nvidia/cusolver/lib/libcusolver.so.11",
    "nvidia/cuda_nvrtc/lib/libnvrtc.so.12",
    "nvidia/cuda_runtime/include/cuda_fp16.h",
    "onnxruntime/capi/onnxruntime_pybind11_state.so",
    "whisperx/assets/mel_filters.npz",
    "whisperx/alignment.py",
    "f5_tts/infer/examples/vocab.txt",
    "f5_tts/model/backbones/dit.py",
    "pandas/io/formats/templates/html.tpl",
    "av/filter/context.cpython-311-x86_64-linux-gnu.so",
    "../../../bin/torchrun",
]


@pytest.mark.parametrize(("paths", "needless"), [(GOES, True), (STAYS, False)], ids=["goes", "stays"])
def test_rules(paths, needless):
    """Headers, tests, sources and second libraries go; what is imported, linked to or a licence stays."""
    assert [path for path in paths if is_needless(path) != needless] == []


@pytest.fixture
def packages(tmp_path):
    """Make two installed packages, one file a hard link to the package cache as uv makes them."""
    folder = tmp_path / "site-packages"
    files = {
        "one/__init__.py": "x = 1\n",
        "one/tests/test_one.py": "assert 0\n",
        "one/tests/data/sound.wav": "R" * 500,
        "one/core.h": "#pragma once\n",
        "two/__init__.py": "y = 2\n",
    }
    (tmp_path / "cache").mkdir()
    for number, (name, text) in enumerate(files.items()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        cached = tmp_path / "cache" / str(number)
        cached.write_text(text)
        (folder / name).hardlink_to(cached)
    for package in ("one", "two"):
        info = folder / f"{package}-1.0.dist-info"
        info.mkdir()
        rows = [f"{name},sha256=x,{len(text)}" for name, text in files.items() if name.startswith(package)]
        record = tmp_path / "cache" / f"RECORD-{package}"
        record.write_text("\n".join([*rows, f"{info.name}/RECORD,,"]) + "\n")
        (info / "RECORD").hardlink_to(record)
    return folder


def test_trim(packages, tmp_path):
    """Files, empty folders and RECORD's lines go and are counted; the package cache is left as it was."""
    cached = {path.name: path.read_text() for path in (tmp_path / "cache").iterdir()}
    assert trim(packages) == Trimmed(3, 9 + 500 + 13)
    assert not (packages / "one/tests").exists()
    assert sorted(path.name for path in packages.rglob("*.*") if path.is_file()) == ["__init__.py"] * 2
    assert "tests" not in (packages / "one-1.0.dist-info/RECORD").read_text()
    assert cached == {path.name: path.read_text() for path in (tmp_path / "cache").iterdir()}
    assert missing(packages) == []
    assert contents(packages) == (4, 12)
    assert trim(packages) == Trimmed(0, 0)


def test_trim_leaves_what_is_in_use(packages):
    """A folder in which something is left that no RECORD names stays, with it."""
    extra = packages / "one/tests/written-by-hand.txt"
    extra.write_text("")
    trim(packages)
    assert extra.exists()


def test_missing(packages):
    """A file that is gone or has another size is named."""
    (packages / "one/__init__.py").unlink()
    (packages / "two/__init__.py").unlink()
    (packages / "two/__init__.py").write_text("cut")
    assert sorted(missing(packages)) == ["one/__init__.py", "two/__init__.py"]


def run_compiler(folder):
    command = [sys.executable, "-I", bytecode.__file__, folder]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)


def test_bytecode(packages):
    """Every module is compiled, a template that is no Python is not, and both are counted."""
    (packages / "one/template.py").write_text("{{ name }} = \n")
    done = run_compiler(packages)
    compiled = list(packages.rglob("*.pyc"))
    assert done.returncode == 0
    assert len(compiled) == 3
    size = sum(path.stat().st_size for path in compiled)
    assert done.stdout.splitlines()[-1] == f"compiled 3 modules, {size} bytes"


def test_bytecode_of_models_that_nothing_imports(packages):
    """Of transformers' models only the aligners' are compiled; the others can be imported all the same."""
    models = packages / "transformers/models"
    for name in ("wav2vec2/modeling.py", "bert/modeling.py", "auto/deep/one.py", "__init__.py"):
        (models / name).parent.mkdir(parents=True, exist_ok=True)
        (models / name).write_text("")
    assert run_compiler(packages).returncode == 0
    found = {path.relative_to(models).as_posix().partition(".")[0] for path in models.rglob("*.pyc")}
    assert found == {"wav2vec2/__pycache__/modeling", "auto/deep/__pycache__/one", "__pycache__/__init__"}


def test_bytecode_that_cannot_be_written(packages):
    """A disk that takes nothing ends it with an error, in words that the installer knows."""
    (packages / "one/__pycache__").symlink_to("/dev/full")
    done = run_compiler(packages)
    assert done.returncode == 1
    assert "error: " in done.stdout


def test_meter(packages, tmp_path, monkeypatch):
    """Packages and gigabytes are told as they come, each once, and nothing but RECORDs is read for it."""
    heard, free = [], [9_000_000_000]
    monkeypatch.setattr(install_progress, "_free", lambda folder: free[0])
    records = sorted(packages.glob("*/RECORD"))
    hidden = [path.rename(path.with_name("LATER")) for path in records]
    told = InstallProgress(2, 2_000_000_000, packages, tmp_path, Watch(heard.append))
    told.tick()
    told.hear("Downloading torch (846.8MiB)")
    free[0] -= 1_250_000_000
    for _ in range(2):
        told.tick()
    monkeypatch.setattr(install_progress, "recorded_bytes", lambda record: 600_000_000)
    for path in hidden:
        path.rename(path.with_name("RECORD"))
        told.tick()
    told.hear_compiler("compiled 300")
    assert [progress.message.removeprefix("installing the environment: ") for progress in heard] == [
        "0 of 2 packages, 0.0 of 2.0 GB",
        "downloading torch (846.8MiB), 0.0 of 2.0 GB",
        "downloading torch (846.8MiB), 1.2 of 2.0 GB",
        "1 of 2 packages, 0.6 of 2.0 GB",
        "2 of 2 packages, 1.2 of 2.0 GB",
        "compiling, 300 modules",
    ]
    assert [(progress.done, progress.total) for progress in heard[-2:]] == [(2, 2), (2, 2)]


def test_meter_without_a_size(packages, tmp_path):
    """A lock that does not say how large its packages are gets no gigabytes; a RECORD half written is 0."""
    heard = []
    InstallProgress(2, 0, packages, tmp_path, Watch(heard.append)).tick()
    assert heard[0].message == "installing the environment: 2 of 2 packages"
    assert recorded_bytes(tmp_path / "nothing") == 0


def test_size_in_the_lock(tmp_path):
    """The lock says what its packages unpack to, as scripts/lock.sh measured it."""
    lock = tmp_path / "lock.txt"
    lock.write_text("# unpacked: 1234 bytes in 5 files\na==1 --hash=sha256:0\n")
    assert wanted(lock, tmp_path) == Wanted(lock, 1, 1234, tmp_path)
    ours = wanted(Path(__file__).parents[3] / "runtime_requirements.txt", tmp_path)
    assert 5e9 < ours.unpacked < 9e9

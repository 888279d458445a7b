"""The first import in an environment: it finds what is missing, and leaves the bundle."""

import shutil
import subprocess
import venv
from pathlib import Path

import pytest

import f5tts_worker
from f5tts_worker.engine.startup import bundle, first_import

# Stands in for the real list, which needs PyTorch.
IMPORTS = """
import importlib
def import_everything(): importlib.import_module("always_used")
def import_rarely_used(): importlib.import_module("rarely_used")
"""


@pytest.fixture
def python(tmp_path):
    """Make an environment with two modules."""
    venv.create(tmp_path / "env", symlinks=True)
    (packages,) = tmp_path.glob("env/lib/python3*/site-packages")
    for name in ("always_used", "rarely_used"):
        (packages / f"{name}.py").write_text("VALUE = 1")
    return tmp_path / "env/bin/python"


def run(python, *arguments):
    """Run the program in the environment, from a copy of our package with the stand-in's list."""
    package = python.parents[2] / "f5tts_worker"
    if not package.exists():
        shutil.copytree(Path(f5tts_worker.__file__).parent / "engine/startup", package / "engine/startup")
        (package / "engine/startup/imports.py").write_text(IMPORTS)
    program = package / "engine/startup" / Path(first_import.__file__).name
    return subprocess.run([python, "-I", program, *arguments], capture_output=True, text=True, check=False)


def test_the_bundle_holds_what_every_start_imports(python):
    """It is written at installation only; what is rarely used is imported, too, but not in it."""
    packages = next(python.parents[1].glob("lib/python3*/site-packages"))
    assert run(python, "--check").returncode == 0
    assert bundle.read(packages) is None
    assert run(python).returncode == 0
    written = bundle.read(packages)
    assert written.find_spec("always_used").origin == str(packages / "always_used.py")
    assert written.find_spec("rarely_used") is None


@pytest.mark.parametrize("name", ["always_used", "rarely_used"])
def test_a_module_that_is_missing_is_named(python, name):
    """Nothing is written, and the last line names the module: it becomes part of an error."""
    packages = next(python.parents[1].glob("lib/python3*/site-packages"))
    (packages / f"{name}.py").unlink()
    done = run(python)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1] == f"ModuleNotFoundError: No module named '{name}'"
    assert bundle.read(packages) is None

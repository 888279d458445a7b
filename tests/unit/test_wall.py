"""The wall between the two Pythons and the layers of the image's side: each contract can fail."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "f5tts_worker"
CONFIGURED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
ENGINE, IMAGE, LAYERS = CONFIGURED["contracts"]


def own(modules):
    """Return those of a contract's modules that are ours, without the package's name."""
    return {name.removeprefix("f5tts_worker.") for name in modules if name.startswith("f5tts_worker.")}


def test_every_folder_is_on_one_side_of_the_wall():
    """Whatever lies at the top is the engine's, or forbidden to it; errors and languages are both sides'."""
    top = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    sides = top - {"__init__", "engine"}
    assert own(IMAGE["source_modules"]) == sides
    assert own(ENGINE["forbidden_modules"]) == sides - {"__main__", "errors", "languages"}


@pytest.fixture
def copy(tmp_path):
    """Copy the package to where it can be broken; return its folder."""
    ignored = shutil.ignore_patterns("__pycache__", "*.safetensors", "demo")
    shutil.copytree(PACKAGE, tmp_path / "src" / "f5tts_worker", ignore=ignored)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path / "src" / "f5tts_worker"


def broken(copy):
    """Return the names of the contracts that the package breaks."""
    linter = Path(sys.executable).with_name("lint-imports")
    environ = {"PYTHONPATH": str(copy.parent), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [linter, "--no-cache"], cwd=copy.parents[1], env=environ, capture_output=True, text=True, check=False
    )
    found = [line.partition(" BROKEN")[0] for line in done.stdout.splitlines() if " BROKEN" in line]
    assert done.returncode == bool(found), done.stdout + done.stderr
    return found


def test_the_package_as_it_is_breaks_none(copy):
    """The same check finds nothing wrong with what is there."""
    assert broken(copy) == []


@pytest.mark.parametrize(
    ("module", "imports", "contract"),
    [
        ("engine/speech/join_chunks.py", "f5tts_worker.log", ENGINE),
        ("engine/speech/join_chunks.py", "boto3", ENGINE),
        ("jobs/job.py", "f5tts_worker.engine.speech.join_chunks", IMAGE),
        ("errors.py", "torch", IMAGE),
        ("languages.py", "f5tts_worker.log", LAYERS),
        ("storage/folder.py", "f5tts_worker.jobs.job", LAYERS),
        ("subtitles/words.py", "f5tts_worker.storage.folder", LAYERS),
        ("client/input/items.py", "f5tts_worker.jobs.job", LAYERS),
    ],
)
def test_an_import_across_is_found(copy, module, imports, contract):
    """One line in one file is enough."""
    with (copy / module).open("a") as file:
        file.write(f"\nimport {imports}  # noqa\n")
    assert contract["name"] in broken(copy)


def test_a_file_that_is_moved_across_is_found(copy):
    """The engine's file in the image's folder imports what the image does not have."""
    (copy / "engine" / "speech" / "join_chunks.py").rename(copy / "jobs" / "join_chunks.py")
    assert IMAGE["name"] in broken(copy)


def test_a_folder_that_stands_nowhere_is_found(copy):
    """A new folder has to say which layer it is."""
    (copy / "elsewhere").mkdir()
    (copy / "elsewhere" / "__init__.py").touch()
    assert LAYERS["name"] in broken(copy)

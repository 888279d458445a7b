"""The wall between the two Pythons and the layers of the image's side: each contract can fail."""

import re
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


def linted(copy):
    """Return the names of the contracts that the package breaks, and all that is said of them."""
    linter = Path(sys.executable).with_name("lint-imports")
    environ = {"PYTHONPATH": str(copy.parent), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [linter, "--no-cache"], cwd=copy.parents[1], env=environ, capture_output=True, text=True, check=False
    )
    found = [line.partition(" BROKEN")[0] for line in done.stdout.splitlines() if " BROKEN" in line]
    assert done.returncode == bool(found), done.stdout + done.stderr
    return found, done.stdout


@pytest.mark.exhaustive  # the part `lint` checks the package itself
def test_the_package_as_it_is_breaks_none(copy):
    """The same check finds nothing wrong with what is there."""
    assert linted(copy)[0] == []


ACROSS = [
    ("engine/speech/join_chunks.py", "f5tts_worker.log", ENGINE),
    ("engine/speech/chunking.py", "boto3", ENGINE),
    ("jobs/job.py", "f5tts_worker.engine.speech.join_chunks", IMAGE),
    ("errors.py", "torch", IMAGE),
    ("languages.py", "f5tts_worker.log", LAYERS),
    ("storage/folder.py", "f5tts_worker.jobs.job", LAYERS),
    ("subtitles/words.py", "f5tts_worker.storage.folder", LAYERS),
    ("client/input/items.py", "f5tts_worker.jobs.job", LAYERS),
]


def test_each_import_across_is_found(copy):
    """One line in one file is enough: the contract that it breaks names it. All are told of at once."""
    for module, imports, _ in ACROSS:
        with (copy / module).open("a") as file:
            file.write(f"\nimport {imports}  # noqa\n")
    found, said = linted(copy)
    assert found == [ENGINE["name"], IMAGE["name"], LAYERS["name"]]
    parts = re.split(rf"^({'|'.join(map(re.escape, found))})$", said, flags=re.MULTILINE)
    of_contracts = dict(zip(parts[1::2], parts[2::2], strict=True))
    for module, imports, contract in ACROSS:
        importer = module.removesuffix(".py").replace("/", ".")
        assert re.search(rf"f5tts_worker\.{importer} -> {imports}\b", of_contracts[contract["name"]]), module


def test_what_is_moved_across_or_stands_nowhere_is_found(copy):
    """A file of the engine's imports what the image does not have; a new folder has to say its layer."""
    (copy / "engine" / "speech" / "join_chunks.py").rename(copy / "jobs" / "join_chunks.py")
    (copy / "elsewhere").mkdir()
    (copy / "elsewhere" / "__init__.py").touch()
    found, said = linted(copy)
    assert {IMAGE["name"], LAYERS["name"]} <= set(found)
    assert re.search(r"f5tts_worker\.jobs\.join_chunks -> numpy", said)
    assert "elsewhere" in said

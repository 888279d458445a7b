"""The locks: fresh, hashed, and holding what is needed and nothing that is left out."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from scripts.lock_digest import LOCKS, ROOT, digest
from tests.placed import placed

from f5tts_worker.bootstrap import find
from f5tts_worker.bootstrap.environment.environment import chosen_recipe
from f5tts_worker.bootstrap.environment.trim import missing
from f5tts_worker.bootstrap.weights.models import ALIGNERS
from f5tts_worker.config import from_environment

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
EXCLUDED = PROJECT["tool"]["uv"]["exclude-dependencies"]
WANTED = {
    "image": PROJECT["project"]["dependencies"],
    "runtime": GROUPS["runtime"],
    "cuda13": [*(one for one in GROUPS["runtime"] if not one.startswith("torch")), *GROUPS["cuda13"]],
    "dev": PROJECT["project"]["dependencies"] + GROUPS["dev"],
    "oracle": GROUPS["oracle"],
}
PACKAGE = ROOT / "src/f5tts_worker"
# The distributions whose modules have other names than they.
MODULES = {"hydra-core": "hydra", "pyannote-audio": "pyannote.audio"}


def pins(name):
    """Return a lock's packages and their versions."""
    text = (ROOT / LOCKS[name]).read_text()
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_lock_is_fresh(name):
    """A lock is compiled from pyproject.toml as it is now; scripts/lock.sh makes it so."""
    assert f"# sources: {digest(name)}\n" in (ROOT / LOCKS[name]).read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_fulfils_what_is_wanted(name):
    """Every direct dependency is pinned to a version that fits."""
    pinned = pins(name)
    for text in WANTED[name]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), text


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_hashed(name):
    """No entry is without a hash, and no entry comes from anywhere but an index."""
    body = (ROOT / LOCKS[name]).read_text()
    entries = [
        entry
        for entry in re.split(r"^(?=[A-Za-z0-9])", body, flags=re.MULTILINE)
        if not entry.startswith("#")
    ]
    assert len(entries) == len(pins(name)) > 0
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in body


@pytest.mark.parametrize("name", ["runtime", "cuda13"])
def test_nothing_left_out_is_in_the_environment(name):
    """The environment's locks hold none of the packages that inference does without."""
    assert set(pins(name)) & set(EXCLUDED) == set()


def test_the_two_environments_differ_in_pytorch_alone():
    """With another PyTorch come another CUDA's libraries; all else has the same version. The keys differ."""
    first, second = pins("runtime"), pins("cuda13")
    of_pytorch = re.compile("torch|torchaudio|(nvidia|cuda)-.*")
    changed = {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
    assert {"torch", "torchaudio", "nvidia-cublas", "nvidia-cublas-cu12"} <= changed
    assert [name for name in changed if not of_pytorch.fullmatch(name)] == []
    by_default, cuda12, cuda13 = (
        chosen_recipe(from_environment(variables)).key
        for variables in ({}, {"F5TTS_CUDA": "12"}, {"F5TTS_CUDA": "13"})
    )
    assert by_default == cuda12 != cuda13


def test_oracle_is_the_stock_install():
    """The oracle has what the environment leaves out, and the same versions of all that both have."""
    runtime, oracle = pins("runtime"), pins("oracle")
    assert {"accelerate", "gradio", "librosa", "pyannote-audio", "x-transformers"} <= set(oracle)
    shared = set(runtime) & set(oracle)
    assert {"torch", "numpy", "transformers", "whisperx"} <= shared
    assert {name for name in shared if runtime[name] != oracle[name]} == set()


def test_tools_come_on_top_of_the_image():
    """What tests run against is exactly what the image holds."""
    image, dev = pins("image"), pins("dev")
    assert image.items() <= dev.items()


def closure(start):
    """Return the files of our package that `start` imports, directly or not, itself included."""
    found, waiting = set(), [start]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [ours for name in imports(path) if (ours := own_file(name))]
    return found


def own_file(name):
    path = PACKAGE.parent / name.replace(".", "/")
    choices = (path.with_suffix(".py"), path / "__init__.py")
    return next((choice for choice in choices if name.startswith("f5tts_worker") and choice.is_file()), None)


def imports(path):
    """Return every module that a file imports, in functions too, and by importlib with a literal name."""
    package = (path.parent.relative_to(PACKAGE.parent)).as_posix().replace("/", ".")
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.add(module)
            found |= {f"{module}.{alias.name}" for alias in node.names if own_file(f"{module}.{alias.name}")}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "importlib.import_module",
            "import_module",
        ):
            found |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return found


@pytest.fixture(scope="module")
def environment():
    found = find(placed())
    if found is None:
        pytest.skip("F5TTS_VOLUME holds no environment of this lock")
    return found


RESOLVE = """
import importlib.machinery, json, os, sys
def resolves(name):
    path = sys.path
    for part in name.split('.'):  # part by part, so that no parent is imported
        spec = importlib.machinery.PathFinder.find_spec(part, path)
        if spec is None:
            return False
        folders = [os.path.join(folder, part) for folder in path]
        path = spec.submodule_search_locations if spec.origin else [f for f in folders if os.path.isdir(f)]
    return True
print(json.dumps([name for name in json.loads(sys.argv[1]) if not resolves(name)]))
"""


def unresolved(environment, names):
    """Return the names that the environment's Python does not find; nothing is imported."""
    command = [environment.python, "-I", "-c", RESOLVE, json.dumps(sorted(names))]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


@pytest.mark.environment
def test_environment_is_complete(environment):
    """Every module that the engine imports, anywhere in its code, is in the environment."""
    imaged = closure(PACKAGE / "supervisor/process.py")
    files = {path for path in PACKAGE.glob("engine/**/*.py") if path not in imaged}
    files |= closure(PACKAGE / "engine/__main__.py")
    names = {name for path in files for name in imports(path) if not name.startswith("f5tts_worker")}
    foreign = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    assert len(foreign) > 5
    assert unresolved(environment, foreign) == []


@pytest.mark.environment
def test_environment_is_lean(environment):
    """None of the stock packages that are left out can be imported there, so none is needed."""
    left_out = {MODULES.get(name, name.replace("-", "_")) for name in EXCLUDED}
    assert unresolved(environment, left_out) == sorted(left_out)


@pytest.mark.environment
def test_aligners_are_those_of_whisperx(environment):
    """The table of aligners is the installed WhisperX's, language by language."""
    tree = ast.parse((environment.site_packages / "whisperx/alignment.py").read_text())
    theirs = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("DEFAULT_ALIGN_MODELS_"):
            theirs |= ast.literal_eval(node.value)
    assert {language: aligner.name for language, aligner in ALIGNERS.items()} == theirs


@pytest.mark.environment
def test_shipped_vocabulary_is_there(environment):
    """The vocabulary of the official checkpoints comes with the package, where we look for it."""
    assert (environment.site_packages / "f5_tts/infer/examples/vocab.txt").stat().st_size == 11_255
    assert Path(environment.python).exists()


# Programs of SciPy's and transformers' makers, and a function that runs mpmath's tests.
_NEVER_RUN = {
    "scipy/special/_precompute/hyp2f1_data.py",
    "transformers/convert_graph_to_onnx.py",
    "mpmath/__init__.py",
}


@pytest.mark.environment
def test_nothing_asks_for_what_was_deleted(environment):
    """No module that stays imports one that was deleted, and all that the RECORDs name is there."""
    packages = environment.site_packages
    gone = (
        rb"onnxruntime\.(?:tools|quantization|transformers|datasets|backend)|f5_tts\.(?:train|eval|runtime)"
    )
    asking = re.compile(
        rb"^\s*(?:(?:from|import) (?:[\w.]*\.tests?(?:[. ]|$)|(?:" + gone + rb")\b)|from \.+tests? )",
        re.MULTILINE,
    )

    def asks(code: bytes) -> bool:
        """Look line by line only where one of the names is."""
        named = any(name in code for name in (b".test", b"onnxruntime.", b"f5_tts."))
        return named and asking.search(code) is not None

    modules = [path for path in packages.rglob("*.py") if asks(path.read_bytes())]
    found = {path.relative_to(packages).as_posix() for path in modules}
    has_module = {"jinja2/defaults.py"}  # its tests are a module
    assert found - has_module - _NEVER_RUN == set()
    assert missing(packages) == []
    assert environment.facts["trimmed"]["files"] > 10_000

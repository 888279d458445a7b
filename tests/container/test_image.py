"""What is in the image and what is not: packages, demo model, settings, no tools, no secrets."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from tests.container.measure import COPIED, Sizes
from tests.e2e.processes import REPOSITORY

from f5tts_worker.bootstrap.environment.environment import LOCKS

PACKAGES = "opt/venv/lib/python3.11/site-packages"
LIMIT = 350_000_000
OUR_LIMIT = 250_000_000
# Each begins with letters that `re` looks for quickly; that a word begins with them is checked behind them.
TOKENS = [
    re.compile(pattern)
    for pattern in (
        rb"(?:AKIA|ASIA)(?<=\b....)[0-9A-Z]{16}\b",
        rb"gh[pousr]_(?<=\b....)[0-9A-Za-z]{36}\b",
        rb"hf_(?<=\b...)[A-Za-z]{34}\b",
        rb"rpa_(?<=\b....)[0-9A-Z]{30,}",
        rb"pypi-AgEIcHlwaS5vcmc(?<=\b.{20})[\w-]{50,}",
        rb"https?://[^\s/:@'\"]+:[^\s/@'\"{}$]+@[\w.-]+",
        rb"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}",
    )
]

EXAMPLE_HOST = re.compile(
    rb"https?://(?:user(?:name)?|foo|login)(?:name)?:[^@]+@|@(?:bar\.com|host|proxy|localhost|127|example)",
    re.IGNORECASE,
)


def locked():
    """Return the image's lock: package -> version."""
    text = (REPOSITORY / "requirements.txt").read_text()
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", text, re.MULTILINE))


def left_out():
    """Return the packages of the lock that are taken out of the image."""
    lines = (REPOSITORY / "image/unused_packages.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def installed(root):
    """Return what is installed in the image: package -> version, from the packages' own records."""
    found = {}
    for record in (root / PACKAGES).glob("*.dist-info"):
        name, version = record.name.removesuffix(".dist-info").rsplit("-", 1)
        found[re.sub(r"[-_.]+", "-", name).lower()] = version
    return found


def copied_files(root):
    """Yield every file that the Dockerfile put there."""
    for place in COPIED:
        path = root / place
        if path.is_file():
            yield path
        yield from (file for file in path.rglob("*") if file.is_file() and not file.is_symlink())


def test_the_image_has_the_locked_packages_but_the_unused(image):
    """Every package of the lock is there at its locked version, except the listed ones; no other is."""
    unused = left_out()
    assert unused <= set(locked()), "a package that the lock no longer has is listed as unused"
    wanted = {name: version for name, version in locked().items() if name not in unused}
    # A marker may leave a package out on this Python; it is the lock's own and needs no list.
    skipped = set(wanted) - set(installed(image.root))
    text = (REPOSITORY / "requirements.txt").read_text()
    assert all(re.search(rf"^{name}==\S+ ;", text, re.MULTILINE) for name in skipped), skipped
    assert installed(image.root) == {name: wanted[name] for name in wanted if name not in skipped}


def test_the_image_has_the_demo_model_and_what_the_worker_reads(image):
    """The demo pack, the environment's lock and the setup script are where the code looks for them."""
    pack = REPOSITORY / "src/f5tts_worker/demo"
    names = {path.relative_to(pack) for path in pack.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    here = image.root / "app/src/f5tts_worker/demo"
    assert {name for name in names if not (here / name).is_file()} == set()
    for lock in LOCKS.values():
        assert (image.root / "app" / lock).read_bytes() == (REPOSITORY / lock).read_bytes()
    assert os.access(image.root / "app/scripts/setup_runtime.sh", os.X_OK)


def test_the_image_holds_no_tools_caches_tests_or_history(image):
    """No compiler, no pip of ours, no cache, no tests, no repository, no PyTorch."""
    root = image.root
    tools = [
        name for name in ("gcc", "cc", "g++", "make", "git") if shutil.which(name, path=f"{root}/usr/bin")
    ]
    assert tools == []
    for name in ("pip", "torch", "numpy", "pytest"):
        assert not (root / PACKAGES / name).exists()
    assert not (root / "app/tests").exists()
    assert not list(root.glob("app/**/.git*"))
    for cache in ("root/.cache", "var/lib/apt/lists", "build", "tmp"):
        found, known = ({p.relative_to(top) for p in (top / cache).rglob("*")} for top in (root, image.base))
        assert found <= known, cache  # what the base brings is in its own layers


def test_modules_are_compiled_and_never_checked_against_their_source(image):
    """A start compiles nothing, and bytecode is the same whenever the image was built."""
    sources = [path for folder in ("app", PACKAGES) for path in (image.root / folder).rglob("*.py")]
    flags = {}
    for source in sources:
        bytecode = source.parent / "__pycache__" / f"{source.stem}.cpython-311.pyc"
        flags[source] = int.from_bytes(bytecode.read_bytes()[4:8], "little") if bytecode.exists() else None
    # PEP 552: 0b01 is a hash that nobody checks. A package may hold templates that are no Python.
    loose = [source for source, flag in flags.items() if flag not in (0b01, None)]
    assert loose == []
    ours = [source for source, flag in flags.items() if flag is None and PACKAGES not in str(source)]
    assert ours == []


def test_python_is_the_init_process_s_own_child(image):
    """Tini starts Python without a shell between them; the working directory is the program's."""
    assert image.config["Entrypoint"] == ["/usr/bin/tini", "--", "/opt/venv/bin/python", "/app/handler.py"]
    assert not image.config.get("Cmd")
    assert image.config["WorkingDir"] == "/app"
    assert image.environment["RUNPOD_LOG_LEVEL"] == "INFO"
    assert image.environment["NVIDIA_DRIVER_CAPABILITIES"] == "compute,utility"
    assert image.config["Healthcheck"]["Test"][-1] == "/app/scripts/doctor.py"


def test_the_image_says_what_it_is(image):
    """The labels that registries show are there, with the version and commit that a build is given."""
    labels = image.config["Labels"]
    prefix = "org.opencontainers.image."
    assert {f"{prefix}{name}" for name in ("title", "description", "licenses", "version", "revision")} <= set(
        labels
    )
    assert labels[f"{prefix}licenses"] == "MIT"
    assert labels[f"{prefix}version"]
    assert labels[f"{prefix}revision"]


def test_the_image_is_small(image):
    """The whole image and what we add to its base stay below their limits."""
    sizes = Sizes.of(image)
    assert sizes.ours <= OUR_LIMIT
    assert sizes.whole <= LIMIT


def test_no_secret_is_in_the_image(image):
    """No file we add, and no line of the image's history or settings, holds a key or a path of ours."""
    history = (image.folder / "config.json").read_bytes()
    assert tokens(history) == []
    index_hosts = {
        value.encode() for name, value in os.environ.items() if name.endswith("_INDEX_URL") and "@" in value
    }
    found = {}
    for file in copied_files(image.root):
        data = file.read_bytes()
        hits = {hit for hit in tokens(data) if not is_example(hit)}
        hits |= {path for path in (str(REPOSITORY).encode() + b"/", *index_hosts) if path in data}
        if hits:
            found[str(file.relative_to(image.root))] = hits
    assert found == {}


def tokens(data):
    """Return what looks like a key or a password."""
    return [hit for pattern in TOKENS for hit in pattern.findall(data)]


def is_example(hit):
    """Say whether a hit is a placeholder of some package's documentation: example key, example host."""
    return hit.endswith((b"EXAMPLE", b".example")) or EXAMPLE_HOST.search(hit)


@pytest.mark.parametrize("place", COPIED)
def test_files_are_everybody_s_to_read_and_the_owner_s_to_write(image, place):
    """Permissions are one scheme, whatever the umask of the checkout."""
    for path in [image.root / place, *(image.root / place).rglob("*")]:
        if not path.is_symlink():
            assert path.stat().st_mode & 0o022 == 0, path
            assert path.stat().st_mode & 0o444 == 0o444, path


def test_sizes_are_written_down(image):
    """The figures that docs/BENCHMARKS.md shows can be read by a program."""
    report = json.loads(Sizes.of(image).as_json())
    assert report["ours"] == sum(layer["bytes"] for layer in report["layers"] if layer["name"] != "base")
    assert Path(image.folder).is_dir()

"""Small locks, so that real installations take a second; how often faults are tried; what was done in all."""

import re
import shutil
import socket
import subprocess
import threading
from pathlib import Path

import pytest
from tests.placed import placed
from tests.volume.counts import Tally
from tests.volume.index import Index
from tests.volume.workers import ROOT, Crowd, Releases

from f5tts_worker.bootstrap import Environment, Recipe

TALLY = pytest.StashKey[Tally]()


def pytest_addoption(parser):
    text = "try the volume's faults as often as docs/RELIABILITY.md says, and print the table"
    parser.addoption("--full-counts", action="store_true", help=text)


def pytest_configure(config):
    config.stash[TALLY] = Tally()
    config.addinivalue_line(
        "markers", "counts(quick, full): run the test so often, with its number as `number`"
    )
    config.addinivalue_line("markers", "long: only with --full-counts")


def pytest_generate_tests(metafunc):
    marker = metafunc.definition.get_closest_marker("counts")
    if marker is not None:
        full = metafunc.config.getoption("--full-counts", default=False)
        metafunc.parametrize("number", range(marker.kwargs["full" if full else "quick"]))


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--full-counts", default=False):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


def pytest_terminal_summary(terminalreporter, config):
    if config.getoption("--full-counts", default=False):
        terminalreporter.section("faults that were tried")
        terminalreporter.write_line(config.stash[TALLY].table())


def pytest_sessionfinish(session):
    if (
        session.config.getoption("--full-counts", default=False)
        and session.config.stash[TALLY].short()
        and not session.exitstatus
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def tally(request):
    """Count what was done: `tally("uv", SIGKILLs=1)`."""
    return request.config.stash[TALLY]


@pytest.fixture
def full(request):
    """Whether faults are to be tried as often as in a full run."""
    return request.config.getoption("--full-counts", default=False)


def part_of_lock(lock, packages):
    """Return the named packages' entries of a lock, hashes included."""
    entries = re.split(r"^(?=[a-z0-9])", lock.read_text(), flags=re.MULTILINE)
    chosen = [entry for entry in entries if entry.split("==")[0] in packages]
    assert len(chosen) == len(packages)
    return "".join(chosen)


@pytest.fixture
def lock(tmp_path):
    """Write a lock of three small packages. Its key, which some tests look for, is like no other test's."""
    path = tmp_path / "lock.txt"
    entries = part_of_lock(ROOT / "tests/requirements.txt", ["annotated-types", "iniconfig", "mdurl"])
    path.write_text(f"# for {tmp_path}\n{entries}")
    return path


@pytest.fixture
def check(tmp_path):
    path = tmp_path / "check.py"
    path.write_text("import annotated_types, iniconfig, mdurl\n")
    return path


@pytest.fixture
def recipe(lock, check):
    return Recipe(lock, check, bytes_needed=0)


@pytest.fixture
def settings(tmp_path):
    return placed({"F5TTS_VOLUME": str(tmp_path / "volume")})


@pytest.fixture
def envs(settings):
    return settings.root / "envs"


@pytest.fixture
def crowd(settings):
    """Start processes on the volume; what still runs afterwards is killed."""
    started = Crowd(settings.volume)
    yield started
    started.end()


@pytest.fixture
def start(crowd, recipe):
    """Start a worker process that wants the environment of the lock from the real index."""
    return lambda *options, **variables: crowd.worker(recipe, *options, **variables)


@pytest.fixture(scope="session")
def package_cache(tmp_path_factory):
    return tmp_path_factory.mktemp("package-cache")


@pytest.fixture
def only_index(monkeypatch):
    """Let uv ask one index of the loopback interface, and copy files to the volume as it does on RunPod."""

    def use(index, cache):
        for name in (
            "UV_INDEX",
            "UV_EXTRA_INDEX_URL",
            "UV_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "PIP_FIND_LINKS",
        ):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("UV_DEFAULT_INDEX", index.address)
        monkeypatch.setenv("UV_CACHE_DIR", str(cache))
        monkeypatch.setenv("UV_LINK_MODE", "copy")

    return use


@pytest.fixture
def releases(tmp_path, only_index, package_cache):
    """Make small locks whose packages lie on an index of our own."""
    with Index([]) as index:
        only_index(index, package_cache)
        yield Releases(index, tmp_path / "releases")


def succeeds(*command):
    """Say whether the program is there and does what it is told."""
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


@pytest.fixture(scope="session")
def other_hosts():
    """Whether a process can be given another host name here; that takes root."""
    return succeeds("unshare", "--uts", "true")


@pytest.fixture
def mount(tmp_path):
    """Mount something below a new folder, with mount's own options; skip where that is not allowed."""
    mounted = []

    def mount_one(*options):
        folder = tmp_path / f"mount-{len(mounted)}"
        folder.mkdir()
        if not succeeds("mount", *options, folder):
            pytest.skip("mounting is not allowed here (it takes root)")
        mounted.append(folder)
        return folder

    yield mount_one
    for folder in reversed(mounted):
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def silent_index():
    """Serve an index that takes connections and never answers, for an empty package cache to ask."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = threading.Event()
        connections = []

        def accept():
            try:
                while True:
                    connections.append(server.accept()[0])
                    heard.set()
            except OSError:  # the server was closed
                return

        threading.Thread(target=accept, daemon=True).start()
        heard.address = f"http://127.0.0.1:{server.getsockname()[1]}/simple"
        yield heard
        server.shutdown(socket.SHUT_RDWR)
        for connection in connections:
            connection.close()


@pytest.fixture
def environment():
    """Name an environment that is not there: nothing of it is needed to fetch weights."""
    return Environment("given", Path("/nowhere"), Path("/nowhere/bin/python"), Path("/nowhere/site-packages"))

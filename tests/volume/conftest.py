"""A small lock from the index, so that real installations take a second."""

import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from f5tts_worker.bootstrap import Recipe, ensure
from f5tts_worker.config import from_environment

ROOT = Path(__file__).parents[2]
BUILDER = Path(__file__).with_name("builder.py")
DOWNLOADER_PACKAGES = [
    *(
        "certifi",
        "charset-normalizer",
        "filelock",
        "fsspec",
        "hf-xet",
        "huggingface-hub",
        "idna",
        "packaging",
    ),
    *("pyyaml", "requests", "tqdm", "typing-extensions", "urllib3"),
]


def part_of_lock(lock: Path, packages) -> str:
    """Return the named packages' entries of a lock, hashes included."""
    entries = re.split(r"^(?=[a-z0-9])", lock.read_text(), flags=re.MULTILINE)
    chosen = [entry for entry in entries if entry.split("==")[0] in packages]
    assert len(chosen) == len(packages)
    return "".join(chosen)


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "lock.txt"
    path.write_text(part_of_lock(ROOT / "tests/requirements.txt", ["iniconfig", "pluggy", "packaging"]))
    return path


@pytest.fixture
def check(tmp_path):
    path = tmp_path / "check.py"
    path.write_text("import iniconfig, packaging.version, pluggy\n")
    return path


@pytest.fixture
def recipe(lock, check):
    return Recipe(lock, check, bytes_needed=0)


@pytest.fixture
def settings(tmp_path):
    return from_environment({"F5TTS_VOLUME": str(tmp_path / "volume")})


@pytest.fixture
def envs(settings):
    return settings.root / "envs"


@pytest.fixture
def start(recipe, settings):
    """Start a worker process that wants the environment; what still runs afterwards is killed."""
    started = []

    def start_one(*arguments, **variables):
        process = subprocess.Popen(
            [sys.executable, BUILDER, recipe.lock, recipe.check, *arguments],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "src"),
                "F5TTS_VOLUME": str(settings.volume),
                **variables,
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


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


@pytest.fixture(scope="session")
def downloader(tmp_path_factory):
    """Install, by the bootstrap itself, an environment with huggingface_hub at the version of our lock."""
    folder = tmp_path_factory.mktemp("downloader")
    (folder / "lock.txt").write_text(part_of_lock(ROOT / "runtime_requirements.txt", DOWNLOADER_PACKAGES))
    (folder / "check.py").write_text("import huggingface_hub\n")
    settings = from_environment({"F5TTS_VOLUME": str(folder / "volume")})
    return ensure(settings, recipe=Recipe(folder / "lock.txt", folder / "check.py", bytes_needed=0))

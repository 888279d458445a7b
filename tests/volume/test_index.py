"""A package index that lies, is down or slow: the right code, and worth a retry only where that can help."""

import dataclasses
import re
import socket

import pytest
from tests.pairs import ordinarily
from tests.volume.index import Index
from tests.volume.workers import Releases, works

from f5tts_worker.bootstrap import ensure
from f5tts_worker.bootstrap.environment import environment
from f5tts_worker.errors import WorkerError


@pytest.fixture
def ask(only_index, tmp_path, monkeypatch):
    """Make a small lock on an index with a fault, for an empty package cache to ask, once."""
    monkeypatch.setattr(environment, "BACK_OFF_SECONDS", (0.1,))
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("UV_HTTP_TIMEOUT", "1")
    opened = []

    def ask_one(fault=None):
        index = Index([], fault).__enter__()
        opened.append(index)
        only_index(index, tmp_path / "own-cache")
        return index, Releases(index, tmp_path / "faulty").next()

    yield ask_one
    for index in opened:
        index.__exit__()


def refused(settings, recipe, envs, sentence):
    """Return the error and what was said on the way; nothing is left of the attempt."""
    heard = []
    with pytest.raises(WorkerError, match=sentence) as caught:
        ensure(settings, heard.append, recipe=recipe)
    assert list(envs.iterdir()) == []
    return caught.value, [progress.message for progress in heard if "trying again" in progress.message]


def test_tampered(ask, settings, envs, tally):
    """A wheel that is not the one whose hash is locked ends the installation for good."""
    _index, recipe = ask("tampered")
    error, again = refused(settings, recipe, envs, "its hash differs")
    assert (error.code, error.retryable, again) == ("ENVIRONMENT_FAILED", False, [])
    tally("index", cases=1)


@pytest.mark.parametrize(
    "change",
    [lambda text: re.sub(r" --hash\S+", "", text, count=1), lambda text: text.replace("==", ">=", 1)],
    ids=["unhashed", "unpinned"],
)
def test_without_hash(change, ask, settings, envs, tally):
    """A line of the lock without a hash or a version is refused before anything is fetched."""
    index, recipe = ask()
    recipe.lock.write_text(change(recipe.lock.read_text()))
    error, again = refused(settings, recipe, envs, "without its hash or version")
    assert (error.code, error.retryable, again) == ("ENVIRONMENT_FAILED", False, [])
    assert not [path for path in index.asked if path.startswith("/files/")]
    tally("index", cases=1)


def test_down(ask, settings, envs, tally, monkeypatch):
    """An index where nobody listens is tried again after a pause, and then reported as worth a retry."""
    _index, recipe = ask()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://127.0.0.1:{taken.getsockname()[1]}/simple")
    error, again = refused(settings, recipe, envs, "index cannot be reached")
    assert (error.code, error.retryable, len(again)) == ("INDEX_UNREACHABLE", True, 1)
    # Workers that wait say "another worker is" before it.
    assert again[0].startswith("installing the environment: the package index cannot be reached; trying")
    tally("index", cases=1)


# What uv says of the other fault is read in tests/unit/bootstrap/test_installer.py.
@pytest.mark.parametrize("fault", ordinarily(["slow", "unavailable"], "slow"))
def test_slow(fault, ask, settings, envs, tally):
    """An index that stops in the middle of a file, or says 503, is tried again and worth a retry."""
    index, recipe = ask(fault)
    error, again = refused(settings, recipe, envs, "index cannot be reached")
    assert (error.code, error.retryable, len(again)) == ("INDEX_UNREACHABLE", True, 1)
    index.fault = None
    assert works(ensure(settings, recipe=recipe))
    tally("index", cases=1)


def test_packages_are_downloaded_once(ask, settings, tmp_path):
    """What an attempt that failed has downloaded stays in the cache: the next one starts anew without it."""
    index, recipe = ask()
    check = tmp_path / "fails.py"
    check.write_text("raise SystemExit(1)")
    with pytest.raises(WorkerError, match="cannot be imported"):
        ensure(settings, recipe=dataclasses.replace(recipe, check=check))
    asked = {path: times for path, times in index.asked.items() if path.startswith("/files/")}
    assert asked
    assert works(ensure(settings, recipe=recipe))
    assert {path: times for path, times in index.asked.items() if path.startswith("/files/")} == asked

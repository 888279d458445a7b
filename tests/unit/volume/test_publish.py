"""The publish rule, without installing anything."""

import json
import os

import pytest
from tests.placed import placed

from f5tts_worker.volume.publish import LAYOUT, key_of, new_attempt, publish, read_pointer

KEY = "0123456789abcdef"


@pytest.fixture
def settings(tmp_path):
    return placed({"F5TTS_VOLUME": str(tmp_path)})


@pytest.fixture
def envs(settings):
    folder = settings.root / "envs"
    folder.mkdir(parents=True)
    return folder


def test_round_trip(envs):
    """What is published is read back, with the folder's path as it is now."""
    attempt = new_attempt(envs, KEY)
    assert publish(attempt, {"key": KEY}, lambda: False)
    assert read_pointer(envs / f"{KEY}.json") == {"key": KEY, "layout": LAYOUT, "folder": attempt}
    assert json.loads((envs / f"{KEY}.json").read_text())["folder"] == attempt.name
    assert sorted(path.name for path in envs.iterdir()) == sorted([attempt.name, f"{KEY}.json"])


def test_first_one_wins(envs):
    """A valid pointer is never overwritten, for an engine may run from what it names; a broken one is."""
    first, second = new_attempt(envs, KEY), new_attempt(envs, KEY)
    pointer = envs / f"{KEY}.json"
    assert publish(first, {}, lambda: read_pointer(pointer) is not None)
    assert not publish(second, {}, lambda: read_pointer(pointer) is not None)
    assert read_pointer(pointer)["folder"] == first
    pointer.write_text("{")
    assert publish(second, {}, lambda: read_pointer(pointer) is not None)
    assert read_pointer(pointer)["folder"] == second


def test_no_hard_links(envs, monkeypatch):
    """On a file system without hard links the pointer is still written whole."""
    monkeypatch.setattr(os, "link", lambda *_paths: (_ for _ in ()).throw(PermissionError("no links here")))
    attempt = new_attempt(envs, KEY)
    assert publish(attempt, {}, lambda: False)
    assert read_pointer(envs / f"{KEY}.json")["folder"] == attempt
    assert not publish(new_attempt(envs, KEY), {}, lambda: True)  # a worker that was frozen comes too late
    assert read_pointer(envs / f"{KEY}.json")["folder"] == attempt


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"layout": 1}',
        '{"layout": 1, "folder": 7}',
        '{"layout": 1, "folder": ""}',
        '{"layout": 1, "folder": "../0123456789abcdef-00000000"}',
        '{"layout": 1, "folder": "fedcba9876543210-00000000"}',
        '{"layout": 0, "folder": "0123456789abcdef-00000000"}',
        '{"layout": 1, "folder": "0123456789abcdef-11111111"}',
    ],
)
# Where lists are too deep for Python, its garbage collector may be called, and complain beside the error.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_pointer_that_says_nothing(text, envs):
    """A pointer that is damaged, of another layout or leads nowhere counts as none."""
    (envs / f"{KEY}-00000000").mkdir()
    (envs / f"{KEY}.json").write_text(text)
    assert read_pointer(envs / f"{KEY}.json") is None


def test_key_of(tmp_path):
    """Only names that attempts have are attempts."""
    assert key_of(tmp_path / f"{KEY}-00000000") == KEY
    for name in (KEY, f"{KEY}-", f"{KEY}-0000000g", f".{KEY}-00000000", f"{KEY}-00000000.old", "torch-2.8.0"):
        assert key_of(tmp_path / name) is None

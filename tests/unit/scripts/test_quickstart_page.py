"""The quickstart's link home: the web address of the clone, and nothing that is secret."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "quickstart.py"


@pytest.fixture
def quickstart(monkeypatch):
    """Load the script as a module; what lies beside it can be imported, as when it is run."""
    monkeypatch.syspath_prepend(SCRIPT.parent)
    spec = importlib.util.spec_from_file_location("quickstart", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("origin", "home"),
    [
        ("https://github.com/anna/f5tts-worker.git", "https://github.com/anna/f5tts-worker"),
        ("https://anna:ghp_secret@github.com/anna/f5tts-worker", "https://github.com/anna/f5tts-worker"),
        ("git@github.com:anna/f5tts-worker.git", "https://github.com/anna/f5tts-worker"),
        ("ssh://git@github.com/anna/f5tts-worker.git", "https://github.com/anna/f5tts-worker"),
        ("ssh://git@example.org:2222/anna/f5tts-worker.git", None),
        ("/srv/git/f5tts-worker.git", None),
        ("http://localhost:8080/f5tts-worker.git", None),
        (None, None),
    ],
)
def test_home_is_where_the_clone_came_from(quickstart, monkeypatch, tmp_path, origin, home):
    """An https address without user or key; None for a clone of a folder, and for what is no clone."""
    if origin is not None:
        subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
        subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", origin], check=True)
    monkeypatch.setattr(quickstart, "REPOSITORY", tmp_path)
    assert quickstart.home() == home

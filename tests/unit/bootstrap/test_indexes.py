"""The operator's pip settings reach uv; uv's own settings stand."""

import pytest

from f5tts_worker.bootstrap.environment.indexes import translate


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give a home folder of its own, and no machine-wide file of pip's."""
    monkeypatch.setattr("f5tts_worker.bootstrap.environment.indexes._machine_wide", list)
    return tmp_path


def test_nothing_set(home):
    """With no setting there is nothing to say: uv's defaults hold."""
    assert translate({"HOME": str(home)}) == {}


def test_variables(home):
    """The variables of pip become uv's."""
    environ = {
        "HOME": str(home),
        "PIP_INDEX_URL": "https://mirror.example/simple",
        "PIP_EXTRA_INDEX_URL": "https://one.example/simple https://two.example/simple",
        "PIP_TRUSTED_HOST": "mirror.example",
    }
    assert translate(environ) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_INSECURE_HOST": "mirror.example",
    }


def test_configuration_file(home):
    """A file of pip's counts, its [install] over its [global], and the variables over both."""
    (home / ".config/pip").mkdir(parents=True)
    (home / ".config/pip/pip.conf").write_text(
        "[global]\nindex-url = https://file.example/simple\ntimeout = 60\n[install]\ntimeout = 90\n"
    )
    environ = {"HOME": str(home)}
    assert translate(environ) == {"UV_DEFAULT_INDEX": "https://file.example/simple", "UV_HTTP_TIMEOUT": "90"}
    environ["PIP_INDEX_URL"] = "https://variable.example/simple"
    assert translate(environ)["UV_DEFAULT_INDEX"] == "https://variable.example/simple"


def test_uv_was_told(home):
    """What uv is told itself is not overruled, under its new names or its old ones."""
    environ = {"HOME": str(home), "PIP_INDEX_URL": "https://pip.example/simple"}
    assert translate(environ | {"UV_DEFAULT_INDEX": "https://uv.example/simple"}) == {}
    assert translate(environ | {"UV_INDEX_URL": "https://uv.example/simple"}) == {}


def test_local_folders(home):
    """Local folders that are not there are left out, as pip would; those that are there stay."""
    (home / "wheels").mkdir()
    environ = {"HOME": str(home), "PIP_FIND_LINKS": f"{home}/wheels {home}/gone https://x.example/wheels"}
    assert translate(environ) == {"UV_FIND_LINKS": f"{home}/wheels,https://x.example/wheels"}
    environ = {"HOME": str(home), "PIP_EXTRA_INDEX_URL": f"file://{home}/gone/simple"}
    assert translate(environ) == {}


def test_broken_file(home):
    """A file that cannot be read has no say, and breaks nothing."""
    (home / ".pip").mkdir()
    (home / ".pip/pip.conf").write_bytes(b"index-url = \xff no section")
    assert translate({"HOME": str(home)}) == {}


def test_file_switched_off(home):
    """PIP_CONFIG_FILE=/dev/null means that no file counts."""
    (home / ".pip").mkdir()
    (home / ".pip/pip.conf").write_text("[global]\nindex-url = https://file.example/simple\n")
    assert translate({"HOME": str(home), "PIP_CONFIG_FILE": "/dev/null"}) == {}

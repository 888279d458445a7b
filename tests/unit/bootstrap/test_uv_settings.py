"""What of an operator's settings of uv an installation hears of."""

import tomllib
from pathlib import Path

import pytest

from f5tts_worker.bootstrap.environment.uv_settings import fetching_only

MIRROR = """
required-version = ">=99"
exclude-newer = "2020-01-01T00:00:00Z"
no-binary = true
constraint-dependencies = ["torch==1"]
override-dependencies = ["torch==1"]
link-mode = "symlink"
allow-insecure-host = ["mirror.example"]
native-tls = true
concurrent-downloads = 4

[pip]
target = "/elsewhere"
prefix = "/elsewhere"
no-binary = ["torch"]
index-strategy = "unsafe-best-match"

[[index]]
name = "mirror"
url = "https://user:pass@mirror.example/simple"
default = true
"""


def settings_of(variables):
    """Return the settings in the file that uv is told to read."""
    return tomllib.loads(Path(variables["UV_CONFIG_FILE"]).read_text())


def test_a_file_says_where_packages_come_from_and_nothing_else(tmp_path):
    """Indexes, certificates and proxies stay; versions, folders and ways to fill one go."""
    (tmp_path / "home/.config/uv").mkdir(parents=True)
    (tmp_path / "home/.config/uv/uv.toml").write_text(MIRROR)
    variables = fetching_only({"HOME": str(tmp_path / "home"), "PATH": "/bin"}, tmp_path)
    assert settings_of(variables) == {
        "allow-insecure-host": ["mirror.example"],
        "native-tls": True,
        "concurrent-downloads": 4,
        "index-strategy": "unsafe-best-match",
        "index": [
            {"name": "mirror", "url": "https://user:pass@mirror.example/simple", "default": True},
        ],
    }
    assert variables["PATH"] == "/bin"


def test_variables_that_would_change_what_is_installed_go(tmp_path):
    """Those that say where it is fetched from, and how it is copied, stay."""
    stay = {"UV_INDEX_URL": "https://x.example/simple", "UV_LINK_MODE": "copy", "UV_CACHE_DIR": "/cache"}
    go = {"UV_CONSTRAINT": "c.txt", "UV_OVERRIDE": "o.txt", "UV_VENV_SEED": "1", "UV_WORKING_DIR": "/gone"}
    home = {"HOME": str(tmp_path)}
    found = fetching_only(stay | go | home, tmp_path)
    assert {name: value for name, value in found.items() if name != "UV_CONFIG_FILE"} == stay | home
    assert "UV_LINK_MODE" not in fetching_only({"UV_LINK_MODE": "symlink"} | home, tmp_path)


@pytest.mark.parametrize("given", [{"UV_NO_CONFIG": "1"}, {"UV_CONFIG_FILE": "/nowhere/uv.toml"}])
def test_what_uv_itself_must_hear(tmp_path, given):
    """No file at all stays none, and one that is missing is for uv to complain of."""
    assert fetching_only(given, tmp_path) == given


@pytest.mark.parametrize("broken", ["x = [", 'index = ["https://x.example"]', 'pip.index = "x"'])
def test_a_broken_file_is_left_to_uv(tmp_path, broken):
    """The line that is wrong is what uv names."""
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv/uv.toml").write_text(broken)
    given = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert fetching_only(given, tmp_path) == given

"""The operator's settings of uv, without those that would change what is installed, or where.

The lock names every file. A machine's settings may say where packages come from; a target folder, another
version or links into a cache that goes away are meant for other work, and would leave half an environment.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.files.whole_files import write_whole

# Variables, without their UV_, that choose other packages, versions or folders.
_MISLEADING = (
    *("BUILD_CONSTRAINT", "CONSTRAINT", "EXCLUDE", "EXCLUDE_NEWER", "EXCLUDE_NEWER_PACKAGE", "OVERRIDE"),
    *("NO_BINARY", "NO_BINARY_PACKAGE", "PYTHON", "VENV_SEED", "WORKING_DIR", "WORKING_DIRECTORY"),
)
# What of a file says how packages are fetched.
_FETCHING = (
    *("index", "index-url", "extra-index-url", "find-links", "no-index", "index-strategy"),
    *("keyring-provider", "allow-insecure-host", "native-tls", "system-certs", "offline"),
    *("http-proxy", "https-proxy", "no-proxy", "cache-dir", "no-cache", "link-mode"),
    *("concurrent-downloads", "concurrent-installs"),
)
_LINKS = "symlink"  # a way to fill an environment: each file is then a link into a cache


def fetching_only(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the environment with uv's settings for fetching alone; a file for them is made in `folder`.

    A file that cannot be read is left to uv, which says what is wrong with it. Raises OSError.
    """
    misleading = {f"UV_{name}" for name in _MISLEADING}
    kept = {name: value for name, value in environ.items() if name not in misleading}
    if kept.get("UV_LINK_MODE") == _LINKS:
        del kept["UV_LINK_MODE"]
    if environ.get("UV_NO_CONFIG"):
        return kept
    settings: dict[str, Any] = {}
    for file in _files(environ):
        try:
            found = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            if isinstance(error, FileNotFoundError) and not environ.get("UV_CONFIG_FILE"):
                continue
            return kept
        pip = found.get("pip")
        of_pip = pip if isinstance(pip, dict) else {}
        if not all(_are_tables(part.get("index", [])) for part in (found, of_pip)):
            return kept
        for name in _FETCHING:
            if (value := of_pip.get(name, found.get(name))) not in (None, _LINKS):
                settings.setdefault(name, value)
    path = folder / "uv.toml"
    lines = "".join(_lines(settings))
    write_whole(path, lambda target: target.write(lines.encode()))
    return {**kept, "UV_CONFIG_FILE": str(path)}


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _files(environ: Mapping[str, str]) -> list[Path]:
    """Return the files that uv would read, the first of which counts most."""
    if named := environ.get("UV_CONFIG_FILE"):
        return [Path(named)]
    home = Path(environ.get("HOME") or Path.home())
    user = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return [folder / "uv" / "uv.toml" for folder in (user, Path("/etc/xdg"), Path("/etc"))]


def _lines(settings: Mapping[str, Any]) -> list[str]:
    """Write settings as TOML, tables last."""
    plain = {name: value for name, value in settings.items() if name != "index"}
    lines = [f"{name} = {_value(value)}\n" for name, value in plain.items()]
    for index in settings.get("index", ()):
        lines += ["[[index]]\n", *(f"{name} = {_value(value)}\n" for name, value in index.items())]
    return lines


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_value(str(name))} = {_value(one)}" for name, one in value.items()) + "}"
    return str(value) if isinstance(value, int) else json.dumps(str(value))

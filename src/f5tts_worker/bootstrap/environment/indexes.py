"""Where packages come from: the operator's own pip or uv configuration, never a choice of ours.

uv does not read pip's settings, and an operator behind a mirror has usually set pip's. pip's settings are
translated; uv's own take precedence.
"""

import configparser
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

# pip's option -> uv's variable, unless one of the others is set already.
_TRANSLATED = {
    "index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    "extra-index-url": ("UV_INDEX", "UV_EXTRA_INDEX_URL"),
    "find-links": ("UV_FIND_LINKS",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "timeout": ("UV_HTTP_TIMEOUT",),
    "cert": ("SSL_CERT_FILE",),
}
_SEPARATOR = {"find-links": ","}  # uv's other lists are separated by spaces


def translate(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that make uv use pip's indexes; none where uv has its own."""
    options = _pip_options(environ)
    found: dict[str, str] = {}
    for option, variables in _TRANSLATED.items():
        values = [value for value in options.get(option, "").split() if _exists(value)]
        if values and not any(environ.get(variable) for variable in variables):
            found[variables[0]] = _SEPARATOR.get(option, " ").join(values)
    if "UV_INDEX" in found and not environ.get("UV_INDEX_STRATEGY"):
        # pip looks into every index for the version it wants. Safe here, because every file's hash is locked.
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return found


def _pip_options(environ: Mapping[str, str]) -> dict[str, str]:
    """Return pip's options for `install`, later sources over earlier ones as pip does it."""
    options: dict[str, str] = {}
    for path in _pip_files(environ):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue  # pip reports what is wrong with its file when it runs; here the file is ignored
        for section in ("global", "install"):
            if parser.has_section(section):
                options |= {name.replace("_", "-"): value for name, value in parser.items(section)}
    for option in _TRANSLATED:
        value = environ.get("PIP_" + option.upper().replace("-", "_"))
        if value:
            options[option] = value
    return options


def _pip_files(environ: Mapping[str, str]) -> list[Path]:
    home = Path(environ.get("HOME") or Path.home())
    chosen = environ.get("PIP_CONFIG_FILE")
    if chosen == "/dev/null":  # pip's way to say: no file at all
        return []
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [*_machine_wide(), home / ".pip/pip.conf", config / "pip/pip.conf"]
    return [*files, Path(chosen)] if chosen else files


def _machine_wide() -> list[Path]:
    return [Path("/etc/pip.conf"), Path(sys.prefix) / "pip.conf"]


def _exists(value: str) -> bool:
    """Leave out local folders that are not there: pip warns of them, uv stops."""
    if value.startswith("file:"):
        return Path(unquote(urlsplit(value).path)).exists()
    return "://" in value or not value.startswith(("/", ".")) or Path(value).exists()

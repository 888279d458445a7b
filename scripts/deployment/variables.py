"""The worker's variables: where they come from, whether the worker takes them, and which are never shown."""

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from deployment.api import DeployError
from f5tts_worker.config import read_environment
from f5tts_worker.settings.table import SETTINGS

HIDDEN = "(hidden)"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET = re.compile("KEY|SECRET|TOKEN|PASSW|CREDENTIAL|AUTH")
_REFERENCE = re.compile(r"\{\{\s*RUNPOD_SECRET_\w+\s*\}\}")
_KNOWN = {name for setting in SETTINGS.values() for name in setting.names}
_IN_THE_CONTAINER = ("a file", "a folder")  # paths there say nothing here
_SHORTEST_SECRET = 4  # shorter ones are in every other word


def from_file(path: Path) -> dict[str, str]:
    """Read NAME=VALUE lines; empty lines and those that begin with # are skipped. No fault shows a value."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DeployError(f"{path} cannot be read as text ({type(error).__name__}).") from None
    found = {}
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line and not line.startswith("#"):
            name, is_there, value = line.removeprefix("export ").partition("=")
            if not is_there or not _NAME.fullmatch(name.strip()):
                raise DeployError(f"Line {number} of {path} is not NAME=VALUE.")
            found[name.strip()] = re.sub(r"""^(["'])(.*)\1$""", r"\2", value.strip())
    return found


def from_arguments(given: Iterable[str]) -> dict[str, str]:
    """Read NAME=VALUE arguments. A secret is refused: every user of this machine can read arguments."""
    found = {}
    for one in given:
        name, is_there, value = one.partition("=")
        if not is_there or not _NAME.fullmatch(name):
            raise DeployError("--set takes NAME=VALUE, such as F5TTS_MODEL=demo.")
        if (_SECRET.search(name) or _hides(value)) and not _REFERENCE.fullmatch(value):
            raise DeployError(
                f"{name} may hold a secret, which does not belong in a command: put it into a file for"
                f" --env-file, or set it to {{{{ RUNPOD_SECRET_NAME }}}}, a secret of your RunPod account."
            )
        found[name] = value
    return found


def shown(name: str, value: str) -> str:
    """Return a value for people: only settings of the worker that hold no secret, and references."""
    if _REFERENCE.fullmatch(value):
        return value
    return value if name in _KNOWN and not _SECRET.search(name) and not _hides(value) else HIDDEN


def shown_all(env: Mapping[str, str]) -> dict[str, str]:
    """Return variables for people."""
    return {name: shown(name, value) for name, value in env.items()}


def secrets_of(env: Mapping[str, str]) -> set[str]:
    """Return the values that `shown` hides."""
    return {value for name, value in env.items() if shown(name, value) == HIDDEN}


def without_secrets(text: str, hidden: Iterable[str]) -> str:
    """Return a text without these values, whoever wrote it."""
    for secret in sorted(hidden, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, HIDDEN)
    return text


def faults(env: Mapping[str, str]) -> list[str]:
    """Return a sentence for each variable that the worker would refuse or ignore, by its own code."""
    unknown = [fault for name in env if (fault := _unknown(name))]
    checked = {name: value for name, value in env.items() if not _is_elsewhere(name, value)}
    # A reference stands for a value that only RunPod knows; this one has the form of a key and of a bucket.
    stood_in = {name: "placeholder" if _REFERENCE.fullmatch(v) else v for name, v in checked.items()}
    settings, wrong = read_environment(stood_in)
    try:
        from f5tts_worker.bootstrap import model_faults
    except ModuleNotFoundError:  # a Python without the worker's packages: deploying needs none of them
        return unknown + wrong
    named = settings.model if not _REFERENCE.fullmatch(env.get("F5TTS_MODEL", "")) else None
    if named is None or os.path.isabs(named):  # noqa: PTH117 - a folder of the container, not of this machine
        return unknown + wrong
    return unknown + wrong + model_faults(settings)


def _hides(value: str) -> bool:
    """Say whether a value is an address with a query or a password, which may be a key."""
    return "://" in value and ("?" in value or "@" in value)


def _is_elsewhere(name: str, value: str) -> bool:
    setting = SETTINGS.get(name)
    if setting is None:
        return False
    wants_text = setting.default is None and not setting.choices
    return setting.takes in _IN_THE_CONTAINER or bool(_REFERENCE.fullmatch(value) and not wants_text)


def _unknown(name: str) -> str | None:
    if name in _KNOWN or any("*" in known and fnmatchcase(name, known) for known in _KNOWN):
        return None
    near = difflib.get_close_matches(name, [known for known in _KNOWN if "*" not in known], 1, 0.85)
    if not near and not name.startswith("F5TTS_"):
        return None  # the operator's own
    return f"{name} is no setting of the worker" + (f"; did you mean {near[0]}?" if near else "")

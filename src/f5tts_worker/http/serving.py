"""The settings of the HTTP server."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from f5tts_worker.bootstrap.start_check import check_settings
from f5tts_worker.config import MEBIBYTE, Settings, invalid, read_environment
from f5tts_worker.http.local_api import LOOPBACK, host_of
from f5tts_worker.settings.reader import SettingsReader

# What RunPod sets for every worker of an endpoint, whose gateway checks the caller's key. The first alone
# says nothing: clients set it, too, for the endpoint that they ask.
_RUNPOD = ("RUNPOD_ENDPOINT_ID", "RUNPOD_POD_ID")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - in a container, whose ports its starter opens


@dataclass(frozen=True)
class Serving:
    """What an operator can set. `voices` are ours by the names that clients know; `repr` hides the key."""

    port: int = 80
    health_port: int | None = None
    key: str | None = field(default=None, repr=False)
    needs_no_key: bool = False
    behind_runpod: bool = False
    voices: Mapping[str, str] = field(default_factory=dict)
    parallel: int = 16
    max_body: int = 32 * MEBIBYTE
    answer_seconds: float = 300
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()  # that it answers to besides this machine's own, where it has no key
    open_metrics: bool = False  # /metrics needs no key
    connections: int = 500
    language: str = "en"  # of texts that name none
    text_chars: int = 100_000  # of a conversation

    @property
    def is_guarded(self) -> bool:
        """Say whether every caller needs a key, ours or RunPod's."""
        return self.key is not None or self.behind_runpod


def read_serving(environ: Mapping[str, str] | None = None) -> Serving:
    """Read the settings of the HTTP server. Raises WorkerError INVALID_SETTINGS that names every fault."""
    serving, faults = _read(environ)
    if faults:
        raise invalid(faults)
    return serving


def as_far_as_right() -> Serving:
    """Return the settings of the HTTP server, with defaults where a variable is wrong."""
    return _read(None)[0]


def checked_start(environ: Mapping[str, str] | None = None, *, host: str | None = None) -> Settings:
    """Return the settings of a worker, those of its HTTP server checked, too, if it has one.

    `host` is where a server of the command line listens, whatever F5TTS_SERVE says; no gateway of RunPod's
    stands before it. Raises WorkerError INVALID_SETTINGS that names every fault at once.
    """
    settings, faults = read_environment(environ)
    if host is not None or settings.serve == "http":
        serving, more = _read(environ)
        if host is not None:
            serving = replace(serving, behind_runpod=False)
        faults = [*faults, *more, *openness_faults(serving, host or EVERYWHERE)]
    check_settings(settings, list(dict.fromkeys(faults)))  # both read some of the variables
    return settings


def openness_faults(serving: Serving, host: str) -> list[str]:
    """Return what is wrong with a server that would be open to everybody by oversight."""
    if host in LOOPBACK or serving.is_guarded or serving.needs_no_key:
        return []
    sentence = (
        f"F5TTS_API_KEY is missing: the server would listen at {host} and do jobs for everybody. Set it,"
        " or set F5TTS_ALLOW_NO_KEY=true in a closed network"
    )
    return [sentence]


def _read(environ: Mapping[str, str] | None) -> tuple[Serving, list[str]]:
    read = SettingsReader(os.environ if environ is None else environ)
    serving = Serving(
        port=read.number("PORT"),
        health_port=read.number("PORT_HEALTH") if read.first("PORT_HEALTH") else None,
        key=_key(read),
        needs_no_key=read.flag("F5TTS_ALLOW_NO_KEY"),
        behind_runpod=all(read.first(name) for name in _RUNPOD),
        voices=_voices(read),
        parallel=read.number("F5TTS_MAX_PARALLEL"),
        max_body=MEBIBYTE * read.number("F5TTS_MAX_BODY_MB"),
        answer_seconds=read.number("F5TTS_ANSWER_SECONDS"),
        origins=_origins(read),
        open_metrics=read.flag("F5TTS_OPEN_METRICS"),
        connections=read.number("F5TTS_MAX_CONNECTIONS"),
        language=read.text("F5TTS_LANGUAGE"),
        text_chars=read.number("F5TTS_MAX_TEXT_CHARS"),
        hosts=tuple(host_of(f"//{name}") for name in _listed(read, "F5TTS_LOCAL_HOSTS")),
    )
    return serving, read.faults


def _key(read: SettingsReader) -> str | None:
    key = read.first("F5TTS_API_KEY")
    if key is not None and not re.fullmatch("[!-~]+", key):
        read.faults.append("F5TTS_API_KEY holds a blank or another character that no header can carry")
    return key


def _voices(read: SettingsReader) -> dict[str, str]:
    rows = [row for row in re.split("[,;\n]", read.first("F5TTS_VOICE_NAMES") or "") if row.strip()]
    pairs = [row.partition("=") for row in rows]
    if not all(name.strip() and own.strip() for name, _, own in pairs):
        read.faults.append("F5TTS_VOICE_NAMES must be pairs such as alloy=anna, separated by commas")
    return {name.strip(): own.strip() for name, _, own in pairs}


def _listed(read: SettingsReader, name: str) -> tuple[str, ...]:
    return tuple(re.sub("[,;]", " ", read.first(name) or "").split())


def _origins(read: SettingsReader) -> tuple[str, ...]:
    """Return the origins as browsers send them: in small letters, without a slash and the usual port."""
    given = [origin.lower().rstrip("/") for origin in _listed(read, "F5TTS_CORS_ORIGINS")]
    if not all(
        re.fullmatch(r"[a-z-]+://[^/\s@*]+", origin) and urlsplit(origin).hostname for origin in given
    ):
        read.faults.append(
            "F5TTS_CORS_ORIGINS must be addresses without a path and without *, such as https://app.example.com"
        )
    return tuple(re.sub("^(http://.*):80$|^(https://.*):443$", r"\1\2", origin) for origin in given)

"""Settings: the only reader of the process environment. Frozen, with a default for everything."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import language_code
from f5tts_worker.settings.reader import SettingsReader
from f5tts_worker.settings.s3_address import (
    bucket_of,
    can_be_in_bucket,
    faults_of,
    is_endpoint,
    plain_name,
    region_of,
    with_scheme,
    without_bucket,
)
from f5tts_worker.settings.signing import SigningIdentity, signing_identity

SERVERLESS_MOUNT = Path("/runpod-volume")  # where serverless workers see the volume; Pods use /workspace
MEBIBYTE = 1024 * 1024
OWN_FOLDERS = ("output", "models")  # of the store: no caller reads there through an s3:// address
_ENDPOINT = "AWS_ENDPOINT_URL"
# Where an operator set one for all of AWS, the one for S3 counts, as for AWS's own programs.
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", _ENDPOINT, "S3_ENDPOINT_URL", "BUCKET_ENDPOINT_URL")
_AWS_KEY = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_BUCKET_KEY = ("BUCKET_ACCESS_KEY_ID", "BUCKET_SECRET_ACCESS_KEY")


@dataclass(frozen=True)
class Bucket:
    """An S3 bucket and how to reach it. `repr` hides the key.

    `from_job`: it came with a job and not from the settings, so its address is checked like any that callers
    send, and messages name the fields of the job.
    """

    name: str
    endpoint: str | None
    region: str
    access_key: str | None = field(repr=False)
    secret_key: str | None = field(repr=False)
    prefix: str = ""
    from_job: bool = False
    session_token: str | None = field(default=None, repr=False)  # of a temporary key
    ca_bundle: Path | None = None  # as in Settings
    address_setting: str = _ENDPOINT  # the variable that `endpoint` came from

    @property
    def secrets(self) -> tuple[str | None, str | None, str | None]:
        """What no log line and no answer may contain."""
        return self.access_key, self.secret_key, self.session_token


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set. Sizes in bytes, times in the unit of the name."""

    volume: Path
    volume_is_set: bool  # F5TTS_VOLUME is set: no guessing, no fallback to the container's disk
    model: str  # a name of the table, a folder, or an s3:// or https:// address
    model_query: str = field(repr=False)  # of an https:// address: it may hold a key, and is shown nowhere
    model_languages: tuple[str, ...]  # that it was trained on; none: those of the table, if any
    aligner_language: str  # loaded at start, together with the model
    bucket: Bucket | None
    key_without_bucket: bool
    s3_read_prefixes: tuple[str, ...]  # what callers may read as s3://, besides the usual folders
    enable_s3_model_cache: bool
    device: str
    cuda: str  # "12" or "13": which environment is installed
    jobs: int  # that RunPod's queue hands out at once; 0: as many as the device can feed
    max_text_chars: int
    max_reference_ms: int  # what a caller may send; what is cloned is cut to at most 12 s of it
    max_download_bytes: int
    max_align_ms: int
    max_align_bytes: int  # an hour is larger than any voice
    url_lifetime_s: int
    keep_results_s: int  # on the volume, without a bucket
    job_seconds: int
    install_seconds: int
    wait_for_installation: bool  # by another worker
    allow_private_urls: bool
    require_consent: bool  # of whoever's recording is cloned
    ca_bundle: Path | None  # certificates to trust in a closed network, in place of the public authorities'
    local_hosts: tuple[str, ...]  # names that the local API answers to, besides this machine's own
    preload: bool  # start loading the engine when the worker starts, not at the first job
    watermark: bool  # speech carries a mark in its sound
    signing: SigningIdentity | None = field(repr=False)  # what files are signed with, the key included
    runtime_python: Path | None  # a ready environment's Python, instead of installing one
    log_level: str
    on_runpod: bool  # there is a RunPod to post progress to
    serve: str  # "queue" or "http"

    def placed(self, volume: Path) -> "PlacedSettings":
        """Return these settings with the volume that was found."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return PlacedSettings(**{**said, "volume": volume})


@dataclass(frozen=True)
class PlacedSettings(Settings):
    """Settings for a volume that was found, and may be written to: the only ones that know our folder."""

    @property
    def root(self) -> Path:
        """Our folder on the volume."""
        return self.volume / "f5tts"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises WorkerError INVALID_SETTINGS that names every fault at once."""
    settings, faults = read_environment(environ)
    if faults:
        raise invalid(faults)
    return settings


def invalid(faults: Sequence[str]) -> WorkerError:
    """Return the error that names these faults, one phrase each."""
    return WorkerError("INVALID_SETTINGS", "; ".join(faults) + ".", {"faults": list(faults)})


def read_environment(environ: Mapping[str, str] | None = None) -> tuple[Settings, list[str]]:
    """Return the settings, with defaults where a variable is wrong, and what is wrong."""
    read = SettingsReader(os.environ if environ is None else environ)
    volume, volume_is_set = _volume(read)
    model, query = _model(read)
    private = read.flag("F5TTS_ALLOW_PRIVATE_URLS")
    ca_bundle = _ca_bundle(read) if private else None
    bucket = _bucket(read, ca_bundle)
    settings = Settings(
        volume=volume,
        volume_is_set=volume_is_set,
        model=model,
        model_query=query,
        model_languages=_model_languages(read),
        aligner_language=read.text("F5TTS_LANGUAGE"),
        bucket=bucket,
        key_without_bucket=bucket is None and read.first(_AWS_KEY[0]) is not None,
        s3_read_prefixes=_read_prefixes(read),
        enable_s3_model_cache=read.flag("ENABLE_S3_MODEL_CACHE"),
        device=read.choice("F5TTS_DEVICE"),
        cuda=read.choice("F5TTS_CUDA"),
        jobs=read.number("F5TTS_JOBS"),
        max_text_chars=read.number("F5TTS_MAX_TEXT_CHARS"),
        max_reference_ms=1000 * read.number("F5TTS_MAX_REFERENCE_SECONDS"),
        max_download_bytes=MEBIBYTE * read.number("F5TTS_MAX_DOWNLOAD_MB"),
        max_align_ms=1000 * read.number("F5TTS_MAX_ALIGN_SECONDS"),
        max_align_bytes=MEBIBYTE * read.number("F5TTS_MAX_ALIGN_MB"),
        url_lifetime_s=read.number("F5TTS_URL_LIFETIME_SECONDS"),
        keep_results_s=86_400 * read.number("F5TTS_KEEP_RESULTS_DAYS"),
        job_seconds=read.number("F5TTS_JOB_SECONDS"),
        install_seconds=read.number("F5TTS_INSTALL_SECONDS"),
        wait_for_installation=read.flag("F5TTS_WAIT_FOR_INSTALLATION"),
        allow_private_urls=private,
        require_consent=read.flag("F5TTS_REQUIRE_CONSENT"),
        ca_bundle=ca_bundle,
        local_hosts=_local_hosts(read),
        preload=read.flag("F5TTS_PRELOAD"),
        watermark=read.flag("F5TTS_WATERMARK"),
        signing=signing_identity(read),
        runtime_python=read.path("F5TTS_RUNTIME_PYTHON"),
        log_level=read.choice("F5TTS_LOG_LEVEL"),
        on_runpod=on_runpod(read.environ) and read.choice("F5TTS_SERVE") == "queue",
        serve=read.choice("F5TTS_SERVE"),
    )
    return settings, read.faults


def on_runpod(environ: Mapping[str, str] | None = None) -> bool:
    """Say whether this worker runs on RunPod; never fails, whatever else is set."""
    return bool((os.environ if environ is None else environ).get("RUNPOD_WEBHOOK_POST_OUTPUT", "").strip())


def public_view(settings: Settings) -> dict[str, Any]:
    """Return the settings in force for `health` and logs: no secret, paths as text."""
    shown = [f.name for f in fields(settings) if f.repr and f.name not in ("bucket", "key_without_bucket")]
    view: dict[str, Any] = {name: getattr(settings, name) for name in shown}
    view = {key: str(value) if isinstance(value, Path) else value for key, value in view.items()}
    bucket = settings.bucket
    view["signing"] = settings.signing and settings.signing.shown
    view["bucket"] = bucket and {"name": bucket.name, "region": bucket.region, "prefix": bucket.prefix}
    return view


def risks(settings: Settings) -> tuple[str, ...]:
    """Return a sentence for each setting that opens what is shut by default, or that has no effect."""
    sentences = {
        "F5TTS_ALLOW_PRIVATE_URLS is on: every caller can have this worker fetch from http:// and from "
        "private addresses. Turn it off unless the network is closed and all callers are trusted.": (
            settings.allow_private_urls
        ),
        "AWS_ACCESS_KEY_ID is set, but S3_BUCKET is not: voices and results are kept on the volume.": (
            settings.key_without_bucket
        ),
    }
    told = [sentence for sentence, applies in sentences.items() if applies]
    if settings.signing is not None and (soon := settings.signing.risk()) is not None:
        told.append(soon)
    return tuple(told)


def _volume(read: SettingsReader) -> tuple[Path, bool]:
    given = read.path("F5TTS_VOLUME")
    if given is not None:
        if given.exists() and not given.is_dir():
            read.faults.append(f"F5TTS_VOLUME is {given}, which is a file; it must be a folder")
        return given, True
    # RunPod's model cache is under this path too, so its existence does not mean that a volume is attached:
    # the bootstrap checks the mount before it relies on it.
    return SERVERLESS_MOUNT, False


def _ca_bundle(read: SettingsReader) -> Path | None:
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        if (given := read.path(name)) is not None:
            if not given.is_file():
                read.faults.append(f"{name} is {given}, which is not a file")
            return given
    return None


def _model(read: SettingsReader) -> tuple[str, str]:
    given = read.text("F5TTS_MODEL")
    if "://" not in given:
        return given, ""
    address, _, query = given.partition("?")
    return address, query


def _model_languages(read: SettingsReader) -> tuple[str, ...]:
    given = (read.first("F5TTS_MODEL_LANGUAGES") or "").replace(",", " ")
    codes = tuple(map(language_code, given.split()))
    if not all(re.fullmatch("[a-z]{2,3}", code) for code in codes):
        read.faults.append("F5TTS_MODEL_LANGUAGES must be language codes such as ru, separated by commas")
    return codes


def _local_hosts(read: SettingsReader) -> tuple[str, ...]:
    names = (read.first("F5TTS_LOCAL_HOSTS") or "").replace(",", " ").split()
    if any("/" in name or not is_endpoint(f"http://{name}") for name in names):
        read.faults.append(
            "F5TTS_LOCAL_HOSTS must be host names, such as worker.example.com, separated by commas"
        )
        return ()
    return tuple(str(urlsplit(f"http://{name}").hostname) for name in names)


def _bucket(read: SettingsReader, ca_bundle: Path | None) -> Bucket | None:
    endpoint, called = _endpoint(read)
    access, secret, token = _key(read)
    name = read.first("S3_BUCKET", "BUCKET_NAME") or (bucket_of(endpoint) if endpoint else None)
    name = name and plain_name(name)
    if name is None:
        if endpoint is not None:
            read.faults.append(
                f"S3_BUCKET is missing: {called} is set, and its address names no bucket; set S3_BUCKET, or"
                " unset the address"
            )
        elif access and not read.first(_AWS_KEY[0]):
            read.faults.append(
                "BUCKET_ENDPOINT_URL is missing: BUCKET_ACCESS_KEY_ID is set, but neither an address"
                " nor S3_BUCKET is"
            )
        return None
    if endpoint is not None:
        endpoint = without_bucket(endpoint, name)
    given, named = read.first("AWS_REGION", "AWS_DEFAULT_REGION"), region_of(endpoint)
    is_same = given is not None and given.lower() == (named or "").lower()  # RunPod's are in capitals
    region = (named if is_same else given or named) or "us-east-1"
    prefix = (read.first("S3_PREFIX") or "").strip("/")
    read.faults += (fault.replace(_ENDPOINT, called) for fault in faults_of(name, endpoint, region, prefix))
    found = Bucket(name, endpoint, region, access, secret, prefix, ca_bundle=ca_bundle)
    return replace(found, session_token=token, address_setting=called)


def _read_prefixes(read: SettingsReader) -> tuple[str, ...]:
    given = [prefix.strip().strip("/") for prefix in (read.first("S3_READ_PREFIXES") or "").split(",")]
    prefixes = tuple(_without_star(prefix) for prefix in given if prefix)
    if any("://" in prefix for prefix in prefixes):
        read.faults.append("S3_READ_PREFIXES must name folders and keys in the bucket, not addresses")
    elif any(prefix != "*" and ("*" in prefix or not can_be_in_bucket(prefix)) for prefix in prefixes):
        read.faults.append(
            "S3_READ_PREFIXES must name folders and keys as they are in the bucket, such as references/2024;"
            " * stands alone, or for all of a folder: references/*"
        )
    own = [prefix for prefix in prefixes if prefix.partition("/")[0] in OWN_FOLDERS]
    if own:
        read.faults.append(
            f"S3_READ_PREFIXES must not name {' or '.join(own)}: "
            f"{' and '.join(OWN_FOLDERS)} are the worker's own"
        )
    return prefixes


def _without_star(prefix: str) -> str:
    """Return the folder of a pattern for all of it, and anything else as it is."""
    folder = prefix.removesuffix("/*").rstrip("/")
    return prefix if "*" in folder else folder


def _endpoint(read: SettingsReader) -> tuple[str | None, str]:
    """Return the S3 server's address, and the variable that it is set by."""
    called = next((name for name in _ENDPOINTS if read.first(name)), _ENDPOINT)
    given = read.first(called)
    if given is None:
        return None, called
    endpoint = with_scheme(given)
    if is_endpoint(endpoint):
        return endpoint, called
    if is_endpoint(endpoint.replace("_", "-")):
        read.faults.append(f"{called} has a host with an underscore, which S3 clients refuse")
        return None, called
    # Not repeated: it may be a secret that was put into the wrong variable.
    read.faults.append(f"{called} must be an address such as https://s3.example.com (or http://)")
    return None, called


def _key(read: SettingsReader) -> tuple[str | None, str | None, str | None]:
    """Return id, secret and session token of one key: halves of two different keys make none."""
    names = _AWS_KEY if read.first(*_AWS_KEY) else _BUCKET_KEY
    access, secret = map(read.first, names)
    for variable, value in zip(names, (access, secret), strict=True):
        if value is not None and not re.fullmatch("[!-~]+", value):
            read.faults.append(f"{variable} holds a blank or another character that no key has")
    if secret is not None and re.fullmatch("(AKIA|ASIA)[A-Z0-9]{16}", secret):
        read.faults.append(f"{names[1]} holds the id of a key, which belongs in {names[0]}")
    if (access is None) != (secret is None):
        missing = names[0] if access is None else names[1]
        read.faults.append(f"{names[0]} and {names[1]} go together; {missing} is missing")
    token = read.first("AWS_SESSION_TOKEN") if names is _AWS_KEY and access else None
    return access, secret, token

"""Where things are, as people paste it: an endpoint, an address, a file. No I/O."""

import os
import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

_AROUND = " \t\r\n\"'<>`\u200b\ufeff"  # what programs and shells leave around a text that was copied
_ID = "[A-Za-z0-9_-]+"
# RunPod's queue, and the pages about an endpoint. Other hosts of RunPod's lead to what runs there.
_RUNPOD = re.compile(
    r"(?:https?://)?(?:(?:api|rest|www|console)\.)?runpod\.(?:ai|io)/(?:[^\s?#]*/)?(?:v2|endpoints?)/"
    rf"({_ID})(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_GATEWAY = ".api.runpod.ai"  # behind the name of a load-balancing endpoint
_ROUTE = "run|runsync|health|ping|docs|v1"
_QUEUE = re.compile(rf"(?:v2/)?({_ID})(?:/(?:{_ROUTE}))?")
# Readers of addresses differ in where a host with other characters ends: `a.example\.api.runpod.ai`.
_HOST = re.compile(
    r"(?:https?://)?(?:[^\s/?#@\[\]\\]+@)?(?:\[[0-9a-f:]+\]|\w[\w-]*(?:\.\w[\w-]*)*)(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_NEAR = (".local", ".lan", ".internal", ".home.arpa")
_ADDRESS = re.compile(r"(https?|s3)://(?=\S)", re.IGNORECASE)
# Where a server listens on all of its addresses; Windows connects to none that is called so.
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 (replaced, and never listened at)


def endpoint(text: str) -> str | None:
    """Return the id of a queue on RunPod, or the address of a server, from whatever shows it; else None.

    An address that is called, such as one with `/runsync` behind it, stands for its server.
    """
    text = text.strip(_AROUND).rstrip("/")
    found = _RUNPOD.fullmatch(text) or _QUEUE.fullmatch(text)
    if found and found[1] != "localhost":
        return found[1]
    if not _HOST.fullmatch(text):
        return None
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not (parts.scheme or "." in name or port or name in ("localhost", "")):
        return None
    if re.search(r"(?:^|\.)runpod\.(?:ai|io)$", name) and not name.endswith(_GATEWAY):
        return None  # a page of RunPod's that shows no endpoint
    scheme = parts.scheme or ("http" if _is_near(name) and port != 443 else "https")
    scheme = "https" if name.endswith(_GATEWAY) else scheme
    host = parts.netloc
    for anywhere, here in _ANYWHERE.items():
        host = re.sub(rf"^{re.escape(anywhere)}(?=:|$)", here, host)
    path = re.sub(rf"(?:/(?:{_ROUTE}))*/*$", "", parts.path)
    return f"{scheme}://{host}{path}"


def is_runpods(address: str) -> bool:
    """Say whether RunPod's gateway is at an address, in front of a load-balancing endpoint."""
    parts = urlsplit(address)
    return parts.scheme == "https" and (parts.hostname or "").endswith(_GATEWAY) and "@" not in parts.netloc


def is_this_machine(place: str) -> bool:
    """Say whether an address, with or without its scheme, is one of this machine's own."""
    host = urlsplit(place if "://" in place else f"//{place}").hostname or ""
    return host == "localhost" or (_is_number(host) and ip_address(host).is_loopback)


def web_address(text: str) -> str | None:
    """Return the address that a text is, its scheme in small letters; None for anything else."""
    text = text.strip(_AROUND)
    found = _ADDRESS.match(text)
    return f"{found[1].lower()}{text[found.end(1) :]}" if found else None


def file_path(text: str) -> Path:
    """Return the path that a text names: also in quotation marks, as a `file://` address, or below `~`."""
    text = text if os.path.exists(text) else text.strip(_AROUND)  # noqa: PTH110 (no error for a name that is too long)
    if text.lower().startswith("file://"):
        text = unquote(urlsplit(text).path)
        text = text.lstrip("/") if os.name == "nt" else text
    path = Path(text)
    return path.expanduser() if text[:2] in ("~", "~/", "~\\") else path


def _is_near(host: str) -> bool:
    """Say whether a host is in a network of one's own, where few servers have a certificate.

    To any other, a key goes over plain HTTP only if the address says so.
    """
    if _is_number(host):
        return not ip_address(host).is_global
    return "." not in host or host.endswith(_NEAR)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True

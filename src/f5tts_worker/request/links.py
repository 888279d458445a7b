"""Addresses as people paste them -> the address of the file itself. No I/O.

Chats and editors wrap addresses, and services show a page about a file in place of the file.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_WRAPPED = (
    re.compile(r"<(\S+)>"),
    re.compile(r"!?\[[^\[\]]*\]\(<?([^\s<>]+)>?(?:\s+\"[^\"]*\")?\)"),  # Markdown
    re.compile(r"[\"'`\u201c\u2018](.+)[\"'`\u201d\u2019]"),
)
_ENCODED = re.compile("(?:https?|s3)%3a%2f%2f", re.IGNORECASE)


def address_in(text: str) -> str:
    """Return the address that a pasted text holds, or the text, without white space around it."""
    address = text.strip().strip(_UNSEEN).strip()
    for pattern in _WRAPPED:
        if found := pattern.fullmatch(address):
            address = found[1]
    if _ENCODED.match(address):
        address = unquote(address)
    if not address.lower().startswith(("https://", "http://")):
        return address  # a key of a bucket is written as it is
    start, mark, query = address.replace("&amp;", "&").partition("?")
    place = re.sub("(?<=[^/:]/).*", lambda path: path[0].replace(" ", "%20"), start, count=1)
    return _direct(place + mark + query)


def _direct(address: str) -> str:
    """Return where a service has the file whose page is at the address."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return address
    rule = next((rule for name, rule in _SERVICES.items() if host == name or host.endswith(f".{name}")), None)
    return (rule(address) if rule else None) or address


_ON_GITHUB = re.compile(r"(https?://(?:www\.)?github\.com/[^/?#]+/[^/?#]+/)blob(/[^?#]+).*", re.IGNORECASE)
_ON_HUGGING_FACE = re.compile(
    r"(https?://(?:www\.)?huggingface\.co/(?:(?:datasets|spaces)/)?[^/?#]+/[^/?#]+/)blob/(.*)", re.IGNORECASE
)


def _github(address: str) -> str | None:
    found = _ON_GITHUB.fullmatch(address)
    # Not raw.githubusercontent.com: of a file in Git LFS, as recordings often are, that has only the pointer.
    return found and f"{found[1]}raw{found[2]}"


def _hugging_face(address: str) -> str | None:
    found = _ON_HUGGING_FACE.fullmatch(address)
    return found and f"{found[1]}resolve/{found[2]}"


def _gitlab(address: str) -> str:
    return address.replace("/-/blob/", "/-/raw/", 1)


def _dropbox(address: str) -> str | None:
    return _with(address, {"dl": "1"}) if urlsplit(address).path.startswith(("/s/", "/scl/")) else None


def _sharepoint(address: str) -> str | None:
    return _with(address, {"download": "1"}) if re.match("/:[a-z]:/", urlsplit(address).path) else None


def _drive(address: str) -> str | None:
    parts = urlsplit(address)
    named = re.match("/file/(?:u/[0-9]+/)?d/([^/]+)", parts.path)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    listed = asked.get("id") if parts.path in ("/open", "/uc") else None
    file = named[1] if named else listed
    if file is None:
        return None
    # What the button of Drive's own page asks for; `confirm` answers that it could not be scanned. Files that
    # were shared before 2021 need their key.
    key = {"resourcekey": asked["resourcekey"]} if "resourcekey" in asked else {}
    query = urlencode({"id": file, "export": "download", "confirm": "t", **key})
    return f"https://drive.usercontent.google.com/download?{query}"


def _with(address: str, more: Mapping[str, str]) -> str:
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **more}
    return parts._replace(query=urlencode(query), fragment="").geturl()


_SERVICES: Mapping[str, Callable[[str], str | None]] = {
    "github.com": _github,
    "huggingface.co": _hugging_face,
    "gitlab.com": _gitlab,
    "dropbox.com": _dropbox,
    "sharepoint.com": _sharepoint,
    "drive.google.com": _drive,
}

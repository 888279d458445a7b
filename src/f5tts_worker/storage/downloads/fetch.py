"""URLs that callers send -> local files, without letting a caller reach what only this machine can reach.

A name is resolved once, its addresses are checked, and one of these very addresses is connected to
(connections.py). In addition: a deadline for the whole download (a trickling body passes every read
timeout), a cap on decoded bytes, at most three redirects, each checked like the first address, and nothing
from the process environment.
"""

import contextlib
import ipaddress
import math
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from f5tts_worker.config import OWN_FOLDERS, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.downloads.addresses import Address, is_never_allowed, is_public, plain
from f5tts_worker.storage.downloads.bounded_sockets import BoundedSocket, Limits
from f5tts_worker.storage.downloads.connections import Door, open_session
from f5tts_worker.storage.downloads.guard import Guard
from f5tts_worker.storage.store import Store, check_key, spellings

TOTAL_SECONDS = 60.0
SLOWEST = 4 * 1024 * 1024  # bytes a second at which a file of the largest size must arrive
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
MAX_REDIRECTS = 3
PIECE_BYTES = 64 * 1024
S3_FOLDERS = ("voices", "uploads", "input")  # what callers may always read in the operator's bucket

# Names reserved for this machine and for closed networks (RFC 6761, RFC 6762, RFC 9476).
LOCAL_NAMES = ("localhost", "local", "internal")

# Below 1024 only the ports of the web itself: audio is not served on the mail port.
LOWEST_FREE_PORT = 1024


@dataclass(frozen=True)
class Policy:
    """What may be fetched. `allow_loopback` is for tests; `allow_private` opens a closed network."""

    max_bytes: int
    seconds: float = TOTAL_SECONDS
    allow_http: bool = False
    allow_loopback: bool = False
    allow_private: bool = False
    ca_bundle: Path | None = None  # a file of certificates, in place of those of the public authorities

    @property
    def schemes(self) -> tuple[str, ...]:
        """The schemes that may be used."""
        return ("https", "http") if self.allow_http else ("https",)


def policy_of(settings: Settings, max_bytes: int | None = None) -> Policy:
    """Return the operator's policy; with `max_bytes` instead of the usual limit, the time grows with it."""
    private = settings.allow_private_urls
    limit = max_bytes or settings.max_download_bytes
    seconds = max(TOTAL_SECONDS, limit / SLOWEST)
    bundle = settings.ca_bundle
    return Policy(limit, seconds, allow_http=private, allow_private=private, ca_bundle=bundle)


def fetch(
    url: str,
    target: Path,
    settings: Settings,
    store: Store,
    *,
    field: str,
    max_bytes: int | None = None,
    cancel: threading.Event | None = None,
) -> int:
    """Fetch an `https://` or `s3://` address to a local file and return its size in bytes.

    `field` is what the caller called it, `max_bytes` a limit other than the settings' usual one. Raises
    WorkerError URL_REFUSED, DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, NOT_FOUND, CANCELLED or the store's.
    """
    if url.lower().startswith("s3://"):
        return fetch_from_bucket(url, target, settings, store, field=field, max_bytes=max_bytes)
    return download(url, target, policy_of(settings, max_bytes), field=field, cancel=cancel)


def fetch_from_bucket(
    url: str, target: Path, settings: Settings, store: Store, *, field: str, max_bytes: int | None = None
) -> int:
    """Copy an object of our own bucket, from the prefixes that callers may read, to a local file."""
    bucket = settings.bucket
    if bucket is None:
        raise _refused(field, "is an s3:// address, but this worker has no bucket; send an https:// address")
    name, _, key = url[len("s3://") :].partition("/")
    if name != bucket.name:
        raise _refused(field, f"is in another bucket; only s3://{bucket.name}/ can be read")
    if bucket.prefix:
        key = key.removeprefix(bucket.prefix + "/")
    if not _may_read(key, settings):
        allowed = ", ".join(f"{folder}/" for folder in (*S3_FOLDERS, *settings.s3_read_prefixes))
        problem = f"is outside the folders that can be read, which are {allowed}"
        raise _refused(field, f"{problem}; the operator can allow more with S3_READ_PREFIXES")
    spelled = dict.fromkeys((check_key(key), *spellings(key)))
    entry = next((entry for entry in map(store.head, spelled) if entry is not None), None)
    if entry is None:
        raise WorkerError("NOT_FOUND", f"{field}: there is nothing at this s3:// address.", {"field": field})
    limit = max_bytes or settings.max_download_bytes
    if entry.size > limit:
        raise too_large(field, limit)
    store.get_file(entry.key, target)
    return entry.size


def _may_read(key: str, settings: Settings) -> bool:
    """Say whether a caller may read a key: a bucket that came with the job is the caller's own."""
    if key.partition("/")[0] in OWN_FOLDERS:
        return False
    if "*" in settings.s3_read_prefixes or (settings.bucket is not None and settings.bucket.from_job):
        return True
    readable = (*S3_FOLDERS, *settings.s3_read_prefixes)
    return any(key == prefix or key.startswith(f"{prefix}/") for prefix in readable)


def download(
    url: str, target: Path, policy: Policy, *, field: str, cancel: threading.Event | None = None
) -> int:
    """Download an address to a local file and return its size in bytes; on an error there is no file.

    What broke because the process stood still in the middle of it is begun again.
    """
    freezes = running_time.freezes
    try:
        return _download(url, target, policy, field, cancel)
    except WorkerError as error:
        if error.code != "DOWNLOAD_FAILED" or freezes == running_time.freezes:
            raise
        return _download(url, target, policy, field, cancel)


def _download(url: str, target: Path, policy: Policy, field: str, cancel: threading.Event | None) -> int:
    guard = Guard(policy.seconds, field, cancel)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with answer_to(url, policy, guard) as answer, target.open("wb") as file:
            return _receive(answer, file, policy, guard)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def check_url(url: str, policy: Policy, field: str) -> SplitResult:
    """Return the parts of an address that may be tried. Raises WorkerError URL_REFUSED.

    Host names are judged once they are resolved, by the connection; this refuses what needs no look-up.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(field, "is not a valid address") from None
    if parts.scheme not in policy.schemes:
        raise _refused(field, f"must start with {' or '.join(f'{scheme}://' for scheme in policy.schemes)}")
    if "@" in parts.netloc:
        raise _refused(field, "must not carry a user name or password")
    host = parts.hostname or ""
    if not host or "\\" in url or "%" in host or not url.isprintable() or " " in url:
        raise _refused(field, "is not a valid address")
    if port is not None and port < LOWEST_FREE_PORT and port not in (80, 443):
        raise _refused(field, f"uses port {port}, which is not a web port")
    # Full-width digits and dots are plain ones to the resolver; a final dot changes nothing.
    host = unicodedata.normalize("NFKC", host).replace("\u3002", ".").rstrip(".")
    if (address := _literal(host)) is not None:
        check_address(address, policy, field)
    elif "[" in parts.netloc:
        raise _refused(field, "is not a valid address")
    elif not policy.allow_private and host.rpartition(".")[2].lower() in LOCAL_NAMES:
        check_address(ipaddress.IPv4Address("127.0.0.1"), policy, field)
    return parts


def check_address(address: Address, policy: Policy, field: str) -> None:
    """Raise WorkerError URL_REFUSED unless the policy allows the address."""
    address = plain(address)
    opened = policy.allow_private or (policy.allow_loopback and address.is_loopback)
    if is_never_allowed(address) or not (opened or is_public(address)):
        raise _refused(field, "leads to an address that is not public")


def _literal(host: str) -> Address | None:
    """Return the address that a host spells out, in any notation that inet_aton takes, or None for a name."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host)
    if re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}\.?", host, re.IGNORECASE):
        # 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to the resolver; no honest address looks like that.
        return ipaddress.IPv4Address(0)
    return None


@contextlib.contextmanager
def answer_to(
    url: str, policy: Policy, guard: Guard, more_headers: Mapping[str, str] | None = None
) -> Iterator[Any]:
    """Request the address and what it redirects to; give the last answer, its body not yet read.

    What goes wrong until the answer has been used is raised as WorkerError.
    """
    limits = Limits(guard.field, parsed_bytes=math.inf)  # `_receive` counts the body
    door = Door(
        check=lambda address: check_address(address, policy, guard.field),
        left=guard.left,
        opened=lambda connected: BoundedSocket(connected, limits, guard.left),
    )
    # Compressed transfer is not requested: audio does not shrink, and it would allow bombs.
    headers = {"Accept-Encoding": "identity", "Accept": "*/*", "User-Agent": "f5tts-worker"}
    headers |= more_headers or {}
    with guard, open_session(door, policy.ca_bundle) as session:
        for _ in range(MAX_REDIRECTS + 1):
            check_url(url, policy, guard.field)
            timeout = (guard.left(CONNECT_SECONDS), guard.left(READ_SECONDS))
            with session.get(
                url, headers=headers, timeout=timeout, stream=True, allow_redirects=False
            ) as answer:
                if not answer.is_redirect:
                    yield answer
                    return
                url = urljoin(url, _quoted(answer.headers["Location"]))
        raise guard.failed(f"redirected more than {MAX_REDIRECTS} times")


def _quoted(location: str) -> str:
    """Return an address that a server sent, with what it should have percent-encoded."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode()  # UTF-8, which is read as Latin-1
    return quote(location, safe="%/?:@!$&'()*+,;=#~[]")


def _receive(answer: Any, file: Any, policy: Policy, guard: Guard) -> int:
    if answer.status_code != 200:
        code = answer.status_code
        hint = " (the link may have expired, or need a sign-in)" if code in (401, 403) else ""
        raise guard.failed(f"was answered with HTTP status {code}{hint}", status=code)
    length = answer.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > policy.max_bytes:
        raise too_large(guard.field, policy.max_bytes)
    size = 0
    # read1 returns what has arrived, where read waits for a full piece: a trickling body is noticed.
    while piece := answer.raw.read1(PIECE_BYTES, decode_content=True):
        guard.check()
        size += len(piece)
        if size > policy.max_bytes:
            raise too_large(guard.field, policy.max_bytes)
        file.write(piece)
    guard.check()
    if size == 0:
        raise guard.failed("was answered with an empty file")
    return size


def _refused(field: str, problem: str) -> WorkerError:
    return WorkerError("URL_REFUSED", f"{field} {problem}.", {"field": field})


def too_large(field: str, limit: int) -> WorkerError:
    """Return the error for a file over the limit, in bytes."""
    sentence = f"{field} is larger than {limit / 1024 / 1024:g} MB, which is the most this worker downloads."
    return WorkerError("DOWNLOAD_TOO_LARGE", sentence, {"field": field, "limit_bytes": limit})

"""S3 clients as every service takes them; those for a caller's bucket keep to the rules for addresses."""

import functools
import io
import ipaddress
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.fetch import Policy, check_address

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_s3.client import S3Client

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 30, 5
CONNECTIONS = 10  # kept open; s3transfer uploads parts in as many threads
_REDIRECTS = (301, 302, 303, 307, 308)
HEAD_BYTES = 256 * 1024  # of an answer, beside its body
FIELD = "s3Config.endpointUrl"

_making = threading.Lock()


def new_client(bucket: Bucket, attempts: int | None = None, *, policy: Policy | None = None) -> "S3Client":
    """Return a client for a bucket; `attempts` is how often a request that fails in passing is made in all.

    With a policy, the bucket is one that a caller chose: only addresses that the policy allows are connected
    to, every answer is read within its bytes and seconds, and no proxy of the process environment is asked.
    """
    from botocore.config import Config

    ours = bucket.endpoint is not None and not bucket.endpoint.rstrip("/").endswith(".amazonaws.com")
    config = Config(
        signature_version="s3v4",
        region_name=bucket.region,
        # From 1.36 on boto3 adds checksum headers that Backblaze B2 and others refuse.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"mode": "standard", "total_max_attempts": attempts or ATTEMPTS},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        max_pool_connections=CONNECTIONS,
        proxies={} if policy else None,
        s3={"addressing_style": "path" if ours else "auto"},
    )
    with _making:  # sessions are not made for several threads
        client = _session().client(
            "s3",
            endpoint_url=bucket.endpoint,
            aws_access_key_id=bucket.access_key,
            aws_secret_access_key=bucket.secret_key,
            aws_session_token=bucket.session_token,
            config=config,
        )
    if policy is not None:
        # botocore's own way to its connections; it offers no public one.
        client._endpoint.http_session._manager.pool_classes_by_scheme = _pools(policy)  # type: ignore[attr-defined]  # noqa: SLF001
    if policy is not None or ours:
        client.meta.events.register_first("needs-retry.s3", _judge)
    return client


@functools.cache
def _session() -> "Session":
    """Return the session that keeps what all clients share: S3's description, parsed once (50 ms)."""
    import boto3  # late: a third of a second that a worker without a bucket never spends

    return boto3.session.Session()


def _judge(
    response: Any = None, operation: Any = None, caught_exception: BaseException | None = None, **_: Any
) -> None:
    """Raise at once for an answer that no repetition makes better, where botocore would go on trying.

    An address that was refused; a redirect, which S3 services do not send to clients that know their endpoint
    (botocore asks for the region until its stack is full); and a web page instead of S3's XML.
    """
    from botocore.exceptions import ClientError
    from botocore.parsers import ResponseParserError

    refusal = getattr(caught_exception, "kwargs", {}).get("error")
    if isinstance(refusal, WorkerError):
        raise refusal
    if response is None:
        return
    http, parsed = response
    if http.status_code in _REDIRECTS:
        raise ClientError(parsed, operation.name)
    # botocore has made a 500 of a 200 that it cannot read.
    if http.status_code == 500 and http.raw.status == 200 and b"<html" in http.content[:1000].lower():
        raise ResponseParserError


def _pools(policy: Policy) -> dict[str, Any]:
    """Return urllib3's pools with connections that keep to the policy."""
    from botocore.awsrequest import (
        AWSHTTPConnection,
        AWSHTTPConnectionPool,
        AWSHTTPSConnection,
        AWSHTTPSConnectionPool,
    )

    class Plain(AWSHTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, policy)

        def connect(self) -> None:
            super().connect()
            self.sock = _Bounded(self.sock, policy)

    class Secure(AWSHTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, policy)

        def connect(self) -> None:
            super().connect()
            self.sock = _Bounded(self.sock, policy)

    class PlainPool(AWSHTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(AWSHTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Bounded:
    """A connected socket of which each answer is read within a policy's bytes and seconds."""

    def __init__(self, connected: Any, policy: Policy) -> None:
        self._connected = connected
        self._policy = policy

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connected, name)

    def makefile(self, *_mode: object, **_options: object) -> io.BufferedReader:
        """Return a file to read one answer from; http.client asks for one each time."""
        return io.BufferedReader(_Answer(self._connected.makefile("rb", buffering=0), self._policy))


class _Answer(io.RawIOBase):
    """Raises WorkerError once an answer is larger or slower than the policy allows."""

    def __init__(self, file: Any, policy: Policy) -> None:
        self._file = file
        self._policy = policy
        self._left = policy.max_bytes + HEAD_BYTES
        self._deadline = time.monotonic() + policy.seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._file.readinto(buffer) or 0
        self._left -= count
        if self._left < 0:
            most = f"{self._policy.max_bytes / 1024 / 1024:g} MB"
            raise WorkerError("DOWNLOAD_TOO_LARGE", f"{FIELD} sent more than {most} in one answer.")
        if time.monotonic() > self._deadline:
            seconds = f"{self._policy.seconds:g} seconds"
            raise WorkerError("DOWNLOAD_FAILED", f"{FIELD} took longer than {seconds} for one answer.")
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _connect(connection: Any, policy: Policy) -> socket.socket:
    """Open a connection as urllib3 does: resolve once, check, connect to what was checked.

    TLS still checks the name.
    """
    from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

    host, port = connection.host.strip("[]"), connection.port
    try:
        found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        unknown = error if isinstance(error, socket.gaierror) else socket.gaierror(socket.EAI_NONAME, "bad")
        raise NameResolutionError(host, connection, unknown) from error
    addresses = list(dict.fromkeys(str(place[0]) for *_rest, place in found))
    for address in addresses:
        check_address(ipaddress.ip_address(address.partition("%")[0]), policy, FIELD)
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            opened = socket.create_connection((address, port), connection.timeout)
        except OSError as error:
            failure = error
            continue
        for option in connection.socket_options or ():
            opened.setsockopt(*option)
        return opened
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, "the host did not answer") from failure
    raise NewConnectionError(connection, "the host cannot be reached") from failure

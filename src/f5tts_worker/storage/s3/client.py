"""S3 clients that work with every service; those for a caller's bucket keep to the rules for addresses."""

import contextvars
import functools
import threading
from typing import TYPE_CHECKING, Any

from f5tts_worker.config import Bucket
from f5tts_worker.deadline import left
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.settings.s3_address import addressing_of, names_no_region
from f5tts_worker.storage.downloads.addresses import Address
from f5tts_worker.storage.downloads.bounded_sockets import BoundedSocket, Limits
from f5tts_worker.storage.downloads.connections import Door, guarded
from f5tts_worker.storage.downloads.fetch import Policy, check_address

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_s3.client import S3Client

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 30, 5
ANSWER_SECONDS = 10  # for what only asks, reads or deletes: a server works on nothing meanwhile
SILENT_ATTEMPTS = 2  # of the ATTEMPTS, where a server says nothing: each takes its whole time
CONNECTIONS = 10  # kept open; s3transfer uploads parts in as many threads
_REDIRECTS = (301, 302, 303, 307, 308)
FIELD = "s3Config.endpointUrl"

_asks_for_object: contextvars.ContextVar[bool] = contextvars.ContextVar("asks for an object", default=False)
_sends: contextvars.ContextVar[bool] = contextvars.ContextVar("sends something", default=True)
_making = threading.Lock()


def new_client(bucket: Bucket, attempts: int | None = None, *, policy: Policy | None = None) -> "S3Client":
    """Return a client for a bucket; `attempts` is how often a failing request is made in all.

    Every wait ends with the job's time, and an answer that is not an object is small. With a policy, a caller
    chose the bucket: only addresses that the policy allows are connected to, objects are read within its
    bytes and every answer within its seconds, and no proxy of the process environment is used.
    """
    from botocore.config import Config

    addressing = addressing_of(bucket.endpoint)
    config = Config(  # type: ignore[call-arg]  # the stubs lack ignore_configured_endpoint_urls
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
        # Only the address that was checked: never one of the process environment's in its place.
        ignore_configured_endpoint_urls=True,
        s3={"addressing_style": addressing, "us_east_1_regional_endpoint": "regional"},
    )
    ca_bundle = bucket.ca_bundle if policy is None else policy.ca_bundle
    with _making:  # sessions are not thread-safe
        client = _session().client(
            "s3",
            endpoint_url=None if names_no_region(bucket.endpoint) else bucket.endpoint,
            aws_access_key_id=bucket.access_key,
            aws_secret_access_key=bucket.secret_key,
            aws_session_token=bucket.session_token,
            verify=None
            if ca_bundle is None
            else str(ca_bundle),  # None: AWS_CA_BUNDLE, or public authorities
            config=config,
        )
    # botocore's own way to its connections; it offers no public one.
    session: Any = client._endpoint.http_session  # type: ignore[attr-defined]  # noqa: SLF001
    pools = _pools(policy, bucket.address_setting)
    session._pool_classes_by_scheme = session._manager.pool_classes_by_scheme = pools  # noqa: SLF001
    client.meta.events.register("before-send.s3", _note_kind)
    client.meta.events.register_first("request-created.s3", _note_freezes)
    for answered in (_sign_again, _with_md5):
        client.meta.events.register_first("needs-retry.s3", answered)  # type: ignore[arg-type]  # the stubs think that no event is answered
    if policy is not None or addressing == "path":
        client.meta.events.register_first("needs-retry.s3", _judge)
    client.meta.events.register_first("needs-retry.s3", _stop_in_time)
    return client


@functools.cache
def _session() -> "Session":
    """Return the session that keeps what all clients share: S3's description, parsed once (50 ms)."""
    import boto3  # late: a third of a second that a worker without a bucket never spends

    return boto3.session.Session()


def _note_kind(request: Any, **_: Any) -> None:
    """Remember, for the connection that sends the request in this thread, what it asks for and sends."""
    _asks_for_object.set(request.stream_output)
    _sends.set(request.method in ("PUT", "POST"))


def _note_freezes(request: Any, **_: Any) -> None:
    request.context["freezes"] = running_time.freezes


def _sign_again(response: Any = None, request_dict: Any = None, **_: Any) -> float | None:
    """Have a request made again at once that was signed before a freeze and refused after it, as too old."""
    is_refused = response is not None and response[0].status_code == 403
    return 0.0 if is_refused and request_dict["context"]["freezes"] != running_time.freezes else None


def _with_md5(response: Any = None, request_dict: Any = None, **_: Any) -> float | None:
    """Have a body sent again with its MD5, if the bucket insists: those with Object Lock do."""
    from botocore.utils import conditionally_calculate_md5

    said = "" if response is None else str(response[1].get("Error", {}).get("Message", ""))
    if "content-md5" not in said.lower() or "Content-MD5" in request_dict["headers"]:
        return None
    if hasattr(request_dict["body"], "seek"):
        request_dict["body"].seek(0)
    conditionally_calculate_md5(request_dict)
    return 0.0 if "Content-MD5" in request_dict["headers"] else None


def _stop_in_time(
    response: Any = None,
    operation: Any = None,
    caught_exception: BaseException | None = None,
    attempts: int = 1,
    **_: Any,
) -> None:
    """Raise our own errors, and any error if there is no time for a pause and another try."""
    from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

    ours = getattr(caught_exception, "kwargs", {}).get("error")
    if isinstance(ours, WorkerError):
        raise ours
    silences = (ConnectTimeoutError, ReadTimeoutError)
    if isinstance(caught_exception, silences) and attempts >= SILENT_ATTEMPTS:
        raise caught_exception
    failed = caught_exception is not None or response[0].status_code in (429, 500, 502, 503, 504)
    pause = 2.0 ** (attempts - 1)  # at most, in botocore's standard mode
    if failed and left(pause) < pause:
        raise caught_exception or ClientError(response[1], operation.name)


def _judge(response: Any = None, operation: Any = None, **_: Any) -> None:
    """Raise at once for an answer that no retry improves, where botocore would keep trying.

    A redirect, which S3 services do not send to clients that know their endpoint (botocore asks for the
    region until its stack is full); and a web page instead of S3's XML.
    """
    from botocore.exceptions import ClientError
    from botocore.parsers import ResponseParserError

    if response is None:
        return
    http, parsed = response
    if http.status_code in _REDIRECTS:
        raise ClientError(parsed, operation.name)
    if http.raw.status == 200 and not operation.has_streaming_output:
        start = http.content[:1000].lower().lstrip()
        # A page for people, which may be well-formed XML, or another service's JSON.
        if b"<html" in start or start.startswith((b"{", b"[")):
            raise ResponseParserError


def _pools(policy: Policy | None, setting: str) -> dict[str, type[Any]]:
    """Return urllib3's pools with connections that keep to the policy, and to the job's time."""
    from botocore.awsrequest import AWSHTTPConnectionPool, AWSHTTPSConnectionPool

    limits = Limits(setting) if policy is None else Limits(FIELD, policy.max_bytes, policy.seconds)

    def check(address: Address) -> None:
        if policy is not None:
            check_address(address, policy, FIELD)

    door = Door(check, left, lambda connected: BoundedSocket(connected, limits, left))
    pools = guarded({"http": AWSHTTPConnectionPool, "https": AWSHTTPSConnectionPool}, door)
    return {scheme: _for_objects(pool) for scheme, pool in pools.items()}


def _for_objects(pool: type[Any]) -> type[Any]:
    """Return the pool with connections that allow the body of an object, once they see one, to be large.

    They wait less long for an answer to what sends nothing.
    """
    base = pool.ConnectionCls

    def getresponse(self: Any) -> Any:
        if not _sends.get():
            self.timeout = min(self.timeout, ANSWER_SECONDS)
        answer = base.getresponse(self)
        if _asks_for_object.get() and answer.status in (200, 206):
            self.opened.allow_object()
        return answer

    connection = type(base.__name__, (base,), {"getresponse": getresponse})
    return type(pool.__name__, (pool,), {"ConnectionCls": connection})

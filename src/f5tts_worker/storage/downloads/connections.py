"""Connections to checked addresses only, for downloads (requests) and S3 (botocore): both stand on urllib3.

A name is resolved once, all of its addresses are checked, and one of these very addresses is connected to, so
that a name cannot change in between. TLS still checks the name.
"""

import ipaddress
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from f5tts_worker.running_time import running_time
from f5tts_worker.storage.downloads.addresses import Address

if TYPE_CHECKING:
    import requests

MOST_ADDRESSES = 3  # of a name that are tried: fifty silent ones would use up a job's time


@dataclass(frozen=True)
class Door:
    """How connections are opened. `check` raises for an address that must not be connected to.

    `left` takes the wanted seconds of a wait and returns the allowed ones, or raises when time is up.
    `opened` gets each socket when it is connected, and returns what is used in its place.
    """

    check: Callable[[Address], None]
    left: Callable[[float], float]
    opened: Callable[[Any], Any]


def guarded(pools: Mapping[str, type[Any]], door: Door) -> dict[str, type[Any]]:
    """Return urllib3's connection pools, by scheme, with connections that go through the door.

    Such a connection keeps what `opened` returned as `opened`, because http.client drops `sock` early. One
    that was opened before the process stood still is opened anew: its other end may be gone without a word.
    """
    return {scheme: _guarded(pool, door) for scheme, pool in pools.items()}


def open_session(door: Door, ca_bundle: Path | None = None) -> "requests.Session":
    """Return a session for one download. It reads no proxy and no .netrc of the process environment.

    `ca_bundle` is a file with the certificates to trust, in place of those of the public authorities.
    """
    import requests  # late: most jobs download nothing
    from requests.adapters import HTTPAdapter
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    session = requests.Session()
    session.trust_env = False
    session.verify = True if ca_bundle is None else str(ca_bundle)
    # `fetch` follows redirects itself. The library would look for the next one even if told not to, and for
    # that read the whole answer, unpacked, before anybody counts its bytes.
    session.get_redirect_target = lambda _answer: None  # type: ignore[method-assign, assignment]  # what it asks itself
    adapter = HTTPAdapter()
    # urllib3's own way to give a pool manager other connections.
    adapter.poolmanager.pool_classes_by_scheme = guarded(
        {"http": HTTPConnectionPool, "https": HTTPSConnectionPool}, door
    )
    for scheme in ("http", "https"):
        session.mount(f"{scheme}://", adapter)
    return session


def _guarded(pool: type[Any], door: Door) -> type[Any]:
    base = pool.ConnectionCls

    def connect(self: Any) -> None:
        base.connect(self)
        self.sock = self.opened = door.opened(self.sock)
        self.freezes = running_time.freezes

    def is_connected(self: Any) -> bool:
        return self.sock is not None and self.freezes == running_time.freezes and looks_connected(self)

    looks_connected: Callable[[Any], bool] = base.is_connected.fget
    overridden = {
        "_new_conn": lambda self: _open(self, door),
        "connect": connect,
        "is_connected": property(is_connected),
    }
    return type(pool.__name__, (pool,), {"ConnectionCls": type(base.__name__, (base,), overridden)})


def _open(connection: Any, door: Door) -> socket.socket:
    """Open a connection as urllib3 does, and raise what it would."""
    from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

    host, port = connection.host.strip("[]"), connection.port
    try:
        found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        unknown = error if isinstance(error, socket.gaierror) else socket.gaierror(socket.EAI_NONAME, "bad")
        raise NameResolutionError(host, connection, unknown) from error
    addresses = list(dict.fromkeys(str(place[0]) for *_rest, place in found))
    for address in addresses:
        door.check(ipaddress.ip_address(address.partition("%")[0]))
    failure: OSError = OSError("no address")
    for address in addresses[:MOST_ADDRESSES]:
        try:
            opened = socket.create_connection((address, port), door.left(connection.timeout))
        except OSError as error:
            failure = error
            continue
        for option in connection.socket_options or ():
            opened.setsockopt(*option)
        return opened
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, "the host did not answer") from failure
    raise NewConnectionError(connection, "the host cannot be reached") from failure

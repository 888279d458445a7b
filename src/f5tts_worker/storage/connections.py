"""HTTP sessions that connect to checked addresses only, and whose sockets can be shut from outside."""

import ipaddress
from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.client import HTTPSession
from requests_hardened.config import Config
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

AddressCheck = Callable[[ipaddress.IPv4Address | ipaddress.IPv6Address], None]


def open_session(
    *, filtered: bool, allow_loopback: bool, check: AddressCheck, sockets: list[Any]
) -> requests.Session:
    """Return a session for one download.

    `filtered`: resolve each name once, refuse what is not public, let `check` refuse more, and connect to
    that very address. `sockets` receives every socket that is opened. Nothing is read from the process
    environment: no proxy, no .netrc.
    """
    config = Config(
        ip_filter_enable=filtered,
        ip_filter_allow_loopback_ips=allow_loopback,
        never_redirect=True,  # redirects are followed by the caller, who checks each
        default_timeout=(5, 15),
    )
    session: requests.Session = HTTPSession(config)
    session.trust_env = False
    for scheme in ("http", "https"):
        checked = _CheckedAdapter(scheme == "https", allow_loopback, check)
        adapter: HTTPAdapter = checked if filtered else HTTPAdapter()
        # urllib3's own way to give a pool manager other connections.
        adapter.poolmanager.pool_classes_by_scheme = _pools(sockets)
        session.mount(f"{scheme}://", adapter)
    return session


class _CheckedAdapter(IPFilterAdapter):  # type: ignore[misc] # the package has no types
    """Asks `check` about the address that the name was resolved and pinned to."""

    def __init__(self, is_https: bool, allow_loopback: bool, check: AddressCheck) -> None:  # noqa: FBT001 - as its base
        super().__init__(is_https_proto=is_https, allow_loopback=allow_loopback)
        self._check = check

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        self._check(ipaddress.ip_address(host["host"].strip("[]")))
        return host, pool


def _pools(sockets: list[Any]) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's pools with connections that report their sockets as soon as they have one."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}

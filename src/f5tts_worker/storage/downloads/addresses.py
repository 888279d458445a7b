"""Which IP addresses are public, and which must never be connected to, whatever the settings."""

import ipaddress
from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Where clouds keep what only their machines may know, and what is not another machine's address.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "::/128"),  # this machine (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.2)
        *("169.254.0.0/16", "fe80::/10"),  # link-local: metadata of most clouds, at 169.254.169.254
        *("224.0.0.0/4", "ff00::/8", "255.255.255.255/32"),  # multicast, broadcast
        "fd00:ec2::/32",  # AWS: metadata, credentials of containers, resolver
        *("fd20:ce::254/128", "fd00:c1::a9fe:a9fe/128", "fd00:42::42/128"),  # Google, Oracle, Scaleway
        *("168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32"),  # Azure, Alibaba, Oracle
        "64:ff9b:1::/48",  # carries an IPv4 address in one of several places (RFC 8215)
    )
)
# Addresses that carry an IPv4 address in their last four bytes.
_LAST_FOUR = (
    ipaddress.IPv6Network("64:ff9b::/96"),  # NAT64 (RFC 6052)
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible (RFC 4291, section 2.5.5.1)
    ipaddress.IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated (RFC 2765, section 2.1)
)


def plain(address: Address) -> Address:
    """Return the IPv4 address for one that is mapped into IPv6: to the kernel they are the same."""
    return getattr(address, "ipv4_mapped", None) or address


def is_never_allowed(address: Address) -> bool:
    """Say whether the address, or one that a translator would make of it, must not be connected to."""
    return any(one in network for one in (address, *_carried(address)) for network in _NEVER)


def is_public(address: Address) -> bool:
    """Say whether the address is one of the public internet, reached without a translator."""
    local = address.is_reserved or address.is_multicast or getattr(address, "is_site_local", False)
    return address.is_global and not local and not any(_carried(address))


def _carried(address: Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address carries: where NAT64, 6to4 or Teredo would send to."""
    if isinstance(address, ipaddress.IPv4Address) or address.is_loopback or address.is_unspecified:
        return
    if any(address in network for network in _LAST_FOUR):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        yield address.sixtofour
    yield from address.teredo or ()

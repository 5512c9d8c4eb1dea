"""Guard: which machines may be asked, decided by the address that is connected to.

A name is looked up once, and the connection goes to the very address that was judged: a name that
stands for another address a moment later gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any, TypeAlias

PORTS = {"http": 80, "https": 443}
"""The schemes that are asked, each at its own port alone."""

TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
"""Addresses of version 6 whose last four bytes are one of version 4."""

SITE_LOCAL = ip_network("fec0::/10")

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
Found: TypeAlias = tuple[Any, Any, int, str, Any]
LookUp: TypeAlias = Callable[[str, int], Sequence[Found]]


class NotAsked(Exception):  # noqa: N818 - it says what came of it
    """Nobody was asked; the message says why, in a few words."""


def look_up(host: str, port: int) -> Sequence[Found]:
    """What the system's own resolver says."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """Who may be asked, and how names are looked up."""

    allowed: tuple[Network, ...] = ()
    """Networks that may be asked although they are not public, at any port: those of tests."""

    look_up: LookUp = look_up

    def connect(self, host: str, port: int, *, scheme: str, timeout: float) -> socket.socket:
        """A connection to `host`. Raises NotAsked, or OSError when nobody is there."""
        found = self.look_up(host, port)
        judged = [(one, ip_address(one[4][0].partition("%")[0])) for one in found]
        if not all(self._may_ask(address) for _, address in judged):
            raise NotAsked("not a public address")
        if port != PORTS[scheme] and not all(self._is_allowed(address) for _, address in judged):
            raise NotAsked("not a usual port")
        problem: OSError = socket.gaierror("no address")
        for (family, kind, protocol, _, place), _ in judged:
            connection = socket.socket(family, kind, protocol)
            connection.settimeout(timeout)
            try:
                connection.connect(place)
            except OSError as error:
                connection.close()
                problem = error
            else:
                return connection
        raise problem

    def _may_ask(self, address: Address) -> bool:
        return self._is_allowed(address) or is_public(address)

    def _is_allowed(self, address: Address) -> bool:
        return any(address in network for network in self.allowed)


def is_public(address: Address) -> bool:
    """True for an address that means the same machine from everywhere, and only one machine."""
    if isinstance(address, IPv6Address):
        for within in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
            if within is not None and not is_public(within):
                return False
        if any(address in network for network in TRANSLATED):
            return is_public(IPv4Address(address.packed[-4:]))
        if address in SITE_LOCAL:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved

"""Which addresses of the network may be reached: public ones, on the ports of the web."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
#: Says why an address (resolved, never a name) and port may not be reached; "" is leave.
Guard = Callable[[Address, int], str]

PORTS = frozenset({80, 443})
_NOT_PUBLIC = "It leads to an address that is not public ({address}); the desk fetches from the public web only."
_GLOBAL_IPV6 = IPv6Network("2000::/3")
#: Addresses that wrap another one: IPv4 within IPv6 by mapping and by NAT64.
_NAT64 = IPv6Network("64:ff9b::/96")
#: Tunnels, in which an address of the inside can hide; and what clouds answer on though it looks public.
_REFUSED = (
    IPv6Network("2002::/16"),
    IPv6Network("2001::/32"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),
)


def public_only(address: Address, port: int) -> str:
    """Refuse whatever is private, loopback, link-local, shared, multicast, reserved or wraps such; and other ports."""
    if port not in PORTS:
        return f"Port {port} is none of the web's; the desk fetches from ports 80 and 443 only."
    if not _is_public(_unwrapped(address)):
        return _NOT_PUBLIC.format(address=address)
    return ""


def parsed(address: str) -> Address:
    """Return an address as the resolver gives it, without the zone of a link-local one."""
    return ip_address(address.partition("%")[0])


def _unwrapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    if any(address in network for network in _REFUSED if network.version == address.version):
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)

"""Where a request comes from, for sessions and the security log."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from ua_parser import parse

_LONGEST_USER_AGENT = 500


@dataclass(frozen=True, slots=True)
class Client:
    """The network address, and the device in words: "Firefox on Ubuntu"."""

    address: str
    device: str

    @property
    def network(self) -> str:
        """The address as one caller: of IPv6 the /64 that one site controls."""
        return network_of(self.address)


def describe_device(user_agent: str) -> str:
    """Return browser and system as a person would name them."""
    # Cut before the cache, which keeps what it is asked for.
    return _describe(user_agent[:_LONGEST_USER_AGENT])


@lru_cache(maxsize=1024)
def _describe(user_agent: str) -> str:
    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else "Unknown browser"
    system = found.os.family if found.os else "unknown system"
    return f"{browser} on {system}"


def network_of(host: str) -> str:
    """Return what one caller controls: an address, of IPv6 the /64 of a site.

    What is no address is returned as it is.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address.packed, 64), strict=False))
    return str(address)

"""Where a request comes from: the network address and the device.

Login sessions and the security log store it.
"""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

_MAX_USER_AGENT = 500


@dataclass(frozen=True, slots=True)
class Client:
    """A network address, and a device in words, such as "Firefox on Ubuntu"."""

    address: str
    device: str

    @property
    def network(self) -> str:
        """The address; for IPv6 the /64 network, which one site controls."""
        return network_of(self.address)


def describe_device(user_agent: str) -> str:
    """Return the browser and the system in words, such as "Firefox on Ubuntu"."""
    # Cut first, because the cache stores its arguments.
    return _describe(user_agent[:_MAX_USER_AGENT])


@lru_cache(maxsize=1024)
def _describe(user_agent: str) -> str:
    from ua_parser import parse  # only logins name devices

    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else "Unknown browser"
    system = found.os.family if found.os else "unknown system"
    return f"{browser} on {system}"


def network_of(host: str) -> str:
    """Return the addresses that one caller controls: one, or for IPv6 the site's /64.

    Other texts, such as a host name, are returned unchanged.
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

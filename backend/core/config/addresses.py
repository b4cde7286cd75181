"""The types of settings that are URLs, networks and origins."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator

from backend.core.config.texts import Distinct, Split

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_NO_URL = "must be an http or https URL, such as https://app.example.com"
_NO_ORIGIN = "must be origins, such as https://app.example.com"
_PORTS = {"http": 80, "https": 443}
# Everybody can get a name under these domains, so no wildcard may stand for it. The
# list cannot be complete: a wildcard is for a domain of the operator's own.
_SHARED = (
    *("amazonaws.com", "amplifyapp.com", "azurestaticapps.net", "azurewebsites.net"),
    *("cloudfront.net", "firebaseapp.com", "fly.dev", "github.io", "gitlab.io"),
    *("herokuapp.com", "netlify.app", "ngrok-free.app", "ngrok.app", "ngrok.io"),
    *("onrender.com", "pages.dev", "railway.app", "run.app", "surge.sh"),
    *("vercel.app", "web.app", "windows.net", "workers.dev"),
)


def _parts(value: str, problem: str) -> SplitResult:
    """Split an http URL that names a host, and at most one port, in ASCII."""
    # urlsplit would remove line breaks and tabs.
    if not value.isascii() or re.search(r"[\x00-\x20\x7f\\]", value):
        raise ValueError(problem)
    try:
        parts = urlsplit(value)
        is_sound = _is_host(parts.hostname or "") and parts.port != 0
    except ValueError:
        raise ValueError(problem) from None
    if parts.scheme not in _PORTS or not is_sound:
        raise ValueError(problem)
    if "@" in parts.netloc:
        raise ValueError("must not contain a user or a password")
    return parts


def _is_host(host: str) -> bool:
    if ":" in host:
        return isinstance(ip_address(host), IPv6Address)
    return _HOST.fullmatch(host.replace("*", "x", 1)) is not None


def _as_http_url(value: str) -> str:
    # Capitals in the host stay: APP_PUBLIC_URL is the issuer of tokens.
    parts = _parts(value, _NO_URL)
    if "*" in parts.netloc or "?" in value or "#" in value:
        raise ValueError(_NO_URL)
    return parts.geturl().rstrip("/")


def _as_origin(value: str) -> str:
    """Return an origin as browsers send it (RFC 6454, section 6.2)."""
    if value == "*":
        return value
    parts = _parts(value, _NO_ORIGIN)
    if parts.path not in ("", "/") or "?" in value or "#" in value:
        raise ValueError(_NO_ORIGIN)
    host = parts.hostname or ""
    if "*" in host:
        _check_wildcard(parts.scheme, host)
    if ":" in host:
        host = f"[{ip_address(host).compressed}]"
    default = parts.port in (None, _PORTS[parts.scheme])
    return f"{parts.scheme}://{host}" + ("" if default else f":{parts.port}")


def _check_wildcard(scheme: str, host: str) -> None:
    first, _, domain = host.partition(".")
    if first != "*" or "*" in domain or "." not in domain or scheme != "https":
        raise ValueError("may contain a wildcard only as in https://*.example.com")
    if any(domain == shared or domain.endswith(f".{shared}") for shared in _SHARED):
        raise ValueError("must not contain a wildcard for the names of strangers")


def wildcard_pattern(origins: Iterable[str]) -> str | None:
    """Return a pattern that matches the whole of the origins with a wildcard.

    The wildcard stands for one label of the host name. Without such an origin, this is
    None.
    """
    patterns = [
        re.escape(origin).replace(r"\*", _LABEL, 1)
        for origin in origins
        if "*." in origin
    ]
    return "|".join(patterns) or None


def _as_network(value: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(value)
    except ValueError:
        raise ValueError(
            "must be IP addresses or networks, such as 10.0.0.0/8"
        ) from None
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped:
        raise ValueError("must contain IPv4 networks as such, not within ::ffff:0:0/96")
    return network


def _as_bind_address(value: str) -> str:
    """Return an address of this machine to listen on."""
    try:
        return str(
            ip_address("127.0.0.1" if value == "localhost" else value.strip("[]"))
        )
    except ValueError:
        raise ValueError("must be an IP address, such as 127.0.0.1") from None


def is_loopback(host: str) -> bool:
    """Return whether a host name or an address means this machine."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


HttpUrl = Annotated[str, AfterValidator(_as_http_url)]
OptionalHttpUrl = Annotated[
    str, AfterValidator(lambda value: value and _as_http_url(value))
]
BindAddress = Annotated[str, AfterValidator(_as_bind_address)]
Networks = Annotated[
    tuple[Annotated[IPv4Network | IPv6Network, BeforeValidator(_as_network)], ...],
    Split,
]
Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_as_origin)], ...], Split, Distinct
]

"""Reads the discovery document of a provider (OpenID Connect Discovery 1.0)."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from backend.core.config.addresses import is_loopback
from backend.core.json_client import NoAnswer

PATH = "/.well-known/openid-configuration"
_BASIC, _POST = "client_secret_basic", "client_secret_post"
_VISIBLE = re.compile(r"[\x21-\x7e]{1,2000}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The endpoints of a provider, and what it supports.

    `uses_basic`: the token endpoint takes the secret in the Authorization header, else in
    the form. `names_issuer`: its answers contain `iss` (RFC 9207).
    """

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    uses_basic: bool
    names_issuer: bool

    @classmethod
    def read(cls, document: dict[str, Any], issuer: str) -> "Metadata":
        """Return what a document says, or raise NoAnswer if it cannot be used."""
        if document.get("issuer") != issuer:
            raise NoAnswer("discovery names another issuer")
        if "code" not in _texts(document, "response_types_supported", ["code"]):
            raise NoAnswer("no support of the code flow")
        methods = _texts(document, "code_challenge_methods_supported", ["S256"])
        if "S256" not in methods:
            raise NoAnswer("no support of PKCE with S256")
        ways = _texts(document, "token_endpoint_auth_methods_supported", [_BASIC])
        if not {_BASIC, _POST} & set(ways):
            raise NoAnswer("no support of a client secret")
        userinfo = document.get("userinfo_endpoint")
        return cls(
            authorization_endpoint=_endpoint(
                document.get("authorization_endpoint"), issuer
            ),
            token_endpoint=_endpoint(document.get("token_endpoint"), issuer),
            jwks_uri=_endpoint(document.get("jwks_uri"), issuer),
            userinfo_endpoint=_endpoint(userinfo, issuer) if userinfo else None,
            uses_basic=_BASIC in ways,
            names_issuer=document.get("authorization_response_iss_parameter_supported")
            is True,
        )


def _texts(document: dict[str, Any], name: str, default: list[str]) -> list[str]:
    value = document.get(name, default)
    if not isinstance(value, list):
        raise NoAnswer(f"discovery has a wrong {name}")
    return [each for each in value if isinstance(each, str)]


def _endpoint(value: object, issuer: str) -> str:
    """Return a URL to send requests to: https, unless provider and endpoint are local."""
    if not isinstance(value, str) or not _VISIBLE.fullmatch(value):
        raise NoAnswer("discovery lacks an endpoint")
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NoAnswer("discovery has a wrong endpoint") from None
    is_local = issuer.startswith("http:") and is_loopback(host)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_local)
    if not host or not is_safe or "@" in parts.netloc or parts.fragment:
        raise NoAnswer("discovery has a wrong endpoint")
    return value

"""The setting OIDC_PROVIDERS: the providers at which people can log in.

The messages of errors never contain the value, because it contains secrets.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, SecretStr, TypeAdapter, ValidationError

from backend.core.config.addresses import HttpUrl, is_loopback

_AT_MOST = 20
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")  # RFC 6749, section 3.3
_REQUIRED = ("id", "name", "issuer", "client_id", "client_secret")
_SCOPES = "openid email profile"
_FORM = (
    'must be a JSON list of objects such as {"id": "google", "name": "Google", "issuer": '
    '"https://accounts.google.com", "client_id": "…", "client_secret": "…"}, or []'
)
_PLACEHOLDERS = ("change", "your-", "your_", "placeholder", "example")
_URL: TypeAdapter[str] = TypeAdapter(HttpUrl)


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """A provider of OpenID Connect, and this service as its client.

    `id` is in paths and bodies, and `name` is shown to people. `issuer` is spelled as the
    provider spells it: it is compared character by character.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: SecretStr = field(repr=False)
    scopes: str = _SCOPES


def _as_providers(value: object) -> tuple[OidcProvider, ...]:
    try:
        entries = json.loads(str(value))
    except (ValueError, RecursionError):
        raise ValueError(_FORM) from None
    if not isinstance(entries, list):
        raise ValueError(_FORM)  # noqa: TRY004 (pydantic lists ValueErrors only)
    if len(entries) > _AT_MOST:
        raise ValueError(f"must have at most {_AT_MOST} providers")
    providers = tuple(map(_as_provider, entries))
    for name in ("id", "issuer"):
        # Two providers with one issuer would have the same people.
        if len({getattr(each, name) for each in providers}) < len(providers):
            raise ValueError(f"must not contain the same {name} twice")
    return providers


def _as_provider(entry: Any) -> OidcProvider:
    known = {*_REQUIRED, "scopes"}
    if not isinstance(entry, dict) or not known >= entry.keys() >= {*_REQUIRED}:
        raise ValueError(_FORM)
    if not all(isinstance(value, str) and value.strip() for value in entry.values()):
        raise ValueError(_FORM)
    values = {name: value.strip() for name, value in entry.items()}
    if not _ID.fullmatch(values["id"]):
        raise ValueError("must have ids of 1 to 32 letters a to z, digits and hyphens")
    if not values["name"].isprintable() or len(values["name"]) > 50:
        raise ValueError("must have names of one line and at most 50 characters")
    for name in ("client_id", "client_secret"):
        if not values[name].isprintable() or len(values[name]) > 2000:
            raise ValueError(f"must have a {name} of at most 2000 printable characters")
    if values["client_secret"].lower().startswith(_PLACEHOLDERS):
        raise ValueError("has a client_secret that is a placeholder")
    return OidcProvider(
        id=values["id"],
        name=values["name"],
        issuer=_issuer(values["issuer"]),
        client_id=values["client_id"],
        client_secret=SecretStr(values["client_secret"]),
        scopes=_scopes(values.get("scopes", _SCOPES)),
    )


def _issuer(value: str) -> str:
    try:
        _URL.validate_python(value)
    except ValidationError:
        raise ValueError("must have issuers that are URLs without ? and #") from None
    parts = urlsplit(value)
    if len(value) > 500:
        raise ValueError("must have issuers of at most 500 characters")
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise ValueError("must have https issuers, unless they are on this machine")
    return value


def _scopes(value: str) -> str:
    scopes = value.split()
    if "openid" not in scopes or not all(map(_SCOPE.fullmatch, scopes)):
        raise ValueError("must have scopes that contain openid, separated by blanks")
    if len(value) > 500:
        raise ValueError("must have scopes of at most 500 characters")
    return " ".join(dict.fromkeys(scopes))


OidcProviders = Annotated[tuple[OidcProvider, ...], BeforeValidator(_as_providers)]

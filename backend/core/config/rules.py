"""The rules about several settings at once, such as what production requires.

A rule yields the name of a setting and what is wrong with it. It is skipped if one of
the settings that it reads is itself missing or invalid.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from backend.core.config.email_url import SendGrid, SmtpServer
from backend.core.config.model import Settings
from backend.core.config.postgres import SYSTEM, is_local, system_certificates
from backend.core.config.redis_url import is_verified
from backend.core.config.stores import is_encrypted

Fault = tuple[str, str]
Rule = Callable[[Settings], Iterator[Fault]]

# The values that run.py replaces by the address of a server that it starts.
_OF_RUN_PY = {
    "POSTGRES_SERVER": "embedded",
    "REDIS_URL": "embedded",
    "STORAGE_URL": "embedded",
    "SENDGRID_HOST": "mailbox",
}
# The widest network of proxies: 10.0.0.0/8, and fc00::/7 of IPv6.
_WIDEST_IPV4, _WIDEST_IPV6 = 8, 7


def broken_rules(valid: Mapping[str, Any], *, by_run_py: bool) -> list[Fault]:
    """Return the faults of the valid values in combination."""
    # A setting that is not valid is missing here, and reading it is an AttributeError.
    settings = Settings.model_construct(None, **valid)
    production = valid.get("ENVIRONMENT") == "production"
    faults: list[Fault] = []
    if production or not by_run_py:
        faults += _values_of_run_py(valid)
    for rule in _RULES + (_PRODUCTION_RULES if production else ()):
        with suppress(AttributeError):
            faults += list(rule(settings))
    return faults


def _values_of_run_py(valid: Mapping[str, Any]) -> Iterator[Fault]:
    for name, word in _OF_RUN_PY.items():
        if name == "SENDGRID_HOST" and isinstance(valid.get("EMAIL_URL"), SmtpServer):
            continue  # it is not used
        value = valid.get(name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value == word:
            yield name, (
                f"only run.py understands {word}: name a server, or start by "
                "`python3 run.py` (in development)"
            )


def _no_credentials_for_every_origin(s: Settings) -> Iterator[Fault]:
    if s.CORS_ALLOW_CREDENTIALS and "*" in s.CORS_ORIGINS:
        yield "CORS_ALLOW_CREDENTIALS", "must be false if CORS_ORIGINS contains *"


def _idle_within_lifetime(s: Settings) -> Iterator[Fault]:
    if s.SESSION_IDLE_MINUTES > s.JWT_EXPIRE_MINUTES_DELTA:
        yield "SESSION_IDLE_MINUTES", "must be at most JWT_EXPIRE_MINUTES_DELTA"


def _file_within_quota(s: Settings) -> Iterator[Fault]:
    # A quota of 0 means that only users with a quota of their own store anything.
    if 0 < s.DOCUMENT_QUOTA_BYTES < s.DOCUMENT_MAX_BYTES:
        yield "DOCUMENT_MAX_BYTES", "must be at most DOCUMENT_QUOTA_BYTES"


def _account_at_sendgrid(s: Settings) -> Iterator[Fault]:
    if not isinstance(s.EMAIL_URL, SendGrid):
        return
    if not s.SENDGRID_API_KEY.get_secret_value():
        yield "SENDGRID_API_KEY", "is empty or a placeholder"
    if not s.SENDGRID_HOST:
        yield "SENDGRID_HOST", "must be a URL if EMAIL_URL is sendgrid://"


def _root_certificates(s: Settings) -> Iterator[Fault]:
    name, verified = "POSTGRES_SSLROOTCERT", s.POSTGRES_SSLMODE.startswith("verify")
    if not verified or s.POSTGRES_SSLROOTCERT != SYSTEM:
        return
    if system_certificates() is None:
        yield name, "this machine has no list of trusted certificates: name a file"
    if s.POSTGRES_SSLMODE == "verify-ca":
        # Anybody can get a certificate of a public authority, for another name.
        yield name, "must be a file if POSTGRES_SSLMODE is verify-ca"


def _host_of_passkeys(s: Settings) -> Iterator[Fault]:
    # WebAuthn, section 5.1.3: the RP id is a domain, so browsers refuse an address.
    host = urlsplit(s.APP_PUBLIC_URL).hostname or ""
    with suppress(ValueError):
        ip_address(host)
        yield "APP_PUBLIC_URL", "must have a host name: browsers refuse passkeys for IP addresses"


_RULES: tuple[Rule, ...] = (
    _host_of_passkeys,
    _no_credentials_for_every_origin,
    _idle_within_lifetime,
    _file_within_quota,
    _account_at_sendgrid,
    _root_certificates,
)


def _https(s: Settings) -> Iterator[Fault]:
    for name in ("APP_PUBLIC_URL", "SENDGRID_HOST", "BREACHED_PASSWORDS_URL"):
        if getattr(s, name, "").startswith("http:"):
            yield name, "must be https in production"
    if any(each.issuer.startswith("http:") for each in s.OIDC_PROVIDERS):
        yield "OIDC_PROVIDERS", "must have https issuers in production"


def _verified_email_server(s: Settings) -> Iterator[Fault]:
    if not s.SENDGRID_VERIFY_SSL:
        yield "SENDGRID_VERIFY_SSL", "must be true in production"


def _costly_hashes(s: Settings) -> Iterator[Fault]:
    if s.BCRYPT_COST < 10:
        yield "BCRYPT_COST", "must be 10 or more in production"


def _verified_database(s: Settings) -> Iterator[Fault]:
    if s.POSTGRES_SSLMODE != "verify-full" and not is_local(s.POSTGRES_SERVER):
        yield (
            "POSTGRES_SSLMODE",
            "must be verify-full in production, unless POSTGRES_SERVER is this machine",
        )


def _verified_redis(s: Settings) -> Iterator[Fault]:
    url = s.REDIS_URL.get_secret_value()
    if url != "embedded" and not is_verified(url):
        yield "REDIS_URL", "must verify the certificate in production"


def _encrypted_storage(s: Settings) -> Iterator[Fault]:
    if not is_encrypted(s.STORAGE_URL.get_secret_value()):
        yield "STORAGE_URL", "must use https and verify it in production"


def _named_origins(s: Settings) -> Iterator[Fault]:
    if "*" in s.CORS_ORIGINS:
        yield "CORS_ORIGINS", "must not contain * in production"


def _narrow_proxies(s: Settings) -> Iterator[Fault]:
    for network in s.TRUSTED_PROXIES:
        widest = _WIDEST_IPV4 if isinstance(network, IPv4Network) else _WIDEST_IPV6
        if network.prefixlen < widest:
            yield (
                "TRUSTED_PROXIES",
                f"must have no network wider than /{_WIDEST_IPV4} "
                f"(IPv6: /{_WIDEST_IPV6}) in production",
            )


def _one_key_for_one_purpose(s: Settings) -> Iterator[Fault]:
    # Only the first keys: the others are old ones, of releases that allowed this.
    first: dict[SecretStr, str] = {}
    for name in ("JWT_SECRET_KEY", "CODE_SECRET_KEY", "TWO_FA_ENCRYPTION_KEYS"):
        other = first.setdefault(getattr(s, name)[0], name)
        if other != name:
            yield name, f"must begin with another key than {other} in production"


_PRODUCTION_RULES: tuple[Rule, ...] = (
    _https,
    _verified_email_server,
    _costly_hashes,
    _verified_database,
    _verified_redis,
    _encrypted_storage,
    _named_origins,
    _narrow_proxies,
    _one_key_for_one_purpose,
)

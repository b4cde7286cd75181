"""The type of REDIS_URL: a URL that redis-py accepts, or the line that Azure shows."""

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from pydantic import AfterValidator, SecretStr

from backend.core.config.texts import tidy

_WANTED = "must be redis://host:6379/0, rediss://… or unix:///path"
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_PATH = re.compile(r"(/[0-9]*)?")


def as_redis_url(value: SecretStr) -> SecretStr:
    """Return the URL in redis-py's own spelling: TLS is `rediss`."""
    text = value.get_secret_value()
    if text == "embedded":
        return value
    if "://" not in text and "," in text:
        text = _from_azure(text)
    text = _with_tls_as_scheme(text)
    _check(text)
    return SecretStr(text)


def _from_azure(text: str) -> str:
    """Turn `host:6380,password=…,ssl=True,…` into a URL.

    The other options of such a line are for the .NET client only.
    """
    server, *rest = text.split(",")
    options = {
        key.strip().lower(): tidy(option)
        for key, _, option in (part.partition("=") for part in rest)
    }
    scheme = "rediss" if options.get("ssl", "").lower() in _TRUE else "redis"
    user, password = quote(options.get("user", ""), ""), options.get("password", "")
    secret = f"{user}:{quote(password, '')}@" if user or password else ""
    database = options.get("defaultdatabase", "0")
    return f"{scheme}://{secret}{server.strip()}/{database}"


def _with_tls_as_scheme(text: str) -> str:
    """Turn the option `ssl=True`, which redis-py does not know, into the scheme."""
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(_WANTED) from None
    options = parse_qsl(parts.query, keep_blank_values=True)
    said = [option.lower() for key, option in options if key in ("ssl", "tls")]
    if not said:
        return text
    if len(said) > 1 or said[0] not in _TRUE + _FALSE:
        raise ValueError("must have ssl=true or ssl=false at most once")
    others = [(key, option) for key, option in options if key not in ("ssl", "tls")]
    if parts.scheme == "redis" and said[0] in _TRUE:
        parts = parts._replace(scheme="rediss")
    elif parts.scheme == "rediss" and said[0] in _FALSE:
        raise ValueError("must not be rediss:// with ssl=false")
    return parts._replace(query=urlencode(others)).geturl()


def _check(text: str) -> None:
    """Make a connection of this URL, without connecting it."""
    # Imported late: run.py and Alembic need no Redis client.
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    try:
        parts = urlsplit(text)
        is_host = bool(parts.hostname) and bool(_PATH.fullmatch(parts.path))
        is_path = parts.scheme == "unix" and len(parts.path) > 1
        pool = Redis.from_url(text).connection_pool
        pool.connection_class(**pool.connection_kwargs)
    except (ValueError, TypeError, RedisError):
        raise ValueError(
            f"{_WANTED}, with only options that redis-py knows; "
            "percent-encode the password"
        ) from None
    if not is_host and not is_path:
        raise ValueError(_WANTED)
    if "#" in text:
        raise ValueError("must have no #: percent-encode the password")


def is_verified(url: str) -> bool:
    """Return whether the server's certificate is verified, or TLS is not used."""
    from redis.asyncio.connection import parse_url

    options: Mapping[str, object] = {**parse_url(url)}
    required = str(options.get("ssl_cert_reqs", "required")).lower() == "required"
    return required and options.get("ssl_check_hostname", True) is not False


RedisUrl = Annotated[SecretStr, AfterValidator(as_redis_url)]

"""The type of REDIS_URL: a URL that redis-py accepts, or the line that Azure shows."""

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

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
    """Refuse a URL that redis-py refuses, and the parts that it would ignore."""
    try:
        parts = urlsplit(text)
        is_host = bool(parts.hostname) and bool(_PATH.fullmatch(parts.path))
        is_path = parts.scheme == "unix" and len(parts.path) > 1
        if not _is_plain(parts):
            _connection(text)
    except (ValueError, TypeError):
        raise ValueError(
            f"{_WANTED}, with only options that redis-py knows; "
            "percent-encode the password"
        ) from None
    if not is_host and not is_path:
        raise ValueError(_WANTED)
    if "#" in text:
        raise ValueError("must have no #: percent-encode the password")


def _is_plain(parts: SplitResult) -> bool:
    """Return whether redis-py understands a URL whose place and path are right.

    It does if the URL has no options and, for a host, a port that is one.

    Raises:
        ValueError: the port is no number, or too large.
    """
    if parts.query or parts.scheme not in ("redis", "rediss", "unix"):
        return False
    return parts.scheme == "unix" or parts.port is None or parts.port > 0


def _connection(text: str) -> None:
    """Make a connection of this URL, without connecting it.

    Raises:
        ValueError, TypeError: redis-py does not understand it.
    """
    # Imported here: the worker, Alembic and most commands read the settings, and need
    # no Redis client, which is a twentieth of their start. Most URLs are plain.
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    try:
        pool = Redis.from_url(text).connection_pool
        pool.connection_class(**pool.connection_kwargs)
    except RedisError as error:
        raise ValueError(_WANTED) from error


def is_verified(url: str) -> bool:
    """Return whether the server's certificate is verified, or TLS is not used."""
    if _is_plain(urlsplit(url)):  # then it has no option that turns it off
        return True
    from redis.asyncio.connection import parse_url

    options: Mapping[str, object] = {**parse_url(url)}
    required = str(options.get("ssl_cert_reqs", "required")).lower() == "required"
    return required and options.get("ssl_check_hostname", True) is not False


RedisUrl = Annotated[SecretStr, AfterValidator(as_redis_url)]

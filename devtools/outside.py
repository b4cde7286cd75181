"""Checks that run.py can reach the servers that it does not start itself.

Without this check a wrong address ends in a traceback of Alembic, or in a service that
only logs errors. No message contains the password of REDIS_URL.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from devtools.process import ChildError

if TYPE_CHECKING:
    import psycopg

_SECONDS = 5


def connect_to_postgres(
    settings: Mapping[str, str],
) -> "psycopg.Connection[tuple[str]]":
    """Connect to the database that the settings name."""
    import psycopg  # late: it takes 0.1 s, while the servers start

    from backend.core.config.postgres import tls_arguments

    # Any, because mypy cannot tell which arguments these are.
    tls: dict[str, Any] = {
        **tls_arguments(
            settings["POSTGRES_SSLMODE"].lower(), settings["POSTGRES_SSLROOTCERT"]
        )
    }
    return psycopg.connect(
        host=settings["POSTGRES_SERVER"],
        port=settings["POSTGRES_PORT"],
        user=settings["POSTGRES_USER"],
        password=settings["POSTGRES_PASSWORD"],
        dbname=settings["POSTGRES_DB"],
        connect_timeout=_SECONDS,
        **tls,
    )


def refuse_unreachable_servers(settings: Mapping[str, str]) -> None:
    """Raise ChildError for the first server that does not answer.

    The settings must have been checked before.
    """
    if settings.get("POSTGRES_SERVER", "embedded") != "embedded":
        _try_postgres(settings)
    if settings.get("REDIS_URL", "embedded") != "embedded":
        _try_redis(settings["REDIS_URL"])


def _try_postgres(settings: Mapping[str, str]) -> None:
    import psycopg

    try:
        connect_to_postgres(settings).close()
    except KeyError:
        return
    except psycopg.Error as error:
        server = settings["POSTGRES_SERVER"]
        raise ChildError(f"POSTGRES_SERVER={server}: {_one_line(error)}") from None


def _try_redis(url: str) -> None:
    from pydantic import SecretStr
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.exceptions import RedisError
    from redis.retry import Retry

    from backend.core.config.redis_url import as_redis_url

    try:
        with Redis.from_url(
            as_redis_url(SecretStr(url)).get_secret_value(),
            socket_timeout=_SECONDS,
            socket_connect_timeout=_SECONDS,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            client.ping()
    except (RedisError, ValueError, OSError) as error:
        raise ChildError(f"REDIS_URL{_place(url)}: {_one_line(error)}") from None


def _place(url: str) -> str:
    """Return the address without its password, or nothing if it is malformed."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = parts.hostname or parts.path
    is_redis = parts.scheme in ("redis", "rediss", "unix")
    return f"={parts.scheme}://{host}{port}" if is_redis else ""


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")

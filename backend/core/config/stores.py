"""The type of STORAGE_URL, and the store that such a URL names."""

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import AfterValidator, SecretStr

# Functions import obstore, because a folder needs none of it.
if TYPE_CHECKING:
    from obstore.store import ObjectStore

_WANTED = "must be file:///folder, s3://bucket or az://container"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")
# Options of obstore that would turn encryption or its verification off.
_UNSAFE = ("allow_http", "allow_invalid_certificates")


def folder_of(url: str) -> Path | None:
    """Return the folder that the URL names, or None if it names an object store."""
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def new_store(url: str) -> "ObjectStore":
    """Return the object store that the URL names; this connects to nothing."""
    from obstore.store import AzureStore, S3Store

    parts = urlsplit(url)
    options: Any = dict(_options(url))
    return (S3Store if parts.scheme == "s3" else AzureStore)(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config=options,
        client_options={"allow_http": _is_plain(url), "connect_timeout": "5s"},
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=10)},
    )


def _options(url: str) -> list[tuple[str, str]]:
    # A plus sign is no blank: keys are Base64.
    query = urlsplit(url).query.replace("+", "%2B")
    return [
        (key.lower(), value.strip())
        for key, value in parse_qsl(query, keep_blank_values=True)
    ]


def _endpoints(url: str) -> list[str]:
    return [value for key, value in _options(url) if "endpoint" in key]


def _is_plain(url: str) -> bool:
    return any(value.lower().startswith("http:") for value in _endpoints(url))


def is_encrypted(url: str) -> bool:
    """Return whether the object store is reached by verified TLS, or is a folder."""
    emulated = any(key.endswith("use_emulator") for key, _ in _options(url))
    unsafe = any(key.endswith(_UNSAFE) for key, _ in _options(url))
    return not (_is_plain(url) or emulated or unsafe)


def _as_storage_url(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    if url == "embedded":
        return value
    if url.startswith("/"):
        url = Path(url).as_uri()
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError(_WANTED) from None
    if parts.fragment:
        raise ValueError("must have no #: percent-encode it")
    if parts.scheme == "file":
        _check_folder(parts)
    elif parts.scheme in ("s3", "az"):
        _check_object_store(parts, url)
    else:
        raise ValueError(_WANTED)
    return SecretStr(url)


def _check_folder(parts: SplitResult) -> None:
    path = Path(unquote(parts.path))
    if parts.netloc not in ("", "localhost") or parts.query or "\0" in str(path):
        raise ValueError("must be file:///folder, with three slashes and no options")
    if not path.is_absolute() or path == Path("/"):
        raise ValueError("must be file:///folder, with an absolute path")


def _check_object_store(parts: SplitResult, url: str) -> None:
    if not _BUCKET.fullmatch(parts.netloc):
        raise ValueError("must name a bucket or a container: s3://bucket/prefix")
    keys = [key for key, _ in _options(url)]
    if len(set(keys)) < len(keys):
        raise ValueError("must have each option once")
    if not all(re.match(r"https?://[^/]", value) for value in _endpoints(url)):
        raise ValueError("must have a URL as its endpoint")
    from obstore.exceptions import BaseError

    try:
        new_store(url)
    except (BaseError, ValueError, TypeError):
        raise ValueError(
            "must have only options that the store knows, with valid values"
        ) from None


# A secret, because it may contain the keys of an object store.
StorageUrl = Annotated[SecretStr, AfterValidator(_as_storage_url)]

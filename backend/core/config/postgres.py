"""The types of settings about PostgreSQL."""

import re
import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from backend.core.config.addresses import is_loopback
from backend.core.config.texts import split

_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")
SYSTEM = "system"
# Of Debian and Alpine, Fedora and Red Hat, SUSE, macOS.
_SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_NAME_BYTES = 63  # NAMEDATALEN - 1: Postgres cuts a longer name


def system_certificates() -> str | None:
    """Return the file of the certificates that this machine trusts, if it has one."""
    # SSL_CERT_FILE, or OpenSSL's own file. Debian gives OpenSSL only a folder, which
    # libpq cannot use.
    own = ssl.get_default_verify_paths().cafile
    return own or next((file for file in _SYSTEM_FILES if Path(file).is_file()), None)


def tls_arguments(mode: str, root_certificates: str) -> dict[str, str]:
    """Return the arguments of `psycopg.connect` about TLS."""
    if not mode.startswith("verify"):
        # With root certificates libpq would make `require` a `verify-ca`.
        return {"sslmode": mode}
    if root_certificates == SYSTEM:
        # libpq knows this word too, but the libpq of psycopg's wheel looks for the
        # certificates in a folder that no machine has.
        root_certificates = system_certificates() or SYSTEM
    return {"sslmode": mode, "sslrootcert": root_certificates}


def is_local(server: str) -> bool:
    """Return whether no connection to this POSTGRES_SERVER leaves the machine."""
    return all(host.startswith("/") or is_loopback(host) for host in server.split(","))


def _as_server(value: str) -> str:
    hosts = split(value)
    if not hosts:
        raise ValueError("is empty")
    return ",".join(map(_as_host, hosts))


def _as_host(value: str) -> str:
    host = value.strip("[]")
    if host.startswith("/") or _HOST.fullmatch(host):
        return host
    try:
        return str(ip_address(host))
    except ValueError:
        raise ValueError(
            "must be a host name or an address without a port, "
            "or the folder of a Unix socket"
        ) from None


def _is_identifier(value: str) -> str:
    if len(value.encode()) > _NAME_BYTES or not value.isprintable() or "://" in value:
        raise ValueError(f"must be a name of at most {_NAME_BYTES} bytes, not a URL")
    return value


def _as_root_certificates(value: str) -> str:
    if value.lower() == SYSTEM:
        return SYSTEM
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=value)
    except (OSError, ValueError):
        raise ValueError(
            "must be system, or a readable file of certificates (PEM)"
        ) from None
    return str(Path(value).absolute())


Server = Annotated[str, AfterValidator(_as_server)]
Identifier = Annotated[
    str, StringConstraints(min_length=1), AfterValidator(_is_identifier)
]
SslMode = Literal["disable", "prefer", "require", "verify-ca", "verify-full"]
RootCertificates = Annotated[str, AfterValidator(_as_root_certificates)]

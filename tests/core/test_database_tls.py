"""Every connection to the database verifies its server as POSTGRES_SSLMODE demands."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from backend.core import database
from backend.core.config import settings
from backend.outbox.delivery import Worker
from tests.support.tls import TlsPostgres, make_certificate


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the certificate of localhost."""
    return make_certificate(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture(scope="module")
def encrypted(certificate: Path) -> Iterator[TlsPostgres]:
    """Start a Postgres with TLS."""
    with TlsPostgres(certificate).running() as server:
        yield server


def use(
    monkeypatch: pytest.MonkeyPatch,
    server: TlsPostgres,
    mode: str,
    roots: str | Path = "system",
    host: str = "localhost",
) -> None:
    """Point the settings at a server."""
    changes = {
        "POSTGRES_SERVER": host,
        "POSTGRES_PORT": server.port,
        "POSTGRES_SSLMODE": mode,
        "POSTGRES_SSLROOTCERT": str(roots),
    }
    monkeypatch.setattr(database, "settings", settings.model_copy(update=changes))


def connects() -> bool:
    """Return whether an engine connects, and check that a listener does the same."""
    engine = database.new_engine(pool_size=1, application_name="tls")
    worker = Worker()
    outcomes = [_works(engine.raw_connection), _works(worker._listener)]
    engine.dispose()
    worker.close()
    assert len(set(outcomes)) == 1
    return outcomes[0]


def _works(connect: Callable[[], Any]) -> bool:
    try:
        connect().close()
    except (psycopg.OperationalError, OperationalError) as error:
        if "certificate" in str(error) or "SSL" in str(error):
            return False
        raise
    return True


def test_a_known_certificate_of_the_right_name_is_accepted(
    monkeypatch: pytest.MonkeyPatch, encrypted: TlsPostgres, certificate: Path
) -> None:
    use(monkeypatch, encrypted, "verify-full", certificate)
    before = encrypted.encrypted

    assert connects()
    assert encrypted.encrypted == before + 2


def test_the_certificates_of_the_system_are_found(
    monkeypatch: pytest.MonkeyPatch, encrypted: TlsPostgres, certificate: Path
) -> None:
    use(monkeypatch, encrypted, "verify-full")
    strange = connects()
    monkeypatch.setenv(
        ssl.get_default_verify_paths().openssl_cafile_env, str(certificate)
    )
    use(monkeypatch, encrypted, "verify-full")

    assert not strange
    assert connects()


@pytest.mark.parametrize(
    ("mode", "accepted"),
    [("verify-full", False), ("verify-ca", True), ("require", True)],
)
def test_only_verify_full_checks_the_name(
    monkeypatch: pytest.MonkeyPatch,
    encrypted: TlsPostgres,
    certificate: Path,
    mode: str,
    accepted: bool,
) -> None:
    use(monkeypatch, encrypted, mode, certificate, host="127.0.0.1")

    assert connects() == accepted


@pytest.mark.parametrize(("mode", "accepted"), [("require", False), ("prefer", True)])
def test_require_refuses_a_server_without_tls(
    monkeypatch: pytest.MonkeyPatch, mode: str, accepted: bool
) -> None:
    with TlsPostgres(None).running() as plain:
        use(monkeypatch, plain, mode)

        assert connects() == accepted

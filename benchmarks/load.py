"""Runs the server under test on one core, and the load of wrk on another."""

import http.client
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from devtools.process import Child, ChildError, spawn

ROOT = Path(__file__).parents[1]
_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = _CORES[0]
LOAD_CORE = _CORES[-1]
_REPORT = Path(__file__).with_name("report.lua")
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """Pin processes that start within the block to one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


_PROTOCOL = "backend.core.protocol"
_PROTOCOL_FILE = "backend/core/protocol.py"


class Server(Child):
    """One ASGI app under uvicorn, as run.py and the Docker image run it."""

    def __init__(
        self,
        target: str,
        env: Mapping[str, str],
        log: Path,
        folder: Path = ROOT,
        *,
        pinned_to: int | None = SERVER_CORE,
        workers: int = 1,
    ) -> None:
        super().__init__()
        self.name = target
        self.log = log
        self._env = env
        self._folder = folder
        self._core = pinned_to
        self._workers = workers
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    def start(self) -> None:
        """Start the server, on its core if it has one."""
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            self.name,
            "--no-access-log",
            "--no-proxy-headers",
            "--no-server-header",
        ]
        ours = self.name == "main:app" and (self._folder / _PROTOCOL_FILE).exists()
        protocol = f"{_PROTOCOL}:BoundedProtocol" if ours else "httptools"
        command += ["--loop", "uvloop", "--http", protocol]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--workers", str(self._workers)]
        with pinned(self._core) if self._core is not None else nullcontext():
            self.process = spawn(command, env=self._env, cwd=self._folder, log=self.log)

    def answers(self) -> bool:
        """Return whether its port answers, with any status."""
        try:
            self.get("/", "")
        except OSError:
            return False
        return True

    def get(
        self, path: str, token: str, *, body: str | None = None
    ) -> tuple[int, bytes]:
        """Send a GET, or a POST if there is a body; return status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
            }
            connection.request("POST" if body else "GET", path, body, headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    @property
    def pid(self) -> int:
        """The process id; with several workers, that of their parent."""
        if self.process is None:
            raise ChildError(f"{self.name} is not running")
        return self.process.pid

    def memory(self, field: str) -> int:
        """Return VmRSS, or VmHWM (its peak since `forget_peak`), in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith(field)]
        return int(line.split()[1]) * 1024

    def forget_peak(self) -> None:
        """Reset VmHWM to the resident memory of this moment: proc(5)."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    @property
    def cpu_seconds(self) -> float:
        """The CPU time of all its threads, user and system."""
        stat = Path(f"/proc/{self.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()  # proc(5): utime is the 14th
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND


def cpu_milliseconds(pid: int) -> float:
    """Return the CPU time of a process with one thread, such as one of Postgres."""
    # The first number of schedstat is in nanoseconds; see the kernel's documentation.
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


@dataclass(frozen=True)
class Measurement:
    """The result of one run of wrk; errors are numbers of requests."""

    requests_per_second: float
    p99_ms: float
    cpu_ms: float
    not_2xx: int
    broken: int
    timeouts: int

    @property
    def errors(self) -> int:
        """The number of requests without a good reply."""
        return self.not_2xx + self.broken + self.timeouts


def wrk() -> str:
    """Return the path of wrk, or raise ChildError."""
    found = shutil.which("wrk")
    if found is None:
        raise ChildError("wrk is not installed: on Debian, `apt install wrk`")
    return found


def measure(
    server: Server,
    path: str,
    token: str,
    *,
    connections: int,
    seconds: int,
    body: str | None = None,
) -> Measurement:
    """Load the server for some seconds. Failed requests are counted, not raised.

    With a body, every request is a POST of it.
    """
    command = [wrk(), "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(_REPORT)]
    # With the default of 2 s, the first burst of 256 times out on a slow machine.
    command.append("--timeout=5s")
    command += ["-H", f"Authorization: Bearer {token}"]
    command += [f"http://127.0.0.1:{server.port}{path}"]
    before = server.cpu_seconds
    with pinned(LOAD_CORE):
        run = subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | ({"METHOD": "POST", "BODY": body} if body else {}),
        )
    used = server.cpu_seconds - before
    server.check_alive()
    found = json.loads(run.stdout.splitlines()[-1])
    requests = found["requests"]
    return Measurement(
        requests_per_second=requests / found["duration"] * 1e6,
        p99_ms=found["p99"] / 1000,
        cpu_ms=used / requests * 1000 if requests else 0.0,
        not_2xx=found["not_2xx"],
        broken=found["broken"],
        timeouts=found["timeouts"],
    )

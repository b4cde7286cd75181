"""Runs the service as in production: in processes of its own, over real sockets."""

import atexit
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.support.environment import ROOT, variables
from tests.support.forks import Fork

# For each request, httpx.get would read all root certificates: 30 ms.
http = httpx.Client(verify=False, timeout=60)  # noqa: S501 (nothing here has TLS)
atexit.register(http.close)


class Live:
    """uvicorn on a free port with the tests' servers; use as a context manager."""

    # The protocol class that the Dockerfile names, or a subclass.
    protocol = "backend.core.protocol:BoundedProtocol"
    # As in the Dockerfile. If shorter than a client's, reused connections are reset.
    keep_alive = 75

    def __init__(self, folder: Path = ROOT, /, **changes: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/api/v1"
        command = ["uvicorn", "main:app", "--no-proxy-headers"]
        command += ["--timeout-keep-alive", str(self.keep_alive)]
        if (folder / "backend/core/protocol.py").exists():  # since 2.0
            command += ["--http", self.protocol]
        self.process = start([*command, "--port", str(self.port)], folder, **changes)

    def __enter__(self) -> Self:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            # The port is opened when the app has started. An HTTP client would read all
            # root certificates for each attempt, and take as long as the app itself.
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                time.sleep(0.05)
            else:
                return self
        raise AssertionError(f"the service did not start: {self.stop()}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def log(self) -> str:
        """Return what the service has logged."""
        return Path(self.process.output.name).read_text()

    def stop(self) -> str:
        """Stop the service as a container does (SIGTERM), and return its log."""
        self.process.terminate()
        return finish(self.process)

    def kill(self) -> None:
        """Kill the service, as in a power cut."""
        self.process.kill()
        finish(self.process)


class Process(subprocess.Popen[bytes]):
    """A command of the project that writes its output to a file.

    A pipe that nobody reads would block the command as soon as it is full.
    """

    def __init__(
        self, command: list[str], env: dict[str, str], *, folder: Path = ROOT
    ) -> None:
        self.output = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `finish`)
        super().__init__(
            command, cwd=folder, env=env, stdout=self.output, stderr=subprocess.STDOUT
        )


def start(command: list[str], folder: Path = ROOT, /, **changes: str) -> Fork:
    """Start `python -m command` with the tests' environment."""
    env = {"PATH": "/usr/bin:/bin", **variables(**changes)}
    return Fork(command, env, folder)


def finish(process: Process | Fork) -> str:
    """Wait until a process ends, and return its output."""
    process.wait(timeout=120)
    if process.output.closed:
        return ""
    with process.output as output:
        output.seek(0)
        return output.read().decode()

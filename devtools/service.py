"""The API as a child process."""

import http.client
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from devtools.process import Child, spawn

_SECONDS_TO_FINISH_REQUESTS = 20
_LONGEST_PAUSE = 5.0


class App(Child):
    """The API in a process of its own: `start` imports it, `serve` makes it listen."""

    name = "the app"
    patience = _SECONDS_TO_FINISH_REQUESTS + 5.0

    def __init__(
        self, port: int, env: Mapping[str, str], log: Path | None = None
    ) -> None:
        super().__init__()
        self.env = env
        self.log = log
        self._port = port

    def start(self) -> None:
        """Start the process, which imports the API and then waits for `serve`."""
        command = [sys.executable, "-m", "devtools.app", f"--port={self._port}"]
        command.append(f"--grace={_SECONDS_TO_FINISH_REQUESTS}")
        self.process = spawn(command, env=self.env, log=self.log, stdin=subprocess.PIPE)

    def serve(self) -> None:
        """Let it listen; call this when servers and schema are ready."""
        if self.process and self.process.stdin:
            # If it has ended, `wait` reports why.
            with suppress(BrokenPipeError):
                self.process.stdin.write(b"serve\n")
                self.process.stdin.close()

    def answers(self) -> bool:
        """Return whether health/live answers 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        path = self.env.get("API_PREFIX", "") + "/health/live"
        try:
            connection.request("GET", path)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        # A failing app may log a traceback for each request: back off.
        self.pause = min(max(self.pause * 2, 0.25), _LONGEST_PAUSE)
        self.complaint = f"answers {status} to GET {path}"
        return status == HTTPStatus.OK

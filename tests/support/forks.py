"""Starts programs of the project in processes that have loaded the libraries before.

Loading the libraries is more than half of the CPU time of a start. So one process loads
them once, and forks for each program. The program itself is imported as in production, with
an environment of its own. tests/devtools/test_containers.py runs the command of the image.
"""

import os
import runpy
import signal
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from subprocess import TimeoutExpired

_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.support.libraries"])


class Fork:
    """`python -m` in a process of its own, which writes its output to a file.

    A command that begins with -c is Python code, as for `python`.
    """

    def __init__(self, command: list[str], env: dict[str, str], folder: Path) -> None:
        self.output = tempfile.NamedTemporaryFile()  # noqa: SIM115 (`finish` closes it)
        arguments = (command, env, str(folder), self.output.name)
        # As a daemon it ends with the tests, if a test that fails leaves it running.
        self._process = _context.Process(target=_run, args=arguments, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Return the exit code, or None while the program runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return the exit code, or None while the program runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait until the program ends, and return its exit code."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(["python", "-m"], timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the program has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


def _run(command: list[str], env: dict[str, str], folder: str, output: str) -> None:
    """Become the program: its output, environment, folder and arguments."""
    file = os.open(output, os.O_WRONLY | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(folder)
    sys.path[0] = folder
    sys.argv = command
    if command[0] == "-c":
        exec(command[1], {"__name__": "__main__"})  # noqa: S102 (the tests wrote it)
    else:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)

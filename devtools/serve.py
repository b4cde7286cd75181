"""Runs Sample with all it needs, or one command in its place: see run.py."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

from backend.core.env import read_environment
from devtools.bootstrap import Options, parse
from devtools.console import fail, say
from devtools.ports import any_port, refuse_taken_ports
from devtools.process import Child, ChildError, spawn
from devtools.stack import Stack, hold, migrate, publish, published
from devtools.venv import ROOT

_SECONDS_TO_FINISH_REQUESTS = 20


class Interrupted(Exception):
    """The developer wants an end: Ctrl-C, SIGTERM, or a terminal that closed."""


class Interrupts:
    """Collects the signals to end; nothing is interrupted where it does not ask."""

    def __init__(self) -> None:
        self.received: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.received.append(number)

    def check(self) -> None:
        """Raise Interrupted after the first one."""
        if self.received:
            raise Interrupted

    def hurried(self) -> bool:
        """Tell whether there was a second one."""
        return len(self.received) > 1


class App(Child):
    """The API in a process of its own, which needs `serve` after `start`."""

    name = "the app"
    patience = _SECONDS_TO_FINISH_REQUESTS + 5.0

    def __init__(self, port: int, env: Mapping[str, str]) -> None:
        super().__init__()
        self.env = env
        self.url = f"http://127.0.0.1:{port}"
        self.api = self.url + env.get("API_PREFIX", "")
        self._port = port

    def start(self) -> None:
        """Start its import."""
        command = [sys.executable, "-m", "devtools.app", f"--port={self._port}"]
        command.append(f"--grace={_SECONDS_TO_FINISH_REQUESTS}")
        self.process = spawn(command, env=self.env, stdin=subprocess.PIPE)

    def serve(self) -> None:
        """Let it begin, for what it needs is there."""
        if self.process and self.process.stdin:
            # If it has ended, whoever waits for it says why.
            with suppress(BrokenPipeError):
                self.process.stdin.write(b"serve\n")
                self.process.stdin.close()

    def answers(self) -> bool:
        """Tell whether it says that it lives."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", self.env.get("API_PREFIX", "") + "/health/live")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def sources() -> dict[str, int]:
    """Return when each file was changed on which the running app depends."""
    files = [ROOT / "main.py", *(ROOT / "backend").rglob("*")]
    found = {}
    for file in files:
        if file.suffix != ".pyc" and file.is_file():
            found[str(file)] = file.stat().st_mtime_ns
    return found


def _announce(app: App, stack: Stack) -> None:
    lines = ["", f"  API      {app.api}", f"  Swagger  {app.url}/docs"]
    if stack.mailbox:
        lines.append(f"  Mailbox  {stack.mailbox.url}")
    say("\n".join([*lines, "", "  Ctrl-C stops everything.", ""]))


def _reload(app: App, interrupts: Interrupts, check: Callable[[], None]) -> None:
    say("Reloading ...")
    app.stop(interrupts.hurried)
    app.start()
    app.serve()
    try:
        app.wait(check)
    except ChildError as error:
        app.stop()
        say(f"{error}. Waiting for the next change.")


def serve(options: Options, settings: Mapping[str, str]) -> None:
    """Run the app with all it needs; raise Interrupted or ChildError at the end."""
    interrupts = Interrupts()
    data = ROOT / options.data
    stack = Stack(settings, data, options.mailbox_port)
    app = App(options.port, stack.env)

    def check() -> None:
        interrupts.check()
        for child in stack.children:
            child.check_alive()

    with hold(data) as ours:
        if not ours:
            raise ChildError(f"already running on {options.data}{_who(data)}")
        ports = {"--port": options.port}
        if stack.mailbox:
            ports["--mailbox-port"] = options.mailbox_port
        refuse_taken_ports(ports)
        try:
            stack.start()
            seen = sources()
            app.start()
            stack.wait(check)
            migrate(stack.env, check)
            publish(data, stack.addresses)
            app.serve()
            app.wait(check)
            _announce(app, stack)
            while True:
                check()
                app.check_alive()
                time.sleep(0.25)
                if (now := sources()) != seen:
                    seen = now
                    _reload(app, interrupts, check)
        finally:
            app.stop(interrupts.hurried)
            stack.stop()


def _who(data: Path) -> str:
    try:
        pid, _ = published(data, seconds=0)
    except ChildError:
        return ""
    return f" (process {pid})"


def execute(options: Options, settings: Mapping[str, str]) -> int:
    """Run a command with the servers up and return its exit code."""
    interrupts = Interrupts()
    data = ROOT / options.data
    with hold(data) as ours:
        if not ours:
            _, addresses = published(data, seconds=30)
            env = {**settings, **addresses}
            os.execvpe(options.rest[0], options.rest, env)  # noqa: S606
        stack = Stack(settings, data, any_port())
        try:
            stack.start()
            stack.wait(interrupts.check)
            publish(data, stack.addresses)
            return _run_in_terminal(options.rest, stack.env, interrupts)
        finally:
            stack.stop()


def _run_in_terminal(
    command: list[str], env: Mapping[str, str], interrupts: Interrupts
) -> int:
    # It shares our terminal, which sends Ctrl-C to both: that one is its own matter.
    process = spawn(command, env=env, own_session=False, stdin=None)
    handled = 0
    while process.poll() is None:
        for number in interrupts.received[handled:]:
            handled += 1
            if number != signal.SIGINT:
                process.send_signal(number)
        time.sleep(0.02)
    code = process.returncode
    return code if code >= 0 else 128 - code


def main() -> None:
    """Do what the command line of run.py says."""
    options = parse(sys.argv[1:])
    settings = read_environment()
    try:
        if options.command == "exec":
            sys.exit(execute(options, settings))
        serve(options, settings)
    except Interrupted:
        say("Stopped.")
    except (ChildError, OSError) as error:
        fail(str(error))


if __name__ == "__main__":
    main()

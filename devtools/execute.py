"""Runs one command while the servers run: `run.py exec`."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from devtools.bootstrap import Options
from devtools.interrupts import Interrupts
from devtools.ports import any_port
from devtools.process import spawn
from devtools.stack import Stack, hold, migrate, publish, published, revision
from devtools.venv import ROOT
from devtools.web.site import public_url


def execute(options: Options, settings: Mapping[str, str]) -> int:
    """Run a command while the servers run, and return its exit code."""
    interrupts = Interrupts()
    data = ROOT / options.data
    with hold(data) as ours:
        if not ours:
            _, addresses = published(data, seconds=30)
            env = {**settings, **addresses}
            os.execvpe(options.rest[0], options.rest, env)  # noqa: S606
        if not options.api_only:
            settings = {**settings, **public_url(settings, options.port)}
        stack = Stack(settings, data, any_port())
        try:
            stack.start()
            stack.wait(interrupts.check)
            _migrate_ours(stack, options.rest, interrupts.check)
            publish(data, stack.addresses)
            return _run_in_terminal(options.rest, stack.env, interrupts)
        finally:
            stack.stop()


def _migrate_ours(stack: Stack, command: list[str], check: Callable[[], None]) -> None:
    """Migrate the embedded database; any other database stays as it is.

    A command of Alembic chooses its own revision, so it finds an existing database
    unchanged.
    """
    if "POSTGRES_SERVER" not in stack.addresses:
        return
    is_alembic = "alembic" in {Path(part).name for part in command[:3]}
    if is_alembic and revision(stack.env):
        return
    migrate(stack.env, check)


def _run_in_terminal(
    command: list[str], env: Mapping[str, str], interrupts: Interrupts
) -> int:
    # It shares our terminal, which sends Ctrl-C to both. Other signals are passed on.
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

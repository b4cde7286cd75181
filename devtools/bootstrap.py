"""Makes .venv and .env for run.py, then starts its command in .venv.

Uses only the standard library, because it runs on the machine's own Python.
"""

import argparse
import importlib.util
import os
import re
import secrets
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtools import venv
from devtools.console import DOCKER, NO_VENV_MODULE, fail, say

COMMANDS = ("serve", "web", "test", "exec", "setup")


@dataclass(frozen=True)
class Options:
    """The parsed command line; `rest` holds the arguments of the command."""

    command: str
    rest: list[str]
    port: int
    mailbox_port: int
    data: Path
    api_only: bool

    @property
    def ports(self) -> dict[str, int]:
        """The ports, each under the name of its option."""
        return {"--port": self.port, "--mailbox-port": self.mailbox_port}


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line of run.py, or exit with its usage."""
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Set Sample up (make .venv and .env) and run it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="""commands:
  serve             run the API with its servers and the mailbox, and serve the web
                    app on the same port (the default)
  web               run the web app on port 3000 against the running API, and show
                    changes of frontend/ at once
  test [ARGS...]    run every check; with ARGS run only pytest, with these arguments
  test --backend    only the checks of the backend
  test --web [ARGS...]  only those of the web app; with ARGS only Playwright
  exec CMD [...]    run a command in .venv while the servers of --data run
  setup             only make .venv and .env""",
    )
    parser.add_argument("--port", type=int, default=8000, help="port of the API")
    parser.add_argument(
        "--mailbox-port", type=int, default=8025, help="port of the mailbox"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(".data"),
        help="folder of the embedded servers, relative to run.py",
    )
    parser.add_argument(
        "--api-only", action="store_true", help="neither build nor serve the web app"
    )
    parser.add_argument("command", nargs="?", choices=COMMANDS, default="serve")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = Options(**vars(parser.parse_args(arguments)))
    for option, port in options.ports.items():
        if not 1 <= port <= 65535:
            fail(f"{option} must be 1 to 65535, and is {port}.")
    if options.command == "exec" and not options.rest:
        parser.error("exec needs a command")
    if options.command in ("serve", "setup", "web") and options.rest:
        parser.error(f"{options.command} takes no arguments")
    return options


def missing_platform(os_name: str, abi: str) -> str | None:
    """Return why this platform cannot run Sample, or None if it can.

    `abi` is Python's SOABI, which names the libc.
    """
    if os_name == "nt":
        return f"Postgres and Valkey cannot be embedded on Windows: {DOCKER}"
    if "musl" in abi:
        return f"Postgres and Valkey cannot be embedded on Alpine (musl): {DOCKER}"
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        return NO_VENV_MODULE
    return None


@contextmanager
def _alone() -> Iterator[None]:
    # Two set-ups in one folder wait for each other. Windows has no fcntl.
    import fcntl

    with venv.LOCK.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_env(root: Path) -> bool:
    """Write .env from .env.example, with a fresh secret for each `change-me`.

    If .env exists, change nothing and return False.
    """
    target = root / ".env"
    if target.exists():
        return False
    text = re.sub(
        r"(?m)^(\w+)=change-me[ \t]*$",
        lambda found: f"{found[1]}={secrets.token_urlsafe(48)}",
        (root / ".env.example").read_text(),
    )
    # O_EXCL: never replace a file that another run has written meanwhile.
    number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w") as file:
        file.write(text)
    return True


def set_up() -> None:
    """Make .venv and .env if they are missing; exit if the platform is unsupported."""
    reason = missing_platform(os.name, sysconfig.get_config_var("SOABI") or "")
    if reason:
        fail(reason)
    with _alone():
        venv.make()
        if write_env(venv.ROOT):
            say("Wrote .env with fresh secrets.")


def main(arguments: Sequence[str]) -> None:
    """Set up, then replace this process by the command, so that signals reach it."""
    options = parse(arguments)
    os.chdir(venv.ROOT)
    try:
        set_up()
    except KeyboardInterrupt:
        fail("interrupted; the next run starts over.")
    except OSError as error:
        fail(f"cannot set up: {error}")
    if options.command == "setup":
        return
    module = ["devtools.serve", *arguments]
    if options.command == "test":
        module = ["devtools.check", *options.rest]
    command = [str(venv.PYTHON), "-m", *module]
    os.execve(command[0], command, venv.environment())  # noqa: S606

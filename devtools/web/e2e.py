"""Drives the web app in a real browser: `python -m devtools.web.e2e [PLAYWRIGHT ARGS]`.

It starts a PostgreSQL, a Valkey, a mailbox, a provider of OpenID Connect and the service
with the web app, all of them new, empty and on free ports, so several runs do not disturb
each other. `--keep` runs no tests and keeps all this up until Ctrl-C. E2E_SKIP_BUILD=1
takes frontend/out as it is.

The tests find in their environment:

- E2E_BASE_URL: the web app and, below API_PREFIX, the API. 127.0.0.1 is a trusted proxy:
  a test that sends a random X-Forwarded-For has the limits of an address of its own.
- E2E_MAILBOX_URL: the mailbox. GET /messages?to=ADDRESS is a list, newest first, of
  objects with id, to, from, subject, text, html, received_at, headers and more.
  DELETE /messages empties it, PUT /faults {"mode": "status", "status": 500} makes it
  fail, DELETE /faults ends that: see devtools/mailbox.
- E2E_PYTHON, E2E_ROOT: `$E2E_PYTHON -m backend.cli promote ADDRESS`, run in that folder,
  makes an administrator. All settings of the service are in the environment, too.
- CHROME_PATH: the browser.

E2E_TRACE=1 keeps a trace of each test that fails, and E2E_THOROUGH=1 checks each state for
accessibility in every size and theme; otherwise the sizes and themes take turns. Both
make a run much longer. E2E_JITTER=1500 lets each call of the API begin up to 1.5 s late,
by chance: a test that hopes for the order of two events fails then.

`next dev` may use the service of `--keep` from a port between 3000 and 3020: start it
with NEXT_PUBLIC_API_URL set to E2E_BASE_URL. Then set E2E_API_URL to that address, too,
and E2E_BASE_URL to the one of `next dev`, and run Playwright.
"""

import os
import secrets
import shlex
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dotenv import dotenv_values

from devtools.console import fail, say
from devtools.interrupts import Interrupted, Interrupts
from devtools.ports import any_port
from devtools.process import ChildError, end, spawn
from devtools.service import App
from devtools.stack import Stack, migrate
from devtools.venv import ROOT
from devtools.web.browser import browser
from devtools.web.build import build
from devtools.web.node import FRONTEND, Node, alone, locked, node
from devtools.web.packages import install
from devtools.web.provider import CertifiedProvider

_DEV_PORTS = range(3000, 3021)


def settings(port: int, site: Path) -> dict[str, str]:
    """Return the settings of the service: .env.example, with what the tests need."""
    example = {k: v or "" for k, v in dotenv_values(ROOT / ".env.example").items()}
    made_up = {
        k: secrets.token_urlsafe(48) for k, v in example.items() if v == "change-me"
    }
    return {
        **example,
        **made_up,
        "APP_PUBLIC_URL": f"http://localhost:{port}",
        "BCRYPT_COST": "4",
        "CORS_ORIGINS": ",".join(f"http://localhost:{p}" for p in _DEV_PORTS),
        "FRONTEND_DIR": str(site),
        "LOG_LEVEL": "warning",
        "TRUSTED_PROXIES": "127.0.0.1/32",
    }


class Service:
    """The service with its servers. Use it in the main thread."""

    def __init__(self, site: Path, data: Path, check: Callable[[], None]) -> None:
        self._port = any_port()
        self._check = check
        self.url = f"http://localhost:{self._port}"
        self.provider = CertifiedProvider(f"{self.url}/oidc")
        env = settings(self._port, site) | {"OIDC_PROVIDERS": self.provider.setting}
        self._stack = Stack(env, data, any_port(), throwaway=True)
        self._app: App | None = None
        self._log = data / "log" / "app.log"

    def start(self) -> None:
        """Start the servers and the service, and return when it answers."""
        self._stack.start()
        self._stack.wait(self._check)
        environment = {**os.environ, **self.env}
        migrate(environment, self._check)
        self._app = App(self._port, environment, self._log)
        self._app.start()
        self._app.serve()
        self._app.wait(self._check)

    def stop(self) -> None:
        """Stop what was started."""
        if self._app is not None:
            self._app.stop()
        self._stack.stop()

    @property
    def env(self) -> dict[str, str]:
        """All settings of the service, with the addresses of its servers."""
        return self._stack.env

    @property
    def mailbox(self) -> str:
        """The address of the mailbox."""
        return self._stack.addresses["SENDGRID_HOST"]


@contextmanager
def running(its_node: Node, site: Path, check: Callable[[], None]) -> Iterator[Service]:
    """Run a service with new servers in the block."""
    with ExitStack() as exits:
        data = Path(tempfile.mkdtemp(prefix="sample-e2e-"))
        exits.callback(shutil.rmtree, data, ignore_errors=True)
        service = Service(site, data, check)
        exits.callback(service.stop)
        wait = exits.enter_context(service.provider.starting(its_node))
        service.start()
        wait()
        yield service


def prepare() -> tuple[Node, Path, Path]:
    """Return Node, the browser and the folder of the web app, all of them ready."""
    skip = os.environ.get("E2E_SKIP_BUILD", "") not in ("", "0")
    site = FRONTEND / "out" if skip else build()
    if not (site / "index.html").is_file():
        raise ChildError(f"there is no index.html in {site}: build first")
    with alone():
        its_node = node()
        install(its_node)
        locked(its_node, "oidc")
        return its_node, browser(its_node), site


def _variables(service: Service, chrome: Path) -> dict[str, str]:
    return {
        "E2E_BASE_URL": service.url,
        "E2E_MAILBOX_URL": service.mailbox,
        "E2E_PYTHON": sys.executable,
        "E2E_ROOT": str(ROOT),
        "CHROME_PATH": str(chrome),
    }


def main(arguments: Sequence[str]) -> int:
    """Run the tests, or keep the service up; return the exit code of Playwright."""
    interrupts = Interrupts()
    its_node, chrome, site = prepare()
    with running(its_node, site, interrupts.check) as service:
        found = _variables(service, chrome)
        if list(arguments) == ["--keep"]:
            _print(found, service.env)
            while True:
                interrupts.check()
                time.sleep(0.2)
        env = its_node.environment(**service.env, **found)
        return _playwright(its_node, arguments, env, interrupts.check)


def _playwright(
    its_node: Node,
    arguments: Sequence[str],
    env: Mapping[str, str],
    check: Callable[[], None],
) -> int:
    program = FRONTEND / "node_modules" / "@playwright" / "test" / "cli.js"
    command = [str(its_node.program), str(program), "test", *arguments]
    # It ends its browsers when it is interrupted.
    process = spawn(command, env=env, cwd=FRONTEND, death_signal=signal.SIGINT)
    try:
        while process.poll() is None:
            check()
            time.sleep(0.2)
    finally:
        end(process, politely=signal.SIGINT)
    return process.returncode


def _print(found: Mapping[str, str], env: Mapping[str, str]) -> None:
    """Print the variables as a shell reads them."""
    every = {**env, **found}
    say("".join(f"export {k}={shlex.quote(v)}\n" for k, v in every.items()))
    say("Ctrl-C stops everything.")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Interrupted:
        say("Stopped.")
    except (ChildError, OSError) as error:
        fail(str(error))

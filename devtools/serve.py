"""Runs the service with its servers, or one command with them: see run.py."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path

from backend.core.env import read_environment
from devtools.bootstrap import Options, parse
from devtools.changes import Changes
from devtools.console import fail, say
from devtools.execute import execute
from devtools.interrupts import Interrupted, Interrupts
from devtools.outside import refuse_unreachable_servers
from devtools.ports import refuse_unusable_ports
from devtools.process import ChildError
from devtools.service import App
from devtools.stack import Stack, hold, migrate, publish, published
from devtools.venv import ROOT
from devtools.web.dev import develop
from devtools.web.node import FRONTEND
from devtools.web.web_app import WebApp


class _Changed(Exception):
    """A file was changed during a start."""


class Service:
    """The app, and the servers that .env asks run.py to start."""

    def __init__(
        self, options: Options, interrupts: Interrupts, changes: Changes
    ) -> None:
        self._options = options
        self._data = ROOT / options.data
        self._interrupts = interrupts
        self._changes = changes
        self._stack: Stack | None = None
        self._app: App | None = None
        self._web_app: WebApp | None = None
        if not options.api_only and FRONTEND.is_dir():
            self._web_app = WebApp(self._data, options.port)

    def run(self) -> None:
        """Run until an exception is raised; restart the app after each change."""
        self._start()
        self._announce()
        if self._web_app and self._app:
            self._web_app.build(self._app.env)
        while True:
            self._check()
            if self._app:
                self._app.check_alive()
            time.sleep(0.2)
            if self._changes.seen():
                self._reload()

    def stop(self) -> None:
        """Stop everything."""
        if self._web_app:
            self._web_app.stop()
        self._stop_service()

    def _stop_service(self) -> None:
        self._stop_app()
        if self._stack:
            self._stack.stop()
            self._stack = None

    def _check(self) -> None:
        self._interrupts.check()
        for child in self._stack.children if self._stack else ():
            child.check_alive()

    def _check_and_look(self) -> None:
        self._check()
        if self._changes.seen():
            raise _Changed

    def _stop_app(self) -> None:
        if self._app:
            self._app.stop(self._interrupts.hurried)
            self._app = None

    def _reload(self) -> None:
        say("Reloading ...")
        self._stop_app()
        try:
            self._start()
        except ChildError as error:
            self._stop_app()
            say(f"{error}. Waiting for the next change.")

    def _start(self) -> None:
        while True:
            try:
                return self._start_once()
            except _Changed:
                say("Reloading ...")
                self._stop_app()

    def _start_once(self) -> None:
        settings = dict(read_environment())
        if self._web_app:
            settings |= self._web_app.change(settings)
        if self._stack and not self._stack.fits(settings):
            self._stop_service()
        if self._stack:
            _check_settings(settings)
            app = self._start_app(settings, self._stack)
        else:
            app = self._start_with_servers(settings)
        app.serve()
        app.wait(self._check_and_look)

    def _start_app(self, settings: Mapping[str, str], stack: Stack) -> App:
        self._app = App(self._options.port, {**settings, **stack.addresses})
        self._app.start()
        return self._app

    def _start_with_servers(self, settings: Mapping[str, str]) -> App:
        stack = Stack(settings, self._data, self._options.mailbox_port)
        ports = self._options.ports
        if not stack.mailbox:
            del ports["--mailbox-port"]
        refuse_unusable_ports(ports)
        _check_settings(settings)
        refuse_unreachable_servers(settings)
        self._stack = stack
        try:
            stack.start()
            app = self._start_app(settings, stack)
            stack.wait(self._check)
            migrate(stack.env, self._check)
        except ChildError:
            self._stop_service()
            raise
        public_url = {"APP_PUBLIC_URL": settings["APP_PUBLIC_URL"]}
        publish(self._data, stack.addresses | public_url)
        return app

    def _announce(self) -> None:
        if not self._app or not self._stack:
            return
        here, mailbox = f"http://localhost:{self._options.port}", self._stack.mailbox
        lines = [f"  Web app  {here}"] if self._app.env.get("FRONTEND_DIR") else []
        lines.append(f"  API      {here}{self._app.env.get('API_PREFIX', '')}")
        lines.append(f"  Swagger  {here}/docs")
        if mailbox:
            lines.append(f"  Mailbox  http://localhost:{self._options.mailbox_port}")
        if self._web_app:
            lines += ["", "  Changes of frontend/ are built at the next start."]
            lines.append("  `python3 run.py web` shows them at once.")
        say("\n".join(["", *lines, "", "  Ctrl-C stops everything.", ""]))


def _check_settings(settings: Mapping[str, str]) -> None:
    """Raise ChildError if the app would refuse these settings."""
    try:
        from backend.core.config import load  # late: pydantic is large

        load(settings, by_run_py=True)
    except SystemExit as error:
        raise ChildError(str(error)) from None


def serve(options: Options) -> None:
    """Run the app with its servers until Interrupted or ChildError is raised."""
    interrupts = Interrupts()
    data = ROOT / options.data
    with hold(data) as ours:
        if not ours:
            raise ChildError(f"already running on {options.data}{_who(data)}")
        with Changes(ROOT) as changes:
            service = Service(options, interrupts, changes)
            try:
                service.run()
            finally:
                service.stop()


def _who(data: Path) -> str:
    try:
        pid, _ = published(data, seconds=0)
    except ChildError:
        return ""
    return f" (process {pid})"


def main() -> None:
    """Do what the command line of run.py says."""
    options = parse(sys.argv[1:])
    try:
        if options.command == "exec":
            sys.exit(execute(options, read_environment()))
        if options.command == "web":
            sys.exit(develop(options.port))
        serve(options)
    except Interrupted:
        say("Stopped.")
    except (ChildError, OSError) as error:
        fail(str(error))


if __name__ == "__main__":
    main()

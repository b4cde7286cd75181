"""A certified provider of OpenID Connect in a process of its own, for tests.

It is `oidc-provider` of npm. Its login page takes any e-mail address with any password.
"""

import json
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from devtools.ports import any_port
from devtools.process import ChildError, end, spawn
from devtools.web.node import Node, locked

_SCRIPT = Path(__file__).with_name("provider.mjs")
_SECONDS = 20


@dataclass(frozen=True)
class CertifiedProvider:
    """The address of a provider, and its one client."""

    redirect_uri: str
    issuer: str = field(default_factory=lambda: f"http://127.0.0.1:{any_port()}")
    client_id: str = "sample"
    client_secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def setting(self) -> str:
        """The value of OIDC_PROVIDERS."""
        entry = {
            "id": "certified",
            "name": "Certified",
            "issuer": self.issuer,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        return json.dumps([entry])

    @contextmanager
    def running(self, node: Node) -> Iterator[None]:
        """Run the provider in the block. Each start has new keys.

        Raises:
            ChildError: its packages cannot be installed, or it does not start.
        """
        with self.starting(node) as wait:
            wait()
            yield

    @contextmanager
    def starting(self, node: Node) -> Iterator[Callable[[], None]]:
        """Do the same, and leave it to the block to wait until the provider answers."""
        folder = locked(node, "oidc")
        # Node looks for packages beside the script.
        shutil.copy(_SCRIPT, folder)
        log = Path(tempfile.gettempdir()) / f"sample-provider-{self.issuer[-5:]}.log"
        environment = node.environment(
            ISSUER=self.issuer,
            CLIENT_ID=self.client_id,
            CLIENT_SECRET=self.client_secret,
            REDIRECT_URI=self.redirect_uri,
        )
        command = [str(node.program), _SCRIPT.name]
        process = spawn(command, env=environment, cwd=folder, log=log)
        try:
            yield lambda: self._wait(log)
        finally:
            end(process)
            log.unlink(missing_ok=True)

    def _wait(self, log: Path) -> None:
        url = f"{self.issuer}/.well-known/openid-configuration"
        until = time.monotonic() + _SECONDS
        while True:
            try:
                with urlopen(url):  # noqa: S310 (the issuer is an http URL)
                    return
            except (OSError, HTTPException):
                if time.monotonic() > until:
                    text = log.read_text(errors="replace")
                    raise ChildError(f"the provider did not start:\n{text}") from None
                time.sleep(0.1)

"""The seam to SendGrid where the local mailbox cannot stand in: TLS."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend.core import email
from backend.core.config import settings
from tests.environment import ROOT

# Self-signed for localhost until 2126, and of no use anywhere else.
CERTIFICATE = ROOT / "tests/data/localhost.pem"


class Accepting(BaseHTTPRequestHandler):
    """Takes every e-mail."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(202)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def tls_server() -> Iterator[str]:
    """A server behind TLS with a certificate that nobody vouches for."""
    server = HTTPServer(("127.0.0.1", 0), Accepting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def send(monkeypatch: pytest.MonkeyPatch, host: str, *, verify: bool) -> None:
    """Send an e-mail to this host."""
    changed = {"SENDGRID_HOST": host, "SENDGRID_VERIFY_SSL": verify}
    monkeypatch.setattr(email, "settings", settings.model_copy(update=changed))
    email.send(to="ada@example.com", subject="Hello", text="text", html="<p>html</p>")


def test_a_certificate_that_nobody_vouches_for_is_refused(
    monkeypatch: pytest.MonkeyPatch, tls_server: str
) -> None:
    with pytest.raises(email.EmailDelayed, match="unreachable"):
        send(monkeypatch, tls_server, verify=True)


def test_it_is_accepted_where_verification_is_switched_off(
    monkeypatch: pytest.MonkeyPatch, tls_server: str
) -> None:
    send(monkeypatch, tls_server, verify=False)

    # Switched off for this client alone, not for the process.
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
    with pytest.raises(email.EmailDelayed):
        send(monkeypatch, tls_server, verify=True)

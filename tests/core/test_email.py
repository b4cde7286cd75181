"""The SendGrid client, where the mailbox cannot test it: TLS, dates in Retry-After."""

import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend.core import clock, email
from backend.core.config import settings
from tests.support.environment import ROOT

# A self-signed certificate for localhost until 2126, used only here.
CERTIFICATE = ROOT / "tests/data/localhost.pem"


class Accepting(BaseHTTPRequestHandler):
    """Accepts every e-mail."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(202)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Waiting(BaseHTTPRequestHandler):
    """Refuses every e-mail, with the value of Retry-After that a test sets."""

    retry_after = ""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(429)
        self.send_header("Retry-After", self.retry_after)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def waiting_server() -> Iterator[str]:
    """Return the address of a server that refuses every e-mail for now."""
    server = HTTPServer(("127.0.0.1", 0), Waiting)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tls_server() -> Iterator[str]:
    """Return the address of a TLS server with an untrusted certificate."""
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


def test_retry_after_may_be_a_date(
    monkeypatch: pytest.MonkeyPatch, waiting_server: str
) -> None:
    later = clock.now() + timedelta(minutes=20)
    monkeypatch.setattr(Waiting, "retry_after", format_datetime(later, usegmt=True))

    with pytest.raises(email.EmailDelayed) as delayed:
        send(monkeypatch, waiting_server, verify=True)

    assert 19 * 60 < delayed.value.retry_after <= 20 * 60


@pytest.mark.parametrize(
    "value",
    ["soon", "-1", "Fri, 99 Nov 2026 99:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"],
)
def test_a_retry_after_without_a_future_time_is_ignored(
    monkeypatch: pytest.MonkeyPatch, waiting_server: str, value: str
) -> None:
    monkeypatch.setattr(Waiting, "retry_after", value)

    with pytest.raises(email.EmailDelayed) as delayed:
        send(monkeypatch, waiting_server, verify=True)

    assert delayed.value.retry_after == 0


def test_an_untrusted_certificate_is_refused(
    monkeypatch: pytest.MonkeyPatch, tls_server: str
) -> None:
    with pytest.raises(email.EmailDelayed, match="unreachable"):
        send(monkeypatch, tls_server, verify=True)


def test_an_untrusted_certificate_is_accepted_if_verification_is_off(
    monkeypatch: pytest.MonkeyPatch, tls_server: str
) -> None:
    send(monkeypatch, tls_server, verify=False)

    # Verification is off for this client only, not for the process.
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
    with pytest.raises(email.EmailDelayed):
        send(monkeypatch, tls_server, verify=True)

"""A stand-in for the breached-password service: real HTTP, its protocol, its faults.

GET /range/ABCDE returns the rest of each known SHA-1 and its count, one per line. If the
request says `Add-Padding: true`, it adds lines with the count 0.
"""

import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Fault = Literal["500", "404", "slow", "drip", "garbage", "huge", "closed", "half"]


def sha1_of(secret: str) -> str:
    """Return the digest of a password, as the service stores it."""
    return hashlib.sha1(secret.encode(), usedforsecurity=False).hexdigest().upper()


class RangeService:
    """The known digests, the requests so far, and the current fault."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}/range"
        self.known: dict[str, int] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.fault: Fault | None = None
        # Set at the end of a test, so that no slow reply continues after it.
        self.over = threading.Event()

    def know(self, secret: str, count: int = 3) -> None:
        """Add a password; the count 0 makes it padding."""
        self.known[sha1_of(secret)] = count

    def answer(self, prefix: str) -> bytes:
        """Return the lines for a prefix."""
        padding = {f"{prefix}{number:035X}": 0 for number in range(800)}
        found = padding | self.known
        lines = [f"{k[5:]}:{n}" for k, n in found.items() if k.startswith(prefix)]
        return "\r\n".join(lines).encode()


class _Handler(BaseHTTPRequestHandler):
    service: RangeService

    def do_GET(self) -> None:
        """Answer a request, according to the current fault."""
        service, fault = self.service, self.service.fault
        service.asked.append((self.path, self.headers["Add-Padding"]))
        body = service.answer(self.path.rpartition("/")[2])
        if fault == "slow":
            service.over.wait(60)
        if fault == "closed":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if fault == "garbage":
            body = b"<html>\xff\xfe We are closed: until Monday</html>"
        if fault == "huge":
            body = (b"0" * 35 + b":1\r\n") * 100_000
        self.send_response(int(fault) if fault in ("500", "404") else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                if service.over.wait(0.2):
                    return
        elif fault == "half":
            self.wfile.write(body[: len(body) // 2])
        else:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Ignore clients that disconnected."""


@contextmanager
def range_service() -> Iterator[RangeService]:
    """Run the stand-in during the block."""
    handler = type("Handler", (_Handler,), {})
    server = _Server(("127.0.0.1", 0), handler)
    handler.service = service = RangeService(server)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

"""A stand-in for the service of breached passwords: real HTTP, its protocol, its faults.

GET /range/ABCDE answers the rest of each known SHA-1 and how often it was seen, one a
line, with lines of count 0 among them if the request says `Add-Padding: true`.
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
    """Return the digest under which the service knows a password."""
    return hashlib.sha1(secret.encode(), usedforsecurity=False).hexdigest().upper()


class RangeService:
    """What is known, what was asked, and what is wrong at present."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}/range"
        self.known: dict[str, int] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.fault: Fault | None = None
        # Set at the end of a test, so that no slow answer outlives it.
        self.over = threading.Event()

    def know(self, secret: str, count: int = 3) -> None:
        """Know a password; one that was seen 0 times is padding."""
        self.known[sha1_of(secret)] = count

    def answer(self, prefix: str) -> bytes:
        """Return the lines of a prefix."""
        padding = {f"{prefix}{number:035X}": 0 for number in range(800)}
        found = padding | self.known
        lines = [f"{k[5:]}:{n}" for k, n in found.items() if k.startswith(prefix)]
        return "\r\n".join(lines).encode()


class _Handler(BaseHTTPRequestHandler):
    service: RangeService

    def do_GET(self) -> None:
        """Answer a request as well as the fault allows."""
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
        """Say nothing of a client that has gone."""


@contextmanager
def range_service() -> Iterator[RangeService]:
    """Run the stand-in within the block."""
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

"""Lets tests stop and start the service: POST /service/stop and /service/start.

Each answers 204 when it is done: the port is closed, or the service answers. If the
service does not start, the reply is 500 with the reason.
"""

import queue
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from devtools.process import ChildError


class _Order:
    def __init__(self, action: str) -> None:
        self.action = action
        self.done = threading.Event()
        self.error = ""


class Control:
    """Accepts orders in its `with` block; the main thread carries them out.

    The service must be started by the main thread: see `devtools.process.spawn`.
    """

    def __init__(self) -> None:
        self._orders: queue.Queue[_Order] = queue.Queue()
        self._server = _Server(self._orders)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def obey(self, actions: dict[str, Callable[[], None]], *, seconds: float) -> None:
        """Wait at most that long for an order, and carry it out."""
        try:
            order = self._orders.get(timeout=seconds)
        except queue.Empty:
            return
        try:
            actions[order.action]()
        except ChildError as error:
            order.error = str(error)
        finally:
            order.done.set()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, orders: queue.Queue[_Order]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.orders = orders


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Pass an order on, and answer when it is carried out."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        order = _Order(self.path.removeprefix("/service/"))
        if order.action not in ("stop", "start"):
            return self._answer(404, "POST /service/stop or /service/start\n")
        self.server.orders.put(order)
        order.done.wait()
        return self._answer(500 if order.error else 204, order.error)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

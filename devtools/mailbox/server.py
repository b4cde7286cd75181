"""The HTTP server of the mailbox."""

import json
import socketserver
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from devtools.mailbox.faults import Fault, Faults, read_fault
from devtools.mailbox.page import page_reply
from devtools.mailbox.previews import previews_reply
from devtools.mailbox.problems import problem
from devtools.mailbox.replies import HARMLESS, Reply, json_reply, refusal
from devtools.mailbox.sending import SIZE_LIMIT, send_mail
from devtools.mailbox.store import Store

CHUNK = 64 * 1024


class Server(ThreadingHTTPServer):
    """Listens from its creation on, and answers once `serve_forever` runs."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, host: str, port: int, *, key: str, store: Path | None, verbose: bool
    ) -> None:
        self.key = key
        self.store = Store(store)
        self.verbose = verbose
        self.faults = Faults()
        self.closing = threading.Event()
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        """Bind without HTTPServer's look-up of the host name, which can be slow."""
        socketserver.TCPServer.server_bind(self)
        host, self.server_port = self.server_address[:2]
        self.server_name = str(host)

    def server_close(self) -> None:
        """Stop listening, and end requests that hang because of a fault."""
        self.closing.set()
        super().server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error, unless a client only closed its connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """Answers one request, then closes the connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "mailbox"
    sys_version = ""
    timeout = 30  # seconds that a client may be silent

    def do_GET(self) -> None:
        """Return the page, a preview, the e-mails, an attachment or the faults."""
        match self._path():
            case [""]:
                self._answer(page_reply())
            case ["previews", *path]:
                self._answer(previews_reply(path))
            case ["health"]:
                self._answer(json_reply({"status": "ok"}))
            case ["faults"]:
                self._answer(json_reply(self.server.faults.to_json()))
            case ["messages"]:
                messages = self.server.store.all(self._query("to"))
                self._answer(json_reply([each.to_json() for each in messages]))
            case ["messages", message_id]:
                self._answer(self._message(message_id))
            case ["messages", message_id, "attachments", number]:
                self._answer(self._attachment(message_id, number))
            case _:
                self._answer(_not_found())

    def do_POST(self) -> None:
        """Accept an e-mail."""
        body = self._body()
        if self._path() != ["v3", "mail", "send"]:
            return self._answer(_not_found())
        self.server.faults.count_attempt()
        fault = self.server.faults.take()
        if fault is not None and fault.mode != "lose_reply":
            return self._misbehave(fault)
        reply = send_mail(
            self.server.store,
            key=self.server.key,
            authorization=self.headers.get("Authorization"),
            content_type=self.headers.get("Content-Type", ""),
            body=body,
        )
        return self._misbehave(fault) if fault else self._answer(reply)

    def do_PUT(self) -> None:
        """Set the fault."""
        body = self._body()
        if self._path() != ["faults"]:
            return self._answer(_not_found())
        try:
            self.server.faults.set(read_fault(json.loads(body or b"")))
        except ValueError as error:  # a FaultError, or not JSON
            return self._answer(refusal(400, problem(str(error))))
        return self._answer(json_reply(self.server.faults.to_json()))

    def do_DELETE(self) -> None:
        """Delete the e-mails, or remove the fault."""
        actions: dict[tuple[str, ...], Callable[[], None]] = {
            ("messages",): self.server.store.clear,
            ("faults",): lambda: self.server.faults.set(None),
        }
        action = actions.get(tuple(self._path()))
        if action is None:
            return self._answer(_not_found())
        action()
        return self._answer(Reply(204))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log a request to stderr if the server is verbose."""
        if self.server.verbose:
            super().log_message(format, *args)

    def _path(self) -> list[str]:
        return [unquote(part) for part in urlsplit(self.path).path[1:].split("/")]

    def _query(self, name: str) -> str | None:
        return parse_qs(urlsplit(self.path).query).get(name, [None])[0]

    def _body(self) -> bytes | None:
        """Return the body, or None if it is over the limit.

        A large body is read to its end too, because many clients read the reply only
        after they have sent everything.
        """
        length = self.headers.get("Content-Length", "")
        left = int(length) if length.isdecimal() else 0
        if left <= SIZE_LIMIT:
            return self.rfile.read(left)
        while left > 0 and (chunk := self.rfile.read(min(left, CHUNK))):
            left -= len(chunk)
        return None

    def _message(self, message_id: str) -> Reply:
        message = self.server.store.get(message_id)
        return json_reply(message.to_json()) if message else _not_found()

    def _attachment(self, message_id: str, number: str) -> Reply:
        message = self.server.store.get(message_id)
        attachments = message.attachments if message else ()
        if not number.isdecimal() or int(number) >= len(attachments):
            return _not_found()
        attachment = attachments[int(number)]
        filename = quote(attachment.filename, safe="", errors="replace")
        headers = {
            # Not the type that the e-mail claims: it could be a page with a script.
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename*=UTF-8''{filename}",
        }
        return Reply(200, attachment.content, headers)

    def _misbehave(self, fault: Fault) -> None:
        if fault.mode == "status":
            return self._answer(_failure(fault))
        if fault.mode == "hang":
            self.server.closing.wait(fault.seconds)
        self.close_connection = True
        return None

    def _answer(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in {**HARMLESS, **reply.headers}.items():
            self.send_header(name, value)
        if reply.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)


def _not_found() -> Reply:
    return refusal(404, problem("Not Found"))


def _failure(fault: Fault) -> Reply:
    known = fault.status in {int(status) for status in HTTPStatus}
    phrase = HTTPStatus(fault.status).phrase if known else "Error"
    reply = refusal(fault.status, problem(phrase.lower()))
    if fault.retry_after is not None:
        reply.headers["Retry-After"] = str(fault.retry_after)
    return reply

"""The mailbox as a library for tests."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from devtools.mailbox.faults import Fault
from devtools.mailbox.message import Message
from devtools.mailbox.server import Server
from devtools.mailbox.smtp import SmtpOptions, SmtpServer

POLL = 0.02  # seconds until the server notices a stop


class MailNotFoundError(AssertionError):
    """The expected e-mails did not arrive. The message lists those that did."""


class Mailbox:
    """A mailbox that a thread serves within the ``with`` block.

    It accepts requests with the API key ``key``. Port 0 picks a free port. ``store`` is
    a file that keeps the e-mails for the next mailbox. With ``smtp`` it also accepts
    e-mails by SMTP. Lists of messages are newest first.
    """

    def __init__(
        self,
        *,
        key: str,
        host: str = "127.0.0.1",
        port: int = 0,
        store: Path | None = None,
        verbose: bool = False,
        smtp: SmtpOptions | None = None,
    ) -> None:
        self._server = Server(host, port, key=key, store=store, verbose=verbose)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), name="mailbox", daemon=True
        )
        self.url = f"http://{host}:{self._server.server_port}"
        self._smtp: SmtpServer | None = None
        if smtp is not None:
            store_, faults = self._server.store, self._server.faults
            try:
                self._smtp = SmtpServer(host, smtp, store=store_, faults=faults)
            except BaseException:
                self._server.server_close()
                raise

    def __enter__(self) -> Self:
        self._thread.start()
        if self._smtp is not None:
            self._smtp.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._smtp is not None:
            self._smtp.stop()
        self._server.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def smtp_port(self) -> int:
        """The port of SMTP. Raises LookupError without the option ``smtp``."""
        if self._smtp is None:
            raise LookupError("this mailbox does not speak SMTP")
        return self._smtp.port

    @property
    def requests(self) -> int:
        """The number of attempts to send, failed ones included."""
        return self._server.faults.requests

    def messages(self, to: str | None = None) -> list[Message]:
        """Return the stored e-mails, to all recipients or to one."""
        return self._server.store.all(to)

    def wait_for(self, to: str, *, count: int = 1, timeout: float = 5) -> list[Message]:
        """Wait for ``count`` e-mails to one recipient and return all e-mails to them.

        Raises MailNotFoundError after ``timeout`` seconds.
        """
        found = self._server.store.wait(to, count, timeout)
        if len(found) < count:
            raise MailNotFoundError(self._describe(to, count, timeout))
        return found

    def receive(self, message: Message) -> None:
        """Store an e-mail as if it had been sent."""
        self._server.store.add([message])

    def clear(self) -> None:
        """Delete every e-mail."""
        self._server.store.clear()

    def fail(
        self, status: int, times: int | None = None, retry_after: int | None = None
    ) -> None:
        """Answer requests with this status; ``retry_after`` is in seconds."""
        self._break(Fault("status", times, status=status, retry_after=retry_after))

    def reply(self, step: str, status: int, times: int | None = None) -> None:
        """Answer a step of SMTP with this status: EHLO, AUTH, MAIL, RCPT or DATA."""
        self._break(Fault("reply", times, status=status, step=step))

    def lose_reply(self, times: int | None = None) -> None:
        """Store the e-mail, then close the connection without a reply."""
        self._break(Fault("lose_reply", times))

    def hang(self, seconds: float, times: int | None = None) -> None:
        """Send nothing for ``seconds``, then close the connection."""
        self._break(Fault("hang", times, seconds=seconds))

    def drop(self, times: int | None = None) -> None:
        """Close connections without a reply."""
        self._break(Fault("drop", times))

    def heal(self) -> None:
        """Remove the fault."""
        self._server.faults.set(None)

    def _break(self, fault: Fault) -> None:
        self._server.faults.set(fault)

    def _describe(self, to: str, count: int, timeout: float) -> str:
        arrived = [f"{each.to}: {each.subject!r}" for each in self.messages()]
        return (
            f"waited {timeout:g} s for {count} mail(s) to {to};"
            f" {self.requests} request(s) came and the mailbox holds:"
            f" {', '.join(arrived) or 'nothing'}"
        )

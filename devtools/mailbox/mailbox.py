"""The mailbox as a test uses it: started, asked and broken from Python."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from devtools.mailbox.faults import Fault
from devtools.mailbox.message import Message
from devtools.mailbox.server import Server

POLL = 0.02  # seconds until a stop is noticed


class MailNotFoundError(AssertionError):
    """The mails that were waited for did not come; says which did."""


class Mailbox:
    """A mailbox served from a thread of its own while the context is open.

    It takes mails that carry ``key``. Port 0 picks a free one. ``store`` is a file in
    which the mails outlive this mailbox. Lists of messages are newest first.
    """

    def __init__(
        self,
        *,
        key: str,
        host: str = "127.0.0.1",
        port: int = 0,
        store: Path | None = None,
        verbose: bool = False,
    ) -> None:
        self._server = Server(host, port, key=key, store=store, verbose=verbose)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), name="mailbox", daemon=True
        )
        self.url = f"http://{host}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def requests(self) -> int:
        """How many requests to mail/send have come, whatever became of them."""
        return self._server.faults.requests

    def messages(self, to: str | None = None) -> list[Message]:
        """The mails kept, of all recipients or of one."""
        return self._server.store.all(to)

    def wait_for(self, to: str, *, count: int = 1, timeout: float = 5) -> list[Message]:
        """The mails to one recipient, as soon as there are at least ``count``.

        Raises MailNotFoundError after ``timeout`` seconds.
        """
        found = self._server.store.wait(to, count, timeout)
        if len(found) < count:
            raise MailNotFoundError(self._describe(to, count, timeout))
        return found

    def clear(self) -> None:
        """Forget every mail."""
        self._server.store.clear()

    def fail(
        self, status: int, times: int | None = None, retry_after: int | None = None
    ) -> None:
        """Answer with this status; ``retry_after`` is in seconds."""
        self._break(Fault("status", times, status=status, retry_after=retry_after))

    def hang(self, seconds: float, times: int | None = None) -> None:
        """Say nothing for so long, then close the connection."""
        self._break(Fault("hang", times, seconds=seconds))

    def drop(self, times: int | None = None) -> None:
        """Close the connection with no reply."""
        self._break(Fault("drop", times))

    def heal(self) -> None:
        """Work again."""
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

"""The SMTP server of the mailbox, for which aiosmtpd holds the conversation.

aiosmtpd is imported only if somebody asks for SMTP, so that the mailbox needs nothing
else to stand in for SendGrid.
"""

import asyncio
import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devtools.mailbox.faults import Fault, Faults
from devtools.mailbox.message import read_mime
from devtools.mailbox.store import Store

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

_SIZE_LIMIT = 30 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class SmtpOptions:
    """How the SMTP server listens. Port 0 picks a free port.

    With a ``certificate`` (a PEM file that contains the key too), clients must use
    STARTTLS, or TLS from the start if ``implicit_tls``. With a ``login``, they must log
    in with that user and password.
    """

    port: int = 0
    login: tuple[str, str] | None = None
    certificate: Path | None = None
    implicit_tls: bool = False


class SmtpServer:
    """Listens from its creation on, and answers between `start` and `stop`."""

    def __init__(
        self, host: str, options: SmtpOptions, *, store: Store, faults: Faults
    ) -> None:
        import aiosmtpd.smtp  # late, see above

        self._smtp = aiosmtpd.smtp
        self._options = options
        self._handler = _Handler(store, faults, options.login is not None)
        self._faults = faults
        self._tls = None
        if options.certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(options.certificate)
        self._socket = socket.create_server((host, options.port))
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="mailbox smtp", daemon=True
        )

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()
        implicit = self._tls if self._options.implicit_tls else None
        self._run(
            self._loop.create_server(
                self._conversation, sock=self._socket, ssl=implicit
            )
        )

    def stop(self) -> None:
        """Stop listening, and break off all conversations."""
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._socket.close()

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _conversation(self) -> "SMTP":
        starttls = None if self._options.implicit_tls else self._tls
        return self._smtp.SMTP(
            self._handler,
            loop=self._loop,
            hostname="mailbox",
            ident="mailbox",
            data_size_limit=_SIZE_LIMIT,
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_require_tls=starttls is not None,
            authenticator=self._authenticate,
            timeout=60,
        )

    def _authenticate(
        self, server: "SMTP", session: "Session", envelope: "Envelope", *given: Any
    ) -> "AuthResult":
        result = self._smtp.AuthResult
        fault = self._faults.take("AUTH")
        if fault is not None and fault.mode == "reply":
            return result(success=False, handled=False, message=_reply(fault))
        data = given[1]
        found = (data.login.decode(), data.password.decode())
        if found != self._options.login:
            wrong = "535 5.7.8 Authentication credentials invalid"
            return result(success=False, handled=False, message=wrong)
        return result(success=True)


class _Handler:
    """Answers the steps of a conversation, or has the fault that a test wants."""

    def __init__(self, store: Store, faults: Faults, login_required: bool) -> None:
        self._store = store
        self._faults = faults
        self._login_required = login_required

    async def handle_EHLO(
        self,
        server: "SMTP",
        session: "Session",
        envelope: "Envelope",
        hostname: str,
        responses: Sequence[str],
    ) -> Sequence[str]:
        if session.host_name is None:  # after STARTTLS the client greets again
            self._faults.count_attempt()
        session.host_name = hostname
        reply = await self._fault("EHLO", server)
        return responses if reply is None else [reply]

    async def handle_MAIL(
        self,
        server: "SMTP",
        session: "Session",
        envelope: "Envelope",
        address: str,
        options: Sequence[str],
    ) -> str:
        reply = await self._fault("MAIL", server)
        if self._login_required and not session.authenticated:
            reply = "530 5.7.0 Authentication required"
        if reply is None:
            envelope.mail_from = address
        return reply or "250 2.1.0 OK"

    async def handle_RCPT(
        self,
        server: "SMTP",
        session: "Session",
        envelope: "Envelope",
        address: str,
        options: Sequence[str],
    ) -> str:
        reply = await self._fault("RCPT", server)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 OK"

    async def handle_DATA(
        self, server: "SMTP", session: "Session", envelope: "Envelope"
    ) -> str:
        fault = self._faults.take("DATA")
        if fault is None or fault.mode == "lose_reply":
            content = envelope.original_content or b""
            self._store.add(read_mime(content, to=envelope.rcpt_tos))
        return await self._have(fault, server) or "250 2.0.0 OK"

    async def _fault(self, step: str, server: "SMTP") -> str | None:
        return await self._have(self._faults.take(step), server)

    async def _have(self, fault: Fault | None, server: "SMTP") -> str | None:
        """Have a fault; return the reply that it consists of, or None."""
        if fault is None:
            return None
        if fault.mode == "reply":
            if fault.status == 421:  # RFC 5321, section 3.8: the server closes
                asyncio.get_running_loop().call_later(0.05, _close, server)
            return _reply(fault)
        if fault.mode == "hang":
            await asyncio.sleep(fault.seconds)
        _close(server)
        return "421 4.3.0 closing"  # nobody reads it


def _close(server: "SMTP") -> None:
    if server.transport is not None:
        server.transport.close()


def _reply(fault: Fault) -> str:
    kind = str(fault.status)[0]
    return f"{fault.status} {kind}.0.0 as the test wants"

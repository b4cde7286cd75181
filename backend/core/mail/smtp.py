"""Sends e-mails to an SMTP server, one connection for each (RFC 5321, RFC 6409)."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from typing import Any

from backend.core.config.email_url import SmtpServer
from backend.core.mail import mime
from backend.core.mail.errors import EmailDelayed, EmailRejected, ProviderRefused
from backend.core.mail.outgoing import Outgoing

_QUIT_SECONDS = 2
# After these the server would refuse every recipient (RFC 4954, section 6).
_ABOUT_THE_LOGIN = {530, 534, 535, 538}
_TOO_LARGE = 552
_ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


class _Bounded(smtplib.SMTP):
    """A connection that lasts at most `seconds`.

    smtplib's timeout bounds only the silence between two bytes. A server that sends one
    byte now and then would occupy the worker, and its database connection, for ever.
    """

    def __init__(self, *arguments: Any, seconds: float, **options: Any) -> None:
        self._bound = threading.Timer(seconds, self._break_off)
        self._bound.daemon = True
        self._bound.start()
        try:
            super().__init__(*arguments, **options)
        except BaseException:
            self._bound.cancel()
            raise

    def _break_off(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                # Not SSLSocket's own method, which another thread must not call.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self._bound.cancel()
        super().close()


class _BoundedTLS(_Bounded, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


def send(
    server: SmtpServer, mail: Outgoing, *, timeout: float, total_timeout: float
) -> None:
    """Send one e-mail.

    `timeout` bounds each reply of the server, `total_timeout` all of them together.

    Raises:
        EmailRejected: the server refuses this recipient or this content.
        ProviderRefused: it refuses the login, the sender or TLS.
        EmailDelayed: it may accept the e-mail later, or does not answer.
    """
    try:
        message = mime.write(mail).as_bytes()
    except (ValueError, LookupError, MessageError) as error:
        raise EmailRejected("the e-mail has an invalid header or type") from error
    with _explained():
        smtp = _connect(server, mail, timeout, total_timeout)
        try:
            _log_in(smtp, server)
            _hand_over(smtp, mail, message)
            _quit(smtp)
        finally:
            smtp.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Translate the errors of smtplib."""
    try:
        yield
    except smtplib.SMTPNotSupportedError as error:
        raise ProviderRefused(
            "the SMTP server does not offer STARTTLS or AUTH"
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        raise _judge("AUTH", error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPDataError as error:
        raise _judge("DATA", error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPResponseException as error:
        raise _judge("the connection", error.smtp_code, error.smtp_error) from error
    except ssl.SSLCertVerificationError as error:
        reason = "the SMTP server's certificate is not trusted"
        raise ProviderRefused(reason) from error
    except (OSError, smtplib.SMTPException) as error:
        reason = f"the SMTP server is unreachable: {type(error).__name__}"
        raise EmailDelayed(reason) from error


def _connect(
    server: SmtpServer, mail: Outgoing, timeout: float, total_timeout: float
) -> smtplib.SMTP:
    options: dict[str, Any] = {
        # The default is this machine's name, whose look-up can take long.
        "local_hostname": mail.sender.address.rpartition("@")[2],
        "timeout": timeout,
        "seconds": total_timeout,
    }
    if server.tls == "implicit":
        context = ssl.create_default_context()
        return _BoundedTLS(server.host, server.port, context=context, **options)
    return _Bounded(server.host, server.port, **options)


def _log_in(smtp: smtplib.SMTP, server: SmtpServer) -> None:
    # Not HELO, which smtplib would try next: it knows neither TLS nor a login.
    _check("EHLO", *smtp.ehlo())
    if server.tls == "starttls":
        smtp.starttls(context=ssl.create_default_context())
        _check("EHLO", *smtp.ehlo())
    if server.login is None:
        return
    try:
        smtp.login(server.login.user, server.login.password.get_secret_value())
    except smtplib.SMTPException as error:
        if type(error) is not smtplib.SMTPException:
            raise
        raise ProviderRefused("the SMTP server offers no login we know") from error


def _hand_over(smtp: smtplib.SMTP, mail: Outgoing, message: bytes) -> None:
    size = [f"size={len(message)}"] if smtp.has_extn("size") else []
    _check("MAIL FROM", *smtp.mail(mail.sender.address, size))
    _check("RCPT TO", *smtp.rcpt(mail.to))
    _check("DATA", *smtp.data(message))  # doubles dots at the start of lines


def _check(step: str, code: int, text: bytes) -> None:
    if not 200 <= code < 300:
        raise _judge(step, code, text)


def _judge(step: str, code: int, text: bytes | str) -> Exception:
    """Return the error for a reply to a step of the conversation."""
    # Only the numbers: the text often repeats the recipient's address.
    found = _ENHANCED_CODE.match(text if isinstance(text, bytes) else text.encode())
    numbers = f"{code} {found[0].decode()}" if found else str(code)
    reason = f"the SMTP server answered {numbers} to {step}"
    if not 500 <= code < 600:
        return EmailDelayed(reason)
    about_the_email = step in ("RCPT TO", "DATA") and code not in _ABOUT_THE_LOGIN
    if about_the_email or (step == "MAIL FROM" and code == _TOO_LARGE):
        return EmailRejected(reason)
    return ProviderRefused(reason)


def _quit(smtp: smtplib.SMTP) -> None:
    """Say goodbye. The e-mail is accepted, so no fault may count any more."""
    with suppress(OSError, smtplib.SMTPException):
        if smtp.sock is not None:
            smtp.sock.settimeout(_QUIT_SECONDS)
        smtp.quit()

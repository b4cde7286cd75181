"""The settings EMAIL_URL and SENDGRID_FROM_EMAIL, as the objects that sending uses.

The messages of errors never contain the value, because it may contain a password.
"""

import re
from dataclasses import dataclass, field
from typing import Annotated, ClassVar
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import validate_email
from pydantic import BeforeValidator, SecretStr

_PORTS = {"smtp": 587, "smtps": 465}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?|[0-9a-f:]+")
_FORM = (
    "must be sendgrid://, smtp://user:password@host:587 or smtps://user:password@host:465"
    ", with special characters of user and password percent-encoded"
)


@dataclass(frozen=True, slots=True)
class SendGrid:
    """The account at SendGrid, which the variables SENDGRID_… describe."""

    provider: ClassVar[str] = "sendgrid"


@dataclass(frozen=True, slots=True)
class Login:
    """The user name and password for an SMTP server."""

    user: str
    password: SecretStr


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """An SMTP server that accepts e-mails for delivery (RFC 6409).

    `tls` is "implicit" (RFC 8314), "starttls" (RFC 3207) or "none". It is never "none"
    with a login.
    """

    provider: ClassVar[str] = "smtp"

    host: str
    port: int
    tls: str
    login: Login | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of all e-mails; its address is ASCII. Without a name: APP_NAME."""

    address: str
    name: str | None = None


def account(value: str, *, production: bool) -> SendGrid | SmtpServer:
    """Return the account that EMAIL_URL describes, or raise ValueError.

    STARTTLS is required in production and with a login. Without both, an smtp:// server
    is spoken to in plain text, as a local mailbox is.
    """
    if value == "sendgrid://":
        return SendGrid()
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError(_FORM) from None  # its message may contain the password
    named = parts.scheme in _PORTS and _HOST.fullmatch(parts.hostname or "")
    if not named or port == 0 or parts.path.strip("/") or set("?#") & set(value):
        raise ValueError(_FORM)
    login = _login(parts)
    secured = "starttls" if production or login else "none"
    return SmtpServer(
        host=parts.hostname or "",
        port=port or _PORTS[parts.scheme],
        tls="implicit" if parts.scheme == "smtps" else secured,
        login=login,
    )


def _login(parts: SplitResult) -> Login | None:
    if parts.username is None and parts.password is None:
        return None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user or not password:
        raise ValueError("must have both a user and a password, or neither")
    if not (user + password).isascii() or not (user + password).isprintable():
        # smtplib and many servers know no other login.
        raise ValueError("must have a user and a password of printable ASCII")
    return Login(user, SecretStr(password))


def sender(value: str) -> Sender:
    """Return the sender that `Name <address>` or an address describes.

    Raises:
        ValueError: there is no valid address. The part before the @ must be ASCII.
    """
    name, bracket, rest = value.strip().rpartition("<")
    address = rest.removesuffix(">") if bracket else rest
    if bracket and not rest.endswith(">"):
        address = ""
    try:
        found = validate_email(
            address, allow_smtputf8=False, check_deliverability=False
        ).ascii_email
    except ValueError:  # EmailNotValidError is one
        found = None
    name = re.sub(r'^"(.*)"$', r"\1", name.strip())
    if found is None or not name.isprintable():
        raise ValueError("must be an address or a name and an address: Name <a@b.com>")
    return Sender(found, name or None)


From = Annotated[Sender, BeforeValidator(sender)]

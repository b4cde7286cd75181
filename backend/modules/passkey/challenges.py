"""Challenges of passkeys: signed, so that none is stored before it is answered.

A challenge says what it is for and whom it is for, and ends after `links.LIFETIME`. Its
text is the challenge of WebAuthn (section 13.4.3 wants 16 random bytes in it: its id has
them). An answered one is stored until it ends, so that it is not answered twice.
"""

from typing import Literal
from uuid import UUID, uuid4

from sqlmodel import Session

from backend.core import links
from backend.modules.passkey.exceptions import InvalidPasskey
from backend.modules.session.single_use.single_use import single_use_service

# To add a passkey, to log in with one, to answer as the second factor.
Purpose = Literal["passkey-add", "passkey-login", "passkey-factor"]


def new(purpose: Purpose, bound_to: UUID | None = None) -> links.Link:
    """Return a challenge for the login session or pending login of this id."""
    return links.sign(purpose, bound_to.hex if bound_to else "", uuid4().hex)


def spend(
    session: Session, challenge: str, purpose: Purpose, bound_to: UUID | None = None
) -> None:
    """Use up a challenge.

    Raises:
        InvalidPasskey: it was not made for this, has expired, or was used before.
    """
    parts = links.read(purpose, challenge)
    if parts is None or parts[0] != (bound_to.hex if bound_to else ""):
        raise InvalidPasskey
    challenge_id = UUID(parts[1])
    if not single_use_service.spend(session, challenge_id, lifetime=links.LIFETIME):
        raise InvalidPasskey

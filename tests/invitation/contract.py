"""Facts about invitations for the shared tests: see tests/support/modules.py."""

from datetime import timedelta
from typing import Any

from backend.core import clock, token
from backend.models import Invitation
from tests.invitation.steps import invited, token_for
from tests.support.examples import Sent, World

CREATED = {"Invitations-admin_invite", "Invitations-accept_invitation"}


def _inviting(world: World) -> Sent:
    return Sent(world.admin().headers)


def _answering(world: World) -> Sent:
    invitation = invited(world.client, world.admin())
    return Sent(instead={"token": token_for(invitation["email"])})


EXAMPLES = {
    "Invitations-admin_invite": _inviting,
    "Invitations-look_up_invitation": _answering,
    "Invitations-accept_invitation": _answering,
}


def _invitation(**changes: Any) -> Invitation:
    fields: dict[str, Any] = {
        "email": "ada@example.com",
        "is_admin": False,
        "locale": "en",
        "digest": b"digest",
        "expires_at": clock.now() + timedelta(days=7),
    }
    return Invitation(**fields | changes)


CONSTRAINTS = {
    "ck_invitations_email_is_lower_case": lambda: [
        _invitation(email="Ada@example.com")
    ],
    "ck_invitations_expires_after_creation": lambda: [
        _invitation(expires_at=clock.now() - timedelta(days=1))
    ],
    "ck_invitations_ends_in_one_way": lambda: [
        _invitation(accepted_at=clock.now(), withdrawn_at=clock.now())
    ],
    "fk_invitations_invited_by": lambda: [_invitation(invited_by=token.new_id())],
    "fk_invitations_user_id": lambda: [_invitation(user_id=token.new_id())],
    "uq_invitations_digest": lambda: [
        _invitation(),
        _invitation(email="grace@example.com"),
    ],
}

"""The routes of invitations: call, commit, reply."""

from datetime import timedelta
from uuid import UUID

from fastapi import Depends, status

from backend.api.deps import (
    ClientDep,
    CurrentAdminDep,
    CursorQuery,
    FreshAdminDep,
    LimitQuery,
    SessionDep,
)
from backend.core.callers import by_address
from backend.core.pagination import InvalidCursor
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, api_scope, raises
from backend.modules.invitation.exceptions import (
    AlreadyInvited,
    InvalidInvitation,
    InvitationNotFound,
)
from backend.modules.invitation.invitation import invitation_service
from backend.modules.invitation.lib import State
from backend.modules.invitation.schemas import (
    AcceptInvitationRequest,
    InvitationForAdmin,
    InvitationList,
    InvitationPublic,
    InvitationTokenRequest,
    InviteRequest,
)
from backend.modules.session.schemas import Auth
from backend.modules.user.exceptions import BreachedPassword, EmailTaken, WeakPassword

router = Router()


@router.get("/admin/invitations")
@api_scope("admin")
@raises(InvalidCursor)
def admin_list_invitations(
    _: CurrentAdminDep,
    session: SessionDep,
    state: State | None = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> InvitationList:
    """List invitations, newest first. Old ones are deleted 90 days after their end."""
    page = invitation_service.page(session, state, cursor=cursor, limit=limit)
    items = [InvitationForAdmin.of(invitation, by) for invitation, by in page.items]
    return InvitationList(items=items, next_cursor=page.next_cursor)


@router.post(
    "/admin/invitations",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(rate_limit(60, hours=1))],
)
@raises(EmailTaken, AlreadyInvited)
def admin_invite(
    data: InviteRequest, actor: FreshAdminDep, client: ClientDep, session: SessionDep
) -> InvitationForAdmin:
    """Invite a person by e-mail, also while sign-up is switched off.

    The link in the e-mail works once, until `expires_at`, and only while the
    administrator who sent it is one.
    """
    invitation = invitation_service.create(
        session,
        actor,
        client,
        email=data.email,
        is_admin=data.is_admin,
        locale=data.locale,
        lifetime=timedelta(days=data.expires_in_days),
    )
    reply = InvitationForAdmin.of(invitation, actor.email)
    session.commit()
    return reply


@router.post(
    "/admin/invitations/{invitation_id:uuid}/resend",
    dependencies=[Depends(rate_limit(60, hours=1))],
)
@raises(InvitationNotFound)
def admin_resend_invitation(
    invitation_id: UUID, actor: FreshAdminDep, session: SessionDep
) -> InvitationForAdmin:
    """Send an invitation again, with a new link and a new end. The old link ends.

    An expired invitation is open again.
    """
    invitation = invitation_service.send_again(session, invitation_id, actor)
    reply = InvitationForAdmin.of(invitation, actor.email)
    session.commit()
    return reply


@router.delete(
    "/admin/invitations/{invitation_id:uuid}", status_code=status.HTTP_204_NO_CONTENT
)
@raises(InvitationNotFound)
def admin_withdraw_invitation(
    invitation_id: UUID, actor: FreshAdminDep, client: ClientDep, session: SessionDep
) -> None:
    """Withdraw an invitation. Its link ends at once."""
    invitation_service.withdraw(session, invitation_id, actor.id, client)
    session.commit()


@router.post(
    "/invitations/lookup",
    dependencies=[Depends(rate_limit(60, minutes=10, identify=by_address))],
)
@raises(InvalidInvitation)
def look_up_invitation(
    data: InvitationTokenRequest, session: SessionDep
) -> InvitationPublic:
    """Return whom an invitation is for, before the person accepts it."""
    found = invitation_service.look_up(session, data.token)
    reply = InvitationPublic.model_validate(found)
    session.commit()
    return reply


@router.post(
    "/invitations/accept",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(rate_limit(20, minutes=10, identify=by_address))],
)
@raises(InvalidInvitation, EmailTaken, WeakPassword, BreachedPassword)
def accept_invitation(
    data: AcceptInvitationRequest, client: ClientDep, session: SessionDep
) -> Auth:
    """Make the account, with its address verified, and log in.

    Sign-ups for the address that nobody verified are deleted.
    """
    login = invitation_service.accept(
        session,
        client,
        invitation_token=data.token,
        password=data.password.get_secret_value(),
        full_name=data.full_name,
    )
    session.commit()
    return Auth.of(login)

"""The routes of administrators: what a user may store."""

from uuid import UUID

from pydantic import Field

from backend.api.deps import ClientDep, CurrentAdminDep, FreshAdminDep, SessionDep
from backend.core.routing import Router, raises
from backend.core.validation import RequestModel
from backend.modules.document.quota.quota import quota_service
from backend.modules.document.schemas import UsagePublic
from backend.modules.session.exceptions import UserNotFound

router = Router(prefix="/admin")

# The largest integer that every JSON reader keeps exact (RFC 8259, section 6).
_MOST_BYTES = 2**53 - 1
_MOST_FILES = 2**31 - 1


class UsageLimitRequest(RequestModel):
    """What one user may store; null puts the limit of the settings back."""

    limit_bytes: int | None = Field(
        default=None, ge=0, le=_MOST_BYTES, examples=[10737418240]
    )
    limit_files: int | None = Field(
        default=None, ge=0, le=_MOST_FILES, examples=[20000]
    )


@router.get("/users/{user_id:uuid}/usage")
@raises(UserNotFound)
def admin_get_usage(
    user_id: UUID, _: CurrentAdminDep, session: SessionDep
) -> UsagePublic:
    """Return what a user stores, and how much may be stored."""
    return UsagePublic.model_validate(quota_service.of_user(session, user_id))


@router.patch("/users/{user_id:uuid}/usage")
@raises(UserNotFound)
def admin_set_usage_limit(
    user_id: UUID,
    data: UsageLimitRequest,
    actor: FreshAdminDep,
    client: ClientDep,
    session: SessionDep,
) -> UsagePublic:
    """Set how much a user may store; what is left out stays as it is.

    A limit below what is stored deletes nothing; nothing more can be stored.
    """
    limits = data.model_dump(exclude_unset=True)
    found = quota_service.set_limits(
        session, user_id, limits, actor_id=actor.id, client=client
    )
    session.commit()
    return UsagePublic.model_validate(found)

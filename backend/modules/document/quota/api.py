"""The routes for administrators that read and set the quota of a user."""

from uuid import UUID

from pydantic import Field

from backend.api.deps import ClientDep, CurrentAdminDep, FreshAdminDep, SessionDep
from backend.core.routing import Router, raises
from backend.core.validation import RequestModel
from backend.modules.document.quota.quota import quota_service
from backend.modules.document.schemas import UsagePublic
from backend.modules.session.exceptions import UserNotFound

router = Router(prefix="/admin", api_scope="admin")

# The largest integer that every JSON parser reads exactly (RFC 8259, section 6).
_MAX_BYTES = 2**53 - 1
_MAX_FILES = 2**31 - 1


class UsageLimitRequest(RequestModel):
    """The quota of one user. Null restores the limit from the settings."""

    limit_bytes: int | None = Field(
        default=None, ge=0, le=_MAX_BYTES, examples=[10737418240]
    )
    limit_files: int | None = Field(default=None, ge=0, le=_MAX_FILES, examples=[20000])


@router.get("/users/{user_id:uuid}/usage")
@raises(UserNotFound)
def admin_get_usage(
    user_id: UUID, _: CurrentAdminDep, session: SessionDep
) -> UsagePublic:
    """Return the storage that a user uses, and the quota."""
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
    """Set the quota of a user; an omitted limit keeps its value.

    A limit below the current usage deletes nothing, but blocks further uploads.
    """
    limits = data.model_dump(exclude_unset=True)
    found = quota_service.set_limits(
        session, user_id, limits, actor_id=actor.id, client=client
    )
    session.commit()
    return UsagePublic.model_validate(found)

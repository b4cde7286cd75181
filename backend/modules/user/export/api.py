"""The route that exports all data stored about a user."""

from fastapi import Depends
from fastapi.responses import StreamingResponse

from backend.api.deps import AccessTokenDep, ClientDep, FreshUserDep, SessionDep
from backend.core.exceptions import TooManyDownloads
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.streaming import StreamedReply
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.user.export import export

router = Router()


@router.get(
    "/export",
    dependencies=[Depends(rate_limit(5, hours=1))],
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {
                "application/zip": {"schema": {"type": "string", "format": "binary"}}
            }
        }
    },
)
@raises(TooManyDownloads)
def export_me(
    user: FreshUserDep, token: AccessTokenDep, client: ClientDep, session: SessionDep
) -> StreamedReply:
    """Download a ZIP of all data stored about the user: JSON files and documents.

    The ZIP is created while it is sent, so the reply has no Content-Length. The
    password must have been given recently (`POST users/reauthenticate`).
    """
    security_log_service.record_own(session, "data_exported", token, client)
    session.commit()
    disposition = 'attachment; filename="export.zip"'
    return StreamedReply(
        export.as_zip(user),
        user_id=user.id,
        media_type="application/zip",
        headers={"Content-Disposition": disposition},
    )

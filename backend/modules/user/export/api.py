"""The routes that export all data stored about a user."""

from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse

from backend.api.deps import AccessTokenDep, ClientDep, FreshUserDep, SessionDep
from backend.core.auth import AccessToken
from backend.core.exceptions import LinkNotFound, TooManyDownloads
from backend.core.links import DownloadLink, by_link
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.streaming import StreamedReply
from backend.models import User
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import session_service
from backend.modules.user.export import export

router = Router()

_ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/export",
    dependencies=[Depends(rate_limit(5, hours=1))],
    response_class=StreamingResponse,
    responses={200: {"content": _ZIP}},
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
    return _zip(user)


@router.get("/export-link", dependencies=[Depends(rate_limit(5, hours=1))])
def get_export_link(_: FreshUserDep, token: AccessTokenDep) -> DownloadLink:
    """Return a link to the export, for a plain `<a href>`.

    The password must have been given recently (`POST users/reauthenticate`). The link
    works for five minutes. It ends earlier when its login session ends or when the
    account is disabled. Whoever has it can read everything, so do not show it.
    """
    return DownloadLink.of(export.link_of(token.session_id), "users/linked-export")


@router.get(
    "/linked-export",
    dependencies=[Depends(rate_limit(5, hours=1, identify=by_link(export.LINK)))],
    response_class=StreamingResponse,
    responses={200: {"content": _ZIP}},
)
@raises(LinkNotFound, TooManyDownloads)
def download_linked_export(
    token: Annotated[str, Query(min_length=1, max_length=200)],
    client: ClientDep,
    session: SessionDep,
) -> StreamedReply:
    """Return the export of a link, without a login: see `GET users/export`."""
    session_id = export.session_of(token)
    user = session_service.owner_of(session, session_id)
    if user is None:
        raise LinkNotFound
    access = AccessToken(user.id, session_id)
    security_log_service.record_own(session, "data_exported", access, client)
    session.commit()
    return _zip(user)


def _zip(user: User) -> StreamedReply:
    return StreamedReply(
        export.as_zip(user),
        user_id=user.id,
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="export.zip"'},
    )

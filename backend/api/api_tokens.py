"""Finds the user of an API token, which its text does not name."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam
from sqlmodel import col, select

from backend.core.auth import AccessToken
from backend.core.database import RequestSession
from backend.core.threads import run_with_slot
from backend.models import ApiToken

_BY_DIGESTS = select(col(ApiToken.user_id), col(ApiToken.id)).where(
    col(ApiToken.digest).in_(bindparam("digests", expanding=True))
)
_AT_MOST = 10_000


class ApiTokens:
    """Finds API tokens, and remembers which user and id a digest belongs to.

    That never changes, so only the first request of a token in this process costs a
    query of its own. Whether the token still works is read again in each request.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, AccessToken] = {}

    async def find(self, digests: Sequence[bytes], *, scope: str) -> AccessToken | None:
        """Return what the token with one of these digests names; it may be over."""
        found = self._known.get(digests[0])
        if found is None:
            found = await run_with_slot(lambda: _stored(digests))
            if found is None:
                return None
            if len(self._known) >= _AT_MOST:
                self._known.clear()
            self._known[digests[0]] = found
        return replace(found, api_scope=scope)


def _stored(digests: Sequence[bytes]) -> AccessToken | None:
    """Read in a short session of its own: limits need the user before the endpoint."""
    with RequestSession() as session:
        row = session.execute(_BY_DIGESTS, {"digests": digests}).first()
    return AccessToken(*row) if row else None

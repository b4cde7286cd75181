"""Link tokens: what a provider said of a person who is linked to no account yet.

They are encrypted, so that no log and no other page can read the person's data in them,
and nothing about strangers is stored. A token works once, for LIFETIME.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from backend.core import clock, token
from backend.modules.oidc.exceptions import InvalidLinkToken
from backend.modules.oidc.lib import Arrival, Person

LIFETIME = timedelta(minutes=15)


def new(person: Person) -> Arrival:
    """Return the person with a new token."""
    expires_at = (clock.now() + LIFETIME).replace(microsecond=0)
    content = {
        "id": token.new_id().hex,
        "ends": int(expires_at.timestamp()),
        "person": [
            *(person.issuer, person.subject),
            *(person.email, person.email_verified, person.full_name),
        ],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Arrival(person, _keys().encrypt(text.encode()).decode(), expires_at)


def read(link_token: str) -> tuple[UUID, Person]:
    """Return the id and the person of a token.

    Raises:
        InvalidLinkToken: it is not one of ours, or has expired.
    """
    try:
        content: dict[str, Any] = json.loads(_keys().decrypt(link_token.encode()))
    except InvalidToken:
        raise InvalidLinkToken from None
    if clock.now() >= datetime.fromtimestamp(content["ends"], UTC):
        raise InvalidLinkToken
    return UUID(content["id"]), Person(*content["person"])


@cache
def _keys() -> MultiFernet:
    keys = token.keyed_digests("oidc-link-token")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])

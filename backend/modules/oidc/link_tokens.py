"""Link tokens: what a provider said of a person who is linked to no account yet.

They are encrypted, so that no log and no other page can read the person's data in them,
and nothing about strangers is stored. A token works once, for LIFETIME.
"""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from backend.core import clock, token
from backend.core.encryption import Cipher, Undecryptable
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
    return Arrival(person, _cipher().encrypt(text.encode()).decode(), expires_at)


def read(link_token: str) -> tuple[UUID, Person]:
    """Return the id and the person of a token.

    Raises:
        InvalidLinkToken: it is not one of ours, or has expired.
    """
    try:
        content: dict[str, Any] = json.loads(_cipher().decrypt(link_token.encode()))
    except Undecryptable:
        raise InvalidLinkToken from None
    if clock.now() >= datetime.fromtimestamp(content["ends"], UTC):
        raise InvalidLinkToken
    return UUID(content["id"]), Person(*content["person"])


@cache
def _cipher() -> Cipher:
    return Cipher(token.keyed_digests("oidc-link-token"))

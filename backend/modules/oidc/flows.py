"""Flows: logins at a provider that a browser has begun.

The browser keeps the flow token, which is signed and works once. State, nonce and PKCE
verifier are HMACs of it, so nothing is stored before the answer comes, and only the
browser that began a flow can complete it (RFC 9700, section 4.7).
"""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from backend.core import links, token
from backend.modules.oidc.exceptions import InvalidFlow
from backend.modules.oidc.lib import Flow

LIFETIME = timedelta(minutes=10)

# To log in or sign up, to link an identity, to prove again who one is.
Purpose = Literal["oidc-login", "oidc-link", "oidc-reauthenticate"]


def begin(
    purpose: Purpose, provider_id: str, bound_to: UUID | None = None
) -> tuple[Flow, links.Link]:
    """Return a new flow and its token, for the login session of this id, if any."""
    flow_id = token.new_id()
    bound = bound_to.hex if bound_to else ""
    made = links.sign(purpose, provider_id, bound, flow_id.hex, lifetime=LIFETIME)
    return _flows(made.token)[0], made


def resume(
    purpose: Purpose, flow_token: str, *, state: str, bound_to: UUID | None = None
) -> Flow:
    """Return the flow of a token and of the state that the provider sent back.

    Raises:
        InvalidFlow: the token was not made for this or has expired, or the state is that
            of another flow.
    """
    parts = links.read(purpose, flow_token)
    if parts is None or parts[1] != (bound_to.hex if bound_to else ""):
        raise InvalidFlow
    for flow in _flows(flow_token):
        if token.same_digest(flow.state.encode(), state.encode()):
            return flow
    raise InvalidFlow


def _flows(flow_token: str) -> list[Flow]:
    """Return the flow under each key, the current key first.

    The key may be replaced between the beginning and the end of a flow.
    """
    provider_id, _, flow_id, expires_at, _ = flow_token.split(".")
    kinds = ("oidc-state", "oidc-nonce", "oidc-verifier")
    # One tuple per key: the digests for state, nonce and verifier.
    derived = zip(
        *(token.keyed_digests(kind, flow_token) for kind in kinds), strict=True
    )
    ends = links.ending(int(expires_at))
    return [
        Flow(UUID(flow_id), provider_id, ends - LIFETIME, *map(links.encoded, digests))
        for digests in derived
    ]

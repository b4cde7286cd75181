"""The states of an invitation."""

from datetime import datetime
from typing import Literal

from backend.models import Invitation

State = Literal["open", "expired", "accepted", "withdrawn"]


def state_of(invitation: Invitation, now: datetime) -> State:
    """Return the state of an invitation at a time."""
    if invitation.accepted_at is not None:
        return "accepted"
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    return "open" if invitation.expires_at > now else "expired"

"""The states of shares."""

from dataclasses import dataclass
from typing import Literal

from backend.models import DocumentShare

ShareState = Literal["active", "expired", "revoked", "used_up", "suspended"]


@dataclass(frozen=True, slots=True)
class ListedShare:
    """A share, the title of its document, and its state at the time of the query."""

    share: DocumentShare
    title: str
    state: ShareState

"""The protocol of the service with limits of one second.

For processes of uvicorn only: `--http` names it, and it is loaded before the app.
"""

from datetime import timedelta

from backend.core import pace
from backend.core.protocol import BoundedProtocol
from backend.modules.document.uploads import turns

pace.SILENCE_SECONDS = 1.0
turns.UPLOAD_TURN_TIME = timedelta(seconds=1)  # type: ignore[attr-defined]


class HastyProtocol(BoundedProtocol):
    """The protocol with limits of one second."""

    HEAD_SECONDS = 1.0
    LINGER_SECONDS = 1.0
    UNREAD_SECONDS = 1.0

"""The protocol of the service with limits of one second.

For processes of uvicorn only: `--http` names it, and it is loaded before the app.
"""

from datetime import timedelta

from backend.core import pace
from backend.core.protocol import BoundedProtocol
from backend.modules.document import lib

pace.SILENCE_SECONDS = 1.0
lib.UPLOAD_TURN_TIME = timedelta(seconds=1)


class HastyProtocol(BoundedProtocol):
    """The protocol with limits of one second."""

    HEAD_SECONDS = 1.0
    LINGER_SECONDS = 1.0
    UNREAD_SECONDS = 1.0

"""The protocol of the service with limits of a second.

For live processes only: they take it by `--http`, and load it before the application.
"""

from datetime import timedelta

from backend.core import pace
from backend.core.protocol import BoundedProtocol
from backend.modules.document import lib

pace.SILENCE_SECONDS = 1.0
lib.UPLOAD_TURN_TIME = timedelta(seconds=1)


class HastyProtocol(BoundedProtocol):
    """The protocol with limits of a second."""

    HEAD_SECONDS = 1.0
    LINGER_SECONDS = 1.0
    UNREAD_SECONDS = 1.0

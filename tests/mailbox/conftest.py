"""A new mailbox for each test."""

from collections.abc import Iterator

import pytest

from devtools.mailbox import Mailbox
from tests.mailbox.calls import KEY


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Start an empty mailbox on a free port."""
    with Mailbox(key=KEY) as running:
        yield running

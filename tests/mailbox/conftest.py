"""A mailbox of its own for each test of it."""

from collections.abc import Iterator

import pytest

from devtools.mailbox import Mailbox
from tests.mailbox.calls import KEY


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mailbox with no mails, on a free port."""
    with Mailbox(key=KEY) as running:
        yield running

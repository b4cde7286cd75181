"""A worker for the tests of the outbox."""

from collections.abc import Iterator

import pytest

from backend.outbox.delivery import Worker
from tests.fixtures import Background


@pytest.fixture
def no_worker(background: Background) -> Iterator[None]:
    """Stop the worker of the tests during the test."""
    background.stop()
    yield
    background.start()


@pytest.fixture
def worker(no_worker: None) -> Iterator[Worker]:
    """Return the only worker, which sends on request, or after `start`."""
    worker = Worker()
    yield worker
    worker.request_stop()
    worker.close()

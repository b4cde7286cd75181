"""What tests of documents begin with: an owner, another, and an empty store."""

import shutil

import pytest
from fastapi.testclient import TestClient

from tests.support import environment
from tests.support.accounts import Account, verified


@pytest.fixture(autouse=True)
def _empty_store(_empty: None) -> None:
    """Leave no file of the test before."""
    for folder in environment.storage.glob("*"):
        shutil.rmtree(folder)


@pytest.fixture
def owner(client: TestClient) -> Account:
    """Somebody with documents."""
    return verified(client)


@pytest.fixture
def other(client: TestClient) -> Account:
    """Somebody else."""
    return verified(client)

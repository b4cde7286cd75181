"""Fixtures of the upload tests: two accounts, and an empty storage folder."""

import shutil

import pytest
from fastapi.testclient import TestClient

from tests.support import environment
from tests.support.accounts import Account, verified


@pytest.fixture(autouse=True)
def _empty_store(_empty: None) -> None:
    """Delete the stored files of the previous test."""
    for folder in environment.storage.glob("*"):
        shutil.rmtree(folder)


@pytest.fixture
def owner(client: TestClient) -> Account:
    """The account that owns the uploads of a test."""
    return verified(client)


@pytest.fixture
def other(client: TestClient) -> Account:
    """Another account."""
    return verified(client)

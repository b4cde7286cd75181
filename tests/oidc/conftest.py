"""Providers that behave as they should, and that the app does not know yet."""

import pytest

from tests.oidc.steps import mend
from tests.support.environment import providers
from tests.support.provider import Provider


@pytest.fixture(autouse=True)
def _mended(running_client: object) -> None:
    """Let each test find providers without faults, of which nothing is cached."""
    mend()


@pytest.fixture
def acme() -> Provider:
    """Return the provider `acme`."""
    return providers.acme


@pytest.fixture
def globex() -> Provider:
    """Return the provider `globex`."""
    return providers.globex

"""Providers that behave as they should, and that the app does not know yet."""

import pytest

from backend.core.config import settings
from backend.modules.oidc.providers import Providers
from main import app
from tests.support.environment import providers
from tests.support.provider import Provider


@pytest.fixture(autouse=True)
def _forgotten(running_client: object) -> None:
    """Let each test find providers without faults, of which nothing is cached."""
    for provider in (providers.acme, providers.globex):
        provider.reset()
    app.state.providers = Providers(settings.OIDC_PROVIDERS, app.state.json_client)


@pytest.fixture
def acme() -> Provider:
    """Return the provider `acme`."""
    return providers.acme


@pytest.fixture
def globex() -> Provider:
    """Return the provider `globex`."""
    return providers.globex
